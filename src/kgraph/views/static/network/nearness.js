// How near names stand to shapes, as a reader sees it: one who looks at a name looks for its shape above, below or beside its middle.
// A name that another shape faces would be read as that one's, although its own shape is nearer to one of its corners. So a name stands
// only where its own shape is clearly the nearest to its middle, or has a leader to it.

import { Emptiness } from "./emptiness.js";
import { celled, grown, overlap } from "./taken.js";

/** How far a box stands from a shape, a square as wide as the shape. */
export const farFrom = ({ x, y, radius }, [left, top, right, bottom]) => Math.hypot(
  Math.max(0, left - x - radius, x - radius - right), Math.max(0, top - y - radius, y - radius - bottom));
const MIDDLE = 0.25; // of the width of a name, to each side of its middle: a shape above or below that faces it
/** How far a shape stands from where a reader looks for the shape of a name: level with its middle on either side, or above or below its
 * middle part. */
const farFromMiddle = ({ x, y, radius }, [left, top, right, bottom]) => {
  const aside = Math.max(0, left - x - radius, x - radius - right), away = Math.max(0, top - y - radius, y - radius - bottom);
  const off = Math.abs(x - (left + right) / 2) - MIDDLE * (right - left);
  return Math.min(Math.hypot(aside, y - (top + bottom) / 2), Math.hypot(away, Math.max(0, off)));
};
const CLEARLY_NEARER = 1.5, LEAST_NEARER = 1; // so many times and so many pixels further than its own any other shape stands
/** By how much a shape that stands so far from the middle of a name is far enough from it, where its own shape stands `own` from that;
 * below 0 the name would be read as the other's. */
export const leadOver = (own, other) => other - CLEARLY_NEARER * own - LEAST_NEARER;
/** Whether a name without a leader is read as that of its own shape: this is the nearest to it, and to its middle clearly so. */
export const isReadAsOwn = (room, label, box) => room.nearest(label, box) && leadAtMiddle(room, label, box) >= 0;
const IN_LINE = 14, LEVEL = 1 / 3, OVER = 8; // pixels, but for the part of a name's height; as in kgraph.views.squares
/** How far a shape stands from a name where names of shapes stand: right beside it, level with its middle, or right above or below that;
 * else it is endlessly far. */
const farInLine = ({ x, y, radius }, [left, top, right, bottom]) => {
  const aside = Math.max(left - x, x - right) - radius, away = Math.max(top - y, y - bottom) - radius;
  const level = Math.abs(y - (top + bottom) / 2) <= LEVEL * (bottom - top), over = Math.abs(x - (left + right) / 2) <= OVER;
  return level && aside <= IN_LINE ? aside : over && away <= OVER ? away : Infinity;
};
/** The shapes that stand within so many pixels of a box. */
const shapesWithin = (room, by, box) => room.bright.ownersOf(grown(box, by));
/** Whether a name stands where that of another shape would, and not, or less closely, where its own shape's would. */
export const isBorrowed = (room, label, box) => {
  const own = farInLine(label, box);
  for (const id of shapesWithin(room, IN_LINE, box)) if (id !== label.id && farInLine(room.byId.get(id), box) < own) return true;
  return false;
};
/** Whether a name stands at least so far from all other shapes than its own. */
export const isAloof = (room, label, box, by) => room.bright.free(grown(box, by), label.id);
const FACING = 8; // with this lead there is no doubt
const MOST_LOOKED = 150; // so many places are looked at in place of one
/** The least lead that its own shape has over others at the middle of a name; below 0 another faces it. */
const leadAtMiddle = (room, label, box) => {
  const own = farFromMiddle(label, box);
  let least = FACING;
  for (const id of shapesWithin(room, FACING - leadOver(own, 0), box)) {
    if (id !== label.id) least = Math.min(least, leadOver(own, farFromMiddle(room.byId.get(id), box)));
  }
  return least;
};
/** That lead; below 0 too where the name of another shape would stand. */
export const leadOf = (room, label, box) => (isBorrowed(room, label, box) ? -1 : leadAtMiddle(room, label, box));
/** Puts a name where its own shape faces it; while `moving`, if need be in place of others, which move. */
const faceShape = (room, label, moving) => {
  const { spot: now } = room.set.get(label.id), lead = leadOf(room, label, now.box);
  if (lead >= FACING) return;
  room.lift(label.id);
  const lines = room.boldUnder(now.box); // it goes upon no more of them
  const fits = (spot) => (lead < 0 || spot.made.cost <= now.made.cost + 1) && leadOf(room, label, spot.box) > lead + 2
    && !room.doubts(label, spot).length && (!spot.upon || now.upon) && room.boldUnder(spot.box) <= lines;
  const all = [...room.spots(label, false), ...room.spots(label, true)].filter(fits).slice(0, MOST_LOOKED);
  const isCut = ({ made }) => made.cost > now.made.cost + 1;
  const better = all.map((spot) => ({ spot, lead: leadOf(room, label, spot.box) }))
    .sort((a, b) => isCut(a.spot) - isCut(b.spot) || b.lead - a.lead);
  const free = better.find(({ spot }) => room.open(spot, label.id));
  const moved = moving && !(free && !isCut(free.spot)) && better.some(({ spot }) => {
    const others = [...room.inTheWay(spot)];
    return others.length < 3 && !others.some((id) => room.set.get(id).label.fixed) && room.swap(label, spot, others, () => false);
  });
  if (!moved) room.put(label, free?.spot ?? now);
};
/** Turns names towards their shapes, the lightest first, so that the weightiest have their places last; `moving` tells whether others may
 * be moved for them. */
