// Compares names as people type them: without accents, and in Latin letters whichever way a Cyrillic name was spelt in them.

const CYRILLIC = {
  а: "a", б: "b", в: "v", г: "h", ґ: "g", д: "d", е: "e", є: "ie", ж: "zh", з: "z", и: "y", і: "i", ї: "i", й: "i", к: "k", л: "l",
  м: "m", н: "n", о: "o", п: "p", р: "r", с: "s", т: "t", у: "u", ф: "f", х: "kh", ц: "ts", ч: "ch", ш: "sh", щ: "shch", ь: "",
  ю: "iu", я: "ia", ё: "e", ъ: "", ы: "y", э: "e", ў: "u", ј: "j", љ: "lj", њ: "nj", ђ: "dj", ћ: "c", џ: "dz", ѓ: "g", ќ: "k", ѕ: "dz",
};
const LATIN = { ł: "l", đ: "d", ø: "o", ß: "ss", æ: "ae", œ: "oe", þ: "th", ð: "d", ı: "i", "'": "", '"': "" };

/** Makes a name plain. Characters that look the same become the same, as on the command line; `reading` are the characters that
 * kgraph.reading has, `letters` further letters, each with how kgraph.names writes it in Latin letters: "λl שsh". */
export const makePlain = (reading, letters = "") => {
  const latin = new Map([...Object.entries({ ...CYRILLIC, ...LATIN }), ...letters.split(" ").filter(Boolean)
    .map((one) => [[...one][0], [...one].slice(1).join("")])]);
  const special = new RegExp(`[${[...latin.keys()].join("")}]`, "gu");
  const unseen = new RegExp(reading.unseen, "gu");
  const marks = new Map(["\"", "'", "-"].flatMap((mark) => [...reading[mark]].map((letter) => [letter, mark])));
  const seen = (text) => [...text.replace(unseen, "")].map((letter) => marks.get(letter) ?? letter).join("")
    .normalize("NFKC").replace(/--+/g, "-").replace(/[\s\u0085]+/g, " ");
  const ascii = (text) => text.toLowerCase().replace(/["'`]/g, "").replace(/--+/g, "-").replace(/  +/g, " ");
  /** Lower case, no accents, Latin letters: "Łódź" is "lodz", "Покровськ" is "pokrovsk". */
  return (text) => (/^[ -~]*$/.test(text) ? ascii(text) : seen(text).toLowerCase().normalize("NFC")
    .replace(/(^|[^\p{L}])\u0627\u0644(?=\p{L}{3})/gu, "$1").replace(special, (letter) => latin.get(letter))
    .normalize("NFD").replace(/\p{M}/gu, "")).trim();
};
const MOST_SOUNDS = 100_000, sounds = new Map(); // a word is asked for by several indexes
/** Removes differences between the usual ways to spell a Cyrillic name in Latin letters: "zelensky", "zelenskiy" and "zelenskyy" become
 * one. */
export const soundOf = (plain) => {
  if (!sounds.has(plain)) {
    if (sounds.size > MOST_SOUNDS) sounds.clear();
    sounds.set(plain, sounded(plain));
  }
  return sounds.get(plain);
};
const sounded = (plain) => plain
  .replace(/shch|sch/g, "s").replace(/kh|gh|g/g, "h").replace(/ts|tz|cz/g, "c").replace(/sh|zh|ch/g, (pair) => pair[0])
  .replace(/ou/g, "u").replace(/w/g, "v").replace(/ks/g, "x").replace(/[yj]/g, "i").replace(/i+([aeou])/g, "$1")
  .replace(/([a-z])\1+/g, "$1").replace(/i+(?=\b)/g, "i");
/** A sound without its vowels, as the vowels of one name differ from language to language. */
export const bonesOf = (sound) => sound.replace(/q/g, "k").replace(/z/g, "s").replace(/[aeiou]/g, "").replace(/([a-z])\1+/g, "$1");
/** A simple stem that the forms of an English word share: "captured" and "capture" have one, and so do "deny" and "denies". */
export const stemOf = (word) => {
  if (word.length < 4 || !/^[a-z]+$/.test(word)) return word;
  const stem = word.replace(/ie[sd]$/, "y").replace(/(?:ing|ed|es|s|e)$/, "");
  return stem.length < 3 ? word : stem.replace(/([^aeiou])\1$/, "$1");
};
/** The stems of a word by which forms of it are found; "commander" also has that of "commands". */
export const stemsOf = (word) => [word, ...(/^[a-z]{4,}[eo]rs?$/.test(word) ? [word.replace(/[eo]rs?$/, "e")] : [])].map(stemOf);
/** By how many letters two words differ (Levenshtein 1966). */
const differing = (one, other) => {
  let before = Array.from({ length: other.length + 1 }, (_, i) => i);
  for (let i = 0; i < one.length; i += 1) {
    const row = [i + 1];
    for (let j = 0; j < other.length; j += 1) {
      row.push(Math.min(before[j + 1] + 1, row[j] + 1, before[j] + (one[i] === other[j] ? 0 : 1)));
    }
    before = row;
  }
  return before.at(-1);
};
/** Whether two sounds with the same consonants may be one name, such as "volodimir" and "vladimir". Short ones may differ in only one
 * letter. */
export const mayBeOne = (one, other) => {
  if (!/[aeiou]/.test(one) || !/[aeiou]/.test(other)) return true; // one is in a script that writes no vowels
  const long = Math.max(one.length, other.length);
  return long < 5 ? one.length === other.length && differing(one, other) <= 1 : differing(one, other) <= Math.floor(long / 3);
};
/** Whether two long sounds differ in at most two letters, such as "konstantinovka" and "kostantinivka". */
export const nearlyOne = (one, other) => one[0] === other[0] && Math.abs(one.length - other.length) < 3 && differing(one, other) < 3;

const TIMES = { k: 1e3, thousand: 1e3, million: 1e6 };
const MULTIPLIED = /\b(\d+(?:\.\d+)?) ?(k|thousand|million)\b/g;
const multiply = (figure, word) => String(Math.round(figure * TIMES[word] * 100) / 100);
/** Writes figures in one way: "60,000", "60 000" and "60 thousand" become "60000", and "85 per cent" becomes "85%". With `besides`, the
 * number before "thousand" is kept too. */
const alike = (text, besides) => text.replace(/\b\d{1,3}(?:[ ,]\d{3})+\b/g, (figure) => figure.replace(/[ ,]/g, ""))
  .replace(/(\d),(?=\d)/g, "$1.").replace(/(\d) ?(?:%|per ?cent\b)/g, "$1%")
  .replace(MULTIPLIED, (all, figure, word) => `${besides ? `${figure} ${word} ` : ""}${multiply(figure, word)}`);
/** The words of a plain text. */
export const wordsOf = (plain, besides = false) => {
  const figures = /\d/.test(plain), text = figures ? alike(plain, besides) : plain, latin = /^[ -~]*$/.test(text);
  const word = latin && !figures ? /[a-z]+/g : latin ? /\d+(?:[.:]\d+)*%?(?![a-z\d])|[a-z\d]+/g
    : /\p{N}+(?:[.:]\p{N}+)*%?(?![\p{L}\p{N}])|[\p{L}\p{N}]+/gu;
  return text.match(word) ?? text.split(" ").filter(Boolean);
};
