// Finds names in scripts without spaces between words, and in Korean letters, by the keys that the page has of them: as in
// names/unspaced.py. What is typed may have other spaces, characters, a title, a post or a particle.

const SCRIPTS = ["\\u0e00-\\u0eff\\u1000-\\u109f\\u1780-\\u17ff\\u2e80-\\u9fff\\ua9e0-\\ua9ff\\uaa60-\\uaa7f",
  "\\uac00-\\ud7a3\\uf900-\\ufaff\\uff66-\\uffdc\\u{20000}-\\u{3ffff}"];
const WRITTEN = new RegExp(`[${SCRIPTS.join("")}]`, "u");
const SIGNS = "[\\s.·・‧•․\\u200b-\\u200d\\u2060-]+", DIGIT = "[\\d〇零一二三四五六七八九十百千]";
const BETWEEN_PARTS = new RegExp(`(?<!${DIGIT})${SIGNS}|${SIGNS}(?!${SIGNS}|${DIGIT})`, "gu");
const LEAST_BEFORE_TITLE = 2, LEAST_AFTER_TITLE = 5; // letters of a name without its title

/** Makes the search for names by their keys; `tables` are those of kgraph.names, or nothing if the page has no such name. */
export const makeUnspaced = ({ after = "", before = "", alike = "" } = {}) => {
  const stands = new Map(alike.split(" ").map((row) => [...row])
    .flatMap(([first, ...others]) => others.map((other) => [other, first])));
  const [behind, ahead] = [after, before].map((words) => words.split(" ").filter(Boolean));
  const wholeOf = (text) => [...text.normalize("NFKC").replace(BETWEEN_PARTS, "")].map((char) => stands.get(char) ?? char).join("");
  const shorter = (name) => {
    const leaves = (most) => (one) => name.length >= one.length + most;
    return [
      ...behind.filter((one) => name.endsWith(one)).filter(leaves(LEAST_BEFORE_TITLE)).map((one) => name.slice(0, -one.length)),
      ...ahead.filter((one) => name.startsWith(one)).filter(leaves(LEAST_AFTER_TITLE)).map((one) => name.slice(one.length)),
    ];
  };
  /** A name without each title that it has, and without what stands before that. */
  const untitled = (whole) => { const once = shorter(whole); return [...once, ...once.flatMap(shorter)]; };
  /** The nodes [{id, keys}] that a text names: those with the name itself, then those of which one has it with a title. */
  return (text, nodes) => {
    if (!nodes.length || !WRITTEN.test(text)) return [];
    const whole = wholeOf(text), titled = new Set(untitled(whole));
    const same = nodes.filter(({ keys }) => keys.includes(whole));
    const near = nodes.filter(({ keys }) => keys.some((key) => titled.has(key) || (key.includes(whole) && untitled(key).includes(whole))));
    return [...new Set([...same, ...near].map(({ id }) => id))];
  };
};
