"""A store's quads as one compressed file of N-Quads, in the store's folder.

The engine looks every term up when it hands quads out: reading this file is ten times as fast. It is written with the
folder's version, which never changes; whoever opens the folder for writing removes it first. Before each graph stands a
comment with the number of its bytes and its name.
"""

import gzip
import hashlib
import io
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from kgraph.namespaces import IRI

_NAME, _DIGEST = "quads.nq.gz", "quads.nq.gz.sha256"
_FASTEST = 1

GraphLines = tuple[IRI, list[bytes]]
"""A named graph, with its triples as lines of N-Triples."""


def write_archive(folder: Path, graphs: Iterable[GraphLines]) -> None:
    """Write the graphs, which come sorted by name, into the folder."""
    with gzip.open(folder / _NAME, "wb", compresslevel=_FASTEST) as file:
        for graph, lines in graphs:
            quads = as_quads(graph, lines)
            file.write(b"# %d %b\n%b" % (len(quads), graph.encode(), quads))
    (folder / _DIGEST).write_text(_digest((folder / _NAME).read_bytes()), encoding="ascii")


def as_quads(graph: IRI, lines: Iterable[bytes]) -> bytes:
    """Lines of N-Triples as lines of N-Quads, in this graph."""
    return b"".join(lines).replace(b" .\n", _end(graph))  # only a line's end has a line feed: others are escaped


def read_archive(folder: Path, beginnings: Sequence[str]) -> Iterator[GraphLines] | None:
    """The graphs whose names begin in one of these ways, in order; `None` where there is no archive that is whole."""
    try:
        packed, digest = (folder / _NAME).read_bytes(), (folder / _DIGEST).read_bytes()
    except OSError:
        return None
    return _graphs(packed, tuple(beginnings)) if _digest(packed).encode() == digest else None


def remove_archive(folder: Path) -> None:
    """Remove it: somebody is about to write to the folder."""
    for name in (_DIGEST, _NAME):
        (folder / name).unlink(missing_ok=True)


def _graphs(packed: bytes, beginnings: tuple[str, ...]) -> Iterator[GraphLines]:
    with gzip.open(io.BytesIO(packed)) as file:
        while head := file.readline():
            _, size, name = head.split()
            graph, quads = IRI(name.decode()), file.read(int(size))
            if graph.startswith(beginnings):
                yield graph, quads.replace(_end(graph), b" .\n").splitlines(keepends=True)


def _end(graph: IRI) -> bytes:
    return f" <{graph}> .\n".encode()


def _digest(packed: bytes) -> str:
    return hashlib.sha256(packed).hexdigest()
