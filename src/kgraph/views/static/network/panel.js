// The panel beside the picture: it shows the start, a node, an edge, a claim, a statement or a path.

import { whyAlone } from "./alone.js";
import { choose, drawMore, expand, focusOn, showTableOf, turnLine, turnQuestions } from "./acts.js";
import { aspectsOf, worthwhile } from "./aspects.js";
import { says } from "./axis.js";
import {
  afterName, byWeight, card, cards, claimant, dayNote, dayWords, disputedBadge, earliestFirst, isOld, onDay, ownBadge, sideWords, via,
} from "./cards.js";
import { loneWords, originsOn } from "./columns.js";
import { showSparql } from "./copy.js";
import { addressName } from "./datasets.js";
import { dayNumber, standing, startOf } from "./days.js";
import { at, badge, button, count, el, fact, few, inFigures, link, listed, name, soft } from "./elements.js";
import { questionsOn } from "./lettered.js";
import {
  agents, allowed, asked, brief, claimCounts, claims, claimsBehind, claimsOf, connected, data, documents, edges, held,
  inOrder, isOnQuestions, isOpen, lastDay, mentioned, mostAdded, nodeOf, nodes, questionsAbout, questionsBetween, questionsBy,
  questionsTaken, record,
  saidYet, shownBy, speaking, standsOf, state, status, statusOfAll, statusWords, theirClaims, theirs, theirStatus, told, touching, waiting,
  wayBetween, wording,
} from "./opened.js";
import { foldedQuestion, questionBlock, questionList, remarkLists } from "./questions.js";
import { isAtEnd, toBeginning } from "./reading.js";
import { other, unique } from "./record.js";
import { looseClaims } from "./says.js";
import { askPath } from "./search.js";
import { sideBySide } from "./sides.js";
import { against, asserts, sayStatus } from "./stance.js";

const panel = at("panel");
const kindLine = (word, more = "", kind = "") => el("p", { className: "kind" },
  badge(word, kind), " ", el("span", { className: "soft" }, more));
const nodeLink = (id) => link(nodes[id].label, () => choose({ node: id }));
const edgeLink = (id, text) => link(text, () => choose({ edge: id }), "relation");
const statusBadge = (edge) => {
  const now = statusOfAll(edge.id);
  return !now || now === "undisputed" ? "" : badge(statusWords(now), `status-${now}`);
};
/** What the chosen claimants say about a relation, if they do not assert it. */
const theirBadge = (edge) => {
  const own = status(edge.id), same = ["disputed", "undisputed", statusOfAll(edge.id)].includes(own);
  return same ? "" : badge(`${statusWords(own)}, as they say it`, `status-${own}`);
};
/** What they deny is called "denied" in all places: the picture, the chips, the tables and here. */
const theirsDenied = (edge) => state.by.length > 0 && ["denied", "unintended", "unprevented"].includes(theirStatus(edge.id));
const relationRow = (edge, from = null) => {
  const what = edgeLink(edge.id, brief(edge.id));
  const parts = from === edge.from ? ["→ ", what, " · ", nodeLink(edge.to)]
    : from === edge.to ? ["← ", nodeLink(edge.from), " · ", what]
      : [nodeLink(edge.from), " · ", what, " → ", nodeLink(edge.to)];
  const own = state.by.length ? theirBadge(edge) : "";
  return el("li", { className: "row" }, ...parts, " ", own, " ", own && theirsDenied(edge) ? "" : statusBadge(edge));
};
const relationList = (title, list, from = null) => (list.length
  ? [el("h3", {}, `${title} (${list.length})`), el("ul", {}, ...few(list, 8, (edge) => relationRow(edge, from)))] : []);
