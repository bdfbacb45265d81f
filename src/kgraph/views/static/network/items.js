// The shapes and lines of the picture, as vis-network takes them, before they have their colours.

import { originsOn } from "./columns.js";
import { claims, data, disputed, isLaidNarrow, markOn, state, status } from "./opened.js";
import { against } from "./stance.js";
import { strokeOf } from "./strokes.js";

// Ids of vertices are the numbers of nodes, or "c3" for a claim. Ids of lines are the numbers of relations, "s1-2" for a statement, or
// "t3-1" for a claim's link to a node.
export const isNode = (vertex) => vertex.claim === undefined;
export const isRelation = (line) => typeof line.id === "number";

const outlines = Object.fromEntries(Object.entries(data.kinds).map(([kind, { outline }]) => [
  kind, outline.split(" ").map((corner) => corner.split(",").map((n) => (Number(n) - 8) / 7)),
]));
/** Draws a shape that vis-network lacks by its outline. */
const drawOutline = (kind) => ({ ctx, x, y, style }) => ({
  drawNode() {
    ctx.beginPath();
    for (const [i, [dx, dy]] of outlines[kind].entries()) ctx[i ? "lineTo" : "moveTo"](x + dx * style.size, y + dy * style.size);
    ctx.closePath();
    ctx.fillStyle = style.color;
    ctx.fill();
  },
});
export const nodeVertex = ({ id, x, y, size, side, kind, label }) => {
  const { shape } = data.kinds[kind], drawn = shape === "custom" ? { ctxRenderer: drawOutline(kind) } : {};
  const mark = markOn(id), asked = mark !== "" && !state.off.mark.has("asked");
  return { id, x, y, shape, ...drawn, size, side, laid: isLaidNarrow(id), tone: kind, label, asked, past: mark === "past" };
};
export const claimVertex = (id, { x, y }, size) => {
  const tone = against(claims[id]) ? "denied" : disputed(id) ? "disputed" : "soft";
  return { id: `c${id}`, x, y, shape: "dot", size, tone, label: claims[id].text, claim: id };
};
export const curve = (bend) => (!bend ? false
  : { enabled: true, type: bend > 0 ? "curvedCW" : "curvedCCW", roundness: Math.abs(bend) });
/** The end of a line at who did it is a dot, at all else the head of an arrow. */
const endOf = (kind, several) => (data.doers.includes(kind) ? { enabled: true, type: "circle", scaleFactor: several ? 0.3 : 0.4 }
  : { enabled: true, type: "arrow", scaleFactor: several ? 0.4 : 0.5 });
/** Whether the line leads from an event to who did it. */
export const isToDoer = ({ arrows, open }) => arrows.to.type === "circle" && !open;
export const relationLine = ({ id, from, to, kind }) => {
  const look = data.statuses[status(id)], { tone, barred } = look, several = originsOn(id).alike > 1;
  return {
    id, from, to, tone, ...strokeOf(look, several), thick: several,
    arrows: {
      to: endOf(kind, several),
      middle: { enabled: barred, type: "bar", scaleFactor: 0.6 },
    },
  };
};
export const plainLine = (id, from, to, tone, dashes = [2, 4]) => ({
  id, from, to, tone, dashes, width: 1, arrows: { to: { enabled: tone !== "soft", scaleFactor: 0.28 } },
});
/** The line from a claimant to what it speaks of. A bar is across it if the claimant denies something there. It has no head if the claimant
 * only denies, ends in a ring if it takes no side, and else in the head of an arrow. */
export const spokenLine = ({ from, to, claims: made, side, denies, also, open }) => {
  const [type, scaleFactor] = open ? ["circle", 0.4] : ["arrow", 0.28];
  const line = plainLine(`s${from}-${to}`, from, to, "statement");
  return { ...line, claims: made, side, denies, also, open, arrows: { to: { enabled: !denies, type, scaleFactor } } };
};
export const tie = (id, node, claimant) => (node === claimant ? plainLine(`t${id}-${node}`, node, `c${id}`, "statement", false)
  : plainLine(`t${id}-${node}`, `c${id}`, node, "soft"));
export const relation = (id, word, to) => {
  const tone = word === "denies" || word === "contradicts" ? "denied" : "statement";
  return { ...plainLine(`r${id}-${to}`, `c${id}`, `c${to}`, tone, [6, 3]), word };
};
