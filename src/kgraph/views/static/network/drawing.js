// --- the picture: vis-network draws shapes and lines, labels are set here

const graph = at("graph");
const ADDED = 40; // so many neighbours join a large picture at a time
const MOST_CLAIMS = 60; // so many claims are drawn as nodes at a time, disputed ones first
const vertices = new vis.DataSet(), lines = new vis.DataSet();
const network = new vis.Network(graph, { nodes: vertices, edges: lines }, data.options);
let hovered = null; // the id of a vertex or, after a comma, of a line
let lit = null; // what the selection lights up: {nodes, lines}
let palette = {};

/** So much of one colour in another, both as #rrggbb. */
const mixed = (one, other, part) => `#${[1, 3, 5].map((i) => Math.round(parseInt(one.slice(i, i + 2), 16) * part + parseInt(other.slice(i, i + 2), 16) * (1 - part)).toString(16).padStart(2, "0")).join("")}`;
const readPalette = () => {
  const style = getComputedStyle(root);
  palette = {};
  for (const tone of ["canvas", "ink", "faint", "soft", "statement", ...Object.keys(data.kinds), ...new Set(Object.values(data.statuses).map((line) => line.tone))]) {
    palette[tone] = style.getPropertyValue(`--${tone}`).trim();
    palette[`faint-${tone}`] = mixed(palette[tone], palette.canvas, 0.17);
  }
};

// Vertices are numbered nodes and claims ("c3"); lines are numbered relations, statements ("s1-2") and what ties a claim ("t3-1").
const nodeVertex = (node) => ({ id: node.id, x: node.x, y: node.y, shape: data.kinds[node.kind].shape, size: node.size, tone: node.kind, label: node.label });
const claimVertex = (id, spot) => ({ id: `c${id}`, x: spot.x, y: spot.y, shape: "dot", size: 6, tone: against(claims[id]) ? "denied" : disputed(id) ? "disputed" : "soft", label: claims[id].text, claim: id });
const curve = (bend) => (!bend ? false : { enabled: true, type: bend > 0 ? "curvedCW" : "curvedCCW", roundness: Math.abs(bend) });
const relationLine = (edge) => {
  const look = data.statuses[status(edge.id)], several = origins(edge.id).independent > 1;
  return {
    id: edge.id, from: edge.from, to: edge.to, tone: look.tone, dashes: look.dashes.length ? look.dashes : false, width: look.width * (several ? 2 : 1),
    arrows: { to: { enabled: true, scaleFactor: several ? 0.4 : 0.5 }, middle: { enabled: look.barred, type: "bar", scaleFactor: 0.6 } }, smooth: curve(edge.bend),
  };
};
const plainLine = (id, from, to, tone, dashes = [2, 4]) => ({
  id, from, to, tone, dashes, width: 1, arrows: { to: { enabled: tone !== "soft", scaleFactor: 0.35 } }, smooth: false,
});

/** The nearest free place to a point, on a spiral (Vogel 1979): the same each time for the same picture. */
const freePlace = (x, y, boxes, wide = 110, high = 46) => {
  for (let i = 3; ; i += 1) {
    const radius = 26 * Math.sqrt(i), angle = i * Math.PI * (3 - Math.sqrt(5));
    const spot = { x: Math.round(x + radius * 1.5 * Math.cos(angle)), y: Math.round(y + radius * Math.sin(angle)) };
    if (i > 4000 || boxes.every((box) => Math.abs(box.x - spot.x) > wide || Math.abs(box.y - spot.y) > high)) return spot;
  }
};
const placed = () => [...drawn].map((id) => nodes[id]).filter((node) => node.x !== null);
/** Adds nodes to the picture about one that is in it. */
const addAround = (centre, ids) => {
  drawn.add(centre);
  const boxes = placed();
  const from = nodes[centre];
  if (from.x === null) {
    const anchor = neighbours(centre).map((id) => nodes[id]).find((node) => drawn.has(node.id) && node.x !== null);
    const bottom = boxes.reduce((low, node) => Math.max(low, node.y), 0);
    Object.assign(from, freePlace(anchor?.x ?? 0, anchor?.y ?? bottom + 200, boxes));
    boxes.push(from);
  }
  for (const id of ids) {
    drawn.add(id);
    if (nodes[id].x === null) { Object.assign(nodes[id], freePlace(from.x, from.y, boxes)); boxes.push(nodes[id]); }
  }
};

