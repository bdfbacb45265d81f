// --- names as people type them: without marks, in Latin letters, however a Cyrillic name was put into them

const CYRILLIC = {
  а: "a", б: "b", в: "v", г: "h", ґ: "g", д: "d", е: "e", є: "ie", ж: "zh", з: "z", и: "y", і: "i", ї: "i", й: "i", к: "k", л: "l",
  м: "m", н: "n", о: "o", п: "p", р: "r", с: "s", т: "t", у: "u", ф: "f", х: "kh", ц: "ts", ч: "ch", ш: "sh", щ: "shch", ь: "",
  ю: "iu", я: "ia", ё: "e", ъ: "", ы: "y", э: "e", ў: "u", ј: "j", љ: "lj", њ: "nj", ђ: "dj", ћ: "c", џ: "dz", ѓ: "g", ќ: "k", ѕ: "dz",
};
const LATIN = { ł: "l", đ: "d", ø: "o", ß: "ss", æ: "ae", œ: "oe", þ: "th", ð: "d", ı: "i", "'": "", '"': "" };
const SPECIAL = new RegExp(`[${Object.keys(CYRILLIC).join("")}${Object.keys(LATIN).join("")}]`, "g");
// What looks the same is the same, as on the command line: the characters come from there (kgraph.reading).
const UNSEEN = new RegExp(data.reading.unseen, "gu");
const MARKS = new Map(["\"", "'", "-"].flatMap((mark) => [...data.reading[mark]].map((letter) => [letter, mark])));
const seen = (text) => [...text.replace(UNSEEN, "")].map((letter) => MARKS.get(letter) ?? letter).join("")
  .normalize("NFKC").replace(/--+/g, "-").replace(/[\s\u0085]+/g, " ");
/** Lower case, no marks, Latin: "Łódź" is "lodz", "Покровськ" is "pokrovsk". */
const plain = (text) => (/^[a-z0-9]+([ -][a-z0-9]+)*$/i.test(text) ? text.toLowerCase() : seen(text).toLowerCase().normalize("NFC")
  .replace(SPECIAL, (letter) => CYRILLIC[letter] ?? LATIN[letter])
  .normalize("NFD").replace(/\p{M}/gu, "")).trim();
/** What ways of putting a name into Latin letters agree on: "Zelensky", "Zelenskiy" and "Zelenskyy" are one. */
const sound = (text) => plain(text)
  .replace(/shch|sch/g, "s").replace(/kh|gh|g/g, "h").replace(/ts|tz|cz/g, "c").replace(/sh|zh|ch/g, (pair) => pair[0])
  .replace(/w/g, "v").replace(/ks/g, "x").replace(/[yj]/g, "i").replace(/i([aeou])/g, "$1").replace(/([a-z])\1+/g, "$1").replace(/i+(?=\b)/g, "i");

let folded = null; // for each node its names, plain
let sounding = null;
additions.push(() => { folded = sounding = null; });
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
/** The nodes that a text may mean, the best first: by their spelling, and where none has it, by their sound. */
const findNodes = (text, most) => {
  const query = plain(text);
  if (!query) return [];
  folded ??= nodes.map((node) => [node.label, ...node.alt].map(plain));
  let found = ranked(folded, query);
  if (!found.length && sound(text).length > 2) {
    sounding ??= nodes.map((node) => [node.label, ...node.alt].map(sound));
    found = ranked(sounding, sound(text));
  }
  return found.slice(0, most).map(([, id]) => id);
};
