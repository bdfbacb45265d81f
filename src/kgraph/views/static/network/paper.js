// What a printer gets: the picture in lines that stay sharp, with its legend; of a table every row; of the panel what is folded.

import { at, layOut } from "./elements.js";
import { state } from "./opened.js";
import { fillPanel } from "./panel.js";
import { shotSize, shownOnPaper } from "./shot.js";
import { showTable, showWholeTable } from "./tables.js";

/** What is to be opened: the reasons of a claim stand in the question above it, and there once. */
const folded = () => (at("panel").querySelector("section.question .why") ? "details:not([open]):not(.card .why)" : "details:not([open])");
const MOST_UNFOLDED = 400; // of lists, cards and reasons: a paper ends somewhere
let unfolded = [], lengthened = false, focused = null;
/** Paper has nothing to press: lists are laid out as far as one reads them there, and what is folded is opened, however deep it lies. */
const unfold = () => {
  const inPanel = (selector) => at("panel").querySelector(selector);
  unfolded = [];
  lengthened = Boolean(inPanel("button.more"));
  focused = document.activeElement;
  for (let i = 0, more = inPanel("button.more"); more && i < MOST_UNFOLDED; i += 1, more = inPanel("button.more")) {
    layOut(more);
    if (more.isConnected) more.click(); // not of a list
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
export const layOnPaper = () => {
  if (state.table) showWholeTable();
  else if (shotSize()) at("paper").replaceChildren(shownOnPaper());
  unfold();
};
export const clearPaper = () => {
  if (state.table) showTable();
  at("paper").replaceChildren();
  foldAgain();
};
