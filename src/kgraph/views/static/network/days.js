// Orders days as kgraph.days does, and compares the time of a claim's content with a day.

const numbers = new Map();
/** A number that orders days as kgraph.days.Day does, before the year 1 and after 9999 too; "" (no day) is after all. */
export const dayNumber = (day) => {
  if (!numbers.has(day)) {
    const found = /^(-?\d+)-(\d\d)-(\d\d)$/.exec(day);
    numbers.set(day, found ? Number(found[1]) * 372 + Number(found[2]) * 31 + Number(found[3]) : Infinity);
  }
  return numbers.get(day);
};

/** Whether a text is a day of the calendar: "2025-02-30" is none. */
export const isDay = (text) => {
  const [, year, month, day] = (/^(-?\d{4,6})-(\d\d)-(\d\d)$/.exec(text) ?? []).map(Number), date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
};
const WITHIN = /^(-?\d{4,}-\d\d-\d\d) to (-?\d{4,}-\d\d-\d\d)$/;
/** The first of the days within which a claim was made; "" if that is unknown, or it was made on one day. */
export const firstDayOf = ({ day, said }) => {
  const [, first, last] = WITHIN.exec(said) ?? [];
  return first && last === day ? first : "";
};
/** The day or days on which a claim was made, or the last on which it can have been made. */
export const dayInWords = (claim) => {
  if (!claim.day || claim.said === claim.day) return claim.day;
  return firstDayOf(claim) ? claim.said : `${claim.day} or earlier`;
};
/** Whether a claim may have been made by a day, if it was not certainly made by then. */
export const mayBeBy = (claim, day) => {
  const first = firstDayOf(claim);
  return !claim.day || (claim.said !== claim.day && (!first || dayNumber(first) <= dayNumber(day)));
};
/** When something was said, as kgraph.days.on_days words it: between the first and the last possible day; the first is "" if unknown. */
const onDays = (first, last) => (first && first !== last ? `between ${first} and ${last}` : `on ${last}${first ? "" : " or earlier"}`);
const earliest = (claim) => firstDayOf(claim) || (claim.said === claim.day ? claim.day : "");
/** The same in the form for a sentence. */
export const onDayInWords = (claim) => onDays(earliest(claim), claim.day);
const firstOf = (days) => [...days].sort((a, b) => dayNumber(a) - dayNumber(b))[0] ?? "";
/** When the first of some claims was made: in words, and the day by which it certainly was; "" if nobody knows. A claim of which no
 * first day is known may be older than all. */
export const firstSaidIn = (claims) => {
  const firsts = claims.map(earliest), by = firstOf(claims.map(({ day }) => day).filter(Boolean));
  return { by, words: by && onDays(firsts.includes("") ? "" : firstOf(firsts), by) };
};

/** Days on which something was said, in order: one or two days; if there are more, their number, the first and the last. An "or
 * earlier" stays with its day: two days of which one is a bound do not make a period. */
export const daysInWords = (days) => (days.length < 3 ? days.join(" and ")
  : `on ${days.length} days, the first ${days[0]}, the last ${days.at(-1)}`);

/** Since when something is so according to a claim: a day or a bound. If the claim gives no beginning, this says so. */
export const startOf = (bounds) => {
  const [earliest, latest, seen] = bounds.length ? bounds : ["", "", ""];
  if (!earliest && latest === seen) return "no start given"; // it was so on this day, which tells nothing about its beginning
  if (latest) return `since ${latest}${earliest === latest ? "" : " at the latest"}`;
  return earliest ? `since ${earliest} at the earliest` : "no start given";
};

const after = (one, other) => dayNumber(one) > dayNumber(other);
/** How the time that one claim gives compares with a day, as in model.TimeSpan. `said` is the day by which the claim was made: what had
 * begun by then is taken to have been so still on that day. `kgraph chain` combines several claims, which this does not. */
export const standing = (bounds, said, day) => {
  const [earliestBegin, latestBegin, seen, latestEnd] = bounds.length ? bounds : ["", "", "", ""];
  const lasted = latestBegin && !seen && !latestEnd && said && !after(latestBegin, said);
  const earliestEnd = lasted ? said : seen;
  if (earliestBegin && after(earliestBegin, day)) return "later";
  if (latestEnd && after(day, latestEnd)) return "earlier";
  const first = latestBegin || (earliestBegin ? latestEnd : "") || earliestEnd, last = earliestEnd || earliestBegin || latestBegin;
  if (!first || !last || after(first, last)) return "no day known";
  if (!after(first, day) && !after(day, last)) return "known for this day";
  return after(day, last) ? `last known for ${last}` : `first known for ${first}`;
};
