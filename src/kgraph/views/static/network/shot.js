// The picture as the window shows it, ready to be saved.

import { claimant, sideWords } from "./cards.js";
import { originsOn } from "./columns.js";
import { at, count, svg } from "./elements.js";
import { footOf } from "./foot.js";
import { isNode, isRelation, isToDoer } from "./items.js";
import { isAskedOf, questionsLettered } from "./lettered.js";
import { labelsOnPaper, labelsOnScreen, labelsTakenAlong } from "./labels.js";
import { drawHead, drawLine, drawShape, layersOf, ringOf } from "./layers.js";
import {
  PAST, brief, claims, data, documents, edges, focusSteps, isOnQuestions, isOpenHere, letterOf, near, nodes, record, saidYet, state, status,
  statusBeside, statusWords, theirs,
} from "./opened.js";
import { palette } from "./palette.js";
import { Pen } from "./pen.js";
import { LEADER } from "./placing.js";
import { graph, network, picture, shapesInQuestion, showsPart } from "./picture.js";
import { unique } from "./record.js";
import { FONT, badgeAt, dropOf, measureAt, middleOfRow } from "./sprites.js";
import { builtOf, svgOf } from "./svg.js";

const MOST_TITLES = 12; // so many documents are named beneath a picture
const labelOf = (id) => nodes[id].label;
/** A relation always stands with its status. */
const relationWords = (id) => {
  const more = statusBeside(id, brief(id));
  return `${labelOf(edges[id].from)} → ${brief(id)} → ${labelOf(edges[id].to)}${more ? ` (${more})` : ""}`;
};
const claimWords = (id) => `a claim by ${claimant(id)}, in our words: ${claims[id].text.replace(/\.$/, "")}`;
const NAMED = {
  node: labelOf, edge: relationWords, claim: claimWords, question: (id) => `the question: ${record.questions[id].text}`,
  statement: ([from, to]) => `${labelOf(from)} speaks of ${labelOf(to)}${sideWords([from, to])}`,
  path: ([from, to]) => `a path from ${labelOf(from)} to ${labelOf(to)}`,
};

/** What vis-network draws, drawn with the pen given here. */
const drawnWith = (view, ...draw) => {
  const pen = new Pen(view);
  for (const one of draw) { pen.save(); one(pen); pen.restore(); }
  return { marks: pen.marks, box: pen.box };
};
/** Lines and nodes, the faint ones first, as on the screen. */
const shapesOf = (view) => {
  const lineOf = (id) => {
    const { from, to } = picture.lines.get(id), told = isRelation({ id });
    const [label, kind] = told ? [relationWords(id), status(id)] : ["", null];
    return { id, from, to, label, status: kind, ...drawnWith(view, (pen) => drawLine(pen, id), (pen) => drawHead(pen, id)) };
  };
  const nodeOf = (id) => ({ id, label: picture.vertices.get(id).label, ...drawnWith(view, (pen) => drawShape(pen, id)) });
  const { faint, over } = layersOf();
  return { layers: [faint, over].map(({ lines, nodes: ids }) => ({ lines: lines.map(lineOf), nodes: ids.map(nodeOf) })) };
};
const FINE = 0.6; // pixels: in a file a leader is a pale hairline, that nobody takes for a relation
/** Labels as the picture has them; on a larger canvas letters are that much smaller beside the shapes. */
const labelsOf = (labels, larger = 1) => labels.map(({ sprite, of, x, y, leader, turn }) => {
  const { rows, look } = sprite, small = (size) => Math.round((100 * size) / larger) / 100;
  return {
    of, x: small(x), y: small(y), turn: Math.round((1800 * (turn ?? 0)) / Math.PI) / 10,
    leader: leader && {
      ends: leader.map(small), wide: small(FINE), edge: small(LEADER.edge), dots: LEADER.dots.map(small).join(" "),
      tone: palette.soft, back: palette.canvas,
    },
    wide: small(sprite.wide), tall: small(sprite.tall), rows,
    high: sprite.high / larger, drop: dropOf(look.font) / larger, above: sprite.above, small,
    middles: rows.map((_, i) => small(middleOfRow(sprite, i))),
    badge: sprite.badge && { ...sprite.badge, left: badgeAt(sprite), high: sprite.high },
    look: {
      size: small(sprite.size), weight: sprite.weight, stretch: sprite.stretch, family: FONT, tone: look.fillStyle, edge: look.strokeStyle,
      direction: look.direction, plate: sprite.plate, round: small(4),
    },
  };
});

// --- the legend

