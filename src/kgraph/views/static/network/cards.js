// Shows claims as cards.

import { choose } from "./acts.js";
import { dayInWords, dayNumber, onDayInWords } from "./days.js";
import { badge, count, el, fact, few, inFigures, link, listed, name } from "./elements.js";
import {
  PAST, agents, besideOf, changeOf, claims, claimsOf, disputed, disputing, documents, held, inOrder, inPart, isOpen, nodeOf, openDisputes,
  partly, record, remarksOn, saidYet, standsOf, state, theirs, told, world,
} from "./opened.js";
import { unique } from "./record.js";
import { against, asserts, leans, sideOf } from "./stance.js";

const SIDES = { denies: " (only to deny)", also: " (also to deny)", open: " (takes no side)", "": "" };
/** What stands behind the words for who speaks of what: [claimant, thing], as nodes. */
export const sideWords = (statement) => SIDES[sideOf(claimsOf({ statement }).map((id) => claims[id]), statement[1])];
export const claimant = (id) => agents[claims[id].by].label;
/** The agents through whom a claim came, from the claimant's side to the outlet of the document. */
export const via = (claim) => claim.chain.slice(0, -1).reverse().map((agent) => agents[agent].label).join(" → ");
export const pointer = (claim) => {
  const spans = claim.spans.map(([start, end]) => `${start}–${end}`).join(", ");
  return claim.source + (spans ? `, characters ${spans}` : "");
};
/** The day or days on which a claim was made, or the last on which it can have been made, as in ClaimCard.day_words. */
export const dayWords = (id) => dayInWords(claims[id]);
export const byWeight = (ids) => [...ids].sort((a, b) => disputed(b) - disputed(a) || against(claims[b]) - against(claims[a])
  || dayNumber(claims[b].day) - dayNumber(claims[a].day) || a - b);

const INVERSE = {
  __proto__: null, denies: "denied by", contradicts: "contradicted by", supports: "supported by", qualifies: "qualified by",
  "derived from": "source of", "finds no evidence for": "no evidence found by",
};
/** How a claim relates to other claims: [word, claim]. */
const relationsOf = (id) => {
  const back = (from) => claims[from].relations.filter(([, to]) => to === id).map(([word]) => [INVERSE[word] ?? word, from]);
  return [...claims[id].relations, ...unique(record.pointing(id)).flatMap(back)];
};
const agentLink = (agent, node, tag) => (node < 0 ? name(agents[agent].label, tag)
  : link(agents[agent].label, () => choose({ node }), tag === "strong" ? "strong" : ""));
const hops = (claim) => [...claim.chain].reverse().flatMap((agent, i) => [i ? " → " : "", agentLink(agent, agents[agent].node)]);
const timesOf = (id) => [...new Set(told(id).map((p) => p.when).filter(Boolean))].join("; ");
const MOST_OTHERS = 3; // how many other positions a card shows; the question shows all
const some = (words) => listed(words.length > 3 ? [...words.slice(0, 2), `${words.length - 2} others`] : words);
/** An answer without its claimant's name, if it begins with the name because it is not clear by itself; "" for any other answer. */
export const afterName = (answer, ids) => {
  const names = unique(ids.map(claimant)), rest = names.length === 1 && answer.startsWith(`${names[0]}: `)
    ? answer.slice(names[0].length + 2) : "";
  return leans(rest) ? rest : "";
};
const taken = ({ answer, ids, elsewhere }) => {
  const by = ids.length ? some(unique(ids.map(claimant))) : `${count(elsewhere, "claim")} that this file leaves out`;
  if (afterName(answer, ids)) return answer;
  return answer ? `${answer}, by ${by}` : `by ${by}`;
};
/** What a claim has to do with a question: the question, the position that the claim takes, and the other positions. */
const inConflictOn = (id) => (question) => {
  const stands = standsOf(question.id), own = stands.filter(({ ids }) => ids.includes(id));
  const others = stands.filter((stand) => !own.includes(stand)), more = others.length - MOST_OTHERS;
  const here = own.map(({ answer }) => answer).filter(Boolean).join("; ");
  const otherwise = [...others.slice(0, MOST_OTHERS).map(taken), ...(more > 0 ? [`and ${count(more, "more position")}`] : [])];
  const lead = isOpen(question.id) ? el("span", { className: "status-disputed" }, "in question: ") : `${PAST}: `;
  return el("p", { className: "against-whom", dir: "auto" }, lead, name(question.text), here ? [" — here: ", name(here, "strong")] : "",
    otherwise.length ? [here ? "; otherwise: " : " — ", name(otherwise.join("; "))] : "");
};
/** A question to which a claim speaks without being in conflict with another one. */
const spokenOn = (id) => ({ id: question, text, editors }) => el("p", { className: "against-whom", dir: "auto" },
  editors ? "an editor asks: " : besideOf(question).includes(id) ? "○ also said on: " : "answers: ",
  link(text, () => choose({ question })));
