// Figures on one axis: which stretch of numbers it shows, and a mark for each figure.

import { listed, svg } from "./elements.js";

/** The step between ticks: 1, 2 or 5 times a power of ten. */
const stepOf = (span, most = 4) => {
  const rough = span / most, power = 10 ** Math.floor(Math.log10(rough)), times = rough / power;
  return power * (times <= 1 ? 1 : times <= 2 ? 2 : times <= 5 ? 5 : 10);
};
/** The axis for some bounds: {low, high, share, ticks}. It begins at 0 for shares, and where figures are near 0 beside what they
 * differ by; else it begins near the least, so that figures which are close stay apart. */
export const axisFor = (bounds, { share = false, open = false } = {}) => {
  const least = Math.min(...bounds), most = Math.max(...bounds), span = most - least;
  const close = !share && least > 0 && span < 0.4 * most;
  const pad = (span || least) * 0.3, from = close ? least - pad : Math.min(0, least);
  const to = share ? Math.max(1, most) : close ? most + pad : open ? most + 0.2 * (most - from) : most;
  const step = share && to === 1 ? 0.25 : stepOf(to - from || 1);
  const first = Math.floor(from / step + 1e-9), last = Math.ceil(to / step - 1e-9);
  const ticks = Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
  return { low: ticks[0], high: ticks.at(-1), share, ticks };
};
export const short = (value, share) => (share ? `${Number((value * 100).toPrecision(6))}%`
  : value.toLocaleString("en", { notation: Math.abs(value) < 10_000 ? "standard" : "compact", maximumFractionDigits: 2 }));

const [LEFT, RIGHT, LANE] = [24, 316, 26];
/** A figure's mark: a point, a bar between bounds, an arrow where nothing bounds it. One that is denied or not asserted is hollow;
 * a bar through it says that it is denied. */
const markOf = ({ least, most, stands }, x, y) => {
  const from = least === null ? LEFT : x(least), to = most === null ? RIGHT : x(most), look = `figure ${stands}`;
  const point = least !== null && least === most;
  const parts = [point ? svg("circle", { cx: from, cy: y, r: 5, class: look })
    : svg("rect", { x: from, y: y - 3, width: Math.max(2, to - from), height: 6, class: look })];
  if (least === null) parts.push(svg("path", { d: `M${LEFT + 1},${y - 6} l-7,6 l7,6`, class: "arrow" }));
  if (most === null) parts.push(svg("path", { d: `M${RIGHT - 1},${y - 6} l7,6 l-7,6`, class: "arrow" }));
  const middle = (from + to) / 2;
  if (stands === "denied") parts.push(svg("path", { d: `M${middle - 5},${y + 8} l10,-16`, class: "bar" }));
  return { parts, from: Math.min(from, to), to: Math.max(from, to) };
};
const cutShort = (text, most) => (text.length > most ? `${text.slice(0, most - 1)}…` : text);
/** What stands beside a mark, on the side that has more room, the first of its `texts` that fits; above it where a bar fills the
 * axis. Pointed at, it tells the longest. */
const besideMark = (texts, { from, to }, y) => {
  const [before, after] = [from - 28, 340 - to - 14], room = Math.floor(Math.max(before, after) / 5);
  const above = to - from > 40 && room < texts[0].length, most = above ? 48 : room;
  const text = cutShort(texts.find(({ length }) => length <= most) ?? texts.at(-1), most), whole = svg("title", {}, texts[0]);
  if (above) return svg("text", { x: (from + to) / 2, y: y - 9, "text-anchor": "middle", class: "who" }, text, whole);
  return after >= before ? svg("text", { x: to + 12, y, class: "who" }, text, whole)
    : svg("text", { x: from - 12, y, "text-anchor": "end", class: "who" }, text, whole);
};
/** A figure with what it is of, where the answer tells: "Russian state: half". */
const said = ({ words, stands, of }) => `${of ? `${of}: ` : ""}${stands === "denied" ? "not " : ""}${words}`;
const saysWho = (figure) => {
  const { who } = figure, whole = `${said(figure)}, ${who.length === 1 ? "says" : "say"} ${listed(who)}`;
  return who.length === 1 ? [whole] : [whole, `${said(figure)}, say ${who.length} claimants`];
};
/** One axis with a lane for each figure: {number, of, least, most, stands, words, who}; `number` is that of its position, or "",
 * `of` what it is a figure of, or "", `who` the names of those who give it. */
export const figureAxis = (title, figures, axis) => {
  const { low, high, share, ticks } = axis, bottom = figures.length * LANE + 4;
  const x = (value) => LEFT + ((RIGHT - LEFT) * (value - low)) / (high - low || 1);
  const lines = ticks.flatMap((tick) => [
    svg("line", { x1: x(tick), x2: x(tick), y1: 2, y2: bottom + 3, class: "tick" }),
    svg("text", { x: x(tick), y: bottom + 10, "text-anchor": "middle" }, short(tick, share)),
  ]);
  const lanes = figures.flatMap((figure, i) => {
    const y = i * LANE + LANE / 2 + 4, mark = markOf(figure, x, y);
    return [...mark.parts, svg("text", { x: 0, y, class: "number" }, figure.number || "○"),
      besideMark(saysWho(figure), mark, y)];
  });
  const told = figures.map((figure) => `${figure.number ? `position ${figure.number}: ` : ""}${said(figure)}`
    + `${figure.stands === "projected" ? ", not said as a fact" : ""}, ${figure.who.length === 1 ? "says" : "say"} ${listed(figure.who)}`);
  const label = `${title} ${told.join("; ")}. Axis from ${short(low, share)} to ${short(high, share)}.`;
  return svg("svg", { viewBox: `0 0 340 ${bottom + 18}`, class: "figure-axis", role: "img", "aria-label": label },
    ...lines, svg("line", { x1: LEFT, x2: RIGHT, y1: bottom, y2: bottom, class: "axis" }), ...lanes);
};
