// The record of this page, the reader's choice, and what follows from both.

import { makeAddresses, noChoice } from "./choice.js";
import { at, count } from "./elements.js";
import { makeFinder } from "./finding.js";
import { makeMatters } from "./matters.js";
import { makePlain } from "./names.js";
import { makePlaces } from "./places.js";
import { readRecord } from "./record.js";
import { makeShown, opensAsked } from "./shown.js";
import { markedIn, sayStatus } from "./stance.js";
import { makeWorld } from "./world.js";

export const data = JSON.parse(at("data").textContent);
export const record = readRecord(data);
export const { nodes, edges, claims, agents, documents, nodeOf, touching, mentioned, speaking, told, whole } = record;
export const state = noChoice();
const ownWorld = makeWorld(record, state);
export const {
  world, shownBy, saidYet, theirs, openDisputes, disputed, inPart, held, partly, claimsBehind, status, brief, known,
  theirClaims, theirWording, theirStatus, statusOfAll, saidOfEvent, saidOf, notedOn, toldOn, statusAmong, originsAmong, theirsOf,
  wording,
} = ownWorld;
const ownMatters = makeMatters(record, ownWorld, state);
export const {
  standsOf, besideOf, inOrder, questionsTaken, letterOf, asked, disputing, questionsAbout, questionsOver, markOn, allAlone,
  questionsBetween, questionsBy,
  reasons, answersOn, areMarked, partOf, roundsOf, agreedOf, doubtsOf,
  nameIn, inConflict, isOpen, isOpenHere, allChanged, isGivenUp, remarksOf, everyRemarkOf, remarksOn, changeOf,
} = ownMatters;
const ownShown = makeShown(record, ownWorld, state, ownMatters);
export const {
  drawn, allowed, claimCounts, edgeCounts, connected, neighbours, near, isOnQuestions, inFocus, nodeShown, edgeShown, statements,
  wayBetween, claimsOf,
} = ownShown;
export const { placed, waiting, addNeighbours, mostAdded, bringIn } = makePlaces(record, ownShown, state);
const askedFirst = record.questions.length ? ownShown.inQuestion().length : 0;
state.turn += 1; // the address may name another day
const isChosenPart = data.opening.by.length > 0 || data.opening.scope; // who made the page chose what it shows
/** The focus with which the page opens: where all of it would be a thicket, what is in question alone. */
export const openingFocus = () => (!isChosenPart && opensAsked(data.totals.nodes, askedFirst) ? { steps: 0 } : null);
export const {
  address, readAddress, openingWorld, moveNode, moveOnly, homeOf, layFor, isLaidNarrow, otherwise,
} = makeAddresses(data, record, state, openingFocus);
export const plain = makePlain(data.reading, data.names.letters);
export const { find, prepare } = makeFinder(record, plain, {
  said: saidYet, asked: (id) => shownBy(record.questions[id].since), told: (id) => claimsBehind(id).length > 0,
  aspects: data.aspects, also: data.also, names: data.names, days: data.days,
});

/** How far the focus reaches, in words: “, and what is up to 2 steps away”. */
export const focusSteps = () => (state.focus.steps ? `, and what is up to ${count(state.focus.steps, "step")} away` : "");
/** What a question is whose contradictions were changed or taken back since. */
export const PAST = "was in question";
/** A question with what its mark says of it. */
export const asAsked = ({ id, text }) => (isOpen(id) ? text : `${text} (${PAST})`);
/** A status in plain words. Addresses use its own name. */
export const statusWords = (key) => (key ? data.statuses[key].words ?? key : "not said yet");
const besideWords = (words, now) => (sayStatus(words, now) ? "" : statusWords(now));
/** The status of a relation, to be shown beside its words; "" if the words already say it. */
export const statusBeside = (edge, words) => besideWords(words, status(edge));
/** Words of a relation that stand alone, with a status of it, unless that is undisputed: "at (forecast)". */
export const labelled = (edge, words, now) => {
  const more = now && now !== "undisputed" ? besideWords(words, now) : "";
  return more ? markedIn(words, edges[edge].name, more, ownWorld.endsIn(edges[edge])) : words;
};
export const withStatus = (edge, words) => labelled(edge, words, status(edge));
/** The day with which the page ends for its reader. */
export const lastDay = () => state.until || data.opening.asOf;
