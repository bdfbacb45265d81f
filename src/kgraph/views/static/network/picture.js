// The picture: vis-network draws its shapes and lines.

import { barsOn } from "./bars.js";
import { byWeight } from "./cards.js";
import { dotsBeside } from "./dots.js";
import { at } from "./elements.js";
import { CLOSEST, MARGIN, SMALL, around, middleWithin, scaleIn, stretchFor } from "./framing.js";
import {
  claims, claimsOf, data, drawn, edges, edgeShown, isLaidNarrow, isOnQuestions, layFor, near, nodeOf, nodes, nodeShown, otherwise,
  questionsBetween, record, saidYet, speaking, state, statements, theirs, touching, wayBetween,
} from "./opened.js";
import { claimVertex, curve, isNode, isRelation, nodeVertex, relation, relationLine, spokenLine, tie } from "./items.js";
import { palette } from "./palette.js";
import { unique } from "./record.js";
import { pointOn, routesOf, viaOf } from "./routes.js";
import { growShapes, shrinkHeads } from "./sizes.js";
import { spreadPlaces } from "./spread.js";
import { isGrey, ofWidth } from "./strokes.js";

export const graph = at("graph");
const MOST_CLAIMS = 60; // so many claims at most are drawn as dots at a time, disputed ones first
const MOST_TIED = 12; // of so few that are behind the selection, lines lead to who makes them and what they are about
const MOST_BENT = 5; // lines that a selection adds and that bend around shapes
const vertexSet = new vis.DataSet();
const lineSet = new vis.DataSet();
export const network = new vis.Network(graph, { nodes: vertexSet, edges: lineSet }, data.options);
/** What is drawn: `vertices` and `lines` by id; those that the selection has `lit`, {nodes, lines}, or null; the line that is `pointed`
 * at, by id, or null; whether it is drawn `onSheet`, for paper; the view for which labels were last placed as `labelled`, or null; and
 * the labels that what is saved has, as `takenAlong`, or null. */
export const picture = {
  vertices: new Map(), lines: new Map(), lit: null, pointed: null, onSheet: false, labelled: null, takenAlong: null,
};
/** Has labels placed again, on the screen and in what is saved, since something has changed. */
export const placeLabels = () => { Object.assign(picture, { labelled: null, takenAlong: null }); };
export const claimPlaces = new Map(); // by claim, of those that the reader has moved

export const isChosen = (id) => {
  const { node, claim, path } = state.selected ?? {};
  return node === id || id === `c${claim}` || Boolean(path?.includes(id));
};

