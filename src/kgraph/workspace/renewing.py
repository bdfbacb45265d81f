"""A build where a version of the store stands: that version with what changed, for as long as what it keeps is whole.

All is made anew instead where there is no such version, where it is damaged, where the vocabulary or rules in files are
others than they were, and where too much rests on what changed.
"""

import json
import shutil
import sqlite3
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from kgraph.building import Data, derived_graph
from kgraph.building.by_document import Sources, changed
from kgraph.building.carrying import carry_world
from kgraph.building.changes import build_graph, changes_by_document
from kgraph.building.keeping import Keeping, kept_file
from kgraph.building.kept import NAME, Kept
from kgraph.building.resting import TooManyError
from kgraph.disputes.saying import subordinations
from kgraph.errors import StoreError, UsageError
from kgraph.model import Quad
from kgraph.namespaces import DCTERMS, KG, RDF
from kgraph.store.changing import Changes, changes_of
from kgraph.store.portions import lines_of
from kgraph.store.snapshot import Snapshot
from kgraph.validation import Finding
from kgraph.vocabulary import bundled_terms
from kgraph.workspace.config import Workspace
from kgraph.workspace.terms import own_terms
from kgraph.worlds import World, materialise

WORLD_AT_BUILD = World("undisputed")
"""The world that a build makes; others are made when they are first asked for."""

_DAMAGED = "the store that stands is damaged"

Digests = Mapping[str, tuple[Path, str]]
"""Files by the names that they are kept by, each with the digest of its bytes."""
About = Callable[[Iterable[Finding]], Iterable[Quad]]
"""What a build says of itself and of faults in the data."""


@dataclass(frozen=True, slots=True)
class Renewed:
    """What a version has that was made from another one: counts, and what is wrong with the data."""

    quads: int
    claims: int
    disputes: int
    faults: list[Finding]
    read: int
    files: int
    base: str


def keep(
    workspace: Workspace, fresh: Path, data: Data, digests: Digests, terms: Sequence[Quad], counts: Mapping[str, int]
) -> None:
    """Keep beside a version that was made anew what the next build needs, so that it does only what changed.

    `digests` are the files' from before they were read: of one that changed since, the next build sees it. `counts` are
    those of quads and disputes.
    """
    if not data.apart or has_rules(workspace):
        return
    part = data.part
    claims = Keeping(part.beside, terms, subordinations(part.claims)).claims(part.claims, part.digests)
    paths = {path: (name, digest) for name, (path, digest) in digests.items()}
    with _plain_errors(fresh), Kept(fresh / NAME, "rwc") as kept:
        kept.add(kept_file(file, *paths[file.path], claims) for file in data.files)
        kept.index()
        kept.say(vocabulary=workspace.vocabulary_digest(), tables=_tables(fresh, {}), **counts)


@contextmanager
def _plain_errors(folder: Path) -> Iterator[None]:
    """Turn errors of SQLite into ours: all that goes wrong with a new file is that there is no room for it."""
    try:
        yield
    except sqlite3.Error as error:
        raise StoreError(f"{folder}: there is no space left on the disk; make room, and ask again ({error})") from error


def has_rules(workspace: Workspace) -> bool:
    """Whether it has rules or premises in files: these look at the whole record."""
    return bool(workspace.rule_files() or workspace.premise_files())


def renewed(
    workspace: Workspace, folder: Path, fresh: Path, about: About, progress: Callable[[str], None]
) -> Renewed | str:
    """Write the version that stands with what changed into `fresh`; else why all must be made anew."""
    if not (folder / NAME).is_file():
        return ""
    if has_rules(workspace):
        return "rules in files look at the whole record"
    try:
        snapshot = Snapshot(folder)
    except (StoreError, UsageError):
        return _DAMAGED
    try:
        with snapshot, Kept(snapshot.version / NAME) as kept:
            if kept.told("vocabulary") != workspace.vocabulary_digest():
                return "the vocabulary, or kgraph, is not as it was"
            if not _is_whole(snapshot.version, kept):
                return _DAMAGED
            return _renewed(workspace, snapshot, kept, fresh, about, progress)
    except (StoreError, OSError, sqlite3.Error, TooManyError) as error:
        with suppress(FileNotFoundError):
            shutil.rmtree(fresh)
        shutil.rmtree(fresh.with_name(f"{fresh.name}.worlds"), ignore_errors=True)
        return str(error) if isinstance(error, TooManyError) else "the store that stands cannot be gone on from"


def _renewed(
    workspace: Workspace,
    snapshot: Snapshot,
    kept: Kept,
    fresh: Path,
    about: About,
    progress: Callable[[str], None],
) -> Renewed:
    base, own = workspace.base, own_terms(workspace)
    paths = workspace.digests()
    found = changed(Sources(snapshot, kept, base, paths, [*bundled_terms(), *own], own), progress)
    progress("writing what changed")
    said = list(about(found.faults))
    said += changes_by_document(snapshot, found, base) if found.gone or found.files else _as_before(snapshot, base)
    build = build_graph(base)
    changes = changes_of(
        snapshot.written, {*found.graphs, build}, {**found.lines, **lines_of(said)}, found.removed, found.added
    )
    snapshot.write_changed(fresh, changes)
    shutil.copyfile(snapshot.version / NAME, fresh / NAME)
    progress("making the world")
    if not carry_world(snapshot, fresh, kept, found, changes, base, WORLD_AT_BUILD):
        with Snapshot(fresh, unread=True) as made:
            materialise(made, base, WORLD_AT_BUILD)
    with Kept(fresh / NAME, "rw") as now:
        now.take_over(found.gone, found.files, found.claims)
        quads = int(kept.told("quads")) + sum(len(one.added) - len(one.removed) for one in changes.values())
        disputes = int(kept.told("disputes")) + _more_disputes(changes, base)
        now.say(tables=_tables(fresh, json.loads(kept.told("tables"))), quads=quads, disputes=disputes)
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


def _tables(folder: Path, known: Mapping[str, tuple[int, int]]) -> str:
    """The size and a checksum of each of the engine's tables; `known` are those that were not written since."""
    found = {}
    for path in sorted(folder.glob("*.sst")):
        size = path.stat().st_size
        before = known.get(path.name)
        found[path.name] = before if before and before[0] == size else (size, _checksum(path))
    return json.dumps(found)


def _is_whole(folder: Path, kept: Kept) -> bool:
    """Whether the engine's tables are as they were written, so that no damage is handed on."""
    tables: dict[str, list[int]] = json.loads(kept.told("tables") or "{}")
    there = {path.name: path for path in folder.glob("*.sst")}
    return there.keys() == tables.keys() and all(_checksum(there[name]) == tables[name][1] for name in tables)


def _checksum(path: Path) -> int:
    found = 0
    with path.open("rb") as file:
        while some := file.read(1 << 20):
            found = zlib.crc32(some, found)
    return found
