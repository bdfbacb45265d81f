// Finds places for labels: near what they name, over no shape and no other label, the most important first. A label without room may
// displace others, which then look for another place. A label far from its shape gets a leader line to it.

import { Points, Taken, celled } from "./taken.js";

const GAP = 2; // between a shape and its label
const RINGS = [12, 24, 38, 54, 72]; // the distances at which a label may stand apart from its shape
const NARROW = 560; // in a narrower window, a label stands next to its shape or is dropped
const ASIDE = 5; // a label with a leader keeps this distance from other shapes, as it would seem to name them
const BESIDE = 7; // words on a line keep this distance from other words, as both would be read as one
const FAR_RINGS = [92, 115, 140, 170]; // further distances for the name of something important or pointed at, if there is no room nearer
const ANGLES = Array.from({ length: 16 }, (_, i) => (i * Math.PI) / 8);
const APART = 8; // a label at a larger distance from its shape has a leader
const MOST_MOVES = 400; // stop after displacing labels so often without getting one more name into the picture
const MOST_BLOCKED = 12; // so many points of an important label's leader may lie over shapes
const CUT = 5; // the cost of a label that is cut short
const MOST_STAY = 0.86; // at least this share of all names stays when some are dropped to write others whole
const FEW_STAY = 0.5; // the same for a narrow window: few names that are clear are better than many that are not
const MOST_WIDENED = 150; // so many places are tried for a whole name that is to replace a shortened one
const MOST_TRIED = 60; // so many places of a label are compared when others would be displaced

