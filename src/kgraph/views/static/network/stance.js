// What a claim says of its content, and what the claims of one relation say together: as analysis/graph.py has it.

export const asserts = (claim) => claim.says === "yes";
const denies = (claim) => claim.says === "no";
/** Whether it says that something is not so, or shall not or will not be. */
export const against = (claim) => denies(claim) || claim.says === "against";

const PROJECTED = {
  commitment: "intended", forecast: "forecast", recommendation: "recommended", conditional: "conditional", scenario: "scenario",
};
/** The status of a relation: `said` is what each claim says of it, {claim, detail, contested, held}; of several statuses it
 * has the first in `order`. */
export const statusOf = (said, order) => {
  const asserting = said.filter(({ claim }) => asserts(claim)), denying = said.filter(({ claim }) => denies(claim));
  if (asserting.length) {
    const denied = new Set(denying.map(({ detail }) => detail));
    if (asserting.some(({ detail, contested }) => denied.has(detail) || contested)) return "disputed";
    return asserting.some(({ held }) => held) ? "undisputed" : "outside";
  }
  if (denying.length) return "denied";
  if (said.some(({ claim }) => against(claim))) return "against";
  const projected = new Set(said.map(({ claim }) => PROJECTED[claim.says]));
  return order.find((status) => projected.has(status));
};

export const natural = new Intl.Collator("en", { numeric: true }).compare;
/** What the claims of a relation add to it, marked where the world does not hold it; `denied` has words for what denials of some say. */
export const detailsOf = (said, denied = {}) => {
  const details = new Map();
  for (const one of said) if (one.detail) details.set(one.detail, [...(details.get(one.detail) ?? []), one]);
  const isHeld = (behind) => behind.some(({ held }) => held);
  const anyHeld = [...details.values()].some(isHeld);
  const marked = ([detail, behind]) => {
    if (isHeld(behind)) return detail;
    const claims = behind.map(({ claim }) => claim);
    if (claims.some(asserts)) return anyHeld ? `${detail} (not taken as stated)` : detail;
    if (claims.some(denies)) return denied[detail] ?? `not ${detail}`;
    return `${detail} (${[...new Set(claims.map((claim) => claim.stance))].sort().join(", ")})`;
  };
  return [...details].map(marked).sort(natural);
};
