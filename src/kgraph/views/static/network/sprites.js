// Labels as small images, painted when first needed: painting outlined text in every frame would be too slow.

import { el } from "./elements.js";
import { palette } from "./palette.js";
import { writingsOf } from "./writings.js";

export const FONT = 'system-ui, "Segoe UI", "DejaVu Sans", sans-serif';
const RIGHT_TO_LEFT = /^[^\p{L}]*[\p{Script=Arabic}\p{Script=Hebrew}]/u;
const LEADING = 1.1; // how high a row of letters is, of their size
const made = new Map();
let spritesMade = 0;
const scratch = document.createElement("canvas").getContext("2d");

const BADGE = { sides: 3, after: 3, weight: 700 }; // pixels beside its letters and between it and the text
/** Letters that stand before the first row, on plates of their own: {text, wide, after, size, weight, plates}; of each plate {text, wide,
 * left, plate, tone, edge}. The plate of what stands behind a bar has only an edge. */
const badgeOf = (text, size) => {
  scratch.font = `${BADGE.weight} ${size}px ${FONT}`;
  let wide = -1;
  const plates = text.split("|").flatMap((some, i) => {
    if (!some) return [];
    const left = wide + 1, own = Math.ceil(Math.max(scratch.measureText(some).width, size * (i ? 0.8 : 0.6))) + 2 * BADGE.sides;
    wide = left + own;
    const look = i ? { plate: palette.canvas, tone: palette.soft, edge: palette.soft } : { plate: palette.disputed, tone: palette.canvas };
    return [{ text: some, left, wide: own, ...look }];
  });
  return { text, wide, after: BADGE.after, size, weight: BADGE.weight, plates };
};
const spriteOf = (rows, { tone, weight = 400, size, plate = null, stretch = null, badge = "" }) => {
  const key = [...rows, tone, weight, size, plate, stretch, badge, palette.canvas].join("\n");
  if (made.has(key)) return made.get(key);
  if (made.size > 6000) made.clear();
  const font = `${stretch ? `${stretch} ` : ""}${weight} ${size}px ${FONT}`, before = badge ? badgeOf(badge, size) : null;
  scratch.font = font;
  const widths = rows.map((row) => scratch.measureText(row).width), shift = before ? before.wide + (rows[0] ? before.after : 0) : 0;
  const widest = Math.max(widths[0] + shift, ...widths.slice(1));
  const direction = RIGHT_TO_LEFT.test(rows[0]) ? "rtl" : "ltr";
  const sprite = {
    rows, high: size * LEADING, wide: 2 * Math.ceil(widest / 2) + (plate ? 6 : rows[0] ? 4 : 0),
    tall: Math.ceil(size * LEADING * rows.length) + 2,
    canvas: null, badge: before, shift, number: spritesMade += 1, // of sprites that were ever made, by which they are told apart
    widths, size, weight, stretch, tone, plate: plate && palette[plate],
    above: plate && plate !== "canvas" ? 2 : 1, // pixels above the letters: on a plate that is seen they stand in its middle
    look: { font, direction, fillStyle: palette[tone], strokeStyle: palette[plate ?? "canvas"] },
  };
  made.set(key, sprite);
  return sprite;
};
/** The same letters in another look. */
export const inLook = ({ rows, weight, size, stretch, badge }, { tone, plate }) => spriteOf(rows, {
  tone, weight, size, plate, stretch, badge: badge?.text,
});
/** Letters on a plate, without words. */
export const badgeAlone = (badge, look) => {
  const sprite = spriteOf([""], { ...look, badge });
  return { sprite, wide: sprite.wide, tall: sprite.tall, cost: 0 };
};
const writings = new Map(); // by text, as it takes long to find the breaks
/** The ways to write a text: {sprite, wide, tall, cost}, the cost of choosing it. One that others begin like keeps how it is `ended`
 * when it is cut short. */
export const sprites = (text, { all = false, ended = false, tone, weight = 400, size = 11.5, plate = null, stretch = null, badge }) => {
  const key = `${all}${ended}${text}`;
  if (writings.size > 6000) writings.clear();
  if (!writings.has(key)) writings.set(key, writingsOf(text, all, ended));
  return writings.get(key).map(([rows, cost]) => {
    const sprite = spriteOf(rows, { tone, weight, size, plate, stretch, badge });
    return { sprite, wide: sprite.wide, tall: sprite.tall, cost };
  });
};
/** The ways to write a text whole; one that is too long for all of them as far as it goes. */
export const wholeSprites = (text, look) => {
  const found = sprites(text, look).filter(({ cost, sprite }) => cost < 5 && !sprite.rows.at(-1).endsWith("…"));
  return found.length ? found : sprites(text, { ...look, all: true });
};
const paintPlate = (pen, colour, x, y, wide, tall) => {
  pen.fillStyle = colour;
  pen.beginPath();
  pen.roundRect(x, y, wide, tall, 4);
  pen.fill();
};
/** Where the badge of a sprite begins, and the middle of a row: the first stands behind the badge. */
export const badgeAt = ({ wide, widths, shift }) => (wide - widths[0] - shift) / 2;
export const middleOfRow = ({ wide, shift }, i) => wide / 2 + (i ? 0 : shift / 2);
const paintBadge = (pen, own) => {
  const { size, weight, plates } = own.badge, from = badgeAt(own);
  Object.assign(pen, { font: `${weight} ${size}px ${FONT}`, textAlign: "center", textBaseline: "middle" });
  for (const { text, wide, left, plate, tone, edge } of plates) {
    const by = edge ? 0.5 : 0; // the edge is a pixel wide
    paintPlate(pen, plate, from + left + by, own.above + by, wide - 2 * by, own.high - 2 * by);
    Object.assign(pen, { strokeStyle: edge ?? plate, fillStyle: tone, lineWidth: 1 });
    if (edge) pen.stroke();
    pen.fillText(text, from + left + wide / 2, own.above + 0.5 + own.high / 2);
  }
};
const paintRows = (pen, own) => {
  if (own.plate) paintPlate(pen, own.plate, 0, 0, own.wide, own.tall);
  Object.assign(pen, { ...own.look, textAlign: "center", textBaseline: "top", lineJoin: "round", lineWidth: 4 });
  for (const set of ["strokeText", "fillText"]) own.rows.forEach((row, i) => pen[set](row, middleOfRow(own, i), own.above + i * own.high));
  if (own.badge) paintBadge(pen, own);
};
export const painted = (own) => {
  if (own.canvas) return own.canvas;
  const ratio = devicePixelRatio || 1;
  own.canvas = el("canvas", { width: own.wide * ratio, height: own.tall * ratio });
  const pen = own.canvas.getContext("2d");
  pen.scale(ratio, ratio);
  paintRows(pen, own);
  return own.canvas;
};
/** A label that is turned about its middle. Its letters are drawn each time, as an image of them would blur. */
export const paintTurned = (pen, own, x, y, turn) => {
  pen.save();
  pen.translate(x + own.wide / 2, y + own.tall / 2);
  pen.rotate(turn);
  pen.translate(-own.wide / 2, -own.tall / 2);
  paintRows(pen, own);
  pen.restore();
};
/** How far the baseline of the letters lies below the top of their row. */
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
