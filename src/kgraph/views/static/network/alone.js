// Why some shapes have no line, in words that are true for each.

import { count } from "./elements.js";
import { isNode } from "./items.js";
import { edgeShown, mentioned, record, saidYet, speaking, theirs, touching } from "./opened.js";
import { picture } from "./picture.js";

const REASONS = [ // the first that fits: words for one and for several
  ["hidden", "has lines that are hidden, answer no question here, or lead to what is not drawn",
    "have lines that are hidden, answer no question here, or lead to what is not drawn"],
  ["speaks", "speaks, but no line for that is drawn", "speak, but no line for that is drawn"],
  ["named", "is spoken of, but not in a relation", "are spoken of, but not in a relation"],
  ["passes", "only passes on what others say", "only pass on what others say"],
  ["silent", "is named in no claim here", "are named in no claim here"],
];
const isHeard = (id) => saidYet(id) && theirs(id);
const reasonOf = (id) => {
  if (touching(id).some((edge) => !edgeShown(edge) && edge.said.some(([claim]) => isHeard(claim)))) return "hidden";
  if (speaking(id).some(isHeard)) return "speaks";
  if (mentioned(id).some(isHeard)) return "named";
  return record.passing(id).some(isHeard) ? "passes" : "silent";
};
let lineEnds = { of: null, joined: new Set() };
/** Whether a shape is drawn and no line ends at it. */
const isAlone = (id) => {
  const { lines } = picture;
  if (lineEnds.of !== lines) lineEnds = { of: lines, joined: new Set([...lines.values()].flatMap(({ from, to }) => [from, to])) };
  return typeof id === "number" && picture.vertices.has(id) && !lineEnds.joined.has(id);
};
/** Why no line ends at a shape: "only passes on what others say"; "" if one does. */
export const whyAlone = (id) => (isAlone(id) ? REASONS.find(([reason]) => reason === reasonOf(id))[1] : "");
/** How many shapes have no line for each reason: [number, ...words]. */
const reasonsHere = () => {
  const alone = [...picture.vertices.values()].filter((one) => isNode(one) && isAlone(one.id)).map(({ id }) => reasonOf(id));
  return REASONS.map(([reason, ...words]) => [alone.filter((own) => own === reason).length, ...words]).filter(([number]) => number);
};
/** Why shapes have no line: {whole: "3 shapes have no line: 2 only pass on what others say; 1 is spoken of ….", short}. */
export const aloneWords = () => {
  const found = reasonsHere(), all = found.reduce((sum, [number]) => sum + number, 0), what = count(all, "shape has", "shapes have");
  if (!all) return { whole: "", short: "" };
  const each = found.map(([number, one, many]) => `${number} ${number === 1 ? one : many}`).join("; ");
  const [[, one, many]] = found, why = found.length > 1 ? each : all === 1 ? `it ${one}` : `they ${many}`;
  return { whole: `${what} no line: ${why}.`, short: `${what} no line: “More”` };
};
