// Nodes that a reader has moved by hand. A link keeps their places, and "back" undoes the move.

export const mostMoved = 200; // an address keeps the places of so many nodes, those moved last
/** Moves nodes, and writes and reads their places. The choice has them as `moved`, by number: {x, y}. */
export const makeMoves = ({ nodes }, choice) => {
  const homes = new Map(); // where nodes stood before they were first moved
  const moveNode = (id, { x, y }) => {
    const node = nodes[id], place = { x: Math.round(x), y: Math.round(y) };
    if (!homes.has(id)) homes.set(id, { x: node.x, y: node.y });
    choice.moved.delete(id); // the last to move is the last in order
    choice.moved.set(id, place);
    Object.assign(node, place);
  };
  /** Moves these nodes only; all others go back to where they stood. A node that had no place before stays where it is. */
  const moveOnly = (places) => {
    for (const [id, home] of homes) if (home.x !== null) Object.assign(nodes[id], home);
    choice.moved = new Map();
    for (const [id, place] of places) moveNode(id, place);
  };
  const movesWritten = () => [...choice.moved].slice(-mostMoved).map(([id, { x, y }]) => `${nodes[id].iri} ${x} ${y}`);
  /** Moves nodes as these texts say; nodes that are not on this page are ignored. */
  const readMoves = (texts) => {
    const numbers = texts.length ? new Map(nodes.map(({ iri, id }) => [iri, id])) : null;
    const read = (text) => {
      const [, iri, x, y] = /^(.*) (-?\d{1,6}) (-?\d{1,6})$/s.exec(text) ?? [], id = iri === undefined ? undefined : numbers.get(iri);
      return id === undefined ? [] : [[id, { x: Number(x), y: Number(y) }]];
    };
    moveOnly(texts.slice(-mostMoved).flatMap(read));
  };
  /** Where a node stood before it was moved. */
  const homeOf = (id) => homes.get(id) ?? nodes[id];
  let isNarrow = false;
  /** Puts nodes where they stand in a narrow window, or in a wide one, unless they were moved; tells whether they stood elsewhere. */
  const layFor = (narrow) => {
    if (narrow === isNarrow) return false;
    isNarrow = narrow;
    const some = nodes.filter((node) => node.narrow);
    for (const node of some) {
      const home = homeOf(node.id), [x, y, side] = node.narrow;
      node.narrow = [home.x, home.y, node.side];
      Object.assign(home, { x, y });
      node.side = side;
    }
    return some.length > 0;
  };
  /** Whether a node stands where it does in a narrow window alone; and a node as it stands in windows of the other kind. */
  const isLaidNarrow = (id) => isNarrow && Boolean(nodes[id].narrow);
  const otherwise = (id) => {
    const { x, y, narrow } = nodes[id];
    return narrow && !choice.moved.has(id) ? { x: narrow[0], y: narrow[1] } : { x, y };
  };
  return { moveNode, moveOnly, movesWritten, readMoves, homeOf, layFor, isLaidNarrow, otherwise };
};
