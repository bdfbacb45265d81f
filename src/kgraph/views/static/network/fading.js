// In a narrow window the picture fades away at the edges beyond which it goes on.

import { graph, network, picture } from "./picture.js";

/** The edges of the window that cut a shape, or beyond which one stands. */
const edgesPassed = () => {
  const from = network.DOMtoCanvas({ x: 0, y: 0 }), to = network.DOMtoCanvas({ x: graph.clientWidth, y: graph.clientHeight });
  const passed = { left: false, top: false, right: false, bottom: false };
  for (const { id, size } of picture.vertices.values()) {
    const { x, y } = network.body.nodes[id];
    passed.left ||= x - size < from.x;
    passed.top ||= y - size < from.y;
    passed.right ||= x + size > to.x;
    passed.bottom ||= y + size > to.y;
  }
  return Object.keys(passed).filter((edge) => passed[edge]).join(" ");
};
network.on("afterDrawing", () => {
  const passed = edgesPassed();
  if (graph.dataset.beyond !== passed) graph.dataset.beyond = passed;
});
