"""Lines of many graphs in little memory: in compressed blocks, of which the last few that were read are kept
uncompressed."""

import zlib
from collections.abc import Iterable, Iterator, MutableMapping
from functools import lru_cache

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
        self._places: dict[IRI, tuple[bytes, int, int]] = {}  # each graph's block, and begin and end in it
        waiting: list[tuple[IRI, bytes]] = []
        size = 0
        for graph, lines in graphs:
            waiting.append((graph, lines))
            size += len(lines)
            if size >= _BLOCK:
                self._pack(waiting)
                waiting, size = [], 0
        self._pack(waiting)

    def _pack(self, several: list[tuple[IRI, bytes]]) -> None:
        block = zlib.compress(b"".join(lines for _, lines in several), _FASTEST)
        at = 0
        for graph, lines in several:
            self._places[graph] = (block, at, at + len(lines))
            at += len(lines)

    def take(self, other: "Packed", graph: IRI) -> None:
        """Take over a graph from another `Packed`, without compressing it again."""
        self._places[graph] = other._places[graph]

    def __getitem__(self, graph: IRI) -> bytes:
        block, begin, end = self._places[graph]
        return _opened(block)[begin:end]

    def __setitem__(self, graph: IRI, lines: bytes) -> None:
        self._pack([(graph, lines)])

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
