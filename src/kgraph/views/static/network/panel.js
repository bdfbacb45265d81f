// --- the panel: what stands behind the start, a node, an edge, a claim, a way

const panel = at("panel");
const nodeLink = (id) => link(nodes[id].label, () => choose({ node: id }));
const statusBadge = (edge) => (!status(edge.id) || status(edge.id) === "undisputed" ? "" : badge(status(edge.id), `status-${status(edge.id)}`));
const relationRow = (edge, from = null) => {
  const what = link(brief(edge.id), () => choose({ edge: edge.id }), "relation");
  const parts = from === edge.from ? ["→ ", what, " · ", nodeLink(edge.to)] : from === edge.to ? ["← ", nodeLink(edge.from), " · ", what]
    : [nodeLink(edge.from), " · ", what, " → ", nodeLink(edge.to)];
  return el("li", { className: "row" }, ...parts, " ", statusBadge(edge));
};
const relationList = (title, list, from = null) => (list.length
  ? [el("h3", {}, `${title} (${list.length})`), el("ul", {}, ...few(list, 8, (edge) => relationRow(edge, from)))] : []);
const sorted = (list) => [...list].sort((a, b) => STATUSES.indexOf(status(a.id)) - STATUSES.indexOf(status(b.id)) || a.id - b.id);
const visibleEdges = (node) => touching(node).filter((edge) => claimsBehind(edge.id).some(theirs));
const sparqlButton = (what) => button("Copy as SPARQL", () => showSparql(what), { className: "small" });
const external = (iri) => {
  const short = iri.replace(/^https?:\/\/(www\.)?/, "");
  if (!/^https?:\/\//i.test(iri)) return name(iri, "code");
  return el("a", { href: iri, target: "_blank", rel: "noopener noreferrer", className: "link" }, name(short));
};

const after = (one, other) => dayNumber(one) > dayNumber(other);
/** How one claim's time stands to a day, as model.TimeSpan has it; what had begun still was so when it was said. `kgraph
 * chain` puts several claims together, which this does not. */
const standing = ([claim, , bounds], day) => {
  const [earliestBegin, latestBegin, seen, latestEnd] = bounds.length ? bounds : ["", "", "", ""];
  const said = claims[claim].day, earliestEnd = latestBegin && !seen && !latestEnd && said && !after(latestBegin, said) ? said : seen;
  if (earliestBegin && after(earliestBegin, day)) return "later";
  if (latestEnd && after(day, latestEnd)) return "earlier";
  const first = latestBegin || (earliestBegin ? latestEnd : "") || earliestEnd, last = earliestEnd || earliestBegin || latestBegin;
  if (!first || !last || after(first, last)) return "no day known";
  if (!after(first, day) && !after(day, last)) return "known for this day";
  return after(day, last) ? `last known for ${last}` : `first known for ${first}`;
};
const posts = (id) => {
  const own = visibleEdges(id).filter((edge) => edge.kind === "posting");
  const day = state.until || data.opening.asOf || days.at(-1);
  if (!own.length) return [];
  const rows = own.map((edge) => {
    const stands = unique(edge.said.filter(([claim, hedge]) => !hedge && held(claim)).map((said) => (day ? standing(said, day) : "no day known")));
    return el("li", { className: "row" }, link(edge.name, () => choose({ edge: edge.id }), "relation"), edge.from === id ? " of " : ": ", nodeLink(other(edge, id)),
      " ", statusBadge(edge), el("small", { className: "soft" }, ` ${stands.join("; ") || "not held in this world"}, according to ${listed(unique(claimsBehind(edge.id).map((claim) => agents[claims[claim].by].label)))}`));
  });
  return [el("h3", {}, day ? `Posts on ${day}` : "Posts"), el("ul", {}, ...few(rows, 12, (row) => row))];
};
const bySort = (id) => Object.entries(data.sorts).flatMap(([sort, kinds]) => {
  const title = sort[0].toUpperCase() + sort.slice(1);
  // posts have their own list
  return relationList(title, sorted(visibleEdges(id).filter((edge) => kinds.includes(edge.kind) && edge.kind !== "posting")), id);
});

/** Whether all of it was read with one outlet, whoever said it. */
const throughOne = (ids) => {
  const outlets = unique(ids.map((id) => claims[id].chain[0]));
  return outlets.length === 1 && ids.some((id) => claims[id].chain.length > 1) ? `; all of it as told by ${agents[outlets[0]].label}` : "";
};
const readIn = () => {
  const documents = unique(claims.map((claim) => claim.source)).filter(Boolean);
  if (documents.length === 1) return `All of this was read in one document: ${documents[0]}. `;
  return documents.length ? `All of this was read in ${count(documents.length, "document")}. ` : "";
};
const views = {
  start: () => {
    const all = worthwhile(aspectsOf(positions)).filter((aspect) => aspect.contested.length);
    const contested = all.filter((aspect) => aspect.ids.some(theirs)), shown = new Set(all.flatMap((aspect) => aspect.contested));
    const rest = disputes.filter((dispute) => !shown.has(dispute) && dispute.claims.length > 1 && dispute.claims.some(theirs)
      && shownBy(dispute.since));
    return [
      el("h2", {}, contested.length ? "Where sources disagree" : "What the picture holds"),
      state.lost ? el("p", { className: "dispute" }, "What the link names is not in this file, or not by this day.") : "",
      el("p", { className: "soft" }, `${readIn()}Nothing here settles who is right. Click a name, a line or a node to read the claims behind it.`),
      ...few(contested, 4, sideBySide),
      ...(rest.length ? [el("h3", {}, `Other disputes (${rest.length})`),
        el("ul", {}, ...few(rest, 3, (d) => el("li", { className: "row", dir: "auto" }, d.why, " ", ...d.claims.map((id, i) => [i ? ", " : "", link(agents[claims[id].by].label, () => choose({ claim: id }))]).flat())))] : []),
      el("h3", {}, "Best connected"),
      el("ul", {}, ...nodes.filter((n) => n.id < 40 && allowed(n.id) && visibleEdges(n.id).length).slice(0, 8).map((n) => el("li", { className: "row" }, nodeLink(n.id), el("span", { className: "soft" }, ` ${count(visibleEdges(n.id).length, "relation")}`)))),
    ];
  },
  node: (id) => {
    const node = nodes[id];
    const about = claimsOf({ node: id }), made = speaking(id).filter(saidYet), passed = passing(id).filter((claim) => saidYet(claim) && nodeOf(claims[claim]) !== id);
    const aspects = worthwhile(aspectsOf(mentioned(id).flatMap(told).filter((p) => p.nodes.includes(id))));
    const contested = aspects.filter((aspect) => aspect.contested.length), quiet = aspects.filter((aspect) => !aspect.contested.length);
    return [
      el("p", { className: "kind" }, badge(data.kinds[node.kind].words, `kind-${node.kind}`), " ", el("span", { className: "soft" }, data.kinds[node.kind].words === node.type || node.type === "organization" ? "" : node.type)),
      name(node.label, "h2"), node.alt.length ? el("p", { className: "soft", dir: "auto" }, node.alt.join(" · ")) : "",
      el("dl", { className: "identity" }, ...node.facts.flatMap(([word, value]) => fact(word, /^https?:/.test(value) ? external(value) : name(value))),
        ...node.links.flatMap(([how, iri]) => fact(how, external(iri))), ...fact("identifier", name(node.iri, "code"))),
      el("p", { className: "tools" },
        button("Focus", () => focusOn(id), { className: "small", title: "Show this and what is a step away (F)" }),
        button("Expand", () => expand(id), { className: "small", title: "Add what is a step further (E)" }),
        button("Path to …", () => askPath(id), { className: "small", title: "The shortest way to another (P)" }), sparqlButton({ node: id })),
      hiddenNeighbours(id),
      ...(contested.length ? [el("h3", {}, `Sources disagree (${contested.length})`), ...few(contested, 4, sideBySide)] : []),
      ...posts(id), ...bySort(id),
      ...(quiet.length ? [el("h3", {}, `Side by side (${quiet.length})`), ...few(quiet, 3, sideBySide)] : []),
      ...cards("Claims about it", about), ...cards("Claims it makes", made), ...cards("Claims it passes on", passed),
    ];
  },
  edge: (id) => {
    const edge = edges[id], ids = claimsOf({ edge: id }), now = status(id), ends = [edge.from, edge.to];
    const found = aspectsOf(ids.flatMap(told).filter((p) => ends.every((end) => p.nodes.includes(end))));
    const { named, unnamed, independent } = origins(id);
    return [
      el("p", { className: "kind" }, badge("relation"), " ", el("span", { className: "soft" }, SORT_OF[edge.kind])),
      el("h2", {}, nodeLink(edge.from), " → ", name(brief(id)), " → ", nodeLink(edge.to)),
      el("p", {}, badge(now ?? "not said yet", `status-${now}`), " ", now ? data.statuses[now].meaning : ""),
      ids.length ? el("p", { className: "soft" }, `${ids.some((claim) => claims[claim].says === "yes") ? "Asserted" : "Spoken of"} by ${count(independent, "origin")} that ${independent === 1 ? "has" : "have"} it from nobody else here: ${listed([...named, ...(unnamed ? [`${count(unnamed, "unnamed source")}${unnamed > 1 ? ", counted as one" : ""}`] : [])]) || "none to be seen"}${throughOne(ids)}.`) : "",
      el("p", { className: "tools" }, sparqlButton({ edge: id })),
      ...worthwhile(found).map(sideBySide), ...cards("Claims behind it", ids, { open: 2 }),
    ];
  },
  statement: ([from, to]) => [
    el("p", { className: "kind" }, badge("statements")),
    el("h2", {}, nodeLink(from), " speaks of ", nodeLink(to)),
    el("p", { className: "tools" }, sparqlButton({ statement: [from, to] })),
    ...cards("What it says", claimsOf({ statement: [from, to] }), { open: 2 }),
  ],
  claim: (id) => (!saidYet(id) ? [el("p", { className: "kind" }, badge("claim")), el("p", {}, `Not said yet by ${state.until}, as far as is certain.`)] : [
    el("p", { className: "kind" }, badge("claim")), card(id, true), el("p", { className: "tools" }, sparqlButton({ claim: id })),
    ...worthwhile(aspectsOf(positions.filter((p) => told(id).some((own) => own.aspect === p.aspect)))).filter((aspect) => aspect.ids.includes(id) && aspect.ids.length > 1).map(sideBySide),
    ...relationList("It relates", edges.filter((edge) => edge.said.some(([claim]) => claim === id))),
    el("h3", {}, "About"), el("ul", {}, ...claims[id].about.filter((node) => node < nodes.length).map((node) => el("li", { className: "row" }, nodeLink(node)))),
  ]),
  path: ([from, to]) => {
    const steps = wayBetween(from, to);
    return [
      el("p", { className: "kind" }, badge("path")), el("h2", {}, nodeLink(from), " … ", nodeLink(to)),
      ...(steps === null ? [el("p", {}, "Nothing that is shown joins them. Show more types, lines or days, or choose every claimant.")] : [
        el("p", { className: "soft" }, `${count(steps.length, "step")} by what claims say; a step says nothing of what the two ends have to do with each other.`),
        ...steps.flatMap((step, i) => [el("h3", {}, `Step ${i + 1}`),
          step.edges.length ? el("ul", {}, ...step.edges.map((edge) => relationRow(edges[edge]))) : el("p", {}, nodeLink(step.from), " and ", nodeLink(step.to), ": one speaks of the other"),
          ...few(byWeight([...new Set(step.claims)]), 3, (claim) => card(claim))])]),
    ];
  },
};
const fillPanel = () => {
  const [view, id] = state.selected ? Object.entries(state.selected)[0] : ["start"];
  const close = button("×", () => choose(null), { className: "close", title: "Close (Esc)", aria: { label: "Close" } });
  panel.replaceChildren(...(state.selected ? [close] : []), ...views[view](id).flat().filter((part) => part !== "" && part !== null));
};
const hiddenNeighbours = (id) => {
  const waiting = neighbours(id).filter((node) => !drawn.has(node));
  return waiting.length ? el("p", { className: "soft" }, `${waiting.length.toLocaleString("en")} of its neighbours are not drawn. `,
    button(`Draw ${Math.min(ADDED, waiting.length)} more`, () => { addAround(id, waiting.slice(0, ADDED)); change(); }, { className: "small" })) : "";
};