export const straighten = (room, labels, moving) => {
  for (const label of [...labels].reverse()) if (!label.points && room.set.has(label.id)) faceShape(room, label, moving);
};
/** How many heads of arrows a box lies on. */
const headsUnder = (room, box) => {
  const found = new Set();
  room.heads.owners(celled(box), found);
  return found.size;
};
const FEW_FACING = 4; // and so much nearer at least where a name has moved off a head
const HEAD = 4, ASKED = 4, BOLD_LINE = 1.5; // what it weighs to lie on a head, a line in question, another coloured one
const POINT = 0.4; // and on a point of any line
const FAR_OFF = 0.5; // and to stand further away, for each part of what that costs
/** How much of lines and their heads a name hides at a spot. */
const inkUnder = (room, label, { box, cost, made, upon }) => HEAD * headsUnder(room, box) + (upon ? ASKED : 0)
  + BOLD_LINE * room.boldUnder(box) + POINT * room.strokes.inside(box) + FAR_OFF * Math.max(0, cost - made.cost);
/** Moves names off lines and the heads of arrows, where there is another place for them, cut short no more than here, of which is as clear
 * whose name it is. */
export const offLines = (room, labels) => {
  for (const label of [...labels].reverse()) {
    const now = room.set.get(label.id)?.spot, here = now && !label.points && !label.must ? inkUnder(room, label, now) : 0;
    if (here < 0.4) continue;
    const lead = Math.min(FEW_FACING, leadOf(room, label, now.box)), heads = headsUnder(room, now.box);
    room.lift(label.id);
    const fits = (spot) => spot.made.cost <= now.made.cost + 1 && headsUnder(room, spot.box) <= heads && room.open(spot, label.id)
      && leadOf(room, label, spot.box) >= lead && !room.doubts(label, spot).length;
    let best = now, least = here - 0.3;
    for (const spot of [...room.spots(label, false), ...room.spots(label, true)]) {
      const ink = inkUnder(room, label, spot);
      if (ink < least && fits(spot)) [best, least] = [spot, ink];
    }
    room.put(label, best);
  }
};
const seemsTheirs = (room, id) => [...room.set.values()].some(({ label, spot }) => room.doubts(label, spot).includes(id));
const HEAVIEST = 12; // the weight of names that are left out last
/** Puts the heaviest names that have no place, and those of shapes to which another name seems to belong, where they leave no doubt, in
 * place of few light ones. */
