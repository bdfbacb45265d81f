"""RDF files and bytes: read into quads, written from them."""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

import pyoxigraph as ox

from kgraph.errors import DataError, UsageError
from kgraph.listing import without_mark
from kgraph.model import Quad, Triple
from kgraph.namespaces import PREFIXES
from kgraph.store.oxigraph import one_line
from kgraph.store.terms import quad_from_oxigraph, quad_to_oxigraph, triple_to_oxigraph

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
# pyoxigraph puts the place before the fault; the line goes into `DataError` instead.
_PLACE = re.compile(r"^Parser error (?:at|between) line [^:]*: ")
_NAME = re.compile(r"[^\W\d][\w.-]*\Z")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def read_quads(path: Path, base: str) -> list[Quad]:
    """The quads of a file whose suffix names its format: .trig .ttl .nq .nt .jsonld .xml .rdf .owl.

    `base` is the absolute IRI that relative ones start from. Blank nodes get labels that no other file has.
    Raises `UsageError` when there is no such file or format, `DataError` with file:line when it is broken.
    """
    if path.suffix[1:].lower() not in _SUFFIXES:
        known = " ".join(f".{suffix}" for suffix in sorted(_SUFFIXES))
        raise UsageError(f"{path}: no RDF format has the suffix '{path.suffix}'; kgraph reads {known}")
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror}") from error
    return parse_quads(data, path.suffix[1:].lower(), base, path=path)


def parse_quads(data: bytes, suffix: str, base: str, *, path: Path | None = None) -> list[Quad]:
    """The quads of UTF-8 bytes in the format that a suffix (see `FORMATS`) names; `path` is for messages."""
    try:
        parsed = ox.parse(without_mark(data, path), _format(suffix), base_iri=base, rename_blank_nodes=True)
        return [quad_from_oxigraph(quad) for quad in parsed]
    except SyntaxError as error:
        raise DataError(one_line(_PLACE.sub("", str(error.msg))), path=path, line=error.lineno) from error
    except DataError as error:
        raise error if error.path else DataError(str(error), path=path) from error
    except ValueError as error:
        raise DataError(str(error), path=path) from error


def write_quads(quads: Iterable[Quad], suffix: str) -> bytes:
    """The quads in a format, UTF-8, with the prefixes of `namespaces.PREFIXES` where the format has prefixes.

    nt, ttl and xml know no graphs: the graphs' triples come out together, each once.
    Raises `DataError` where a format cannot say something, as RDF/XML with some predicates.
    """
    if _format(suffix).supports_datasets:
        return _write(list(map(quad_to_oxigraph, quads)), suffix)
    return write_triples(dict.fromkeys((s, p, o) for s, p, o, _ in quads), suffix)


def write_triples(triples: Iterable[Triple], suffix: str) -> bytes:
    """The triples in a format; those that know graphs say them as their default graph."""
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
    """Refuse what RDF/XML has no words for; pyoxigraph would write XML that no parser takes (§2.1, §7.2.1)."""
    for statement in statements:
        if not _NAME.search(statement.predicate.value):
            raise DataError(f"RDF/XML cannot write the property {statement.predicate}: it ends in no XML name")
        if isinstance(statement.object, ox.Literal) and _NOT_XML.search(statement.object.value):
            raise DataError(f"RDF/XML cannot write a text of {statement.subject}: XML forbids a character in it")


def _format(suffix: str) -> ox.RdfFormat:
    if suffix not in _SUFFIXES:
        raise UsageError(f"no RDF format is called '{suffix}'; kgraph knows {' '.join(sorted(FORMATS))}")
    return _SUFFIXES[suffix]
