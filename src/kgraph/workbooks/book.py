"""Reading a workbook as values: `read_book` finds a file's format by its content."""

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from kgraph.errors import DataError
from kgraph.listing import check_file
from kgraph.workbooks.foreign import refuse_foreign, refuse_package
from kgraph.workbooks.ods import read_ods
from kgraph.workbooks.packages import Package
from kgraph.workbooks.separated import read_separated
from kgraph.workbooks.values import Book, Cell, Remark, Row, Sheet, cell_name, clean, shown
from kgraph.workbooks.xlsx import read_xlsx

__all__ = ["Book", "Cell", "Remark", "Row", "Sheet", "beside", "cell_name", "clean", "file_bytes", "read_book", "shown"]

MOST_BYTES = 100_000_000  # the most bytes of a file
_FORMS = {".csv": "csv", ".tsv": "tsv", ".tab": "tsv", ".txt": "csv", ".xlsx": "xlsx", ".xlsm": "xlsx", ".ods": "ods"}
_SAID = {"csv": "CSV", "tsv": "CSV", "xlsx": "XLSX", "ods": "ODS"}


def read_book(path: Path, more: Sequence[str] = ()) -> Book:
    """The sheets of a CSV, TSV, XLSX or ODS file, whose format is found by content; `remarks` lists oddities of
    reading.

    A CSV file has one sheet; `more` names further sheets, whose files are looked for beside it (see `beside`). Nothing
    is run or fetched. Raises `DataError`, with the sheet, the cell and what to do, if the file cannot be read
    completely: it has another format, is damaged, has a password, or exceeds the bounds.
    """
    book = _read(path)
    if book.form not in ("csv", "tsv"):
        return book
    sheets, remarks = list(book.sheets), list(book.remarks)
    for name in more:
        if (other := beside(path, name)).exists():
            further = _read(other)
            sheets += [replace(sheet, name=name) for sheet in further.sheets]
            remarks += [replace(remark, sheet=name) for remark in further.remarks]
    return Book(tuple(sheets), tuple(remarks), book.form)


def beside(path: Path, name: str) -> Path:
    """The path of a further sheet of a CSV or TSV file: `claims.csv` has its documents in `claims.documents.csv`.

    >>> str(beside(Path("a/claims.csv"), "documents"))
    'a/claims.documents.csv'
    """
    return path.with_name(f"{path.stem}.{name}{path.suffix}")


def _read(path: Path) -> Book:
    data = file_bytes(path)
    if not data.strip(b"\0 \t\r\n"):
        raise DataError("this file is empty", path=path, fix="fill in the sheet and save it")
    if data.startswith((b"PK\3\4", b"PK\5\6", b"PK\7\x08")):
        return _with_name(_zipped(path, data), path)
    refuse_foreign(path, data)
    return _with_name(read_separated(path, data), path)


def _zipped(path: Path, data: bytes) -> Book:
    package = Package(path, data)
    if package.has("content.xml") and (package.has("mimetype") or not package.has("[Content_Types].xml")):
        return read_ods(path, package)
    refuse_package(package)
    return read_xlsx(path, package)


def file_bytes(path: Path) -> bytes:
    """The bytes of a file; raises `DataError` if it is larger than the bound, `UsageError` if it does not exist."""
    if os.path.lexists(path):
        check_file(path)
    try:
        if (size := path.stat().st_size) > MOST_BYTES:
            said = f"this file has {size / 1e6:,.0f} MB, and {MOST_BYTES // 1_000_000} MB is the most"
            raise DataError(said, path=path, fix="divide it into several")
        return path.read_bytes()
    except OSError as error:
        raise DataError(f"cannot be read: {error.strerror}", path=path) from error


def _with_name(book: Book, path: Path) -> Book:
    """The book, with a remark if the file's ending does not fit its content."""
    named = _FORMS.get(path.suffix.lower())
    if named is None or _SAID[named] == _SAID[book.form]:
        return book
    remark = Remark(f"this file is {_SAID[book.form]}, although its name ends in {path.suffix}")
    return replace(book, remarks=(remark, *book.remarks))