/** The claims that are drawn as dots: those behind the selection, else those that concern what is drawn. */
const drawnClaims = () => {
  if (!state.claims) return [];
  const made = state.selected?.node === undefined ? [] : speaking(state.selected.node);
  const chosen = state.selected ? unique([...claimsOf(state.selected), ...made])
    : claims.filter((claim) => claim.about.some(nodeShown)).map((claim) => claim.id);
  return byWeight(chosen.filter((id) => saidYet(id) && theirs(id))).slice(0, MOST_CLAIMS);
};
/** What the selection lights up by itself: lines, and the vertices at their ends. */
const litBy = (what, lineList) => {
  const madeBy = (line, made) => isRelation(line) && edges[line.id].said.some(([claim]) => made.has(claim));
  const bothEnds = (list) => list.flatMap(({ from, to }) => [from, to]);
  if ("node" in what) {
    const made = new Set(speaking(what.node).filter((id) => saidYet(id) && theirs(id))); // lights up what a claimant says of others too
    const mine = lineList.filter((line) => line.from === what.node || line.to === what.node || (made.size < 8 && madeBy(line, made)));
    return { mine, ends: [what.node, ...bothEnds(mine)] };
  }
  if ("path" in what) {
    const steps = wayBetween(...what.path) ?? [];
    const joins = (line) => steps.some(({ from, to }) => [from, to].includes(line.from) && [from, to].includes(line.to));
    return { mine: lineList.filter(joins), ends: [...what.path, ...bothEnds(steps)] };
  }
  if ("claim" in what || "question" in what) {
    const behind = claimsOf(what).map((id) => claims[id]), made = new Set(behind.map(({ id }) => id));
    const mine = lineList.filter((line) => madeBy(line, made));
    return { mine, ends: [...bothEnds(mine), ...behind.flatMap((claim) => [...claim.about, nodeOf(claim)])] };
  }
  if ("edge" in what) { // with those who say it, or answer the same question otherwise
    const own = claimsOf(what), asked = questionsBetween(edges[what.edge], own).flatMap(({ id }) => claimsOf({ question: id }));
    const voices = new Set([...own, ...asked]), says = ({ claims: made = [] }) => made.some((id) => voices.has(id));
    const mine = lineList.filter((line) => line.id === what.edge || says(line));
    return { mine, ends: bothEnds([edges[what.edge], ...mine]) };
  }
  return { mine: lineList.filter((line) => line.id === `s${what.statement.join("-")}`), ends: what.statement };
};
/** What the selection lights up, or null when nothing is selected; of claims, those alone that `has` drawn, once that is known. */
const light = (lineList, has = () => true) => {
  if (!state.selected) return null;
  const own = new Set(drawnClaims().map((id) => `c${id}`).filter(has)), { mine, ends } = litBy(state.selected, lineList);
  if (!own.size && !ends.some(nodeShown)) return null; // on a day before it was spoken of, say
  const tied = lineList.filter((line) => own.has(line.from) || own.has(line.to));
  return {
    nodes: new Set([...ends, ...own, ...tied.flatMap((line) => [line.from, line.to])]),
    lines: new Set([...mine, ...tied].map((line) => line.id)),
  };
};
const coloured = ({ label, ...vertex }) => {
  const bright = !picture.lit || picture.lit.nodes.has(vertex.id);
  const background = bright ? palette[vertex.tone] : palette[`faint-${vertex.tone}`];
  const both = { background, border: background };
  return { ...vertex, name: label, color: { ...both, highlight: both, hover: both } };
};
const toned = (line) => {
  const { lit } = picture, bright = !lit || lit.lines.has(line.id);
  const tone = palette[!bright ? "faint" : lit && line.tone === "undisputed" ? "soft" : line.tone]; // plain lines recede until selected
  const opacity = !lit && drawn.size > 200 && line.tone === "undisputed" ? 0.45 : 1;
  const color = { color: tone, highlight: tone, hover: tone, inherit: false, opacity };
  const lively = Math.max(line.width, Math.min(1.5 * line.width, 2.6)); // a line that is wide already is not widened
  return { ...(lit && bright ? ofWidth(line, lively) : line), color };
};
const replaceAll = (set, items) => {
  const ids = new Set(items.map((item) => item.id));
  set.remove(set.getIds().filter((id) => !ids.has(id)));
  set.update(items);
};
let routed = { where: "", routes: new Map() }; // lines keep their routes as long as the shapes stay in place
/** Routes each line around the shapes, and gives it its bar. */
const route = (vertexList, lineList) => {
  const shapes = vertexList.map(({ id, x, y, size, asked }) => ({ id, radius: size * 1.1, x, y, asked }));
  const where = shapes.map(({ id, x, y }) => `${id} ${x} ${y}`).join();
  const lines = lineList.map(({ id, from, to, tone, straight }) => (
    { id, from, to, straight, asked: tone === "disputed", coloured: !isGrey(tone) }));
  routed = { where, routes: routesOf(shapes, lines, routed.where === where ? routed.routes : undefined) };
  for (const line of lineList) {
    line.bend = routed.routes.get(line.id);
    line.smooth = curve(line.bend);
  }
  const bars = barsOn(shapes, lineList, state.selected?.node);
  for (const line of lineList) line.bar = bars.get(line.id);
};
const PICTURE_HIGH = 0.44; // of a narrow window, the part that the picture takes up at least
/** How much higher the picture is drawn on this screen: a narrow window has its room above and below. */
const stretchOnScreen = () => {
  const here = [...drawn].map((id) => nodes[id]), bound = (most, axis) => here.reduce((end, one) => most(end, one[axis]), here[0]?.[axis]);
  if (innerWidth >= SMALL || !here.length) return 1;
  const [left, right, top, bottom] = [bound(Math.min, "x"), bound(Math.max, "x"), bound(Math.min, "y"), bound(Math.max, "y")];
  return stretchFor({ left, right, top, bottom }, { wide: innerWidth, high: PICTURE_HIGH * innerHeight });
};
let stretch = null; // how much higher the picture is drawn than it was laid out: in a narrow window and on paper
/** Lays the picture out for this screen; tells whether it is to be drawn anew. */
const fitToScreen = () => {
  const before = stretch, isLaidAnew = layFor(innerWidth < SMALL);
  stretch = stretchOnScreen();
  if (isLaidAnew || Math.abs(stretch / before - 1) > 0.02) return true;
  stretch = before;
  return false;
};
/** A place as it was laid out. */
export const asLaidOut = ({ x, y }) => ({ x, y: y / stretch });
const byId = (items) => new Map(items.map((item) => [item.id, item]));
/** Vertices, and the scale at which all of them are in view. */
const seenSmall = (vertices) => [vertices, vertices.length ? Math.min(1, scaleFor(around(vertices, vertices.map(({ size }) => size)))) : 1];
const DOT = 3.4, SMALL_DOT = 2.6; // pixels: the radius of a claim's dot where all of the picture is in view
/** Draws claims as dots beside the lines and shapes that they are about, once these have their routes. */
const addClaims = (vertexList, lineList) => {
  const shapes = byId(vertexList.map(({ id, x, y, size }) => ({ id, x, y, radius: size * 1.3 }))), places = [...shapes.values()];
  const lines = lineList.map(({ id, from, to, bend }) => ({ id, from: shapes.get(from), to: shapes.get(to), bend }));
  const all = scaleFor(around(places, [0])), size = (innerWidth < SMALL ? SMALL_DOT : DOT) / Math.max(0.55, Math.min(2, all));
  const dots = drawnClaims().map((id) => {
    const about = claims[id].about.filter(nodeShown), tied = unique([nodeOf(claims[id]), ...about]).filter(nodeShown);
    return { id, tied, lines: record.joins(id), shapes: about.length ? about : tied };
  }).filter(({ tied }) => tied.length);
  const found = dotsBeside(dots, places, lines, size), here = new Set(found.keys()), isTied = state.selected && dots.length <= MOST_TIED;
  for (const { id, tied } of dots) {
    const moved = claimPlaces.get(id), place = moved ? { x: moved.x, y: moved.y * stretch } : found.get(id);
    vertexList.push(claimVertex(id, place, size));
    if (!isTied) continue;
    lineList.push(...tied.map((node) => tie(id, node, nodeOf(claims[id]))));
    lineList.push(...claims[id].relations.filter(([, to]) => here.has(to)).map(([word, to]) => relation(id, word, to)));
  }
};
/** Draws the present state. Nothing moves. */
export const draw = () => {
  if (stretch === null) fitToScreen();
  const { wide, high } = windowNow(), most = largest(), seen = new Set();
  const places = spreadPlaces({ wide: wide / most, high: high / most / stretch });
  const vertexList = [...drawn].filter(nodeShown).map((id) => ({ ...nodeVertex(nodes[id]), ...places.get(id) }));
  for (const { id } of vertexList) for (const edge of touching(id)) if (!seen.has(edge.id) && edgeShown(edge)) seen.add(edge.id);
  const lineList = [...seen].map((id) => relationLine(edges[id]));
  // Lines that a selection adds join nodes that were not placed near each other. If many were routed around all others, they would form a
  // cage of curves.
  const spoken = statements(), many = spoken.filter(({ added }) => added).length > MOST_BENT;
  for (const one of spoken) lineList.push({ ...spokenLine(one), straight: one.added && many });
  for (const vertex of vertexList) vertex.y *= stretch;
  let lit = near() && !isOnQuestions() ? null : light(lineList);
  shrinkHeads(lineList, lit ? lineList.filter(({ id }) => lit.lines.has(id)) : lineList);
  if (lit && graph.clientWidth && graph.clientWidth < SMALL) growShapes(...seenSmall(vertexList.filter(({ id }) => lit.nodes.has(id))));
  route(vertexList, lineList);
  if (state.claims) addClaims(vertexList, lineList);
  if (lit && state.claims) lit = light(lineList, (dot) => vertexList.some(({ id }) => id === dot));
  Object.assign(picture, { vertices: byId(vertexList), lines: byId(lineList), lit });
  replaceAll(vertexSet, vertexList.map(coloured));
  replaceAll(lineSet, lineList.map(toned));
  network.unselectAll(); // dragging moves everything that vis-network takes for selected
  placeLabels();
};

