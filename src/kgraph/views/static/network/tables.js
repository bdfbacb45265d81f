// The same data as tables: they can be sorted, numbers sort as numbers, and a row has few lines.

import { choose } from "./acts.js";
import { changeWords, claimant, isOld, ownWords, pointer, rivalsOf, via } from "./cards.js";
import { clamped } from "./clamp.js";
import { firstSaid, originsOn, positionsOn, statusTold, toldAs, voicesApart } from "./columns.js";
import { dayNumber } from "./days.js";
import { at, button, count, el, inFigures, link, listed, unfolding } from "./elements.js";
import { creditedFigures } from "./figured.js";
import {
  agents, allowed, asAsked, claimCounts, claims, data, disputed, disputing, documents, edgeCounts, edges, held, markOn, mentioned,
  nodes, plain, questionsOver, remarksOn, saidYet,
  speaking, state, status, statusWords, theirClaims, theirs, theirWording, told, toldOn, touching, whole,
} from "./opened.js";
import { other, unique } from "./record.js";
import { statedWords } from "./says.js";
import { against, denies, natural } from "./stance.js";

// A cell is a text or number, or {text, order, short, paper}: its text, what it is sorted by, and what is shown of it in narrow rows and on
// paper. Files and filters use the whole text.
const isPlain = (cell) => typeof cell !== "object" || cell === null;
export const textOf = (cell) => (isPlain(cell) ? String(cell) : cell.text);
const shownOf = (cell, onPaper) => (isPlain(cell) ? String(cell) : (onPaper && cell.paper) || (cell.short ?? cell.text));
const orderOf = (cell) => (isPlain(cell) ? cell : cell.order === undefined ? cell.text : cell.order);
const speaksAgainst = ({ claim }) => against(claims[claim]);
/** The figures that claims give; of several claimants, who gives each that not all of them give. `isBefore` tells which were changed or
 * taken back, `howTold` as what one is told that is not told as a fact. */
const figureCell = (positions, ids, isBefore = () => false, howTold = () => "") => {
  // a denied figure is not used for sorting, and one that is only expected or was changed only if there is no other
  const figures = positions.filter((p) => p.figure), those = figures.filter((p) => !speaksAgainst(p));
  const first = those.find((p) => !isBefore(p) && !howTold(p)) ?? those[0];
  const order = first ? first.least ?? first.most : null;
  const behind = (p) => (howTold(p) ? ` (${howTold(p)})` : "");
  const isStruck = (p) => speaksAgainst(p) && (!howTold(p) || denies(claims[p.claim])); // words such as "forecast that it will not" do it
  const worded = (p) => `${isBefore(p) ? "before " : ""}${isStruck(p) ? `not ${p.what}` : `${p.what}${behind(p)}`}`;
  const given = figures.map((p) => ({ what: worded(p), by: claims[p.claim].by }));
  return { text: creditedFigures(given, ids.map((id) => claims[id].by), (by) => agents[by].label), order };
};
const ROOM_FOR_SOURCE = 17; // characters of a document's name in a line of a row
const chosenOf = (ids) => ids.filter((id) => saidYet(id) && theirs(id));

/** How many make some claims of a relation, and who, as what, and through whom they came. In short, only what the name of the column does
 * not say, so that a row has room for several names. */