/** Places next to a shape: [left, top, cost]. */
const closeBy = ({ x, y, radius }, wide, tall) => {
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
const ringed = (rings) => ({ x, y, radius }, wide, tall) => rings.flatMap((far, ring) => ANGLES.map((angle) => {
  const cos = Math.cos(angle), sin = Math.sin(angle), out = radius + far;
  return [x + cos * (out + wide / 2) - wide / 2, y + sin * (out + tall / 2) - tall / 2, 4 + ring * 2];
}));
/** Places along a line, and beside it: `points` are on the line, the middle first. */
const along = ({ points }, wide, tall) => points.flatMap(([x, y], i) => [
  [x - wide / 2, y - tall / 2, i * 0.5], [x - wide / 2, y + 3, 1 + i * 0.5], [x - wide / 2, y - tall - 3, 1 + i * 0.5],
  [x + 6, y - tall / 2, 1.5 + i * 0.5], [x - wide - 6, y - tall / 2, 1.5 + i * 0.5],
]);
/** The leader of a box: from the edge of its shape to the nearest point of the box; null if they are close enough. */
const leaderOf = ({ x, y, radius }, [left, top, right, bottom]) => {
  const toX = Math.max(left, Math.min(right, x)), toY = Math.max(top, Math.min(bottom, y)), far = Math.hypot(toX - x, toY - y);
  if (far - radius < APART) return null;
  return [x + ((toX - x) * radius) / far, y + ((toY - y) * radius) / far, toX, toY];
};
const inSteps = ([x1, y1, x2, y2], size) => {
  const steps = Math.max(1, Math.ceil(Math.hypot(x2 - x1, y2 - y1) / size));
  return Array.from({ length: steps }, (_, i) => [x1 + ((x2 - x1) * (i + 0.5)) / steps, y1 + ((y2 - y1) * (i + 0.5)) / steps]);
};
const bits = (leader) => inSteps(leader, 6).map(([x, y]) => celled([x - 2, y - 2, x + 2, y + 2]));

/** A window with so many pixels, with shapes {id, x, y, radius} and points of lines in it. Labels are placed in it. */
export class Room {
  shapes = new Taken();
  labels = new Taken();
  strokes = new Points();
  set = new Map(); // by the id of what a label names: {label, spot}
  constructor(wide, high, shapes, strokes) {
    Object.assign(this, { wide, high, narrow: wide < NARROW });
    for (const { id, x, y, radius } of shapes) {
      this.shapes.add(celled([x - radius, y - radius, x + radius, y + radius]), id);
    }
    for (const [x, y] of strokes) this.strokes.add(x, y);
  }
  inside([left, top, right, bottom]) { return left > 0 && top > 0 && right < this.wide && bottom < this.high; }
  /** A spot {box, leader, made, cost} for a label that has been made; null if it would cover a shape or leave the window. */
  spot(label, made, [x, y, cost], reach = false) {
    const left = Math.round(x), top = Math.round(y), box = [left, top, left + made.wide, top + made.tall];
    const owner = label.points ? undefined : label.id; // a leader begins in its own shape
    const own = this.inside(box) ? celled(box) : null;
    if (!own || !this.shapes.free(own)) return null;
    const leader = reach ? leaderOf(label, box) : null, path = leader ? bits(leader) : [];
    const blocked = path.filter((bit) => !this.shapes.free(bit, owner)).length;
    if (blocked > (label.pointed ? Infinity : label.important && !this.narrow ? MOST_BLOCKED : 0)) return null;
    const alone = label.points || this.shapes.free(celled([left - ASIDE, top - ASIDE, box[2] + ASIDE, box[3] + ASIDE]), owner);
    if (leader && !alone && !label.pointed) return null;
    const crossed = 0.25 * this.strokes.inside(box), here = cost + 0.1 * path.length + blocked + (alone ? 0 : 1.5);
    const tight = here + crossed + (made.wide * made.tall) / 250;
    const kept = label.points ? celled([left - BESIDE, top - 1, box[2] + BESIDE, box[3] + 1]) : own;
    return { box, parts: [kept, ...path], leader, made, tight, cost: here + made.cost + Math.min(3, crossed) };
  }
  /** Every spot of a label that covers no shape, the best first. They are worked out once, and the distant ones only when asked for. */
  spots(label, far) {
    const key = far ? "far" : "close";
    const rings = label.important ? this.narrow ? RINGS : [...RINGS, ...FAR_RINGS] : this.narrow ? RINGS.slice(0, 1) : RINGS;
    label[key] ??= label.points && far ? [] : this.spotsAt(label, label.points ? along : far ? ringed(rings) : closeBy, far);
    return label[key];
  }
  spotsAt(label, places, reach) {
    return label.choices.flatMap((made) => places(label, made.wide, made.tall).map((place) => this.spot(label, made, place, reach)))
      .filter(Boolean).sort((a, b) => a.cost - b.cost);
  }
  /** A spot for a label before which other labels give way: free of labels if there is such a spot, and always free of shapes. */
  foremost(label) {
    const close = [...this.spots(label, false), ...this.spots(label, true)];
    const found = close.find((one) => this.open(one, label.id)) ?? close[0];
    return found ?? (label.points ? null : this.spotsAt(label, ringed(FAR_RINGS), true)[0]) ?? null;
  }
  /** A spot for a label that must be readable: within the window, over as few shapes as possible. */
  over(label) {
    const [made] = label.choices, places = (label.points ? along : closeBy)(label, made.wide, made.tall);
    const within = (at, size, room) => Math.round(Math.max(1, Math.min(room - size - 1, at)));
    const spots = places.map(([x, y, cost]) => {
      const left = within(x, made.wide, this.wide), top = within(y, made.tall, this.high);
      const own = celled([left, top, left + made.wide, top + made.tall]), covered = new Set();
      this.shapes.owners(own, covered);
      const moved = Math.hypot(left - x, top - y), upon = 3 * covered.size + (covered.has(label.id) ? 20 : 0);
      return { box: own.box, parts: [own], leader: null, made, cost: cost + moved + upon };
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
  }
  lift(id) {
    const { label, spot } = this.set.get(id);
    for (const part of spot.parts) this.labels.remove(part, id);
    this.set.delete(id);
    return { label, spot };
  }
  /** The spots of a label that need least room, first those next to its shape. */
  tightest(label) {
    const byRoom = (list, most) => [...list].sort((a, b) => a.tight - b.tight).slice(0, most);
    label.tightest ??= [...byRoom(this.spots(label, false), MOST_TRIED), ...byRoom(this.spots(label, true), MOST_TRIED / 2)];
    return label.tightest;
  }
  place(label, hurried = false) {
    const spot = (hurried ? this.spots(label, false) : this.tightest(label)).find((one) => this.open(one, label.id));
    if (spot) this.put(label, spot);
    return Boolean(spot);
  }
  /** Finds room for labels that have none. Each displaces the labels that have least often been hard to place, which then look for another
   * spot (Nagata and Bräysy 2009, an ejection pool). The best arrangement that was met is kept. */
  squeeze(waiting) {
    const pool = [...waiting].reverse(), hard = new Map();
    const hardness = ({ id, important, fixed }) => (fixed ? Infinity : (hard.get(id) ?? 1) + (important ? 4 : 0));
    const worth = () => [...this.set.values()].reduce((sum, { label }) => sum + (label.important ? 4 : 1), 0);
    let best = new Map(this.set), most = worth();
    for (let left = MOST_MOVES; left && pool.length; left -= 1) {
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
    const whole = all.filter(({ made }) => made.cost < CUT).slice(0, MOST_WIDENED);
    for (const spot of whole) {
      const others = [...this.inTheWay(spot)];
      if (others.length < 4 && !others.some((id) => this.set.get(id).label.fixed) && this.swap(label, spot, others, dropped)) return;
    }
    this.put(before.label, before.spot);
  }
  /** Places a label and moves those in its way elsewhere; if that fails, changes nothing. */
  swap(label, spot, others, dropped) {
    const lifted = others.map((id) => this.lift(id)), done = [];
    this.put(label, spot);
    for (const { label: other, spot: was } of lifted) {
      const most = was.made.cost < CUT ? CUT : was.made.cost + 0.1;
      const found = this.tightest(other).find((one) => one.made.cost < most && this.open(one, other.id));
      if (!found && !dropped(other, was)) break;
      if (found) this.put(other, found);
      done.push(other.id);
    }
    if (done.length === lifted.length) return true;
    for (const id of [...done, label.id]) if (this.set.has(id)) this.lift(id);
    for (const one of lifted) this.put(one.label, one.spot);
    return false;
  }
  /** Writes names whole at the cost of less important shortened ones, as long as most of all names stay. */
  thin(labels) {
    const rank = new Map(labels.map(({ id }, i) => [id, i])), least = Math.ceil((this.narrow ? FEW_STAY : MOST_STAY) * labels.length);
    for (const label of labels) {
      this.widen(label, (other, spot) => this.set.size > least && !other.important && spot.made.cost >= CUT
        && rank.get(other.id) > rank.get(label.id));
    }
    const whole = (label) => this.tightest(label).find((one) => one.made.cost < CUT && this.open(one, label.id));
    for (const label of labels) {
      const spot = this.set.has(label.id) ? null : whole(label);
      if (spot) this.put(label, spot);
    }
    for (const label of [...labels].reverse()) {
      const cut = !label.important && this.set.get(label.id)?.spot.made.cost >= CUT;
      if (cut && this.set.size > least) this.lift(label.id);
    }
    for (const label of labels) this.widen(label);
  }
  become(set) {
    this.labels = new Taken();
    this.set = new Map();
    for (const { label, spot } of set.values()) this.put(label, spot);
  }
  /** Puts labels down, the weightiest first, in little room, and lets them take more where there is some: {id, x, y, radius,
   * choices} or, of a line, {id, points, choices}; `choices` are made labels {wide, tall, cost}. One that is `important` may
   * stand further from its shape, if need be with a leader over others, and is put aside for important others only; one that is
   * `fixed` never is. When `hurried`, each takes the first place that it finds next to what it names. */
  placeAll(labels, hurried = false) {
    const waiting = labels.filter((label) => !this.place(label, hurried));
    if (hurried) return;
    this.squeeze(waiting);
    for (let turn = 0; turn < 2; turn += 1) {
      for (const label of labels) this.better(label);
      for (const label of labels) this.widen(label);
    }
    this.thin(labels);
  }
}
