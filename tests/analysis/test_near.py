"""What is read around one entity: enough to count origins and to name opponents as in the whole."""

from pathlib import Path

from claims import claim, document, graph_of
from kgraph import Graph, Workspace

REFERENCE = """<place/harbour> a kg:City ; rdfs:label 'Harbour' . <place/quay> a kg:City ; rdfs:label 'Quay' .
<event/fire> a kg:Event ; rdfs:label 'fire' . <place/mill> a kg:City ; rdfs:label 'Mill' .
<agent/ann> a kg:Person ; rdfs:label 'Ann' . <agent/bo> a kg:Person ; rdfs:label 'Bo' .
<agent/gazette> a kg:MediaOutlet ; rdfs:label 'Gazette' ."""
FIRE = "<event/fire> kg:place <place/harbour> ; kg:phase kg:Completed"


BURNT = (
    document("d", "gazette"),
    claim("d/b1", "agent/ann", "<#m> kg:phase kg:Begun ; kg:place <place/mill>"),
    claim("d/c1", "agent/ann", FIRE),
    claim("d/c2", "agent/bo", FIRE, more=" ; kg:derivedFrom <claim/d/b1>"),
)


def origins_of(graph: Graph, **options: object) -> set[int]:
    network = graph.network(world="asserted", **options)  # type: ignore[arg-type] # a test passes each option in turn
    return {edge.origins for edge in network.edges if edge.target.endswith("harbour")}


def test_origins_of_a_relation_are_counted_with_what_its_claims_rest_on(tmp_path: Path, pokrovsk: Workspace) -> None:
    with graph_of(tmp_path, pokrovsk, REFERENCE, *BURNT) as graph:
        assert origins_of(graph) == origins_of(graph, focus="Harbour") == origins_of(graph, types="place") | {1} == {1}


def test_an_opponent_whose_claim_names_something_else_is_named(tmp_path: Path, pokrovsk: Workspace) -> None:
    news = (
        document("d", "gazette"),
        claim("d/c1", "agent/ann", "<#k> a kg:Presence ; kg:subject <agent/ann> ; kg:place <place/harbour>"),
        claim(
            "d/c2",
            "agent/bo",
            "<#k> a kg:Presence ; kg:subject <agent/ann> ; kg:place <place/mill>",
            more=" ; kg:contradicts <claim/d/c1>",
        ),
    )
    with graph_of(tmp_path, pokrovsk, REFERENCE, *news) as graph:
        positions = [position for aspect in graph.compare("Harbour") for position in aspect.positions]
        assert [position.disputed_by for position in positions] == [("Bo",)]
