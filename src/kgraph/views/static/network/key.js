// Lines in the key are as wide as they are in the picture just now; what the picture lacks, the row of notes does not explain.

import { isRelation, isToDoer } from "./items.js";
import { strokeOnScreen } from "./layers.js";
import { questionsLettered } from "./lettered.js";
import { data, isOpenHere } from "./opened.js";
import { network, picture, shapesInQuestion } from "./picture.js";

const SPEAKS = { width: 1, dashes: [2, 4], tone: "statement" };
const keyLines = [...document.querySelectorAll('[data-off="line"], #speakers')].map((chip) => ({
  line: chip.querySelector("line"), look: data.statuses[chip.dataset.key] ?? SPEAKS,
}));
const ENDS = {
  thick: ({ thick }) => thick, denies: ({ denies }) => denies, also: ({ also }) => also, open: ({ open }) => open, doer: isToDoer,
};
/** Whether an outlined letter is in the picture. */
const hasPast = () => {
  const asked = [...picture.lines.values()].filter((line) => isRelation(line) && line.tone === "disputed").map(({ id }) => id);
  return questionsLettered(asked, [...shapesInQuestion(), ...shapesInQuestion(true)]).some(({ id }) => !isOpenHere(id));
};
const endSamples = [...document.querySelectorAll("[data-end]")];
let drawnAs = "", explained = null; // the lines for which ends were explained
const explainEnds = () => {
  const lines = [...picture.lines.values()];
  for (const one of endSamples) one.hidden = !(one.dataset.end === "was" ? hasPast() : lines.some(ENDS[one.dataset.end]));
  explained = picture.lines;
};
const matchKey = () => {
  if (explained !== picture.lines) explainEnds();
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
