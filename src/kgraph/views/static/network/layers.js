// The order of drawing: first, with arrowheads, what the selection leaves faint; over it what the selection lights up; last the selection
// itself. Of the lines, grey ones are beneath coloured ones, and those in question over all. The line that the mouse is over is wider, and
// over all others.

import { HALF_BAR, barAt } from "./bars.js";
import { state } from "./opened.js";
import { palette } from "./palette.js";
import { Pen } from "./pen.js";
import { isChosen, network, picture } from "./picture.js";
import { pointOn } from "./routes.js";
import { byTone, ofWidth, seenStroke } from "./strokes.js";

const { body, renderer } = network;
const AROUND = { square: 1.42, triangle: 1.25, triangleDown: 1.25 }; // a circle about a shape, by its size
const RINGS_ABOUT = [[4, 2.8, "accent"], [8.2, 1.4, "ink"]]; // two rings: pixels from the shape, width, colour; the mark is a second one
const RING_IN_END = { far: 0.5, wide: 2 }; // and a light one in the ends of the line that the mouse is over
/** In pixels: a ring about what is in question by itself, dashed as disputed lines are. */
const RING = { far: 3.6, wide: 2.2, dashes: [5, 3.5], tone: "disputed" };
const PAST_RING = { wide: 1, dashes: [2, 2], tone: "soft" }; // about what was in question
const BEYOND_RING = 5; // pixels: so much further about what is selected
const WIDER_BY = 2; // pixels
/** Pixels in units of the picture, where that is small; come closer they grow with it. */
const inUnits = (pixels) => pixels / Math.min(1, network.getScale());
const radiusAbout = ({ shape, size }) => size * (AROUND[shape] ?? 1.1);
/** How far from its middle the rings about a selected shape reach. */
export const ringAbout = (vertex) => radiusAbout(vertex) + inUnits(vertex.asked ? RING.far + BEYOND_RING + RING.wide / 2 : 9);
/** How far from its middle a shape with its mark reaches. */
export const markAbout = (vertex) => radiusAbout(vertex) + inUnits(RING.far + RING.wide / 2);
/** The ring about what is in question by itself, or was. */
export const ringOf = (past) => (past ? PAST_RING : RING);
const drawMark = (pen, vertex, { x, y }, bright) => {
  const { wide, dashes, tone } = ringOf(vertex.past);
  pen.save();
  pen.setLineDash(dashes.map(inUnits));
  pen.beginPath();
  pen.arc(x, y, radiusAbout(vertex) + inUnits(RING.far + (isChosen(vertex.id) ? BEYOND_RING : 0)), 0, 2 * Math.PI, false);
  Object.assign(pen, { strokeStyle: palette[bright ? tone : `faint-${tone}`], lineWidth: inUnits(wide) });
  pen.stroke();
  pen.restore();
};
const drawRing = (pen, { x, y }, radius, wide, tone) => {
  pen.save();
  pen.setLineDash([]);
  pen.beginPath();
  pen.arc(x, y, radius, 0, 2 * Math.PI, false);
  Object.assign(pen, { strokeStyle: palette[tone], lineWidth: inUnits(wide) });
  pen.stroke();
  pen.restore();
};
const drawRings = (pen, vertex, node) => {
  const rings = RINGS_ABOUT.slice(0, vertex.asked ? 1 : 2);
  for (const [far, wide, tone] of rings) drawRing(pen, node, radiusAbout(vertex) + inUnits(far), wide, tone);
};
const isEndOf = (line, id) => line?.from === id || line?.to === id;
/** A shape, with rings about it where it is selected or the mouse is over its line, and with a mark where it is in question by itself. */
export const drawShape = (pen, id) => {
  body.nodes[id].draw(pen);
  const vertex = picture.vertices.get(id), bright = !picture.lit || picture.lit.nodes.has(id);
  if (vertex.asked) drawMark(pen, vertex, body.nodes[id], bright);
  if (isChosen(id)) drawRings(pen, vertex, body.nodes[id]);
  else if (isEndOf(picture.lines.get(picture.pointed), id)) {
    drawRing(pen, body.nodes[id], RING_IN_END.far * vertex.size, RING_IN_END.wide, "canvas"); // names stand close about it
  }
};
const FEW_LINES = 30;
const seenNow = (stroke, tone, more) => seenStroke(stroke, tone, network.getScale(), { few: picture.lines.size <= FEW_LINES, more });
/** How wide a line is drawn now, in units. */
export const widthNow = ({ tone, width, dashes }) => seenNow({ width, dashes }, tone).width;
/** Points on a line as it is drawn, so many units apart: between the ends that it has at its shapes. */
export const pointsDrawn = ({ id, bend }, step) => {
  const { edgeType, from, to } = body.edges[id], { fromPoint: start = from, toPoint: end = to } = edgeType;
  const via = bend ? edgeType.getViaNode() : { x: (start.x + end.x) / 2, y: (start.y + end.y) / 2 };
  const steps = Math.max(2, Math.ceil(Math.hypot(end.x - start.x, end.y - start.y) / step));
  return Array.from({ length: steps + 1 }, (_, i) => pointOn(start, via, end, i / steps));
};
const MOST_IN_KEY = 3; // pixels: a line that is drawn wider, as one is close by, is no wider in the key
/** A stroke in pixels of the screen, as wide as the picture has it now, for the key. */
export const strokeOnScreen = (stroke, tone) => {
  const { width } = seenNow(stroke, tone), wide = Math.min(Math.max(MOST_IN_KEY, stroke.width), width * network.getScale());
  return { ...ofWidth(stroke, Math.max(stroke.width, wide)), width: wide };
};
/** Draws something of a line as wide as it can be seen. */
const seenWell = (id, drawing) => {
  const edge = body.edges[id], { width, dashes } = edge.options;
  Object.assign(edge.options, seenNow({ width, dashes }, picture.lines.get(id)?.tone, id === picture.pointed ? WIDER_BY : 0));
  drawing(edge);
  Object.assign(edge.options, { width, dashes });
};
const BAR = 3.4; // pixels: the stroke of a bar across a line
const OPEN = 1.4; // pixels: the stroke of the ring at the end of a line
const END_GAP = 1.5; // pixels between such an end and what is drawn at the shape
/** How far from the middle of a shape a ring at the end of a line stays: clear of the shape's own rings. */
export const endsAbout = (vertex) => (isChosen(vertex.id) ? ringAbout(vertex) : vertex.asked ? markAbout(vertex) : 0);
/** Finds where a line ends now: vis-network lets it end where its head was when that was last drawn. */
const aim = ({ edgeType, options: { width, smooth, arrows }, from, to }, drawHeads) => {
  const about = [inUnits(END_GAP), endsAbout(picture.vertices.get(to.id))];
  const now = [from.x, from.y, to.x, to.y, width, smooth.type, smooth.roundness, arrows.to.enabled, ...about].join();
  if (edgeType.aimed !== now) drawHeads(new Pen({ x: 0, y: 0, scale: 1 }));
  edgeType.aimed = now;
};
/** Moves an open ring at the end of a line away from the shape; it tells where the line that goes on to it ends. */
const keepClear = ({ point, angle, length }, { id, x, y }) => {
  const vertex = picture.vertices.get(id);
  const far = inUnits(END_GAP + OPEN / 2) + Math.max(0, endsAbout(vertex) - Math.hypot(point.x - x, point.y - y));
  const back = (distance) => ({ x: point.x - distance * Math.cos(angle), y: point.y - distance * Math.sin(angle) });
  const end = back(far + 0.8 * length);
  Object.assign(point, back(far));
  return end;
};
/** Draws the end of a line. The line itself goes on to an open ring; vis-network lets it end as far away as from the head of an arrow. */
const drawEnd = (pen, edge) => {
  const { edgeType, to } = edge, { drawArrowHead } = Object.getPrototypeOf(edgeType), { open } = picture.lines.get(edge.id);
  edgeType.drawArrowHead = (...told) => {
    const end = open ? keepClear(told[4], to) : null;
    drawArrowHead.apply(edgeType, told);
    if (end) edgeType.toPoint = end;
  };
  edge.drawArrows(pen);
  delete edgeType.drawArrowHead;
};
export const drawLine = (pen, id) => seenWell(id, (edge) => {
  aim(edge, (nowhere) => drawEnd(nowhere, edge));
  edge.draw(pen);
});
/** Draws an open ring at the end of a line, in the line's colour. */
const drawOpenEnd = (pen, edge) => {
  const { options } = edge, { color } = options, { canvas } = palette;
  options.color = { ...color, color: canvas, highlight: canvas, hover: canvas };
  drawEnd(pen, edge);
  options.color = color;
  Object.assign(pen, { strokeStyle: color.color, lineWidth: OPEN / network.getScale() });
  pen.stroke();
};
/** Draws a bar across a line. */
const drawBar = (pen, { from, to }, { bend, bar }, tone) => {
  const [a, b] = barAt(from, to, bend, bar, inUnits(HALF_BAR));
  pen.setLineDash([]);
  pen.beginPath();
  pen.moveTo(a.x, a.y);
  pen.lineTo(b.x, b.y);
  Object.assign(pen, { strokeStyle: tone, lineWidth: BAR / network.getScale() });
  pen.stroke();
};
/** The end of a line: an open ring where a claimant takes no side; and a bar, in the colour of denials, across the line of who denies. */
export const drawHead = (pen, id) => seenWell(id, (edge) => {
  const line = picture.lines.get(id);
  if (line.bar) drawBar(pen, edge, line, palette[!picture.lit || picture.lit.lines.has(id) ? "denied" : "faint"]);
  if (line.open) drawOpenEnd(pen, edge);
  else drawEnd(pen, edge);
});

