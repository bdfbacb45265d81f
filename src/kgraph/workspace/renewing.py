"""Building a new version of the store from the previous one by applying changes, if the previous one is undamaged.

A full build is needed if there is no previous version, if it is damaged, if the vocabulary or rules in files have
changed, or if too many claims depend on the changes.
"""

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from kgraph.building import Data, derived_graph, journal
from kgraph.building.by_document import Sources, changed
from kgraph.building.carrying import carry_world
from kgraph.building.changes import build_graph, changes_by_document
from kgraph.building.keeping import Keeping, is_in_pieces, kept_file
from kgraph.building.kept import NAME, Kept
from kgraph.building.resting import TooManyError
from kgraph.building.speech import own_lines
from kgraph.disk import held_folder
from kgraph.disputes.saying import subordinations
from kgraph.errors import DataError, StoreError, UsageError
from kgraph.model import Quad
from kgraph.namespaces import DCTERMS, KG, RDF
from kgraph.store.changing import Changes
from kgraph.store.portions import lines_of
from kgraph.store.snapshot import Snapshot
from kgraph.validation import Finding
from kgraph.vocabulary import bundled_terms
from kgraph.workspace.config import Digests, Workspace
from kgraph.workspace.sealing import WORLD_AT_BUILD, checksum, is_whole, sums
from kgraph.workspace.terms import own_terms
from kgraph.workspace.written import due_changes
from kgraph.worlds import materialise

_DAMAGED = "the existing store is damaged"

About = Callable[[Iterable[Finding]], Iterable[Quad]]
"""A function that gives the quads on the build itself and on faults of the data."""


@dataclass(frozen=True, slots=True)
class Renewed:
    """The result for a version that was made from another one: counts, and the faults of the data."""

    quads: int
    claims: int
    disputes: int
    faults: list[Finding]
    read: int
    files: int
    base: str


def keep(
    fresh: Path,
    data: Data,
    digests: Digests,
    terms: Sequence[Quad],
    vocabulary: str,
    counts: Mapping[str, int],
) -> None:
    """After a full build, keep beside the version the data that the next build needs to process only changes.

    `digests` of the files and of the `vocabulary` were computed before anything was read, so the next build sees later
    changes. `counts` are those of quads and disputes.
    """
    part = data.part
    if not data.apart or any(map(is_in_pieces, part.claims)):
        return
    claims = Keeping(part.beside, terms, subordinations(part.claims)).claims(
        part.claims, part.digests, own_lines(part.claims, data.lines)
    )
    paths = {path: (name, digest) for name, (path, digest) in digests.items()}
    with _plain_errors(fresh), Kept(fresh / NAME, "rwc") as kept:
        kept.add(kept_file(file, *paths[file.path], claims) for file in data.files)
        kept.index()
        kept.say(vocabulary=vocabulary, **counts)


@contextmanager
def _plain_errors(folder: Path) -> Iterator[None]:
    """Turn errors of SQLite into kgraph's; with a new file the cause is a full disk."""
    try:
        yield
    except sqlite3.OperationalError as error:
        raise StoreError(
            f"{folder}: there is no space left on the disk; free some space, and try again ({error})"
        ) from error


def has_rules(workspace: Workspace) -> bool:
    """Whether the workspace has rules or premises in files, which read the whole record."""
    return bool(workspace.rule_files() or workspace.premise_files())


