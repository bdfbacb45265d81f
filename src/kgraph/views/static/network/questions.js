// Shows questions: each with its positions, who takes them, through whom, and since when.

import { choose } from "./acts.js";
import { figureRange, inWords, latestAlike } from "./aspects.js";
import { offAxis, saySo } from "./axis.js";
import { afterName, changeWords, claimant, dayWords, isOld, laterOn, unstopped } from "./cards.js";
import { chartOf } from "./charts.js";
import { dayNumber, daysInWords } from "./days.js";
import { badge, button, count, el, few, link, listed, name, soft } from "./elements.js";
import {
  agents, agreedOf, allChanged, answersOn, areMarked, asked, besideOf, claims, data, doubtsOf, inConflict, isGivenUp, isOpen, letterOf,
  nameIn, partOf, reasons, record, everyRemarkOf, remarksOf, roundsOf, standsOf, state, theirs, told,
} from "./opened.js";
import { unique } from "./record.js";
import { against, leans, standsAs } from "./stance.js";

const struck = (id) => against(claims[id]);
// How many positions of a question, claimants of a position, and rounds are shown, as in `kgraph disputes`; the others are counted.
const { positions: MOST, rounds: MOST_ROUNDS } = data.limits;
const SAID = data.saidHeadings;
const MOST_MARKS = 12; // on one axis
const COURSE = "in the order of the days by which they were first said; lighter: changed or taken back since";
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

/** How sure a claimant is, if less than sure: "possible". */
const hedgeOf = (id) => (["", "unstated", "certain"].includes(claims[id].certainty) ? "" : claims[id].certainty);
/** "forecast" or "promised", for a claim that says what will be. */
const foretells = (id) => (/^(?:forecast|commitment)/.test(claims[id].stance) ? claims[id].stance.replace(/^commitment$/, "promised") : "");
/** Through whom a claim came, from the outlet to the claimant ("own voice" if the outlet says it itself), whether it says what will be,
 * and how sure the claimant is. */
const way = (id) => {
  const hops = claims[id].chain.slice(0, -1).map((agent) => agents[agent].label).join(" ← ") || "own voice";
  return [hops, foretells(id), hedgeOf(id)].filter(Boolean).join(", ");
};
const opens = (id, text) => Object.assign(link(text, () => choose({ claim: id })), { title: claims[id].text });
const dayOf = (id) => (claims[id].day ? [" ", el("span", { className: "day" }, dayWords(id))] : "");
/** The days of some claims in words. */
const whenSaid = (ids) => daysInWords(unique(ids.filter((id) => claims[id].day).sort(byDay).map(dayWords)));
/** The figures by which a claim answers a question, in the claim's own words. */
const ownFigures = (id, question) => {
  const answering = told(id).filter((p) => p.figure && asked(p).some((one) => one.id === question));
  return listed(unique(answering.map((p) => `${struck(id) ? "not " : ""}${inWords(p)}`)));
};
/** How one claim of a claimant compares with the first that came the same way: said again, another figure, or other words. */
const further = (id, first, question) => {
  const figure = ownFigures(id, question), day = claims[id].day && claims[id].day !== claims[first].day ? ` ${dayWords(id)}` : "";
  if (figure && figure !== ownFigures(first, question)) return `${figure}${day}`;
  return claims[id].text === claims[first].text || day ? `again${day}` : "in other words";
};
/** What the claimant did, in words that follow the name and the day. */
const changedNote = (ids, question) => {
  const last = [...ids].sort(byDay).filter((id) => isOld(id, { question })).at(-1);
  return question >= 0 && last !== undefined && allChanged(ids, question)
    ? el("span", { className: "changed" }, `, who ${changeWords(last, { question })}`) : "";
};
const theirsToo = (ids) => state.by.length > 0 && ids.some(theirs);
/** One claimant, with the outlets that report it and the first day on which it was said; each claim opens. With a `figure`, only claims
 * with this figure count, as others give the same answer with another figure. */
