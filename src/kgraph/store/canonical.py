"""Names for blank nodes that depend on the data alone (RDFC-1.0, the W3C's RDF Dataset Canonicalization)."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable

import pyoxigraph as ox

from kgraph.errors import DataError
from kgraph.model import BlankNode, Quad
from kgraph.store.terms import quad_to_oxigraph

_MOST_ALIKE = 200
"""Blank nodes in one another that look the same: 200 take 2 s, 1,000 take 200 s, and 50,000 end the process."""


def canonicalised(quads: Iterable[Quad]) -> ox.Dataset:
    """The data with the blank nodes' labels of RDFC-1.0 (`c14n0` …).

    Raises `DataError` where so many blank nodes that look the same stand in one another that it would not end.
    """
    quads = list(quads)
    _check_alike(quads)
    dataset = ox.Dataset(map(quad_to_oxigraph, quads))
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return dataset


def _check_alike(quads: Collection[Quad]) -> None:
    """Nodes with something of their own are told apart at once; the others by all that they are joined to (§4.8)."""
    joined = [(s, o) for s, _, o, _ in quads if isinstance(s, BlankNode) and isinstance(o, BlankNode)]
    if len(joined) < _MOST_ALIKE:
        return
    looks: defaultdict[BlankNode, set[tuple[object, ...]]] = defaultdict(set)
    for subject, predicate, value, graph in quads:
        if isinstance(subject, BlankNode):
            looks[subject].add(("from", predicate, None if isinstance(value, BlankNode) else value, graph))
        if isinstance(value, BlankNode):
            looks[value].add(("to", predicate, None if isinstance(subject, BlankNode) else subject, graph))
    seen = {node: frozenset(look) for node, look in looks.items()}
    often = Counter(seen.values())
    near: defaultdict[BlankNode, list[BlankNode]] = defaultdict(list)
    for one, other in joined:
        if often[seen[one]] > 1 and often[seen[other]] > 1:
            near[one].append(other)
            near[other].append(one)
    while near:
        together, waiting = 0, [next(iter(near))]
        while waiting:
            around = near.pop(waiting.pop(), None)
            if around is None:  # it was reached from two sides
                continue
            waiting += around
            together += 1
            if together > _MOST_ALIKE:
                what = f"more than {_MOST_ALIKE} blank nodes that look the same stand in one another"
                raise DataError(what, fix="give some of them IRIs")
