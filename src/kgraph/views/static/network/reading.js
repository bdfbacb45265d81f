// --- what the reader does: state, address, keys

const worldWords = () => {
  const said = state.by.length ? ` by ${state.by.map((agent) => agents[agent].label).join(" or ")}` : "";
  const day = state.until || data.opening.asOf;
  return `Held in this world: ${data.worlds[world()].replace("{said}", said).replace("{until}", day ? `, said by ${day}` : "")}.`;
};
const sentence = () => {
  const shownNodes = [...picture.vertices.values()].filter((v) => v.claim === undefined).length, shownEdges = [...picture.lines.keys()].filter((id) => typeof id === "number").length;
  const loose = claims.filter((claim) => !joins(claim.id).length && saidYet(claim.id) && theirs(claim.id)).length;
  const asNodes = [...picture.vertices.values()].filter((v) => v.claim !== undefined).length;
  const parts = [el("strong", {}, `${shownNodes.toLocaleString("en")} of ${count(data.totals.nodes, "entity", "entities")}, ${shownEdges.toLocaleString("en")} of ${count(data.totals.edges, "relation")}${state.claims ? `, ${asNodes} of ${count(data.totals.claims, "claim")}` : ""}.`), ` ${worldWords()} `];
  if (drawn.size < data.totals.nodes) parts.push("The best connected are drawn first; search, or expand a node, to add others. ");
  parts.push(el("span", { className: "rest" }, `Solid lines are held, and nobody is known to say otherwise; other lines say what they are. Left out: ${loose ? `${count(loose, "claim")} that relate no two things (see what they are about), ` : ""}${state.speakers ? "" : "most of who speaks of what, and "}what an editor rejected.`));
  at("says").replaceChildren(...parts);
};
const joins = grouped(claims, (put) => edges.forEach((edge) => edge.said.forEach(([claim]) => put(claim, edge.id))));

