"""The built-in store: pyoxigraph, in memory or in a folder."""

import os
import re
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Self

import pyoxigraph as ox

from kgraph.disk import held_folder
from kgraph.errors import StoreError, StoreLocked, UsageError
from kgraph.model import BlankNode, Quad, Rows, Triple
from kgraph.namespaces import IRI
from kgraph.store import guard
from kgraph.store.base import NamedGraphs
from kgraph.store.bounds import Result, with_room
from kgraph.store.faults import one_line, syntax_message
from kgraph.store.terms import from_oxigraph, quad_from_oxigraph, quad_to_oxigraph, triple_from_oxigraph

_LOCKED = ("While lock file", "lock hold by current process")
_UNKNOWN_FUNCTION = re.compile(r"custom (?:aggregate )?function (<.*>) is not supported")
_FORBIDDEN = ("Permission denied", "Read-only file system", "Operation not permitted")
_OTHER_GRAPHS = re.compile(r"(?<!k)graph|from|service|\\\\", re.IGNORECASE)


class OxigraphStore:
    """A store on pyoxigraph; see `Store` for what the methods promise.

    Without a `folder` it lives in memory. In a folder, one process at a time may have it open for writing,
    and within that process one lock lets writers in one by one: pyoxigraph loses updates of two threads
    silently. Every change is flushed to the disk before its call returns.

    `read_only` opens a folder for any number of processes at once; they see it as it was when they opened it.
    The engine leaves undefined what they see while somebody writes there, so writers make a new version and
    put it in place with `disk.replaced_folder`; the one that is read stays until its reader closes it.

    Raises `UsageError` for a path that is missing or may not be written, `StoreError` for a folder that
    another process holds, is no store, or is damaged.
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
        self._held: int | None = None
        self._version: Path | None = None  # the folder that is open: `folder` may lead to a newer one by now
        self._open: ox.Store | None = None
        while self._open is None:
            self._open = ox.Store() if self.folder is None else self._opened(self.folder, create, read_only)

    def _opened(self, folder: Path, create: bool, read_only: bool) -> ox.Store | None:
        """The folder's store as it is now, held from being removed; `None` if it was replaced meanwhile."""
        version = folder
        if read_only or (folder / "CURRENT").is_file():
            version, self._held = _hold(folder)
        self._version = version
        try:
            return _open(version, create, read_only, named=folder)
        except (StoreError, UsageError):
            self._let_go()
            if folder.exists() and folder.resolve() != version.resolve():
                return None
            raise

    def _let_go(self) -> None:
        if self._held is not None:
            os.close(self._held)
            self._held = None

    def select(
        self,
        query: str,
        *,
        default_graph: IRI | None = None,
        named: NamedGraphs = None,
        limit: int | None = None,
    ) -> Rows:
        """The solutions of a SELECT query; no more than `limit` of them."""

        def work() -> Rows:
            found = self._query(query, default_graph, named)
            if not isinstance(found, ox.QuerySolutions):
                raise UsageError("this query gives no rows: a SELECT query is wanted here")
            variables = tuple(variable.value for variable in found.variables)
            rows = tuple(tuple(None if v is None else from_oxigraph(v) for v in row) for row in islice(found, limit))
            return Rows(variables, rows)

        return self._asked(query, work)

    def ask(self, query: str, *, default_graph: IRI | None = None, named: NamedGraphs = None) -> bool:
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
        default_graph: IRI | None = None,
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
        """Add quads: all, or after an error none."""
        fresh: dict[BlankNode, BlankNode] = {}
        converted = [quad_to_oxigraph(_renamed(quad, fresh)) for quad in quads]
        with self._writer() as engine:
            for graph in replacing:
                engine.remove_graph(ox.NamedNode(graph))
            engine.extend(converted)

    def clear(self, graph: IRI | None = None) -> None:
        """Empty one named graph, which need not exist; `None`: everything."""
        with self._writer() as engine:
            if graph is None:
                engine.clear()
            else:
                engine.remove_graph(ox.NamedNode(graph))

    def dump(self, graph: IRI | None = None) -> Iterator[Quad]:
        """The quads of one named graph; `None`: everything."""
        with _plain_errors(self.url):
            name = None if graph is None else ox.NamedNode(graph)
            for quad in self._engine.quads_for_pattern(None, None, None, name):
                yield quad_from_oxigraph(quad)

    def graphs(self) -> list[IRI]:
        """The named graphs that hold a triple, sorted."""
        with _plain_errors(self.url):
            engine = self._engine
            return sorted(
                IRI(name.value)
                for name in engine.named_graphs()
                if any(True for _ in engine.quads_for_pattern(None, None, None, name))
            )

    def copy_to(self, folder: Path) -> None:
        """Copy the store to a new or empty folder; what lives in a folder itself is linked, so it is quick."""
        with _plain_errors(self.url):
            if self.folder is not None:
                self._engine.backup(folder)
                return
            copy = ox.Store(folder)
            copy.bulk_extend(self._engine)
            copy.flush()

    def after_fork(self, remark: object) -> "OxigraphStore":
        """This store for a process that was forked from this one: a folder's is opened anew, one in memory is here.

        The engine's own threads are not in the fork, and a lock may be held for ever that another thread had just then.
        """
        if self._version is None or not self._read_only:
            return self
        try:
            return OxigraphStore(self._version, create=False, read_only=True, allowed_services=self._allowed)
        except StoreError:
            return self  # it cannot be opened again just now; what is open here still answers

    def close(self) -> None:
        """Let go of the folder and its lock."""
        self._graphs.clear()
        self._open = None  # the engine closes when nothing refers to it any more
        self._let_go()

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
        with _plain_errors(self.url, query):
            return with_room(query, work)

    def _query(
        self, query: str, default_graph: IRI | None, named: NamedGraphs
    ) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        if default_graph is None:
            return self._engine.query(query)
        graph = ox.NamedNode(default_graph)
        if named is not None:
            return self._engine.query(query, default_graph=graph, named_graphs=[ox.NamedNode(n) for n in named])
        if self.folder is None and not _OTHER_GRAPHS.search(query):
            return self._alone(default_graph).query(query)
        return self._engine.query(query, default_graph=graph)

    def _alone(self, graph: IRI) -> ox.Store:
        """A graph by itself, for queries that ask for no other.

        In memory the engine finds a term's quads in one chain through all graphs, so that a world takes
        twice as long beside the graphs it was made from as alone. In a folder it has an index for each.
        """
        with self._writing:  # a copy made while somebody writes could be of half a change, and would stay
            if graph not in self._graphs:
                quads = self._engine.quads_for_pattern(None, None, None, ox.NamedNode(graph))
                alone = ox.Store()
                alone.extend(ox.Quad(q.subject, q.predicate, q.object) for q in quads)
                self._graphs[graph] = alone
            return self._graphs[graph]

    @contextmanager
    def _writer(self, text: str = "") -> Iterator[ox.Store]:
        with self._writing, _plain_errors(self.url, text):
            if self._read_only:
                raise StoreError(f"{self.url}: opened to read only; open it for writing to change it")
            try:
                yield self._engine
                if self.folder:
                    self._engine.flush()
            finally:
                self._graphs.clear()


