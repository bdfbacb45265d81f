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
const DAY = 86_400_000;
const timeOf = (day) => Date.parse(`${day}T00:00:00Z`); // not a number before the year 1 and after 9999
/** The breaks in a list of days, {after, long}: the next day is `long` days later than the one with this number, though all steps of the
 * slider look alike; null if nobody knows how long. */
export const breaksOf = (days) => days.slice(1).flatMap((day, i) => {
  const long = Math.round((timeOf(day) - timeOf(days[i])) / DAY);
  return long <= 1 ? [] : [{ after: i, long: Number.isNaN(long) ? null : long }];
});
const SPAN = /^(\d{4}-\d\d-\d\d) to (\d{4}-\d\d-\d\d)$/;
const monthOf = (from, to) => {
  const [year, month] = to.split("-"), last = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  return from === `${year}-${month}-01` && to === `${year}-${month}-${last}` ? `${year}-${month}` : "";
};
/** Days that end a time within which something was said: {day, from, month}, by number. `from` is the place of the first day of all these
 * times among the days, -1 if it is before all; `month` is the month that this is of all claims of the day. */
export const spansOf = (days, claims, counts) => {
  const place = new Map(days.map((day, i) => [day, i])), found = new Map(), whole = new Map();
  for (const { id, day, said } of claims) {
    if (!counts(id) || !place.has(day)) continue;
    const [, from, to] = SPAN.exec(said) ?? [], until = to === day && from < to ? from : day;
    if (!found.has(day) || until < found.get(day)) found.set(day, until);
    whole.set(day, whole.has(day) && whole.get(day) !== until ? "" : until);
  }
  const times = days.map(timeOf); // read once: there may be thousands
  const placeIn = (from) => {
    const time = timeOf(from), before = times.findLastIndex((one) => one <= time);
    return before < 0 ? -1 : before + (time - times[before]) / (times[before + 1] - times[before]);
  };
  return [...found].filter(([day, from]) => from !== day)
    .map(([day, from]) => ({ day: place.get(day), first: from, from: placeIn(from), month: whole.get(day) ? monthOf(from, day) : "" }));
};