const inQuestion = (id) => {
  const open = disputing(id), others = inOrder(record.questionsOf(id)).filter((question) => !open.includes(question));
  return [...open.map(inConflictOn(id)), ...others.map(spokenOn(id))];
};
/** What else concerns a claim that is in no question: its claimant changed it or gives another figure, or another claim nearly contradicts
 * it. */
const LEADS = {
  __proto__: null, "one voice": "one voice, two figures", "near miss": "near miss", disagreement: "disagreement",
  "no evidence": "no evidence found",
};
const toldBeside = (id) => remarksOn(id).map((remark) => {
  const { kind, text, claims: ids, old } = remark, before = old.includes(id);
  const lead = kind === "revision" ? (before ? "changed by its claimant" : "its claimant said otherwise before") : LEADS[kind];
  const [first] = kind === "revision" ? earliestFirst(ids.filter((one) => old.includes(one) !== before)) : [];
  return el("p", { className: "against-whom", dir: "auto" }, el("strong", {}, `${lead}: `), name(text),
    first === undefined ? "" : [" ", link(before ? "to the later claim" : "to the earlier claim", () => choose({ claim: first }))]);
});
export const unstopped = (id) => claims[id].text.replace(/\.$/, "");
/** What became of the claims of a reason: which one its claimant changed later, or took back. It is quoted, as the same claimant may stand
 * in the reason with another claim. */
export const laterOn = (question, ids) => unique(ids.map((id) => [id, changeWords(id, { question })]).filter(([, changed]) => changed)
  .map(([id, changed]) => `“${unstopped(id)}”: ${claimant(id)} ${changed}.`)).flatMap((words) => [" ", name(words)]);
const because = (id) => {
  const all = openDisputes(id).filter(({ question }) => question >= 0);
  const reasons = all.filter(({ why }, i) => all.findIndex((one) => one.why === why) === i);
  return reasons.length ? el("details", { className: "why" }, el("summary", {}, `Why it is in question (${reasons.length})`),
    ...few(reasons, 5, (one) => el("p", { className: "dispute", dir: "auto" }, one.why, ...laterOn(one.question, one.claims)))) : "";
};
export const earliestFirst = (ids) => [...ids].sort((a, b) => dayNumber(claims[a].day) - dayNumber(claims[b].day) || a - b);
/** What its own claimant did with a claim, and when: "changed it to “44” on 2031-03-09"; "" if nothing. `there`, {question} or {aspect},
 * says which part of the claim is meant; without it, the whole claim. */
export const changeWords = (id, there) => {
  const change = changeOf(id, there);
  if (!change) return "";
  const { to, later } = change;
  return `${to ? `changed it to ${to}` : "took it back"}${claims[later].day ? ` ${onDay(later)}` : ""}`;
};
/** What its own claimant did with a claim that is left out. */
const ownReason = (id) => {
  const found = remarksOn(id), change = changeWords(id);
  if (change) return `its claimant ${change}`;
  if (found.some(({ kind }) => kind === "one voice")) return "one voice gives two figures";
  return "its claimant also said otherwise";
};
export const onDay = (id) => onDayInWords(claims[id]);
/** Whether the page takes a claim's content at face value and, if not, why. */
const treated = (id) => {
  const claim = claims[id];
  if (partly(id)) return "taken at face value, but for what is in question of it";
  if (held(id)) return changeWords(id) ? `taken at face value then: its claimant ${changeWords(id)}` : "taken at face value";
  const article = /^[aeiou]/.test(claim.stance) ? "an" : "a";
  if (!asserts(claim)) return `not taken at face value: it is ${article} ${claim.stance}, not an assertion`;
  if (world() === "record") return "not taken at face value: you chose that no claim is";
  if (!theirs(id)) return "not taken at face value: it is not by whom you chose";
  return `not taken at face value: ${disputing(id).length ? "it is disputed, and drawn so" : ownReason(id)}`;
};
/** The host that a browser goes to for an http(s) address; "" for any other, and for one that no browser can read. */
const hostOf = (address) => {
  try {
    const { protocol, hostname } = new URL(address);
    return /^https?:$/.test(protocol) ? hostname : "";
  } catch {
    return "";
  }
};
/** The document with its day and where the claim's text stands in it. It links to the document on the web and to an archived copy, if the
 * data have them. */
