// Where the words of lines stand: upon their own line, which they interrupt, or beside it, level or turned along it. They hide no head of
// an arrow, no other line that says more than that there is a relation, and no other line at all where there is another place.

import { celled } from "./taken.js";

const KEEPS_OFF = 8; // so far from the ends of a line, where heads are, and from a bar on it its words keep
const NEXT_TO = 7; // so far apart stand the words on a line and other words, which would be read as one
const NEXT_TO_PLATE = 2; // in a narrow window, letters alone: they are on a plate
const STRANGE = 5; // so far from shapes at which its line does not end; nearer they would be read as theirs
const OFF_BOLD = 10, OFF_IF_LAX = 3; // so far from other coloured lines stand words beside their line, else they seem to be theirs
const AT_EDGE = -1, CLOSE = 3, PER_CLOSE = 2; // letters alone may touch one at their edge; what it costs that one is so close
const PER_LOOSE = 3, BESIDE_ASKED = 5; // beside a line in question, words are read as of what is dotted there
const OFF_LINE = 4, MIDDLE_OFF = 14; // pixels from a line to words beside it, and at most to the middle half of them; what one more costs
const PER_ASIDE = 0.15;
const PER_STEP = 0.25; // what it costs to stand so many places from the middle of the line
const TURNED = 0.8; // and to be turned; more where they are steep
const STEEP = 2;
const PER_CUT = 5; // and to hide a piece of another line
const CUT_IN_FILE = 1; // so many grey lines may words of a line in question cut in a picture that nobody can point at
const CUT_BY_LIT = 3; // and where a selection lights it up
const MOST_MOVED_FOR = 200; // so many places of words are tried where others would have to move
const MOST_ROWS_TURNED = 2;

/** Whether words that take up so much of a line leave most of it, its head and its bar to be seen. */
const leavesMost = ({ long, bar }, part, taken) => taken < 0.5 * long && Math.abs(part - 0.5) * long + taken / 2 + KEEPS_OFF < long / 2
  && (!bar || Math.abs(part - bar) * long > taken / 2 + KEEPS_OFF);

const boxAbout = (x, y, wide, tall) => [x - wide / 2, y - tall / 2, x + wide / 2, y + tall / 2];
/** The boxes that words turned along a line take up, one after the other. */
const turnedBoxes = (x, y, { wide, tall }, ux, uy) => {
  const many = Math.ceil(wide / (0.7 * tall)), piece = wide / many;
  const across = Math.abs(ux) * piece + Math.abs(uy) * tall, down = Math.abs(uy) * piece + Math.abs(ux) * tall;
  return Array.from({ length: many }, (_, i) => {
    const far = (i + 0.5) * piece - wide / 2;
    return boxAbout(x + far * ux, y + far * uy, across, down);
  });
};
const grownBox = ([left, top, right, bottom], by) => [left - by, top - by, right + by, bottom + by];
const boundOf = (boxes) => [0, 1, 2, 3].map((side) => boxes.reduce(
  (most, one) => (side < 2 ? Math.min(most, one[side]) : Math.max(most, one[side])), boxes[0][side]));

/** The places {x, y, cost, turn, boxes, beside} for words of this size; `turn` is [cosine, sine], or null where they are level. `beside`
 * their line they stand so far from it with their middle; upon it, 0. */
