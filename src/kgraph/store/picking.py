"""Picking some quads out of many files, without making Python values of the others, which would take most of the time.

For a file that was read before, an *outline* may have been kept: the few quads that tell whether the file has a quad
that is wanted for its subject or its graph, and all quads that may be wanted for another reason. So most files need not
be read again.
"""

import zlib
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from kgraph.model import BlankNode, Quad, Term
from kgraph.namespaces import KG, ORG, RDF, RDFS, SKOS
from kgraph.store.files import FORMATS, parse_statements, read_quads
from kgraph.store.portions import packed
from kgraph.store.terms import quad_from_oxigraph

_APART = KG.content
_NAMING = frozenset((RDFS.label, SKOS.altLabel))
_POINTING = frozenset((_APART, ORG.hasUnit, ORG.hasSubOrganization))
_OUTLINED = _NAMING | _POINTING | {RDF.type}
_Graph = ox.NamedNode | ox.BlankNode | ox.DefaultGraph


@dataclass(frozen=True, slots=True)
class Picked:
    """The quads picked from files, and for each file the graphs that it has, "" for the default graph."""

    quads: list[Quad]
    graphs: dict[Path, set[str]]


@dataclass(frozen=True, slots=True)
class Picking:
    """Which quads are wanted.

    Wanted are: the quads about some things; those in some graphs; those that point at one of the things by a property
    that shapes follow backwards or by kg:content; and all labels outside of contents. Wanted besides: which claims have
    the wanted quads' graphs as contents; one quad of each thing that is a graph or that a wanted quad names as a
    content; and the classes of everything that the wanted quads name.
    """

    about: Set[str]
    graphs: Set[str]

    def read(self, paths: Iterable[Path], base: str, outlines: Mapping[Path, bytes]) -> Picked:
        """The wanted quads of files; raises what `read_quads` raises for one that is broken.

        `outlines` has the outlines of files that have not changed since the outlines were made.
        """
        reading = _Reading(self)
        graphs: dict[Path, set[str]] = {}
        for path in paths:
            few = _outlined(outlines[path]) if path in outlines else None
            written = reading.go_through(_parsed(path, base) if few is None or reading.wants(few) else few)
            graphs[path] = {graph.value if isinstance(graph, ox.NamedNode) else "" for graph in written}
        return Picked(list(map(quad_from_oxigraph, reading.wanted())), graphs)


def outline(quads: Iterable[Quad]) -> bytes:
    """The outline of the file that has these quads, in their order.

    It has the first quad of each graph and of each subject, and all quads that point at something, give a label or give
    a class. A blank node's class is left out if no other quad of the outline has the node, since no other file can name
    it.
    """
    graphs, subjects = set[Term | None](), set[Term]()
    kept: dict[int, Quad] = {}
    waiting: dict[int, Quad] = {}
    for number, quad in enumerate(quads):
        subject, predicate, _, graph = quad
        if graph not in graphs:
            kept[number] = quad
        elif isinstance(subject, BlankNode) and predicate == RDF.type:
            waiting[number] = quad
        elif predicate in _OUTLINED or (subject not in subjects and not isinstance(subject, BlankNode)):
            kept[number] = quad
        graphs.add(graph)
        subjects.add(subject)
    named = {term for subject, _, value, _ in kept.values() for term in (subject, value) if isinstance(term, BlankNode)}
    kept |= {number: quad for number, quad in waiting.items() if quad[0] in named}
    return zlib.compress(packed(kept[number] for number in sorted(kept)), 1)


def _outlined(made: bytes) -> list[ox.Quad]:
    return list(ox.parse(zlib.decompress(made), ox.RdfFormat.N_QUADS, lenient=True))


class _Reading:
    """Goes through the engine's quads without converting them, since converting takes longer than reading."""

    def __init__(self, picking: Picking) -> None:
        self._about, self._graphs, self._pointing, self._naming = (
            frozenset(map(ox.NamedNode, iris)) for iris in (picking.about, picking.graphs, _POINTING, _NAMING)
        )
        self._apart = ox.NamedNode(_APART)
        self._found: list[ox.Quad] = []
        self._named: list[ox.Quad] = []
        self._contents: dict[object, list[ox.Quad]] = {}
        self._first: dict[object, ox.Quad] = {}
        self._classes: dict[object, list[ox.Quad]] = {}

    def wants(self, few: Iterable[ox.Quad]) -> bool:
        """Whether a file with this outline has a quad that is wanted for its subject or its graph."""
        return any(quad.subject in self._about or quad.graph_name in self._graphs for quad in few)

    def go_through(self, quads: Iterable[ox.Quad]) -> set[_Graph]:
        """Keep the wanted ones of a file's quads; returns the graphs of all its quads."""
        about, graphs, kind, seen = self._about, self._graphs, ox.NamedNode(RDF.type), set[_Graph]()
        for quad in quads:
            predicate, graph = quad.predicate, quad.graph_name
            if quad.subject in about or graph in graphs:
                self._found.append(quad)
            elif predicate == kind:
                self._classes.setdefault(quad.subject, []).append(quad)
            elif predicate in self._naming:
                self._named.append(quad)
            elif predicate in self._pointing and quad.object in about:
                self._found.append(quad)
            if predicate == self._apart:
                self._contents.setdefault(quad.object, []).append(quad)
            if graph not in seen:
                seen.add(graph)
                self._first.setdefault(graph, quad)
        return seen

    def wanted(self) -> list[ox.Quad]:
        """All wanted quads of the files read so far."""
        found = [*self._found, *(quad for quad in self._named if quad.graph_name not in self._contents)]
        for graph in dict.fromkeys(quad.graph_name for quad in found):
            found += self._contents.get(graph, ())
        graphs = dict.fromkeys([*self._about, *(quad.object for quad in found if quad.predicate == self._apart)])
        found += [self._first[graph] for graph in graphs if graph in self._first]
        named = dict.fromkeys(term for quad in found for term in (quad.subject, quad.object))
        return [*found, *(quad for name in named for quad in self._classes.get(name, ()))]


def _parsed(path: Path, base: str) -> list[ox.Quad]:
    try:
        data = path.read_bytes()
        return parse_statements(data, FORMATS.get(path.suffix[1:].lower(), ox.RdfFormat.RDF_XML), base, lambda q: q)
    except (OSError, SyntaxError, ValueError):
        read_quads(path, base)  # this raises an error that says what is wrong
        raise
