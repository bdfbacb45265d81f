"""Lines of many graphs in little memory: in compressed blocks, of which the last few that were read are kept
uncompressed. A large graph has several blocks, so that its lines can be read without having all of them in memory."""

import zlib
from collections.abc import Iterable, Iterator, MutableMapping
from functools import lru_cache
from itertools import chain
from typing import Self

from kgraph.namespaces import IRI

_BLOCK = 1 << 15  # how many bytes are compressed together; to read one graph, as many are uncompressed
_FASTEST = 1


class Packed(MutableMapping[IRI, bytes]):
    """A mapping from graphs to their lines. It is fastest to read the graphs in the order in which they were added.

    >>> lines = Packed([(IRI("x:a"), b"<x:s> <x:p> <x:o> .\\n"), (IRI("x:b"), b"")])
    >>> lines[IRI("x:a")], len(lines), IRI("x:c") in lines
    (b'<x:s> <x:p> <x:o> .\\n', 2, False)
    """

    def __init__(self, graphs: Iterable[tuple[IRI, bytes]] = ()) -> None:
        # each graph's blocks, and begin and end in its block if it has only one
        self._places: dict[IRI, tuple[tuple[bytes, ...], int, int]] = {}
        self._add((graph, _cut(lines)) for graph, lines in graphs)

    @classmethod
    def of_lines(cls, graphs: Iterable[tuple[IRI, Iterable[bytes]]]) -> Self:
        """The same from graphs whose lines are given one by one."""
        found = cls()
        found._add((graph, _gathered(lines)) for graph, lines in graphs)
        return found

    def _add(self, graphs: Iterable[tuple[IRI, Iterator[bytes]]]) -> None:
        waiting: list[tuple[IRI, bytes]] = []
        size = 0
        for graph, pieces in graphs:
            first, second = next(pieces, b""), next(pieces, None)
            if second is not None:
                blocks = tuple(map(_compressed, chain((first, second), pieces)))
                self._places[graph] = blocks, 0, 0
                continue
            waiting.append((graph, first))
            size += len(first)
            if size >= _BLOCK:
                self._pack(waiting)
                waiting, size = [], 0
        self._pack(waiting)

    def _pack(self, several: list[tuple[IRI, bytes]]) -> None:
        block = (_compressed(b"".join(lines for _, lines in several)),)
        at = 0
        for graph, lines in several:
            self._places[graph] = block, at, at + len(lines)
            at += len(lines)

    def take(self, other: "Packed", graph: IRI) -> None:
        """Take over a graph from another `Packed`, without compressing it again."""
        self._places[graph] = other._places[graph]

    def lines(self, graph: IRI) -> Iterator[bytes]:
        """The lines of a graph one by one, none for a missing graph; of a large one few are in memory at a time."""
        for piece in self._pieces(graph) if graph in self._places else ():
            yield from piece.splitlines(keepends=True)

    def _pieces(self, graph: IRI) -> Iterator[bytes]:
        blocks, begin, end = self._places[graph]
        if len(blocks) > 1:
            return map(zlib.decompress, blocks)
        return iter((_opened(blocks[0])[begin:end],))

    def __getitem__(self, graph: IRI) -> bytes:
        return b"".join(self._pieces(graph))

    def __setitem__(self, graph: IRI, lines: bytes) -> None:
        self._add([(graph, _cut(lines))])

    def __delitem__(self, graph: IRI) -> None:
        del self._places[graph]

    def __contains__(self, graph: object) -> bool:
        return graph in self._places

    def __iter__(self) -> Iterator[IRI]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


@lru_cache(maxsize=4)
def _opened(block: bytes) -> bytes:
    return zlib.decompress(block)


def _compressed(lines: bytes) -> bytes:
    return zlib.compress(lines, _FASTEST)


def _cut(lines: bytes) -> Iterator[bytes]:
    """Pieces of whole lines, of about the size of a block."""
    at = 0
    while at < len(lines):
        end = lines.find(b"\n", at + _BLOCK) + 1 or len(lines)
        yield lines[at:end]
        at = end


def _gathered(lines: Iterable[bytes]) -> Iterator[bytes]:
    """The same of lines that are given one by one."""
    waiting: list[bytes] = []
    size = 0
    for line in lines:
        waiting.append(line)
        size += len(line)
        if size >= _BLOCK:
            yield b"".join(waiting)
            waiting, size = [], 0
    if waiting:
        yield b"".join(waiting)
