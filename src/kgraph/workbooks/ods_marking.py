"""Adding comments and a red background to a user's ODS file; everything else in the file is unchanged, byte for
byte."""

import re
from collections.abc import Mapping, Sequence

from kgraph.workbooks.comments import Comments
from kgraph.workbooks.ods_writing import paragraphs
from kgraph.workbooks.packages import Package, pack
from kgraph.workbooks.splicing import CannotSplice, Edits, Element, filled, scan, with_attribute
from kgraph.workbooks.values import clean

_RED = "#ffc7ce"
_ODF = "urn:oasis:names:tc:opendocument:xmlns:{}:1.0"
_SPACES = {prefix: _ODF.format(name) for prefix, name in (("table", "table"), ("text", "text"), ("office", "office"))}
_SPACES |= {"style": _ODF.format("style"), "fo": _ODF.format("xsl-fo-compatible")}
_EMPTY_ROW = b"<table:table-row><table:table-cell/></table:table-row>"
_CELLS = ("table-cell", "covered-table-cell")


def marked_ods(package: Package, marks: Mapping[str, Comments]) -> bytes:
    """The file with the marks of each sheet; raises `CannotSplice` if the XML is unusual, `KeyError` for an unknown
    sheet."""
    parts = {name: package.whole(name) for name in package.names()}
    data = parts["content.xml"]
    edits = Edits(data)
    found = scan(data, lambda name, _, __: name in ("table", "automatic-styles", "body") or name == "document-content")
    root = found[0]
    for prefix, space in _SPACES.items():
        if root.attributes.get(f"xmlns:{prefix}", space) != space:
            raise CannotSplice(f"another prefix {prefix}")
    missing = "".join(f' xmlns:{p}="{space}"' for p, space in _SPACES.items() if f"xmlns:{p}" not in root.attributes)
    edits.insert(root.inside - 1, missing)
    tables = {clean(one.attributes.get("table:name", "")): one for one in found if one.name == "table"}
    reds = _Reds(data, edits, found)
    for sheet, comments in marks.items():
        _Table(edits, tables[sheet], comments, reds).mark()
    reds.finish()
    parts["content.xml"] = edits.made()
    return pack({package.original(name): content for name, content in parts.items()})


class _Reds:
    """Makes copies of cell styles with a red background."""

    def __init__(self, data: bytes, edits: Edits, found: Sequence[Element]) -> None:
        self.data, self.edits, self.made = data, edits, dict[str, str]()
        self.place = next((one for one in found if one.name == "automatic-styles"), None)
        self.body = next(one for one in found if one.name == "body")
        wanted = scan(data, lambda name, at, _: name == "style" and at.get("style:family") == "table-cell")
        self.styles = {one.attributes.get("style:name", ""): one for one in wanted}

    def of(self, style: str) -> str:
        """The name of the red copy of a style."""
        return self.made.setdefault(style, f"kgraph-mark-{len(self.made)}")

    def finish(self) -> None:
        """Write the new styles into the document."""
        said = b"".join(self._red(style, name) for style, name in self.made.items())
        if self.place:
            self.edits.append(self.place, said)
        else:
            self.edits.insert(self.body.start, b"<office:automatic-styles>" + said + b"</office:automatic-styles>")

    def _red(self, style: str, name: str) -> bytes:
        ground = f'<style:table-cell-properties fo:background-color="{_RED}"/>'.encode()
        if (own := self.styles.get(style)) is None:  # a style that the document has, or none
            parent = f' style:parent-style-name="{style}"' if style else ""
            return (
                f'<style:style style:name="{name}" style:family="table-cell"{parent}>'.encode()
                + ground
                + b"</style:style>"
            )
        whole = own.whole(self.data)
        inside = scan(whole, lambda _, __, depth: depth <= 2)
        edits = Edits(whole)
        tag = with_attribute(inside[0].tag(whole), "style:name", name)
        if inside[0].empty:
            return filled(inside[0], whole, ground).replace(inside[0].tag(whole)[:-2].rstrip(), tag[:-2].rstrip(), 1)
        edits.replace(0, inside[0].inside, tag)
        properties = next((one for one in inside if one.name == "table-cell-properties"), None)
        if properties:
            red = with_attribute(properties.tag(whole), "fo:background-color", _RED)
            edits.replace(properties.start, properties.inside, red)
        else:
            edits.insert(inside[0].inside, ground)
        return edits.made()


