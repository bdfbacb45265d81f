"""Hurried sheets of two reports each, imported into new workspaces: what comes into question, and what must not.

What must come stands in `expected.md` of each case, written before the code by somebody who had not seen it.
"""

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from hurried import SHORTER, copied
from kgraph.analysis.questions import Disputed, Remark
from kgraph.workbooks import read_book
from kgraph.workspace.check import check
from kgraph.workspace.config import Workspace
from kgraph.workspace.foreseen import foreseen
from kgraph.workspace.sheets import Plan, Wish, carry_out, plan


@dataclass(frozen=True)
class Imported:
    """A case that was imported: what was planned, and what is in question by it."""

    workspace: Workspace
    plan: Plan
    disputed: Disputed

    def questions(self) -> dict[str, list[set[str]]]:
        """Each question with the claims of its positions, as `document/id`."""
        return {
            one.text: [set(map(self.short, stand.claims)) for stand in one.stands] for one in self.disputed.questions
        }

    def remarks(self, kind: str) -> list[Remark]:
        return [one for one in self.disputed.remarks if one.kind == kind]

    def short(self, claim: str) -> str:
        return claim.removeprefix(f"{self.workspace.base}claim/")


def imported(name: str, to: Path) -> Imported:
    sheet = copied(name, to)
    workspace = Workspace.read(to / "kgraph.toml")
    planned = plan(workspace, read_book(sheet, ("documents", "things")), Wish())
    assert planned.grave == []
    disputed = foreseen(workspace, planned.files).after
    carry_out(workspace, planned)
    return Imported(workspace, planned, disputed)


@pytest.fixture(scope="module")
def ferry(tmp_path_factory: pytest.TempPathFactory) -> Imported:
    return imported("ferry", tmp_path_factory.mktemp("ferry"))


@pytest.fixture(scope="module")
def refinery(tmp_path_factory: pytest.TempPathFactory) -> Imported:
    return imported("refinery", tmp_path_factory.mktemp("refinery"))


def test_the_ferry_s_questions_and_no_other(ferry: Imported) -> None:
    assert ferry.questions() == {
        "People killed: sinking of the Juniper?": [
            {"ledger/c5", "strand/c3"},
            {"ledger/c6", "strand/c6"},
            {"strand/c1"},
            {"ledger/c2"},  # given up for strand/c1
        ],
        "Sinking of the Juniper: what caused it?": [{"ledger/c7"}, {"ledger/c8"}],
        "Reported jam of the car deck door: did it happen?": [{"ledger/c9"}, {"strand/c4"}],
    }
    jam = next(one for one in ferry.disputed.questions if "jam" in one.text)
    assert [tuple(map(ferry.short, doubt)) for doubt in jam.doubts] == [("strand/c5", "ledger/c9")]


@pytest.mark.slow
def test_the_ferry_s_revisions_and_its_voice_with_two_figures(ferry: Imported) -> None:
    told = sorted(
        (sorted(map(ferry.short, one.claims)), re.findall(r"“(\d+)”", one.text)) for one in ferry.remarks("revision")
    )
    assert told == [(["ledger/c2", "strand/c1"], ["17", "21"]), (["ledger/c3", "strand/c2"], ["23", "17"])]
    assert [sorted(map(ferry.short, one.claims)) for one in ferry.remarks("one voice")] == [["ledger/c10", "strand/c7"]]
    assert ferry.remarks("near miss") == ferry.remarks("disagreement") == []


@pytest.mark.slow
def test_the_refinery_s_questions_and_no_other(refinery: Imported) -> None:
    questions = refinery.questions()
    fire = next(text for text in questions if text.startswith("Fire at Brennor Works: did it happen"))
    assert questions == {
        fire: [{"courier/6"}, {"courier/7"}],
        "Attendance: strike at Brennor Works?": [{"courier/10"}, {"courier/9", "northline/6"}],
        "Strike at Brennor Works: how is it judged under the Works Act?": [{"courier/12"}, {"northline/8"}],
        "Where is Alder Quint?": [{"northline/4"}, {"northline/5"}],
    }


def test_the_refinery_s_gate_is_a_near_miss_at_most(refinery: Imported) -> None:
    assert [sorted(map(refinery.short, one.claims)) for one in refinery.remarks("near miss")] == [
        ["courier/11", "northline/7"]
    ]
    assert refinery.remarks("revision") == refinery.remarks("one voice") == refinery.remarks("disagreement") == []


@pytest.mark.parametrize("name", ["ferry", "refinery"])
def test_what_was_imported_is_valid_and_stands_as_the_sheet_has_it(name: str, request: pytest.FixtureRequest) -> None:
    case: Imported = request.getfixturevalue(name)
    found = check(case.workspace, today=date(2031, 7, 1))
    assert [one.line() for one in found if one.severity == "error"] == []
    again = plan(case.workspace, read_book(case.workspace.root / "claims.csv", ("documents", "things")), Wish())
    assert (again.grave, again.changes, again.files, again.same) == ([], [], {}, 20)


def test_what_was_taken_for_granted_is_told(ferry: Imported, refinery: Imported) -> None:
    defaults = ferry.plan.defaults
    assert defaults["when said", "the day of its document, or earlier"] == 3
    assert (defaults["voice", "outlet voice"], defaults["voice", "indirect speech"]) == (1, 19)
    assert defaults["kind", "what it denies, with all its columns"] == 1
    told = {(fault.row, fault.column) for fault in ferry.plan.faults}
    assert {(5, "when said"), (15, "when said"), (17, "when"), (21, "when said")} <= told
    days = {fault.row: fault.message for fault in refinery.plan.faults if fault.column.startswith("when")}
    assert sorted(days) == [3, 18, 20]
    assert "day before month" in days[3]
    languages = [fault.message for fault in refinery.plan.faults if fault.column == "documents: language"]
    assert languages == ["it is empty; the text seems to be in 'en', so that is taken"] * 2


def test_a_title_with_the_words_of_its_text_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(SHORTER, "refinery", {})
    sheet = copied("refinery", tmp_path)
    planned = plan(Workspace.read(tmp_path / "kgraph.toml"), read_book(sheet, ("documents", "things")), Wish())
    assert [fault.row for fault in planned.faults if fault.column == "documents: title"] == [2, 3]
    assert planned.files and not planned.grave