const oneVoice = (ids, question = -1, figure = "") => {
  const [first] = ids, ways = new Map();
  for (const id of ids) ways.set(way(id), [...(ways.get(way(id)) ?? []), id]);
  const again = ([one, ...others]) => others.flatMap((id) => [", ", opens(id, further(id, one, question))]);
  const begun = (text, [one]) => { // if the claimant gives other figures, too, says which came this way first
    const figure = ownFigures(one, question);
    return figure && ids.some((id) => ownFigures(id, question) !== figure) ? `${text}: ${figure}` : text;
  };
  const oneWay = ([text, ofOne], i) => el("span", {}, i ? "; " : "", opens(ofOne[0], begun(text, ofOne)), ...again(ofOne));
  const shown = ids.length === 1 ? [name(way(first))] : atMost([...ways], oneWay, (number) => `${number} more`);
  return el("span", { className: "voice" }, opens(first, claimant(first)), figure && `: ${figure}`,
    theirsToo(ids) ? [" ", badge("chosen claimant")] : "", " [", ...shown, "]",
    whenSaid(ids) ? [" ", el("span", { className: "day" }, whenSaid(ids))] : "", changedNote(ids, question));
};
/** These claims by claimant; those who began first come first. */
const voicesIn = (ids) => {
  const spoken = new Map();
  for (const id of [...ids].sort(byDay)) spoken.set(claims[id].by, [...(spoken.get(claims[id].by) ?? []), id]);
  return [...spoken.values()];
};
/** What each claimant says in their own words, if these differ: "9" and "about 9" stand in one position, and so do an army and its first
 * battalion. `figuresOf` gives a claim's figures. */
const inOwnWords = (all, question, figuresOf) => {
  const texts = [(id) => (question < 0 ? "" : nameIn(question, id)), figuresOf].map((of) => all.map((own) => listed(unique(own.map(of)))))
    .filter((some) => new Set(some).size > 1);
  return all.map((own, i) => ({ own, figure: texts.map((some) => some[i]).filter(Boolean).join(": ") }));
};
const voices = (ids, question = -1, figuresOf = (id) => ownFigures(id, question)) => {
  const all = inOwnWords(voicesIn(ids), question, figuresOf);
  const apart = ids.some((id) => isOld(id, { question })) ? " · " : ", "; // the words about a change have no comma at their end
  const row = ({ own, figure }, i) => el("span", {}, i ? apart : "", oneVoice(own, question, figure));
  return atMost(all, row, (number) => count(number, "other"));
};

/** Joins figures that say the same into one mark, in order of the days on which they were first given; those given last are kept. */
const marksOf = (all) => {
  const old = ({ claim, aspect }) => isOld(claim, { aspect }), allOld = (same) => same.every(old);
  const whoOf = (same) => unique(same.map(({ by }) => by)).map((by) => { // sure, or unchanged, where one of their claims is
    const own = same.filter((one) => one.by === by), hedges = own.map(({ claim }) => hedgeOf(claim));
    const changed = own.every(old) && !allOld(same); // of what all changed, "before" says so
    const notes = [...(hedges.every(Boolean) ? unique(hedges) : []), ...(changed ? ["changed later"] : [])];
    return agents[by].label + (notes.length ? ` (${notes.join(", ")})` : "");
  });
  const { kept, left } = latestAlike(all, MOST_MARKS);
  const when = (same) => whenSaid(unique(same.map(({ claim }) => claim)));
  return { left, marks: kept.map((same) => ({ ...same[0], who: whoOf(same), when: when(same), old: allOld(same) })) };
};
/** Puts the figures on which several agree into one row, "44: said by 2 since …", with the number of their position, or "="; it is the last
 * of its day. */
const withAgreement = (all, agreement) => {
  const among = all.filter(({ claim }) => agreement?.ids.includes(claim));
  const told = among.find(({ words }) => words === agreement.figure) ?? among[0];
  const agreeing = among.filter(({ least, most }) => least === told.least && most === told.most);
  const { words } = told ?? {}, number = agreeing.find((one) => one.number)?.number || "=";
  return [...all.filter((one) => !agreeing.includes(one)), ...agreeing.map((one) => ({ ...one, words, number, agreed: agreement }))];
};
/** All figures of a question on one axis; "" if none can be drawn. Figures that take no side are shown with them.
 * Positions that give no figure are not on it, which it says. */
