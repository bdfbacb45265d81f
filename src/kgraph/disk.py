"""Writing files so that none is ever half-written: each is written under another name beside its place, then
renamed."""

import errno
import fcntl
import os
import re
import shutil
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import uuid4

from kgraph.errors import StoreBusy, Unwritable

_OFTEN = 0.02  # seconds between two tries to get a lock


def replace_file(path: Path, content: bytes | str | Iterable[bytes], *, safely: bool = False) -> None:
    """Write a file, or leave the old one as it was; its permission bits are kept, and a link is followed. If `safely`
    is true, the new file is on the disk when this returns, so that it outlasts a loss of power.

    Text is encoded as UTF-8; an iterable of bytes is written piece by piece. A path that is no regular file (a device,
    a pipe) is written to, never replaced. Raises `Unwritable` if the place cannot be written; the folder must be there.
    """
    data = content.encode("utf8") if isinstance(content, str) else content
    pieces = [data] if isinstance(data, bytes) else data
    try:
        target = path.resolve()
        if target.exists() and not target.is_file():
            with target.open("wb") as out:
                out.writelines(pieces)
            return
        _write_beside(target, pieces, safely)
    except (OSError, RuntimeError) as error:  # RuntimeError: a link that leads to itself
        raise Unwritable(f"{path}: cannot be written: {getattr(error, 'strerror', error)}") from error


def replace_files(contents: Mapping[Path, bytes | str]) -> None:
    """Write several files, all of them beside their places before the first takes its place; see `replace_file`.

    If one cannot be written, none is. A process that is killed between two renames leaves each file whole, old or new.
    """
    ready: list[tuple[Path, Path]] = []
    try:
        for path, content in contents.items():
            target = path.resolve()
            target.parent.mkdir(parents=True, exist_ok=True)
            ready.append((_beside(target, [content.encode("utf8") if isinstance(content, str) else content]), target))
        for beside, target in ready:
            beside.replace(target)
    except (OSError, RuntimeError) as error:
        raise Unwritable(f"{path}: cannot be written: {getattr(error, 'strerror', error)}") from error
    finally:
        for beside, _ in ready:
            beside.unlink(missing_ok=True)


def _write_beside(target: Path, pieces: Iterable[bytes], safely: bool) -> None:
    beside = _beside(target, pieces)
    try:
        if safely:
            _flush(beside)
        beside.replace(target)
        if safely:
            _flush(target.parent)
    finally:
        beside.unlink(missing_ok=True)


