// The order of drawing: first, with arrowheads, what the selection leaves faint; over it what the selection lights up; last the selection
// itself.

import { state } from "./opened.js";
import { palette } from "./palette.js";
import { isChosen, network, picture } from "./picture.js";

const { body, renderer } = network;
const RING = 3; // between a selected shape and the ring around it, in units of the picture
const AROUND = { square: 1.42, triangle: 1.25, triangleDown: 1.25 }; // the size of a circle around a shape, compared with the shape
/** The radius of the ring around a selected shape. */
export const ringAbout = ({ shape, size }) => size * (AROUND[shape] ?? 1.1) + RING;
const drawRing = (pen, vertex, { x, y }) => {
  pen.save();
  pen.beginPath();
  pen.arc(x, y, ringAbout(vertex), 0, 2 * Math.PI, false);
  Object.assign(pen, { strokeStyle: palette.accent, lineWidth: 2.4 });
  pen.setLineDash([]);
  pen.stroke();
  pen.restore();
};
/** A shape, with a ring about it where it is selected. */
export const drawShape = (pen, id) => {
  body.nodes[id].draw(pen);
  if (isChosen(id)) drawRing(pen, picture.vertices.get(id), body.nodes[id]);
};
export const drawLine = (pen, id) => body.edges[id].draw(pen);
export const drawHead = (pen, id) => body.edges[id].drawArrows(pen);

const isChosenLine = (id) => id === state.selected?.edge || id === `s${state.selected?.statement?.join("-")}`;
const inTwo = (ids, lit, isLast) => {
  const over = ids.filter((id) => !lit || lit.has(id)), last = over.filter(isLast);
  return { faint: lit ? ids.filter((id) => !lit.has(id)) : [], over: last.length ? [...over.filter((id) => !isLast(id)), ...last] : over };
};
/** The lines and nodes that are drawn, those that are `faint` and those `over` them, each in the order of drawing. */
export const layersOf = () => {
  const lines = inTwo(body.edgeIndices.filter((id) => picture.lines.has(id) && body.edges[id].connected), picture.lit?.lines, isChosenLine);
  const nodes = inTwo(body.nodeIndices.filter((id) => picture.vertices.has(id)), picture.lit?.nodes, isChosen);
  return { faint: { lines: lines.faint, nodes: nodes.faint }, over: { lines: lines.over, nodes: nodes.over } };
};

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
  if (!unseen) drawAll(drawShape, pen, layers.over.nodes);
  return { drawExternalLabels() { /* names are put down by labels.js */ } };
};
renderer._drawArrows = (pen) => drawAll(drawHead, pen, layers.over.lines);
