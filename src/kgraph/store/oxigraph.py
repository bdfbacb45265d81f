"""The built-in store: pyoxigraph, in memory or in a folder."""

import io
import os
import re
import threading
import weakref
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import IO, Self

import pyoxigraph as ox

from kgraph.errors import StoreError, UsageError
from kgraph.memory import uncollected
from kgraph.model import BlankNode, Quad, Rows, Term, Triple
from kgraph.namespaces import IRI
from kgraph.store import guard
from kgraph.store.archive import write_archive
from kgraph.store.base import DefaultGraph, Lines, NamedGraphs, Solutions
from kgraph.store.bounds import Result, needs_room, with_room
from kgraph.store.common import add_to
from kgraph.store.engine import hold, opened, plain_errors
from kgraph.store.portions import quads_in
from kgraph.store.seal import write_seal
from kgraph.store.terms import from_oxigraph, quad_from_oxigraph, quad_to_oxigraph, serialise, triple_from_oxigraph

_OTHER_GRAPHS = re.compile(r"(?<!k)graph|from|service|\\\\", re.IGNORECASE)


class OxigraphStore:
    """A store on pyoxigraph; `Store` documents the methods.

    Without a `folder` it is in memory. One process at a time may have a folder open for writing. Within that process a
    lock lets one thread write at a time, because pyoxigraph silently loses updates of two threads. Every change is
    flushed to the disk before its call returns.

    With `read_only` a store in memory refuses changes; use `Snapshot` to open a folder read-only.

    Raises `UsageError` for a path that is missing or not writable, `StoreError` for a folder that another process has
    open, that is no store, or that is damaged.
    """

    def __init__(
        self,
        folder: Path | None = None,
        *,
        create: bool = True,
        read_only: bool = False,
        allowed_services: Iterable[str] = (),
    ) -> None:
        self.url = "memory:" if folder is None else f"oxigraph:{folder}"
        self._allowed = frozenset(allowed_services)
        self._read_only = read_only
        self.folder = folder.absolute() if folder else None
        self._writing = threading.Lock()
        self._graphs: dict[IRI, ox.Store] = {}
        self._held: Callable[[], object] = lambda: None
        self._open: ox.Store | None = None
        while self._open is None:
            self._open = ox.Store() if self.folder is None else self._opened(self.folder, create)

    def _opened(self, folder: Path, create: bool) -> ox.Store | None:
        """The folder's store, locked against removal; `None` if the folder was replaced meanwhile."""
        version = folder
        if (folder / "CURRENT").is_file():
            version, handle = hold(folder)
            self._held = weakref.finalize(self, os.close, handle)
        try:
            return opened(version, create, read_only=False, named=folder)
        except (StoreError, UsageError):
            self._held()
            if folder.exists() and folder.resolve() != version.resolve():
                return None
            raise

    def select(
        self,
        query: str,
        *,
        default_graph: DefaultGraph = None,
        named: NamedGraphs = None,
        limit: int | None = None,
    ) -> Rows:
        """The solutions of a SELECT query; no more than `limit` of them."""
        with uncollected(), self._solutions(query, default_graph, named, limit) as found:
            return Rows(found.variables, tuple(found))

    def solutions(self, query: str, *, default_graph: DefaultGraph = None, named: NamedGraphs = None) -> Solutions:
        """The same as a stream."""
        return self._solutions(query, default_graph, named, None)

    def _solutions(self, query: str, default_graph: DefaultGraph, named: NamedGraphs, limit: int | None) -> Solutions:
        def work() -> tuple[tuple[str, ...], Iterator[tuple[Term | None, ...]]]:
            found = self._query(query, default_graph, named)
            if not isinstance(found, ox.QuerySolutions):
                raise UsageError("this query gives no rows: a SELECT query is wanted here")
            rows = self._rows(found, query, limit)
            if needs_room(query):  # then no object of the engine's may leave the thread that runs the query
                rows = iter(list(rows))
            return tuple(variable.value for variable in found.variables), rows

        return Solutions(*self._asked(query, work), check=lambda: self._engine)

    def write_json(
        self,
        query: str,
        out: IO[bytes],
        *,
        default_graph: DefaultGraph = None,
        named: NamedGraphs = None,
        is_checked: bool = False,
    ) -> None:
        """Write the solutions of a SELECT query as SPARQL 1.1 results in JSON, while the engine finds them.

        The engine writes them itself, in a third of the time that values of Python's take. Terms of RDF 1.2, which
        `solutions` refuses, are written too. `is_checked` says that the text passed `guard.check` and needs no more
        stack than any thread has (`bounds.is_modest`). What `out` raises is raised.
        """

        def work() -> None:
            found = self._query(query, default_graph, named)
            if not isinstance(found, ox.QuerySolutions):
                raise UsageError("this query gives no rows: a SELECT query is wanted here")
            found.serialize(out, ox.QueryResultsFormat.JSON)

        if not is_checked:
            self._asked(query, work)
            return
        try:
            work()
        except Exception:
            with plain_errors(self.url, query):
                raise

    def _rows(self, found: ox.QuerySolutions, query: str, limit: int | None) -> Iterator[tuple[Term | None, ...]]:
        with plain_errors(self.url, query):
            for row in islice(found, limit):
                yield tuple(None if value is None else from_oxigraph(value) for value in row)

    def ask(self, query: str, *, default_graph: DefaultGraph = None, named: NamedGraphs = None) -> bool:
        """The answer of an ASK query."""

        def work() -> bool:
            found = self._query(query, default_graph, named)
            if not isinstance(found, ox.QueryBoolean):
                raise UsageError("this query gives no yes or no: an ASK query is wanted here")
            return bool(found)

        return self._asked(query, work)

    def construct(
        self,
        query: str,
        *,
        default_graph: DefaultGraph = None,
        named: NamedGraphs = None,
        limit: int | None = None,
    ) -> list[Triple]:
        """The triples of a CONSTRUCT or DESCRIBE query, each once; no more than `limit` of them."""

        def work() -> list[Triple]:
            found = self._query(query, default_graph, named)
            if not isinstance(found, ox.QueryTriples):
                raise UsageError("this query gives no triples: a CONSTRUCT or DESCRIBE query is wanted here")
            return distinct(map(triple_from_oxigraph, found), limit)

        return self._asked(query, work)

    def update(self, update: str) -> None:
        """Carry out a SPARQL update request, all of it or nothing."""
        guard.check(update, self._allowed, builtin=True)
        with self._writer(update) as engine:
            with_room(update, partial(engine.update, update))

    def load(self, quads: Iterable[Quad], *, replacing: Iterable[IRI] = ()) -> None:
        """Add quads, all of them, or none if there is an error."""
        fresh: dict[BlankNode, BlankNode] = {}
        converted = [quad_to_oxigraph(_renamed(quad, fresh)) for quad in quads]
        with self._writer() as engine:
            for graph in replacing:
                engine.remove_graph(ox.NamedNode(graph))
            engine.extend(converted)

    def load_lines(self, graphs: Mapping[IRI, bytes]) -> None:
        """Add graphs as lines of N-Triples, all of them, or none if there is an error. Blank nodes keep their
        labels."""
        with self._writer() as engine:
            engine.extend(quads_in(graphs))

    def clear(self, graph: IRI | None = None) -> None:
        """Empty one named graph, which need not exist; `None`: everything."""
        with self._writer() as engine:
            if graph is None:
                engine.clear()
            else:
                engine.remove_graph(ox.NamedNode(graph))

    def dump(self, graph: IRI | None = None) -> Iterator[Quad]:
        """The quads of one named graph; `None`: everything."""
        with plain_errors(self.url):
            name = None if graph is None else ox.NamedNode(graph)
            for quad in self._engine.quads_for_pattern(None, None, None, name):
                yield quad_from_oxigraph(quad)

    def graphs(self) -> list[IRI]:
        """The named graphs that are not empty, sorted."""
        with plain_errors(self.url):
            engine = self._engine
            return sorted(
                IRI(name.value)
                for name in engine.named_graphs()
                if any(True for _ in engine.quads_for_pattern(None, None, None, name))
            )

    def lines(self, beginnings: Sequence[str]) -> Iterator[tuple[IRI, list[bytes]]]:
        """The named graphs whose IRIs begin with one of `beginnings`, sorted, each with its triples in N-Triples."""
        with plain_errors(self.url):
            yield from _all_written(self._engine, beginnings)

    def having(self, graphs: Mapping[IRI, Lines], front: IRI | None = None) -> "OxigraphStore":
        """This store, after those of the graphs were added that it did not have."""
        if all(map(self._has, graphs)):
            return self
        with self._writer() as engine:
            add_lines(engine, {graph: make for graph, make in graphs.items() if not self._has(graph)})
        return self

    def _has(self, graph: IRI) -> bool:
        name = ox.NamedNode(serialise(graph)[1:-1])
        with plain_errors(self.url):
            return any(True for _ in self._engine.quads_for_pattern(None, None, None, name))

    @property
    def asks_services(self) -> bool:
        """False: the engine would query an endpoint once for each row, for everything, and would wait for ever."""
        return False

    def copy_to(self, folder: Path) -> None:
        """Copy the store to a new or empty folder; the files of a store in a folder are hard-linked, which is quick."""
        with plain_errors(str(folder)):
            if self.folder is not None:
                self._engine.backup(folder)
                return
            copy = ox.Store(folder)
            copy.bulk_extend(self._engine)
            copy.flush()
            del copy  # this closes the engine, which then writes nothing more
            write_seal(folder)
            write_archive(folder, _all_written(self._engine, [""]))

    def mark(self, *, anew: bool = True) -> str:
        """Nothing: no build changes a store that is open."""
        return ""

    def after_fork(self, remark: object) -> "OxigraphStore":
        """This store itself: a fork has a copy of its memory."""
        return self

    def close(self) -> None:
        """Release the folder and its lock."""
        self._graphs.clear()
        self._open = None  # the engine closes once nothing refers to it
        self._held()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def _engine(self) -> ox.Store:
        if self._open is None:
            raise StoreError(f"{self.url}: the store is closed; open it again")
        return self._open

    def _asked(self, query: str, work: Callable[[], Result]) -> Result:
        guard.check(query, self._allowed, builtin=True)
        with plain_errors(self.url, query):
            return with_room(query, work)

    def _query(
        self, query: str, default_graph: DefaultGraph, named: NamedGraphs
    ) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        if default_graph is None:
            return self._engine.query(query)
        several = (default_graph,) if isinstance(default_graph, str) else default_graph
        graph: list[ox.NamedNode | ox.BlankNode | ox.DefaultGraph] = [ox.NamedNode(name) for name in several]
        if named is not None:
            return self._engine.query(query, default_graph=graph, named_graphs=[ox.NamedNode(n) for n in named])
        if isinstance(default_graph, str) and self.folder is None and not _OTHER_GRAPHS.search(query):
            return self._alone(default_graph).query(query)
        return self._engine.query(query, default_graph=graph)

    def _alone(self, graph: IRI) -> ox.Store:
        """A store with only this graph, for queries that need no other.

        In memory the engine finds a term's quads by a chain through all graphs, so a query of a world takes twice as
        long if the graphs from which it was made are in the same store. A folder has an index for each graph.
        """
        with self._writing:  # a copy made during a write could have half of a change, and would be kept
            if graph not in self._graphs:
                quads = self._engine.quads_for_pattern(None, None, None, ox.NamedNode(graph))
                alone = ox.Store()
                alone.extend(ox.Quad(q.subject, q.predicate, q.object) for q in quads)
                self._graphs[graph] = alone
            return self._graphs[graph]

    @contextmanager
    def _writer(self, text: str = "") -> Iterator[ox.Store]:
        with self._writing, plain_errors(self.url, text):
            if self._read_only:
                raise StoreError(f"{self.url}: opened to read only; open it for writing to change it")
            try:
                yield self._engine
                if self.folder:
                    self._engine.flush()
            finally:
                self._graphs.clear()


