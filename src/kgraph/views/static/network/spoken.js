// What a screen reader says when the picture changes: a node and its lines, in short.

import { whyAlone } from "./alone.js";
import { says } from "./axis.js";
import { claimant, sideWords } from "./cards.js";
import { loneWords } from "./columns.js";
import { at, count, listed } from "./elements.js";
import {
  agents, asAsked, brief, claims, data, edges, edgeShown, nodes, questionsOver, record, saidYet, state, statements,
  status, statusBeside, theirClaims, theirs, touching,
} from "./opened.js";
import { other } from "./record.js";

const MOST_SPOKEN = 5;
export const say = (text) => { at("spoken").textContent = text; };
const lineWith = (id) => (edge) => {
  const far = nodes[other(edge, id)].label, what = brief(edge.id), now = status(edge.id);
  const more = now && now !== "undisputed" ? statusBeside(edge.id, what) : "", how = more ? `, ${more}` : "";
  return edge.from === id ? `${what}: ${far}${how}` : `${far}, ${what}${how}`;
};
/** Who speaks of the node, and of whom it speaks, if lines are drawn for it and no relation joins the two. */
const speech = (id, joined) => statements()
  .filter(({ from, to }) => (from === id || to === id) && !joined.has(from === id ? to : from))
  .map(({ from, to }) => (from === id ? `speaks of ${nodes[to].label}` : `${nodes[from].label} speaks of it`) + sideWords([from, to]));
const someOf = (parts, most) => [...parts.slice(0, most), ...(parts.length > most ? [`and ${parts.length - most} more`] : [])].join("; ");
const ofNode = (id) => {
  const { label, type, kind } = nodes[id], lines = touching(id).filter(edgeShown);
  const said = speech(id, new Set(lines.map((edge) => other(edge, id))));
  const parts = [`${label}, ${type || data.kinds[kind].words}`];
  if (lines.length) parts.push(`${count(lines.length, "relation")} as claimed: ${someOf(lines.map(lineWith(id)), MOST_SPOKEN)}`);
  if (said.length) parts.push(someOf(said, Math.max(1, MOST_SPOKEN - lines.length)));
  if (parts.length < 2) parts.push(whyAlone(id) ? `No line is shown: it ${whyAlone(id)}` : "No line is shown");
  const asked = questionsOver(id).map(asAsked);
  return `${parts.join(". ")}.${asked.length ? ` In question: ${someOf(asked, MOST_SPOKEN)}` : ""}`;
};
const ofEdge = (id) => {
  const { from, to } = edges[id], parts = [statusBeside(id, brief(id)), loneWords(id), count(theirClaims(id).length, "claim")];
  return `${nodes[from].label}, ${brief(id)}, ${nodes[to].label}. ${parts.filter(Boolean).join(", ")}.`;
};
const ofClaim = (id) => `Claim by ${claimant(id)}, ${claims[id].stance}: ${claims[id].text}`;
const SPOKEN = {
  node: ofNode, edge: ofEdge, claim: ofClaim, question: (id) => `Question: ${record.questions[id].text}`,
  statement: ([from, to]) => `${nodes[from].label} speaks of ${nodes[to].label}${sideWords([from, to])}.`,
  path: ([from, to]) => `Path from ${nodes[from].label} to ${nodes[to].label}. The details have its steps.`,
};
const ofClaimants = () => {
  const own = claims.filter(({ id }) => theirs(id) && saidYet(id)).length, who = listed(state.by.map((agent) => agents[agent].label));
  return state.by.length ? `What ${who} ${says(state.by.length)}: ${count(own, "claim")}.` : "All claimants.";
};
let spokenOf = "null", heardOf = null;
/** Says whose claims the panel shows after other claimants were chosen, as the focus stays on the list of claimants. */
const sayClaimants = () => {
  const by = state.by.join(), before = heardOf;
  heardOf = by;
  if (before !== null && by !== before) say(ofClaimants());
};
/** Says what was selected in the picture. When something is selected elsewhere, the focus goes to the panel, which is read out. */
export const sayChange = () => {
  const selected = JSON.stringify(state.selected), before = spokenOf;
  spokenOf = selected;
  sayClaimants();
  if (selected === before || document.activeElement !== at("graph")) return;
  const [what, id] = state.selected ? Object.entries(state.selected)[0] : [];
  say(what ? SPOKEN[what](id) : "Nothing is selected.");
};