@contextmanager
def _plain_errors(where: str, text: str = "") -> Iterator[None]:
    """Turn the engine's errors into ours: wrong SPARQL is the caller's to mend, the rest that of the store `where`."""
    try:
        yield
    except SyntaxError as error:
        raise UsageError(f"not legal SPARQL: {syntax_message(error, text)}") from error
    except (OSError, RuntimeError, ValueError) as error:
        if match := _UNKNOWN_FUNCTION.search(str(error)):
            raise UsageError(f"the function {match[1]} is not known; SPARQL 1.1 §17 lists those that are") from error
        raise StoreError(f"{where}: {one_line(str(error))}") from error


def distinct(triples: Iterable[Triple], limit: int | None = None) -> list[Triple]:
    """The triples, each once and in their order; no more than `limit`."""
    found: dict[Triple, None] = {}
    for triple in triples:
        if limit is not None and len(found) >= limit:
            break
        found[triple] = None
    return list(found)


def _renamed(quad: Quad, fresh: dict[BlankNode, BlankNode]) -> Quad:
    """The quad with blank nodes of this load only: labels of two loads must not meet in the store."""
    subject, predicate, value, graph = quad
    if isinstance(subject, BlankNode):
        subject = fresh.setdefault(subject, BlankNode(ox.BlankNode().value))
    if isinstance(value, BlankNode):
        value = fresh.setdefault(value, BlankNode(ox.BlankNode().value))
    return subject, predicate, value, graph


def _hold(folder: Path) -> tuple[Path, int]:
    """The version of the folder to read, kept from being removed: the engine opens its files by path, when needed."""
    try:
        return held_folder(folder)
    except FileNotFoundError:
        raise UsageError(f"{folder}: there is no store here; build it first") from None
    except OSError as error:
        raise UsageError(f"{folder}: cannot be opened: {error.strerror}") from error


def _open(folder: Path, create: bool, read_only: bool, named: Path) -> ox.Store:
    """Open or make the engine's folder, never turning a folder of other files into a store; errors name `named`."""
    is_store = False
    try:
        is_store = (folder / "CURRENT").is_file()
        if not is_store and (read_only or not create):
            raise UsageError(f"{named}: there is no store here; build it first")
        if not is_store:
            folder.mkdir(parents=True, exist_ok=True)
            if any(folder.iterdir()):
                raise UsageError(f"{named}: this folder holds other files, not a store; name another")
        return ox.Store.read_only(str(folder)) if read_only else ox.Store(folder)
    except (OSError, RuntimeError) as error:
        raise _opening_error(named, is_store, str(error)) from error


def _opening_error(folder: Path, is_store: bool, said: str) -> StoreError | UsageError:
    """RocksDB tells its reasons in words only."""
    if any(words in said for words in _LOCKED):
        return StoreLocked(f"{folder}: the store is locked, open for writing elsewhere; wait, or end that process")
    if is_store and not any(words in said for words in _FORBIDDEN):
        return StoreError(f"{folder}: the store is damaged; delete the folder and build again ({one_line(said)})")
    return UsageError(f"{folder}: cannot be opened: {one_line(said)}")


def variables_of(query: str) -> tuple[str, ...]:
    """The variables that a SELECT query without SERVICE would give, `()` for other kinds; asks an empty store.

    Raises `UsageError` for what is not legal SPARQL, or has a function that the engine does not know.
    """

    def work() -> tuple[str, ...]:
        found = ox.Store().query(query)
        return tuple(v.value for v in found.variables) if isinstance(found, ox.QuerySolutions) else ()

    guard.check(query, builtin=True)
    with _plain_errors("memory:", query):
        return with_room(query, work)


def check_syntax(query: str) -> None:
    """Raise `UsageError` for what is not legal SPARQL; a function that only another engine knows is legal."""

    def work() -> None:
        with suppress(RuntimeError):
            ox.Store().query(query)

    guard.check(query, builtin=True)
    with _plain_errors("memory:", query):
        with_room(query, work)
