// Which claims of the record are taken at face value, and by whom they are made: as in worlds/making.py and analysis/edges.py.

import { dayNumber } from "./days.js";
import { mostAlike, originsOf } from "./origins.js";
import { claimsIn } from "./record.js";
import { asTold, asserts, detailsOf, isWithdrawn, phaseOf, statusOf, relationIn } from "./stance.js";

const TOLD_WHOLE = new Set(["measurement", "characterisation"]); // kinds of relations whose details are what is said
/** Works things out once for each state of a choice; the choice's `turn` rises with every change. */
export const remembering = (choice) => (make) => {
  const known = new Map();
  let made = null;
  return (key) => {
    if (made !== choice.turn) { known.clear(); made = choice.turn; }
    if (!known.has(key)) known.set(key, make(key));
    return known.get(key);
  };
};

/** What of a record is taken at face value for a choice. The choice is a `world` by name, or null for the one that goes with the rest;
 * `by`, agents by number, or none for all; `until`, a day, or "". */
export const makeWorld = (record, choice) => {
  const { claims, edges } = record, once = remembering(choice);
  const world = () => choice.world ?? (choice.by.length ? "asserted" : "undisputed");
  const shownBy = (day) => !choice.until || dayNumber(day) <= dayNumber(choice.until);
  const saidYet = (claim) => shownBy(claims[claim].day);
  const theirs = (claim) => !choice.by.length || choice.by.includes(claims[claim].by);
  const openDisputes = once((claim) => record.disputesOf(claim).filter((dispute) => shownBy(dispute.since)));
  /** Whether others deny or contradict a claim. If only its own claimant says otherwise, it is in no question. */
  const disputed = (claim) => openDisputes(claim).some(({ question }) => question >= 0);
  const begun = (day) => day !== undefined && day !== null && shownBy(day); // for a day since which something is so
  const takenOfAll = (claim) => asserts(claims[claim]) && world() !== "record" && saidYet(claim);
  const taken = (claim) => takenOfAll(claim) && theirs(claim);
  const leavesOut = (day) => world() === "undisputed" && begun(day);
  /** Whether the world takes the claim's content at face value, or the part of it that is in no question: then it is `partly` held. */
  const held = (claim) => taken(claim) && !leavesOut(claims[claim].out[1]);
  /** Whether part of a claim is in question, and part is not. */
  const inPart = (claim) => begun(claims[claim].out[0]) && !begun(claims[claim].out[1]);
  const partly = (claim) => held(claim) && leavesOut(claims[claim].out[0]);

  /** Whether the world takes a part of a claim at face value, whoever is chosen, if that is left out since the day `out`. */
  const heldPart = (id, out) => takenOfAll(id) && !leavesOut(claims[id].out[1]) && !leavesOut(out);
  const claimsBehind = once((edge) => claimsIn(edges[edge]).filter(saidYet));
  /** The words for as what a claim tells a relation, if they are not those of its own modality; else undefined. */
  const notedOn = (edge, id) => edges[edge].as.find(([claim]) => claim === id)?.slice(1);
  /** A claim as it tells a relation. */
  const toldOn = (edge, id) => asTold(claims[id], notedOn(edge, id) ?? []);
  const saidAs = (claim, detail, disputedSince, outSince) => ({
    claim, detail, contested: begun(disputedSince), held: !claim.supposed && heldPart(claim.id, outSince),
  });
  /** What the claims of a relation say of it, whoever is chosen, if they had been made by the day: the detail that each adds, whether that
   * is in question, and whether it is taken at face value if a chosen claimant says it. */
  const saidOf = (edge) => edges[edge].said.filter(([claim]) => saidYet(claim)).map(([id, detail, , disputedSince, outSince]) => (
    saidAs(toldOn(edge, id), detail, disputedSince, outSince)));
  const theirsOf = (edge) => saidOf(edge).filter(({ claim }) => theirs(claim.id));
  const statusBy = (edge, said) => statusOf(said, record.statuses, phaseOf(edges[edge]));
  const statusOfAll = once((edge) => statusBy(edge, saidOf(edge)));
  /** What claims say of an event by themselves, in the form of `saidOf`: those that tell it by the day. */
  const saidOfEvent = (own) => own.filter(([claim]) => saidYet(claim) && theirs(claim)).map(([id, word, disputedSince, outSince]) => (
    saidAs(asTold(claims[id], word ? [word] : []), "", disputedSince, outSince)));
  /** The relation in words, with what claims add. */
  const detailed = (said) => detailsOf(said, record.denied);
  const wording = once((edge) => relationIn(edges[edge].name, saidOf(edge), detailed(saidOf(edge))));
  /** The claims behind a relation by the chosen claimants, the relation in the words of these claims, and their origins. */
  const theirClaims = (edge) => claimsBehind(edge).filter(theirs);
  const theirWording = (edge) => relationIn(edges[edge].name, theirsOf(edge), detailed(theirsOf(edge)));
  const theirStatus = (edge) => statusBy(edge, theirsOf(edge));
  /** The status under the reader's choice of what chosen claimants say of a relation; what they assert, and have not taken back since, is
   * disputed if others deny it. */
  const statusAmong = (edge, own, all) => {
    const asserted = own.some((one) => asserts(one.claim) && !isWithdrawn(one, own));
    const denied = choice.by.length && asserted && statusBy(edge, all) === "disputed";
    return denied ? "disputed" : statusBy(edge, own);
  };
  const status = once((edge) => (choice.by.length && statusAmong(edge, theirsOf(edge), saidOf(edge))) || statusOfAll(edge));
  /** What stands behind the name of a ratio: whose number is the first. */
  const endsIn = ({ from, to, terms }) => (terms.some((own) => own.some((iri) => iri.endsWith("Ratio")))
    ? `, ${record.nodes[from].label} to ${record.nodes[to].label}` : "");
  /** The relation in few words that say no more than its claims do: they keep a limit that all claims have, and say if only some have it.
   * Figures and judgements are told, however many: without them the relation says nothing. */
  const brief = (edge) => {
    const some = theirsOf(edge), details = detailed(some), { kind } = edges[edge], name = edges[edge].name + endsIn(edges[edge]);
    if (!details.length || TOLD_WHOLE.has(kind) || (details.length === 1 && some.every(({ detail }) => detail))) {
      return relationIn(name, some, details);
    }
    return `${name} (details vary)`;
  };
  /** The origins of those who assert a relation, or, if nobody asserts it, of those who speak of it; and how many say the same of it. */
  const originsAmong = (edge, behind) => {
    const asserting = behind.filter((id) => asserts(toldOn(edge, id))), those = new Set(asserting.length ? asserting : behind);
    const found = originsOf([...those], record, saidYet), said = edges[edge].said.filter(([id]) => those.has(id));
    return { ...found, alike: found.independent && mostAlike(said, record, saidYet, (id) => toldOn(edge, id).says) };
  };
  /** Whether a chosen claimant had spoken of the node by the day, or nobody ever does. */
  const known = once((node) => {
    if (!choice.until && !choice.by.length) return true;
    const concerning = [record.mentioned(node), record.speaking(node), record.passing(node)];
    if (concerning.some((ids) => ids.length)) return concerning.some((ids) => ids.some((id) => saidYet(id) && theirs(id)));
    return !choice.by.length;
  });
  return {
    world, shownBy, saidYet, theirs, openDisputes, disputed, inPart, held, partly, claimsBehind, status, wording, brief, known,
    endsIn, saidOfEvent, saidOf, notedOn, toldOn, statusAmong, originsAmong, theirsOf, theirClaims, theirWording, theirStatus, statusOfAll,
  };
};
