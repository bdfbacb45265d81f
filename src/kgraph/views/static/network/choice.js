// What the reader has chosen, and how the page's address stores it. A link therefore shows what its sender saw, and "back" works.

import { clamped } from "./clamp.js";
import { dayNumber, isDay } from "./days.js";
import { makeMoves } from "./moved.js";
import { unique } from "./record.js";

export const noChoice = () => ({
  world: null, // a world's name; null: "undisputed" or, if claimants are chosen, what they assert
  by: [], // agents, by number
  until: "", // a day
  off: { kind: new Set(), line: new Set(), sort: new Set(), mark: new Set(), edge: new Set() }, // edges by number
  moved: new Map(), // where nodes were put by hand, by number
  speakers: false, // whether lines show who speaks of what
  claims: false, // whether claims are nodes
  selected: null, // {node}, {edge}, {claim}, {question}, {statement: [node, node]} or {path: [node, node]}
  lost: "", // in words: what the address names and is not here
  focus: null, // {node, steps}, or {steps} about all that is in question
  table: null, // "relations", "claims" or "entities"
  theme: null,
  turn: 0, // rises with every change, which tells that earlier results are out of date
});

const NARROW = "narrow"; // a view of the places on narrow screens
const IN_QUESTION = "what is in question"; // no name of a shape has spaces
const MARKS = { asked: "in question by itself" }; // marks of shapes that can be hidden
const TOLD_OF_LINK = 80; // so many characters at most of what a link names and is not here
const notHere = (named) => `The link leads to “${clamped(named, TOLD_OF_LINK)}”, which is not in this file, or not by this day. `
  + "So nothing is selected.";
