"""What names are looked up by, kept in a folder between commands: to work it out takes 0.2 ms a name.

A file is named after the names, in their order, and after the code and tables that made it, so that it is never out of
date. It has places in the list of names and no name. It is written beside and renamed; whoever cannot write or read
it works without. What it leads to is compared as always. But what a damaged file lacks is not found, so it is as
trusted as the store beside it: `.kgraph` is for nobody else to write.
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
    file = folder / f"{kind}-{_digest(names)}.sqlite"
    kept = KeptKeys(file, names)
    with suppress(OSError, sqlite3.Error, UsageError, UnicodeEncodeError):
        if not _is_whole(kept, file):
            folder.mkdir(exist_ok=True)
            replace_file(file, _made(names, keys))
            with suppress(OSError):
                _clear(folder, file)
        return kept
    return None


def _is_whole(kept: KeptKeys, file: Path) -> bool:
    """Whether there is a file that can be read."""
    if not file.is_file():
        return False
    try:
        kept.counts([""])
    except sqlite3.Error:
        return False
    return True


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
    return digest.hexdigest()[:24]


@cache
def _made_by() -> bytes:
    """A digest of the code and the tables by which names are read."""
    digest = hashlib.sha256(sqlite3.sqlite_version.encode())
    for folder in (Path(__file__).parent, Path(str(reading.__file__)).parent):
        for path in sorted(folder.iterdir()):
            if path.suffix in (".py", ".tsv"):
                digest.update(path.read_bytes())
    return digest.digest()