const wordPlaces = (label, made) => label.points.flatMap(([x, y, ux, uy, part], i) => {
  const { wide, tall } = made, far = i * PER_STEP, found = [];
  const level = (cx, cy, cost, beside) => found.push({
    x: cx, y: cy, cost: cost + far, turn: null, beside, boxes: [boxAbout(Math.round(cx), Math.round(cy), wide, tall)],
  });
  const taken = Math.min(wide / (Math.abs(ux) || 1e-6), tall / (Math.abs(uy) || 1e-6));
  const off = (Math.abs(uy) * wide + Math.abs(ux) * tall) / 2 + OFF_LINE, aside = (Math.abs(uy) * wide) / 4;
  if (leavesMost(label, part, taken)) level(x, y, 0, 0);
  const loose = wide > label.long ? PER_LOOSE : 0; // words that are longer than the line beside which they stand
  for (const side of OFF_LINE + aside < MIDDLE_OFF || label.lax ? [-1, 1] : []) {
    level(x + side * uy * off, y - side * ux * off, (label.asked ? BESIDE_ASKED : 1) + loose + PER_ASIDE * aside, OFF_LINE + aside);
  }
  if (Math.abs(uy) < 0.1 || !(made.sprite?.rows.length <= MOST_ROWS_TURNED)) return found;
  const [tx, ty] = ux < 0 || (ux < 0.01 && uy > 0) ? [-ux, -uy] : [ux, uy], steep = TURNED + STEEP * Math.abs(uy);
  const turned = (cx, cy, cost, beside) => found.push({
    x: cx, y: cy, cost: cost + steep + far, turn: [tx, ty], beside, boxes: turnedBoxes(cx, cy, made, tx, ty),
  });
  if (leavesMost(label, part, wide)) turned(x, y, 0, 0);
  for (const side of [-1, 1]) turned(x + side * uy * (tall / 2 + 3), y - side * ux * (tall / 2 + 3), 0.5, 3);
  return found;
});
/** The middle half of the boxes of words. */
const middleOf = (boxes) => {
  const [[left, top, right, bottom]] = boxes, quarter = (right - left) / 4;
  const few = Math.floor(boxes.length / 4);
  return boxes.length > 1 ? boxes.slice(few, boxes.length - few) : [[left + quarter, top, right - quarter, bottom]];
};
/** The lines, other than its own, of which words would hide a piece; null where they may not stand. */
const linesUnder = (room, label, { boxes, beside }, { onLine = false }) => {
  const found = new Set(), off = onLine ? AT_EDGE : !beside ? 2 : label.lax ? OFF_IF_LAX : OFF_BOLD;
  for (const one of boxes) {
    if (room.bold.under(grownBox(one, off), label.id).size) return null;
    for (const line of room.lines.under(grownBox(one, 1), label.id)) found.add(line);
  }
  // beside their line, and with their middle as near to another, they would be read as that one's
  if (beside && !label.lax && middleOf(boxes).some((one) => room.lines.under(grownBox(one, beside + 2), label.id).size)) return null;
  return found;
};
const isFreeFor = (room, label, { boxes }, [left, top, right, bottom]) => {
  if (left <= 0 || top <= 0 || right >= room.wide || bottom >= room.high) return false;
  const ends = label.ends ?? [];
  return boxes.every((one) => {
    if (!room.shapes.none(...one) || !room.heads.free(celled(one))) return false;
    const near = new Set();
    room.bright.owners(celled(grownBox(one, STRANGE)), near);
    return [...near].every((id) => ends.includes(id));
  });
};
const wordSpot = (room, label, made, place) => {
  const { x, y, cost, turn, boxes, beside } = place, whole = turn ? boundOf(boxes) : boxes[0];
  if ((beside && (made.onLine || label.last)) || (made.onLine && turn) || !isFreeFor(room, label, place, whole)) return null;
  const under = linesUnder(room, label, place, made);
  if (!under) return null;
  const cuts = made.onLine ? 0 : under.size, near = made.onLine && room.bold.under(grownBox(boxes[0], CLOSE), label.id).size;
  const next = made.onLine && room.narrow ? NEXT_TO_PLATE : NEXT_TO;
  const kept = turn ? boxes.map((one) => celled(grownBox(one, 2)))
    : [celled([whole[0] - next, whole[1] - 1, whole[2] + next, whole[3] + 1])];
  const all = cost + made.cost + PER_CUT * cuts + (near ? PER_CLOSE : 0);
  return {
    box: whole, parts: kept, leader: null, made, tight: all, upon: false, cost: all, cuts,
    turn: turn ? Math.atan2(turn[1], turn[0]) : 0, corner: turn ? [x - made.wide / 2, y - made.tall / 2] : [whole[0], whole[1]],
  };
};
/** All spots for the words of a line, the best first. */
export const spotsForWords = (room, label) => label.choices
  .flatMap((made) => wordPlaces(label, made).map((place) => wordSpot(room, label, made, place)).filter(Boolean))
  .sort((a, b) => a.cost - b.cost);

