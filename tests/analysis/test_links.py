"""Lines that claims draw between entities: who won, who has a right to what, by which norm a thing is judged."""

from collections.abc import Iterator

import pytest

from claims import BASE, claim, document, graph_of
from kgraph import Graph, Rows, Workspace
from kgraph.analysis.graph import Network
from kgraph.views.looks import RELATIONS
from kgraph.views.network import render
from kgraph.views.page import Opening
from nodejs import in_node
from pages import page_data

REFERENCE = """<event/vote> a kg:Election ; rdfs:label 'the vote' . <place/islet> a kg:Region ; rdfs:label 'Islet' .
<decree/act> a kg:Decree ; rdfs:label 'Ballot Act' .
<agent/rook> a kg:Person ; rdfs:label 'Rook' . <agent/marsh> a kg:Person ; rdfs:label 'Marsh' .
<agent/board> a kg:Organization ; rdfs:label 'board' . <agent/gazette> a kg:MediaOutlet ; rdfs:label 'Gazette' ."""
FAIR = "<#x> a kg:Characterisation ; kg:subject <event/vote> ; kg:characterisedAs kg:Lawful"
RIGHT = "<#e> a kg:Entitlement ; kg:subject <agent/board> ; kg:place <place/islet>"
TOLD = (
    document("d", "gazette"),
    claim("d/c1", "agent/board", "<event/vote> kg:winner <agent/rook>"),
    claim("d/c2", "agent/gazette", "<event/vote> kg:winner <agent/marsh>"),
    claim("d/c3", "agent/board", f"{FAIR} ; kg:norm <decree/act>"),
    claim("d/c4", "agent/gazette", f"{FAIR} ; kg:norm <decree/act>", polarity="Negative"),
    claim("d/c5", "agent/gazette", FAIR),
    claim("d/c6", "agent/board", RIGHT, modality="Forecast"),
    claim("d/c7", "agent/marsh", RIGHT.replace("board", "marsh"), polarity="Negative"),
)


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory, pokrovsk: Workspace) -> Iterator[Graph]:
    with graph_of(tmp_path_factory.mktemp("links"), pokrovsk, REFERENCE, *TOLD) as graph:
        yield graph


@pytest.fixture(scope="module")
def network(graph: Graph) -> Network:
    return graph.network()


def test_a_winner_a_right_and_a_judgement_are_lines_where_both_ends_are_entities(network: Network) -> None:
    names = {node.id: node.label for node in network.nodes}
    found = {(names[e.source], e.label, names[e.target], e.kind): (e.status, len(e.claims)) for e in network.edges}
    assert found == {
        ("the vote", "won by", "Rook", "won by"): ("disputed", 1),
        ("the vote", "won by", "Marsh", "won by"): ("disputed", 1),
        ("the vote", "judged under: lawful", "Ballot Act", "characterisation"): ("disputed", 2),
        ("board", "has a right to", "Islet", "entitlement"): ("forecast", 1),
        ("Marsh", "has a right to", "Islet", "entitlement"): ("denied", 1),
    }


def test_a_reader_can_hide_lines_of_every_kind(network: Network) -> None:
    assert {edge.kind for edge in network.edges} <= {kind for kinds in RELATIONS.values() for kind in kinds}


COPIED = """
import { readRecord } from "./record.js";
import { sparqlOf } from "./sparql.js";
const answer = (data) => {
  const record = readRecord(data);
  return record.edges.map(({ id, said }) => [
    sparqlOf({ edge: id }, record, () => [], ""), said.map(([claim]) => record.whole(record.claims[claim].iri)),
  ]);
};
"""


def test_copied_as_sparql_each_of_these_yields_just_its_claims(graph: Graph, network: Network) -> None:
    answered = in_node(COPIED, page_data(render(network, Opening("A title", base=BASE))))
    assert len(answered) == len(network.edges) == 5
    for query, claims in answered:
        rows = graph.query(query, world="record")
        assert isinstance(rows, Rows) and set(map(str, rows.column("claim"))) == set(claims)
