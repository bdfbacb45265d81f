"""Carrying the world that a build makes over from one version to the next, with its changes applied."""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import pyoxigraph as ox

from kgraph.disk import held_folder
from kgraph.namespaces import IRI
from kgraph.store.archive import GraphChange
from kgraph.store.changing import Changes, apply
from kgraph.store.common import common_of, digest_of, own_nodes, place_of
from kgraph.store.engine import plain_errors
from kgraph.store.seal import is_broken, write_seal
from kgraph.store.snapshot import Snapshot, name_of


@dataclass(frozen=True, slots=True)
class FrontChange:
    """The lines to remove from a world's graph and to add (`whole`), and the same for the triples it shares with other
    worlds.

    `counted` is the change of the shared lines where each line counts as often as claims say it; the digest of these
    lines is in the name of the clone that has them.
    """

    whole: GraphChange
    common: GraphChange
    counted: GraphChange


def carry_over(snapshot: Snapshot, fresh: Path, front: IRI, changes: Changes, change: FrontChange) -> bool:
    """Make a world for the version in the folder `fresh`, which is `snapshot` with these changes; returns whether it
    was made.

    It is not made if the snapshot has no such world or a damaged one.
    """
    world = snapshot.version.with_name(f"{snapshot.version.name}.worlds") / name_of([front], front)
    common = common_of(snapshot.version)
    if common is None or not world.is_dir() or is_broken(world):
        return False
    place, digest = common
    try:
        world, held = held_folder(world)
    except OSError:  # another process has removed it meanwhile
        return False
    target = place_of(fresh, digest + digest_of(change.counted.added) - digest_of(change.counted.removed))
    worlds = fresh.with_name(f"{fresh.name}.worlds")
    try:
        with plain_errors(str(fresh)):
            _write(place, target, changes, change.common)
            worlds.mkdir()
            beside = worlds / f".{uuid4().hex[:12]}"
            _write(world, beside, changes, change.whole)
            beside.rename(worlds / world.name)
    finally:
        os.close(held)
    return True


def _write(before: Path, folder: Path, changes: Changes, change: GraphChange) -> None:
    ox.Store.read_only(str(before)).backup(folder)
    engine = ox.Store(folder)
    apply(engine, changes)
    for triple in _triples(change.removed):
        engine.remove(triple)
    engine.extend(_triples(change.added))
    engine.flush()
    del engine  # closed: it writes there no more
    write_seal(folder)


def _triples(lines: Iterable[bytes]) -> list[ox.Quad]:
    return list(ox.parse(b"".join(own_nodes(lines)), ox.RdfFormat.N_QUADS, lenient=True))
