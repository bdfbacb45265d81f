"""Reading the cells of one worksheet of XLSX: stored values, in the form in which their number formats show them."""

import re
from collections.abc import Callable
from datetime import datetime

from kgraph.errors import short
from kgraph.workbooks import numbers
from kgraph.workbooks.gathering import ERROR, MONEY, NO_DATE, NO_VALUE, NO_YEAR, Gathered
from kgraph.workbooks.packages import Attributes, Reader
from kgraph.workbooks.values import MOST_CELLS, Cell, clean

_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9]\d{0,6})")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


class Worksheet(Reader):
    """Reads the cells of a sheet, one after the other."""

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
        """Begin a row, a cell, or an element inside one."""
        element = local(name)
        if element in ("v", "t"):
            self.reading = self.in_cell and not self.spoken
        elif element == "f":
            self.formula = True
        elif element == "rPh":
            self.spoken = True
        elif begin := self._starts.get(element):
            begin(attributes)

    def end(self, name: str) -> None:
        """End a row, a cell, or an element inside one."""
        element = local(name)
        if element in ("v", "t"):
            self.reading = False
        elif element == "c":
            self._end_cell()
        elif element == "row":
            self.sheet.add(self.row, self.cells)
            self.cells = {}
        elif element == "rPh":
            self.spoken = False

    def text(self, text: str) -> None:
        """Keep a piece of a cell's text."""
        if self.reading:
            self.pieces.append(text)

    def _start_row(self, attributes: Attributes) -> None:
        given = attributes.get("r")
        self.row = whole(given) if given else self.row + 1
        if self.row < 1:
            raise self.sheet.error(
                1, 0, f"there is no row '{short(given or '', 20)}'", "save it again in a spreadsheet"
            )
        self.column = -1
        if is_true(attributes.get("hidden")):
            self.sheet.hidden_rows.append(self.row)

    def _start_cell(self, attributes: Attributes) -> None:
        self.attributes, self.pieces, self.formula, self.in_cell = attributes, [], False, True
        if reference := attributes.get("r"):
            row, self.column = self._place(reference)
            if row != self.row:
                raise self.sheet.error(self.row, self.column, f"the cell {reference[:20]} is in another row")
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
                    return self._text(unescaped(stored))
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
        if kind == numbers.CURRENCY:
            self.sheet.tell(MONEY, self.row, self.column)
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
        at = whole(style) if style else 0
        return self.kinds[at] if 0 <= at < len(self.kinds) else numbers.NUMBER

    def _merge(self, attributes: Attributes) -> None:
        first, _, last = attributes.get("ref", "").partition(":")
        (top, left), (bottom, right) = self._place(first), self._place(last or first)
        self.sheet.merged.append((min(top, bottom), min(left, right), max(top, bottom), max(left, right)))

    def _columns(self, attributes: Attributes) -> None:
        if is_true(attributes.get("hidden")):
            first, last = whole(attributes.get("min")), whole(attributes.get("max"))
            self.sheet.hidden_columns.append((max(first, 1) - 1, last - 1))


class _Locals(dict[str, str]):
    """A cache of elements' names without their namespace, since strict and transitional files have different
    namespaces."""

    def __missing__(self, name: str) -> str:
        bare = name.rpartition(" ")[2]
        if len(self) < 10_000:
            self[name] = bare
        return bare


local = _Locals().__getitem__
"""An element's name without its namespace."""


def is_true(value: str | None) -> bool:
    """Whether a boolean attribute is true."""
    return value is not None and value.strip().lower() in ("1", "true", "on")


def whole(value: str | None) -> int:
    """The text as a whole number of at most nine digits; -1 if it is none."""
    return int(value) if value and value.isascii() and value.isdigit() and len(value) < 10 else -1


def _index(stored: str) -> int:
    """An index of a list; raises `ValueError` for a text that is none, or is negative."""
    if (place := int(stored)) < 0:
        raise ValueError(stored)
    return place


def unescaped(text: str) -> str:
    """The text with escapes such as `_x000D_`, for characters that XML cannot have, replaced (ECMA-376 part 1
    §22.9.2.19).

    >>> unescaped("a_x000D_b"), unescaped("_x005F_x000D_")
    ('a\\rb', '_x000D_')
    """
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text
