"""Source texts: files exactly as they are, and the digests by which anchors are verified.

Offsets are Unicode code points from 0, the end exclusive, as in the Web Annotation Data Model (§4.2.4).
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from kgraph.errors import DataError, UsageError
from kgraph.listing import decode


@dataclass(frozen=True, slots=True)
class SourceText:
    """A text, "sha256:…" of the file's bytes, and its length in code points."""

    text: str
    digest: str
    length: int


def read_source(path: Path) -> SourceText:
    """The file's text exactly: newlines are not translated, and a byte order mark counts as a character.

    Raises `UsageError` when there is no such file or it cannot be read, `DataError` when it is not UTF-8.
    """
    try:
        content = path.read_bytes()
    except IsADirectoryError as error:
        raise UsageError(f"{path}: is a folder; name the text file in it") from error
    except FileNotFoundError as error:
        raise UsageError(f"{path}: there is no such file; check the name, or the folder of the sources") from error
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        raise UsageError(f"{path}: cannot be read: {error}") from error
    text = decode(content, path, keep_mark=True)
    return SourceText(text, _digest(content), len(text))


def slice_digest(text: str, start: int, end: int) -> str:
    """ "sha256:…" of the UTF-8 bytes of `text[start:end]`; `DataError` unless 0 ≤ start < end ≤ length.

    >>> slice_digest("Pokrovsk", 0, 4)
    'sha256:c85302d1f8b1eacdaa54bb23d216b59395dcb853654b9822357a541457ece0d9'
    """
    if not 0 <= start < end <= len(text):
        raise DataError(f"characters {start}–{end} are no part of a text of {len(text)}")
    return _digest(text[start:end].encode())


def find_source(folder: Path, file_name: str) -> Path | None:
    """The file of that name in the folder, or `None`.

    The name comes from data, so a name that would lead out of the folder gives `None`.
    """
    if not file_name or file_name != Path(file_name).name or "\0" in file_name:
        return None
    path = folder / file_name
    return path if path.is_file() and path.resolve().is_relative_to(folder.resolve()) else None


def _digest(content: bytes) -> str:
    return "sha256:" + hashlib.sha256(content).hexdigest()
