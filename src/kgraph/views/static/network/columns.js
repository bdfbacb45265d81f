// What tables, and files for other programs, tell of nodes and relations, as views/gephi.py and views/drawn.py do. "fact" is what a
// claimant says, not what is so.

import { dayWords, isOld } from "./cards.js";
import { firstSaidIn } from "./days.js";
import { isTold } from "./figured.js";
import {
  agents, claims, claimsBehind, data, edges, labelled, mentioned, notedOn, originsAmong, record, saidOf, saidOfEvent, saidYet, state,
  status, statusAmong, theirClaims, theirs, theirsOf, told, toldOn, touching, whole,
} from "./opened.js";
import { unique } from "./record.js";
import { asserts, denies, detailsOf, markedIn, phaseOfAll, relationIn, saysItself, statusOf } from "./stance.js";

const BETWEEN_VALUES = " | ";
const UNDISPUTED = "undisputed", FACT = "fact", SPEECH = { yes: FACT, no: "denied", commitment: "promised", recommendation: "recommended" };
/** As what a claim tells something, if nothing else is noted of it there. */
const usually = ({ says, stance }) => (says === "against" ? stance : SPEECH[says] ?? says);
const ONLY_NAMED = new Set(["condition", "exception", "purpose"]); // as that of something else
const sortedOnce = (words) => unique(words).sort();
/** The words for as what a claim tells a relation. */
const wordsOfClaim = (edge, id) => notedOn(edge, id) ?? [usually(claims[id])];
/** What claims say of a relation, as positions. */
export const positionsOn = (edge, ids) => {
  const { from, to, kind, name } = edges[edge];
  return ids.flatMap(told).filter((p) => p.nodes.includes(from) && p.nodes.includes(to)
    && (kind !== "measurement" || data.aspects[p.aspect].startsWith(name)));
};
const deniesOn = (edge, id) => denies(toldOn(edge, id));
/** Whether its own claimant changed or took back what a claim says of a relation. */
const isGone = (edge, id) => {
  const own = positionsOn(edge, [id]);
  return own.length ? own.every(({ aspect }) => isOld(id, { aspect })) : isOld(id);
};
/** As what a claim tells a relation, if not simply as a fact or as what is not so; `plainly`, in those cases too. */
export const toldAs = (edge, id, plainly = false) => {
  const words = wordsOfClaim(edge, id).filter((word) => word !== FACT && word !== SPEECH.no);
  return words.join(", ") || (plainly ? claims[id].stance : "");
};
/** The claims of a relation apart: who says it as a fact, who only expects or intends it or the like, who denies it, and who changed or
 * took back what they said of it. */
export const voicesApart = (edge, ids, wordsOf = (id) => wordsOfClaim(edge, id)) => {
  const groups = { said: [], hedged: [], denied: [], gone: [] };
  const groupOf = (id) => (isGone(edge, id) ? "gone" : deniesOn(edge, id) ? "denied" : wordsOf(id).includes(FACT) ? "said" : "hedged");
  for (const id of ids) groups[groupOf(id)].push(id);
  return groups;
};
/** The origins of a relation: of those who took nothing of it back, if there are any. */
export const originsOn = (edge, ids = theirClaims(edge)) => {
  const kept = ids.filter((id) => !isGone(edge, id));
  return originsAmong(edge, kept.length ? kept : ids);
};
/** Who says a relation that nobody disputes, whoever is chosen, and took none of it back; who only tells an attempt or a condition of it
 * counts where nobody tells it as a fact. How many they are (`all`), how many independent ones say the same (`alike`), and whose word it is
 * if that is one's alone (`who`, else ""); whether all are `unnamed`. Null for other relations. */
