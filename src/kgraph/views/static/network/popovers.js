// Menus that open below a button, and rows of buttons in which the Tab key stops once.

import { at } from "./elements.js";

const filters = at("controls").querySelector(".filters");
/** Whether the filters cover the page, as in a small window; otherwise they are part of it. */
const overPage = () => at("controls").open && getComputedStyle(filters).position === "absolute";
const opened = () => document.querySelector(".popover[open]") ?? (overPage() ? at("controls") : null);
const close = (menu, refocus) => {
  const had = menu.contains(document.activeElement);
  menu.open = false;
  if (refocus || had) menu.querySelector("summary").focus();
};
const leave = ({ target }) => {
  for (let menu = opened(); menu && !menu.contains(target); menu = opened()) menu.open = false;
};
document.addEventListener("pointerdown", leave);
document.addEventListener("focusin", leave);
/** In a wide window the filters are always open and have no button to close them; in a narrow one a button opens them. */
const wide = matchMedia("(min-width: 901px)");
const fitWindow = () => { at("controls").open = wide.matches; };
wide.addEventListener("change", fitWindow);
fitWindow();
/** Escape closes an open menu first, and does nothing else then. */
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !opened() || document.querySelector("dialog[open]")) return;
  event.preventDefault();
  event.stopPropagation();
  close(opened(), true);
}, true);
at("menu").addEventListener("click", ({ target }) => { if (target.closest("button")) close(at("menu"), false); });

const ROWS = ".chips, .menu";
const buttonsIn = (row) => [...row.querySelectorAll("button")].filter((button) => !button.hidden);
/** Lets Tab stop at one button of each row: the one that was reached last, if it is still there. */
export const rove = () => document.querySelectorAll(ROWS).forEach((row) => {
  const all = buttonsIn(row), now = all.find((button) => button.dataset.reached !== undefined) ?? all[0];
  row.querySelectorAll("button").forEach((button) => { button.tabIndex = button === now ? 0 : -1; });
});
const GOING = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
document.querySelectorAll(ROWS).forEach((row) => {
  row.addEventListener("keydown", (event) => {
    const all = buttonsIn(row), here = all.indexOf(event.target), step = GOING[event.key];
    const next = event.key === "Home" ? 0 : event.key === "End" ? all.length - 1 : step ? (here + step + all.length) % all.length : -1;
    if (here < 0 || next < 0) return;
    event.preventDefault();
    event.stopPropagation();
    all[next].focus();
  });
  row.addEventListener("focusin", ({ target }) => {
    row.querySelectorAll("button").forEach((button) => { delete button.dataset.reached; });
    target.dataset.reached = "";
    rove();
  });
});
