// The rows of the page, and which of them concern each other. A row's number is its place in its table.

export const unique = (list) => (list.length < 2 ? list : [...new Set(list)]);
const ends = (edge) => (edge.from === edge.to ? [edge.from] : [edge.from, edge.to]);
export const other = (edge, node) => (edge.from === node ? edge.to : edge.from);
export const claimsIn = (edge) => unique(edge.said.map(([claim]) => claim));

/** A column is a list of values, or {of, at}: the different values, and for each row which of them it has. */
const valuesOf = (column, length) => {
  if (Array.isArray(column)) return column;
  const { of, at } = column;
  return Array.isArray(at) ? at.map((i) => of[i]) : Array(length).fill(of[0]);
};
/** Rows of a table that comes as columns. Each row reads its values from the columns, as copying a large table takes too long. */
const readTable = ({ rows: length, ...columns }) => {
  const rows = [], fields = {};
  class Row {
    constructor(id) { this.id = id; }
  }
  const add = ({ rows: more, ...added }) => {
    for (const [field, column] of Object.entries(added)) fields[field] = (fields[field] ?? []).concat(valuesOf(column, more));
    for (let i = 0; i < more; i += 1) rows.push(new Row(rows.length));
  };
  for (const field of Object.keys(columns)) {
    Object.defineProperty(Row.prototype, field, {
      get() { return fields[field][this.id]; },
      set(value) { fields[field][this.id] = value; },
    });
  }
  add({ rows: length, ...columns });
  return { rows, add };
};

/** Lists of numbers by number, made when first asked for; `pairs` calls its argument with each pair. */
const grouped = (list, pairs) => {
  let starts = null, items;
  const make = () => {
    const { length } = list;
    starts = new Int32Array(length + 1);
    pairs((key) => { if (key < length) starts[key + 1] += 1; });
    for (let key = 0; key < length; key += 1) starts[key + 1] += starts[key];
    const next = starts.slice();
    items = new Int32Array(starts[length]);
    pairs((key, item) => { if (key < length) { items[next[key]] = item; next[key] += 1; } });
  };
  const under = (key) => {
    if (!starts) make();
    return key < starts.length - 1 ? Array.from(items.subarray(starts[key], starts[key + 1])) : [];
  };
  under.forget = () => { starts = null; };
  return under;
};

const groupsIn = ({ nodes, edges, claims, agents, positions, disputes, questions }) => {
  const nodeOf = (claim) => agents[claim.by].node;
  return {
    edgesAt: grouped(nodes, (put) => edges.forEach((edge) => ends(edge).forEach((end) => put(end, edge.id)))),
    naming: grouped(nodes, (put) => {
      for (const claim of claims) for (const node of claim.about) put(node, claim.id);
      for (const position of positions) for (const node of position.nodes) put(node, position.claim);
      for (const edge of edges) for (const [claim] of edge.said) for (const end of ends(edge)) put(end, claim);
    }),
    speaking: grouped(nodes, (put) => claims.forEach((claim) => nodeOf(claim) >= 0 && put(nodeOf(claim), claim.id))),
    passing: grouped(nodes, (put) => {
      for (const claim of claims) for (const agent of claim.chain) if (agents[agent].node >= 0) put(agents[agent].node, claim.id);
    }),
    pointing: grouped(claims, (put) => claims.forEach((claim) => claim.relations.forEach(([, to]) => put(to, claim.id)))),
    joins: grouped(claims, (put) => edges.forEach((edge) => edge.said.forEach(([claim]) => put(claim, edge.id)))),
    positionsIn: grouped(claims, (put) => positions.forEach((position) => put(position.claim, position.id))),
    disputesNaming: grouped(claims, (put) => disputes.forEach((dispute) => dispute.claims.forEach((claim) => put(claim, dispute.id)))),
    disputesOn: grouped(questions, (put) => disputes.forEach(({ question, id }) => question >= 0 && put(question, id))),
    questionsNaming: grouped(claims, (put) => {
      for (const { stands, beside, id } of questions) {
        for (const [, those] of stands) for (const claim of those) put(claim, id);
        for (const claim of beside) put(claim, id);
      }
    }),
    questionsAt: grouped(positions, (put) => questions.forEach(({ answers, id }) => answers.forEach((position) => put(position, id)))),
  };
};

/** The record that a page's data make; `add` takes in the rows that come later. */
export const readRecord = (data) => {
  const names = ["nodes", "edges", "claims", "agents", "positions", "disputes", "questions", "remarks", "documents"];
  const tables = Object.fromEntries(names.map((table) => [table, readTable(data[table])]));
  const rows = Object.fromEntries(names.map((table) => [table, tables[table].rows]));
  const groups = groupsIn(rows), readers = [];
  const sortOf = new Map(Object.entries(data.sorts).flatMap(([sort, kinds]) => kinds.map((kind) => [kind, sort])));
  return {
    ...rows,
    statuses: Object.keys(data.statuses), // an edge has the first of these that its claims give it
    remarkKinds: Object.keys(data.remarkHeadings),
    limits: data.limits,
    denied: data.denied, // what a denial of some details says, by these
    sortOf: (edge) => sortOf.get(edge.kind),
    whole: (iri) => (/^[a-z][a-z0-9+.-]*:/i.test(iri) ? iri : data.base + iri),
    nodeOf: (claim) => rows.agents[claim.by].node, // the claimant's node; -1 if the picture leaves it out
    /** The relations that end at a node. */
    touching: (node) => groups.edgesAt(node).map((id) => rows.edges[id]),
    /** The claims about a node, and those whose statements name it. */
    mentioned: (node) => unique(groups.naming(node)),
    /** The claims that a node makes, and those that come through it. */
    speaking: groups.speaking,
    passing: groups.passing,
    /** The claims that speak of a claim. */
    pointing: groups.pointing,
    /** The relations that a claim makes. */
    joins: groups.joins,
    /** The positions that a claim takes. */
    told: (claim) => groups.positionsIn(claim).map((id) => rows.positions[id]),
    disputesOf: (claim) => groups.disputesNaming(claim).map((id) => rows.disputes[id]),
    /** The conflicts that make up a question. */
    conflictsOf: (question) => groups.disputesOn(question).map((id) => rows.disputes[id]),
    /** The questions on which a claim takes a position or for which it is listed as a remark; and those that a position of it answers. */
    questionsOf: (claim) => unique(groups.questionsNaming(claim)).map((id) => rows.questions[id]),
    askedOf: (position) => groups.questionsAt(position).map((id) => rows.questions[id]),
    whenAdded: (then) => { readers.push(then); },
    add: (rest) => {
      for (const table of names) tables[table].add(rest[table]);
      for (const group of Object.values(groups)) group.forget();
      for (const then of readers) then();
    },
  };
};
