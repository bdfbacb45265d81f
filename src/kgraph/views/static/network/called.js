// Brings names of people into one form, as kgraph.names.words does: the parts of Arabic names joined and without articles, first names by
// one spelling, patronymics left out. Vowels spelt by ear, initials and typing errors are found otherwise (lexicon.js).

import { soundOf } from "./names.js";

const SERVANT = /\b(?:abd|abdul|abdel|abdal|abdur|abdi)[ -](?:(?:al|el|ul|ur|ar|er|as|es)[ -]?)?(?=[a-z]{3})/g;
const FAITH = /([a-z]{3})[ -]?(?:al|ad|ed|el|ud|u|e|a)[ -]?d(?:i|ee|y|ie)ne?\b/g;
const OF_GOD = /([a-z]{3})[ -]?[uao]ll?ah\b/g;
const FATHER = /\b(?:abu|abou|abo)[ -](?=[a-z]{3})/g;
const ARTICLE = /(^|[ -])(?:al|el|as|ad|ar|at|an|az|ash|ath|esh|es|ur|ul|ud)-(?=[a-z]{3})/g;
const JOINS = /\b(?:abd|abo)|d(?:i|ee|y|ie)ne?\b|lah\b|-|\babu /; // no other name has parts to be joined
const PATRONYMIC = /^[a-z]{2,}(?:ovi?ch|ovych|evi?ch|evych|ivich|ovna|evna|ivna)$/;

const isInitial = (word) => /^\p{L}\.?$/u.test(word);
/** Makes a plain name the form by which names are compared; `given` are rows of first names that are one name. */
export const makeCalled = (given) => {
  let spelt;
  const known = new Map(); // words that were asked for
  const firstNames = () => new Map(given.flatMap((row) => {
    const spellings = row.toLowerCase().split(" ").map(soundOf);
    return spellings.map((one) => [one, spellings[0]]);
  }));
  const firstName = (word) => {
    spelt ??= firstNames();
    if (!known.has(word)) known.set(word, spelt.get(soundOf(word)) ?? word);
    return known.get(word);
  };
  return (plainName) => {
    const joined = !JOINS.test(plainName) ? plainName : plainName.replace(SERVANT, "abdul").replace(FATHER, "abu")
      .replace(FAITH, "$1aldin").replace(OF_GOD, "$1allah").replace(ARTICLE, "$1");
    const words = joined.split(/[ -]/).filter(Boolean), first = words.findIndex(isInitial);
    const kept = words.length < 3 ? words
      : words.filter((word, i) => !PATRONYMIC.test(word) && (i <= first || !isInitial(word)));
    return (kept.length > 1 ? kept : words).map(firstName).join(" ");
  };
};
