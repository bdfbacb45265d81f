// The places that are tried for labels: next to a shape, on rings around it; each is [left, top, cost].

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
