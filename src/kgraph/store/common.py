"""Triples that many worlds have in common: a build loads them once, into a clone of the version, in its folder.

A world is then a clone of that, with its own triples more. The clone's name is a digest of the lines in any order, so
that a world that has other lines is made without it. Whoever opens the folder for writing removes it first.

Blank nodes of a world are other nodes than those of the graphs that it was made from: they have labels of their own.
"""

import io
import re
import shutil
import zlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import IO, cast

import pyoxigraph as ox

from kgraph.store.beside import write_clone
from kgraph.store.seal import is_broken

_NAME = "common-"
_DIGESTS = 2**128
_BLANK_OBJECT = re.compile(rb'> _:(?=[^ "]+ \.$)', re.MULTILINE)
_BATCH = 200_000  # quads that the engine sorts at once: each takes some 0.7 kB meanwhile
_AT_ONCE = 300  # pieces that are joined to one


def common_with(source: ox.Store, version: Path, lines: Iterable[bytes], *, write: bool) -> ox.Store | None:
    """The version's clone with just these lines of N-Triples as its default graph; `None` if none can be read.

    `write` says that a clone of `source` is made to it unless there is one.
    """
    place = place_of(version, digest_of(lines))
    if write and not place.exists():
        write_clone(lambda: (source, partial(add_to, lines=lines)), place)
    with suppress(OSError, RuntimeError):
        if place.is_dir() and not is_broken(place):
            return ox.Store.read_only(str(place))
    return None


def remove_common(folder: Path) -> None:
    """Remove the clones in a folder: somebody is about to write to it."""
    for place in folder.glob(f"{_NAME}*"):
        shutil.rmtree(place)


def add_to(engine: ox.Store, lines: Iterable[bytes], graph: ox.NamedNode | ox.DefaultGraph | None = None) -> None:
    """Add lines of N-Triples to a graph, the default graph unless one is named; its blank nodes are its own."""
    triples = ox.parse(cast(IO[bytes], _Stream(own_nodes(lines))), ox.RdfFormat.N_TRIPLES, lenient=True)
    name = graph or ox.DefaultGraph()
    add_in_batches(
        engine, (ox.Quad(one.subject, one.predicate, one.object, name) for one in triples) if graph else triples
    )


def add_in_batches(engine: ox.Store, quads: Iterator[ox.Quad]) -> None:
    """Add quads to a folder, so that no more of them than a batch are held at once."""
    for first in quads:
        engine.bulk_extend(chain([first], islice(quads, _BATCH - 1)))


def own_nodes(lines: Iterable[bytes]) -> Iterator[bytes]:
    """The lines with blank nodes of a world's own in the place of those of the graphs that it was made from."""
    for piece in lines:
        if b"_:" in piece:
            named = _BLANK_OBJECT.sub(b"> _:w", piece).replace(b"\n_:", b"\n_:w")  # a line feed only ends a line
            yield b"_:w" + named[2:] if named.startswith(b"_:") else named
        else:
            yield piece


def common_of(version: Path) -> tuple[Path, int] | None:
    """The one clone in a version's folder that has what worlds have in common, with its digest; `None` if none is."""
    places = list(version.glob(f"{_NAME}*"))
    if len(places) != 1 or is_broken(places[0]):
        return None
    return places[0], int(places[0].name.removeprefix(_NAME), 16)


def place_of(version: Path, digest: int) -> Path:
    """Where a version has the clone with lines of this digest."""
    return version / f"{_NAME}{digest % _DIGESTS:032x}"


def digest_of(lines: Iterable[bytes]) -> int:
    """The sum of two checksums of each line: that of more lines is the sum of both, whatever their order."""
    found = 0
    for piece in lines:
        several = piece.splitlines()
        found += (sum(map(zlib.crc32, several)) << 64) + sum(map(zlib.adler32, several))
    return found % _DIGESTS


class _Stream(io.RawIOBase):
    """Bytes that come in pieces, to be read one after the other."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        super().__init__()
        self._pieces, self._left = iter(pieces), memoryview(b"")

    def readable(self) -> bool:
        """It can be read, and nothing else."""
        return True

    def read(self, size: int = -1) -> bytes:
        """The next bytes, no more than `size`; at the end none."""
        while not self._left:
            some = b"".join(islice(self._pieces, _AT_ONCE))
            if not some:
                return b""
            self._left = memoryview(some)
        found, self._left = self._left[:size], self._left[size:]
        return bytes(found)
