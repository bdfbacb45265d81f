// Labels: one size on the screen, the weightiest first; one that would cover another waits for a closer look.

import { brief, edges, nodes, record, state, status, touching } from "./opened.js";
import { graph, isChosen, isNode, isRelation, network, picture, placeLabels } from "./picture.js";
import { painted, sprite } from "./sprites.js";
import { Taken } from "./taken.js";

const HUBS = new Set(nodes.slice(0, 6).filter((node) => touching(node.id).length > 3).map((node) => node.id));
let labels = []; // sprites, what each is `of` (as hovered), and its corner {x, y} in units of the picture
let hovered = null; // the id of a vertex or, after a comma, of a line
let moving = false;
export const pointAt = (id) => { hovered = id; placeLabels(); network.redraw(); };
export const startMoving = () => { moving = true; };
export const stopMoving = () => { moving = false; placeLabels(); network.redraw(); };

/** What a line that is no relation means: who says a claim, what it is about, who speaks of what. */
const plainWords = (line) => {
  if (line.id[0] === "s") return "speaks of";
  return line.from === `c${line.id.slice(1).split("-")[0]}` ? "about" : "says";
};
const lineWords = (line) => {
  if (line.word) return line.word;
  if (!isRelation(line)) return picture.lit ? plainWords(line) : "";
  return status(line.id) === "undisputed" ? edges[line.id].name : `${brief(line.id)} · ${status(line.id)}`;
};
const urgency = (line) => (isRelation(line) ? record.statuses.indexOf(status(line.id)) : record.statuses.length);

/** Puts labels down for a view of the picture: screen = corner + scale * picture. */
class Setting {
  taken = new Taken();
  set = [];
  corner = network.canvasToDOM({ x: 0, y: 0 });
  scale = network.getScale();
  wide = graph.clientWidth;
  high = graph.clientHeight;
  onScreen({ x, y }) { return { x: this.corner.x + x * this.scale, y: this.corner.y + y * this.scale }; }
  /** A text at the first spot that is free; one that is `force`d covers others, one of a `hub` their shapes. */
  put(text, spots, { own = null, of = own, force = false, hub = false, ...look }) {
    const made = sprite(text, look);
    const boxes = spots(made.wide, made.tall).map(([x, y]) => [x - made.wide / 2, y, x + made.wide / 2, y + made.tall]);
    const inside = ([left, top, right, bottom]) => left > 0 && top > 0 && right < this.wide && bottom < this.high;
    const within = boxes.filter(inside);
    const box = within.find((one) => this.taken.free(one, own)) || (hub && within.find((one) => this.taken.free(one, own, true)))
      || (force && (within[0] || boxes[0]));
    if (!box) return;
    this.taken.add(box);
    this.set.push({ made, of, x: (box[0] - this.corner.x) / this.scale, y: (box[1] - this.corner.y) / this.scale });
  }
  putVertex({ id, label, x, y, radius }, more = {}) {
    const gap = radius + 1, corners = [[1, 1], [-1, 1], [1, -1], [-1, -1]];
    const beside = (wide, tall) => [
      [x, y + gap], [x, y - gap - tall], [x + gap + wide / 2, y - tall / 2], [x - gap - wide / 2, y - tall / 2],
    ];
    const aslant = (wide, tall) => corners.map(([dx, dy]) => [
      x + dx * (radius * 0.7 + wide / 2), dy > 0 ? y + radius * 0.5 : y - radius * 0.5 - tall,
    ]);
    this.put(label, (wide, tall) => [...beside(wide, tall), ...aslant(wide, tall)], { own: id, tone: "ink", ...more });
  }
  putLine({ id, tone }, text, more = {}) {
    const shape = network.body.edges[id]?.edgeType;
    if (!shape) return;
    const spots = (_, tall) => [0.5, 0.35, 0.65].map((part) => this.onScreen(shape.getPoint(part))).map(({ x, y }) => [x, y - tall / 2]);
    this.put(text, spots, { of: `,${id}`, tone, size: 11, ...more });
  }
}
/** The vertices that are lit, where they are on the screen: nodes by how connected they are, then claims. */
const verticesOn = (setting) => {
  const places = network.getPositions(), { lit } = picture;
  return [...picture.vertices.values()].filter((v) => !lit || lit.nodes.has(v.id))
    .map((v) => ({ ...v, ...setting.onScreen(places[v.id]), radius: v.size * setting.scale }))
    .sort((a, b) => isNode(b) - isNode(a) || (isNode(a) ? a.id - b.id : a.claim - b.claim));
};
const arrangeLabels = () => {
  const setting = new Setting(), { lit } = picture, { scale } = setting, vertices = verticesOn(setting);
  const lookedAt = (v) => v.id === hovered || isChosen(v.id);
  const read = (line) => line.id === (state.selected?.edge ?? null) || `,${line.id}` === hovered;
  const isHub = (v) => HUBS.has(v.id);
  for (const { x, y, radius, id } of vertices) setting.taken.add([x - radius, y - radius, x + radius, y + radius], id);
  for (const v of vertices) if (lookedAt(v)) setting.putVertex(v, { all: true, force: true, weight: 600 });
  for (const line of picture.lines.values()) {
    if (read(line)) setting.putLine(line, lineWords(line) || plainWords(line), { all: true, force: true });
  }
  const others = vertices.filter((v) => !lookedAt(v)), sparse = lit && lit.nodes.size < 30;
  for (const v of others.filter(isNode)) setting.putVertex(v, { weight: isHub(v) ? 600 : 400, hub: isHub(v) || sparse });
  if (lit || scale > 0.9) for (const v of others) if (!isNode(v)) setting.putVertex(v, { size: 10.5, tone: "soft" });
  for (const line of [...picture.lines.values()].sort((a, b) => urgency(a) - urgency(b))) {
    if ((lit && !lit.lines.has(line.id)) || read(line)) continue;
    if (lit ? lit.lines.size < 40 : scale > 1.15) { if (lineWords(line)) setting.putLine(line, lineWords(line)); }
    else if (isRelation(line) && !["undisputed", "outside"].includes(status(line.id))) {
      setting.putLine(line, status(line.id), { size: 10.5 });
    }
  }
  labels = setting.set;
};
const arrangeForView = () => {
  const scale = network.getScale(), view = network.getViewPosition(), { labelled } = picture;
  const where = moving ? `${scale}` : `${scale},${view.x},${view.y}`;
  if (labelled === null || (labelled !== where && !(moving && labelled.startsWith(`${scale}`)))) {
    arrangeLabels();
    picture.labelled = where;
  }
};
/** The labels of this view: sprites, what each is `of`, and its corner on the screen, on whole pixels, else letters blur. */
export const labelsOnScreen = () => {
  arrangeForView();
  const scale = network.getScale(), corner = network.canvasToDOM({ x: 0, y: 0 });
  return labels.map(({ made, of, x, y }) => ({ made, of, x: Math.round(corner.x + x * scale), y: Math.round(corner.y + y * scale) }));
};
network.on("afterDrawing", (pen) => {
  const ratio = devicePixelRatio || 1;
  pen.save();
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  for (const { made, x, y } of labelsOnScreen()) pen.drawImage(painted(made), x, y, made.wide, made.tall);
  pen.restore();
});
