"""A sheet's rows ⇄ lines: which row has the headings, which column is which, how the sheet writes dates and numbers."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from kgraph.errors import DataError, nearest
from kgraph.sheets import columns
from kgraph.sheets.lines import Line
from kgraph.workbooks.values import TO_MEND, Book, Cell, Row, Sheet, column_name, shown

_SEARCHED = 20  # rows in which the headings are looked for
_DECISIVE = {"who says it", "what it says", "document", "words quoted", "turtle"}
_SLASHED = re.compile(r"\b(\d{1,2})/(\d{1,2})/\d{4}\b")
_DECIMALS = re.compile(r"(?<![\d.,])\d+([.,])\d{1,2}(?![\d.,])")
_TIMES = ("when", "when said")


@dataclass(frozen=True, slots=True)
class Table:
    """The rows below the headings. `places` are the columns' positions from 0, `unknown` the headings of no column."""

    lines: tuple[Line, ...]
    places: Mapping[str, int]
    unknown: tuple[str, ...] = ()
    sheet: str = ""
    headings: int = 1
    remarks: tuple[str, ...] = field(default=())

    def line(self, number: int) -> Line:
        """The line of a number; an empty one for a row of another sheet."""
        return next((line for line in self.lines if line.number == number), Line(number, {}))

    @property
    def order(self) -> str:
        """In which order dates of numbers have day and month, if one date tells and none tells otherwise."""
        found = set()
        for line in self.lines:
            for match in _SLASHED.finditer(" ".join(line.text(column) for column in _TIMES)):
                first, second = int(match[1]), int(match[2])
                found |= {"dmy"} if first > 12 else {"mdy"} if second > 12 else set()
        return found.pop() if len(found) == 1 else ""

    @property
    def decimal(self) -> str:
        """The decimal mark, if one figure tells and none tells otherwise."""
        found = {match[1] for line in self.lines for match in _DECIMALS.finditer(line.text("how much"))}
        return found.pop() if len(found) == 1 else ""


def claims_table(book: Book) -> Table:
    """The sheet of claims of a workbook: the one called so, else the first with its headings. Raises `DataError`."""
    named = book.sheet("claims")
    sheets = [named] if named else list(book.sheets)
    best: tuple[int, list[str]] = (0, [])
    for sheet in sheets:
        for row in sheet.rows[:_SEARCHED]:
            found = [columns.column_of(shown(cell)) for cell in row.cells]
            names = [column.name for column in found if column is not None]
            if len(set(names)) > 1 and _DECISIVE & set(names):
                return _below(sheet, row)
            best = max(best, (len(set(names)), [shown(cell) for cell in row.cells if cell != ""]))
    seen = ", ".join(best[1][:8]) or "none"
    fix = "begin with 'kgraph claims template', or name the columns as it does: document, words quoted, who says it …"
    raise DataError(f"no row has the headings of a sheet of claims (found: {seen})", fix=fix)


def _below(sheet: Sheet, headings: Row) -> Table:
    places: dict[str, int] = {}
    unknown: list[str] = []
    renamed: list[str] = []
    for at, cell in enumerate(headings.cells):
        text = " ".join(shown(cell).split())
        column = columns.column_of(text)
        if column is None:
            unknown += [text] if text and text != TO_MEND else []
            continue
        if column.name in places:
            both = f"{column_name(places[column.name])} and {column_name(at)}"
            raise DataError(f"the columns {both} are both '{column.name}'", fix="rename one of them, or take it out")
        places[column.name] = at
        if text.casefold() != column.name:
            renamed.append(f"'{text}' as '{column.name}'")
    lines = tuple(
        Line(row.number, {name: row.at(at) for name, at in places.items() if row.at(at) != ""})
        for row in sheet.rows
        if row.number > headings.number and not _is_repeated(row, places)
    )
    told = [f"no column is called '{name}'{_meant(name)}; what stands there is not read" for name in unknown]
    kept = tuple(line for line in lines if line.cells)
    remarks = [f"columns are read by other names: {', '.join(renamed)}"] if renamed else []
    return Table(kept, places, tuple(unknown), sheet.name, headings.number, (*remarks, *told))


def _is_repeated(row: Row, places: Mapping[str, int]) -> bool:
    """Whether a row has the headings once more."""
    same = [name for name, at in places.items() if (c := columns.column_of(shown(row.at(at)))) and c.name == name]
    return len(same) > 2


def _meant(name: str) -> str:
    near = nearest(name, columns.NAMES)
    return f" (did you mean '{near[0]}'?)" if near else ""


def used_columns(rows: Iterable[Mapping[str, object]]) -> list[str]:
    """The columns that some row fills, and those that are never left out, in the sheet's order."""
    filled = Counter(column for row in rows for column in row)
    return [column.name for column in columns.COLUMNS if filled[column.name] or not column.rare]


def as_rows(lines: Sequence[Mapping[str, Cell]], names: Sequence[str]) -> list[list[Cell]]:
    """Lines as rows of cells, in the order of these columns."""
    return [[line.get(name, "") for name in names] for line in lines]
