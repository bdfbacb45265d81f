// Starts the page: draws the picture from the first rows, then reads the others, then shows what the address asks for.

import { afterChange } from "./acts.js";
import { countSoon, showControls } from "./controls.js";
import { at } from "./elements.js";
import { keepFocus, noteFocus } from "./focus.js";
import { fitSize } from "./hand.js";
import "./fading.js";
import "./key.js";
import "./through.js";
import "./touch.js";
import { goTo, isWhole, noteRead, remember } from "./history.js";
import { bringIn, record } from "./opened.js";
import { fillPanel } from "./panel.js";
import { drawAnew } from "./picture.js";
import { sentence } from "./says.js";
import { readAhead } from "./search.js";
import { showDay } from "./slider.js";
import { sayChange } from "./spoken.js";
import { showTable } from "./tables.js";

[
  noteFocus, noteRead, bringIn, drawAnew, fillPanel, showTable, sentence, showControls, showDay, keepFocus, sayChange, remember, countSoon,
  fitSize, // what is said above and below the picture may have left it another size: names are put down once, for this one
].forEach(afterChange);

const { classList, dataset } = document.documentElement;
const readRest = () => {
  const rest = JSON.parse(at("rest").textContent);
  at("rest").remove();
  if (rest.nodes) {
    record.add(rest);
    goTo(location.hash, location.hash.length > 1);
  }
  dataset.ready = "";
  readAhead();
};
/** Reads the remaining rows once the first picture has been painted. */
const readRestLater = () => {
  const whenIdle = globalThis.requestIdleCallback ?? ((then) => setTimeout(then, 50)); // not every browser has it
  requestAnimationFrame(() => whenIdle(readRest, { timeout: 500 }));
};
classList.remove("no-js");
goTo(isWhole() ? location.hash : "");
// the remaining rows come after this script, which does not wait for them
if (document.readyState === "loading") addEventListener("DOMContentLoaded", readRestLater);
else readRestLater();
