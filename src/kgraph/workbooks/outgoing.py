"""A sheet to be written, as a value, and functions that several formats need."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from kgraph.workbooks.values import Cell, column_name, shown

WORDS = "words"
"""The sheet with the named lists of choices: one column for each, with the list's name as heading."""

OTHER_WORD = "This is none of the words of the list. Keep it if it is a term of your own."


@dataclass(frozen=True)
class OutSheet:
    """A sheet to be written. Columns are counted from 0; features that a format lacks (CSV has only cells) are left
    out."""

    name: str
    headings: tuple[str, ...]
    rows: Sequence[Sequence[Cell]] = ()
    choices: Mapping[int, Sequence[str] | str] = field(default_factory=dict)
    """The choices of each column's drop-down list: texts, or the name of a list in the sheet `words`. Other words give
    a warning and are allowed."""
    open: frozenset[int] = frozenset()
    """The columns in which words other than those of the drop-down list give no warning."""
    notes: Mapping[int, str] = field(default_factory=dict)
    """For each column, a text that is shown at its heading."""
    widths: Mapping[int, float] = field(default_factory=dict)
    """The widths of columns in characters; other columns are as wide as their heading."""
    hidden: frozenset[int] = frozenset()
    frozen: bool = True
    """Whether the headings stay in sight when the user scrolls."""

    def width(self, column: int) -> float:
        """How wide a column is, in characters."""
        return self.widths.get(column, max(9, min(40, len(self.headings[column]) + 3)))

    def all_rows(self) -> list[Sequence[Cell]]:
        """The headings, and the rows below them."""
        return [self.headings, *self.rows]


def listed(sheets: Sequence[OutSheet], name: str) -> tuple[str, int]:
    """The column and the last row of a named list in the sheet of words, whose first row is 2.

    Raises `ValueError` if there is no such list.
    """
    words = next((sheet for sheet in sheets if sheet.name == WORDS), None)
    if words is None or name not in words.headings:
        raise ValueError(f"no list is called '{name}' in the sheet '{WORDS}'")
    column = words.headings.index(name)
    filled = [at for at, row in enumerate(words.rows, 2) if column < len(row) and row[column] != ""]
    return column_name(column), max(filled, default=2)


def as_number(cell: Decimal) -> str | None:
    """A number in the form of XLSX and ODS; `None` if they would lose digits, so that it is written as text.

    >>> as_number(Decimal("1E+3")), as_number(Decimal("0.1234567890123456789"))
    ('1000', None)
    """
    if not cell.is_finite() or abs(cell.adjusted()) > 20 or len(cell.normalize().as_tuple().digits) > 15:
        return None
    return shown(cell)


FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""The beginnings of texts that some spreadsheet program takes for a formula (OWASP, CSV injection)."""


def kept_as_typed(text: str) -> bool:
    """Whether a spreadsheet program may turn a text into a number, a date or a formula when a user edits its cell.

    >>> [kept_as_typed(text) for text in ("=1+1", "5/11", "007", "true", "a town", "'quoted'")]
    [True, True, True, True, False, True]
    """
    if text.startswith((*FORMULA, "'")):
        return True
    return len(text) <= 30 and (text.lower() in ("true", "false") or any(letter.isdigit() for letter in text))
