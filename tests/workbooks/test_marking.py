"""A marked copy: what is to be mended is red and says why, and all else is as it was."""

import io
import re
import struct
import zipfile
import zlib
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.table import Table

from kgraph.errors import DataError, UsageError
from kgraph.workbooks import Mark, OutSheet, Row, Sheet, mark, read_book, write_book

SHEETS = [
    OutSheet(
        "claims",
        ("id", "words", "when"),
        [("c1", "=1+1", date(2025, 11, 5)), (), ("c2", "two\nlines", Decimal(4))],
        notes={1: "The words & their <place>"},
        choices={0: ["c1", "c2"]},
    ),
    OutSheet("documents", ("id",), [("d1",)]),
]
MARKS = [
    Mark("claims", 2, 1, "these words & <others>\nstand nowhere"),
    Mark("claims", 2, 1, "and twice"),
    Mark("claims", 3, 1, "an empty row"),
    Mark("claims", 4, 7, "beyond the last column"),
    Mark("claims", 9, 0, "below the last row"),
    Mark("claims", 1, 1, "a heading with a note"),
    Mark("documents", 2, 0, "no such file"),
]


def comments(path: Path) -> dict[str, list[str]]:
    """The texts of comments, by part."""
    with zipfile.ZipFile(path) as packed:
        parts = {name: packed.read(name).decode() for name in packed.namelist()}
    wanted = {"xlsx": ("comments", "comment"), "ods": ("content.xml", "office:annotation")}
    part, element = wanted[path.suffix[1:]]
    return {
        name: [
            "".join(re.findall(r">([^<]+)", one)).strip()
            for one in re.findall(rf"<{element} .*?</{element}>", content, re.DOTALL)
        ]
        for name, content in parts.items()
        if part in name
    }


@pytest.mark.parametrize("form", ["xlsx", "ods"])
def test_all_else_is_as_it_was(tmp_path: Path, form: str) -> None:
    path, out = tmp_path / f"a.{form}", tmp_path / f"b.{form}"
    write_book(path, SHEETS)
    before = path.read_bytes()
    assert mark(path, MARKS, out) == [out]
    assert path.read_bytes() == before
    assert read_book(out) == read_book(path)
    said = [text for texts in comments(out).values() for text in texts]
    assert len(said) == 6
    joined = "\n".join(said)
    for text in ("these words &amp; &lt;others&gt;", "and twice", "an empty row", "beyond", "below", "no such file"):
        assert text in joined
    (heading,) = [text for text in said if "a heading with a note" in text]
    assert heading.startswith("The words &amp; their &lt;place&gt;")


@pytest.mark.parametrize("form", ["xlsx", "ods"])
def test_a_marked_copy_can_be_marked_again(tmp_path: Path, form: str) -> None:
    path, out, again = (tmp_path / f"{name}.{form}" for name in "abc")
    write_book(path, SHEETS)
    mark(path, MARKS, out)
    mark(out, MARKS[:1], again)
    assert read_book(again) == read_book(path)
    assert sum(map(len, comments(again).values())) == 6


@pytest.mark.parametrize("form", ["xlsx", "ods"])
def test_red_cells_keep_their_format(tmp_path: Path, form: str) -> None:
    path, out = tmp_path / f"a.{form}", tmp_path / f"b.{form}"
    write_book(path, SHEETS)
    mark(path, [Mark("claims", 2, 2, "which year?")], out)
    assert read_book(out).sheets[0].rows[1].at(2) == date(2025, 11, 5)
    with zipfile.ZipFile(out) as packed:
        style = packed.read("xl/styles.xml" if form == "xlsx" else "content.xml").decode()
    if form == "xlsx":
        assert re.search(r'<xf numFmtId="164"[^>]* fillId="3"', style)
        assert style.count("FFFFC7CE") == 1
    else:
        assert re.search(
            r'style:data-style-name="day" style:name="kgraph-mark-0"><style:table-cell-prop[^>]*#ffc7ce', style
        )


