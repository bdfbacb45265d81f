// Labels as small pictures, painted when they are first needed: text with an edge around it is too slow for every frame.

import { el } from "./elements.js";
import { palette } from "./palette.js";

export const FONT = 'system-ui, "Segoe UI", "DejaVu Sans", sans-serif';
const RIGHT_TO_LEFT = /^[^\p{L}]*[\p{Script=Arabic}\p{Script=Hebrew}]/u;
const WIDEST = 24; // letters in a row, where a break can be found
const MOST_READ = 300; // so much of a text can be on the picture at all
const made = new Map();
const scratch = document.createElement("canvas").getContext("2d");

const WIDE_LETTERS = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;
/** Words, those that are too long for a row in pieces. */
const pieces = (text) => text.split(/\s+/).filter(Boolean).flatMap((word) => {
  const piece = WIDE_LETTERS.test(word) ? /.{1,12}/gsu : /.{1,24}/gsu;
  return [...word.matchAll(piece)].map(([found]) => found);
});
const brokenInto = (words, width) => {
  const rows = [];
  for (const word of words) {
    if (rows.length && rows.at(-1).length + 1 + word.length <= width) rows[rows.length - 1] += ` ${word}`;
    else rows.push(word);
  }
  return rows;
};
/** Words in so many rows, about as long as each other; null where they do not fill as many, or not in rows of this width. */
const inRows = (words, count) => {
  const length = words.reduce((sum, word) => sum + word.length + 1, -1);
  for (let width = Math.ceil(length / count); width <= WIDEST; width += 1) {
    const rows = brokenInto(words, width);
    if (rows.length <= count) return rows.length === count ? rows : null;
  }
  return null;
};
/** The first rows of words, with a sign that more follows. */
const cut = (words, most, width) => {
  const rows = brokenInto(words, width), kept = rows.slice(0, most);
  if (rows.length > most) kept[most - 1] += "…";
  return kept;
};
/** A text cut short in its middle: how it begins and how it ends, in words where there are some. */
const endedWritings = (text) => {
  const begun = (most) => text.slice(0, most).replace(/(?<=\S{3}.*)\s\S*$/u, "");
  const ending = (most) => text.slice(-most).replace(/^\S*\s(?=\S{3})/u, "");
  return [[[`${begun(18)} …`, ending(18)], 6], [[`${begun(13)} …`, ending(13)], 8], [[`${begun(9)}…${ending(9)}`], 10]];
};
/** The ways to write a text: whole in one to three rows, and cut short; all of it, as far as six rows hold it, where the
 * reader is looking. */
const writingsOf = (text, all, ended) => {
  const words = pieces(text.slice(0, MOST_READ));
  if (!words.length) return [];
  if (all) return [[brokenInto(words, WIDEST).length > 6 ? cut(words, 6, WIDEST) : brokenInto(words, WIDEST), 0]];
  const [one, two, three] = [1, 2, 3].map((count) => inRows(words, count)), short = text.length <= 14;
  const whole = [[two, short ? 0.7 : 0], [one, short ? 0 : 0.5], [three, 0.9]].filter(([rows]) => rows);
  if (!whole.length) whole.push([cut(words, 3, 20), 0.9]);
  if (ended) return [...whole, ...endedWritings(text.trim())];
  const start = `${text.trim().slice(0, 15).trimEnd()}…`;
  return text.length <= 16 ? whole : [...whole, [cut(words, 2, 17), 6], [cut(words, 2, 12), 8], [[start], 10]];
};
const spriteOf = (rows, { tone, weight, size }) => {
  const key = [...rows, tone, weight, size, palette.canvas].join("\n");
  if (made.has(key)) return made.get(key);
  if (made.size > 6000) made.clear();
  const font = `${weight} ${size}px ${FONT}`;
  scratch.font = font;
  const widest = Math.max(...rows.map((row) => scratch.measureText(row).width));
  const direction = RIGHT_TO_LEFT.test(rows[0]) ? "rtl" : "ltr";
  const sprite = {
    rows, high: size * 1.16, wide: 2 * Math.ceil(widest / 2) + 4, tall: Math.ceil(size * 1.16 * rows.length) + 2, canvas: null,
    size, weight, tone, look: { font, direction, fillStyle: palette[tone], strokeStyle: palette.canvas },
  };
  made.set(key, sprite);
  return sprite;
};
const writings = new Map(); // by text, as it takes long to find the breaks
/** The ways to write a text: {sprite, wide, tall, cost}, the cost of choosing it. One that others begin like keeps how it is `ended`
 * when it is cut short. */
export const sprites = (text, { all = false, ended = false, tone, weight = 400, size = 11.5 }) => {
  const key = `${all}${ended}${text}`;
  if (writings.size > 6000) writings.clear();
  if (!writings.has(key)) writings.set(key, writingsOf(text, all, ended));
  return writings.get(key).map(([rows, cost]) => {
    const sprite = spriteOf(rows, { tone, weight, size });
    return { sprite, wide: sprite.wide, tall: sprite.tall, cost };
  });
};
export const painted = (own) => {
  if (own.canvas) return own.canvas;
  const ratio = devicePixelRatio || 1;
  own.canvas = el("canvas", { width: own.wide * ratio, height: own.tall * ratio });
  const pen = own.canvas.getContext("2d");
  pen.scale(ratio, ratio);
  Object.assign(pen, { ...own.look, textAlign: "center", textBaseline: "top", lineJoin: "round", lineWidth: 4 });
  for (const set of ["strokeText", "fillText"]) own.rows.forEach((row, i) => pen[set](row, own.wide / 2, 1 + i * own.high));
  return own.canvas;
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
