// The places of the few shapes of which chosen claimants ever speak: over the whole room, whatever the day and the filters.

import { spread } from "./framing.js";
import { drawn, homeOf, mentioned, record, speaking, state, theirs } from "./opened.js";

const MOST_SPREAD = 20; // more shapes stand as they stand among all
const PART = 0.84; // of the room, as names stand beside the outermost shapes
const isOfTheirs = (id) => [mentioned(id), speaking(id), record.passing(id)].some((ids) => ids.some(theirs));
/** By node, for a room of so many units, if there are such shapes; those that the reader has moved stay where they are. */
export const spreadPlaces = ({ wide, high }) => {
  const few = wide && state.by.length && !state.claims ? [...drawn].filter(isOfTheirs) : [];
  const homes = few.map((id) => ({ id, x: homeOf(id).x, y: homeOf(id).y }));
  const places = few.length && few.length <= MOST_SPREAD ? spread(homes, { wide: PART * wide, high: PART * high }) : new Map();
  for (const id of state.moved.keys()) places.delete(id);
  return places;
};
