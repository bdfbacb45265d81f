"""Writing a workbook as CSV, TSV, XLSX or ODS, by the file's ending. Equal values give equal bytes.

No cell becomes a formula. In XLSX and ODS texts have the type text. CSV has no types: there a text that a spreadsheet
program would take for a formula (it begins with = + - @ and is no number) gets a no-break space before it. The program
then shows it unchanged, and `read_book` removes white space around a cell, so reading gives the same text.
"""

import csv
import io
import re
from collections.abc import Sequence
from pathlib import Path

from kgraph.disk import replace_file
from kgraph.errors import DataError, UsageError
from kgraph.workbooks.book import beside, read_book
from kgraph.workbooks.ods_writing import ods
from kgraph.workbooks.outgoing import FORMULA, WORDS, OutSheet
from kgraph.workbooks.values import MOST_CHARACTERS, MOST_ROWS, Cell, clean, shown
from kgraph.workbooks.xlsx_writing import xlsx

__all__ = ["WORDS", "OutSheet", "is_as_written", "write_book"]

_NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?%?")


def write_book(path: Path, sheets: Sequence[OutSheet], *, bom: bool = False) -> list[Path]:
    """Write the sheets, replacing existing files only after everything is written; returns the written files.

    XLSX and ODS are one file. A CSV or TSV file has one sheet: the first is written to `path`, further ones beside it
    (`claims.csv`, `claims.documents.csv`: see `beside`). With `bom` they begin with a byte order mark, by which Excel
    recognises UTF-8. Raises `UsageError` for another ending, a text that is too long, more rows than a spreadsheet can
    have, or a path that cannot be written.
    """
    form = path.suffix.lower()
    if form not in (".csv", ".tsv", ".xlsx", ".ods"):
        raise UsageError(f"{path}: a sheet is written as .xlsx, .ods, .csv or .tsv; give the file one of these endings")
    for sheet in sheets:
        _check(path, sheet)
    if form in (".xlsx", ".ods"):
        replace_file(path, xlsx(sheets) if form == ".xlsx" else ods(sheets))
        return [path]
    files = [path, *(beside(path, sheet.name) for sheet in sheets[1:])]
    for file, sheet in zip(files, sheets, strict=True):
        replace_file(file, separated(sheet, "\t" if form == ".tsv" else ",", bom=bom))
    return files


def is_as_written(path: Path) -> bool:
    """Whether a workbook of one sheet is as `write_book` writes it, byte for byte: no other program has saved it."""
    try:
        (sheet,) = read_book(path).sheets
        (header, *rows) = sheet.rows
    except (DataError, ValueError):
        return False
    whole = OutSheet(sheet.name, tuple(map(str, header.cells)), [_padded(row.cells, len(header.cells)) for row in rows])
    return path.read_bytes() == (xlsx if path.suffix.lower() == ".xlsx" else ods)([whole])


def _padded(cells: Sequence[Cell], width: int) -> list[Cell]:
    return [*cells, *[""] * (width - len(cells))]


def separated(sheet: OutSheet, mark: str, *, bom: bool = False) -> bytes:
    """A sheet as CSV (RFC 4180) in UTF-8."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=mark, lineterminator="\r\n")
    for cells in (sheet.headings, *sheet.rows):
        texts = [_harmless(cell) for cell in cells]
        writer.writerow(texts if len(texts) > 1 else texts or [""])
    return (b"\xef\xbb\xbf" if bom else b"") + out.getvalue().encode()


def _harmless(cell: Cell) -> str:
    """A cell in the form for CSV (see the module's docstring).

    >>> [_harmless(cell) for cell in ("=1+1", "-5", "a")]
    ['\\xa0=1+1', '-5', 'a']
    """
    text = clean(shown(cell))
    return f"\xa0{text}" if text.startswith(FORMULA) and not _NUMBER.fullmatch(text) else text


def _check(path: Path, sheet: OutSheet) -> None:
    if len(sheet.rows) >= MOST_ROWS and path.suffix.lower() in (".xlsx", ".ods"):
        most = f"{MOST_ROWS - 1:,} below the headings are the most"
        raise UsageError(f"{path}: sheet '{sheet.name}' has {len(sheet.rows):,} rows, and {most}; write it as .csv")
    for number, cells in enumerate(sheet.rows, 2):
        for at, cell in enumerate(cells):
            if isinstance(cell, str) and _units(cell) > MOST_CHARACTERS:
                heading = sheet.headings[at] if at < len(sheet.headings) else at + 1
                said = f"row {number} of sheet '{sheet.name}' has more than {MOST_CHARACTERS:,} characters"
                raise UsageError(f"{path}: {said} in column '{heading}'; shorten it")


def _units(text: str) -> int:
    """The length of a text as spreadsheets count it: one for each 16-bit unit.

    >>> _units("🚤" * 20_000)
    40000
    """
    return len(text) if len(text) <= MOST_CHARACTERS // 2 else len(text.encode("utf-16-le", "surrogatepass")) // 2
