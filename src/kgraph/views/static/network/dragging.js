// What is dragged: which labels are drawn meanwhile, and where a shape comes to rest.

import { overlap } from "./taken.js";

/** The labels that are drawn while something is dragged, of {box, words, turned, moved}: words of lines that would lie upon a name, others'
 * words or one of the `shapes` {box} are left out, as are turned ones, whose line has another slope now; a name that goes along hides those
 * that it comes to lie on. */
export const shownWhileDragged = (labels, shapes = []) => {
  const upon = (one, others) => others.some((other) => other !== one && overlap(other.box, one.box));
  const inTheWay = [...labels.filter(({ words, moved }) => !(words && moved)), ...shapes];
  const kept = labels.filter((one) => !(one.moved && one.words && (one.turned || upon(one, inTheWay))));
  const going = kept.filter(({ moved, words }) => moved && !words);
  return kept.filter((one) => one.moved || !upon(one, going));
};
const BETWEEN_SHAPES = 4; // in units of the picture: so far apart two shapes are at least
const STEP_ASIDE = 3, TURNS = 32, MOST_ASIDE = 200;
/** Where a shape that is let go at a point comes to rest: there, or at the nearest place beside the shapes {x, y, radius} that it would lie
 * on. */
export const restingPlace = ({ x, y }, radius, shapes) => {
  const isFreeAt = (at) => shapes.every((one) => Math.hypot(one.x - at.x, one.y - at.y) >= one.radius + radius + BETWEEN_SHAPES);
  if (isFreeAt({ x, y })) return { x, y };
  for (let far = STEP_ASIDE; far < MOST_ASIDE; far += STEP_ASIDE) {
    for (let turn = 0; turn < TURNS; turn += 1) {
      const angle = (2 * Math.PI * turn) / TURNS;
      const at = { x: Math.round(x + far * Math.cos(angle)), y: Math.round(y + far * Math.sin(angle)) };
      if (isFreeAt(at)) return at;
    }
  }
  return { x, y };
};
