"""Claimants of one name in two reports: unnamed sources, and people said to be new by a plus."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from ferry_sheets import FIRST, TEXT, book, ferry_workspace, imported, said
from kgraph.workbooks import Book, Cell, Row, Sheet
from kgraph.workspace.config import Workspace
from kgraph.workspace.sheets import Plan, Wish, plan

WITNESS = {**FIRST, "who says it": "a witness (unnamed source)"}
THORN = {**FIRST, "who says it": "Ilse Thorn (person)"}


@pytest.fixture
def two(tmp_path: Path) -> Workspace:
    """A workspace with the texts of two reports, of which the first has one claim once a test imported it."""
    workspace = ferry_workspace(tmp_path)
    (workspace.sources / "other.txt").write_text(TEXT + " Nobody knew more.", encoding="utf8")
    return workspace


def second(row: Mapping[str, Cell]) -> Book:
    """A sheet with one claim of the second report."""
    return book({**row, "document": "other"}, document={"short name": "other", "title": "Other", "file": "other.txt"})


def claimants(result: Plan) -> list[str]:
    return [str(change.claim.claimant).rpartition("/")[2] for change in result.changes]


@pytest.mark.parametrize("name", ["a witness (unnamed source)", "a witness", "+a witness (unnamed source)"])
def test_an_unnamed_source_of_another_report_is_asked_about(two: Workspace, name: str) -> None:
    assert not said(imported(two, book(WITNESS)))
    (told,) = said(plan(two, second({**WITNESS, "who says it": name}), Wish()))
    assert "'a witness' is a source that report does not name" in told and "'a witness in other (unnamed" in told


def test_two_reports_in_one_sheet_do_not_share_an_unnamed_source(two: Workspace) -> None:
    first, other = book(WITNESS), second({**WITNESS, "who says it": "a witness"})
    rows = [
        Row(row.number + 10 * n, tuple(row.cells))
        for n, one in enumerate((first, other))
        for row in one.sheets[0].rows[min(n, 1) :]
    ]
    documents = [*first.sheets[1].rows, Row(3, other.sheets[1].rows[1].cells)]
    both = Book((Sheet("claims", tuple(rows)), Sheet("documents", tuple(documents))))
    (told,) = said(plan(two, both, Wish()))
    assert "a source that report does not name" in told


def test_a_name_that_tells_them_apart_makes_two_agents(two: Workspace) -> None:
    imported(two, book(WITNESS))
    name = "a witness in other (unnamed source)"
    result = plan(two, second({**WITNESS, "who says it": f"+{name}"}), Wish())
    assert not said(result) and claimants(result) == ["a-witness-in-other"]


def test_an_iri_decides_who_it_is(two: Workspace) -> None:
    imported(two, book(WITNESS))
    result = plan(two, second({**WITNESS, "who says it": f"<{two.base}agent/a-witness>"}), Wish())
    assert not said(result) and claimants(result) == ["a-witness"]


def test_who_passes_on_what_another_report_had_from_its_source_speaks_of_that_source(two: Workspace) -> None:
    imported(two, book(WITNESS))
    result = plan(two, second({**WITNESS, "who says it": "a witness", "through whom": "Daily Lantern"}), Wish())
    assert not said(result) and claimants(result) == ["a-witness"]


def test_a_plus_before_a_name_that_another_report_has_is_asked_about(two: Workspace) -> None:
    imported(two, book(THORN))
    (told,) = said(plan(two, second({**THORN, "who says it": "+Ilse Thorn (person)"}), Wish()))
    assert "'Ilse Thorn' is a claimant of report already" in told and "'Ilse Thorn in other'" in told


def test_a_named_person_of_two_reports_is_one_without_a_plus(two: Workspace) -> None:
    imported(two, book(THORN))
    result = plan(two, second({**THORN, "who says it": "Ilse Thorn"}), Wish())
    assert not said(result) and claimants(result) == ["ilse-thorn"]


@pytest.mark.parametrize("row", [WITNESS, {**THORN, "who says it": "+Ilse Thorn (person)"}])
def test_importing_a_report_again_asks_nothing(two: Workspace, row: Mapping[str, Cell]) -> None:
    assert not said(imported(two, book(row)))
    result = plan(two, book(row, {**row, "id": "c2", "what it says": "At least twelve people drowned at sea."}), Wish())
    assert not said(result) and len(result.changes) == 1


def test_the_class_stands_behind_the_name_in_any_one_of_a_claims_rows(two: Workspace) -> None:
    later = {**THORN, "who says it": "Ilse Thorn", "what": "people wounded", "how much": "3"}
    result = plan(two, book(THORN, later), Wish())
    assert not said(result) and len(result.changes[0].claim.statements) == 2
