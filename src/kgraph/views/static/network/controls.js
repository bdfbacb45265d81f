// The controls above the picture: filters with counts, claimant, world, day, buttons and menus.

import { beginAnew, change, chooseClaimants, fitAll, showAll, showTableOf, turnTable } from "./acts.js";
import { clamped } from "./clamp.js";
import { isLone } from "./columns.js";
import { at, el, inFigures } from "./elements.js";
import { nameSizes, saveCsv, saveGexf, savePng, saveSvg } from "./files.js";
import { focusMain, focusPanel, goToTable } from "./focus.js";
import { announce } from "./notice.js";
import {
  agents, allAlone, claimCounts, claims, claimsBehind, data, edges, find, held, inFocus, isOnQuestions, known, markOn, near, nodes, plain,
  record, state, statements, status, theirs, world,
} from "./opened.js";
import { readTheme } from "./palette.js";
import { viewBefore } from "./picture.js";
import { rove } from "./popovers.js";
import { showLink } from "./share.js";
import { natural } from "./stance.js";
import { choiceWords } from "./taking.js";
import { placeTyped } from "./typed.js";

const { opening } = data;
const chips = document.querySelectorAll("[data-off]");
const ROOM_FOR_CLAIMANT = 60; // characters of a claimant in the list
const SPEAKERS = "from a claimant to what it speaks of";
/** How many lines show who speaks of what: all if the reader chose that, otherwise some, which the button shows as neither on nor off. */
const showSpeakers = (some, all) => {
  const chip = at("speakers"), is = some && some === all ? "true" : some ? "mixed" : "false";
  chip.setAttribute("aria-pressed", is);
  chip.querySelector(".count").textContent = inFigures(some);
  const own = state.by.length ? ", of those you chose" : "";
  const those = `those of claimants who take part in a question or have no other line${own}, and those at what is selected`;
  chip.title = state.speakers ? `All lines ${SPEAKERS} are drawn; press for fewer: ${those}`
    : is === "mixed" ? `${inFigures(some)} of ${inFigures(all)} lines ${SPEAKERS} are drawn: ${those}; press for all`
      : is === "true" ? `All lines ${SPEAKERS} are drawn` : `Press to draw all lines ${SPEAKERS}`;
};
const UNDISPUTED_CHIP = document.querySelector('[data-off="line"][data-key="undisputed"]');
/** What chips count: all; or, where only what is in question is drawn, what is. Tables list all. */
const chipped = () => {
  if (!isOnQuestions() || state.table) return { shapes: nodes, lines: edges, alone: allAlone() };
  const isIn = (node) => near().has(node);
  return {
    shapes: nodes.filter(({ id }) => isIn(id)), lines: edges.filter((edge) => isIn(edge.from) && isIn(edge.to) && inFocus(edge)),
    alone: allAlone().filter(isIn),
  };
};
/** The counts on the chips. They are made after the picture, as they take every relation into account. */
const countChips = () => {
  const { shapes, lines, alone: marked } = chipped();
  const counts = new Map(), add = (key) => counts.set(key, (counts.get(key) ?? 0) + 1);
  for (const edge of lines) {
    if (!claimsBehind(edge.id).some(theirs)) continue;
    add(`line ${status(edge.id)}`);
    if (isLone(edge.id)) add("alone");
    add(`sort ${record.sortOf(edge)}`);
  }
  for (const node of shapes) if (known(node.id)) add(`kind ${node.kind}`);
  for (const node of marked) if (known(node)) add(`mark ${markOn(node)}`);
  const past = counts.get("mark past") ?? 0;
  chips.forEach((chip) => {
    const { off, key } = chip.dataset, number = counts.get(`${off} ${key}`) ?? 0;
    chip.querySelector(".count").textContent = inFigures(number);
    chip.hidden = !number && !state.off[off].has(key) && !(off === "mark" && past);
  });
  const alone = counts.get("alone") ?? 0;
  UNDISPUTED_CHIP.title = `${data.statuses.undisputed.meaning}. Said by one claimant alone: ${inFigures(alone)}`;
  at("was").hidden = !past;
  at("was").querySelector(".count").textContent = inFigures(past);
  const [some, all] = [statements(), statements(true)].map(({ length }) => length);
  showSpeakers(some, all);
  rove();
};
/** The number behind each claimant: how many claims the table of claims has if that claimant is chosen, with this day and these kinds. */
const countClaimants = () => {
  const counts = new Map();
  for (const claim of claims) if (claimCounts(claim)) counts.set(claim.by, (counts.get(claim.by) ?? 0) + 1);
  for (const option of at("by").options) {
    const agent = option.value === "" ? undefined : agents[option.value];
    if (agent) option.text = `${clamped(agent.label, ROOM_FOR_CLAIMANT)} (${inFigures(counts.get(agent.id) ?? 0)})`;
  }
};
let counting = 0;
const countAll = () => { countChips(); countClaimants(); };
export const countSoon = () => {
  clearTimeout(counting);
  if (edges.length < 3000) countAll();
  else counting = setTimeout(countAll, 300);
};

