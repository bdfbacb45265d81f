"""Reading from the previous version: the descriptions of some claims' documents, and the derived triples of the
claims."""

from collections.abc import Collection, Iterable, Iterator
from itertools import islice

from kgraph.building.conclusions import derived_graph
from kgraph.building.kept import KeptClaim
from kgraph.model import Quad, Triple
from kgraph.namespaces import IRI, KG
from kgraph.store import Store, serialise

_AT_ONCE = 1_000  # how many nodes one query asks for
_WHOLE = (KG.position, KG.conflict)
"""The predicates from a question to its parts, which name claims."""


def documents_of(store: Store, claims: Iterable[KeptClaim]) -> Iterator[Quad]:
    """The quads by which the documents of these claims describe themselves."""
    for some in _batches(sorted({one.graph for one in claims if one.graph})):
        yield from _quads(
            store, f"SELECT ?s ?p ?o ?g {{ VALUES ?g {{ {some} }} GRAPH ?g {{ ?g ?p ?o }} BIND(?g AS ?s) }}"
        )


def documents_among(store: Store, graphs: Iterable[IRI]) -> set[IRI]:
    """Those of some graphs that are graphs of documents."""
    found: set[IRI] = set()
    for some in _batches(sorted(graphs)):
        query = f"SELECT ?g {{ VALUES ?g {{ {some} }} GRAPH ?g {{ ?g a {serialise(KG.Document)} }} }}"
        found.update(graph for graph in store.select(query).column("g") if isinstance(graph, IRI))
    return found


def derived_of(store: Store, base: str, claims: Collection[IRI], named: Collection[IRI] = ()) -> list[Triple]:
    """The derived triples of these claims: those that follow from each, and all of each finding that names one or is in
    `named`.

    `named` may have any node of a finding.
    """
    graph = serialise(derived_graph(base))
    findings = set(_nodes(store, graph, "?node ?p ?wanted", claims)).union(named).difference(claims)
    wholes = set(_nodes(store, graph, f"?node {'|'.join(map(serialise, _WHOLE))} ?wanted", findings))
    nodes = findings | wholes
    parts = set(_nodes(store, graph, f"?wanted {'|'.join(map(serialise, (*_WHOLE, KG.time)))} ?node", nodes))
    found: list[Triple] = []
    for some in _batches(sorted(nodes | parts | set(claims))):
        query = f"SELECT ?s ?p ?o {{ VALUES ?s {{ {some} }} GRAPH {graph} {{ ?s ?p ?o }} }}"
        found += [quad[:3] for quad in _quads(store, query)]
    return found


def _nodes(store: Store, graph: str, pattern: str, wanted: Iterable[IRI]) -> Iterator[IRI]:
    for some in _batches(sorted(wanted)):
        query = f"SELECT DISTINCT ?node {{ VALUES ?wanted {{ {some} }} GRAPH {graph} {{ {pattern} }} }}"
        yield from (node for node in store.select(query).column("node") if isinstance(node, IRI))


def _batches(nodes: Iterable[IRI]) -> Iterator[str]:
    left = iter(nodes)
    while some := list(islice(left, _AT_ONCE)):
        yield " ".join(map(serialise, some))


def _quads(store: Store, query: str) -> Iterator[Quad]:
    with store.solutions(query) as rows:
        for subject, predicate, value, *graph in rows:
            yield subject, predicate, value, graph[0] if graph else None  # type: ignore[misc]