const voicesOf = (edge) => {
  if (status(edge) !== "undisputed") return null;
  const { said, hedged } = voicesApart(edge, claimsBehind(edge)), ids = said.length ? said : hedged;
  const by = unique(ids.map((id) => claims[id].by)), all = by.length;
  if (all < 2) return { all, alike: all, who: all ? agents[by[0]].label : "", unnamed: false };
  const { independent, alike, named, circles } = originsAmong(edge, ids), one = named[0] ?? circles[0]?.join(" or ") ?? "";
  return { all, alike, who: independent > 1 ? "" : one, unnamed: independent < 2 && !one };
};
/** Whether a relation that nobody disputes stands on the word of one claimant. */
export const isLone = (edge) => voicesOf(edge)?.all === 1;
/** In words, on whose word alone it stands: "only Ann says so"; "" if several say it by themselves. */
export const loneWords = (edge) => {
  const { all, who, unnamed } = voicesOf(edge) ?? {}, asOf = state.until ? `by ${state.until}, as far as is certain, ` : "";
  if (all === 0) return `${asOf}whoever said so changed it or took it back`;
  if (unnamed) return `${asOf}only unnamed sources say so`;
  return !who ? "" : asOf + (all > 1 ? `all who say so have it from ${who}` : `only ${who} says so`);
};
/** The status of a relation in the table; of one that nobody disputes, how many say so. */
export const statusTold = (edge) => {
  const { all, alike, who, unnamed } = voicesOf(edge) ?? {};
  return all === undefined ? "" : all === 0 ? "changed or taken back" : all === 1 ? "said by one"
    : unnamed ? "said by unnamed sources" : who ? "said by several, all from one"
      : alike > 1 ? "said by several" : "told differently by several";
};
const nameOfClaimant = (id) => agents[claims[id].by].label;
/** When the first who says a relation said so; if nobody says it, the first who denies it. */
export const firstSaid = (edge, ids) => {
  const saying = ids.filter((id) => !deniesOn(edge, id));
  return firstSaidIn((saying.length ? saying : ids).map((id) => claims[id]));
};
/** What is in question, as all files say it, by the status of a relation or event that claims tell as these words. */
const statusInFiles = (now, words) => {
  if (now === "disputed") return now;
  return (words.includes(FACT) && { undisputed: UNDISPUTED, outside: "left out" }[now]) || "not told as a fact";
};
/** What claims say of a relation, by the words as which they tell it. Denials are with those who tell it as a fact; if nobody does, with
 * who asserts that it was intended, attempted or the like. */
const apart = (edge, said) => {
  const asserted = sortedOnce(said.filter(({ claim }) => asserts(claim)).flatMap(({ claim }) => wordsOfClaim(edge, claim.id)));
  const main = asserted.includes(FACT) || !asserted.length ? FACT : asserted[0], groups = {};
  for (const one of said) {
    for (const word of denies(one.claim) ? [main] : wordsOfClaim(edge, one.claim.id)) (groups[word] ??= []).push(one);
  }
  return groups;
};
/** A relation as claims tell it in each way, as in analysis/apart.py: `word`, what they say, its status there and as files have it. */
export const tellingsOf = (edge) => {
  const all = apart(edge, saidOf(edge));
  return Object.entries(apart(edge, theirsOf(edge))).sort(([one], [other]) => (one < other ? -1 : 1)).map(([word, said]) => {
    const now = statusAmong(edge, said, all[word] ?? []), words = sortedOnce(said.map(({ claim }) => (denies(claim) ? "denied" : word)));
    return { edge, word, said, now, words, status: statusInFiles(now, words) };
  });
};
/** The words of a relation as claims tell it in one way. */
export const wordsInFiles = ({ edge, word, said, now }) => {
  const { name } = edges[edge], words = relationIn(name, said, detailsOf(said, data.denied));
  const marked = word !== FACT && !said.every(({ claim }) => denies(claim));
  if (!marked || !(ONLY_NAMED.has(word) || ["undisputed", "outside"].includes(now))) return labelled(edge, words, now);
  return saysItself(words, word) ? words : markedIn(words, name, word);
};
/** Figures in words, as in views/figured.py: who gives each, as what unless it is told as a fact, on which day; of what, how much, and in
 * which unit, unless that is printed with the figure. */
