"""Recognising files that are no workbooks in a format that kgraph reads, each with advice on what to do."""

import re
from pathlib import Path

from kgraph.errors import DataError
from kgraph.workbooks.packages import Package, locked

SAVE = "open it in a spreadsheet, and save it as XLSX, ODS or CSV"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # Excel's files before 2007, and later ones with a password
_COPY = "copy the table into a spreadsheet, and save that as XLSX, ODS or CSV"
_BEGINNINGS = (
    (b"%PDF", "this is a PDF", _COPY),
    (b"{\\rtf", "this is a text document (RTF)", _COPY),
    (b"\x1f\x8b", "this file is packed (gzip)", "unpack it, and give what is in it"),
    (b"7z\xbc\xaf", "this file is packed (7z)", "unpack it, and give what is in it"),
    (b"Rar!", "this file is packed (RAR)", "unpack it, and give what is in it"),
    (b"BZh", "this file is packed (bzip2)", "unpack it, and give what is in it"),
    (b"\xfd7zXZ", "this file is packed (xz)", "unpack it, and give what is in it"),
    (b"\x89PNG", "this is a picture", "type the table into a spreadsheet"),
    (b"\xff\xd8\xff", "this is a picture", "type the table into a spreadsheet"),
    (b"GIF8", "this is a picture", "type the table into a spreadsheet"),
    (b"SQLite format 3", "this is a database (SQLite)", "export its table as CSV"),
    (b"PAR1", "this is a Parquet file", "export its table as CSV"),
)
_ELEMENTS = (
    (rb"office:document\b", "this is a flat OpenDocument file"),
    (rb"(?:\w+:)?Workbook\b", "this is a workbook of Excel 2003 (XML)"),
    (rb"(?:html|table|head|body|meta|div)\b", "this is a web page, whatever its name says"),
)
_FOLDERS = (
    ("word/document.xml", "this is a text document (Word)", _COPY),
    ("ppt/presentation.xml", "this is a presentation", _COPY),
    ("xl/workbook.bin", "this is a binary workbook of Excel (XLSB)", SAVE),
    ("Index/Document.iwa", "this is a file of Numbers", "export it as Excel or CSV, and give that"),
    ("Index.zip", "this is a file of Numbers", "export it as Excel or CSV, and give that"),
)


def refuse_foreign(path: Path, data: bytes) -> None:
    """Raise `DataError` for a file that is no text table."""
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise locked(path)
        raise DataError("this is a workbook of Excel before 2007 (XLS)", path=path, fix=SAVE)
    for beginning, what, fix in _BEGINNINGS:
        if data.startswith(beginning):
            raise DataError(what, path=path, fix=fix)
    begin = data.removeprefix(b"\xef\xbb\xbf")[:5000].lstrip()
    if begin.startswith(b"<"):
        for element, what in _ELEMENTS:
            if re.search(rb"<" + element, begin, re.IGNORECASE):
                raise DataError(what, path=path, fix=SAVE)
        if begin.startswith(b"<?xml"):
            raise DataError("this is XML, and no table", path=path, fix=SAVE)


def refuse_package(package: Package) -> None:
    """Raise `DataError` for a zip file that is no workbook."""
    for part, what, fix in _FOLDERS:
        if package.has(part):
            raise DataError(what, path=package.path, fix=fix)
    if not package.has("xl") and not package.has("[Content_Types].xml"):
        inside = [name for name in package.names() if name.endswith((".csv", ".tsv", ".xlsx", ".ods"))]
        fix = "unpack it, and give what is in it" if inside else SAVE
        raise DataError("this is a zipped folder, and no workbook", path=package.path, fix=fix)
