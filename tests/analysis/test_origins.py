"""Independent origins: who began it, who only passes it on, who quotes in a circle."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from claims import claim, document, graph_of
from kgraph import Graph, Rows, Workspace
from kgraph.analysis.origins import Origins

REFERENCE = (
    "".join(
        f'<agent/{name}> a {kind} ; rdfs:label "{name}"@en .\n'
        for name, kind in {
            **dict.fromkeys(("paper", "wire", "radio", "post"), "kg:MediaOutlet"),
            **dict.fromkeys(("ann", "bo"), "kg:Person"),
            **dict.fromkeys(("officer", "aide"), "kg:Person, kg:UnnamedSource"),
        }.items()
    )
    + '<force/reds> a kg:Force ; rdfs:label "reds"@en . <place/town> a kg:City ; rdfs:label "town"@en .'
)


def held(place: str, day: int = 9) -> str:
    """A content of its own for each day."""
    time = (
        f'[ a kg:TimeSpan ; kg:latestBegin "2031-03-{day:02}"^^xsd:date ; kg:earliestEnd "2031-03-{day:02}"^^xsd:date ]'
    )
    return f"<#k> a kg:Control ; kg:subject <force/reds> ; kg:place <place/{place}> ; kg:time {time} ."


PARTS = (
    document("p", "paper"),
    document("w", "wire"),
    document("r", "radio"),
    # day 1: two named origins and what one of them is relayed through
    claim("p/c1", "agent/ann", held("town", 1), about="<place/town>"),
    claim("w/c1", "agent/bo", held("town", 1), about="<place/town>"),
    claim("r/c1", "agent/bo", held("town", 1), via=("wire",), about="<place/town>"),
    # day 2: two outlets that quote each other
    claim("p/c2", "agent/wire", held("town", 2), about="<place/town>"),
    claim("w/c2", "agent/paper", held("town", 2), about="<place/town>"),
    # day 3: one voice through three outlets
    claim("p/c3", "agent/ann", held("town", 3), about="<place/town>"),
    claim("w/c3", "agent/ann", held("town", 3), via=("paper",), about="<place/town>"),
    claim("r/c3", "agent/ann", held("town", 3), via=("wire", "paper"), about="<place/town>"),
    # day 4: two unnamed sources, who may be one
    claim("p/c4", "agent/officer", held("town", 4), about="<place/town>"),
    claim("w/c4", "agent/aide", held("town", 4), about="<place/town>"),
    # day 5: an outlet's own conclusion from another's claim is not independent of it
    claim("p/c5", "agent/ann", held("town", 5), about="<place/town>"),
    claim("w/c5", "agent/wire", held("town", 5), more=" ; kg:derivedFrom <claim/p/c5>", about="<place/town>"),
    # day 6: one says so and one denies it
    claim("p/c6", "agent/ann", held("town", 6), about="<place/town>"),
    claim("w/c6", "agent/bo", held("town", 6), modality="Denial", polarity="Negative", about="<place/town>"),
    # day 7: a circle of three, with somebody who really knows outside it
    claim("p/c7", "agent/wire", held("town", 7), about="<place/town>"),
    claim("w/c7", "agent/radio", held("town", 7), about="<place/town>"),
    claim("r/c7", "agent/paper", held("town", 7), about="<place/town>"),
    claim("r/c8", "agent/bo", held("town", 7), about="<place/town>"),
    # day 8: a forecast has no part in it
    claim("p/c9", "agent/ann", held("town", 8), modality="Forecast", about="<force/reds>"),
)


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory, pokrovsk: Workspace) -> Iterator[Graph]:
    with graph_of(tmp_path_factory.mktemp("origins"), pokrovsk, REFERENCE, *PARTS) as graph:
        yield graph


def of(graph: Graph, claim_: str) -> Origins:
    return next(o for o in graph.origins() if any(c.id.endswith(f"/{claim_}") for c in o.claims))


def test_two_who_do_not_quote_each_other_are_two_origins(town: Graph) -> None:
    found = of(town, "p/c1")
    assert (found.independent, found.named, found.relayers) == (2, ("ann", "bo"), ("paper", "radio", "wire"))
    assert found.chains == ("paper ← ann", "radio ← wire ← bo", "wire ← bo")


def test_two_who_quote_each_other_are_a_circle_and_count_as_one(town: Graph) -> None:
    found = of(town, "p/c2")
    assert (found.independent, found.named, found.circles) == (1, (), (("paper", "wire"),))


def test_one_voice_through_three_outlets_is_one_origin(town: Graph) -> None:
    found = of(town, "p/c3")
    assert (found.independent, found.named) == (1, ("ann",))
    assert "radio ← wire ← paper ← ann" in found.chains


def test_unnamed_sources_count_as_one(town: Graph) -> None:
    found = of(town, "p/c4")
    assert (found.independent, found.named, found.unnamed) == (1, (), ("aide", "officer"))


def test_a_conclusion_is_not_independent_of_what_it_rests_on(town: Graph) -> None:
    assert (of(town, "p/c5").independent, of(town, "p/c5").named) == (1, ("ann",))


def test_a_denial_is_counted_by_itself(town: Graph) -> None:
    assert (of(town, "p/c6").stance, of(town, "p/c6").named) == ("assertion", ("ann",))
    assert (of(town, "w/c6").stance, of(town, "w/c6").named) == ("denial", ("bo",))


def test_a_circle_of_three_is_found_beside_an_origin_outside_it(town: Graph) -> None:
    found = of(town, "p/c7")
    assert (found.circles, found.independent, found.named) == ((("paper", "radio", "wire"),), 1, ("bo",))


def test_forecasts_have_no_part_in_it_and_about_narrows(town: Graph) -> None:
    assert not any(c.id.endswith("p/c9") for o in town.origins() for c in o.claims)
    assert town.origins("reds") == []
    assert len(town.origins("town")) == len(town.origins())


def findings(graph: Graph, kind: str) -> dict[str, set[str]]:
    """The claims of each finding of a kind, by its explanation."""
    rows = graph.query(f"SELECT ?why ?claim {{ ?f a kg:{kind} ; kg:explanation ?why ; kg:restsOn ?claim }}")
    assert isinstance(rows, Rows)
    found: dict[str, set[str]] = {}
    for row in rows:
        found.setdefault(str(row["why"]), set()).add(str(row["claim"]).rpartition("claim/")[2])
    return found


def test_what_has_no_time_is_the_same_only_if_said_on_one_day(tmp_path: Path, pokrovsk: Workspace) -> None:
    undated = "<#k> a kg:Control ; kg:subject <force/reds> ; kg:place <place/town> ."
    parts = (
        document("p", "paper"),
        document("w", "wire"),
        claim("p/c1", "agent/ann", undated, said="2031-03-09"),
        claim("w/c1", "agent/bo", undated, said="2031-03-09"),
        claim("p/c2", "agent/ann", undated, said="2031-04-09"),
    )
    with graph_of(tmp_path, pokrovsk, REFERENCE, *parts) as graph:
        assert of(graph, "p/c1").named == ("ann", "bo")
        assert of(graph, "p/c2").named == ("ann",)
        assert list(findings(graph, "Corroboration").values()) == [{"p/c1", "w/c1"}]


def test_assessments_recorded_alike_do_not_corroborate(tmp_path: Path, pokrovsk: Workspace) -> None:
    rated = "<#a> a kg:Assessment ; kg:subject <force/reds> ; kg:dimension kg:Intensity ; kg:rating kg:High ."
    parts = (
        document("p", "paper"),
        document("w", "wire"),
        claim("p/c1", "agent/ann", rated),
        claim("w/c1", "agent/bo", rated),
    )
    with graph_of(tmp_path, pokrovsk, REFERENCE, *parts) as graph:
        assert of(graph, "p/c1").independent == 2, "the count is of what is recorded, which it shows in words"
        assert not findings(graph, "Corroboration")


def test_the_rule_finds_corroboration_only_by_independent_origins(town: Graph) -> None:
    found = findings(town, "Corroboration")
    assert list(found.values()) == [{"p/c1", "w/c1", "r/c1"}]
    assert next(iter(found)).startswith("At least 2 independent origins say the same, as it is recorded: ann (")


def test_the_rule_finds_repetition_of_one_voice(town: Graph) -> None:
    found = findings(town, "Repetition")
    assert {"p/c3", "w/c3", "r/c3"} in found.values()
    assert {"w/c1", "r/c1"} in found.values()
    assert "One voice, ann, says “p/c3 is what it says” and is heard through paper, radio, wire." in found
    assert len(found) == 2


def test_pokrovsk_has_one_content_of_two_origins(graph: Graph) -> None:
    found = [one for one in graph.origins() if one.independent > 1]
    assert [one.named for one in found] == [("Dmytro Zhmailo", "Kyrylo Danylychenko")]
    assert not any(one.circles for one in graph.origins())
