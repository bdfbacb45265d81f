"""Workbooks that cannot be read: each ends in one line that says what is wrong and what to do; nothing is run."""

import random
import re
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from kgraph.errors import DataError, UsageError
from kgraph.workbooks import Cell, OutSheet, packages, read_book, write_book
from spreadsheets import ods_parts, ods_row, packed, relations, xlsx_parts

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
CELL = '<row r="1"><c r="A1"><v>1</v></c></row>'
TEXT = ods_row('<table:table-cell office:value-type="string"><text:p>x</text:p></table:table-cell>')


def refused(path: Path) -> str:
    """What is said of a file that cannot be read."""
    with pytest.raises(DataError) as caught:
        read_book(path)
    said = str(caught.value)
    assert said.startswith(str(path))
    assert "\n" not in said
    assert len(said) - len(str(path)) < 250
    return said.removeprefix(str(path)).removeprefix(": ")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (OLE, "this is a workbook of Excel before 2007 (XLS); open it in a spreadsheet, and save it as XLSX"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "this workbook is locked by a password; open it, save it"),
        (b"%PDF-1.7\n", "this is a PDF; copy the table into a spreadsheet"),
        (b"{\\rtf1 a", "this is a text document (RTF)"),
        (b"\x1f\x8b\x08\0", "this file is packed (gzip); unpack it"),
        (b"7z\xbc\xaf\x27\x1c", "this file is packed (7z)"),
        (b"Rar!\x1a\x07", "this file is packed (RAR)"),
        (b"BZh91AY", "this file is packed (bzip2)"),
        (b"\xfd7zXZ\0", "this file is packed (xz)"),
        (b"\x89PNG\r\n\x1a\n", "this is a picture; type the table"),
        (b"\xff\xd8\xff\xe0", "this is a picture"),
        (b"GIF89a", "this is a picture"),
        (b"SQLite format 3\0", "this is a database (SQLite); export its table as CSV"),
        (b"PAR1\x15", "this is a Parquet file"),
        (b"<html><table><tr><td>x</table>", "this is a web page, whatever its name says; open it in a spreadsheet"),
        (b"\xef\xbb\xbf \n<!DOCTYPE html><HTML>", "this is a web page"),
        (b'<?xml version="1.0"?><Workbook xmlns="x"/>', "this is a workbook of Excel 2003 (XML)"),
        (b'<?xml version="1.0"?><office:document/>', "this is a flat OpenDocument file"),
        (b'<?xml version="1.0"?><a/>', "this is XML, and no table"),
        (
            b"PK\x03\x04 and no more",
            "this workbook is damaged: File is not a zip file; open it in a spreadsheet and save",
        ),
        (b"", "this file is empty; fill in the sheet and save it"),
        (b"\0\0\0\0", "this file is empty"),
        (b"a,b\n\x00\x01", "this is no table: it holds null characters"),
    ],
)
@pytest.mark.parametrize("name", ["claims.xlsx", "claims.csv"])
def test_files_of_other_kinds(tmp_path: Path, name: str, data: bytes, said: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    assert said in refused(path)


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({"word/document.xml": "<a/>", "[Content_Types].xml": "<a/>"}, "this is a text document (Word); copy"),
        ({"ppt/presentation.xml": "<a/>", "[Content_Types].xml": "<a/>"}, "this is a presentation"),
        ({"xl/workbook.bin": "", "[Content_Types].xml": "<a/>"}, "this is a binary workbook of Excel (XLSB)"),
        ({"Index/Document.iwa": "x"}, "this is a file of Numbers; export it as Excel or CSV"),
        ({"Index.zip": "x"}, "this is a file of Numbers"),
        ({"claims.csv": "a,b"}, "this is a zipped folder, and no workbook; unpack it, and give what is in it"),
        ({"a.txt": "a,b"}, "this is a zipped folder, and no workbook; open it in a spreadsheet"),
        ({}, "this is a zipped folder"),
        (ods_parts(TEXT) | {"mimetype": "application/vnd.oasis.opendocument.text"}, "this is no spreadsheet but text"),
        (ods_parts(TEXT) | {"META-INF/manifest.xml": "<encryption-data/>"}, "this workbook is locked by a password"),
        (ods_parts(TEXT) | {"content.xml": "<a/>"}, "this workbook has no sheets with cells"),
        ({f"xl/{number}": "" for number in range(10_001)}, "this workbook has 10,001 parts, and 10,000 are the most"),
    ],
)
def test_zipped_files_of_other_kinds(tmp_path: Path, parts: dict[str, str], said: str) -> None:
    assert said in refused(packed(tmp_path / "claims.xlsx", parts))


