// Finds places for labels: near what they name, over no shape and no other label, the most important first. A label without room may
// displace others, which then look for another place. A label far from its shape gets a leader line to it.

import { closeBy, ringed } from "./around.js";
import { SMALL } from "./framing.js";
import {
  bringBack, farFrom, giveWay, isAloof, isBorrowed, isClear, isReadAsOwn, lettersOf, offLines, putFirst, straighten,
} from "./nearness.js";
import { Points, Strokes, Taken, celled, grown } from "./taken.js";
import { spotsForWords, tellAsked, tellFirst, tellKinds, tellMore, tellWhereFree } from "./wording.js";

const RINGS = [12, 24, 38, 54, 72]; // how far a label may stand apart
const CLEARLY = 2; // so much further than from its own shape a label stands from those of others, else it seems to be theirs
const ALOOF_BY_LEADER = 8; // so far from other shapes a name with a leader stands
const DOUBT = 7; // so much further than from its own shape a name stands from shapes without a name, else it is read as theirs
const DOUBT_NARROW = 3; // in a narrow window, where all is small
const UPON_QUESTION = 4; // what it costs to lie on a line that is in question
const UPON_NARROW = 8; // in a narrow window, where other names go first
const UPON_PLATED = 30; // and for a name on a plate, which would hide the line
const UPON_HEAD = 2; // and on the head of an arrow
const UPON_BAR = 25; // and on a bar, for what may not be left out: no other name lies there
const MOST_CHECKS = 8; // so often all names are checked for doubt
const UPON_COLOURED = 0.3; // and on one that is intended, forecast … or prevented
const FAR_RINGS = [92, 115, 140, 170]; // and the name of what is important or pointed at, where there is no room before
const STRIP = 15, STRIP_NARROW = 1; // pixels at the lower edge that are kept free for the name of what is pointed at
const BARELY = 0.5; // and where else too few names would find room
const APART = 14; // a label further from its shape than this has a leader
const MOST_MOVES = 400; // so often others are put aside without one more name in the picture
const MOST_BLOCKED = 12; // bits of an important leader that lie over shapes
const CUT = 5; // what a made label costs that is cut short
const MOST_STAY = 0.85; // so much of all names stays when some make room for whole ones
const FEW_STAY = 0.5; // in a narrow window, where few that are certain are better than many in doubt
const MOST_WIDENED = 150; // so many places of a whole name are tried in place of one that is cut short
const FEW_NAMES = 60; // so few find room beside words of lines that are there before
const MOST_TRIED = 60; // so many places of a label are weighed when others would have to give way

/** The leader of a box: from the edge of its shape to the nearest point of a row of letters; null where the box stands close enough. */
const leaderOf = ({ x, y, radius, square = false }, box, made) => {
  const nearest = ([left, top, right, bottom]) => {
    const toX = Math.max(left, Math.min(right, x)), toY = Math.max(top, Math.min(bottom, y));
    return { toX, toY, far: Math.hypot(toX - x, toY - y) };
  };
  if (nearest(box).far - radius < APART) return null;
  const rows = made.sprite?.plate ? [box] : lettersOf({ box, made }); // to letters: a corner without any is seen as nothing
  const { toX, toY, far } = rows.map(nearest).sort((a, b) => a.far - b.far)[0];
  const [ux, uy] = [(toX - x) / far, (toY - y) / far], from = radius / (square ? Math.max(Math.abs(ux), Math.abs(uy)) : 1);
  return [x + ux * from, y + uy * from, toX, toY];
};
/** A leader is a pale row of fine dots, without a head and on a light edge: no line between two looks like it. How wide it and its edge are
 * and how it is dotted, in pixels. */
export const LEADER = { wide: 1, edge: 4, dots: [1, 2] };
/** Boxes along a leader, one after the other: most leaders end at the first that is not free. */
const bits = function* bits([x1, y1, x2, y2]) {
  const steps = Math.max(1, Math.ceil(Math.hypot(x2 - x1, y2 - y1) / 6));
  for (let i = 0.5; i < steps; i += 1) {
    const x = x1 + ((x2 - x1) * i) / steps, y = y1 + ((y2 - y1) * i) / steps;
    yield celled([x - 2, y - 2, x + 2, y + 2]);
  }
};

