// Draws labels: all in one size on the screen, the most important first, none over a shape or another label. A label without room is drawn
// when the reader zooms in.

import { ringAbout } from "./layers.js";
import { brief, record, state, status, withStatus } from "./opened.js";
import { palette } from "./palette.js";
import { graph, isChosen, isNode, isRelation, network, picture, placeLabels } from "./picture.js";
import { Room } from "./placing.js";
import { pointOn, pointsOn, viaOf } from "./routes.js";
import { painted, sprites } from "./sprites.js";
import { overlap } from "./taken.js";

const IMPORTANT = 40; // so many nodes, the most important, get their names before others do
const BOLD = 6; // so many names are bold, the most important
const MOST_AT_ONCE = 200; // if there are more nodes, their names are placed well only after the first picture is painted
const CERTAIN = 3; // so many names, the most important, are never dropped for others
const MOST_TOLD = 7; // if more lines are lit, only those in question get labels
const QUESTIONED = new Set(["disputed", "denied", "against"]);
let room = null; // the placed labels and where they stand, since the view last changed
let corner = { x: 0, y: 0 }; // of the picture's origin then
let hovered = null; // the id of a vertex or, after a comma, of a line
let pointed = null; // the label of what is hovered, {label, spot}
let moving = false;
let hurried = false; // true while the wheel turns
let restful = 0;
/** Places labels quickly for now, and well once the picture stands still. */
export const hurry = () => {
  hurried = true;
  clearTimeout(restful);
  restful = setTimeout(() => { hurried = false; placeLabels(); network.redraw(); }, 150);
};
export const startMoving = () => { moving = true; };
export const stopMoving = () => { moving = false; placeLabels(); network.redraw(); };

/** What a line that is no relation means: who says a claim, what it is about, who speaks of what. */
const plainWords = (line) => {
  if (line.id[0] === "s") return "speaks of";
  return line.from === `c${line.id.slice(1).split("-")[0]}` ? "about" : "says";
};
const lineWords = (line) => {
  if (line.word) return line.word;
  if (!isRelation(line)) return picture.lit ? plainWords(line) : "";
  return withStatus(line.id, brief(line.id));
};
const urgency = (line) => (isRelation(line) ? record.statuses.indexOf(status(line.id)) : record.statuses.length);

const WIDER = { triangle: 1.2, triangleDown: 1.2 }; // than their size: vis-network draws them as heavy as the others
/** A view of the picture: screen = corner + scale * picture. */
const viewNow = () => {
  const places = network.getPositions(), scale = network.getScale();
  corner = network.canvasToDOM({ x: 0, y: 0 });
  const onScreen = ({ x, y }) => ({ x: corner.x + x * scale, y: corner.y + y * scale });
  const radiusOf = (v) => (isChosen(v.id) ? ringAbout(v) : v.size * (WIDER[v.shape] ?? 1));
  const shapeOf = (v) => ({ id: v.id, radius: radiusOf(v) * scale + 1, ...onScreen(places[v.id]) });
  return { places, scale, onScreen, shapeOf };
};
const ALIKE = 15; // two names that begin with so many equal letters look alike when cut short there
let beginnings = { of: null, number: new Map() };
/** Whether another vertex has a name that begins like this one's. */
const isAlike = ({ label }) => {
  if (beginnings.of !== picture.vertices) {
    beginnings = { of: picture.vertices, number: new Map() };
    for (const v of picture.vertices.values()) {
      const begun = v.label.slice(0, ALIKE);
      beginnings.number.set(begun, (beginnings.number.get(begun) ?? 0) + 1);
    }
  }
  return beginnings.number.get(label.slice(0, ALIKE)) > 1;
};
const vertexLabel = (v, view, look) => ({
  ...view.shapeOf(v), choices: sprites(v.label, { tone: "ink", ended: isAlike(v), ...look }),
});
const PARTS = [0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74];
/** A label that is not cut short, or only a little. */
const uncut = (label, most = 2) => ({ ...label, choices: label.choices.filter(({ cost }) => cost < most) });
const lineLabel = (line, words, view, look) => {
  const [from, to] = [line.from, line.to].map((end) => view.places[end]), via = viaOf(from, to, line.bend);
  const points = PARTS.map((part) => view.onScreen(pointOn(from, via, to, part))).map(({ x, y }) => [x, y]);
  return { id: `,${line.id}`, points, choices: sprites(words, { tone: `word-${line.tone}`, size: 11, ...look }) };
};
const strokesOf = (view) => [...picture.lines.values()].filter(({ id }) => !picture.lit || picture.lit.lines.has(id))
  .flatMap(({ from, to, bend }) => pointsOn(view.places[from], view.places[to], bend, 9 / view.scale))
  .map((point) => view.onScreen(point)).map(({ x, y }) => [x, y]);

