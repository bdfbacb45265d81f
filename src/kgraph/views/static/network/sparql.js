// Writes what a reader has chosen as a SPARQL query that finds just its claims.

const KG = "https://w3id.org/kgraph/ontology#";
const ORG = "http://www.w3.org/ns/org#";
const term = (iri) => {
  for (const [prefix, base] of [["kg", KG], ["org", ORG]]) {
    if (iri.startsWith(base) && /^[A-Za-z0-9]+$/.test(iri.slice(base.length))) return `${prefix}:${iri.slice(base.length)}`;
  }
  const escaped = (bad) => `%${bad.codePointAt(0).toString(16).padStart(2, "0").toUpperCase()}`;
  return `<${iri.replace(/[\x00-\x20<>"{}|^`\\]/g, escaped)}>`; // SPARQL 1.1, IRIREF: an IRI may not contain these
};
const UNREAL = "kg:Intended, kg:Prevented, kg:RuledOut";
const STATEMENTS = [
  "kg:Posting", "kg:Subordination", "kg:Presence", "kg:Control", "kg:Measurement", "kg:Assessment", "kg:Characterisation", "kg:Entitlement",
].join(" ");
const without = (pattern) => `FILTER NOT EXISTS { ${pattern} }`;

/** Requires that `?x` has exactly these values of a predicate. */
const exactly = (predicate, values) => (values.length
  ? `${predicate} ${values.join(", ")} . ${without(`?x ${predicate} ?else FILTER(?else NOT IN (${values.join(", ")}))`)}`
  : `a ?type . ${without(`?x ${predicate} ?else`)}`);
/** Requires that an event has a predicate and exactly these of the phases that mean it did not take place. */
const eventPattern = (from, to, [predicate, ...phases]) => {
  const unreal = `${from} kg:phase ?else FILTER(?else IN (${UNREAL})`;
  const phase = phases.length
    ? `${from} kg:phase ${phases.join(", ")} . ${without(`${unreal} && ?else NOT IN (${phases.join(", ")}))`)}`
    : without(`${unreal})`);
  return `${from} ${predicate} ${to} . ${phase} ${without(`VALUES ?kind { ${STATEMENTS} } ${from} a ?kind`)}`;
};
/** The pattern for what a relation's claims say in their content. */
const relationPattern = (kind, from, to, terms) => {
  if (kind === "posting") return `?x a kg:Posting ; org:member ${from} ; org:organization ${to} ; ${exactly("org:role", terms)}`;
  if (kind === "subordination") return `?x a kg:Subordination ; org:member ${from} ; org:organization ${to} .`;
  if (kind === "presence") return `?x a kg:Presence ; kg:subject ${from} ; kg:place ${to} .`;
  if (kind === "control") return `?x a kg:Control ; kg:subject ${from} ; kg:place ${to} .`;
  if (kind === "entitlement") return `?x a kg:Entitlement ; kg:subject ${from} ; kg:place ${to} .`;
  if (kind === "characterisation") return `?x a kg:Characterisation ; kg:subject ${from} ; kg:norm ${to} .`;
  if (kind !== "measurement") return eventPattern(from, to, terms);
  return `?x a kg:Measurement ; kg:subject ${from} ; kg:place|kg:comparedWith ${to} ; ${exactly("kg:measure", terms)}`;
};
const inContent = (pattern) => `?claim kg:content ?content . GRAPH ?content { ${pattern} }`;
const anyOf = (patterns) => (patterns.length === 1 ? patterns[0] : patterns.map((pattern) => `{ ${pattern} }`).join(" UNION "));
const chosenPattern = (what, { nodes, edges, claims, whole }, claimsOf) => {
  const named = (row) => term(whole(row.iri)), node = (id) => named(nodes[id]);
  if ("edge" in what) {
    const { kind, from, to, terms } = edges[what.edge];
    const patterns = terms.map((own) => relationPattern(kind, node(from), node(to), own.map((iri) => term(whole(iri)))));
    return anyOf(patterns.map(inContent));
  }
  if ("claim" in what) return `VALUES ?claim { ${named(claims[what.claim])} }`;
  if ("statement" in what) return `?claim kg:claimant ${node(what.statement[0])} ; kg:about ${node(what.statement[1])} .`;
  if ("path" in what) return `VALUES ?claim { ${claimsOf(what).map((id) => named(claims[id])).join(" ")} }`;
  const own = node(what.node);
  return anyOf([`?claim kg:about ${own}`, ...[`?s ?p ${own}`, `${own} ?p ?o`].map(inContent)]);
};
/** The query's text for what is chosen in a record, and how to run it with the same day. `claimsOf` finds a path's claims. */
export const sparqlOf = (what, record, claimsOf, day) => `# kgraph query FILE.rq --world record${day ? ` --as-of ${day}` : ""}
PREFIX kg: <${KG}>
PREFIX org: <${ORG}>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT DISTINCT ?claim ?claimant ?modality ?polarity ?certainty ?paraphrase
WHERE {
  ${chosenPattern(what, record, claimsOf)}
  ?claim a kg:Claim ; kg:claimant ?agent ; kg:modality ?modality ; kg:polarity ?polarity ;
    kg:certainty ?certainty ; kg:paraphrase ?paraphrase .
  OPTIONAL { ?agent rdfs:label ?claimant FILTER(LANG(?claimant) IN ("", "en")) }
  FILTER NOT EXISTS { ?claim kg:status kg:Rejected }
}
ORDER BY ?claim
`;