/** Makes several changes to the picture and paints it once; vis-network would paint it after each change. */
const still = (action) => {
  network.renderer.allowRedraw = false;
  action();
  network.renderer.allowRedraw = true;
  network.body.emitter.emit("_requestRedraw");
};
const NEAR = 0.6, LEAST_NEAR = 0.5; // the least scale at which it opens; and at which it shows all that is in question
const LEAST_PART = 80; // units: so much wider and higher than the shapes of a part of the picture is the part
let byHand = false; // whether the view is the reader's, so that an address keeps it
const viewOfNow = () => ({ scale: network.getScale(), position: network.getViewPosition(), byHand });
const isSameView = (one, other) => Math.abs(one.scale / other.scale - 1) < 0.001
  && Math.hypot(one.position.x - other.position.x, one.position.y - other.position.y) * one.scale < 1;
let sight = null; // the part of the picture that an address asked for, until the view is another: as in `sightNow`
const goToView = (view) => {
  network.moveTo(view);
  placeLabels();
  byHand = Boolean(view.byHand);
  sight = null;
};
/** The box around vertices and curves, with its middle, and how far shapes reach out of it; null if there are none. */
const boxOf = (ids, lines) => {
  const here = ids.filter((id) => picture.vertices.has(id)), places = network.getPositions(here);
  const bent = lines.filter(({ from, to, bend }) => bend && places[from] && places[to]);
  const tops = bent.map(({ from, to, bend }) => pointOn(places[from], viaOf(places[from], places[to], bend), places[to], 0.5));
  const points = [...Object.values(places), ...tops], box = around(points, here.map((id) => picture.vertices.get(id).size));
  return points.length ? { ...box, middle: { x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2 } } : null;
};
const windowNow = () => ({ wide: graph.clientWidth, high: graph.clientHeight });
const isNarrowNow = () => [...drawn].some(isLaidNarrow);
/** A part of the picture, around the shapes that it had in a window of its own kind: in a narrow one some stand elsewhere. */
const asLaidHere = (asked) => {
  if (Boolean(asked.narrow) === isNarrowNow()) return asked;
  const isInside = ({ x, y }) => Math.abs(x - asked.x) <= asked.wide / 2 && Math.abs(y - asked.y) <= asked.high / 2;
  const here = [...drawn].filter((id) => nodeShown(id) && isInside(otherwise(id))).map((id) => nodes[id]);
  if (!here.some(({ narrow }) => narrow)) return asked;
  const { left, right, top, bottom } = around(here, [0]), [wide, high] = [right - left, bottom - top].map((size) => size + LEAST_PART);
  return { x: (left + right) / 2, y: (top + bottom) / 2, wide, high };
};
/** Shows a part of the picture whole, in a window of any size; it waits if a table is shown instead. However large the part is that an
 * address names, the picture is not drawn as a speck. */
