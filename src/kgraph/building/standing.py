"""What the version that stands says: some claims of it, and what was derived of them."""

from collections.abc import Collection, Iterable, Iterator
from itertools import islice

from kgraph.building.conclusions import derived_graph
from kgraph.building.kept import KeptClaim
from kgraph.claims import Claim, claims_of
from kgraph.model import Quad, Triple
from kgraph.namespaces import IRI, KG, OA, PROV
from kgraph.store import Store, serialise
from kgraph.store.snapshot import Snapshot

_AT_ONCE = 1_000  # nodes of one query
_PARTS = frozenset((KG.anchor, OA.hasSelector, KG.assertedDuring, PROV.wasQuotedFrom))
"""From a claim to the nodes that describe it and nothing else."""
_WHOLE = (KG.position, KG.conflict)
"""From a question to what it is made of; a claim is named by these."""


def read_claims(store: Snapshot, claims: Iterable[KeptClaim]) -> list[Claim]:
    """These claims, as their documents say them."""
    return list(claims_of(quads_of(store, claims)))


def quads_of(store: Snapshot, claims: Iterable[KeptClaim]) -> Iterator[Quad]:
    """The quads of these claims, in the graphs in which they stand."""
    for claim in claims:
        if claim.graph:
            yield from store.reached([(claim.iri, claim.graph)], _PARTS)
        if claim.content:
            yield from store.dump(claim.content)


def documents_of(store: Store, claims: Iterable[KeptClaim]) -> Iterator[Quad]:
    """What the documents of these claims say of themselves."""
    for some in _batches(sorted({one.graph for one in claims if one.graph})):
        yield from _quads(
            store, f"SELECT ?s ?p ?o ?g {{ VALUES ?g {{ {some} }} GRAPH ?g {{ ?g ?p ?o }} BIND(?g AS ?s) }}"
        )


def documents_among(store: Store, graphs: Iterable[IRI]) -> set[IRI]:
    """Those of some graphs that are documents'."""
    found: set[IRI] = set()
    for some in _batches(sorted(graphs)):
        query = f"SELECT ?g {{ VALUES ?g {{ {some} }} GRAPH ?g {{ ?g a {serialise(KG.Document)} }} }}"
        found.update(graph for graph in store.select(query).column("g") if isinstance(graph, IRI))
    return found


def derived_of(store: Store, base: str, claims: Collection[IRI], named: Collection[IRI] = ()) -> list[Triple]:
    """What was derived of these claims: what follows from each, and all of each finding that names one, or is `named`.

    A finding is named by any of its nodes.
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