/** The claims that are drawn as nodes: those behind the selection, else those that concern what is drawn. */
const drawnClaims = () => {
  if (!state.claims) return [];
  const made = state.selected?.node === undefined ? [] : speaking(state.selected.node);
  const chosen = state.selected ? unique([...claimsOf(state.selected), ...made]) : claims.filter((claim) => claim.about.some(nodeShown)).map((claim) => claim.id);
  return byWeight(chosen.filter((id) => saidYet(id) && theirs(id))).slice(0, MOST_CLAIMS);
};
const claimPlaces = new Map(); // by claim, so that they stay where they are when others come and go
const withClaims = (vertexList, lineList) => {
  const ids = drawnClaims(), here = new Set(ids), boxes = [...placed(), ...claimPlaces.values()];
  for (const id of ids) {
    const claim = claims[id];
    const tied = [...new Set([nodeOf(claim), ...claim.about])].filter((node) => node >= 0 && nodeShown(node));
    if (!tied.length) continue;
    if (!claimPlaces.has(id)) {
      const middle = (axis) => tied.reduce((sum, node) => sum + nodes[node][axis], 0) / tied.length;
      claimPlaces.set(id, freePlace(middle("x"), middle("y"), boxes, 34, 26));
      boxes.push(claimPlaces.get(id));
    }
    vertexList.push(claimVertex(id, claimPlaces.get(id)));
    for (const node of tied) lineList.push(node === nodeOf(claim) ? plainLine(`t${id}-${node}`, node, `c${id}`, "statement", false) : plainLine(`t${id}-${node}`, `c${id}`, node, "soft"));
    for (const [word, to] of claim.relations) if (here.has(to)) lineList.push({ ...plainLine(`r${id}-${to}`, `c${id}`, `c${to}`, word === "denies" || word === "contradicts" ? "denied" : "statement", [6, 3]), word });
  }
};

