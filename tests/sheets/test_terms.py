"""Which words stand for a term, and which only lead to some, against the cases (see cases/README.md)."""

import csv
from functools import cache
from pathlib import Path

import pytest

from kgraph.namespaces import IRI
from kgraph.sheets.dates import Unclear
from kgraph.sheets.names import Names
from kgraph.sheets.stances import WORDS, read_stance
from kgraph.sheets.terms import CLASS
from kgraph.vocabulary import built_in, is_of_kind, spelt
from tables import over

CASES = Path(__file__).parent / "cases"
KINDS = {
    "what, of a figure": "measure",
    "unit": "unit",
    "event, before the colon": "kind of event",
    "how sure": "certainty",
    "voice": "voice",
    "status": "status",
    "class, of a thing": CLASS,
    "what, of control": "extent",
}
ELSEWHERE = {"what, of a figure of a protest"}
"""What hangs on other cells of the row: see `test_statements`."""


@cache
def names() -> Names:
    return Names("https://example.org/id/", built_in())


def rows() -> list[dict[str, str]]:
    with (CASES / "terms.tsv").open(encoding="utf8", newline="") as file:
        found = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [row for row in found if row["written"] and row["column"] not in ELSEWHERE]  # empty cells: defaults


def read(row: dict[str, str]) -> IRI:
    if row["column"] == "how it is said":
        return read_stance(row["written"])[0]
    return names().term(row["written"], KINDS[row["column"]])


def offers(message: str, name: str) -> bool:
    label = names().vocabulary.label(f"https://w3id.org/kgraph/ontology#{name}")
    return label in message or spelt(name) in message


@over("row", rows(), lambda row: f"{row['column']}: {row['written']}")
def test_a_word_is_a_term_or_leads_to_some(row: dict[str, str]) -> None:
    wanted = row["finds"]
    try:
        found = read(row)
    except Unclear as error:
        assert wanted.startswith(("ask", "refuse", "new")), f"asks: {error}"
        missing = [one for one in wanted.removeprefix("ask: ").split(", ") if not offers(str(error), one)]
        assert not (wanted.startswith("ask") and missing), f"{error} lacks {missing}"
    else:
        assert spelt(found) == spelt(wanted) or found.endswith(f"#{wanted}"), row["note"]


@pytest.mark.parametrize("kind", [*sorted({*KINDS.values()} - {CLASS}), "counted", "phase"])
def test_every_term_is_read_from_the_word_that_is_written_for_it(kind: str) -> None:
    of_kind = [iri for iri, entry in names().vocabulary.terms.items() if is_of_kind(entry, kind)]
    assert of_kind
    for iri in of_kind:
        assert names().term(names().word(iri, kind), kind) == iri


def test_every_way_of_saying_is_read_from_its_words() -> None:
    assert {read_stance(words): words for words in WORDS.values()} == WORDS
