"""What a store is: one protocol that memory, disk and remote endpoints keep in the same way."""

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
    """A graph's triples as lines of N-Triples: its own, and those that it has in common with other graphs.

    Each piece is one line or more. No blank node is in both.
    """

    own: Sequence[bytes]
    common: Sequence[bytes] = ()

    def __iter__(self) -> Iterator[bytes]:
        return chain(self.common, self.own)


Lines = Callable[[], Triples]
"""What makes a graph."""

NamedGraphs = Collection[IRI] | None
"""The graphs that GRAPH finds in a query with a `default_graph`; `None`: all."""


class Solutions(AbstractContextManager["Solutions"]):
    """The answer of a SELECT, row by row as the rows are found, once: `None` where a variable is unbound.

    `close`, or the end of a `with` block, ends the query. The rows are those of the store as it was asked. They are
    read in the thread that asked (another gets a `UsageError`), and until the store is closed: `check` raises then.
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
        if threading.get_ident() != self._thread:  # the built-in engine would end the process
            raise UsageError("rows are read in the thread that asked for them; ask in each thread")

    def __exit__(self, *error: object) -> None:
        self.close()


class Store(Protocol):
    """An RDF dataset that answers SPARQL 1.1.

    A query's default graph is the one that `default_graph` names, or else the store's own default graph:
    never a union of the named graphs, which would turn denials into facts. `GRAPH ?g` reaches every named
    graph, also when `default_graph` is given; with `named` those of it. FROM and FROM NAMED name the dataset when
    `default_graph` is not given; when it is, it counts and they do not (SPARQL 1.1 Protocol §2.1.4).

    Blank nodes in an answer have labels that mean nothing outside it; those handed to one `load` are new.

    A store that is open to read only never changes, whatever others do; any number of threads may ask it at once.

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
        default_graph: IRI | None = None,
        named: NamedGraphs = None,
        limit: int | None = None,
    ) -> Rows:
        """The solutions of a SELECT query; no more than `limit` of them."""

    def solutions(self, query: str, *, default_graph: IRI | None = None, named: NamedGraphs = None) -> Solutions:
        """The same as a stream. Endpoints, and queries so long that they need more stack, find all rows at first."""

    def ask(self, query: str, *, default_graph: IRI | None = None, named: NamedGraphs = None) -> bool:
        """The answer of an ASK query."""

    def construct(
        self,
        query: str,
        *,
        default_graph: IRI | None = None,
        named: NamedGraphs = None,
        limit: int | None = None,
    ) -> list[Triple]:
        """The triples of a CONSTRUCT or DESCRIBE query, each once; no more than `limit` of them."""

    def update(self, update: str) -> None:
        """Carry out a SPARQL update request, all of it or nothing; LOAD is always refused."""

    def load(self, quads: Iterable[Quad], *, replacing: Iterable[IRI] = ()) -> None:
        """Add quads: all, or after an error none. The graphs named by `replacing` are emptied in the same step."""

    def load_lines(self, graphs: Mapping[IRI, bytes]) -> None:
        """Add named graphs as lines of N-Triples: all, or after an error none. Blank nodes keep their labels."""

    def clear(self, graph: IRI | None = None) -> None:
        """Empty one named graph, which need not exist; `None`: everything."""

    def dump(self, graph: IRI | None = None) -> Iterator[Quad]:
        """The quads of one named graph; `None`: everything."""

    def lines(self, beginnings: Sequence[str]) -> Iterator[tuple[IRI, list[bytes]]]:
        """The named graphs whose IRIs begin in one of these ways, sorted, each with its triples.

        A triple is a line of N-Triples: terms with one space between them, the full stop, the line's end.
        """

    def having(self, graphs: Mapping[IRI, Lines], front: IRI | None = None) -> "Store":
        """The store that answers for these named graphs too, each of the lines of N-Triples that its function gives.

        A graph that is there is not made again. A store that may be changed takes them in, and is itself the answer.
        For a folder that is open to read only, the answer is a snapshot beside it (see `beside.clone_beside`), which is
        closed with this one. Endpoints open to read only raise `StoreError`. The graphs' blank nodes are new.

        One of them may be `front`: queries have it as their `default_graph`, and do not name it behind GRAPH.
        """

    @property
    def asks_services(self) -> bool:
        """Whether it asks the endpoints that SERVICE names by itself, as kgraph would have it asked."""

    def graphs(self) -> list[IRI]:
        """The named graphs that hold a triple, sorted."""

    def after_fork(self, remark: Remark) -> "Store":
        """This store for a process that was forked from the one that opened it, to read only.

        `remark` is told there what the store would have told here.
        """

    def close(self) -> None:
        """Let go of files, locks and connections; using the store afterwards raises `StoreError`."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...
