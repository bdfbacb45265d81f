// Where the focus goes when what had it goes away: never to nowhere, which is where a keyboard begins anew.

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
/** Gives it to the picture, or to the table where that stands in its place. */
export const focusMain = () => give(["graph", "table", "panel"].map(at).find(seen) ?? at("search"));

let noted = null; // what had the focus before a change: where it was, and how to know it again
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
/** Called when a change has been shown: what had the focus has it again, or what has taken its place. */
export const keepFocus = () => {
  const selected = JSON.stringify(state.selected), same = selected === shownBefore;
  shownBefore = selected;
  if (!noted || !isLost()) return;
  const found = noted.place && seen(at(noted.place)) && (same || noted.place === "table") ? again(noted) : null;
  if (found) give(found);
  else if (noted.place === "panel" && state.selected && seen(at("panel"))) focusPanel();
  else focusMain();
};

// "Show more" goes when it has shown more: the focus goes to the first of what came.
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
