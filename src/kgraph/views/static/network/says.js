// What is said of the picture: how much of the record it shows, and whose word it takes as stated.

import { clamped } from "./clamp.js";
import { at, count, el, inFigures, listed } from "./elements.js";
import { agents, claims, data, drawn, lastDay, record, saidYet, state, theirs, world } from "./opened.js";
import { isNode, isRelation, picture } from "./picture.js";

export const worldWords = () => {
  const said = state.by.length ? ` by ${state.by.map((agent) => clamped(agents[agent].label, 120)).join(" or ")}` : "", day = lastDay();
  const given = { said, until: day ? `, said by ${day}` : "" };
  return `Taken as stated: ${data.worlds[world()].map(({ text, then }) => text + (given[then] ?? "")).join("")}.`;
};
const drawnWords = () => {
  const vertices = [...picture.vertices.values()], shown = vertices.filter(isNode).length, { totals } = data;
  const relations = [...picture.lines.values()].filter(isRelation).length;
  const parts = [`${inFigures(shown)} of ${count(totals.nodes, "entity", "entities")}`,
    `${inFigures(relations)} of ${count(totals.edges, "relation")}`];
  if (state.claims) parts.push(`${vertices.length - shown} of ${count(totals.claims, "claim")}`);
  const hidden = state.off.edge.size;
  return `${parts.join(", ")}${hidden ? ` (${count(hidden, "line")} hidden by hand)` : ""}.`;
};
/** Lines that are no relations, and so are not counted as such. */
const dottedWords = () => {
  const number = [...picture.lines.keys()].filter((id) => String(id)[0] === "s").length;
  return number ? `Besides, ${count(number, "dotted line")}: who speaks of what. ` : "";
};
/** How many claims make no relation: without a claimant or a day the file tells it, so that a page opens without counting. */
const looseClaims = () => (!state.by.length && !state.until ? data.totals.loose
  : claims.filter(({ id }) => !record.joins(id).length && saidYet(id) && theirs(id)).length);
const leftOut = () => {
  const loose = looseClaims();
  const parts = [
    loose ? `${count(loose, "claim")} about one thing only (the tables have ${loose === 1 ? "it" : "them"})` : "",
    state.speakers ? "" : "most of who speaks of what",
    "what an editor rejected", lastDay() ? "what was not certainly said by then" : "",
  ];
  return `Left out: ${listed(parts.filter(Boolean))}.`;
};
const LINES = "Solid lines are taken as stated, and in no question here; other lines say what they are.";
/** Whose word makes a line look as it does, where claimants are chosen. */
const ofTheirs = () => (state.by.length ? " What those you chose deny, or do not say as a fact, is drawn so, whatever others say." : "");
const FIRST = "Those of whom most is said are drawn first; search, or expand a node, to add others. ";
const DENIED = document.querySelector('[data-off="line"][data-key="denied"]');
export const sentence = () => {
  DENIED.title = state.by.length ? "those you chose deny it, whatever others say" : data.statuses.denied.meaning;
  const parts = [el("strong", {}, drawnWords()), ` ${worldWords()} `];
  const first = drawn.size < data.totals.nodes ? FIRST : "";
  const whole = el("p", {}, ...parts, el("span", { className: "rest" }, `${first}${dottedWords()}${LINES}${ofTheirs()} ${leftOut()}`));
  if (whole.textContent !== at("says").textContent) at("says").replaceChildren(...whole.childNodes); // else it would be read out again
};
