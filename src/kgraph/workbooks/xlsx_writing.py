"""Writing XLSX by XlsxWriter, which cuts texts and rows beyond a spreadsheet's limits; `write_book` refuses these
before."""

import io
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from kgraph.workbooks.comments import AUTHOR, box
from kgraph.workbooks.outgoing import OTHER_WORD, OutSheet, as_number, kept_as_typed, listed
from kgraph.workbooks.values import MOST_ROWS, Cell, clean, shown

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

_MADE = datetime(1980, 1, 1)  # always the same, so that equal values give equal bytes
_FIRST_DAY = date(1900, 3, 1)  # programs count earlier days differently, so these are written as text
_AS_TEXT = 49  # the format "@"
_TOP: dict[str, object] = {"valign": "top"}
_TEXT = _TOP | {"text_wrap": True}
_LOOKS: dict[str, dict[str, object]] = {
    "heading": _TEXT | {"num_format": _AS_TEXT, "bold": True, "bg_color": "#e7ecf2"},
    "text": _TEXT,
    "as typed": _TEXT | {"num_format": _AS_TEXT, "quote_prefix": True},
    "day": _TOP | {"num_format": r"yyyy\-mm\-dd"},
    "minute": _TOP | {"num_format": r"yyyy\-mm\-dd\ hh:mm"},
    "second": _TOP | {"num_format": r"yyyy\-mm\-dd\ hh:mm:ss"},
    "number": _TOP,
}


def xlsx(sheets: Sequence[OutSheet]) -> bytes:
    """A workbook of the sheets; raises `ValueError` for a list of choices that is missing or too long."""
    from xlsxwriter import Workbook

    out = io.BytesIO()
    book = Workbook(out, {"in_memory": True})
    book.set_properties({"created": _MADE})
    looks = {name: book.add_format(look) for name, look in _LOOKS.items()}
    for sheet in sheets:
        _Written(book, sheet, looks).write(sheets)
    book.close()
    return out.getvalue()


class _Written:
    """Writes one sheet of a workbook."""

    def __init__(self, book: "Workbook", sheet: OutSheet, looks: dict[str, Any]) -> None:
        self.sheet, self.looks = sheet, looks
        self.out: Worksheet = book.add_worksheet(sheet.name)

    def write(self, sheets: Sequence[OutSheet]) -> None:
        """Write the cells, drop-down lists, notes and widths."""
        sheet = self.sheet
        for column in range(len(sheet.headings)):
            self.out.set_column(column, column, sheet.width(column), None, {"hidden": column in sheet.hidden})
        for row, cells in enumerate(sheet.all_rows()):
            for column, cell in enumerate(cells):
                self._cell(row, column, cell)
        for column, choice in sorted(sheet.choices.items()):
            self.out.data_validation(1, column, MOST_ROWS - 1, column, self._choice(column, choice, sheets))
        for column, note in sheet.notes.items():
            width, height = box(note)
            size = {"width": width * 4 / 3, "height": height * 4 / 3}  # in pixels
            self.out.write_comment(0, column, clean(note), {"author": AUTHOR, **size})
        if sheet.frozen:
            self.out.freeze_panes(1, 0)

    def _cell(self, row: int, column: int, cell: Cell) -> None:
        if isinstance(cell, bool):
            self.out.write_boolean(row, column, cell, self.looks["number"])
        elif isinstance(cell, Decimal) and as_number(cell) is not None:
            self.out.write_number(row, column, cell, self.looks["number"])
        elif isinstance(cell, date) and date(cell.year, cell.month, cell.day) >= _FIRST_DAY:
            self._date(row, column, cell)
        elif text := clean(shown(cell)):
            self._text(row, column, text)

    def _date(self, row: int, column: int, cell: date) -> None:
        look = "day"
        if isinstance(cell, datetime):
            cell = cell.replace(tzinfo=None, microsecond=0)
            look = "second" if cell.second else "minute"
        self.out.write_datetime(row, column, cell, self.looks[look])

    def _text(self, row: int, column: int, text: str) -> None:
        look = self.looks["heading" if not row else "as typed" if kept_as_typed(text) else "text"]
        if text.startswith("<r>"):  # XlsxWriter takes such a text for XML, unless it is given in three pieces or more
            self.out.write_rich_string(row, column, *text[:2], text[2:], look)
        else:
            self.out.write_string(row, column, text, look)

    def _choice(self, column: int, choice: Sequence[str] | str, sheets: Sequence[OutSheet]) -> dict[str, object]:
        return {
            "validate": "list",
            "source": _source(choice, sheets),
            "error_type": "warning",
            "error_message": OTHER_WORD,
            "show_error": column not in self.sheet.open,
        }


def _source(choice: Sequence[str] | str, sheets: Sequence[OutSheet]) -> str | list[str]:
    if isinstance(choice, str):
        column, last = listed(sheets, choice)
        return f"=words!${column}$2:${column}${last}"
    if len(",".join(choice)) > 255 or any("," in one or '"' in one for one in choice):
        raise ValueError("a list of choices with commas or of more than 255 characters must stand in the sheet 'words'")
    return list(choice)
