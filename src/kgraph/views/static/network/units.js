// Names of units as kgraph.names.units reads them, by the same tables: numbers with their levels, arms, and other words. Numbers in words
// above ten are read in Latin letters only; units without a number and translated names of bodies are left to the command line, as this
// runs for every name of the page.

import { soundOf } from "./names.js";

const LETTERED = new Set(["company", "battery", "squadron"]);
const SPELT_OUT = new Map(["alpha", "bravo", "charlie", "delta", "echo", "foxtrot"].map((word) => [word, word[0]]));
const HONOURS = /["«“„][^"»”“]*["»”“]|\((?!\d+\))[^()]*\)|(?<!\p{L})(?:named after|імені|имени|ім\.|им\.) .*$/gu;
const FOREIGN_DIGIT = /[\u0660-\u0669\u06f0-\u06f9]/g;
const ARMS_TOGETHER = [["mountain", "infantry"], ["mountain", "assault"], ["light", "infantry"], ["air", "assault"]];
const SHORT_IN_LATIN = {
  id: ["division", "infantry"], lid: ["division", "lightinfantry"], lib: ["battalion", "lightinfantry"], ib: ["battalion", "infantry"],
  caa: ["army", "combinedarms"], rpima: ["regiment", "airborne", "marine"], rima: ["regiment", "marine"],
  rep: ["regiment", "foreign", "airborne"], rei: ["regiment", "foreign", "infantry"],
};
const ARMIES = { ta: "tank", oa: "combinedarms", ova: "combinedarms" };
const COMPOUND = /^([a-z]{3,}?)s?(brigade|division|regiment|bataillon|kompanie|korps)$/;
const NO_WAYS = [];
const ROMAN = { x: 10, v: 5, i: 1 };

const isWordOf = (word, way) => (way.endsWith("*") ? word?.startsWith(way.slice(0, -1)) : word === way);
const romanOf = (word) => {
  if (!/^(?=[ivx])x{0,3}(?:ix|iv|v?i{0,3})$/.test(word)) return 0;
  return [...word].reduce((sum, letter, i) => sum + (ROMAN[letter] < ROMAN[word[i + 1]] ? -ROMAN[letter] : ROMAN[letter]), 0);
};

/** The tables with their words made plain. */
const tablesOf = (names, plain) => {
  const whole = new Map(), begun = new Map(), numbers = new Map();
  const put = (map, key, way) => map.set(key, [...map.get(key) ?? [], way]);
  for (const [sort, concept, written] of names.kinds) {
    for (const phrase of written.split(",")) {
      const [first, ...rest] = plain(phrase.replace(/-/g, " ")).split(" ");
      put(first.endsWith("*") ? begun : whole, first.replace("*", ""), { rest, sort, concept });
    }
  }
  for (const [value, words] of Object.entries(names.numbers)) {
    for (const word of words.split(" ")) numbers.set(soundOf(plain(word)), +value);
  }
  const latin = (table) => new Map(Object.entries(table).map(([word, what]) => [plain(word), what]));
  const either = (table) => [...table.keys()].sort((one, other) => other.length - one.length).join("|");
  const arms = latin(names.arms), after = latin(names.after), levels = latin(names.levels);
  const short = new RegExp(`^o?(hv)?o?(${either(arms)})?(br|dn|p|b|d)(${either(after)})?$`);
  return { whole, begun, numbers, arms, after, levels, short, suffixes: new Set(names.suffixes.split(" ").map(plain)) };
};

/** Reads names of units: the text of a name gives {numbered, arms, others}, or null if it is no unit with a number. */
export const makeUnits = (names, plain) => {
  let tables;
  const values = new Map(), ways = new Map(); // of words that were asked for
  const numberOf = (word) => {
    if (!values.has(word)) values.set(word, romanOf(word) || tables.numbers.get(soundOf(word)) || 0);
    return values.get(word);
  };
  /** The words, with digits without their endings; a number in words is one number. */
  const wordsIn = (text) => {
    const found = [];
    const shown = /^[\w -]*$/.test(text) ? text
      : text.replace(HONOURS, " ").replace(FOREIGN_DIGIT, (digit) => digit.charCodeAt(0) & 15);
    const bare = plain(shown).replace(/\b(?:no|nr|num|n)[.°º]* ?(?=\d)/g, " ")
      .replace(/-/g, (mark, at, all) => (/\d/.test(all[at - 1]) ? "" : " "));
    for (const [word, digits, letters] of bare.matchAll(/(\d+)(\p{L}*)|[\p{L}\p{M}]+/gu)) {
      if (!digits) found.push(...(COMPOUND.exec(word)?.slice(1) ?? [word]));
      else found.push(String(+digits), ...(letters && !tables.suffixes.has(letters) ? [letters] : []));
    }
    return found;
  };
  /** What a word may begin, the longest phrases first. */
  const waysOf = (word) => {
    if (!ways.has(word)) {
      const found = [...tables.whole.get(word) ?? []];
      for (let end = word.length; end > 1; end -= 1) found.push(...tables.begun.get(word.slice(0, end)) ?? []);
      ways.set(word, found.length ? found.sort((one, other) => other.rest.length - one.rest.length) : NO_WAYS);
    }
    return ways.get(word);
  };
  const longest = (words, at) => waysOf(words[at]).find(({ rest }) => rest.every((one, i) => isWordOf(words[at + 1 + i], one))) ?? null;
  /** What an abbreviation after a number stands for: "ombr", "hvta", "lid". */
  const shortOf = (word) => {
    if (SHORT_IN_LATIN[word]) return { level: SHORT_IN_LATIN[word][0], arms: SHORT_IN_LATIN[word].slice(1) };
    const army = /^(hv)?(ta|ova?|oa)$/.exec(word);
    if (army && ARMIES[army[2]]) return { level: "army", arms: [...(army[1] ? ["guards"] : []), ARMIES[army[2]]] };
    const found = tables.short.exec(word);
    if (!found || word.length < 2) return null;
    const arms = [found[1] && "guards", tables.arms.get(found[2]), tables.after.get(found[4])].filter(Boolean);
    return { level: tables.levels.get(found[3]), arms };
  };
  const isLettered = (words, at) => Boolean(words[at]) && LETTERED.has(longest(words, at)?.concept);
  const partsOf = (words) => {
    const parts = [];
    for (let at = 0; at < words.length; at += 1) {
      const word = words[at], way = longest(words, at);
      const letter = SPELT_OUT.get(word) ?? (/^[a-z]$/.test(word) ? word : "");
      const beside = letter && (isLettered(words, at - 1) || isLettered(words, at + 1));
      const value = /^\d+$/.test(word) ? word : numberOf(word);
      const numbered = parts.some(({ sort }) => sort === "number") || (SHORT_IN_LATIN[word] && words.some((one) => /^\d/.test(one)));
      const known = way && !(word === "ta" && at === words.length - 1) ? way : null, short = numbered && !known ? shortOf(word) : null;
      if (beside) parts.push({ sort: "number", concept: letter });
      else if (value && value < 10 && parts.at(-1)?.tens) parts.push({ sort: "number", concept: String(+parts.pop().concept + value) });
      else if (value) parts.push({ sort: "number", concept: String(value), tens: value % 10 === 0 && !/^\d/.test(word) });
      else if (known) {
        parts.push(known);
        at += known.rest.length;
      } else if (short) parts.push(...short.arms.map((arm) => ({ sort: "arm", concept: arm })), { sort: "level", concept: short.level });
      else parts.push({ sort: "", concept: word });
    }
    return parts;
  };
  const paired = (parts) => {
    const numbered = [], arms = new Set(), others = [], numbers = [];
    let waiting = "";
    for (const { sort, concept } of parts) {
      if (sort === "number" && waiting) { numbered.push(`${waiting} ${concept}`); waiting = ""; }
      else if (sort === "number") numbers.push(concept);
      else if (sort === "level" && numbers.length) numbered.push(`${concept} ${numbers.pop()}`);
      else if (sort === "level" && !waiting) waiting = concept;
      else if (sort === "arm") arms.add(concept);
      else if (sort !== "drop") others.push(concept);
    }
    return { numbered, arms, others, left: numbers.length };
  };
  const counts = (word) => /^\d/.test(word) || word.length === 1 || SPELT_OUT.has(word) || numberOf(word) > 0;
  return (text, plainText = plain(text)) => {
    tables ??= tablesOf(names, plain);
    if (!/[\d\u0660-\u0669\u06f0-\u06f9]/.test(text) && !plainText.split(/[ -]/).some(counts)) return null;
    const words = wordsIn(text);
    if (words.length < 2 || !words.some(counts)) return null;
    const { numbered, arms, others, left } = paired(partsOf(words));
    if (!numbered.length || left) return null;
    for (const [one, other] of ARMS_TOGETHER) {
      if (arms.has(one) && arms.has(other)) [arms.delete(one), arms.delete(other), arms.add(one + other)];
    }
    const honours = plain((text.match(HONOURS) ?? []).join(" ")).match(/[\p{L}\p{N}]+/gu) ?? [];
    return { numbered: numbered.sort(), arms: [...arms].sort(), others, honours };
  };
};

const covers = (some, all) => some.every((word) => all.some((one) => one === word || soundOf(one) === soundOf(word)));
const areAmong = (some, all) => some.every((arm) => all.includes(arm));
/** Whether one of two names of units with the same numbers may be the other without some of its arms or words. */
export const areNearUnits = (one, other) => (areAmong(one.arms, other.arms) || areAmong(other.arms, one.arms))
  && (covers(one.others, other.others) || covers(other.others, one.others));
/** Whether two names of units are one: the same numbers and arms, and the same other words; honours in quotes may be left out. */
export const areOneUnit = (one, other) => String(one.numbered) === String(other.numbered) && String(one.arms) === String(other.arms)
  && covers(one.others, other.others) && covers(other.others, one.others)
  && (covers(one.honours, other.honours) || covers(other.honours, one.honours));
