// The slider that chooses the last day of the picture. Bars above it show how much was said on which day.

import { chooseDay } from "./acts.js";
import { dayNumber } from "./days.js";
import { at, count, el, inFigures, svg } from "./elements.js";
import { claims, data, state, theirs } from "./opened.js";
import { barsOf, breaksOf, countByDay, spansOf, ticksOf, writtenOf } from "./timeline.js";

const { days } = data;
const slider = at("until");
const WIDE = 1000; // the units of the drawing, which is as wide as the way of the knob's middle
const HIGH = 20;
const LEAST = 4; // the least height of a bar; a lower one could not be seen beside high ones
const MOST_BARS = 120;
const MOST_TICKS = 40;
const LETTERS = 68; // pixels that a day takes when it is written out
const SETTLED = 700; // ms after which the next key begins a new step of the history
const LETTER = 5.6, ASIDE = 28; // pixels that a letter of a break's length takes, and the strokes and bars beside it
const BEFORE = 14; // pixels that a time reaches beyond the first day, if it begins before
let tally = null; // {by, claims, byDay, all, undated, before, spans, months}: the counts, and for whom they were made
let pointedDay = -1;

/** Counts the claims of each day: those of the chosen claimants, if any are chosen, and `all`. */
const counted = () => {
  const by = state.by.join();
  if (tally?.by === by && tally.claims === claims.length) return tally;
  const { byDay, undated } = countByDay(days, claims, theirs), before = [];
  byDay.forEach((number, i) => before.push(number + (i ? before[i - 1] : 0)));
  const all = state.by.length ? countByDay(days, claims, () => true).byDay : byDay;
  const spans = spansOf(days, claims, theirs), months = state.by.length ? spansOf(days, claims, () => true) : spans;
  tally = { by, claims: claims.length, byDay, all, undated, before, spans, months };
  return tally;
};
const placeOf = (i) => (days.length < 2 ? WIDE / 2 : (i / (days.length - 1)) * WIDE);
/** Units of the drawing in a pixel: the drawing is as wide as the window lets it be. */
const inPixel = () => WIDE / Math.max(60, at("by-day").getBoundingClientRect().width);
const bar = ({ from, to, number }, look, { most, pixel }) => {
  const middle = (placeOf(from) + placeOf(to)) / 2, room = (WIDE / days.length) * (to - from + 1);
  const wide = Math.max(2 * pixel, Math.min(12 * pixel, room * 0.8)), high = number ? Math.max(LEAST, (number / most) * (HIGH - 3)) : 0;
  const title = svg("title", {}, `${days[from]}${to > from ? ` to ${days[to]}` : ""}: ${count(number, "claim")}`);
  return svg("rect", { class: look, x: middle - wide / 2, y: HIGH - 3 - high, width: wide, height: high }, title);
};
const tick = (i) => svg("line", { x1: placeOf(i), x2: placeOf(i), y1: HIGH - 3, y2: HIGH });
/** A time that ends with a day, and in which something was said. */
const span = ({ day, first, from }, pixel) => {
  const x = from < 0 ? -BEFORE * pixel : placeOf(from), title = svg("title", {}, `some time from ${first} to ${days[day]}`);
  return svg("rect", { class: "span", x, y: HIGH - 4, width: placeOf(day) - x, height: 3 }, title);
};
/** How long the break after a day is, as far as there is room to write it. */
const lengthOf = ({ long }, pixel) => {
  const room = WIDE / (days.length - 1) / pixel - ASIDE;
  return (long === null ? [] : [`${inFigures(long)} days`, `${inFigures(long)} d`]).find((words) => words.length * LETTER < room) ?? "";
};
/** Two strokes between days that do not follow each other. */
const gap = (one, pixel) => [-2, 2].map((aside) => {
  const words = lengthOf(one, pixel), away = words ? words.length * LETTER / 2 + 3 : 0;
  const x = placeOf(one.after + 0.5) + (aside - away) * pixel;
  return svg("line", { class: "gap", x1: x - 2 * pixel, x2: x + 2 * pixel, y1: HIGH - 2, y2: HIGH - 9 });
});
const breaks = breaksOf(days).filter(() => days.length <= MOST_TICKS);
const onTrack = (one, i) => {
  one.style.left = `${(placeOf(i) / WIDE) * 100}%`;
  return one;
};
const drawBars = (chosen) => {
  const { byDay, all } = counted(), pixel = inPixel(), bars = barsOf(byDay, MOST_BARS);
  const ghosts = all === byDay ? [] : barsOf(all, MOST_BARS);
  const how = { most: Math.max(1, ...[...bars, ...ghosts].map(({ number }) => number)), pixel };
  at("by-day").replaceChildren(
    ...ghosts.map((one) => bar(one, "others", how)),
    ...bars.map((one) => bar(one, one.from <= chosen ? "said" : "later", how)),
    ...ticksOf(days, MOST_TICKS).map(tick),
    ...(days.length > MOST_TICKS ? [] : counted().spans.map((one) => span(one, pixel))),
    ...breaks.flatMap((one) => gap(one, pixel)),
  );
};
/** Writes days under their bars; the day under the mouse also with its number of claims; a month by which all of it was said as a month,
 * whoever is chosen. */
