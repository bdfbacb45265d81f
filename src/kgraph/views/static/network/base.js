// --- the data, and the only way to write on the page

const at = (id) => document.getElementById(id);
const root = document.documentElement;
const data = JSON.parse(at("data").textContent);

const additions = []; // what takes in the rows that come later
/** Rows of a table that comes as columns: each reads its fields where they stand, as copying a large table takes too long.
 * A column is its values, or {of, at}: the values that there are, and which of them each row has. */
const rows = (table) => {
  const made = [], fields = {};
  class Row {
    constructor(id) { this.id = id; }
  }
  const all = ({ of, at: which }, length) => (Array.isArray(which) ? which.map((i) => of[i]) : Array(length).fill(of[0]));
  const add = (columns) => {
    for (const [field, column] of Object.entries(columns)) {
      if (field === "rows") continue;
      fields[field] = (fields[field] ?? []).concat(Array.isArray(column) ? column : all(column, columns.rows));
    }
    for (let i = 0; i < columns.rows; i += 1) made.push(new Row(made.length));
  };
  for (const field of Object.keys(data[table])) {
    if (field !== "rows") Object.defineProperty(Row.prototype, field, { get() { return fields[field][this.id]; }, set(value) { fields[field][this.id] = value; } });
  }
  add(data[table]);
  additions.push((rest) => add(rest[table]));
  return made;
};
const [nodes, edges, claims, agents, positions, disputes] = ["nodes", "edges", "claims", "agents", "positions", "disputes"].map(rows);
const whole = (iri) => (/^[a-z][a-z0-9+.-]*:/i.test(iri) ? iri : data.base + iri);

// Texts reach the page through here only: append() makes text nodes of strings, never markup.
const el = (tag, props = {}, ...kids) => {
  const { dataset, aria, role, ...own } = props;
  const made = Object.assign(document.createElement(tag), own);
  Object.assign(made.dataset, dataset);
  if (role) made.setAttribute("role", role);
  for (const [name, value] of Object.entries(aria ?? {})) made.setAttribute(`aria-${name}`, value);
  made.append(...kids.flat().filter((kid) => kid !== null && kid !== undefined && kid !== "" && kid !== false));
  return made;
};
const svg = (tag, attributes, ...kids) => {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...kids);
  return made;
};
const name = (text, tag = "bdi") => el(tag, {}, text);
const link = (text, action, more = "") => {
  const made = el("a", { href: "#", className: `link ${more}` }, name(text)); // unlike a button, it breaks between lines
  made.addEventListener("click", (event) => { event.preventDefault(); action(); });
  return made;
};
const button = (text, action, props = {}) => {
  const made = el("button", { type: "button", ...props }, text);
  made.addEventListener("click", action);
  return made;
};
const badge = (text, kind = "") => el("span", { className: `badge ${kind}` }, text);
const count = (number, one, many = `${one}s`) => `${number.toLocaleString("en")} ${number === 1 ? one : many}`;
const listed = (words) => (words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`);
/** The first few of a list, and a button for the others. */
const few = (list, most, make) => {
  if (list.length <= most + 2) return list.map((one) => make(one));
  const more = (from) => {
    const next = Math.min(list.length, from + 50);
    const wrapped = (one) => (first.localName === "li" ? el("li", {}, one) : one);
    const rest = wrapped(button(`Show ${next - from} more of ${list.length}`, () => {
      rest.replaceWith(...list.slice(from, next).map((one) => make(one)), ...(next < list.length ? [more(next)] : []));
    }, { className: "more" }));
    return rest;
  };
  const shown = list.slice(0, most).map((one) => make(one)), [first] = shown;
  return [...shown, more(most)];
};

// --- who concerns whom

const unique = (list) => (list.length < 2 ? list : [...new Set(list)]);
/** Numbers under numbers, worked out when first asked for; `pairs` calls its argument with each pair. */
const grouped = (list, pairs) => {
  let starts = null, items;
  additions.push(() => { starts = null; });
  const make = () => {
    const { length } = list;
    starts = new Int32Array(length + 1);
    pairs((key) => { if (key < length) starts[key + 1] += 1; });
    for (let key = 0; key < length; key += 1) starts[key + 1] += starts[key];
    const next = starts.slice();
    items = new Int32Array(starts[length]);
    pairs((key, item) => { if (key < length) { items[next[key]] = item; next[key] += 1; } });
  };
  return (key) => { if (!starts) make(); return (key < starts.length - 1 ? Array.from(items.subarray(starts[key], starts[key + 1])) : []); };
};
const nodeOf = (claim) => agents[claim.by].node; // of the claimant; -1 where the picture leaves it out
const claimsIn = (edge) => unique(edge.said.map(([claim]) => claim));
const ends = (edge) => (edge.from === edge.to ? [edge.from] : [edge.from, edge.to]);
const other = (edge, node) => (edge.from === node ? edge.to : edge.from);
const edgesAt = grouped(nodes, (put) => edges.forEach((edge) => ends(edge).forEach((end) => put(end, edge.id))));
/** The relations that end at a node. */
const touching = (node) => edgesAt(node).map((id) => edges[id]);
/** The claims about a node, with those whose statements name it. */
const mentioned = (node) => unique(naming(node));
const naming = grouped(nodes, (put) => {
  for (const claim of claims) for (const node of claim.about) put(node, claim.id);
  for (const position of positions) for (const node of position.nodes) put(node, position.claim);
  for (const edge of edges) for (const [claim] of edge.said) for (const end of ends(edge)) put(end, claim);
});
/** The claims that a node makes, and those that come through it, its own among them. */
const speaking = grouped(nodes, (put) => claims.forEach((claim) => nodeOf(claim) >= 0 && put(nodeOf(claim), claim.id)));
const passing = grouped(nodes, (put) => {
  for (const claim of claims) for (const agent of claim.chain) if (agents[agent].node >= 0) put(agents[agent].node, claim.id);
});
const positionsIn = grouped(claims, (put) => positions.forEach((position) => put(position.claim, position.id)));
/** The positions that a claim takes. */
const told = (claim) => positionsIn(claim).map((id) => positions[id]);
const disputesNaming = grouped(claims, (put) => disputes.forEach((dispute) => dispute.claims.forEach((claim) => put(claim, dispute.id))));
const disputesOf = (claim) => disputesNaming(claim).map((id) => disputes[id]);
