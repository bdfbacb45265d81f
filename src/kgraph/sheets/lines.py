"""A row of the sheet as values: its cells by the names of columns, and what is wrong with it."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from kgraph.sheets.dates import Unclear
from kgraph.workbooks.values import Cell, shown

Read = TypeVar("Read")
FURTHER = 10_000_000
"""Added to a row's number, once for each sheet before its own, so that no two rows have one number."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row: its number as a spreadsheet shows it, and its cells by the names of `columns.COLUMNS`.

    What is no row of a spreadsheet has a `name`, by which people are told of it.

    >>> Line(4, {"who": " Ann\\u00a0Reed "}).text("who")
    'Ann Reed'
    """

    number: int
    cells: Mapping[str, Cell]
    name: str = ""

    @property
    def called(self) -> str:
        """How people are told of it."""
        return self.name or f"row {self.number}"

    def text(self, column: str) -> str:
        """The cell as text in one line; "" where it is empty."""
        return " ".join(shown(self.cells.get(column, "")).split())

    def cell(self, column: str) -> Cell:
        """The cell as it is."""
        return self.cells.get(column, "")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a cell, and what to write; `column` is "" where it concerns the row as a whole.

    `grave` faults keep the row out; others are worth a look.
    """

    row: int
    column: str
    message: str
    grave: bool = True
    name: str = ""

    def __str__(self) -> str:
        called = self.name or f"row {self.row}"
        where = f"{called}, {self.column}" if self.column else called
        return f"{where}: {self.message}"


@dataclass(slots=True)
class Notes:
    """What was found while reading: faults by row and column, and how often an empty cell was taken for what."""

    faults: list[Fault] = field(default_factory=list)
    defaults: Counter[tuple[str, str]] = field(default_factory=Counter)

    @property
    def count(self) -> int:
        """How many faults and remarks there are by now."""
        return len(self.faults)

    def grave_since(self, count: int) -> bool:
        """Whether a grave fault was found since there were so many."""
        return any(fault.grave for fault in self.faults[count:])

    def fault(self, line: Line, column: str, message: str) -> None:
        """Keep the row out."""
        self.faults.append(Fault(line.number, column, message, name=line.name))

    def remark(self, line: Line, column: str, message: str) -> None:
        """Something to look at."""
        self.faults.append(Fault(line.number, column, message, grave=False, name=line.name))

    def read(self, line: Line, column: str, how: Callable[..., Read], *given: object) -> Read | None:
        """What `how` makes of what is given; `None`, and a fault of the cell, where that is unclear."""
        try:
            return how(*given)
        except Unclear as error:
            self.fault(line, column, str(error))
            return None
