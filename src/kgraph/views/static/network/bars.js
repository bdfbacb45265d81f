// Where a red bar stands across the dotted line of who denies something: as far from all else as it may be, as a bar that touches another
// line is read as on that one. The line of who only denies has no head, so its bar is nearer to what is denied than to who denies it.

import { keepingLast } from "./again.js";
import { pointOn, viaOf } from "./routes.js";

export const HALF_BAR = 5; // units of the picture: half the length of a bar
const BAR_PARTS = Array.from({ length: 29 }, (_, i) => 0.2 + 0.025 * i); // of a line, where a bar may stand
const FIRST_PART = 0.3, FIRST_OF_DENIER = 0.55; // but where a plate needs room; and on a line without a head
const AT_END = 0.8, BEFORE_HEAD = 0.6; // where it stands if nothing is near: close to what is denied, or away from the head of an arrow
const TOUCHES = 3; // units: a bar that is nearer to another line seems to touch it
const ENOUGH_OFF = 20, PER_PART = 6; // so far from all else is far enough, in units; how much of it a part of the line is worth
const OFF_ENDS = 9; // units between a bar and the shapes that the line joins
// units about a shape that are left to its name: more if it is in question, or chosen
const FOR_NAMES = 10, FOR_ASKED = 30, FOR_PLATE = 140;
const PIECES = 8; // straight pieces by which a curve is known
const MOST_TRIED_BARS = 60_000; // so many pairs of a bar and a line; where there are more there is no room, and to look takes long

