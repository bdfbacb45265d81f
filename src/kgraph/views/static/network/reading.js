// --- what the reader sees said of the picture, the address that holds it, and how one state becomes another

const worldWords = () => {
  const said = state.by.length ? ` by ${state.by.map((agent) => agents[agent].label).join(" or ")}` : "";
  const day = state.until || data.opening.asOf;
  return `Held in this world: ${data.worlds[world()].replace("{said}", () => said).replace("{until}", day ? `, said by ${day}` : "")}.`;
};
const sentence = () => {
  const shownNodes = [...picture.vertices.values()].filter((v) => v.claim === undefined).length, shownEdges = [...picture.lines.keys()].filter((id) => typeof id === "number").length;
  const loose = claims.filter((claim) => !joins(claim.id).length && saidYet(claim.id) && theirs(claim.id)).length;
  const asNodes = [...picture.vertices.values()].filter((v) => v.claim !== undefined).length;
  const parts = [el("strong", {}, `${shownNodes.toLocaleString("en")} of ${count(data.totals.nodes, "entity", "entities")}, ${shownEdges.toLocaleString("en")} of ${count(data.totals.edges, "relation")}${state.claims ? `, ${asNodes} of ${count(data.totals.claims, "claim")}` : ""}.`), ` ${worldWords()} `];
  if (drawn.size < data.totals.nodes) parts.push("The best connected are drawn first; search, or expand a node, to add others. ");
  parts.push(el("span", { className: "rest" }, `Solid lines are held, and nobody is known to say otherwise; other lines say what they are. Left out: ${loose ? `${count(loose, "claim")} that ${loose === 1 ? "relates" : "relate"} no two things (see what they are about), ` : ""}${state.speakers ? "" : "most of who speaks of what, and "}what an editor rejected${state.until || data.opening.asOf ? ", and what was not certainly said by then" : ""}.`));
  at("says").replaceChildren(...parts);
};
const joins = grouped(claims, (put) => edges.forEach((edge) => edge.said.forEach(([claim]) => put(claim, edge.id))));

// The address holds the state, so that a link shows what its sender saw and "back" goes back.
const keyOf = (edge) => [nodes[edge.from].iri, nodes[edge.to].iri, edge.kind, edge.name].map((part) => part.replaceAll("%", "%25").replaceAll("~", "%7E")).join("~");
const findNode = (iri) => nodes.findIndex((node) => node.iri === iri);
const address = () => {
  const params = new URLSearchParams(), { selected, focus, off } = state;
  const put = (key, value) => value && params.append(key, value);
  if (selected) {
    const [what, id] = Object.entries(selected)[0];
    put(what, { node: () => nodes[id].iri, edge: () => keyOf(edges[id]), claim: () => claims[id].iri }[what]?.() ?? nodes[id[0]].iri);
    if (Array.isArray(id)) put("to", nodes[id[1]].iri);
  }
  if (focus) { put("focus", nodes[focus.node].iri); put("steps", String(focus.steps)); }
  put("world", ordinary ? state.world : world());
  state.by.forEach((agent) => put("by", agents[agent].iri));
  put("until", state.until);
  for (const [which, keys] of Object.entries(off)) keys.forEach((key) => put(`no-${which}`, key));
  if (state.speakers) put("show", "statements");
  if (state.claims) put("show", "claims");
  put("table", state.table);
  put("theme", state.theme);
  return `#${params}`;
};
/** Whether the page opens in the world that every page opens in: if not, its address always names one. */
const ordinary = data.opening.world === "undisputed" && !data.opening.by.length;
const readAddress = (hash) => {
  const params = new URLSearchParams(hash.slice(1));
  const pair = (from) => { const ends = [from, params.get("to")].map(findNode); return ends.every((id) => id >= 0) ? ends : null; };
  const selectors = {
    node: (value) => findNode(value), edge: (value) => edges.findIndex((edge) => keyOf(edge) === value),
    claim: (value) => claims.findIndex((claim) => claim.iri === value), statement: pair, path: pair,
  };
  state.selected = null;
  for (const [what, find] of Object.entries(selectors)) {
    const id = params.has(what) ? find(params.get(what)) : null;
    if (id !== null && id !== -1) state.selected = { [what]: id };
  }
  state.lost = !state.selected && Object.keys(selectors).some((what) => params.has(what));
  const centre = findNode(params.get("focus"));
  state.focus = centre < 0 ? null : { node: centre, steps: Math.max(1, Math.min(9, parseInt(params.get("steps"), 10) || 1)) };
  const fresh = !params.size;
  state.world = Object.hasOwn(data.worlds, params.get("world") ?? "") ? params.get("world") : fresh ? openingWorld() : null;
  state.by = fresh ? data.opening.by : unique(params.getAll("by")).map((iri) => agents.findIndex((agent) => agent.iri === iri)).filter((agent) => agent >= 0);
  state.until = days.includes(params.get("until")) ? params.get("until") : "";
  for (const which of Object.keys(state.off)) state.off[which] = new Set(params.getAll(`no-${which}`).filter((key) => Object.hasOwn({ kind: data.kinds, line: data.statuses, sort: data.sorts }[which], key)));
  state.speakers = params.getAll("show").includes("statements");
  state.claims = params.getAll("show").includes("claims");
  state.table = Object.hasOwn(TABLES, params.get("table") ?? "") ? params.get("table") : null;
  state.theme = ["dark", "light"].includes(params.get("theme")) ? params.get("theme") : null;
};
const openingWorld = () => (data.opening.world === (data.opening.by.length ? "asserted" : "undisputed") ? null : data.opening.world);
let pending = data.totals.nodes > nodes.length; // until the rest is there, the address stays as it was given
const remember = (how) => {
  if (pending) return;
  try { history[how](null, "", address()); } catch { /* a page inside another may have no history of its own */ }
};

