"""A row of the sheet as a value, and the faults and remarks on rows."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from kgraph.sheets.dates import Unclear
from kgraph.workbooks.values import Cell, shown

Read = TypeVar("Read")
Counts = tuple[Counter[tuple[str, str]], Counter[tuple[str, str]]]
"""How often an empty cell got which default, and kept which value."""
FURTHER = 10_000_000
"""This is added to a row's number for each sheet before the row's own, so that no two rows have the same number."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row: its number in the spreadsheet, and its cells by the names of `columns.COLUMNS`.

    A line that is not from a spreadsheet has a `name`, which messages use.

    >>> Line(4, {"who": " Ann\\u00a0Reed "}).text("who")
    'Ann Reed'
    """

    number: int
    cells: Mapping[str, Cell]
    name: str = ""

    @property
    def called(self) -> str:
        """The line's name in messages."""
        return self.name or f"row {self.number}"

    def text(self, column: str) -> str:
        """The cell as text on one line; "" if it is empty."""
        return " ".join(shown(self.cells.get(column, "")).split())

    def cell(self, column: str) -> Cell:
        """The cell's value, unchanged."""
        return self.cells.get(column, "")


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault of a cell: what is wrong, and what to write; `column` is "" for a fault of the whole row.

    Because of a `grave` fault the row is not imported; other faults are remarks.
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
    """The results of reading besides claims: faults by row and column, and how often an empty cell got which
    default, or kept which value other than the default."""

    faults: list[Fault] = field(default_factory=list)
    defaults: Counter[tuple[str, str]] = field(default_factory=Counter)
    kept: Counter[tuple[str, str]] = field(default_factory=Counter)

    @property
    def count(self) -> int:
        """The present number of faults and remarks."""
        return len(self.faults)

    def grave_since(self, count: int) -> bool:
        """Whether a grave fault was added since the number was `count`."""
        return any(fault.grave for fault in self.faults[count:])

    @property
    def counts(self) -> Counts:
        """The present counts of defaults and of kept values."""
        return self.defaults.copy(), self.kept.copy()

    def counted_since(self, before: Counts) -> Counts:
        """What was counted since the counts were `before`."""
        return self.defaults - before[0], self.kept - before[1]

    def uncount(self, counted: Counts) -> None:
        """Take back counts of a claim that is left out."""
        self.defaults -= counted[0]
        self.kept -= counted[1]

    def fault(self, line: Line, column: str, message: str) -> None:
        """Add a grave fault."""
        self.faults.append(Fault(line.number, column, message, name=line.name))

    def remark(self, line: Line, column: str, message: str) -> None:
        """Add a remark."""
        self.faults.append(Fault(line.number, column, message, grave=False, name=line.name))

    def read(self, line: Line, column: str, how: Callable[..., Read], *given: object) -> Read | None:
        """The result of `how` for the given values; if it raises `Unclear`, add a fault of the cell and return
        `None`."""
        try:
            return how(*given)
        except Unclear as error:
            self.fault(line, column, str(error))
            return None
