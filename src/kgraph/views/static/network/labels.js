// Draws labels: all in one size on the screen, the most important first, none over a shape or another label. A label without room is drawn
// when the reader zooms in.

import { keepingLast } from "./again.js";
import { HALF_BAR } from "./bars.js";
import { shownWhileDragged } from "./dragging.js";
import { at } from "./elements.js";
import { SMALL } from "./framing.js";
import { isNode, isRelation } from "./items.js";
import { beneathShapes, endsAbout, markAbout, ringAbout } from "./layers.js";
import { isAskedOf, lettersOfLine, lettersOfShape } from "./lettered.js";
import { besideLine, besidePointed, hides, placeAnywhere, putFirst } from "./nearness.js";
import { numberShapes } from "./numbered.js";
import { brief, edges, record, state, status, statusWords, withStatus } from "./opened.js";
import { palette } from "./palette.js";
import { costsOf, evenOut, letteredPhrases, phrasesOf } from "./phrasing.js";
import { graph, isChosen, network, picture, placeLabels, shapesInQuestion } from "./picture.js";
import { LEADER, Room } from "./placing.js";
import { pointOn, pointsOn, viaOf } from "./routes.js";
import { inLook, paintTurned, painted, sprites, wholeSprites } from "./sprites.js";
import { isGrey } from "./strokes.js";
import { overlap } from "./taken.js";
import { SHAPED, namesByWord, stillTells } from "./writings.js";

const IMPORTANT = 40; // so many nodes, the weightiest, have their names before others have
const BOLD = 6; // so many names are bold, the weightiest
const MOST_AT_ONCE = 200; // names of more nodes than this are put down well only when the first picture has been painted
const AIRY_NAMES = 20; // where there are no more in a wide window, lines do not run through them
const MANY_NAMES = 60; // where there are more in a window, names are narrower, and of so many pixels, a little smaller than elsewhere:
const MANY_NARROW = 16; // in a narrow one
const ROOM_EACH = 8000; // pixels: where each has so much room, they are not smaller
const SMALLER = 10.5, SMALL_ON_SHEET = 11;
const CERTAIN = 5; // so many names give way to none, the weightiest
const MOST_ENDS = 8; // so many ends of lines in question give way to none either
const MOST_ASKED = 40; // so many lines in question have their words or letters where there is room, if nothing is lit
const MOST_PLAIN = 250; // of so few lines, plain ones have their words where all else leaves room
const MOST_SPARSE = 30; // of so few relations, each has its words where there is room
const MOST_TOLD = 7; // of more lines that are lit, those alone have labels that are in question
const UNTOLD = new Set(["undisputed", "outside"]); // these need no words to be told from others
const QUESTIONED = new Set(["disputed", "denied", "unintended", "unprevented", "against"]);
let room = null; // the placed labels and where they stand, since the view last changed
let corner = { x: 0, y: 0 }; // of the picture's origin then
let placedAt = {}; // where the vertices were then
let hovered = null; // the id of a vertex or, after a comma, of a line
let pointed = []; // the labels of what is hovered, {label, spot}: its own and, of a line, the names of its ends
let moving = false;
let hurried = false; // true while the wheel turns
let restful = 0;
/** Notes whether labels stand for now only; whoever measures the picture waits until they do not (`bench/drawing.py`). */
const setHurried = (now) => {
  hurried = now;
  graph.toggleAttribute("data-hurried", now);
};
const putDownWell = () => {
  setHurried(false);
  placeLabels();
  network.redraw();
};
/** Places labels quickly for now, and well once the picture stands still. */
export const hurry = () => {
  setHurried(true);
  clearTimeout(restful);
  restful = setTimeout(putDownWell, 150);
};
export const startMoving = () => { moving = true; };
export const stopMoving = () => { moving = false; placeLabels(); network.redraw(); };

