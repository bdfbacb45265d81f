// The places that are tried for labels: next to a shape, on rings around it, along a line; each is [left, top, cost].

const GAP = 1; // between a shape and its label
const ANGLES = Array.from({ length: 16 }, (_, i) => [Math.cos((i * Math.PI) / 8), Math.sin((i * Math.PI) / 8)]);

/** Places next to a shape. */
export const closeBy = ({ x, y, radius }, wide, tall) => {
  const below = y + radius + GAP, above = y - radius - GAP - tall, right = x + radius + GAP + 1, left = x - radius - GAP - 1 - wide;
  const middle = y - tall / 2, slant = radius * 0.7 + 1;
  return [
    [x - wide / 2, below, 0], [right, middle, 0.4], [x - wide / 2, above, 0.6], [left, middle, 0.8],
    [x - wide / 4, below, 1], [x - wide * 0.75, below, 1], [x - wide / 4, above, 1.4], [x - wide * 0.75, above, 1.4],
    [x + slant, y + slant - 2, 1.6], [x - slant - wide, y + slant - 2, 1.8],
    [x + slant, y - slant - tall + 2, 1.8], [x - slant - wide, y - slant - tall + 2, 2],
    [x - 8, below, 1.3], [x + 8 - wide, below, 1.3], [x - 8, above, 1.6], [x + 8 - wide, above, 1.6],
    [right, y - tall + 4, 1.2], [right, y - 4, 1.2], [left, y - tall + 4, 1.6], [left, y - 4, 1.6],
  ];
};
/** Places on rings around a shape, for a label with a leader. */
export const ringed = (rings) => ({ x, y, radius }, wide, tall) => {
  const found = [];
  for (let ring = 0; ring < rings.length; ring += 1) {
    const across = radius + rings[ring] + wide / 2, down = radius + rings[ring] + tall / 2;
    for (const [cos, sin] of ANGLES) found.push([x + cos * across - wide / 2, y + sin * down - tall / 2, 4 + ring * 2]);
  }
  return found;
};
const KEEPS_OFF = 8; // so far from the ends of a line, where heads are, and from a bar on it its words keep
/** Whether words that take up so much of a line leave most of it, its head and its bar to be seen. */
const leavesMost = ({ long, barred }, part, taken) => taken < 0.5 * long && Math.abs(part - 0.5) * long + taken / 2 + KEEPS_OFF < long / 2
  && (!barred || Math.abs(part - 0.5) * long > taken / 2 + KEEPS_OFF);
/** Places upon a line, which its words interrupt, and beside it: of `points`, the middle first, each is a place, a direction, and a
 * part of the way; `long` is how much of the line is seen. */
export const along = (label, wide, tall) => label.points.flatMap(([x, y, ux, uy, part], i) => {
  const taken = Math.min(wide / (Math.abs(ux) || 1e-6), tall / (Math.abs(uy) || 1e-6));
  const place = (cx, cy, cost) => [cx - wide / 2, cy - tall / 2, cost];
  const off = (Math.abs(uy) * wide + Math.abs(ux) * tall) / 2 + 4;
  const beside = [place(x - uy * off, y + ux * off, 1 + i * 0.5), place(x + uy * off, y - ux * off, 1 + i * 0.5)];
  return leavesMost(label, part, taken) ? [place(x, y, i * 0.5), ...beside] : beside;
});
