// The sentences about the picture: how much of the record it shows, and which claims are taken at face value.

import { aloneWords } from "./alone.js";
import { rivalsOf } from "./cards.js";
import { clamped } from "./clamp.js";
import { isLone } from "./columns.js";
import { mayBeBy } from "./days.js";
import { at, count, el, inFigures, listed } from "./elements.js";
import { isNode, isRelation } from "./items.js";
import {
  agents, allowed, claims, data, disputed, drawn, edgeCounts, edges, focusSteps, inFocus, isOnQuestions, isOpenHere, lastDay, near, nodes,
  questionsTaken, record, saidYet, state, status, statusWords, theirs, world,
} from "./opened.js";
import { picture, shapesInQuestion } from "./picture.js";

/** What is taken at face value: "what is asserted, said up to 2025-11-01, and not disputed here". */
export const statedWords = () => {
  const said = state.by.length ? ` by ${state.by.map((agent) => clamped(agents[agent].label, 120)).join(" or ")}` : "", day = lastDay();
  const given = { said, until: day ? `, said up to ${day}` : "" };
  return data.worlds[world()].map(({ text, then }) => text + (given[then] ?? "")).join("");
};
export const worldWords = () => `Taken at face value in cards, tables and files: ${statedWords()}.`;
/** The lines that show who speaks of what. */
const speakerLinks = () => [...picture.lines.values()].filter(({ id }) => String(id)[0] === "s");
const drawnWords = () => {
  const vertices = [...picture.vertices.values()], shown = vertices.filter(isNode).length, { totals } = data;
  const relations = [...picture.lines.values()].filter(isRelation).length;
  const some = (here, all, ...words) => (here === all ? count(all, ...words) : `${inFigures(here)} of ${count(all, ...words)}`);
  const hidden = state.off.edge.size, byHand = hidden ? ` (${count(hidden, "line")} hidden by hand)` : "";
  const parts = [some(shown, totals.nodes, "entity", "entities"), some(relations, totals.edges, "relation") + byHand];
  if (state.claims) parts.push(`${vertices.length - shown} of ${count(totals.claims, "claim")}`);
  const which = isOnQuestions() ? ["In question", wider(`, and who answers${focusSteps()}`), ": "] : [];
  return [...which, `${parts.join(", ")}.`];
};
const isOrAre = (number) => (number === 1 ? "is" : "are");
const haveOrHas = (number) => (number === 1 ? "has" : "have");
/** How many of the chosen claimants' claims others deny or contradict, how many only others of those who are chosen, and how many only
 * their own claimants. */
const theirDisputed = () => {
  const own = claims.filter(({ id }) => theirs(id) && saidYet(id)), { length } = own;
  if (!length) return "";
  const rivals = own.filter(({ id }) => disputed(id)).map(({ id }) => rivalsOf(id)), all = `their ${count(length, "claim")}`;
  const kinds = [
    ["Others deny or contradict", rivals.filter((some) => !some.every(theirs))],
    ["Those you chose deny or contradict each other in", rivals.filter((some) => some.length && some.every(theirs))],
    [`${state.by.length > 1 ? "Those you chose contradict" : "The one you chose contradicts"} what they said themselves in`,
      rivals.filter((some) => !some.length)],
  ].filter(([, some]) => some.length);
  const part = (number) => (length === 1 ? "their claim" : `${inFigures(number)} of ${all}`);
  const told = kinds.map(([words, some], i) => `${words} ${i ? `${inFigures(some.length)} more` : part(some.length)}.`);
  return told.join(" ") || `Nothing was found here that denies or contradicts ${length === 1 ? "their claim" : `any of ${all}`}.`;
};
const changedWords = () => `what contradicted there${state.by.length ? ", or what those you chose said there," : ""} was changed`
  + " or taken back since";
