// The picture as SVG 1.1: shapes and labels where the screen shows them, and the legend below.

import { clamped } from "./clamp.js";
import { xml } from "./gexf.js";

// An element is a list: its tag, its attributes, then the elements and texts in it.
const escapedAttribute = ([key, value]) => ` ${key}="${xml(value)}"`;
const isGiven = ([, value]) => value !== undefined && value !== null;
/** An element as text. */
export const markupOf = ([tag, attributes, ...kids]) => {
  const inside = kids.map((kid) => (Array.isArray(kid) ? markupOf(kid) : xml(kid))).join("");
  const start = `<${tag}${Object.entries(attributes).filter(isGiven).map(escapedAttribute).join("")}`;
  return inside ? `${start}>${inside}</${tag}>` : `${start}/>`;
};
/** An element, built by calls of `make(tag, attributes, ...kids)`. */
export const builtOf = ([tag, attributes, ...kids], make) => {
  const given = Object.fromEntries(Object.entries(attributes).filter(isGiven));
  return make(tag, given, ...kids.map((kid) => (Array.isArray(kid) ? builtOf(kid, make) : kid)));
};

const hundredths = (number) => Math.round(number * 100) / 100;
const MOST_OF_NAME = 300; // so many characters of a name go along
const path = (mark) => ["path", mark];
const lineGroup = ({ id, from, to, label, status, marks }) => ["g",
  { class: "line", "data-id": id, "data-from": from, "data-to": to, "data-status": status },
  ...(label ? [["title", {}, clamped(label, MOST_OF_NAME)]] : []), ...marks.map(path)];
const boxAttributes = ([left, top, right, bottom]) => ({
  "data-x": left, "data-y": top, "data-wide": Math.round((right - left) * 100) / 100, "data-tall": Math.round((bottom - top) * 100) / 100,
});
const nodeGroup = ({ id, label, box, marks }) => ["g",
  { class: "node", "data-id": id, "data-label": clamped(label, MOST_OF_NAME), ...boxAttributes(box) },
  ["title", {}, clamped(label, MOST_OF_NAME)], ...marks.map(path)];
const leaderOfLabel = (leader) => {
  if (!leader) return [];
  const [x1, y1, x2, y2] = leader.ends.map(hundredths), line = (look) => ["line", { x1, y1, x2, y2, ...look }];
  return [line({ stroke: leader.back, "stroke-width": leader.edge }),
    line({ class: "leader", stroke: leader.tone, "stroke-width": leader.wide, "stroke-dasharray": leader.dots })];
};
/** What interrupts a line beneath its words. */
const plateOf = ({ x, y, wide, tall, look }) => (look.plate
  ? [["rect", { class: "plate", x, y, width: wide, height: tall, rx: look.round, fill: look.plate }]] : []);
/** Letters on plates of their own before the first row. */
const badgeIn = ({ x, y, badge, look, above, small = Number }) => {
  if (!badge) return [];
  const { left: from, high, size, weight, plates } = badge;
  return plates.flatMap(({ text, left, wide, plate, tone, edge }) => [
    ["rect", { class: "badge", x: hundredths(x + small(from + left)), y: hundredths(y + small(above)), width: small(wide),
      height: small(high), rx: look.round, fill: plate, stroke: edge }],
    ["text", { class: "letters", x: hundredths(x + small(from + left + wide / 2)), y: hundredths(y + small(above + high / 2 + 0.36 * size)),
      fill: tone, "font-size": small(size), "font-weight": weight }, text]]);
};
/** Rows of text with an edge around them. The edge is a text of its own: not every program paints it beneath the letters. */
const labelGroup = (label) => {
  const { of, leader, x, y, wide, tall, rows, high, drop, above, look, turn, middles, small = Number } = label;
  const row = (text, i) => ["text", { x: hundredths(x + middles[i]), y: hundredths(y + small(above) + i * high + drop) }, text];
  const written = rows.map(row).filter(([, , text]) => text); // letters may stand without words
  const { weight, stretch, size, family, tone, edge, direction } = look;
  const font = { "font-family": family, "font-size": size, "font-weight": weight, "font-stretch": stretch };
  const whose = String(of), ofLine = whose[0] === ","; // a line's id stands after a comma
  const turned = turn ? { "data-turn": turn, transform: `rotate(${turn} ${hundredths(x + wide / 2)} ${hundredths(y + tall / 2)})` } : {};
  const box = { "data-x": x, "data-y": y, "data-wide": wide, "data-tall": tall, ...turned };
  const own = { class: "label", "data-of": ofLine ? "line" : "node", "data-for": whose.slice(ofLine ? 1 : 0) };
  return ["g", { ...own, ...box, "text-anchor": "middle", ...font, direction },
    ...leaderOfLabel(leader), ...plateOf(label),
    ["g", { class: "halo", fill: edge, stroke: edge, "stroke-width": small(4), "stroke-linejoin": "round" }, ...written],
    ["g", { fill: tone }, ...written], ...badgeIn(label)];
};

const isWithin = ({ wide, high }) => ({ box }) => box && box[2] >= 0 && box[3] >= 0 && box[0] <= wide && box[1] <= high;
/** What the window shows: lines, nodes over them, names over these; what lies outside is left out. */
const viewOf = ({ wide, high, layers, labels, colours }) => {
  const seen = isWithin({ wide, high });
  return [
    ["defs", {}, ["clipPath", { id: "view" }, ["rect", { width: wide, height: high }]]],
    ["rect", { class: "back", width: wide, height: high, fill: colours.canvas }],
    ["g", { "clip-path": "url(#view)" },
      ...layers.flatMap(({ lines, nodes }) => [
        ["g", { class: "lines" }, ...lines.filter(seen).map(lineGroup)],
        ["g", { class: "nodes" }, ...nodes.filter(seen).map(nodeGroup)],
      ]),
      ["g", { class: "labels" }, ...labels.map(labelGroup)]],
  ];
};
/** A picture with its foot: {wide, high, larger, title, description, layers, labels, colours, foot: {high, parts}}; of each layer
 * {lines, nodes}, the lowest first. All but the foot is in pixels of the window; the canvas is so many times `larger`. */
export const svgOf = (shot) => {
  const { wide, high, larger = 1, foot, colours } = shot, tall = hundredths(high + foot.high / larger),
    by = larger === 1 ? "" : ` scale(${Math.round(1e5 / larger) / 1e5})`;
  return ["svg", {
    xmlns: "http://www.w3.org/2000/svg", version: "1.1", width: Math.round(wide * larger), height: Math.round(high * larger) + foot.high,
    viewBox: `0 0 ${wide} ${tall}`,
  },
  ["title", {}, clamped(shot.title, MOST_OF_NAME)], ["desc", {}, clamped(shot.description, 2000)],
  ["rect", { width: wide, height: tall, fill: colours.canvas }],
  ...viewOf(shot),
  ["g", { class: "foot", transform: `translate(0 ${high})${by}`, "font-family": colours.family, fill: colours.ink }, ...foot.parts]];
};
