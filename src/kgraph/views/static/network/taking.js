// Says in words what changes if other claims are taken at face value.

import { count } from "./elements.js";

/** How two choices differ, each {taken, lines}: how many claims are taken at face value, and the status of each line. */
export const choiceWords = (before, after) => {
  const more = after.taken - before.taken, drawn = after.lines.filter((one, i) => one !== before.lines[i]).length;
  const claims = more ? `${count(Math.abs(more), "claim")} ${more > 0 ? "more" : "fewer"}` : "As many claims";
  const are = Math.abs(more) === 1 ? "is" : "are";
  const lines = drawn ? `${count(drawn, "line")} ${drawn === 1 ? "is" : "are"} drawn in another way.`
    : "No line is drawn in another way: what is disputed is marked as disputed whatever is chosen.";
  return `${claims} ${are} taken at face value now: so say cards, tables and files. ${lines}`;
};
