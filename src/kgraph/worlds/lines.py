"""Triples as lines of N-Triples, and terms as these write them: no term becomes a value of Python's on the way."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import overload

from kgraph.namespaces import IRI
from kgraph.store import serialise
from kgraph.store.packed import Packed

Line = bytes
"""A triple as N-Triples writes it, with one space between its terms, its full stop and the line's end."""

Described = dict[bytes, dict[bytes, list[bytes]]]
"""Subject → predicate → objects."""


class Graphs(Mapping[IRI, list[Line]]):
    """Graphs with their lines. They are held as few bytes, and split into lines when they are looked at."""

    def __init__(self, graphs: Iterable[tuple[IRI, list[Line]]]) -> None:
        self._whole = Packed((graph, b"".join(lines)) for graph, lines in graphs)

    def __getitem__(self, graph: IRI) -> list[Line]:
        return self._whole[graph].splitlines(keepends=True)

    def whole(self, graph: IRI) -> bytes:
        """All lines of a graph as one; none for a graph that is not there."""
        return self._whole.get(graph, b"")

    def __contains__(self, graph: object) -> bool:
        return graph in self._whole

    def __iter__(self) -> Iterator[IRI]:
        return iter(self._whole)

    def __len__(self) -> int:
        return len(self._whole)


class Pieces(Sequence[bytes]):
    """Lines of a world: some by themselves, and all those of some graphs, which are looked up when they are wanted."""

    def __init__(self, graphs: Graphs, pieces: Sequence[bytes | IRI]) -> None:
        self._graphs, self.pieces = graphs, pieces

    @overload
    def __getitem__(self, at: int) -> bytes: ...
    @overload
    def __getitem__(self, at: slice) -> "Pieces": ...
    def __getitem__(self, at: int | slice) -> "bytes | Pieces":
        if isinstance(at, slice):
            return Pieces(self._graphs, self.pieces[at])
        piece = self.pieces[at]
        return self._graphs.whole(piece) if isinstance(piece, IRI) else piece

    def __len__(self) -> int:
        return len(self.pieces)

    @property
    def lines(self) -> Iterator[Line]:
        """The lines one by one."""
        return (line for piece in self for line in piece.splitlines(keepends=True))


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
