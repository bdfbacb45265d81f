"""XLSX read (ECMA-376, transitional and strict): stored values, as their number formats show them."""

import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from kgraph.errors import DataError, short
from kgraph.workbooks import numbers
from kgraph.workbooks.gathering import ERROR, NO_DATE, NO_VALUE, NO_YEAR, Bounds, Gathered
from kgraph.workbooks.packages import Attributes, Package, Reader, resolved
from kgraph.workbooks.values import MOST_CELLS, Book, Cell, Remark, Sheet, clean

_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9]\d{0,6})")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_MACROS = "this workbook has macros, which were not run"


def read_xlsx(path: Path, package: Package) -> Book:
    """The worksheets of a workbook in their order; charts and macro sheets are passed over."""
    book = Workbook(package)
    styles = _Styles()
    strings = _Strings()
    for part, reader in ((book.related("/styles"), styles), (book.related("/sharedStrings"), strings)):
        if part and package.has(part):
            package.read(part, reader)
    remarks = (
        [Remark(_MACROS)] if any("vbaproject" in name or "/macrosheets/" in name for name in package.names()) else []
    )
    sheets: list[Sheet] = []
    bounds = Bounds(path)
    for name, part, hidden in book.sheets():
        gathered = Gathered(name, bounds)
        gathered.hidden = hidden
        package.read(part, _Worksheet(gathered, strings.texts, styles.kinds, epoch_1904=book.epoch_1904))
        sheet, said = gathered.sheet()
        sheets.append(sheet)
        remarks += said
    return Book(tuple(sheets), tuple(remarks), "xlsx")


class Relations(Reader):
    """Which parts a part is related to: by the relation's id, its type and where it leads."""

    def __init__(self, package: Package, base: str) -> None:
        folder, _, name = base.rpartition("/")
        self.base, self.found = base, dict[str, tuple[str, str]]()
        part = f"{folder}/_rels/{name}.rels".lstrip("/")
        if package.has(part):
            package.read(part, self)

    def start(self, name: str, attributes: Attributes) -> None:
        """Note a relation; those that lead out of the file are passed over."""
        if _local(name) == "Relationship" and attributes.get("TargetMode") != "External":
            target = resolved(self.base, attributes.get("Target", ""))
            self.found[attributes.get("Id", "")] = (attributes.get("Type", ""), target)

    def of_type(self, ending: str) -> str:
        """The first part whose relation is of a type that ends so; "" where there is none."""
        return next((target for kind, target in self.found.values() if kind.endswith(ending)), "")


class Workbook(Reader):
    """The list of sheets, and from when dates are counted."""

    def __init__(self, package: Package) -> None:
        self.package, self.epoch_1904 = package, False
        self.listed: list[tuple[str, str, bool]] = []
        part = Relations(package, "").of_type("/officeDocument") or "xl/workbook.xml"
        self.relations = Relations(package, part)
        package.read(part, self)

    def related(self, ending: str) -> str:
        """The part of the workbook that has a relation of this type."""
        return self.relations.of_type(ending)

    def sheets(self) -> list[tuple[str, str, bool]]:
        """The name of each worksheet, its part, and whether it is hidden."""
        found = []
        for name, relation, hidden in self.listed:
            if relation not in self.relations.found:
                raise self.package.damaged(f"sheet '{short(name, 40)}' is not in it")
            kind, part = self.relations.found[relation]
            if kind.endswith("/worksheet"):
                found.append((name, part, hidden))
        if not found:
            raise DataError("this workbook has no sheets with cells", path=self.package.path, fix="fill in a sheet")
        return found

    def start(self, name: str, attributes: Attributes) -> None:
        """Note a sheet."""
        match _local(name):
            case "workbookPr":
                self.epoch_1904 = _true(attributes.get("date1904"))
            case "sheet":
                relation = next((value for key, value in attributes.items() if key.endswith(" id")), "")
                hidden = attributes.get("state", "visible") != "visible"
                self.listed.append((clean(attributes.get("name", "")), relation, hidden))


