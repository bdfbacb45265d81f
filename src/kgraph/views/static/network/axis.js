// Draws figures on one axis: which range of numbers the axis shows, and a mark for each figure.

import { firstWords } from "./clamp.js";
import { el, listed, svg } from "./elements.js";
import { isStruck } from "./stance.js";

/** The step between ticks: 1, 2 or 5 times a power of ten. */
const stepOf = (span, most = 4) => {
  const rough = span / most, power = 10 ** Math.floor(Math.log10(rough)), times = rough / power;
  return power * (times <= 1 ? 1 : times <= 2 ? 2 : times <= 5 ? 5 : 10);
};
/** The axis for some bounds: {low, high, share, ticks}. It begins at 0 for shares, and if the differences between the figures are large
 * compared with the figures. Otherwise it begins near the least figure, so that close figures stay apart. */
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

const [LEFT, LINE, MARK] = [24, 12, 17]; // room beside an axis; the height of a line of words, and of a mark
/** How wide a chart is where there is room, in units; letters have 11. */
export const WIDEST_CHART = 340;
/** A figure's mark: a point, a bar between two bounds, or an arrow on a side without a bound. A bar is thin, with its bounds across it. The
 * mark is hollow if the figure is not asserted, has a bar through it if the figure is denied, and is lighter if those who gave it changed
 * it later. */
const markOf = ({ least, most, stands, old, agreed }, x, y, right = 0) => {
  const from = least === null ? LEFT : x(least), to = most === null ? right : x(most), look = `figure ${stands}${old ? " old" : ""}`;
  const point = least !== null && least === most, thin = stands ? 6 : 2; // a wide range weighs less to the eye than a figure
  const parts = [point ? svg("circle", { cx: from, cy: y, r: agreed ? 6 : 5, class: look })
    : svg("rect", { x: from, y: y - thin / 2, width: Math.max(2, to - from), height: thin, class: look })];
  const ends = point || stands ? [] : [least === null ? [] : from, most === null ? [] : to].flat();
  parts.push(...ends.map((end) => svg("rect", { x: end - 1, y: y - 5, width: 2, height: 10, class: look })));
  if (least === null) parts.push(svg("path", { d: `M${LEFT + 1},${y - 6} l-7,6 l7,6`, class: "arrow" }));
  if (most === null) parts.push(svg("path", { d: `M${right - 1},${y - 6} l7,6 l-7,6`, class: "arrow" }));
  const middle = (from + to) / 2;
  if (isStruck(stands)) parts.push(svg("path", { d: `M${middle - 5},${y + 8} l10,-16`, class: "struck" }));
  return parts;
};
/** How far an axis goes on past its first figure, with two strokes across, where 0 is not on it. */
export const BREAK = 14;
/** What goes on so past the end towards 0 of an axis from x1 to x2, if 0 is not on it; and words for it. */
export const breakOf = ({ low, high }, x1, x2, y) => {
  if (low <= 0 && high >= 0) return [];
  const from = low > 0 ? x1 - BREAK : x2;
  return [svg("line", { x1: from, x2: from + BREAK, y1: y, y2: y, class: "axis" }),
    svg("path", { d: `M${from + 3},${y + 4} l3,-8 m3,0 l-3,8`, class: "break" }, svg("title", {}, "0 is not on this axis"))];
};
export const breakWords = ({ low, high }) => (low > 0 || high < 0 ? "; 0 is not on it" : "");
const cutShort = (text, most) => (text.length > most ? `${text.slice(0, most - 1)}…` : text);
const ON_A_LINE = 54, LINES_OF_A_LANE = 3; // how many characters a line of the widest chart, and how many lines a mark's text may have
/** Breaks a text into lines of at most `room` characters; "or earlier" stays with its day where there is room. */
export const asLines = (text, room = ON_A_LINE) => {
  const lines = [""];
  const whole = text.split(/ (?!(?:or )?earlier\b)/);
  for (const word of whole.flatMap((one) => (one.length > room ? one.split(" ") : [one]))) {
    const line = lines.at(-1), longer = line ? `${line} ${word}` : word;
    if (line && longer.length > room) lines.push(word);
    else lines[lines.length - 1] = longer;
  }
  return lines.map((line) => cutShort(line, room));
};
/** A figure with the thing that it measures, if the answer names it, and the figure's status: "Russian state: half". What is no position
 * on the question is "also" said. */
const said = ({ words, stands, of, number }) => `${number ? "" : "also: "}${of ? `${of}: ` : ""}${isStruck(stands) ? "not " : ""}${words}`
  + `${stands === "projected" || stands === "against" ? " (not said as a fact)" : ""}`;