/** Shows the state. `step`: whether "back" should come back to before it. */
const change = ({ step = false, move = false } = {}) => {
  turn += 1;
  still(() => {
    bringIn();
    draw();
    if (move) (lit ? frame([...lit.nodes], 1.2) : frameAll());
  });
  fillPanel();
  showTable();
  sentence();
  showControls();
  remember(step ? "pushState" : "replaceState");
  clearTimeout(counting);
  if (edges.length < 3000) countChips();
  else counting = setTimeout(countChips, 300);
};
let broughtIn = "";
/** Draws what has been selected though it was not in the picture yet, with the best connected of its neighbours. */
const bringIn = () => {
  const { selected, focus } = state, wanted = [], now = JSON.stringify([selected, focus]);
  if (now === broughtIn) return;
  broughtIn = now;
  if (selected && "node" in selected) wanted.push(selected.node);
  if (focus) wanted.push(focus.node);
  for (const id of wanted) addAround(id, neighbours(id).filter((far) => !drawn.has(far)).slice(0, ADDED));
  if (selected && "edge" in selected) addAround(edges[selected.edge].from, [edges[selected.edge].to]);
  if (selected && "statement" in selected) addAround(selected.statement[0], [selected.statement[1]]);
  if (selected && "claim" in selected) { const [first, ...rest] = claims[selected.claim].about; if (first < nodes.length) addAround(first, rest.filter((id) => id < nodes.length)); }
  if (selected && "path" in selected) {
    addAround(selected.path[0], []);
    for (const { from, to } of wayBetween(...selected.path) ?? []) addAround(from, [to]);
  }
};
const choose = (what, { move = true, table } = {}) => {
  const before = JSON.stringify([state.selected, state.table]);
  state.selected = what;
  if (what && "node" in what) state.off.kind.delete(nodes[what.node].kind);
  if (table !== undefined) state.table = table;
  if (state.focus && what && "node" in what) { turn += 1; if (!near("").has(what.node)) state.focus = null; }
  panel.scrollTop = 0;
  change({ step: JSON.stringify([state.selected, state.table]) !== before, move: move && Boolean(what) });
};
const focusOn = (node) => { state.focus = { node, steps: 1 }; change({ step: true }); frameAll(); };
const expand = (node) => {
  if (state.focus) state.focus.steps = Math.min(9, state.focus.steps + 1);
  turn += 1;
  const inside = state.focus ? [...near("")] : [node, ...neighbours(node).filter((id) => drawn.has(id))];
  for (const id of inside) {
    const waiting = neighbours(id).filter((far) => !drawn.has(far)).slice(0, ADDED);
    if (waiting.length && drawn.size < 1500) addAround(id, waiting);
  }
  change({ step: true, move: !state.focus });
  if (state.focus) frameAll();
};
const showAll = () => { state.focus = null; state.selected = null; change({ step: true }); frameAll(); };
