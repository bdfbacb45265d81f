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
new ResizeObserver(() => {
  network.setSize("100%", "100%");
  if (lit) frame([...lit.nodes], 1.2);
  else frameAll();
  network.redraw();
}).observe(graph);
const CLOSEST = 4;
network.on("zoom", ({ scale }) => { if (scale > CLOSEST) network.moveTo({ scale: CLOSEST }); });

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
  "?": () => showHelp(),
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
addEventListener("popstate", () => { readAddress(location.hash); root.dataset.theme = state.theme ?? ""; readPalette(); change({ move: true }); });
addEventListener("hashchange", () => { if (location.hash !== address()) { readAddress(location.hash); change({ move: true }); } });
addEventListener("beforeprint", () => { root.dataset.print = ""; readPalette(); turn += 1; draw(); network.redraw(); });
addEventListener("afterprint", () => { delete root.dataset.print; readPalette(); turn += 1; draw(); network.redraw(); });
