// Which questions exist in a world: those that have arisen, with the positions that had been taken.

import { dayNumber } from "./days.js";
import { unique } from "./record.js";
import { against, natural } from "./stance.js";
import { makeWorld, remembering } from "./world.js";

const dayTold = ({ latest }) => (latest ? dayNumber(latest) : 0);
/** Joins two remarks that say the same. Figures stay with their claims, and only if each remark has one. */
const joined = (one, other) => {
  if (!one) return other;
  const claims = unique([...one.claims, ...other.claims]), at = (remark, claim) => remark.figures[remark.claims.indexOf(claim)];
  const figures = claims.map((claim) => at(one, claim) ?? at(other, claim));
  return {
    kind: one.kind, text: one.text, latest: dayTold(one) > dayTold(other) ? one.latest : other.latest, claims,
    old: unique([...one.old, ...other.old]), to: one.to, of: unique([...one.of, ...other.of]),
    figures: figures.includes(undefined) ? [] : figures,
  };
};

const ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ"; // in a frame of their own, I and O are read as a bar and a ring
/** A, B, …, Z, AA, AB, …, without I and O. */
export const letterAt = (place) => {
  const many = ALPHABET.length;
  return (place < many ? "" : letterAt(Math.floor(place / many) - 1)) + ALPHABET[place % many];
};

/** The questions of a record under the reader's choice: the questions that had arisen by the day, with the positions that had been taken by
 * then. */
