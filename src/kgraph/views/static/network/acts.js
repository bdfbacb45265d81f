// What a reader does: it changes the choice, and everybody who shows something of it is told.

import {
  addNeighbours, agents, data, drawn, moveNode, moveOnly, near, neighbours, nodes, openingWorld, standsOf, state, theirClaims, theirs,
  waiting,
} from "./opened.js";

const listeners = [];
/** Calls a function after each change, later than those that asked before. It is given how: `step`, whether "back" should
 * come back to before it; `move`, whether the picture goes to what is selected, or to "all"; `top`, whether the panel begins
 * anew. */
export const afterChange = (listener) => { listeners.push(listener); };
export const change = (how = {}) => {
  state.turn += 1;
  for (const listener of listeners) listener(how);
};
export const choose = (what, { move = true, table } = {}) => {
  const before = JSON.stringify([state.selected, state.table]);
  state.selected = what;
  if (what && "node" in what) state.off.kind.delete(nodes[what.node].kind);
  if (table !== undefined) state.table = table;
  if (state.focus && what && "node" in what) {
    state.turn += 1;
    if (!near().has(what.node)) state.focus = null;
  }
  change({ step: JSON.stringify([state.selected, state.table]) !== before, move: move && Boolean(what), top: true });
};
const isWho = (node) => state.by.some((agent) => agents[agent].node === node);
/** Whether what is open is of the chosen claimants: who they are, what they say, a line or a question that they speak to. */
const OF_THEIRS = {
  claim: theirs, node: isWho, edge: (id) => theirClaims(id).length > 0, statement: ([from]) => isWho(from),
  question: (id) => standsOf(id).some(({ ids }) => ids.some(theirs)), path: () => false,
};
/** Chooses claimants. What was open closes unless it is theirs, so that the panel tells what they say. */
export const chooseClaimants = (by, { step = true, opened = state.selected } = {}) => {
  state.by = by;
  state.turn += 1;
  const [what, id] = opened ? Object.entries(opened)[0] : [], closes = Boolean(what && by.length && !OF_THEIRS[what](id));
  state.selected = closes ? null : opened;
  change({ step, move: closes && "all", top: true });
};
export const focusOn = (node) => { state.focus = { node, steps: 1 }; change({ step: true, move: "all" }); };
export const expand = (node) => {
  if (state.focus) state.focus.steps = Math.min(9, state.focus.steps + 1);
  state.turn += 1;
  const inside = state.focus ? [...near()] : [node, ...neighbours(node).filter((id) => drawn.has(id))];
  for (const id of inside) if (waiting(id).length && drawn.size < 1500) addNeighbours(id);
  change({ step: true, move: state.focus ? "all" : true });
};
export const drawMore = (node) => { addNeighbours(node); change(); };
export const showAll = () => { state.focus = null; state.selected = null; change({ step: true, move: "all" }); };
export const beginAnew = () => {
  Object.assign(state, { world: openingWorld, by: data.opening.by, until: "", focus: null });
  Object.values(state.off).forEach((set) => set.clear());
  moveOnly([]);
  change({ step: true, move: "all" });
};
/** Hides a line, or shows it again. */
export const turnLine = (edge) => {
  if (!state.off.edge.delete(edge)) state.off.edge.add(edge);
  change({ step: true });
};
/** Leaves nodes where a hand has put them: places by number. */
export const leaveAt = (places) => {
  for (const [id, place] of places) moveNode(id, place);
  if (places.length) change({ step: true });
};
export const showTableOf = (table) => { state.table = table; change({ step: true }); };
export const turnTable = () => showTableOf(state.table ? null : "relations");