def test_what_is_no_file(tmp_path: Path) -> None:
    assert "cannot be read: No such file" in refused(tmp_path / "none.csv")
    (tmp_path / "folder.csv").mkdir()
    assert "this is a folder with the name of a file" in refused(tmp_path / "folder.csv")
    (tmp_path / "link.csv").symlink_to("nowhere")
    assert "this link leads nowhere" in refused(tmp_path / "link.csv")
    with (tmp_path / "big.csv").open("wb") as out:
        out.truncate(100_000_001)
    assert "this file has 100 MB, and 100 MB is the most; divide it" in refused(tmp_path / "big.csv")
    (tmp_path / "none").write_text("x")
    with pytest.raises((DataError, UsageError)):
        read_book(tmp_path / "none/claims.csv")


DOCTYPE = '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("doctype", [DOCTYPE, OUTSIDE, '<!DOCTYPE a SYSTEM "http://127.0.0.1/a.dtd">', "<!DOCTYPE a>"])
@pytest.mark.parametrize(
    "part", ["xl/workbook.xml", "xl/styles.xml", "xl/strings.xml", "xl/worksheets/one.xml", "_rels/.rels"]
)
def test_entities_are_refused(tmp_path: Path, part: str, doctype: str) -> None:
    parts = xlsx_parts(CELL)
    said = refused(packed(tmp_path / "claims.xlsx", parts | {part: doctype + parts[part]}))
    assert f"{part} declares entities or a document type, which no workbook does" in said
    ods = ods_parts(TEXT)
    said = refused(packed(tmp_path / "claims.ods", ods | {"content.xml": doctype + ods["content.xml"]}))
    assert "content.xml declares entities" in said


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (
            '<row r="1"><c r="A1" t="s"><v>0</v></c></row>',
            "sheet 'claims', A1: '0' is not what a cell of its type (s) can",
        ),
        ('<row r="1"><c r="A1" t="s"><v>-1</v></c></row>', "A1: '-1' is not what"),
        ('<row r="1"><c r="A1" t="s"><v>x</v></c></row>', "A1: 'x' is not what"),
        (
            '<row r="1"><c r="B1"><v>x</v></c></row>',
            "B1: 'x' is not what a cell of its type (n) can hold; write the cell",
        ),
        ('<row r="1"><c r="B1"><v>nan</v></c></row>', "B1: 'nan' is not what"),
        ('<row r="1"><c r="B1"><v>1e999</v></c></row>', "B1: '1e999' is not what"),
        ('<row r="1"><c r="B1" t="b"><v>2</v></c></row>', "B1: '2' is not what a cell of its type (b)"),
        ('<row r="1"><c r="B1" t="d"><v>2025-13-40</v></c></row>', "B1: '2025-13-40' is not what"),
        ('<row r="1"><c r="B2"><v>1</v></c></row>', "B1: the cell B2 is in another row"),
        ('<row r="1"><c r="1B"><v>1</v></c></row>', "A1: '1B' is no cell"),
        ('<row r="1"><c r="AAAA1"><v>1</v></c></row>', "A1: 'AAAA1' is no cell"),
        ('<row r="1"><c r="ZZZ1"><v>1</v></c></row>', "ZZZ1: no spreadsheet has so many rows or columns"),
        ('<row r="0"><c><v>1</v></c></row>', "there is no row '0'"),
        ('<row r="x"><c><v>1</v></c></row>', "there is no row 'x'"),
        ('<row r="1048577"><c><v>1</v></c></row>', "A1048577: no spreadsheet has so many"),
        (
            f'<row r="1"><c t="str"><v>{"x" * 32_768}</v></c></row>',
            "A1: this cell has more than 32,767 characters; shorten",
        ),
        ("<row r='1'><c", "this workbook is damaged: xl/worksheets/one.xml, line 1: "),
        ("<row>&nbsp;</row>", "this workbook is damaged: xl/worksheets/one.xml, line 1: undefined entity"),
        ("<z:row/>", "unbound prefix"),
        ("\ud800".encode("utf-8", "surrogatepass").decode("latin-1") + "\x01", "not well-formed"),
    ],
)
def test_cells_that_are_none(tmp_path: Path, cells: str, said: str) -> None:
    assert said in refused(packed(tmp_path / "claims.xlsx", xlsx_parts(cells)))


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        (
            'office:value-type="float" office:value="x"',
            "sheet 'claims', A1: this cell's value is no float; write the cell",
        ),
        ('office:value-type="float"', "A1: this cell's value is no float"),
        ('office:value-type="percentage" office:value="inf"', "this cell's value is no percentage"),
        ('office:value-type="boolean" office:boolean-value="maybe"', "this cell's value is no boolean"),
        ('office:value-type="date" office:date-value="2025-13-40"', "this cell's value is no date"),
        ('office:value-type="time" office:time-value="noon"', "this cell's value is no time"),
        ('office:value-type="string" table:number-columns-repeated="16385"', "no spreadsheet has so many columns"),
    ],
)
def test_cells_of_ods_that_are_none(tmp_path: Path, cell: str, said: str) -> None:
    row = ods_row(f"<table:table-cell {cell}><text:p>x</text:p></table:table-cell>")
    assert said in refused(packed(tmp_path / "claims.ods", ods_parts(row)))


