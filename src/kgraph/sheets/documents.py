"""Converting between a row of the sheet of documents and the quads that describe a document.

`FIELDS` is the table for both directions: the heading, the property, and how a cell is read and written. A value is
written into a cell only if reading gives exactly the same value; other values are returned as quads. So `read_row` of
the result of `to_row`, together with those quads, gives all quads again.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from urllib.parse import urlsplit

from kgraph.days import is_legal
from kgraph.errors import KgraphError, UsageError, short
from kgraph.model import Literal, Quad, Term
from kgraph.namespaces import DCTERMS, IRI, KG, PAV, RDF, RDFS, SCHEMA, XSD
from kgraph.sheets.short_names import UNSEEN, is_short, refused, taken
from kgraph.workbooks.values import Cell, shown

SHORT_NAME = "short name"
"""The heading of the column that names the document: its IRI after `doc/`."""


class CellFault(ValueError):  # noqa: N818 - reads as what it is
    """A cell cannot be read; the message says what is wrong and what to write."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault of a cell: what is wrong, and what to write there."""

    heading: str
    message: str


def _is_what_it_is(text: str, heading: str) -> IRI:
    raise CellFault(f"nobody here knows '{text}'; write an IRI in angle brackets")


@dataclass(frozen=True, slots=True)
class Naming:
    """The functions by which cells name things: `name` writes an entity, `entity` reads one; `base` is the workspace's.

    `entity` also gets the column; it raises a `ValueError` or `KgraphError` that says what to write. An IRI in angle
    brackets, or without the base ("agent/espreso"), is always read.
    """

    base: str
    name: Callable[[IRI], str] = lambda iri: f"<{iri}>"
    entity: Callable[[str, str], IRI] = _is_what_it_is

    def written(self, iri: IRI, heading: str) -> str:
        """The entity's name in a column, or another text that is read as this entity there."""
        text = self.name(iri)
        try:
            if text and ";" not in text and text == " ".join(text.split()) and self.read(text, heading) == iri:
                return text
        except CellFault:
            pass
        return f"<{iri}>"

    def read(self, text: str, heading: str) -> IRI:
        """The entity with this name in a column; raises `CellFault`."""
        if text.startswith("<") and text.endswith(">"):
            return _iri(text[1:-1])
        try:
            return self.entity(text, heading)
        except (ValueError, KgraphError) as error:
            if re.fullmatch(r"[a-z]+/[^\s<>\"{}|^`\\]+", text):
                return IRI(self.base + text)
            raise CellFault(str(error)) from error


@dataclass(frozen=True, slots=True)
class Field:
    """A column: its heading, its help, its property, and how a cell is read and written.

    `read` gives the term or raises `CellFault`; `write` gives the cell, or `None` if no cell can express the term. With
    `several`, a cell may have several values, separated by semicolons.
    """

    heading: str
    help: str
    property: IRI
    read: Callable[[Cell, Naming], Term]
    write: Callable[[Term, Naming], Cell | None]
    several: bool = False


@dataclass(slots=True)
class Row:
    """The result of `read_row`: the document, its quads, and the faults of cells that could not be read."""

    document: IRI | None = None
    quads: list[Quad] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def to_row(quads: Iterable[Quad], document: IRI, naming: Naming) -> tuple[dict[str, Cell], list[Quad]]:
    """A document's cells by their headings, and the quads that no cell expresses."""
    left = list(dict.fromkeys(quads))
    cells: dict[str, Cell] = {SHORT_NAME: short_name(document, naming.base)}
    _take(left, (document, RDF.type, KG.Document, document))
    for one in FIELDS:
        values = [q[2] for q in left if q == (document, one.property, q[2], document)]
        said = [(cell, value) for value in values if (cell := _cell(one, value, naming)) is not None]
        said.sort(key=lambda pair: str(pair[0]))
        for cell, value in said if one.several else said[:1]:
            cells[one.heading] = f"{cells[one.heading]}; {cell}" if one.heading in cells else cell
            _take(left, (document, one.property, value, document))
    return cells, left


def read_row(cells: Mapping[str, Cell], naming: Naming, standing: Collection[IRI] = ()) -> Row:
    """The quads of a row's cells; empty cells and other headings give none.

    Documents in `standing` keep their names, even if a new document could not have them.
    """
    row = Row()
    try:
        row.document = document = document_iri(cells.get(SHORT_NAME, ""), naming.base, standing)
    except CellFault as fault:
        row.faults.append(Fault(SHORT_NAME, str(fault)))
        return row
    row.quads.append((document, RDF.type, KG.Document, document))
    for one in FIELDS:
        for cell in _cells(one, cells.get(one.heading, "")):
            try:
                row.quads.append((document, one.property, one.read(cell, naming), document))
            except CellFault as fault:
                row.faults.append(Fault(one.heading, str(fault)))
    return row


def from_row(cells: Mapping[str, Cell], naming: Naming) -> list[Quad]:
    """The quads of a row's cells; raises `UsageError` for the first cell that cannot be read."""
    row = read_row(cells, naming)
    if row.faults:
        raise UsageError(f"{row.faults[0].heading}: {row.faults[0].message}")
    return row.quads