const SAMPLE = 32;
/** A sample of a line, in a file as large as the line is there. */
const lineSample = (text, tone, width, dashes, { barred = false, larger = 1 } = {}) => ({
  wide: SAMPLE * larger + 6, text,
  parts: [
    ["line", {
      x1: 0, y1: 0, x2: SAMPLE * larger, y2: 0, stroke: palette[tone], "stroke-width": width,
      "stroke-dasharray": dashes.length ? dashes.map((dash) => Math.round(100 * dash * larger) / 100).join(" ") : null,
      "stroke-linecap": dashes.length ? "round" : null,
    }],
    ...(barred ? [["line", {
      x1: (SAMPLE * larger) / 2, y1: -5, x2: (SAMPLE * larger) / 2, y2: 5, stroke: palette[tone], "stroke-width": 2.4,
    }]] : []),
  ],
});
const dotSample = (larger) => {
  const { wide, text, parts } = lineSample("who acts, as claimed", "undisputed", 1.3, [], { larger });
  return { wide, text, parts: [...parts, ["circle", { cx: SAMPLE * larger - 2, cy: 0, r: 3.5, fill: palette.undisputed }]] };
};
/** A sample of a line of who speaks of what, with an end of its own. */
const endSample = (text, ...end) => {
  const { wide, parts } = lineSample(text, "statement", 1, [2, 4]);
  return { wide, text, parts: [...parts, ...end] };
};
const denyingSample = () => endSample("speaks only to deny",
  ["path", { d: `M${0.7 * SAMPLE},-6 V6`, stroke: palette.denied, "stroke-width": 3.4 }]);
const alsoSample = () => endSample("also denies",
  ["path", { d: `M${SAMPLE / 2},-6 V6`, stroke: palette.denied, "stroke-width": 3.4 }],
  ["path", { d: `M${SAMPLE},0 l-6,-3 v6 z`, fill: palette.statement }]);
const openSample = () => endSample("takes no side: finds no evidence",
  ["circle", { cx: SAMPLE - 3, cy: 0, r: 3.5, fill: palette.canvas, stroke: palette.statement, "stroke-width": 1.4 }]);
const outlineOf = (kind) => data.kinds[kind].outline.split(" ").map((corner) => corner.split(",").map((n) => (Number(n) - 8) * 0.75));
const kindSample = (kind) => ({
  wide: 16, text: data.kinds[kind].words,
  parts: [data.kinds[kind].shape === "dot" ? ["circle", { cx: 6, cy: 0, r: 5.25, fill: palette[kind] }]
    : ["polygon", { points: outlineOf(kind).map(([x, y]) => `${x + 6},${y}`).join(" "), fill: palette[kind] }]],
});
const ringSample = (past, larger) => {
  const { wide, dashes, tone } = ringOf(past);
  return {
    wide: 18 * larger, text: past ? `${PAST}: what contradicted was changed or taken back` : "something is in question that no line shows",
    parts: [["circle", {
      cx: 7 * larger, cy: 0, r: 6 * larger, fill: "none", stroke: palette[tone], "stroke-width": wide,
      "stroke-dasharray": dashes.map((dash) => dash * larger).join(" "),
    }]],
  };
};
const MOST_QUESTIONS = 12; // are written under a picture
const letterSample = ({ id, text }) => {
  const letter = letterOf(id), wide = 9 + 7 * letter.length;
  const [fill, stroke, tone] = isOpenHere(id) ? [palette.disputed, null, palette.canvas] : ["none", palette.soft, palette.soft];
  return {
    wide: wide + 4, text, parts: [
      ["rect", { x: 0, y: -7, width: wide, height: 14, rx: 4, fill, stroke }],
      ["text", { x: wide / 2, y: 3.5, "text-anchor": "middle", "font-size": 11, "font-weight": 700, fill: tone }, letter],
    ],
  };
};
/** The questions that have letters in the picture. */
const letterSamples = () => {
  const relations = [...picture.lines.values()].filter((line) => isRelation(line) && isAskedOf(line.id)).map(({ id }) => id);
  const all = questionsLettered(relations, [...shapesInQuestion(), ...shapesInQuestion(true)]), more = all.length - MOST_QUESTIONS;
  return [...all.slice(0, MOST_QUESTIONS).map(letterSample),
    ...(more > 0 ? [{ wide: 0, parts: [], text: `and ${count(more, "question")} more` }] : [])];
};
/** A sample of each kind of shape and line that is drawn, and of what leads from `labels` to their shapes. */
const samples = (labels, larger) => {
  const vertices = [...picture.vertices.values()], lines = [...picture.lines.values()], relations = lines.filter(isRelation);
  const kinds = new Set(vertices.filter(isNode).map(({ tone }) => tone)), shown = new Set(relations.map(({ id }) => status(id)));
  const styles = record.statuses.filter((one) => shown.has(one)).map((word) => {
    const { tone, width, dashes, barred } = data.statuses[word];
    return lineSample(statusWords(word), tone, width, dashes, { barred, larger });
  });
  const thick = relations.find(({ id }) => originsOn(id).alike > 1);
  const more = [
    lines.some(({ id }) => String(id)[0] === "s") && lineSample("speaks of", "statement", 1, [2, 4]),
    lines.some(({ denies }) => denies) && denyingSample(),
    lines.some(({ also }) => also) && alsoSample(),
    lines.some(({ open }) => open) && openSample(),
    thick && lineSample("said by two or more who have it from nobody else here", thick.tone, thick.width, thick.dashes || []),
    lines.some(isToDoer) && dotSample(larger),
    ...[false, true].map((past) => shapesInQuestion(past).length > 0 && ringSample(past, larger)),
    labels.some(({ leader }) => leader) && lineSample("from a name to its shape", "soft", FINE, LEADER.dots),
    vertices.some((vertex) => !isNode(vertex)) && {
      wide: 16, text: "a claim", parts: [["circle", { cx: 6, cy: 0, r: 5, fill: palette.soft }]],
    },
  ];
  return [...Object.keys(data.kinds).filter((kind) => kinds.has(kind)).map(kindSample), ...styles, ...more.filter(Boolean)];
};
/** What is selected or focused on, in words. */
const chosenWords = () => {
  const { focus, selected } = state, [what, id] = Object.entries(selected ?? {})[0] ?? [];
  return [
    what ? `Selected${picture.lit ? ", all else faint" : ""}: ${NAMED[what](id)}.` : "",
    near() ? `Only ${isOnQuestions() ? "what is in question, and who answers" : labelOf(focus.node)}${focusSteps()}.` : "",
  ].filter(Boolean).join(" ");
};
/** Of which documents the picture tells: their titles, or their number and the first. */
const sourceWords = () => {
  const behind = unique(claims.filter(({ id }) => saidYet(id) && theirs(id)).map((claim) => claim.document));
  const titles = unique(behind.map((number) => documents[number]?.label)).filter(Boolean), more = titles.length - MOST_TITLES;
  if (!titles.length) return "";
  const named = more > 0 ? `${titles.slice(0, MOST_TITLES).join("; ")}; and ${count(more, "other document")}` : titles.join("; ");
  return `Claims read in ${count(titles.length, "document")}: ${named}.`;
};
const partWords = () => (showsPart() ? `Part of the picture, which has ${count(picture.vertices.size, "shape")}.` : "");
const words = (id) => at(id).textContent.replace(/\s+/g, " ").trim();
const captionOf = () => [chosenWords(), words("says"), partWords(), sourceWords(), words("made")].filter(Boolean);
const footFor = (wide, caption, labels, larger = 1) => footOf({
  wide, entries: [...samples(labels, larger), ...letterSamples()], title: caption ? data.title : "", said: caption ? captionOf() : [],
  measure: measureAt, ink: palette.ink,
});

