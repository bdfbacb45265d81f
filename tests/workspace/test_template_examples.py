"""The template's made-up examples are left out of an import as long as nobody has changed them."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from ferry_sheets import DOCUMENT, FIRST, ferry_workspace
from kgraph.sheets import columns
from kgraph.sheets.template import EXAMPLE_DOCUMENT, EXAMPLES
from kgraph.workbooks import Book, Cell, Row, Sheet
from kgraph.workspace.config import Workspace
from kgraph.workspace.sheets import Plan, Wish, plan

Cells = Mapping[str, Cell]
MADE_UP: Sequence[Cells] = [{"id": f"c{n}", "document": "report-1", **row} for n, row in enumerate(EXAMPLES, 1)]
LEFT_OUT = "made-up example rows of the template were left out"


@pytest.fixture
def empty(tmp_path: Path) -> Workspace:
    return ferry_workspace(tmp_path)


def planned(workspace: Workspace, *sheets: Sequence[Cells], made_up: Cells = EXAMPLE_DOCUMENT) -> Plan:
    """Plan the import of sheets of claims, and of a sheet of documents with the example's and one real row."""
    headings = list(dict.fromkeys([*EXAMPLE_DOCUMENT, *DOCUMENT]))
    documents = [Row(1, tuple(headings))]
    for number, one in enumerate((made_up, {**DOCUMENT, "published": "2031-05-04"}), 2):
        documents.append(Row(number, tuple(one.get(name, "") for name in headings)))
    names = ("claims", "more", "others")
    each = [
        Sheet(
            name,
            (
                Row(1, columns.NAMES),
                *(Row(n, tuple(row.get(c, "") for c in columns.NAMES)) for n, row in enumerate(rows, 2)),
            ),
        )
        for name, rows in zip(names, sheets, strict=False)
    ]
    return plan(workspace, Book((*each, Sheet("documents", tuple(documents)))), Wish())


def told(result: Plan) -> str:
    return "\n".join([*result.table.remarks, *map(str, result.faults)])


def test_examples_beside_real_rows_are_left_out(empty: Workspace) -> None:
    result = planned(empty, [*MADE_UP[:4], FIRST, *MADE_UP[4:]])
    assert [one.claim.id.rpartition("claim/")[2] for one in result.changes] == ["report/c1"]
    assert f"10 {LEFT_OUT}" in told(result) and not result.faults
    assert b"report-1" not in b"".join(result.files.values())
    assert {one.thing.label for one in result.things} == {"Daily Lantern", "Harbour Office", "ferry accident"}


def test_examples_that_were_moved_or_numbered_anew_are_left_out(empty: Workspace) -> None:
    moved = [{**row, "id": f"x{n}"} for n, row in enumerate(reversed(MADE_UP))]
    result = planned(empty, [FIRST, *moved[:6]], moved[6:])
    assert len(result.changes) == 1 and "6 made-up" in told(result) and "4 made-up" in told(result)


def test_days_that_a_program_has_written_in_its_own_order_are_no_change(empty: Workspace) -> None:
    written = [{**row, "when": str(row.get("when", "")).replace("2025-05-04", "04.05.2025")} for row in MADE_UP]
    assert f"10 {LEFT_OUT}" in told(planned(empty, [FIRST, *written]))


@pytest.mark.parametrize("cells", [{"when": "2025-05-06"}, {"who": "Norika mayor"}, {"how sure": "probable"}])
def test_a_changed_example_is_taken_and_told(empty: Workspace, cells: Cells) -> None:
    result = planned(empty, [FIRST, *MADE_UP[:2], {**MADE_UP[2], "who": "Basalt army (force)", **cells}, *MADE_UP[3:]])
    assert f"9 {LEFT_OUT}" in told(result) and "row 5: an example of the template that was changed" in told(result)
    assert any("row 5" in line for line in told(result).splitlines())


def test_a_sheet_of_examples_alone_says_what_to_do(empty: Workspace) -> None:
    result = planned(empty, MADE_UP)
    assert f"10 {LEFT_OUT}; write a row for each claim below the headings" in told(result)
    assert not result.changes and not result.grave


def test_rows_of_ones_own_under_the_examples_name_are_read(empty: Workspace) -> None:
    own = {**EXAMPLE_DOCUMENT, "title": "A report of mine", "file": "report.txt"}
    result = planned(empty, [{**FIRST, "document": "report-1"}, *MADE_UP], made_up=own)
    assert [one.claim.id.rpartition("claim/")[2] for one in result.changes] == ["report-1/c1"], told(result)
