"""Triples as lines of N-Triples: terms with one space between them, the full stop, the line's end.

Where many triples are looked at and few are of interest, lines are read ten times as fast as terms are made.
"""

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from kgraph.model import Term, Triple
from kgraph.store.terms import from_oxigraph, serialise, triple_from_oxigraph


def terms_of(line: bytes) -> list[bytes]:
    r"""A line's subject, predicate and object, as it writes them.

    >>> terms_of(b'<x:s> <x:p> "a b" .\n')
    [b'<x:s>', b'<x:p>', b'"a b"']
    """
    return line[:-3].split(b" ", 2)


def triples_of(lines: Iterable[bytes]) -> Iterator[Triple]:
    """The triples; blank nodes keep their labels."""
    return map(triple_from_oxigraph, ox.parse(b"".join(lines), ox.RdfFormat.N_TRIPLES, lenient=True))


def term_of(written: bytes) -> Term:
    """The term that a line writes so."""
    (triple,) = ox.parse(b"<x:s> <x:p> %b .\n" % written, ox.RdfFormat.N_TRIPLES, lenient=True)
    return from_oxigraph(triple.object)


def line_of(triple: Triple) -> bytes:
    """A triple's line."""
    return " ".join([*map(serialise, triple), ".\n"]).encode()