const SIDED = { denies: "speaks only to deny", also: "also denies", open: "takes no side" };
/** What a line that is no relation means: who says a claim, what it is about, who speaks of what. */
const plainWords = (line) => {
  if (line.id[0] === "s") return SIDED[line.side] ?? "speaks of";
  return line.from === `c${line.id.slice(1).split("-")[0]}` ? "about" : "says";
};
const lineWords = (line) => {
  if (line.word) return line.word;
  if (!isRelation(line)) return picture.lit && line.id[0] !== "s" ? plainWords(line) : ""; // the key tells what dots mean
  return withStatus(line.id, brief(line.id));
};
const urgency = (line) => (isRelation(line) ? record.statuses.indexOf(status(line.id)) : record.statuses.length);

const WIDER = { triangle: 1.2, triangleDown: 1.2 }; // than their size: vis-network draws them as heavy as the others
/** A view of the picture: screen = corner + scale * picture. On a canvas so many times `larger` than the window. */
const viewNow = (larger = 1) => {
  const places = network.getPositions(), scale = network.getScale() * larger, origin = network.canvasToDOM({ x: 0, y: 0 });
  const from = { x: origin.x * larger, y: origin.y * larger };
  const onScreen = ({ x, y }) => ({ x: from.x + x * scale, y: from.y + y * scale });
  const radiusOf = (v) => (isChosen(v.id) ? ringAbout(v) : v.asked ? markAbout(v) : v.size * (WIDER[v.shape] ?? 1));
  const shapeOf = (v) => ({ id: v.id, radius: radiusOf(v) * scale + 1, ...onScreen(places[v.id]) });
  return {
    places, scale, near: scale / larger, from, onScreen, shapeOf, wide: graph.clientWidth * larger,
    high: graph.clientHeight * larger,
  };
};
const ALIKE = 15; // two names that begin with so many equal letters look alike when cut short there
let beginnings = { of: null, number: new Map(), words: new Map() };
/** Whether another vertex has a name that begins like this one's. */
const isAlike = ({ label }) => {
  if (beginnings.of !== picture.vertices) {
    beginnings = { of: picture.vertices, number: new Map(), words: namesByWord([...picture.vertices.values()].map((v) => v.label)) };
    for (const v of picture.vertices.values()) {
      const begun = v.label.slice(0, ALIKE);
      beginnings.number.set(begun, (beginnings.number.get(begun) ?? 0) + 1);
    }
  }
  return beginnings.number.get(label.slice(0, ALIKE)) > 1;
};
/** The ways to write a name, without those that lack what tells it from the other names. */
const namings = (v, look) => {
  return sprites(v.label, { tone: "ink", ended: isAlike(v), ...look })
    .filter(({ cost, sprite }) => cost < 5 || stillTells(sprite.rows, v.label, beginnings.words));
};
/** How a name is written, behind the letters of what is in question of its shape by itself. */
const withLetters = (v, look) => (v.asked ? { ...look, badge: lettersOfShape(v.id) } : look);
const vertexLabel = (v, view, plainly) => {
  const look = withLetters(v, plainly);
  return {
    ...view.shapeOf(v), side: v.side, laid: v.laid, square: v.shape === "square", choices: namings(v, look),
    wholly: () => wholeSprites(v.label, { tone: "ink", ...look }),
  };
};
/** A label that is not cut short at all; words of lines are as important as names in a picture that is taken along, and tell the status. */
const wholeLabel = (label) => (label.points ? { ...label, important: true, weight: 4 } : { ...label, choices: label.wholly() });
const PARTS = [0.5, 0.45, 0.55, 0.4, 0.6, 0.35, 0.65, 0.3, 0.7, 0.25, 0.75, 0.2, 0.8];
const WORDS = 11, WORDS_NARROW = 10; // pixels: the size of words in it and elsewhere
/** A label that is not cut short, or only a little. */
const uncut = (label, most = 2) => ({ ...label, choices: label.choices.filter(({ cost }) => cost < most) });
const lineLabel = (line, words, view, look, costs) => {
  const [from, to] = [line.from, line.to].map((end) => view.places[end]), via = viaOf(from, to, line.bend);
  const on = (part) => view.onScreen(pointOn(from, via, to, part));
  const points = PARTS.map((part) => {
    const { x, y } = on(part), [before, after] = [on(part - 0.02), on(part + 0.02)], [dx, dy] = [after.x - before.x, after.y - before.y];
    const far = Math.hypot(dx, dy) || 1;
    return [x, y, dx / far, dy / far, part];
  });
  const ends = [line.from, line.to].map((id) => picture.vertices.get(id)?.size ?? 0);
  const long = (Math.hypot(to.x - from.x, to.y - from.y) - ends[0] - ends[1]) * view.scale;
  const bar = line.bar ?? (line.arrows?.middle?.enabled ? 0.5 : 0);
  const size = view.wide < SMALL ? WORDS_NARROW : WORDS, told = isRelation(line) && !UNTOLD.has(status(line.id));
  const writing = { tone: `word-${line.tone}`, size, plate: "canvas", ...look };
  const badge = isRelation(line) && status(line.id) !== "undisputed" && isAskedOf(line.id) ? lettersOfLine(line.id) : "";
  const choices = badge && status(line.id) === "disputed" ? letteredPhrases(brief(line.id), edges[line.id].name, badge, writing, costs)
    : phrasesOf(words, told ? statusWords(status(line.id)) : "", { ...writing, badge }, costs);
  const alike = badge && `${badge} ${edges[line.id].name}`;
  return { id: `,${line.id}`, ends: [line.from, line.to], points, long, bar, choices, alike, kind: told ? status(line.id) : "" };
};
/** The heads of arrows, dots, bars, and points along lines in question: where labels stand only if they find no other place. */
const keptOff = (view) => {
  const seen = [...picture.lines.values()].filter(({ id }) => !picture.lit || picture.lit.lines.has(id));
  const points = (line, step) => pointsOn(view.places[line.from], view.places[line.to], line.bend, step / view.scale)
    .map((point) => ({ id: `,${line.id}`, ...view.onScreen(point) }));
  const barOf = ({ id, from, to, bend, bar }) => {
    if (!bar) return [];
    const [a, b] = [view.places[from], view.places[to]];
    const middle = view.onScreen(pointOn(a, viaOf(a, b, bend), b, bar));
    return [{ id: `,${id}`, ...middle, half: (HALF_BAR * view.scale) / Math.min(1, view.near), coloured: true, barred: true }];
  };
  const headOf = (line) => {
    const end = view.onScreen(view.places[line.to]), vertex = picture.vertices.get(line.to);
    const close = Math.max(vertex.size, line.open ? endsAbout(vertex) : 0) * view.scale;
    const long = (15 * line.arrows.to.scaleFactor + 3 * line.width) * view.scale; // as vis-network makes it
    const far = close + long, half = (line.arrows.to.type === "circle" ? 0.4 : 0.3) * long;
    const away = ({ x, y }) => Math.hypot(x - end.x, y - end.y);
    return points(line, 3).filter((point) => away(point) > close && away(point) < far)
      .map((point) => ({ ...point, half, coloured: !isGrey(line.tone) }));
  };
  const close = seen.flatMap((line) => points(line, 4));
  return {
    lines: close, bold: seen.filter(({ tone }) => !isGrey(tone)).map(({ id }) => `,${id}`),
    questioned: seen.filter(({ tone }) => tone === "disputed").flatMap((line) => points(line, 5)),
    heads: [...seen.filter(({ arrows }) => arrows.to.enabled).flatMap(headOf), ...seen.flatMap(barOf)],
  };
};
const strokesOf = (view) => [...picture.lines.values()].filter(({ id }) => !picture.lit || picture.lit.lines.has(id))
  .flatMap(({ from, to, bend }) => pointsOn(view.places[from], view.places[to], bend, 9 / view.scale))
  .map((point) => view.onScreen(point)).map(({ x, y }) => [x, y]);

