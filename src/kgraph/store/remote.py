"""A SPARQL 1.1 endpoint as a store."""

import contextlib
import json
import re
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import replace
from functools import partial
from types import TracebackType
from typing import Self, TypeVar

import pyoxigraph as ox

from kgraph.errors import DataError, StoreError, UsageError
from kgraph.model import Literal, Quad, Rows, Triple
from kgraph.namespaces import IRI
from kgraph.resources import VERSION
from kgraph.store import dialects, finishing, guard, publishing, staging
from kgraph.store.base import DefaultGraph, Lines, NamedGraphs, Solutions
from kgraph.store.common import own_nodes
from kgraph.store.doors import Access
from kgraph.store.faults import one_line
from kgraph.store.files import parse_statements
from kgraph.store.gathering import asked_graph, gathered, needs_gathering
from kgraph.store.inserting import as_update
from kgraph.store.online import Answer
from kgraph.store.oxigraph import OxigraphStore, distinct
from kgraph.store.portions import quads_in
from kgraph.store.refusals import checked, syntax_fault
from kgraph.store.results import Remark, rows_from_json, words_of_unread
from kgraph.store.steady import is_watched, steady
from kgraph.store.terms import quad_from_oxigraph, serialise, triple_from_oxigraph
from kgraph.store.wire import ROWS, Wire

_TRIPLES = "application/n-triples, text/turtle;q=0.8"
T = TypeVar("T")
_JSON_TYPES = (ROWS, "application/json")