const figures = (question, stands, aside) => {
  const isOn = (p) => asked(p).some(({ id }) => id === question.id);
  const placed = (one, number) => ({ ...one, number, by: claims[one.claim].by, day: dayNumber(claims[one.claim].day) });
  const given = stands.flatMap(({ ids, number, answer }) => ids.flatMap(told).filter((p) => p.figure && isOn(p))
    .map((p) => placed({ ...figureOf(p), of: ofWhat(answer) }, String(number))));
  const units = unique(given.map(({ unit }) => unit)), aspects = new Set(given.map(({ aspect }) => aspect));
  const range = units.length === 1 ? figureRange(given) : null;
  if (!range || given.length < 2) return [];
  const besides = aside.flatMap(told).filter((p) => p.figure && p.unit === units[0] && aspects.has(p.aspect))
    .map((p) => placed(figureOf(p), ""));
  const all = withAgreement([...given, ...besides], agreedOf(question.id)), { marks, left } = marksOf(all);
  const more = left ? soft(`and ${count(left, "earlier figure")}, in the list below`) : "";
  const shown = new Set(given.map(({ number }) => number));
  const not = stands.filter((one) => !shown.has(String(one.number)) && !setAgainst(one, question.id).length);
  const course = marks.some(({ old }) => old) ? el("p", { className: "off-axis" }, COURSE) : "";
  return [chartOf(question.text, marks, figureRange(all)), course, offAxis(not), more];
};
/** What an answer's figure measures: "Russian state" in "Russian state: “half”"; "" if the answer does not say. */
const ofWhat = (answer) => /^(?:not )?(.+?): (?:not )?“/.exec(answer)?.[1] ?? "";
const figureOf = (p) => ({
  claim: p.claim, least: p.least, most: p.most, figure: true, unit: p.unit, aspect: p.aspect, words: inWords(p),
  stands: standsAs(claims[p.claim]),
});
/** Those positions of a question that one contradicts by a mark without answering it, as in views/marked.py; none for an answer. */
const setAgainst = ({ apart, ids }, question) => (apart
  ? numbered(question).filter((stand) => !stand.ids.includes(ids[0]) && areMarked(ids, stand.ids)) : []);
const againstWords = (far, question) => {
  const which = roundsOf(question).length ? "another answer" : far.map(({ number }) => number).sort((a, b) => a - b).join(" and ");
  return `≠ marked as contradicting ${which}: `;
};
/** Which question claims answer that stand in another one. */
const answerElsewhere = (ids, question) => {
  const asks = record.questions.find(({ id }) => id !== question && ids.some((one) => besideOf(id).includes(one)));
  return asks ? [". It answers “", link(asks.text, () => choose({ question: asks.id })), "”"] : [];
};
const standRow = (here, question) => (stand) => {
  const { answer, ids, elsewhere, number, agreed = "" } = stand, far = setAgainst(stand, question);
  const own = ids.some((id) => here.includes(id)), chosen = theirsToo(ids), rest = afterName(answer, ids);
  const old = isGivenUp({ ids, elsewhere }, question);
  const classes = [own || chosen ? "here" : "", old ? "old" : "", far.length ? "no-answer" : ""].filter(Boolean).join(" ");
  const row = el("li", { className: classes, dir: "auto", value: number },
    far.length ? againstWords(far, question) : "",
    answer && !rest ? [name(answer, "strong"), agreed, " — "] : "",
    own ? [badge("this claim"), " "] : "",
    ...voices(ids, question), rest ? [": ", name(rest, far.length ? "bdi" : "strong")] : "",
    ...(far.length ? answerElsewhere(ids, question) : []),
    elsewhere ? el("small", { className: "soft" }, ` ${count(elsewhere, "claim")} that this file leaves out`) : "");
  return row;
};
/** What a claim says, and who says it. If it begins with a pronoun, the claimant comes first. */
const saidBy = (id, question) => {
  const text = unstopped(id);
  return leans(text) ? [oneVoice([id], question), ": ", name(text)] : [name(text), " — ", oneVoice([id], question)];
};
const claimRow = (id, question, ...before) => el("li", { dir: "auto" }, ...before, ...saidBy(id, question));
/** For a question that an editor asks: each claim that it is about, with what the claim says. */
const putRow = ({ answer, ids }) => ids.map((id) => claimRow(id, -1, name(answer, "strong"), ": "));
const besideRow = (question) => (id) => claimRow(id, question, "○ also said: ");
/** A reason; behind the first that a rule finds, the rule in words. */
const whyRow = (question) => ({ why, rule, first, claims: ids }) => el("p", { dir: "auto" }, why, ...laterOn(question, ids),
  ...(first ? [" ", el("small", { className: "soft" }, el("abbr", { title: rule }, "Rule"), `: ${data.rules[rule] ?? rule}`)] : []));
