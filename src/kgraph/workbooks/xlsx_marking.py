"""Adding comments and a red background to a user's XLSX file; everything else in the file is unchanged, byte for
byte."""

import re
from bisect import bisect_right
from collections.abc import Mapping
from xml.sax.saxutils import escape

from kgraph.workbooks.comments import Comments, comment, comments_part, drawing_part, shapes
from kgraph.workbooks.packages import Package, pack
from kgraph.workbooks.splicing import Edits, Element, filled, scan, with_attribute
from kgraph.workbooks.values import cell_name, clean, column_index
from kgraph.workbooks.xlsx import Relations, Workbook

_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_FILL = (
    '<{0}fill><{0}patternFill patternType="solid"><{0}fgColor rgb="FFFFC7CE"/><{0}bgColor indexed="64"/>'
    "</{0}patternFill></{0}fill>"
)
# the elements after `legacyDrawing` in a worksheet (ECMA-376 part 1 §18.3.1.99)
_BEHIND = {
    "legacyDrawingHF",
    "drawingHF",
    "picture",
    "oleObjects",
    "controls",
    "webPublishItems",
    "tableParts",
    "extLst",
}
_COMMENTS = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_VML = "application/vnd.openxmlformats-officedocument.vmlDrawing"


def marked_xlsx(package: Package, marks: Mapping[str, Comments]) -> bytes:
    """The file with the marks of each sheet; raises `CannotSplice` if a part is unusual, `KeyError` for an unknown
    sheet."""
    book = Workbook(package)
    parts = {name: package.whole(name) for name in package.names()}
    sheets = {name: part.lower() for name, part, _ in book.sheets()}
    reds = _Reds(parts, book.related("/styles").lower())
    types = _Types()
    for number, (sheet, comments) in enumerate(marks.items(), 1):
        part = sheets[sheet]
        edits = Edits(parts[part])
        _Cells(edits, comments, reds).mark()
        _Notes(package, parts, part, edits, types).add(comments, number)
        parts[part] = edits.made()
    reds.finish()
    types.finish(parts)
    return pack({package.original(name): content for name, content in parts.items()})


class _Reds:
    """Makes copies of cell formats with a red background when they are needed."""

    def __init__(self, parts: dict[str, bytes], part: str) -> None:
        self.parts, self.part, self.made = parts, part, dict[int, int]()
        self.fills: Element | None = None
        self.formats: Element | None = None
        self.each: list[Element] = []
        if part not in parts:
            return
        data = parts[part]
        found = scan(data, lambda name, _, depth: name in ("fills", "cellXfs", "xf") and depth in (2, 3))
        self.fills = next((one for one in found if one.name == "fills" and not one.empty), None)
        self.formats = formats = next((one for one in found if one.name == "cellXfs"), None)
        if formats:
            self.each = [one for one in found if one.name == "xf" and formats.start < one.start < formats.end]

    def of(self, style: int) -> int:
        """The number of the red copy of a format; the same number if the file has no formats."""
        if not self.fills or not self.formats or not 0 <= style < len(self.each):
            return style
        return self.made.setdefault(style, len(self.each) + len(self.made))

    def finish(self) -> None:
        """Write the new formats into the part."""
        if not self.made or not self.fills or not self.formats:
            return
        data = self.parts[self.part]
        edits = Edits(data)
        fills = scan(data[self.fills.start : self.fills.end], lambda name, _, depth: depth == 2)
        self._extend(edits, self.fills, _FILL.format(self.fills.prefix(data)).encode(), len(fills) + 1)
        copies = b"".join(self._red(self.each[style], data, len(fills)) for style in self.made)
        self._extend(edits, self.formats, copies, len(self.each) + len(self.made))
        self.parts[self.part] = edits.made()

    @staticmethod
    def _extend(edits: Edits, element: Element, more: bytes, count: int) -> None:
        edits.replace(element.start, element.inside, with_attribute(element.tag(edits.data), "count", str(count)))
        edits.insert(element.close, more)

    @staticmethod
    def _red(element: Element, data: bytes, fill: int) -> bytes:
        tag = with_attribute(with_attribute(element.tag(data), "fillId", str(fill)), "applyFill", "1")
        return tag + data[element.inside : element.end]


