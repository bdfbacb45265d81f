// Cuts long texts to a given length.

/** The first characters of a text that is too long, with a sign that it goes on. */
export const clamped = (text, most) => {
  if (text.length <= most) return text;
  const signs = [...text.slice(0, 2 * most + 2)];
  return signs.length > most ? `${signs.slice(0, most - 1).join("")}…` : text;
};
