// What files for other programs tell of nodes and relations, as views/gephi.py and views/drawn.py do. "fact" is what a claimant says,
// not what is so.

import { dayNumber } from "./days.js";
import {
  agents, claims, edges, origins, record, saidOfEvent, saidYet, status, statusWords, theirClaims, theirDetails, theirs, theirsOf,
  touching, whole,
} from "./opened.js";
import { unique } from "./record.js";
import { asserts, denies, phaseOfAll, statusOf } from "./stance.js";

const BETWEEN_VALUES = " | ";
const FACT = "fact", SPEECH = { yes: FACT, no: "denied", commitment: "promised", recommendation: "recommended" };
/** As what a claim tells something, if nothing else is noted of it there. */
const usually = ({ says, stance }) => (says === "against" ? stance : SPEECH[says] ?? says);
const sortedOnce = (words) => unique(words).sort();
/** The words for as what a claim tells a relation. */
const wordsOfClaim = (edge, id) => {
  const noted = edges[edge].as.find(([claim]) => claim === id);
  return noted ? noted.slice(1) : [usually(claims[id])];
};
const nameOfClaimant = (id) => agents[claims[id].by].label;
const firstDay = (ids) => {
  const dated = ids.map((id) => claims[id].day).filter(Boolean);
  return dated.sort((a, b) => dayNumber(a) - dayNumber(b))[0] ?? "";
};
/** Those who tell a relation as a fact, those who tell it as something else, and those who deny it. */
const sidesOf = (edge) => {
  const all = theirClaims(edge), denying = all.filter((id) => denies(claims[id])), rest = all.filter((id) => !denies(claims[id]));
  const facts = rest.filter((id) => wordsOfClaim(edge, id).includes(FACT));
  return { all, denying, facts, others: rest.filter((id) => !facts.includes(id)) };
};
export const columnsOfEdge = ({ id, kind }) => {
  const { all, denying, facts, others } = sidesOf(id), details = theirDetails(id);
  const some = [facts, others, denying].find((ids) => ids.length);
  const named = others.map((claim) => `${nameOfClaimant(claim)} (${wordsOfClaim(id, claim).join(", ")})`);
  return {
    kind, status: statusWords(status(id)),
    details: details.map((one) => (denying.length === all.length ? `${one} (denied)` : one)).join(BETWEEN_VALUES),
    origins: origins(id).alike, claims: facts.length, not_as_fact: others.length, denials: denying.length,
    claimants: sortedOnce([...facts.map(nameOfClaimant), ...named]).join(BETWEEN_VALUES),
    denied_by: sortedOnce(denying.map(nameOfClaimant)).join(BETWEEN_VALUES), first: firstDay(some ?? []),
    claimed_as: sortedOnce(all.flatMap((claim) => wordsOfClaim(id, claim))).join(BETWEEN_VALUES),
    in_world: theirsOf(id).some(({ claim, held }) => held && wordsOfClaim(id, claim.id).includes(FACT)),
  };
};
/** As what claims tell an event, and its status by what they say of it, not of who took part. Only claims in view count, so the phase is
 * that in which all of them who assert it tell it. */
const toldOfEvent = ([named, own]) => {
  const counts = ([claim]) => saidYet(claim) && theirs(claim), telling = own.filter(counts);
  const words = telling.length ? telling.map(([claim, word]) => word || usually(claims[claim]))
    : named.filter(counts).map(([, word]) => word);
  const phase = phaseOfAll(telling.filter(([claim]) => asserts(claims[claim])).map(([, , , , ...phases]) => phases));
  const now = telling.length ? statusOf(saidOfEvent(own), record.statuses, phase) : "";
  return { claimed_as: sortedOnce(words).join(BETWEEN_VALUES), status: now ? statusWords(now) : "" };
};
/** The statuses of a node's relations among those that are saved, if none of them is undisputed. */
const allOpen = (id, saved) => {
  const found = touching(id).map((edge) => edge.id).filter((edge) => saved.has(edge)).map(status);
  return !found.length || found.includes("undisputed") ? "" : `edges: ${sortedOnce(found.map(statusWords)).join(BETWEEN_VALUES)}`;
};
/** The columns of a node in a file with the `saved` relations, by their numbers. */
export const columnsOfNode = ({ id, kind, type, iri, alt, told }, saved) => {
  const asEvent = kind === "event" || kind === "law"; // the data has a law as an event
  return {
    iri: whole(iri), kind, type, alt: alt.join(BETWEEN_VALUES),
    ...(asEvent ? toldOfEvent(told.length ? told : [[], []]) : { claimed_as: "", status: allOpen(id, saved) }),
  };
};
