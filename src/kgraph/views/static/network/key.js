// Lines in the key are as wide as they are in the picture just now; what the picture lacks, the row of notes does not explain.

import { isToDoer } from "./items.js";
import { strokeOnScreen } from "./layers.js";
import { data, isOpenHere, questionsTaken } from "./opened.js";
import { network, picture } from "./picture.js";

const SPEAKS = { width: 1, dashes: [2, 4], tone: "statement" };
const keyLines = [...document.querySelectorAll('[data-off="line"], #speakers')].map((chip) => ({
  line: chip.querySelector("line"), look: data.statuses[chip.dataset.key] ?? SPEAKS,
}));
const ENDS = { denies: ({ denies }) => denies, open: ({ open }) => open, doer: isToDoer };
const hasPast = () => questionsTaken().some(({ id }) => !isOpenHere(id));
const endSamples = [...document.querySelectorAll("[data-end]")];
let drawnAs = "";
const matchKey = () => {
  const isSeen = (end) => (end === "was" ? hasPast() : [...picture.lines.values()].some(ENDS[end]));
  for (const one of endSamples) one.hidden = !isSeen(one.dataset.end);
  const now = `${network.getScale()} ${picture.lines.size}`;
  if (now === drawnAs) return;
  drawnAs = now;
  for (const { line, look: { width, dashes, tone } } of keyLines) {
    const stroke = strokeOnScreen({ width, dashes: dashes.length ? dashes : false }, tone);
    line.setAttribute("stroke-width", String(Math.round(100 * stroke.width) / 100));
    if (stroke.dashes) line.setAttribute("stroke-dasharray", stroke.dashes.join(" "));
  }
};
network.on("afterDrawing", matchKey);
