"""The graph's own entities as a data set: somebody's rows are found among them."""

from kgraph.linking.candidates import Wanted
from kgraph.linking.finders import OwnFinder, ServiceFinder
from kgraph.namespaces import IRI

BASE = "https://example.org/id/"
ENTITIES = [
    Wanted(
        IRI(f"{BASE}agent/budanov"), ("Kyrylo Budanov", "Budanov", "Кирило Буданов"), "person", dates={"born": "1986"}
    ),
    Wanted(IRI(f"{BASE}place/pokrovsk"), ("Pokrovsk", "Покровськ"), "settlement", "UA", (48.28, 37.18)),
    Wanted(IRI(f"{BASE}place/pokrovsk-ru"), ("Pokrovsk",), "settlement", "RU", (61.48, 129.14)),
]


def first(name: str, kind: str = "thing", **known: object) -> tuple[str, bool]:
    row = Wanted(IRI("row:1"), (name,), kind, **known)  # type: ignore[arg-type] # each of its own type
    ((_, found),) = OwnFinder(ENTITIES, BASE).find([row])
    return (found[0].candidate.iri.rpartition("/")[2], found[0].decided) if found else ("", False)


def test_a_row_is_found_by_any_name_and_spelling() -> None:
    for name in ("kyrylo budanov", "BUDANOV", "Кирило Буданов", "Kyrylo Budannov"):
        assert first(name, "person") == ("budanov", False), name
    assert first("Valerii Zaluzhnyi", "person") == ("", False)


def test_a_row_is_found_by_its_name_in_any_order_alphabet_and_abbreviation() -> None:
    for name in ("Буданов, Кирилл", "Budanov K.", "Gen. Kyrylo Budanov", "BUDANOV Kyrylo Oleksiiovych"):
        assert first(name, "person") == ("budanov", False), name
    assert first("Буданов, Кирилл", "person", dates={"born": "1986"}) == ("budanov", True)
    unit = Wanted(IRI(f"{BASE}unit/59"), ("59th Separate Assault Brigade",), "unit", "UA")
    for name in ("59 ОШБр", "59th Aslt Bde", "59th Assault Bde"):
        ((_, found),) = OwnFinder([unit], BASE).find([Wanted(IRI("row:1"), (name,), "unit", "UA")])
        assert [one.decided for one in found] == [True], name
    for name in ("95th Separate Assault Brigade", "59th Separate Assault Battalion", "59th Separate Tank Brigade"):
        ((_, found),) = OwnFinder([unit], BASE).find([Wanted(IRI("row:1"), (name,), "unit", "UA")])
        assert not found, name


def test_what_agrees_beside_the_name_decides() -> None:
    assert first("Budanov", "person", dates={"born": "1986-01-04"}) == ("budanov", True)
    assert first("Pokrovsk", "settlement", country="UA") == ("pokrovsk", True)
    assert first("Pokrovsk", "settlement", position=(61.5, 129.1)) == ("pokrovsk-ru", True)
    assert first("Pokrovsk", "settlement")[1] is False


def test_a_service_that_did_not_answer_about_a_thing_yields_nothing_for_it() -> None:
    finder = ServiceFinder("x", "https://example.org/", lambda wanted: {wanted[0].iri: []})
    assert [(one.iri, found) for one, found in finder.find(ENTITIES)] == [(ENTITIES[0].iri, [])]
    assert not finder.seeks(Wanted(IRI("x:road"), ("road",), "feature"))
