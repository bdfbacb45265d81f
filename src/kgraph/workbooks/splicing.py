"""Changing XML in a few places and leaving everything else unchanged, byte for byte: prefixes, order, unknown elements.

A part is scanned for elements and their positions in its bytes; edits are collected and then made all at once.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from xml.parsers import expat

_TAG = re.compile(rb"""<[^\s/>]+(?:\s+[^\s=/>]+\s*=\s*(?:"[^"]*"|'[^']*'))*\s*(/?)>""")
_OTHER_ENCODING = re.compile(rb"""<\?xml[^>]*encoding\s*=\s*["'](?!utf-8|us-ascii)""", re.IGNORECASE)


@dataclass(slots=True)
class Element:
    """An element by its positions: `start` to `inside` is its start tag, `close` to `end` its end tag, unless it is
    `empty`."""

    name: str
    attributes: dict[str, str]
    depth: int
    start: int
    inside: int
    empty: bool
    close: int = -1
    end: int = -1

    def tag(self, data: bytes) -> bytes:
        """The bytes of the start tag."""
        return data[self.start : self.inside]

    def whole(self, data: bytes) -> bytes:
        """The bytes of the element."""
        return data[self.start : self.end]

    def prefix(self, data: bytes) -> str:
        """The namespace prefix of the element's name, with the colon; "" if the name has none."""
        name = re.match(rb"<([^\s/>]+)", self.tag(data))
        before, colon, _ = name[1].decode().rpartition(":") if name else ("", "", "")
        return before + colon


class CannotSplice(ValueError):  # noqa: N818 - reads as what it is
    """XML that kgraph cannot change: in an encoding other than UTF-8, or not well-formed."""


def scan(data: bytes, wanted: Callable[[str, dict[str, str], int], bool]) -> list[Element]:
    """The elements for which `wanted` is true, in document order; it gets the local name, the attributes and the depth
    (1 for the root)."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or _OTHER_ENCODING.match(data):
        raise CannotSplice("another encoding")
    found: list[Element] = []
    open_ones: list[Element | None] = []
    parser = expat.ParserCreate("utf-8")

    def start(name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        element = None
        if wanted(local, attributes, len(open_ones) + 1):
            at = parser.CurrentByteIndex
            tag = _TAG.match(data, at)
            if tag is None:
                raise CannotSplice(name)
            element = Element(local, attributes, len(open_ones) + 1, at, tag.end(), bool(tag[1]))
            found.append(element)
        open_ones.append(element)

    def end(_: str) -> None:
        if element := open_ones.pop():
            element.close = element.inside if element.empty else parser.CurrentByteIndex
            element.end = element.inside if element.empty else data.index(b">", element.close) + 1

    def refuse(*_: object) -> None:
        raise CannotSplice("a document type")

    parser.StartElementHandler, parser.EndElementHandler, parser.StartDoctypeDeclHandler = start, end, refuse
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise CannotSplice(str(error)) from error
    return found


class Edits:
    """Changes to a part, made all at once; changes at one position are made in the order in which they were added."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self._edits: list[tuple[int, int, bytes]] = []

    def insert(self, at: int, text: str | bytes) -> None:
        """Put text before the byte `at`."""
        self.replace(at, at, text)

    def replace(self, start: int, end: int, text: str | bytes) -> None:
        """Replace the bytes from `start` to `end` by text."""
        self._edits.append((start, end, text.encode() if isinstance(text, str) else text))

    def append(self, element: Element, text: str | bytes) -> None:
        """Put text at the end of an element's content; the element may be empty."""
        said = text.encode() if isinstance(text, str) else text
        if not element.empty:
            self.insert(element.close, said)
            return
        self.replace(element.start, element.end, filled(element, self.data, said))

    def made(self) -> bytes:
        """The part with all changes."""
        pieces, at = [], 0
        for start, end, text in sorted(self._edits, key=lambda edit: edit[:2]):
            pieces += [self.data[at:start], text]
            at = max(at, end)
        return b"".join((*pieces, self.data[at:]))


def filled(element: Element, data: bytes, inside: bytes) -> bytes:
    """The bytes of an empty element with content added."""
    tag = element.tag(data)
    name = re.match(rb"<([^\s/>]+)", tag)
    assert name is not None  # the bytes are a tag, as was checked before
    return re.sub(rb"\s*/>$", b">", tag) + inside + b"</" + name[1] + b">"


def with_attribute(tag: bytes, name: str, value: str | None) -> bytes:
    """A start tag with an attribute set, or removed (`None`).

    >>> with_attribute(b'<c r="A1" s="3"/>', "s", "4"), with_attribute(b"<c s='1'>", "s", None)
    (b'<c r="A1" s="4"/>', b'<c>')
    """
    bare = re.sub(rb"""\s+%s\s*=\s*(?:"[^"]*"|'[^']*')""" % re.escape(name.encode()), b"", tag)
    if value is None:
        return bare
    return re.sub(rb"(\s*/?>)$", lambda end: f' {name}="{value}"'.encode() + end[1], bare)