/** Puts down words where few labels are in the way that find other places. */
const moveFor = (room, label, spots) => spots.slice(0, MOST_MOVED_FOR).some((spot) => {
  const others = [...room.inTheWay(spot)];
  return others.length < 4 && room.swap(label, spot, others, () => false);
});
/** The place for one of these words, of those that cost less than `most`, in place of the names that are easiest to place elsewhere. */
const inPlaceOfNames = (room, labels, most = Infinity) => {
  let best = null, least = most;
  for (const label of labels) {
    for (const spot of room.spots(label, false)) {
      if (spot.cost >= least) break;
      const own = spot.cost + PER_CUT * spot.cuts; // cuts weigh twice where names give way
      const weight = [...room.inTheWay(spot)].reduce((sum, id) => sum + nameWeight(room.set.get(id).label), own);
      if (weight < least) [best, least] = [{ label, spot }, weight];
    }
  }
  return best;
};
const putInPlace = (room, { label, spot }) => {
  for (const id of room.inTheWay(spot)) room.lift(id);
  room.put({ ...label, fixed: true }, spot);
};
/** Words that may stand close to another line, as no line of their kind has a better place for them. */
const laxly = (label) => ({ ...label, lax: true, close: null });
/** Puts down words for one line of each kind, in place of names that are easiest to place elsewhere. `kind` is the status of a line. */
export const tellKinds = (room, labels) => {
  const kinds = new Map();
  for (const label of labels) if (label.kind) kinds.set(label.kind, [...kinds.get(label.kind) ?? [], label]);
  for (const own of kinds.values()) {
    if (own.some(({ id }) => room.set.has(id))) continue;
    const best = inPlaceOfNames(room, own) ?? inPlaceOfNames(room, own.map(laxly));
    if (best) putInPlace(room, best);
    else own.some((label) => moveFor(room, label, room.spots(label, false)));
  }
};
const CUT_AT_FIRST = 1;
/** Puts down words of lines in question before other names have their places, if they hide next to no other line; in a narrow window, or
 * where letters go `first`, these alone. */
export const tellWhereFree = (room, labels, first = false) => {
  for (const label of room.apart ? [] : labels.filter(({ asked }) => asked)) {
    const isFit = ({ cuts, made }) => (room.narrow || first ? made.onLine : cuts <= CUT_AT_FIRST);
    const spot = room.spots(label, false).find((one) => isFit(one) && room.open(one, label.id));
    if (spot) room.put({ ...label, fixed: first }, spot);
  }
};
const MOST_FOR_ASKED = 40; // so dear a place for words of a line in question may be: five light names
/** Puts down words of lines in question in place of names of little weight. */
export const tellAsked = (room, labels) => {
  for (const label of labels) {
    const best = label.asked && !room.set.has(label.id) ? inPlaceOfNames(room, [label], MOST_FOR_ASKED) : null;
    if (best) putInPlace(room, best);
  }
};
const LIGHT_NAME = 6, HEAVY_NAME = 18; // so much dearer a place may be rather than hide such a name
const nameWeight = ({ fixed, important }) => (fixed ? Infinity : important ? HEAVY_NAME : LIGHT_NAME);
/** Puts down words that hide no other line, where there is room; while `moving`, other labels are moved for those that matter. */
export const tellMore = (room, labels, moving) => {
  for (const label of labels) {
    if (room.set.has(label.id)) continue;
    const most = label.asked ? room.apart ? CUT_BY_LIT : room.whole ? CUT_IN_FILE : 0 : 0;
    const clean = room.spots(label, false).filter(({ cuts }) => cuts <= most), free = clean.find((spot) => room.open(spot, label.id));
    if (free) { room.put(label, free); continue; }
    if (!moving || !label.important) continue;
    moveFor(room, label, clean.filter((spot) => ![...room.inTheWay(spot)].some((id) => room.set.get(id).label.fixed)));
  }
};
/** Puts down words for one line of each kind, and for lines in question. */
export const tellFirst = (room, labels) => {
  tellKinds(room, labels);
  tellMore(room, labels.filter(({ asked }) => asked), true);
};
