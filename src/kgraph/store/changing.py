"""Making a version of a store from another one: hard links to its files, then some lines removed and some added.

The time taken depends on the size of the change, not on the size of the store.
"""

from collections.abc import Iterable, Mapping

import pyoxigraph as ox

from kgraph.namespaces import IRI
from kgraph.store.archive import GraphChange, as_quads

Changes = Mapping[IRI, GraphChange]
"""For each graph, the lines of N-Triples to remove and those to add."""


def changes_of(before: Mapping[IRI, Iterable[bytes]], now: Mapping[IRI, Iterable[bytes]]) -> dict[IRI, GraphChange]:
    """The changes that turn the graphs `before` into the graphs `now`, each given as lines."""
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