/** Reasons by their rules. */
const byRule = (why) => unique(why.map(({ rule }) => rule))
  .flatMap((rule) => why.filter((one) => one.rule === rule).map((one, i) => ({ ...one, first: !i })));

/** Which part of a question is in this file, if some of it is not. */
const partRow = (id) => {
  const { all, later, absent, here } = partOf(id);
  if (!later && !absent) return "";
  const rest = [later ? `${later} first taken after ${state.until}: move the days on to see more` : "",
    absent ? `${absent} by claims that are not in this file` : ""];
  return el("p", { className: "part" }, `${here} of ${count(all, "position")}: ${listed(rest.filter(Boolean))}. `,
    ...(absent ? [el("code", {}, "kgraph disputes"), " has them all."] : []));
};
/** Whether all who agree make one of these claims, and all give the figure in one form. */
const isGivenIn = (ids, agreement) => {
  const giving = ids.map((claim) => claims[claim].by);
  return !agreement.own.size && agreement.ids.every((claim) => giving.includes(claims[claim].by));
};
/** The positions. If only one is `joined` by what several agree on, and all who agree take it, it says so itself. */
const sayingSo = (stands, joined, agreement) => {
  const [first] = joined;
  if (joined.length !== 1 || stands.indexOf(first) >= MOST || !isGivenIn(first.ids, agreement)) return stands;
  const told = { ...first, ids: unique([...first.ids, ...agreement.ids]), agreed: `: ${saySo(agreement)}` };
  return stands.map((one) => (one === first ? told : one));
};
const agreedRow = (id) => {
  const agreement = agreedOf(id);
  if (!agreement) return "";
  const { figure, ids, own } = agreement;
  const told = ["= ", name(figure, "strong"), `: ${saySo(agreement)} — `];
  return el("p", { className: "agreed", dir: "auto" }, ...told, ...voices(ids, -1, (claim) => own.get(claim) ?? ""));
};
/** One round of a question, if there are two or more: its positions, numbered, with their figures on an axis of the round's own. */
const roundBlock = (question, here) => ({ days, stands }) => {
  const own = stands.map((stand, i) => ({ ...stand, number: i + 1 }));
  return el("div", { className: "round" },
    el("h5", {}, unique([days[0], days.at(-1)]).join(" to "), days.length > 2 ? `, on ${days.length} days` : ""),
    ...figures(question, own, []), el("ol", {}, ...atMost(own, standRow(here, question.id), morePositions)));
};
/** Who finds no evidence for a position, or for what was also said. */
const doubtRow = ({ id, editors }) => ([doubt, doubted]) => {
  const stand = editors || roundsOf(id).length ? null : numbered(id).find(({ ids }) => ids.includes(doubted));
  const what = stand ? [`${stand.number} (${stand.answer})`] : [`“${claims[doubted].text.replace(/\.$/, "")}”`];
  return el("li", { dir: "auto" }, "○ finds no evidence for ", opens(doubted, ...what), ": ", ...saidBy(doubt));
};
const morePositions = (number) => count(number, "more position");
const moreOf = (list, make) => (list.length
  ? [el("ul", { className: "beside" }, ...atMost(list, make, (number) => `${number} more`))] : []);