@pytest.mark.parametrize(
    "part", sorted(set(xlsx_parts(CELL)) - {"[Content_Types].xml", "_rels/.rels", "xl/styles.xml"})
)
def test_parts_that_are_missing(tmp_path: Path, part: str) -> None:
    parts = xlsx_parts('<row r="1"><c t="s"><v>0</v></c></row>', strings="<si><t>x</t></si>")
    assert read_book(packed(tmp_path / "whole.xlsx", parts)).sheets[0].rows[0].cells == ("x",)
    del parts[part]
    refused(packed(tmp_path / "claims.xlsx", parts))


@pytest.mark.parametrize("encoding", ["yes", "utf-7", "x" * 1000, "cp037"])
def test_parts_in_no_known_encoding(tmp_path: Path, encoding: str) -> None:
    parts = xlsx_parts(CELL)
    declared = f'<?xml version="1.0" encoding="{encoding}"?>{parts["xl/workbook.xml"]}'
    said = refused(packed(tmp_path / "a.xlsx", parts | {"xl/workbook.xml": declared}))
    assert said.startswith(f"this workbook is damaged: xl/workbook.xml is in the encoding '{encoding[:20]}")


def test_sheets_that_lead_elsewhere(tmp_path: Path) -> None:
    parts = xlsx_parts(CELL)
    outside = relations(("worksheet", "file:///etc/passwd")).replace('"/>', '" TargetMode="External"/>')
    said = refused(packed(tmp_path / "a.xlsx", parts | {"xl/_rels/workbook.xml.rels": outside}))
    assert said.startswith("this workbook is damaged: sheet 'claims' is not in it")
    inside = relations(("worksheet", "../../../../etc/passwd"))
    said = refused(packed(tmp_path / "b.xlsx", parts | {"xl/_rels/workbook.xml.rels": inside}))
    assert "it has no part ../" in said
    charts = relations(("chartsheet", "worksheets/one.xml"))
    said = refused(packed(tmp_path / "c.xlsx", parts | {"xl/_rels/workbook.xml.rels": charts}))
    assert said == "this workbook has no sheets with cells; fill in a sheet"


def test_files_made_to_exhaust_a_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parts = xlsx_parts(CELL)
    bomb = packed(tmp_path / "bomb.xlsx", parts | {"xl/worksheets/one.xml": " " * 11_000_000})
    assert re.search(r"one\.xml unpacks to [\d,]{3,} times its size, as files made to exhaust", refused(bomb))
    monkeypatch.setattr(packages, "MOST_UNPACKED", 10_000)
    large = packed(tmp_path / "large.xlsx", parts | {"xl/worksheets/one.xml": " " * 20_000})
    assert "this workbook is too large: xl/worksheets/one.xml has 0 MB unpacked" in refused(large)


