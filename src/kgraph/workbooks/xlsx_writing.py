"""XLSX written (ECMA-376): the few parts that a workbook of texts, dates and numbers needs."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from xml.sax.saxutils import escape, quoteattr

from kgraph.workbooks.comments import HEAD, MAIN, comments_part, drawing_part
from kgraph.workbooks.outgoing import OTHER_WORD, OutSheet, as_number, kept_as_typed, listed
from kgraph.workbooks.packages import pack
from kgraph.workbooks.values import MOST_ROWS, Cell, clean, column_name, shown

_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_HEADING, _TEXT, _AS_TYPED, _DATE, _MINUTE, _SECOND, _NUMBER = range(1, 8)
_ESCAPES = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_TOP = '<alignment vertical="top"/>'
_WRAPPED = '<alignment vertical="top" wrapText="1"/>'
_FORMATS = (r"yyyy\-mm\-dd", r"yyyy\-mm\-dd\ hh:mm", r"yyyy\-mm\-dd\ hh:mm:ss")  # numbered from 164 on


def _style(inside: str = "", form: int = 0, font: int = 0, fill: int = 0, more: str = "") -> str:
    start = f'<xf numFmtId="{form}" fontId="{font}" fillId="{fill}" borderId="0" xfId="0"{more}'
    applied = ' applyFont="1" applyFill="1" applyAlignment="1"' + (' applyNumberFormat="1"' if form else "")
    return f"{start}{applied}>{inside}</xf>" if inside else f"{start}/>"


# in the order of their numbers: none, _HEADING, _TEXT …
_CELLS = (
    _style(),
    _style(_WRAPPED, form=49, font=1, fill=2),
    _style(_WRAPPED),
    _style(_WRAPPED, form=49, more=' quotePrefix="1"'),
    *(_style(_TOP, form) for form in (164, 165, 166)),
    _style(_TOP),
)
_STYLES = f"""{HEAD}<styleSheet xmlns="{MAIN}"><numFmts count="3">\
{"".join(f'<numFmt numFmtId="{number}" formatCode="{code}"/>' for number, code in enumerate(_FORMATS, 164))}</numFmts>\
<fonts count="2"><font><sz val="11"/><name val="Calibri"/><family val="2"/></font>\
<font><b/><sz val="11"/><name val="Calibri"/><family val="2"/></font></fonts>\
<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>\
<fill><patternFill patternType="solid"><fgColor rgb="FFE7ECF2"/><bgColor indexed="64"/></patternFill></fill></fills>\
<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>\
<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>\
<cellXfs count="{len(_CELLS)}">{"".join(_CELLS)}</cellXfs>\
<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>"""


def xlsx(sheets: Sequence[OutSheet]) -> bytes:
    """A workbook of the sheets; raises `ValueError` for a list of choices that is not there, or too long."""
    strings: dict[str, int] = {}
    related = [("worksheet", f"worksheets/sheet{number}.xml") for number in range(1, len(sheets) + 1)]
    related += [("styles", "styles.xml"), ("sharedStrings", "sharedStrings.xml")]
    parts: dict[str, str] = {
        "[Content_Types].xml": _content_types(sheets),
        "_rels/.rels": _relations([("officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": _workbook(sheets),
        "xl/_rels/workbook.xml.rels": _relations(related),
        "xl/styles.xml": _STYLES,
    }
    for number, sheet in enumerate(sheets, 1):
        parts[f"xl/worksheets/sheet{number}.xml"] = _worksheet(sheet, sheets, strings, first=number == 1)
        if sheet.notes:
            notes = {(1, column): note for column, note in sheet.notes.items()}
            parts[f"xl/comments{number}.xml"] = comments_part(notes)
            parts[f"xl/drawings/vmlDrawing{number}.vml"] = drawing_part(notes)
            beside = [("vmlDrawing", f"../drawings/vmlDrawing{number}.vml"), ("comments", f"../comments{number}.xml")]
            parts[f"xl/worksheets/_rels/sheet{number}.xml.rels"] = _relations(beside)
    texts = "".join(f'<si><t xml:space="preserve">{escape(_escaped(text))}</t></si>' for text in strings)
    parts["xl/sharedStrings.xml"] = f'{HEAD}<sst xmlns="{MAIN}" uniqueCount="{len(strings)}">{texts}</sst>'
    return pack(parts)


def _content_types(sheets: Sequence[OutSheet]) -> str:
    kinds = {"/xl/workbook.xml": "sheet.main", "/xl/styles.xml": "styles", "/xl/sharedStrings.xml": "sharedStrings"}
    for number, sheet in enumerate(sheets, 1):
        kinds[f"/xl/worksheets/sheet{number}.xml"] = "worksheet"
        if sheet.notes:
            kinds[f"/xl/comments{number}.xml"] = "comments"
    said = "".join(f'<Override PartName="{part}" ContentType="{_SPREADSHEET}.{k}+xml"/>' for part, k in kinds.items())
    return (
        f'{HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="vml" ContentType="application/vnd.openxmlformats-officedocument.vmlDrawing"/>'
        f"{said}</Types>"
    )


def _relations(targets: Sequence[tuple[str, str]]) -> str:
    said = "".join(
        f'<Relationship Id="rId{number}" Type="{_RELATIONS}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'{HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{said}</Relationships>'


def _workbook(sheets: Sequence[OutSheet]) -> str:
    said = "".join(
        f'<sheet name={quoteattr(sheet.name)} sheetId="{number}" r:id="rId{number}"/>'
        for number, sheet in enumerate(sheets, 1)
    )
    start = f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{_RELATIONS}"><bookViews><workbookView/></bookViews>'
    return f"{start}<sheets>{said}</sheets></workbook>"


def _worksheet(sheet: OutSheet, sheets: Sequence[OutSheet], strings: dict[str, int], *, first: bool) -> str:
    pane = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>' if sheet.frozen else ""
    selected = ' tabSelected="1"' if first else ""
    rows = "".join(_row(number, cells, strings) for number, cells in enumerate(sheet.all_rows(), 1))
    return (
        f'{HEAD}<worksheet xmlns="{MAIN}" xmlns:r="{_RELATIONS}">'
        f'<sheetViews><sheetView{selected} workbookViewId="0">{pane}</sheetView></sheetViews>'
        f'<sheetFormatPr defaultRowHeight="15"/>{_columns(sheet)}<sheetData>{rows}</sheetData>{_choices(sheet, sheets)}'
        + ('<legacyDrawing r:id="rId1"/></worksheet>' if sheet.notes else "</worksheet>")
    )


def _columns(sheet: OutSheet) -> str:
    said = "".join(
        f'<col min="{at}" max="{at}" width="{sheet.width(at - 1):g}" customWidth="1"'
        + (' hidden="1"/>' if at - 1 in sheet.hidden else "/>")
        for at in range(1, len(sheet.headings) + 1)
    )
    return f"<cols>{said}</cols>" if said else ""


def _row(number: int, cells: Sequence[Cell], strings: dict[str, int]) -> str:
    said = "".join(
        _cell(f"{column_name(at)}{number}", cell, strings, number) for at, cell in enumerate(cells) if cell != ""
    )
    return f'<row r="{number}">{said}</row>' if said else ""


def _cell(name: str, cell: Cell, strings: dict[str, int], row: int) -> str:
    if isinstance(cell, bool):
        return f'<c r="{name}" s="{_NUMBER}" t="b"><v>{int(cell)}</v></c>'
    if isinstance(cell, Decimal) and (stored := as_number(cell)) is not None:
        return f'<c r="{name}" s="{_NUMBER}"><v>{stored}</v></c>'
    if isinstance(cell, date) and (serial := _serial(cell)):
        style = _DATE if not isinstance(cell, datetime) else _SECOND if cell.second else _MINUTE
        return f'<c r="{name}" s="{style}"><v>{serial}</v></c>'
    text = clean(shown(cell))
    if not text:
        return ""
    style = _HEADING if row == 1 else _AS_TYPED if kept_as_typed(text) else _TEXT
    return f'<c r="{name}" s="{style}" t="s"><v>{strings.setdefault(text, len(strings))}</v></c>'


def _serial(cell: date) -> str:
    """A date as XLSX stores it; "" for one before March 1900, on which spreadsheets disagree: it is written as text."""
    days = date(cell.year, cell.month, cell.day).toordinal() - date(1899, 12, 30).toordinal()
    if days <= 60:
        return ""
    if not isinstance(cell, datetime):
        return str(days)
    return f"{days + (cell.hour * 3600 + cell.minute * 60 + cell.second) / 86_400:.10f}"


def _choices(sheet: OutSheet, sheets: Sequence[OutSheet]) -> str:
    if not sheet.choices:
        return ""
    said = "".join(
        '<dataValidation type="list" errorStyle="warning" allowBlank="1" showInputMessage="1"'
        f' showErrorMessage="{0 if at in sheet.open else 1}"'
        f' error={quoteattr(OTHER_WORD)} sqref="{column_name(at)}2:{column_name(at)}{MOST_ROWS}">'
        f"<formula1>{escape(_source(choice, sheets))}</formula1></dataValidation>"
        for at, choice in sorted(sheet.choices.items())
    )
    return f'<dataValidations count="{len(sheet.choices)}">{said}</dataValidations>'


def _source(choice: Sequence[str] | str, sheets: Sequence[OutSheet]) -> str:
    if isinstance(choice, str):
        column, last = listed(sheets, choice)
        return f"words!${column}$2:${column}${last}"
    joined = ",".join(choice)
    if len(joined) > 255 or any("," in one or '"' in one for one in choice):
        raise ValueError("a list of choices with commas or of more than 255 characters must stand in the sheet 'words'")
    return f'"{joined}"'


def _escaped(text: str) -> str:
    """A text in which what looks like an escaped character (`_x000D_`) is none."""
    return _ESCAPES.sub("_x005F_", text) if "_x" in text else text
