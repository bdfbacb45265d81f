"""A digest (seal) of the engine's list of a folder's files, since the engine does not notice if that list was cut
short.

The engine itself checks the listed files by size and checksum. Code that opens the folder for writing removes the seal.
"""

import hashlib
from contextlib import suppress
from pathlib import Path

_NAME = "sealed"


def write_seal(folder: Path) -> None:
    """Seal a folder that no engine has open."""
    (folder / _NAME).write_text(_digest(folder), encoding="ascii")


def is_broken(folder: Path) -> bool:
    """Whether the list has changed since the folder was sealed; False for a folder without a seal."""
    with suppress(FileNotFoundError):
        return (folder / _NAME).read_bytes() != _digest(folder).encode()
    return False


def remove_seal(folder: Path) -> None:
    """Remove the seal, before the folder is opened for writing."""
    (folder / _NAME).unlink(missing_ok=True)


def _digest(folder: Path) -> str:
    """The digest of the file CURRENT, which names the list, and of the list."""
    current = (folder / "CURRENT").read_bytes()
    listed = b"".join(path.read_bytes() for path in sorted(folder.glob("MANIFEST-*")))
    return hashlib.sha256(current + listed).hexdigest()
