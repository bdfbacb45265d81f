// The day with which the picture ends: a slider under bars that tell how much was said when.

import { change } from "./acts.js";
import { at, count, inFigures, svg } from "./elements.js";
import { claims, data, state, theirs } from "./opened.js";
import { barsOf, countByDay, ticksOf } from "./timeline.js";

const { days } = data;
const slider = at("until");
const WIDE = 1000; // the units of the drawing, which is as wide as the way of the knob's middle
const HIGH = 20;
const MOST_BARS = 120;
const MOST_TICKS = 40;
const SETTLED = 700; // ms after a key, until the next is a step of the history by itself
let tally = null; // {by, claims, byDay, undated, before}: what was counted, and for whom

/** How many claims each day has, those of the chosen claimants alone where some are chosen. */
const counted = () => {
  const by = state.by.join();
  if (tally?.by === by && tally.claims === claims.length) return tally;
  const { byDay, undated } = countByDay(days, claims, theirs), before = [];
  byDay.forEach((number, i) => before.push(number + (i ? before[i - 1] : 0)));
  tally = { by, claims: claims.length, byDay, undated, before };
  return tally;
};
const placeOf = (i) => (days.length < 2 ? WIDE / 2 : (i / (days.length - 1)) * WIDE);
/** Units of the drawing in a pixel: it is as wide as the window lets it be. */
const inPixel = () => WIDE / Math.max(60, at("by-day").getBoundingClientRect().width);
const bar = ({ from, to, number }, { most, chosen, pixel }) => {
  const middle = (placeOf(from) + placeOf(to)) / 2, room = (WIDE / days.length) * (to - from + 1);
  const wide = Math.max(2 * pixel, Math.min(12 * pixel, room * 0.8)), high = number ? Math.max(2, (number / most) * (HIGH - 3)) : 0;
  const title = svg("title", {}, `${days[from]}${to > from ? ` to ${days[to]}` : ""}: ${count(number, "claim")}`);
  const box = { x: middle - wide / 2, y: HIGH - 3 - high, width: wide, height: high };
  return svg("rect", { class: from <= chosen ? "said" : "later", ...box }, title);
};
const tick = (i) => svg("line", { x1: placeOf(i), x2: placeOf(i), y1: HIGH - 3, y2: HIGH });
const drawBars = (chosen) => {
  const bars = barsOf(counted().byDay, MOST_BARS), most = Math.max(1, ...bars.map(({ number }) => number));
  const how = { most, chosen, pixel: inPixel() };
  at("by-day").replaceChildren(...bars.map((one) => bar(one, how)), ...ticksOf(days, MOST_TICKS).map(tick));
};
/** Says which day it is, and how many claims had been said by then. */
const tell = (chosen) => {
  const { before, undated } = counted(), last = chosen === days.length - 1, all = (before.at(-1) ?? 0) + undated;
  const said = last ? `all ${count(all, "claim")}` : `${inFigures(before[chosen])} of ${count(all, "claim")}`;
  at("day").textContent = days[chosen] ?? "";
  at("said").textContent = `· ${said}`;
  slider.setAttribute("aria-valuetext", `${days[chosen]}: ${said}${last ? "" : " had been said by then"}`);
  const without = undated ? ` ${count(undated, "claim")} without a day ${undated === 1 ? "counts" : "count"} at the end alone.` : "";
  at("time").title = `What had certainly been said by the end of a day. Each step is a day on which something was said.${without}`;
};
export const showDay = () => {
  const chosen = state.until ? days.indexOf(state.until) : days.length - 1;
  slider.value = String(chosen);
  tell(chosen);
  drawBars(chosen);
};

new ResizeObserver(() => drawBars(Number(slider.value))).observe(at("time"));
slider.max = String(Math.max(0, days.length - 1));
slider.disabled = days.length < 2;
at("time").hidden = !days.length;
at("time").classList.toggle("still", days.length < 2);
at("first-day").textContent = days[0] ?? "";
at("last-day").textContent = days.at(-1) ?? "";
let sliding = 0, settling = 0, underWay = false, step = false;
/** A slide is one step of the history, however many days it goes through: the first day of it is. */
slider.addEventListener("input", () => {
  const chosen = Number(slider.value), day = days[chosen];
  step ||= !underWay;
  underWay = true;
  tell(chosen);
  clearTimeout(settling);
  clearTimeout(sliding);
  sliding = setTimeout(() => {
    state.until = chosen === days.length - 1 ? "" : day;
    change({ step });
    step = false;
  }, 30);
});
/** A hand lets go once; each key changes the day, and several in a row are one slide. */
slider.addEventListener("change", () => {
  clearTimeout(settling);
  settling = setTimeout(() => { underWay = false; }, SETTLED);
});
