// Where a red bar stands across the dotted line of who denies something: as far from all else as it may be, as a bar that touches another
// line is read as on that one.

import { pointOn, pointsOn, viaOf } from "./routes.js";

export const HALF_BAR = 5; // units of the picture: half the length of a bar
const BAR_PARTS = Array.from({ length: 28 }, (_, i) => 0.2 + 0.025 * i); // of a line, where a bar may stand
const FIRST_PART = 0.3; // but where a plate needs room
const AT_END = 0.8, BEFORE_HEAD = 0.6; // where it stands if nothing is near: close to what is denied, or away from the head of an arrow
const ENOUGH_OFF = 20, PER_PART = 6; // so far from all else is far enough, in units; how much of it a part of the line is worth
const OFF_ENDS = 9; // units between a bar and the shapes that the line joins
const FOR_NAMES = 10, FOR_PLATE = 72; // units about a shape that are left to its name, and about what is chosen
const BAR_STEP = 3; // units between the points by which other lines are known
const MOST_BARS_PLACED = 40; // bars that look for such a place; among more there is none, and to look takes long

/** The two ends of a bar at a part of the way from one place to another. */
export const barAt = (from, to, bend, part) => {
  const via = viaOf(from, to, bend), [{ x, y }, before, after] = [0, -0.02, 0.02].map((aside) => pointOn(from, via, to, part + aside));
  const angle = Math.atan2(after.y - before.y, after.x - before.x);
  const [across, down] = [HALF_BAR * Math.sin(angle), HALF_BAR * Math.cos(angle)];
  return [{ x: x - across, y: y + down }, { x: x + across, y: y - down }];
};
const offBar = ([a, b], { x, y }) => {
  const [dx, dy] = [b.x - a.x, b.y - a.y], on = ((x - a.x) * dx + (y - a.y) * dy) / (dx * dx + dy * dy);
  const part = Math.max(0, Math.min(1, on));
  return Math.hypot(a.x + part * dx - x, a.y + part * dy - y);
};
const midOf = ([a, b]) => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });
/** What is near a line: of `things` {x, y, radius, of} those that do not belong to it. */
const aboutLine = ({ id, from, to, bend }, things) => {
  const all = [from, to, ...pointsOn(from, to, bend, BAR_STEP)], off = HALF_BAR + ENOUGH_OFF;
  const [left, top, right, bottom] = [["x", Math.min], ["y", Math.min], ["x", Math.max], ["y", Math.max]]
    .map(([axis, most]) => all.reduce((end, one) => most(end, one[axis]), from[axis]));
  return things.filter(({ x, y, radius, of }) => of !== id && x > left - off - radius && x < right + off + radius
    && y > top - off - radius && y < bottom + off + radius);
};
const wishOf = ({ denies }) => (denies ? AT_END : BEFORE_HEAD);
/** Where along its way a line's bar stands best, from 0 to 1. */
const bestPart = (line, near, first) => {
  const { from, to, bend } = line, wish = wishOf(line);
  let best = 0.5, most = -Infinity;
  for (const part of BAR_PARTS.filter((one) => one >= first)) {
    const bar = barAt(from, to, bend, part), middle = midOf(bar);
    if ([from, to].some(({ x, y, radius }) => Math.hypot(middle.x - x, middle.y - y) < radius + OFF_ENDS)) continue;
    const clear = near.reduce((least, one) => Math.min(least, offBar(bar, one) - one.radius), ENOUGH_OFF);
    const worth = clear - PER_PART * Math.abs(part - wish);
    if (worth > most) [best, most] = [part, worth];
  }
  return best;
};
const endsOf = ({ id, from, to, bend }, part) => barAt(from, to, bend, part).map((end) => ({ ...end, radius: HALF_BAR, of: id }));
/** What a bar is to keep off: points of lines, shapes with room about them, and the bars in the middle of what is denied or prevented. */
const thingsOf = (shapes, placed, chosen) => [
  ...placed.flatMap(({ id, from, to, bend }) => pointsOn(from, to, bend, BAR_STEP).map((point) => ({ ...point, radius: 0, of: id }))),
  ...shapes.map(({ id, x, y, radius }) => ({ x, y, radius: radius + (id === chosen ? FOR_PLATE : FOR_NAMES), of: null, shape: id })),
  ...placed.filter(({ arrows }) => arrows?.middle?.enabled).flatMap((line) => endsOf(line, 0.5)),
];
/** For each of the `lines` {id, from, to, bend, denies, also} that has a bar, by its id, at which part of its way it stands. `shapes` are
 * {id, x, y, radius}; `from` and `to` are ids, and so is `chosen`, the shape that is selected, if one is. */
export const barsOn = (shapes, lines, chosen = null) => {
  const byId = new Map(shapes.map((shape) => [shape.id, shape])), found = new Map();
  const placed = lines.filter(({ from, to }) => byId.has(from) && byId.has(to))
    .map((line) => ({ ...line, from: byId.get(line.from), to: byId.get(line.to) }));
  const barred = placed.filter(({ denies, also }) => denies || also);
  if (barred.length > MOST_BARS_PLACED) return new Map(barred.map((line) => [line.id, wishOf(line)]));
  const things = barred.length ? thingsOf(shapes, placed, chosen) : [];
  for (const line of barred) {
    const own = [line.from.id, line.to.id].filter((id) => id !== chosen);
    const near = aboutLine(line, things).filter(({ shape }) => !own.includes(shape));
    const part = bestPart(line, near, line.to.id === chosen ? 0 : FIRST_PART);
    found.set(line.id, part);
    things.push(...endsOf(line, part));
  }
  return found;
};
