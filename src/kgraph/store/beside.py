"""Snapshots beside a store's folder: hard links to its files, and one more graph.

kgraph never writes to a published folder. So when a graph is asked for that the folder does not have, it is written
into a clone, `FOLDER.worlds/NAME`, which is kept for later readers. Each reader holds an advisory lock on the clone. An
unfinished clone has a name that begins with a dot; if a process was killed, the next one that writes here removes it.
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
from kgraph.errors import StoreBusy, UsageError
from kgraph.store.seal import write_seal

Plan = Callable[[], tuple[ox.Store, Callable[[ox.Store], None]]]
"""Gives the store to clone, and a function that adds to the clone."""


class FullError(StoreBusy):
    """There is no room for one more clone, since others that are being read take it up."""


def clone_beside(
    plan: Plan, version: Path, name: str, room: int, *, anew: bool = False, strict: bool = False
) -> tuple[Path, int | None]:
    """The folder of a clone of a store in `version`, with what the plan adds, and a handle whose lock keeps it.

    The clone is made unless it exists; `anew` says that the existing one is damaged and must be replaced. Clones, not
    counting the newest, take up at most `room` bytes of their own: those asked for longest ago are removed, unless
    somebody reads them. With `strict`, `FullError` is raised if those that somebody reads take up more. If nothing can
    be written beside the folder, the clone is made in the system's folder for temporary files; then there is no handle,
    and the caller must remove it. Raises the engine's errors and `OSError` (a full disk, say), and leaves nothing
    half-written.
    """
    if not is_version(version):  # the folder may change, and a kept clone would be out of date
        return _temporary(plan), None
    place = version.with_name(f"{version.name}.worlds")
    target = place / name
    try:
        if not anew and (found := _found(target)):
            return found
    except PermissionError:  # it belongs to another user, who does not let others read it
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
        if found := _found(target):  # another process has made it meanwhile
            return found
        for left in (*place.glob(".*"), target):  # something that is no folder has the clone's name
            _remove(left)
        if strict and (taken := _keep_within(room, place)) > room:
            raise FullError(f"the worlds that are being read take up {taken:,} bytes; ask again later")
        with _fresh(place / f".{uuid4().hex[:12]}") as fresh:
            write_clone(plan, fresh)
            fresh.rename(target)
        folder, handle = held_folder(target)
        with suppress(OSError):  # only the other user can remove their clone
            _keep_within(room, place, target)
        return folder, handle
    finally:
        lock.__exit__(None, None, None)


def _found(target: Path) -> tuple[Path, int] | None:
    """The clone and a handle that holds it; its time of use is set to now. `None` if there is no clone."""
    try:
        folder, handle = held_folder(target)
    except (FileNotFoundError, NotADirectoryError):
        return None
    with suppress(OSError):  # the disk is read-only
        os.utime(target)
    return folder, handle


def write_clone(plan: Plan, folder: Path) -> None:
    """Write a clone to a new folder, and close it."""
    source, write = plan()
    source.backup(folder)
    clone = ox.Store(folder)
    write(clone)
    clone.flush()
    del clone  # this closes the engine, which then writes nothing more
    write_seal(folder)


@contextmanager
def _fresh(folder: Path) -> Iterator[Path]:
    """A path for a new folder, which is removed if the block raises an error."""
    try:
        yield folder
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _temporary(plan: Plan) -> Path:
    with _fresh(Path(tempfile.mkdtemp(prefix="kgraph-"))) as folder:
        write_clone(plan, folder / "store")
    return folder / "store"


def _keep_within(room: int, place: Path, newest: Path | None = None) -> int:
    """Remove the clones that were asked for longest ago, until the others take up no more than `room` bytes, or are all
    being read; returns what they take up."""
    clones = [path for path in place.glob("[!.]*") if path.is_dir()]
    clones.sort(key=lambda path: path.stat().st_mtime_ns, reverse=True)
    taken = 0
    for clone in clones:
        size = _own_bytes(clone)
        if taken + size > room and clone != newest:
            _clear(clone)
        if clone.exists():
            taken += size
    return taken


def _clear(clone: Path) -> None:
    """Remove a clone, unless somebody reads it. It is renamed first, so that nobody finds a half of it under its
    name."""
    clear_folder(clone, aside=clone.with_name(f".{uuid4().hex[:12]}"))


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def _own_bytes(clone: Path) -> int:
    """The bytes of the clone's files that have no other hard link."""
    found = (path.stat() for path in clone.iterdir())
    return sum(stat.st_size for stat in found if stat.st_nlink == 1)