export const bringBack = (room, labels) => {
  const needed = ({ id, weight }) => !room.set.has(id) && (weight >= HEAVIEST || seemsTheirs(room, id));
  for (const label of labels.filter(needed)) {
    const clear = [...room.spots(label, false), ...room.spots(label, true)]
      .filter((spot) => leadOf(room, label, spot.box) >= 0 && !room.doubts(label, spot).length)
      .map((spot) => ({ spot, others: [...room.inTheWay(spot)].map((id) => room.set.get(id)) }))
      .filter(({ others }) => !others.some((one) => one.label.fixed || one.label.weight >= HEAVIEST));
    const cost = ({ spot, others }) => others.reduce((sum, one) => sum + (one.label.weight ?? 1), 0) + 0.1 * spot.cost;
    clear.sort((a, b) => cost(a) - cost(b)).some(({ spot, others }) => {
      for (const one of others) room.lift(one.label.id);
      room.put(label, spot);
      for (const one of others) room.place(one.label);
      const isClearNow = ({ label: { id } }) => (room.set.has(id) ? !room.doubts(room.set.get(id).label, room.set.get(id).spot).length
        : !seemsTheirs(room, id));
      if (others.every(isClearNow)) return true;
      for (const one of others) if (room.set.has(one.label.id)) room.lift(one.label.id);
      room.lift(label.id);
      for (const one of others) room.put(one.label, one.spot);
      return false;
    });
  }
};
/** Puts down words of lines that found no place where the name of what is selected stands, if that has another one. */
export const giveWay = (room, labels) => {
  const selected = labels.filter(({ id, must }) => must && room.set.has(id)).map((label) => ({ ...label, pointed: true }));
  for (const words of labels.filter(({ id, points, important }) => points && important && !room.set.has(id))) {
    selected.some((name) => {
      const was = room.lift(name.id), spot = room.tightest(words).find((one) => !one.cuts && room.open(one, words.id));
      if (spot) room.put(words, spot);
      const free = spot && [...room.spots(name, false), ...room.spots(name, true)].find((one) => room.open(one, name.id));
      if (spot && !free) room.lift(words.id);
      room.put(was.label, free ?? was.spot);
      return Boolean(free);
    });
  }
};
const TRIED_EVERY = 8; // pixels between places that are tried all over the window
const FARTHEST = 140; // so far from its shape the name of what is pointed at may stand
const ALOOF = 4; // and so far from other shapes, if it stands apart
/** Whether a name stands where it is read as that of its own shape, or has a leader to it past all other shapes. */
export const isClear = (room, label, { box, parts: [, ...way], leader }) => (leader
  ? isAloof(room, label, box, ALOOF) && way.every((bit) => room.shapes.free(bit, label.id)) : isReadAsOwn(room, label, box));
/** The free place for a label that is nearest to its shape, wherever there is one. */
const anywhere = (room, label, isFree) => {
  const places = label.choices.flatMap((made) => {
    const found = [];
    for (let left = 2; left + made.wide < room.wide; left += TRIED_EVERY) {
      for (let top = 2; top + made.tall < room.high; top += TRIED_EVERY) {
        const far = farFrom(label, [left, top, left + made.wide, top + made.tall]);
        if (far < Math.min(FARTHEST, room.farthest)) found.push({ made, place: [left, top, far], far });
      }
    }
    return found;
  }).sort((a, b) => a.far - b.far);
  for (const { made, place } of places) {
    const spot = room.spot(label, made, place, true);
    if (spot && isFree(spot) && isClear(room, label, spot)) return spot;
  }
  return null;
};
/** Puts down names that found no place, with leaders, wherever there is room for them. */
export const placeAnywhere = (room, labels) => {
  for (const label of labels.filter(({ id, points }) => !points && !room.set.has(id))) {
    const spot = anywhere(room, { ...label, pointed: true }, (one) => room.open(one, label.id));
    if (spot) room.put(label, spot);
  }
};
const FIXED_NAME = 50; // what it weighs to move a name that may not be left out
/** Puts down what may not be left out, if need be with a leader to its shape, in place of the lightest names; others that are to be kept
 * move for it. */
