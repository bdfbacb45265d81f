"""A store's quads as one compressed file of N-Quads, in the store's folder.

The engine looks every term up when it hands quads out: reading this file is ten times as fast. It is written with the
folder's version, which never changes; whoever opens the folder for writing removes it first.
"""

import gzip
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path

from kgraph.namespaces import IRI

_NAME = "quads.nq.gz"
_FASTEST = 1

Graphs = Iterator[tuple[IRI, list[bytes]]]
"""Named graphs, each with its triples as lines of N-Triples."""


def write_archive(folder: Path, graphs: Iterable[tuple[IRI, list[bytes]]]) -> None:
    """Write the graphs, which come sorted by name, into the folder."""
    with gzip.open(folder / _NAME, "wb", compresslevel=_FASTEST) as file:
        for graph, lines in graphs:
            end = f" <{graph}> .\n".encode()
            file.write(b"".join(line[:-3] + end for line in lines))


def read_archive(folder: Path, beginnings: Sequence[str]) -> Graphs | None:
    """The graphs whose names begin in one of these ways, in order; `None` where the folder has no archive."""
    archive = folder / _NAME
    return _graphs(archive, tuple(beginnings)) if archive.is_file() else None


def remove_archive(folder: Path) -> None:
    """Remove it: somebody is about to write to the folder."""
    (folder / _NAME).unlink(missing_ok=True)


def _graphs(archive: Path, beginnings: tuple[str, ...]) -> Graphs:
    last = max(beginnings)
    with gzip.open(archive, "rb") as file:
        for end, lines in groupby(file, key=lambda line: line[line.rindex(b" <") :]):
            graph = end[2:-4].decode()
            if graph.startswith(beginnings):
                yield IRI(graph), [line[: -len(end)] + b" .\n" for line in lines]
            elif graph > last:
                return