const inFiles = (positions) => sortedOnce(positions.filter(({ figure }) => figure).map(({ claim, aspect, what, unit, as }) => {
  const word = as || usually(claims[claim]), day = dayWords(claim);
  const who = nameOfClaimant(claim) + (word === FACT ? "" : ` (${word})`) + (day ? `, ${day}` : "");
  return `${who}: ${data.aspects[aspect]}: ${what}${isTold(unit, what) ? "" : ` (${unit})`}`;
})).join(BETWEEN_VALUES);
const figuresOfEdge = ({ id, kind }, ids) => (kind !== "measurement" ? "" : inFiles(positionsOn(id, ids)));
const figuresOfNode = (id) => inFiles(mentioned(id).filter((claim) => saidYet(claim) && theirs(claim)).flatMap(told)
  .filter(({ nodes }) => nodes.includes(id)));
export const columnsOfEdge = ({ edge, word, said, words, status }) => {
  const ids = unique(said.map(({ claim }) => claim.id)), { said: facts, hedged, denied, gone } = voicesApart(edge, ids, () => [word]);
  const isFact = word === FACT, behind = isFact ? "" : ` (${word})`, { words: first_said, by: first_said_by } = firstSaid(edge, ids);
  const details = detailsOf(said, data.denied), names = (some, how = () => "") => sortedOnce(some.map((id) => nameOfClaimant(id) + how(id)))
    .join(BETWEEN_VALUES);
  return {
    kind: edges[edge].kind, status, claimed_as: words.join(BETWEEN_VALUES), in_world: isFact && said.some(({ held }) => held),
    figures: figuresOfEdge(edges[edge], ids),
    details: details.map((one) => (said.every(({ claim }) => denies(claim)) ? `${one} (denied)` : one)).join(BETWEEN_VALUES),
    origins: originsOn(edge, ids).alike, claims: facts.length, not_as_fact: hedged.length, denials: denied.length, taken_back: gone.length,
    claimants: names([...facts, ...hedged], () => behind), denied_by: names(denied),
    taken_back_by: names(gone, (id) => (deniesOn(edge, id) ? " (denied)" : behind)), first_said, first_said_by,
  };
};
/** As what claims tell an event, and its status by what they say of it, not of who took part. Only claims in view count, so the phase is
 * that in which all of them who assert it tell it. */
const toldOfEvent = ([named, own]) => {
  const counts = ([claim]) => saidYet(claim) && theirs(claim), telling = own.filter(counts);
  const wordOf = ([claim, word]) => word || usually(claims[claim]);
  const words = telling.length ? telling.map(wordOf) : named.filter(counts).map(([, word]) => word);
  const isDenial = ([claim]) => denies(claims[claim]), factual = (one) => isDenial(one) || wordOf(one) === FACT;
  const some = words.includes(FACT) ? telling.filter(factual) : telling;
  const phase = phaseOfAll(some.filter(([claim]) => asserts(claims[claim])).map(([, , , , ...phases]) => phases));
  const now = some.length ? statusOf(saidOfEvent(some), record.statuses, phase) : "";
  return { claimed_as: sortedOnce(words).join(BETWEEN_VALUES), status: words.length ? statusInFiles(now, words) : "" };
};
/** The statuses of a node's relations among those that are saved, if none of them is undisputed. */
const allOpen = (id, saved) => {
  const found = touching(id).filter((edge) => saved.has(edge.id)).flatMap((edge) => tellingsOf(edge.id)).map(({ status }) => status);
  return !found.length || found.includes(UNDISPUTED) ? "" : `edges: ${sortedOnce(found).join(BETWEEN_VALUES)}`;
};
/** The columns of a node in a file with the `saved` relations, by their numbers. */
export const columnsOfNode = ({ id, kind, type, iri, alt, told: own }, saved) => {
  const asEvent = kind === "event" || kind === "law"; // the data has a law as an event
  return {
    iri: whole(iri), kind, type, alt: alt.join(BETWEEN_VALUES), figures: figuresOfNode(id),
    ...(asEvent ? toldOfEvent(own.length ? own : [[], []]) : { claimed_as: "", status: allOpen(id, saved) }),
  };
};