class RemoteStore:
    """A store behind an endpoint; `Store` documents the methods.

    `address` is `QUERY-URL` or `QUERY-URL|UPDATE-URL`, http or https. With the query URL alone, updates go
    to `/update` beside a URL that ends in `/query` or `/sparql`, else to the same URL.

    Some guarantees depend on the endpoint. An update request is all or nothing if the endpoint follows SPARQL 1.1
    Update §2.2. Without `default_graph` the endpoint uses its own default graph, which for some engines is the union of
    all graphs, so give a world. With `default_graph` the protocol would leave no named graph (§2.1.4), so kgraph also
    sends the graphs that the query's GRAPH names, and all graphs for `GRAPH ?g`.

    `base` is that of the workspace whose builds are heeded; other workspaces may build at the same endpoint. Without it
    the builds of all are heeded, and none that was cut off is finished.
    `access` says how to be let in (see `doors`); `None`: no secret is sent, whoever asks. `timeout` is in seconds, for
    each wait on the network; `most` is the largest answer taken, in bytes, `None` for any; `user_agent` is the
    User-Agent header; `remark` is called with a line about what in an answer cannot be read. No redirect is followed,
    and its target is never contacted.
    """

    def __init__(
        self,
        address: str,
        *,
        base: str = "",
        read_only: bool = False,
        allowed_services: Iterable[str] = (),
        access: Iterable[Access] | None = (),
        timeout: float = 30.0,
        user_agent: str = f"kgraph/{VERSION}",
        most: int | None = None,
        remark: Remark = warnings.warn,
    ) -> None:
        query_url, _, update_url = address.partition("|")
        self.url = f"sparql:{address}"
        self.own = staging.Own(base)
        self._query_url = checked(query_url)
        self._update_url = checked(update_url or re.sub(r"/(query|sparql)/?$", "/update", query_url))
        self.wire = Wire((self._query_url, self._update_url), access, timeout, user_agent, most)
        self._read_only = read_only
        self._allowed = frozenset(allowed_services)
        self._remark = remark
        self._closed = False
        self._last: staging.Last | None = None

    def select(
        self,
        query: str,
        *,
        default_graph: DefaultGraph = None,
        named: NamedGraphs = None,
        limit: int | None = None,
    ) -> Rows:
        """The solutions of a SELECT query, at most `limit` of them, although the endpoint sends all.

        A cell that is no RDF term is unbound, and `remark` is called with a line about it.

        Terms of RDF 1.2 raise `StoreError`, as in every store.
        """
        rows = self._unless_gathered(self.select_there, query, default_graph, named)
        if rows is None:
            with self._gathered(query, default_graph) as near:
                return near.select(query, default_graph=default_graph, named=named, limit=limit)
        return rows if limit is None else replace(rows, rows=rows.rows[:limit])

    def select_there(self, query: str, default_graph: DefaultGraph = None, named: NamedGraphs = None) -> Rows:
        """The rows as the engine itself finds them."""
        answer = self._ask_for(query, ("select",), (default_graph, named), ROWS)
        try:
            rows = rows_from_json(answer.body, refuse_rdf_12=True)
        except DataError as error:
            raise self._nonsense("SPARQL results in JSON", error) from error
        dialects.check_whole(self._query_url, len(rows), answer.most_rows)
        if rows.unread:
            self._remark(f"{self._query_url}: {words_of_unread(rows)}")
        return dialects.as_written(rows) if self._is_virtuoso() else rows

    def solutions(self, query: str, *, default_graph: DefaultGraph = None, named: NamedGraphs = None) -> Solutions:
        """The same, one by one; the endpoint sends them in one answer, which is kept in memory."""
        found = self.select(query, default_graph=default_graph, named=named)
        return Solutions(found.variables, iter(found.rows), self._check_open)

    def _check_open(self) -> None:
        if self._closed:
            raise StoreError(f"{self.url}: the store is closed; open it again")

    def select_json(self, query: str, *, default_graph: DefaultGraph = None, named: NamedGraphs = None) -> bytes:
        """The bytes of the answer to a SELECT query, for `rows_from_json`; of them only a cut is looked for."""
        answer = self._ask_for(query, ("select",), (default_graph, named), ROWS)
        if answer.most_rows is not None:
            with contextlib.suppress(DataError):  # it is for the caller to say what is wrong with the answer
                dialects.check_whole(self._query_url, len(rows_from_json(answer.body)), answer.most_rows)
        return answer.body

    def ask(self, query: str, *, default_graph: DefaultGraph = None, named: NamedGraphs = None) -> bool:
        """The answer of an ASK query."""
        said = self._unless_gathered(self._ask_there, query, default_graph, named)
        if said is None:
            with self._gathered(query, default_graph) as near:
                return near.ask(query, default_graph=default_graph, named=named)
        return said

    def _ask_there(self, query: str, default_graph: DefaultGraph = None, named: NamedGraphs = None) -> bool:
        """The yes or no that the engine gives."""
        answer = self._ask_for(query, ("ask",), (default_graph, named), ROWS)
        try:
            said = dialects.answer_to_ask(json.loads(answer.body))
        except (ValueError, AttributeError, RecursionError) as error:
            raise self._nonsense("a yes or no in JSON", error) from error
        if not isinstance(said, bool):
            raise self._nonsense("a yes or no in JSON", said)
        return said

    def construct(
        self,
        query: str,
        *,
        default_graph: DefaultGraph = None,
        named: NamedGraphs = None,
        limit: int | None = None,
    ) -> list[Triple]:
        """The triples of a CONSTRUCT or DESCRIBE query, each once; no more than `limit` of them."""
        found = self._unless_gathered(self._construct_there, query, default_graph, named)
        if found is None:
            dialects.check_no_describe(self._query_url, query)
            with self._gathered(query, default_graph) as near:
                return near.construct(query, default_graph=default_graph, named=named, limit=limit)
        return found if limit is None else found[:limit]

    def _construct_there(
        self, query: str, default_graph: DefaultGraph = None, named: NamedGraphs = None
    ) -> list[Triple]:
        """The triples that the engine makes."""
        answer = self._ask_for(query, ("construct", "describe"), (default_graph, named), _TRIPLES)
        rdf_format = ox.RdfFormat.from_media_type(answer.media_type)
        if rdf_format is None:
            raise self._nonsense("RDF", answer.media_type)
        try:
            found = parse_statements(answer.body, rdf_format, self._query_url, triple_from_oxigraph)
            return distinct(found, None)
        except (SyntaxError, ValueError, DataError) as error:
            raise self._nonsense("legal RDF", error) from error

    def update(self, update: str) -> None:
        """Carry out a SPARQL update request."""
        guard.check(update, self._allowed)
        if guard.kind_of(update) != "update":
            raise UsageError(f"not legal SPARQL: {syntax_fault(update) or 'this is no update'}")
        if "where" in update.lower() and self._is_virtuoso():
            dialects.check_no_where(self._update_url, update)
        self._check_writable()
        self.wire.update(self._update_url, update)

    def load(self, quads: Iterable[Quad], *, replacing: Iterable[IRI] = ()) -> None:
        """Add quads, and empty the graphs to be replaced, in one request."""
        text, graphs = as_update(quads, replacing)
        if None in graphs and not self._read_only and self._is_virtuoso():
            raise StoreError(f"{self.url}: Virtuoso has no default graph to write to; name a graph")
        if text:
            self._insert(text)

    def load_lines(self, graphs: Mapping[IRI, bytes]) -> None:
        """Add named graphs as lines of N-Triples, in one request."""
        self.load(map(quad_from_oxigraph, quads_in(graphs)))

    def clear(self, graph: IRI | None = None) -> None:
        """Empty one named graph, which need not exist; `None`: everything."""
        steps = ["DROP ALL" if graph is None else f"DROP SILENT GRAPH {serialise(graph)}"]
        if graph is None and not self._read_only:
            with contextlib.suppress(StoreError):  # the update will say what is wrong
                if self._is_virtuoso():  # DROP ALL would drop the graphs that it has about itself, too
                    steps = [f"DROP SILENT GRAPH {serialise(one)}" for one in self.graphs()]
        for step in steps:
            self.send(step)

    def dump(self, graph: IRI | None = None) -> Iterator[Quad]:
        """The quads of one named graph; `None`: everything. They come in one answer, held in memory."""
        where = "GRAPH ?g { ?s ?p ?o }" if graph is None else f"GRAPH {serialise(graph)} {{ ?s ?p ?o }}"
        if graph is None and not self._is_virtuoso():
            where = f"{{ ?s ?p ?o }} UNION {{ {where} }}"
        found = self._quads(self.select_there(f"SELECT ?s ?p ?o ?g WHERE {{ {where} }}"), graph)
        yield from (quad for quad in found if not quad[3] or self._is_data(quad[3]))

    def _quads(self, found: Rows, graph: IRI | None = None) -> Iterator[Quad]:
        """The rows' quads, all of one graph if it is given."""
        if found.unread:  # if a graph's name were left out, its triples would move to another graph
            raise self._nonsense("triples", words_of_unread(found))
        for row in found:
            s, p, o, g = (row.get(name) for name in "spog")
            name = graph or g
            if s is None or isinstance(s, Literal) or not isinstance(p, IRI) or o is None:
                raise self._nonsense("triples", s)
            if name is not None and not isinstance(name, IRI):
                raise DataError(f"{self.url}: the graph _:{name} is named by a blank node; name it by an IRI")
            yield s, p, o, name

    def lines(self, beginnings: Sequence[str]) -> Iterator[tuple[IRI, list[bytes]]]:
        """The named graphs whose IRIs begin with one of `beginnings`, sorted, each with its triples in N-Triples.

        They come in one answer, held in memory.
        """
        within = " || ".join(f"STRSTARTS(STR(?g), {serialise(Literal(beginning))})" for beginning in beginnings)
        rows = self.select_there(f"SELECT ?s ?p ?o ?g WHERE {{ GRAPH ?g {{ ?s ?p ?o }} FILTER({within}) }}")
        found: dict[IRI, list[bytes]] = {}
        for s, p, o, g in self._quads(rows):
            found.setdefault(IRI(g or ""), []).append(f"{serialise(s)} {serialise(p)} {serialise(o)} .\n".encode())
        yield from sorted(found.items())

    def having(self, graphs: Mapping[IRI, Lines], front: IRI | None = None) -> "RemoteStore":
        """This store, after those of the graphs were added that it did not have, or had from before the last build."""
        last = self._written(anew=not is_watched(self))
        build = self.own.last_build(last)
        for graph, make in graphs.items():
            stands = self.ask(f"ASK {{ GRAPH {serialise(graph)} {{ ?s ?p ?o }} }}")
            if not stands or not last.get(graph, frozenset()) <= {build}:
                lines = b"".join(own_nodes(make())).splitlines(keepends=True)
                publishing.publish_world(self, graph, lines, build)
        return self

    @property
    def asks_services(self) -> bool:
        """Whether the endpoint itself queries the endpoints that SERVICE names; for a Virtuoso kgraph does."""
        return not self._is_virtuoso()

    def graphs(self) -> list[IRI]:
        """The named graphs that are not empty, sorted."""
        return sorted(one for one in set(publishing.names(self.select_there)) if self._is_data(one))

    def _is_data(self, graph: IRI) -> bool:
        return not staging.is_hidden(graph, of_virtuoso=self._is_virtuoso())

    def mark(self, *, anew: bool = True) -> str:
        """The name of the last build; without `anew`, as it was when it was last read."""
        return self.own.last_build(self._written(anew=anew)) or "none"

    def _written(self, *, anew: bool) -> staging.Last:
        """The names of what was last written; see `finishing.settled`."""
        if anew or self._last is None:
            self._last = finishing.settled(self)
        return self._last

    def after_fork(self, remark: Remark) -> "RemoteStore":
        """This store with another `remark`; it keeps no connection that two processes could share."""
        store = copy(self)
        store._remark = remark
        return store

    def close(self) -> None:
        """End the use of the store; no connection is open between calls."""
        self._closed = True

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _ask_for(
        self, query: str, kinds: tuple[guard.Kind, ...], dataset: tuple[DefaultGraph, NamedGraphs], accept: str
    ) -> Answer:
        """Send a query of one of these kinds, and check that the answer is of a fitting media type."""
        guard.check(query, self._allowed)
        kind = guard.kind_of(query)
        if kind is None:
            raise UsageError(f"not legal SPARQL: {syntax_fault(query) or 'no kind of query'}")
        if kind not in kinds:
            wanted = " or ".join(wanted.upper() for wanted in kinds)
            raise UsageError(f"this is a query of the kind {kind.upper()}; here it must be of the kind {wanted}")
        default_graph, named = dataset
        graphs: list[tuple[str, IRI]] = []
        if default_graph is not None:
            given = (default_graph,) if isinstance(default_graph, str) else default_graph
            graphs += (("default-graph-uri", graph) for graph in given)
            graphs += (("named-graph-uri", graph) for graph in self._named_graphs(guard.inspect(query), named))
        self._check_open()
        answer = self.wire.ask(self._query_url, query, accept, graphs)
        if accept == ROWS and answer.media_type not in _JSON_TYPES:
            raise self._nonsense("SPARQL results in JSON", answer.media_type)
        return answer

    def _named_graphs(self, seen: guard.Inspection, named: NamedGraphs) -> Iterable[IRI]:
        """The named graphs to send with a query that has a default graph."""
        if not seen.any_graph:
            return sorted(seen.graphs)
        if named is not None:
            return named
        return () if self._is_virtuoso() else self.graphs()

    @property
    def finds_triples_only(self) -> bool:
        """Whether the engine is asked for triples, and the built-in one works out the answers; see `dialects`."""
        return self._is_virtuoso()

    def _unless_gathered(
        self,
        ask: Callable[[str, DefaultGraph, NamedGraphs], T],
        query: str,
        default_graph: DefaultGraph,
        named: NamedGraphs,
    ) -> T | None:
        """The engine's own answer; `None` if its triples are to be gathered, and the built-in engine is to answer.

        The first answer, even a refusal, tells which engine it is.
        """
        self._check_open()
        said = None
        default_graph = asked_graph(query, default_graph, named)
        if not self._gathers(query, default_graph, named):
            try:
                said = ask(query, default_graph, named)
            except StoreError:
                if not self._gathers(query, default_graph, named):
                    raise
        return None if self._gathers(query, default_graph, named) else said

    def _gathered(self, query: str, default_graph: DefaultGraph) -> OxigraphStore:
        """The triples on which the answer to a query depends, all of the same build."""
        return steady(self, partial(gathered, self.select_there, query, default_graph))

    def _gathers(self, query: str, default_graph: DefaultGraph, named: NamedGraphs) -> bool:
        """Whether it is known that triples are to be gathered for a query."""
        return dialects.is_virtuoso(self.wire.server) and needs_gathering(query, default_graph, named)

    def _is_virtuoso(self) -> bool:
        if self.wire.server is None:
            self._ask_there("ASK {}")
        return dialects.is_virtuoso(self.wire.server)

    @property
    def names_blank_nodes(self) -> bool:
        """Whether blank nodes can be written under the names that the server gives them."""
        return self._is_virtuoso()

    @property
    def lets_in(self) -> str:
        """How the server lets kgraph in, in words."""
        access = self.wire.access(self._query_url)
        return f"lets kgraph in by {access.way}" if access else "open to all"

    def _insert(self, text: str) -> None:
        """Send an update that kgraph wrote, with blank nodes as the engine takes them."""
        has_blank = "_:" in text and not self._read_only
        self.send(dialects.with_named_nodes(text) if has_blank and self._is_virtuoso() else text)

    def send(self, update: str, patience: float = 0) -> None:
        """Send an update that kgraph wrote, and wait so many seconds longer than else for its end. It may be sent
        again: what kgraph writes leaves the same if it is carried out twice."""
        self._check_writable()
        self.wire.update_again(self._update_url, update, patience)

    def _check_writable(self) -> None:
        if self._read_only:
            raise StoreError(f"{self.url}: opened to read only; open it for writing to change it")
        self._check_open()

    def _nonsense(self, wanted: str, got: object) -> StoreError:
        said = one_line(str(got))
        return StoreError(f"{self._query_url}: the answer is not {wanted} ({said}); is this a SPARQL endpoint?")