const whoSays = (edge, ids, gone = false) => {
  const each = (howOf) => [...new Set(ids.map((id) => {
    const how = howOf(id).filter(Boolean);
    return claimant(id) + (how.length ? ` (${how.join(", ")})` : "");
  }))].join("; ");
  const order = unique(ids.map((id) => claims[id].by)).length, short = each((id) => [toldAs(edge, id, gone && denies(toldOn(edge, id)))]);
  const text = each((id) => [toldAs(edge, id, true), via(claims[id]) && `via ${via(claims[id])}`, gone && changeWords(id)]);
  return order ? { text: `${order}: ${text}`, short: `${order}: ${short}`, paper: `${order}: ${text}`, order } : "";
};
/** The status of a relation; of one that nobody disputes, whether it stands on one claimant's word. */
const statusCell = (id) => {
  const words = statusWords(status(id)), lead = statusTold(id), text = `${lead}, ${words}`;
  return lead ? { text, paper: text, short: `${lead}, not disputed` } : words;
};
const firstCell = (edge, ids) => {
  const { by, words } = firstSaid(edge, ids);
  return by ? { text: words.replace(/^on /, ""), order: dayNumber(by) } : "";
};
const edgeCells = ({ id, from, to }) => {
  const ids = theirClaims(id), { said, hedged, denied, gone } = voicesApart(id, ids);
  const figures = figureCell(positionsOn(id, ids), ids, ({ claim }) => gone.includes(claim), ({ claim }) => toldAs(id, claim));
  return [nodes[from].label, theirWording(id), nodes[to].label, statusCell(id), figures,
    originsOn(id, ids).alike, whoSays(id, said), whoSays(id, hedged), whoSays(id, denied), whoSays(id, gone, true),
    firstCell(id, ids)];
};
const NEAR_MISS = "near miss";
/** Who says otherwise than a claim, and on which question; what its own claimant did with it; and the claims that it nearly contradicts. */
const disputeCell = (id) => {
  const whom = (question) => `${listed(unique(rivalsOf(id, question.id).map(claimant))) || "themselves"}, on “${asAsked(question)}”`;
  const near = remarksOn(id).filter(({ kind }) => kind === NEAR_MISS);
  const own = [...disputing(id).map(whom), isOld(id) ? `themselves later: ${changeWords(id)}` : ownWords(id)];
  const others = unique(near.flatMap((remark) => remark.claims).filter((one) => one !== id).map(claimant));
  const told = (missed) => [...own, ...missed].filter(Boolean).join("; ");
  return {
    text: told(near.map(({ text }) => `${NEAR_MISS}: ${text}`)), short: told(near.length ? [`${NEAR_MISS} with ${listed(others)}`] : []),
  };
};
/** Whether a claim is taken at face value; it is not if its own claimant has since said otherwise. */
const takenCell = (id) => (held(id) ? (isOld(id) ? "changed later" : "yes") : "no");
const oneDocument = () => documents.length === 1;
/** Where a claim stands: in short its first characters, after the document's name if there are several documents. */
const whereCell = (claim) => {
  const text = pointer(claim), [first, ...rest] = claim.spans.map((span) => span.join("–"));
  if (!first) return text;
  const spans = `${first}${rest.length ? ` and ${rest.length} more` : ""}`;
  if (oneDocument()) return { text, short: spans, paper: [first, ...rest].join(", ") };
  return { text, short: `${clamped(claim.source, ROOM_FOR_SOURCE)} · ${spans}`, paper: text };
};
/** Through whom the claim came. The claimant, who is in the row's first cell, is not repeated. */
const throughWhom = (claim) => {
  const hops = [...claim.chain].reverse().map((agent) => agents[agent].label), [first, ...rest] = hops;
  return (first === claimant(claim.id) && rest.length ? rest : hops).join(" → ");
};
const sayingOf = ({ stance, voice }) => ({ text: `${stance}, ${voice}`, short: `${stance}, ${voice.replace(/ speech$/, "")}` });
const claimCells = (claim) => [
  claimant(claim.id), sayingOf(claim), claim.certainty === "unstated" ? "" : claim.certainty, claim.text,
  figureCell(told(claim.id), [claim.id]),
  { text: claim.said, order: claim.day && dayNumber(claim.day) },
  throughWhom(claim),
  claim.about.filter((id) => id < nodes.length).map((id) => nodes[id].label).join(", "),
  disputeCell(claim.id), takenCell(claim.id), whereCell(claim),
];
const nodeCells = (node) => {
  const relations = touching(node.id).filter((edge) => allowed(other(edge, node.id)) && edgeCounts(edge));
  return [node.label, node.type || data.kinds[node.kind].words, relations.length, chosenOf(mentioned(node.id)).length,
    chosenOf(speaking(node.id)).length, questionsOver(node.id).map(asAsked).join("; "), node.alt.join("; "), whole(node.iri)];
};
const TABLES = {
  relations: {
    columns: [
      "From", "Relation", "To", "Status", "Figure", "Origins", "Said by", "Expected, intended … by", "Denied by",
      "Changed or taken back by", "First said",
    ],
    rows: () => edges.filter((edge) => allowed(edge.from) && allowed(edge.to) && edgeCounts(edge))
      .map((edge) => ({ go: { edge: edge.id }, status: status(edge.id), iri: "", cells: edgeCells(edge) })),
  },
  claims: {
    columns: [
      "Claimant", "Saying", "Certainty", "What (our words)", "Figure", "Said", "Through", "About", "Who says otherwise",
      "Taken at face value", "Where",
    ],
    rows: () => claims.filter((claim) => claimCounts(claim) && theirs(claim.id))
      .map((claim) => ({
        go: { claim: claim.id }, status: against(claim) ? "denied" : "", iri: whole(claim.iri), cells: claimCells(claim),
      })),
  },
  entities: {
    columns: ["Name", "Type", "Relations", "Claims about it", "Claims it makes", "In question", "Other names", "Identifier"],
    rows: () => nodes.filter((node) => allowed(node.id))
      .map((node) => ({ go: { node: node.id }, status: "", iri: whole(node.iri), cells: nodeCells(node) })),
  },
};
export const columnsOf = (which) => TABLES[which].columns;

