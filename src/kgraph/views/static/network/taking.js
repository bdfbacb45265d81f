// Says in words what changes if other claims are taken as stated.

import { count } from "./elements.js";

/** How two choices differ, each {taken, lines}: how many claims are taken as stated, and the status of each line. */
export const choiceWords = (before, after) => {
  const more = after.taken - before.taken, drawn = after.lines.filter((one, i) => one !== before.lines[i]).length;
  const claims = more ? `${count(Math.abs(more), "claim")} ${more > 0 ? "more" : "fewer"}` : "As many claims";
  const verb = Math.abs(more) === 1 ? "counts" : "count";
  const lines = drawn ? `${count(drawn, "line")} ${drawn === 1 ? "is" : "are"} drawn in another way.`
    : "No line is drawn in another way: what is disputed is marked as disputed whatever is chosen.";
  return `${claims} ${verb} as stated now: so say cards, tables and files. ${lines}`;
};