/** The size of the picture with its legend, in pixels; null if no picture is shown. */
export const shotSize = () => {
  if (!graph.clientWidth || !graph.clientHeight) return null;
  const { larger, labels } = labelsTakenAlong(), wide = Math.round(graph.clientWidth * larger);
  return { wide, high: Math.round(graph.clientHeight * larger) + footFor(wide, true, labels, larger).high };
};
const shotOf = (labels, larger, caption) => {
  const wide = graph.clientWidth, high = graph.clientHeight;
  const view = { ...network.canvasToDOM({ x: 0, y: 0 }), scale: network.getScale() };
  return svgOf({
    wide, high, larger, title: data.title, description: captionOf().join(" "), ...shapesOf(view), labels: labelsOf(labels, larger),
    colours: { canvas: palette.canvas, ink: palette.ink, family: FONT }, foot: footFor(Math.round(wide * larger), caption, labels, larger),
  });
};
/** The picture with all names whole, and with what it is and how to read it written under it. */
export const shoot = () => {
  const { larger, labels } = labelsTakenAlong();
  return shotOf(labels, larger, true);
};
/** An element whose texts are not cut: the legend has cut them to its width. */
const uncutElement = (tag, attributes, ...kids) => svg(tag, attributes,
  ...kids.map((kid) => (typeof kid === "string" ? document.createTextNode(kid) : kid)));
const drawnWithKey = (labels) => builtOf(shotOf(labels, 1, false), uncutElement);
/** The picture as it is seen, with the legend alone. */
export const asOnScreen = () => drawnWithKey(labelsOnScreen());
const nameOf = (id) => (isNode(picture.vertices.get(id)) ? labelOf(id) : claimWords(picture.vertices.get(id).claim));
/** The picture for a sheet, with the legend alone, and the names of what has a number in it, in order: {drawing, names}. */
export const drawnForPaper = () => {
  const { labels, numbered } = labelsOnPaper();
  return { drawing: drawnWithKey(labels), names: numbered.map(nameOf) };
};
