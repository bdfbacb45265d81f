"""A store's quads as one compressed file of N-Quads, in the store's folder.

The engine looks every term up when it hands quads out: reading this file is ten times as fast. It is written with the
folder's version, which never changes; whoever opens the folder for writing removes it first.
"""

import gzip
import zlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path

from kgraph.namespaces import IRI

_NAME = "quads.nq.gz"
_FASTEST = 1

Graph = tuple[IRI, list[bytes]]
"""A named graph, with its triples as lines of N-Triples."""


def write_archive(folder: Path, graphs: Iterable[Graph]) -> None:
    """Write the graphs, which come sorted by name, into the folder."""
    with gzip.open(folder / _NAME, "wb", compresslevel=_FASTEST) as file:
        for graph, lines in graphs:
            end = f" <{graph}> .\n".encode()
            file.write(b"".join(line[:-3] + end for line in lines))


def read_archive(folder: Path, beginnings: Sequence[str]) -> list[Graph] | None:
    """The graphs whose names begin in one of these ways, in order; `None` where there is no archive that can be read.

    It is read to its end, since its checksum is there.
    """
    archive = folder / _NAME
    try:
        if archive.stat().st_size:  # what has nothing in it would be read without an error
            return list(_graphs(archive, tuple(beginnings)))
    except (OSError, EOFError, zlib.error, ValueError):
        pass
    return None


def remove_archive(folder: Path) -> None:
    """Remove it: somebody is about to write to the folder."""
    (folder / _NAME).unlink(missing_ok=True)


def _graphs(archive: Path, beginnings: tuple[str, ...]) -> Iterator[Graph]:
    with gzip.open(archive, "rb") as file:
        for end, lines in groupby(file, key=lambda line: line[line.rindex(b" <") :]):
            graph = end[2:-4].decode()
            if graph.startswith(beginnings):
                yield IRI(graph), [line[: -len(end)] + b" .\n" for line in lines]
