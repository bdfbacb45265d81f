"""Snapshots beside a store's folder: its files, by hard links, and a graph more.

A published folder is never written to. So a graph that somebody asks for first is written into a clone, in
`FOLDER.worlds/NAME`, which is kept for others. Whoever reads a clone holds it by an advisory lock. What a killed
process left begins with a dot, and is cleared by the next that writes here.
"""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import uuid4

import pyoxigraph as ox

from kgraph.disk import clear_folder, held_folder, is_version, locked_folder
from kgraph.errors import UsageError
from kgraph.store.seal import write_seal

Plan = Callable[[], tuple[ox.Store, Callable[[ox.Store], None]]]
"""Tells what a clone is made of, and what adds to it."""


def clone_beside(plan: Plan, version: Path, name: str, room: int, *, anew: bool = False) -> tuple[Path, int | None]:
    """The folder of a clone of a store in `version`, with what is added; and a handle that holds it.

    It is made unless it is there; `anew`: what is there is damaged, and goes. Clones take up no more than `room` bytes
    of their own, apart from the newest: those that were asked for longest ago are removed, unless somebody reads them.
    Where nothing can be written beside the folder, the clone is a folder of the system's for temporary files, without a
    handle, and the caller's to remove.
    Raises the engine's errors and `OSError` (a full disk, say), and leaves nothing half-written.
    """
    if not is_version(version):  # somebody may write there, and a clone that is kept would be out of date
        return _temporary(plan), None
    place = version.with_name(f"{version.name}.worlds")
    target = place / name
    try:
        if not anew and (found := _found(target)):
            return found
    except PermissionError:  # another user's, who keeps it to themselves
        return _temporary(plan), None
    try:
        place.mkdir(exist_ok=True)
        if not os.access(place, os.W_OK):
            return _temporary(plan), None
        lock = locked_folder(place)
        lock.__enter__()
    except (OSError, UsageError):
        return _temporary(plan), None
    try:
        if anew:
            _clear(target)
        if found := _found(target):  # somebody else has made it meanwhile
            return found
        for left in (*place.glob(".*"), target):  # what has the clone's name now is no folder
            _remove(left)
        with _fresh(place / f".{uuid4().hex[:12]}") as fresh:
            write_clone(plan, fresh)
            fresh.rename(target)
        folder, handle = held_folder(target)
        with suppress(OSError):  # another user's clone: theirs to remove
            _keep_within(room, place, target)
        return folder, handle
    finally:
        lock.__exit__(None, None, None)


def _found(target: Path) -> tuple[Path, int] | None:
    """The clone, held; it was asked for just now. `None` if there is none."""
    try:
        folder, handle = held_folder(target)
    except (FileNotFoundError, NotADirectoryError):
        return None
    with suppress(OSError):  # a disk that cannot be written to
        os.utime(target)
    return folder, handle


def write_clone(plan: Plan, folder: Path) -> None:
    """Write a clone to a new folder, and close it."""
    source, write = plan()
    source.backup(folder)
    clone = ox.Store(folder)
    write(clone)
    clone.flush()
    del clone  # closed: the engine writes there no more
    write_seal(folder)


@contextmanager
def _fresh(folder: Path) -> Iterator[Path]:
    """A path for a new folder, which is removed if the block ends badly."""
    try:
        yield folder
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _temporary(plan: Plan) -> Path:
    with _fresh(Path(tempfile.mkdtemp(prefix="kgraph-"))) as folder:
        write_clone(plan, folder / "store")
    return folder / "store"


def _keep_within(room: int, place: Path, newest: Path) -> None:
    """Remove the clones that were asked for longest ago, until the others take up no more than `room` bytes."""
    clones = [path for path in place.glob("[!.]*") if path.is_dir()]
    clones.sort(key=lambda path: path.stat().st_mtime_ns, reverse=True)
    taken = 0
    for clone in clones:
        size = _own_bytes(clone)
        if taken + size > room and clone != newest:
            _clear(clone)
        else:
            taken += size


def _clear(clone: Path) -> None:
    """Remove a clone, unless somebody reads it: at no moment does a half of it stand under its name."""
    clear_folder(clone, aside=clone.with_name(f".{uuid4().hex[:12]}"))


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def _own_bytes(clone: Path) -> int:
    """The bytes of the files that the clone shares with nobody."""
    found = (path.stat() for path in clone.iterdir())
    return sum(stat.st_size for stat in found if stat.st_nlink == 1)
