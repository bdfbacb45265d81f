"""The beginning of a new term: it is Turtle, and of the kind that was asked for."""

import pytest

from kgraph.errors import UnknownName, UsageError
from kgraph.namespaces import IRI, QUANTITY_KIND
from kgraph.store import parse_quads
from kgraph.vocabulary import STUBS, Vocabulary, bundled_terms, stub
from kgraph.vocabulary.search import is_of_kind

BASE = "https://example.org/id/"


@pytest.mark.parametrize("kind", [kind for kind in STUBS if kind not in ("currency", "role")])
def test_a_stub_reads_as_a_term_of_its_kind(kind: str) -> None:
    mine = Vocabulary.of(bundled_terms(), parse_quads(stub("new  thing", kind, BASE).encode(), "ttl", BASE))
    (entry,) = mine.own()
    assert (entry.iri, entry.label) == (IRI(f"{BASE}term/NewThing"), "new thing")
    assert is_of_kind(entry, kind)


def test_stubs_can_stand_one_after_the_other_in_one_file() -> None:
    text = "".join(stub(f"thing {kind}", kind, BASE) for kind in STUBS)
    assert len(list(Vocabulary.of(bundled_terms(), parse_quads(text.encode(), "ttl", BASE)).own())) == len(STUBS)


def test_a_measure_and_a_unit_have_what_shapes_ask_for() -> None:
    text = stub("people vaccinated", "measures", BASE) + stub("fathom", "unit", BASE)
    mine = Vocabulary.of(bundled_terms(), parse_quads(text.encode(), "ttl", BASE))
    measure, unit = mine.measure(IRI(f"{BASE}term/PeopleVaccinated")), mine.unit(IRI(f"{BASE}term/Fathom"))
    assert measure is not None
    assert measure.temporality
    assert measure.kind
    assert unit is not None
    assert unit.kind
    assert unit.factor


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("tonnes leaked", "Mass"),
        ("tons of grain burnt", "Mass"),
        ("US gallons pumped", "Volume"),
        ("square kilometres mined", "Area"),
        ("homes without water", "Count"),
        ("people vaccinated", "Population"),
        ("euros stolen", "Currency"),
        ("percentage of homes", None),
        ("odd stuff", None),
    ],
)
def test_a_measure_is_counted_in_what_its_words_tell_and_else_somebody_must_say_it(
    label: str, kind: str | None
) -> None:
    text = stub(label, "measure", BASE)
    mine = Vocabulary.of(bundled_terms(), parse_quads(text.encode(), "ttl", BASE))
    (entry,) = mine.own()
    measure = mine.measure(entry.iri)
    assert measure is not None
    assert measure.kind == (QUANTITY_KIND[kind] if kind else None)
    assert measure.temporality
    assert bool(mine.units_for(entry.iri)) == bool(kind)


def test_a_label_is_written_as_it_is_whatever_is_in_it() -> None:
    text = stub('the "Ring" – phase 2', "event", BASE)
    mine = Vocabulary.of(bundled_terms(), parse_quads(text.encode(), "ttl", BASE))
    assert [entry.label for entry in mine.own()] == ['the "Ring" – phase 2']


def test_a_kind_that_is_none_and_a_label_without_a_letter_are_refused() -> None:
    with pytest.raises(UnknownName, match="measure"):
        stub("people vaccinated", "mesure", BASE)
    with pytest.raises(UsageError, match="is no name for a term"):
        stub("12 !", "event", BASE)
