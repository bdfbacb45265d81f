// Search for names, questions, relations and claims; it works by keyboard alone.

import { choose, chooseDay } from "./acts.js";
import { claimant } from "./cards.js";
import { clamped } from "./clamp.js";
import { dayNumber } from "./days.js";
import { at, count, el, inFigures, name, svg } from "./elements.js";
import { isMeant, MOST_FOUND, readQuery } from "./finding.js";
import { focusMain, focusPanel } from "./focus.js";
import { wordsOf } from "./names.js";
import {
  answersOn, asAsked, brief, claims, data, edges, find, nodes, plain, prepare, record, status, statusWords, theirs,
} from "./opened.js";
import { say } from "./spoken.js";

export const search = at("search");
const hits = at("hits");
const NOTHING = "No name, question, relation, claim or day has all these words. Other spellings and Cyrillic are understood.";
const MOST_PATHS = { days: 0, nodes: MOST_FOUND.nodes, paths: 0, questions: 0, edges: 0, claims: 0 };
const ROOM_IN_HIT = 120; // characters of a name
const SNIPPET = 70; // characters before a word that was found, in a long text
let found = []; // what can be chosen, in the order of the list
let active = 0; // the result that Enter opens
let inList = false; // whether arrow keys have led into the list
let pathFrom = null;

/** A text in parts, in which the typed words are marked. Whole words are marked, as a screen reader would spell out half a word. */
const markedParts = (text, { needed }) => text.split(/([\p{L}\p{N}]+(?:[.,]\p{N}+)*%?)/u)
  .map((part, i) => (i % 2 && wordsOf(plain(part)).some((word) => isMeant(word, needed)) ? el("mark", {}, part) : part));
/** Such a text; of a long one only the part where the marked words begin. */
const marked = (text, query) => {
  const parts = markedParts(text, query);
  const from = parts.findIndex((part) => typeof part !== "string"), before = parts.slice(0, from).join("");
  if (from < 0 || before.length < 2 * SNIPPET) return el("bdi", { className: "text" }, ...parts);
  return el("bdi", { className: "text" }, `… ${before.slice(before.indexOf(" ", before.length - SNIPPET) + 1)}`, ...parts.slice(from));
};
const nodeHit = (id, query) => {
  const node = nodes[id], holds = (text) => wordsOf(plain(text)).join(" ").includes(query.line);
  const alt = holds(node.label) ? "" : node.alt.find(holds) ?? "";
  const shape = svg("polygon", { points: data.kinds[node.kind].outline, class: `fill-${node.kind}` });
  const short = (text) => el("bdi", {}, ...markedParts(clamped(text, ROOM_IN_HIT), query)), sort = node.type || data.kinds[node.kind].words;
  return [svg("svg", { viewBox: "-1 -1 18 18", width: 12, height: 12, "aria-hidden": "true" }, shape), " ",
    short(node.label), " ", el("small", {}, ...(alt ? [short(alt), " · "] : []), sort)];
};
const questionHit = (id, query) => [
  marked(asAsked(record.questions[id]), query), " ", el("small", {}, count(answersOn(id), "position")),
];
const claimHit = (id, query) => {
  const { text, stance, said } = claims[id], figures = record.told(id).filter(({ figure }) => figure).map(({ what }) => what);
  const more = [stance, ...figures.filter((what) => !plain(text).includes(plain(what))), said].filter(Boolean);
  const about = more.flatMap((part) => [" · ", ...markedParts(part, query)]);
  return [marked(text, query), " ", el("small", {}, name(clamped(claimant(id), ROOM_IN_HIT)), ...about)];
};
const edgeHit = (id, query) => {
  const { from, to } = edges[id], part = (text) => el("bdi", {}, ...markedParts(clamped(text, ROOM_IN_HIT), query));
  return [part(nodes[from].label), " → ", part(brief(id)), " → ", part(nodes[to].label), " ", el("small", {}, statusWords(status(id)))];
};
const pathHit = (ends, query) => ends.flatMap((id, i) => [i ? " to " : "Path from ",
  el("bdi", {}, ...markedParts(clamped(nodes[id].label, ROOM_IN_HIT), query))]);
/** A day, with how many claims the slider has for it. */
const dayHit = (day) => {
  const all = claims.filter(({ id }) => theirs(id)), upTo = all.filter((one) => dayNumber(one.day) <= dayNumber(day)).length;
  const own = count(all.filter((one) => one.day === day).length, "claim");
  return [day, " ", el("small", {}, `${own} · ${inFigures(upTo)} of ${count(all.length, "claim")} said by then`)];
};
const SORTS = [
  ["days", "day", "Days", dayHit],
  ["nodes", "node", "Names", nodeHit], ["paths", "path", "Paths", pathHit], ["questions", "question", "Questions", questionHit],
  ["edges", "edge", "Relations, as claimed", edgeHit], ["claims", "claim", "Claims", claimHit],
];

