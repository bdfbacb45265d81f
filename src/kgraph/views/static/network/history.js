// Writes the choice to the browser's history, so that "back" works.

import { change } from "./acts.js";
import { announce } from "./notice.js";
import { address, data, nodes, readAddress, state } from "./opened.js";
import { readTheme } from "./palette.js";
import { sightNow, viewBefore, whenTouched } from "./picture.js";
import { goToPlace, placeRead } from "./reading.js";

/** How many steps the reader made on this page up to here; before the first of them the history has other pages. */
let stepsHere = history.state?.stepsHere ?? 0;
/** Goes a step back, unless no step was made on this page: then "back" would leave the page. */
export const stepBack = () => {
  if (stepsHere > 0) history.back();
  else announce("There is no step to go back to.");
};
/** Whether all rows have been read; until then the address stays as it was given. */
export const isWhole = () => data.totals.nodes === nodes.length;
export const addressNow = () => address(sightNow());
let read = []; // how far the panel was scrolled before the last change
/** Called before a change is shown. */
export const noteRead = () => { read = placeRead(); };
export const remember = ({ step = false } = {}) => {
  if (!isWhole()) return;
  const how = step ? "pushState" : "replaceState", next = step ? stepsHere + 1 : stepsHere;
  try {
    if (step) history.replaceState({ view: viewBefore.current, read, stepsHere }, "", location.href);
    history[how]({ stepsHere: next }, "", addressNow());
    stepsHere = next;
  } catch { /* a page inside another may have no history of its own */ }
};
const SETTLED_VIEW = 300; // ms after which the address has a view that the reader made; that is no step
let viewed = 0;
whenTouched(() => {
  clearTimeout(viewed);
  viewed = setTimeout(remember, SETTLED_VIEW);
});
/** Shows what an address asks for. */
export const goTo = (hash, move = true, view = null) => {
  const asked = readAddress(hash);
  readTheme(state.theme);
  change({ move, view, asked });
};
addEventListener("popstate", ({ state: left }) => {
  stepsHere = left ? left.stepsHere : stepsHere + 1; // an address that was typed or pasted is a step without a stored number
  goTo(location.hash, true, left?.view ?? null);
  goToPlace(left?.read ?? []);
});
addEventListener("hashchange", () => { if ((location.hash || "#") !== addressNow()) goTo(location.hash); });