def _flush(path: Path) -> None:
    """Return when a file's bytes, or the names in a folder, are on the disk (fsync(2))."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _beside(target: Path, pieces: Iterable[bytes]) -> Path:
    """Write the new content to a file beside `target`, with the permissions of the file that `target` is now."""
    handle, name = tempfile.mkstemp(prefix=f".{target.name}-", dir=target.parent)
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb") as out:
            out.writelines(pieces)
        beside.chmod(target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask())
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    return beside


@contextmanager
def replaced_folder(folder: Path, patience: float | None = None) -> Iterator[Path]:
    """A path for a new folder that takes `folder`'s place, in one step, if the block ends well and has made it.

    `folder` is a link to one of its versions, which lie beside it as `.NAME-…`. A version that somebody holds (see
    `held_folder`) is kept until a later replacement finds it free; files that a killed process left are removed at
    once. One process at a time replaces the folder: a second one waits, for `patience` seconds at most, and then gets a
    `StoreBusy`. Raises `Unwritable` if the place cannot be written.
    """
    try:
        # a link that leads to no version was made by the user: the folder to which it leads is replaced
        folder = folder.absolute() if is_versioned(folder) else folder.resolve()
        folder.parent.mkdir(parents=True, exist_ok=True)
        if not os.access(folder.parent, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        with _locked_within(folder.parent, patience):
            _clear_versions(folder)  # first of all, since there may be no room for another version
            fresh = folder.parent / f".{folder.name}-{uuid4().hex[:12]}"
            try:
                yield fresh
                if fresh.exists():
                    _point(folder, fresh)
            finally:
                _clear_versions(folder)
    except (OSError, RuntimeError) as error:  # RuntimeError: a link that leads to itself
        raise Unwritable(f"{folder}: cannot be written: {getattr(error, 'strerror', error)}") from error


def is_versioned(folder: Path) -> bool:
    """Whether the folder is a link to a version that `replaced_folder` made."""
    return folder.is_symlink() and _version_of(folder).fullmatch(str(folder.readlink())) is not None


def is_version(folder: Path) -> bool:
    """Whether the folder is a version that `replaced_folder` made, to which nobody writes any more."""
    return re.fullmatch(r"\..+-[0-9a-f]{12}", folder.name) is not None


def _version_of(folder: Path) -> re.Pattern[str]:
    """A pattern for the names beside `folder` that kgraph makes: versions, their worlds, new links, and unfinished
    copies."""
    return re.compile(re.escape(f".{folder.name}-") + r"[0-9a-f]{12}(\.link|\.tmp|\.worlds)?")


def held_folder(folder: Path) -> tuple[Path, int]:
    """The version to which `folder` leads now, and a handle on it: until the handle is closed, no replacement removes
    it.

    Raises `FileNotFoundError` if there is none, another `OSError` if it is no folder or cannot be read.
    """
    while True:
        try:
            version = folder.resolve(strict=True)
        except RuntimeError as error:
            raise OSError(errno.ELOOP, os.strerror(errno.ELOOP)) from error
        try:
            handle = os.open(version, os.O_RDONLY | os.O_DIRECTORY)
        except FileNotFoundError:
            continue  # another process replaced and removed the version before this one held it
        try:
            fcntl.flock(handle, fcntl.LOCK_SH)
            held = folder.resolve() == version and _is_at(handle, version)
        except BaseException:
            os.close(handle)
            raise
        if held:
            return version, handle
        os.close(handle)


def _is_at(handle: int, path: Path) -> bool:
    """Whether the folder that is open as `handle` is still the one at this path; it may have been replaced."""
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except OSError:
        return False


def _point(folder: Path, version: Path) -> None:
    """Make `folder` a link to the version; if `folder` is a real folder, it is renamed to a version first."""
    link = version.with_name(f"{version.name}.link")
    link.symlink_to(version.name)
    if folder.exists() and not folder.is_symlink():
        aside = version.with_name(f".{folder.name}-{uuid4().hex[:12]}")
        folder.rename(aside)
        try:
            link.replace(folder)
        except OSError:
            aside.rename(folder)
            raise
    else:
        link.replace(folder)


def _clear_versions(folder: Path) -> None:
    """Remove the versions to which `folder` does not lead, and their worlds, unless somebody holds them."""
    current, name = folder.resolve(), _version_of(folder)
    # sorted, so that a version is looked at before its worlds
    for version in sorted(path for path in folder.parent.iterdir() if name.fullmatch(path.name)):
        if version.is_symlink():
            version.unlink(missing_ok=True)
        elif version.suffix != ".worlds":
            if version != current:
                clear_folder(version)
        elif not version.with_suffix("").exists():
            for world in version.iterdir():
                clear_folder(world)
            with suppress(OSError):  # somebody still reads one of them
                version.rmdir()


def is_locked(file: Path) -> bool:
    """Whether a process holds a POSIX lock on the file, this one too; nothing is left locked or changed.

    A process that closes any handle on a file loses its own locks on it (fcntl(2)). So this looks first whether the
    process itself has the file open.
    """
    with suppress(OSError):
        if any(handle.exists() and handle.samefile(file) for handle in Path("/proc/self/fd").iterdir()):
            return True
    try:
        handle = os.open(file, os.O_RDWR)
    except OSError:  # there is no such file, or this process may not write to it
        return False
    try:
        fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return True
    finally:
        os.close(handle)
    return False


def clear_folder(folder: Path, aside: Path | None = None) -> None:
    """Remove a folder, unless somebody holds it (see `held_folder`); if `aside` is given, under that name."""
    with suppress(BlockingIOError, FileNotFoundError), _locked(folder, fcntl.LOCK_NB):
        if aside is not None:
            folder = folder.rename(aside)
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def locked_folder(folder: Path) -> Iterator[None]:
    """Hold a folder's advisory lock, so that one process at a time changes files there; raises `Unwritable` if it
    cannot."""
    try:
        with _locked(folder):
            yield
    except OSError as error:
        raise Unwritable(f"{folder}: cannot be written: {error.strerror}") from error


@contextmanager
def _locked(folder: Path, flags: int = 0) -> Iterator[None]:
    """Hold a folder's advisory lock (flock); it needs no lock file, and ends when the process ends."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | flags)
        yield
    finally:
        os.close(handle)


@contextmanager
def _locked_within(folder: Path, patience: float | None) -> Iterator[None]:
    """The same; raises `StoreBusy` if another process still holds the lock after so many seconds."""
    if patience is None:
        with _locked(folder):
            yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        _wait_for(handle, folder, time.monotonic() + patience)
        yield
    finally:
        os.close(handle)


def _wait_for(handle: int, folder: Path, end: float) -> None:
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError as error:
            if time.monotonic() > end:
                raise StoreBusy(f"{folder}: another process writes here, perhaps a build; try again later") from error
            time.sleep(_OFTEN)


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current