def short_name(document: IRI, base: str) -> str:
    """The part of a document's IRI after `doc/`; for another IRI, the IRI in angle brackets."""
    name = document.removeprefix(f"{base}doc/")
    return name if name != document and is_short(name) else f"<{document}>"


def document_iri(cell: Cell, base: str, standing: Collection[IRI] = ()) -> IRI:
    """The document with a short name; `standing` are the existing documents; raises `CellFault`."""
    text = _text(cell)
    if text.startswith("<") and text.endswith(">"):
        iri = _iri(text[1:-1])
        if len(iri) > _LONGEST or {".", ".."} & set(re.split("[/?#]", iri)):
            raise CellFault(f"{short(text)} is too long for a document's name, or has '.' or '..' for a folder")
        why = "is a graph of kgraph's own" if iri.startswith((f"{base}graph/", f"{base}world/")) else ""
        why = f"{short(text)} {why}; write a short name" if why else taken(iri.removeprefix(f"{base}doc/"))
    else:
        name = text.removeprefix("doc/")
        iri, why = IRI(f"{base}doc/{name}"), refused(name)
    if why and iri not in standing:
        raise CellFault(why)
    return iri


_LONGEST = 500  # the most characters of an IRI in a cell
_IRI = re.compile(rf"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{{}}|^`\\{UNSEEN}]+")
_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_ADDRESS = re.compile(r"https?://[^\s/<>\"{}|^`\\][^\s<>\"{}|^`\\]*", re.IGNORECASE)
_DIGEST = re.compile(r"md5:[0-9a-f]{32}|sha1:([0-9a-f]{40}|[A-Z2-7]{32})|sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128}")
_CLOCK = re.compile(r"(\S+)[T ]+([0-9]{1,2}:[0-9]{2})(:[0-9]{2}(?:\.[0-9]+)?)? ?(Z|UTC|[+-][0-9]{2}:?[0-9]{2})?")
_DATE_HINT = "write it as 2025-11-05, or with its hour as 2025-11-05 14:30 +02:00"


def _take(left: list[Quad], quad: Quad) -> None:
    if quad in left:
        left.remove(quad)


def _cell(one: Field, value: Term, naming: Naming) -> Cell | None:
    """The cell of a value, if reading it gives the same value; else `None`."""
    cell = one.write(value, naming)
    try:
        same = cell is not None and [one.read(each, naming) for each in _cells(one, cell)] == [value]
    except CellFault:
        return None
    return cell if same else None


def _cells(one: Field, cell: Cell) -> list[Cell]:
    """The values of a cell: none, one, or several."""
    if not isinstance(cell, str):
        return [cell]
    parts = re.split(r"[;\r\n]+", cell) if one.several else [cell]
    return list(dict.fromkeys(part.strip() for part in parts if part.strip()))


def _text(cell: Cell) -> str:
    """A cell as text; a spreadsheet may have turned a name into a number or a day."""
    return shown(cell).strip()


def _iri(text: str) -> IRI:
    if not _IRI.fullmatch(text):
        raise CellFault(f"<{short(text)}> is no IRI")
    return IRI(text)


def read_address(cell: Cell, naming: Naming | None = None) -> IRI:
    """An address on the web; raises `CellFault` for anything else."""
    text = _text(cell)
    try:
        host = urlsplit(text).hostname if _ADDRESS.fullmatch(text) else None
    except ValueError:  # brackets without an IPv6 address
        host = None
    if not host:
        hint = "write %20 for a space" if re.search(r"\S\s+\S", text) else "write it as https://example.org/page"
        raise CellFault(f"'{text}' is no address on the web; {hint}")
    return IRI(re.sub(r"^https?", lambda scheme: scheme[0].lower(), text, flags=re.IGNORECASE))


def read_day(cell: Cell, naming: Naming | None = None) -> Literal:
    """A day, or a moment with its offset; raises `CellFault` for anything else."""
    if isinstance(cell, datetime) and cell.time().isoformat() == "00:00:00" and cell.tzinfo is None:
        cell = cell.date()
    if isinstance(cell, date) and not isinstance(cell, datetime):
        return Literal(cell.isoformat(), XSD.date)
    text = _text(cell)
    if is_legal(text, "date"):
        return Literal(text, XSD.date)
    return _moment(text)


def _moment(text: str) -> Literal:
    if is_legal(text, "dateTimeStamp"):
        return Literal(text, XSD.dateTime)
    match = _CLOCK.fullmatch(text)
    if match is None or not is_legal(match[1], "date"):
        raise CellFault(f"'{text}' is no day that is read here; {_DATE_HINT}")
    zone = (match[4] or "").replace("UTC", "Z")
    if not zone:
        raise CellFault(f"'{text}' has an hour and no time zone; write 2025-11-05 14:30 +02:00, or the day alone")
    zone = zone if zone == "Z" else f"{zone[:3]}:{zone[-2:]}"
    written = f"{match[1]}T{match[2]:0>5}{match[3] or ':00'}{zone}"
    if not is_legal(written, "dateTimeStamp"):
        raise CellFault(f"'{text}': there is no such hour; {_DATE_HINT}")
    return Literal(written, XSD.dateTime)