const option = (parts, what) => {
  const i = found.push(what) - 1;
  const item = el("li", { id: `hit-${i}`, role: "option", aria: { selected: i === active } }, ...parts);
  item.addEventListener("mousedown", (event) => { event.preventDefault(); pick(i); });
  return item;
};
/** The results of one sort, under a heading. */
const group = (ids, [key, what, words, make], query) => {
  if (!ids.length) return [];
  const title = ids.length < MOST_FOUND[key] ? words : `${words}, the first ${ids.length}`;
  return [el("li", { role: "group", className: "group", aria: { label: title } },
    el("span", { className: "sort", aria: { hidden: "true" } }, title),
    el("ul", { role: "none" }, ...ids.map((id) => option(make(id, query), { [what]: id }))))];
};
const nothing = () => el("li", { className: "soft", role: "option", aria: { disabled: "true", selected: "false" } }, NOTHING);
const mark = () => {
  hits.querySelectorAll("[role=option]").forEach((item, i) => item.setAttribute("aria-selected", String(i === active)));
  if (inList) search.setAttribute("aria-activedescendant", `hit-${active}`);
  else search.removeAttribute("aria-activedescendant");
  at(`hit-${active}`)?.scrollIntoView({ block: "nearest" });
};
/** Says how much was found, and which result Enter opens. */
const sayFound = () => {
  const [first] = hits.querySelectorAll("[role=option]");
  say(!found.length ? first?.textContent ?? "" : `${count(found.length, "result")}. Enter opens the first: ${first.textContent.trim()}`);
};
/** A step in the list. The first step down leads to the first result, the first step up to the last. */
const goBy = (step) => {
  const from = inList ? active : step > 0 ? -1 : 0;
  active = (from + step + found.length) % found.length;
  inList = true;
  mark();
};
const listHits = () => {
  const text = search.value.trim(), query = readQuery(plain, text);
  const all = find(text, pathFrom === null ? MOST_FOUND : MOST_PATHS), isLast = ([key]) => all.namesLast && key === "nodes";
  found = [];
  active = 0;
  inList = false;
  hits.replaceChildren(...[...SORTS].sort((a, b) => isLast(a) - isLast(b)).flatMap((sort) => group(all[sort[0]], sort, query)));
  if (text && !found.length) hits.append(nothing());
  hits.hidden = !text;
  search.setAttribute("aria-expanded", String(!hits.hidden));
  mark();
  sayFound();
};
const closeHits = () => {
  hits.hidden = true;
  search.setAttribute("aria-expanded", "false");
  search.removeAttribute("aria-activedescendant");
};
const endPath = () => { pathFrom = null; search.placeholder = innerWidth > 900 ? search.dataset.placeholder : "Search"; };
endPath();
export const askPath = (from) => {
  pathFrom = from;
  search.value = "";
  search.placeholder = `Path from ${nodes[from].label} to …`;
  search.focus();
};
const pick = (i) => {
  if (found[i] === undefined) return;
  const start = pathFrom, what = found[i];
  endPath();
  closeHits();
  search.value = ""; // the next search begins with an empty field
  if ("day" in what) {
    chooseDay(what.day);
    at("until").focus();
    return;
  }
  choose(start === null ? what : { path: [start, what.node] }, { table: null });
  focusPanel(); // the panel shows it
};
search.addEventListener("input", listHits);
search.addEventListener("focus", () => search.value && listHits());
search.addEventListener("blur", () => { closeHits(); endPath(); });
search.addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step && found.length) {
    goBy(step);
    event.preventDefault();
  } else if (event.key === "Enter") pick(active);
  else if (event.key === "Escape") {
    event.stopPropagation();
    event.preventDefault();
    const empty = !search.value;
    search.value = "";
    closeHits();
    if (empty) { endPath(); focusMain(); }
  }
});
/** Reads names and claims for the first search, a little whenever the browser is idle. */
export const readAhead = () => {
  const whenIdle = globalThis.requestIdleCallback ?? ((then) => setTimeout(then, 50));
  const step = (deadline) => {
    let more = true;
    do more = prepare(); while (more && deadline?.timeRemaining() > 5);
    if (more) whenIdle(step);
  };
  whenIdle(step);
};
