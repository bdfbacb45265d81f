// The ways to write a name on the picture: whole in one to four rows, or cut short.

import { firstWords } from "./clamp.js";

const WIDEST = 24; // letters in a row, if a break can be found
export const SHAPED = "shaped"; // all of a text, in one to six rows
const FLAT = [44, 72]; // letters in a row of it, where it has few rows
const MOST_READ = 300; // at most so many characters of a text are on the picture
const WIDE_LETTERS = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;
/** Words; a word that is too long for a row is split. */
const pieces = (text) => text.split(/\s+/).filter(Boolean).flatMap((word) => {
  const piece = WIDE_LETTERS.test(word) ? /.{1,12}/gsu : /.{1,24}/gsu;
  return [...word.matchAll(piece)].map(([found]) => found);
});
const brokenInto = (words, width) => {
  const rows = [];
  for (const word of words) {
    if (rows.length && rows.at(-1).length + 1 + word.length <= width) rows[rows.length - 1] += ` ${word}`;
    else rows.push(word);
  }
  return rows.map((row) => row.replace(/^·\s*|\s*·$/gu, "")).filter(Boolean); // the break stands for a dot between parts
};
/** Words in so many rows of about equal length; null if they do not fill so many rows, or do not fit into rows of this width. */
const inRows = (words, count) => {
  const length = words.reduce((sum, word) => sum + word.length + 1, -1);
  for (let width = Math.ceil(length / count); width <= WIDEST; width += 1) {
    const rows = brokenInto(words, width);
    if (rows.length <= count) return rows.length === count ? rows : null;
  }
  return null;
};
/** A row with a sign that more follows, without the short words before it, which lead to what is not there: "capture of the". */
const brokenOff = (row) => `${row.replace(/(?:\s+\p{L}{1,3})*[\s,;:·–-]*$/u, "")}…`;
/** The first rows of words, with a sign that more follows. */
const cut = (words, most, width) => {
  const rows = brokenInto(words, width), kept = rows.slice(0, most);
  if (rows.length <= most) return kept;
  while (kept.length > 1 && /^\P{L}*\p{L}{0,3}\P{L}*$/u.test(brokenOff(kept.at(-1)))) kept.pop();
  return [...kept.slice(0, -1), brokenOff(kept.at(-1))];
};
/** A text cut short in its middle: its beginning and its end, in whole words if it has several. */
export const endedWritings = (text) => {
  const [first] = text.split(/\s/);
  const begun = (most) => {
    const kept = first.length > most && first.length <= most + 4 ? first : firstWords(text, most, 3);
    return kept + (/^\S/.test(text.slice(kept.length)) ? "…" : " …"); // without a space, a word is cut
  };
  const ending = (most) => {
    const words = text.split(/\s+/), kept = [];
    while (words.length && [words.at(-1), ...kept].join(" ").length <= most) kept.unshift(words.pop());
    return kept.join(" ") || `…${text.slice(1 - most)}`; // a word is cut in two where it fills the row alone, and is seen to be
  };
  const ways = [[18, 6], [13, 8], [9, 10]].map(([most, cost]) => [[begun(most), ending(most)], cost]);
  return ways.filter(([rows]) => rows.join("").length < text.length).map(([rows, cost]) => [cost < 10 ? rows : [rows.join(" ")], cost]);
};
/** The ways to write a text: whole in one to four rows, and cut short; all of it, as far as six rows hold it, where the
 * reader is looking. */
export const writingsOf = (text, all, ended) => {
  const words = pieces(text.slice(0, MOST_READ));
  if (!words.length) return [];
  if (all === SHAPED) {
    const shapes = [2, 3, 4, 5, 6].map((count) => inRows(words, count)).filter(Boolean);
    return [...shapes, ...FLAT.map((most) => brokenInto(words, most)).filter((rows) => rows.length < 7)].map((rows) => [rows, 0]);
  }
  if (all) return [[brokenInto(words, WIDEST).length > 6 ? cut(words, 6, WIDEST) : brokenInto(words, WIDEST), 0]];
  const [one, two, three, four] = [1, 2, 3, 4].map((count) => inRows(words, count)), short = text.length <= 14;
  const whole = [[two, short ? 0.7 : 0], [one, short ? 0 : 0.5], [three, 0.9], [four, 1.5]].filter(([rows]) => rows);
  if (!whole.length) whole.push([cut(words, 3, 20), 0.9]);
  if (ended) return [...whole, ...endedWritings(text.trim()), [cut(words, 2, 17), 6], [cut(words, 2, 12), 8]];
  const start = `${firstWords(text.trim(), 15)}…`;
  return text.length <= 16 ? whole : [...whole, [cut(words, 2, 17), 6], [cut(words, 2, 12), 8], [[start], 10]];
};

const wordsOfName = (text) => text.toLowerCase().split(/[\s…]+/u).filter(Boolean);
/** The names in which each word stands. */
export const namesByWord = (names) => {
  const found = new Map();
  for (const name of new Set(names)) {
    for (const word of new Set(wordsOfName(name.slice(0, MOST_READ)))) {
      if (found.has(word)) found.get(word).push(name);
      else found.set(word, [name]);
    }
  }
  return found;
};
const LEAST_KEPT = 0.25; // of a name's letters
/** Whether a name that is cut short keeps a quarter of its letters and what tells it from all others: one of the words that the fewest
 * names have, and words that no other name has together. Names of one or two words, or in a script without spaces, keep what they have. */
export const stillTells = (rows, name, known) => {
  const words = wordsOfName(name.slice(0, MOST_READ)), namesWith = (word) => known.get(word) ?? [];
  if (words.length < 3) return true;
  if (rows.join(" ").length < LEAST_KEPT * Math.min(name.length, MOST_READ)) return false;
  const rarest = Math.min(...words.map((word) => Math.max(1, namesWith(word).length))), kept = new Set(wordsOfName(rows.join(" ")));
  const whole = words.filter((word) => kept.has(word)), [first = [], ...others] = whole.map(namesWith);
  const hasAll = (one) => one !== name && others.every((list) => list.includes(one));
  return whole.some((word) => namesWith(word).length <= rarest) && !first.some(hasAll);
};
