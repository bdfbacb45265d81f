"""A workbook's content as values: cells, rows, sheets, and remarks on reading."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from kgraph.errors import short

Cell = str | Decimal | date | datetime | bool
"""The value of a cell; "" if it is empty. A text has no white space around it, and its line ends are `\\n`."""

MOST_CHARACTERS = 32_767  # the most characters in a cell, Excel's limit
MOST_CELLS = 1_000_000
MOST_COLUMNS = 16_384  # the most cells in a row of XLSX; the last column is XFD
MOST_ROWS = 1_048_576
TO_MEND = "to mend"
"""The heading of the last column of a marked copy of a CSV file; the column is ignored when the copy is read."""

_NAMED = 5  # how many cells one remark names

# characters that XML cannot have (XML 1.0 §2.2), except tabs and line ends
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_LINE_ENDS = re.compile(r"\r\n?|[\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Row:
    """A row that is not empty. `number` is the number that the spreadsheet shows; the last of `cells` is not empty."""

    number: int
    cells: tuple[Cell, ...]

    def at(self, column: int) -> Cell:
        """The cell of a column, counted from 0; "" beyond the last.

        >>> Row(3, ("a", "b")).at(1), Row(3, ("a", "b")).at(7)
        ('b', '')
        """
        return self.cells[column] if column < len(self.cells) else ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its rows from the top, without empty ones. A CSV file's sheet has the file's name."""

    name: str
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class Remark:
    """A remark on how a workbook was read; `str()` is one line. `cells` are names such as `B3:B5`.

    >>> str(Remark("merged", "claims", ("B3:B5", "C1:D1")))
    "sheet 'claims': merged: B3:B5, C1:D1"
    """

    what: str
    sheet: str = ""
    cells: tuple[str, ...] = ()

    def __str__(self) -> str:
        """One line, which names the first cells."""
        more = len(self.cells) - _NAMED
        named = ", ".join(self.cells[:_NAMED]) + (f" and {more:,} more" if more > 0 else "")
        where = f"sheet '{short(self.sheet, 40)}': " if self.sheet else ""
        return f"{where}{self.what}{': ' if named else ''}{named}"


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook as values. `form` is `csv`, `tsv`, `xlsx` or `ods`: its real format, whatever its name says."""

    sheets: tuple[Sheet, ...]
    remarks: tuple[Remark, ...] = ()
    form: str = "csv"

    def sheet(self, *names: str) -> Sheet | None:
        """The first sheet with one of the names; letter case and spaces do not matter."""
        wanted = {_plain(name) for name in names}
        return next((sheet for sheet in self.sheets if _plain(sheet.name) in wanted), None)


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()


def clean(text: str) -> str:
    """The text in the form for a cell: without surrounding white space (NBSP too) and without characters that files
    cannot have.

    >>> clean("\\xa0 two\\r\\nlines\\x00 ")
    'two\\nlines'
    """
    if text.isascii() and text.isprintable():
        return text.strip()
    return _UNWRITABLE.sub("", _LINE_ENDS.sub("\n", text)).strip()


def shown(cell: Cell) -> str:
    """A cell as text in the form of CSV: ISO dates, numbers with a point and without exponent, TRUE and FALSE.

    >>> [shown(cell) for cell in (Decimal("1E+3"), True, date(2025, 11, 5), datetime(2025, 11, 5, 14, 30))]
    ['1000', 'TRUE', '2025-11-05', '2025-11-05 14:30']
    """
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "minutes" if not cell.second and not cell.microsecond else "seconds")
    return format(cell, "f") if isinstance(cell, Decimal) else cell.isoformat()


def column_name(column: int) -> str:
    """The letters of a column, counted from 0.

    >>> [column_name(n) for n in (0, 25, 26, 16383)]
    ['A', 'Z', 'AA', 'XFD']
    """
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_index(reference: str) -> int:
    """The column of a cell's name, counted from 0.

    >>> column_index("A1"), column_index("XFD7")
    (0, 16383)
    """
    column = 0
    for letter in reference.replace("$", ""):
        if not letter.isalpha():
            break
        column = column * 26 + ord(letter.upper()) - 64
    return column - 1


def cell_name(row: int, column: int) -> str:
    """A cell's name, from the row counted from 1 and the column counted from 0.

    >>> cell_name(3, 1)
    'B3'
    """
    return f"{column_name(column)}{row}"


def trimmed(cells: Iterable[Cell]) -> tuple[Cell, ...]:
    """The cells up to the last one that is not empty."""
    kept = list(cells)
    while kept and kept[-1] == "":
        kept.pop()
    return tuple(kept)