const sorting = { relations: [0, 1], claims: [5, 1], entities: [2, -1] }; // the column to sort by, and 1 or -1 for the direction
const compare = (a, b) => {
  const [x, y] = [orderOf(a), orderOf(b)];
  return typeof x === "number" && typeof y === "number" ? x - y : natural(String(x), String(y));
};
/** The rows of a table as shown: filtered and sorted; rows without a value come last in either direction. */
export const tableRows = (which, filter = at("filter").value) => {
  const [by, way] = sorting[which], wanted = plain(filter).split(" ").filter(Boolean);
  const all = TABLES[which].rows().filter(({ cells }) => {
    const line = wanted.length ? cells.map((cell) => plain(textOf(cell))).join("\n") : "";
    return wanted.every((word) => line.includes(word)); // in any order, in any cell
  });
  return all.sort((a, b) => {
    const [x, y] = [orderOf(a.cells[by]), orderOf(b.cells[by])].map((value) => value === null || value === "");
    return x || y ? x - y : way * compare(a.cells[by], b.cells[by]);
  });
};

const NUMBERS = new Set(["Origins", "Relations", "Claims about it", "Claims it makes"]); // columns of whole numbers
const NUMBER = /^-?\d[\d,.\s]*%?$/; // words ("half") and what has a unit stand on the left as other texts do
const VOICED = { __proto__: null, "Denied by": "status-denied", "Expected, intended … by": "status-intended" };
const cellClass = (column, cell, kind) => {
  if (column in VOICED) return VOICED[column];
  if (column === "Status" || column === "Saying") return `status-${kind}`;
  if (column === "First said" || column === "Said") return "day";
  if (column === "Where") return "where";
  if (typeof orderOf(cell) === "number" && NUMBER.test(textOf(cell))) return "number";
  return "";
};
const headButton = (i) => at("table").querySelectorAll("th button")[i];
const sortBy = (which, i, control = headButton) => {
  const [by, way] = sorting[which];
  const numbers = () => TABLES[which].rows().some(({ cells }) => typeof orderOf(cells[i]) === "number");
  sorting[which] = [i, i === by ? -way : numbers() ? -1 : 1];
  showTable();
  control(i).focus();
};
const headWords = (which) => {
  const [by, way] = sorting[which];
  return (title, i) => `${title}${i !== by ? "" : way > 0 ? " ▲" : " ▼"}`;
};
/** What a table is sorted by, on a phone: rows that look like cards have no heads of columns. */
const sorterOf = (which) => {
  const [by] = sorting[which], option = (words, i) => el("option", { value: String(i), selected: i === by }, words);
  const offered = [...columnsOf(which).map(headWords(which)).map(option), el("option", { value: "" }, "the other way round")];
  const made = el("select", {}, ...offered), again = () => at("table").querySelector(".sorter select");
  made.addEventListener("change", () => sortBy(which, made.value ? Number(made.value) : by, again));
  return el("label", { className: "sorter" }, "Sort by ", made);
};
/** The heads of columns. On paper they are no buttons, which a browser leaves out on all sheets but the first. */
const headOf = (which, onPaper) => {
  const [by, way] = sorting[which], words = headWords(which);
  const sort = (i) => (i !== by ? "none" : way > 0 ? "ascending" : "descending");
  const look = (title) => ({ scope: "col", role: "columnheader", className: NUMBERS.has(title) ? "number" : "" });
  const cell = (title, i) => el("th", { ...look(title), aria: { sort: sort(i) } },
    onPaper ? words(title, i) : button(words(title, i), () => sortBy(which, i)));
  return el("thead", { role: "rowgroup" }, el("tr", { role: "row" }, ...columnsOf(which).map(cell)));
};
const MOST_IN_CELL = 300, MOST_ON_PAPER = 3000; // characters
/** Days and numbers of characters do not break between lines, and "to" between two days stays with the first. A range of characters may
 * break behind its dash. */
const unbroken = (text) => text.split(/(\d{4}-\d\d(?:-\d\d)?(?: to)?|\d+–(?=\d)|\d+)/)
  .flatMap((part, i) => (i % 2 ? [el("span", { className: "nowrap" }, part), part.endsWith("–") ? el("wbr") : ""] : part));