/** Reads a choice from an address, and writes it as one. `openingFocus` gives the focus with which the page opens. */
export const makeAddresses = (data, record, choice, openingFocus = () => null) => {
  const { nodes, edges, claims, agents, questions } = record, { opening } = data;
  const { moveNode, moveOnly, movesWritten, readMoves, homeOf, layFor, isLaidNarrow, otherwise } = makeMoves(record, choice);
  const ownWorld = opening.by.length ? "asserted" : "undisputed";
  const openingWorld = opening.world === ownWorld ? null : opening.world;
  // whether the page opens in the usual world; if it does not, its address always names a world
  const ordinary = opening.world === "undisputed" && !opening.by.length;
  const escaped = (part) => part.replaceAll("%", "%25").replaceAll("~", "%7E");
  const keyOf = (edge) => [nodes[edge.from].iri, nodes[edge.to].iri, edge.kind, edge.name].map(escaped).join("~");
  const keys = {
    node: (id) => nodes[id].iri, edge: (id) => keyOf(edges[id]), claim: (id) => claims[id].iri, question: (id) => questions[id].iri,
  };

  /** The address of the choice, with the part of the picture that the reader has brought into view, {x, y, wide, high, narrow}, or null. */
  const address = (sight) => {
    const params = new URLSearchParams(), { selected, focus, off } = choice;
    const put = (key, value) => value && params.append(key, value);
    if (selected) {
      const [what, id] = Object.entries(selected)[0];
      put(what, keys[what]?.(id) ?? nodes[id[0]].iri);
      if (Array.isArray(id)) put("to", nodes[id[1]].iri);
    }
    put("focus", focus ? nodes[focus.node]?.iri ?? IN_QUESTION : openingFocus() && "all");
    if (focus) put("steps", String(focus.steps));
    put("world", choice.world ?? (ordinary ? null : choice.by.length ? "asserted" : "undisputed"));
    choice.by.forEach((agent) => put("by", agents[agent].iri));
    put("until", choice.until);
    for (const [which, hidden] of Object.entries(off)) {
      hidden.forEach((key) => put(`no-${which}`, which === "edge" ? keys.edge(key) : key));
    }
    movesWritten().forEach((move) => put("at", move));
    if (sight) put("view", [sight.x, sight.y, sight.wide, sight.high, ...sight.narrow ? [NARROW] : []].join(" "));
    if (choice.speakers) put("show", "statements");
    if (choice.claims) put("show", "claims");
    put("table", choice.table);
    put("theme", choice.theme);
    return `#${params}`;
  };

  const edgesNamed = (named) => {
    const numbers = named.length ? new Map(edges.map((edge) => [keyOf(edge), edge.id])) : null;
    return new Set(named.map((key) => numbers.get(key)).filter((id) => id !== undefined));
  };
  const findNode = (iri) => nodes.findIndex((node) => node.iri === iri);
  const selectedBy = (params) => {
    const pair = (from) => {
      const both = [from, params.get("to")].map(findNode);
      return both.every((id) => id >= 0) ? both : -1;
    };
    const find = {
      node: findNode, edge: (key) => edges.findIndex((edge) => keyOf(edge) === key),
      claim: (iri) => claims.findIndex((claim) => claim.iri === iri), statement: pair, path: pair,
      question: (iri) => questions.findIndex((question) => question.iri === iri),
    };
    const named = Object.keys(find).filter((what) => params.has(what));
    const found = named.map((what) => [what, find[what](params.get(what))]).filter(([, id]) => id !== -1).at(-1);
    const lost = named.length > 0 && !found ? notHere(params.get(named.at(-1))) : "";
    return { selected: found ? Object.fromEntries([found]) : null, lost };
  };
  /** The claimants that an address names and this page has. */
  const claimantsBy = (params) => {
    const named = unique(params.getAll("by")), by = named.map((iri) => agents.findIndex((agent) => agent.iri === iri));
    const here = by.filter((agent) => agent >= 0), shown = here.length ? "the others that it names" : "all claimants";
    return { by: here, lost: here.length < named.length ? `The link names a claimant who is not in this file; shown are ${shown}.` : "" };
  };
  /** The day that an address names. Nothing on this page need have been said on it: the page may hold only part of the data. */
  const dayBy = (params) => {
    const day = params.get("until"), { days } = data;
    if (!day) return { until: "", lost: "" };
    if (!days.length) return { until: "", lost: "The link names a day; on which days things were said is not known here." };
    if (!isDay(day)) return { until: "", lost: "The link names a day that is none; shown is what was said by any." };
    const early = dayNumber(day) < dayNumber(days[0]), until = early ? days[0] : day;
    return { until, lost: early ? `Up to ${day}, which the link names, nothing here had certainly been said; shown is ${until}.` : "" };
  };
  const focusBy = (params) => {
    const centre = params.get("focus"), node = findNode(centre), asked = centre === IN_QUESTION, least = asked ? 0 : 1;
    const steps = Math.max(least, Math.min(9, parseInt(params.get("steps"), 10) || least));
    return asked ? { steps } : node < 0 ? null : { node, steps };
  };
  const sightBy = (params) => {
    const [, box, narrow] = /^(-?\d{1,6} -?\d{1,6} [1-9]\d{0,5} [1-9]\d{0,5})( narrow)?$/.exec(params.get("view")) ?? [];
    const [x, y, wide, high] = (box ?? "").split(" ").map(Number);
    return high ? { x, y, wide, high, narrow: Boolean(narrow) } : null;
  };
  /** Makes the choice that an address stores; an empty address stands for what the page opens with. Returns the part of the picture that it
   * asks for, or null. */
  const readAddress = (hash) => {
    const params = new URLSearchParams(hash.slice(1)), fresh = !params.size;
    const oneOf = (key, words) => (words.includes(params.get(key)) ? params.get(key) : null);
    const shows = params.getAll("show");
    const { selected, lost } = selectedBy(params), claimants = claimantsBy(params), day = dayBy(params);
    Object.assign(choice, {
      selected,
      lost: [lost, claimants.lost, day.lost].filter(Boolean).join(" "),
      focus: fresh ? openingFocus() : focusBy(params),
      world: oneOf("world", Object.keys(data.worlds)) ?? (fresh ? openingWorld : null),
      by: fresh ? opening.by : claimants.by,
      until: day.until,
      speakers: shows.includes("statements"),
      claims: shows.includes("claims"),
      table: oneOf("table", ["relations", "claims", "entities"]),
      theme: oneOf("theme", ["dark", "light"]),
    });
    for (const [which, all] of Object.entries({ kind: data.kinds, line: data.statuses, sort: data.sorts, mark: MARKS })) {
      choice.off[which] = new Set(params.getAll(`no-${which}`).filter((key) => Object.hasOwn(all, key)));
    }
    choice.off.edge = edgesNamed(params.getAll("no-edge"));
    readMoves(params.getAll("at"));
    return sightBy(params);
  };
  return { address, readAddress, openingWorld, moveNode, moveOnly, homeOf, layFor, isLaidNarrow, otherwise };
};
