"""Opening the engine, asking it whether a query is legal, and turning its errors into kgraph's."""

import errno
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pyoxigraph as ox

from kgraph.disk import clear_folder, held_folder
from kgraph.errors import StoreError, StoreLocked, UsageError
from kgraph.store import guard
from kgraph.store.archive import remove_archive
from kgraph.store.bounds import with_room
from kgraph.store.common import remove_common
from kgraph.store.faults import one_line, syntax_message
from kgraph.store.seal import is_broken, remove_seal

_LOCKED = ("While lock file", "lock hold by current process")
_UNKNOWN_FUNCTION = re.compile(r"custom (?:aggregate )?function (<.*>) is not supported")
_CORRUPT = ("Corruption", "No such file or directory")
_FORBIDDEN = ("Permission denied", "Read-only file system", "Operation not permitted")


@contextmanager
def plain_errors(where: str, text: str = "") -> Iterator[None]:
    """Turn the engine's errors into kgraph's: `UsageError` for wrong SPARQL, `StoreError` on the store `where` for the
    rest."""
    try:
        yield
    except SyntaxError as error:
        raise UsageError(f"not legal SPARQL: {syntax_message(error, text)}") from error
    except (OSError, RuntimeError, ValueError) as error:
        if match := _UNKNOWN_FUNCTION.search(str(error)):
            raise UsageError(f"the function {match[1]} is not known; SPARQL 1.1 §17 lists those that are") from error
        raise StoreError(f"{where}: {_in_words(str(error))}") from error


def _in_words(said: str) -> str:
    """The engine's message; for a full disk or a damaged file, in plain words with what to do."""
    if os.strerror(errno.ENOSPC) in said:
        return "there is no space left on the disk; free some space, and try again"
    if any(words in said for words in _CORRUPT):
        return f"the store is damaged; 'kgraph build --anew' rebuilds it ({one_line(said)})"
    return one_line(said)


def hold(folder: Path) -> tuple[Path, int]:
    """The folder's version to read, and a handle that keeps it from being removed, since the engine opens files by path
    later."""
    try:
        return held_folder(folder)
    except FileNotFoundError:
        raise UsageError(f"{folder}: there is no store here; build it first") from None
    except OSError as error:
        raise UsageError(f"{folder}: cannot be opened: {error.strerror}") from error


def opened(folder: Path, create: bool, read_only: bool, named: Path) -> ox.Store:
    """Open or make the engine's folder, and refuse a folder that has other files; errors name `named`."""
    is_store = False
    try:
        is_store = (folder / "CURRENT").is_file()
        if not is_store and (read_only or not create):
            raise UsageError(f"{named}: there is no store here; build it first")
        if not is_store:
            folder.mkdir(parents=True, exist_ok=True)
            if any(folder.iterdir()):
                raise UsageError(f"{named}: this folder holds other files, not a store; name another")
        if read_only:
            if is_broken(folder):
                raise OSError("its list of files has been changed")
            return ox.Store.read_only(str(folder))
        remove_archive(folder)
        remove_common(folder)
        remove_seal(folder)
        for world in folder.parent.glob(f"{folder.name}.worlds/*"):
            clear_folder(world)  # after a change it would be out of date
        return ox.Store(folder)
    except (OSError, RuntimeError) as error:
        raise _opening_error(named, is_store, str(error)) from error


def _opening_error(folder: Path, is_store: bool, said: str) -> StoreError | UsageError:
    """The error for a folder that cannot be opened, by RocksDB's message, since RocksDB has no error codes."""
    if any(words in said for words in _LOCKED):
        return StoreLocked(f"{folder}: the store is locked, open for writing elsewhere; wait, or end that process")
    if is_store and not any(words in said for words in _FORBIDDEN):
        return StoreError(f"{folder}: the store is damaged; 'kgraph build --anew' rebuilds it ({one_line(said)})")
    return UsageError(f"{folder}: cannot be opened: {one_line(said)}")


def variables_of(query: str) -> tuple[str, ...]:
    """The variables of a SELECT query without SERVICE, `()` for other kinds; found by running it on an empty store.

    Raises `UsageError` for a text that is not legal SPARQL or has a function that the engine does not know.
    """

    def work() -> tuple[str, ...]:
        found = ox.Store().query(query)
        return tuple(v.value for v in found.variables) if isinstance(found, ox.QuerySolutions) else ()

    guard.check(query, builtin=True)
    with plain_errors("memory:", query):
        return with_room(query, work)


def check_syntax(query: str) -> None:
    """Raise `UsageError` for a text that is not legal SPARQL; functions that only another engine knows are legal."""

    def work() -> None:
        with suppress(RuntimeError):
            ox.Store().query(query)

    guard.check(query, builtin=True)
    with plain_errors("memory:", query):
        with_room(query, work)
