// How large shapes and the heads of arrows are drawn where those of ordinary size could not be told apart.

const MANY_HEADS = 12; // where so many lines end at one shape, their heads
const SMALLER_HEADS = 0.62; // are so much smaller, as they would make one blot
/** Makes the heads of arrows smaller where many of those in `counted` end at one shape. */
export const shrinkHeads = (lines, counted) => {
  const ending = new Map();
  for (const { to, arrows } of counted) if (arrows.to.enabled) ending.set(to, (ending.get(to) ?? 0) + 1);
  for (const { to, arrows } of lines) if (ending.get(to) >= MANY_HEADS) arrows.to.scaleFactor *= SMALLER_HEADS;
};
const LEAST_RADIUS = 4.2; // pixels
const MOST_GROWN = 3; // times
/** Makes shapes as large as a reader can see and touch, in a picture of this scale. */
export const growShapes = (vertices, scale) => {
  for (const vertex of vertices) vertex.size = Math.max(vertex.size, Math.min(MOST_GROWN * vertex.size, LEAST_RADIUS / scale));
};
