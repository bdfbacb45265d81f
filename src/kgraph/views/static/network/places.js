// Finds places for nodes that join the picture after it was opened.

const ADDED = 40; // so many neighbours at most join a large picture at a time
const MOST_IN_QUESTION = 200; // and so many of what is in question, or answers

/** The nearest free place to a point, on a spiral (Vogel 1979): the same each time for the same picture. */
export const freePlace = (x, y, boxes) => {
  for (let i = 3; ; i += 1) {
    const radius = 26 * Math.sqrt(i), angle = i * Math.PI * (3 - Math.sqrt(5));
    const spot = { x: Math.round(x + radius * 1.5 * Math.cos(angle)), y: Math.round(y + radius * Math.sin(angle)) };
    if (i > 4000 || boxes.every((box) => Math.abs(box.x - spot.x) > 110 || Math.abs(box.y - spot.y) > 46)) return spot;
  }
};
/** Adds nodes to the picture, each at a free place. */
export const makePlaces = ({ nodes, edges, claims }, { drawn, near, neighbours, wayBetween, claimsOf }, choice) => {
  const placed = () => [...drawn].map((id) => nodes[id]).filter((node) => node.x !== null);
  /** Adds nodes to the picture, around one that is in it. */
  const addAround = (centre, ids) => {
    drawn.add(centre);
    const boxes = placed(), from = nodes[centre];
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
  /** The neighbours of a node that are not drawn yet, and the first of them, which may join at once. */
  const waiting = (node) => neighbours(node).filter((far) => !drawn.has(far));
  const addNeighbours = (node) => addAround(node, waiting(node).slice(0, ADDED));
  let broughtIn = "";
  /** Adds a selected node that was not in the picture yet, with the best connected of its neighbours. */
  const bringIn = () => {
    const { selected, focus } = choice, now = JSON.stringify([selected, focus, choice.until, nodes.length]);
    if (now === broughtIn) return;
    broughtIn = now;
    if (selected && "node" in selected) addNeighbours(selected.node);
    if (focus?.node !== undefined) addNeighbours(focus.node);
    else for (const id of [...near() ?? []].filter((one) => !drawn.has(one)).slice(0, MOST_IN_QUESTION)) addAround(id, []);
    if (selected && "edge" in selected) addAround(edges[selected.edge].from, [edges[selected.edge].to]);
    if (selected && "statement" in selected) addAround(selected.statement[0], [selected.statement[1]]);
    for (const claim of selected && ("claim" in selected || "question" in selected) ? claimsOf(selected).slice(0, ADDED) : []) {
      const [first, ...rest] = claims[claim].about;
      if (first < nodes.length) addAround(first, rest.filter((id) => id < nodes.length));
    }
    if (selected && "path" in selected) {
      addAround(selected.path[0], []);
      for (const { from, to } of wayBetween(...selected.path) ?? []) addAround(from, [to]);
    }
  };
  return { placed, waiting, addNeighbours, mostAdded: ADDED, bringIn };
};
