"""A place takes in the places that lie in it, and says so; `only` leaves them out."""

from collections.abc import Iterator

import pytest

from claims import claim, document, graph_of
from kgraph import Graph, Rows, UsageError, Workspace

REFERENCE = """<place/coast> a kg:Region ; rdfs:label 'Coast' .
<place/harbour> a kg:City ; rdfs:label 'Harbour' ; kg:locatedIn <place/coast> .
<place/quay> a kg:Facility ; rdfs:label 'Quay' ; kg:locatedIn <place/harbour> .
<event/fire> a kg:Fire ; rdfs:label 'fire' .
<agent/ann> a kg:Person ; rdfs:label 'Ann' . <agent/bo> a kg:Person ; rdfs:label 'Bo' .
<agent/gazette> a kg:MediaOutlet ; rdfs:label 'Gazette' .
<question/why> a kg:EditorsQuestion ; rdfs:label 'Why did it burn?' ; kg:claimFor <claim/d/c1> ;
  kg:claimAgainst <claim/d/c2> ."""
TOLL = (
    "<#m> a kg:Measurement ; kg:measure kg:PeopleKilled ; kg:event <event/fire> ; kg:place <place/quay> ; kg:value {}"
)


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory, pokrovsk: Workspace) -> Iterator[Graph]:
    told = (
        document("d", "gazette"),
        claim("d/c1", "agent/ann", TOLL.format(4)),
        claim("d/c2", "agent/bo", TOLL.format(9)),
    )
    with graph_of(tmp_path_factory.mktemp("inside"), pokrovsk, REFERENCE, *told) as graph:
        yield graph


@pytest.mark.parametrize("place", ["Harbour", "Coast"])
def test_a_town_takes_in_its_quay(graph: Graph, place: str) -> None:
    asked = {question.text: [stand.answer for stand in question.stands] for question in graph.disputed(place).questions}
    assert asked == {"People killed: fire?": ["4", "9"], "Why did it burn?": ["for", "against"]}
    assert graph.disputed(place, only=True).questions == ()
    assert {p.claim.claimant for aspect in graph.compare(place) for p in aspect.positions} == {"Ann", "Bo"}
    with pytest.raises(UsageError, match="no claim"):
        graph.compare(place, only=True)
    assert "Quay" in {node.label for node in graph.network(focus=place).nodes}
    assert "Quay" not in {node.label for node in graph.network(focus=place, only=True).nodes}
    rows = graph.query("figures-about", params={"about": place})
    assert isinstance(rows, Rows)
    assert {(str(row["of"]), str(row["claimant"])) for row in rows} == {("fire", "Ann"), ("fire", "Bo")}


def test_it_is_said_how_many_are_taken_in(graph: Graph) -> None:
    assert graph.scope("Coast") == "Coast and 2 places in it"
    assert graph.scope("Quay") == graph.scope("Quay", only=True) == "Quay"
    drawn = graph.network(focus="Harbour")
    assert drawn.opening.scope == "within 1 of Harbour and 1 place in it"
