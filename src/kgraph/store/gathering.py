"""Answering a query in the built-in engine on triples that are gathered from another engine (see `apart`)."""

import re
from collections.abc import Callable, Iterator

from kgraph.model import BlankNode, Quad, Rows
from kgraph.namespaces import IRI
from kgraph.store import staging
from kgraph.store.apart import Apart, Pattern, apart, asks_default, is_plain
from kgraph.store.base import DefaultGraph, NamedGraphs
from kgraph.store.guard import kind_of
from kgraph.store.oxigraph import OxigraphStore
from kgraph.store.publishing import names
from kgraph.store.terms import serialise

_HIDDEN = re.compile(r'\|\| !STRSTARTS\(STR\(\?\w+\), ("[^"\\]*")\)\)')  # as `worlds.without_worlds` writes it


def needs_gathering(query: str, default_graph: DefaultGraph, named: NamedGraphs) -> bool:
    """Whether a Virtuoso is to be asked for the triples only.

    That is so unless the query is plain, and about one default graph or none.
    """
    if named is not None or kind_of(query) not in ("select", "ask") or not is_plain(query):
        return True
    return asks_default(query) if default_graph is None else not isinstance(default_graph, str)


def asked_graph(query: str, default_graph: DefaultGraph, named: NamedGraphs) -> DefaultGraph:
    """The default graph to send with a query: none if the query is plain, and all of it stands in one GRAPH.

    Virtuoso 7.2.5 loses rows of GRAPH if a default graph is sent with it: of 150 such queries, 49 had other rows.
    """
    if default_graph is None or named is not None or kind_of(query) not in ("select", "ask") or not is_plain(query):
        return default_graph
    return default_graph if asks_default(query) else None


def gathered(ask: Callable[[str], Rows], query: str, default_graph: DefaultGraph) -> OxigraphStore:
    """A store in memory with all triples, and all names of graphs, on which the answer to a query depends."""
    parts, hidden = apart(query), _HIDDEN.findall(query)
    store = OxigraphStore()
    quads = [
        quad
        for pattern in parts.patterns
        for graph in _graphs(pattern, parts, default_graph)
        for quad in _quads(ask(_asking(pattern, graph, hidden)), pattern, graph)
    ]
    store.load(quads)  # in one call, since each call has blank nodes of its own
    for name in names(ask) if parts.names else ():
        if not staging.is_hidden(name, of_virtuoso=True):
            store.update(f"CREATE SILENT GRAPH {serialise(name)}")
    return store


def _graphs(pattern: Pattern, parts: Apart, default_graph: DefaultGraph) -> tuple[IRI | None, ...]:
    """The graphs in which a pattern is looked for; `None` is any."""
    if pattern.graph != "":
        return (pattern.graph,)
    if default_graph is None:
        return parts.default  # the engine's own default graph is the union of all, and takes no triples
    return (default_graph,) if isinstance(default_graph, str) else default_graph


def _asking(pattern: Pattern, graph: IRI | None, hidden: list[str]) -> str:
    """A query for the triples of a pattern; graphs that begin with something that is hidden are left out."""
    ends = ((pattern.subject, "?s"), (pattern.predicate, "?p"), (pattern.value, "?o"))
    triple = " ".join(serialise(term) if term else name for term, name in ends)
    if graph is not None:
        return f"SELECT * {{ GRAPH {serialise(graph)} {{ {triple} }} }}"
    left_out = "".join(f" FILTER(!STRSTARTS(STR(?g), {start}))" for start in dict.fromkeys(hidden))
    return f"SELECT * {{ GRAPH ?g {{ {triple} }}{left_out} }}"


def _quads(rows: Rows, pattern: Pattern, graph: IRI | None) -> Iterator[Quad]:
    for row in rows:
        subject, predicate = pattern.subject or row.get("s"), pattern.predicate or row.get("p")
        value, name = pattern.value or row.get("o"), graph or row.get("g")
        if not isinstance(subject, IRI | BlankNode) or not isinstance(predicate, IRI) or value is None:
            continue
        if isinstance(name, IRI) and not staging.is_hidden(name, of_virtuoso=True):
            yield subject, predicate, value, name
