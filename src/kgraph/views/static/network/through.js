// A name upon a line in question does not cut it in two: the line goes on through the letters, weaker.

import { isRelation } from "./items.js";
import { inPixels, labelsOnScreen } from "./labels.js";
import { drawLine } from "./layers.js";
import { network, picture } from "./picture.js";

const THROUGH = 0.4; // how much of the line is seen
const MOST_THROUGH = 40; // of more lines none goes on: the letters would drown
/** Lets the pen, in pixels, draw upon names alone, but for those on plates, which no line may cross. */
const clipToNames = (pen) => {
  pen.beginPath();
  for (const { sprite, words, x, y } of labelsOnScreen()) if (!words && !sprite.plate) pen.rect(x, y, sprite.wide, sprite.tall);
  pen.clip();
};
network.on("afterDrawing", (pen) => {
  const asked = [...picture.lines.values()].filter((line) => isRelation(line) && line.tone === "disputed").map(({ id }) => id)
    .filter((id) => !picture.lit || picture.lit.lines.has(id));
  if (!asked.length || asked.length > MOST_THROUGH) return;
  const units = pen.getTransform();
  inPixels(pen, () => {
    clipToNames(pen);
    pen.setTransform(units);
    pen.globalAlpha = THROUGH;
    for (const id of asked) drawLine(pen, id);
  });
});
