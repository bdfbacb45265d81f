// Where claims stand that are drawn as dots: beside the line or the shape that they are about, one after another.

import { pointsOn } from "./routes.js";
import { Strokes } from "./taken.js";

const AROUND_SHAPE = Array.from({ length: 24 }, (_, i) => (i * Math.PI) / 12);
const DOT_RINGS = [1.6, 4.4, 7.2, 10, 12.8]; // so many radii of a dot from the edge of a shape
const BESIDE = 2.4, DOTS_APART = 2.7; // radii: from a line to the middle of a dot beside it, and between the middles of two dots

/** Places along both sides of a line, from a third of its way on, as letters stand at its middle. */
const alongLine = ({ from, to, bend }, radius) => {
  const points = pointsOn(from, to, bend, DOTS_APART * radius), third = Math.floor(points.length / 3);
  return [...points.keys()].sort((a, b) => Math.abs(a - third) - Math.abs(b - third)).flatMap((i) => {
    const { x, y } = points[i], [before, after] = [points[i - 1] ?? from, points[i + 1] ?? to];
    const far = Math.hypot(after.x - before.x, after.y - before.y) || 1;
    const [dx, dy] = [(-(after.y - before.y) / far) * BESIDE * radius, ((after.x - before.x) / far) * BESIDE * radius];
    return [{ x: x + dx, y: y + dy }, { x: x - dx, y: y - dy }];
  });
};
const aroundShape = (shape, radius) => DOT_RINGS.flatMap((ring) => AROUND_SHAPE.map((turn) => {
  const far = shape.radius + ring * radius;
  return { x: shape.x + far * Math.cos(turn), y: shape.y + far * Math.sin(turn) };
}));
/** A place for each of the dots {id, lines, shapes} of one radius, by id: beside the first of its lines {id, from, to, bend} or shapes
 * {id, x, y, radius} where it covers no shape, dot or line; if there is no such place, upon a line. */
export const dotsBeside = (dots, shapes, lines, radius) => {
  const strokes = new Strokes(), taken = [...shapes], found = new Map();
  for (const { id, from, to, bend } of lines) for (const { x, y } of pointsOn(from, to, bend, radius)) strokes.add(x, y, id);
  const isFree = ({ x, y }) => taken.every((one) => Math.hypot(x - one.x, y - one.y) > one.radius + 1.35 * radius);
  const isOffLines = ({ x, y }) => !strokes.under([x - 1.3 * radius, y - 1.3 * radius, x + 1.3 * radius, y + 1.3 * radius]).size;
  const [lineOf, shapeOf] = [lines, shapes].map((all) => new Map(all.map((one) => [one.id, one])));
  const placesAt = (ids, byId, places) => ids.filter((id) => byId.has(id)).flatMap((id) => places(byId.get(id), radius));
  for (const dot of dots) {
    const places = [...placesAt(dot.lines, lineOf, alongLine), ...placesAt(dot.shapes, shapeOf, aroundShape)];
    const free = places.filter(isFree), { x, y } = free.find(isOffLines) ?? free[0] ?? places.at(-1);
    found.set(dot.id, { x, y });
    taken.push({ x, y, radius: 1.35 * radius });
  }
  return found;
};