class _Table:
    """Marks cells of a sheet; an element that stands for many equal rows or cells is split around a marked one."""

    def __init__(self, edits: Edits, table: Element, comments: Comments, reds: _Reds) -> None:
        self.edits, self.table, self.reds, self.data = edits, table, reds, edits.data
        self.comments = dict(comments)
        self.columns: list[tuple[int, str]] = []

    def mark(self) -> None:
        """Collect all edits."""
        whole = self.table.whole(self.data)
        wanted = {"table-row", "table-column"}
        number, column = 1, 0
        # a table inside a cell has rows too; groups of rows are no tables
        inner = scan(whole, lambda name, _, depth: name == "table" and depth > 1)
        for element in scan(whole, lambda name, _, __: name in wanted):
            if any(one.start < element.start < one.end for one in inner):
                continue
            if element.name == "table-column":
                column += _count(element, "table:number-columns-repeated")
                self.columns.append((column, element.attributes.get("table:default-cell-style-name", "")))
                continue
            repeated = _count(element, "table:number-rows-repeated")
            marked = sorted({row for row, _ in self.comments if number <= row < number + repeated})
            if marked:
                start = self.table.start
                rows = self._rows(element.whole(whole), element, number, repeated, marked)
                self.edits.replace(start + element.start, start + element.end, rows)
            number += repeated
        self._beyond(number)

    def _beyond(self, number: int) -> None:
        """Make rows below the last one in the file."""
        said = b""
        for row in sorted({row for row, _ in self.comments if row >= number}):
            if row > number:
                said += _times(_EMPTY_ROW, "table:number-rows-repeated", row - number)
            said += self._row(_EMPTY_ROW, row)
            number = row + 1
        if said:
            self.edits.append(self.table, said)

    def _rows(self, whole: bytes, element: Element, number: int, repeated: int, marked: Sequence[int]) -> bytes:
        pieces: list[bytes] = []
        for row in marked:
            pieces += [_times(whole, "table:number-rows-repeated", row - number), self._row(whole, row)]
            repeated -= row - number + 1
            number = row + 1
        return b"".join((*pieces, _times(whole, "table:number-rows-repeated", repeated)))

    def _row(self, whole: bytes, number: int) -> bytes:
        """One row with its marks."""
        whole = _times(whole, "table:number-rows-repeated", 1)
        found = scan(whole, lambda name, _, depth: depth == 1 or (depth == 2 and name in _CELLS))
        edits, row = Edits(whole), found[0]
        marks = {column: text for (line, column), text in self.comments.items() if line == number}
        column, style = 0, row.attributes.get("table:default-cell-style-name", "")
        for cell in found[1:]:
            repeated = _count(cell, "table:number-columns-repeated")
            inside = sorted(one for one in marks if column <= one < column + repeated)
            if inside:
                pieces, at = [], column
                for one in inside:
                    pieces += [_times(cell.whole(whole), "table:number-columns-repeated", one - at)]
                    pieces += [self._cell(cell.whole(whole), one, style, marks[one])]
                    at = one + 1
                rest = _times(cell.whole(whole), "table:number-columns-repeated", column + repeated - at)
                edits.replace(cell.start, cell.end, b"".join((*pieces, rest)))
            column += repeated
        said = b""
        for one in sorted(one for one in marks if one >= column):
            if one > column:
                said += f'<table:table-cell table:number-columns-repeated="{one - column}"/>'.encode()
            said += self._cell(b"<table:table-cell/>", one, style, marks[one])
            column = one + 1
        if said:
            edits.append(row, said)
        return edits.made()

    def _cell(self, whole: bytes, column: int, style: str, text: str) -> bytes:
        """One cell with its comment; if it has a comment already, the text is added to that."""
        whole = _times(whole, "table:number-columns-repeated", 1)
        cell, *inside = scan(whole, lambda name, _, depth: depth == 1 or (depth == 2 and name == "annotation"))
        by_column = next((name for end, name in self.columns if column < end), "")
        red = self.reds.of(cell.attributes.get("table:style-name") or style or by_column)
        note = paragraphs(clean(text))
        said = f'<office:annotation office:display="false">{note}</office:annotation>'
        tag = with_attribute(cell.tag(whole), "table:style-name", red)
        if cell.empty:
            (bare,) = scan(tag, lambda _, __, ___: True)
            return filled(bare, tag, said.encode())
        edits = Edits(whole)
        edits.replace(0, cell.inside, tag)
        if inside:
            edits.append(inside[0], note)
        else:
            edits.insert(cell.inside, said)
        return edits.made()


def _count(element: Element, name: str) -> int:
    said = element.attributes.get(name, "1")
    return max(int(said), 1) if said.isascii() and said.isdigit() else 1


def _times(whole: bytes, name: str, count: int) -> bytes:
    """An element with its repetition count set; nothing for 0.

    >>> _times(b'<a r="9"/>', "r", 1), _times(b"<a/>", "r", 3), _times(b"<a/>", "r", 0)
    (b'<a/>', b'<a r="3"/>', b'')
    """
    if count < 1:
        return b""
    end = re.match(rb"""<(?:[^>"']|"[^"]*"|'[^']*')*>""", whole)
    assert end is not None  # the bytes are an element, as was checked before
    return with_attribute(end[0], name, str(count) if count > 1 else None) + whole[end.end() :]
