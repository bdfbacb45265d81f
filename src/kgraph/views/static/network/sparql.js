// --- what the panel shows, as the query that yields just this

const KG = "https://w3id.org/kgraph/ontology#", ORG = "http://www.w3.org/ns/org#";
const term = (iri) => {
  const full = whole(iri);
  for (const [prefix, base] of [["kg", KG], ["org", ORG]]) {
    if (full.startsWith(base) && /^[A-Za-z0-9]+$/.test(full.slice(base.length))) return `${prefix}:${full.slice(base.length)}`;
  }
  // SPARQL 1.1, IRIREF: these may not stand in one
  return `<${full.replace(/[\x00-\x20<>"{}|^`\\]/g, (bad) => `%${bad.codePointAt(0).toString(16).padStart(2, "0").toUpperCase()}`)}>`;
};
const UNREAL = "kg:Intended, kg:Prevented, kg:RuledOut";
/** The pattern of what a relation's claims say, in their content. */
const relationPattern = (edge, terms) => {
  const from = term(nodes[edge.from].iri), to = term(nodes[edge.to].iri), own = terms.map(term);
  const exactly = (predicate) => (own.length ? `${predicate} ${own.join(", ")} . FILTER NOT EXISTS { ?x ${predicate} ?else FILTER(?else NOT IN (${own.join(", ")})) }`
    : `a ?type . FILTER NOT EXISTS { ?x ${predicate} ?else }`);
  if (edge.kind === "posting") return `?x a kg:Posting ; org:member ${from} ; org:organization ${to} ; ${exactly("org:role")}`;
  if (edge.kind === "subordination") return `?x a kg:Subordination ; org:member ${from} ; org:organization ${to} .`;
  if (edge.kind === "presence") return `?x a kg:Presence ; kg:subject ${from} ; kg:place ${to} .`;
  if (edge.kind === "control") return `?x a kg:Control ; kg:subject ${from} ; kg:place ${to} .`;
  if (edge.kind === "measurement") return `?x a kg:Measurement ; kg:subject ${from} ; kg:place|kg:comparedWith ${to} ; ${exactly("kg:measure")}`;
  const [predicate, ...phases] = own;
  const statements = "FILTER NOT EXISTS { VALUES ?kind { kg:Posting kg:Subordination kg:Presence kg:Control kg:Measurement kg:Assessment } " + `${from} a ?kind }`;
  const phase = phases.length ? `${from} kg:phase ${phases.join(", ")} . FILTER NOT EXISTS { ${from} kg:phase ?else FILTER(?else IN (${UNREAL}) && ?else NOT IN (${phases.join(", ")})) }`
    : `FILTER NOT EXISTS { ${from} kg:phase ?else FILTER(?else IN (${UNREAL})) }`;
  return `${from} ${predicate} ${to} . ${phase} ${statements}`;
};
const inContent = (pattern) => `?claim kg:content ?content . GRAPH ?content { ${pattern} }`;
const anyOf = (patterns) => (patterns.length === 1 ? patterns[0] : patterns.map((pattern) => `{ ${pattern} }`).join(" UNION "));
const chosenPattern = (what) => {
  if ("edge" in what) return anyOf(edges[what.edge].terms.map((terms) => inContent(relationPattern(edges[what.edge], terms))));
  if ("claim" in what) return `VALUES ?claim { ${term(claims[what.claim].iri)} }`;
  if ("statement" in what) return `?claim kg:claimant ${term(nodes[what.statement[0]].iri)} ; kg:about ${term(nodes[what.statement[1]].iri)} .`;
  if ("path" in what) return `VALUES ?claim { ${claimsOf(what).map((id) => term(claims[id].iri)).join(" ")} }`;
  const node = term(nodes[what.node].iri);
  return anyOf([`?claim kg:about ${node}`, ...["?s ?p " + node, node + " ?p ?o"].map((pattern) => inContent(pattern))]);
};
/** The query text for what is selected, and how to ask it with the same day. */
const sparqlOf = (what) => {
  const day = state.until || data.opening.asOf;
  return `# kgraph query FILE.rq --world record${day ? ` --as-of ${day}` : ""}
PREFIX kg: <${KG}>
PREFIX org: <${ORG}>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT DISTINCT ?claim ?claimant ?modality ?polarity ?certainty ?paraphrase
WHERE {
  ${chosenPattern(what)}
  ?claim a kg:Claim ; kg:claimant ?agent ; kg:modality ?modality ; kg:polarity ?polarity ;
    kg:certainty ?certainty ; kg:paraphrase ?paraphrase .
  OPTIONAL { ?agent rdfs:label ?claimant FILTER(LANG(?claimant) IN ("", "en")) }
  FILTER NOT EXISTS { ?claim kg:status kg:Rejected }
}
ORDER BY ?claim
`;
};
