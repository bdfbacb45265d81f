// Finds independent origins: agents who have a content from nobody else, as claims/origins.py does.

import { dayNumber } from "./days.js";
import { unique } from "./record.js";

/** The claims from which a claim was derived, over any number of steps, if they had been made by then. */
const basesOf = (id, claims, saidYet) => {
  const bases = new Set(), waiting = [id];
  while (waiting.length) {
    for (const [word, base] of claims[waiting.pop()].relations) {
      if (word === "derived from" && !bases.has(base) && saidYet(base)) { bases.add(base); waiting.push(base); }
    }
  }
  return bases;
};
/** Maps each agent to the agents from whom it has the content. */
const waysOf = (ids, claims, saidYet) => {
  const ways = new Map(), from = (agent) => ways.get(agent) ?? ways.set(agent, new Set()).get(agent);
  const claimants = new Set(ids.map((id) => claims[id].by));
  for (const id of ids) {
    const { chain, by } = claims[id];
    chain.forEach((agent, i) => { from(agent); if (i) from(chain[i - 1]).add(agent); });
    for (const base of basesOf(id, claims, saidYet)) {
      const origin = claims[base].by;
      if (origin !== by && claimants.has(origin)) { from(by).add(origin); from(origin); }
    }
  }
  return ways;
};
/** All that one agent leads to over any number of steps. The agent itself is among them only if a way leads back to it. */
const reached = (start, ways) => {
  const found = new Set(), waiting = [start];
  while (waiting.length) for (const source of ways.get(waiting.pop())) if (!found.has(source)) { found.add(source); waiting.push(source); }
  return found;
};
/** The agents who have it from nobody else, in groups: each alone, or those together who have it from each other. */
const beginningsOf = (ways) => {
  const first = [...ways.keys()].filter((agent) => !ways.get(agent).size), settled = new Set(first);
  const passing = new Map([...ways.keys()].map((agent) => [agent, []]));
  for (const [agent, sources] of ways) for (const source of sources) passing.get(source).push(agent);
  const spread = [...first];
  while (spread.length) for (const agent of passing.get(spread.pop())) if (!settled.has(agent)) { settled.add(agent); spread.push(agent); }
  const circles = [];
  for (const agent of ways.keys()) { // the agents that remain lead to circles only
    if (settled.has(agent)) continue;
    const led = reached(agent, ways), closed = [...led].every((other) => reached(other, ways).has(agent));
    if (closed) circles.push([...led]);
    for (const other of closed ? led : [agent]) settled.add(other);
  }
  return [...first.map((agent) => [agent]), ...circles];
};
/** The independent origins. A circle counts as one, and all unnamed agents together count as one. */
export const originsOf = (ids, { claims, agents }, saidYet) => {
  const parts = beginningsOf(waysOf(ids, claims, saidYet)).map((part) => part.map((agent) => agents[agent]));
  const known = parts.filter((part) => part.some((agent) => !agent.unnamed)), hidden = parts.length - known.length;
  const names = (part) => part.map((agent) => agent.label);
  return {
    named: known.filter((part) => part.length === 1).flatMap(names),
    circles: known.filter((part) => part.length > 1).map(names),
    unnamed: parts.filter((part) => !known.includes(part)).flat().length,
    independent: known.length + (hidden ? 1 : 0),
  };
};

/** The first and the last day on which it may have been so, as numbers. */
const spanOf = (bounds) => {
  const [begin, , , end] = bounds.length ? bounds : ["", "", "", ""], first = begin ? dayNumber(begin) : -Infinity;
  return { first, last: Math.max(first, dayNumber(end)) };
};
/** Claims in groups whose times may be one; a time without a bound may be any. */
const ofOneTime = (said) => unique(said.map(({ first }) => first))
  .map((start) => unique(said.filter(({ first, last }) => first <= start && start <= last).map(({ id }) => id)));
/** The most independent origins that say the same of a relation, as analysis/edges.py counts them: as surely, with the same figure or
 * extent, and of times that may be one. `said` is what each claim says of it: [claim, detail, bounds];
 * `saysOf` tells how surely. */
export const mostAlike = (said, record, saidYet, saysOf) => {
  const { claims } = record, alike = new Map();
  for (const [id, detail, bounds] of said) {
    const key = `${saysOf(id)} ${detail}`;
    alike.set(key, [...(alike.get(key) ?? []), { id, ...spanOf(bounds) }]);
  }
  const voices = (ids) => new Set(ids.map((id) => claims[id].by)).size; // no fewer than their origins
  const groups = [...alike.values()].flatMap(ofOneTime).sort((a, b) => voices(b) - voices(a));
  let most = 1;
  for (const ids of groups) if (voices(ids) > most) most = Math.max(most, originsOf(ids, record, saidYet).independent);
  return most;
};