class _Cells:
    """Gives cells of a sheet a red background, and makes cells that do not exist yet."""

    def __init__(self, edits: Edits, comments: Comments, reds: _Reds) -> None:
        self.edits, self.data, self.reds = edits, edits.data, reds
        self.wanted: dict[int, list[int]] = {}
        for row, column in sorted(comments):
            self.wanted.setdefault(row, []).append(column)

    def mark(self) -> None:
        """Collect in `edits` what has to change in the sheet's XML."""
        rows = scan(self.data, lambda name, _, depth: (name, depth) in (("row", 3), ("sheetData", 2)))
        table = next(element for element in rows if element.name == "sheetData")
        numbered = self._numbered([element for element in rows if element.name == "row"])
        numbers = sorted(numbered)
        for number, columns in self.wanted.items():
            if number in numbered:
                self._mark_row(numbered[number], number, columns)
            else:
                fresh = self._row(table.prefix(self.data), number, columns)
                after = bisect_right(numbers, number)
                if after < len(numbers):
                    self.edits.insert(numbered[numbers[after]].start, fresh)
                elif not table.empty:
                    self.edits.insert(table.close, fresh)
        if table.empty:
            fresh = "".join(self._row(table.prefix(self.data), n, columns) for n, columns in self.wanted.items())
            self.edits.replace(table.start, table.end, filled(table, self.data, fresh.encode()))

    @staticmethod
    def _numbered(rows: list[Element]) -> dict[int, Element]:
        numbered: dict[int, Element] = {}
        number = 0
        for element in rows:
            number = int(element.attributes.get("r", number + 1))
            numbered[number] = element
        return numbered

    def _row(self, prefix: str, number: int, columns: list[int]) -> str:
        cells = "".join(self._cell(prefix, number, column) for column in columns)
        return f'<{prefix}row r="{number}">{cells}</{prefix}row>'

    def _cell(self, prefix: str, number: int, column: int, style: int = 0) -> str:
        return f'<{prefix}c r="{cell_name(number, column)}" s="{self.reds.of(style)}"/>'

    def _mark_row(self, row: Element, number: int, columns: list[int]) -> None:
        prefix, style = row.prefix(self.data), int(row.attributes.get("s", "0"))
        if row.empty:
            fresh = "".join(self._cell(prefix, number, column, style) for column in columns)
            self.edits.replace(row.start, row.end, filled(row, self.data, fresh.encode()))
            return
        cells: dict[int, Element] = {}
        column = -1
        for element in scan(row.whole(self.data), lambda name, _, depth: name == "c" and depth == 2):
            reference = element.attributes.get("r")
            column = column_index(reference) if reference else column + 1
            cells[column] = element
        self.edits.replace(row.start, row.inside, with_attribute(row.tag(self.data), "spans", None))
        for wanted in columns:
            if cell := cells.get(wanted):
                red = str(self.reds.of(int(cell.attributes.get("s", "0"))))
                start, end = row.start + cell.start, row.start + cell.inside
                self.edits.replace(start, end, with_attribute(self.data[start:end], "s", red))
            else:
                after = min((one for one in cells if one > wanted), default=None)
                at = row.close if after is None else row.start + cells[after].start
                self.edits.insert(at, self._cell(prefix, number, wanted, style))


