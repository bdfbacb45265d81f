// What claimants say about one aspect, so that it can be shown side by side.

import { axisFor } from "./axis.js";
import { unique } from "./record.js";

/** The axis on which an aspect's figures are drawn (see axisFor); null if the figures need none. */
export const figureRange = (list) => {
  const figures = list.filter((p) => p.figure), bounds = figures.flatMap((p) => [p.least, p.most]).filter((end) => end !== null);
  const share = figures.every((p) => p.unit === "fraction");
  // a lone figure that is no share would stand at the end of its own axis, however large it is
  if (!bounds.length || (!share && new Set(figures.map((p) => `${p.least} ${p.most}`)).size < 2)) return null;
  const open = !share && figures.some((p) => p.most === null);
  return axisFor(bounds, { share, open }); // room for "more than" the largest
};
/** The aspects of positions: each with what was `said` about it, the claims' `ids`, and the `questions` that these positions answer. */
export const aspectsOf = (positions, { saidYet, asked }) => {
  const found = new Map();
  for (const position of positions) {
    if (saidYet(position.claim)) found.set(position.aspect, [...(found.get(position.aspect) ?? []), position]);
  }
  return [...found].map(([aspect, said]) => ({
    aspect, said, ids: unique(said.map((p) => p.claim)), questions: unique(said.flatMap(asked)), range: figureRange(said),
  }));
};
/** The aspects that are shown side by side: those that are in question, have figures, or are spoken of by several claimants. */
export const worthwhile = (aspects, claims) => aspects
  .filter(({ questions, range, ids }) => questions.length || range || new Set(ids.map((id) => claims[id].by)).size > 1)
  .sort((a, b) => (b.questions.length > 0) - (a.questions.length > 0) || (b.range !== null) - (a.range !== null)
    || b.questions.length - a.questions.length || b.ids.length - a.ids.length);
/** What positions say, in groups: positions that say the same are in one group. Groups are sorted by their figures' size. */
export const groupsOf = (said) => {
  const groups = new Map();
  for (const position of said) {
    const key = JSON.stringify([position.what, position.least, position.most, position.about, position.when]);
    groups.set(key, [...(groups.get(key) ?? []), position]);
  }
  return [...groups.values()].sort((a, b) => (a[0].least ?? 0) - (b[0].least ?? 0));
};
/** Figures that say the same, as rows, in order of the days on which they were first given. If there are more than `most` rows, the rows
 * given last are kept and the others are counted. */
export const latestAlike = (all, most) => {
  const alike = new Map();
  for (const one of all) {
    const key = [one.number, one.least, one.most, one.stands, one.words, one.of].join();
    alike.set(key, [...(alike.get(key) ?? []), one]);
  }
  const latest = (same) => Math.max(...same.map(({ day }) => (Number.isFinite(day) ? day : -Infinity)));
  const first = (same) => Math.min(...same.map(({ day }) => day));
  const rows = [...alike.values()], kept = new Set([...rows].sort((a, b) => latest(b) - latest(a)).slice(0, most));
  const inTurn = rows.filter((same) => kept.has(same)).sort((a, b) => (first(a) === first(b) ? 0 : first(a) - first(b)));
  return { kept: inTurn, left: rows.length - kept.size };
};
const HEDGED = /about|around|some|nearly|almost|approx|over|several|~/i;
/** A figure as printed. If it was given as approximate and its text does not say so, this adds it. */
export const inWords = ({ what, about }) => (about && !HEDGED.test(what) ? `about ${what}` : what);
