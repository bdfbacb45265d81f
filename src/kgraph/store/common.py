"""Triples that many worlds have in common: a build loads them once, into a clone of the version, in its folder.

A world is then a clone of that, with its own triples more. The clone's name is a digest of the lines, so that a world
that has other lines is made without it. Whoever opens the folder for writing removes it first.
"""

import hashlib
import shutil
from collections.abc import Iterable
from contextlib import suppress
from functools import partial
from pathlib import Path

import pyoxigraph as ox

from kgraph.store.beside import write_clone
from kgraph.store.seal import is_broken

_NAME = "common-"


def write_common(source: ox.Store, version: Path, lines: Iterable[bytes]) -> None:
    """Put a clone of `source` into its folder that has these lines of N-Triples as its default graph."""
    place = _place(version, lines)
    if not place.exists():
        write_clone(lambda: (source, partial(add_to, lines=lines)), place)


def read_common(version: Path, lines: Iterable[bytes]) -> ox.Store | None:
    """The version's clone with just these lines as its default graph; `None` if there is none that can be read."""
    place = _place(version, lines)
    with suppress(OSError, RuntimeError):
        if place.is_dir() and not is_broken(place):
            return ox.Store.read_only(str(place))
    return None


def remove_common(folder: Path) -> None:
    """Remove the clones in a folder: somebody is about to write to it."""
    for place in folder.glob(f"{_NAME}*"):
        shutil.rmtree(place)


def add_to(engine: ox.Store, lines: Iterable[bytes], graph: ox.NamedNode | ox.DefaultGraph | None = None) -> None:
    """Add lines of N-Triples to a graph, the default graph unless one is named."""
    engine.bulk_load(b"".join(lines), ox.RdfFormat.N_TRIPLES, to_graph=graph or ox.DefaultGraph(), lenient=True)


def _place(version: Path, lines: Iterable[bytes]) -> Path:
    digest = hashlib.sha256()
    for line in lines:
        digest.update(line)
    return version / f"{_NAME}{digest.hexdigest()[:16]}"