const byStatus = (list) => {
  const place = ({ id }) => record.statuses.indexOf(status(id));
  return [...list].sort((a, b) => place(a) - place(b) || a.id - b.id);
};
const visibleEdges = (node) => touching(node).filter((edge) => claimsBehind(edge.id).some(theirs));
const sparqlButton = (what) => button("Copy as SPARQL", () => showSparql(what), { className: "small" });
const tool = (text, action, title) => button(text, action, { className: "small", title });
const external = (iri) => {
  if (!/^https?:\/\//i.test(iri)) return name(iri, "code");
  return el("a", { href: iri, title: iri, target: "_blank", rel: "noopener noreferrer", className: "link" }, name(addressName(iri)));
};
const aspects = (list) => worthwhile(aspectsOf(list, { saidYet, asked }), claims);

// --- the start

/** In which documents that which had been said by the day was read. */
const readIn = () => {
  const read = state.until ? new Set(claims.filter(({ id }) => saidYet(id)).map((claim) => claim.document)) : null;
  const names = unique(documents.filter(({ id }) => !read || read.has(id)).map(({ label }) => label)).filter(Boolean);
  if (names.length === 1) return `All of this was read in one document: ${names[0]}. `;
  return names.length ? `All of this was read in ${count(names.length, "document")}. ` : "";
};
/** Says that not all claims are lines of the picture, and where to find the others. */
const looseNote = () => {
  const loose = looseClaims(), [make, they] = loose === 1 ? ["makes", "it tells"] : ["make", "they tell"];
  const all = count(data.totals.claims, "claim"), why = `as ${they} of no relation between two things (a figure, a judgement)`;
  return loose ? el("p", { className: "soft on-screen" },
    `${inFigures(loose)} of the ${all} ${make} no line in the picture, ${why}: see the `,
    link("table of claims", () => showTableOf("claims")), ".") : "";
};
/** What a link names and this file lacks, said before all else. */
const lostNote = () => (state.lost ? el("p", { className: "lost", role: "alert" }, el("strong", {}, "Not found: "), state.lost) : "");
const FIRST_QUESTIONS = 4; // the start opens so many questions; the others are folded
const bestConnected = () => {
  const row = ([id, number]) => el("li", { className: "row" }, nodeLink(id),
    el("span", { className: "soft" }, ` ${count(number, "relation")}`));
  const best = connected(8);
  return best.length ? [el("h3", {}, "Best connected"), el("ul", { className: "best" }, ...best.map(row))] : [];
};
/** The claims that had been made by an earlier day, the latest first. */
const saidByThen = () => {
  if (!state.until) return [];
  const order = (a, b) => dayNumber(claims[b].day) - dayNumber(claims[a].day) || a - b;
  const said = claims.map(({ id }) => id).filter((id) => saidYet(id) && theirs(id)).sort(order);
  return said.length ? [el("h3", {}, `Said by that day (${inFigures(said.length)})`), el("ul", {}, ...few(said, 12, saidRow))] : [];
};
/** The chosen claimants: "Mayor Dunn and Dyke Board say". */
const chosenSay = () => `${listed(state.by.map((agent) => agents[agent].label))} ${says(state.by.length)}`;
const saidRow = (id) => el("li", { className: "row", dir: "auto" }, name(claimant(id), "strong"), ": ",
  link(claims[id].text, () => choose({ claim: id })), " ", badge(claims[id].stance, against(claims[id]) ? "status-denied" : ""), " ",
  disputedBadge(id), " ", ownBadge(id), " ", dayNote(id));
/** A claim of a claimant who is named above, with the outlet that reports it: what two outlets report are two claims. */
const claimRowOf = (id) => el("li", { className: "row", dir: "auto" }, link(claims[id].text, () => choose({ claim: id })),
  el("small", {}, via(claims[id]) ? ` via ${via(claims[id])}` : ""), " ",
  badge(claims[id].stance, against(claims[id]) ? "status-denied" : ""), " ", disputedBadge(id),
  " ", ownBadge(id), " ", dayNote(id));
/** Says who takes which of the given positions on a question. */
const takersOf = (question, stands) => stands.flatMap(({ answer, ids }) => unique(ids.map((id) => claims[id].by))
  .map((by) => ({ by, answer, question, id: ids.find((id) => claims[id].by === by) })));
/** Says who now gives another answer to a question than the chosen claimants; it need not contradict theirs. */
const othersOn = (question) => takersOf(question, standsOf(question.id)
  .filter(({ ids }) => !ids.some((id) => theirs(id) && !isOld(id)))).filter(({ by }) => !state.by.includes(by));
/** The positions by which several chosen claimants contradict each other on a question. */
const betweenThem = (question) => {
  const rows = takersOf(question, standsOf(question.id).map((stand) => ({ ...stand, ids: stand.ids.filter(theirs) })));
  const takes = (one) => rows.filter(({ by }) => by === one).map(({ answer }) => answer).sort().join("\n");
  return new Set(unique(rows.map(({ by }) => by)).map(takes)).size > 1 ? rows : [];
};
/** Says why the chosen claimants say nothing here. */
const nothingSaid = () => {
  const all = claims.map(({ id }) => id).filter(theirs), day = earliestFirst(all).map(dayWords)[0];
  if (!all.length) return `Nothing that ${chosenSay()} is in this file.`;
  const first = day ? `the first of it was said ${onDay(earliestFirst(all)[0])}` : "on which days, nobody knows";
  return `Nothing that ${chosenSay()} had certainly been said up to ${state.until}: ${first}.`;
};
const otherRow = ({ by, answer, question, id }) => el("li", { className: "row", dir: "auto" }, name(agents[by].label, "strong"), ": ",
  link(afterName(answer, [id]) || answer || claims[id].text, () => choose({ claim: id })), " ", ownBadge(id), " ", dayNote(id),
  el("small", { className: "soft" }, ` on: ${question.text}`));
const otherList = (title, rows) => (rows.length
  ? [el("h3", {}, `${title} (${rows.length})`), el("ul", {}, ...few(rows, 8, otherRow))] : []);
/** The start if claimants are chosen: what they say, on which questions they take a position, and who disagrees. */
const chosenView = () => {
  const own = claims.map(({ id }) => id).filter((id) => theirs(id) && saidYet(id));
  const made = unique(own.flatMap(record.joins)).map((id) => edges[id]).filter((edge) => allowed(edge.from) && allowed(edge.to));
  const taken = questionsTaken(), plain = taken.filter(({ editors }) => !editors), others = plain.flatMap(othersOn);
  const between = plain.flatMap(betweenThem);
  const hidden = own.filter((id) => !claimCounts(claims[id])).length;
  const without = hidden ? `, ${inFigures(hidden)} of them only about what you hid` : "";
  return [
    el("h2", { dir: "auto" }, `What ${chosenSay()}`),
    lostNote(),
    own.length ? "" : el("p", {}, nothingSaid()),
    soft(`${count(own.length, "claim")}${without}. Tables, counts and lines are of what ${chosenSay()}.`),
    own.length ? el("h3", {}, `What they say (${own.length})`) : "", el("ul", {}, ...few(byWeight(own), 8, claimRowOf)),
    ...relationList("Relations that they speak of", byStatus(made)),
    ...(taken.length ? [el("h3", {}, `Questions that they speak to (${taken.length})`),
      ...taken.slice(0, FIRST_QUESTIONS).map((question) => questionBlock(question)),
      ...few(taken.slice(FIRST_QUESTIONS), 12, foldedQuestion)] : []),
    ...otherList("Where they differ", between), ...otherList("Who else answers these questions", others),
    ...remarkLists(5, taken), ...bestConnected(),
  ];
};
/** Where the claims are, of which there may be none yet. */
const howToRead = () => {
  if (!claims.length) return ["This file has no claims yet, only names: choose one to read what it is."];
  const how = ` Choose a name${edges.length ? ", a line" : ""} or a shape to read the claims behind it.`;
  return [`${readIn()}Nothing here settles who is right.`, el("span", { className: "on-screen" }, how)];
};
/** Leaves in the picture only what is in question, or draws all again. */
const onlyQuestions = () => button(isOnQuestions() ? "Draw all" : "Draw only this", turnQuestions,
  { className: "small only", title: "Draw only what is in question, and who answers; or all (Q)" });
const startView = () => {
  if (state.by.length) return chosenView();
  const all = questionsTaken(), open = all.filter(({ id }) => isOpen(id)), past = all.slice(open.length);
  const rest = open.slice(FIRST_QUESTIONS), left = Math.max(0, FIRST_QUESTIONS - open.length);
  return [
    el("h2", {}, open.length ? "What is in question" : past.length ? "What was in question" : "What the picture holds"),
    all.length ? onlyQuestions() : "",
    lostNote(),
    soft(...howToRead()),
    ...open.slice(0, FIRST_QUESTIONS).map((question) => questionBlock(question, [], "h3")),
    ...(rest.length ? [el("h3", {}, `Other questions (${rest.length})`), ...few(rest, 12, foldedQuestion)] : []),
    ...(past.length ? [open.length ? el("h3", {}, `Were in question (${past.length})`) : "",
      soft("What contradicted here was changed or taken back since."),
      ...past.slice(0, left).map((question) => questionBlock(question)), ...few(past.slice(left), 12, foldedQuestion)] : []),
    ...remarkLists(5, all), ...saidByThen(), ...bestConnected(), state.until ? "" : looseNote(),
  ];
};

// --- a node

const identity = (node) => el("dl", { className: "identity" },
  ...node.facts.flatMap(([word, value]) => fact(word, /^https?:/.test(value) ? external(value) : name(value))),
  ...node.links.flatMap(([how, iri]) => fact(how, external(iri))), ...fact("identifier", name(node.iri, "code")));
const hiddenNeighbours = (id) => {
  const hidden = waiting(id).length, more = Math.min(mostAdded, hidden);
  return hidden ? soft(`${inFigures(hidden)} of its neighbours are not drawn. `,
    button(`Draw ${more} more`, () => drawMore(id), { className: "small" })) : "";
};
/** Says why no line ends at an outlet that only passes on what others say, or at another shape. */
const aloneNote = (id, made, passed) => (passed.length && !made.length && !visibleEdges(id).length
  ? soft("No line ends here, as it says nothing of its own in this file: it passes on what others say, which stands below.")
  : whyAlone(id) ? soft(`No line ends here: it ${whyAlone(id)}.`) : "");
/** That nothing was said of something, or by it, on an earlier day. */
const notYet = (it, ids) => (state.until && !ids.length
  ? el("p", {}, `Nothing is said of ${it}, or by ${it}, yet on ${state.until}, as far as is certain.`) : "");
const postRow = (edge, id, day) => {
  const said = edge.said.filter(([claim, hedge]) => !hedge && held(claim));
  const stands = unique(said.map(([claim, , bounds]) => (day ? standing(bounds, claims[claim].day, day) : "no day known")));
  const begins = unique(said.map(([, , bounds]) => startOf(bounds)));
  const by = listed(unique(claimsBehind(edge.id).map(claimant)));
  return el("li", { className: "row" }, edgeLink(edge.id, edge.name), edge.from === id ? " of " : ": ", nodeLink(other(edge, id)),
    " ", statusBadge(edge),
    el("small", { className: "soft" }, ` ${[...begins, ...stands].join("; ") || "not taken at face value here"}, according to ${by}`));
};
const posts = (id) => {
  const own = visibleEdges(id).filter((edge) => edge.kind === "posting"), day = lastDay() || data.days.at(-1);
  if (!own.length) return [];
  const rows = own.map((edge) => postRow(edge, id, day));
  return [el("h3", {}, day ? `Posts on ${day}` : "Posts"), el("ul", {}, ...few(rows, 12, (row) => row))];
};
const bySort = (id) => Object.entries(data.sorts).flatMap(([sort, kinds]) => {
  const title = sort[0].toUpperCase() + sort.slice(1);
  // posts have their own list
  return relationList(title, byStatus(visibleEdges(id).filter((edge) => kinds.includes(edge.kind) && edge.kind !== "posting")), id);
});
const nodeView = (id) => {
  const node = nodes[id], { words } = data.kinds[node.kind], it = node.kind === "person" ? "them" : "it";
  const made = speaking(id).filter(saidYet), about = questionsAbout(id);
  const spoken = questionsBy(id).filter((question) => !about.includes(question)), speaks = it === "it" ? "it speaks" : "they speak";
  const passed = record.passing(id).filter((claim) => saidYet(claim) && nodeOf(claims[claim]) !== id);
  const found = aspects(mentioned(id).flatMap(told).filter((position) => position.nodes.includes(id)));
  return [
    kindLine(words, words === node.type ? "" : node.type, `kind-${node.kind}`),
    name(node.label, "h2"), node.alt.length ? el("p", { className: "soft", dir: "auto" }, node.alt.join(" · ")) : "",
    identity(node),
    el("p", { className: "tools" },
      tool("Focus", () => focusOn(id), "Show this and what is a step away (F)"),
      tool("Expand", () => expand(id), "Add what is a step further (E)"),
      tool("Path to …", () => askPath(id), "The shortest way to another (P)"), sparqlButton({ node: id })),
    hiddenNeighbours(id), aloneNote(id, made, passed), notYet(it, [...made, ...passed, ...claimsOf({ node: id })]),
    ...(state.by.length ? cards(`What ${chosenSay()} of ${it}`, claimsOf({ node: id }).filter(theirs)) : []),
    ...questionList("In question", about, 3),
    ...(spoken.length ? [el("h3", {}, `${about.length ? "Other questions" : "Questions"} to which ${speaks} (${spoken.length})`),
      ...few(spoken, 5, foldedQuestion)] : []),
    ...posts(id), ...cards(`Claims by ${node.label}`, made, { most: 6 }), ...bySort(id),
    ...remarkLists(2, about, (claim) => claims[claim].about.includes(id) || nodeOf(claims[claim]) === id),
    ...(found.length ? [el("h3", {}, `Side by side (${found.length})`), ...few(found, 3, sideBySide)] : []),
    ...(state.by.length ? cards(`What others say of ${it}`, claimsOf({ node: id }).filter((claim) => !theirs(claim)))
      : cards(`Claims about ${it}`, claimsOf({ node: id }))),
    ...cards(`Claims passed on by ${node.label}`, passed),
  ];
};

// --- an edge, a statement, a claim, a way

/** Whether one outlet is the source of all of it, whoever said it. */
const throughOne = (ids) => {
  const outlets = unique(ids.map((id) => claims[id].chain[0]));
  const passedOn = ids.some((id) => claims[id].chain.length > 1);
  return outlets.length === 1 && passedOn ? `; all of it as told by ${agents[outlets[0]].label}` : "";
};
const originWords = (ids, { named, circles, unnamed, independent, alike }) => {
  const hidden = unnamed ? [`${count(unnamed, "unnamed source")}${unnamed > 1 ? ", counted as one" : ""}`] : [];
  const going = circles.map((circle) => `${circle.join(" ↔ ")}, who have it from each other`);
  const how = ids.some((claim) => asserts(claims[claim])) ? "Asserted" : "Spoken of";
  const differing = alike === independent ? "" : ` ${alike > 1 ? `${inFigures(alike)} of them` : "No two of them"} say the same of it.`;
  const have = `${count(independent, "origin")} that ${independent === 1 ? "has" : "have"} it from nobody else here`;
  return `${how} by ${have}: ${listed([...named, ...going, ...hidden]) || "none to be seen"}${throughOne(ids)}.${differing}`;
};
/** Names the origins of a relation. Beside what the chosen claimants say of it, it tells what all claimants say. */
const originsLines = (id, ids) => {
  const own = theirClaims(id), all = originWords(ids, originsOn(id, ids));
  if (!state.by.length) return [soft(all)];
  const now = statusOfAll(id), more = sayStatus(wording(id), now) ? "" : ` (${statusWords(now)})`;
  return [own.length ? soft(originWords(own, originsOn(id))) : "", soft(`Of all claimants${more}: ${wording(id)}. ${all}`)];
};
/** The status of a relation: as the chosen claimants say it, if any are chosen. */
const standingOf = (edge) => {
  const now = status(edge.id), own = state.by.length ? theirBadge(edge) : "";
  const alone = loneWords(edge.id), told = alone ? [" ", el("strong", {}, alone), ";"] : "";
  return own ? [own] : [badge(statusWords(now), `status-${now}`), ...told, " ", now ? data.statuses[now].meaning : ""];
};
const HIDING = "Leave it out of the picture, tables and files; Reset brings it back";
/** Hides a line or shows it again; the focus goes to the button that replaces the pressed one. */
const lineButton = (id) => {
  const hidden = state.off.edge.has(id), turned = () => { turnLine(id); panel.querySelector(".turn-line")?.focus(); };
  const title = hidden ? "Draw it again" : HIDING;
  return button(hidden ? "Show this line" : "Hide this line", turned, { className: "small turn-line", title });
};
const edgeView = (id) => {
  const edge = edges[id], ids = claimsOf({ edge: id }), both = [edge.from, edge.to];
  const found = aspects(ids.flatMap(told).filter((position) => both.every((end) => position.nodes.includes(end))));
  return [
    kindLine("relation", record.sortOf(edge)),
    el("h2", {}, nodeLink(edge.from), " → ", name(brief(id)), " → ", nodeLink(edge.to)),
    el("p", {}, ...standingOf(edge)),
    ...(ids.length ? originsLines(id, ids) : []),
    el("p", { className: "tools" }, sparqlButton({ edge: id }), lineButton(id)),
    ...questionList("In question", inOrder([...questionsBetween(edge, ids), ...questionsOn(id)]), 3),
    ...found.map(sideBySide), ...cards("Claims behind it", ids, { open: 2 }),
  ];
};
const statementView = ([from, to]) => [
  kindLine("statements"), el("h2", {}, nodeLink(from), " speaks of ", nodeLink(to), sideWords([from, to])),
  el("p", { className: "tools" }, sparqlButton({ statement: [from, to] })),
  ...cards("What it says", claimsOf({ statement: [from, to] }), { open: 2 }),
];
const claimView = (id) => {
  if (!saidYet(id)) return [kindLine("claim"), el("p", {}, `Not said yet on ${state.until}, as far as is certain.`)];
  const own = new Set(told(id).map((position) => position.aspect));
  const found = aspects(record.positions.filter((position) => own.has(position.aspect)));
  const here = claims[id].about.filter((node) => node < nodes.length);
  return [
    kindLine("claim"), name(`Claim by ${claimant(id)}`, "h2"), card(id, true), el("p", { className: "tools" }, sparqlButton({ claim: id })),
    ...questionList("In question", inOrder(record.questionsOf(id)), 3, [id]),
    ...found.filter((aspect) => aspect.ids.includes(id) && aspect.ids.length > 1).map(sideBySide),
    ...relationList("It relates", unique(record.joins(id)).map((edge) => edges[edge])),
    el("h3", {}, "About"), el("ul", {}, ...here.map((node) => el("li", { className: "row" }, nodeLink(node)))),
  ];
};
const questionView = (id) => (shownBy(record.questions[id].since)
  ? [kindLine("question"), questionBlock(record.questions[id], [], "h2"), ...cards("Claims on it", claimsOf({ question: id }))]
  : [kindLine("question"), el("p", {}, `Not in question yet on ${state.until}, as far as is certain.`)]);
const NO_WAY = "Nothing that is shown joins them. Show more types, lines or days, or choose every claimant.";
const speaksOf = ({ from, to, claims: ids }) => {
  const who = [from, to].filter((end) => ids.some((id) => agents[claims[id].by].node === end));
  if (who.length === 1) return [nodeLink(who[0]), " speaks of ", nodeLink(who[0] === from ? to : from)];
  return [nodeLink(from), " and ", nodeLink(to), `: ${who.length ? "each" : "one"} speaks of the other`];
};
const stepView = (step, i) => [
  el("h3", {}, `Step ${i + 1}`),
  step.edges.length ? el("ul", {}, ...step.edges.map((edge) => relationRow(edges[edge])))
    : el("p", {}, ...speaksOf(step)),
  ...few(byWeight([...new Set(step.claims)]), 3, (claim) => card(claim)),
];
const pathView = ([from, to]) => {
  const steps = wayBetween(from, to);
  const how = "by what claims say; a step says nothing of what the two ends have to do with each other.";
  return [
    kindLine("path"), el("h2", {}, nodeLink(from), " … ", nodeLink(to)),
    ...(steps ? [soft(`${count(steps.length, "step")} ${how}`), ...steps.flatMap(stepView)] : [el("p", {}, NO_WAY)]),
  ];
};

const VIEWS = {
  start: startView, node: nodeView, edge: edgeView, statement: statementView, claim: claimView, question: questionView, path: pathView,
};
let dayBefore = ""; // the day for which the panel was filled
/** Fills the panel. Where another day is shown, a reader who is at its end, or comes there as it is shorter now, begins again. */
export const fillPanel = ({ top = false }) => {
  const otherDay = state.until !== dayBefore, ended = otherDay && isAtEnd();
  dayBefore = state.until;
  const [view, id] = state.selected ? Object.entries(state.selected)[0] : ["start"];
  const close = button("×", () => choose(null), { className: "close", title: "Close (Esc)", aria: { label: "Close" } });
  const parts = VIEWS[view](id).flat().filter((part) => part !== "" && part !== null);
  panel.replaceChildren(...(state.selected ? [close] : []), ...parts);
  if (top || ended || (otherDay && isAtEnd())) toBeginning();
};
