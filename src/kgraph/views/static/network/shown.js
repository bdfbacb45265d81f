// What filters and focus let the reader see, which nodes are a step away, and paths between nodes.

import { dayNumber } from "./days.js";
import { claimsIn, other, unique } from "./record.js";
import { denies, sideOf } from "./stance.js";
import { remembering } from "./world.js";

const MOST_OF_CHOSEN = 12; // so many lines at most show what a chosen claimant speaks of
const MOST_AT_SELECTED = 30; // and so many, beside those of the opening, who speaks of what is selected, and of what it speaks
const MOST_OF_LONE = 3; // and a claimant who has no other line by the chosen day
const MOST_WHOLE = 40; // the lines of more shapes are a thicket to who sees them first
const MOST_IN_FIRST = 100; // and so would be what is in question, if that were more

/** Whether a page that holds so many shapes opens with those alone that are in question. */
export const opensAsked = (all, asked) => all > MOST_WHOLE && asked > 0 && asked <= Math.min(MOST_IN_FIRST, all / 2);

/** What a reader sees of a world. The choice has what is `off` by kind, line, sort and edge; `focus`, a node or what is in question, with
 * steps, or null; `selected`; and `speakers`, whether lines show who speaks of what. `asked` gives the claims that speak to the questions,
 * and the nodes to which these lead. */