const vertexLabels = (view) => {
  const { lit } = picture, isSeen = ({ x, y }) => x >= 0 && y >= 0 && x <= graph.clientWidth && y <= graph.clientHeight;
  const named = (v) => (!lit || lit.nodes.has(v.id)) && isSeen(view.onScreen(view.places[v.id]));
  const here = [...picture.vertices.values()].filter(named);
  const ordered = here.sort((a, b) => isChosen(b.id) - isChosen(a.id) || isNode(b) - isNode(a)
    || (isNode(a) ? a.id - b.id : a.claim - b.claim));
  const claimsToo = lit || view.scale > 0.9;
  return ordered.filter((v) => isNode(v) || claimsToo).map((v) => {
    if (isChosen(v.id)) return { ...vertexLabel(v, view, { all: true, weight: 600 }), fixed: true, important: true };
    if (v.id < BOLD) return { ...uncut(vertexLabel(v, view, { weight: 600 }), 7), important: true, fixed: v.id < CERTAIN };
    if (v.id < IMPORTANT) return { ...vertexLabel(v, view, {}), important: true };
    return vertexLabel(v, view, isNode(v) ? {} : { size: 11, tone: "soft" });
  });
};
const lineLabels = (view) => {
  const { lit } = picture, chosen = state.selected?.edge ?? null, all = [...picture.lines.values()];
  const some = lit ? lit.lines.size < MOST_TOLD : view.scale > 1.5;
  const isTold = (line) => (!lit || lit.lines.has(line.id)) && (some || (lit && isRelation(line) && QUESTIONED.has(status(line.id))));
  const shown = all.filter((line) => line.id === chosen || isTold(line));
  return shown.sort((a, b) => (b.id === chosen) - (a.id === chosen) || urgency(a) - urgency(b)).map((line) => {
    const words = line.id === chosen ? lineWords(line) || plainWords(line) : lineWords(line);
    return words && lineLabel(line, words, view, line.id === chosen ? { all: true } : {});
  }).filter(Boolean);
};
/** The whole name of what the mouse is over, in a place where it covers no shape, if there is one. Labels under it are not drawn meanwhile.
 * */
const findPointed = () => {
  pointed = null;
  if (hovered === null || !room) return;
  const view = viewNow(), line = String(hovered)[0] === "," ? [...picture.lines.values()].find(({ id }) => `,${id}` === hovered) : null;
  const vertex = picture.vertices.get(hovered);
  if (!line && !vertex) return;
  const made = (own) => (line ? lineLabel(line, lineWords(line) || plainWords(line), view, own)
    : { ...vertexLabel(vertex, view, own), pointed: true });
  const label = made({ weight: 600, all: true });
  pointed = { label, spot: room.foremost(label) ?? room.over(label) };
};
/** Places the labels for the view. When many are placed at the opening, this is done quickly first. */
const arrange = () => {
  if (!room && picture.vertices.size > MOST_AT_ONCE) hurry();
  const view = viewNow(), shapes = [...picture.vertices.values()].map(view.shapeOf);
  room = new Room(graph.clientWidth, graph.clientHeight, shapes, strokesOf(view));
  const lines = lineLabels(view), chosen = `,${state.selected?.edge}`;
  room.placeAll([...lines.filter(({ id }) => id === chosen), ...vertexLabels(view), ...lines.filter(({ id }) => id !== chosen)], hurried);
  findPointed();
};
export const pointAt = (id) => { hovered = id; findPointed(); network.redraw(); };
/** Places the labels again when the view has changed; while something is moving, only if the reader zooms. */
const arrangeForView = () => {
  const scale = network.getScale(), view = network.getViewPosition(), { labelled } = picture;
  const where = moving ? `${scale}` : `${scale},${view.x},${view.y}`;
  if (labelled === null || (labelled !== where && !(moving && labelled.startsWith(`${scale}`)))) {
    arrange();
    picture.labelled = where;
  }
};
/** The labels of this view: {of, sprite, x, y, leader}. `of` is what a label belongs to (as in `hovered`); x and y are its corner on the
 * screen, in whole pixels, as letters blur otherwise; `leader` has the ends of its leader line. */
export const labelsOnScreen = () => {
  arrangeForView();
  const now = network.canvasToDOM({ x: 0, y: 0 }), [dx, dy] = [now.x - corner.x, now.y - corner.y];
  const all = [...(room?.set.values() ?? [])].filter(({ label, spot }) => !pointed
    || (label.id !== pointed.label.id && !overlap(spot.box, pointed.spot.box)));
  return [...all, ...(pointed ? [pointed] : [])].map(({ label, spot: { box, made, leader } }) => ({
    of: label.id, sprite: made.sprite, x: Math.round(box[0] + dx), y: Math.round(box[1] + dy),
    leader: leader && leader.map((at, i) => at + (i % 2 ? dy : dx)),
  }));
};
const paintLeader = (pen, [fromX, fromY, toX, toY]) => {
  pen.beginPath();
  pen.moveTo(fromX, fromY);
  pen.lineTo(toX, toY);
  Object.assign(pen, { strokeStyle: palette.soft, lineWidth: 0.7, globalAlpha: 0.6 });
  pen.setLineDash([]);
  pen.stroke();
};
network.on("afterDrawing", (pen) => {
  const ratio = devicePixelRatio || 1, drawn = labelsOnScreen();
  pen.save();
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  for (const { leader } of drawn) if (leader) paintLeader(pen, leader);
  pen.globalAlpha = 1;
  for (const { sprite, x, y } of drawn) pen.drawImage(painted(sprite), x, y, sprite.wide, sprite.tall);
  pen.restore();
});
