// Prepares the page for print: the picture as sharp lines with its legend, every row of a table, and the folded parts of the panel.

import { WIDEST_CHART } from "./axis.js";
import { fitCharts } from "./charts.js";
import { at, layOut } from "./elements.js";
import { state } from "./opened.js";
import { fillPanel } from "./panel.js";
import { onSheet, picture } from "./picture.js";
import { shotSize, shownOnPaper } from "./shot.js";
import { showTable, showWholeTable } from "./tables.js";

/** What is opened for print. The reasons of a claim are printed once, in the question above it. */
const folded = () => (at("panel").querySelector("section.question .why") ? "details:not([open]):not(.card .why)" : "details:not([open])");
const MOST_UNFOLDED = 400; // lists, cards and reasons: a print needs some limit
let unfolded = [], lengthened = false, focused = null;
/** Nobody can press a button on paper: lists are laid out up to a limit, and what is folded is opened at any depth. */
const unfold = () => {
  const inPanel = (selector) => at("panel").querySelector(selector);
  unfolded = [];
  lengthened = Boolean(inPanel("button.more"));
  focused = document.activeElement;
  for (let i = 0, more = inPanel("button.more"); more && i < MOST_UNFOLDED; i += 1, more = inPanel("button.more")) {
    layOut(more);
    if (more.isConnected) more.click(); // if it is not a list's button
  }
  let closed = inPanel(folded());
  for (; closed && unfolded.length < MOST_UNFOLDED; closed = inPanel(folded())) {
    closed.open = true;
    closed.dispatchEvent(new Event("toggle")); // what is made when it opens: the browser's own comes too late
    unfolded.push(closed);
  }
};
const LONG = 5; // a question of so many positions, or one with a chart, may go on over the page
const markLong = () => {
  for (const one of at("panel").querySelectorAll("section.question, details.question")) {
    one.classList.toggle("long", one.querySelectorAll("li").length >= LONG || Boolean(one.querySelector(".figure-axis")));
  }
};
const foldAgain = () => {
  for (const one of unfolded) one.open = false;
  if (lengthened) fillPanel({});
  unfolded = [];
  if (focused?.isConnected && focused !== document.activeElement) focused.focus({ preventScroll: true });
};
// Nobody knows which way the paper lies before it is printed: there is a picture for each, in pixels that become 0.64 points or more.
const LEAST_HIGH = 512, FOR_EACH = 6; // pixels: a picture of more things is higher
const sheets = () => [
  ["upright", { wide: 820, high: Math.max(LEAST_HIGH, Math.min(700, FOR_EACH * picture.vertices.size)) }],
  ["lying", { wide: 1120, high: 610 }],
];
const drawnFor = ([way, sheet]) => onSheet(sheet, () => {
  const drawing = shownOnPaper();
  drawing.classList.add(way);
  return drawing;
});
/** The pictures for each sheet; for whoever measures what the screen shows (`bench/drawing.py`), the picture as it stands there. */
const pictures = () => (at("paper").dataset.as === "screen" ? [shownOnPaper()] : sheets().map(drawnFor));
export const layOnPaper = () => {
  if (state.table) showWholeTable();
  else if (shotSize()) at("paper").replaceChildren(...pictures());
  unfold();
  fitCharts(WIDEST_CHART);
  markLong();
};
export const clearPaper = () => {
  if (state.table) showTable();
  at("paper").replaceChildren();
  fitCharts();
  foldAgain();
};