const writeDays = (chosen) => {
  const { byDay, months } = counted(), pixel = inPixel(), room = LETTERS * pixel, pointed = pointedDay >= 0 ? [pointedDay] : [];
  const written = writtenOf(byDay, placeOf, pointed.length ? 1.6 * room : room, ...pointed, chosen);
  const dayWritten = (i) => {
    const name = months.find(({ day }) => day === i)?.month || days[i];
    const words = i === pointedDay ? `${name}: ${count(byDay[i], "claim")}` : name;
    return onTrack(el("span", { class: i === chosen ? "chosen" : i === pointedDay ? "pointed" : "" }, words), i);
  };
  const lengths = breaks.map((one) => onTrack(el("small", {}, lengthOf(one, pixel)), one.after + 0.5));
  at("days").replaceChildren(...written.map(dayWritten), ...lengths);
};
/** Says which day it is, and how many claims had been made by then. */
const tell = (chosen) => {
  const { before, undated } = counted(), last = chosen === days.length - 1, all = (before.at(-1) ?? 0) + undated;
  const said = last ? `all ${count(all, "claim")}` : `${inFigures(before[chosen])} of ${count(all, "claim")}`;
  at("day").textContent = days[chosen] ?? "";
  at("said").textContent = said;
  slider.setAttribute("aria-valuetext", `${days[chosen]}: ${said}${last ? "" : " had been said by then"}`);
  const without = undated ? ` ${count(undated, "claim")} without a day ${undated === 1 ? "counts" : "count"} at the end alone.` : "";
  at("time").title = `What had certainly been said by the end of a day. Each step is a day on which something was said.${without}`;
};
/** What the bars are, beside them. */
const tellBars = () => {
  const { byDay, all, spans } = counted();
  at("within").hidden = days.length > MOST_TICKS || !spans.length;
  at("by-others").hidden = all === byDay;
};
const drawDays = (chosen) => { drawBars(chosen); writeDays(chosen); tellBars(); };
export const showDay = () => {
  const chosen = state.until ? days.findLastIndex((day) => dayNumber(day) <= dayNumber(state.until)) : days.length - 1;
  slider.value = String(chosen);
  tell(chosen);
  drawDays(chosen);
};

new ResizeObserver(() => drawDays(Number(slider.value))).observe(at("time"));
const pointDay = (i) => {
  if (i === pointedDay) return;
  pointedDay = i;
  writeDays(Number(slider.value));
};
slider.addEventListener("pointermove", ({ clientX }) => {
  const { left, width } = at("by-day").getBoundingClientRect();
  pointDay(Math.max(0, Math.min(days.length - 1, Math.round(((clientX - left) / (width || 1)) * (days.length - 1)))));
});
slider.addEventListener("pointerleave", () => pointDay(-1));
slider.max = String(Math.max(0, days.length - 1));
slider.disabled = days.length < 2;
for (const id of ["time", "day-key"]) at(id).hidden = !days.length;
at("time").classList.toggle("still", days.length < 2);
let sliding = 0, settling = 0, underWay = false, down = false, step = false;
/** A drag ends once, but each key press changes the day; several presses in a row count as one slide. */
const settle = () => {
  clearTimeout(settling);
  if (!down) settling = setTimeout(() => { underWay = false; }, SETTLED);
};
slider.addEventListener("pointerdown", () => { down = true; });
for (const end of ["pointerup", "pointercancel", "blur"]) addEventListener(end, () => { down = false; settle(); });
/** A slide is one step of the history, however many days it passes: its first change makes the step. */
slider.addEventListener("input", () => {
  const chosen = Number(slider.value), day = days[chosen];
  step ||= !underWay;
  underWay = true;
  tell(chosen);
  settle(); // a slide that returns to its start ends without a change
  clearTimeout(sliding);
  sliding = setTimeout(() => {
    chooseDay(day, step);
    step = false;
  }, 30);
});
slider.addEventListener("change", settle);
