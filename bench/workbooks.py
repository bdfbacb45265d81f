"""CPU seconds and memory of writing and reading a workbook: workbooks.py [ROWS [COLUMNS]].

Each measurement runs in a process of its own. Cells are texts, numbers, dates, moments and truth values; the first
sheet has a drop-down list and a comment. For comparison openpyxl, which the tests install, reads the XLSX file:
completely (`full`), and row by row (`rows`), in which case it reports neither merged nor hidden cells.
"""

import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import openpyxl

from kgraph.workbooks import Cell, OutSheet, read_book, write_book

_WORDS = ("the", "office", "counted", "persons", "displaced", "by", "flood", "in", "town", "where", "river", "rose")


def sheets(rows: int, columns: int) -> list[OutSheet]:
    """Made data: equal for equal sizes."""
    chance = random.Random(1)  # noqa: S311 - made data
    cells = [[_cell(chance, row, column % 8) for column in range(columns)] for row in range(rows)]
    headings = tuple(f"column {column}" for column in range(columns))
    claims = OutSheet("claims", headings, cells, choices={5: "kinds"}, notes={0: "A note."})
    return [claims, OutSheet("words", ("kinds",), [("certain",), ("probable",)])]


def _cell(chance: random.Random, row: int, kind: int) -> Cell:
    several: list[Callable[[], Cell]] = [
        lambda: f"c{row}",
        lambda: " ".join(chance.choices(_WORDS, k=12)),
        lambda: Decimal(chance.randint(1, 10**6)).scaleb(-2),
        lambda: date(2031, 1, 1) + timedelta(days=chance.randint(0, 300)),
        lambda: datetime(2031, 1, 1, 5, 30) + timedelta(minutes=chance.randint(0, 300_000)),
        lambda: chance.choice(("certain", "probable")),
        lambda: chance.random() < 0.5,
        lambda: " ".join(chance.choices(_WORDS, k=3)),
    ]
    return several[kind]()


def _full(path: Path) -> None:
    book = openpyxl.load_workbook(path, data_only=True)
    _shown = [cell.number_format for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]


def _rows(path: Path) -> None:
    book = openpyxl.load_workbook(path, data_only=True, read_only=True)
    _shown = [
        cell.number_format for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.value
    ]


READERS: dict[str, Callable[[Path], object]] = {"read": read_book, "full": _full, "rows": _rows}


def done(what: str, path: Path, rows: int, columns: int) -> str:
    """Do one thing with a file; returns the measurements in words."""
    made = sheets(rows, columns) if what == "write" else []
    before = time.process_time()
    if made:
        write_book(path, made)
    else:
        READERS[what](path)
    taken, most = time.process_time() - before, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return f"{taken:8.1f} s {most:6.0f} MB {path.stat().st_size / 1e6:6.1f} MB on disk"


def main(rows: int = 10_000, columns: int = 40) -> None:
    """Print a table of all formats and readers."""
    with tempfile.TemporaryDirectory() as place:
        for form, whats in (("xlsx", ("write", "read", "full", "rows")), ("ods", ("write", "read"))):
            path = Path(place) / f"claims.{form}"
            for what in whats:
                told = [sys.executable, __file__, "--do", what, str(path), str(rows), str(columns)]
                said = subprocess.run(told, check=True, capture_output=True, text=True).stdout.rstrip()
                by = "openpyxl, " if what in ("full", "rows") else ""
                print(f"{form:5}{by + what:16}{said}", flush=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--do"]:
        print(done(sys.argv[2], Path(sys.argv[3]), int(sys.argv[4]), int(sys.argv[5])))
    else:
        main(*[int(word) for word in sys.argv[1:]])
