// What a reader can do. Each act changes the choice and then tells every part of the page that shows something of the choice.

import { dayNumber } from "./days.js";
import {
  addNeighbours, agents, claims, data, drawn, edges, inFocus, isOnQuestions, moveNode, moveOnly, near, neighbours, nodes, openingWorld,
  standsOf, openingFocus, record, state, theirClaims, theirs, waiting, wayBetween,
} from "./opened.js";

/** The shapes that what is chosen joins. */
const JOINED = {
  node: (id) => [id], edge: (id) => [edges[id].from, edges[id].to], claim: (id) => claims[id].about, question: () => [],
  statement: (ends) => ends, path: (ends) => (wayBetween(...ends) ?? []).flatMap(({ from, to }) => [from, to]),
};
/** The lines that it has, of each step. */
const LINED = {
  edge: (id) => [[id]], claim: (id) => [record.joins(id)], path: (ends) => (wayBetween(...ends) ?? []).map((step) => step.edges),
};
/** Whether what is chosen is drawn where there is a focus: a line of each step, and all that it joins, or some of what a claim is about. */
const isNear = (what) => {
  const [name, id] = Object.entries(what)[0], joined = JOINED[name](id), isIn = (node) => near().has(node);
  const lined = (LINED[name]?.(id) ?? []).every((ids) => !ids.length || ids.some((one) => inFocus(edges[one])));
  return lined && (joined.every(isIn) || (name === "claim" && joined.some(isIn)));
};
const leaveFocus = () => {
  state.focus = null;
  state.turn += 1;
};
const listeners = [];
/** Calls a function after each change, in the order in which functions were registered. The function is given `step`, whether the browser's
 * "back" should return to before the change; `move`, whether the picture moves to what is selected, or to "all"; and `top`, whether the
 * panel is scrolled to its beginning. */
export const afterChange = (listener) => { listeners.push(listener); };
export const change = (how = {}) => {
  state.turn += 1;
  if (isOnQuestions() && state.selected && !isNear(state.selected)) leaveFocus();
  if (how.step) state.lost = ""; // this was about the address that the reader came with
  for (const listener of listeners) listener(how);
};
export const choose = (what, { move = true, table } = {}) => {
  const before = JSON.stringify([state.selected, state.table]);
  state.selected = what;
  if (what && "node" in what) state.off.kind.delete(nodes[what.node].kind);
  if (table !== undefined) state.table = table;
  state.turn += 1;
  if (near() && what && !isNear(what)) leaveFocus();
  change({ step: JSON.stringify([state.selected, state.table]) !== before, move: move && Boolean(what), top: true });
};
const isWho = (node) => state.by.some((agent) => agents[agent].node === node);
/** Whether what is open concerns the chosen claimants: a claim of theirs, or a line or question that they speak of. Their own shape closes,
 * since the panel tells more of what they say. */
const OF_THEIRS = {
  claim: theirs, node: () => false, edge: (id) => theirClaims(id).length > 0, statement: ([from]) => isWho(from),
  question: (id) => standsOf(id).some(({ ids }) => ids.some(theirs)), path: () => false,
};
/** Chooses claimants. What was open closes unless it concerns them, so that the panel shows what they say. */
export const chooseClaimants = (by, { step = true, opened = state.selected } = {}) => {
  state.by = by;
  state.turn += 1;
  const [what, id] = opened ? Object.entries(opened)[0] : [], closes = Boolean(what && by.length && !OF_THEIRS[what](id));
  state.selected = closes ? null : opened;
  change({ step, move: closes && "all", top: true });
};
/** Shows what had been said by the end of a day. */
export const chooseDay = (day, step = true) => {
  state.until = dayNumber(day) < dayNumber(data.days.at(-1)) ? day : "";
  change({ step });
};
export const focusOn = (node) => { state.focus = { node, steps: 1 }; change({ step: true, move: "all" }); };
/** Draws only what is in question, or all again. */
export const turnQuestions = () => {
  state.focus = isOnQuestions() ? null : { steps: 0 };
  state.turn += 1;
  if (isOnQuestions() && state.selected && !isNear(state.selected)) state.selected = null;
  change({ step: true, move: "all" });
};
export const expand = (node) => {
  const focused = near() !== null; // not where claimants are chosen, or nothing was in question by the day
  if (focused) state.focus.steps = Math.min(9, state.focus.steps + 1);
  state.turn += 1;
  const inside = focused ? [...near()] : [node, ...neighbours(node).filter((id) => drawn.has(id))];
  for (const id of inside) if (waiting(id).length && drawn.size < 1500) addNeighbours(id);
  change({ step: true, move: focused ? "all" : true });
};
export const drawMore = (node) => { addNeighbours(node); change(); };
/** Brings all that is drawn into view. */
export const fitAll = () => { state.selected = null; change({ step: true, move: "all" }); };
/** Leaves the focus, too. */
export const showAll = () => { state.focus = null; fitAll(); };
export const beginAnew = () => {
  Object.assign(state, { world: openingWorld, by: data.opening.by, until: "", focus: openingFocus() });
  Object.values(state.off).forEach((set) => set.clear());
  moveOnly([]);
  change({ step: true, move: "all" });
};
/** Hides a line, or shows it again. */
export const turnLine = (edge) => {
  if (!state.off.edge.delete(edge)) state.off.edge.add(edge);
  change({ step: true });
};
/** Puts nodes where the reader has dragged them: places by a node's number. */
export const leaveAt = (places) => {
  for (const [id, place] of places) moveNode(id, place);
  if (places.length) change({ step: true });
};
export const showTableOf = (table) => { state.table = table; change({ step: true }); };
/** Shows the tables, that of claims first where claimants are chosen, or the picture again. */
export const turnTable = () => showTableOf(state.table ? null : state.by.length ? "claims" : "relations");
