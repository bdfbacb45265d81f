// Numbers beside shapes whose whole names find no room on paper, where nobody can point at a shape; a list by the picture has the names.

const BAND = 70; // pixels: shapes in a band of this height are numbered from left to right, and the highest band first
const LEAST_CLEAR = 0.5; // so much further than from its own shape a number stands from others
const MANY = 100; // what it costs to put an important name aside, in lighter names

/** The places for a number from which it is clear whose it is, the best first; with `upon`, those over the heads of arrows too. */
const placesFor = (room, label, upon) => {
  const own = { ...label, pointed: upon, close: undefined, far: undefined };
  const near = room.spots(own, false).filter(({ box }) => room.nearest(label, box));
  return [...near, ...room.spots(own, true).filter(({ box, leader }) => leader || room.nearest(label, box))];
};
const canGo = (room, numbers) => (id) => !numbers.has(id) && !room.set.get(id).label.must;
/** A place for a number in place of names that matter least; null if all that stands there must stay. */
const inPlaceOf = (room, label, numbers) => {
  const weightOf = (id) => (room.set.get(id).label.important ? MANY : 1);
  const all = placesFor(room, label, true).map((spot) => ({ spot, others: [...room.inTheWay(spot)] }))
    .filter(({ others }) => others.every(canGo(room, numbers)));
  const sum = ({ others }) => others.reduce((total, id) => total + weightOf(id), 0);
  return all.sort((a, b) => sum(a) - sum(b))[0] ?? null;
};
/** Puts a number beside its shape; tells the ids of shapes whose names went for it. */
const putNumber = (room, label, numbers) => {
  const isFree = (spot) => room.open(spot, label.id);
  const free = placesFor(room, label, false).find(isFree) ?? placesFor(room, label, true).find(isFree);
  const { spot, others } = free ? { spot: free, others: [] }
    : inPlaceOf(room, label, numbers) ?? { spot: room.over(label), others: [] };
  for (const id of others) room.lift(id);
  room.put(label, spot);
  numbers.add(label.id);
  return others;
};
/** Where a number that is narrower than its place begins there: on the side of its shape. */
const leftOf = ({ x, radius }, [left, , right], wide) => (x + radius < left ? left : x - radius > right ? right - wide
  : (left + right - wide) / 2);
const byPlace = (a, b) => Math.floor(a.y / BAND) - Math.floor(b.y / BAND) || a.x - b.x;
/** Numbers the shapes of `lacking`, labels that have no name in the room, and those whose names give way to numbers. `signsOf(text)` gives
 * the ways to write a number. Returns the ids in order of their numbers, from 1. */
export const numberShapes = (room, lacking, signsOf) => {
  const numbers = new Set(), waiting = [...lacking], widest = "0".repeat(String(2 * lacking.length).length), was = room.clearly;
  room.clearly = LEAST_CLEAR;
  while (waiting.length) {
    const { id, x, y, radius } = waiting.shift();
    const gone = putNumber(room, { id, x, y, radius, choices: signsOf(widest) }, numbers).filter((one) => room.byId.has(one));
    waiting.push(...gone.map((one) => ({ id: one, ...room.byId.get(one) })));
  }
  room.clearly = was;
  const ordered = [...numbers].map((id) => room.set.get(id)).sort((a, b) => byPlace(a.label, b.label));
  ordered.forEach(({ label, spot }, i) => {
    const [made] = signsOf(String(i + 1)), left = leftOf(label, spot.box, made.wide);
    room.set.set(label.id, { label, spot: { ...spot, made, box: [left, spot.box[1], left + made.wide, spot.box[3]] } });
  });
  return ordered.map(({ label }) => label.id);
};
