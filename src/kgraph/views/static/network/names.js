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
  /** Lower case, no marks, Latin: "Łódź" is "lodz", "Покровськ" is "pokrovsk". */
  return (text) => (/^[a-z0-9]+([ -][a-z0-9]+)*$/i.test(text) ? text.toLowerCase() : seen(text).toLowerCase().normalize("NFC")
    .replace(SPECIAL, (letter) => CYRILLIC[letter] ?? LATIN[letter])
    .normalize("NFD").replace(/\p{M}/gu, "")).trim();
};
/** What ways of putting a plain name into Latin letters agree on: "zelensky", "zelenskiy" and "zelenskyy" are one. */
const soundOf = (plain) => plain
  .replace(/shch|sch/g, "s").replace(/kh|gh|g/g, "h").replace(/ts|tz|cz/g, "c").replace(/sh|zh|ch/g, (pair) => pair[0])
  .replace(/w/g, "v").replace(/ks/g, "x").replace(/[yj]/g, "i").replace(/i([aeou])/g, "$1").replace(/([a-z])\1+/g, "$1")
  .replace(/i+(?=\b)/g, "i");

/** How well a name answers: 0 itself, 1 its beginning, 2 a word of it, 3 a part of it; 9 not. */
const answers = (form, query) => {
  const where = form.indexOf(query);
  if (where < 0) return 9;
  if (where > 0) return form[where - 1] === " " ? 2 : 3;
  return form.length === query.length ? 0 : 1;
};
const ranked = (forms, query) => {
  const found = [];
  for (let id = 0; id < forms.length; id += 1) {
    let best = 9;
    for (const form of forms[id]) best = Math.min(best, answers(form, query));
    if (best < 9) found.push([best, id]);
  }
  return found.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
};
/** Finds the nodes that a text may mean, the best first: by their spelling, and where none has it, by their sound. */
export const makeFinder = (record, plain) => {
  const sound = (text) => soundOf(plain(text));
  const formsOf = (form) => record.nodes.map((node) => [node.label, ...node.alt].map(form));
  let folded = null, sounding = null; // for each node its names
  record.whenAdded(() => { folded = sounding = null; });
  return (text, most) => {
    const query = plain(text);
    if (!query) return [];
    folded ??= formsOf(plain);
    let found = ranked(folded, query);
    if (!found.length && sound(text).length > 2) {
      sounding ??= formsOf(sound);
      found = ranked(sounding, sound(text));
    }
    return found.slice(0, most).map(([, id]) => id);
  };
};
