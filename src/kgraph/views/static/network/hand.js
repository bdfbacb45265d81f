// How the picture reacts to the mouse, a finger, keys, the window's size and the printer.

import { change, choose, expand, fitAll, focusOn, leaveAt, showAll, turnQuestions } from "./acts.js";
import { whyAlone } from "./alone.js";
import { goToClaimants, showHelp, turnTheme } from "./controls.js";
import { restingPlace } from "./dragging.js";
import { at } from "./elements.js";
import { focusPanel, goToTable } from "./focus.js";
import { CLOSEST } from "./framing.js";
import { stepBack } from "./history.js";
import { hurry, pointAt, startMoving, stopMoving } from "./labels.js";
import { isOnQuestions, neighbours, nodes, nodeShown, openingFocus, questionsTaken, state } from "./opened.js";
import { readPalette, readTheme } from "./palette.js";
import { clearPaper, layOnPaper } from "./paper.js";
import { asLaidOut, claimPlaces, draw, frameAgain, graph, keepView, network, picture, zoom } from "./picture.js";
import { unique } from "./record.js";
import { askPath, search } from "./search.js";
import { say } from "./spoken.js";
import { ringAt, strokeAt, writtenAt } from "./under.js";

graph.querySelector(".vis-network").tabIndex = -1; // the element around it handles the keys; one thing should be one stop of the Tab key
const claimOf = (id) => Number(id.slice(1).split("-")[0]);
const chooseVertex = (id, move = false) => choose(typeof id === "number" ? { node: id } : { claim: claimOf(id) }, { move });
const chooseLine = (id) => {
  const statement = typeof id !== "number" && id[0] === "s" && id.slice(1).split("-").map(Number);
  choose(typeof id === "number" ? { edge: id } : statement ? { statement } : { claim: claimOf(id) });
};
const vertexAt = (spot) => network.getNodeAt(spot);
/** The vertex that is nearest to a point, if it is near enough. */
const nearest = (spot, reach) => {
  const places = network.getPositions();
  let best, closest = reach;
  for (const id of picture.vertices.keys()) {
    const { x, y } = network.canvasToDOM(places[id]), far = Math.hypot(x - spot.x, y - spot.y);
    if (far < closest) [best, closest] = [id, far];
  }
  return best;
};
/** Chooses what is written at a point: the question of a letter, or what a name or words belong to; tells whether anything is. */
const chooseWritten = (spot) => {
  const found = writtenAt(spot);
  if (!found) return false;
  const { of, question } = found, line = [...picture.lines.keys()].find((id) => `,${id}` === of);
  if (question !== undefined) choose({ question });
  else if (line !== undefined) chooseLine(line);
  else chooseVertex(of);
  return true;
};
network.on("click", ({ pointer, event }) => {
  graph.focus({ preventScroll: true });
  const spot = pointer.DOM, shape = vertexAt(spot);
  if (shape === undefined && chooseWritten(spot)) return;
  const vertex = shape ?? ringAt(spot), line = vertex === undefined ? strokeAt(spot) ?? network.getEdgeAt(spot) : undefined;
  if (line !== undefined) { chooseLine(line); return; }
  const close = vertex ?? nearest(spot, event?.pointerType === "touch" ? 26 : 12); // a finger may be further away
  if (close === undefined) choose(null);
  else chooseVertex(close);
});
network.on("doubleClick", ({ pointer }) => { const id = vertexAt(pointer.DOM); if (typeof id === "number") expand(id); });
/** What the mouse is over: a vertex, a line, or null. */
const point = (id, line = null) => {
  graph.classList.toggle("pointing", id !== null);
  picture.pointed = line;
  pointAt(id);
};
let byTouch = false; // a finger that taps is over nothing afterwards, though the browser tells of a mouse there
addEventListener("pointerdown", ({ pointerType }) => {
  byTouch = pointerType === "touch";
  if (byTouch) overNothing();
}, { capture: true });
addEventListener("pointermove", ({ pointerType }) => { if (pointerType === "mouse") byTouch = false; }, { capture: true });
// what the mouse is over: a shape, a line, what is written there belongs to, a shape's ring, and a line in question
const over = { node: null, edge: null, written: null, ring: null, stroke: null };
let pointedNow = null;
/** Points at what a click would choose: a shape, else what is written there, else a ring, else a line. */
const pointThere = () => {
  const line = over.stroke ?? over.edge, id = over.node ?? over.written ?? over.ring ?? (line === null ? null : `,${line}`);
  if (byTouch || id === pointedNow) return;
  pointedNow = id;
  point(id, String(id)[0] === "," ? [...picture.lines.keys()].find((one) => `,${one}` === id) ?? null : null);
};
const overNothing = () => {
  for (const what of Object.keys(over)) over[what] = null;
  pointedNow = null;
  point(null);
};
graph.addEventListener("pointermove", ({ pointerType, buttons, clientX, clientY }) => {
  if (pointerType !== "mouse" || buttons) return;
  const { left, top } = graph.getBoundingClientRect(), spot = { x: clientX - left, y: clientY - top }, found = writtenAt(spot);
  graph.classList.toggle("written", found !== null);
  Object.assign(over, { written: found?.of ?? null, ring: ringAt(spot) ?? null, stroke: strokeAt(spot) ?? null });
  pointThere();
});
const explain = (node) => { graph.title = node !== null && whyAlone(node) ? `No line ends here: it ${whyAlone(node)}` : ""; };
network.on("hoverNode", ({ node }) => { over.node = node; explain(node); pointThere(); });
network.on("blurNode", () => { over.node = null; explain(null); pointThere(); });
network.on("hoverEdge", ({ edge }) => { over.edge = edge; pointThere(); });
network.on("blurEdge", () => { over.edge = null; pointThere(); });
graph.addEventListener("pointerleave", overNothing);
network.on("dragStart", startMoving);
/** Where vertices that were let go come to rest: upon no other. */
const restingPlaces = (moved) => {
  const places = network.getPositions(), corner = { square: 1.42, triangle: 1.25, triangleDown: 1.25 };
  const sizeOf = (id) => (picture.vertices.get(id)?.size ?? 0) * (corner[picture.vertices.get(id)?.shape] ?? 1);
  for (const id of moved) {
    const others = [...picture.vertices.keys()].filter((one) => one !== id).map((one) => ({ ...places[one], radius: sizeOf(one) }));
    const at = restingPlace(places[id], sizeOf(id), others);
    if (at.x !== places[id].x || at.y !== places[id].y) network.moveNode(id, at.x, at.y);
    places[id] = at;
  }
  return places;
};
network.on("dragEnd", ({ nodes: moved }) => {
  const places = restingPlaces(moved);
  for (const id of moved) if (typeof id !== "number") claimPlaces.set(claimOf(id), asLaidOut(places[id]));
  leaveAt(moved.filter((id) => typeof id === "number").map((id) => [id, asLaidOut(places[id])]));
  stopMoving();
});
const sizeOfGraph = () => `${graph.clientWidth} ${graph.clientHeight}`;
let sized = sizeOfGraph(); // the browser reports the first size too, for which all is painted already
let afterPaper = null; // puts the picture back as it was before it was printed
/** Brings the picture to the size that its part of the window has now. */
export const fitSize = () => {
  if (sized === sizeOfGraph() || afterPaper) return;
  sized = sizeOfGraph();
  network.setSize("100%", "100%");
  frameAgain();
  network.redraw();
};
new ResizeObserver(fitSize).observe(graph);
network.on("zoom", ({ scale }) => {
  overNothing(); // something else is beneath the mouse now
  hurry();
  if (scale > CLOSEST) network.moveTo({ scale: CLOSEST });
});

