// What is at a point of the picture: a name, words of a line, or the letter of a question; a ring; or a line in question.

import { labelsOnScreen } from "./labels.js";
import { endsAbout, pointsDrawn, widthNow } from "./layers.js";
import { letterOf, record } from "./opened.js";
import { network, picture } from "./picture.js";
import { badgeAt } from "./sprites.js";

/** Where a point is in a label, from its upper left corner, as if its rows were level. */
const inLabel = ({ x, y, turn, sprite: { wide, tall } }, spot) => {
  const [dx, dy] = [spot.x - x - wide / 2, spot.y - y - tall / 2], [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  return { right: dx * cos + dy * sin + wide / 2, down: dy * cos - dx * sin + tall / 2 };
};
/** The letter at such a place, or “+4”; "" beside all plates. */
const letterIn = (sprite, { right, down }) => {
  if (!sprite.badge || down > sprite.high + sprite.above) return "";
  const along = right - badgeAt(sprite), plate = sprite.badge.plates.find(({ left, wide }) => along >= left && along < left + wide);
  if (!plate) return "";
  const letters = plate.text.split(" ");
  return letters[Math.floor(((along - plate.left) / plate.wide) * letters.length)];
};
/** What the uppermost of some labels at a point belongs to, and the question of a letter there; null if none is there. */
const foundIn = (labels, spot) => {
  for (const label of labels.reverse()) {
    const inside = inLabel(label, spot), { wide, tall } = label.sprite;
    if (inside.right < 0 || inside.down < 0 || inside.right > wide || inside.down > tall) continue;
    const letter = letterIn(label.sprite, inside);
    return { of: label.of, question: letter ? record.questions.find(({ id }) => letterOf(id) === letter)?.id : undefined };
  }
  return null;
};
/** {of, question}: what a label there belongs to (as in labels.js), and the question whose letter is there, if one is; else null. What is
 * pointed at has its words elsewhere or larger, so a letter counts where it stood before. */
export const writtenAt = (spot) => {
  const before = foundIn(labelsOnScreen(false), spot);
  return before?.question !== undefined ? before : foundIn(labelsOnScreen(), spot) ?? before;
};
/** The shape whose ring is at a point: it belongs to the shape, and lines only end there. */
export const ringAt = (spot) => {
  const { x, y } = network.DOMtoCanvas(spot), places = network.getPositions(), { lit } = picture;
  const isThere = (v) => v.asked && (!lit || lit.nodes.has(v.id)) && Math.hypot(places[v.id].x - x, places[v.id].y - y) <= endsAbout(v);
  return [...picture.vertices.values()].find(isThere)?.id;
};
/** The line in question on whose stroke a point is: thin lines that run beside it have less claim to it. */
export const strokeAt = (spot) => {
  const at = network.DOMtoCanvas(spot), { lit } = picture;
  const isThere = (line) => {
    if (line.tone !== "disputed" || (lit && !lit.lines.has(line.id))) return false;
    const reach = widthNow(line) / 2 + 1 / network.getScale();
    return pointsDrawn(line, reach).some(({ x, y }) => Math.hypot(x - at.x, y - at.y) <= reach);
  };
  return [...picture.lines.values()].find(isThere)?.id;
};