/** The positions with their numbers; those of the chosen claimants stand first. */
const numbered = (id) => {
  const plain = record.questions[id].editors || roundsOf(id).length;
  return standsOf(id).map((stand, i) => ({ ...stand, number: i + 1, givenUp: !plain && isGivenUp(stand, id) }))
    .sort((a, b) => theirsToo(b.ids) - theirsToo(a.ids));
};
/** Whether the change of a claim stands beside the claim in a question. Beside several claims of one claimant, the last change stands. */
const isNoted = (claim, question) => {
  const rows = [...standsOf(question).map(({ ids }) => ids), ...besideOf(question).map((id) => [id])];
  const own = rows.find((ids) => ids.includes(claim))?.filter((id) => claims[id].by === claims[claim].by) ?? [];
  if (!own.length || !allChanged(own, question)) return false;
  const last = [...own].sort(byDay).filter((id) => isOld(id, { question })).at(-1);
  return changeWords(claim, { question }) === changeWords(last, { question });
};
const notedIn = (question) => ({ old }) => old.length > 0 && old.every((claim) => isNoted(claim, question));
/** Who changed their answer to a question, from what to what, if it is not told where the answer stands: grouped by claimant, the oldest
 * change first. */
const changesOf = ({ id, text: question }) => {
  const lead = `${question.replace(/\?$/, "").replace(": ", ", ")}: `, noted = notedIn(id);
  const row = ({ text, who }) => {
    const words = text.startsWith(lead) ? text.slice(lead.length) : text;
    return el("li", { dir: "auto" }, "↻ changed: ", name(who, "strong"), words.startsWith(who) ? words.slice(who.length) : `: ${words}`);
  };
  const own = new Set([...standsOf(id).flatMap(({ ids }) => ids), ...besideOf(id)]);
  const list = everyRemarkOf("revision").filter((one) => one.claims.some((claim) => own.has(claim)) && !noted(one))
    .map(({ text, claims: ids }) => ({ text, who: listed(unique(ids.map(claimant))) }));
  return list.length ? [el("ul", { className: "changes" }, ...atMost(list, row, (number) => count(number, "more change")))] : [];
};
/** What is said now, and under a heading of its own what all who said it changed since, as in `kgraph disputes`. */
const nowAndBefore = (question, here) => {
  const { id } = question, stands = numbered(id), agreement = agreedOf(id);
  const aside = besideOf(id).filter((claim) => !agreement?.ids.includes(claim)), isPast = (claim) => allChanged([claim], id);
  const [now, gone] = [false, true].map((past) => stands.filter(({ givenUp }) => givenUp === past));
  const [also, old] = [false, true].map((past) => aside.filter((claim) => isPast(claim) === past));
  const list = (some, besides) => [some.length ? el("ol", {}, ...atMost(some, standRow(here, id), morePositions)) : "",
    ...moreOf(besides, besideRow(id))];
  const joined = now.filter(({ ids }) => agreement?.ids.some((claim) => ids.includes(claim)));
  const shown = sayingSo(now, joined, agreement), agreed = shown === now ? agreedRow(id) : "";
  if (!gone.length && !old.length) return [agreed, ...list(shown, also)];
  const number = now.length + also.length + (agreement && !joined.length ? 1 : 0);
  const which = inConflict(id, gone.flatMap(({ ids }) => ids)) ? SAID.disputed : number > 1 ? SAID.unopposed : SAID.now;
  const before = el("h5", { dataset: { of: question.text } }, SAID.before);
  return [number ? el("h5", {}, which) : "", agreed, ...list(shown, also), before, ...list(gone, old)];
};
const positionsOf = (question, here) => {
  const { id, editors } = question, stands = numbered(id), agreement = agreedOf(id), why = reasons(id);
  if (editors) {
    const rows = stands.flatMap(putRow);
    const list = el("ul", {}, ...atMost(rows, (row) => row, (number) => count(number, "more claim")));
    return [partRow(id), list, ...moreOf(doubtsOf(id), doubtRow(question))];
  }
  const turns = roundsOf(id), aside = besideOf(id).filter((claim) => !agreement?.ids.includes(claim));
  const chart = turns.length ? [] : figures(question, stands, besideOf(id)).filter(Boolean);
  const told = turns.length
    ? [agreedRow(id), ...changesOf(question), ...few(turns, MOST_ROUNDS, roundBlock(question, here)), ...moreOf(aside, besideRow(id))]
    : [...nowAndBefore(question, here), ...changesOf(question)];
  return [
    partRow(id), el("div", { className: "parts" }, chart.length ? el("div", { className: "drawn" }, ...chart) : "",
      el("div", { className: "told" }, ...told, ...moreOf(doubtsOf(id), doubtRow(question))),
      why.length ? el("details", { className: "why" },
        el("summary", {}, `Why this is in question (${why.length})`), ...few(byRule(why), 5, whyRow(id))) : ""),
  ];
};
/** The letter that the question has in the picture, for the style sheet to write before it. */
const lettered = ({ id }) => ({ letter: letterOf(id) });
const lookOf = ({ id }) => `question${isOpen(id) ? "" : " past"}`;
/** A question with its positions. `here` are claims that are marked in it; `level` is the level of its heading. */
export const questionBlock = (question, here = [], level = "h4") => el("section", { className: lookOf(question) },
  el(level, { dir: "auto", dataset: lettered(question) }, question.text, question.editors ? [" ", badge("an editor asks")] : ""),
  ...positionsOf(question, here));
