// --- claims as a reader meets them, and what claimants say of one thing side by side

const INVERSE = { __proto__: null, denies: "denied by", contradicts: "contradicted by", supports: "supported by", qualifies: "qualified by", "derived from": "source of" };
const pointing = grouped(claims, (put) => claims.forEach((claim) => claim.relations.forEach(([, to]) => put(to, claim.id))));
/** What a claim has to do with others: [word, claim]. */
const relationsOf = (id) => [...claims[id].relations,
  ...unique(pointing(id)).flatMap((from) => claims[from].relations.filter(([, to]) => to === id).map(([word]) => [INVERSE[word] ?? word, from]))];
const against = (claim) => claim.says === "no" || claim.says === "against";
const claimantLink = (claim) => (nodeOf(claim) < 0 ? name(agents[claim.by].label, "strong") : link(agents[claim.by].label, () => choose({ node: nodeOf(claim) }), "strong"));
const hops = (claim) => [...claim.chain].reverse().flatMap((agent, i) => [i ? " → " : "", agents[agent].node < 0 ? name(agents[agent].label) : link(agents[agent].label, () => choose({ node: agents[agent].node }))]);
const fact = (term, ...what) => (what.flat().some((part) => part !== "" && part !== null) ? [el("dt", {}, term), el("dd", {}, ...what)] : []);
const certaintyWords = (claim) => (claim.certainty === "unstated" ? "not stated" : claim.certainty);
/** Through whom it came, from the claimant's side to the document's outlet. */
const via = (claim) => claim.chain.slice(0, -1).reverse().map((agent) => agents[agent].label).join(" → ");
const opponents = (id) => unique(openDisputes(id).flatMap((dispute) => dispute.claims).filter((other) => other !== id).map((other) => agents[claims[other].by].label));
const reviewed = (claim) => (claim.review === "accepted" || !claim.review ? "" : badge(`${claim.review}, not reviewed`, "soft"));

const pointer = (claim) => {
  const spans = claim.spans.map(([start, end]) => `${start}–${end}`).join(", ");
  return claim.source + (spans ? `, characters ${spans}` : "");
};
const card = (id, open = false) => {
  const claim = claims[id];
  const links = relationsOf(id).filter(([, to]) => saidYet(to))
    .flatMap(([word, to]) => fact(word, link(`${agents[claims[to].by].label}: ${claims[to].text}`, () => choose({ claim: to }))));
  const disputesHere = openDisputes(id);
  const more = el("details", { open }, el("summary", {}, "how, when, where"),
    el("dl", {},
      ...fact("how sure", certaintyWords(claim)), ...fact("voice", claim.voice), ...fact("said", claim.said),
      ...fact("speaks of", timesOf(id)),
      ...(claim.chain.length > 1 ? fact("through", ...hops(claim)) : []), ...links,
      ...fact("world", held(id) ? "its content is held in this world" : "its content is not held in this world"),
      ...fact("where", name(pointer(claim)))),
    ...claim.quotes.map((quote) => el("blockquote", { dir: "auto" }, quote)),
    ...disputesHere.map((dispute) => el("p", { className: "dispute", dir: "auto" }, dispute.why)));
  const classes = ["card", against(claim) ? "against" : "", disputesHere.length ? "disputed" : ""].join(" ");
  return el("article", { className: classes },
    el("p", { className: "head" }, claimantLink(claim), via(claim) ? el("small", {}, ` via ${via(claim)}`) : "", " ", badge(claim.stance, against(claim) ? "status-denied" : ""), " ",
      disputesHere.length ? badge("disputed", "status-disputed") : "", " ", reviewed(claim)),
    el("p", { className: "what", dir: "auto" }, claim.text),
    disputesHere.length && opponents(id).length ? el("p", { className: "status-disputed against-whom" }, `in dispute with ${listed(opponents(id))}`) : "", more);
};
const timesOf = (id) => [...new Set(told(id).map((p) => p.when).filter(Boolean))].join("; ");
const byWeight = (ids) => [...ids].sort((a, b) => disputed(b) - disputed(a) || against(claims[b]) - against(claims[a])
  || dayNumber(claims[b].day) - dayNumber(claims[a].day) || a - b);
const cards = (title, ids, { open = 0 } = {}) => {
  if (!ids.length) return [];
  let number = 0;
  return [el("h3", {}, `${title} (${ids.length.toLocaleString("en")})`), ...few(byWeight(ids), 12, (id) => card(id, number++ < open))];
};

// --- side by side: one aspect, what is said on it, by whom, against whom

const figureRange = (list) => {
  const figures = list.filter((p) => p.figure), ends = figures.flatMap((p) => [p.least, p.most]).filter((end) => end !== null);
  const share = figures.every((p) => p.unit === "fraction");
  // on an axis of its own a lone figure that is no share would stand at the end, whatever it is
  if (!ends.length || (!share && new Set(figures.map((p) => `${p.least} ${p.most}`)).size < 2)) return null;
  const high = Math.max(share ? 1 : 0, ...ends), open = !share && figures.some((p) => p.most === null);
  return { low: Math.min(0, ...ends), high: open ? high * 1.2 : high, share }; // room for "more than" the largest
};
/** A figure on an axis: a point, a bar between its bounds, an arrow where nothing bounds it. `stands`: "" where somebody
 * asserts it, else "denied" or "projected", which is drawn hollow. */
