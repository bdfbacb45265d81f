"""LibreOffice opens what is written, and what it saves is read again: skipped where it is missing."""

import shutil
import subprocess
import zipfile
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from kgraph.workbooks import Mark, OutSheet, mark, read_book, write_book
from requirements import missing

pytestmark = pytest.mark.slow

SHEETS = [
    OutSheet(
        "claims",
        ("id", "kind", "how sure", "words quoted", "when", "how much"),
        [
            ("c1", "figure", "certain", "=1+1", date(2025, 11, 5), Decimal("40.5")),
            ("007", "post", "a term of one's own", "two\nlines  here", datetime(2025, 11, 5, 14, 30), "85%"),
            ("1e5", "", "", "שלום\t🚤", date(1904, 1, 1), "5/11"),
        ],
        choices={1: "kinds", 2: ["certain", "probable"]},
        notes={0: "Short name.\nUnique within its document."},
        widths={3: 50},
        hidden=frozenset({5}),
    ),
    OutSheet("words", ("kinds",), [("figure",), ("post",)]),
]


@pytest.fixture(scope="module")
def soffice(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    program = shutil.which("soffice")
    if program is None:
        missing("LibreOffice (soffice)")
    return [program, f"-env:UserInstallation=file://{tmp_path_factory.mktemp('profile')}", "--headless"]


def saved(soffice: list[str], path: Path, form: str) -> Path:
    """The file as LibreOffice saves it."""
    out = path.parent / "saved"
    told = [*soffice, "--convert-to", form, "--outdir", str(out), str(path)]
    subprocess.run(told, check=True, capture_output=True, timeout=120)
    return out / f"{path.stem}.{form}"


@pytest.mark.parametrize("form", ["xlsx", "ods"])
@pytest.mark.parametrize("saved_as", ["xlsx", "ods"])
def test_it_opens_and_saves_what_is_written(tmp_path: Path, soffice: list[str], form: str, saved_as: str) -> None:
    (path,) = write_book(tmp_path / f"claims.{form}", SHEETS)
    mine, theirs = read_book(path), read_book(saved(soffice, path, saved_as))
    assert theirs.sheets == mine.sheets
    assert [str(remark) for remark in theirs.remarks] == ["sheet 'claims': hidden columns, read all the same: F"]
    kept = content(soffice, tmp_path / f"saved/claims.{saved_as}")
    assert kept.count("cell-content-is-in-list(") == 2
    assert 'table:message-type="warning"' in kept
    assert "Unique within its document." in kept


def content(soffice: list[str], path: Path) -> str:
    """What LibreOffice makes of a file: the content that it saves as ODS."""
    with zipfile.ZipFile(saved(soffice, path, "ods")) as packed:
        return packed.read("content.xml").decode()


@pytest.mark.parametrize("form", ["xlsx", "ods"])
def test_it_shows_the_marks_of_a_copy(tmp_path: Path, soffice: list[str], form: str) -> None:
    (path,) = write_book(tmp_path / f"claims.{form}", SHEETS)
    out = tmp_path / f"marked.{form}"
    marks = [
        Mark("claims", 2, 4, "which of the two?"),
        Mark("claims", 9, 1, "far below"),
        Mark("words", 2, 2, "beside"),
    ]
    mark(path, marks, out)
    assert read_book(saved(soffice, out, form)).sheets == read_book(path).sheets
    shown = content(soffice, out)
    for one in marks:
        assert shown.count(one.text) == 1
    assert "#ffc7ce" in shown
    assert "Unique within its document." in shown


def test_what_it_exports_as_csv_is_read(tmp_path: Path, soffice: list[str]) -> None:
    (path,) = write_book(tmp_path / "claims.xlsx", SHEETS)
    rows = read_book(saved(soffice, path, "csv")).sheets[0].rows
    assert [row.cells[0] for row in rows] == ["id", "c1", "007", "1e5"]
    assert rows[2].at(3) == "two\nlines  here"
