// What a claim says of its content, and what the claims of one relation say together, as in analysis/edges.py.

import { dayNumber } from "./days.js";

export const asserts = (claim) => claim.says === "yes";
export const denies = (claim) => claim.says === "no";
/** Whether a claim says that something is not so, should not be or will not be. */
export const against = (claim) => denies(claim) || claim.says === "against";
/** What a claimant has done with a thing in these claims, if there are any: "denies" where all of them deny something, "also" where some
 * do, "open" where all find no evidence for what others say (`besides` in views/speaking.py); else "". A forecast that something will not
 * be denies nothing. */
export const sideOf = (claims, thing) => {
  const taken = claims.filter(({ besides }) => !besides || besides.includes(thing));
  if (!taken.length) return claims.length ? "open" : "";
  return taken.every(denies) ? "denies" : taken.some(denies) ? "also" : "";
};
/** The status that a claim gives its figure: "" if it is asserted, otherwise "denied", "against" (said not to be, but not as a fact) or
 * "projected". */
export const standsAs = (claim) => (asserts(claim) ? "" : denies(claim) ? "denied" : against(claim) ? "against" : "projected");
export const isStruck = (stands) => stands === "denied" || stands === "against";

/** Whether a sentence begins with a pronoun, so that it is only clear after its claimant's name: see claims/paraphrases.py. */
export const leans = (text) => /^(?:he|she|it|they|his|hers?|its|theirs?|this|that|these|those)(?![\p{L}\p{N}_])/iu.test(text);

const PROJECTED = {
  commitment: "intended", forecast: "forecast", recommendation: "recommended", conditional: "conditional", scenario: "scenario",
  condition: "conditional", exception: "conditional",
};
/** A claim as it tells something in these `words`: where it only supposes that, it asserts, denies and expects nothing of it, and no world
 * holds it (`supposed`). */
export const asTold = (claim, words) => (words.length && words.every((word) => PROJECTED[word] === "conditional")
  ? Object.create(claim, { says: { value: words[0] }, stance: { value: words[0] }, supposed: { value: true } }) : claim);
const PHASES = { prevented: "#Prevented", excluded: "#RuledOut", intended: "#Intended" };
const DENIED_PHASE = { "": "denied", intended: "unintended", prevented: "unprevented", excluded: "unprevented" };
/** The first of the phases "prevented", "excluded" (ruled out) and "intended" that all have; "" if there is none. */
export const phaseOfAll = (each) => Object.keys(PHASES).find((phase) => each.length > 0 && each.every((own) => own.includes(phase))) ?? "";
/** The phase of the event that a relation is of, if whoever asserts that does not assert that it happened; else "". */
export const phaseOf = ({ terms }) => phaseOfAll(terms.map((own) => Object.keys(PHASES)
  .filter((phase) => own.some((iri) => iri.endsWith(PHASES[phase])))));
/** Whether a claimant denies, certainly on a later day, what it asserts there among what is `said`. */
export const isWithdrawn = (one, said) => said.some(({ claim, detail }) => denies(claim) && claim.by === one.claim.by
  && detail === one.detail && claim.day && dayNumber(claim.day) > dayNumber(one.claim.day));
/** The status of a relation. `said` is what each claim says of it: {claim, detail, contested, held}. If several statuses apply, it is the
 * first of them in `order`. What a question has in conflict is disputed. Claimants who deny what they asserted themselves take it back;
 * that is no dispute, and what they take back on a later day is in none any more. */
