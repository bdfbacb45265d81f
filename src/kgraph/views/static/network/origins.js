// With whom contents begin: as analysis/origins.py has it.

/** The claims that a claim was derived from, over any number of steps, as far as they had been made. */
const basesOf = (id, claims, saidYet) => {
  const bases = new Set(), waiting = [id];
  while (waiting.length) {
    for (const [word, base] of claims[waiting.pop()].relations) {
      if (word === "derived from" && !bases.has(base) && saidYet(base)) { bases.add(base); waiting.push(base); }
    }
  }
  return bases;
};
/** Each agent with those that it has it from. */
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
/** The agents who have it from nobody else; unnamed ones count as one. */
export const originsOf = (ids, { claims, agents }, saidYet) => {
  const ways = waysOf(ids, claims, saidYet);
  const first = [...ways].filter(([, sources]) => !sources.size).map(([agent]) => agents[agent]);
  const named = first.filter((agent) => !agent.unnamed), unnamed = first.length - named.length;
  return { named: named.map((agent) => agent.label), unnamed, independent: named.length + (unnamed ? 1 : 0) };
};