/** What a narrow window has no room for. */
const wider = (words) => el("span", { className: "stated" }, words);
/** A sentence, of which a narrow window leaves out how what it tells of looks. */
const seenAs = (words, how) => (words ? [" ", words, wider(`: ${how}`), "."] : []);
/** How many of the relations that are drawn are disputed, which is said of a relation that some assert and others deny or contradict, and
 * how many shapes are in question by themselves. */
const askedWords = (number) => {
  const rings = shapesInQuestion().length, past = shapesInQuestion(true).length;
  const told = [number ? `${inFigures(number)} ${isOrAre(number)} disputed` : "", rings ? `${count(rings, "shape")} in question` : ""]
    .filter(Boolean).join(", ");
  const was = past ? `${count(past, "shape was", "shapes were")} in question` : "";
  return [...seenAs(told, "orange, with letters"), ...seenAs(was, `${changedWords()} (grey ring)`)];
};
/** How many of the relations that are drawn as not disputed stand on one claimant's word. */
const loneLines = (all) => {
  const plain = all.filter(({ id }) => status(id) === "undisputed"), alone = plain.filter(({ id }) => isLone(id)).length;
  const which = plain.length === 1 ? "The one" : alone === plain.length ? `All ${inFigures(alone)}` : `Of ${inFigures(plain.length)}`;
  const told = `${which} not disputed${alone < plain.length ? `, ${inFigures(alone)}` : ""}`;
  return alone ? `${told} ${alone === 1 ? "has" : "have"} one claimant only.` : "";
};
/** What is disputed or in question, how many relations are only denied, and how all that looks. */
const inQuestionWords = () => {
  const all = [...picture.lines.values()].filter(isRelation), off = state.off.line.has("disputed");
  const number = all.filter(({ id }) => status(id) === "disputed").length, denied = all.filter(({ tone }) => tone === "denied");
  const how = record.statuses.filter((one) => denied.some(({ id }) => status(id) === one)).map(statusWords);
  const told = [
    ...askedWords(number), off ? " Disputed relations are left out." : "",
    ...seenAs(denied.length ? `${count(denied.length, "relation")} ${isOrAre(denied.length)} ${listed(how)}` : "", "red, with a bar"),
    state.off.mark.has("asked") ? " Rings are left out." : "",
  ].filter(Boolean);
  if (state.by.length) told.push(wider(` ${theirDisputed()}`));
  const alone = loneLines(all), found = told.length || !all.length ? told : [" None of these relations is disputed."];
  return alone ? [...found, wider(` ${alone}`)] : found;
};
/** How many claims are left out of an earlier day that may have been made by then. */
const unsureWords = () => {
  const number = state.until ? claims.filter((one) => theirs(one.id) && !saidYet(one.id) && mayBeBy(one, state.until)).length : 0;
  return number ? ` ${count(number, "claim")} without a sure day ${isOrAre(number)} not shown.` : "";
};
/** What the letters and the rings mean. */
const letterWords = () => {
  const ringed = shapesInQuestion().length > 0, any = ringed || [...picture.lines.values()].some(({ tone }) => tone === "disputed");
  const rings = ringed ? " A ringed shape is in question by itself: claims about it are in conflict, and no line shows that." : "";
  const past = questionsTaken().some(({ id }) => !isOpenHere(id)) ? `An outlined letter: ${changedWords()}.` : "";
  return [any && `A letter on an orange plate leads to the question that has it in the list.${rings}`, past].filter(Boolean).join(" ");
};
/** How many of these lines have a bar. */
const barredWords = (lines) => {
  const only = lines.filter(({ denies }) => denies).length, also = lines.filter((line) => line.also).length;
  const barred = only ? ` ${inFigures(only)} ${haveOrHas(only)} a red bar and no head, where a claimant speaks only to deny.` : "";
  const both = also ? ` ${inFigures(also)} ${haveOrHas(also)} a red bar and a head, where a claimant also denies.` : "";
  return `${barred}${both}`;
};
/** Lines that are not relations, and so are not counted as relations: how many there are, and to whom they belong. */
const speakersWords = () => {
  const lines = speakerLinks(), number = lines.length, own = state.by.length ? ", for those you chose" : "";
  const them = number === 1 ? "It is" : "They are";
  const whose = state.speakers ? ""
    : ` ${them} drawn for claimants who take part in a question or have no other line${own}, and at what is selected.`;
  const shows = number === 1 ? "shows" : "show";
  return number ? `${count(number, "thin dotted line")} ${shows} who speaks of what.${whose}${barredWords(lines)}` : "";
};
/** How many claims make no relation. If no claimant or day is chosen, the file has this number, so that the page opens without counting. */
export const looseClaims = () => (!state.by.length && !state.until ? data.totals.loose
  : claims.filter(({ id }) => !record.joins(id).length && saidYet(id) && theirs(id)).length);
