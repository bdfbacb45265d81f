// A finger on the picture moves it no further than to its edges. Where it cannot move up or down, a finger that does scrolls the page.

import { graph, network, picture, withinEdges } from "./picture.js";

let fingered = false; // whether a finger moves the picture
network.on("dragStart", ({ nodes, event }) => { fingered = !nodes.length && event.pointerType === "touch"; });
network.on("dragEnd", () => { fingered = false; });
network.on("initRedraw", () => {
  if (!fingered || !picture.vertices.size) return;
  const { x, y } = network.getViewPosition(), scale = network.getScale(), view = withinEdges({ x, y }, scale);
  if (Math.hypot(view.position.x - x, view.position.y - y) * scale > 0.5) network.moveTo(view);
});
let levelFor = { of: null, size: "" };
/** Leaves the browser what it is to do with a finger before there is one: it asks when the finger comes down. */
network.on("afterDrawing", () => {
  const scale = network.getScale(), size = [scale, graph.clientWidth, graph.clientHeight].join();
  if (levelFor.of === picture.vertices && levelFor.size === size) return;
  levelFor = { of: picture.vertices, size };
  const [highest, lowest] = [-1e9, 1e9].map((y) => (picture.vertices.size ? withinEdges({ x: 0, y }, scale).position.y : 0));
  graph.classList.toggle("level", Math.abs(highest - lowest) * scale < 1); // less than a pixel is rounding
});
