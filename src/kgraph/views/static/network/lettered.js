// The letters of questions in the picture: on lines and beside names, as at the head of each question in the panel.

import { edges, isOpenHere, letterOf, questionsBetween, questionsOver, questionsTaken, record, saidOf, saidYet } from "./opened.js";
import { claimsIn, unique } from "./record.js";

const MOST_LETTERS = 3; // letters at one place
/** The letters of some questions: "A", "A C", "A B +4"; after a bar those that are not open: "A|D", "|D"; "" if there are none. */
const lettersFor = (questions) => {
  const sorted = (open) => questions.map(({ id }) => id).filter((id) => isOpenHere(id) === open).map(letterOf)
    .sort((a, b) => a.length - b.length || (a < b ? -1 : 1));
  const open = sorted(true), all = [...open, ...sorted(false)], most = all.length > MOST_LETTERS ? MOST_LETTERS - 1 : all.length;
  const both = [all.slice(0, Math.min(most, open.length)), all.slice(open.length, most)], past = both[1].length > 0;
  if (most < all.length) both[Number(past)].push(`+${all.length - most}`);
  return (past ? both : both.slice(0, 1)).map((some) => some.join(" ")).join("|");
};
/** The questions in which a claim stands that says nothing but this relation, also where it takes no side. */
const questionsBeside = (ids) => ids.filter((id) => record.joins(id).length === 1 && record.told(id).length < 2)
  .flatMap((id) => record.questionsOf(id));
/** The questions that a relation is about. */
export const questionsOn = (id) => {
  const ids = claimsIn(edges[id]).filter(saidYet), taken = new Set(questionsTaken());
  return unique([...questionsBetween(edges[id], ids), ...questionsBeside(ids)]).filter((question) => taken.has(question));
};
/** Whether something that is said of a relation is in a question. */
export const isAskedOf = (id) => saidOf(id).some(({ contested }) => contested);
/** The letters of the questions that a relation is about. */
export const lettersOfLine = (id) => lettersFor(questionsOn(id));
/** The letters of the questions about a thing for which no line stands. */
export const lettersOfShape = (id) => lettersFor(questionsOver(id));
/** The questions whose letters are in a picture with these disputed relations and ringed shapes, in the order of letters. */
export const questionsLettered = (relations, shapes) => {
  const drawn = new Set([...relations.flatMap(questionsOn), ...shapes.flatMap(questionsOver)]);
  return questionsTaken().filter((question) => drawn.has(question));
};
