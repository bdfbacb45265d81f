// The days by which claims were made, as a row of bars. One step of the slider is one day with claims, however long nothing was said before
// it.

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
/** Bars for a row of numbers: {from, to, number}. If there are more numbers than bars, neighbours share a bar. */
export const barsOf = (byDay, most) => {
  const each = Math.ceil(byDay.length / most), bars = [];
  for (let from = 0; from < byDay.length; from += each) {
    const to = Math.min(byDay.length, from + each) - 1;
    bars.push({ from, to, number: byDay.slice(from, to + 1).reduce((sum, one) => sum + one, 0) });
  }
  return bars;
};
/** The days that get a tick: all if they are few, otherwise the first of each year or month; if these are too many, every second, third and
 * so on. */
export const ticksOf = (days, most) => {
  const all = days.map((_, i) => i);
  if (all.length <= most) return all;
  const begins = (part) => all.filter((i) => i > 0 && part(days[i]) !== part(days[i - 1]));
  const years = begins((day) => day.slice(0, -6)), months = begins((day) => day.slice(0, -3));
  const found = months.length <= most ? months : years, every = Math.ceil(found.length / most);
  return [0, ...found.filter((_, i) => i % Math.max(1, every) === 0), all.at(-1)];
};
/** Which days are written out, if each takes so much of the whole width: the chosen day and the one under the mouse first, then the first
 * and last day and, if there is room, the days with most claims. */
export const writtenOf = (byDay, place, room, ...foremost) => {
  const ends = [byDay.length - 1, 0], others = [...byDay.keys()].sort((a, b) => byDay[b] - byDay[a] || b - a).slice(0, 400);
  const written = [], order = [...foremost, ...ends, ...others].filter((i) => i >= 0 && i < byDay.length);
  for (const i of order) if (written.every((other) => Math.abs(place(i) - place(other)) >= room)) written.push(i);
  return written.sort((a, b) => a - b);
};
/** After which days there is a break: the next day is more than one day later, though all steps of the slider look alike. */
export const breaksOf = (days) => {
  const time = (day) => Date.parse(`${day}T00:00:00Z`);
  return days.flatMap((day, i) => (i + 1 < days.length && !(time(days[i + 1]) - time(day) <= 86_400_000) ? [i] : []));
};
