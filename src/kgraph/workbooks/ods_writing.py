"""Writing ODS (ODF 1.2): the few parts that a workbook of texts, dates and numbers needs."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from xml.sax.saxutils import escape, quoteattr

from kgraph.workbooks.outgoing import OTHER_WORD, OutSheet, as_number, kept_as_typed, listed
from kgraph.workbooks.packages import pack
from kgraph.workbooks.values import Cell, clean, column_name, shown

_NAMESPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"),
        ("table", "table"),
        ("text", "text"),
        ("style", "style"),
        ("number", "datastyle"),
        ("fo", "xsl-fo-compatible"),
        ("svg", "svg-compatible"),
        ("config", "config"),
        ("manifest", "manifest"),
    )
)
_NAMESPACES += ' xmlns:of="urn:oasis:names:tc:opendocument:xmlns:of:1.2"'  # conditions are formulas of OpenFormula
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_VERSION = f'{_NAMESPACES} office:version="1.2"'
_MIME = "application/vnd.oasis.opendocument.spreadsheet"
_OFFERED = 10_000  # so many rows below the last one have drop-down lists
_PER_INCH = 12  # characters
_DAY = (
    '<number:year number:style="long"/><number:text>-</number:text><number:month number:style="long"/>'
    '<number:text>-</number:text><number:day number:style="long"/>'
)
_MINUTE = (
    f'{_DAY}<number:text> </number:text><number:hours number:style="long"/><number:text>:</number:text>'
    '<number:minutes number:style="long"/>'
)
_SECOND = f'{_MINUTE}<number:text>:</number:text><number:seconds number:style="long"/>'
_WRAP = '<style:table-cell-properties fo:wrap-option="wrap" style:vertical-align="top"{}/>'


def _cell_style(name: str, inside: str, data: str = "") -> str:
    shown_as = f' style:data-style-name="{data}"' if data else ""
    start = f'<style:style style:name="{name}" style:family="table-cell" style:parent-style-name="Default"{shown_as}>'
    return f"{start}{inside}</style:style>"


_STYLES = "".join(
    (
        *(
            f'<number:date-style style:name="{name}">{parts}</number:date-style>'
            for name, parts in (("day", _DAY), ("minute", _MINUTE), ("second", _SECOND))
        ),
        '<number:text-style style:name="typed"><number:text-content/></number:text-style>',
        _cell_style(
            "heading",
            _WRAP.format(' fo:background-color="#e7ecf2"') + '<style:text-properties fo:font-weight="bold"/>',
            "typed",
        ),
        _cell_style("plain", _WRAP.format("")),
        _cell_style("as-typed", _WRAP.format(""), "typed"),
        *(_cell_style(f"on-{name}", _WRAP.format(""), name) for name in ("day", "minute", "second")),
    )
)


def ods(sheets: Sequence[OutSheet]) -> bytes:
    """A spreadsheet document of the sheets; raises `ValueError` for a missing list of choices."""
    return pack(
        {
            "mimetype": _MIME,
            "content.xml": _content(sheets),
            "styles.xml": f'{_HEAD}<office:document-styles {_VERSION}><office:styles><style:style style:name="Default"'
            ' style:family="table-cell"/></office:styles></office:document-styles>',
            "settings.xml": _settings(sheets),
            "META-INF/manifest.xml": _manifest(),
        }
    )


def _manifest() -> str:
    parts = {"/": _MIME} | dict.fromkeys(("content.xml", "styles.xml", "settings.xml"), "text/xml")
    said = "".join(
        f'<manifest:file-entry manifest:full-path="{part}" manifest:media-type="{kind}"/>'
        for part, kind in parts.items()
    )
    return f'{_HEAD}<manifest:manifest {_NAMESPACES} manifest:version="1.2">{said}</manifest:manifest>'


def _settings(sheets: Sequence[OutSheet]) -> str:
    """The settings by which sheets keep their first row in sight."""
    frozen = (("VerticalSplitMode", "short", 2), ("VerticalSplitPosition", "int", 1), ("PositionBottom", "int", 1))
    items = "".join(
        f'<config:config-item config:name="{name}" config:type="{kind}">{value}</config:config-item>'
        for name, kind, value in (*frozen, ("ActiveSplitRange", "short", 2))
    )
    tables = "".join(
        f"<config:config-item-map-entry config:name={quoteattr(sheet.name)}>{items}</config:config-item-map-entry>"
        for sheet in sheets
        if sheet.frozen
    )
    return (
        f"{_HEAD}<office:document-settings {_VERSION}><office:settings>"
        '<config:config-item-set config:name="ooo:view-settings">'
        '<config:config-item-map-indexed config:name="Views"><config:config-item-map-entry>'
        f'<config:config-item-map-named config:name="Tables">{tables}</config:config-item-map-named>'
        "</config:config-item-map-entry></config:config-item-map-indexed></config:config-item-set></office:settings>"
        "</office:document-settings>"
    )


def _content(sheets: Sequence[OutSheet]) -> str:
    widths = sorted({sheet.width(at) for sheet in sheets for at in range(len(sheet.headings))})
    columns = "".join(
        f'<style:style style:name="{_width_name(width)}" style:family="table-column"><style:table-column-properties'
        f' style:column-width="{width / _PER_INCH:.3f}in"/></style:style>'
        for width in widths
    )
    choices = "".join(_validation(sheet, at, sheets) for sheet in sheets for at in sorted(sheet.choices))
    validations = f"<table:content-validations>{choices}</table:content-validations>" if choices else ""
    tables = "".join(_table(sheet) for sheet in sheets)
    return (
        f"{_HEAD}<office:document-content {_VERSION}><office:automatic-styles>{_STYLES}{columns}"
        f"</office:automatic-styles><office:body><office:spreadsheet>{validations}{tables}"
        "</office:spreadsheet></office:body></office:document-content>"
    )


def _validation(sheet: OutSheet, at: int, sheets: Sequence[OutSheet]) -> str:
    choice = sheet.choices[at]
    if isinstance(choice, str):
        column, last = listed(sheets, choice)
        source = f"[$words.${column}$2:.${column}${last}]"
    else:
        source = ";".join('"{}"'.format(one.replace('"', '""')) for one in choice)
    condition = quoteattr(f"of:cell-content-is-in-list({source})")
    base = quoteattr(f"{_quoted(sheet.name)}.{column_name(at)}2")
    told = "false" if at in sheet.open else "true"
    return (
        f"<table:content-validation table:name={quoteattr(_choice_name(sheet, at))} table:condition={condition}"
        f' table:allow-empty-cell="true" table:display-list="unsorted" table:base-cell-address={base}>'
        f'<table:error-message table:display="{told}" table:message-type="warning">'
        f"<text:p>{escape(OTHER_WORD)}</text:p></table:error-message></table:content-validation>"
    )


def _quoted(name: str) -> str:
    return name if name.isidentifier() else "'{}'".format(name.replace("'", "''"))


def _choice_name(sheet: OutSheet, at: int) -> str:
    return f"{sheet.name}-{column_name(at)}"


def _width_name(width: float) -> str:
    return f"wide-{width:g}".replace(".", "-")


def _table(sheet: OutSheet) -> str:
    columns = "".join(
        f'<table:table-column table:style-name="{_width_name(sheet.width(at))}"'
        + (' table:visibility="collapse"/>' if at in sheet.hidden else "/>")
        for at in range(len(sheet.headings))
    )
    rows = "".join(_row(sheet, number, cells) for number, cells in enumerate(sheet.all_rows()))
    below = ""
    if sheet.choices:
        cells = "".join(f"<table:table-cell{_chosen(sheet, at)}/>" for at in range(max(sheet.choices) + 1))
        below = f'<table:table-row table:number-rows-repeated="{_OFFERED}">{cells}</table:table-row>'
    return f"<table:table table:name={quoteattr(sheet.name)}>{columns}{rows}{below}</table:table>"


def _row(sheet: OutSheet, number: int, cells: Sequence[Cell]) -> str:
    wide = range(max(len(cells), max(sheet.choices, default=-1) + 1 if number else 0))
    said = "".join(_cell(sheet, number, at, cells[at] if at < len(cells) else "") for at in wide)
    return f"<table:table-row>{said or '<table:table-cell/>'}</table:table-row>"


def _chosen(sheet: OutSheet, at: int) -> str:
    return f" table:content-validation-name={quoteattr(_choice_name(sheet, at))}" if at in sheet.choices else ""


def _cell(sheet: OutSheet, number: int, at: int, cell: Cell) -> str:
    style, value, text = _typed(cell)
    note = _note(sheet.notes[at]) if not number and at in sheet.notes else ""
    style = "heading" if not number else style
    chosen = _chosen(sheet, at) if number else ""
    if not text and not note:
        return f"<table:table-cell{chosen}/>"
    return f'<table:table-cell table:style-name="{style}"{chosen}{value}>{note}{paragraphs(text)}</table:table-cell>'


def _typed(cell: Cell) -> tuple[str, str, str]:
    """A cell's style, its stored value and its text."""
    if isinstance(cell, bool):
        return "plain", f' office:value-type="boolean" office:boolean-value="{str(cell).lower()}"', shown(cell)
    if isinstance(cell, Decimal) and (stored := as_number(cell)) is not None:
        return "plain", f' office:value-type="float" office:value="{stored}"', stored
    if isinstance(cell, date):
        moment = isinstance(cell, datetime)
        stored = (
            cell.replace(microsecond=0, tzinfo=None).isoformat() if isinstance(cell, datetime) else cell.isoformat()
        )
        style = "on-day" if not moment else "on-minute" if stored.endswith(":00") else "on-second"
        return style, f' office:value-type="date" office:date-value="{stored}"', shown(cell)
    text = clean(shown(cell))
    return "as-typed" if kept_as_typed(text) else "plain", ' office:value-type="string"', text


def _note(text: str) -> str:
    return f'<office:annotation office:display="false">{paragraphs(clean(text))}</office:annotation>'


def paragraphs(text: str) -> str:
    """A text as paragraphs, whose runs of spaces are elements (ODF 1.2 §6.1.2).

    Tabs should be elements too, but LibreOffice 7.4 loses such elements and keeps plain tabs.
    """
    return "".join(f"<text:p>{_spaced(line)}</text:p>" for line in text.split("\n"))


def _spaced(line: str) -> str:
    said = escape(line).replace("\t", "&#9;")
    return re.sub(r"^ +| +$|(?<= ) +|(?<=/>) +", lambda run: f'<text:s text:c="{len(run[0])}"/>', said)
