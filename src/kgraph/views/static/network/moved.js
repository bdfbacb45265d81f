// Nodes that a reader has put elsewhere by hand: a link keeps them, and "back" puts them back.

export const mostMoved = 200; // so many are kept in an address, those moved last
/** Moves nodes, and writes and reads where they went; the choice has them as `moved`, by number: {x, y}. */
export const makeMoves = ({ nodes }, choice) => {
  const homes = new Map(); // where those that were ever moved stood before
  const moveNode = (id, { x, y }) => {
    const node = nodes[id], place = { x: Math.round(x), y: Math.round(y) };
    if (!homes.has(id)) homes.set(id, { x: node.x, y: node.y });
    choice.moved.delete(id); // the last to move is the last in order
    choice.moved.set(id, place);
    Object.assign(node, place);
  };
  /** Moves these alone; all others are where they stood. One that had no place before stays where it is. */
  const moveOnly = (places) => {
    for (const [id, home] of homes) if (home.x !== null) Object.assign(nodes[id], home);
    choice.moved = new Map();
    for (const [id, place] of places) moveNode(id, place);
  };
  const movesWritten = () => [...choice.moved].slice(-mostMoved).map(([id, { x, y }]) => `${nodes[id].iri} ${x} ${y}`);
  /** Moves nodes as these texts say; what they name and is not here is passed over. */
  const readMoves = (texts) => {
    const numbers = texts.length ? new Map(nodes.map(({ iri, id }) => [iri, id])) : null;
    const read = (text) => {
      const [, iri, x, y] = /^(.*) (-?\d{1,6}) (-?\d{1,6})$/s.exec(text) ?? [], id = iri === undefined ? undefined : numbers.get(iri);
      return id === undefined ? [] : [[id, { x: Number(x), y: Number(y) }]];
    };
    moveOnly(texts.slice(-mostMoved).flatMap(read));
  };
  return { moveNode, moveOnly, movesWritten, readMoves };
};
