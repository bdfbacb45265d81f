// Charts of figures in the panel: as wide as it lets them be, with letters of the size of its text.

import { WIDEST_CHART, figureAxis } from "./axis.js";
import { at } from "./elements.js";

/** Pixels in a unit: letters have 13, and more where those of the page are larger. */
const pixels = () => 1.2 * (parseFloat(getComputedStyle(document.documentElement).fontSize) / 16);
const BESIDE_CHART = 52; // pixels between the panel's edges and those of a chart in it
const NARROWEST = 200;
const madeOf = new WeakMap(); // of what a chart was made
/** How many units a chart may have now. */
const unitsNow = () => {
  const units = Math.floor((at("panel").clientWidth - BESIDE_CHART) / pixels());
  return units > 0 ? Math.max(NARROWEST, Math.min(WIDEST_CHART, units)) : WIDEST_CHART; // there is no panel beside a table
};
const chartAs = (given, wide) => {
  const chart = figureAxis(...given, wide);
  chart.style.setProperty("--wide", String(wide));
  madeOf.set(chart, { given, wide });
  return chart;
};
/** Figures on one axis: see `figureAxis`. */
export const chartOf = (...given) => chartAs(given, unitsNow());
/** Draws the charts anew where they are to have another width: that of the panel, or the one given. */
export const fitCharts = (wide = unitsNow()) => {
  for (const chart of at("panel").querySelectorAll("svg.figure-axis")) {
    const { given, wide: before } = madeOf.get(chart);
    if (before !== wide) chart.replaceWith(chartAs(given, wide));
  }
};
new ResizeObserver(() => fitCharts()).observe(at("panel"));
