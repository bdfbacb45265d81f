"""What is said of an id that no claim has."""

from collections.abc import Iterable

import pytest

from kgraph.errors import nearest
from kgraph.namespaces import IRI
from kgraph.sheets import instead
from kgraph.sheets.instead import Instead
from kgraph.sheets.known import Known
from kgraph.sheets.names import Names
from kgraph.vocabulary import Vocabulary

BASE = "https://example.org/"
REPORT = IRI(f"{BASE}doc/report")


def claim(name: str) -> IRI:
    return IRI(f"{BASE}claim/{name}")


def instead_of(*names: str) -> Instead:
    return Instead(Known(Names(BASE, Vocabulary.of(()))), map(claim, names))


def test_the_claims_of_the_document_that_was_meant_stand_in_the_order_of_their_numbers() -> None:
    few = instead_of("report/c2", "report/c10", "other/c1", "report/c1")
    assert few.of(claim("report/c5"), REPORT) == "; there are c1, c2, c10"
    assert few.of(claim("other/c5"), REPORT) == "; there are other/c1"
    many = instead_of(*(f"report/c{number}" for number in range(1, 13)))
    assert many.of(claim("report/x"), REPORT) == "; there are c1 to c12"


def test_ids_that_come_near_are_looked_for_few_times(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def sought(name: str, known: Iterable[str]) -> list[str]:
        asked.append(name)
        return nearest(name, known)

    monkeypatch.setattr(instead, "nearest", sought)
    found = instead_of("report/c1", "harbour/c1")
    said = [found.of(claim("harbor/c1"), REPORT) for _ in range(100)]
    assert said[0] == "; did you mean harbour/c1?"
    assert len(asked) < 30
    assert said[-1] == ""
