"""A version of a store made from another one: its files by hard links, without the lines that go, with those that come.

So it takes as long as what changes is large, and not as the store is.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping

import pyoxigraph as ox

from kgraph.model import Quad
from kgraph.namespaces import IRI
from kgraph.store.archive import GraphChange, as_quads
from kgraph.store.portions import GraphBytes, lines_of

Changes = Mapping[IRI, GraphChange]
"""By graph, the lines of N-Triples that go and those that come."""


def changes_of(
    said: Callable[[IRI], Iterable[bytes]],
    graphs: Collection[IRI],
    lines: GraphBytes,
    removed: Iterable[Quad] = (),
    added: Iterable[Quad] = (),
) -> dict[IRI, GraphChange]:
    """The changes to graphs that hold what `said` gives: some have these `lines` instead, and quads go, or come."""
    going: dict[IRI, set[bytes]] = defaultdict(set)
    coming: dict[IRI, set[bytes]] = defaultdict(set)
    for graph in {*graphs, *lines}:
        old, new = set(said(graph)), set(lines.get(graph, b"").splitlines(keepends=True))
        going[graph], coming[graph] = old - new, new - old
    for several, found in ((removed, going), (added, coming)):
        for graph, text in lines_of(several).items():
            found[graph] |= set(text.splitlines(keepends=True))
    names = (graph for graph in {**going, **coming} if going[graph] or coming[graph])
    return {graph: GraphChange(going[graph], coming[graph]) for graph in names}


def apply(engine: ox.Store, changes: Changes) -> None:
    """Change an engine's graphs; blank nodes keep their labels."""
    for quad in _quads((graph, change.removed) for graph, change in changes.items()):
        engine.remove(quad)
    engine.extend(_quads((graph, change.added) for graph, change in changes.items()))


def _quads(graphs: Iterable[tuple[IRI, Iterable[bytes]]]) -> list[ox.Quad]:
    text = b"".join(as_quads(graph, lines) for graph, lines in graphs)
    return list(ox.parse(text, ox.RdfFormat.N_QUADS, lenient=True))