/** Claims for which there is no line, and where to read them; "" if there are none. */
const looseWords = () => {
  const loose = looseClaims(), [make, they, stand] = loose === 1 ? ["makes", "it tells", "It stands"] : ["make", "they tell", "They stand"];
  return loose ? `${count(loose, "claim")} ${make} no line, as ${they} of no relation between two things (a figure, a judgement). `
    + `${stand} in the table of claims, and in the details of what is spoken of.` : "";
};
const leftOut = () => {
  const day = lastDay();
  return `Not in this view: what an editor of the data rejected${day ? `, and what had not certainly been said up to ${day}` : ""}.`;
};
/** What is not drawn where only what is in question is, and where it is found. */
const besidesQuestions = () => {
  const shapes = nodes.filter(({ id }) => allowed(id) && !near().has(id)).length;
  const lines = edges.filter((edge) => allowed(edge.from) && allowed(edge.to) && edgeCounts(edge)
    && !(near().has(edge.from) && near().has(edge.to) && inFocus(edge))).length;
  const parts = [shapes && count(shapes, "entity", "entities"), lines && count(lines, "relation")].filter(Boolean);
  const where = "“Draw all” leads there, and so do the search and the tables.";
  return parts.length ? `Not drawn, as it answers no question: ${parts.join(" and ")}. ${where}` : "";
};
const LINES = "What a solid line shows is asserted by one claimant or more, and no claim here contradicts it; that is no proof. "
  + "Other lines say what they are.";
/** Whose claims decide how a line looks, if claimants are chosen. */
const ofTheirs = () => (state.by.length ? " What those you chose deny, or do not say as a fact, is drawn so, whatever others say." : "");
const FIRST = "Those of whom most is said are drawn first; search, or expand a shape, to add others.";
const DENIED = document.querySelector('[data-off="line"][data-key="denied"]');
export const sentence = () => {
  DENIED.title = state.by.length ? "those you chose deny it, whatever others say" : data.statuses.denied.meaning;
  const first = drawn.size < data.totals.nodes ? FIRST : "";
  const usual = world() === "undisputed" && !state.by.length && !state.until, stated = worldWords();
  const alone = aloneWords(), isDrawn = [...picture.lines.values()].some(isRelation);
  const lines = isDrawn ? `${LINES}${ofTheirs()}` : "";
  const unasked = isOnQuestions() && !state.focus.steps ? besidesQuestions() : "";
  const told = [
    unasked, usual ? stated : "", letterWords(), lines, speakersWords(), alone.whole, looseWords(), first, leftOut(),
  ];
  const rest = told.filter(Boolean);
  at("lone").textContent = alone.short;
  const whole = el("p", {}, el("strong", {}, ...drawnWords()), ...inQuestionWords(), wider(unsureWords()),
    ...(usual ? [] : [wider(` ${stated}`)]),
    ...rest.flatMap((one) => [" ", el("span", { className: "rest" }, one)]));
  // without this check a screen reader would read it again
  if (whole.textContent !== at("says").textContent) at("says").replaceChildren(...whole.childNodes);
};
