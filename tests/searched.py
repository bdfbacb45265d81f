"""What the search of a network's page finds, by its modules in Node.js."""

from kgraph.analysis.graph import Network
from kgraph.views.network import render
from kgraph.views.page import Opening
from nodejs import in_node
from pages import page_data

PROGRAM = """
import { makeFinder } from "./finding.js";
import { makePlain } from "./names.js";
import { readRecord } from "./record.js";
const answer = ({ data, rest, queries, later, told }) => {
  const record = readRecord(data);
  if (rest.nodes) record.add(rest);
  const said = (id) => !later.includes(record.claims[id].text);
  const finder = makeFinder(record, makePlain(data.reading, data.names.letters), {
    said, asked: () => true, told: () => told, aspects: data.aspects, also: data.also, names: data.names,
    days: data.days,
  });
  return queries.map((query) => {
    const { days, nodes, paths, questions, edges, claims, namesLast } = finder.find(query);
    const ends = ({ from, to }) => [from, to].map((end) => record.nodes[end].label);
    return {
      days,
      nodes: nodes.map((id) => record.nodes[id].label),
      paths: paths.map((both) => both.map((id) => record.nodes[id].label).join(" to ")),
      order: namesLast ? ["texts", "names"] : ["names", "texts"],
      questions: questions.map((id) => record.questions[id].text),
      edges: edges.map((id) => [record.edges[id].name, ...ends(record.edges[id])].join(" · ")),
      claims: claims.map((id) => record.claims[id].text),
    };
  });
};
"""
Found = dict[str, list[str]]


def find(network: Network, queries: list[str], later: tuple[str, ...] = (), told: bool = True) -> dict[str, Found]:
    """What the page finds for each query; claims with the texts `later` have not been said yet, relations if `told`."""
    html = render(network, Opening("A title", base="https://example.org/"))
    given = {
        "data": page_data(html),
        "rest": page_data(html, "rest") or {},
        "queries": queries,
        "later": later,
        "told": told,
    }
    return dict(zip(queries, in_node(PROGRAM, given), strict=True))
