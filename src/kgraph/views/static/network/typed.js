// A list of names in which the reader chooses one by typing any of its words, in any script.

/** The place in a list of the entry that was typed, or undefined. Each entry of `list` has the names of one thing in plain letters; `typed`
 * is plain too. Names that begin with the typed text come first, then names with words that begin so, in any order. One letter typed again
 * and again goes on from `now` to the next name that begins with it. */
export const placeTyped = (list, typed, now) => {
  if (!typed) return undefined;
  const has = (test) => list.flatMap((names, place) => (names.some(test) ? [place] : []));
  const begins = has((name) => name.startsWith(typed));
  if (begins.length) return begins[0];
  const words = typed.split(" ");
  const all = has((name) => words.every((word) => name.split(/[^\p{L}\p{N}]+/u).some((own) => own.startsWith(word))));
  if (all.length || !/^(.)\1+$/u.test(typed)) return all[0];
  const same = has((name) => name.startsWith(typed[0]));
  return same.find((place) => place > now) ?? same[0];
};