def test_one_cell_of_many_equal_ones(tmp_path: Path) -> None:
    path, out = tmp_path / "a.ods", tmp_path / "b.ods"
    write_book(path, [OutSheet("claims", ("a", "b"), [("x", "y")])])
    with zipfile.ZipFile(path) as packed:
        parts = {name: packed.read(name).decode() for name in packed.namelist()}
    cell = '<table:table-cell table:number-columns-repeated="5" office:value-type="string"><text:p>z</text:p>'
    row = f'<table:table-row table:number-rows-repeated="4">{cell}</table:table-cell></table:table-row></table:table>'
    parts["content.xml"] = parts["content.xml"].replace("</table:table>", row, 1)
    with zipfile.ZipFile(path, "w") as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    mark(path, [Mark("claims", 4, 2, "this one"), Mark("claims", 4, 4, "and this"), Mark("claims", 5, 0, "that")], out)
    assert read_book(out) == read_book(path)
    assert len(read_book(out).sheets[0].rows) == 6
    assert sum(map(len, comments(out).values())) == 3


@pytest.mark.parametrize(("name", "delimiter"), [("claims.csv", ";"), ("claims.tsv", "\t"), ("claims.csv", ",")])
def test_csv_gets_a_last_column(tmp_path: Path, name: str, delimiter: str) -> None:
    path, out = tmp_path / name, tmp_path / f"out{path_suffix(name)}"
    path.write_bytes("id;when\r\nc1;5/11\r\n\r\nc2;;x\r\n".replace(";", delimiter).encode())
    mark(
        path, [Mark("claims", 2, 1, "which is it?"), Mark("claims", 2, 0, "twice"), Mark("claims", 4, 2, "what?")], out
    )
    wanted = 'id;when;;to mend\r\nc1;5/11;;"A: twice\nB: which is it?"\r\n\r\nc2;;x;C: what?\r\n'
    assert out.read_bytes() == wanted.replace(";", delimiter).encode()
    assert read_book(out).sheets[0].rows == read_book(path).sheets[0].rows
    again = tmp_path / f"again{path_suffix(name)}"
    mark(out, [Mark("out", 4, 2, "still?")], again)
    assert again.read_bytes().decode().count("to mend") == 1
    assert b"which is it" not in again.read_bytes()


def path_suffix(name: str) -> str:
    return Path(name).suffix


def test_further_files_of_csv_are_marked_too(tmp_path: Path) -> None:
    path = tmp_path / "claims.csv"
    write_book(path, SHEETS)
    written = mark(path, [Mark("documents", 2, 0, "no such file")], tmp_path / "marked.csv")
    assert written == [tmp_path / "marked.documents.csv"]
    assert written[0].read_bytes() == b"id,to mend\r\nd1,A: no such file\r\n"
    assert read_book(written[0]).sheets == (Sheet("marked.documents", (Row(1, ("id",)), Row(2, ("d1",)))),)


def test_a_guessed_encoding_becomes_utf_8(tmp_path: Path) -> None:
    path, out = tmp_path / "a.csv", tmp_path / "b.csv"
    path.write_bytes("sep=;\nхто;де\nміністр;місто\n".encode("cp1251"))
    mark(path, [Mark("a", 2, 0, "хто це?")], out)
    assert out.read_bytes().decode() == "\ufeffsep=;\nхто;де;to mend\nміністр;місто;A: хто це?\n"


