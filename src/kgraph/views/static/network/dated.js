// Days that a reader types into the search: "2025-11-01", "1 Nov", "November 1, 2025", "November 2025".

import { dayNumber, firstDayOf, isDay } from "./days.js";
import { unique } from "./record.js";

const MONTHS = "january february march april may june july august september october november december".split(" ");
const DAY_TYPED = "(?<day>\\d{1,2})(?:st|nd|rd|th)?", MONTH_TYPED = "(?<name>[a-z]{3,9})\\.?", YEAR_TYPED = "(?:,? (?<year>\\d{4}))";
const DATE_FORMS = [
  "(?<year>-?\\d{4,})-(?<month>\\d\\d?)(?:-(?<day>\\d\\d?))?", "(?<day>\\d\\d?)\\.(?<month>\\d\\d?)\\.(?<year>\\d{4})",
  `${DAY_TYPED}\\.?(?: of)? ?${MONTH_TYPED}${YEAR_TYPED}?`, `${MONTH_TYPED} ${DAY_TYPED}${YEAR_TYPED}?`, MONTH_TYPED + YEAR_TYPED,
].map((form) => new RegExp(`(?<![\\p{L}\\d])${form}(?![\\p{L}\\d])`, "u"));
const monthIn = ({ month, name }) => Number(month) || MONTHS.findIndex((one) => one.startsWith(name)) + 1;

/** The days that a plain text names, and its other words: {typed, rest}. They are among `days`, or else not before all of these. */
export const daysIn = (text, days) => {
  for (const form of DATE_FORMS) {
    const found = form.exec(text), month = found ? monthIn(found.groups) : 0;
    if (!month) continue;
    const { year = "", day } = found.groups, end = [month, day].filter(Boolean).map((one) => `-${String(one).padStart(2, "0")}`).join("");
    const here = days.filter((one) => (year ? `${one}-`.startsWith(`${year}${end}-`) : one.endsWith(end)));
    const others = day ? unique(days.map((one) => (year || one.slice(0, -6)) + end)).filter(isDay) : [];
    const isWithin = (one) => dayNumber(one) > dayNumber(days[0]) && (year || dayNumber(one) < dayNumber(days.at(-1)));
    const typed = here.length ? here : others.filter(isWithin);
    if (typed.length) return { typed, rest: text.replace(found[0], " ") };
  }
  return { typed: [], rest: text };
};
/** Whether a claim was made on one of some days, or may have been. */
export const isSaidOn = (claim, some) => some.includes(claim.day) || (firstDayOf(claim) !== ""
  && some.some((day) => dayNumber(firstDayOf(claim)) <= dayNumber(day) && dayNumber(day) <= dayNumber(claim.day)));
