// How large things are drawn so that they fill a room: arithmetic on boxes {left, right, top, bottom}, in units of the picture, and on
// rooms {wide, high}, in pixels.

export const SMALL = 560; // with fewer pixels there is no room for the names of a large picture: a label stands by its shape or not at all
/** Pixels around what is brought into view, as room for labels. */
export const MARGIN = { x: 40, y: 24 };
const MOST_STRETCHED = 1.7;
export const CLOSEST = 4; // the largest scale that a reader can choose

/** The box around points, and how far shapes of these sizes reach `out` of it. */
export const around = (points, sizes) => {
  const [xs, ys] = ["x", "y"].map((axis) => points.map((point) => point[axis]));
  return { left: Math.min(...xs), right: Math.max(...xs), top: Math.min(...ys), bottom: Math.max(...ys), out: 1.3 * Math.max(0, ...sizes) };
};
/** How much higher a whole picture may be drawn, to fill a room with its names. */
export const stretchFor = ({ left, right, top, bottom }, { wide, high }) => {
  const scale = Math.min(2.2, (wide - 2 * MARGIN.x) / (right - left || 1)), room = (high - 2 * MARGIN.y) / scale;
  return Math.max(1, Math.min(MOST_STRETCHED, room / (bottom - top || 1)));
};
const EVEN = 0.7; // how evenly few shapes are spread: 0 as they stood, 1 with equal distances
const SPREAD = [0.5, 0.08]; // of the room that so few shapes take up, and each one more
/** Places {x, y} of few shapes that fill a room of so many units, in the order in which they stand from left to right and downwards. */
export const spread = (shapes, { wide, high }) => {
  const last = shapes.length - 1 || 1, places = new Map(shapes.map(({ id }) => [id, {}]));
  for (const [axis, room] of [["x", wide], ["y", high]]) {
    const ordered = [...shapes].sort((a, b) => a[axis] - b[axis] || a.id - b.id), [least, most] = [ordered[0], ordered.at(-1)];
    const part = ({ [axis]: at }, i) => (EVEN * i) / last + ((1 - EVEN) * (at - least[axis])) / (most[axis] - least[axis] || 1);
    for (const [i, one] of ordered.entries()) places.get(one.id)[axis] = room * Math.min(1, SPREAD[0] + SPREAD[1] * last) * part(one, i);
  }
  return places;
};
const MOST_PUSHES = 60;
/** Moves places apart that are nearer to each other, until none is; one that is `held` stays, and the other goes all the way. */
export const pushApart = (places, least) => {
  for (let turn = 0, moved = true; moved && turn < MOST_PUSHES; turn += 1) {
    moved = false;
    for (const [i, one] of places.entries()) {
      for (const other of places.slice(i + 1)) {
        const [dx, dy] = [other.x - one.x, other.y - one.y], far = Math.hypot(dx, dy), push = (least - far) / 2;
        if (push < 0.5 || (one.held && other.held)) continue;
        const [x, y] = far ? [(push * dx) / far, (push * dy) / far] : [push, 0];
        const [back, on] = one.held ? [0, 2] : other.held ? [2, 0] : [1, 1];
        Object.assign(one, { x: one.x - back * x, y: one.y - back * y });
        Object.assign(other, { x: other.x + on * x, y: other.y + on * y });
        moved = true;
      }
    }
  }
};
/** The largest scale at which a box is within a room. */
export const scaleIn = ({ left, right, top, bottom, out }, { wide, high }) => {
  const fits = (size, margin, room) => Math.min(Math.max(room - 2 * margin, room / 3) / (size || 1), room / (size + 2 * out || 1));
  return Math.min(fits(right - left, MARGIN.x, wide), fits(bottom - top, MARGIN.y, high));
};
/** A place between two bounds, at least so far from both; their middle if they are too close for that. */
const bounded = (at, least, most, far) => (most - least < 2 * far ? (least + most) / 2 : Math.max(least + far, Math.min(most - far, at)));
/** The middle of a room at a scale, as near to a point as can be without a view of what is beyond a box. */
export const middleWithin = ({ left, right, top, bottom }, point, scale, { wide, high }) => {
  const [x, y] = [MARGIN.x / scale, MARGIN.y / scale];
  return { x: bounded(point.x, left - x, right + x, wide / 2 / scale), y: bounded(point.y, top - y, bottom + y, high / 2 / scale) };
};
