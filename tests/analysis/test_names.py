"""A thing is found by what people type, however its characters were typed."""

import pytest

from kgraph import Graph
from kgraph.analysis.names import pick
from kgraph.errors import UnknownName, UsageError
from kgraph.namespaces import IRI

BASE = "https://example.org/id/"
NAMES = [
    (IRI(BASE + "agent/obrien"), "Ida O’Brien", True),
    (IRI(BASE + "place/norika"), "Norika–West", True),
    (IRI(BASE + "place/zuerich"), "Zürich", True),
    (IRI(BASE + "place/zuerich"), "Zurich", False),
    (IRI(BASE + "unit/1st"), "1st “Amber” Brigade", True),
    (IRI(BASE + "unit/2nd"), "Amber\u00adton", True),
    (IRI(BASE + "place/amberton"), "Amberton", True),
]


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ("Ida O'Brien", "agent/obrien"),
        ("ida o`brien", "agent/obrien"),
        ("Ida\u00a0 O’Bri\u00aden ", "agent/obrien"),
        ("Norika-West", "place/norika"),
        ("norika‑west", "place/norika"),
        ("Zu\u0308rich", "place/zuerich"),
        ("ZÜRICH\u200b", "place/zuerich"),
        ("zurich", "place/zuerich"),
        ('1st "Amber" Brigade', "unit/1st"),
        ("１st «Amber» Brigade", "unit/1st"),
        ("agent/obrien\u200b", "agent/obrien"),
        ("amberton", "place/amberton"),  # one that differs in case alone comes first
    ],
)
def test_what_looks_the_same_is_found(given: str, found: str) -> None:
    assert pick(NAMES, BASE, given, "entity") == BASE + found


def test_two_that_look_the_same_are_told_apart_by_their_iris() -> None:
    with pytest.raises(UsageError, match="several things are called"):
        pick(NAMES, BASE, "Amber\u200bton", "entity")
    with pytest.raises(UnknownName):
        pick(NAMES, BASE, "Zyrich", "entity")


def test_the_graph_s_own_names(graph: Graph) -> None:
    for typed in ("Pok\u00adrovsk", "Ｐokrovsk", "Покровськ", "pokrovsk\u200e"):
        assert graph.entity(typed) == graph.entity("Pokrovsk")
    assert (
        graph.choose(according_to="Deep\u200bState").according_to == graph.choose(according_to="DeepState").according_to
    )
    assert graph.topic("troop‑strength") == graph.topic("TroopStrength")
    answer = graph.query("shares-captured", params={"place": "Pok\u00adrovsk"})
    assert answer == graph.query("shares-captured", params={"place": "Pokrovsk"})
    assert graph.chain("Kyrylo\u00a0Budanov\u200b") == graph.chain("Kyrylo Budanov")
