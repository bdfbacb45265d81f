"""The graphs that clients of a server write, which no build owns: one file beside the data, and versions with them.

The file is the source, as data files are: a build puts its graphs into the store as they are. A client's change goes
into a new version and into the file, in that order of preparing: the version is made whole, then the file is replaced
and flushed to the disk, then the version is put in place. Whoever is killed in between leaves the old state or the new
one; where only the file is new, the next change or build puts its graphs into the store.
"""

import os
import shutil
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from kgraph.building import is_free, journal
from kgraph.building.kept import NAME
from kgraph.disk import replace_file, replaced_folder
from kgraph.errors import DataError, KgraphError, UsageError
from kgraph.namespaces import IRI
from kgraph.store import Store
from kgraph.store.archive import GraphChange
from kgraph.store.changing import Changes, changes_of
from kgraph.store.free_graphs import (
    FreeGraphs,
    add_graphs,
    as_text,
    digest_of_text,
    from_text,
    read_record,
    write_record,
)
from kgraph.store.fronts import FrontChange, carry_over
from kgraph.store.snapshot import Snapshot
from kgraph.workspace import sealing
from kgraph.workspace.config import Workspace
from kgraph.worlds import materialise
from kgraph.worlds.choice import world_iri

Change = Callable[[Snapshot, FreeGraphs, Path], Mapping[IRI, bytes]]
"""Makes the new graphs from the present version, its free graphs, and a path at which it may keep a folder."""

_UNCHANGED = FrontChange(GraphChange(), GraphChange(), GraphChange())


class TooMuchError(KgraphError):
    """The graphs that clients write would take up more room than they may."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """Which graphs a change made, changed and removed; how many triples were not there before, and how many are there
    no more."""

    made: frozenset[IRI]
    changed: frozenset[IRI]
    removed: frozenset[IRI]
    triples_added: int = 0
    triples_removed: int = 0

    def __bool__(self) -> bool:
        return bool(self.made or self.changed or self.removed)


def read_written(workspace: Workspace) -> tuple[bytes, dict[IRI, bytes]]:
    """The file's text, and its graphs; raises `DataError` if it is wrong, or has a graph that builds own."""
    text = _text(workspace)
    return text, _graphs(text, workspace) if text else {}


def _text(workspace: Workspace) -> bytes:
    try:
        return workspace.written.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return b""
    except OSError as error:
        raise UsageError(f"{workspace.written}: cannot be read: {error.strerror}") from error


def _graphs(text: bytes, workspace: Workspace) -> dict[IRI, bytes]:
    found = from_text(text, workspace.written)
    for graph in found:
        if not is_free(graph, workspace.base):
            fix = "statements in it belong into a file of the data folder"
            raise DataError(f"the graph <{graph}> belongs to builds", path=workspace.written, fix=fix)
    return found


def digest_in_file(workspace: Workspace) -> str:
    """The digest of the file's text; "" if there is none."""
    return digest_of_text(_text(workspace))


def digest_in(store: Store, workspace: Workspace) -> str:
    """The digest of the text whose graphs a store has; one that is in no folder counts as up to date."""
    return read_record(store.version).digest if isinstance(store, Snapshot) else digest_in_file(workspace)


def put_into(fresh: Path, workspace: Workspace) -> None:
    """Put the file's graphs into a version that was built anew, and that nobody has open."""
    text, graphs = read_written(workspace)
    if graphs:
        add_graphs(fresh, graphs)
        write_record(fresh, text, graphs)


def due_changes(snapshot: Snapshot, fresh: Path, workspace: Workspace) -> tuple[Changes, Callable[[], None]]:
    """What a version that is made from a snapshot must have changed of the free graphs, and a function that notes in
    its folder, which is there then, that it has."""
    if digest_in(snapshot, workspace) == digest_in_file(workspace):
        record = read_record(snapshot.version)
        if not record.names:
            return {}, lambda: None
        return {}, lambda: write_record(fresh, _text(workspace), record.names)
    text, graphs = read_written(workspace)
    return _differences(snapshot, graphs, workspace.base), lambda: write_record(fresh, text, graphs)


def _differences(snapshot: Snapshot, graphs: FreeGraphs, base: str) -> dict[IRI, GraphChange]:
    before = snapshot.free_graphs(partial(is_free, base=base))
    return changes_of(_as_lines(before), _as_lines(graphs))


def _as_lines(graphs: FreeGraphs) -> dict[IRI, list[bytes]]:
    return {graph: lines.splitlines(keepends=True) for graph, lines in graphs.items()}


def change(workspace: Workspace, make: Change, *, most: int, patience: float) -> Outcome:
    """Change the graphs that clients write: they are on the disk, and in a new version of the store, when this returns.

    One process at a time changes them, or builds; another one waits `patience` seconds at most. Raises `StoreBusy`
    then, `TooMuchError` if the graphs would take up more than `most` bytes, and what `make` raises.
    """
    folder, base = workspace.store, workspace.base
    with replaced_folder(folder, patience) as fresh, Snapshot(folder, room=workspace.room) as standing:
        before = read_written(workspace)[1]
        aside = fresh.with_name(f"{fresh.name}.tmp")
        try:
            now = {graph: lines for graph, lines in make(standing, before, aside).items() if lines}
        finally:
            shutil.rmtree(aside, ignore_errors=True)
        outcome = _outcome(before, now)
        text = as_text(now)
        if outcome and len(text) > most:
            raise TooMuchError(f"the graphs that clients write would have {len(text):,} bytes; {most:,} are allowed")
        if outcome or digest_in(standing, workspace) != digest_in_file(workspace):
            _write(standing, fresh, _differences(standing, now, base), base)
            write_record(fresh, text, now)
            sealing.seal(fresh, folder)
        if outcome:
            workspace.written.parent.mkdir(parents=True, exist_ok=True)
            replace_file(workspace.written, text, safely=True)
    return outcome


def _outcome(before: FreeGraphs, now: FreeGraphs) -> Outcome:
    changed = frozenset(graph for graph in before.keys() & now.keys() if before[graph] != now[graph])
    gone, come = 0, 0
    for graph in before.keys() | now.keys():
        if before.get(graph) != now.get(graph):
            old, new = ({*graphs.get(graph, b"").splitlines()} for graphs in (before, now))
            gone, come = gone + len(old - new), come + len(new - old)
    made, removed = frozenset(now.keys() - before.keys()), frozenset(before.keys() - now.keys())
    return Outcome(made, changed, removed, come, gone)


def _write(standing: Snapshot, fresh: Path, changes: Changes, base: str) -> None:
    """Write a version that differs from another one in free graphs alone, with the world that builds make."""
    standing.write_changed(fresh, {}, changes)
    for name in (NAME, journal.FILE):
        with suppress(FileNotFoundError):  # without what is kept, the next build reads all
            _link(standing.version / name, fresh / name)
    if not carry_over(standing, fresh, world_iri(base, sealing.WORLD_AT_BUILD), changes, _UNCHANGED):
        with Snapshot(fresh, unread=True) as made:
            materialise(made, base, sealing.WORLD_AT_BUILD)


def _link(file: Path, to: Path) -> None:
    """Have the same file at another path; nobody writes into a published version's files."""
    try:
        os.link(file, to)
    except FileNotFoundError:
        raise
    except OSError:  # a file system without hard links
        shutil.copyfile(file, to)