const showSight = (asked) => {
  const part = asLaidHere(asked), { wide, high } = windowNow();
  const all = boxOf(...everything()), least = all ? Math.min(largest(), scaleFor(all)) / 4 : 0;
  const scale = Math.min(CLOSEST, Math.max(least, Math.min(wide / part.wide, high / part.high / stretch)));
  if (wide) goToView({ scale, position: { x: part.x, y: part.y * stretch }, byHand: true });
  sight = asked;
};
/** The part of the picture that a view shows in a window of this size, as laid out: {x, y} of its middle, `wide` and `high`, and whether
 * that is of a `narrow` window. */
const partIn = ({ scale, position }, { wide, high }) => {
  const { x, y } = asLaidOut(position), whole = { x, y, wide: wide / scale, high: high / scale / stretch };
  return { ...Object.fromEntries(Object.entries(whole).map(([key, value]) => [key, Math.round(value)])), narrow: isNarrowNow() };
};
/** The part that the reader has brought into view; null if the page chose the view. */
export const sightNow = () => {
  if (isOnQuestions()) return null; // in another window these shapes stand elsewhere
  if (sight || !byHand || !graph.clientWidth) return sight;
  return partIn(viewOfNow(), windowNow());
};
const scaleFor = (box) => scaleIn(box, windowNow());
const isInView = ({ left, right, top, bottom }, margin = MARGIN) => {
  const [low, high] = [{ x: left, y: top }, { x: right, y: bottom }].map((corner) => network.canvasToDOM(corner));
  return low.x > margin.x && low.y > margin.y && high.x < graph.clientWidth - margin.x && high.y < graph.clientHeight - margin.y;
};
/** The view of a place, or as near as can be without a view of what is beyond the picture. */
export const withinEdges = (middle, scale) => (
  { scale, position: middleWithin(boxOf(...everything()), middle, scale, windowNow()) });
