"""What a person sees in a workbook is what is read, whichever program wrote it."""

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

import spreadsheets
from kgraph.workbooks import Cell, OutSheet, Row, read_book, write_book
from spreadsheets import ods_row


def xlsx(folder: Path, *cells: str, **more: str) -> tuple[tuple[Row, ...], list[str]]:
    """The rows of a workbook with these cells in its first row, and what is remarked."""
    row = f'<row r="1">{"".join(cells)}</row>'
    book = read_book(spreadsheets.packed(folder / "claims.xlsx", spreadsheets.xlsx_parts(row, **more)))
    assert book.form == "xlsx"
    return book.sheets[0].rows, [str(remark) for remark in book.remarks]


def ods(folder: Path, rows: str, **more: str) -> tuple[tuple[Row, ...], list[str]]:
    book = read_book(spreadsheets.packed(folder / "claims.ods", spreadsheets.ods_parts(rows, **more)))
    assert book.form == "ods"
    return book.sheets[0].rows, [str(remark) for remark in book.remarks]


@pytest.mark.parametrize(
    ("style", "stored", "cell"),
    [
        (0, "0.30000000000000004", Decimal("0.3")),
        (0, "1.5E-3", Decimal("0.0015")),
        (1, "0.85", "85%"),
        (1, "0.855", "85.5%"),
        (2, "45966", date(2025, 11, 5)),
        (2, "45966.75", date(2025, 11, 5)),
        (2, "59", date(1900, 2, 28)),
        (2, "61", date(1900, 3, 1)),
        (3, "45717", "2025-03"),
        (4, "45658", "2025"),
        (6, "0.604166666666667", "14:30"),
        (7, "1.5", "36:00"),
        (8, "45966.6041666667", datetime(2025, 11, 5, 14, 30)),
        (8, "45966", datetime(2025, 11, 5)),
        (9, "7", Decimal(7)),
        (77, "7", Decimal(7)),
    ],
)
def test_a_number_is_read_as_it_is_shown(tmp_path: Path, style: int, stored: str, cell: Cell) -> None:
    rows, remarks = xlsx(tmp_path, f'<c r="A1" s="{style}"><v>{stored}</v></c>')
    assert (rows[0].cells, remarks) == ((cell,), [])


@pytest.mark.parametrize("switch", ['date1904="1"', 'date1904="true"'])
def test_dates_counted_from_1904(tmp_path: Path, switch: str) -> None:
    cells = '<c s="2"><v>0</v></c><c s="2"><v>44504</v></c>'
    assert xlsx(tmp_path, cells, workbook=f"<workbookPr {switch}/>")[0][0].cells == (
        date(1904, 1, 1),
        date(2025, 11, 5),
    )


def test_what_is_no_date_is_a_number_and_a_remark(tmp_path: Path) -> None:
    cells = "".join(f'<c s="2"><v>{number}</v></c>' for number in (0, 60, -5, 99999999))
    rows, remarks = xlsx(tmp_path, cells)
    assert rows[0].cells == (Decimal(0), Decimal(60), Decimal(-5), Decimal(99999999))
    assert remarks == ["sheet 'claims': dates outside of the calendar, read as numbers: A1, B1, C1, D1"]
    rows, remarks = xlsx(tmp_path, '<c s="5"><v>45966</v></c>')
    assert rows[0].cells == (date(2025, 11, 5),)
    assert remarks == [
        "sheet 'claims': dates that show no year (the spreadsheet may have put in its own): A1",
    ]


def test_texts_of_each_kind(tmp_path: Path) -> None:
    strings = (
        "<si><t xml:space='preserve'> shared_x000D__x000A_two </t></si>"
        "<si><r><t>rich </t></r><r><t>text</t></r><rPh><t>spoken</t></rPh></si>"
    )
    rows, remarks = xlsx(
        tmp_path,
        '<c t="s"><v>0</v></c><c t="s"><v>1</v></c>',
        '<c t="inlineStr"><is><r><t>in</t></r><r><t>line</t></r></is></c>',
        '<c t="str"><f>A1&amp;B1</f><v>of a formula</v></c><c t="b"><v>1</v></c><c t="d"><v>2025-11-05</v></c>',
        '<c r="H1" t="d"><v>2025-11-05T14:30:00Z</v></c><c/>',
        strings=strings,
    )
    wanted = ("shared\ntwo", "rich text", "inline", "of a formula", True, date(2025, 11, 5), "")
    assert rows[0].cells == (*wanted, datetime(2025, 11, 5, 14, 30))
    assert remarks == []


def test_formulas_give_what_is_stored_and_errors_are_told(tmp_path: Path) -> None:
    rows, remarks = xlsx(
        tmp_path,
        "<c><f>1+1</f><v>2</v></c><c><f>NOW()</f></c><c><f>X()</f><v></v></c>",
        '<c t="e"><f>A99</f><v>#REF!</v></c>',
    )
    assert rows[0].cells == (Decimal(2), "", "", "#REF!")
    assert remarks == [
        "sheet 'claims': formulas without a stored value, read as empty (open the file in a spreadsheet and save it):"
        " B1, C1",
        "sheet 'claims': cells that show an error: D1",
    ]


