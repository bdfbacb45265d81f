// Cuts long texts to a given length.

/** The first whole words of a text, at most so many characters; if they are fewer than `least`, the last word is cut, too. */
export const firstWords = (text, most, least = most / 2) => {
  const signs = [...text.slice(0, 2 * most + 2)], begun = signs.slice(0, most).join("");
  if (signs.length <= most || /\s/.test(signs[most])) return begun.trimEnd();
  const whole = begun.replace(/\s+\S*$/u, "");
  return whole === begun || [...whole].length < least ? begun.replace(/(?<=[\p{L}\p{N}])[^\p{L}\p{N}]+$/u, "") : whole;
};
/** The first characters of a text that is too long, with a sign that it goes on. */
export const clamped = (text, most) => {
  if (text.length <= most) return text;
  return [...text.slice(0, 2 * most + 2)].length > most ? `${firstWords(text, most - 1)}…` : text;
};