const goNear = (middle, scale) => goToView(withinEdges(middle, scale));
/** Brings vertices and lines into view, with room for their labels. */
const frame = (ids, lines, closest) => {
  const box = graph.clientWidth ? boxOf(ids, lines) : null; // a table may be shown instead of the picture
  if (box) goNear(box.middle, Math.min(scaleFor(box), closest));
  return box;
};
const everything = () => [[...picture.vertices.keys()], [...picture.lines.values()]];
/** The largest scale of the whole picture. Of chosen claimants, or of what is in question, it may be two shapes and a line. */
const largest = () => (state.by.length || isOnQuestions() ? 1.3 : 2.2);
const frameAll = () => frame(...everything(), largest());
/** The shapes that are in question by themselves, by id; or those that were. */
export const shapesInQuestion = (was = false) => [...picture.vertices.values()].filter(({ asked, past }) => asked && past === was)
  .map(({ id }) => id);
/** The lines in question with their ends, and what is in question by itself. */
const whatIsAsked = () => {
  const lines = [...picture.lines.values()].filter(({ tone }) => tone === "disputed");
  return [unique([...lines.flatMap(({ from, to }) => [from, to]), ...shapesInQuestion()]), lines];
};
/** Brings all into view. A small window shows what is in question, if that is readable in it, or what is around the entity with most
 * claims. */
