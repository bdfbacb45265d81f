"""A digest of the engine's list of a folder's files, kept beside it: the engine takes a list that was cut for whole.

What it lists it checks by itself, by size and by checksums. Whoever opens the folder for writing removes the seal.
"""

import hashlib
from contextlib import suppress
from pathlib import Path

_NAME = "sealed"


def write_seal(folder: Path) -> None:
    """Seal a folder that no engine has open."""
    (folder / _NAME).write_text(_digest(folder), encoding="ascii")


def is_broken(folder: Path) -> bool:
    """Whether the list is not as it was when the folder was sealed; a folder without a seal is taken as it is."""
    with suppress(FileNotFoundError):
        return (folder / _NAME).read_bytes() != _digest(folder).encode()
    return False


def remove_seal(folder: Path) -> None:
    """Remove it: somebody is about to write to the folder."""
    (folder / _NAME).unlink(missing_ok=True)


def _digest(folder: Path) -> str:
    """The digest of CURRENT, which names the list, and of that."""
    current = (folder / "CURRENT").read_bytes()
    listed = b"".join(path.read_bytes() for path in sorted(folder.glob("MANIFEST-*")))
    return hashlib.sha256(current + listed).hexdigest()