class _Styles(Reader):
    """What each cell format shows: `kinds`, by its number."""

    def __init__(self) -> None:
        self.kinds: list[str] = []
        self._own: dict[int, str] = {}
        self._cells = False

    def start(self, name: str, attributes: Attributes) -> None:
        match _local(name):
            case "numFmt":
                self._own[_whole(attributes.get("numFmtId"))] = numbers.format_kind(attributes.get("formatCode", ""))
            case "cellXfs":
                self._cells = True
            case "xf" if self._cells:
                form = _whole(attributes.get("numFmtId"))
                self.kinds.append(self._own.get(form) or numbers.known_format(form))

    def end(self, name: str) -> None:
        if _local(name) == "cellXfs":
            self._cells = False


class _Strings(Reader):
    """The texts that cells share; how they are pronounced (`rPh`) is left out."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._pieces: list[str] = []
        self._reading = self._spoken = False

    def start(self, name: str, attributes: Attributes) -> None:
        match _local(name):
            case "si":
                self._pieces = []
            case "rPh":
                self._spoken = True
            case "t":
                self._reading = not self._spoken

    def end(self, name: str) -> None:
        match _local(name):
            case "si":
                self.texts.append(_unescaped("".join(self._pieces)))
            case "rPh":
                self._spoken = False
            case "t":
                self._reading = False

    def text(self, text: str) -> None:
        if self._reading:
            self._pieces.append(text)


class _Worksheet(Reader):
    """The cells of a sheet, one after the other."""

    def __init__(self, sheet: Gathered, strings: list[str], kinds: list[str], *, epoch_1904: bool) -> None:
        self.sheet, self.strings, self.kinds, self.epoch_1904 = sheet, strings, kinds, epoch_1904
        self.row, self.column, self.cells = 0, -1, dict[int, Cell]()
        self.attributes: Attributes = {}
        self.pieces: list[str] = []
        self.reading = self.spoken = self.formula = self.in_cell = False
        self._clean: dict[str, str] = {}
        self._starts: dict[str, Callable[[Attributes], None]] = {
            "c": self._start_cell,
            "row": self._start_row,
            "mergeCell": self._merge,
            "col": self._columns,
        }

    def start(self, name: str, attributes: Attributes) -> None:
        local = _local(name)
        if local in ("v", "t"):
            self.reading = self.in_cell and not self.spoken
        elif local == "f":
            self.formula = True
        elif local == "rPh":
            self.spoken = True
        elif begin := self._starts.get(local):
            begin(attributes)

    def end(self, name: str) -> None:
        local = _local(name)
        if local in ("v", "t"):
            self.reading = False
        elif local == "c":
            self._end_cell()
        elif local == "row":
            self.sheet.add(self.row, self.cells)
            self.cells = {}
        elif local == "rPh":
            self.spoken = False

    def text(self, text: str) -> None:
        if self.reading:
            self.pieces.append(text)

    def _start_row(self, attributes: Attributes) -> None:
        given = attributes.get("r")
        self.row = _whole(given) if given else self.row + 1
        if self.row < 1:
            raise self.sheet.error(
                1, 0, f"there is no row '{short(given or '', 20)}'", "save it again in a spreadsheet"
            )
        self.column = -1
        if _true(attributes.get("hidden")):
            self.sheet.hidden_rows.append(self.row)

    def _start_cell(self, attributes: Attributes) -> None:
        self.attributes, self.pieces, self.formula, self.in_cell = attributes, [], False, True
        if reference := attributes.get("r"):
            row, self.column = self._place(reference)
            if row != self.row:
                raise self.sheet.error(self.row, self.column, f"the cell {reference[:20]} stands in another row")
        else:
            self.column += 1

    def _place(self, reference: str) -> tuple[int, int]:
        found = _REFERENCE.fullmatch(reference)
        if found is None:
            raise self.sheet.error(max(self.row, 1), 0, f"'{short(reference, 20)}' is no cell")
        column = 0
        for letter in found[1].upper():
            column = column * 26 + ord(letter) - 64
        return int(found[2]), column - 1

    def _end_cell(self) -> None:
        self.in_cell = False
        stored = "".join(self.pieces)
        if not stored:
            if self.formula and self.attributes.get("t") != "str":
                self.sheet.tell(NO_VALUE, self.row, self.column)
            return
        if (cell := self._value(stored, self.attributes.get("t", "n"))) != "":
            self.cells[self.column] = cell
            if len(self.cells) > MOST_CELLS:
                self.sheet.bounds.add(len(self.cells))

    def _value(self, stored: str, kind: str) -> Cell:
        try:
            match kind:
                case "s":
                    return self._text(self.strings[_index(stored)])
                case "inlineStr" | "str":
                    return self._text(_unescaped(stored))
                case "b":
                    return {"1": True, "0": False, "true": True, "false": False}[stored.strip()]
                case "e":
                    self.sheet.tell(ERROR, self.row, self.column)
                    return clean(stored)
                case "d":
                    return self._iso(stored.strip())
                case _:
                    return self._number(stored.strip())
        except (ValueError, LookupError) as error:
            said = f"'{short(stored, 30)}' is not what a cell of its type ({short(kind, 10)}) can hold"
            raise self.sheet.error(self.row, self.column, said, "write the cell again") from error

    def _text(self, text: str) -> str:
        known = self._clean.get(text)
        if known is None:
            known = self._clean[text] = self.sheet.text(text, self.row, self.column)
        return known

    def _number(self, stored: str) -> Cell:
        value = numbers.number(stored)
        kind = self._kind()
        if kind == numbers.NUMBER:
            return value
        if kind == numbers.PERCENT:
            return numbers.percentage(value)
        if kind == numbers.ELAPSED or (kind == numbers.TIME and 0 <= value < 1):
            return numbers.clock(value)
        moment = numbers.moment(value, epoch_1904=self.epoch_1904)
        if moment is None:
            self.sheet.tell(NO_DATE, self.row, self.column)
            return value
        if kind == numbers.DAY:
            self.sheet.tell(NO_YEAR, self.row, self.column)
        return numbers.as_shown(moment, kind)

    def _iso(self, stored: str) -> Cell:
        kind = self._kind()
        if re.fullmatch(r"\d{4}-\d\d-\d\d", stored):
            return numbers.as_shown(datetime.fromisoformat(stored), kind if kind != numbers.NUMBER else numbers.DATE)
        if re.fullmatch(r"\d\d:\d\d(:\d\d)?.*", stored):
            return stored[:5]
        found = datetime.fromisoformat(stored).replace(tzinfo=None, microsecond=0)
        return numbers.as_shown(found, kind if kind != numbers.NUMBER else numbers.DATETIME)

    def _kind(self) -> str:
        style = self.attributes.get("s")
        at = _whole(style) if style else 0
        return self.kinds[at] if 0 <= at < len(self.kinds) else numbers.NUMBER

    def _merge(self, attributes: Attributes) -> None:
        first, _, last = attributes.get("ref", "").partition(":")
        (top, left), (bottom, right) = self._place(first), self._place(last or first)
        self.sheet.merged.append((min(top, bottom), min(left, right), max(top, bottom), max(left, right)))

    def _columns(self, attributes: Attributes) -> None:
        if _true(attributes.get("hidden")):
            first, last = _whole(attributes.get("min")), _whole(attributes.get("max"))
            self.sheet.hidden_columns.append((max(first, 1) - 1, last - 1))


class _Locals(dict[str, str]):
    """Names of elements without their namespace, kept: strict and transitional files have different ones."""

    def __missing__(self, name: str) -> str:
        local = name.rpartition(" ")[2]
        if len(self) < 10_000:
            self[name] = local
        return local


_local = _Locals().__getitem__


def _true(value: str | None) -> bool:
    return value is not None and value.strip().lower() in ("1", "true", "on")


def _whole(value: str | None) -> int:
    """A whole number of few digits; -1 for what is none."""
    return int(value) if value and value.isascii() and value.isdigit() and len(value) < 10 else -1


def _index(stored: str) -> int:
    """A place in a list; raises `ValueError` for what is none, negative ones too."""
    if (place := int(stored)) < 0:
        raise ValueError(stored)
    return place


def _unescaped(text: str) -> str:
    """A text with the characters that XML cannot hold, which are written `_x000D_` (ECMA-376 part 1 §22.9.2.19).

    >>> _unescaped("a_x000D_b"), _unescaped("_x005F_x000D_")
    ('a\\rb', '_x000D_')
    """
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text
