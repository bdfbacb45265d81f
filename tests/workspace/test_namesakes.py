"""One name in two reports: people whom no report names, and names said to be new by a plus."""

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
    assert "'a witness' is somebody whom report does not name" in told and "'a witness in other (unnamed" in told


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
    assert "somebody whom report does not name" in told


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
    assert "'Ilse Thorn' is named in report already" in told and "'Ilse Thorn in other'" in told


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


def twice(two: Workspace, name: str, named: str = "person") -> list[str]:
    """What is told of a name that two reports have as their claimant."""
    assert not said(imported(two, book({**FIRST, "who says it": f"{name} ({named})"})))
    return said(plan(two, second({**FIRST, "who says it": name}), Wish()))


@pytest.mark.parametrize(
    "name",
    [
        "An Wang",
        "A Raja",
        "Some Ado",
        "The Edge",
        "One Ocaya",
        "An Thi Nguyen",
        "A. Raja",
        "Ana Wang",
        "An van Dyk",
    ],
)
def test_a_name_that_begins_like_an_article_is_a_name(two: Workspace, name: str) -> None:
    assert twice(two, name) == []


@pytest.mark.parametrize(
    "name",
    ["a man", "A man", "an elderly man", "an American tourist", "some Kolm resident", "unnamed rower", "AN old man"],
)
def test_words_for_somebody_are_told_to_be_nobodys_name(two: Workspace, name: str) -> None:
    (told,) = twice(two, name)
    assert f"'{name}' is somebody whom report does not name; if this is another" in told


@pytest.mark.parametrize(
    "name",
    [
        "a Norwegian",
        "an Wang",
        "A Man",
        "An American",
        "Another Witness",
        "Unidentified Gunman",
        "a Raja",
        "Another Okello",
    ],
)
def test_what_may_be_a_name_or_not_is_a_question(two: Workspace, name: str) -> None:
    (told,) = twice(two, name)
    assert f": '{name}' may be a name, or somebody whom report does not name; if this is another" in told
    assert f"write '{name} in other (person)' or the like, if it is the same, <" in told


def test_somebody_with_a_class_for_the_unnamed_is_unnamed_in_any_letters(two: Workspace) -> None:
    (told,) = twice(two, "An Witness", "unnamed source")
    assert "is somebody whom report does not name" in told


@pytest.mark.slow
def test_who_has_a_name_beside_the_words_for_them_is_named(two: Workspace) -> None:
    claims, documents = book({**FIRST, "who says it": "a man"}).sheets
    things = Sheet("things", (Row(1, ("name", "class", "other names")), Row(2, ("a man", "person", "Otto Petrel"))))
    assert not said(imported(two, Book((claims, documents, things))))
    assert not said(plan(two, second({**FIRST, "who says it": "Otto Petrel"}), Wish()))


EVENT = {
    **FIRST,
    "kind": "event",
    "what": "ferry accident (accident)",
    "how much": "",
    "event": "",
    "phase": "completed",
}
UNNAMED: dict[str, Mapping[str, Cell]] = {
    "through whom": {**FIRST, "through whom": "a witness (unnamed source)"},
    "who": {**EVENT, "who": "a witness (unnamed source)"},
    "to whom": {**EVENT, "to whom": "a man (person)"},
    "winner": {**EVENT, "winner": "unnamed rower (person)"},
    "who is counted": {**FIRST, "who is counted": "a man (person)"},
    "about": {**FIRST, "about": "+a witness (unnamed source)"},
}
PLUS: dict[str, Mapping[str, Cell]] = {
    "through whom": {**FIRST, "through whom": "+Radio Bay (media outlet)"},
    "who": {**EVENT, "who": "+Ilse Thorn (person)"},
    "to whom": {**EVENT, "to whom": "+Ilse Thorn (person)"},
    "where": {**EVENT, "where": "+Old Pier (facility)"},
    "what": {**EVENT, "what": "+ferry accident (accident)"},
    "event": {**FIRST, "event": "+ferry accident (accident)"},
    "cause": {**EVENT, "cause": "+storm (storm)"},
    "by what means": {**EVENT, "by what means": "+the Petrel (equipment)"},
}


def bare_names(row: Mapping[str, Cell]) -> Mapping[str, Cell]:
    """A row as it names what stands already, without classes and marks."""
    return {name: str(cell).partition(" (")[0] if name != "what it says" else cell for name, cell in row.items()}


@pytest.mark.parametrize("column", UNNAMED)
def test_whoever_is_unnamed_in_another_report_is_asked_about_in_every_column(two: Workspace, column: str) -> None:
    assert not said(imported(two, book(UNNAMED[column])))
    for row in (UNNAMED[column], bare_names(UNNAMED[column])):
        (told,) = said(plan(two, second(row), Wish()))
        assert f"row 2, {column}: " in told and "somebody whom report does not name" in told and " in other (" in told
    assert not said(plan(two, book(UNNAMED[column]), Wish()))


@pytest.mark.parametrize("column", UNNAMED)
def test_a_name_of_ones_own_makes_another_in_every_column(two: Workspace, column: str) -> None:
    imported(two, book(UNNAMED[column]))
    cell = str(UNNAMED[column][column])
    result = plan(two, second({**bare_names(UNNAMED[column]), column: cell.replace(" (", " in other (")}), Wish())
    assert not said(result) and [one.thing.label.endswith(" in other") for one in result.things] == [True]


def test_an_answer_to_another_reports_claim_may_speak_of_whom_that_report_does_not_name(two: Workspace) -> None:
    imported(two, book(UNNAMED["who"]))
    row = {**bare_names(UNNAMED["who"]), "who says it": "Mayor (person)", "denies": "report/c1"}
    assert not said(plan(two, second(row), Wish()))
    relayed = {**bare_names(UNNAMED["who"]), "through whom": "Radio Bay (media outlet)"}
    assert not said(plan(two, second(relayed), Wish()))


@pytest.mark.slow
@pytest.mark.parametrize("column", PLUS)
def test_a_plus_before_a_name_of_another_report_is_asked_about_in_every_column(two: Workspace, column: str) -> None:
    assert not said(imported(two, book(PLUS[column])))
    assert not said(
        plan(two, book(PLUS[column], {**PLUS[column], "id": "c2", "what it says": "So they said."}), Wish())
    )
    row = {**bare_names(PLUS[column]), column: PLUS[column][column]}
    (told,) = said(plan(two, second(row), Wish()))
    assert f"row 2, {column}: " in told and "is named in report already" in told
    assert not said(plan(two, second(bare_names({**row, column: str(row[column])[1:]})), Wish()))


def test_an_author_said_to_be_new_by_a_plus_is_asked_about(two: Workspace) -> None:
    imported(two, book(FIRST, document={"author": "Ilse Thorn"}))
    document = {"short name": "other", "title": "Other", "file": "other.txt", "author": "+Ilse Thorn (person)"}
    row = {**bare_names(FIRST), "document": "other"}
    (told,) = said(plan(two, book(row, document=document), Wish()))
    assert "documents: author" in told and "'Ilse Thorn' stands already" in told
    assert not said(imported(two, book(row, document={**document, "author": "+Ilse Thorn in other (person)"})))
    assert not said(plan(two, book(row, document={**document, "author": "+Ilse Thorn in other (person)"}), Wish()))