const isFirstOf = (id) => id === picture.pointed || id === state.selected?.edge || id === `s${state.selected?.statement?.join("-")}`;
const inTwo = (ids, lit, isLast) => {
  const isOver = (id) => !lit || lit.has(id) || id === picture.pointed, over = ids.filter(isOver), last = over.filter(isLast);
  return { faint: ids.filter((id) => !isOver(id)), over: last.length ? [...over.filter((id) => !isLast(id)), ...last] : over };
};
/** The lines and nodes that are drawn, those that are `faint` and those `over` them, each in the order of drawing. */
export const layersOf = () => {
  const connected = body.edgeIndices.filter((id) => picture.lines.has(id) && body.edges[id].connected);
  const lines = inTwo(byTone(connected, (id) => picture.lines.get(id).tone), picture.lit?.lines, isFirstOf);
  const nodes = inTwo(body.nodeIndices.filter((id) => picture.vertices.has(id)), picture.lit?.nodes, isChosen);
  return { faint: { lines: lines.faint, nodes: nodes.faint }, over: { lines: lines.over, nodes: nodes.over } };
};

/** What else is drawn over the lines and beneath the shapes that are not faint: functions of the pen. */
export const beneathShapes = [];
let layers = null; // the layers of the frame that is being drawn
const drawAll = (draw, pen, ids) => { for (const id of ids) draw(pen, id); };
// vis-network draws all lines, then the nodes that were in the window when it last checked, then all arrowheads. It would leave out a node
// that came into the window since then, and draw faint things over lit ones.
renderer._drawEdges = (pen) => {
  layers = layersOf();
  const { faint, over } = layers;
  drawAll(drawLine, pen, faint.lines);
  drawAll(drawHead, pen, faint.lines);
  drawAll(drawShape, pen, faint.nodes);
  drawAll(drawLine, pen, over.lines);
};
renderer._drawNodes = (pen, unseen) => {
  if (!unseen) {
    for (const draw of beneathShapes) draw(pen);
    drawAll(drawShape, pen, layers.over.nodes);
  }
  return { drawExternalLabels() { /* names are put down by labels.js */ } };
};
renderer._drawArrows = (pen) => drawAll(drawHead, pen, layers.over.lines);