def test_what_openpyxl_writes(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Claims "
    for row in (["id", "when", "share"], ["c1", datetime(2025, 11, 5), 0.5], [], ["c2", "=1+1", 3], ["c3", "x", 4]):
        sheet.append(row)
    sheet["C2"].number_format = "0%"
    sheet["B2"].number_format = "yyyy-mm-dd"
    sheet.merge_cells("A4:A5")
    sheet.row_dimensions[4].hidden = True
    sheet.row_dimensions[40].hidden = True
    sheet.column_dimensions["C"].hidden = True
    book.create_sheet("things").append(["name"])
    book["things"].sheet_state = "hidden"
    book.create_chartsheet("picture")
    book.save(tmp_path / "claims.xlsx")
    found = read_book(tmp_path / "claims.xlsx")
    assert [one.name for one in found.sheets] == ["Claims", "things"]
    assert found.sheet("claims", "statements") is found.sheets[0]
    assert found.sheets[0].rows[1:] == (
        Row(2, ("c1", date(2025, 11, 5), "50%")),
        Row(4, ("c2", "", Decimal(3))),
        Row(5, ("", "x", Decimal(4))),
    )
    assert [str(remark) for remark in found.remarks] == [
        "sheet 'Claims': hidden rows, read all the same: 4",
        "sheet 'Claims': hidden columns, read all the same: C",
        "sheet 'Claims': merged cells, whose text is read in the first: A4:A5",
        "sheet 'Claims': formulas without a stored value, read as empty"
        " (open the file in a spreadsheet and save it): B4",
        "sheet 'things': this sheet is hidden, and is read all the same",
    ]


def test_openpyxl_reads_what_is_written(tmp_path: Path) -> None:
    words = OutSheet("words", ("kinds",), [("figure",), ("post",)])
    claims = OutSheet(
        "claims",
        ("id", "kind"),
        [("=1+1", date(2025, 11, 5)), ("007", Decimal("4.5"))],
        choices={1: "kinds"},
        notes={0: "a note"},
        widths={0: 30},
        hidden=frozenset({1}),
    )
    write_book(tmp_path / "claims.xlsx", [claims, words])
    sheet = openpyxl.load_workbook(tmp_path / "claims.xlsx")["claims"]
    rows = [[(cell.value, cell.data_type) for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert rows == [[("=1+1", "s"), (datetime(2025, 11, 5), "d")], [("007", "s"), (4.5, "n")]]
    note = sheet["A1"].comment
    assert note is not None
    assert (note.text, sheet.freeze_panes) == ("a note", "A2")
    assert sheet.column_dimensions["A"].width == pytest.approx(30, abs=1)  # with the cell's margins
    assert sheet.column_dimensions["B"].hidden
    (choice,) = sheet.data_validations.dataValidation
    assert (choice.formula1, choice.errorStyle, str(choice.sqref)) == ("words!$A$2:$A$3", "warning", "B2:B1048576")


def test_merged_cells_keep_the_first_text_only(tmp_path: Path) -> None:
    cells = '<c r="A1"><v>1</v></c><c r="B1"><v>2</v></c><c r="C1"><v>3</v></c>'
    merged = '<mergeCells><mergeCell ref="A1:B1048576"/><mergeCell ref="C1"/></mergeCells>'
    rows, remarks = xlsx(tmp_path, cells, after=merged)
    assert rows[0].cells == (Decimal(1), "", Decimal(3))
    assert remarks == ["sheet 'claims': merged cells, whose text is read in the first: A1:B1048576"]


def test_other_writings_of_xlsx(tmp_path: Path) -> None:
    made = spreadsheets.xlsx_parts('<x:row><x:c t="inlineStr"><x:is><x:t>a</x:t></x:is></x:c></x:row>')
    sheet = made.pop("xl/worksheets/one.xml").replace("xmlns=", "xmlns:x=").replace("sheetData", "x:sheetData")
    made["xl\\Worksheets\\ONE.xml"] = sheet.replace("worksheet", "x:worksheet").encode("utf-16").decode("utf-16")
    made["xl/vbaProject.bin"] = "macros"
    del made["xl/styles.xml"], made["_rels/.rels"]
    book = read_book(spreadsheets.packed(tmp_path / "claims.xlsm", made))
    assert book.sheets[0].rows == (Row(1, ("a",)),)
    assert [str(remark) for remark in book.remarks] == ["this workbook has macros, which were not run"]


STYLES = (
    '<number:date-style style:name="N1"><number:month/><number:text> </number:text><number:year/></number:date-style>'
    '<style:style style:name="month" style:family="table-cell" style:data-style-name="N1"/>'
    '<style:style style:name="child" style:family="table-cell" style:parent-style-name="month"/>'
)


@pytest.mark.parametrize(
    ("attributes", "text", "cell"),
    [
        ('office:value-type="float" office:value="60000"', "60,000", Decimal(60000)),
        ('office:value-type="percentage" office:value="0.855"', "86%", "85.5%"),
        ('office:value-type="boolean" office:boolean-value="true"', "TRUE", True),
        ('office:value-type="date" office:date-value="2025-11-05"', "5 Nov", date(2025, 11, 5)),
        ('office:value-type="date" office:date-value="2025-11-05T14:30:00.5"', "", datetime(2025, 11, 5, 14, 30)),
        ('office:value-type="date" office:date-value="2025-03-01" table:style-name="month"', "3 2025", "2025-03"),
        ('office:value-type="date" office:date-value="2025-03-01" table:style-name="child"', "3 2025", "2025-03"),
        ('office:value-type="time" office:time-value="PT14H30M00S"', "2:30 PM", "14:30"),
        ('office:value-type="string"', "a<text:s text:c='2'/>b<text:tab/>c<text:span> d</text:span>", "a  b\tc d"),
        ('office:value-type="string"', "a<text:line-break/>b</text:p><text:p>c", "a\nb\nc"),
        ('office:value-type="string" office:string-value="stored"', "", "stored"),
        ('office:value-type="string"', "<office:annotation><text:p>no</text:p></office:annotation>x", "x"),
    ],
)
def test_cells_of_ods(tmp_path: Path, attributes: str, text: str, cell: Cell) -> None:
    row = (
        f"<table:table-row><table:table-cell {attributes}><text:p>{text}</text:p></table:table-cell></table:table-row>"
    )
    assert ods(tmp_path, row, styles=STYLES) == ((Row(1, (cell,)),), [])


def test_rows_and_columns_of_ods(tmp_path: Path) -> None:
    def cell(text: str, more: str = "", inside: str = "") -> str:
        start = f'<table:table-cell office:value-type="string"{more}>'
        return f"{start}<text:p>{text}</text:p>{inside}</table:table-cell>"

    covered = "<table:covered-table-cell office:value-type='string'><text:p>no</text:p></table:covered-table-cell>"
    rows = (
        '<table:table-column table:number-columns-repeated="2"/><table:table-column table:visibility="collapse"/>'
        + ods_row('<table:table-cell table:number-columns-repeated="900"/>', number_rows_repeated="3")
        + "<table:table-header-rows>"
        + ods_row(cell("a", ' table:number-columns-repeated="2"'), cell("b", inside="<draw>no</draw>"))
        + "</table:table-header-rows>"
        + ods_row(
            cell("m", ' table:number-columns-spanned="2"'),
            covered,
            cell("c"),
            number_rows_repeated="2",
            visibility="filter",
        )
        + ods_row("<table:table-cell/>", number_rows_repeated="1048570")
    )
    found, remarks = ods(tmp_path, rows)
    assert found == (Row(4, ("a", "a", "b")), Row(5, ("m", "", "c")), Row(6, ("m", "", "c")))
    assert remarks == [
        "sheet 'claims': hidden rows, read all the same: 5, 6",
        "sheet 'claims': hidden columns, read all the same: C",
        "sheet 'claims': merged cells, whose text is read in the first: A5:B5",
    ]


def test_formulas_of_ods(tmp_path: Path) -> None:
    rows = (
        '<table:table-cell table:formula="of:=1+1" office:value-type="float" office:value="2"/>'
        '<table:table-cell table:formula="of:=NOW()"/>'
        '<table:table-cell office:value-type="string" office:string-value="" calcext:value-type="error">'
        "<text:p>#REF!</text:p></table:table-cell>"
    )
    found, remarks = ods(tmp_path, ods_row(rows))
    assert found == (Row(1, (Decimal(2), "", "#REF!")),)
    assert [remark.partition(":")[2].rpartition(":")[2] for remark in remarks] == [" B1", " C1"]


def test_what_ods_keeps_of_other_files_is_passed_over(tmp_path: Path) -> None:
    cell = ods_row('<table:table-cell office:value-type="string"><text:p>x</text:p></table:table-cell>')
    linked = f'<table:table table:name="other"><table:table-source/>{cell}</table:table>'
    linked += f'<table:dde-links><table:table table:name="more">{cell}</table:table></table:dde-links>'
    spreadsheets.packed(tmp_path / "a.ods", spreadsheets.ods_parts(cell, more=linked))
    assert [sheet.name for sheet in read_book(tmp_path / "a.ods").sheets] == ["claims"]


def test_a_currency_is_told(tmp_path: Path) -> None:
    said = "sheet 'claims': numbers that are shown with a currency, of which the number is read (write the currency"
    made = spreadsheets.xlsx_parts('<row><c s="0"><v>3.5</v></c></row>')
    made["xl/styles.xml"] = made["xl/styles.xml"].replace("General", "[$€-407] #,##0.00")
    book = read_book(spreadsheets.packed(tmp_path / "claims.xlsx", made))
    assert book.sheets[0].rows == (Row(1, (Decimal("3.5"),)),)
    assert [str(remark) for remark in book.remarks] == [f"{said} under unit): A1"]
    cell = '<table:table-cell office:value-type="currency" office:value="3.5"><text:p>€3.50</text:p></table:table-cell>'
    assert ods(tmp_path, ods_row(cell)) == ((Row(1, (Decimal("3.5"),)),), [f"{said} under unit): A1"])
