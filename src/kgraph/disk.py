"""Writing so that nothing is ever half-written: beside the place first, then renamed into it."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import uuid4

from kgraph.errors import UsageError


def replace_file(path: Path, content: bytes | str) -> None:
    """Write a file, or leave the old one as it was; its permission bits are kept, and a link is followed.

    Text goes out as UTF-8. What is no regular file (a device, a pipe) is written to, never replaced. Raises
    `UsageError` if the place cannot be written; the folder must be there.
    """
    data = content.encode("utf8") if isinstance(content, str) else content
    target = path.resolve()
    try:
        if target.exists() and not target.is_file():
            target.write_bytes(data)
            return
        _write_beside(target, data)
    except OSError as error:
        raise UsageError(f"{path}: cannot be written: {error.strerror}") from error


def _write_beside(target: Path, data: bytes) -> None:
    handle, name = tempfile.mkstemp(prefix=f".{target.name}-", dir=target.parent)
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(data)
        beside.chmod(target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask())
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)


@contextmanager
def replaced_folder(folder: Path) -> Iterator[Path]:
    """A path for a new folder that takes `folder`'s place, in one step, if the block ends well.

    `folder` is a link to one of its versions, which lie beside it as `.NAME-…`. A version that somebody holds (see
    `held_folder`) stays until a later replacement finds it free; what a killed process left is cleared then, too. One
    process at a time: a second one waits. Raises `UsageError` if the place cannot be written.
    """
    folder = folder.absolute()
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with _locked(folder.parent):
            fresh = folder.parent / f".{folder.name}-{uuid4().hex[:12]}"
            try:
                yield fresh
                _point(folder, fresh)
            finally:
                _clear_versions(folder)
    except OSError as error:
        raise UsageError(f"{folder}: cannot be written: {error.strerror}") from error


def held_folder(folder: Path) -> tuple[Path, int]:
    """The version that `folder` is now, and a handle on it: until that is closed, no replacement removes it.

    Raises `FileNotFoundError` if there is none.
    """
    while True:
        version = folder.resolve(strict=True)
        handle = os.open(version, os.O_RDONLY)
        fcntl.flock(handle, fcntl.LOCK_SH)
        if folder.resolve() == version and version.is_dir():
            return version, handle
        os.close(handle)  # it was replaced before it was held


def _point(folder: Path, version: Path) -> None:
    """Make `folder` a link to the version; a real folder that stands there becomes a version itself."""
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
    """Remove the versions that `folder` is not, except where somebody holds them."""
    current = folder.resolve()
    for version in folder.parent.glob(f".{folder.name}-*"):
        if version.is_symlink():
            version.unlink(missing_ok=True)
        elif version != current:
            with suppress(BlockingIOError), _locked(version, fcntl.LOCK_NB):
                shutil.rmtree(version, ignore_errors=True)


@contextmanager
def _locked(folder: Path, flags: int = 0) -> Iterator[None]:
    """Hold a folder's advisory lock alone; nothing is written for it, and it goes with the process."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | flags)
        yield
    finally:
        os.close(handle)


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current
