"""RDF files and bytes: read into quads, written from them."""

import codecs
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

import pyoxigraph as ox

from kgraph.errors import DataError, UsageError
from kgraph.listing import without_mark
from kgraph.model import Quad, Triple
from kgraph.namespaces import PREFIXES
from kgraph.store.bounds import with_stack
from kgraph.store.faults import one_line
from kgraph.store.terms import quad_from_oxigraph, quad_to_oxigraph, triple_to_oxigraph

Said = TypeVar("Said")
_PIECE = 2**22  # bytes of N-Quads that are rewritten at once

FORMATS = {
    "jsonld": ox.RdfFormat.JSON_LD,
    "nq": ox.RdfFormat.N_QUADS,
    "nt": ox.RdfFormat.N_TRIPLES,
    "trig": ox.RdfFormat.TRIG,
    "ttl": ox.RdfFormat.TURTLE,
    "xml": ox.RdfFormat.RDF_XML,
}
"""The formats' names, which are also file suffixes."""

_SUFFIXES = {**FORMATS, "owl": ox.RdfFormat.RDF_XML, "rdf": ox.RdfFormat.RDF_XML}
# pyoxigraph's messages begin with the place; `DataError` has a field for the line instead.
_PLACE = re.compile(r"^Parser error (?:at|between) line [^:]*: ")
_JSON = re.compile(rb'"(?:[^"\\]|\\.)*+"?|[\[{]|[\]}]', re.DOTALL)
_DEEPEST = 200  # 8 MB of stack are enough for some 3,200 levels
_ENTITY = re.compile(rb"""<!ENTITY\s+(\S+)\s+(["'])(.*?)\2""", re.DOTALL)
_LONGEST_ENTITY = 100_000
_FEW_TERMS, _MOST_TERMS = 200, 200_000  # a level takes less than 0.5 kB of stack
_NAME = re.compile(r"[^\W\d][\w.-]*\Z")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def read_quads(path: Path, base: str) -> list[Quad]:
    """The quads of a file whose suffix names its format: .trig .ttl .nq .nt .jsonld .xml .rdf .owl.

    `base` is the absolute IRI against which relative ones are resolved. Blank nodes get labels that no other file has.
    Raises `UsageError` if there is no such file or format, `DataError` with file:line for a syntax error.
    """
    return read_with(path, base, quad_from_oxigraph)


def read_with(
    path: Path, base: str, convert: Callable[[ox.Quad], Said], told: Callable[[bytes], object] = lambda data: None
) -> list[Said]:
    """The value that `convert` makes of each statement of a file, as `read_quads` reads it; `told` gets the file's
    bytes first."""
    if path.suffix[1:].lower() not in _SUFFIXES:
        known = " ".join(f".{suffix}" for suffix in sorted(_SUFFIXES))
        raise UsageError(f"{path}: no RDF format has the suffix '{path.suffix}'; kgraph reads {known}")
    data = file_bytes(path)
    told(data)
    return _parsed(data, path.suffix[1:].lower(), base, path, convert)


