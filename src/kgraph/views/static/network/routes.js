// How lines run: straight, or curved so that they avoid shapes at which they do not end, and so that no two lines between the same two
// shapes cover each other. Lines in question keep apart from each other, so that each can have its words beside it, if they are few.

const SQUARE = 60;
const BENDS = [0, 0.1, -0.1, 0.18, -0.18, 0.26, -0.26, 0.35, -0.35, 0.45, -0.45, 0.56, -0.56, 0.7, -0.7];
for (let bend = 0.8; bend <= 2; bend += 0.1) BENDS.push(bend, -bend); // two armies may have that many relations with each other
const BETWEEN = 0.075; // the least difference between the bends of two lines that join the same shapes
const CLEAR = 2.5; // the distance that a line keeps from shapes, in units of the picture
const ABREAST = 26, ALONG = 1.2; // so near they are side by side, in units of the picture; what it costs to be so all the way
const MOST_APART = 40; // lines in question that keep apart; among more there is no room, and to look for it takes long
const MOST_OFF = 150; // other coloured lines that run off those in question, for the same reason
const STEP = 7; // points of a line are checked every so many units
const BEYOND = 12; // how far a line may run outside the area of all shapes, in units of the picture
const LEAVES = 3; // the cost of running further outside: higher than that of crossing one shape

/** The control point of a curve, placed as vis-network does for "curvedCW" (a positive bend) and "curvedCCW". */
export const viaOf = (from, to, bend) => {
  const dx = to.x - from.x, dy = from.y - to.y, far = Math.hypot(dx, dy) * (0.5 * Math.abs(bend) + 0.5);
  const angle = Math.atan2(dy, dx) + (0.5 * bend + 0.5) * Math.PI;
  return { x: from.x + far * Math.sin(angle), y: from.y + far * Math.cos(angle) };
};
/** The point of a curve at a part of its way from 0 to 1. */
export const pointOn = (from, via, to, part) => {
  const rest = 1 - part, [a, b, c] = [rest * rest, 2 * rest * part, part * part];
  return { x: a * from.x + b * via.x + c * to.x, y: a * from.y + b * via.y + c * to.y };
};
/** Points along a curve, `step` apart, without its ends. */
export const pointsOn = (from, to, bend, step) => {
  const via = viaOf(from, to, bend), steps = Math.max(2, Math.ceil(Math.hypot(to.x - from.x, to.y - from.y) / step));
  return Array.from({ length: steps - 1 }, (_, i) => pointOn(from, via, to, (i + 1) / steps));
};