const CHOSEN = { all: true, weight: 600, tone: "canvas", plate: "accent" }; // how the name of what is selected is written
/** The ends of lines in question, which have their names first. */
const endsInQuestion = () => {
  const { lit } = picture, told = [...picture.lines.values()].filter(({ id, tone }) => tone === "disputed" && (!lit || lit.lines.has(id)));
  return new Set(told.flatMap(({ from, to }) => [from, to]));
};
/** The names of the weightiest shapes, and of those in question, that a selection leaves faint: they tell a reader where in the picture
 * it is. */
const faintLabels = (view, isSeen) => {
  const look = { size: SMALLER, tone: "soft" };
  const asked = [...picture.lines.values()].filter(({ tone }) => tone === "disputed").flatMap(({ from, to }) => [from, to]);
  const told = new Set([...asked, ...shapesInQuestion()].sort((a, b) => a - b).slice(0, MOST_ENDS));
  return [...picture.vertices.values()].filter((v) => !picture.lit.nodes.has(v.id) && (v.id < BOLD || told.has(v.id)) && isSeen(v))
    .sort((a, b) => a.id - b.id).map((v) => ({ ...vertexLabel({ ...v, asked: false }, view, look), ...view.shapeOf(v) }));
};
/** Whether a shape is in question, as an end of such a line or by itself; of none, if there are too many. */
const questioner = (ends, here) => {
  const ringed = new Set(here.filter((v) => v.asked).map(({ id }) => id));
  return ({ id }) => [ends, ringed].some((some) => some.size <= MOST_ENDS && some.has(id));
};
const vertexLabels = (view) => {
  const { lit } = picture, inside = ({ x, y }) => x >= 0 && y >= 0 && x <= view.wide && y <= view.high;
  const isSeen = (v) => inside(view.onScreen(view.places[v.id])), named = (v) => (!lit || lit.nodes.has(v.id)) && isSeen(v);
  const here = [...picture.vertices.values()].filter(named), ends = endsInQuestion(), isAsked = questioner(ends, here);
  const ordered = here.sort((a, b) => isChosen(b.id) - isChosen(a.id) || isNode(b) - isNode(a) || ends.has(b.id) - ends.has(a.id)
    || Boolean(b.asked) - Boolean(a.asked) || (isNode(a) ? a.id - b.id : a.claim - b.claim));
  const many = view.wide < SMALL ? MANY_NARROW : MANY_NAMES;
  const size = picture.onSheet ? SMALL_ON_SHEET : view.wide * view.high > ROOM_EACH * here.length ? undefined : SMALLER;
  const light = here.length > many ? { size, stretch: "condensed" } : {}, airy = here.length <= AIRY_NAMES && view.wide >= SMALL;
  const plain = (v) => ({ ...vertexLabel(v, view, airy ? { ...light, plate: "canvas" } : light), plated: airy });
  const labels = ordered.map((v) => {
    if (isChosen(v.id)) return { ...vertexLabel(v, view, CHOSEN), fixed: true, important: true, must: true };
    const asked = isAsked(v), fixed = v.id < CERTAIN || asked;
    if (v.id < BOLD || asked) {
      const bold = { ...view.wide < SMALL ? light : {}, weight: 600 };
      const plated = airy || (asked && view.wide >= SMALL); // lines do not run through a name in question, where there is room
      const look = plated ? { ...bold, plate: "canvas" } : bold;
      return { ...uncut(vertexLabel(v, view, look), asked ? 5 : 7), important: true, weight: 12, fixed, plated };
    }
    if (v.id < IMPORTANT || ends.has(v.id) || v.asked) return { ...plain(v), important: true, weight: 4, fixed };
    return isNode(v) ? plain(v) : { ...vertexLabel(v, view, { size: 11, tone: "soft" }), spare: true };
  });
  return lit && view.wide >= SMALL ? [...labels, ...faintLabels(view, isSeen)] : labels;
};
const lineLabels = (view) => {
  const { lit } = picture, chosen = state.selected?.edge ?? null, all = [...picture.lines.values()];
  const relations = all.filter(isRelation), few = (lines) => lines.length < MOST_TOLD;
  const some = lit ? few(relations.filter(({ id }) => lit.lines.has(id))) : few(relations) || view.near > 1.5;
  const asked = new Set(lit ? [] : all.filter(({ tone, id }) => isRelation({ id }) && tone === "disputed").slice(0, MOST_ASKED));
  const inQuestion = (line) => asked.has(line) || (lit && isRelation(line) && QUESTIONED.has(status(line.id)));
  const ofKind = (line) => isRelation(line) && !UNTOLD.has(status(line.id));
  const roomy = lit || picture.vertices.size < MANY_NAMES, sparse = relations.length <= MOST_SPARSE;
  const isTold = (line) => (!lit || lit.lines.has(line.id))
    && (some || inQuestion(line) || ofKind(line) || (sparse && isRelation(line)));
  const plainToo = !lit && all.length <= MOST_PLAIN && view.wide >= SMALL;
  const isLast = (line) => plainToo && isRelation(line) && !isTold(line);
  const shown = all.filter((line) => line.id === chosen || isTold(line) || isLast(line));
  return shown.sort((a, b) => (b.id === chosen) - (a.id === chosen) || urgency(a) - urgency(b)).map((line) => {
    const words = line.id === chosen ? lineWords(line) || plainWords(line) : lineWords(line), asks = inQuestion(line);
    const costs = costsOf(some || (asks && roomy), roomy, view.wide < SMALL);
    const label = words && lineLabel(line, words, view, line.id === chosen ? { all: true } : {}, costs);
    const kind = line.id === chosen ? "chosen" : label?.kind;
    const must = line.id === chosen; // what is chosen is told
    return label && { ...label, important: some || asks, asked: asks, last: isLast(line), kind, must };
  }).filter(Boolean);
};
const POINTED = { weight: 600, tone: "canvas", plate: "ink" }; // how the name of what is pointed at is written
const LIGHT = { weight: 400, size: 11 }; // or thus, where there is little room
/** The name of a shape that the mouse is over, in several forms: it stands where there is room for one of them. */
const pointedName = (v, view) => {
  const label = { ...vertexLabel(v, view, { ...POINTED, all: true }), pointed: true };
  const others = [{}, LIGHT].flatMap((look) => sprites(v.label, withLetters(v, { ...POINTED, ...look, all: SHAPED })));
  return { ...label, choices: [...label.choices, ...others] };
};
/** The name of a shape at which a line ends that the mouse is over: where it stands already, else where no `other` pointed label is. */
const endName = (id, view, others) => {
  const isFree = ({ box }) => others.every(({ spot }) => !overlap(spot.box, box)), stands = room.set.get(id);
  if (!stands || !isFree(stands.spot)) {
    const label = pointedName(picture.vertices.get(id), view);
    const near = [...room.spots(label, false), ...room.spots(label, true)].filter(isFree);
    const spot = near.find((one) => room.open(one, id)) ?? near[0];
    return spot && { label, spot };
  }
  const { label, spot } = stands, { wide, sprite } = spot.made, own = { ...inLook(sprite, { tone: "canvas", plate: "ink" }), wide };
  return { label, spot: { ...spot, made: { ...spot.made, sprite: own } } }; // no wider than it stood there
};
/** The whole name of what the mouse is over, in a place where it covers no shape, if there is one. Labels under it are not drawn meanwhile.
 * */