def renewed(
    workspace: Workspace,
    paths: Digests,
    folder: Path,
    fresh: Path,
    about: About,
    progress: Callable[[str], None],
) -> Renewed | str:
    """Write a new version, made from the previous one, into `fresh`; or return the reason why a full build is
    needed."""
    if not (folder / "CURRENT").is_file():
        return ""
    if has_rules(workspace):
        return "the workspace's own rules read the whole graph"
    if not (folder / NAME).is_file():
        return "the previous build kept nothing to continue from"
    try:
        snapshot = Snapshot(folder)
    except (StoreError, UsageError):
        return _DAMAGED
    vocabulary = workspace.vocabulary_digest()
    try:
        if not is_whole(snapshot.version):
            return _DAMAGED
        with snapshot, Kept(snapshot.version / NAME) as kept:
            if kept.told("vocabulary") != vocabulary:
                return "the vocabulary or kgraph itself has changed"
            return _renewed(workspace, paths, snapshot, kept, fresh, about, progress)
    except (StoreError, OSError, sqlite3.Error, TooManyError) as error:
        with suppress(FileNotFoundError):
            shutil.rmtree(fresh)
        shutil.rmtree(fresh.with_name(f"{fresh.name}.worlds"), ignore_errors=True)
        return str(error) if isinstance(error, TooManyError) else f"the existing store cannot be continued ({error})"


def _renewed(
    workspace: Workspace,
    paths: Digests,
    snapshot: Snapshot,
    kept: Kept,
    fresh: Path,
    about: About,
    progress: Callable[[str], None],
) -> Renewed:
    base, own = workspace.base, own_terms(workspace)
    found = changed(Sources(kept, base, paths, [*bundled_terms(), *own], own), progress)
    progress("writing what changed")
    said = list(about(found.faults))
    said += changes_by_document(snapshot, found, base) if found.gone or found.files else _as_before(snapshot, base)
    changes = found.changes(snapshot.written, lines_of(said))
    free, note = due_changes(snapshot, fresh, workspace)
    snapshot.write_changed(fresh, changes, free)
    note()
    shutil.copyfile(snapshot.version / NAME, fresh / NAME)
    build = next((str(value) for _, predicate, value, _ in said if predicate == DCTERMS.identifier), "")
    journal.carry(snapshot.version, fresh, said, build)
    progress("preparing the worlds")
    if not carry_world(snapshot, fresh, kept, found, {**changes, **free}, base, WORLD_AT_BUILD):
        with Snapshot(fresh, unread=True) as made:
            materialise(made, base, WORLD_AT_BUILD)
    with Kept(fresh / NAME, "rw") as now:
        now.take_over(found.gone, found.files, found.claims)
        quads = int(kept.told("quads")) + sum(len(one.added) - len(one.removed) for one in changes.values())
        disputes = int(kept.told("disputes")) + _more_disputes(changes, base)
        now.say(quads=quads, disputes=disputes)
        return Renewed(quads, now.count(), disputes, list(found.faults), len(found.files), len(paths), base)


def _as_before(snapshot: Snapshot, base: str) -> list[Quad]:
    build = build_graph(base)
    return [quad for quad in snapshot.dump(build) if quad[1] != DCTERMS.identifier]


def _more_disputes(changes: Changes, base: str) -> int:
    change = changes.get(derived_graph(base))
    ending = f" <{RDF.type}> <{KG.Dispute}> .\n".encode()
    if change is None:
        return 0
    come, gone = (sum(line.endswith(ending) for line in lines) for lines in (change.added, change.removed))
    return come - gone


def outlines(workspace: Workspace) -> dict[Path, bytes]:
    """The outlines (`store.picking`) of data files that have not changed since the store was built.

    Empty if nothing was kept, if it is damaged, or if kgraph or the vocabulary has changed.
    """
    try:
        version, handle = held_folder(workspace.store)
    except OSError:
        return {}
    try:
        place = version / NAME
        if sums(version).get(NAME) != checksum(place):
            return {}
        with Kept(place) as kept:
            known = kept.outlines() if kept.told("vocabulary") == workspace.vocabulary_digest() else {}
        files = workspace.digests() if known else {}
        return {path: known[name, digest] for name, (path, digest) in files.items() if (name, digest) in known}
    except (OSError, sqlite3.Error, UsageError, DataError):
        return {}  # reading the files themselves will raise the error
    finally:
        os.close(handle)