/** Shapes {id, x, y, radius} in a grid, which tells the ones that a curve crosses. */
class Shapes {
  cells = new Map();
  places = new Map();
  frame = [Infinity, Infinity, -Infinity, -Infinity];
  constructor(shapes) {
    for (const shape of shapes) {
      const near = shape.radius + CLEAR, far = shape.radius + BEYOND, { frame } = this;
      for (const [side, least] of [shape.x - far, shape.y - far].entries()) frame[side] = Math.min(frame[side], least);
      for (const [side, most] of [shape.x + far, shape.y + far].entries()) frame[side + 2] = Math.max(frame[side + 2], most);
      this.places.set(shape.id, shape);
      for (let column = Math.floor((shape.x - near) / SQUARE); column <= Math.floor((shape.x + near) / SQUARE); column += 1) {
        for (let row = Math.floor((shape.y - near) / SQUARE); row <= Math.floor((shape.y + near) / SQUARE); row += 1) {
          const cell = column * 65536 + row;
          this.cells.set(cell, [...(this.cells.get(cell) ?? []), shape]);
        }
      }
    }
  }
  pointsOf({ from, to }, bend) { return pointsOn(this.places.get(from), this.places.get(to), bend, STEP); }
  /** The shapes that a curve crosses, other than the two that it joins. */
  through({ from, to }, bend) {
    const [start, end] = [this.places.get(from), this.places.get(to)], found = new Set();
    for (const { x, y } of this.pointsOf({ from, to }, bend)) {
      for (const shape of this.cells.get(Math.floor(x / SQUARE) * 65536 + Math.floor(y / SQUARE)) ?? []) {
        if (shape !== start && shape !== end && Math.hypot(x - shape.x, y - shape.y) < shape.radius + CLEAR) found.add(shape.id);
      }
    }
    return found;
  }
  /** Whether a curve between two shapes leaves the frame around all shapes. */
  leaves({ from, to }, bend) {
    const [start, end] = [this.places.get(from), this.places.get(to)], [left, top, right, bottom] = this.frame;
    const { x, y } = pointOn(start, viaOf(start, end, bend), end, 0.5);
    return x < left || x > right || y < top || y > bottom;
  }
}
/** Where lines in question run. */
class Ways {
  cells = new Map();
  cellOf(x, y) { return Math.floor(x / ABREAST) * 65536 + Math.floor(y / ABREAST); }
  add(points) {
    for (const point of points) {
      const cell = this.cellOf(point.x, point.y);
      if (!this.cells.has(cell)) this.cells.set(cell, []);
      this.cells.get(cell).push(point);
    }
  }
  isNear({ x, y }) {
    for (let right = -1; right <= 1; right += 1) {
      for (let down = -1; down <= 1; down += 1) {
        for (const other of this.cells.get(this.cellOf(x + right * ABREAST, y + down * ABREAST)) ?? []) {
          if (Math.hypot(other.x - x, other.y - y) < ABREAST) return true;
        }
      }
    }
    return false;
  }
  /** The part of these points that is beside such a line. The ends do not count, as lines meet there. */
  share(points) {
    const ends = this.cells.size ? [points[0], points.at(-1)] : [];
    const isInside = (point) => ends.length && ends.every(({ x, y }) => Math.hypot(x - point.x, y - point.y) > 1.5 * ABREAST);
    return points.filter((point) => isInside(point) && this.isNear(point)).length / points.length;
  }
}
/** The bend of each line {id, from, to}, by its id: the least bend among those that cross fewest shapes, found first for lines that are
 * `asked`, in question; others that are `coloured` run off these. Lines that were `kept` keep theirs, and a `straight` line stays straight
 * whatever it crosses. */
export const routesOf = (shapes, lines, kept = new Map()) => {
  const around = new Shapes(shapes), used = new Map(), routes = new Map(), ways = new Ways();
  const turnOf = ({ id, asked }) => (kept.has(id) ? 0 : asked ? 1 : 2), isApart = lines.filter(({ asked }) => asked).length <= MOST_APART;
  const isFew = lines.filter(({ coloured }) => coloured).length <= MOST_OFF;
  for (const line of [...lines].sort((a, b) => turnOf(a) - turnOf(b))) {
    const { id, from, to } = line, turned = String(from) < String(to) ? 1 : -1;
    if (from === to || line.straight || !around.places.has(from) || !around.places.has(to)) { routes.set(id, 0); continue; }
    const pair = turned > 0 ? `${from} ${to}` : `${to} ${from}`, others = used.get(pair) ?? [];
    const along = (bend) => (isApart && (line.asked || (isFew && line.coloured)) ? ALONG * ways.share(around.pointsOf(line, bend)) : 0);
    let best = kept.get(id) ?? 0, least = Infinity;
    for (const bend of kept.has(id) ? [] : BENDS) {
      if (Math.abs(bend) >= least) break; // no later one is better
      if (others.some((other) => Math.abs(other - bend * turned) < BETWEEN)) continue;
      let cost = Math.abs(bend) + 2 * around.through(line, bend).size + (around.leaves(line, bend) ? LEAVES : 0);
      if (cost < least) cost += along(bend);
      if (cost < least) [best, least] = [bend, cost];
    }
    if (isApart && line.asked) ways.add(around.pointsOf(line, best));
    used.set(pair, [...others, best * turned]);
    routes.set(id, best);
  }
  return routes;
};