def test_what_cannot_be_marked(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_book(path, SHEETS)
    with pytest.raises(UsageError, match=r"let its name end in \.xlsx"):
        mark(path, MARKS, tmp_path / "b.ods")
    with pytest.raises(UsageError, match="this is the file itself"):
        mark(path, MARKS, path)
    with pytest.raises(UsageError, match="it has no sheet called 'others'"):
        mark(path, [Mark("others", 1, 0, "x")], tmp_path / "b.xlsx")
    with zipfile.ZipFile(path) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    parts["xl/styles.xml"] = parts["xl/styles.xml"].decode().replace("UTF-8", "utf-16").encode("utf-16")
    with zipfile.ZipFile(path, "w") as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    assert len(read_book(path).sheets) == 2
    with pytest.raises(DataError, match="cannot be marked; open it in a spreadsheet and save it again"):
        mark(path, MARKS, tmp_path / "b.xlsx")
    assert [file.name for file in tmp_path.iterdir()] == ["a.xlsx"]


def test_what_nobody_here_knows_stays_byte_for_byte(tmp_path: Path) -> None:
    path, out = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (["id", "n"], ["c1", 1], ["c2", 2]):
        sheet.append(row)
    sheet["A1"].comment = Comment("theirs", "somebody")
    sheet["B2"].fill = PatternFill("solid", fgColor="FF00FF00")
    sheet["B2"].number_format = "0.0%"
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=2, min_row=1, max_row=3))
    sheet.add_chart(chart, "D2")
    sheet.add_table(Table(displayName="Claims", ref="A1:B3"))
    sheet.conditional_formatting.add("B2:B3", FormulaRule(["B2>1"], font=Font(bold=True)))  # type: ignore[no-untyped-call]
    book.create_sheet("other").append(["x"])
    book.save(path)
    mark(path, [Mark("Sheet", 2, 1, "mine"), Mark("Sheet", 1, 0, "too"), Mark("other", 3, 3, "below")], out)
    with zipfile.ZipFile(path) as before, zipfile.ZipFile(out) as after:
        changed = {name for name in before.namelist() if before.read(name) != after.read(name)}
        fresh = set(after.namelist()) - set(before.namelist())
    assert changed == {
        "[Content_Types].xml",
        "xl/styles.xml",
        "xl/worksheets/sheet1.xml",
        "xl/worksheets/sheet2.xml",
        "xl/comments/comment1.xml",
        next(name for name in changed if name.endswith(".vml")),
    }
    assert fresh == {
        "xl/commentskgraph2.xml",
        "xl/drawings/vmldrawingkgraph2.vml",
        "xl/worksheets/_rels/sheet2.xml.rels",
    }
    again = openpyxl.load_workbook(out)["Sheet"]
    texts = {name: again[name].comment for name in ("A1", "B2")}
    assert {name: comment and comment.text for name, comment in texts.items()} == {"A1": "theirs\ntoo", "B2": "mine"}
    assert (again["B2"].fill.fgColor.rgb, again["B2"].number_format) == ("FFFFC7CE", "0.0%")
    assert again["B3"].fill.fgColor.rgb == "00000000"


def picture() -> io.BytesIO:
    """A PNG of one dot."""
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(bytes(4))),
        (b"IEND", b""),
    )
    said = (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )
    return io.BytesIO(b"\x89PNG\r\n\x1a\n" + b"".join(said))


def test_pictures_boxes_and_macros_stay(tmp_path: Path) -> None:
    from xlsxwriter import Workbook

    path, out = tmp_path / "a.xlsm", tmp_path / "b.xlsm"
    (tmp_path / "macros.bin").write_bytes(b"macros")
    book = Workbook(path)
    book.add_vba_project(str(tmp_path / "macros.bin"))
    sheet = book.add_worksheet("claims")
    for row, cells in enumerate((["id", "n"], ["c1", 1], ["c2", 2])):
        sheet.write_row(row, 0, cells)
    sheet.insert_image("E2", "a.png", {"image_data": picture()})
    sheet.embed_image("F2", "b.png", {"image_data": picture()})
    sheet.set_background(picture())
    sheet.set_header("&L&G", {"image_left": "c.png", "image_data_left": picture()})
    sheet.insert_textbox("G2", "a box")
    sheet.add_sparkline("D2", {"range": "claims!B2:B3"})
    sheet.conditional_format("B2:B3", {"type": "data_bar", "data_bar_2010": True})
    sheet.ignore_errors({"number_stored_as_text": "A1:A9"})
    sheet.write_comment("A2", "theirs")
    book.close()
    mark(path, [Mark("claims", 3, 1, "mine")], out)
    with zipfile.ZipFile(path) as before, zipfile.ZipFile(out) as after:
        assert before.namelist() == after.namelist()
        changed = {name for name in before.namelist() if before.read(name) != after.read(name)}
        old, new = (one.read("xl/worksheets/sheet1.xml") for one in (before, after))
    assert changed == {"xl/worksheets/sheet1.xml", "xl/comments1.xml", "xl/drawings/vmlDrawing1.vml", "xl/styles.xml"}
    assert re.sub(rb' s="1"| spans="[^"]*"', b"", new) == re.sub(rb' s="1"| spans="[^"]*"', b"", old)