const interval = ({ least, most, what, about }, { low, high, share }, stands) => {
  const [start, end] = [30, 262], short = (value) => (share ? `${value * 100}%` : value.toLocaleString("en", { notation: "compact" }));
  const x = (value) => start + ((end - start) * (value - low)) / (high - low || 1);
  const from = least === null ? start : x(least), to = most === null ? end : x(most), look = `figure ${stands}`;
  const marks = [svg("line", { x1: start, x2: end, y1: 8, y2: 8, class: "axis" }), svg("text", { x: start - 4, y: 8.5, "text-anchor": "end" }, short(low)), svg("text", { x: end + 4, y: 8.5 }, short(high))];
  if (least !== null && least === most) marks.push(svg("circle", { cx: from, cy: 8, r: 5, class: look }));
  else marks.push(svg("line", { x1: from, x2: to, y1: 8, y2: 8, class: look }));
  if (least === null) marks.push(svg("path", { d: `M${start + 5},3 l-5,5 l5,5`, class: "figure open" }));
  if (most === null) marks.push(svg("path", { d: `M${end - 5},3 l5,5 l-5,5`, class: "figure open" }));
  return svg("svg", { viewBox: "0 0 300 16", class: "interval", role: "img", "aria-label": `${inWords({ what, about })}${stands ? `, ${stands === "denied" ? "denied" : "not said as a fact"}` : ""}, on an axis from ${short(low)} to ${short(high)}` }, ...marks);
};
const voice = (id, withText) => {
  const claim = claims[id];
  const more = [claim.says === "yes" || claim.says === "no" ? "" : claim.stance, claim.certainty === "unstated" ? "" : claim.certainty,
    via(claim) ? `via ${via(claim)}` : ""].filter(Boolean).join(", ");
  return el("li", {}, link(agents[claim.by].label, () => choose({ claim: id })), more ? el("small", {}, ` ${more}`) : "",
    withText ? el("span", { className: "text", dir: "auto" }, claim.text) : "");
};
const column = (title, ids, kind, withText) => el("div", { className: `side ${kind}` }, el("h5", {}, title),
  ids.length ? el("ul", {}, ...few(ids, 5, (id) => voice(id, withText))) : el("p", { className: "soft" }, "nobody, here"));
const aspectsOf = (list) => {
  const found = new Map();
  for (const position of list) if (saidYet(position.claim)) found.set(position.aspect, [...(found.get(position.aspect) ?? []), position]);
  return [...found].map(([aspect, said]) => {
    const ids = unique(said.map((p) => p.claim)), here = new Set(ids);
    const contested = unique(ids.flatMap((id) => openDisputes(id))).filter((d) => d.claims.filter((id) => here.has(id)).length > 1);
    return { aspect, said, ids, contested, range: figureRange(said) };
  });
};
/** A figure as printed; where it was given as approximate and does not say so itself, it is said here. */
const inWords = ({ what, about }) => (about && !/about|around|some|nearly|almost|approx|over|several|~/i.test(what) ? `about ${what}` : what);
const says = (position) => claims[position.claim].says;
const sideBySide = ({ aspect, said, ids, contested, range }) => {
  const whats = new Map();
  for (const position of said) {
    const key = JSON.stringify([position.what, position.least, position.most, position.about, position.when]);
    whats.set(key, [...(whats.get(key) ?? []), position]);
  }
  const claimants = new Set(ids.map((id) => claims[id].by)).size, denials = ids.filter((id) => claims[id].says === "no").length;
  const groups = [...whats.values()].sort((a, b) => (a[0].least ?? 0) - (b[0].least ?? 0));
  return el("section", { className: `aspect ${contested.length ? "contested" : ""}` },
    el("h4", { dir: "auto" }, data.aspects[aspect]),
    el("p", { className: "soft" }, `${contested.length ? "Sources disagree: " : ""}${count(groups.length, said.some((p) => p.figure) ? "figure" : "statement")}, ${count(claimants, "claimant")}${denials ? `, ${count(denials, "denial")}` : ""}`),
    ...groups.map((group) => {
      const of = (test) => [...new Set(group.filter(test).map((p) => p.claim))];
      const yes = of((p) => says(p) === "yes"), no = of((p) => says(p) === "no"), rest = of((p) => !["yes", "no"].includes(says(p)));
      const stands = yes.length ? "" : no.length ? "denied" : "projected";
      return el("div", { className: "position" },
        el("div", { className: "figure-line" }, name(inWords(group[0]), "strong"), group[0].when ? el("small", { className: "soft" }, ` ${group[0].when}`) : "",
          range && group[0].figure ? interval(group[0], range, stands) : ""),
        yes.length || no.length ? el("div", { className: "sides" }, column("says so", yes, "for", !group[0].figure), column("✕ denies it", no, "not", !group[0].figure)) : "",
        rest.length ? column("said, but not as a fact", rest, "other", !group[0].figure) : "");
    }),
    contested.length ? el("details", { className: "why" }, el("summary", {}, `Why this counts as disputed (${contested.length})`),
      ...contested.map((d) => el("p", { dir: "auto" }, d.why, " ", el("small", { className: "soft" }, `(rule: ${d.rule})`)))) : "");
};
/** Aspects worth setting side by side: disputed ones, those with figures, those that several claimants speak of. */
const worthwhile = (found) => found.filter(({ contested, range, ids }) => contested.length || range || new Set(ids.map((id) => claims[id].by)).size > 1)
  .sort((a, b) => (b.contested.length > 0) - (a.contested.length > 0) || (b.range !== null) - (a.range !== null) || b.contested.length - a.contested.length || b.ids.length - a.ids.length);
