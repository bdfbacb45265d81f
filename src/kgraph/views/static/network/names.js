// Names as people type them: without marks, in Latin letters, however a Cyrillic name was put into them.

const CYRILLIC = {
  а: "a", б: "b", в: "v", г: "h", ґ: "g", д: "d", е: "e", є: "ie", ж: "zh", з: "z", и: "y", і: "i", ї: "i", й: "i", к: "k", л: "l",
  м: "m", н: "n", о: "o", п: "p", р: "r", с: "s", т: "t", у: "u", ф: "f", х: "kh", ц: "ts", ч: "ch", ш: "sh", щ: "shch", ь: "",
  ю: "iu", я: "ia", ё: "e", ъ: "", ы: "y", э: "e", ў: "u", ј: "j", љ: "lj", њ: "nj", ђ: "dj", ћ: "c", џ: "dz", ѓ: "g", ќ: "k", ѕ: "dz",
};
const LATIN = { ł: "l", đ: "d", ø: "o", ß: "ss", æ: "ae", œ: "oe", þ: "th", ð: "d", ı: "i", "'": "", '"': "" };
const SPECIAL = new RegExp(`[${Object.keys(CYRILLIC).join("")}${Object.keys(LATIN).join("")}]`, "g");

/** How a name is put plainly. What looks the same is the same, as on the command line: `reading` are the characters of
 * kgraph.reading. */
export const makePlain = (reading) => {
  const unseen = new RegExp(reading.unseen, "gu");
  const marks = new Map(["\"", "'", "-"].flatMap((mark) => [...reading[mark]].map((letter) => [letter, mark])));
  const seen = (text) => [...text.replace(unseen, "")].map((letter) => marks.get(letter) ?? letter).join("")
    .normalize("NFKC").replace(/--+/g, "-").replace(/[\s\u0085]+/g, " ");
  const ascii = (text) => text.toLowerCase().replace(/["'`]/g, "").replace(/--+/g, "-").replace(/  +/g, " ");
  /** Lower case, no marks, Latin: "Łódź" is "lodz", "Покровськ" is "pokrovsk". */
  return (text) => (/^[ -~]*$/.test(text) ? ascii(text) : seen(text).toLowerCase().normalize("NFC")
    .replace(SPECIAL, (letter) => CYRILLIC[letter] ?? LATIN[letter])
    .normalize("NFD").replace(/\p{M}/gu, "")).trim();
};
/** What ways of putting a plain name into Latin letters agree on: "zelensky", "zelenskiy" and "zelenskyy" are one. */
export const soundOf = (plain) => plain
  .replace(/shch|sch/g, "s").replace(/kh|gh|g/g, "h").replace(/ts|tz|cz/g, "c").replace(/sh|zh|ch/g, (pair) => pair[0])
  .replace(/w/g, "v").replace(/ks/g, "x").replace(/[yj]/g, "i").replace(/i([aeou])/g, "$1").replace(/([a-z])\1+/g, "$1")
  .replace(/i+(?=\b)/g, "i");
/** What is left of a sound where vowels are told apart no more: those of one name differ from language to language. */
export const bonesOf = (sound) => sound.replace(/q/g, "k").replace(/z/g, "s").replace(/[aeiou]/g, "").replace(/([a-z])\1+/g, "$1");
/** What the forms of an English word have in common, nearly enough: "captured" and "capture" are one, as are "deny" and "denies". */
export const stemOf = (word) => {
  if (word.length < 4 || !/^[a-z]+$/.test(word)) return word;
  const stem = word.replace(/ie[sd]$/, "y").replace(/(?:ing|ed|es|s|e)$/, "");
  return stem.length < 3 ? word : stem.replace(/([^aeiou])\1$/, "$1");
};
/** In how many letters two words differ (Levenshtein 1966). */
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
/** Whether two sounds of the same bones may be one name, as "volodimir" and "vladimir": short ones differ in a letter alone. */
export const mayBeOne = (one, other) => {
  const long = Math.max(one.length, other.length);
  return long < 5 ? one.length === other.length && differing(one, other) <= 1 : differing(one, other) <= Math.floor(long / 3);
};
/** Whether two long sounds are the same but for two letters, as "konstantinovka" and "kostantinivka". */
export const nearlyOne = (one, other) => one[0] === other[0] && Math.abs(one.length - other.length) < 3 && differing(one, other) < 3;

const TIMES = { k: 1e3, thousand: 1e3, million: 1e6 };
const MULTIPLIED = /\b(\d+(?:\.\d+)?) ?(k|thousand|million)\b/g;
const multiply = (figure, word) => String(Math.round(figure * TIMES[word] * 100) / 100);
/** Figures are written in one way: "60,000", "60 000" and "60 thousand" are "60000", "85 per cent" is "85%"; with `besides`, what is
 * so many thousands stays beside it. */
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
