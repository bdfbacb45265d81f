// The letters of questions in the picture: on lines and beside names, as at the head of each question in the panel.

import { edges, letterOf, questionsBetween, questionsOver, questionsTaken, saidYet } from "./opened.js";
import { claimsIn } from "./record.js";

const MOST_LETTERS = 3; // letters at one place
/** The letters of some questions: "A", "A C", "A B +4"; "" if there are none. */
const lettersFor = (questions) => {
  const all = questions.map(({ id }) => letterOf(id)).sort((a, b) => a.length - b.length || (a < b ? -1 : 1));
  return all.length > MOST_LETTERS ? `${all.slice(0, MOST_LETTERS - 1).join(" ")} +${all.length - MOST_LETTERS + 1}` : all.join(" ");
};
const questionsOn = (id) => questionsBetween(edges[id], claimsIn(edges[id]).filter(saidYet));
/** The letters of the questions that a relation is about. */
export const lettersOfLine = (id) => lettersFor(questionsOn(id));
/** The letters of the questions about a thing for which no line stands. */
export const lettersOfShape = (id) => lettersFor(questionsOver(id));
/** The questions whose letters are in a picture with these disputed relations and ringed shapes, in the order of letters. */
export const questionsLettered = (relations, shapes) => {
  const drawn = new Set([...relations.flatMap(questionsOn), ...shapes.flatMap(questionsOver)]);
  return questionsTaken().filter((question) => drawn.has(question));
};
