"""What is written is read again the same, in each form; and equal values give equal bytes."""

import random
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from kgraph.workbooks import Cell, OutSheet, clean, read_book, shown, write_book

FORMS = ("csv", "tsv", "xlsx", "ods")
TEXTS = [
    'he said "half", twice',
    "two\nlines and\n\na third",
    "a\ttab",
    "007",
    "1e5",
    "1E5",
    "=1+1",
    "+1",
    "-x",
    "@user",
    "'quoted'",
    "'=1",
    "two  spaces   and more",
    "_x000D_ and _x005F_",
    "<b>&amp;</b>",
    "]]>",
    "<r>&</r>",
    "<r><t>x</t></r>",
    "ﻣﺮﺣﺒﺎ שלום",
    "\u202eright to left",
    "🚤👩‍🚀",
    "a;b,c|d",
    "sep=;",
    "TRUE",
    "2025-11-05",
    "85%",
    "#REF!",
    "\ufeffmark",
    "x" * 32_767,
    "ﬁ\u00a0n\u200bb\u00ad",
]
VALUES: list[Cell] = [
    *TEXTS,
    Decimal("0"),
    Decimal("-40.25"),
    Decimal("60000"),
    Decimal("0.1"),
    Decimal("123456789012345"),
    True,
    False,
    date(2025, 11, 5),
    date(1900, 3, 1),
    date(9999, 12, 31),
    datetime(2025, 11, 5, 14, 30),
    datetime(2025, 11, 5, 23, 59, 59),
    datetime(2000, 2, 29),
]


def as_read(cell: Cell, form: str) -> Cell:
    """CSV has no types."""
    return shown(cell) if form in ("csv", "tsv") else cell


def same(folder: Path, form: str, headings: tuple[str, ...], rows: list[list[Cell]]) -> None:
    path = folder / f"claims.{form}"
    write_book(path, [OutSheet("claims", headings, rows)])
    book = read_book(path)
    (sheet,) = book.sheets
    assert (book.form, book.remarks, sheet.name) == (form, (), "claims")
    found = {row.number: row.cells for row in sheet.rows}
    written: list[list[Cell]] = [list(headings), *rows]
    for number, cells in enumerate(written, 1):
        wanted = [as_read(cell, form) for cell in cells]
        while wanted and wanted[-1] == "":
            wanted.pop()
        read = list(found.pop(number, ()))
        assert read == wanted
        assert list(map(type, read)) == list(map(type, wanted))
    assert not found


@pytest.mark.parametrize("form", FORMS)
def test_each_value_comes_back(tmp_path: Path, form: str) -> None:
    same(tmp_path, form, ("a", "b"), [["x", value] for value in VALUES] + [[], ["", ""], ["", "last"]])


def letters(chance: random.Random) -> str:
    return clean(
        "".join(chance.choice("aZ09 =+-@'\"\n\t,;|&<>_x%/\u00a0é—שж中🚤\u200f") for _ in range(chance.randrange(30)))
    )


def anything(chance: random.Random) -> Cell:
    day = date(1950, 1, 1) + timedelta(days=chance.randrange(40_000))
    several: list[Cell] = [
        letters(chance),
        letters(chance),
        "",
        Decimal(chance.randrange(-(10**15) + 1, 10**15)).scaleb(-chance.randrange(8)),
        day,
        datetime(day.year, day.month, day.day, chance.randrange(24), chance.randrange(60), chance.randrange(60)),
        chance.random() < 0.5,
    ]
    return chance.choice(several)


@pytest.mark.slow
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("seed", range(50))
def test_anything_comes_back(tmp_path: Path, form: str, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - no secret
    wide = chance.randrange(2, 12)
    rows = [[anything(chance) for _ in range(wide)] for _ in range(chance.randrange(30))]
    same(tmp_path, form, tuple(letters(chance) or f"h{at}" for at in range(wide)), rows)


@pytest.mark.parametrize("form", FORMS)
def test_equal_values_give_equal_bytes(tmp_path: Path, form: str) -> None:
    sheets = [OutSheet("claims", ("a",), [[value] for value in VALUES], notes={0: "a note"})]
    (one,), (other,) = write_book(tmp_path / f"a.{form}", sheets), write_book(tmp_path / f"b.{form}", sheets)
    assert one.read_bytes() == other.read_bytes()


@pytest.mark.parametrize("form", ["xlsx", "ods"])
def test_what_a_form_cannot_hold_is_written_as_text(tmp_path: Path, form: str) -> None:
    long = Decimal("3.14159265358979323846")
    (path,) = write_book(tmp_path / f"claims.{form}", [OutSheet("claims", ("a",), [[long], [date(1890, 1, 1)]])])
    cells = [row.cells[0] for row in read_book(path).sheets[0].rows[1:]]
    assert cells == [str(long), "1890-01-01" if form == "xlsx" else date(1890, 1, 1)]
