"""Reading ODS (ODF 1.2 and later): stored values, in the form in which their styles show them."""

import re
from datetime import datetime
from pathlib import Path

from kgraph.errors import DataError, short
from kgraph.workbooks import numbers
from kgraph.workbooks.gathering import ERROR, MONEY, NO_DATE, NO_VALUE, NO_YEAR, Bounds, Gathered
from kgraph.workbooks.packages import Attributes, Package, Reader, locked
from kgraph.workbooks.values import MOST_CELLS, MOST_COLUMNS, MOST_ROWS, Book, Cell, Remark, Sheet, clean

_ODF = "urn:oasis:names:tc:opendocument:xmlns:{}:1.0 "
_OFFICE, _TABLE, _TEXT, _STYLE, _NUMBER = (
    _ODF.format(part) for part in ("office", "table", "text", "style", "datastyle")
)
_CALC = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0 "
_SPREADSHEET = b"application/vnd.oasis.opendocument.spreadsheet"
_DURATION = re.compile(r"P(?:(\d{1,6})D)?T(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,9})(?:[.,]\d+)?S)?")
_PARTS = {"year": "y", "month": "m", "day": "d", "hours": "h", "minutes": "n", "seconds": "s", "era": "y"}
_CELL, _COVERED = f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"
_SKIPPED = frozenset((f"{_OFFICE}annotation", f"{_TABLE}dde-links", f"{_TABLE}tracked-changes", f"{_TEXT}ruby-text"))


def read_ods(path: Path, package: Package) -> Book:
    """The tables of a spreadsheet document, in order."""
    if b"encryption-data" in package.small("META-INF/manifest.xml"):
        raise locked(path)
    kind = package.small("mimetype").strip()
    if kind and not kind.startswith(_SPREADSHEET):
        said = f"this is no spreadsheet but {short(kind.decode('ascii', 'replace').rpartition('.')[2], 40)}"
        raise DataError(said, path=path, fix="copy its table into a spreadsheet, and save that")
    styles = _Styles()
    if package.has("styles.xml"):
        package.read("styles.xml", styles)
    content = _Content(styles, Bounds(path))
    package.read("content.xml", content)
    if not content.sheets:
        raise DataError("this workbook has no sheets with cells", path=path, fix="fill in a sheet")
    macros = any(name.startswith(("basic/", "scripts/")) for name in package.names())
    remarks = [Remark("this workbook has macros, which were not run")] if macros else []
    return Book(tuple(content.sheets), (*remarks, *content.remarks), "ods")


class _Styles(Reader):
    """Reads which parts of a date each cell style shows, and which tables are hidden."""

    def __init__(self) -> None:
        self._dates: dict[str, str] = {}  # a date style's name, its parts
        self._shown: dict[str, tuple[str, str]] = {}  # a cell style's name, its data style and its parent
        self.hidden: set[str] = set()
        self._style = self._date = ""

    def start(self, name: str, attributes: Attributes) -> None:
        match name.removeprefix(_STYLE), name.removeprefix(_NUMBER):
            case "style", _:
                self._style = attributes.get(f"{_STYLE}name", "")
                parent = attributes.get(f"{_STYLE}parent-style-name", "")
                self._shown[self._style] = attributes.get(f"{_STYLE}data-style-name", ""), parent
            case "table-properties", _ if attributes.get(f"{_TABLE}display") == "false":
                self.hidden.add(self._style)
            case _, "date-style":
                self._date = attributes.get(f"{_STYLE}name", "")
                self._dates[self._date] = ""
            case _, part if self._date and part in _PARTS:
                self._dates[self._date] += _PARTS[part]

    def end(self, name: str) -> None:
        if name == f"{_NUMBER}date-style":
            self._date = ""

    def kind(self, style: str) -> str:
        """The parts of a date that a cell of the style shows; `DATE` if the style does not say."""
        for _ in range(10):
            data, parent = self._shown.get(style, ("", ""))
            if data or not parent:
                break
            style = parent
        parts = self._dates.get(data, "")
        if not parts or ("d" in parts and "y" in parts):
            return numbers.DATETIME if "h" in parts else numbers.DATE
        if "d" in parts:
            return numbers.DAY
        return numbers.MONTH if "m" in parts else numbers.YEAR if "y" in parts else numbers.TIME