export const putFirst = (room, labels, isKept = ({ fixed }) => fixed) => {
  const stays = (label) => isKept(label) && !label.points, weightOf = (id) => {
    const { label } = room.set.get(id);
    return label.must ? Infinity : stays(label) ? FIXED_NAME : label.weight ?? 1;
  };
  for (const label of labels) {
    const own = { ...label, pointed: true, close: undefined, far: undefined };
    const found = [...room.spots(own, false), ...room.spots(own, true)].filter((spot) => isClear(room, label, spot))
      .map((spot) => ({ spot, others: [...room.inTheWay(spot)] }))
      .map((one) => ({ ...one, sum: one.others.reduce((total, id) => total + weightOf(id), 0) })).filter(({ sum }) => sum < Infinity);
    found.sort((a, b) => a.sum + a.spot.cost - b.sum - b.spot.cost)
      .some(({ spot, others }) => room.swap(label, spot, others, (other) => !stays(other), true));
  }
};
const NEAR_LINE = 220; // pixels
/** The places all over the window for a label of this size, [left, top]. */
const allOver = (room, { wide, tall }) => {
  const found = [];
  for (let left = 2; left + wide < room.wide; left += TRIED_EVERY) {
    for (let top = 2; top + tall < room.high; top += TRIED_EVERY) found.push([left, top]);
  }
  return found;
};
const HEAVY = 4; // hiding an important name counts as hiding so many others
const TRIED_ALL = 2; // pixels between places that are tried for the name of what is pointed at
const PASSED = 40; // each shape that its leader passes is as bad as so many pixels more
/** The boxes of the letters of a name, row by row. */
export const lettersOf = ({ box, made: { sprite }, turn, parts }) => {
  if (turn) return parts.map((part) => part.box);
  if (!sprite) return [box];
  const middle = (box[0] + box[2]) / 2, top = box[1] + 1;
  return sprite.widths.map((wide, i) => [middle - wide / 2 - 1, top + i * sprite.high, middle + wide / 2 + 1, top + (i + 1) * sprite.high]);
};
/** Whether what stands in a box hides letters of a name. */
export const hides = (box, spot) => lettersOf(spot).some((row) => overlap(row, box));
/** Where names and shapes leave room, those of what is pointed at not counted. */
const emptinessAround = (room, label) => {
  const names = [...room.set.values()].filter((one) => one.label.id !== label.id).flatMap(({ spot }) => lettersOf(spot));
  const shapes = [...room.byId.values()].map(({ x, y, radius }) => [radius + 1, x, y])
    .map(([far, x, y]) => [x - far, y - far, x + far, y + far]);
  return new Emptiness(room.wide, room.high + room.strip, [...names, ...shapes]);
};
/** The empty places for a label all over the window, those that are nearest to its shape first. */
const emptyPlaces = (room, label) => {
  const around = emptinessAround(room, label), found = [];
  for (const made of label.choices) {
    for (let left = 2; left + made.wide < room.wide - 1; left += TRIED_ALL) {
      for (let top = 2; top + made.tall < room.high + room.strip; top += TRIED_ALL) {
        const box = [left, top, left + made.wide, top + made.tall];
        if (around.isEmpty(box)) found.push({ made, place: [left, top, 0], far: farFrom(label, box) });
      }
    }
  }
  return found.sort((a, b) => a.far - b.far);
};
/** The best place for the name of what is pointed at that hides no other name: near, with a leader that passes few shapes. */
const furtherAway = (room, label) => {
  let best = null, least = Infinity;
  for (const { made, place, far } of emptyPlaces(room, label)) {
    if (far >= least) break;
    const spot = room.spot(label, made, place, true), way = spot?.parts.slice(1) ?? [];
    const cost = far + PASSED * way.filter((bit) => !room.shapes.free(bit, label.id)).length;
    if (spot?.leader && cost < least) [best, least] = [spot, cost];
  }
  return best;
};
/** How many names what stands in a box hides, important ones counting as several. */
const hiddenBy = (room, label, own) => [...room.inTheWay({ parts: [own] })]
  .filter((id) => id !== label.id && hides(own.box, room.set.get(id).spot))
  .reduce((sum, id) => sum + (room.set.get(id).label.important ? HEAVY : 1), 0);
const WORTH_A_NAME = 200; // hiding a light name is as bad as so many pixels between a line and its words
/** A place for the words of a line that the mouse is over: over no shape, near it, and hiding the fewest names, and rather light ones. */
export const besideLine = (room, label) => {
  const close = room.spots(label, false).find((spot) => room.open(spot, label.id));
  let best = null, least = Infinity;
  for (const made of close ? [] : label.choices) {
    for (const [left, top] of allOver(room, made)) {
      const box = [left, top, left + made.wide, top + made.tall];
      const far = Math.min(...label.points.map(([x, y]) => farFrom({ x, y, radius: 0 }, box)));
      const own = far < Math.min(least, NEAR_LINE) ? celled(box) : null;
      if (!own || !room.shapes.free(own) || !room.bars.free(own)) continue;
      const cost = far + WORTH_A_NAME * hiddenBy(room, label, own);
      if (cost < least) [best, least] = [{ box, parts: [own], leader: null, made, cost }, cost];
    }
  }
  return close ?? best;
};
/** A place for the name of what is pointed at, in no doubt whose it is: one that hides no other name, if need be a little away with a
 * leader. If there is none, the one that hides the fewest, and rather light ones; they are back when the pointer goes on. */
export const besidePointed = (room, label) => {
  const near = [...room.spots(label, false), ...room.spots(label, true)].filter((spot) => isClear(room, label, spot));
  const hiding = ({ parts: [own] }) => hiddenBy(room, label, own); // a leader may lie over names
  const free = near.find((spot) => !hiding(spot)) ?? furtherAway(room, label);
  if (free && farFrom(label, free.box) < FARTHEST) return free;
  const least = near.map((spot) => ({ spot, sum: hiding(spot) })).sort((a, b) => a.sum - b.sum)[0];
  return least?.spot ?? free; // a line through half of the picture is worse than names that are gone for a moment
};
