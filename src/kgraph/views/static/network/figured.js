// Whether a figure tells its unit.

const spaced = (text) => (text.toLowerCase().replace(/%|per cent/g, " percent ").match(/\p{L}+|\p{N}+|[^\p{L}\p{N}\s]+/gu) ?? []).join(" ");
/** Whether a unit stands in a figure as it is printed, as a word, as in views/figured.py. */
export const isTold = (unit, figure) => !unit || ["", "s", "es"].some((end) => ` ${spaced(figure)} `.includes(` ${spaced(unit)}${end} `));
