"""Converting between a sheet's rows and lines: finding the headings, the columns, and the form of dates and numbers."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches

from kgraph.errors import DataError, nearest, short
from kgraph.sheets import columns
from kgraph.sheets.lines import FURTHER, Fault, Line
from kgraph.sheets.plain import as_typed
from kgraph.workbooks.values import TO_MEND, Book, Cell, Row, Sheet, cell_name, shown

_SLIP = 0.74  # how like a column's name a heading is that may be a slip for it
_FEWEST = 3  # columns of a sheet of claims that is not the first
_SEARCHED = 20  # rows in which the headings are looked for
_DECISIVE = {"who says it", "what it says", "document", "words quoted", "turtle"}
_SLASHED = re.compile(r"\b(\d{1,2})/(\d{1,2})/\d{4}\b")
_DECIMALS = re.compile(r"(?<![\d.,])\d+([.,])\d{1,2}(?![\d.,])")
_TIMES = ("when", "when said")

OTHER_NAME = "a column is read by another name: "
"""The beginning of a remark on a heading that is another name for a column."""


@dataclass(frozen=True, slots=True)
class Table:
    """The rows below the headings.

    `places` has the columns' positions from 0, `unknown` the headings of no column with their cells.
    """

    lines: tuple[Line, ...]
    places: Mapping[str, int]
    unknown: tuple[str, ...] = ()
    sheet: str = ""
    headings: int = 1
    remarks: tuple[str, ...] = field(default=())
    faults: tuple[Fault, ...] = ()
    further: "tuple[Table, ...]" = ()
    """The tables of further sheets of claims, whose rows are among the lines; see `several`."""
    _numbered: dict[int, Line] = field(default_factory=dict, init=False, repr=False, compare=False)

    def line(self, number: int) -> Line:
        """The line with a number; an empty line for a row of another sheet."""
        if not self._numbered:
            self._numbered.update((line.number, line) for line in self.lines)
        return self._numbered.get(number) or Line(number, {})

    def of_row(self, number: int) -> "Table":
        """The table of the sheet that has a row."""
        at = number // FURTHER
        return self.further[at - 1] if 0 < at <= len(self.further) else self

    @property
    def order(self) -> str:
        """The order of day and month in dates of numbers, if one date shows it and none shows another."""
        found = set()
        for line in self.lines:
            for match in _SLASHED.finditer(" ".join(line.text(column) for column in _TIMES)):
                first, second = int(match[1]), int(match[2])
                found |= {"dmy"} if first > 12 else {"mdy"} if second > 12 else set()
        return found.pop() if len(found) == 1 else ""

    @property
    def decimal(self) -> str:
        """The decimal mark, if one figure shows it and none shows another."""
        found = {match[1] for line in self.lines for match in _DECIMALS.finditer(line.text("how much"))}
        return found.pop() if len(found) == 1 else ""


def claims_table(book: Book) -> Table:
    """The sheet of claims of a workbook: the one with that name, else the first with its headings. Raises `DataError`
    if there is none."""
    named = book.sheet("claims")
    sheets = [named] if named else list(book.sheets)
    best: tuple[int, list[str]] = (0, [])
    for sheet in sheets:
        for row in sheet.rows[:_SEARCHED]:
            names = _named(row)
            if len(names) > 1 and _DECISIVE & names and len(names) >= best[0]:
                return _below(sheet, row)
            best = max(best, (len(names), [shown(cell) for cell in row.cells if cell != ""]))
    seen = ", ".join(best[1][:8]) or "none"
    fix = "begin with 'kgraph claims template', or name the columns as it does: document, words quoted, who says it …"
    raise DataError(f"no row has the headings of a sheet of claims (found: {seen})", fix=fix)


def has_claims(sheet: Sheet) -> bool:
    """Whether a further sheet has the headings of a sheet of claims, and something below them."""
    for at, row in enumerate(sheet.rows[:_SEARCHED]):
        names = _named(row)
        if len(names) >= _FEWEST and names & {"who says it", "what it says", "words quoted"}:
            return len(sheet.rows) > at + 1
    return False


def _named(row: Row) -> set[str]:
    """The columns that a row has as headings."""
    found = (columns.column_of(shown(cell)) for cell in row.cells)
    return {column.name for column in found if column is not None}


def _below(sheet: Sheet, headings: Row) -> Table:
    found = _Headings(sheet, headings)
    below = [row for row in sheet.rows if row.number > headings.number]
    repeated = [row.number for row in below if _is_repeated(row, found.places)]
    lines = (
        Line(row.number, {name: as_typed(name, row.at(at)) for name, at in found.places.items() if row.at(at) != ""})
        for row in below
        if row.number not in repeated
    )
    remarks = [f"row {number} has the headings once more, so it is left out" for number in repeated]
    if headings.number > 1:
        remarks.insert(0, f"the headings are in row {headings.number}; the rows above are not read")
    remarks += [f"{OTHER_NAME}{one}" for one in found.renamed]
    kept = tuple(line for line in lines if line.cells)
    return Table(
        kept,
        found.places,
        tuple(found.unknown),
        sheet.name,
        headings.number,
        (*remarks, *found.remarks),
        tuple(_headless(below, headings)),
    )


class _Headings:
    """Finds the position of each column, and collects remarks on headings. Raises `DataError` for ambiguous
    headings."""

    def __init__(self, sheet: Sheet, row: Row) -> None:
        self.places: dict[str, int] = {}
        self.unknown: list[str] = []
        self.remarks: list[str] = []
        self.renamed: list[str] = []
        self._slips: list[str] = []
        self._row, self._below = row, [other for other in sheet.rows if other.number > row.number]
        for at, cell in enumerate(row.cells):
            if text := " ".join(shown(cell).split()):
                self._place(at, text)
        for at, cell in enumerate(row.cells):
            text = " ".join(shown(cell).split())
            if text and text != TO_MEND and columns.column_of(text) is None:
                self._strange(at, text)
        if self._slips:
            raise DataError("; ".join(self._slips), fix="mend it" if len(self._slips) == 1 else "mend them")

    def _name(self, at: int) -> str:
        return cell_name(self._row.number, at)

    def _called(self, at: int) -> str:
        return f"{self._name(at)} '{' '.join(shown(self._row.cells[at]).split())}'"

    def _place(self, at: int, text: str) -> None:
        if either := columns.AMBIGUOUS.get(text.casefold().strip(" :?.")):
            meant = " or ".join(f"'{name}'" for name in either)
            raise DataError(f"{self._name(at)}: the heading '{text}' may mean {meant}", fix="write which")
        column = columns.column_of(text)
        if column is None:
            return
        if column.name in self.places:
            one, other = self.places[column.name], at
            filled = [place for place in (one, other) if any(row.at(place) != "" for row in self._below)]
            if len(filled) > 1:
                both = f"{self._called(one)} and {self._called(other)}"
                raise DataError(f"the headings {both} both mean '{column.name}'", fix="rename one, or take it out")
            at = filled[0] if filled else one
            spare = other if at == one else one
            self.remarks.append(f"{self._name(spare)}: a second column '{column.name}' is empty, and is not read")
        self.places[column.name] = at
        if not columns.is_same(text, column.name):
            self.renamed.append(f"'{text}' as '{column.name}'")

    def _strange(self, at: int, text: str) -> None:
        """Handle a heading of no column: it is an error if it may be a typing error for a missing column, and else not
        read."""
        self.unknown.append(f"{self._name(at)} '{text}'")
        missing = [name for name in columns.NAMES if name not in self.places]
        near = get_close_matches(text.casefold(), missing, n=1, cutoff=_SLIP)
        if near and any(row.at(at) != "" for row in self._below):
            self._slips.append(f"{self._name(at)}: no column is called '{text}'; did you mean '{near[0]}'?")
            return
        self.remarks.append(
            f"{self._name(at)}: no column is called '{text}'{_meant(text)}; what stands there is not read"
        )


def _headless(below: Sequence[Row], headings: Row) -> Iterator[Fault]:
    """Remarks on cells under no heading, one for each column."""
    seen: set[int] = set()
    for row in below:
        for at, cell in enumerate(row.cells):
            if cell != "" and at not in seen and not shown(headings.at(at)).strip():
                seen.add(at)
                where = cell_name(row.number, at)
                above = cell_name(headings.number, at)
                told = f"{where}: '{short(shown(cell))}' is under no heading; give {above} one"
                yield Fault(row.number, "", f"{told}, or empty the cell")


_NEEDED = {
    "kind": "what kind a claim is: figure, control, presence, post, unit under, event, cause …",
    "who says it": "whose claim it is (kgraph guesses no claimant, not even the outlet)",
    "what it says": "what is claimed, in your own words",
    "words quoted": "which words of the text a claim quotes",
}


def check_columns(table: Table, documents: int) -> Table:
    """The table, with a remark if it has no column of ids; raises `DataError` if a column is missing that all rows
    need.

    `documents` is the number of documents in the workspace and the sheet: if there is only one, rows need not name it.
    """
    remarks = list(table.remarks)
    needed = dict(_NEEDED) if "turtle" not in table.places else {}
    if "start" in table.places:
        needed.pop("words quoted", None)
    if documents > 1:
        needed["document"] = "in which document a claim stands"
    if missing := [name for name in needed if name not in table.places]:
        others = f" (not read: {', '.join(table.unknown)})" if table.unknown else ""
        told = "; nor ".join(needed[name] for name in missing)
        fix = f"name one '{missing[0]}'" if len(missing) == 1 else f"name them {', '.join(map(repr, missing))}"
        raise DataError(f"no column says {told}{others}", fix=fix)
    if "document" not in table.places:
        remarks.append("no column is called 'document': all rows are of the one that there is")
    if "id" not in table.places:
        remarks.append(
            "no column is called 'id': the rows of each document get the next free ids, c1, c2 …, in their order"
        )
    return replace(table, remarks=tuple(remarks))


def _is_repeated(row: Row, places: Mapping[str, int]) -> bool:
    """Whether a row repeats the headings."""
    same = [name for name, at in places.items() if (c := columns.column_of(shown(row.at(at)))) and c.name == name]
    return len(same) > 2


def _meant(name: str) -> str:
    if beside := columns.column_beside(name):
        return f" (if it is '{beside.name}', write that alone)"
    near = nearest(name, columns.NAMES)
    return f" (did you mean '{near[0]}'?)" if near else ""


def used_columns(rows: Iterable[Mapping[str, object]]) -> list[str]:
    """The columns that some row fills, and those that are always written, in the sheet's order."""
    filled = Counter(column for row in rows for column in row)
    return [column.name for column in columns.COLUMNS if filled[column.name] or not column.rare]


def as_rows(lines: Sequence[Mapping[str, Cell]], names: Sequence[str]) -> list[list[Cell]]:
    """Lines as rows of cells, in the order of these columns."""
    return [[line.get(name, "") for name in names] for line in lines]
