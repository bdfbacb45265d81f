"""Lines of many graphs in a file, so that memory has some thousand of them at a time."""

import hashlib
import heapq
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import groupby, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Self

from kgraph.errors import StoreError
from kgraph.namespaces import IRI

_AT_ONCE, _PORTION, _FASTEST = 1_000, 50_000, 1
_TABLE = "CREATE TABLE IF NOT EXISTS piece (graph TEXT, number INTEGER, lines BLOB, PRIMARY KEY (graph, number))"


def digest_of(lines: Iterable[bytes]) -> str:
    """The digest of a graph's lines, which must be sorted."""
    digest = hashlib.sha256()
    for line in lines:
        digest.update(line)
    return digest.hexdigest()[:32]


def in_order(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Many lines sorted, each once; a temporary file has them, and memory a portion."""
    left = iter(lines)
    with TemporaryDirectory(prefix="kgraph-") as folder, Filed(Path(folder, "portions")) as portions:
        for number, some in enumerate(iter(lambda: set(islice(left, _PORTION)), set())):
            portions.add(IRI(f"urn:{number}"), sorted(some))
        yield from (line for line, _ in groupby(heapq.merge(*portions.values())))


class Filed(Mapping[IRI, Iterator[bytes]]):
    """Graphs in a file of SQLite; a graph's lines are read while somebody takes them.

    `digests` has the digest and `counts` the number of lines of each graph that was added. A file that cannot be read
    has no graphs.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = sqlite3.connect(path)
        self.digests: dict[IRI, str] = {}
        self.counts: dict[IRI, int] = {}
        try:
            self._file.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
            self._file.execute(_TABLE)
            self._names = {IRI(name) for (name,) in self._file.execute("SELECT DISTINCT graph FROM piece")}
        except sqlite3.DatabaseError:
            self._names = set()

    def add(self, graph: IRI, lines: Iterable[bytes]) -> None:
        """Add a graph; its lines must be sorted, each once."""
        digest, count, left = hashlib.sha256(), 0, iter(lines)
        with self._writing():
            for number, some in enumerate(iter(lambda: list(islice(left, _AT_ONCE)), [])):
                piece = b"".join(some)
                digest.update(piece)
                count += len(some)
                row = (graph, number, zlib.compress(piece, _FASTEST))
                self._file.execute("INSERT INTO piece VALUES (?, ?, ?)", row)
        if count:
            self._names.add(graph)
            self.digests[graph], self.counts[graph] = digest.hexdigest()[:32], count

    def flush(self) -> None:
        """Write what was added to the disk."""
        with self._writing():
            self._file.commit()

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.DatabaseError as error:
            raise StoreError(f"{self._path}: cannot be written ({error}); is the disk full?") from error

    def __getitem__(self, graph: IRI) -> Iterator[bytes]:
        if graph not in self._names:
            raise KeyError(graph)
        return self._lines(graph)

    def _lines(self, graph: IRI) -> Iterator[bytes]:
        pieces = self._file.execute("SELECT lines FROM piece WHERE graph = ? ORDER BY number", (graph,))
        for (piece,) in pieces:
            yield from zlib.decompress(piece).splitlines(keepends=True)

    def is_as(self, graph: IRI, digest: str | None) -> bool:
        """Whether the file has the graph with this digest, undamaged."""
        try:
            return graph in self._names and digest_of(self._lines(graph)) == digest
        except (sqlite3.DatabaseError, zlib.error):
            return False

    def __contains__(self, graph: object) -> bool:
        return graph in self._names

    def __iter__(self) -> Iterator[IRI]:
        return iter(sorted(self._names))

    def __len__(self) -> int:
        return len(self._names)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()
