"""What `kgraph validate` would refuse is told at its row and column, and is not written."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from ferry_sheets import FIRST, book, ferry_workspace, imported, said
from kgraph.workbooks import Cell
from kgraph.workspace.config import Workspace
from kgraph.workspace.sheets import Wish, plan
from paced import rest_slow

EVENT: Mapping[str, Cell] = {
    **FIRST,
    "kind": "event",
    "what": "ferry accident (accident)",
    "phase": "completed",
    "how much": "",
    "event": "",
}
SEARCH = {**EVENT, "what": "event: a search", "about": "Mayor (person)"}
REFUSED: Mapping[str, tuple[Mapping[str, Cell], str, str]] = {
    "about nothing": ({**FIRST, "about": "-"}, "about", "write here whom or what it concerns"),
    "a part that no row makes": ({**FIRST, "event": "#e7"}, "event", "'#e7' is named, and no row says what it is"),
    "a cause that no row makes": ({**EVENT, "cause": "#e7"}, "cause", "'#e7' is named, and no row"),
    "its own cause": ({**SEARCH, "cause": "#e1"}, "cause", "an event cannot be this of itself"),
    "a part of itself": ({**SEARCH, "part of": "#e1"}, "part of", "an event cannot be this of itself"),
    "an event as the place": ({**FIRST, "where": "ferry accident"}, "where", "'ferry accident' is no place"),
    "a place as the event": ({**FIRST, "event": "Pier (facility)"}, "event", "'Pier' is no event"),
    "a place that wins": ({**EVENT, "winner": "Pier (facility)"}, "winner", "'Pier' cannot stand here"),
    "a person as the means": ({**EVENT, "by what means": "Ann (person)"}, "by what means", "'Ann' cannot stand here"),
    "a person as a condition": ({**EVENT, "on condition of": "Ann (person)"}, "on condition of", "'Ann' is no event"),
}


@pytest.fixture
def empty(tmp_path: Path) -> Workspace:
    return ferry_workspace(tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("name", REFUSED)
def test_what_validation_refuses_is_told_at_its_cell(empty: Workspace, name: str) -> None:
    row, column, told = REFUSED[name]
    result = imported(empty, book({**FIRST, "id": "c9", "what it says": "Many people drowned there."}, row))
    (fault,) = result.grave
    assert (fault.row, fault.column) == (3, column) and told in fault.message
    assert not result.files and not result.changes and not empty.data_files(may_be_empty=True)


@pytest.mark.parametrize("name", rest_slow(REFUSED, fast=3))
def test_the_sound_rows_are_taken_without_it_and_without_what_names_it(empty: Workspace, name: str) -> None:
    sound = {**FIRST, "id": "c8", "what it says": "Many people drowned there."}
    denial = {"id": "c9", "document": "report", "what it says": "It was not so.", "denies": "c1"}
    denial |= {"words quoted": "12 people drowned at noon", "who says it": "Mayor (person)"}
    result = imported(empty, book(sound, REFUSED[name][0], denial), partial=True)
    assert [change.claim.id.rpartition("/")[2] for change in result.changes] == ["c8"]
    assert {(fault.row, fault.column) for fault in result.grave} == {(3, REFUSED[name][1]), (4, "denies")}


def test_the_cell_is_named_if_a_claim_has_several_rows(empty: Workspace) -> None:
    second = {**EVENT, "what": "fire (fire)", "by what means": "Ann (person)"}
    (fault,) = plan(empty, book(EVENT, second), Wish()).grave
    assert (fault.row, fault.column) == (3, "by what means")


def test_a_document_that_validation_refuses_is_told_at_its_row(empty: Workspace) -> None:
    result = plan(empty, book(FIRST, document={"title": ""}), Wish(partial=True))
    assert [(one.row, one.column.partition(":")[0]) for one in result.grave] == [(2, "documents")]
    assert not result.changes and not result.files


def test_a_document_without_a_text_and_an_address_is_refused(empty: Workspace) -> None:
    (fault,) = plan(empty, book({**FIRST, "words quoted": ""}, document={"file": ""}), Wish()).grave
    assert fault.column == "documents: file"


def test_two_things_of_one_name_are_refused(empty: Workspace) -> None:
    imported(empty, book(FIRST))
    path = empty.data / "reference.trig"
    text = path.read_text("utf8").replace("ferry accident", "Ferry accident")
    path.write_text(text, "utf8")
    assert not plan(empty, book({**FIRST, "how sure": "probable"}), Wish()).grave


def test_what_was_wrong_before_is_no_fault_of_the_sheet(empty: Workspace) -> None:
    imported(empty, book(FIRST, {**FIRST, "id": "c2", "what it says": "Many people drowned there."}))
    path = empty.data / "report.trig"
    text = path.read_text("utf8")
    head, name, rest = text.partition("<claim/report/c2>")
    path.write_text(head + name + rest.replace("kg:Assertion", "kg:Claimed", 1), "utf8")
    assert "kg:Claimed" in path.read_text("utf8")
    result = plan(empty, book({**FIRST, "how sure": "probable"}), Wish())
    assert not said(result) and len(result.changes) == 1


def test_what_a_sheet_makes_wrong_in_another_claim_is_refused(empty: Workspace) -> None:
    search = {**EVENT, "id": "c2", "what": "search (operation)", "what it says": "They did not see any of it."}
    imported(empty, book(FIRST, {**search, "finds no evidence for": "c1"}))
    changed = {**search, "id": "c1", "finds no evidence for": ""}
    assert said(plan(empty, book(changed), Wish()))
