// Whether a figure tells its unit.

const spaced = (text) => (text.toLowerCase().replaceAll("%", " percent ").match(/\p{L}+|[^\p{L}\s]+/gu) ?? []).join(" ");
/** Whether a unit stands in a figure as it is printed, as a word, as in views/figured.py. */
export const isTold = (unit, figure) => !unit || ["", "s", "es"].some((end) => ` ${spaced(figure)} `.includes(` ${spaced(unit)}${end} `));