export const makeMatters = (record, world, choice) => {
  const { claims, questions } = record, { saidYet, shownBy, openDisputes, theirs } = world, once = remembering(choice);
  const hasArisen = (question) => shownBy(question.since);
  /** The positions on a question as they were first taken: {answer, ids, elsewhere, apart}: its claims, how many more claims take it that
   * are not in this file, and whether it is no answer. */
  const inTurn = once((id) => questions[id].stands
    .map(([first, ids, days, later = []], at) => ({
      apart: questions[id].apart.includes(at),
      answer: later.filter(([day]) => shownBy(day)).at(-1)?.[1] ?? first, // later claims may name others
      ids: ids.filter(saidYet), elsewhere: days.filter(shownBy).length,
    }))
    .filter(({ ids, elsewhere }) => ids.length || elsewhere));
  const besideOf = (id) => questions[id].beside.filter(saidYet);
  const latest = once((id) => {
    const days = inTurn(id).flatMap(({ ids }) => ids).map((claim) => dayNumber(claims[claim].day));
    return Math.max(-Infinity, ...days.filter(Number.isFinite));
  });
  /** Those of the given questions that have arisen, each once: those that are open, then the others, the latest first. */
  const inOrder = (some) => [...new Set(some)].filter(hasArisen)
    .sort((a, b) => isOpen(b.id) - isOpen(a.id) || latest(b.id) - latest(a.id) || natural(a.text, b.text));
  /** The questions that a position on an aspect answers. */
  const asked = (position) => record.askedOf(position.id).filter(hasArisen);
  /** The questions that dispute a claim. */
  const disputing = once((claim) => inOrder(openDisputes(claim).map(({ question }) => questions[question]).filter(Boolean)));
  /** The questions with a claim about a node or an answer that names it; and the questions about a relation. A question that an editor asks
   * is about whole claims. */
  const questionsAbout = (node) => inOrder(record.mentioned(node).filter(saidYet).flatMap((claim) => {
    const all = record.questionsOf(claim);
    if (claims[claim].about.includes(node)) return all;
    const named = record.told(claim).filter((position) => position.nodes.includes(node));
    return [...named.flatMap(asked), ...all.filter(({ editors }) => editors && named.length)];
  }));
  /** Whether a line stands for what a position says: one of the same claim between things that the position is about. */
  const hasLine = ({ claim, figure, nodes }) => record.joins(claim).map((id) => record.edges[id])
    .some(({ from, to, kind }) => nodes.includes(from) && nodes.includes(to) && (!figure || kind === "measurement"));
  /** The questions on which claims in conflict say something for which no line stands, such as a figure of one thing. By thing; of chosen
   * claimants only those in which a claim of theirs is in conflict. */
  const askedAlone = once(() => {
    const found = new Map();
    for (const question of questions.filter((one) => !one.editors && hasArisen(one))) {
      const open = record.conflictsOf(question.id).filter(({ since }) => shownBy(since)).flatMap((one) => one.claims);
      const behind = new Set(open.filter(saidYet));
      const alone = question.answers.map((id) => record.positions[id]).filter((p) => p && behind.has(p.claim) && !hasLine(p));
      for (const node of unique(alone.filter(({ claim }) => theirs(claim)).flatMap((p) => p.nodes))) {
        found.set(node, [...(found.get(node) ?? []), question]);
      }
    }
    return found;
  });
  /** The things that are in question by themselves. */
  const allAlone = () => [...askedAlone("").keys()];
  const questionsOver = (node) => askedAlone("").get(node) ?? [];
  /** How a thing is in question by itself: "asked" in one that is open, "past" only in others, "" in none. */
  const markOn = (node) => {
    const over = questionsOver(node);
    return over.some(({ id }) => isOpenHere(id)) ? "asked" : over.length ? "past" : "";
  };
  const voicesOn = (id) => [...standsOf(id).flatMap(({ ids }) => ids), ...besideOf(id), ...doubtsOf(id).map(([doubt]) => doubt)];
  /** The questions to which a claimant speaks, by a thing that it is. */
  const questionsBy = (node) => inOrder(questions.filter(({ id }) => voicesOn(id).some((claim) => record.nodeOf(claims[claim]) === node)));
  /** The claims that speak to the questions that have arisen. */
  const askedClaims = once(() => new Set(questions.filter(hasArisen).flatMap(({ id }) => voicesOn(id))));
  /** Who speaks to these questions, and what the answers name. */
  const askedNodes = () => {
    const speakers = [...askedClaims("")].map((claim) => record.nodeOf(claims[claim]));
    const answers = questions.filter(hasArisen).flatMap((one) => one.answers).map((id) => record.positions[id]);
    return [...speakers, ...answers.filter((one) => one && saidYet(one.claim)).flatMap((one) => one.nodes)];
  };
  const spokenTo = once(() => inOrder(questions.filter(({ id }) => voicesOn(id).some(theirs))));
  /** The questions to which anybody speaks, or a chosen claimant, in the order of the start. */
  const questionsTaken = () => spokenTo("");
  const letters = once(() => {
    const end = { ...choice, until: "" }, atEnd = choice.until ? makeMatters(record, makeWorld(record, end), end) : { inOrder };
    return new Map(atEnd.inOrder(questions).map(({ id }, i) => [id, letterAt(i)]));
  });
  /** The letter of a question: its place in the list of all at the last day. The reader's choice does not change it. */
  const letterOf = (id) => letters("").get(id);
  const questionsBetween = ({ from, to }, ids) => inOrder(ids.flatMap(record.told)
    .filter(({ nodes }) => nodes.includes(from) && nodes.includes(to)).flatMap(asked));
  /** Why a question is one: what each conflict in it says, once, with the rule that found it and the claims. Only conflicts that had arisen
   * count. */
  const reasons = (id) => {
    const open = record.conflictsOf(id).filter(({ since }) => shownBy(since));
    return unique(open.map(({ why }) => why)).map((why) => {
      const alike = open.filter((one) => one.why === why);
      return { why, rule: alike.at(-1).rule, claims: unique(alike.flatMap((one) => one.claims)) };
    });
  };
  /** Whether some claims are marked as contradicting others, or the other way round. */
  const areMarked = (ids, others) => [[ids, others], [others, ids]].some(([from, to]) => from.some((id) => claims[id].relations
    .some(([word, far]) => word === "contradicts" && to.includes(far))));
  /** How many of these positions are answers: not those that only a mark sets against another one. */
  const answersAmong = (stands) => stands.filter((one) => !one.apart || !stands.some((far) => far !== one && areMarked(one.ids, far.ids)))
    .length;
  const answersOn = (id) => answersAmong(inTurn(id));
  /** How many positions this page shows, and why others are missing: nobody had taken the `later` ones by the day, and the `absent` ones
   * are in other files. */
  const partOf = (id) => {
    const { stands: all, apart } = questions[id], stands = inTurn(id), own = stands.filter(({ ids }) => ids.length);
    const later = all.length - apart.length - stands.filter((one) => !one.apart).length;
    const here = answersAmong(own), absent = stands.length - own.length;
    return { all: here + absent + later, later, absent, here };
  };
  const taken = (id, stands) => stands
    .map(([at, ids]) => (
      { at, apart: questions[id].apart.includes(at), answer: questions[id].stands[at][0], ids: ids.filter(saidYet), elsewhere: 0 }))
    .filter(({ ids }) => ids.length);
  /** Whom the claims of each answer name, if the answer joins several names: [claim, name] in the order of the names. */
  const named = once((id) => questions[id].stands.flatMap(([, , , , [, some] = [[], []]]) => some));
  /** Whom a claim names where its answer joins several names; "" elsewhere. */
  const nameIn = (id, claim) => named(id).filter(([one]) => one === claim).map(([, name]) => name).join(" / ");
  /** The round's answer with only those names that its claims give. */
  const wordedBy = (id) => (stand) => {
    const [words, some] = questions[id].stands[stand.at][4] ?? [[], []], own = some.filter(([claim]) => stand.ids.includes(claim));
    return own.length ? { ...stand, answer: words.join(unique(own.map(([, name]) => name)).join(" / ")) } : stand;
  };
  const sameAnswers = (some, others) => some.length === others.length
    && some.every(({ answer }) => others.some((other) => other.answer === answer));
  /** The rounds of a question, {days, stands}, the latest first. A round is a run of days on which the same answers contradicted each
   * other, as far as they had been given. A short question, or one of a single day, has no rounds. */
  const roundsOf = once((id) => {
    const all = inTurn(id), found = [];
    if (all.length <= record.limits.soonTold && new Set(all.map(({ answer }) => answer)).size === all.length) return found;
    const each = questions[id].rounds.map(([day, stands]) => ({ day, stands: taken(id, stands) }))
      .filter(({ stands }) => stands.length > 1);
    for (const { day, stands } of each) {
      if (!found.length || !sameAnswers(found[0].stands, stands)) found.unshift({ days: [], stands });
      const round = found[0], more = ({ answer }) => stands.filter((stand) => stand.answer === answer).flatMap(({ ids }) => ids);
      round.days.push(day);
      round.stands = round.stands.map((stand) => ({ ...stand, ids: unique([...stand.ids, ...more(stand)]) }));
    }
    return each.length > 1 ? found.map((round) => ({ ...round, stands: round.stands.map(wordedBy(id)) })) : [];
  });
  /** What all claimants who contradict each other, or several of them, agree on by the day, {figure, since, who, ids, own}; null
   * if nothing. `own` maps claims to their figures, if these differ. */
  const agreedOf = once((id) => {
    const [, figure, since, who, ids, own = []] = questions[id].agreed.filter(([day]) => shownBy(day)).at(-1) ?? [];
    return figure ? { figure, since, who, ids: ids.filter(saidYet), own: new Map(own) } : null;
  });
  /** Whether positions on a question contradict each other, but for those with the given claims. If nobody knows between which claims the
   * conflicts are, they may. */
  const inConflict = (id, gone) => {
    const pairs = record.conflictsOf(id).filter(({ since }) => shownBy(since)).map((one) => one.claims);
    return !pairs.length || pairs.some((pair) => !pair.some((claim) => gone.includes(claim)));
  };
  /** Who finds no evidence for what was said on a question: [doubt, doubted]. */
  const doubtsOf = (id) => questions[id].doubts.filter((pair) => pair.every(saidYet));
  const isAsked = (claim) => record.questionsOf(claim).some(hasArisen);
  const inQuestion = once(() => new Set(questions.filter(hasArisen).flatMap(({ id }) => inTurn(id).flatMap(({ ids }) => ids))));
  /** The remarks of one kind by the day, which are shown apart from questions. Remarks that say the same are joined. Those that concern a
   * question come first, then the latest. A remark that somebody finds no evidence for a position is shown with its question instead. */
  const everyRemarkOf = once((wanted) => {
    const found = new Map();
    for (const one of record.remarks) {
      if (one.kind !== wanted || !shownBy(one.since)) continue;
      if (one.kind === "no evidence" && isAsked(one.claims.at(-1))) continue;
      found.set(one.text, joined(found.get(one.text), one));
    }
    const touches = ({ claims: ids, old }) => [...ids, ...old].some((claim) => inQuestion(0).has(claim));
    if (wanted === "revision") return byClaimant([...found.values()], touches);
    return [...found.values()].sort((a, b) => touches(b) - touches(a) || dayTold(b) - dayTold(a));
  });
  const nameOf = ({ claims: [first] }) => record.agents[claims[first].by].label;
  /** The changes grouped by claimant, the oldest first. Claimants with a change that concerns a question come first. */
  const byClaimant = (list, touches) => {
    const own = new Map(list.map((one) => [nameOf(one), []]));
    for (const one of [...list].sort((a, b) => dayTold(a) - dayTold(b))) own.get(nameOf(one)).push(one);
    return [...own].sort(([one, a], [other, b]) => b.some(touches) - a.some(touches) || dayTold(a[0]) - dayTold(b[0])
      || natural(one, other)).flatMap(([, some]) => some);
  };
  /** Maps each claim that its own claimant superseded to what superseded it: {old, later, to, of, day}, the earliest first. */
  const superseding = once(() => {
    const after = new Map(), changed = everyRemarkOf("revision").flatMap(({ claims: ids, old, to, of }) => ids
      .filter((id) => !old.includes(id)).map((later) => ({ old, later, to, of, day: dayNumber(claims[later].day) })));
    for (const one of changed.sort((a, b) => a.day - b.day || a.later - b.later)) {
      for (const claim of one.old) after.set(claim, [...(after.get(claim) ?? []), one]);
    }
    return after;
  });
  const ofOne = ({ of }, other) => of.join() === other.of.join();
  /** The changes of a claim by the day, as in analysis/changing.py: the first changes after it was last made. A claim counts as made again
   * if a later claim supersedes the one that had superseded it, and does not supersede the claim itself. */
  const changesOn = once((claim) => {
    const after = superseding(0), own = after.get(claim) ?? [];
    const again = own.flatMap((one) => (after.get(one.later) ?? [])
      .filter((back) => ofOne(one, back) && !back.old.includes(claim) && back.day > one.day
        && claims[back.later].says === claims[claim].says));
    const standing = own.filter((one) => again.every((back) => !ofOne(one, back) || one.day > back.day));
    return standing.filter((one, i) => standing.findIndex((other) => ofOne(one, other)) === i);
  });
  const aspectsIn = once((id) => questions[id].answers.map((position) => record.positions[position]?.aspect));
  /** The first change of a claim; with a `question` or an `aspect`, of what the claim says there. Null if it was not changed. */
  const changeOf = (claim, { question = -1, aspect = -1 } = {}) => {
    const wanted = question >= 0 ? aspectsIn(question) : aspect >= 0 ? [aspect] : [];
    return changesOn(claim).find(({ of }) => !of.length || !wanted.length || of.some((one) => wanted.includes(one))) ?? null;
  };
  /** Whether a claimant changed or took back everything that these claims say on a question. A denial of other answers counts only if all
   * of them are denials. */
  const allChanged = (ids, question) => {
    const own = ids.filter((id) => !against(claims[id]));
    return (own.length ? own : ids).every((id) => changeOf(id, { question }) !== null && !isPartly(id, question));
  };
  /** Whether only a part of a claim's answer was changed, as one figure of two. */
  const isPartly = (claim, question) => {
    const of = changesOn(claim).map((one) => one.of), wanted = aspectsIn(question);
    const own = record.told(claim).map(({ aspect }) => aspect).filter((aspect) => wanted.includes(aspect));
    return of.every((some) => some.length) && !own.every((aspect) => of.some((some) => some.includes(aspect)));
  };
  /** Whether all who took a position changed everything that they say there, or took it back. */
  const isGivenUp = ({ ids, elsewhere }, question) => ids.length > 0 && !elsewhere
    && unique(ids.map((id) => claims[id].by)).every((by) => allChanged(ids.filter((id) => claims[id].by === by), question));
  /** Whether claimants contradict each other on a question by what they say last, or may: if a claimant keeps an answer that others gave
   * up, or other files have some of the claims. */
  const isOpen = once((id) => {
    const stands = inTurn(id), gone = stands.filter((stand) => isGivenUp(stand, id));
    return questions[id].editors || inConflict(id, gone.flatMap(({ ids }) => ids)) || stands.some((stand) => stand.elsewhere
      || (!gone.includes(stand) && stand.ids.some((claim) => changeOf(claim, { question: id }))));
  });
  /** The same for the chosen claimants: not where they changed or took back all that they said. */
  const isOpenHere = once((id) => isOpen(id)
    && !(choice.by.length && isGivenUp({ ids: inTurn(id).flatMap(({ ids }) => ids).filter(theirs) }, id)));
  /** The positions on a question, and last those that were given up. Rounds and editors' questions have orders of their own. */
  const standsOf = once((id) => {
    const stands = inTurn(id);
    if (questions[id].editors || stands.every(({ ids }) => !ids.some((claim) => superseding(0).has(claim)))) return stands;
    const isLast = new Map(stands.map((stand) => [stand, isGivenUp(stand, id)]));
    return roundsOf(id).length ? stands : [...stands].sort((a, b) => isLast.get(a) - isLast.get(b));
  });
  /** The remarks that concern the chosen claimants. */
  const remarksOf = (wanted) => everyRemarkOf(wanted).filter(({ claims: ids }) => ids.some(theirs));
  const remarksByClaim = once(() => {
    const found = new Map();
    for (const remark of record.remarkKinds.flatMap(everyRemarkOf)) {
      for (const claim of remark.claims) found.has(claim) ? found.get(claim).push(remark) : found.set(claim, [remark]);
    }
    return found;
  });
  /** The remarks on one claim by the day. */
  const remarksOn = (claim) => remarksByClaim(0).get(claim) ?? [];
  return {
    standsOf, besideOf, inOrder, questionsTaken, letterOf, asked, disputing, questionsAbout, questionsOver, markOn, allAlone,
    questionsBetween, questionsBy, askedNodes, askedClaims, reasons, answersOn, areMarked, partOf, roundsOf, agreedOf, doubtsOf,
    nameIn, inConflict, isOpen, isOpenHere, allChanged, isGivenUp, remarksOf, everyRemarkOf, remarksOn, changeOf,
  };
};
