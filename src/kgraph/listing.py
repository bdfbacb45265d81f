"""Listing and reading files so that none is passed over in silence, and texts may begin with a byte order mark.

A path that cannot be read is an error that names it: a link that leads nowhere, a pipe, a folder with the name of a
file, a folder that may not be opened. Only hidden names are left out, those that begin with a dot, as editors and
version control use them.
"""

import codecs
import errno
import os
import stat
from pathlib import Path

from kgraph.errors import DataError, UsageError

# before UTF-16: the mark of UTF-32 LE begins with the mark of UTF-16 LE
_OTHER_MARKS = {
    codecs.BOM_UTF32_LE: "UTF-32",
    codecs.BOM_UTF32_BE: "UTF-32",
    codecs.BOM_UTF16_LE: "UTF-16",
    codecs.BOM_UTF16_BE: "UTF-16",
}


def entries_below(folder: Path) -> list[Path]:
    """All paths below a folder that are not hidden, sorted; none if there is no such folder.

    Links to folders are followed, on every version of Python; a folder that several links lead to, or that holds a
    link to itself, is listed once. Raises `DataError` for a link that leads nowhere, or if the folder is a file,
    `UsageError` for a folder that may not be read.
    """
    if not _is_folder(folder):
        if os.path.lexists(folder):
            check_file(folder)
            raise DataError("this is a file, and should be a folder", path=folder)
        return []
    found, seen, waiting = [], set(), [folder]
    while waiting:
        here = waiting.pop()
        real = os.path.realpath(here)
        if real in seen:
            continue
        seen.add(real)
        try:
            names = os.listdir(here)  # noqa: PTH208 - iterdir() of links behaves alike, and makes paths of hidden names
        except OSError as error:
            raise UsageError(f"{here}: cannot be read: {error.strerror}") from error
        shown = [here / name for name in sorted(names) if not name.startswith(".")]
        found += shown
        waiting += [path for path in reversed(shown) if _is_folder(path)]
    return sorted(found)


def check_file(path: Path) -> None:
    """Raise `DataError` unless the path is a file or a link to one: reading a pipe or device might never end."""
    try:
        mode = path.stat().st_mode
    except OSError as error:
        if error.errno == errno.ENOENT and path.is_symlink():
            what = f"this link leads nowhere (to {os.fspath(path.readlink())})"
            raise DataError(what, path=path, fix="correct the link, or remove it") from error
        if error.errno == errno.ELOOP:
            raise DataError("this link leads to itself", path=path, fix="correct the link, or remove it") from error
        raise UsageError(f"{path}: cannot be read: {error.strerror}") from error
    if stat.S_ISDIR(mode):
        raise DataError("this is a folder with the name of a file", path=path, fix="rename it, or put the file here")
    if not stat.S_ISREG(mode):
        raise DataError("this is no file but a pipe, a socket or a device", path=path, fix="remove it")


def read_text(path: Path) -> str:
    """The text of a UTF-8 file without a byte order mark, ends of line as they are.

    Raises `DataError` if there is no file that can be read, or it is in another encoding.
    """
    return decode(read_bytes(path), path)


def read_bytes(path: Path) -> bytes:
    """The bytes of a file; raises `DataError` if there is none that can be read."""
    if os.path.lexists(path):
        check_file(path)
    try:
        return path.read_bytes()
    except OSError as error:
        raise DataError(f"cannot be read: {error.strerror}", path=path) from error


def decode(data: bytes, path: Path | None = None, *, keep_mark: bool = False) -> str:
    """The text of UTF-8 bytes, without a byte order mark unless `keep_mark`; raises `DataError` for another
    encoding."""
    bare = without_mark(data, path)
    try:
        return (data if keep_mark else bare).decode("utf8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        what = f"cannot be read: the byte 0x{data[error.start]:02x} is not UTF-8"
        raise DataError(what, path=path, line=line, fix="save the file as UTF-8") from error


def without_mark(data: bytes, path: Path | None = None) -> bytes:
    """The bytes without UTF-8's byte order mark; raises `DataError` if they begin with the mark of another encoding."""
    for mark, encoding in _OTHER_MARKS.items():
        if data.startswith(mark):
            raise DataError(f"this is saved as {encoding}", path=path, fix="save it as UTF-8")
    return data.removeprefix(codecs.BOM_UTF8)


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # a folder above may not be searched: reading the file raises the error that says so
        return False
