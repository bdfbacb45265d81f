"""Reading workbooks, whichever program made them, and writing workbooks that any spreadsheet program opens.

Nothing in a workbook is run or fetched: a formula's cell has its stored value, and macros and links are ignored.

XLSX is written by XlsxWriter. Reading is kgraph's own code, since libraries return other values than a user sees (0.58
for 58 %) or do not limit memory. Writing ODS is too, since odfdo has no drop-down lists and loses line ends.
docs/measurements.md has the figures.
"""

from kgraph.workbooks.book import Book, Cell, Remark, Row, Sheet, cell_name, clean, read_book, shown
from kgraph.workbooks.marking import Mark, mark
from kgraph.workbooks.writing import OutSheet, write_book

__all__ = [
    "Book",
    "Cell",
    "Mark",
    "OutSheet",
    "Remark",
    "Row",
    "Sheet",
    "cell_name",
    "clean",
    "mark",
    "read_book",
    "shown",
    "write_book",
]