export const statusOf = (said, order, phase = "") => {
  const asserting = said.filter(({ claim }) => asserts(claim)), denying = said.filter(({ claim }) => denies(claim));
  if (asserting.length) {
    const denials = (one, own) => denying.filter(({ claim, detail }) => detail === one.detail && (claim.by === one.claim.by) === own);
    const lead = (one, { claim }) => dayNumber(claim.day) - dayNumber(one.claim.day); // NaN if no day is known of both
    const isTakenBack = (one) => denials(one, true).some((other) => !(lead(one, other) < 0)); // unless it was said again on a later day
    if (asserting.some((one) => (one.contested || denials(one, false).length) && !isWithdrawn(one, denying))) return "disputed";
    if (!asserting.some((one) => one.held && !isTakenBack(one))) return "outside";
    return phase || "undisputed";
  }
  const negative = said.filter(({ claim }) => against(claim));
  if (negative.length && said.some((one) => one.contested && !negative.includes(one))) return "disputed";
  if (denying.length) return DENIED_PHASE[phase];
  if (negative.length) return "against";
  const projected = new Set(said.map(({ claim }) => PROJECTED[claim.says]));
  return order.find((status) => projected.has(status));
};

export const natural = new Intl.Collator("en", { numeric: true }).compare;
/** A detail as what is denied: who denies control of some part denies it of any part. */
const ofAnyPart = (detail) => detail.replace(/^(at least one|a) part of it/, "any part of it");
/** What the claims of a relation add to it, marked if the world does not take it at face value; `words` has phrases for denials of some
 * details. If all claims deny the relation, `relationIn` says so. */
export const detailsOf = (said, words = {}) => {
  const asserted = said.some(({ claim }) => asserts(claim)), denied = said.every(({ claim }) => denies(claim));
  const details = new Map();
  for (const one of said) if (one.detail) details.set(one.detail, [...(details.get(one.detail) ?? []), one]);
  const isHeld = (behind) => behind.some(({ held }) => held);
  const anyHeld = [...details.values()].some(isHeld);
  const marked = ([detail, behind]) => {
    if (isHeld(behind)) return detail;
    const claims = behind.map(({ claim }) => claim);
    if (claims.some(asserts)) return anyHeld ? `${detail} (not taken at face value)` : detail;
    if (claims.some(denies)) return asserted ? words[detail] ?? `not ${detail}` : denied ? ofAnyPart(detail) : `${detail} (denied)`;
    return `${detail} (${[...new Set(claims.map((claim) => claim.stance))].sort().join(", ")})`;
  };
  return [...details].map(marked).sort(natural);
};
const withMark = (name, mark) => (name.endsWith(")") ? `${name.slice(0, -1)}, ${mark})` : `${name} (${mark})`);
/** The words of a relation with a mark behind its name: "at (forecast)", "controls (disputed): half". With the name the words may have its
 * ends, such as whose number of a ratio is the first; signs in those are not the words' own. */
export const markedIn = (words, name, mark, ends = "") => {
  const lead = words.startsWith(name + ends) ? name + ends : name, found = words.slice(lead.length).search(/[:;] /);
  const end = found < 0 ? words.length : lead.length + found, head = words.slice(0, end);
  return (ends && head === lead ? `${head} (${mark})` : withMark(head, mark)) + words.slice(end);
};
/** A relation's name with what its claims add: "controls: half", or "controls (denied): half" if all of them deny it. A plain assertion
 * stands first, apart from what others add: "controls; half; not all of it". */
export const relationIn = (name, said, details) => {
  const lead = said.every(({ claim }) => denies(claim)) ? withMark(name, "denied") : name;
  if (said.some(({ claim, detail }) => asserts(claim) && !detail)) return [lead, ...details].join("; ");
  return details.length ? `${lead}: ${details.join("; ")}` : name;
};
/** Whether the words of a relation say as what it is told: "at (attempted)", and "conditional on" says that it is conditional. */
export const saysItself = (words, word) => words.includes(`(${word})`) || words === `${word} on`;
/** Whether the words of a relation already say its status: "controls (denied): half", "carried out by (intended)", "conditional on". */
export const sayStatus = (words, status) => {
  const own = `(${status === "excluded" ? "ruled out" : status})`;
  const marked = Object.keys(PROJECTED).some((mark) => PROJECTED[mark] === status && words.endsWith(`(${mark})`));
  return (status === "denied" && words.includes("(denied): ")) || words.endsWith(own) || marked || words === `${status} on`
    || (Object.hasOwn(PHASES, status) && words.includes(own));
};
