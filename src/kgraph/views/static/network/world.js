// --- the state that a reader chooses, and what a world holds in it: as store/worlds.py and analysis/graph.py have it

const state = {
  world: null, // by name; null: undisputed, or asserted where it is according to somebody
  by: [], // agents, by number
  until: "", // a day
  off: { kind: new Set(), line: new Set(), sort: new Set() },
  speakers: false, // whether lines show who speaks of what
  claims: false, // whether claims are nodes
  selected: null, // {node}, {edge}, {claim}, {statement: [node, node]} or {path: [node, node]}
  focus: null, // {node, steps}
  table: null, // "relations", "claims" or "entities"
  theme: null,
};
const dayNumbers = new Map();
/** A number that orders days as kgraph.days.Day does, before the year 1 and after 9999 too; "" (no day) is after all. */
const dayNumber = (day) => {
  if (!dayNumbers.has(day)) {
    const found = /^(-?\d+)-(\d\d)-(\d\d)$/.exec(day);
    dayNumbers.set(day, found ? Number(found[1]) * 372 + Number(found[2]) * 31 + Number(found[3]) : Infinity);
  }
  return dayNumbers.get(day);
};
const { days } = data;
let turn = 0; // rises with every change, so that what was worked out is known to be old

const world = () => state.world ?? (state.by.length ? "asserted" : "undisputed");
const shownBy = (day) => !state.until || dayNumber(day) <= dayNumber(state.until);
const saidYet = (claim) => shownBy(claims[claim].day);
/** Works something out once for each state. */
const once = (make) => {
  const known = new Map();
  let made = -1;
  return (key) => {
    if (made !== turn) { known.clear(); made = turn; }
    if (!known.has(key)) known.set(key, make(key));
    return known.get(key);
  };
};
const openDisputes = once((claim) => disputesOf(claim).filter((dispute) => shownBy(dispute.since)));
const disputed = (claim) => openDisputes(claim).length > 0;
/** Whether the world takes the claim's content as its own. */
const held = (claim) => claims[claim].says === "yes" && world() !== "record" && saidYet(claim)
  && (!state.by.length || state.by.includes(claims[claim].by)) && !(world() === "undisputed" && disputed(claim));
const theirs = (claim) => !state.by.length || state.by.includes(claims[claim].by);

const claimsBehind = once((edge) => claimsIn(edges[edge]).filter(saidYet));
const PROJECTED = { commitment: "intended", forecast: "forecast", recommendation: "recommended", conditional: "conditional", scenario: "scenario" };
const STATUSES = Object.keys(data.statuses);
const statusOf = (ids, said) => {
  const asserting = ids.filter((id) => claims[id].says === "yes"), denying = ids.filter((id) => claims[id].says === "no");
  if (asserting.length) {
    const details = (some) => said.filter(([id]) => some.includes(id)).map(([, detail]) => detail), denied = details(denying);
    if (details(asserting).some((detail) => denied.includes(detail)) || asserting.some(disputed)) return "disputed";
    return asserting.some(held) ? "undisputed" : "outside";
  }
  if (denying.length) return "denied";
  if (ids.some((id) => claims[id].says === "against")) return "against";
  return STATUSES.find((status) => ids.some((id) => PROJECTED[claims[id].says] === status));
};
const status = once((edge) => statusOf(claimsBehind(edge), edges[edge].said));
const natural = new Intl.Collator("en", { numeric: true }).compare;
/** The relation in words, with what claims add, marked where the world does not hold it. */
const wording = once((edge) => {
  const details = new Map();
  for (const [claim, detail] of edges[edge].said) {
    if (detail && saidYet(claim)) details.set(detail, [...(details.get(detail) ?? []), claim]);
  }
  const anyHeld = [...details.values()].flat().some(held);
  const said = [...details].map(([detail, ids]) => {
    if (ids.some(held)) return detail;
    if (ids.some((id) => claims[id].says === "yes")) return anyHeld ? `${detail} (not held)` : detail;
    if (ids.some((id) => claims[id].says === "no")) return `not ${detail}`;
    return `${detail} (${[...new Set(ids.map((id) => claims[id].stance))].sort().join(", ")})`;
  });
  return edges[edge].name + (said.length ? `: ${said.sort(natural).join(", ")}` : "");
});
/** The relation in few words: a figure is what it is about, an extent only one of several things said. */
const brief = (edge) => (edges[edge].kind === "measurement" ? wording(edge) : edges[edge].name);
/** The agents who have it from nobody else; unnamed ones count as one. As analysis/origins.py has it. */
const originsOf = (ids) => {
  const ways = new Map(), from = (agent) => ways.get(agent) ?? ways.set(agent, new Set()).get(agent);
  const claimants = new Set(ids.map((id) => claims[id].by));
  for (const id of ids) {
    const { chain, by } = claims[id];
    chain.forEach((agent, i) => { from(agent); if (i) from(chain[i - 1]).add(agent); });
    const bases = new Set(), waiting = [id];
    while (waiting.length) {
      for (const [word, base] of claims[waiting.pop()].relations) {
        if (word === "derived from" && !bases.has(base)) { bases.add(base); waiting.push(base); }
      }
    }
    for (const base of bases) {
      const origin = claims[base].by;
      if (origin !== by && claimants.has(origin)) { from(by).add(origin); from(origin); }
    }
  }
  const first = [...ways].filter(([, sources]) => !sources.size).map(([agent]) => agents[agent]);
  const named = first.filter((agent) => !agent.unnamed);
  return { named: named.map((agent) => agent.label), unnamed: first.length - named.length, independent: named.length + (first.length > named.length ? 1 : 0) };
};
const origins = once((edge) => {
  const behind = claimsBehind(edge), asserting = behind.filter((id) => claims[id].says === "yes");
  return originsOf(asserting.length ? asserting : behind);
});
const SORT_OF = Object.fromEntries(Object.entries(data.sorts).flatMap(([sort, kinds]) => kinds.map((kind) => [kind, sort])));