class _Content(Reader):
    """Reads the tables of a document's content, one after the other."""

    def __init__(self, styles: _Styles, bounds: Bounds) -> None:
        self.styles, self.bounds = styles, bounds
        self.sheets: list[Sheet] = []
        self.remarks: list[Remark] = []
        self.sheet: Gathered | None = None
        self.kept = True
        self.depth = self.skipped = self.cell_depth = 0
        self.tables = 0
        self.row = self.row_repeated = self.column = self.table_column = 0
        self.row_style = ""
        self.column_styles: list[tuple[int, str]] = []
        self.cells: dict[int, Cell] = {}
        self.attributes: Attributes = {}
        self.paragraphs: list[list[str]] = []
        self.paragraph_depth = 0

    def start(self, name: str, attributes: Attributes) -> None:
        self.depth += 1
        if self.skipped or name in _SKIPPED:
            self.skipped = self.skipped or self.depth
        elif self.cell_depth:
            self._inside(name, attributes)
        elif name in (_CELL, _COVERED) and self.sheet:
            self.attributes, self.paragraphs, self.cell_depth = attributes, [], self.depth
        elif name.startswith(_TABLE):
            self._table(name.removeprefix(_TABLE), attributes)
        else:
            self.styles.start(name, attributes)

    def end(self, name: str) -> None:
        if self.skipped:
            self.skipped = 0 if self.skipped == self.depth else self.skipped
        elif self.cell_depth:
            if self.depth == self.paragraph_depth:
                self.paragraph_depth = 0
            if self.depth == self.cell_depth:
                self.cell_depth = 0
                self._end_cell(covered=name == _COVERED)
        elif name == f"{_TABLE}table-row" and self.sheet:
            self._end_row(self.sheet)
        elif name == f"{_TABLE}table" and self.sheet:
            self._end_table(self.sheet)
        else:
            self.styles.end(name)
        self.depth -= 1

    def text(self, text: str) -> None:
        if self.paragraph_depth and not self.skipped:
            # line ends are spaces, as in HTML; runs of spaces should count as one, but LibreOffice writes them
            # unchanged
            self.paragraphs[-1].append(re.sub(r"[ \t]*[\r\n]\s*", " ", text))

    def _inside(self, name: str, attributes: Attributes) -> None:
        """Read the inside of a cell: paragraphs, and elements for spaces and line ends. Drawings and their texts are
        left out."""
        if name == f"{_TEXT}p" and self.depth == self.cell_depth + 1:
            self.paragraphs.append([])
            self.paragraph_depth = self.depth
        elif self.paragraph_depth:
            piece = {"s": " ", "tab": "\t", "line-break": "\n"}.get(name.removeprefix(_TEXT), "")
            self.paragraphs[-1].append(piece * (_repeated(attributes, f"{_TEXT}c", 32_767) if piece == " " else 1))

    def _table(self, name: str, attributes: Attributes) -> None:
        match name:
            case "table" if self.sheet is None:
                self.sheet, self.kept, self.row, self.table_column = (
                    Gathered(clean(attributes.get(f"{_TABLE}name", "")), self.bounds),
                    True,
                    0,
                    0,
                )
                self.sheet.hidden = attributes.get(f"{_TABLE}style-name", "") in self.styles.hidden
                self.column_styles = []
            case "table-source":  # cached content of another file
                self.kept = False
            case "table-column" if self.sheet:
                self._column(self.sheet, attributes)
            case "table-row" if self.sheet:
                self.row += 1
                self.column, self.cells = 0, {}
                self.row_repeated = _repeated(attributes, f"{_TABLE}number-rows-repeated", 2 * MOST_ROWS)
                self.row_style = attributes.get(f"{_TABLE}default-cell-style-name", "")
                if attributes.get(f"{_TABLE}visibility", "visible") != "visible":
                    self.sheet.hidden_rows += range(self.row, self.row + min(self.row_repeated, 1000))

    def _column(self, sheet: Gathered, attributes: Attributes) -> None:
        first = self.table_column
        self.table_column += _repeated(attributes, f"{_TABLE}number-columns-repeated", 2 * MOST_COLUMNS)
        self.column_styles.append((self.table_column, attributes.get(f"{_TABLE}default-cell-style-name", "")))
        if attributes.get(f"{_TABLE}visibility", "visible") != "visible":
            sheet.hidden_columns.append((first, self.table_column - 1))

    def _end_row(self, sheet: Gathered) -> None:
        if self.cells:
            self.bounds.allow(self.row_repeated * (max(self.cells) + 1))
            for number in range(self.row, self.row + self.row_repeated):
                sheet.add(number, self.cells)
        self.row += self.row_repeated - 1

    def _end_table(self, sheet: Gathered) -> None:
        if self.kept:
            done, remarks = sheet.sheet()
            self.sheets.append(done)
            self.remarks += remarks
        self.sheet = None

    def _end_cell(self, *, covered: bool) -> None:
        sheet = self.sheet
        assert sheet is not None  # a cell is always inside a table
        repeated = _repeated(self.attributes, f"{_TABLE}number-columns-repeated", 2 * MOST_COLUMNS)
        cell = "" if covered else self._value(sheet)
        if cell != "":
            if self.column + repeated > MOST_COLUMNS:
                raise sheet.error(
                    self.row, self.column, "no spreadsheet has so many columns", "delete what stands there"
                )
            self.cells.update(dict.fromkeys(range(self.column, self.column + repeated), cell))
        if f"{_TABLE}number-columns-spanned" in self.attributes:
            wide = _repeated(self.attributes, f"{_TABLE}number-columns-spanned", MOST_COLUMNS)
            high = _repeated(self.attributes, f"{_TABLE}number-rows-spanned", MOST_ROWS)
            if (wide > 1 or high > 1) and len(sheet.merged) < MOST_CELLS:
                sheet.merged.append((self.row, self.column, self.row + high - 1, self.column + wide - 1))
        self.column += repeated

    def _value(self, sheet: Gathered) -> Cell:
        at, kind = self.attributes, self.attributes.get(f"{_OFFICE}value-type", "")
        written = "\n".join(map("".join, self.paragraphs))
        if at.get(f"{_CALC}value-type") == "error":
            sheet.tell(ERROR, self.row, self.column)
            return clean(written)
        if not kind and f"{_TABLE}formula" in at:
            sheet.tell(NO_VALUE, self.row, self.column)
            return ""
        try:
            return self._typed(sheet, kind, written)
        except (ValueError, LookupError, OverflowError) as error:
            said = f"this cell's value is no {short(kind, 20)}"
            raise sheet.error(self.row, self.column, said, "write the cell again") from error

    def _typed(self, sheet: Gathered, kind: str, written: str) -> Cell:
        at = self.attributes
        match kind:
            case "float" | "currency":
                if kind == "currency":
                    sheet.tell(MONEY, self.row, self.column)
                return numbers.number(at[f"{_OFFICE}value"])
            case "percentage":
                return numbers.percentage(numbers.number(at[f"{_OFFICE}value"]))
            case "boolean":
                return {"true": True, "false": False}[at[f"{_OFFICE}boolean-value"]]
            case "date":
                return self._date(sheet, at[f"{_OFFICE}date-value"], written)
            case "time":
                return _clock(at[f"{_OFFICE}time-value"])
        return sheet.text(written or at.get(f"{_OFFICE}string-value", ""), self.row, self.column)

    def _date(self, sheet: Gathered, stored: str, written: str) -> Cell:
        if not re.match(r"\d{4}-", stored):  # a year before 1 or after 9999
            sheet.tell(NO_DATE, self.row, self.column)
            return clean(written or stored)
        moment = datetime.fromisoformat(stored).replace(tzinfo=None, microsecond=0)
        style = at if (at := self.attributes.get(f"{_TABLE}style-name")) else self.row_style or self._column_style()
        kind = self.styles.kind(style)
        if kind == numbers.DAY:
            sheet.tell(NO_YEAR, self.row, self.column)
        return numbers.as_shown(moment, numbers.DATETIME if "T" in stored and kind == numbers.DATE else kind)

    def _column_style(self) -> str:
        return next((style for end, style in self.column_styles if self.column < end), "")


def _repeated(attributes: Attributes, name: str, most: int) -> int:
    """A count: 1 if it is missing or no number, and at most `most`."""
    said = attributes.get(name, "1")
    return min(max(int(said), 1), most) if said.isascii() and said.isdigit() and len(said) < 15 else 1


def _clock(duration: str) -> str:
    """A duration as hours and minutes.

    >>> _clock("PT14H30M00S"), _clock("PT14H30M05.5S")
    ('14:30', '14:30:05')
    """
    found = _DURATION.fullmatch(duration)
    if found is None:
        raise ValueError(duration)
    days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
    said = f"{days * 24 + hours:02}:{minutes:02}"
    return f"{said}:{seconds:02}" if seconds else said
