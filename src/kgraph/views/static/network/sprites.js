// Labels as small pictures, painted when they are first needed: text with an edge around it is too slow for every frame.

import { el } from "./elements.js";
import { palette } from "./palette.js";

export const FONT = 'system-ui, "Segoe UI", "DejaVu Sans", sans-serif';
const RIGHT_TO_LEFT = /^[^\p{L}]*[\p{Script=Arabic}\p{Script=Hebrew}]/u;
const sprites = new Map();
const scratch = document.createElement("canvas").getContext("2d");

/** At most two lines of about 18 characters; all of it where the reader is looking. */
const wrap = (text, all) => {
  const out = [""];
  for (const word of text.split(/\s+/)) {
    if (out.at(-1) && out.at(-1).length + word.length > 18) out.push("");
    out[out.length - 1] += (out.at(-1) && " ") + word;
  }
  const kept = all ? out.slice(0, 6) : out.slice(0, 2);
  if (kept.length < out.length) kept[kept.length - 1] += "…";
  return kept.map((row) => (row.length > 40 ? `${row.slice(0, 39)}…` : row));
};
export const sprite = (text, { all = false, tone, weight = 400, size = 11.5 }) => {
  const key = [text, all, tone, weight, size, palette.canvas].join("\n");
  if (sprites.has(key)) return sprites.get(key);
  if (sprites.size > 3000) sprites.clear();
  const rows = wrap(text, all), font = `${weight} ${size}px ${FONT}`;
  scratch.font = font;
  const widest = Math.max(...rows.map((row) => scratch.measureText(row).width));
  const direction = RIGHT_TO_LEFT.test(text) ? "rtl" : "ltr";
  const made = {
    rows, high: size * 1.2, wide: 2 * Math.ceil(widest / 2) + 6, tall: Math.ceil(size * 1.2 * rows.length) + 4, canvas: null,
    look: { font, direction, fillStyle: palette[tone], strokeStyle: palette.canvas }, size, weight,
  };
  sprites.set(key, made);
  return made;
};
export const painted = (made) => {
  if (made.canvas) return made.canvas;
  const ratio = devicePixelRatio || 1;
  made.canvas = el("canvas", { width: made.wide * ratio, height: made.tall * ratio });
  const pen = made.canvas.getContext("2d");
  pen.scale(ratio, ratio);
  Object.assign(pen, { ...made.look, textAlign: "center", textBaseline: "top", lineJoin: "round", lineWidth: 4 });
  for (const set of ["strokeText", "fillText"]) made.rows.forEach((row, i) => pen[set](row, made.wide / 2, 2 + i * made.high));
  return made.canvas;
};
/** How far the line on which letters stand lies under the top of their row. */
export const dropOf = (font) => {
  const rise = (textBaseline) => {
    Object.assign(scratch, { font, textBaseline });
    return scratch.measureText("x").actualBoundingBoxAscent;
  };
  const drop = rise("alphabetic") - rise("top");
  scratch.textBaseline = "alphabetic";
  return drop;
};
/** Measures texts of this size, in pixels. */
export const measureAt = (size, weight) => (text) => {
  scratch.font = `${weight} ${size}px ${FONT}`;
  return scratch.measureText(text).width;
};