/** What the selection lights up, or null when nothing is selected. */
const light = (lineList) => {
  const what = state.selected;
  if (!what) return null;
  const own = new Set(drawnClaims().map((id) => `c${id}`));
  let ends, mine;
  if ("node" in what) {
    const made = new Set(speaking(what.node)); // what a claimant says of others is lit with it
    mine = lineList.filter((line) => line.from === what.node || line.to === what.node
      || (made.size < 8 && typeof line.id === "number" && edges[line.id].said.some(([claim]) => made.has(claim))));
    ends = [what.node, ...mine.flatMap((line) => [line.from, line.to])];
  } else if ("path" in what) {
    const steps = wayBetween(...what.path) ?? [];
    ends = [...what.path, ...steps.flatMap((step) => [step.from, step.to])];
    mine = lineList.filter((line) => steps.some((step) => [step.from, step.to].includes(line.from) && [step.from, step.to].includes(line.to)));
  } else if ("claim" in what) {
    mine = lineList.filter((line) => typeof line.id === "number" && edges[line.id].said.some(([claim]) => claim === what.claim));
    ends = [...mine.flatMap((line) => [line.from, line.to]), ...claims[what.claim].about, nodeOf(claims[what.claim])];
  } else {
    ends = "edge" in what ? [edges[what.edge].from, edges[what.edge].to] : what.statement;
    mine = lineList.filter((line) => ("edge" in what ? line.id === what.edge : line.id === `s${what.statement.join("-")}`));
  }
  const tied = lineList.filter((line) => own.has(line.from) || own.has(line.to));
  return { nodes: new Set([...ends, ...own, ...tied.flatMap((line) => [line.from, line.to])]), lines: new Set([...mine, ...tied].map((line) => line.id)) };
};
const coloured = (vertex) => {
  const bright = !lit || lit.nodes.has(vertex.id), chosen = isChosen(vertex.id);
  const background = bright ? palette[vertex.tone] : palette[`faint-${vertex.tone}`];
  const both = { background, border: chosen ? palette.ink : background };
  return { ...vertex, label: undefined, name: vertex.label, borderWidth: chosen ? 4 : 1.5, color: { ...both, highlight: both, hover: both } };
};
const isChosen = (id) => state.selected && (state.selected.node === id || id === `c${state.selected.claim}` || state.selected.path?.includes(id));
const toned = (line) => {
  const bright = !lit || lit.lines.has(line.id), tone = bright ? palette[line.tone] : palette.faint;
  const opacity = !lit && drawn.size > 200 && line.tone === "undisputed" ? 0.45 : 1;
  return { ...line, width: line.width * (lit && bright ? 1.5 : 1), color: { color: tone, highlight: tone, hover: tone, inherit: false, opacity } };
};
const replaceAll = (set, items) => {
  const ids = new Set(items.map((item) => item.id));
  set.remove(set.getIds().filter((id) => !ids.has(id)));
  set.update(items);
};
let picture = { vertices: new Map(), lines: new Map() };
/** Draws what the state says, where it was: nothing moves. */
const draw = () => {
  const vertexList = [...drawn].filter(nodeShown).map((id) => nodeVertex(nodes[id]));
  const seen = new Set();
  for (const { id } of vertexList) for (const edge of touching(id)) if (!seen.has(edge.id) && edgeShown(edge)) seen.add(edge.id);
  const lineList = [...seen].map((id) => relationLine(edges[id]));
  for (const { from, to } of statements()) lineList.push(plainLine(`s${from}-${to}`, from, to, "statement"));
  withClaims(vertexList, lineList);
  lit = state.focus ? null : light(lineList);
  picture = { vertices: new Map(vertexList.map((v) => [v.id, v])), lines: new Map(lineList.map((l) => [l.id, l])) };
  replaceAll(vertices, vertexList.map(coloured));
  replaceAll(lines, lineList.map(toned));
  // What vis-network takes for selected it draws last, so above what is faint.
  if (lit) network.setSelection({ nodes: [...lit.nodes].filter((id) => picture.vertices.has(id)), edges: [...lit.lines] }, { highlightEdges: false });
  else network.unselectAll();
  placeLabels();
};

/** Does several things to the picture and paints it once: vis-network would paint it anew after each. */
const still = (action) => {
  network.renderer.allowRedraw = false;
  action();
  network.renderer.allowRedraw = true;
  network.body.emitter.emit("_requestRedraw");
};
/** Brings vertices into view, with room for their labels. */
const frame = (ids, closest = 1.5) => {
  const here = ids.filter((id) => picture.vertices.has(id));
  if (!here.length) return;
  network.fit({ nodes: here, maxZoomLevel: closest / 0.92 });
  network.moveTo({ scale: network.getScale() * 0.92 });
  placeLabels();
};
const frameAll = () => frame([...picture.vertices.keys()]);

// --- labels: one size on the screen, the weightiest first; one that would cover another waits for a closer look