export const makeShown = (record, world, choice, asked = { askedNodes: () => [], askedClaims: () => new Set() }) => {
  const { nodes, edges, claims, nodeOf, touching, mentioned, speaking } = record;
  const { saidYet, theirs, claimsBehind, status, known } = world, once = remembering(choice);
  const drawn = new Set(nodes.map((node) => node.id)); // the others are added later

  // a claim among the first rows may be about a node in the rows that are read later
  const allowed = (node) => node < nodes.length && !choice.off.kind.has(nodes[node].kind) && known(node);
  /** Whether the day and the hidden kinds let a claim through, whoever made it. */
  const claimCounts = ({ id, about }) => saidYet(id)
    && (!about.length || about.some((node) => node < nodes.length && !choice.off.kind.has(nodes[node].kind)));
  const edgeCounts = (edge) => claimsBehind(edge.id).some(theirs) && !choice.off.sort.has(record.sortOf(edge))
    && !choice.off.line.has(status(edge.id)) && !choice.off.edge.has(edge.id);
  const filtered = () => choice.until || choice.by.length || Object.values(choice.off).some((hidden) => hidden.size);
  /** The nodes with most relations after day, claimant and filters: [node, number], the highest number first. If nothing is filtered, every
   * relation counts and none is checked, which keeps the opening of a page fast. */
  const connected = once((most) => {
    const number = new Map(), counts = (edge) => allowed(edge.from) && allowed(edge.to) && edgeCounts(edge), some = filtered();
    for (const edge of edges) {
      if (some && !counts(edge)) continue;
      for (const end of new Set([edge.from, edge.to])) number.set(end, (number.get(end) ?? 0) + 1);
    }
    return [...number].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, most);
  });
  /** What a claim of a claimant is about; one that names nothing else, but what it tells besides, is about what the claims are about of
   * which it speaks. */
  const thingsOf = (node, { about, relations, besides }) => {
    const things = about.filter((far) => far !== node);
    if (!things.every((far) => besides?.includes(far))) return things;
    return unique([...things, ...relations.flatMap(([, to]) => claims[to]?.about ?? [])]).filter((far) => far !== node);
  };
  /** What a claimant speaks of: node → its claims. */
  const spokenOf = once((node) => {
    const found = new Map();
    for (const id of speaking(node)) {
      if (!saidYet(id) || !theirs(id)) continue;
      for (const far of thingsOf(node, claims[id])) found.set(far, [...(found.get(far) ?? []), id]);
    }
    return found;
  });
  const related = (node) => touching(node).filter(edgeCounts).map((edge) => other(edge, node)).filter(allowed);
  /** The nodes one step away, by relations that the filters let through; for a claimant without any, the nodes of which it speaks. */
  const neighbours = (node) => {
    const found = new Set(related(node));
    if (!found.size) for (const far of spokenOf(node).keys()) if (allowed(far)) found.add(far);
    return [...found].sort((a, b) => a - b);
  };

  /** What is in question, and who answers: the ends of disputed lines, and what the questions lead to. */
  const inQuestion = () => {
    const lines = edges.filter((edge) => status(edge.id) === "disputed" && edgeCounts(edge)).flatMap(({ from, to }) => [from, to]);
    return unique([...lines, ...asked.askedNodes()]).filter((node) => node >= 0 && node < nodes.length);
  };
  const focused = once(() => {
    let ring = choice.focus.node === undefined ? inQuestion() : [choice.focus.node];
    const found = new Set(ring);
    for (let step = 0; step < choice.focus.steps; step += 1) {
      ring = ring.flatMap((node) => neighbours(node)).filter((node) => !found.has(node) && found.add(node));
    }
    return found;
  });
  /** The nodes in focus; null if there is no focus, or nothing is in question by the day. What is in question is not drawn alone if
   * claimants are chosen: those who answer them would be missing. */
  const near = () => {
    if (!choice.focus || (choice.focus.node === undefined && choice.by.length)) return null;
    return focused("").size ? focused("") : null;
  };
  const nodeShown = (node) => drawn.has(node) && allowed(node) && (near()?.has(node) ?? true);
  const isOnQuestions = () => choice.focus?.node === undefined && near() !== null;
  const isReply = (claim) => asked.askedClaims("").has(claim);
  /** Whether a line is in question itself, or claims that answer a question are behind it. */
  const answers = (edge) => status(edge.id) === "disputed" || claimsBehind(edge.id).some(isReply);
  /** Whether a line that the filters let through is drawn between shapes that are: where only what is in question is, others are not. */
  const inFocus = (edge) => !isOnQuestions() || choice.focus.steps > 0 || answers(edge);
  const edgeShown = (edge) => nodeShown(edge.from) && nodeShown(edge.to) && edgeCounts(edge) && inFocus(edge);
  const byCount = (a, b) => b[1].length - a[1].length || a[0] - b[0];
  const firstSaid = ([, ids]) => Math.min(...ids.map((id) => dayNumber(claims[id].day)));
  const byFirst = (a, b) => firstSaid(a) - firstSaid(b) || a[0] - b[0];
  /** Of what a claimant without another line spoke first, if that is nothing of what it speaks of most. A line is there from its day on, as
   * later claims do not change what was said first. */
  const spokenFirst = (node, spoken) => {
    const { speaks } = nodes[node], [first, ...others] = [...spoken].sort(byFirst), early = first ? firstSaid(first) : 0;
    if (!first || touching(node).some(edgeShown)) return [];
    if (!speaks.length) return [first, ...others].slice(0, MOST_OF_LONE);
    const begun = [first, ...others].filter((one) => firstSaid(one) === early);
    return begun.some(([far]) => speaks.includes(far)) ? [] : begun.slice(0, MOST_OF_LONE);
  };
  /** To which of what a claimant speaks of there are lines, though not all are shown: to what it speaks of most, or spoke of first. Where
   * only what is in question is drawn, who answers has one to what the answer is about. */
  const ownLines = (node, spoken, chosen) => {
    const those = chosen.has(node) ? [...spoken].sort(byCount).slice(0, MOST_OF_CHOSEN) : spokenFirst(node, spoken);
    const own = new Set([...nodes[node].speaks, ...those.map(([far]) => far)]);
    const replies = isOnQuestions() ? spoken.filter(([, ids]) => ids.some(isReply)) : [];
    if (replies.length && !replies.some(([far]) => own.has(far))) own.add(replies[0][0]);
    return own;
  };
  /** The lines that show who speaks of what in the picture, now or if the lines of all speakers were shown. */
  const statements = (everybody = choice.speakers) => {
    const lines = [], chosen = new Set(choice.by.map((agent) => record.agents[agent].node)), picked = choice.selected?.node;
    const { statement: wanted = [] } = choice.selected ?? {}; // the line that is selected is there, whatever else is shown
    const wider = everybody || choice.until || chosen.size || picked !== undefined || wanted.length || isOnQuestions();
    const related = new Set(picked === undefined ? [] : touching(picked).filter(edgeShown).map((edge) => other(edge, picked)));
    for (const node of drawn) {
      if (!(wider ? speaking(node) : nodes[node].speaks).length || !nodeShown(node)) continue;
      const spoken = [...spokenOf(node)].filter(([far]) => nodeShown(far)).sort(byCount), own = ownLines(node, spoken, chosen);
      for (const [far, ids] of spoken) {
        const added = !own.has(far); // because the reader chose to show the lines
        const beside = node === picked ? far : far === picked ? node : -1; // the other end
        const isPicked = (node === wanted[0] && far === wanted[1]) || (beside >= 0 && !related.has(beside));
        if (everybody || !added || isPicked) lines.push({ from: node, to: far, claims: ids, added });
      }
    }
    const more = everybody ? [] : lines.filter(({ added }) => added).sort((a, b) => b.claims.length - a.claims.length);
    const late = new Set(more.slice(MOST_AT_SELECTED));
    const sided = lines.filter((line) => !late.has(line))
      .map((line) => ({ ...line, side: sideOf(line.claims.map((id) => claims[id]), line.to) }));
    // a denial that has a line of its own, where it belongs, is not shown again at what it names besides
    const shown = new Set(sided.flatMap(({ side, claims: ids }) => (side === "denies" ? ids : [])));
    const deniesMore = (ids) => ids.some((id) => denies(claims[id]) && !shown.has(id));
    return sided.map((line) => (
      { ...line, denies: line.side === "denies", also: line.side === "also" && deniesMore(line.claims), open: line.side === "open" }));
  };

  const spokenWith = (node) => {
    const about = mentioned(node).filter((id) => saidYet(id) && theirs(id) && claims[id].about.includes(node));
    return [...spokenOf(node).keys(), ...about.map((id) => nodeOf(claims[id]))].filter((far) => far >= 0 && allowed(far));
  };
  const stepBetween = (from, to) => {
    const between = touching(to).filter((edge) => edgeCounts(edge) && other(edge, to) === from).map((edge) => edge.id);
    const spoken = [...(spokenOf(from).get(to) ?? []), ...(spokenOf(to).get(from) ?? [])];
    return { from, to, edges: between, claims: between.length ? between.flatMap((edge) => claimsBehind(edge)) : spoken };
  };
  const shortest = (start, end, around) => {
    const before = new Map([[start, null]]);
    let ring = [start];
    while (ring.length && !before.has(end)) {
      ring = ring.flatMap((node) => around(node).filter((far) => !before.has(far) && before.set(far, node)));
    }
    if (!before.has(end)) return null;
    const steps = [];
    for (let node = end; before.get(node) !== null; node = before.get(node)) steps.unshift(stepBetween(before.get(node), node));
    return steps;
  };
  /** The steps of the shortest path: {from, to, edges, claims}; null if there is none. Filters count; whether something is drawn does not.
   * Relations are tried first. If they do not join the two, links of who speaks of what are used too, except those of outlets, which speak
   * of everything. */
  const wayBetween = (start, end) => {
    const around = (node) => [...related(node), ...spokenWith(node)].filter((far) => far === end || nodes[far].type !== "media outlet");
    return shortest(start, end, related) ?? shortest(start, end, around);
  };
  /** The claims behind a node, an edge, a claim, a statement or a path, up to the day. Whichever claimant is chosen, other claimants'
   * claims about the same are listed too. */
  const claimsOf = (what) => {
    const chosen = [];
    if ("node" in what) chosen.push(...mentioned(what.node));
    if ("edge" in what) chosen.push(...claimsIn(edges[what.edge]));
    if ("claim" in what) chosen.push(what.claim);
    if ("question" in what) chosen.push(...record.questions[what.question].stands.flatMap(([, ids]) => ids));
    if ("statement" in what) chosen.push(...spokenOf(what.statement[0]).get(what.statement[1]) ?? []);
    if ("path" in what) chosen.push(...(wayBetween(...what.path) ?? []).flatMap((step) => step.claims));
    return unique(chosen).filter(saidYet);
  };
  return {
    drawn, allowed, claimCounts, edgeCounts, connected, neighbours, inQuestion, near, isOnQuestions, inFocus, nodeShown, edgeShown,
    statements, wayBetween, claimsOf,
  };
};
