// Questions as a reader meets them: each with its positions, who takes them, through whom, since when.

import { choose } from "./acts.js";
import { figureRange } from "./aspects.js";
import { claimant } from "./cards.js";
import { dayNumber } from "./days.js";
import { badge, button, count, el, few, link, name } from "./elements.js";
import { agents, asked, besideOf, claims, reasons, standsOf, told } from "./opened.js";
import { unique } from "./record.js";
import { interval } from "./sides.js";

const denied = (id) => claims[id].says === "no";
const MOST = 7; // positions of a question, and claimants of a position, that are shown; the others are counted
const byDay = (a, b) => dayNumber(claims[a].day) - dayNumber(claims[b].day) || a - b;
/** The first of a list, and a button that says how many others there are, and shows them. */
const atMost = (list, make, words) => {
  const first = list.slice(0, MOST).map(make), rest = list.slice(MOST);
  if (!rest.length) return first;
  const show = () => more.replaceWith(...rest.map((one, i) => make(one, MOST + i)));
  const all = button(`and ${words(rest.length)}`, show, { className: "more" });
  const more = first[0].localName === "li" ? el("li", { className: "others" }, all) : all;
  return [...first, more];
};

/** The way from the outlet to the claimant; of what an outlet says itself, "itself". */
const way = (id) => claims[id].chain.slice(0, -1).map((agent) => agents[agent].label).join(" ← ") || "itself";
const opens = (id, text) => Object.assign(link(text, () => choose({ claim: id })), { title: claims[id].text });
const dayOf = (id) => (claims[id].day ? [" ", el("span", { className: "day" }, claims[id].day)] : "");
/** One claimant with the outlets that have it and the first day on which it was said; each claim opens. */
const oneVoice = (ids) => {
  const [first] = ids, ways = new Map();
  for (const id of ids) ways.set(way(id), [...(ways.get(way(id)) ?? []), id]);
  const again = (ofOne) => ofOne.slice(1).flatMap((id, i) => {
    const later = claims[id].day && claims[id].day !== claims[ofOne[i]].day;
    return [", ", opens(id, later ? `again ${claims[id].day}` : "again")];
  });
  const oneWay = ([text, ofOne], i) => el("span", {}, i ? "; " : "", opens(ofOne[0], text), ...again(ofOne));
  const shown = ids.length === 1 ? [name(way(first))] : atMost([...ways], oneWay, (number) => `${number} more`);
  return el("span", { className: "voice" }, opens(first, claimant(first)), " [", ...shown, "]", dayOf(first));
};
const voices = (ids) => {
  const spoken = new Map(); // by claimant, who began first before others
  for (const id of [...ids].sort(byDay)) spoken.set(claims[id].by, [...(spoken.get(claims[id].by) ?? []), id]);
  return atMost([...spoken.values()], (own, i) => el("span", {}, i ? ", " : "", oneVoice(own)), (number) => count(number, "other"));
};

/** The figures of a position on the question's axis, each once. */
const figures = (question, ids, range) => {
  const given = ids.flatMap(told).filter((p) => p.figure && asked(p).includes(question));
  const each = [...new Map(given.map((p) => [`${p.least} ${p.most} ${denied(p.claim)}`, p])).values()];
  return each.slice(0, 3).map((p) => interval(p, range, denied(p.claim) ? "denied" : ""));
};
/** The axis of a question's figures; null where it has none that can stand on one. */
const axisOf = (question, stands) => {
  const given = stands.flatMap(({ ids }) => ids).flatMap(told).filter((p) => p.figure && asked(p).includes(question));
  return unique(given.map((p) => p.unit)).length === 1 ? figureRange(given) : null;
};
const standRow = (question, here, range) => ({ answer, ids, elsewhere }) => {
  const own = ids.some((id) => here.includes(id));
  return el("li", { className: own ? "here" : "", dir: "auto" },
    answer ? [name(answer, "strong"), " — "] : "", own ? [badge("this claim"), " "] : "", ...voices(ids),
    elsewhere ? el("small", { className: "soft" }, ` ${count(elsewhere, "claim")} that this file leaves out`) : "",
    ...(range ? figures(question, ids, range) : []));
};
const claimRow = (id, ...before) => el("li", { dir: "auto" }, ...before, name(claims[id].text), " — ", oneVoice([id]));
/** Of an editor's question: each claim that is put to it, with what it says. */
const putRow = ({ answer, ids }) => ids.map((id) => claimRow(id, name(answer, "strong"), ": "));
const besideRow = (id) => claimRow(id, "○ also said: ");
const whyRow = ({ why, rule }) => el("p", { dir: "auto" }, why, " ", el("small", { className: "soft" }, `(rule: ${rule})`));

const positionsOf = (question, here) => {
  const { id, editors } = question, stands = standsOf(id), aside = besideOf(id), why = reasons(id);
  if (editors) {
    const rows = stands.flatMap(putRow);
    return [el("ul", {}, ...atMost(rows, (row) => row, (number) => count(number, "more claim")))];
  }
  const more = (number) => count(number, "more position");
  return [
    el("ol", {}, ...atMost(stands, standRow(question, here, axisOf(question, stands)), more)),
    aside.length ? el("ul", { className: "beside" }, ...atMost(aside, besideRow, (number) => `${number} more`)) : "",
    why.length ? el("details", { className: "why" },
      el("summary", {}, `Why this is in question (${why.length})`), ...few(why, 5, whyRow)) : "",
  ];
};
/** A question with its positions; `here` are claims that are marked in it, `level` is that of its heading. */
export const questionBlock = (question, here = [], level = "h4") => el("section", { className: "question" },
  el(level, { dir: "auto" }, question.text, question.editors ? [" ", badge("an editor asks")] : ""), ...positionsOf(question, here));
/** The same, folded: its positions are made when it is opened. */
export const foldedQuestion = (question) => {
  const number = standsOf(question.id).length;
  const folded = el("details", { className: "question" }, el("summary", { dir: "auto" }, name(question.text), " ",
    question.editors ? badge("an editor asks") : el("small", {}, count(number, "position"))));
  folded.addEventListener("toggle", () => {
    if (folded.childElementCount === 1) folded.append(...positionsOf(question, []).filter(Boolean));
  });
  return folded;
};
/** Questions under a heading; nothing where there are none. */
export const questionList = (title, list, most, here = []) => (list.length
  ? [el("h3", {}, `${title} (${list.length})`), ...few(list, most, (question) => questionBlock(question, here))] : []);
