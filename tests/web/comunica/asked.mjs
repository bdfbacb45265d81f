// Asks an endpoint through Comunica: a query, a federated join with triples of its own, an update with the token.
import { QueryEngine } from "@comunica/query-sparql";

const [address, token] = process.argv.slice(2);
const engine = new QueryEngine();
const sources = [{ type: "sparql", value: address }];
const claim = "<https://w3id.org/kgraph/ontology#Claim>";
const rows = async (query, context) => (await (await engine.queryBindings(query, context)).toArray()).length;
const fetched = (url, options = {}) => {
  const headers = new Headers(options.headers);
  headers.set("authorization", `Bearer ${token}`);
  return fetch(url, { ...options, headers });
};

const found = {
  claims: await rows(`SELECT ?c { ?c a ${claim} }`, { sources }),
  triples: (await (await engine.queryQuads(`CONSTRUCT WHERE { ?c a ${claim} }`, { sources })).toArray()).length,
  any: await engine.queryBoolean(`ASK { ?c a ${claim} }`, { sources }),
};
const written = "INSERT DATA { GRAPH <urn:x:comunica> { <urn:x:s> <urn:x:p> 'ö </script>' } }";
await engine.queryVoid(written, { sources, destination: { type: "sparql", value: address }, fetch: fetched });
found.written = await rows("SELECT ?o { GRAPH <urn:x:comunica> { ?s ?p ?o } }", { sources });
const refused = "INSERT DATA { <urn:x:s> <urn:x:p> 1 }";
found.refused = await engine
  .queryVoid(refused, { sources, destination: { type: "sparql", value: address }, fetch: fetched })
  .then(() => "", (error) => error.message);
console.log(JSON.stringify(found));
