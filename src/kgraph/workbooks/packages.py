"""Reading zipped XML, the form of XLSX and ODS, within bounds: nothing is unpacked onto disk, no entity is expanded.

A part is read as a stream of elements. `zipfile` never returns more than the size in the zip file's directory. Neither
format allows document types (OPC, ECMA-376 part 2 §8.1.4; nor does ODF), so these are refused, and with them all
entities and external content.
"""

import io
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path
from xml.parsers import expat

from kgraph.errors import DataError, short

MOST_UNPACKED = 200_000_000  # the most bytes of a part
MOST_PARTS = 10_000
# the greatest ratio of unpacked to packed size for parts larger than _SMALL; a sheet of equal rows reaches 100
MOST_RATIO = 300
_SMALL = 10_000_000
_ENCODINGS = ("utf-8", "utf-16", "us-ascii", "ascii", "iso-8859-1")  # the encodings that expat supports itself
AGAIN = "open it in a spreadsheet and save it again"

Attributes = dict[str, str]


class Reader:
    """Base class of readers, whose methods are called for a part's elements (named `namespace local`); this one ignores
    them."""

    def start(self, name: str, attributes: Attributes) -> None:
        """Called when an element begins."""

    def end(self, name: str) -> None:
        """Called when an element ends."""

    def text(self, text: str) -> None:
        """Called with text; the text of one element may come in several pieces."""


class Package:
    """The parts of a zipped workbook, by name; letter case does not matter."""

    def __init__(self, path: Path, data: bytes) -> None:
        """Read the list of parts; raises `DataError` if it is damaged or exceeds the bounds."""
        self.path = path
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            infos = self._zip.infolist()
        except _ZIP_ERRORS as error:
            raise self.damaged(short(str(error))) from error
        if len(infos) > MOST_PARTS:
            raise DataError(
                f"this workbook has {len(infos):,} parts, and {MOST_PARTS:,} are the most", path=path, fix=AGAIN
            )
        self._parts = {_plain(info.filename): info for info in infos}

    def damaged(self, what: str) -> DataError:
        """An error that says how the workbook is damaged."""
        return DataError(f"this workbook is damaged: {what}", path=self.path, fix=AGAIN)

    def has(self, name: str) -> bool:
        """Whether there is a part or folder with this name."""
        wanted = _plain(name)
        return wanted in self._parts or any(part.startswith(f"{wanted}/") for part in self._parts)

    def names(self) -> list[str]:
        """All names of parts, in lower case."""
        return list(self._parts)

    def small(self, name: str) -> bytes:
        """The bytes of a small part; b"" if it is large or missing."""
        info = self._parts.get(_plain(name))
        return self._bytes(info) if info is not None and info.file_size < 100_000 else b""

    def original(self, name: str) -> str:
        """A part's name in the file's spelling; a new name is unchanged."""
        info = self._parts.get(name)
        return info.filename if info is not None else name

    def whole(self, name: str) -> bytes:
        """All bytes of a part, which must exist; raises `DataError` if it exceeds the bounds."""
        return self._bytes(self._parts[_plain(name)])

    def read(self, name: str, reader: Reader) -> None:
        """Read the elements of a part, which must exist, with a reader; raises `DataError`."""
        info = self._parts.get(_plain(name))
        if info is None:
            raise self.damaged(f"it has no part {short(name)}")
        self._check(info)
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text, parser.buffer_size = True, 1 << 16
        parser.StartElementHandler, parser.EndElementHandler = reader.start, reader.end
        parser.CharacterDataHandler = reader.text
        parser.StartDoctypeDeclHandler = self._refuse_doctype(name)
        parser.XmlDeclHandler = self._check_encoding(name)
        self._feed(info, lambda piece, last: parser.Parse(piece, last))

    def _refuse_doctype(self, name: str) -> Callable[..., None]:
        def refuse(*_: object) -> None:
            raise self.damaged(f"{short(name)} declares entities or a document type, which no workbook does")

        return refuse

    def _check_encoding(self, name: str) -> Callable[[str, str | None, int], None]:
        def check(_: str, encoding: str | None, __: int) -> None:
            if encoding is not None and encoding.lower() not in _ENCODINGS:
                raise self.damaged(f"{short(name)} is in the encoding '{short(encoding, 20)}'")

        return check

    def _feed(self, info: zipfile.ZipInfo, parse: Callable[[bytes, bool], object]) -> None:
        try:
            with self._zip.open(info) as part:
                while piece := part.read(1 << 18):
                    parse(piece, False)
                parse(b"", True)
        except expat.ExpatError as error:
            said = f"{short(info.filename)}, line {error.lineno}: {expat.ErrorString(error.code)}"
            raise self.damaged(said) from error
        except _ZIP_ERRORS as error:
            raise self.damaged(f"{short(info.filename)} cannot be unpacked ({short(str(error))})") from error

    def _bytes(self, info: zipfile.ZipInfo) -> bytes:
        pieces: list[bytes] = []
        self._check(info)
        self._feed(info, lambda piece, _: pieces.append(piece))
        return b"".join(pieces)

    def _check(self, info: zipfile.ZipInfo) -> None:
        name, size, packed = short(info.filename), info.file_size, max(info.compress_size, 1)
        if info.flag_bits & 1:
            raise locked(self.path)
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise self.damaged(f"{name} is packed in a way that no workbook is")
        if size > MOST_UNPACKED:
            said = f"{name} has {size / 1e6:,.0f} MB unpacked, and {MOST_UNPACKED // 1_000_000} MB is the most"
            raise DataError(f"this workbook is too large: {said}", path=self.path, fix="divide it into several")
        if size > _SMALL and size > MOST_RATIO * packed:
            said = f"{name} unpacks to {size // packed:,} times its size, as files made to exhaust a machine do"
            raise DataError(said, path=self.path, fix=f"if you made it yourself, {AGAIN}")


_ZIP_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    RuntimeError,
    struct.error,
    ValueError,
)


def locked(path: Path) -> DataError:
    """The error for a file with a password."""
    fix = "open it, save it without a password, and give that file"
    return DataError("this workbook is locked by a password", path=path, fix=fix)


def resolved(base: str, target: str) -> str:
    """The name of the part to which a relation of the part `base` leads.

    >>> resolved("xl/workbook.xml", "worksheets/a.xml"), resolved("xl/workbook.xml", "/xl/b.xml")
    ('xl/worksheets/a.xml', 'xl/b.xml')
    """
    joined = target if target.startswith("/") else posixpath.join(posixpath.dirname(base), target)
    return posixpath.normpath(joined).lstrip("/")


def pack(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip file of parts in their order. The first is not compressed, as ODF requires for `mimetype`; equal parts give
    equal bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            info = zipfile.ZipInfo(name)  # a fixed time, in 1980
            info.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            info.create_system, info.external_attr = 3, 0o644 << 16
            packed.writestr(info, content)
    return out.getvalue()


def _plain(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").casefold()