class _Notes:
    """Adds comments to a sheet: to its present comments, or in new parts."""

    def __init__(self, package: Package, parts: dict[str, bytes], part: str, edits: Edits, types: "_Types") -> None:
        self.parts, self.part, self.edits, self.types = parts, part, edits, types
        self.relations = Relations(package, part)
        folder, _, name = part.rpartition("/")
        self.rels = f"{folder}/_rels/{name}.rels"

    def add(self, comments: Comments, number: int) -> None:
        """Write the comments; `number` is used in the names of new parts."""
        self._texts(comments, number)
        drawing = self.relations.of_type("/vmlDrawing").lower()
        tops = scan(self.edits.data, lambda _, __, depth: depth <= 2)
        if drawing in self.parts and any(element.name == "legacyDrawing" for element in tops):
            part = Edits(self.parts[drawing])
            (root,) = scan(part.data, lambda _, __, depth: depth == 1)
            boxes = re.sub(r"^<xml[^>]*>", "", drawing_part(comments, 70_000 + number * 1000)).removesuffix("</xml>")
            known = b"_x0000_t202" in part.data
            space = ' xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
            space += ' xmlns:x="urn:schemas-microsoft-com:office:excel"'
            boxes = shapes(comments, 70_000 + number * 1000) if known else boxes
            part.append(root, re.sub(r"<v:(shape|shapetype) ", rf"<v:\1{space} ", boxes))
            self.parts[drawing] = part.made()
            return
        name = f"xl/drawings/vmldrawingkgraph{number}.vml"
        self.parts[name] = drawing_part(comments).encode()
        relation = self._relate("vmlDrawing", f"/{name}", f"rIdkgraph{number}v")
        self.types.vml = True
        prefix, end = tops[0].prefix(self.edits.data), tops[0].close
        behind = next((element.start for element in tops[1:] if element.name in _BEHIND), end)
        self.edits.insert(behind, f'<{prefix}legacyDrawing xmlns:r="{_RELATIONS}" r:id="{relation}"/>')

    def _texts(self, comments: Comments, number: int) -> None:
        part = self.relations.of_type("/comments").lower()
        if part not in self.parts:
            name = f"xl/commentskgraph{number}.xml"
            self.parts[name] = comments_part(comments).encode()
            self._relate("comments", f"/{name}", f"rIdkgraph{number}c")
            self.types.comments.append(f"/{name}")
            return
        edits = Edits(self.parts[part])
        found = scan(edits.data, lambda name, _, __: name in ("comment", "text", "commentList"))
        place = {one.attributes.get("ref"): at for at, one in enumerate(found) if one.name == "comment"}
        listing = next(one for one in found if one.name == "commentList")
        for cell, said in sorted(comments.items()):
            at = place.get(cell_name(*cell))
            if at is None:
                edits.append(listing, comment(cell, said, prefix=listing.prefix(edits.data)))
                continue
            text = found[at + 1]
            p = text.prefix(edits.data)
            edits.append(text, f'<{p}r><{p}t xml:space="preserve">\n{escape(clean(said))}</{p}t></{p}r>')
        self.parts[part] = edits.made()

    def _relate(self, kind: str, target: str, relation: str) -> str:
        said = f'<Relationship xmlns="{_PACKAGE}" Id="{relation}" Type="{_RELATIONS}/{kind}" Target="{target}"/>'
        if self.rels not in self.parts:
            self.parts[self.rels] = f'<Relationships xmlns="{_PACKAGE}">{said}</Relationships>'.encode()
            return relation
        edits = Edits(self.parts[self.rels])
        (root,) = scan(edits.data, lambda _, __, depth: depth == 1)
        edits.append(root, said)
        self.parts[self.rels] = edits.made()
        return relation


class _Types:
    """Adds new parts to the list of content types."""

    def __init__(self) -> None:
        self.comments: list[str] = []
        self.vml = False

    def finish(self, parts: dict[str, bytes]) -> None:
        """Write the types into the list."""
        edits = Edits(parts["[content_types].xml"])
        every = scan(edits.data, lambda _, __, depth: depth <= 2)
        space = "http://schemas.openxmlformats.org/package/2006/content-types"
        said = "".join(f'<Override xmlns="{space}" PartName="{p}" ContentType="{_COMMENTS}"/>' for p in self.comments)
        if self.vml and not any(one.attributes.get("Extension", "").lower() == "vml" for one in every):
            said = f'<Default xmlns="{space}" Extension="vml" ContentType="{_VML}"/>{said}'
        edits.append(every[0], said)
        parts["[content_types].xml"] = edits.made()