/** The two ends of a bar at a part of the way from one place to another. */
export const barAt = (from, to, bend, part, half = HALF_BAR) => {
  const via = viaOf(from, to, bend), [{ x, y }, before, after] = [0, -0.02, 0.02].map((aside) => pointOn(from, via, to, part + aside));
  const angle = Math.atan2(after.y - before.y, after.x - before.x), [across, down] = [half * Math.sin(angle), half * Math.cos(angle)];
  return [{ x: x - across, y: y + down }, { x: x + across, y: y - down }];
};
/** The straight pieces of a line, [from, to]. */
const piecesOf = ({ from, to, bend }) => {
  if (!bend) return [[from, to]];
  const via = viaOf(from, to, bend), points = Array.from({ length: PIECES + 1 }, (_, i) => pointOn(from, via, to, i / PIECES));
  return points.slice(1).map((point, i) => [points[i], point]);
};
const offPiece = ([a, b], x, y) => {
  const dx = b.x - a.x, dy = b.y - a.y, long = dx * dx + dy * dy;
  const part = long ? Math.max(0, Math.min(1, ((x - a.x) * dx + (y - a.y) * dy) / long)) : 0;
  return Math.hypot(a.x + part * dx - x, a.y + part * dy - y);
};
const sideOfPiece = ([a, b], { x, y }) => Math.sign((b.x - a.x) * (y - a.y) - (b.y - a.y) * (x - a.x));
/** How far apart two straight pieces are: 0 if they cross. */
const apartFrom = (one, other) => {
  const crosses = (piece, [a, b]) => sideOfPiece(piece, a) * sideOfPiece(piece, b) < 0;
  if (crosses(one, other) && crosses(other, one)) return 0;
  const off = (piece, { x, y }) => offPiece(piece, x, y);
  return Math.min(off(one, other[0]), off(one, other[1]), off(other, one[0]), off(other, one[1]));
};
/** A thing that a bar keeps off: a piece with room about it, and the box within which the middle of a bar is near it. */
const thing = (piece, room, more) => {
  const [a, b] = piece, far = room + HALF_BAR + ENOUGH_OFF;
  const left = Math.min(a.x, b.x) - far, right = Math.max(a.x, b.x) + far;
  return { piece, room, left, right, top: Math.min(a.y, b.y) - far, bottom: Math.max(a.y, b.y) + far, ...more };
};
/** Those of the things, but for what belongs to a line, that a bar on it could be near. */
const nearThings = (line, things) => {
  const own = new Set([line.from.id, line.to.id]), points = piecesOf(line).flat();
  const [left, top, right, bottom] = [["x", Math.min], ["y", Math.min], ["x", Math.max], ["y", Math.max]]
    .map(([axis, most]) => points.reduce((end, one) => most(end, one[axis]), points[0][axis]));
  const isNear = (one) => one.left < right && one.right > left && one.top < bottom && one.bottom > top;
  return things.filter((one) => isNear(one) && one.line !== line.id && (one.wide || !own.has(one.shape)));
};
const barOfLine = ({ id, from, to, bend }, part) => thing(barAt(from, to, bend, part), HALF_BAR, { line: id });
/** What a bar is to keep off: lines, shapes, and the bars in the middle of what is denied or prevented. */
const thingsOf = (shapes, placed, chosen) => [
  ...placed.flatMap((line) => piecesOf(line).map((piece) => thing(piece, 0, { line: line.id }))),
  ...shapes.map((one) => {
    const room = one.id === chosen ? FOR_PLATE : one.asked ? FOR_ASKED : FOR_NAMES;
    return thing([one, one], one.radius + room, { shape: one.id, wide: room > FOR_NAMES });
  }),
  ...placed.filter(({ arrows }) => arrows?.middle?.enabled).map((line) => barOfLine(line, 0.5)),
];
/** The part of a line where a bar is to stand, {wish, least, most}, clear of the two shapes; its gap's middle if they are too close. */
const roomOn = ({ from, to, denies }) => {
  const far = Math.hypot(to.x - from.x, to.y - from.y) || 1, start = from.radius / far, end = 1 - to.radius / far;
  const least = start + OFF_ENDS / far, most = end - OFF_ENDS / far, wish = denies ? AT_END : BEFORE_HEAD;
  const middle = Math.max(0, Math.min(1, (start + end) / 2));
  return least > most ? { wish: middle, least: middle, most: middle } : { wish: Math.max(least, Math.min(most, wish)), least, most };
};
/** Where along its way a line's bar stands best, from 0 to 1: where it touches nothing, and as near to where it is wished as can be. */
const bestPart = (line, things, first) => {
  const { from, to, bend } = line, { wish, least, most } = roomOn(line);
  let best = wish, highest = -Infinity;
  for (const part of BAR_PARTS) {
    if (part < Math.max(first, least) || part > most) continue;
    const bar = barAt(from, to, bend, part), x = (bar[0].x + bar[1].x) / 2, y = (bar[0].y + bar[1].y) / 2;
    let clear = ENOUGH_OFF;
    for (const one of things) {
      const isNear = x > one.left && x < one.right && y > one.top && y < one.bottom;
      if (isNear) clear = Math.min(clear, apartFrom(bar, one.piece) - one.room);
    }
    const worth = clear - PER_PART * Math.abs(part - wish) - (clear < TOUCHES ? ENOUGH_OFF : 0);
    if (worth > highest) [best, highest] = [part, worth];
  }
  return best;
};
const findBars = (shapes, placed, barred, chosen) => {
  const found = new Map();
  if (barred.length * placed.length > MOST_TRIED_BARS) return new Map(barred.map((line) => [line.id, roomOn(line).wish]));
  const things = barred.length ? thingsOf(shapes, placed, chosen) : [];
  for (const line of barred) {
    const first = line.denies ? FIRST_OF_DENIER : line.to.id === chosen ? 0 : FIRST_PART;
    const part = bestPart(line, nearThings(line, things), first);
    found.set(line.id, part);
    things.push(barOfLine(line, part));
  }
  return found;
};
const barsFound = keepingLast(findBars); // each step of the slider, and each file that is saved, draws the picture anew
/** For each of the `lines` {id, from, to, bend, denies, also} that has a bar, by its id, at which part of its way it stands. `shapes` are
 * {id, x, y, radius, asked}; `from` and `to` are ids, and so is `chosen`, the shape that is selected, if one is. */
export const barsOn = (shapes, lines, chosen = null) => {
  const byId = new Map(shapes.map((shape) => [shape.id, shape]));
  const placed = lines.filter(({ from, to }) => byId.has(from) && byId.has(to))
    .map((line) => ({ ...line, from: byId.get(line.from), to: byId.get(line.to) }));
  const barred = placed.filter(({ denies, also }) => denies || also);
  const about = placed.map((one) => [one.id, one.from.id, one.to.id, one.bend, one.denies, one.also, one.arrows?.middle?.enabled]);
  return barsFound(barred.length ? JSON.stringify([chosen, shapes, about]) : "", shapes, placed, barred, chosen);
};
