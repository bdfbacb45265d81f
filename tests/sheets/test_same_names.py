"""A cell with a name in another spelling is asked about with the thing that commands find by it."""

import pytest

from kgraph.namespaces import IRI, KG
from kgraph.sheets.names import Names, Thing, Unknown
from kgraph.vocabulary import built_in
from named_pairs import cases
from tables import over

BASE = "https://example.org/id/"


@pytest.mark.slow
@over(("known", "asked", "answer"), cases("one"))
def test_a_name_in_another_spelling_is_asked_about(known: str, asked: str, answer: str) -> None:
    names = Names(BASE, built_in())
    labels = ("Quite Another", known, f"{known} Watch")
    names.add(Thing(IRI(f"{BASE}agent/{at}"), label, (), (KG.Person,)) for at, label in enumerate(labels))
    try:
        found = names.name(names.thing(asked))
    except Unknown as unknown:
        found = unknown.near[0]
    assert found == known


def test_a_thing_that_is_added_is_found_too() -> None:
    names = Names(BASE, built_in())
    for at, label in enumerate(("Ada Lorne", "Володимир Мельник")):
        names.add([Thing(IRI(f"{BASE}agent/{at}"), label, (), (KG.Person,))])
        assert names.near("Vladimir Melnyk") == [label] * at
