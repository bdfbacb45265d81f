// Networks as GEXF 1.2 files, for Gephi.

export const xml = (value) => String(value).replace(/[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "")
  .replace(/[&<>"']/g, (sign) => `&#${sign.codePointAt(0)};`);
const COUNTS = ["claims", "not_as_fact", "denials", "origins"];
const attributes = (type, titles) => {
  const kind = (title) => (COUNTS.includes(title) ? "integer" : "string");
  const each = titles.map((title) => `<attribute id="${title}" title="${title}" type="${kind(title)}"/>`);
  return `<attributes class="${type}">${each.join("")}</attributes>`;
};
const values = (pairs) => {
  const each = Object.entries(pairs).map(([key, value]) => `<attvalue for="${key}" value="${xml(value)}"/>`);
  return `<attvalues>${each.join("")}</attvalues>`;
};
const rgb = (hex) => ["r", "g", "b"].map((part, i) => `${part}="${parseInt(hex.slice(1 + 2 * i, 3 + 2 * i), 16)}"`).join(" ");
const gexfNode = ({ id, label, x, y, size, colour, ...own }) => `<node id="n${id}" label="${xml(label)}">${values(own)}`
  + `<viz:position x="${x}" y="${-y}" z="0"/><viz:size value="${size}"/><viz:color ${rgb(colour)}/></node>`;
const gexfEdge = ({ id, from, to, label, ...own }) => `<edge id="e${id}" source="n${from}" target="n${to}" label="${xml(label)}">`
  + `${values(own)}</edge>`;
/** Nodes and relations with places and colours; their other values become attributes. */
export const gexfOf = (description, nodes, edges) => `<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://www.gexf.net/1.2draft" xmlns:viz="http://www.gexf.net/1.2draft/viz" version="1.2">
<meta><creator>kgraph</creator><description>${xml(description)}</description></meta>
<graph defaultedgetype="directed">
${attributes("node", ["kind", "type", "iri"])}${attributes("edge", ["kind", "status", ...COUNTS, "claimants"])}
<nodes>
${nodes.map(gexfNode).join("\n")}
</nodes>
<edges>
${edges.map(gexfEdge).join("\n")}
</edges></graph></gexf>
`;