def file_bytes(path: Path) -> bytes:
    """A file's bytes; raises `UsageError` if it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror}") from error


def parse_quads(data: bytes, suffix: str, base: str, *, path: Path | None = None) -> list[Quad]:
    """The quads of UTF-8 bytes in the format that a suffix (see `FORMATS`) names; `path` is for messages."""
    return _parsed(data, suffix, base, path, quad_from_oxigraph)


def _parsed(data: bytes, suffix: str, base: str, path: Path | None, convert: Callable[[ox.Quad], Said]) -> list[Said]:
    try:
        return parse_statements(without_mark(data, path), _format(suffix), base, convert)
    except SyntaxError as error:
        raise DataError(one_line(_PLACE.sub("", str(error.msg))), path=path, line=error.lineno) from error
    except DataError as error:
        raise error if error.path else DataError(str(error), path=path) from error
    except ValueError as error:
        raise DataError(str(error), path=path) from error


def parse_statements(
    data: bytes, rdf_format: ox.RdfFormat, base: str, convert: Callable[[ox.Quad], Said]
) -> list[Said]:
    """The value that `convert` makes of each statement in UTF-8 bytes, with or without a byte order mark.

    Raises the engine's `SyntaxError`, and `DataError` for bytes that would crash the process or exhaust its memory: the
    engine reads nested JSON and triple terms by recursion, and expands XML entities without a limit.
    """
    data = data.removeprefix(codecs.BOM_UTF8)
    _check_depth(data, rdf_format)

    def work() -> list[Said]:
        try:
            return [convert(quad) for quad in ox.parse(data, rdf_format, base_iri=base, rename_blank_nodes=True)]
        except SyntaxError as error:
            if "LoadDocumentCallback" in str(error):
                words = "its @context is at another address, which is not fetched; write the context into the file"
                raise DataError(words) from error
            raise

    terms = data.count(b"<<")
    if terms < _FEW_TERMS:
        return work()
    if terms > _MOST_TERMS:
        raise DataError(f"'<<' occurs here {terms} times; kgraph reads RDF 1.1, which has no triple terms")
    return with_stack((16 << 20) + terms * 2048, work)


def _check_depth(data: bytes, rdf_format: ox.RdfFormat) -> None:
    if rdf_format == ox.RdfFormat.JSON_LD:
        depth = 0
        for match in _JSON.finditer(data):
            mark = match[0][:1]
            depth += (mark in b"[{") - (mark in b"]}")
            if depth > _DEEPEST:
                line = data.count(b"\n", 0, match.start()) + 1
                raise DataError(f"line {line} is nested more than {_DEEPEST} deep; write it with fewer levels")
    elif rdf_format == ox.RdfFormat.RDF_XML and b"<!ENTITY" in data:
        _check_entities(data)


def _check_entities(data: bytes) -> None:
    """Raise `DataError` for entities that contain one another and grow too long (XML 1.0 §4.4; the "billion
    laughs")."""
    length: dict[bytes, int] = {}
    for name, _, text in _ENTITY.findall(data):
        inner = [length.get(other, 0) for other in re.findall(rb"&([^;&\s]+);", text)]
        length[name] = len(text) + sum(inner)
    longest = max(length.values(), default=0)
    used = sum(length.get(name, 0) for name in re.findall(rb"&([^;&\s]+);", data))
    if longest > _LONGEST_ENTITY or used > 100 * _LONGEST_ENTITY:
        raise DataError("its entities grow without end when they are put in place; write them out")


def write_quads(quads: Iterable[Quad], suffix: str) -> bytes:
    """The quads in a format, UTF-8, with the prefixes of `namespaces.PREFIXES` where the format has prefixes.

    nt, ttl and xml have no graphs: the triples of all graphs are written together, each once.
    Raises `DataError` if the format cannot express the data, as RDF/XML cannot with some predicates.
    """
    if _format(suffix).supports_datasets:
        return _write(list(map(quad_to_oxigraph, quads)), suffix)
    return write_triples(dict.fromkeys((s, p, o) for s, p, o, _ in quads), suffix)


def rewritten(pieces: Iterable[bytes], suffix: str) -> Iterator[bytes]:
    """N-Quads that come in pieces of whole lines, as TriG or JSON-LD in pieces, so that memory need not hold all.

    Raises `UsageError` for a format that has no graphs.
    """
    if suffix not in ("trig", "jsonld"):
        raise UsageError(f"'{suffix}' is no format with graphs; there are trig and jsonld")
    before = b"[\n"
    for lines in _together(pieces):
        found = _write(list(ox.parse(lines, ox.RdfFormat.N_QUADS, lenient=True)), suffix)
        if suffix == "jsonld":
            found = before + found.strip().removeprefix(b"[").removesuffix(b"]").strip()
            before = b",\n"
        yield found
    if suffix == "jsonld":
        yield b"\n]\n" if before == b",\n" else b"[]\n"


def _together(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Pieces of some size, made of smaller ones."""
    waiting = bytearray()
    for piece in pieces:
        waiting += piece
        if len(waiting) > _PIECE:
            yield bytes(waiting)
            waiting.clear()
    if waiting:
        yield bytes(waiting)


def write_triples(triples: Iterable[Triple], suffix: str) -> bytes:
    """The triples in a format; formats with graphs have them in the default graph."""
    found = list(map(triple_to_oxigraph, triples))
    if not _format(suffix).supports_datasets:
        return _write(found, suffix)
    return _write([ox.Quad(t.subject, t.predicate, t.object) for t in found], suffix)


def _write(statements: Sequence[ox.Quad] | Sequence[ox.Triple], suffix: str) -> bytes:
    rdf_format = _format(suffix)
    if rdf_format == ox.RdfFormat.RDF_XML:
        _check_xml(statements)
    with_prefixes = rdf_format in (ox.RdfFormat.TURTLE, ox.RdfFormat.TRIG, ox.RdfFormat.RDF_XML)
    written = ox.serialize(statements, format=rdf_format, prefixes=PREFIXES if with_prefixes else None)
    assert written is not None, "serialize() without an output returns the bytes"
    return written


def _check_xml(statements: Iterable[ox.Quad | ox.Triple]) -> None:
    """Raise `DataError` for triples that RDF/XML cannot express; pyoxigraph would write XML that no parser accepts
    (§2.1, §7.2.1)."""
    for statement in statements:
        if not _NAME.search(statement.predicate.value):
            raise DataError(f"RDF/XML cannot write the property {statement.predicate}: it ends in no XML name")
        if isinstance(statement.object, ox.Literal) and _NOT_XML.search(statement.object.value):
            raise DataError(f"RDF/XML cannot write a text of {statement.subject}: XML forbids a character in it")


def _format(suffix: str) -> ox.RdfFormat:
    if suffix not in _SUFFIXES:
        raise UsageError(f"no RDF format is called '{suffix}'; kgraph knows {' '.join(sorted(FORMATS))}")
    return _SUFFIXES[suffix]
