// Side by side: one aspect, what is said about it, by whom, and who contradicts it.

import { choose } from "./acts.js";
import { groupsOf, inWords } from "./aspects.js";
import { BREAK, breakOf, breakWords, short } from "./axis.js";
import { changeWords, claimant, dayWords, isOld, via } from "./cards.js";
import { badge, count, el, few, link, name, soft, svg } from "./elements.js";
import { PAST, asAsked, asked, claims, data, isOpen, openDisputes, saidYet } from "./opened.js";
import { unique } from "./record.js";
import { isStruck, standsAs } from "./stance.js";

const NOT_ASSERTED = { denied: ", denied", against: ", said not to be", projected: ", not said as a fact" };
/** A figure on an axis: a point, a bar between its bounds, or an arrow on a side without a bound. `stands` is "" if somebody asserts it,
 * otherwise what `standsAs` returns; such a mark is hollow. A bar through a mark says that the figure is denied. */
const interval = (position, axis, stands, old) => {
  const { low, high, share } = axis, { least, most } = position, [start, end] = [38, 254], look = `figure ${stands}${old ? " old" : ""}`;
  const x = (value) => start + ((end - start) * (value - low)) / (high - low || 1);
  const from = least === null ? start : x(least), to = most === null ? end : x(most);
  const bar = (x1, x2, kind) => svg("line", { x1, x2, y1: 8, y2: 8, class: kind });
  const marks = [bar(start, end, "axis"), ...breakOf(axis, start, end, 8),
    svg("text", { x: start - BREAK - 2, y: 8.5, "text-anchor": "end" }, short(low, share)),
    svg("text", { x: end + BREAK + 2, y: 8.5 }, short(high, share))];
  marks.push(least !== null && least === most ? svg("circle", { cx: from, cy: 8, r: 5, class: look }) : bar(from, to, look));
  if (isStruck(stands)) {
    marks.push(svg("path", { d: `M${(from + to) / 2 - 5},15 l10,-14`, class: "struck" }));
  }
  if (least === null) marks.push(svg("path", { d: `M${start + 5},3 l-5,5 l5,5`, class: "figure open" }));
  if (most === null) marks.push(svg("path", { d: `M${end - 5},3 l5,5 l-5,5`, class: "figure open" }));
  const told = `${inWords(position)}${NOT_ASSERTED[stands] ?? ""}${old ? ", changed later" : ""}`;
  const label = `${told}, on an axis from ${short(low, share)} to ${short(high, share)}${breakWords(axis)}`;
  return svg("svg", { viewBox: "0 0 300 16", class: "interval", role: "img", "aria-label": label }, ...marks);
};
const voice = (id, withText, aspect) => {
  const claim = claims[id];
  const more = [claim.says === "yes" || claim.says === "no" ? "" : claim.stance, claim.certainty === "unstated" ? "" : claim.certainty,
    via(claim) ? `via ${via(claim)}` : "", dayWords(id), changeWords(id, { aspect })].filter(Boolean).join(", ");
  return el("li", {}, link(claimant(id), () => choose({ claim: id })), more ? el("small", {}, ` ${more}`) : "",
    withText(id) ? el("span", { className: "text", dir: "auto" }, claim.text) : "");
};
/** What stands for a denial where there is none. Whoever answers a question otherwise denies nothing in so many words. */
const none = (questions) => soft(questions.some(isOpen) ? "nobody in so many words; who answers otherwise stands at the question"
  : "nobody in this file");
const side = (title, ids, kind, withText, aspect, questions = []) => el("div", { className: `side ${kind}` }, el("h5", {}, title),
  ids.length ? el("ul", {}, ...few(ids, 5, (id) => voice(id, withText, aspect))) : none(questions));
/** The claims that contradict some claims on what a group answers, other than those `here`, which stand beside them. */
const contradicting = (group, ids, here) => {
  const questions = new Set(group.flatMap(asked).map(({ id }) => id));
  const conflicts = ids.flatMap(openDisputes).filter(({ question }) => questions.has(question));
  return unique(conflicts.flatMap((conflict) => conflict.claims)).filter((id) => saidYet(id) && !ids.includes(id) && !here.includes(id));
};
/** The words of `shown` claims are printed above; they are not repeated. `here` are all claims on the aspect. */
const stated = (group, range, shown, here) => {
  const [first] = group, withText = (id) => !first.figure && !shown.has(id) && Boolean(shown.add(id));
  const those = (how) => unique(group.map((p) => p.claim).filter((id) => standsAs(claims[id]) === how));
  const [yes, no, against, rest] = ["", "denied", "against", "projected"].map(those);
  const others = contradicting(group, yes, here), withWords = (id) => !shown.has(id) && Boolean(shown.add(id));
  const questions = group.flatMap(asked).map(({ id }) => id);
  const stands = yes.length ? "" : no.length ? "denied" : against.length && !rest.length ? "against" : "projected";
  return el("div", { className: "position" },
    el("div", { className: "figure-line" }, name(inWords(first), "strong"),
      questions.length ? [" ", questions.some(isOpen) ? badge("in question", "status-disputed") : badge(PAST)] : "",
      first.when ? el("small", { className: "soft" }, ` ${first.when}`) : "",
      range && first.figure ? interval(first, range, stands, yes.length > 0 && yes.every((id) => isOld(id, first))) : ""),
    yes.length || no.length
      ? el("div", { className: "sides" }, side("says so", yes, "for", withText, first.aspect),
        no.length || !others.length ? side("✕ denies it", no, "not", withText, first.aspect, questions) : "",
        others.length ? side("✕ contradicts it", others, "not", withWords, first.aspect) : "") : "",
    rest.length ? side("said, but not as a fact", rest, "other", withText, first.aspect) : "",
    against.length ? side("✕ said not to be, but not as a fact", against, "other not", withText, first.aspect) : "");
};
export const sideBySide = ({ aspect, said, ids, questions, range }) => {
  const groups = groupsOf(said), shown = new Set(), denials = ids.filter((id) => claims[id].says === "no").length;
  const counted = [count(groups.length, said.some((p) => p.figure) ? "figure" : "statement"),
    count(unique(ids.map((id) => claims[id].by)).length, "claimant"), ...(denials ? [count(denials, "denial")] : [])];
  return el("section", { className: `aspect ${questions.some(({ id }) => isOpen(id)) ? "contested" : ""}` },
    el("h4", { dir: "auto" }, data.aspects[aspect]), soft(counted.join(", ")),
    questions.length ? el("p", { dir: "auto" }, questions.some(({ id }) => isOpen(id))
      ? el("span", { className: "status-disputed" }, "in question: ") : `${PAST}: `, name(questions.map(asAsked).join(" · "))) : "",
    ...groups.map((group) => stated(group, range, shown, ids)));
};
