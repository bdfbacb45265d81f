// Prepares the page for print: the picture as sharp lines with its legend, every row of a table, and the folded parts of the panel.

import { WIDEST_CHART } from "./axis.js";
import { fitCharts } from "./charts.js";
import { at, el, layOut } from "./elements.js";
import { state } from "./opened.js";
import { fillPanel } from "./panel.js";
import { graph, onSheet, picture } from "./picture.js";
import { asOnScreen, drawnForPaper } from "./shot.js";
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
const foldAgain = () => {
  for (const one of unfolded) one.open = false;
  if (lengthened) fillPanel({});
  unfolded = [];
  if (focused?.isConnected && focused !== document.activeElement) focused.focus({ preventScroll: true });
};
// Nobody knows which way the paper lies before it is printed: there is a picture for each, in pixels that become 0.64 points or more.
const SHEETS = [["upright", { wide: 820, high: 900 }], ["lying", { wide: 1120, high: 590 }]];
// How large the picture is where a list of names stands below it or, on a lying sheet with not too many of them, beside it.
const OVER_LIST = { wide: 820, high: 720 }, BESIDE_LIST = { wide: 970, high: 590 }, MOST_BESIDE = 32;
const NUMBERED = "Where a number stands, there was no room for the name:";
const listOfNumbers = (names) => (names.length ? [el("div", { className: "numbered" }, el("p", {}, NUMBERED),
  el("ol", {}, ...names.map((one) => el("li", { dir: "auto" }, one))))] : []);
/** What is to be known of the picture besides how much it shows: it stands below, so that the sheet begins with what it tells. */
const rules = () => {
  const told = [...at("says").querySelectorAll(".rest")].map((one) => one.textContent);
  return told.length ? [el("p", { className: "rules" }, ...told.map((one) => `${one} `))] : []; // each by itself: a long text would be cut
};
const REST = "All of it is in the page; press Fit before you print to have it here.";
/** Says how many shapes of the picture a drawing lacks, if it shows a part alone. */
const lackedBy = (drawing) => {
  const all = picture.vertices.size, here = drawing.querySelectorAll(".node").length;
  return here < all ? [el("p", { className: "rules" }, `Part of the picture: ${here} of its ${all} shapes. ${REST}`)] : [];
};
/** The picture for a sheet, with a list of the names that stand as numbers in it: below, or beside a lying one. */
const drawnFor = ([way, sheet]) => {
  const whole = onSheet(sheet, drawnForPaper), lying = way === "lying";
  const smaller = whole.names.length ? onSheet(lying ? BESIDE_LIST : OVER_LIST, drawnForPaper) : whole;
  const beside = lying && smaller.names.length > 0 && smaller.names.length <= MOST_BESIDE;
  const { drawing, names } = lying && !beside ? whole : smaller;
  drawing.classList.add(way);
  return el("div", { className: `sheet of-${way}${beside ? " beside" : ""}` }, ...lackedBy(drawing),
    beside ? el("div", { className: "pair" }, drawing, ...listOfNumbers(names)) : [drawing, ...listOfNumbers(names)], ...rules());
};
const NO_PICTURE = "The picture is not on this paper, since the window did not show it. It is in the page.";
/** The pictures for each sheet; for whoever measures what the screen shows (`bench/drawing.py`), the picture as it stands there. */
const pictures = () => (at("paper").dataset.as === "screen" ? [asOnScreen()] : SHEETS.map(drawnFor));
export const layOnPaper = () => {
  const paper = at("paper"), isShown = graph.clientWidth && graph.clientHeight;
  if (state.table) showWholeTable();
  else if (isShown) paper.replaceChildren(...pictures());
  else if (!paper.childElementCount) paper.append(el("p", { className: "rules" }, NO_PICTURE), ...rules());
  // what was laid there stays if it is asked for once more, when the paper hides the window's picture
  unfold();
  fitCharts(WIDEST_CHART);
};
export const clearPaper = () => {
  if (state.table) showTable();
  at("paper").replaceChildren();
  fitCharts();
  foldAgain();
};