def _write_day(term: Term, naming: Naming) -> Cell | None:
    value = term.value if isinstance(term, Literal) else None
    if type(value) is date and str(term) == value.isoformat():
        return value
    return str(term) if isinstance(term, Literal) else None


def read_language(cell: Cell, naming: Naming | None = None) -> Literal:
    """A language's tag (BCP 47); raises `CellFault` for anything else."""
    text = _text(cell)
    if not _TAG.fullmatch(text):
        raise CellFault(f"'{text}' is no language tag; write 'en' for English, 'uk' for Ukrainian, 'de' for German …")
    head, hyphen, rest = text.partition("-")
    return Literal(head.lower() + hyphen + rest)


def read_digest(cell: Cell, naming: Naming | None = None) -> Literal:
    """The digest of an archive's copy; raises `CellFault` for anything else. 64 digits without a method are
    SHA-256's."""
    text = _text(cell)
    method, colon, digits = text.rpartition(":")
    if not colon and re.fullmatch(r"[0-9A-Fa-f]{64}", digits):
        method, colon = "sha256", ":"
    method = method.lower().replace("-", "")
    in_base_32 = method == "sha1" and len(digits) == 32  # the form of the Wayback Machine, in capitals
    written = method + colon + (digits if in_base_32 else digits.lower())
    if not _DIGEST.fullmatch(written):
        raise CellFault(f"'{text}' is no digest; write md5:, sha1:, sha256: or sha512: and all its digits")
    return Literal(written)


def _read_text_digest(cell: Cell, naming: Naming) -> Literal:
    written = read_digest(cell)
    if not str(written).startswith("sha256:"):
        raise CellFault(f"'{_text(cell)}' is not the SHA-256 of a text; leave it empty, and kgraph works it out")
    return written


def _read_file(cell: Cell, naming: Naming) -> Literal:
    text = _text(cell)
    if re.search(r"[/\\\0]", text):
        raise CellFault(f"'{text}' has folders in it; write the file's name alone, as it is called in sources/")
    return Literal(text)


def _read_length(cell: Cell, naming: Naming) -> Literal:
    text = _text(cell)
    if not re.fullmatch(r"[1-9][0-9]*(\.0+)?", text):
        raise CellFault(f"'{text}' is no number of characters; leave it empty, and kgraph counts them")
    return Literal(text.partition(".")[0], XSD.integer)


def _write_length(term: Term, naming: Naming) -> Cell | None:
    return Decimal(str(term)) if isinstance(term, Literal) and term.whole is not None else None


def _read_title(cell: Cell, naming: Naming) -> Literal:
    return Literal(" ".join(_text(cell).split()), language="en")


def _plain(term: Term, naming: Naming) -> Cell | None:
    return str(term) if isinstance(term, Literal) else None


def _address(term: Term, naming: Naming) -> Cell | None:
    return str(term) if isinstance(term, IRI) else None


def _agent(heading: str, help: str, predicate: IRI, *, several: bool = False) -> Field:
    """A field whose column names agents."""

    def read(cell: Cell, naming: Naming) -> Term:
        return naming.read(_text(cell), heading)

    def write(term: Term, naming: Naming) -> Cell | None:
        return naming.written(term, heading) if isinstance(term, IRI) else None

    return Field(heading, help, predicate, read, write, several)


FIELDS: tuple[Field, ...] = (
    Field("title", "The document's title in this workspace, in English.", RDFS.label, _read_title, _plain),
    _agent("publisher", "The outlet's name.", SCHEMA.publisher),
    _agent("author", "Who wrote it, where that is said; separate several names by ;.", SCHEMA.author, several=True),
    Field("published", "The day, or the day, hour and offset.", SCHEMA.datePublished, read_day, _write_day),
    Field("language", "The tag of its language: en, uk, de.", SCHEMA.inLanguage, read_language, _plain),
    Field("address", "Its address on the web: https://…", SCHEMA.url, read_address, _address),
    Field("captured", "The day on which somebody saved the text from there.", PAV.retrievedOn, read_day, _write_day),
    Field("archive copy", "The address of a copy in an archive: https://…", SCHEMA.archivedAt, read_address, _address),
    Field(
        "archive digest", "The digest of the archive's copy: sha256:… or sha1:….", KG.archiveDigest, read_digest, _plain
    ),
    Field("licence", "The address of the text's licence.", DCTERMS.license, read_address, _address),
    Field("file", "The name of its text file in sources/.", KG.fileName, _read_file, _plain),
    Field("digest", "Empty: kgraph works it out.", KG.textDigest, _read_text_digest, _plain),
    Field("length", "Empty: kgraph counts it.", KG.textLength, _read_length, _write_length),
)
"""The fields of a document, in the order of the columns."""
HEADINGS = (SHORT_NAME, *(one.heading for one in FIELDS))
