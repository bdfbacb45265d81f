"""The protocol of a store; stores in memory, in a folder and behind an endpoint all follow it."""

import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from itertools import chain
from types import TracebackType
from typing import Protocol, Self

from kgraph.errors import UsageError
from kgraph.model import Quad, Rows, Term, Triple
from kgraph.namespaces import IRI
from kgraph.store.results import Remark


@dataclass(frozen=True, slots=True)
class Triples:
    """A graph's triples as lines of N-Triples: those that it alone has, and those that it shares with other graphs.

    Each piece is one line or more. No blank node is in both kinds.
    """

    own: Sequence[bytes]
    common: Sequence[bytes] = ()

    def __iter__(self) -> Iterator[bytes]:
        return chain(self.common, self.own)


Lines = Callable[[], Triples]
"""A function that gives the triples of a graph."""

DefaultGraph = IRI | tuple[IRI, ...] | None
"""The default graph of a query: one graph, the merge of several (none: an empty graph), or `None`: the store's own."""

NamedGraphs = Collection[IRI] | None
"""The named graphs that GRAPH can reach in a query with a `default_graph`; `None`: all."""


class Solutions(AbstractContextManager["Solutions"]):
    """The rows of a SELECT, given one by one as the engine finds them; `None` where a variable is unbound.

    They can be read once. `close`, or the end of a `with` block, ends the query. The rows are those of the store at the
    time of the call. Only the thread that asked may read them (another gets a `UsageError`), and only until the store
    is closed: then `check` raises.
    """

    def __init__(
        self, variables: tuple[str, ...], rows: Iterator[tuple[Term | None, ...]], check: Callable[[], object]
    ) -> None:
        self.variables = variables
        self._rows, self._check, self._thread = rows, check, threading.get_ident()

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> tuple[Term | None, ...]:
        self._check_thread()
        self._check()
        return next(self._rows)

    def close(self) -> None:
        """End the query; there are no more rows."""
        self._check_thread()
        self._rows = iter(())

    def _check_thread(self) -> None:
        if threading.get_ident() != self._thread:  # the built-in engine would crash the process
            raise UsageError("rows are read in the thread that asked for them; ask in each thread")

    def __exit__(self, *error: object) -> None:
        self.close()


class Store(Protocol):
    """An RDF dataset that answers SPARQL 1.1.

    A query's default graph is the one that `default_graph` names, or else the store's own default graph:
    never a union of the named graphs, which would turn denials into facts. `GRAPH ?g` reaches every named graph, also
    when `default_graph` is given; with `named`, only the graphs in it. FROM and FROM NAMED name the dataset when
    `default_graph` is not given; when it is, it takes precedence over them (SPARQL 1.1 Protocol §2.1.4).

    Labels of blank nodes in an answer mean nothing outside it; each `load` makes new blank nodes of those it is given.

    A store opened with `read_only` never changes, whatever others write; any number of threads may query it at once.

    Every method may raise `StoreError` (locked, dead, answering nonsense, closed, or opened to read only);
    `UsageError` says that the SPARQL text is wrong or asks for what the guard refuses.
    """

    @property
    def url(self) -> str:
        """`memory:`, `oxigraph:DIR` or `sparql:URL`."""

    def select(
        self,
        query: str,
        *,
        default_graph: DefaultGraph = None,
        named: NamedGraphs = None,
        limit: int | None = None,
    ) -> Rows:
        """The solutions of a SELECT query; no more than `limit` of them."""

    def solutions(self, query: str, *, default_graph: DefaultGraph = None, named: NamedGraphs = None) -> Solutions:
        """The same as a stream. For an endpoint, and for a query so long that it needs more stack, all rows are found
        first."""

    def ask(self, query: str, *, default_graph: DefaultGraph = None, named: NamedGraphs = None) -> bool:
        """The answer of an ASK query."""

    def construct(
        self,
        query: str,
        *,
        default_graph: DefaultGraph = None,
        named: NamedGraphs = None,
        limit: int | None = None,
    ) -> list[Triple]:
        """The triples of a CONSTRUCT or DESCRIBE query, each once; no more than `limit` of them."""

    def update(self, update: str) -> None:
        """Carry out a SPARQL update request, all of it or nothing; LOAD is always refused."""

    def load(self, quads: Iterable[Quad], *, replacing: Iterable[IRI] = ()) -> None:
        """Add quads, all of them, or none if there is an error. The graphs in `replacing` are emptied in the same
        step."""

    def load_lines(self, graphs: Mapping[IRI, bytes]) -> None:
        """Add named graphs as lines of N-Triples, all of them, or none if there is an error. Blank nodes keep their
        labels."""

    def clear(self, graph: IRI | None = None) -> None:
        """Empty one named graph, which need not exist; `None`: everything."""

    def dump(self, graph: IRI | None = None) -> Iterator[Quad]:
        """The quads of one named graph; `None`: everything."""

    def lines(self, beginnings: Sequence[str]) -> Iterator[tuple[IRI, list[bytes]]]:
        """The named graphs whose IRIs begin with one of `beginnings`, sorted, each with its triples.

        A triple is a line of N-Triples: terms with one space between them, the full stop, the line's end.
        """

    def having(self, graphs: Mapping[IRI, Lines], front: IRI | None = None) -> "Store":
        """A store that has these named graphs too, each with the lines of N-Triples that its function gives.

        A graph that the store has already is not made again. A store that may be changed adds the graphs and returns
        itself. A folder opened with `read_only` returns a snapshot beside it (see `beside.clone_beside`), which is
        closed together with this store. An endpoint opened with `read_only` raises `StoreError`. The graphs' blank
        nodes are new.

        `front` may be one of the graphs: queries use it as their `default_graph` and do not name it in GRAPH.
        """

    @property
    def asks_services(self) -> bool:
        """Whether the store itself queries the endpoints that SERVICE names, in a way that kgraph accepts."""

    def graphs(self) -> list[IRI]:
        """The named graphs that are not empty, sorted."""

    def mark(self, *, anew: bool = True) -> str:
        """The name of the last build, if builds may change the store while it is open, as at an endpoint; else "".

        Without `anew` it may be the name that was read before, which is quicker.
        """

    def after_fork(self, remark: Remark) -> "Store":
        """This store, to read only, for a process that was forked from the one that opened it.

        There the store calls `remark` instead of the function that it was opened with.
        """

    def close(self) -> None:
        """Release files, locks and connections; using the store afterwards raises `StoreError`."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...
