// Networks as GEXF 1.2 files, for Gephi: with the columns of `kgraph export -f gexf`, and with places, sizes and colours.

export const xml = (value) => String(value).replace(/[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "")
  .replace(/[&<>"']/g, (sign) => `&#${sign.codePointAt(0)};`);
const TYPES = { boolean: "boolean", number: "integer", string: "string" };
const COLUMNS = {
  node: { iri: "", kind: "", type: "", alt: "", claimed_as: "", status: "", figures: "" },
  edge: {
    kind: "", status: "", details: "", figures: "", origins: 0, claims: 0, not_as_fact: 0, denials: 0, taken_back: 0, claimants: "",
    denied_by: "", taken_back_by: "", first_said: "", first_said_by: "", claimed_as: "", in_world: false,
  },
};
export const COLUMNS_OF_EDGES = Object.keys(COLUMNS.edge);
const attributes = (type) => {
  const declared = ([title, like]) => `<attribute id="${title}" title="${title}" type="${TYPES[typeof like]}"/>`;
  const each = Object.entries(COLUMNS[type]).map(declared);
  return `<attributes class="${type}">${each.join("")}</attributes>`;
};
const valuesIn = (pairs) => {
  const each = Object.entries(pairs).map(([key, value]) => `<attvalue for="${key}" value="${xml(value)}"/>`);
  return `<attvalues>${each.join("")}</attvalues>`;
};
const rgb = (hex) => ["r", "g", "b"].map((part, i) => `${part}="${parseInt(hex.slice(1 + 2 * i, 3 + 2 * i), 16)}"`).join(" ");
const gexfNode = ({ id, label, x, y, size, colour, values }) => `<node id="n${id}" label="${xml(label)}">${valuesIn(values)}`
  + `<viz:position x="${x}" y="${-y}" z="0"/><viz:size value="${size}"/><viz:color ${rgb(colour)}/></node>`;
const gexfEdge = ({ id, from, to, label, values }) => `<edge id="e${id}" source="n${from}" target="n${to}" label="${xml(label)}">`
  + `${valuesIn(values)}</edge>`;
/** Nodes and relations with places and colours, and with the values of their columns. */
export const gexfOf = (description, nodes, edges) => `<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://www.gexf.net/1.2draft" xmlns:viz="http://www.gexf.net/1.2draft/viz" version="1.2">
<meta><creator>kgraph</creator><description>${xml(description)}</description></meta>
<graph defaultedgetype="directed">
${attributes("node")}${attributes("edge")}
<nodes>
${nodes.map(gexfNode).join("\n")}
</nodes>
<edges>
${edges.map(gexfEdge).join("\n")}
</edges></graph></gexf>
`;