const findPointed = () => {
  pointed = [];
  if (hovered === null || !room) return;
  const view = viewNow(), line = String(hovered)[0] === "," ? [...picture.lines.values()].find(({ id }) => `,${id}` === hovered) : null;
  const vertex = picture.vertices.get(hovered);
  if (!line && !vertex) return;
  const label = line ? lineLabel(line, lineWords(line) || plainWords(line), view, { weight: 600 }) : pointedName(vertex, view);
  const stands = line && room.set.get(label.id); // words that stand there stay, but for a letter alone
  const own = stands && !stands.spot.made.onLine ? stands
    : { label, spot: (line ? besideLine : besidePointed)(room, label) ?? room.foremost(label) ?? room.over(label) };
  pointed = [own];
  for (const id of line ? [line.from, line.to] : []) pointed.push(...[endName(id, view, pointed)].filter(Boolean));
};
const SHORT_LEADER = 60; // pixels: in a file and on paper a longer one would be taken for a relation
/** A room for a view, and the labels of its lines and vertices, those of what is chosen first; when `quick`, one that takes no heed of
 * lines. */
const roomOf = (view, farthest = Infinity, quick = false) => {
  const shapes = [...picture.vertices.values()].map((v) => ({
    ...view.shapeOf(v), faint: picture.lit && !picture.lit.nodes.has(v.id), mute: !isNode(v),
  }));
  const lines = lineLabels(view), chosen = `,${state.selected?.edge}`;
  const [first, others] = [lines.filter(({ id }) => id === chosen), lines.filter(({ id }) => id !== chosen)];
  const given = { ...quick ? {} : keptOff(view), farthest, apart: Boolean(picture.lit) };
  return [new Room(view.wide, view.high, shapes, strokesOf(view), given), [...first, ...vertexLabels(view), ...others]];
};
const POINTING = matchMedia("(hover: none)").matches ? "tap" : "hover";
/** Says how many shapes of those in view have no name there, and how to read it. */
const tellNameless = ({ shapeOf }) => {
  const { lit } = picture, isSeen = ({ x, y }) => x >= 0 && y >= 0 && x <= graph.clientWidth && y <= graph.clientHeight;
  const lacking = [...picture.vertices.values()].filter((v) => isNode(v) && (!lit || lit.nodes.has(v.id)) && !room.set.has(v.id)
    && isSeen(shapeOf(v))).length;
  at("nameless").hidden = !lacking;
  const some = `${lacking === 1 ? "1 name does" : `${lacking} names do`} not fit: zoom in`;
  at("nameless").textContent = `${some}, or ${POINTING}`;
  at("beyond").textContent = `Part of the picture${lacking ? `; ${some}` : ": drag, or press Fit, to see the rest"}`;
};
/** All on which it rests where labels stand. */
const restsOn = (view, labels) => JSON.stringify([
  view.wide, view.high, view.from, view.scale, picture.onSheet, picture.lit && [...picture.lit.lines],
  [...picture.vertices.values()].map((v) => [view.shapeOf(v), isNode(v), picture.lit?.nodes.has(v.id)]),
  [...picture.lines.values()]
    .map(({ id, from, to, bend, ...one }) => [id, from, to, bend, one.tone, one.width, one.bar, one.arrows]),
  labels,
], (key, value) => (key === "sprite" ? value.number : typeof value === "number" ? Math.round(value * 1000) / 1000 : value));
const putDown = keepingLast((made, labels) => {
  made.placeAll(labels, hurried);
  evenOut(made, labels);
  made.forgetTried();
  return made;
});
/** Puts the labels down for the view: at the opening of many, quickly at first. */
const arrange = () => {
  if (!room && picture.vertices.size > MOST_AT_ONCE) hurry();
  const view = viewNow(), [made, labels] = roomOf(view, picture.onSheet ? SHORT_LEADER : Infinity, hurried);
  const isQuick = hurried || picture.vertices.size > MOST_AT_ONCE;
  [room, corner, placedAt] = [putDown(isQuick ? "" : restsOn(view, labels), made, labels), view.from, view.places];
  if (!picture.onSheet) at("leads").classList.toggle("unled", ![...room.set.values()].some(({ spot }) => spot.leader));
  if (!picture.onSheet && !hurried) tellNameless(view);
  findPointed();
};
const asPut = ({ label, spot: { box, made, leader, turn = 0, corner: from = box } }) => ({
  of: label.id, sprite: made.sprite, turn, x: from[0], y: from[1], leader,
});
const LARGER = [1, 1.2, 1.45, 1.75, 2.1, 2.5]; // than the window a picture is that is taken along, until all names are whole
const FULL = 0.35; // of a canvas that names take up more of, not all of them would find room
/** The labels of a picture that is taken along, all names whole, and how many times larger than the window its canvas is:
 * {larger, labels}. */