// The address holds the state, so that a link shows what its sender saw and "back" goes back.
const keyOf = (edge) => [edge.from, edge.to].map((id) => nodes[id].iri).concat(edge.kind, edge.name).join("~");
const findNode = (iri) => nodes.findIndex((node) => node.iri === iri);
const address = () => {
  const params = new URLSearchParams(), { selected, focus, off } = state;
  const put = (key, value) => value && params.append(key, value);
  if (selected) {
    const [what, id] = Object.entries(selected)[0];
    put(what, { node: () => nodes[id].iri, edge: () => keyOf(edges[id]), claim: () => claims[id].iri }[what]?.() ?? id.map((node) => nodes[node].iri).join("~"));
  }
  if (focus) { put("focus", nodes[focus.node].iri); put("steps", String(focus.steps)); }
  put("world", state.world);
  state.by.forEach((agent) => put("by", agents[agent].iri));
  put("until", state.until);
  for (const [which, keys] of Object.entries(off)) keys.forEach((key) => put(`no-${which}`, key));
  if (state.speakers) put("show", "statements");
  if (state.claims) put("show", "claims");
  put("table", state.table);
  put("theme", state.theme);
  return `#${params}`;
};
const readAddress = () => {
  const params = new URLSearchParams(location.hash.slice(1));
  const pair = (text) => { const ends = text.split("~").map(findNode); return ends.length === 2 && ends.every((id) => id >= 0) ? ends : null; };
  const selectors = {
    node: (value) => findNode(value), edge: (value) => edges.findIndex((edge) => keyOf(edge) === value),
    claim: (value) => claims.findIndex((claim) => claim.iri === value), statement: pair, path: pair,
  };
  state.selected = null;
  for (const [what, find] of Object.entries(selectors)) {
    const id = params.has(what) ? find(params.get(what)) : null;
    if (id !== null && id !== -1) state.selected = { [what]: id };
  }
  const centre = findNode(params.get("focus"));
  state.focus = centre < 0 ? null : { node: centre, steps: Math.max(1, Math.min(9, parseInt(params.get("steps"), 10) || 1)) };
  const fresh = !location.hash;
  state.world = Object.hasOwn(data.worlds, params.get("world") ?? "") ? params.get("world") : fresh ? openingWorld() : null;
  state.by = fresh ? data.opening.by : params.getAll("by").map((iri) => agents.findIndex((agent) => agent.iri === iri)).filter((agent) => agent >= 0);
  state.until = days.includes(params.get("until")) ? params.get("until") : "";
  for (const which of Object.keys(state.off)) state.off[which] = new Set(params.getAll(`no-${which}`));
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
/** Draws what is selected though it was not in the picture yet, with the best connected of its neighbours. */
const bringIn = () => {
  const { selected, focus } = state, wanted = [];
  if (selected && "node" in selected) wanted.push(selected.node);
  if (focus) wanted.push(focus.node);
  for (const id of wanted) addAround(id, neighbours(id).filter((far) => !drawn.has(far)).slice(0, ADDED));
  if (selected && "edge" in selected) addAround(edges[selected.edge].from, [edges[selected.edge].to]);
  if (selected && "statement" in selected) addAround(selected.statement[0], [selected.statement[1]]);
  if (selected && "claim" in selected) { const [first, ...rest] = claims[selected.claim].about; if (first !== undefined) addAround(first, rest); }
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

// --- controls

/** The counts on the chips, after the picture: they look at every relation. And the names for the first search. */
const countChips = () => {
  findNodes(".", 0);
  const counts = new Map();
  for (const edge of edges) {
    if (!claimsBehind(edge.id).some(theirs)) continue;
    for (const key of [`line ${status(edge.id)}`, `sort ${SORT_OF[edge.kind]}`]) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  chips.forEach((chip) => {
    const { off, key } = chip.dataset;
    if (off === "kind") return;
    const number = counts.get(`${off} ${key}`) ?? 0;
    chip.querySelector(".count").textContent = number.toLocaleString("en");
    chip.hidden = !number && !state.off[off].has(key);
  });
};
let counting = 0;
const chips = document.querySelectorAll("[data-off]");
const showControls = () => {
  chips.forEach((chip) => chip.setAttribute("aria-pressed", String(!state.off[chip.dataset.off].has(chip.dataset.key))));
  at("speakers").setAttribute("aria-pressed", String(state.speakers));
  at("claims-as-nodes").setAttribute("aria-pressed", String(state.claims));
  at("world").value = world();
  if (state.by.length > 1 && !at("by").querySelector('[value="several"]')) at("by").append(el("option", { value: "several" }, state.by.map((agent) => agents[agent].label).join(" or ")));
  at("by").value = state.by.length > 1 ? "several" : state.by.length ? String(state.by[0]) : "";
  at("until").value = String(state.until ? days.indexOf(state.until) : days.length - 1);
  at("day").textContent = state.until || days.at(-1) || "–";
  at("until").setAttribute("aria-valuetext", at("day").textContent);
  at("reset").hidden = !(state.focus || state.by.length || state.until || state.world || Object.values(state.off).some((set) => set.size));
  at("back-to-all").hidden = !state.focus;
  root.dataset.theme = state.theme ?? "";
  document.body.classList.toggle("selected", Boolean(state.selected));
};
chips.forEach((chip) => chip.addEventListener("click", ({ altKey, shiftKey }) => {
  const { off, key } = chip.dataset, set = state.off[off];
  if (altKey || shiftKey) { // this one only
    set.clear();
    chips.forEach((one) => one.dataset.off === off && one.dataset.key !== key && set.add(one.dataset.key));
  } else if (!set.delete(key)) set.add(key);
  change();
}));
const press = (id, action) => at(id).addEventListener("click", action);
press("speakers", () => { state.speakers = !state.speakers; change(); });
press("claims-as-nodes", () => { state.claims = !state.claims; change(); });
press("fit", showAll);
press("back-to-all", showAll);
press("as-table", () => { state.table = state.table ? null : "relations"; change({ step: true }); });
document.querySelectorAll("[data-table]").forEach((tab) => tab.addEventListener("click", () => { state.table = tab.dataset.table; at("filter").value = ""; change({ step: true }); }));
press("skip", (event) => {
  event.preventDefault();
  state.table ??= "relations";
  change({ step: true });
  at("tables-start").focus();
});
press("theme", () => {
  const dark = state.theme ? state.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  state.theme = dark ? "light" : "dark";
  root.dataset.theme = state.theme;
  readPalette();
  change();
});
press("share", () => showCopy("A link to just this", location.href));
press("help-open", () => at("help").showModal());
press("help-close", () => at("help").close());
press("reset", () => {
  Object.assign(state, { world: null, by: [], until: "", focus: null });
  Object.values(state.off).forEach((set) => set.clear());
  change({ step: true });
  frameAll();
});
for (const which of Object.keys(TABLES)) press(`csv-${which}`, () => saveCsv(which));
press("png", savePng);
press("gexf", saveGexf);
document.querySelectorAll("#menu button").forEach((one) => one.addEventListener("click", () => { at("menu").open = false; }));
document.addEventListener("pointerdown", ({ target }) => document.querySelectorAll(".popover[open]").forEach((menu) => { menu.open = menu.contains(target); }));
agents.filter((agent) => agent.claims).sort((a, b) => natural(a.label, b.label))
  .forEach((agent) => at("by").append(el("option", { value: String(agent.id) }, `${agent.label} (${agent.claims})`)));
at("world").addEventListener("change", () => { state.world = at("world").value; change(); });
at("by").addEventListener("change", () => { if (at("by").value !== "several") { state.by = at("by").value ? [Number(at("by").value)] : []; change(); } });
at("until").max = String(Math.max(0, days.length - 1));
at("until").disabled = days.length < 2;
let waiting = 0;
at("until").addEventListener("input", () => {
  const day = days[Number(at("until").value)];
  at("day").textContent = day;
  clearTimeout(waiting);
  waiting = setTimeout(() => { state.until = day === days.at(-1) ? "" : day; change(); }, 30);
});

// --- the picture under the hand

const vertexAt = (spot) => network.getNodeAt(spot);
/** The vertex at a point or, for a finger, the nearest within reach. */
const nearest = (spot, reach) => {
  const places = network.getPositions();
  let best, closest = reach;
  for (const id of picture.vertices.keys()) {
    const { x, y } = network.canvasToDOM(places[id]), far = Math.hypot(x - spot.x, y - spot.y);
    if (far < closest) [best, closest] = [id, far];
  }
  return best;
};
const chooseVertex = (id, move = false) => choose(typeof id === "number" ? { node: id } : { claim: Number(id.slice(1)) }, { move });
network.on("click", ({ pointer, event }) => {
  graph.focus({ preventScroll: true });
  const vertex = vertexAt(pointer.DOM), line = vertex === undefined ? network.getEdgeAt(pointer.DOM) : undefined;
  if (vertex !== undefined) return chooseVertex(vertex);
  if (line !== undefined) {
    if (typeof line === "number") return choose({ edge: line }, { move: false });
    if (line[0] === "s") return choose({ statement: line.slice(1).split("-").map(Number) }, { move: false });
    return choose({ claim: Number(line.slice(1).split("-")[0]) }, { move: false });
  }
  const close = nearest(pointer.DOM, event?.pointerType === "touch" ? 26 : 12);
  return close === undefined ? choose(null) : chooseVertex(close);
});
network.on("doubleClick", ({ pointer }) => { const id = vertexAt(pointer.DOM); if (typeof id === "number") expand(id); });
for (const [event, part, key] of [["hoverNode", "node", ""], ["blurNode"], ["hoverEdge", "edge", ","], ["blurEdge"]]) {
  network.on(event, (about) => {
    hovered = part ? (key ? `,${about.edge}` : about.node) : null;
    graph.classList.toggle("pointing", hovered !== null);
    placeLabels();
    network.redraw();
  });
}
network.on("dragStart", () => { moving = true; });
network.on("dragEnd", ({ nodes: moved }) => {
  moving = false;
  const places = network.getPositions(moved);
  for (const id of moved) Object.assign(typeof id === "number" ? nodes[id] : claimPlaces.get(Number(id.slice(1))), places[id]);
  placeLabels();
  network.redraw();
});
new ResizeObserver(() => { network.setSize("100%", "100%"); network.redraw(); placeLabels(); }).observe(graph);

const walk = (dx, dy) => {
  const here = state.selected?.node;
  if (here === undefined) { const first = [...picture.vertices.keys()].find((id) => typeof id === "number"); return first === undefined ? undefined : chooseVertex(first, true); }
  const from = nodes[here];
  const ahead = neighbours(here).filter(nodeShown).map((id) => {
    const [x, y] = [nodes[id].x - from.x, nodes[id].y - from.y];
    return [id, (x * dx + y * dy) / (Math.hypot(x, y) || 1)];
  }).filter(([, towards]) => towards > 0.2).sort((a, b) => b[1] - a[1]);
  return ahead.length ? choose({ node: ahead[0][0] }) : undefined;
};
const keys = {
  "/": () => { search.focus(); search.select(); },
  f: () => state.selected?.node !== undefined && focusOn(state.selected.node),
  e: () => state.selected?.node !== undefined && expand(state.selected.node),
  p: () => state.selected?.node !== undefined && askPath(state.selected.node),
  t: () => at("as-table").click(),
  d: () => at("theme").click(),
  a: showAll,
  "?": () => at("help").showModal(),
  "+": () => network.moveTo({ scale: network.getScale() * 1.3 }),
  "-": () => network.moveTo({ scale: network.getScale() / 1.3 }),
  Escape: () => (state.selected ? choose(null) : state.table ? at("as-table").click() : state.focus ? showAll() : undefined),
};
const arrows = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  if (/^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName) || event.target.isContentEditable) return;
  if (arrows[event.key] && (event.target === graph || event.target === document.body)) { event.preventDefault(); walk(...arrows[event.key]); return; }
  const action = keys[event.key] ?? keys[event.key.toLowerCase()];
  if (action) { event.preventDefault(); action(); }
});
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { readPalette(); change(); });
addEventListener("popstate", () => { readAddress(); root.dataset.theme = state.theme ?? ""; readPalette(); change({ move: true }); });
addEventListener("hashchange", () => { if (location.hash !== address()) { readAddress(); change({ move: true }); } });
addEventListener("beforeprint", () => { root.dataset.print = ""; readPalette(); turn += 1; draw(); network.redraw(); });
addEventListener("afterprint", () => { delete root.dataset.print; readPalette(); turn += 1; draw(); network.redraw(); });

// --- the beginning: the picture from the first rows; then the others, and what the address asks for

const start = (move) => {
  readAddress();
  root.dataset.theme = state.theme ?? "";
  readPalette();
  change({ move });
};
const readRest = () => {
  const rest = JSON.parse(at("rest").textContent);
  at("rest").remove();
  pending = false;
  if (rest.nodes) {
    additions.forEach((add) => add(rest));
    start(Boolean(location.hash.slice(1)));
  }
  root.dataset.ready = "";
};
// what comes after this script calls it; by then the picture shall have been painted
globalThis.kgraph = { readRest: () => { delete globalThis.kgraph; requestAnimationFrame(() => requestIdleCallback(readRest, { timeout: 500 })); } };
root.classList.remove("no-js");
if (innerWidth < 900) at("controls").open = false;
start(true);
