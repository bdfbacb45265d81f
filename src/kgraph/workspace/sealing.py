"""Checksums of a version's files, so that a new version does not inherit damage from the one from which it is made."""

import json
import os
import zlib
from pathlib import Path

from kgraph.building.kept import NAME
from kgraph.worlds import World

WORLD_AT_BUILD = World("undisputed")
"""The world that a build makes; other worlds are made when a query first needs them."""

SUMS = "sums.json"
"""The name of the file with the checksums of a version's files."""


def seal(fresh: Path, before: Path | None = None) -> None:
    """Write the checksums of a version's files, after the last change to them.

    Files shared with the undamaged version `before` take over their checksums from it.
    """
    known = sums(before) if before else {}
    shared = {path for path in _parts(fresh) if before and path.name in known and path.samefile(before / path.name)}
    now = {path.name: known[path.name] if path in shared else checksum(path) for path in _parts(fresh)}
    with (fresh / SUMS).open("w", encoding="utf8") as out:
        json.dump(now, out)
        out.flush()
        os.fsync(out.fileno())


def is_whole(folder: Path) -> bool:
    """Whether a version's files have their checksums, so that a new version does not inherit damage.

    Worlds are not checked, since that would take four times as long; a query of a damaged world raises an error that
    says to build anew.
    """
    try:
        return sums(folder) == {path.name: checksum(path) for path in _parts(folder)}
    except OSError:
        return False


def sums(folder: Path) -> dict[str, int]:
    """The stored checksums of a version; empty if they cannot be read."""
    try:
        found = json.loads((folder / SUMS).read_text("utf8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _parts(folder: Path) -> list[Path]:
    """The files of a version from which a new version is made."""
    return [*folder.glob("*.sst"), *folder.glob("*.nq.gz"), *folder.glob(NAME)]


def checksum(path: Path) -> int:
    """The checksum of a file's bytes."""
    found = 0
    with path.open("rb") as file:
        while some := file.read(1 << 20):
            found = zlib.crc32(some, found)
    return found
