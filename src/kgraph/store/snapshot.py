"""A folder's store as it was when it was opened, and snapshots of it with more graphs."""

import hashlib
import heapq
import os
import re
import shutil
import threading
import weakref
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

import pyoxigraph as ox

from kgraph.errors import StoreError, UsageError
from kgraph.model import Quad
from kgraph.namespaces import IRI
from kgraph.store.archive import read_archive, write_changes
from kgraph.store.base import DefaultGraph, Lines, NamedGraphs, Triples
from kgraph.store.beside import FullError, clone_beside
from kgraph.store.changing import Changes, apply
from kgraph.store.common import common_with
from kgraph.store.engine import hold, opened, plain_errors
from kgraph.store.free_graphs import lines_of_names, sorted_lines
from kgraph.store.oxigraph import OxigraphStore, add_lines, written
from kgraph.store.seal import write_seal
from kgraph.store.terms import triple_from_oxigraph

ROOM = 2**30
"""How many bytes the snapshots beside a folder may take up, unless told."""

_LONGEST_NAME = 200  # the longest file name; most file systems allow 255 bytes
_MOST_OPEN = 16  # how many snapshots beside one are open at once; each takes some 14 open files and several MB


class _DamagedError(StoreError):
    """A snapshot beside a folder that cannot be opened."""


