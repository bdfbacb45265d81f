// The places of few shapes, over the whole room: those of which chosen claimants ever speak, whatever the day and the filters; or those to
// which all that is in question leads. As of a day on which few are known, shapes stand where they stand among all, but not crowded.

import { pushApart, spread } from "./framing.js";
import { drawn, homeOf, isOnQuestions, known, mentioned, nodes, nodeShown, record, speaking, state, theirs } from "./opened.js";

const MOST_SPREAD = 20; // more shapes stand as they stand among all
const PART = 0.84; // of the room, as names stand beside the outermost shapes
const LEAST_APART = 76; // units: no two of what is in question stand nearer
const MOST_BY_DAY = 40, APART_BY_DAY = 44; // of so few that are known by a day, none stand nearer
const isOfTheirs = (id) => [mentioned(id), speaking(id), record.passing(id)].some((ids) => ids.some(theirs));
/** The places of what is known by the day, if that is little, whatever the filters and the focus; what the reader has moved stays. */
const keptApart = () => {
  const places = [...drawn].filter(known).map((id) => ({ id, x: nodes[id].x, y: nodes[id].y, held: state.moved.has(id) }));
  if (places.length > MOST_BY_DAY) return new Map();
  pushApart(places, APART_BY_DAY);
  return new Map(places.filter(({ held }) => !held).map(({ id, x, y }) => [id, { x, y }]));
};
/** By node, for a room of so many units, if there are such shapes; those that the reader has moved stay where they are. */
export const spreadPlaces = ({ wide, high }) => {
  if (state.until && !isOnQuestions() && !state.by.length) return keptApart();
  const isOne = isOnQuestions() ? nodeShown : state.by.length ? isOfTheirs : null;
  const few = wide && isOne && !state.claims ? [...drawn].filter(isOne) : [];
  const homes = few.map((id) => ({ id, x: homeOf(id).x, y: homeOf(id).y }));
  const places = few.length && few.length <= MOST_SPREAD ? spread(homes, { wide: PART * wide, high: PART * high }) : new Map();
  if (isOnQuestions()) pushApart([...places.values()], LEAST_APART);
  for (const id of state.moved.keys()) places.delete(id);
  return places;
};