def test_a_size_that_is_a_lie(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.xlsx", xlsx_parts(CELL * 1000))
    data = path.read_bytes()
    with zipfile.ZipFile(path) as whole:
        size = whole.getinfo("xl/worksheets/one.xml").file_size
    path.write_bytes(data.replace(size.to_bytes(4, "little"), (100).to_bytes(4, "little")))
    assert "this workbook is damaged: xl/worksheets/one.xml" in refused(path)


def test_too_many_cells(tmp_path: Path) -> None:
    wide = "".join(f'<row r="{number}"><c r="XFD{number}"><v>1</v></c></row>' for number in range(1, 63))
    said = refused(packed(tmp_path / "a.xlsx", xlsx_parts(wide)))
    assert said == "this workbook has more than 1,000,000 cells; divide it"
    many = TEXT.replace("<table:table-row", '<table:table-row table:number-rows-repeated="1048576"')
    assert (
        refused(packed(tmp_path / "a.ods", ods_parts(many))) == "this workbook has more than 1,000,000 cells; divide it"
    )
    merged = "".join('<mergeCell ref="A1:Z1000"/>' for _ in range(50))
    rows = "".join(f'<row r="{number}"><c r="Z{number}"><v>1</v></c></row>' for number in range(1, 1001))
    parts = xlsx_parts(rows, after=f"<mergeCells>{merged}</mergeCells>")
    assert "A1: merged cells overlap" in refused(packed(tmp_path / "b.xlsx", parts))


def test_locked_and_oddly_packed_parts(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.xlsx", xlsx_parts(CELL))
    data = bytearray(path.read_bytes())
    places = [found.start() for found in re.finditer(b"PK\x01\x02", data)]
    for at in places:
        data[at + 8] |= 1
    path.write_bytes(data)
    assert refused(path).startswith("this workbook is locked by a password")
    with zipfile.ZipFile(tmp_path / "b.xlsx", "w", zipfile.ZIP_LZMA) as out:
        for name, content in xlsx_parts(CELL).items():
            out.writestr(name, content)
    assert "is packed in a way that no workbook is" in refused(tmp_path / "b.xlsx")


def whole(path: Path) -> bytes:
    rows: list[list[Cell]] = [["=1+1", Decimal(at), date(2025, 11, 5), True, "two\nlines"] for at in range(20)]
    sheets = [
        OutSheet("claims", ("a", "b", "c", "d", "e"), rows, notes={0: "x"}),
        OutSheet("documents", ("a",), [["x"]]),
    ]
    return write_book(path, sheets)[0].read_bytes()


def cut(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data))]


def flipped(data: bytes, chance: random.Random) -> bytes:
    found = bytearray(data)
    for _ in range(chance.randrange(1, 20)):
        found[chance.randrange(len(found))] = chance.randrange(256)
    return bytes(found)


def moved(data: bytes, chance: random.Random) -> bytes:
    one, other = sorted(chance.sample(range(len(data)), 2))
    return data[other:] + data[one:other] + data[:one]


def inside(path: Path, data: bytes, chance: random.Random) -> bytes:
    """A part changed, and packed again so that its check sum is right."""
    path.write_bytes(data)
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    name = chance.choice([name for name in parts if name != "mimetype"])
    pieces = re.split(rb"(?=[<\"])", parts[name])
    at, to = chance.randrange(len(pieces)), chance.randrange(len(pieces))
    match chance.randrange(3):
        case 0:
            del pieces[at]
        case 1:
            pieces.insert(to, pieces[at])
        case _:
            pieces[at] = pieces[to]
    parts[name] = b"".join(pieces)
    return packed(path, parts).read_bytes()


@pytest.mark.slow
@pytest.mark.parametrize("form", ["xlsx", "ods", "csv"])
@pytest.mark.parametrize("seed", range(150))
def test_damage_of_any_kind_ends_in_one_line_or_in_nothing_lost(tmp_path: Path, form: str, seed: int) -> None:
    chance = random.Random(f"{form} {seed}")  # noqa: S311 - no secret
    path = tmp_path / f"claims.{form}"
    data = whole(path)
    harm = chance.choice([cut, flipped, moved])
    path.write_bytes(inside(path, data, chance) if form != "csv" and chance.random() < 0.6 else harm(data, chance))
    try:
        read_book(path)
    except DataError as error:
        assert "\n" not in str(error)
        assert str(error).startswith(str(path))
