// Whether a figure tells its unit.

const RUNS = /[\p{L}\p{Nl}\p{No}]+|\p{Nd}+|[^\p{L}\p{N}\s]+/gu;
const spaced = (text) => (text.toLowerCase().replace(/%|\bper\s+cent\b/g, " percent ").match(RUNS) ?? []).join(" ");
/** Whether a unit stands in a figure as it is printed, as a word, as in views/figured.py. */
export const isTold = (unit, figure) => !unit || ["", "s", "es"].some((end) => ` ${spaced(figure)} `.includes(` ${spaced(unit)}${end} `));