class Snapshot(OxigraphStore):
    """A folder opened read-only. It never changes, and any number of processes and threads may read it at once.

    The engine does not define what readers see while another process writes to a folder. So writers make a new version
    and put it in place with `disk.replaced_folder`; the old version is kept until its last reader closes it or is
    garbage-collected. Graphs that the folder lacks are put into snapshots beside it, which take up at most `room`
    bytes.

    `version` is the version of the folder that is open. `front` is the named graph that is the folder's default graph,
    for which the engine keeps half as many indexes. `unread` says that nobody else reads the folder yet, so the triples
    that graphs share may be put into it (see `common`). Raises `UsageError` for a path without a store, `StoreError`
    for a store that is damaged.
    """

    def __init__(
        self,
        folder: Path,
        *,
        front: IRI | None = None,
        allowed_services: Iterable[str] = (),
        room: int = ROOM,
        unread: bool = False,
    ) -> None:
        super().__init__(None, read_only=True, allowed_services=allowed_services)
        self.url, self.folder = f"oxigraph:{folder}", folder.absolute()
        self.front = front
        self._room, self._unread = room, unread
        self._most_open, self._strict = _MOST_OPEN, False
        self._listing = threading.Lock()
        self._known: dict[tuple[IRI | None, ...], str] = {}  # for graphs and front, the name of the snapshot with them
        self._beside: dict[str, Snapshot] = {}  # in the order in which they were last asked for
        # a lock for each name, so that a caller does not wait until another snapshot is made
        self._adding: dict[str, threading.Lock] = {}
        self._open, self.version, handle = _opened(folder)
        self._held = weakref.finalize(self, os.close, handle)
        self._unkept: Callable[[], object] = lambda: None  # removes a temporary clone

    def keep_few(self, most: int) -> None:
        """Have at most so many snapshots open beside this one, and refuse another one (`StoreBusy`) when those that are
        read, here and in other processes, take up all the room. A server does so: its clients choose the graphs."""
        self._most_open, self._strict = most, True

    def having(self, graphs: Mapping[IRI, Lines], front: IRI | None = None) -> "Snapshot":
        """A snapshot that has these graphs too; see `Store`."""
        asked = (*graphs, front)
        if (known := self._known.get(asked)) and (found := self._listed(known)):
            return found
        wanted = {graph: make for graph, make in graphs.items() if not self._has(graph)}
        if not wanted:
            return self
        if front not in wanted:
            front = None  # a store built by an earlier version of kgraph has `front` among its named graphs
        name = name_of(wanted, front)
        self._known[asked] = name
        found = self._listed(name)
        if found is None:
            with self._listing:
                adding = self._adding.setdefault(name, threading.Lock())
            try:
                with adding:
                    found = self._listed(name) or self._list(name, self._with(wanted, front, name))
            finally:
                with self._listing:
                    self._adding.pop(name, None)
        return found

    def _listed(self, name: str) -> "Snapshot | None":
        with self._listing:
            if name in self._beside:
                self._beside[name] = self._beside.pop(name)
            return self._beside.get(name)

    def _list(self, name: str, snapshot: "Snapshot") -> "Snapshot":
        with self._listing:
            if self._open is None:  # this snapshot was closed meanwhile
                snapshot.close()
            self._beside[name] = snapshot
            while len(self._known) > self._most_open:
                del self._known[next(iter(self._known))]
            while len(self._beside) > self._most_open:
                del self._beside[next(iter(self._beside))]  # it closes when its last query has ended
        return snapshot

    def _with(self, graphs: Mapping[IRI, Lines], front: IRI | None, name: str) -> "Snapshot":
        planned = partial(self._planned, graphs, front)
        clone = partial(clone_beside, planned, self.version, name, self._room, strict=self._strict)
        try:
            return self._cloned(clone, front)
        except _DamagedError:
            return self._cloned(partial(clone, anew=True), front)
        except FullError:
            with self._listing:
                self._beside.clear()  # they close, which may make room enough
            return self._cloned(clone, front)

    def _planned(self, graphs: Mapping[IRI, Lines], front: IRI | None) -> tuple[ox.Store, Callable[[ox.Store], None]]:
        """The store to clone for a snapshot with these graphs, and a function that adds the rest."""
        if front is None:
            return self._engine, partial(add_lines, graphs=graphs)
        made = graphs[front]()
        found = common_with(self._engine, self.version, made.common, write=self._unread) if made.common else None
        rest = made if found is None else Triples(made.own)
        return found or self._engine, partial(add_lines, graphs={**graphs, front: lambda: rest}, front=front)

    def _cloned(self, clone: Callable[[], tuple[Path, int | None]], front: IRI | None) -> "Snapshot":
        with plain_errors(str(self.folder)):
            folder, handle = clone()
        try:
            found = Snapshot(folder, front=front, allowed_services=self._allowed)
        except (StoreError, UsageError) as error:
            raise _DamagedError(str(error)) from error
        finally:
            if handle is not None:
                os.close(handle)
        if handle is None:
            found._unkept = weakref.finalize(found, shutil.rmtree, folder.parent, ignore_errors=True)
        return found

    def _has(self, graph: IRI) -> bool:
        return (graph == self.front and self._open is not None) or super()._has(graph)

    def _query(
        self, query: str, default_graph: DefaultGraph, named: NamedGraphs
    ) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        if default_graph is None or default_graph != self.front:
            return super()._query(query, default_graph, named)
        names: list[ox.NamedNode | ox.BlankNode] | None = (
            None if named is None else [ox.NamedNode(name) for name in named]
        )
        return self._engine.query(query, default_graph=ox.DefaultGraph(), named_graphs=names)  # FROM has no effect then

    def dump(self, graph: IRI | None = None) -> Iterator[Quad]:
        """The quads of one named graph; `None`: everything."""
        if graph is not None and graph == self.front:
            with plain_errors(self.url):
                for quad in self._engine.quads_for_pattern(None, None, None, ox.DefaultGraph()):
                    yield (*triple_from_oxigraph(quad), graph)
        else:
            yield from ((*quad[:3], quad[3] or self.front) for quad in super().dump(graph))

    def graphs(self) -> list[IRI]:
        """The named graphs that are not empty, sorted."""
        return sorted([*super().graphs(), *([self.front] if self.front else [])])

    def lines(self, beginnings: Sequence[str]) -> Iterator[tuple[IRI, list[bytes]]]:
        """The named graphs whose IRIs begin with one of `beginnings`, sorted, each with its triples in N-Triples."""
        archived = read_archive(self.version, beginnings)
        found = super().lines(beginnings) if archived is None else self._with_free_graphs(archived, tuple(beginnings))
        if self.front and self.front.startswith(tuple(beginnings)):
            with plain_errors(self.url):
                found = heapq.merge(found, [(self.front, written(self._engine, ox.DefaultGraph()))])
        yield from found

    def _with_free_graphs(
        self, archived: Iterator[tuple[IRI, list[bytes]]], beginnings: tuple[str, ...]
    ) -> Iterator[tuple[IRI, list[bytes]]]:
        with plain_errors(self.url):
            yield from heapq.merge(archived, lines_of_names(self._engine, self.version, beginnings), key=_name)

    def free_graphs(self, is_free: Callable[[IRI], bool]) -> dict[IRI, bytes]:
        """The lines of the named graphs that a function tells to be free (see `free_graphs`)."""
        with plain_errors(self.url):
            names = [IRI(one.value) for one in self._engine.named_graphs() if isinstance(one, ox.NamedNode)]
            found = {name: sorted_lines(written(self._engine, ox.NamedNode(name))) for name in names if is_free(name)}
        return {name: lines for name, lines in found.items() if lines}

    def written(self, graph: IRI) -> list[bytes]:
        """A named graph's triples as lines of N-Triples."""
        with plain_errors(self.url):
            return written(self._engine, ox.NamedNode(graph))

    def graphs_with(self, lines: Iterable[bytes]) -> dict[bytes, set[IRI]]:
        """For each of these lines of N-Triples, the named graphs that have the triple."""
        found: dict[bytes, set[IRI]] = {}
        with plain_errors(self.url):
            for line in lines:
                (triple,) = ox.parse(line, ox.RdfFormat.N_TRIPLES, lenient=True)
                quads = self._engine.quads_for_pattern(triple.subject, triple.predicate, triple.object, None)
                found[line] = {
                    IRI(quad.graph_name.value) for quad in quads if isinstance(quad.graph_name, ox.NamedNode)
                }
        return found

    def write_changed(self, folder: Path, changes: Changes, free: Changes | None = None) -> None:
        """Write a version with these changes applied into a new folder; `free` are changes of graphs that the archive
        does not have."""
        with plain_errors(str(folder)):
            self._engine.backup(folder)
            engine = ox.Store(folder)
            apply(engine, {**changes, **(free or {})})
            engine.flush()
            del engine  # this closes the engine, which then writes nothing more
            write_seal(folder)
            write_changes(self.version, folder, changes)

    def after_fork(self, remark: object) -> "OxigraphStore":
        """This snapshot for a process that was forked from this one, opened anew.

        A fork does not have the engine's threads, and a lock that another thread had at that moment is never released
        there.
        """
        try:
            return Snapshot(self.version, front=self.front, allowed_services=self._allowed)
        except (StoreError, UsageError):
            return self  # it cannot be opened again just now; the engine that is open here can still answer

    def close(self) -> None:
        """Release the folder and the snapshots beside it."""
        super().close()
        with self._listing:
            beside, self._beside = self._beside, {}
        for snapshot in beside.values():
            snapshot.close()
        self._unkept()


def _name(graph: tuple[IRI, list[bytes]]) -> IRI:
    return graph[0]


def _opened(folder: Path) -> tuple[ox.Store, Path, int]:
    """The folder's present store, its version, and a handle that keeps the version from being removed."""
    while True:
        version, handle = hold(folder)
        try:
            return opened(version, create=False, read_only=True, named=folder), version, handle
        except (StoreError, UsageError):
            os.close(handle)
            if not folder.exists() or folder.resolve() == version.resolve():
                raise  # else the folder was replaced meanwhile


def name_of(graphs: Iterable[IRI], front: IRI | None) -> str:
    """A name for the folder of a snapshot with these graphs: words that people can read, and a digest of the IRIs."""

    def short(graph: IRI) -> str:
        return re.sub(r"[^\w.-]+", "-", re.split(r"[/#]", graph)[-1])

    others = sorted(graph for graph in graphs if graph != front)
    digest = hashlib.sha256("\n".join([front or "", *others]).encode()).hexdigest()[:12]
    name = (short(front) if front else "") + "".join(f"+{short(graph)}" for graph in others)
    return f"{name[:_LONGEST_NAME]}.{digest}"
