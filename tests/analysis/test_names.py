"""A thing is found by what people type, however its characters were typed."""

import re

import pytest

from kgraph import Graph
from kgraph.analysis.names import find_entities, pick
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


@pytest.mark.slow
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


SPELT = [
    (IRI(BASE + "agent/ada"), "Olena Kovalchuk", True),
    (IRI(BASE + "agent/max"), "Maksym Bondar", True),
    (IRI(BASE + "agent/mark"), "Marko Bondar", True),
    (IRI(BASE + "unit/8-tank"), "8th Separate Tank Brigade", True),
    (IRI(BASE + "unit/8-arty"), "8th Artillery Brigade", True),
]


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ("Ковальчук Олена", "agent/ada"),
        ("Kovalchuk, Elena", "agent/ada"),
        ("О. Ковальчук", "agent/ada"),
        ("Dr Olena Kovalʹčuk", "agent/ada"),
        ("8 ОТБр", "unit/8-tank"),
        ("8th Arty Bde", "unit/8-arty"),
    ],
)
def test_a_name_in_another_spelling_is_found(given: str, found: str) -> None:
    assert pick(SPELT, BASE, given, "entity") == BASE + found


def test_of_several_with_a_name_none_is_taken() -> None:
    with pytest.raises(UsageError, match=r"did you mean 'Maksym Bondar' \(person\), 'Marko Bondar' \(person\)\?"):
        pick(SPELT, BASE, "M. Bondar", "entity", kind_of=lambda _: "person")


def test_a_name_that_is_only_near_is_asked_about() -> None:
    for given, asked in [
        ("Бондар", "'Maksym Bondar', 'Marko Bondar'"),
        ("8th Bde", "'8th Artillery Brigade', '8th Sep"),
    ]:
        with pytest.raises(UnknownName, match=f"did you mean {asked}"):
            pick(SPELT, BASE, given, "entity")


@pytest.mark.slow
def test_the_graph_finds_a_name_in_any_spelling(graph: Graph) -> None:
    for typed, name in [
        ("зеленский", "Volodymyr Zelenskyy"),
        ("Dobropillya", "Dobropillia"),
        ("Putin Vladimir", "Vladimir Putin"),
        ("Путін, В.", "Vladimir Putin"),
        ("59 ОШБр", "59th Separate Assault Brigade"),
    ]:
        with pytest.warns(UserWarning, match=f"'{re.escape(typed)}' is taken as '{name}'"):
            assert Graph(graph.store, graph.workspace).entity(typed) == graph.entity(name)
    with pytest.raises(UnknownName, match=r"did you mean .*\(city\)"):
        graph.entity("Dobropillia Town Hall Office")


def test_a_title_makes_a_name_a_persons(graph: Graph) -> None:
    """Mr Pokrovsk is not the city, in no kind of search; President Zelenskyy is the person."""
    with pytest.raises(UnknownName, match=r"did you mean 'Pokrovsk' \(city\)"):
        graph.entity("Mr Pokrovsk")
    base = graph.workspace.base
    assert find_entities(graph.store, base, "Mr Pokrovsk") == []
    for typed in ("President Zelenskyy Volodymyr", "Пан Володимир Зеленський"):
        assert find_entities(graph.store, base, typed) == [graph.entity("Volodymyr Zelenskyy")]
    with pytest.raises(UnknownName):
        pick(SPELT, BASE, "Dr Olena Kovalʹčuk", "entity", is_person=lambda iri: False)