def _all_written(engine: ox.Store, beginnings: Sequence[str]) -> Iterator[tuple[IRI, list[bytes]]]:
    names = (name.value for name in engine.named_graphs() if isinstance(name, ox.NamedNode))
    for name in sorted(name for name in names if name.startswith(tuple(beginnings))):
        yield IRI(name), written(engine, ox.NamedNode(name))


def written(engine: ox.Store, graph: ox.NamedNode | ox.DefaultGraph) -> list[bytes]:
    """A graph's triples as lines of N-Triples."""
    out = io.BytesIO()
    engine.dump(out, ox.RdfFormat.N_TRIPLES, from_graph=graph)
    return out.getvalue().splitlines(keepends=True)


def add_lines(engine: ox.Store, graphs: Mapping[IRI, Lines], front: IRI | None = None) -> None:
    """Add graphs; `front` becomes the default graph."""
    for graph, make in graphs.items():
        add_to(engine, make(), None if graph == front else ox.NamedNode(graph))


def distinct(triples: Iterable[Triple], limit: int | None = None) -> list[Triple]:
    """The triples, each once and in their order; no more than `limit`."""
    found: dict[Triple, None] = {}
    for triple in triples:
        if limit is not None and len(found) >= limit:
            break
        found[triple] = None
    return list(found)


def _renamed(quad: Quad, fresh: dict[BlankNode, BlankNode]) -> Quad:
    """The quad with new labels for its blank nodes: equal labels of two loads must not become one node."""
    subject, predicate, value, graph = quad
    if isinstance(subject, BlankNode):
        subject = fresh.setdefault(subject, BlankNode(ox.BlankNode().value))
    if isinstance(value, BlankNode):
        value = fresh.setdefault(value, BlankNode(ox.BlankNode().value))
    return subject, predicate, value, graph