const press = (id, action) => at(id).addEventListener("click", action);
const pressed = (button, is) => button.setAttribute("aria-pressed", String(is));
const turn = (what, how = {}) => { state[what] = !state[what]; change({ step: true, ...how }); };
const showClaimants = () => {
  const several = state.by.length > 1;
  if (several && !at("by").querySelector('[value="several"]')) {
    at("by").append(el("option", { value: "several" }, state.by.map((agent) => agents[agent].label).join(" or ")));
  }
  at("by").value = several ? "several" : state.by.length ? String(state.by[0]) : "";
};
export const showControls = () => {
  chips.forEach((chip) => pressed(chip, !state.off[chip.dataset.off].has(chip.dataset.key)));
  pressed(at("claims-as-nodes"), state.claims);
  at("world").value = world();
  showClaimants();
  const asOpened = world() === opening.world && state.by.join() === opening.by.join();
  const isElsewhere = state.focus && (state.focus.node !== undefined || state.focus.steps > 0); // “Draw all” leads back from questions
  at("reset").hidden = !(isElsewhere || !asOpened || state.until || state.moved.size || Object.values(state.off).some((set) => set.size));
  at("back-to-all").hidden = !near();
  document.body.classList.toggle("selected", Boolean(state.selected));
};

chips.forEach((chip) => chip.addEventListener("click", ({ altKey, shiftKey }) => {
  const { off, key } = chip.dataset, set = state.off[off];
  if (altKey || shiftKey) { // this one only
    set.clear();
    chips.forEach((one) => one.dataset.off === off && one.dataset.key !== key && set.add(one.dataset.key));
  } else if (!set.delete(key)) set.add(key);
  if (off === "kind" && state.selected?.node !== undefined && set.has(nodes[state.selected.node].kind)) state.selected = null;
  change({ step: true });
}));
press("speakers", () => turn("speakers"));
let unclaimed = null; // the view before claims were drawn
press("claims-as-nodes", () => {
  turn("claims", state.claims ? { view: unclaimed } : { move: true });
  if (state.claims) unclaimed = viewBefore.current;
});
const above = document.querySelector(".above");
const sayAll = (whole) => {
  above.classList.toggle("whole", whole);
  at("says-all").setAttribute("aria-expanded", String(whole));
  at("says-all").textContent = whole ? "Less" : "More";
};
press("says-all", () => sayAll(!above.classList.contains("whole")));
/** All that is said lies over the picture, so it is folded as soon as the reader turns to something else. */
["pointerdown", "focusin"].forEach((event) => document.addEventListener(event, ({ target }) => {
  if (above.classList.contains("whole") && !above.contains(target)) sayAll(false);
}));
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !above.classList.contains("whole")) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  sayAll(false);
}, true);
press("fit", fitAll);
press("back-to-all", showAll);
press("reset", beginAnew);
press("as-table", goToTable);
document.querySelectorAll("[data-table]").forEach((tab) => tab.addEventListener("click", () => {
  at("filter").value = "";
  showTableOf(tab.dataset.table);
}));
const skipTo = (id, go) => press(id, (event) => { event.preventDefault(); go(); });
skipTo("skip", () => { showTableOf(state.table ?? "relations"); at("tables-start").focus(); });
skipTo("to-panel", focusPanel);
skipTo("to-picture", () => { if (state.table) turnTable(); focusMain(); });
skipTo("to-days", () => at("until").focus());
export const turnTheme = () => {
  const dark = state.theme ? state.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  state.theme = dark ? "light" : "dark";
  readTheme(state.theme);
  change();
};
press("theme", turnTheme);
press("share", showLink);
export const showHelp = () => { at("help").showModal(); at("help-title").focus(); };
press("help-open", showHelp);
press("help-close", () => at("help").close());
for (const which of ["claims", "relations", "entities"]) press(`csv-${which}`, () => saveCsv(which));
press("svg", saveSvg);
for (const times of [1, 2, 3]) press(`png-${times}`, () => savePng(times));
at("menu").addEventListener("toggle", nameSizes);
press("gexf", saveGexf);
agents.filter((agent) => agent.claims || opening.by.includes(agent.id)).sort((a, b) => natural(a.label, b.label))
  .forEach((agent) => at("by").append(el("option", { value: String(agent.id) }, agent.label)));
