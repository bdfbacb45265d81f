"""Reading workbooks, whichever program made them, and writing workbooks that any spreadsheet program opens.

Nothing in a workbook is run or fetched: formulas give the value that is stored, macros and links are left alone.

XLSX is written by XlsxWriter. Reading is kgraph's own code, since libraries give other values than a person sees (0.58
for 58 %) or keep to no bounds; so is writing ODS, since odfdo knows no drop-downs and loses line ends.
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
