"""A version of a store made from another one: its files by hard links, without the lines that go, with those that come.

So it takes as long as what changes is large, and not as the store is.
"""

from collections.abc import Iterable, Mapping

import pyoxigraph as ox

from kgraph.namespaces import IRI
from kgraph.store.archive import GraphChange, as_quads

Changes = Mapping[IRI, GraphChange]
"""By graph, the lines of N-Triples that go and those that come."""


def changes_of(before: Mapping[IRI, Iterable[bytes]], now: Mapping[IRI, Iterable[bytes]]) -> dict[IRI, GraphChange]:
    """What differs between graphs as they were and as they are, each given as lines."""
    found = {}
    for graph in before.keys() | now.keys():
        old, new = set(before.get(graph, ())), set(now.get(graph, ()))
        if old != new:
            found[graph] = GraphChange(old - new, new - old)
    return found


def apply(engine: ox.Store, changes: Changes) -> None:
    """Change an engine's graphs; blank nodes keep their labels."""
    for quad in _quads((graph, change.removed) for graph, change in changes.items()):
        engine.remove(quad)
    engine.extend(_quads((graph, change.added) for graph, change in changes.items()))


def _quads(graphs: Iterable[tuple[IRI, Iterable[bytes]]]) -> list[ox.Quad]:
    text = b"".join(as_quads(graph, lines) for graph, lines in graphs)
    return list(ox.parse(text, ox.RdfFormat.N_QUADS, lenient=True))
