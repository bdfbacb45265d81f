// Asks an endpoint through Comunica: queries of each form, an update with the token, one that is refused. Prints the terms.
import { QueryEngine } from "@comunica/query-sparql";

const [address, token] = process.argv.slice(2);
const engine = new QueryEngine();
const sources = [{ type: "sparql", value: address }];
const kg = "https://w3id.org/kgraph/ontology#";
// this version of Comunica keeps the language of a row's text as a part of its datatype
const term = ({ value, language, datatype }) => [value, language || datatype?.language || datatype?.value || ""];
const rows = async (query, ...names) =>
  (await (await engine.queryBindings(query, { sources })).toArray()).map((row) => names.map((name) => term(row.get(name))));
const statuses = [];
const fetched = async (url, options = {}) => {
  const headers = new Headers(options.headers);
  headers.set("authorization", `Bearer ${token}`);
  const reply = await fetch(url, { ...options, headers });
  statuses.push(reply.status);
  return reply;
};
const update = async (text) => {
  const context = { sources, destination: { type: "sparql", value: address }, fetch: fetched };
  const thrown = await engine.queryVoid(text, context).then(() => false, () => true);
  return [statuses.at(-1), thrown];
};

const quads = await engine.queryQuads(`CONSTRUCT WHERE { ?c a <${kg}Claim> }`, { sources });
const found = {
  rows: await rows(`SELECT ?c ?said { ?c a <${kg}Claim> ; <${kg}paraphrase> ?said }`, "c", "said"),
  triples: (await quads.toArray()).map((quad) => [quad.subject, quad.predicate, quad.object].map((one) => one.value)),
  any: await engine.queryBoolean(`ASK { ?c a <${kg}Claim> }`, { sources }),
  none: await engine.queryBoolean(`ASK { ?c a <${kg}Claims> }`, { sources }),
  update: await update("INSERT DATA { GRAPH <urn:x:comunica> { <urn:x:s> <urn:x:p> 'ö </script>', 'tie'@fi, 4.5 } }"),
  written: await rows("SELECT ?o { GRAPH <urn:x:comunica> { ?s ?p ?o } }", "o"),
  refused: await update("INSERT DATA { <urn:x:s> <urn:x:p> 1 }"),
};
console.log(JSON.stringify(found));
