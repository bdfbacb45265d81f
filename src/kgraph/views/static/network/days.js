// Days as kgraph.days orders them, and how a claim's time stands to one.

const numbers = new Map();
/** A number that orders days as kgraph.days.Day does, before the year 1 and after 9999 too; "" (no day) is after all. */
export const dayNumber = (day) => {
  if (!numbers.has(day)) {
    const found = /^(-?\d+)-(\d\d)-(\d\d)$/.exec(day);
    numbers.set(day, found ? Number(found[1]) * 372 + Number(found[2]) * 31 + Number(found[3]) : Infinity);
  }
  return numbers.get(day);
};

/** Days on which something was said, in their order: one or two; of more, how many, the first and the last. "by" stays with the day
 * that has it: a day by which and another are no span. */
export const daysInWords = (days) => (days.length < 3 ? days.join(" and ")
  : `on ${days.length} days, the first ${days[0]}, the last ${days.at(-1)}`);

/** Since when a claim says that something is so: a day, or how near to it; said too where no beginning is given. */
export const startOf = (bounds) => {
  const [earliest, latest, seen] = bounds.length ? bounds : ["", "", ""];
  if (!earliest && latest === seen) return "no start given"; // so it was on a day, which says nothing of its beginning
  if (latest) return `since ${latest}${earliest === latest ? "" : " at the latest"}`;
  return earliest ? `since ${earliest} at the earliest` : "no start given";
};

const after = (one, other) => dayNumber(one) > dayNumber(other);
/** How one claim's time stands to a day, as model.TimeSpan has it; `said` is the day by which it was said, and what had
 * begun still was so then. `kgraph chain` puts several claims together, which this does not. */
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
