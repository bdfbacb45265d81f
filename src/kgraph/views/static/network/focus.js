// Moves the keyboard focus when the focused element disappears. Without this, the browser would start again at the top of the page.

import { turnTable } from "./acts.js";
import { at } from "./elements.js";
import { state } from "./opened.js";

const FOCUSABLE = "a[href], button:not([disabled]), summary, input, select, textarea, [tabindex]:not([tabindex='-1'])";
const within = (place) => [...at(place).querySelectorAll(FOCUSABLE)];
const seen = (element) => element.isConnected && element.getClientRects().length > 0;
const isLost = () => {
  const { activeElement, body } = document;
  return !activeElement || activeElement === body || !seen(activeElement);
};
const give = (element) => {
  if (!element.matches(FOCUSABLE)) element.tabIndex = -1;
  element.focus({ preventScroll: true });
};
/** Gives the focus to the heading of the panel, or to the panel. */
export const focusPanel = () => give(at("panel").querySelector("h2, h3, h4") ?? at("panel"));
/** Gives the focus to the picture, or to the table that is shown instead. */
export const focusMain = () => give(["graph", "table", "panel"].map(at).find(seen) ?? at("search"));
/** Shows the tables, or the picture again; the focus goes to what is shown. */
export const goToTable = () => { turnTable(); focusMain(); };

let noted = null; // the element that had the focus before a change: where it was, and how to find it again
/** Called before a change is shown. */
export const noteFocus = () => {
  const { activeElement: element } = document, place = ["panel", "table"].find((one) => at(one).contains(element));
  noted = isLost() ? null : { place, selected: JSON.stringify(state.selected), text: element.textContent, tag: element.localName,
    number: place ? within(place).indexOf(element) : -1 };
};
const again = ({ place, text, tag, number }) => {
  const alike = ({ textContent, localName }) => textContent === text && localName === tag, all = within(place);
  return all[number] && alike(all[number]) ? all[number] : all.find(alike);
};
let shownBefore = "null"; // the selection that the panel showed before
/** Called when a change has been shown: gives the focus back to the element that had it, or to its replacement. */
export const keepFocus = () => {
  const selected = JSON.stringify(state.selected), same = selected === shownBefore;
  shownBefore = selected;
  if (!noted || !isLost()) return;
  const found = noted.place && seen(at(noted.place)) && (same || noted.place === "table") ? again(noted) : null;
  if (found) give(found);
  else if (noted.place === "panel" && state.selected && seen(at("panel"))) focusPanel();
  else focusMain();
};

// "Show more" disappears once it has shown more. The focus then goes to the first item that it added.
let steps = []; // from what was clicked upwards: {parent, before}
document.addEventListener("click", ({ target }) => {
  steps = [];
  for (let one = target; one.parentElement && one.parentElement !== document.body; one = one.parentElement) {
    steps.push({ parent: one.parentElement, before: one.previousElementSibling });
  }
}, true);
document.addEventListener("click", ({ target, detail }) => {
  if (target.isConnected || !isLost()) return;
  const held = steps.find(({ parent, before }) => parent.isConnected && (!before || before.isConnected));
  const next = held && (held.before ? held.before.nextElementSibling : held.parent.firstElementChild);
  if (next) give(next.matches(FOCUSABLE) || detail ? next : next.querySelector(FOCUSABLE) ?? next);
  else focusMain();
});
