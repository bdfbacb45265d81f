"""Labels for blank nodes that depend only on the data (RDFC-1.0, the W3C's RDF Dataset Canonicalization)."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from itertools import starmap

import pyoxigraph as ox

from kgraph.errors import DataError
from kgraph.model import BlankNode, Quad
from kgraph.namespaces import IRI
from kgraph.store.archive import GraphLines, as_quads
from kgraph.store.lines import terms_of
from kgraph.store.terms import quad_from_oxigraph, quad_to_oxigraph

_MOST_ALIKE = 200
"""How many nested blank nodes may look the same: 200 take 2 s, 1,000 take 200 s, and 50,000 crash the process."""


def canonicalised(quads: Iterable[Quad]) -> ox.Dataset:
    """The data with the blank nodes' labels of RDFC-1.0 (`c14n0` …).

    Raises `DataError` if so many nested blank nodes look the same that the algorithm would not end.
    """
    quads = list(quads)
    _check_alike(quads)
    return _renamed(map(quad_to_oxigraph, quads))


def canonical_lines(read: Callable[[], Iterable[GraphLines]]) -> Iterator[GraphLines]:
    """The graphs with their lines sorted, and labels of blank nodes that depend on the data alone.

    Each graph is canonicalised together with those with which it shares blank nodes: a label is a digest of the graph's
    name and a number. `read` gives the graphs; it is called twice. Raises `DataError` as `canonicalised` does.
    """
    groups = _groups(read())
    shared = {name: lines for name, lines in read() if name in groups} if groups else {}
    labelled: dict[IRI, list[bytes]] = {}
    for graph, lines in read():
        if graph in groups and graph not in labelled:
            labelled |= _labelled({name: shared.pop(name) for name in sorted(groups[graph])})
        yield graph, labelled.pop(graph) if graph in groups else _labelled({graph: lines})[graph]


def _groups(graphs: Iterable[GraphLines]) -> dict[IRI, set[IRI]]:
    """For each graph that shares blank nodes with others, the set of these graphs and itself."""
    first: dict[bytes, IRI] = {}
    groups: dict[IRI, set[IRI]] = {}
    for graph, lines in graphs:
        nodes = (node for line in lines if b"_:" in line for node in _nodes(line))
        for other in {first.setdefault(node, graph) for node in nodes} - {graph}:
            together = groups.get(graph, {graph}) | groups.get(other, {other})
            groups |= dict.fromkeys(together, together)
    return groups


def _nodes(line: bytes) -> list[bytes]:
    """The blank nodes of a line: its subject, its object, both or none."""
    subject, _, value = terms_of(line)
    return [term for term in (subject, value) if term.startswith(b"_:")]


def _labelled(graphs: Mapping[IRI, list[bytes]]) -> dict[IRI, list[bytes]]:
    """The lines, sorted, of graphs that share blank nodes with no others."""
    found: dict[IRI, list[bytes]] = {graph: [] for graph in graphs}
    blank: dict[IRI, list[bytes]] = {graph: [] for graph in graphs}
    joined = 0
    for graph, lines in graphs.items():
        for line in lines:
            # "_:" may also be in a literal, which is quickly found out
            nodes = len(_nodes(line)) if b"_:" in line else 0
            (blank if nodes else found)[graph].append(line)
            joined += nodes == 2
    if any(blank.values()):
        quads = ox.parse(b"".join(starmap(as_quads, blank.items())), ox.RdfFormat.N_QUADS, lenient=True)
        name = hashlib.sha256(min(graphs).encode()).hexdigest()[:12]
        for quad in canonicalised(map(quad_from_oxigraph, quads)) if joined >= _MOST_ALIKE else _renamed(quads):
            s, o = (
                f"_:g{name}n{node.value[4:]}" if isinstance(node, ox.BlankNode) else str(node)
                for node in (quad.subject, quad.object)
            )
            found[IRI(quad.graph_name.value)].append(f"{s} {quad.predicate} {o} .\n".encode())
    return {graph: sorted(lines) for graph, lines in found.items()}


def _renamed(quads: Iterable[ox.Quad]) -> ox.Dataset:
    dataset = ox.Dataset(quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return dataset


def _check_alike(quads: Collection[Quad]) -> None:
    """Raise `DataError` if too many blank nodes look alike. RDFC-1.0 tells nodes apart by their own triples if it can,
    else by all nodes to which they are linked (§4.8), which takes long."""
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
            if around is None:  # two paths led to it
                continue
            waiting += around
            together += 1
            if together > _MOST_ALIKE:
                what = f"more than {_MOST_ALIKE} blank nodes that look the same stand in one another"
                raise DataError(what, fix="give some of them IRIs")