/** The shapes to which lines lead from one: all of its relations, or, where only what is in question is drawn, the lines that are. */
const joinedTo = (here) => {
  if (!isOnQuestions()) return neighbours(here).filter(nodeShown);
  const ends = [...picture.lines.values()].filter(({ from, to }) => from === here || to === here);
  return unique(ends.map(({ from, to }) => (from === here ? to : from))).filter((id) => typeof id === "number");
};
/** Goes to the neighbour that lies most nearly in a direction. */
const walk = (dx, dy) => {
  const here = state.selected?.node;
  if (here === undefined) {
    const first = [...picture.vertices.keys()].find((id) => typeof id === "number");
    if (first !== undefined) chooseVertex(first, true);
    return;
  }
  const places = network.getPositions(), from = places[here] ?? nodes[here], towards = (id) => {
    const x = places[id].x - from.x, y = places[id].y - from.y;
    return (x * dx + y * dy) / (Math.hypot(x, y) || 1);
  };
  const ahead = joinedTo(here).filter((id) => towards(id) > 0.2).sort((a, b) => towards(b) - towards(a));
  if (ahead.length) choose({ node: ahead[0] });
  else say("No neighbour lies there.");
};
const onNode = (action) => () => state.selected?.node !== undefined && action(state.selected.node);
const widen = () => (isOnQuestions() ? expand() : onNode(expand)());
const askOnly = () => (state.by.length ? say("Choose all claimants to draw only what is in question.")
  : questionsTaken().length || isOnQuestions() ? turnQuestions() : say("Nothing is in question here."));
/** Whether the focus is that with which the page opened: all of a large network is drawn only by who asks for it. */
const isAsAtFirst = () => isOnQuestions() && openingFocus() !== null;
const KEYS = {
  "/": () => { search.focus(); search.select(); },
  f: onNode(focusOn), e: widen, p: onNode(askPath), t: goToTable, c: goToClaimants, b: stepBack,
  d: turnTheme, q: askOnly, a: fitAll, w: () => at("until").focus(), "?": showHelp,
  "+": () => zoom(1.3), "-": () => zoom(1 / 1.3),
  Escape: () => (state.selected ? choose(null) : state.table ? goToTable() : state.focus && !isAsAtFirst() ? showAll() : undefined),
};
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
document.addEventListener("keydown", (event) => {
  const { key, target } = event;
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  const types = /^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName) && target.type !== "range"; // letters are typed into it
  if (types || target.isContentEditable) return;
  const arrow = target === graph || target === document.body ? ARROWS[key] : undefined;
  const inside = key === "Enter" && target === graph && state.selected ? focusPanel : undefined;
  const action = arrow ? () => walk(...arrow) : inside ?? KEYS[key] ?? KEYS[key.toLowerCase()];
  if (action) { event.preventDefault(); action(); }
});
for (const query of ["(prefers-color-scheme: dark)", "(forced-colors: active)"]) {
  matchMedia(query).addEventListener("change", () => { readTheme(state.theme); change(); });
}
const drawFor = (printer) => {
  if (printer) afterPaper ??= keepView();
  if (printer && at("paper").dataset.as !== "screen") overNothing();
  if (printer) document.documentElement.dataset.print = "";
  else delete document.documentElement.dataset.print;
  readPalette();
  draw();
  network.redraw();
  (printer ? layOnPaper : clearPaper)();
};
addEventListener("beforeprint", () => drawFor(true));
/** Gives the page the paper's size until the page is next painted. */
const putBack = () => {
  afterPaper?.();
  afterPaper = null;
};
addEventListener("afterprint", () => {
  drawFor(false);
  requestAnimationFrame(() => requestAnimationFrame(putBack));
});