/** The same, folded: its positions are made when it is opened. */
export const foldedQuestion = (question) => {
  const number = answersOn(question.id);
  const summary = { dir: "auto", dataset: lettered(question) };
  const folded = el("details", { className: lookOf(question) }, el("summary", summary, name(question.text), " ",
    question.editors ? badge("an editor asks") : el("small", {}, count(number, "position"))));
  folded.addEventListener("toggle", () => {
    if (folded.childElementCount === 1) folded.append(...positionsOf(question, []).filter(Boolean));
  });
  return folded;
};
/** Questions under a heading; nothing if there are none. */
export const questionList = (title, list, most, here = []) => (list.length
  ? [el("h3", {}, `${title} (${list.length})`), ...few(list, most, (question) => questionBlock(question, here))] : []);

// --- what is told beside questions

const remarkRow = (kind) => ({ text, claims: ids, figures: two }) => {
  const inTurn = () => [...ids].sort(byDay)
    .flatMap((id, i) => [i ? ", then " : "", opens(id, claimant(id)), ` [${way(id)}]`, dayOf(id)].flat());
  const each = two.length ? ids.flatMap((id, i) => [i ? " / " : "", opens(id, two[i]), ` [${way(id)}]`])
    : kind === "revision" ? inTurn() : voices(ids); // whoever changed it did not say it again
  return el("li", { className: "row", dir: "auto" }, name(text), " — ", ...each);
};
/** The remarks that are shown apart from questions, under headings, as in `kgraph disputes`; the first `most` under each are open. A change
 * that one of the questions `shown` tells where the answer stands is left out. With a test of claims, only remarks on a claim that passes
 * it. */
export const remarkLists = (most, shown, test = null) => {
  const ids = new Set(shown.filter(({ editors }) => !editors).map(({ id }) => id));
  const isTold = ({ old, ...rest }) => old.length > 0 // only in a question that has its first claim
    && record.questionsOf(old[0]).some(({ id }) => ids.has(id) && notedIn(id)({ old, ...rest }));
  const lists = Object.entries(data.remarkHeadings).flatMap(([kind, heading]) => {
    const all = test ? everyRemarkOf(kind).filter(({ claims: of }) => of.some(test)) : remarksOf(kind);
    const list = kind === "revision" ? all.filter((remark) => !isTold(remark)) : all;
    if (!list.length) return [];
    const others = list.length < all.length ? ", besides those told above" : "";
    return [el("h3", {}, `${heading}${others} (${list.length})`), el("ul", { className: "remarks" }, ...few(list, most, remarkRow(kind)))];
  });
  return lists.length ? [el("div", { className: "noted" }, ...lists)] : []; // together: on paper they stand side by side
};
