// Whether a figure tells its unit, and who gives it.

import { listed } from "./elements.js";
import { unique } from "./record.js";

const RUNS = /[\p{L}\p{Nl}\p{No}]+|\p{Nd}+|[^\p{L}\p{N}\s]+/gu;
const spaced = (text) => (text.toLowerCase().replace(/%|\bper\s+cent\b/g, " percent ").match(RUNS) ?? []).join(" ");
/** Whether a unit stands in a figure as it is printed, as a word, as in views/figured.py. */
export const isTold = (unit, figure) => !unit || ["", "s", "es"].some((end) => ` ${spaced(figure)} `.includes(` ${spaced(unit)}${end} `));

/** Figures in words, with who gives them: "half: Ann; 85%, not half: Bob". Nobody is named if all claimants of a row, by number, give all
 * the same; `given` has {what, by}. */
export const creditedFigures = (given, claimants, nameOf) => {
  const all = unique(claimants).length, givers = new Map(), groups = new Map();
  for (const { what, by } of given) givers.set(what, unique([...(givers.get(what) ?? []), by]));
  for (const [what, by] of givers) {
    const who = by.length < all ? listed(by.map(nameOf)) : "";
    groups.set(who, [...(groups.get(who) ?? []), what]);
  }
  return [...groups].map(([who, figures]) => figures.join(", ") + (who && `: ${who}`)).join("; ");
};