export const labelsTakenAlong = () => {
  const { x, y } = network.getViewPosition(), where = [network.getScale(), x, y, graph.clientWidth, graph.clientHeight].join();
  if (picture.takenAlong?.where === where) return picture.takenAlong;
  let best = null;
  for (const larger of LARGER) {
    const [made, labels] = roomOf(viewNow(larger), SHORT_LEADER), writings = labels.map(wholeLabel);
    const first = writings.filter(({ spare }) => !spare);
    const room = first.reduce((sum, { choices: [{ wide, tall } = { wide: 0, tall: 0 }] }) => sum + wide * tall, 0);
    if (room > FULL * made.wide * made.high && larger !== LARGER.at(-1)) continue;
    made.whole = true;
    made.placeAll(writings, false);
    placeAnywhere(made, writings.filter(({ spare }) => !spare));
    evenOut(made, writings);
    const lacking = labels.filter(({ id, points, spare }) => !points && !spare && !made.set.has(id)).length;
    if (!best || lacking < best.lacking) best = { larger, lacking, made };
    if (!lacking) break;
  }
  const labels = [...best.made.set.values()].map(asPut);
  picture.takenAlong = { where, larger: best.larger, labels };
  return picture.takenAlong;
};
const SHEET_NUMBER = { tone: "ink", weight: 700, size: 11 };
/** The labels of a sheet, on which nobody can point at a shape: no name is cut short, and what has no room for its name has a number.
 * `numbered` has the ids of these in order. */
