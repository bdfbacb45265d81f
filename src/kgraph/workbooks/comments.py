"""Comments on cells of XLSX: the part with the texts, and the drawing (VML) in which spreadsheets show them."""

from collections.abc import Mapping
from xml.sax.saxutils import escape

from kgraph.workbooks.values import cell_name, clean

Comments = Mapping[tuple[int, int], str]
"""Texts by row, counted from 1 as in the spreadsheet, and column, counted from 0."""

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
AUTHOR = "kgraph"
_PER_LINE = 30  # the width of a comment's box, in characters
_WIDE = 180  # the same width in points
_SHAPE = (
    '<v:shape id="{id}" type="#_x0000_t202" style="position:absolute;width:{wide}pt;height:{high}pt;visibility:hidden"'
    ' fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/><v:shadow color="black" obscured="t"/>'
    '<v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto"/><x:ClientData ObjectType="Note">'
    "<x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{left}, 15, {top}, 2, {right}, 31, {bottom}, 1</x:Anchor>"
    "<x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
)
_DRAWING = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    ' xmlns:x="urn:schemas-microsoft-com:office:excel"><v:shapetype id="_x0000_t202" coordsize="21600,21600"'
    ' o:spt="202" path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/><v:path gradientshapeok="t"'
    ' o:connecttype="rect"/></v:shapetype>'
)


def comments_part(comments: Comments) -> str:
    """The XML part with the comments' texts."""
    texts = "".join(comment(place, text) for place, text in sorted(comments.items()))
    start = f'{HEAD}<comments xmlns="{MAIN}"><authors><author>{AUTHOR}</author></authors><commentList>'
    return f"{start}{texts}</commentList></comments>"


def comment(place: tuple[int, int], text: str, author: int = 0, prefix: str = "") -> str:
    """The XML of one comment; `prefix` is the namespace's prefix with its colon."""
    p, said = prefix, escape(clean(text))
    run = f'<{p}text><{p}r><{p}t xml:space="preserve">{said}</{p}t></{p}r></{p}text>'
    return f'<{p}comment ref="{cell_name(*place)}" authorId="{author}">{run}</{p}comment>'


def drawing_part(comments: Comments, first: int = 1025) -> str:
    """The XML part with the comments' boxes."""
    return f"{_DRAWING}{shapes(comments, first)}</xml>"


def shapes(comments: Comments, first: int) -> str:
    """The XML of the boxes, whose ids are counted from `first`."""
    return "".join(
        _SHAPE.format(
            id=f"_x0000_s{number}",
            wide=_WIDE,
            high=box(text)[1],
            left=column + 1,
            right=column + 4,
            top=max(row - 2, 0),
            bottom=row + _lines(text),
            row=row - 1,
            column=column,
        )
        for number, ((row, column), text) in enumerate(sorted(comments.items()), first)
    )


def box(text: str) -> tuple[int, int]:
    """The width and the height of a comment's box, in points.

    >>> box("a note"), box("two\\nlines")
    ((180, 32), (180, 46))
    """
    return _WIDE, 18 + 14 * _lines(text)


def _lines(text: str) -> int:
    return sum(len(line) // _PER_LINE + 1 for line in text.split("\n"))
