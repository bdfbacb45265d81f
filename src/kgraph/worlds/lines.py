"""Triples as lines of N-Triples, and terms in the form of N-Triples, without conversion to Python values."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import overload

from kgraph.namespaces import IRI
from kgraph.store import serialise
from kgraph.store.packed import Packed

Line = bytes
"""A triple as a line of N-Triples, with one space between its terms, the full stop and the line end."""

Described = dict[bytes, dict[bytes, list[bytes]]]
"""Subject → predicate → objects."""


class Graphs(Mapping[IRI, list[Line]]):
    """Graphs with their lines. Each graph is kept as bytes, and split into lines when it is read."""

    def __init__(self, graphs: Iterable[tuple[IRI, list[Line]]]) -> None:
        self._whole = Packed.of_lines(graphs)

    @classmethod
    def of(cls, whole: Packed) -> "Graphs":
        """The graphs of a `Packed`, which is not copied."""
        graphs = cls(())
        graphs._whole = whole
        return graphs

    def __getitem__(self, graph: IRI) -> list[Line]:
        if graph not in self._whole:
            raise KeyError(graph)
        return list(self._whole.lines(graph))

    def whole(self, graph: IRI) -> bytes:
        """All lines of a graph as one `bytes`; empty for a missing graph."""
        return self._whole.get(graph, b"")

    def __contains__(self, graph: object) -> bool:
        return graph in self._whole

    def __iter__(self) -> Iterator[IRI]:
        return iter(self._whole)

    def __len__(self) -> int:
        return len(self._whole)


class Pieces(Sequence[bytes]):
    """The lines of a world: some single lines, and all lines of some graphs, which are read only when they are
    needed."""

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
    """An IRI in the form of N-Triples."""
    return serialise(term).encode()


def all_written(*terms: IRI) -> frozenset[bytes]:
    """Some IRIs in the form of N-Triples."""
    return frozenset(map(written, terms))


def parts(line: Line) -> list[bytes]:
    """The subject, predicate and object of a line."""
    return line[:-3].split(b" ", 2)


def described(lines: Iterable[Line], predicates: Collection[bytes]) -> Described:
    """For each subject, its values of these predicates."""
    found: Described = {}
    for line in lines:
        subject, predicate, value = line.split(b" ", 2)
        if predicate in predicates:
            found.setdefault(subject, {}).setdefault(predicate, []).append(value[:-3])
    return found
