"""Sheets broken as people break them: the cell that is named, and what is said (`broken.json`, see cases/README.md)."""

import csv
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from hurried import CASES, copied
from kgraph.errors import DataError
from kgraph.workbooks import read_book
from kgraph.workbooks.values import column_index, column_name
from kgraph.workspace.config import Workspace
from kgraph.workspace.sheets import Plan, Wish, plan
from paced import rest_slow

Break = dict[str, Any]
Grid = list[list[str]]
OTHERWISE: Mapping[str, tuple[str, str]] = {
    "a zero byte": ("sheet", "the reader of files takes a CSV with null characters for no table"),
    "a cell of 40,000 characters": ("sheet", "no spreadsheet takes such a cell; the reader names its row"),
    "denies, and no word of denial": (
        "",
        "a row that denies another is a denial, as its column says; told as a default",
    ),
    "no id in one row": (
        "",
        "rows without an id are named in their order, and found again by their words and claimant",
    ),
    "a denial of an own claim": (
        "fault",
        "people do take back what they said; the fault is that the row names another event",
    ),
    "through the outlet itself": (
        "remark",
        "an outlet may quote an earlier piece of its own, as one of Pokrovsk's does",
    ),
    "the second place": ("remark", "the word quoted, dead, has no figure, which is told as of any row"),
    "a town as claimant": ("fault", "the vocabulary calls a town a city"),
}
"""What comes out otherwise than a case asks: how grave ("": nothing is told), and why."""


def breaks() -> list[Break]:
    found: list[Break] = json.loads((CASES / "broken.json").read_text(encoding="utf8"))
    return found


def broken(rows: Grid, one: Break) -> Grid:
    """The rows with the change."""
    rows = [list(row) for row in rows]
    for cell, text in one.get("set", {}).items():
        _put(rows, cell, "x" * one["repeat"] if "repeat" in one else text)
    if "insert" in one:
        rows.insert(one["insert"]["before row"] - 1, one["insert"]["cells"])
    if "append" in one:
        rows.append(list(rows[one["append"]["copy of row"] - 1]))
        for letter, text in one["append"]["set"].items():
            _put(rows, f"{letter}{len(rows)}", text)
    if "drop" in one:
        at = column_index(one["drop"]["column"])
        rows = [row[:at] + row[at + 1 :] for row in rows]
    return rows


def _put(rows: Grid, cell: str, text: str) -> None:
    match = re.fullmatch(r"([A-Z]+)(\d+)", cell)
    assert match is not None
    row, column = int(match[2]) - 1, column_index(match[1])
    while len(rows) <= row:
        rows.append([])
    rows[row] += [""] * (column + 1 - len(rows[row]))
    rows[row][column] = text


@dataclass(frozen=True)
class Told:
    """What is told of a broken sheet: how grave ("sheet", "fault", "remark"), of which cell, in which words."""

    gravity: str
    cell: str
    words: str
    column: str = ""

    @property
    def said(self) -> str:
        return f"{self.column}: {self.words}".casefold()


def told(rows: Grid, folder: Path) -> set[Told]:
    """All that is told of a sheet with these rows."""
    sheet = copied("ferry", folder)
    with sheet.open("w", encoding="utf8", newline="") as file:
        csv.writer(file).writerows(rows)
    try:
        book = read_book(sheet, ("documents", "things"))
        found = plan(Workspace.read(folder / "kgraph.toml"), book, Wish())
    except DataError as error:
        return {Told("sheet", "", str(error))}
    remarks = {Told("remark", "", str(one)) for one in (*book.remarks, *found.table.remarks)}
    return remarks | {
        Told("fault" if one.grave else "remark", _cell(one.row, one.column, found), one.message, one.column)
        for one in found.faults
    }


def _cell(row: int, column: str, found: Plan) -> str:
    at = found.table.places.get(column)
    return str(row) if at is None else f"{column_name(at)}{row}"


@cache
def sound() -> tuple[Grid, ...]:
    with (CASES / "ferry" / "claims.csv").open(encoding="utf8", newline="") as file:
        return (list(csv.reader(file)),)


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> set[Told]:
    """What is told of the sheet as it is."""
    return told(sound()[0], tmp_path_factory.mktemp("sound"))


@pytest.mark.parametrize("one", rest_slow(breaks(), every=6), ids=lambda one: one["what"])
def test_what_is_broken_is_told_where_it_is(one: Break, usual: set[Told], tmp_path: Path) -> None:
    known = {(each.gravity, each.words) for each in usual}
    found = {each for each in told(broken(sound()[0], one), tmp_path) if (each.gravity, each.words) not in known}
    graveness = [grave for grave in ("sheet", "fault", "remark") if any(each.gravity == grave for each in found)]
    gravest = graveness[0] if graveness else ""
    if one["what"] in OTHERWISE:
        assert gravest == OTHERWISE[one["what"]][0], found
        return
    words = {one["outcome"], *re.findall("fine|remark|question|fault", one.get("also", ""))}
    assert gravest in {grave for word in words for grave in _GRAVE[word]}, found
    if gravest:
        missing = [name for name in one["names"] if not any(_names(name, each) for each in found)]
        others = re.findall(r"\b[A-Z]\d+", one.get("also", ""))
        assert not missing or any(_names(name, each) for name in others for each in found), (missing, found)
        lacking = [word for word in one.get("says", []) if not any(word.casefold() in each.said for each in found)]
        assert not lacking, (lacking, found)


_GRAVE = {
    "fine": ("",),
    "remark": ("remark",),
    "question": ("fault", "sheet"),
    "fault": ("fault",),
    "sheet": ("sheet",),
}
"""How grave what is told may be; to a question, the answer is written into the sheet."""


def _names(name: str, each: Told) -> bool:
    if each.cell == name or (name.isdigit() and re.fullmatch(rf"[A-Z]*{name}", each.cell)):
        return True
    return bool(re.search(rf"\b{name}\b", each.words))
