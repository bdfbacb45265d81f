// Short notices that are shown for a while and read out by a screen reader: something was saved, or cannot be done.

import { at } from "./elements.js";

const TOLD = 15_000; // ms
let telling = 0;
export const announce = (text) => {
  at("saved").textContent = text;
  clearTimeout(telling);
  telling = setTimeout(() => { at("saved").textContent = ""; }, TOLD);
};
