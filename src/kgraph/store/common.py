"""Triples that many worlds share: a build loads them once, into a clone of the version, in the version's folder.

A world is then a clone of that clone, with its own triples added. The clone's name has a digest of its lines, whatever
their order, so that a world with other lines is not made from it. Code that opens the folder for writing removes the
clone first.

A world's blank nodes are not those of the graphs from which it was made: they get labels of their own.
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
_BATCH = 200_000  # how many quads the engine sorts at once; each takes some 0.7 kB then
_AT_ONCE = 300  # how many pieces are joined into one


def common_with(source: ox.Store, version: Path, lines: Iterable[bytes], *, write: bool) -> ox.Store | None:
    """The version's clone with just these lines of N-Triples as its default graph; `None` if none can be read.

    If `write` is true and there is no such clone, it is made from `source`.
    """
    place = place_of(version, digest_of(lines))
    if write and not place.exists():
        write_clone(lambda: (source, partial(add_to, lines=lines)), place)
    with suppress(OSError, RuntimeError):
        if place.is_dir() and not is_broken(place):
            return ox.Store.read_only(str(place))
    return None


def remove_common(folder: Path) -> None:
    """Remove the clones in a folder, before it is opened for writing."""
    for place in folder.glob(f"{_NAME}*"):
        shutil.rmtree(place)


def add_to(engine: ox.Store, lines: Iterable[bytes], graph: ox.NamedNode | ox.DefaultGraph | None = None) -> None:
    """Add lines of N-Triples to a graph (`None`: the default graph), with new blank nodes."""
    triples = ox.parse(cast(IO[bytes], _Stream(own_nodes(lines))), ox.RdfFormat.N_TRIPLES, lenient=True)
    name = graph or ox.DefaultGraph()
    add_in_batches(
        engine, (ox.Quad(one.subject, one.predicate, one.object, name) for one in triples) if graph else triples
    )


def add_in_batches(engine: ox.Store, quads: Iterator[ox.Quad]) -> None:
    """Add quads to a folder in batches, so that memory holds one batch at a time."""
    for first in quads:
        engine.bulk_extend(chain([first], islice(quads, _BATCH - 1)))


def own_nodes(lines: Iterable[bytes]) -> Iterator[bytes]:
    """The lines with a world's own blank nodes instead of those of the graphs from which it was made."""
    for piece in lines:
        if b"_:" in piece:
            # a line feed is only at the end of a line
            named = _BLANK_OBJECT.sub(b"> _:w", piece).replace(b"\n_:", b"\n_:w")
            yield b"_:w" + named[2:] if named.startswith(b"_:") else named
        else:
            yield piece


def common_of(version: Path) -> tuple[Path, int] | None:
    """The clone of shared triples in a version's folder, with its digest; `None` if there is none."""
    places = list(version.glob(f"{_NAME}*"))
    if len(places) != 1 or is_broken(places[0]):
        return None
    return places[0], int(places[0].name.removeprefix(_NAME), 16)


def place_of(version: Path, digest: int) -> Path:
    """The path of a version's clone whose lines have this digest."""
    return version / f"{_NAME}{digest % _DIGESTS:032x}"


def digest_of(lines: Iterable[bytes]) -> int:
    """A digest of lines that does not depend on their order: the sum of two checksums of each line. Digests of two sets
    of lines add up to that of both."""
    found = 0
    for piece in lines:
        several = piece.splitlines()
        found += (sum(map(zlib.crc32, several)) << 64) + sum(map(zlib.adler32, several))
    return found % _DIGESTS


class _Stream(io.RawIOBase):
    """A stream of bytes that are given in pieces."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        super().__init__()
        self._pieces, self._left = iter(pieces), memoryview(b"")

    def readable(self) -> bool:
        """True: the stream can be read, and cannot be written to."""
        return True

    def read(self, size: int = -1) -> bytes:
        """The next bytes, at most `size`; none at the end."""
        while not self._left:
            some = b"".join(islice(self._pieces, _AT_ONCE))
            if not some:
                return b""
            self._left = memoryview(some)
        found, self._left = self._left[:size], self._left[size:]
        return bytes(found)
