"""Whatever the import takes, `kgraph validate` accepts: rows made at random, imported over each other."""

import random
from datetime import date
from pathlib import Path

import pytest

from ferry_sheets import book, ferry_workspace
from kgraph.sheets.columns import RELATIONS
from kgraph.sheets.shapes import SHAPES
from kgraph.sheets.stances import STANCES
from kgraph.workbooks import Book
from kgraph.workspace.check import check
from kgraph.workspace.config import Workspace
from kgraph.workspace.sheets import Wish, carry_out, plan

Cells = dict[str, str]
CONTENTS: tuple[Cells, ...] = (
    {},
    {},
    {"kind": "event", "what": "ferry accident (accident)", "phase": "completed"},
    {"kind": "event", "what": "ferry accident (accident)", "where": "Old Pier (facility)", "when": "2031-05-01"},
    {"kind": "event", "what": "event: a search", "who": "Mayor (person)"},
    {"kind": "figure", "what": "people killed", "how much": "12", "event": "ferry accident (accident)"},
    {"kind": "figure", "what": "people killed", "how much": "58", "event": "ferry accident (accident)"},
    {"kind": "control", "who": "Harbour Office (organization)", "where": "Old Pier (facility)", "how far": "all of it"},
    {"kind": "presence", "who": "Mayor; Clerk (person)", "where": "Old Pier (facility)"},
    {"kind": "event", "what": "fire (fire)", "phase": "completed", "when": "2031-05-01 14:30"},
    {"kind": "event", "what": "fire (fire)", "phase": "completed", "when": "2031-05-01 14:30 +02:00"},
    {"kind": "event", "what": "fire (fire)", "part of": "fire (fire)", "when": "about 2030"},
    {"kind": "post", "who": "Mayor (person)", "what": "director (role)", "to whom": "Old Pier (facility)"},
    {"kind": "unit under", "who": "Harbour Office (organization)", "to whom": "Harbour Office (organization)"},
    {"kind": "post", "who": "Mayor (person)", "what": "director (role)", "to whom": "Harbour Office (organization)"},
)
NAMES = (
    *("ferry accident (accident)", "Old Pier (facility)", "Mayor (person)", "Harbour Office (organization)", "#e1"),
    *(
        "#m1",
        "#x",
        "director (role)",
        "Petrel (equipment)",
        "a witness (unnamed source)",
        "Clerk; Mayor",
        "6th Squad (military unit)",
    ),
)


def _odd(chance: random.Random, row: Cells) -> Cells:
    """A row with names where nobody checks that they fit, a part's name, or nothing that the claim is about."""
    slots = SHAPES[row.get("kind", "event")].slots.items()
    odd = [column for column, slot in slots if column != "what" and not (slot.terms and not slot.either)]
    found = {**row, chance.choice(odd): chance.choice(NAMES)}
    if chance.random() < 0.3:
        found["about"] = chance.choice(("-", "+Mayor", "Old Pier", "#e1", "+director (role)"))
    if chance.random() < 0.3:
        found["part"] = chance.choice(("e1", "m1", "t1", "x"))
    if chance.random() < 0.2:
        found["through whom"] = chance.choice(NAMES[2:])
    if chance.random() < 0.2 and "what" in row:
        found["what"] = chance.choice(("event: a search", "#e1", "Old Pier", "people killed", "director"))
    return found


def _row(chance: random.Random, number: int, count: int) -> Cells:
    row = {
        "id": f"c{number}",
        "document": "report",
        "words quoted": chance.choice(("at least 12 people", "12 people drowned at noon")),
        "who says it": chance.choice(("Mayor (person)", "Harbour Office (organization)", "Clerk (person)")),
        "what it says": chance.choice(
            (
                "Many people drowned there.",
                "Nobody saw it.",
                "It was not so.",
                "They said so.",
                "No." if chance.random() < 0.3 else "They were many.",
            )
        ),
        "how it is said": chance.choice(("", "assertion", "denial", chance.choice(tuple(STANCES)))),
        **chance.choice(CONTENTS[2:] if number < 3 else CONTENTS),
    }
    if number > 2 and chance.random() < 0.8:
        column = chance.choice(("denies", "denies", *RELATIONS))
        row[column] = "; ".join(f"c{other}" for other in chance.sample(range(1, number), min(2, number - 1)))
        if chance.random() < 0.7:
            row[column] = row[column].partition(";")[0]
    return row


def _book(rows: list[Cells], lacking: set[str]) -> Book:
    return book(*({name: cell for name, cell in row.items() if name not in lacking} for row in rows))


SEEDS = [0, 1, 2, *(pytest.param(seed, marks=pytest.mark.thorough) for seed in range(3, 8))]


def errors(workspace: Workspace) -> list[str]:
    return [one.line() for one in check(workspace, today=date(2031, 7, 1)) if one.severity == "error"]


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_imported_is_valid_and_stays_so_when_it_is_imported_over(seed: int, tmp_path: Path) -> None:
    chance, workspace = random.Random(seed), ferry_workspace(tmp_path)  # noqa: S311 - no secret
    taken = 0
    for turn in range(3):
        rows = [_row(chance, number, 8) for number in range(1, 9)]
        lacking = set(chance.sample(("how it is said", "denies", "contradicts", "how much", "when"), turn and 1))
        result = plan(workspace, _book(rows, lacking), Wish(partial=True))
        taken += len(result.changes)
        carry_out(workspace, result)
        assert errors(workspace) == []
        again = plan(workspace, _book(rows, lacking), Wish(partial=True))
        assert [change.claim.id for change in again.changes] == []
    assert taken > 5


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_names_where_they_do_not_fit_are_refused_or_valid(seed: int, tmp_path: Path) -> None:
    chance, workspace = random.Random(100 + seed), ferry_workspace(tmp_path)  # noqa: S311 - no secret
    left = 0
    for _ in range(3):
        rows = [_row(chance, number, 8) for number in range(1, 9)]
        rows = [_odd(chance, row) if number % 2 else row for number, row in enumerate(rows)]
        rows += [{**_odd(chance, row), "what it says": ""} for row in rows[5:] if chance.random() < 0.3]
        result = plan(workspace, _book(rows, set()), Wish(partial=True, new_things=True))
        left += len(result.grave)
        carry_out(workspace, result)
        if workspace.data_files(may_be_empty=True):
            assert errors(workspace) == []
    assert left