export const forgetTried = (label) => { for (const kept of ["close", "far", "tightest", "tightWhole"]) delete label[kept]; };

/** A window of so many pixels with shapes {id, x, y, radius, faint, mute}, points of the lines in it, and the points that labels keep off
 * where they can, {id, x, y}, of lines `questioned` and of `heads`, and of all `lines`, the `bold` ones of which say more than that
 * there is a relation; labels are put into it. A shape that is `mute` has no name. No
 * leader is longer than the `farthest`; where names may stand `apart`, they may also in a narrow window. */
export class Room {
  shapes = new Taken();
  bright = new Taken(); // the shapes that a selection does not leave faint: names are read with these
  labels = new Taken();
  nameable = new Taken(); // of these, those that have names
  questioned = new Taken();
  heads = new Taken();
  bars = new Taken();
  coloured = new Taken(); // of these, those that say more than that there is a relation: no name lies on them
  strokes = new Points();
  lines = new Strokes();
  bold = new Strokes(); // of these, those that say more than that there is a relation
  told = 0; // so many words of lines are put down
  clearly = CLEARLY;
  whole = false; // whether no name may be left out for clearness
  wholly = false; // whether names that are cut short do not count for now
  set = new Map(); // by the id of what they name: {label, spot}
  byId = new Map(); // the bright shapes
  constructor(wide, high, shapes, strokes, given = {}) {
    const { questioned = [], heads = [], lines = [], bold = [], farthest = Infinity, apart = false } = given;
    const narrow = wide < SMALL, strip = narrow ? STRIP_NARROW : STRIP;
    Object.assign(this, { wide, high: high - strip, strip, narrow, apart, farthest });
    for (const { id, x, y, radius, faint, mute } of shapes) {
      const box = celled([x - radius, y - radius, x + radius, y + radius]);
      if (!faint || !this.narrow) this.shapes.add(box, id);
      if (!faint) this.bright.add(box, id);
      if (!faint) this.byId.set(id, { x, y, radius });
      if (!faint && !mute) this.nameable.add(box, id);
    }
    for (const { id, x, y } of questioned) this.questioned.add(grown([x, y, x, y], 2), id);
    for (const { id, x, y, half = 0, coloured, barred } of heads) {
      const box = grown([x, y, x, y], Math.max(4, half));
      for (const kind of coloured ? [this.heads, this.coloured] : [this.heads]) kind.add(box, id);
      if (barred) this.bars.add(box, id);
    }
    for (const [x, y] of strokes) this.strokes.add(x, y);
    const thick = new Set(bold);
    for (const { id, x, y } of lines) for (const kind of thick.has(id) ? [this.lines, this.bold] : [this.lines]) kind.add(x, y, id);
  }
  /** A spot {box, leader, made, cost} for a label that has been made; null if it would cover a shape or leave the window. */
  spot(label, made, [x, y, cost], reach = false, side = null) {
    const left = Math.round(x), top = Math.round(y), right = left + made.wide, bottom = top + made.tall;
    const lowest = this.high + (label.pointed ? this.strip : 0);
    if (left <= 0 || top <= 0 || right >= this.wide || bottom >= lowest || !this.shapes.none(left, top, right, bottom)) return null;
    const box = [left, top, right, bottom], leader = reach ? leaderOf(label, box, made) : null;
    if (!label.pointed && !(leader ? isAloof(this, label, box, ALOOF_BY_LEADER) : isReadAsOwn(this, label, box))) return null;
    const own = celled(box);
    if (!label.pointed && !this.coloured.free(own)) return null;
    const path = [], most = label.pointed ? Infinity : label.important && !this.narrow ? MOST_BLOCKED : 0;
    let blocked = 0;
    for (const bit of leader ? bits(leader) : []) {
      path.push(bit);
      if (!this.shapes.free(bit, label.id)) blocked += 1; // a leader begins in its own shape
      if (blocked > most) return null;
    }
    const upon = !this.questioned.free(own, label.id);
    const crossed = (label.must ? 2 : 0.25) * this.strokes.inside(box);
    const here = cost + 0.1 * path.length + blocked + (upon ? label.plated ? UPON_PLATED : this.narrow ? UPON_NARROW : UPON_QUESTION : 0)
      + this.covered(own)
      + UPON_COLOURED * this.boldUnder(box);
    const tight = here + crossed + (made.wide * made.tall) / 250;
    path.unshift(own);
    return { box, parts: path, leader, made, tight, upon, side, cost: here + made.cost + Math.min(label.must ? 20 : 3, crossed) };
  }
  /** How many lines that say more than that there is a relation run under a box. */
  boldUnder(box) {
    return this.bold.under(box).size;
  }
  /** What it costs to lie on the heads of arrows, and on bars. */
  covered(own) { return UPON_HEAD * Math.min(4, this.heads.ownersOf(own).size) + UPON_BAR * this.bars.ownersOf(own).size; }
  /** Whether of all shapes its own is clearly the nearest to the box of a label. */
  nearest(label, box) {
    const far = farFrom(label, box) + this.clearly;
    return this.bright.free(grown(box, far), label.id);
  }
  /** The shapes without a name that a name at a spot seems to belong to as well. */
  doubts(label, { box }) {
    const around = label.points ? null : grown(box, farFrom(label, box) + (this.narrow ? DOUBT_NARROW : DOUBT));
    return around ? [...this.nameable.ownersOf(around)].filter((id) => id !== label.id && !this.set.has(id)) : [];
  }
  /** The best spot that is free and leaves no doubt whose name stands there. */
  certain(label, most = Infinity) {
    const sure = (spot) => spot.made.cost < most && this.open(spot, label.id) && !this.doubts(label, spot).length;
    return this.spots(label, false).find(sure) ?? this.spots(label, true).find(sure);
  }
  /** Puts a label where it leaves no doubt, if need be by moving others; tells whether it could. */
  makeWay(label) {
    const was = this.set.has(label.id) ? this.lift(label.id) : null, spot = this.certain(label);
    if (spot) this.put(label, spot);
    const sure = spot ? [] : this.tightest(label).filter((one) => !this.doubts(label, one).length);
    const moved = sure.some((one) => {
      const others = [...this.inTheWay(one)];
      return others.length < 3 && !others.some((id) => this.set.get(id).label.fixed) && this.swap(label, one, others, () => false);
    });
    if (was && !spot && !moved) this.put(was.label, was.spot);
    return Boolean(spot) || moved;
  }
  /** Moves a name that could be read as that of a shape without a name, or names that shape too; else neither has its name. */
  clear(label, labels) {
    const doubts = this.doubts(label, this.set.get(label.id).spot);
    if (!doubts.length) return true;
    if (this.makeWay(label)) return false;
    for (const other of doubts.map((id) => labels.get(id))) if (other) this.makeWay(other);
    if (!label.fixed && this.doubts(label, this.set.get(label.id).spot).length) this.lift(label.id);
    return false;
  }
  /** Leaves no name that could be read as that of a shape without a name. */
  settle(labels) {
    const byId = new Map(labels.map((label) => [label.id, label]));
    const names = labels.filter(({ points }) => !points), named = () => names.filter(({ id }) => this.set.has(id));
    const enough = this.leastOf(names);
    for (let turn = 0; turn < MOST_CHECKS; turn += 1) {
      const clear = named().reverse().map((label) => !this.set.has(label.id) || this.clear(label, byId));
      for (const label of names) {
        const most = named().length < enough ? Infinity : CUT, spot = this.set.has(label.id) ? null : this.certain(label, most);
        if (spot) this.put(label, spot);
      }
      if (clear.every(Boolean)) break;
    }
  }
  /** Every spot of a label that covers no shape, the best first; made once, those apart only when they are asked for. */
  spots(label, far) {
    const key = far ? "far" : "close";
    const nearest = this.narrow && !this.apart ? RINGS.slice(0, 1) : RINGS;
    const rings = label.important ? this.narrow ? RINGS : [...RINGS, ...FAR_RINGS] : nearest;
    const near = rings.filter((ring) => ring < this.farthest);
    label[key] ??= label.points ? far ? [] : spotsForWords(this, label) : this.spotsAt(label, far ? ringed(near) : closeBy, far);
    return label[key];
  }
  spotsAt(label, places, reach) {
    const found = [];
    for (const made of label.choices) {
      const tried = places(label, made.wide, made.tall);
      for (let side = 0; side < tried.length; side += 1) {
        const spot = this.spot(label, made, tried[side], reach, side);
        if (spot) found.push(spot);
      }
    }
    return found.sort((a, b) => a.cost - b.cost);
  }
  /** A spot for a label before which other labels give way: free of labels if there is such a spot, and always free of shapes. */
  foremost(label) {
    const close = [...this.spots(label, false), ...this.spots(label, true)];
    const isOpen = (one) => this.open(one, label.id), isBest = (one) => !(label.must && one.leader) && isClear(this, label, one);
    const found = close.find((one) => isOpen(one) && isBest(one)) ?? close.find(isOpen) ?? close[0];
    return found ?? (label.points ? null : this.spotsAt(label, ringed(FAR_RINGS.filter((ring) => ring < this.farthest)), true)[0]) ?? null;
  }
  /** A spot for a label that must be readable: within the window, over as few shapes as possible. */
  over(label) {
    const [made] = label.choices;
    const upon = ([x, y]) => [x - made.wide / 2, y - made.tall / 2, 0];
    const places = label.points ? label.points.map(upon) : closeBy(label, made.wide, made.tall);
    const within = (at, size, room) => Math.round(Math.max(1, Math.min(room - size - 1, at)));
    const spots = places.map(([x, y, cost]) => {
      const left = within(x, made.wide, this.wide), top = within(y, made.tall, this.high);
      const own = celled([left, top, left + made.wide, top + made.tall]), covered = new Set();
      this.shapes.owners(own, covered);
      const moved = Math.hypot(left - x, top - y), hidden = 3 * covered.size + (covered.has(label.id) ? 20 : 0) + this.covered(own);
      return { box: own.box, parts: [own], leader: null, made, cost: cost + moved + hidden };
    });
    return spots.sort((a, b) => a.cost - b.cost)[0];
  }
  open({ parts }, id) { return parts.every((part) => this.labels.free(part, id)); }
  /** Moves a label to its cheapest spot, now that all others are placed. */
  better(label) {
    if (!this.set.has(label.id)) return;
    if (this.set.get(label.id).spot.cost < 0.5) return;
    const { spot } = this.lift(label.id), cheaper = (one) => one.cost < spot.cost && this.open(one, label.id);
    const [close, far] = [this.spots(label, false).find(cheaper), this.spots(label, true).find(cheaper)];
    this.put(label, [close, far].filter(Boolean).sort((a, b) => a.cost - b.cost)[0] ?? spot);
  }
  inTheWay({ parts }) {
    const found = new Set();
    for (const part of parts) this.labels.owners(part, found);
    return found;
  }
  put(label, spot) {
    for (const part of spot.parts) this.labels.add(part, label.id);
    this.set.set(label.id, { label, spot });
    this.told += label.points ? 1 : 0;
  }
  lift(id) {
    const { label, spot } = this.set.get(id);
    for (const part of spot.parts) this.labels.remove(part, id);
    this.set.delete(id);
    this.told -= label.points ? 1 : 0;
    return { label, spot };
  }
  /** The spots of a label that take least room, first those next to its shape; while only whole names count, where it is whole. */
  tightest(label) {
    const counts = ({ made }) => !this.wholly || made.cost < CUT, kept = this.wholly ? "tightWhole" : "tightest";
    const byRoom = (list, most) => list.filter(counts).sort((a, b) => a.tight - b.tight).slice(0, most);
    label[kept] ??= [...byRoom(this.spots(label, false), MOST_TRIED), ...byRoom(this.spots(label, true), MOST_TRIED / 2)];
    return label[kept];
  }
  place(label, hurried = false) {
    const spot = (hurried ? this.spots(label, false) : this.tightest(label)).find((one) => this.open(one, label.id));
    if (spot) this.put(label, spot);
    return Boolean(spot);
  }
  /** Puts a name, whole, on the side where the page has made room for it, if that is free, and in a narrow window if it hides no line in
   * question there, or if `clean` no line at all. */
  putOn(label, side, clean) {
    const onLine = ({ upon, box }) => (clean ? this.lines.under(box).size : this.narrow && (upon || this.boldUnder(box)));
    const made = (spot) => spot.side === side && spot.made.cost < CUT && !isBorrowed(this, label, spot.box)
      && !(label.plated && spot.upon) && !onLine(spot) && this.open(spot, label.id);
    const spot = side === null || side === undefined ? null : this.spots(label, false).find(made);
    if (spot) this.put(label, spot);
  }
  /** Finds room for labels that have none: each puts aside those that were hardest to place least often, which then look for another room
   * (Nagata and Bräysy 2009, an ejection pool). The best state that was met stays. */
  squeeze(waiting, enough = Infinity) {
    const pool = [...waiting].reverse(), hard = new Map();
    const hardness = ({ id, weight, fixed }) => (fixed ? Infinity : (hard.get(id) ?? 1) + (weight ?? 0));
    const worth = () => {
      let sum = 0;
      for (const { label } of this.set.values()) sum += label.weight ?? 1;
      return sum;
    };
    let best = new Map(this.set), most = worth();
    for (let left = MOST_MOVES; left && pool.length && this.named < enough; left -= 1) {
      const label = pool.pop();
      if (!this.place(label)) {
        hard.set(label.id, (hard.get(label.id) ?? 1) + 1);
        const aside = this.leastInTheWay(label, hardness);
        if (!aside) continue; // shapes leave no room for it
        pool.push(...[...aside.others].map((id) => this.lift(id).label));
        this.put(label, aside.spot);
      }
      const now = worth();
      if (now > most) [best, most, left] = [new Map(this.set), now, MOST_MOVES];
    }
    if (pool.length) this.become(best);
  }
  leastInTheWay(label, hardness) {
    let best = null, least = Infinity;
    for (const spot of this.tightest(label)) {
      const others = this.inTheWay(spot);
      let sum = spot.cost / 100;
      for (const id of others) sum += hardness(this.set.get(id).label);
      if (sum < least) [best, least] = [{ spot, others }, sum];
    }
    return best;
  }
  /** Writes a shortened name whole, if the labels in its way find other room without being shortened more, or may be dropped. */
  widen(label, dropped = () => false) {
    if (!(this.set.get(label.id)?.spot.made.cost >= CUT)) return;
    const all = [...this.spots(label, false), ...this.spots(label, true)], before = this.lift(label.id);
    const whole = all.filter(({ made, upon, box }) => made.cost < CUT && !upon && !isBorrowed(this, label, box)).slice(0, MOST_WIDENED);
    for (const spot of whole) {
      const others = [...this.inTheWay(spot)];
      if (others.length < 4 && !others.some((id) => this.set.get(id).label.fixed) && this.swap(label, spot, others, dropped)) return;
    }
    this.put(before.label, before.spot);
  }
  /** Places a label and moves those in its way elsewhere, if they must be `sure` where it is clear whose they are; if that fails, changes
   * nothing. */
  swap(label, spot, others, dropped, sure = false) {
    const lifted = others.map((id) => this.lift(id)), done = [];
    this.put(label, spot);
    for (const { label: other, spot: was } of lifted) {
      const most = was.made.cost < CUT ? CUT : was.made.cost + 0.1;
      const free = this.tightest(other).filter((one) => one.made.cost < most && this.open(one, other.id));
      const found = free.find((one) => !this.doubts(other, one).length) ?? (sure ? undefined : free[0]);
      if (!found && !dropped(other, was)) break;
      if (found) this.put(other, found);
      done.push(other.id);
    }
    if (done.length === lifted.length) return true;
    for (const id of [...done, label.id]) if (this.set.has(id)) this.lift(id);
    for (const one of lifted) this.put(one.label, one.spot);
    return false;
  }
  /** Puts labels down that are only just nearest to their own shapes. */
  relent(labels, enough) {
    this.clearly = BARELY;
    labels.forEach(forgetTried);
    this.wholly = true;
    const waiting = labels.filter((label) => this.named < enough && !this.place(label));
    this.wholly = false;
    this.squeeze(waiting.filter((label) => this.named < enough && !this.place(label)), enough);
    this.clearly = CLEARLY;
  }
  /** How many names are put down. */
  get named() { return this.set.size - this.told; }
  /** So many names stay when some make room for whole ones. */
  leastOf(labels) { return Math.ceil((this.narrow && !this.apart ? FEW_STAY : MOST_STAY) * labels.filter(({ points }) => !points).length); }
  /** Writes names whole in place of lighter ones that are cut short, as long as most of all names stay. */
  thin(labels) {
    const rank = new Map(labels.map(({ id }, i) => [id, i])), least = this.leastOf(labels);
    for (const label of labels) {
      this.widen(label, (other, spot) => this.named > least && !other.important && spot.made.cost >= CUT
        && rank.get(other.id) > rank.get(label.id));
    }
    const whole = (label) => this.tightest(label).find((one) => one.made.cost < CUT && this.open(one, label.id));
    for (const label of labels) {
      const spot = this.set.has(label.id) ? null : whole(label);
      if (spot) this.put(label, spot);
    }
    for (const label of [...labels].reverse()) {
      const cut = !label.important && this.set.get(label.id)?.spot.made.cost >= CUT;
      if (cut && this.named > least) this.lift(label.id);
    }
    for (const label of labels) this.widen(label);
  }
  /** Forgets the places that were tried for its labels, of which there are thousands. */
  forgetTried() { for (const { label } of this.set.values()) forgetTried(label); }
  become(set) {
    this.labels = new Taken();
    this.set = new Map();
    this.told = 0;
    for (const { label, spot } of set.values()) this.put(label, spot);
  }
  /** Puts labels down, the weightiest first, in little room, and lets them take more where there is some: {id, x, y, radius,
   * choices} or, of a line, {id, points, choices}; `choices` are made labels {wide, tall, cost}. One that is `important` may
   * stand further from its shape, if need be with a leader over others; its `weight` is that of so many others; one that is
   * `fixed` never is; one that `must` be there is, if need be upon others; one that is `spare` has room that others leave, or
   * none. When `hurried`, each takes the first place that it finds next to what it names. */
  placeAll(labels, hurried = false) {
    for (const label of labels) if (label.must) this.put(label, this.foremost({ ...label, pointed: true }) ?? this.over(label));
    this.placeOthers(labels.filter(({ must, spare }) => !must && !spare), hurried);
    if (hurried) return;
    giveWay(this, labels);
    for (const label of labels) if (label.spare && !label.must) this.placeSpare(label);
  }
  /** Puts down what a claim says, only where it is whole, beside its dot, and no line runs under it. */
  placeSpare(label) {
    const spot = this.spots(label, false).find((one) => one.made.cost < CUT && !this.lines.under(one.box).size && this.open(one, label.id));
    if (spot) this.put(label, spot);
  }
  placeOthers(all, hurried) {
    if (hurried) for (const label of all) this.place(label, true);
    if (hurried) return;
    const labels = all.filter(({ points }) => !points), words = all.filter(({ points }) => points);
    const few = labels.length < FEW_NAMES, lacking = (kept) => labels.filter((label) => label[kept] && !this.set.has(label.id));
    const lettersFirst = few && !this.narrow;
    if (lettersFirst) tellWhereFree(this, words, true);
    for (const label of labels) this.putOn(label, label.side, few && this.narrow && !label.laid);
    if (!lettersFirst) tellWhereFree(this, words);
    for (const label of labels) if (label.fixed && !this.set.has(label.id)) this.place(label);
    if (this.whole || few) tellFirst(this, words); // a picture that is taken along grows until all have room
    this.wholly = true;
    this.squeeze(labels.filter((label) => !this.set.has(label.id) && !this.place(label)));
    this.wholly = false;
    const least = this.leastOf(labels), lacks = (label) => !this.set.has(label.id) && (label.important || this.named < least);
    this.squeeze(labels.filter((label) => lacks(label) && !this.place(label)), least);
    if (this.named < least) this.relent(labels.filter(lacks), least);
    tellKinds(this, words);
    if (labels.length >= FEW_NAMES) tellAsked(this, words);
    this.squeeze(labels.filter((label) => lacks(label) && !this.place(label)), least);
    for (let turn = 0; turn < 2; turn += 1) {
      for (const label of labels) this.better(label);
      for (const label of labels) this.widen(label);
    }
    this.thin(labels);
    tellMore(this, words.filter(({ last }) => !last), true);
    straighten(this, labels, true);
    this.settle(labels);
    straighten(this, labels, false);
    bringBack(this, labels);
    offLines(this, labels);
    tellMore(this, words, false);
    for (const label of words) if (label.asked) this.better(label); // letters alone become words where there is room
    putFirst(this, lacking("fixed"));
    if (this.narrow) return;
    putFirst(this, lacking("important"), ({ fixed, important }) => fixed || important);
    this.settle(labels); // what gave way may leave doubts
  }
}
