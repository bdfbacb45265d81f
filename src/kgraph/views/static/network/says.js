// The sentences about the picture: how much of the record it shows, and which claims count as stated.

import { clamped } from "./clamp.js";
import { at, count, el, inFigures } from "./elements.js";
import { agents, claims, data, drawn, lastDay, record, saidYet, state, status, theirs, world } from "./opened.js";
import { isNode, isRelation, picture } from "./picture.js";

/** What counts as stated: "what is asserted, said by 2025-11-01, and in no question here". */
export const statedWords = () => {
  const said = state.by.length ? ` by ${state.by.map((agent) => clamped(agents[agent].label, 120)).join(" or ")}` : "", day = lastDay();
  const given = { said, until: day ? `, said by ${day}` : "" };
  return data.worlds[world()].map(({ text, then }) => text + (given[then] ?? "")).join("");
};
export const worldWords = () => `Counted as stated in cards, tables and files: ${statedWords()}.`;
const drawnWords = () => {
  const vertices = [...picture.vertices.values()], shown = vertices.filter(isNode).length, { totals } = data;
  const relations = [...picture.lines.values()].filter(isRelation).length;
  const parts = [`${inFigures(shown)} of ${count(totals.nodes, "entity", "entities")}`,
    `${inFigures(relations)} of ${count(totals.edges, "relation")}`];
  if (state.claims) parts.push(`${vertices.length - shown} of ${count(totals.claims, "claim")}`);
  const hidden = state.off.edge.size;
  return `${parts.join(", ")}${hidden ? ` (${count(hidden, "line")} hidden by hand)` : ""}.`;
};
/** How many of the lines that are drawn are disputed, and how these look. */
const disputedLines = () => {
  if (state.off.line.has("disputed")) return "Disputed ones are left out.";
  const all = [...picture.lines.values()].filter(isRelation), number = all.filter(({ id }) => status(id) === "disputed").length;
  if (!all.length) return "";
  if (!number) return state.by.length ? "What others say against these is told beside the claims." : "None of these is disputed.";
  const some = number === all.length ? (number === 1 ? "It is" : "All are") : `${inFigures(number)} ${number === 1 ? "is" : "are"}`;
  return `${some} disputed: long orange dashes.`;
};
/** Lines that are not relations, and so are not counted as relations: to whom they belong. */
const speakersWords = () => {
  const number = [...picture.lines.keys()].filter((id) => String(id)[0] === "s").length;
  const own = state.by.length ? ", for those you chose" : "";
  const whose = state.speakers ? "" : `, for claimants who have no other line${own}, and for who is selected`;
  return number ? `Besides, ${count(number, "thin dashed line")}: who speaks of what${whose}.` : "";
};
/** Shapes at which no line ends, though claims came through them: outlets stand alone where they only pass on what others say. */
const passingWords = () => {
  const joined = new Set([...picture.lines.values()].flatMap(({ from, to }) => [from, to]));
  const alone = [...picture.vertices.values()].filter((one) => isNode(one) && !joined.has(one.id));
  const number = alone.filter(({ id }) => record.passing(id).some(saidYet)).length;
  const why = number === 1 ? "has no line, as it only passes" : "have no line, as they only pass";
  return number ? `${count(number, "shape")} ${why} on what others say.` : "";
};
/** How many claims make no relation. If no claimant or day is chosen, the file has this number, so that the page opens without counting. */
export const looseClaims = () => (!state.by.length && !state.until ? data.totals.loose
  : claims.filter(({ id }) => !record.joins(id).length && saidYet(id) && theirs(id)).length);
/** Claims for which there is no line, and where to read them; "" if there are none. */
const looseWords = () => {
  const loose = looseClaims(), [make, they, stand] = loose === 1 ? ["makes", "it tells", "It stands"] : ["make", "they tell", "They stand"];
  return loose ? `${count(loose, "claim")} ${make} no line, as ${they} of no relation between two things (a figure, a judgement). `
    + `${stand} in the table of claims, and in the details of what is spoken of.` : "";
};
const leftOut = () => {
  const day = lastDay();
  return `Not in this view: what an editor of the data rejected${day ? `, and what had not certainly been said by ${day}` : ""}.`;
};
const LINES = "A solid line: asserted, and in no question here. Other lines say what they are.";
/** Whose claims decide how a line looks, if claimants are chosen. */
const ofTheirs = () => (state.by.length ? " What those you chose deny, or do not say as a fact, is drawn so, whatever others say." : "");
const FIRST = "Those of whom most is said are drawn first; search, or expand a node, to add others.";
const DENIED = document.querySelector('[data-off="line"][data-key="denied"]');
export const sentence = () => {
  DENIED.title = state.by.length ? "those you chose deny it, whatever others say" : data.statuses.denied.meaning;
  const first = drawn.size < data.totals.nodes ? FIRST : "";
  const usual = world() === "undisputed" && !state.by.length && !state.until, stated = worldWords();
  const told = [usual ? stated : "", `${LINES}${ofTheirs()}`, speakersWords(), passingWords(), looseWords(), first, leftOut()];
  const rest = told.filter(Boolean);
  const whole = el("p", {}, el("strong", {}, drawnWords()), " ", disputedLines(),
    ...(usual ? [] : [" ", el("span", { className: "stated" }, stated)]),
    ...rest.flatMap((one) => [" ", el("span", { className: "rest" }, one)]));
  // without this check a screen reader would read it again
  if (whole.textContent !== at("says").textContent) at("says").replaceChildren(...whole.childNodes);
};
