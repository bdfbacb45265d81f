"""What names are looked up by, kept in a folder between commands: to work it out takes 0.2 ms a name.

A file is named after the names, in their order, and after the code and tables that made it, so that it is never out of
date. It has places in the list of names and no name. It is written beside and renamed; whoever cannot write or read
it works without. What it leads to is compared as always. But what a damaged file lacks would not be found: so its name
has the digest of what is in it, too, and one that was changed is made anew.
"""

import hashlib
import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import closing, suppress
from functools import cache
from pathlib import Path
from urllib.parse import quote

from kgraph import reading
from kgraph.disk import replace_file
from kgraph.errors import UsageError

LEAST = 1_000
"""The least names for which keys are kept."""
_MOST_FILES = 8
_DIGITS = 24  # of a digest in a file's name
_TABLE = "CREATE TABLE found (key TEXT, place INTEGER, PRIMARY KEY (key, place)) WITHOUT ROWID"

Keys = Callable[[str], Iterable[str]]


class KeptKeys:
    """The places of names that have each key, in a file that is made if it is missing; `None` from `open_kept` if it
    cannot be."""

    def __init__(self, file: Path, names: Sequence[str]) -> None:
        self._file, self._names = file, names

    def counts(self, keys: Collection[str]) -> dict[str, int]:
        """How many names have each key."""
        with closing(self._open()) as found:
            count = "SELECT count(*) FROM found WHERE key = ?"
            return {key: found.execute(count, (key,)).fetchone()[0] for key in keys}

    def named(self, key: str, most: int = 0) -> list[str]:
        """The names with a key, the first ones if there are more than `most`."""
        select = "SELECT place FROM found WHERE key = ? ORDER BY place LIMIT ?"
        with closing(self._open()) as found:
            places = [place for (place,) in found.execute(select, (key, most or -1))]
        return [self._names[place] for place in places if isinstance(place, int) and 0 <= place < len(self._names)]

    def _open(self) -> sqlite3.Connection:
        return sqlite3.connect(f"file:{quote(str(self._file))}?mode=ro&immutable=1", uri=True)


def open_kept(folder: Path | None, kind: str, names: Sequence[str], keys: Keys) -> KeptKeys | None:
    """The kept keys of these names, which are different ones; `None` for few names, or if nothing can be kept."""
    if folder is None or len(names) < LEAST or not folder.parent.is_dir():
        return None
    start = f"{kind}-{_digest(names)}"
    with suppress(OSError, sqlite3.Error, UsageError, UnicodeEncodeError):
        file = next(filter(_is_whole, sorted(folder.glob(f"{start}-*.sqlite"))), None)
        return KeptKeys(file or _written(folder, start, _made(names, keys)), names)
    return None


def _is_whole(file: Path) -> bool:
    """Whether a file is as it was written: its name ends with the digest of what is in it."""
    return file.stem.rpartition("-")[2] == hashlib.sha256(file.read_bytes()).hexdigest()[:_DIGITS]


def _written(folder: Path, start: str, content: bytes) -> Path:
    folder.mkdir(exist_ok=True)
    file = folder / f"{start}-{hashlib.sha256(content).hexdigest()[:_DIGITS]}.sqlite"
    replace_file(file, content)
    with suppress(OSError):
        _clear(folder, file)
    return file


def _made(names: Sequence[str], keys: Keys) -> bytes:
    def rows() -> Iterator[tuple[str, int]]:
        for place, name in enumerate(names):
            yield from ((key, place) for key in set(keys(name)))

    with closing(sqlite3.connect(":memory:")) as found:
        found.execute(_TABLE)
        found.executemany("INSERT INTO found VALUES (?, ?)", sorted(rows()))
        found.commit()
        return found.serialize()


def _clear(folder: Path, own: Path) -> None:
    """Delete the files that were made the longest ago, if there are many."""
    files = sorted((path for path in folder.glob("*.sqlite") if path != own), key=lambda path: path.stat().st_mtime)
    for path in files[: max(0, len(files) + 1 - _MOST_FILES)]:
        path.unlink(missing_ok=True)


def _digest(names: Sequence[str]) -> str:
    digest = hashlib.sha256(_made_by())
    for name in names:
        digest.update(b"\0" + name.encode("utf8", "surrogatepass"))
    return digest.hexdigest()[:_DIGITS]


@cache
def _made_by() -> bytes:
    """A digest of the code and the tables by which names are read."""
    digest = hashlib.sha256(sqlite3.sqlite_version.encode())
    for folder in (Path(__file__).parent, Path(str(reading.__file__)).parent):
        for path in sorted(folder.iterdir()):
            if path.suffix in (".py", ".tsv"):
                digest.update(path.read_bytes())
    return digest.digest()
