"""A sheet to be written, as a value, and what each form asks of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from kgraph.workbooks.values import Cell, column_name, shown

WORDS = "words"
"""The sheet that named lists of choices stand in: a column each, with the list's name as its heading."""

OTHER_WORD = "This is none of the words of the list. Keep it if it is a term of your own."


@dataclass(frozen=True)
class OutSheet:
    """A sheet to be written. Columns are counted from 0; what a form cannot hold (CSV: all but cells) is left out."""

    name: str
    headings: tuple[str, ...]
    rows: Sequence[Sequence[Cell]] = ()
    choices: Mapping[int, Sequence[str] | str] = field(default_factory=dict)
    """What a column's drop-down offers: texts, or the name of a list in the sheet `words`. Who writes another word is
    warned, not refused."""
    open: frozenset[int] = frozenset()
    """Columns in which other words than those of the drop-down are as good: nobody is warned."""
    notes: Mapping[int, str] = field(default_factory=dict)
    """A text that is shown at the column's heading."""
    widths: Mapping[int, float] = field(default_factory=dict)
    """In characters; other columns are as wide as their heading."""
    hidden: frozenset[int] = frozenset()
    frozen: bool = True
    """Whether the headings stay in sight."""

    def width(self, column: int) -> float:
        """How wide a column is, in characters."""
        return self.widths.get(column, max(9, min(40, len(self.headings[column]) + 3)))

    def all_rows(self) -> list[Sequence[Cell]]:
        """The headings, and the rows below them."""
        return [self.headings, *self.rows]


def listed(sheets: Sequence[OutSheet], name: str) -> tuple[str, int]:
    """The column and the last row of a named list in the sheet of words, whose first row is 2.

    Raises `ValueError` where there is no such list: the caller names it.
    """
    words = next((sheet for sheet in sheets if sheet.name == WORDS), None)
    if words is None or name not in words.headings:
        raise ValueError(f"no list is called '{name}' in the sheet '{WORDS}'")
    column = words.headings.index(name)
    filled = [at for at, row in enumerate(words.rows, 2) if column < len(row) and row[column] != ""]
    return column_name(column), max(filled, default=2)


def as_number(cell: Decimal) -> str | None:
    """A number as both forms store it; `None` where they would lose digits, so that it is written as text.

    >>> as_number(Decimal("1E+3")), as_number(Decimal("0.1234567890123456789"))
    ('1000', None)
    """
    if not cell.is_finite() or abs(cell.adjusted()) > 20 or len(cell.normalize().as_tuple().digits) > 15:
        return None
    return shown(cell)


FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What texts begin with that some spreadsheet takes for a formula (OWASP, CSV injection)."""


def kept_as_typed(text: str) -> bool:
    """Whether a spreadsheet may make a number, a date or a formula of a text when somebody edits its cell.

    >>> [kept_as_typed(text) for text in ("=1+1", "5/11", "007", "true", "a town", "'quoted'")]
    [True, True, True, True, False, True]
    """
    if text.startswith((*FORMULA, "'")):
        return True
    return len(text) <= 30 and (text.lower() in ("true", "false") or any(letter.isdigit() for letter in text))
