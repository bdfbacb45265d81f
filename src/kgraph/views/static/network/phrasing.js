// The ways to write the words of a line. They are never cut short, as they would say another relation.

import { forgetTried } from "./placing.js";
import { badgeAlone, wholeSprites } from "./sprites.js";

const FEWEST_ROWS = 2; // words of a line wrap once, if they are not too long for that
const HIGHER = 2; // what it costs that they have more rows
const KIND_ALONE = 2.5, KIND_IN_SMALL = 9; // and that they say the status of a line only; in a picture with few lines
const NAME_ALONE = 0.5, NAME_IN_SMALL = 2; // and that they say the relation without its details; in a picture with few names
const LETTERS_ALONE = 2.5, LETTERS_IN_SMALL = 6; // and that there are letters only; in such a picture
/** What it costs to say less, where `few` lines have words, and in a `roomy` picture, if it is not in a narrow window. */
export const costsOf = (few = false, roomy = false, narrow = false) => ({
  alone: few ? KIND_IN_SMALL : KIND_ALONE, name: roomy ? NAME_IN_SMALL : NAME_ALONE,
  letters: roomy && !narrow ? LETTERS_IN_SMALL : LETTERS_ALONE,
});
const dearer = (list, by) => list.map((one) => ({ ...one, cost: one.cost + by }));
/** Words in few rows, and dearer in more. */
const inFewRows = (words, look) => {
  const whole = wholeSprites(words, look), few = whole.filter(({ sprite }) => sprite.rows.length <= FEWEST_ROWS);
  return few.length ? [...few, ...dearer(whole.filter((one) => !few.includes(one)), HIGHER)] : whole;
};
/** The ways to write the words of a line with its status, or its status alone. */
export const phrasesOf = (words, kind, look, { alone } = costsOf()) => {
  const whole = inFewRows(words, look), bare = words.replace(/\)[:;] .*$/s, ")").replace(/ \(details vary\)(?= \()/, "");
  if (look.all || !kind || kind === words) return whole;
  const middle = bare !== words && bare !== kind ? dearer(wholeSprites(bare, look), alone / 2) : []; // "judged under (forecast)"
  // "denied" alone would not say of what
  return [...whole, ...middle, ...(look.tone === "word-denied" ? [] : dearer(wholeSprites(kind, look), alone))];
};
/** The ways to write the words of a line in question, after the letters of its questions: with details, the `name` of the relation, or the
 * letters alone: these stand on the line only, as a plate that hides little of others. Those with details are `detailed`. */
export const letteredPhrases = (words, name, letters, look, costs = costsOf()) => {
  const whole = inFewRows(words, { ...look, badge: letters });
  if (look.all) return whole;
  const named = name === words ? [] : dearer(wholeSprites(name, { ...look, badge: letters }), costs.name);
  const told = whole.map((one) => ({ ...one, detailed: named.length > 0 }));
  return [...told, ...named, ...dearer([{ ...badgeAlone(letters, { ...look, plate: null }), onLine: true }], costs.letters)];
};
/** Takes the details off the words of lines of one relation in one question, if some have no room for theirs: a figure at one candidate
 * alone would seem to be the one that is in question. */
export const evenOut = (room, labels) => {
  const groups = new Map(), isDetailed = ({ detailed }) => detailed, tells = ({ id }) => Boolean(room.set.get(id).spot.made.detailed);
  for (const one of labels) {
    if (one.alike && room.set.has(one.id) && one.choices.some(isDetailed)) groups.set(one.alike, [...groups.get(one.alike) ?? [], one]);
  }
  for (const { id } of [...groups.values()].filter((some) => !some.every(tells)).flatMap((some) => some.filter(tells))) {
    const { label, spot } = room.lift(id);
    const bare = { ...label, choices: label.choices.filter((one) => !isDetailed(one)) };
    forgetTried(bare);
    if (!room.place(bare)) room.put(label, spot);
  }
};