const filled = (text, className, most) => (["day", "where"].includes(className) && text.length < most ? unbroken(text)
  : unfolding(text, most));
const ROOM_IN_ROW = 30; // so many characters fit into the lines of a row
/** A text of which a row shows two lines. The whole text is shown when the mouse is over it, on paper, and after a click. On a phone a row
 * looks like a card, in which each text stands beside its column's name; screen readers are told that it still is a table. */
const cellOf = (cell, { className, shown, column }, inside) => {
  const text = textOf(cell), long = text.length > ROOM_IN_ROW || shown !== text;
  return el("td", { dir: "auto", className, role: "cell", dataset: { column }, ...(long ? { title: clamped(text, MOST_IN_CELL) } : {}) },
    inside.some(({ localName }) => localName === "button") ? inside : el("div", { className: "lines" }, ...inside));
};
/** A click anywhere in a row opens what it is about, except on links and buttons, and while words are being marked. */
const openedBy = (go) => ({ target }) => {
  if (!target.closest("a, button") && String(getSelection()) === "") choose(go);
};
const lineOf = (which, most) => ({ cells, go, status: kind }) => {
  const row = el("tr", { role: "row" }, ...cells.map((cell, i) => {
    const column = columnsOf(which)[i], className = cellClass(column, cell, kind), text = shownOf(cell, most === MOST_ON_PAPER);
    return cellOf(cell, { className, shown: text, column }, i === 0 ? [link(text, () => choose(go))] : filled(text, className, most));
  }));
  row.addEventListener("click", openedBy(go));
  row.classList.toggle("questioned", which === "claims" && disputed(go.claim));
  return row;
};
const DISPUTED = {
  relations: (row) => row.status === "disputed", claims: ({ go }) => disputed(go.claim),
  entities: ({ go }) => markOn(go.node) === "asked",
};
const SO = { // a line that is disputed is another thing than a claim
  relations: "disputed", claims: "in question", entities: "in question",
};
/** How many rows of a table are disputed: ", 6 of these relations disputed". */
const amongThem = (which, rows) => {
  const number = rows.filter(DISPUTED[which]).length;
  return number ? `, ${inFigures(number)} of these ${which} ${SO[which]}` : "";
};
/** The first rows of a table, and a button that shows the others. */
const fill = (which, rows = 200, characters = MOST_IN_CELL) => {
  const all = tableRows(which), line = lineOf(which, characters), body = el("tbody", { role: "rowgroup" }, ...all.slice(0, rows).map(line));
  const from = (start) => {
    const next = Math.min(all.length, start + 2000);
    const add = button(`Show ${inFigures(next - start)} more rows`, () => {
      body.append(...all.slice(start, next).map(line));
      add.replaceWith(...(next < all.length ? [from(next)] : []));
    }, { className: "more" });
    return add;
  };
  const counted = count(all.length, which === "entities" ? "entity" : which.slice(0, -1), which);
  const who = listed(state.by.map((agent) => agents[agent].label));
  const alone = `Figures, origins, claims and days are those of ${who} alone; what they assert is disputed where others deny or `
    + "contradict it.";
  const only = who ? ` ${alone}` : "";
  const where = which === "claims" && oneDocument() && documents[0].label ? ` Where: characters of ${documents[0].label}.` : "";
  const stated = which === "claims" ? ` “Taken at face value” stands for ${statedWords()}.` : "";
  const caption = el("caption", {}, `${counted}${amongThem(which, all)}, as the filters above let through.${stated}${only}${where}`);
  const className = `of-${which}${oneDocument() ? "" : " of-several"}`;
  const table = el("table", { className, role: "table" }, caption, headOf(which, characters === MOST_ON_PAPER), body);
  return [sorterOf(which), table, all.length > rows ? from(rows) : ""];
};
export const showWholeTable = () => at("table").replaceChildren(...fill(state.table, Infinity, MOST_ON_PAPER));
export const showTable = () => {
  const which = state.table;
  document.body.classList.toggle("tabled", Boolean(which));
  document.querySelectorAll("[data-table]").forEach((tab) => tab.setAttribute("aria-pressed", String(tab.dataset.table === which)));
  at("as-table").setAttribute("aria-pressed", String(Boolean(which)));
  if (which) at("table").setAttribute("aria-label", `Rows of the table: ${which}`);
  at("table").replaceChildren(...(which ? fill(which) : []));
};
at("filter").addEventListener("input", showTable);
