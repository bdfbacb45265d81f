"""Writing so that nothing is ever half-written: beside the place first, then renamed into it."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kgraph.errors import UsageError


def replace_file(path: Path, content: bytes | str) -> None:
    """Write a file, or leave the old one as it was; its permission bits are kept.

    Text goes out as UTF-8. Raises `UsageError` if the place cannot be written.
    """
    data = content.encode("utf8") if isinstance(content, str) else content
    beside: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
        beside = Path(name)
        with os.fdopen(handle, "wb") as out:
            out.write(data)
        beside.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask())
        beside.replace(path)
    except OSError as error:
        raise UsageError(f"{path}: cannot be written: {error.strerror}") from error
    finally:
        if beside is not None:
            beside.unlink(missing_ok=True)


@contextmanager
def replaced_folder(folder: Path) -> Iterator[Path]:
    """The path of a new folder beside `folder`, put into its place if the block ends well, removed if not.

    Who has the old folder's files open keeps them. Raises `UsageError` if the place cannot be written.
    """
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    except OSError as error:
        raise UsageError(f"{folder}: cannot be written: {error.strerror}") from error
    try:
        yield beside / "new"
        if folder.exists():
            folder.replace(beside / "old")
        (beside / "new").replace(folder)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current
