"""Triples as lines of N-Triples: terms with one space between them, the full stop, the line's end.

Reading lines is ten times as fast as making terms, which matters where few of many triples are of interest.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache

import pyoxigraph as ox

from kgraph.model import BlankNode, Literal, Term, Triple
from kgraph.namespaces import IRI
from kgraph.store.terms import from_oxigraph, serialise, to_oxigraph, triple_from_oxigraph


def terms_of(line: bytes) -> list[bytes]:
    r"""A line's subject, predicate and object, as they are written in it.

    >>> terms_of(b'<x:s> <x:p> "a b" .\n')
    [b'<x:s>', b'<x:p>', b'"a b"']
    """
    return line[:-3].split(b" ", 2)


def triples_of(lines: Iterable[bytes]) -> Iterator[Triple]:
    """The triples; blank nodes keep their labels."""
    return map(triple_from_oxigraph, ox.parse(b"".join(lines), ox.RdfFormat.N_TRIPLES, lenient=True))


def term_of(written: bytes) -> Term:
    """The term that is written so in a line of N-Triples."""
    return read_term(written.decode())


@lru_cache(maxsize=30_000)
def read_term(written: str) -> Term:
    r"""The same for a `str`. Terms without escapes are read here, others by the engine.

    >>> read_term('"say \\"no\\""').lexical, read_term("<x:a>"), read_term("_:b")
    ('say "no"', 'x:a', 'b')
    """
    if "\\" not in written and not written.startswith("<<"):
        if written[0] == "<":
            return IRI(written[1:-1])
        if written[0] == "_":
            return BlankNode(written[2:])
        lexical, _, kind = written[1:].rpartition('"')
        if not kind:
            return Literal(lexical)
        if kind[0] == "^":
            return Literal(lexical, IRI(read_term(kind[2:])))
        if "--" not in kind:
            return Literal(lexical, language=kind[1:])
    (triple,) = ox.parse(f"<x:s> <x:p> {written} .", ox.RdfFormat.N_TRIPLES, lenient=True)
    return from_oxigraph(triple.object)


@lru_cache(maxsize=30_000, typed=True)
def write_term(term: Term) -> str:
    """A term in the form in which the engine stores and writes it: numbers and dates in their shortest form.

    Raises `DataError` for an illegal term.
    """
    return as_held(str(to_oxigraph(term)))


def as_held(written: str) -> str:
    """The same for a term in the form of N-Triples.

    >>> as_held('"0.850"^^<http://www.w3.org/2001/XMLSchema#decimal>')
    '"0.85"^^<http://www.w3.org/2001/XMLSchema#decimal>'
    """
    return _held(written) if written[0] == '"' and written[-1] == ">" else written  # the engine changes no other terms


@lru_cache(maxsize=30_000)
def _held(literal: str) -> str:
    engine = ox.Store()
    engine.extend(ox.parse(f"<x:s> <x:p> {literal} .", ox.RdfFormat.N_TRIPLES, lenient=True))
    (quad,) = engine
    return str(quad.object)


def line_of(triple: Triple) -> bytes:
    """A triple's line."""
    return " ".join([*map(serialise, triple), ".\n"]).encode()