/** Chooses which claims are taken at face value, and says what that changes: most is in cards, tables and files, not in the picture. */
const chooseWorld = (chosen) => {
  const now = () => ({ taken: claims.filter(({ id }) => held(id)).length, lines: edges.map(({ id }) => status(id)) });
  const before = now();
  state.world = chosen;
  change({ step: true });
  announce(choiceWords(before, now()));
};
at("world").addEventListener("change", () => chooseWorld(at("world").value));
const IN_A_ROW = 1200; // ms within which letters belong to one typed name
let lastKey = -IN_A_ROW, typed = "", passed = 0; // how many other names were chosen while this name was typed
let openBefore = null; // what was open before they were typed
let rowBefore = null; // the row that was chosen before they were typed
let isAgain = false; // whether they are the beginning of that row
/** The plain names of a claimant in the list: the one in its row, and the entity's other names. */
const namesOf = ({ value, text }) => {
  const agent = agents[value];
  return (agent ? [agent.label, ...(nodes[agent.node]?.alt ?? [])] : [text]).map(plain);
};
/** The row of the list that a typed text means: first by the words in the row; if no row has them, by a search for names. */
const rowTyped = () => {
  const rows = [...at("by").options], place = placeTyped(rows.map(namesOf), plain(typed), at("by").selectedIndex);
  if (place !== undefined || typed.length < 3) return rows[place];
  const ids = find(typed.trim(), { nodes: 8, questions: 0, edges: 0, claims: 0 }).nodes;
  return ids.map((id) => rows.find(({ value }) => agents[value]?.node === id)).find(Boolean);
};
// The browser's own list finds rows by their first letters only.
at("by").addEventListener("keydown", (event) => {
  const { key, timeStamp, ctrlKey, metaKey, altKey } = event, begins = timeStamp - lastKey > IN_A_ROW;
  if (key.length > 1 || ctrlKey || metaKey || altKey || (begins && key === " ")) return; // a space opens the list
  event.preventDefault();
  if (begins) { passed = 0; typed = ""; rowBefore = at("by").selectedOptions[0]; }
  lastKey = timeStamp;
  typed += key;
  const found = rowTyped(), row = found ?? rowBefore; // if no claimant has the letters typed so far, the earlier row stays
  if (typed.length > 2) announce(found ? "" : `No claimant here is called “${typed}”.`);
  isAgain = Boolean(found) && found === rowBefore;
  if (!row || (row.selected && !(isAgain && state.selected))) return;
  row.selected = true;
  at("by").dispatchEvent(new Event("change", { bubbles: true }));
});
/** While a name is typed, other names that begin alike get chosen. All of this is one step of the history. Whoever was chosen before and is
 * typed again is shown by what they say: what was open closes. */
at("by").addEventListener("change", ({ timeStamp }) => {
  const { value } = at("by"), byKeys = timeStamp - lastKey < IN_A_ROW, step = !byKeys || !passed;
  if (value === "several") return;
  if (step) openBefore = state.selected;
  passed = byKeys ? passed + 1 : 0;
  chooseClaimants(value ? [Number(value)] : [], { step, opened: byKeys && value && isAgain ? null : openBefore });
});
/** Moves the focus to the list of claimants from anywhere. Enter and Escape move it back, as letters typed in the list find a name. */
export const goToClaimants = () => {
  at("controls").open = true;
  at("by").focus();
};
for (const id of ["by", "world", "until", "filter"]) {
  at(id).addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    focusMain();
  });
}