/** How many agree on a figure, and since when. */
export const saySo = ({ who, since }) => `said by ${who} since ${since}`;
export const says = (number) => (number === 1 ? "says" : "say");
const saysWho = (figure) => {
  const { who, when, agreed } = figure;
  if (agreed) return `${said(figure)}: ${saySo(agreed)} (${listed(who)})`;
  return `${said(figure)}, ${says(who.length)} ${listed(who)}${when ? `, ${when}` : ""}`;
};
/** The text above a mark: who gives the figure, or gave it before, in a few lines; if they are too many, how many they are. */
const laneWords = (figure, room) => {
  const { who, when, agreed, old, number } = figure, lead = old ? `before${number ? ": " : ", "}` : "";
  const whole = asLines(lead + saysWho(figure), room);
  if (whole.length <= LINES_OF_A_LANE) return whole;
  if (agreed) return asLines(`${said(figure)}: ${saySo(agreed)}`, room);
  const counted = who.length > 1 ? `${said(figure)}, say ${who.length} claimants${when ? `, ${when}` : ""}` : saysWho(figure);
  const lines = asLines(lead + counted, room), kept = lines.slice(0, LINES_OF_A_LANE);
  return lines.length > kept.length ? [...kept.slice(0, -1), `${firstWords(kept.at(-1), room - 2)} …`] : kept;
};
/** One axis with a lane for each figure: {number, of, least, most, stands, words, who, when, old}. `number` is the number of its position,
 * "" beside them, or "=" with what is `agreed` on; only the chart's label tells it; `of` what the figure measures, or ""; `who` the names
 * of those who give it; `when` the days on which they did, or ""; `old` whether they changed it later. The chart is `wide` units. */
export const figureAxis = (title, figures, axis, wide = WIDEST_CHART) => {
  const { low, high, share, ticks } = axis, right = wide - LEFT, room = Math.floor((ON_A_LINE * wide) / WIDEST_CHART);
  const x = (value) => LEFT + ((right - LEFT) * (value - low)) / (high - low || 1);
  let bottom = 2;
  const lanes = figures.flatMap((figure) => {
    const top = bottom, lines = laneWords(figure, room), y = top + lines.length * LINE + MARK / 2 + 1;
    bottom = top + lines.length * LINE + MARK + 2;
    const look = figure.old ? " old" : "";
    return [
      svg("line", { x1: LEFT, x2: right, y1: y, y2: y, class: "tick" }),
      ...ticks.map((tick) => svg("line", { x1: x(tick), x2: x(tick), y1: y - 4, y2: y + 4, class: "tick" })),
      ...markOf(figure, x, y, right),
      ...lines.map((line, i) => svg("text", { x: 0, y: top + i * LINE + LINE / 2 + 2, class: `who${look}` }, line,
        svg("title", {}, saysWho(figure)))),
    ];
  });
  bottom += 2;
  const lines = ticks.flatMap((tick) => [
    svg("line", { x1: x(tick), x2: x(tick), y1: bottom - 3, y2: bottom + 3, class: "tick" }),
    svg("text", { x: x(tick), y: bottom + 10, "text-anchor": "middle" }, short(tick, share)),
  ]);
  const place = ({ number }) => (number === "=" ? "by now: " : number ? `position ${number}: ` : "");
  const told = figures.map((figure) => `${figure.old ? "before, " : ""}${place(figure)}${saysWho(figure)}`);
  const label = `${title} ${told.join("; ")}. Axis from ${short(low, share)} to ${short(high, share)}${breakWords(axis)}.`;
  return svg("svg", { viewBox: `0 0 ${wide} ${bottom + 18}`, class: "figure-axis", role: "img", "aria-label": label },
    ...lines, svg("line", { x1: LEFT, x2: right, y1: bottom, y2: bottom, class: "axis" }), ...breakOf(axis, LEFT, right, bottom), ...lanes);
};
const MOST_ANSWERS = 3; // whose answers are told beside their numbers
/** Names the positions that are `not` on an axis by their numbers, and says what they answer. The signs need no words here: each stands
 * below its own. */
export const offAxis = (not) => {
  const sorted = [...not].sort((a, b) => a.number - b.number);
  const words = sorted.map(({ number, answer }) => (sorted.length > MOST_ANSWERS ? String(number) : `${number} (${answer})`));
  return words.length
    ? el("p", { className: "off-axis" }, `not on the axis: ${words.length > 1 ? "positions" : "position"} ${listed(words)}`) : "";
};
