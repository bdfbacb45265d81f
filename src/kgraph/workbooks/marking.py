"""Copying a user's workbook with a red background and a comment in each cell that must be corrected.

XLSX and ODS are edited in their bytes, since a library writes only the parts that it knows. Of a workbook with 33 parts
openpyxl left 5 unchanged, and lost three of four pictures, the text box, sparklines, and Excel 2010's data bars; kgraph
changes 4 parts and leaves 29 unchanged (docs/measurements.md).
"""

import csv
import io
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kgraph import delimited
from kgraph.disk import replace_file
from kgraph.errors import DataError, UsageError
from kgraph.workbooks.book import beside, file_bytes, read_book
from kgraph.workbooks.comments import Comments
from kgraph.workbooks.ods_marking import marked_ods
from kgraph.workbooks.packages import Package
from kgraph.workbooks.splicing import CannotSplice
from kgraph.workbooks.values import MOST_CHARACTERS, TO_MEND, column_name
from kgraph.workbooks.xlsx_marking import marked_xlsx


@dataclass(frozen=True, slots=True)
class Mark:
    """A comment for a cell: the sheet's name, the row counted from 1, the column counted from 0, and the text."""

    sheet: str
    row: int
    column: int
    text: str


def mark(path: Path, marks: Sequence[Mark], out: Path) -> list[Path]:
    """Copy a workbook with a comment and a red background at each mark; returns the written files.

    Everything else in XLSX and ODS is unchanged. CSV and TSV get a last column, `to mend`, which names the cells; if a
    table has several files (see `read_book`), those with marks are copied. Raises `UsageError` if `out` has another
    ending than `path` or is the same file, `DataError` if the file cannot be read or marked.
    """
    if out.suffix.lower() != path.suffix.lower():
        raise UsageError(f"{out}: a marked copy is of the same form; let its name end in {path.suffix}")
    if out.exists() and out.samefile(path):
        raise UsageError(f"{out}: this is the file itself; give the copy another name")
    book = read_book(path)
    if book.form in ("csv", "tsv"):
        return _mark_separated(path, marks, out)
    package = Package(path, file_bytes(path))
    known = {sheet.name for sheet in book.sheets}
    if strange := next((one.sheet for one in marks if one.sheet not in known), None):
        raise UsageError(f"{path}: it has no sheet called '{strange}'")
    try:
        content = (marked_xlsx if book.form == "xlsx" else marked_ods)(package, _by_sheet(marks))
    except (CannotSplice, LookupError, ValueError, StopIteration) as error:
        fix = "open it in a spreadsheet and save it again, and mark that"
        raise DataError("this workbook cannot be marked", path=path, fix=fix) from error
    replace_file(out, content)
    return [out]


def _by_sheet(marks: Sequence[Mark]) -> dict[str, Comments]:
    found: dict[str, dict[tuple[int, int], str]] = defaultdict(dict)
    for one in marks:
        place = one.row, one.column
        before = found[one.sheet].get(place)
        found[one.sheet][place] = f"{before}\n{one.text}"[:MOST_CHARACTERS] if before else one.text
    return dict(found)


def _mark_separated(path: Path, marks: Sequence[Mark], out: Path) -> list[Path]:
    files = {path.stem: (path, out)}
    written = []
    for sheet, comments in _by_sheet(marks).items():
        source, target = files.get(sheet) or (beside(path, sheet), beside(out, sheet))
        replace_file(target, _marked_text(source, comments))
        written.append(target)
    return written


def _marked_text(path: Path, comments: Comments) -> bytes:
    data = file_bytes(path)
    text = delimited.decoded(data).text
    mark, table = delimited.delimiter(text, tabs=path.suffix.lower() in (".tsv", ".tab"))
    rows = [(line.number, line.cells) for line in delimited.lines(table, mark, MOST_CHARACTERS)]
    head = next(number for number, cells in rows if any(cells))
    old = next(
        (at for number, cells in rows if number == head for at, cell in enumerate(cells) if cell == TO_MEND), None
    )
    wide = max(len(cells) for _, cells in rows) if old is None else old
    said: dict[int, list[str]] = defaultdict(list)
    for (row, column), what in sorted(comments.items()):
        said[row].append(f"{column_name(column)}: {what}")
    out = io.StringIO(newline="")
    out.write(text[: len(text) - len(table)])  # the line `sep=;`, which declares the delimiter
    writer = csv.writer(out, delimiter=mark, lineterminator="\r\n" if "\r\n" in text else "\n")
    for number, cells in rows:
        last = TO_MEND if number == head else "\n".join(said[number])
        kept = cells[:wide]
        writer.writerow([*kept, *[""] * (wide - len(kept)), re.sub(r"\r\n?", "\n", last)] if cells else [])
    # a file that is not UTF-8 is from a spreadsheet program that recognises UTF-8 only by the byte order mark
    utf8 = not data.startswith(b"\xef\xbb\xbf") and data == text.encode("utf-8", "replace")
    return (b"" if utf8 else b"\xef\xbb\xbf") + out.getvalue().encode()