/** At most two lines of about 18 characters; all of it where the reader is looking. */
const wrap = (text, all) => {
  const out = [""];
  for (const word of text.split(/\s+/)) {
    if (out.at(-1) && out.at(-1).length + word.length > 18) out.push("");
    out[out.length - 1] += (out.at(-1) && " ") + word;
  }
  const kept = all ? out.slice(0, 6) : out.slice(0, 2);
  if (kept.length < out.length) kept[kept.length - 1] += "…";
  return kept.map((row) => (row.length > 40 ? `${row.slice(0, 39)}…` : row));
};
const FONT = 'system-ui, "Segoe UI", "DejaVu Sans", sans-serif';
const sprites = new Map();
const scratch = document.createElement("canvas").getContext("2d");
/** A label as a small picture, painted when it is first needed: text with an edge around it is too slow for every frame. */
const sprite = (text, { all = false, tone, weight = 400, size = 11.5 }) => {
  const key = [text, all, tone, weight, size, palette.canvas].join("\n");
  if (sprites.has(key)) return sprites.get(key);
  if (sprites.size > 3000) sprites.clear();
  const rowsOf = wrap(text, all), font = `${weight} ${size}px ${FONT}`;
  scratch.font = font;
  const wide = 2 * Math.ceil(Math.max(...rowsOf.map((row) => scratch.measureText(row).width)) / 2) + 6, tall = Math.ceil(size * 1.2 * rowsOf.length) + 4;
  const direction = /^[^\p{L}]*[\p{Script=Arabic}\p{Script=Hebrew}]/u.test(text) ? "rtl" : "ltr";
  const made = { wide, tall, rowsOf, look: { font, direction, fillStyle: palette[tone], strokeStyle: palette.canvas }, high: size * 1.2, canvas: null };
  sprites.set(key, made);
  return made;
};
const painted = (made) => {
  if (made.canvas) return made.canvas;
  const ratio = devicePixelRatio || 1;
  made.canvas = el("canvas", { width: made.wide * ratio, height: made.tall * ratio });
  const pen = made.canvas.getContext("2d");
  pen.scale(ratio, ratio);
  Object.assign(pen, { ...made.look, textAlign: "center", textBaseline: "top", lineJoin: "round", lineWidth: 4 });
  for (const set of ["strokeText", "fillText"]) made.rowsOf.forEach((row, i) => pen[set](row, made.wide / 2, 2 + i * made.high));
  return made.canvas;
};
let setLabels = []; // sprites, and the corner {x, y} of each in units of the picture
let placedAt = null;
const placeLabels = () => { placedAt = null; };
const CELL = 64;
/** Boxes on the screen, in a grid so that a look at its surroundings is enough. */
class Taken {
  cells = new Map();
  * around([left, top, right, bottom]) {
    for (let x = Math.floor(left / CELL); x <= right / CELL; x += 1) for (let y = Math.floor(top / CELL); y <= bottom / CELL; y += 1) yield `${x},${y}`;
  }
  add(box, owner = null) {
    for (const cell of this.around(box)) this.cells.set(cell, [...(this.cells.get(cell) ?? []), [box, owner]]);
  }
  free(box, own, textOnly = false) {
    for (const cell of this.around(box)) {
      for (const [[left, top, right, bottom], owner] of this.cells.get(cell) ?? []) {
        if (owner !== null && (owner === own || textOnly)) continue;
        if (right > box[0] && left < box[2] && bottom > box[1] && top < box[3]) return false;
      }
    }
    return true;
  }
}
const arrangeLabels = () => {
  const scale = network.getScale(), taken = new Taken(), places = network.getPositions();
  const corner = network.canvasToDOM({ x: 0, y: 0 }); // screen = corner + scale * canvas
  const onScreen = ({ x, y }) => ({ x: corner.x + x * scale, y: corner.y + y * scale });
  const wide = graph.clientWidth, high = graph.clientHeight;
  setLabels = [];
  const shown = [...picture.vertices.values()].filter((v) => !lit || lit.nodes.has(v.id)).map((v) => ({ ...v, ...onScreen(places[v.id]), radius: v.size * scale }));
  for (const v of shown) taken.add([v.x - v.radius, v.y - v.radius, v.x + v.radius, v.y + v.radius], v.id);
  const put = (text, spots, { own = null, force = false, hub = false, ...look }) => {
    const made = sprite(text, look);
    const boxes = spots(made.wide, made.tall).map(([x, y]) => [x - made.wide / 2, y, x + made.wide / 2, y + made.tall]);
    const inside = ([left, top, right, bottom]) => left > 0 && top > 0 && right < wide && bottom < high;
    const box = boxes.find((b) => inside(b) && taken.free(b, own)) || (hub && boxes.find((b) => inside(b) && taken.free(b, own, true))) || (force && (boxes.find(inside) || boxes[0]));
    if (!box) return;
    taken.add(box);
    setLabels.push({ made, x: (box[0] - corner.x) / scale, y: (box[1] - corner.y) / scale });
  };
  const vertexLabel = (v, more = {}) => {
    const gap = v.radius + 1;
    put(v.label, (w, t) => [[v.x, v.y + gap], [v.x, v.y - gap - t], [v.x + gap + w / 2, v.y - t / 2], [v.x - gap - w / 2, v.y - t / 2],
      ...[[1, 1], [-1, 1], [1, -1], [-1, -1]].map(([dx, dy]) => [v.x + dx * (v.radius * 0.7 + w / 2), dy > 0 ? v.y + v.radius * 0.5 : v.y - v.radius * 0.5 - t])], { own: v.id, tone: "ink", ...more });
  };
  const lineLabel = (line, text, more = {}) => {
    const shape = network.body.edges[line.id]?.edgeType;
    if (shape) put(text, (w, t) => [0.5, 0.35, 0.65].map((part) => onScreen(shape.getPoint(part))).map(({ x, y }) => [x, y - t / 2]), { tone: line.tone, size: 11, ...more });
  };
  const byDegree = shown.sort((a, b) => (a.claim !== undefined) - (b.claim !== undefined) || (a.claim === undefined ? a.id - b.id : a.claim - b.claim));
  const looking = (v) => v.id === hovered || isChosen(v.id);
  for (const v of byDegree) if (looking(v)) vertexLabel(v, { all: true, force: true, weight: 600 });
  const words = (line) => (line.word ? line.word : typeof line.id !== "number" ? (lit ? plainWords(line) : "") : status(line.id) === "undisputed" ? edges[line.id].name : `${brief(line.id)} · ${status(line.id)}`);
  const chosenLine = state.selected && ("edge" in state.selected ? state.selected.edge : null);
  for (const line of picture.lines.values()) if (line.id === chosenLine || `,${line.id}` === hovered) lineLabel(line, words(line) || plainWords(line), { all: true, force: true });
  for (const v of byDegree) if (!looking(v) && v.claim === undefined) vertexLabel(v, { weight: HUBS.has(v.id) ? 600 : 400, hub: HUBS.has(v.id) || (lit && lit.nodes.size < 30) });
  for (const v of byDegree) if (!looking(v) && v.claim !== undefined && (lit || scale > 0.9)) vertexLabel(v, { size: 10.5, tone: "soft" });
  const lineOrder = [...picture.lines.values()].sort((a, b) => urgency(a) - urgency(b));
  for (const line of lineOrder) {
    if ((lit && !lit.lines.has(line.id)) || line.id === chosenLine || `,${line.id}` === hovered) continue;
    if (lit ? lit.lines.size < 40 : scale > 1.15) { if (words(line)) lineLabel(line, words(line)); }
    else if (typeof line.id === "number" && !["undisputed", "outside"].includes(status(line.id))) lineLabel(line, status(line.id), { size: 10.5 });
  }
};
/** What a line that is no relation means: who says a claim, what it is about, who speaks of what. */
const plainWords = (line) => (line.id[0] === "s" ? "speaks of" : line.from === `c${line.id.slice(1).split("-")[0]}` ? "about" : "says");
const urgency = (line) => (typeof line.id === "number" ? STATUSES.indexOf(status(line.id)) : STATUSES.length);
const HUBS = new Set(nodes.slice(0, 6).filter((node) => touching(node.id).length > 3).map((node) => node.id));
let moving = false;
network.on("afterDrawing", (pen) => {
  const scale = network.getScale(), view = network.getViewPosition();
  const where = moving ? `${scale}` : `${scale},${view.x},${view.y}`;
  if (placedAt === null || (placedAt !== where && !(moving && placedAt.startsWith(`${scale}`)))) { arrangeLabels(); placedAt = where; }
  const corner = network.canvasToDOM({ x: 0, y: 0 }), ratio = devicePixelRatio || 1;
  pen.save();
  pen.setTransform(ratio, 0, 0, ratio, 0, 0); // on whole pixels, else letters blur
  for (const { made, x, y } of setLabels) pen.drawImage(painted(made), Math.round(corner.x + x * scale), Math.round(corner.y + y * scale), made.wide, made.tall);
  pen.restore();
});