/** Whether anybody chosen had spoken of it yet, or nobody ever does. */
const known = once((node) => {
  if (!state.until && !state.by.length) return true;
  const concerning = [mentioned(node), speaking(node), passing(node)];
  return concerning.some((ids) => ids.length) ? concerning.some((ids) => ids.some((id) => saidYet(id) && theirs(id))) : !state.by.length;
});

// --- what is drawn of it

const drawn = new Set(nodes.map((node) => node.id)); // the others come later
const near = once(() => {
  if (!state.focus) return null;
  let ring = [state.focus.node];
  const found = new Set(ring);
  for (let step = 0; step < state.focus.steps; step += 1) {
    ring = ring.flatMap((node) => neighbours(node)).filter((node) => !found.has(node) && found.add(node));
  }
  return found;
});
// a claim of the first rows may be about a node of the rest
const allowed = (node) => node < nodes.length && !state.off.kind.has(nodes[node].kind) && known(node);
const nodeShown = (node) => drawn.has(node) && allowed(node) && (!state.focus || near("").has(node));
const edgeCounts = (edge) => claimsBehind(edge.id).some(theirs) && !state.off.sort.has(SORT_OF[edge.kind]) && !state.off.line.has(status(edge.id));
const edgeShown = (edge) => nodeShown(edge.from) && nodeShown(edge.to) && edgeCounts(edge);
/** The nodes a step away, by relations that the filters let through; without any, what a claimant speaks of. */
const neighbours = (node) => {
  const found = new Set(related(node));
  if (!found.size) for (const far of spokenOf(node).keys()) if (allowed(far)) found.add(far);
  return [...found].sort((a, b) => a - b);
};
/** What a claimant speaks of: node → its claims. */
const spokenOf = once((node) => {
  const found = new Map();
  for (const id of speaking(node)) {
    if (!saidYet(id) || !theirs(id)) continue;
    for (const far of claims[id].about) if (far !== node) found.set(far, [...(found.get(far) ?? []), id]);
  }
  return found;
});
/** The lines of who speaks of what that the picture has. */
const statements = () => {
  const lines = [];
  for (const node of drawn) {
    const all = state.speakers || state.selected?.node === node;
    if (!(all ? speaking(node) : nodes[node].speaks).length || !nodeShown(node)) continue;
    for (const [far, ids] of spokenOf(node)) {
      if (nodeShown(far) && (all || nodes[node].speaks.includes(far))) lines.push({ from: node, to: far, claims: ids });
    }
  }
  return lines;
};
/** The claims behind a node, an edge, a claim, a statement or a way, as far as the day lets them through: whatever
 * claimant is chosen, what others say of the same is there to be read. */
const claimsOf = (what) => {
  const chosen = [];
  if ("node" in what) chosen.push(...mentioned(what.node));
  if ("edge" in what) chosen.push(...claimsIn(edges[what.edge]));
  if ("claim" in what) chosen.push(what.claim);
  if ("statement" in what) chosen.push(...spokenOf(what.statement[0]).get(what.statement[1]) ?? []);
  if ("path" in what) chosen.push(...(wayBetween(...what.path) ?? []).flatMap((step) => step.claims));
  return unique(chosen).filter(saidYet);
};
/** The steps of the shortest way: {from, to, edges, claims}; null where there is none. Filters count, drawing does not.
 * Relations first; where they do not join the two, who speaks of what does as well, but for outlets, which speak of
 * everything. */
const wayBetween = (start, end) => shortest(start, end, related) ?? shortest(start, end, (node) => [...related(node), ...spokenWith(node)].filter((far) => far === end || nodes[far].type !== "media outlet"));
const related = (node) => touching(node).filter(edgeCounts).map((edge) => other(edge, node)).filter(allowed);
const spokenWith = (node) => {
  const speakers = mentioned(node).filter((id) => saidYet(id) && theirs(id) && claims[id].about.includes(node)).map((id) => nodeOf(claims[id]));
  return [...spokenOf(node).keys(), ...speakers].filter((far) => far >= 0 && allowed(far));
};
const shortest = (start, end, around) => {
  const before = new Map([[start, null]]);
  let ring = [start];
  while (ring.length && !before.has(end)) {
    ring = ring.flatMap((node) => around(node).filter((far) => !before.has(far) && before.set(far, node)));
  }
  if (!before.has(end)) return null;
  const steps = [];
  for (let node = end; before.get(node) !== null; node = before.get(node)) steps.unshift(stepBetween(before.get(node), node));
  return steps;
};
const stepBetween = (from, to) => {
  const between = touching(to).filter((edge) => edgeCounts(edge) && other(edge, to) === from).map((edge) => edge.id);
  const spoken = [...(spokenOf(from).get(to) ?? []), ...(spokenOf(to).get(from) ?? [])];
  return { from, to, edges: between, claims: between.length ? between.flatMap((edge) => claimsBehind(edge)) : spoken };
};