const frameFirst = () => {
  const box = frameAll(), most = Math.min(...[...picture.vertices.values()].filter(isNode).map(({ id }) => id));
  if (!box || most === Infinity || state.by.length || graph.clientWidth >= SMALL || network.getScale() >= NEAR) return;
  const asked = boxOf(...whatIsAsked()), scale = asked ? Math.min(NEAR, scaleFor(asked)) : 0;
  if (scale > LEAST_NEAR) goNear(asked.middle, scale);
  else goNear(network.getPositions([most])[most], NEAR);
};
const whatIsLit = () => [[...picture.lit.nodes], [...picture.lines.values()].filter(({ id }) => picture.lit.lines.has(id))];
/** Brings what is lit into view if it is outside of it, or too small to read, and as the page opens. */
const frameLit = () => {
  if (!picture.lit) return;
  const [ids, lines] = whatIsLit();
  const box = graph.clientWidth ? boxOf(ids, lines) : null, scale = network.getScale();
  if (own && box && isInView(box) && scale > 0.7 * Math.min(scaleFor(box), 1.2)) return;
  if (box) frame(ids, lines, Math.max(1.2, Math.min(largest(), Math.max(scale, scaleFor(boxOf(...everything()))))));
};
let wholly = false; // whether the reader has asked to see all
const frameWhole = (all) => {
  wholly = all;
  if (all) frameAll();
  else frameFirst();
};
let touched = false; // whether the reader has moved the view since
let own = null; // the view that the page chose last: another is the reader's
let earlier = null; // the view before the selection was brought into view
/** The view before the last change, to which "back" returns. */
export const viewBefore = { current: null };
const wished = () => `${state.until} ${state.by.join()}`;
let shownFor = { wish: null, by: "" }; // the day and the claimants that are drawn
/** Whether all that the reader looks at is in view: what is lit; if nothing is, the whole picture. */
const holdsAll = () => {
  const box = graph.clientWidth ? (picture.lit && boxOf(...whatIsLit())) || boxOf(...everything()) : null;
  return !box || isInView(box, { x: 0, y: 0 });
};
/** Whether the window shows a part of the picture alone. */
export const showsPart = () => {
  const box = graph.clientWidth ? boxOf(...everything()) : null;
  return Boolean(box) && !isInView(box, { x: 0, y: 0 });
};
/** Says that there is more than the window shows, as long as the reader has not moved it. */
const tellBeyond = () => { at("beyond").hidden = touched || Boolean(picture.lit) || !showsPart(); };
/** As the day or the claimant is another, brings what is drawn now into view, where it is not or is much too small there. */
const holdAll = (newClaimant) => {
  const lit = picture.lit && !newClaimant && boxOf(...whatIsLit());
  if (lit) { frameLit(); return; }
  const box = graph.clientWidth ? boxOf(...everything()) : null;
  if (box && !(isInView(box) && !newClaimant && network.getScale() > 0.7 * Math.min(scaleFor(box), largest()))) frameWhole(wholly);
};
export const drawAnew = ({ move = false, view = null, asked = null }) => still(() => {
  const was = viewOfNow(), sawAll = own !== null && holdsAll(), before = shownFor, byReader = own !== null && !isSameView(own, was);
  viewBefore.current = own && graph.clientWidth ? was : null;
  draw();
  shownFor = { wish: wished(), by: state.by.join() };
  if (view && !byReader) goToView(view);
  else if (move && state.selected && move !== "all") {
    if (!earlier || byReader) earlier = own && was;
    frameLit();
  } else if (move) frameWhole(move === "all");
  else if (!state.selected && earlier && !byReader) goToView(earlier);
  if (!move && !view && before.wish !== null && before.wish !== shownFor.wish && (!byReader || (sawAll && !holdsAll()))) {
    holdAll(before.by !== shownFor.by);
    own = viewOfNow();
  }
  if (!state.selected) earlier = null;
  if (move || view || !byReader) {
    own = viewOfNow();
    touched = false;
  }
  if (asked && (!view || byReader)) {
    showSight(asked);
    touched = true;
  }
  tellBeyond();
});
/** Gives the picture the size of a sheet. What the reader sees of it is still seen; if all is, it fills the sheet. */
const goToSheet = (sheet, { scale, position }, whole) => {
  const closer = Math.min(sheet.wide / graph.clientWidth, sheet.high / graph.clientHeight);
  Object.assign(graph.style, { flex: "none", width: `${sheet.wide}px`, height: `${sheet.high}px` });
  network.setSize(`${sheet.wide}px`, `${sheet.high}px`);
  const before = stretch, isLaidAnew = whole && layFor(false);
  stretch = 1;
  if (isLaidAnew || (whole && before !== 1)) draw();
  if (whole) stretch = stretchFor(boxOf(...everything()), sheet);
  draw();
  if (whole) frameAll();
  else goToView({ scale: scale * closer, position: { x: position.x, y: position.y / before } });
};
/** What `take` makes of the picture on a sheet {wide, high}, in pixels; afterwards the picture is as before. */
export const onSheet = (sheet, take) => {
  const view = viewOfNow(), kept = [routed, earlier, last, stretch], isNarrow = isNarrowNow();
  const whole = !touched && !picture.lit && picture.vertices.size > 0;
  let taken = null;
  still(() => {
    picture.onSheet = true;
    goToSheet(sheet, view, whole);
    taken = take();
    picture.onSheet = false;
    graph.removeAttribute("style");
    network.setSize("100%", "100%");
    [routed, earlier, last, stretch] = kept;
    if (whole) layFor(isNarrow);
    draw();
    goToView(view);
  });
  return taken;
};
let last = null; // the view of the last frame of this size; vis-network zooms when the size changes
network.on("afterDrawing", () => {
  const size = `${graph.clientWidth} ${graph.clientHeight}`;
  if (!touched || !last || last.size === size) last = { view: viewOfNow(), size };
});
const touchers = [];
/** Calls a function whenever the reader has moved the view. */
export const whenTouched = (then) => { touchers.push(then); };
const touch = () => {
  touched = true;
  byHand = true;
  sight = null;
  tellBeyond();
  for (const then of touchers) then();
};
network.on("zoom", touch);
network.on("dragEnd", ({ nodes: held }) => { if (!held.length) touch(); });
/** As the window has another size: a view of the reader's own stays. */
export const frameAgain = () => {
  const [wide, high] = (last?.size ?? "").split(" ").map(Number), seen = last && partIn(last.view, { wide, high });
  if (fitToScreen() || state.by.length || isOnQuestions()) draw();
  if (touched && seen && seen.narrow !== isNarrowNow()) sight ??= seen;
  if (sight) { showSight(sight); return; }
  if (touched && last) {
    goToView(last.view);
    last = null;
    return;
  }
  if (picture.lit) frameLit();
  else frameWhole(wholly);
  own = viewOfNow();
  tellBeyond();
};
/** Returns a function that puts the picture back as it is now, whatever happens to its size until then. */
export const keepView = () => {
  const view = viewOfNow();
  return () => {
    network.setSize("100%", "100%");
    goToView(view);
    network.redraw();
  };
};
export const zoom = (factor) => {
  touch();
  network.moveTo({ scale: network.getScale() * factor });
};
