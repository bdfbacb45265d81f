// Finds what a name in Burmese letters may be in Latin ones, and the other way round: as in names/burmese.py, a syllable is written in
// several ways.

const BURMESE = /[\u1000-\u109f]/;
const NO_SOUND = /[\s\u200b-\u200d]+/gu, TONE_MARKS = /[\u1037\u1038]/g;
const WHOLE_VOWELS = {
  "ဣ": "အိ", "ဤ": "အီ", "ဥ": "အု", "ဦ": "အူ", "ဧ": "အေ", "ဩ": "အော", "ဪ": "အော", "ဿ": "သ်သ", "\u102b": "\u102c", "အုီ": "အူ",
};
const STACKED = /(?<=[က-အ])\u103a?\u1039/g;
const SYLLABLE = /([က-အ])([\u103b-\u103e]*)([\u102c-\u1032]*)\u103a?(\u1036?)(?:([က-အ])\u103a)?/gy;
const SOUNDS_LIKE = { "မ": "န", "ဏ": "န", "ပ": "တ", "ဒ": "တ", "ဗ": "တ", "ဋ": "တ", "ဇ": "တ" };
const FEWEST_SYLLABLES = 2, MOST_SYLLABLES = 8; // syllables: one alone is written as too much else is

/** Makes the search from the rows of names/burmese.tsv: {onset, rhyme}, each "letters=way,way …", and the `titles` before names. */
export const makeBurmese = ({ onset, rhyme, titles }) => {
  const title = new RegExp(`^(?:${titles.replaceAll(" ", "|")})`), untitled = (name) => name.replace(NO_SOUND, "").replace(title, "");
  const tableOf = (rows) => new Map(rows.split(" ").map((row) => row.split("=")).map(([letters, ways]) => [letters, ways.split(",")]));
  const onsets = tableOf(onset), rhymes = tableOf(rhyme);
  /** The ways to write a first consonant with the signs below and beside it. */
  const firstOf = (letter, medials) => {
    const kept = ["ျ", "ှ"].filter((sign) => medials.includes(sign)).join(""), w = medials.includes("ွ") ? "w" : "";
    const known = kept && [letter + kept, letter + kept[0]].find((one) => onsets.has(one));
    const left = known ? kept.replace(known.slice(1), "") : kept;
    const glided = onsets.get(known || letter).flatMap((way) => (left.includes("ျ") ? [`${way}y`, `${way}r`] : [way]));
    return glided.flatMap((way) => (left.includes("ှ") ? [way, `h${way}`, `${way}h`] : [way])).map((way) => way + w);
  };
  const syllableOf = ([, letter, signs, vowel, nasal, closing = ""]) => {
    let medials = signs.replace("ြ", "ျ");
    const last = nasal ? "န" : SOUNDS_LIKE[closing] ?? closing, end = last ? `${vowel}${last}\u103a` : vowel;
    let ways = rhymes.get(end) ?? rhymes.get(vowel) ?? [""];
    if (medials.includes("ွ") && rhymes.has(`ွ${end}`)) { medials = medials.replace("ွ", ""); ways = rhymes.get(`ွ${end}`); }
    return `(?:${firstOf(letter, medials).join("|")})(?:${ways.join("|")})`;
  };
  /** The ways in which a name is written in Latin letters, with or without spaces; null if that cannot be told. */
  const patternOf = (name) => {
    let plain = name.normalize("NFC").replace(NO_SOUND, "").replace(TONE_MARKS, "");
    for (const [letter, written] of Object.entries(WHOLE_VOWELS)) plain = plain.replaceAll(letter, written);
    plain = plain.replace(STACKED, "\u103a");
    const found = [...plain.matchAll(SYLLABLE)];
    if (found.length < FEWEST_SYLLABLES || found.length > MOST_SYLLABLES || found.map(([whole]) => whole).join("") !== plain) return null;
    return new RegExp(`(?:^| )${found.map(syllableOf).join(" ?")}(?= |$)`);
  };
  const known = new Map();
  /** The patterns of those of some names that are in Burmese letters, also without the title before a name. */
  const patternsOf = (names) => names.filter((name) => BURMESE.test(name)).flatMap((name) => [name, untitled(name)]).map((name) => {
    if (!known.has(name)) known.set(name, patternOf(name));
    return known.get(name);
  }).filter(Boolean);
  const fits = (patterns, lines) => patterns.some((pattern) => lines.some((line) => pattern.test(line)));
  /** The ids of the nodes that a text may name in the other letters. `lines` are the names of each node in plain Latin letters, `keyed` are
   * the nodes that have names without spaces, and `line` is the text in plain Latin letters. */
  return ({ text, line, lines, keyed }) => {
    if (!BURMESE.test(text)) return keyed.filter(({ label, alt }) => fits(patternsOf([label, ...alt]), [line])).map(({ id }) => id);
    const patterns = patternsOf([text]);
    return patterns.length ? lines.flatMap((names, id) => (fits(patterns, names) ? [id] : [])) : [];
  };
};
