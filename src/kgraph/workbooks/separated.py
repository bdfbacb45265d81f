"""Reading CSV and TSV: each file is one sheet, whose cells are texts."""

from pathlib import Path

from kgraph import delimited
from kgraph.errors import DataError
from kgraph.workbooks.values import (
    MOST_CELLS,
    MOST_CHARACTERS,
    MOST_COLUMNS,
    TO_MEND,
    Book,
    Cell,
    Remark,
    Row,
    Sheet,
    clean,
    trimmed,
)

_QUOTES = "open the file in a spreadsheet, look at this row, and save it again"


def read_separated(path: Path, data: bytes) -> Book:
    """The one sheet of a file of separated values; raises `DataError` with the line of the file."""
    try:
        text, guess = delimited.decoded(data)
    except delimited.NoText as error:
        fix = "save the sheet as XLSX, ODS, or CSV in UTF-8"
        raise DataError(f"this is no table: {error}", path=path, fix=fix) from error
    mark, text = delimited.delimiter(text, tabs=path.suffix.lower() in (".tsv", ".tab"))
    rows = _rows(path, text, mark)
    said = "the encoding is a guess: {}; if letters are wrong, save the file as UTF-8"
    remarks = (Remark(said.format(guess)),) if guess else ()
    return Book((Sheet(path.stem, rows),), remarks, "tsv" if mark == "\t" else "csv")


def _rows(path: Path, text: str, mark: str) -> tuple[Row, ...]:
    rows: list[Row] = []
    count, wide = 0, MOST_COLUMNS
    try:
        for number, line, cells in delimited.lines(text, mark, MOST_CHARACTERS):
            kept: tuple[Cell, ...] = trimmed(map(clean, cells))
            if len(kept) > MOST_COLUMNS:
                raise DataError(f"row {number} has more than {MOST_COLUMNS:,} columns", path=path, line=line)
            if not rows and TO_MEND in kept:
                wide = kept.index(TO_MEND)
            if not (kept := trimmed(kept[:wide])):
                continue
            count += len(kept)
            if count > MOST_CELLS:
                raise DataError(f"the table has more than {MOST_CELLS:,} cells", path=path, line=line, fix="divide it")
            rows.append(Row(number, kept))
    except delimited.NoTable as error:
        raise DataError(f"row {error.number}: {error}", path=path, line=error.line, fix=_QUOTES) from error
    return tuple(rows)
