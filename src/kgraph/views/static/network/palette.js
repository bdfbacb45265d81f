// The colours of the style, as the picture needs them: #rrggbb by name. Where the system forces its own, its ground and its ink are the
// picture's, too.

import { data } from "./opened.js";
import { opaque } from "./pen.js";

export const palette = {};
/** Mixes two colours: so much of one, the rest of the other. */
const mixed = (one, other, part) => {
  const share = (colour, i) => parseInt(colour.slice(i, i + 2), 16);
  const channel = (i) => Math.round(share(one, i) * part + share(other, i) * (1 - part)).toString(16).padStart(2, "0");
  return `#${[1, 3, 5].map(channel).join("")}`;
};
const TONES = ["canvas", "ink", "accent", "faint", "soft", "statement", ...Object.keys(data.kinds),
  ...new Set(Object.values(data.statuses).map((line) => line.tone))];
const forced = matchMedia("(forced-colors: active)");
export const readPalette = () => {
  const { documentElement: root, body: page } = document, style = getComputedStyle(root);
  for (const tone of TONES) palette[tone] = style.getPropertyValue(`--${tone}`).trim();
  if (forced.matches && !("print" in root.dataset)) {
    const { color, backgroundColor } = getComputedStyle(page);
    [palette.canvas] = opaque(backgroundColor);
    [palette.ink] = opaque(color);
  }
  for (const tone of TONES) {
    palette[`faint-${tone}`] = mixed(palette[tone], palette.canvas, 0.17);
    palette[`word-${tone}`] = mixed(palette[tone], palette.ink, 0.55); // letters are thin: they need more than a line does
  }
};
/** Light or dark, as the reader chose; where the system forces its colours, as it has them. */
export const readTheme = (theme) => {
  document.documentElement.dataset.theme = forced.matches ? "" : theme ?? "";
  readPalette();
};
