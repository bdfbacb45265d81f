// The days on which claims had been said, as a row of bars: one step of the slider is a day, however long nothing was said between.

/** How many claims each day of a list has, and how many have no day; `counts` tells which claims count. */
export const countByDay = (days, claims, counts) => {
  const place = new Map(days.map((day, i) => [day, i])), byDay = new Int32Array(days.length);
  let undated = 0;
  for (const { id, day } of claims) {
    if (!counts(id)) continue;
    if (place.has(day)) byDay[place.get(day)] += 1;
    else undated += 1;
  }
  return { byDay, undated };
};
/** Bars for numbers in a row: {from, to, number}, of neighbours together where there are more numbers than bars. */
export const barsOf = (byDay, most) => {
  const each = Math.ceil(byDay.length / most), bars = [];
  for (let from = 0; from < byDay.length; from += each) {
    const to = Math.min(byDay.length, from + each) - 1;
    bars.push({ from, to, number: byDay.slice(from, to + 1).reduce((sum, one) => sum + one, 0) });
  }
  return bars;
};
/** The days at which a tick stands: each of a few, else the first of a year, of a month; of too many every so many. */
export const ticksOf = (days, most) => {
  const all = days.map((_, i) => i);
  if (all.length <= most) return all;
  const begins = (part) => all.filter((i) => i > 0 && part(days[i]) !== part(days[i - 1]));
  const years = begins((day) => day.slice(0, -6)), months = begins((day) => day.slice(0, -3));
  const found = months.length <= most ? months : years, every = Math.ceil(found.length / most);
  return [0, ...found.filter((_, i) => i % Math.max(1, every) === 0), all.at(-1)];
};
/** Which days are written out where each takes so much of the whole width: the chosen one and the one that is pointed at first,
 * then the ends and, as far as there is room, those of most claims. */
export const writtenOf = (byDay, place, room, ...foremost) => {
  const ends = [byDay.length - 1, 0], others = [...byDay.keys()].sort((a, b) => byDay[b] - byDay[a] || b - a).slice(0, 400);
  const written = [], order = [...foremost, ...ends, ...others].filter((i) => i >= 0 && i < byDay.length);
  for (const i of order) if (written.every((other) => Math.abs(place(i) - place(other)) >= room)) written.push(i);
  return written.sort((a, b) => a - b);
};
/** After which days there is a break: more than a day until the next, though the slider's steps are alike. */
export const breaksOf = (days) => {
  const time = (day) => Date.parse(`${day}T00:00:00Z`);
  return days.flatMap((day, i) => (i + 1 < days.length && !(time(days[i + 1]) - time(day) <= 86_400_000) ? [i] : []));
};