export const labelsOnPaper = () => {
  const view = viewNow(), [made, all] = roomOf(view, SHORT_LEADER), { lit } = picture;
  const isCut = ({ choices }) => choices.every(({ sprite }) => sprite.rows.at(-1).endsWith("…"));
  const isSeen = ({ x, y }) => x >= 0 && y >= 0 && x <= view.wide && y <= view.high;
  const writings = all.map(wholeLabel).filter((label) => !isCut(label));
  made.whole = true;
  made.placeAll(writings, false);
  putFirst(made, writings.filter(({ id, important }) => id < BOLD && important && !made.set.has(id)));
  const names = writings.filter(({ spare }) => !spare);
  for (const label of names) if (!made.set.has(label.id)) made.place(label); // no shape stays nameless, so nobody takes it for theirs
  placeAnywhere(made, names);
  evenOut(made, writings);
  const lacking = [...picture.vertices.values()].filter(({ id }) => !made.set.has(id) && (!lit || lit.nodes.has(id)));
  const numbered = numberShapes(made, lacking.map(view.shapeOf).filter(isSeen), (text) => sprites(text, SHEET_NUMBER));
  return { labels: [...made.set.values()].map(asPut), numbered };
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
/** How far shapes have been dragged since names were put down, in pixels, by vertex. */
const draggedBy = () => {
  const now = moving ? network.getPositions() : {}, scale = network.getScale(), far = new Map();
  for (const id of moving ? picture.vertices.keys() : []) {
    const [from, to] = [placedAt[id], now[id]];
    if (from && (from.x !== to.x || from.y !== to.y)) far.set(id, [(to.x - from.x) * scale, (to.y - from.y) * scale]);
  }
  return far;
};
/** How far a label goes with what it names, while that is dragged: the middle of a line goes half as far as one of its ends. */
const goesAlong = ({ id, ends }, dragged) => (ends ?? [id, id]).map((end) => dragged.get(end) ?? [0, 0])
  .reduce(([x, y], [right, down]) => [x + right / 2, y + down / 2], [0, 0]);
/** Whether a label stands where a shape has been dragged to. */
const isUnder = ({ id }, [left, top, right, bottom], dragged, view) => [...dragged.keys()].some((held) => {
  const { x, y, radius } = view.shapeOf(picture.vertices.get(held));
  return held !== id && overlap([x - radius, y - radius, x + radius, y + radius], [left, top, right, bottom]);
});
/** The labels of this view: {of, sprite, x, y, leader}. `of` is what a label belongs to (as in `hovered`); x and y are its corner on the
 * screen, in whole pixels, as letters blur otherwise; `leader` has the ends of its leader line. Unless `pointing`, they are those that
 * stand there while nothing is pointed at. */
export const labelsOnScreen = (pointing = true) => {
  arrangeForView();
  const over = pointing ? pointed : [];
  const now = network.canvasToDOM({ x: 0, y: 0 }), [dx, dy] = [now.x - corner.x, now.y - corner.y];
  const all = [...(room?.set.values() ?? [])]
    .filter(({ label, spot }) => over.every((one) => label.id !== one.label.id && !hides(one.spot.box, spot)));
  const dragged = draggedBy(), view = dragged.size ? viewNow() : null;
  const drawn = [...all, ...over].map(({ label, spot: { box, made, leader, turn = 0, corner: from = box } }) => {
    const along = goesAlong(label, dragged), by = [dx + along[0], dy + along[1]], place = box.map((at, i) => at + by[i % 2]);
    const still = turn ? Number : Math.round; // letters that are level blur between pixels
    if (view && isUnder(label, place, dragged, view)) return null;
    return {
      of: label.id, sprite: made.sprite, turn, x: still(from[0] + by[0]), y: still(from[1] + by[1]),
      leader: leader && leader.map((at, i) => at + by[i % 2]),
      box: place, words: Boolean(label.points), turned: turn !== 0, moved: along[0] !== 0 || along[1] !== 0,
    };
  }).filter(Boolean);
  const boxOfShape = ({ x, y, radius }) => ({ box: [x - radius, y - radius, x + radius, y + radius] });
  return view ? shownWhileDragged(drawn, [...picture.vertices.values()].map((v) => boxOfShape(view.shapeOf(v)))) : drawn;
};
/** `strong`: while its name is pointed at. */
const paintLeader = (pen, [x1, y1, x2, y2], strong = false) => {
  const wide = strong ? 2 : LEADER.wide;
  pen.beginPath();
  pen.moveTo(x1, y1);
  pen.lineTo(x2, y2);
  for (const [lineWidth, tone, dots] of [[LEADER.edge - LEADER.wide + wide, "canvas", []], [wide, strong ? "ink" : "soft", LEADER.dots]]) {
    pen.setLineDash(strong ? [] : dots);
    Object.assign(pen, { lineWidth, strokeStyle: palette[tone] });
    pen.stroke();
  }
  pen.setLineDash([]);
};
/** Lets the pen paint in pixels of the screen. */
export const inPixels = (pen, paint) => {
  const ratio = devicePixelRatio || 1;
  pen.save();
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  paint();
  pen.restore();
};
beneathShapes.push((pen) => inPixels(pen, () => { for (const { leader } of labelsOnScreen()) if (leader) paintLeader(pen, leader); }));
network.on("afterDrawing", (pen) => inPixels(pen, () => {
  const drawn = labelsOnScreen(), isPointed = (id) => pointed.some(({ label }) => label.id === id);
  for (const { of, leader, sprite, x, y, turn } of drawn) {
    if (leader && isPointed(of)) paintLeader(pen, leader, true); // over other names, as it is for now
    if (turn) paintTurned(pen, sprite, x, y, turn);
    else pen.drawImage(painted(sprite), x, y, sprite.wide, sprite.tall);
  }
}));
