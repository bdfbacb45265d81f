"""CSV and TSV: read whoever wrote them, and written so that nothing in them runs."""

from decimal import Decimal
from pathlib import Path

import pytest

from kgraph.errors import DataError, UsageError
from kgraph.workbooks import OutSheet, Row, read_book, write_book


def read(folder: Path, data: bytes, name: str = "claims.csv") -> tuple[tuple[Row, ...], list[str]]:
    path = folder / name
    path.write_bytes(data)
    book = read_book(path)
    (sheet,) = book.sheets
    assert sheet.name == "claims"
    return sheet.rows, [str(remark) for remark in book.remarks]


def test_rows_have_the_numbers_that_a_spreadsheet_shows(tmp_path: Path) -> None:
    data = 'id;words\r\n\r\n;;;\r\n c1 ;"two\r\nlines"\r\n\xa0c2\xa0;x;;\r\n'.encode()
    assert read(tmp_path, data)[0] == (Row(1, ("id", "words")), Row(4, ("c1", "two\nlines")), Row(5, ("c2", "x")))
    assert read(tmp_path, b"sep=|\r\nid|x\r\nc1|y,z\r\n")[0] == (Row(1, ("id", "x")), Row(2, ("c1", "y,z")))


def test_a_guessed_encoding_is_told(tmp_path: Path) -> None:
    rows, remarks = read(tmp_path, "хто,де\nміністр,Покровськ\n".encode("cp1251"))
    assert rows[1] == Row(2, ("міністр", "Покровськ"))
    assert remarks == [
        "the encoding is a guess: Windows-1251, as in 'хто'; if letters are wrong, save the file as UTF-8"
    ]
    assert read(tmp_path, "хто\tде\n".encode("utf-16"), "claims.txt") == ((Row(1, ("хто", "де")),), [])


def test_a_name_that_says_another_form_is_told(tmp_path: Path) -> None:
    assert read(tmp_path, b"a,b\n", "claims.xlsx") == (
        (Row(1, ("a", "b")),),
        ["this file is CSV, although its name ends in .xlsx"],
    )


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "claims.csv: this file is empty; fill in"),
        (b" \r\n\t", "claims.csv: this file is empty; fill in"),
        (b'a\n"b', "claims.csv:2: row 2: a cell that begins with a quotation mark has no closing one; open"),
        (b"a,b\n" + b"x" * 32_768, "claims.csv:2: row 2: a cell has more than 32,767 characters; open"),
        (b"a" + b"," * 16_384 + b"b", "claims.csv:1: row 1 has more than 16,384 columns"),
        (b"a\0b", "claims.csv: this is no table: it holds null characters; save the sheet as"),
    ],
)
def test_one_line_says_what_is_wrong(tmp_path: Path, data: bytes, said: str) -> None:
    with pytest.raises(DataError) as caught:
        read(tmp_path, data)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_too_many_cells(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"claims\.csv:1001: the table has more than 1,000,000 cells; divide it"):
        read(tmp_path, (b"a" + b",b" * 999 + b"\n") * 1001)


def test_formulas_are_texts_and_come_back_as_they_were(tmp_path: Path) -> None:
    path = tmp_path / "claims.csv"
    texts = ("=1+1", "+1", "-5", "- he said", "@x", "＝1", "'=1", "a=1", "+48.5", "-5%")
    write_book(path, [OutSheet("claims", ("words",), [(text,) for text in texts])])
    assert [row.cells[0] for row in read_book(path).sheets[0].rows[1:]] == list(texts)
    lines = path.read_bytes().decode().split("\r\n")
    assert lines == [
        "words",
        "\xa0=1+1",
        "+1",
        "-5",
        "\xa0- he said",
        "\xa0@x",
        "\xa0＝1",
        "'=1",
        "a=1",
        "+48.5",
        "-5%",
        "",
    ]


def test_several_sheets_stand_beside_each_other(tmp_path: Path) -> None:
    path = tmp_path / "claims.tsv"
    sheets = [OutSheet("claims", ("a", "b"), [(Decimal(1), True)]), OutSheet("documents", ("c",), [("x",)])]
    assert write_book(path, sheets, bom=True) == [path, tmp_path / "claims.documents.tsv"]
    assert path.read_bytes() == "\ufeffa\tb\r\n1\tTRUE\r\n".encode()
    book = read_book(path, ["documents", "things"])
    assert [(sheet.name, len(sheet.rows)) for sheet in book.sheets] == [("claims", 2), ("documents", 2)]
    assert book.form == "tsv"
    assert book.sheet(" Documents") is book.sheets[1]
    assert [sheet.name for sheet in read_book(path).sheets] == ["claims"]


def test_what_cannot_be_written_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="a sheet is written as"):
        write_book(tmp_path / "claims.doc", [OutSheet("claims", ("a",))])
    with pytest.raises(UsageError, match="row 2 of sheet 'claims' has more than 32,767 characters in column 'a'"):
        write_book(tmp_path / "claims.csv", [OutSheet("claims", ("a",), [("x" * 32_768,)])])
    with pytest.raises(UsageError, match="has more than 32,767 characters in column 'a'"):  # for a spreadsheet
        write_book(tmp_path / "claims.xlsx", [OutSheet("claims", ("a",), [("🚤" * 16_384,)])])
    for form in ("xlsx", "ods"):
        with pytest.raises(UsageError, match=r"1,048,576 rows, and 1,048,575 below the headings are the most; .*\.csv"):
            write_book(tmp_path / f"claims.{form}", [OutSheet("claims", ("a",), [()] * 1_048_576)])
    assert list(tmp_path.iterdir()) == []