const whereOf = (claim) => {
  const { address, published, archive } = documents[claim.document], [outlet] = claim.chain;
  const by = outlet === undefined ? "" : `, ${agents[outlet].label}`;
  const told = [name(pointer(claim)), published ? `; published ${published}${by}` : ""];
  for (const [words, href] of [["read it at ", address], ["a copy is kept at ", archive]]) {
    const host = hostOf(href);
    const link = { href, target: "_blank", rel: "noopener noreferrer", className: "link source" };
    if (host) told.push(" ", el("a", link, words, name(host), " ↗"));
  }
  return told;
};
const details = (id, open) => {
  const claim = claims[id], related = relationsOf(id).filter(([, to]) => saidYet(to));
  return el("details", { open }, el("summary", {}, "how, when, where"),
    el("dl", {},
      ...fact("how sure", claim.certainty === "unstated" ? "not stated" : claim.certainty),
      ...fact("voice", claim.voice), ...fact("said", claim.said), ...fact("speaks of", timesOf(id)),
      ...(claim.chain.length > 1 ? fact("through", ...hops(claim)) : []),
      ...related.flatMap(([word, to]) => fact(word, link(`${claimant(to)}: ${claims[to].text}`, () => choose({ claim: to })))),
      ...fact("here", treated(id)), ...fact("where", ...whereOf(claim))),
    ...claim.quotes.map((quote) => el("blockquote", { dir: "auto" }, quote)),
    because(id));
};
/** Whether a claimant later changed a claim or took it back; for the part of it in a question or an aspect, see `changeWords`. */
export const isOld = (id, there) => changeOf(id, there) !== null;
/** Says in words that a claimant changed a claim or took it back, or gives another figure too. Nobody else need dispute it. */
export const ownWords = (id) => {
  if (isOld(id)) return "changed by its claimant";
  return remarksOn(id).some(({ kind }) => kind === "one voice") ? "one voice, two figures" : "";
};
export const ownBadge = (id) => (ownWords(id) ? badge(ownWords(id)) : "");
/** The claims by other claimants that contradict a claim in a question, or in this one, as far as they had been said. */
export const rivalsOf = (id, on = -1) => unique(openDisputes(id)
  .filter(({ question }) => question >= 0 && (on < 0 || on === question)).flatMap((dispute) => dispute.claims))
  .filter((one) => claims[one].by !== claims[id].by && saidYet(one));
/** Says that others dispute a claim, or part of it, or that only its own claimant says otherwise. */
const disputedWords = (id) => {
  if (!rivalsOf(id).length) return "contradicts what they said themselves";
  if (state.by.length && theirs(id) && against(claims[id])) return "others say otherwise"; // the chosen claimants deny it themselves
  return inPart(id) ? "disputed in part" : "disputed";
};
export const disputedBadge = (id) => (disputed(id) ? badge(disputedWords(id), "status-disputed") : "");
export const dayNote = (id) => (claims[id].day ? el("small", { className: "soft day" }, dayWords(id)) : "");
const head = (id) => {
  const claim = claims[id], reviewed = claim.review === "accepted" || !claim.review;
  return el("p", { className: "head" }, agentLink(claim.by, nodeOf(claim), "strong"),
    via(claim) ? el("small", {}, ` via ${via(claim)}`) : "", " ", badge(claim.stance, against(claim) ? "status-denied" : ""), " ",
    disputedBadge(id), " ", ownBadge(id), " ", dayNote(id), " ", reviewed ? "" : badge(`${claim.review}, not reviewed`, "soft"));
};
export const card = (id, open = false) => {
  const claim = claims[id];
  const classes = ["card", against(claim) ? "against" : "", disputed(id) ? "disputed" : ""].join(" ");
  return el("article", { className: classes }, head(id), el("p", { className: "what", dir: "auto" }, claim.text),
    ...inQuestion(id), ...toldBeside(id),
    details(id, open));
};
export const cards = (title, ids, { open = 0, most = 12 } = {}) => {
  if (!ids.length) return [];
  let number = 0;
  return [el("h3", {}, `${title} (${inFigures(ids.length)})`), ...few(byWeight(ids), most, (id) => card(id, number++ < open))];
};
