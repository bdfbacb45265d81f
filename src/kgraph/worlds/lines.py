"""Triples as lines of N-Triples, and terms as these write them: no term becomes a value of Python's on the way."""

from collections.abc import Collection, Iterable

from kgraph.namespaces import IRI
from kgraph.store import serialise

Line = bytes
"""A triple as N-Triples writes it, with one space between its terms, its full stop and the line's end."""

Described = dict[bytes, dict[bytes, list[bytes]]]
"""Subject → predicate → objects."""


def written(term: IRI) -> bytes:
    """An IRI as it stands in a line."""
    return serialise(term).encode()


def all_written(*terms: IRI) -> frozenset[bytes]:
    """Some IRIs as they stand in lines."""
    return frozenset(map(written, terms))


def parts(line: Line) -> list[bytes]:
    """A line's subject, predicate and object."""
    return line[:-3].split(b" ", 2)


def described(lines: Iterable[Line], predicates: Collection[bytes]) -> Described:
    """Each subject's properties, of these."""
    found: Described = {}
    for line in lines:
        subject, predicate, value = line.split(b" ", 2)
        if predicate in predicates:
            found.setdefault(subject, {}).setdefault(predicate, []).append(value[:-3])
    return found
