"""Collecting the rows of one sheet: counting cells, cutting rows at the last cell, emptying merged cells, collecting
remarks."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from kgraph.errors import DataError, short
from kgraph.workbooks.values import (
    MOST_CELLS,
    MOST_CHARACTERS,
    MOST_COLUMNS,
    MOST_ROWS,
    Cell,
    Remark,
    Row,
    Sheet,
    cell_name,
    clean,
    column_name,
)

Area = tuple[int, int, int, int]  # first row, first column, last row, last column; columns from 0
MERGED = "merged cells, whose text is read in the first"
NO_VALUE = "formulas without a stored value, read as empty (open the file in a spreadsheet and save it)"
ERROR = "cells that show an error"
MONEY = "numbers that are shown with a currency, of which the number is read (write the currency under unit)"
NO_DATE = "dates outside of the calendar, read as numbers"
NO_YEAR = "dates that show no year (the spreadsheet may have put in its own)"
HIDDEN = "this sheet is hidden, and is read all the same"
HIDDEN_ROWS = "hidden rows, read all the same"
HIDDEN_COLUMNS = "hidden columns, read all the same"


class Bounds:
    """Counts the cells of a whole workbook, against a bound."""

    def __init__(self, path: Path) -> None:
        self.path, self.cells = path, 0

    def add(self, cells: int) -> None:
        """Count cells; raises `DataError` for too many."""
        self.allow(cells)
        self.cells += cells

    def allow(self, cells: int) -> None:
        """Raise `DataError` if so many more cells would exceed the bound."""
        if self.cells + cells > MOST_CELLS:
            raise DataError(f"this workbook has more than {MOST_CELLS:,} cells", path=self.path, fix="divide it")


class Gathered:
    """Collects the rows of one sheet."""

    def __init__(self, name: str, bounds: Bounds) -> None:
        self.name, self.bounds, self.path = name, bounds, bounds.path
        self.rows: dict[int, list[Cell]] = {}
        self.merged: list[Area] = []
        self.hidden_columns: list[tuple[int, int]] = []
        self.hidden_rows: list[int] = []
        self.hidden = False
        self.told: dict[str, dict[str, None]] = defaultdict(dict)

    def error(self, row: int, column: int, what: str, fix: str = "") -> DataError:
        """An error that names the file, the sheet and the cell."""
        where = f"sheet '{short(self.name, 40)}', {cell_name(row, column)}: "
        return DataError(where + what, path=self.path, fix=fix)

    def tell(self, what: str, row: int, column: int) -> None:
        """Add a remark on a cell."""
        self.told[what][cell_name(row, column)] = None

    def text(self, text: str, row: int, column: int) -> str:
        """A cell's text without surrounding white space; raises `DataError` if it is too long."""
        if len(text) > MOST_CHARACTERS:
            raise self.error(row, column, f"this cell has more than {MOST_CHARACTERS:,} characters", "shorten it")
        return clean(text)

    def add(self, number: int, cells: dict[int, Cell]) -> None:
        """Add a row, given by its cells that are not empty."""
        if not cells:
            return
        last = max(cells)
        if number > MOST_ROWS or last >= MOST_COLUMNS:
            raise self.error(number, last, "no spreadsheet has so many rows or columns", "delete what stands there")
        row = self.rows.get(number, [])
        self.bounds.add(max(0, last + 1 - len(row)))
        row += [""] * (last + 1 - len(row))
        for column, cell in cells.items():
            row[column] = cell
        self.rows[number] = row

    def sheet(self) -> tuple[Sheet, list[Remark]]:
        """The sheet, and the remarks on it."""
        self._merge()
        rows: list[Row] = []
        for number in sorted(self.rows):
            cells = self.rows[number]
            while cells and cells[-1] == "":
                cells.pop()
            if cells:
                rows.append(Row(number, tuple(cells)))
        return Sheet(self.name, tuple(rows)), self._remarks(rows)

    def _merge(self) -> None:
        numbers = sorted(self.rows)
        emptied = 0
        for first, left, last, right in self.merged:
            for number in numbers[bisect_left(numbers, first) : bisect_right(numbers, last)]:
                cells = self.rows[number]
                columns = range(left + (number == first), min(right + 1, len(cells)))
                emptied += len(columns)
                if emptied > MOST_CELLS:  # so many are possible only if the ranges overlap
                    raise self.error(first, left, "merged cells overlap, which no spreadsheet does", "take them apart")
                for column in columns:
                    cells[column] = ""

    def _remarks(self, rows: Sequence[Row]) -> list[Remark]:
        wide = max((len(row.cells) for row in rows), default=0)
        kept = {row.number for row in rows}
        columns = [
            column
            for first, last in self.hidden_columns
            for column in range(first, min(last + 1, wide))
            if any(row.at(column) != "" for row in rows[1:])  # a hidden column with only a heading hides nothing
        ]
        areas = [f"{cell_name(a, b)}:{cell_name(c, d)}" for a, b, c, d in self.merged if (a, b) != (c, d)]
        said = {
            HIDDEN_ROWS: tuple(str(number) for number in self.hidden_rows if number in kept),
            HIDDEN_COLUMNS: tuple(map(column_name, dict.fromkeys(columns))),
            MERGED: tuple(dict.fromkeys(areas)),
            **{what: tuple(cells) for what, cells in self.told.items()},
        }
        remarks = [Remark(what, self.name, cells) for what, cells in said.items() if cells]
        return [Remark(HIDDEN, self.name), *remarks] if self.hidden and rows else remarks
