// What is in question in a world: questions that have arisen, their positions as far as they had been taken.

import { dayNumber } from "./days.js";
import { natural } from "./stance.js";
import { remembering } from "./world.js";

/** The questions of a record as a reader's choice lets them through: positions that had been taken by the day, on questions
 * that had arisen by then. */
export const makeMatters = (record, world, choice) => {
  const { claims, questions } = record, { saidYet, shownBy, openDisputes, theirs } = world, once = remembering(choice);
  const isOpen = (question) => shownBy(question.since);
  /** The positions on a question: {answer, ids, elsewhere}, its claims and how many the file leaves out. */
  const standsOf = once((id) => questions[id].stands
    .map(([answer, ids, elsewhere]) => ({ answer, ids: ids.filter(saidYet), elsewhere: choice.until ? 0 : elsewhere }))
    .filter(({ ids, elsewhere }) => ids.length || elsewhere));
  const besideOf = (id) => questions[id].beside.filter(saidYet);
  const latest = once((id) => {
    const days = standsOf(id).flatMap(({ ids }) => ids).map((claim) => dayNumber(claims[claim].day));
    return Math.max(-Infinity, ...days.filter(Number.isFinite));
  });
  /** Those of some questions that have arisen, each once, the latest first. */
  const inOrder = (some) => [...new Set(some)].filter(isOpen)
    .sort((a, b) => latest(b.id) - latest(a.id) || natural(a.text, b.text));
  /** The questions that something said on an aspect answers. */
  const asked = (position) => record.askedOf(position.id).filter(isOpen);
  /** The questions that dispute a claim. */
  const disputing = once((claim) => inOrder(openDisputes(claim).map(({ question }) => questions[question]).filter(Boolean)));
  /** The questions with a claim about a node, or with an answer that names it; and those on a relation. An editor asks of claims
   * as a whole. */
  const questionsAbout = (node) => inOrder(record.mentioned(node).filter(saidYet).flatMap((claim) => {
    const all = record.questionsOf(claim);
    if (claims[claim].about.includes(node)) return all;
    const named = record.told(claim).filter((position) => position.nodes.includes(node));
    return [...named.flatMap(asked), ...all.filter(({ editors }) => editors && named.length)];
  }));
  const questionsBetween = ({ from, to }, ids) => inOrder(ids.flatMap(record.told)
    .filter(({ nodes }) => nodes.includes(from) && nodes.includes(to)).flatMap(asked));
  /** Why a question is one: what each conflict of it that had arisen says, once, with the rule that found it. */
  const reasons = (id) => {
    const open = record.conflictsOf(id).filter(({ since }) => shownBy(since));
    return [...new Map(open.map(({ why, rule }) => [why, { why, rule }])).values()];
  };
  /** Of how many positions which part is here: `later` ones nobody had taken by the day, `absent` ones are in other files. */
  const partOf = (id) => {
    const all = questions[id].stands, later = all.filter(([, ids]) => ids.length && !ids.some(saidYet)).length;
    const absent = all.filter(([, ids, elsewhere]) => !ids.length && elsewhere).length;
    return { all: all.length, later, absent, here: all.length - later - absent };
  };
  const taken = (stands) => stands.map(([answer, ids]) => ({ answer, ids: ids.filter(saidYet), elsewhere: 0 }))
    .filter(({ ids }) => ids.length);
  /** The rounds of a question of many days, {days, number, stands}: those in which some stood against each other by the day. */
  const roundsOf = (id) => questions[id].rounds.map(([days, number, stands]) => ({ days, number, stands: taken(stands) }))
    .filter(({ stands }) => stands.length > 1);
  /** What all who stood against each other say by now, {figure, since, claimants, ids}; null while some of it is to be said. */
  const agreedOf = (id) => {
    const { agreed, stands, beside } = questions[id];
    if (!agreed.length || ![...stands.flatMap(([, ids]) => ids), ...beside].every(saidYet)) return null;
    const [figure, since, claimants, ids] = agreed;
    return { figure, since, claimants, ids };
  };
  /** Who finds no evidence for what was said on a question: [doubt, doubted]. */
  const doubtsOf = (id) => questions[id].doubts.filter((pair) => pair.every(saidYet));
  /** What is told beside questions, of one kind: by the day, and of those who are chosen. */
  const remarksOf = (wanted) => record.remarks
    .filter(({ kind, since, claims: ids }) => kind === wanted && shownBy(since) && ids.some(theirs));
  return {
    standsOf, besideOf, inOrder, asked, disputing, questionsAbout, questionsBetween, reasons, partOf, roundsOf, agreedOf, doubtsOf,
    remarksOf, latest,
  };
};
