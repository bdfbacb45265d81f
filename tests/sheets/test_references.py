"""Cells that name another row or a document in other words than its id or short name."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from ferry_sheets import DOCUMENT, FIRST, book, ferry_workspace, imported, said
from kgraph.workbooks import Book, Cell, Row, Sheet
from kgraph.workspace.config import Workspace
from kgraph.workspace.sheets import Wish, plan
from paced import rest_slow

SECOND: Mapping[str, Cell] = {
    **FIRST,
    "id": "c2",
    "words quoted": "the mayor said that 12 people drowned",
    "who says it": "Mayor Reed (person)",
    "what it says": "48 people were drowned there.",
    "how much": "12",
    "event": "ferry accident",
}
THIRD: Mapping[str, Cell] = {
    "id": "c9",
    "document": "report",
    "words quoted": "said that 12 people drowned at noon",
    "who says it": "Mayor Reed",
    "what it says": "It is denied that anybody drowned.",
    "kind": "",
}


@pytest.fixture
def ferry(tmp_path: Path) -> Workspace:
    workspace = ferry_workspace(tmp_path)
    imported(workspace, book(FIRST, SECOND))
    return workspace


def with_document(*rows: Mapping[str, Cell], **document: Cell) -> Book:
    """A workbook with these rows, whose sheet of documents has a second document."""
    given = book(*rows)
    about = {**DOCUMENT, "published": "2031-05-04"}
    other = {**about, "file": "post.txt", **document}
    sheet = Sheet("documents", (Row(1, tuple(about)), Row(2, tuple(about.values())), Row(3, tuple(other.values()))))
    return Book((given.sheets[0], sheet))


HINTS = [
    ("48 people were drowned there.", "did you mean c2?"),
    ("Twelve people or more drowned", "did you mean c1?"),
    ("48 people were drowned over there", "did you mean c2?"),
    ("Daily Lantern, 4 May 2031, c2", "did you mean c2?"),
    ("c2 of report", "did you mean c2?"),
    ("claim 2", "did you mean c2?"),
    ("no. 2", "did you mean c2?"),
    ("c2 (partly)", "did you mean c2?"),
    ("Mayor Reed", "did you mean c2?"),
    ("1.0", "the id c1, or row 1?"),
    ("5", "row 5? there is no id c5"),
    ("line 2", "write the id of the row"),
]


@pytest.mark.parametrize(("cell", "told"), HINTS)
@pytest.mark.parametrize("column", rest_slow(["denies", "supports", "derived from", "contradicts"], fast=2))
def test_words_in_place_of_an_id_are_answered_with_the_id(ferry: Workspace, column: str, cell: str, told: str) -> None:
    lines = said(plan(ferry, book({**THIRD, column: cell}), Wish()))
    assert any(line.startswith(f"row 2, {column}: ") and told in line for line in lines)


@pytest.mark.slow
def test_a_claim_of_another_document_is_offered_with_its_document(ferry: Workspace) -> None:
    (ferry.root / "sources" / "post.txt").write_text("The Post says that nobody drowned on the ferry.", encoding="utf8")
    other = {**THIRD, "document": "post", "words quoted": "nobody drowned on the ferry", "who says it": "Kestrel Post"}
    about = {"short name": "post", "title": "The Post's report", "publisher": "Kestrel Post"}
    row = {**other, "id": "c1", "denies": "Daily Lantern, 4 May 2031, c2"}
    (told,) = said(plan(ferry, with_document(row, **about), Wish()))
    assert told.endswith("did you mean report/c2?")
    own = {**other, "id": "c2", "what it says": "So the Post says itself.", "denies": "report/c1"}
    (told,) = said(plan(ferry, with_document(row, own, **about), Wish()))
    assert told.endswith("did you mean report/c2?")
    full = {**row, "denies": "https://example.org/ferry/claim/report/c2"}
    assert said(plan(ferry, with_document(full, **about), Wish())) == []


def test_a_number_with_a_nought_behind_its_point_is_the_whole_number(ferry: Workspace) -> None:
    second = {**THIRD, "id": "c10", "what it says": "The mayor said so at noon.", "how it is said": "denial"}
    rows = {**THIRD, "id": "1.0", "denies": "c1"}, {**second, "denies": "c1", "supports": "1.0"}
    result = plan(ferry, book(*rows), Wish())
    assert said(result) == []
    assert {one.id.rpartition("/")[2] for one in result.told} == {"1", "c10"}


def test_a_claim_that_is_called_1_0_keeps_its_id(ferry: Workspace) -> None:
    data = ferry.root / "data" / "triples" / "report.trig"
    data.write_text(data.read_text(encoding="utf8").replace("/c1", "/1.0"), encoding="utf8")
    result = plan(ferry, book({**FIRST, "id": "1.0"}), Wish())
    assert (said(result), [one.id.rpartition("/")[2] for one in result.told]) == ([], ["1.0"])


@pytest.mark.parametrize(
    "cell", ["Daily Lantern", "daily lantern", "Daily Lantern, 4 May 2031", "Daily Lantern, 2031-05-04"]
)
def test_an_outlet_names_its_only_document(ferry: Workspace, cell: str) -> None:
    result = plan(ferry, book({**THIRD, "document": cell, "denies": "c1"}), Wish())
    assert said(result) == []
    assert result.told[0].source.iri.endswith("doc/report")


def test_an_outlet_with_two_documents_is_asked_about(ferry: Workspace) -> None:
    (ferry.root / "sources" / "post.txt").write_text("The ferry sank on its way to the town.", encoding="utf8")
    about = {"short name": "later", "title": "A later report", "publisher": "Daily Lantern", "published": "2031-05-05"}
    row = {**THIRD, "document": "Daily Lantern", "denies": "c1"}
    (told,) = said(plan(ferry, with_document(row, **about), Wish()))
    assert told.endswith("several documents are called 'Daily Lantern'; write which one: later or report")
    dated = {**row, "document": "Daily Lantern, 4 May 2031"}
    assert said(plan(ferry, with_document(dated, **about), Wish())) == []
