"""Some quads of many files, without making values of the others, which takes most of the time of reading."""

from collections.abc import Iterable, Set
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from kgraph.model import Quad
from kgraph.namespaces import RDF
from kgraph.store.files import FORMATS, parse_statements, read_quads
from kgraph.store.terms import quad_from_oxigraph

_Graph = ox.NamedNode | ox.BlankNode | ox.DefaultGraph


@dataclass(frozen=True, slots=True)
class Picked:
    """Quads out of files, and for each file the graphs that it writes to, "" for the default graph."""

    quads: list[Quad]
    graphs: dict[Path, set[str]]


@dataclass(frozen=True, slots=True)
class Picking:
    """Which quads are wanted.

    Those about some things; those in some graphs; those with one of the predicates in `pointing` whose value is one of
    the things; and those with one of `predicates`, but for those in a graph that is the value of the predicate `apart`.
    Besides, which subjects name the wanted quads' graphs by `apart`; of each thing that is a graph, or that a wanted
    quad names by `apart`, one quad; and the classes of all that the wanted quads name.
    """

    about: Set[str]
    graphs: Set[str]
    pointing: Set[str]
    predicates: Set[str]
    apart: str

    def read(self, paths: Iterable[Path], base: str) -> Picked:
        """The wanted quads of files; raises what `read_quads` raises for one that is broken."""
        reading = _Reading(self)
        graphs: dict[Path, set[str]] = {}
        for path in paths:
            written = reading.go_through(_parsed(path, base))
            graphs[path] = {graph.value if isinstance(graph, ox.NamedNode) else "" for graph in written}
        return Picked(list(map(quad_from_oxigraph, reading.wanted())), graphs)


class _Reading:
    """Goes through quads as the engine gives them: to make values of them takes longer than to read them."""

    def __init__(self, picking: Picking) -> None:
        self._about, self._graphs, self._pointing, self._predicates = (
            frozenset(map(ox.NamedNode, iris))
            for iris in (picking.about, picking.graphs, picking.pointing, picking.predicates)
        )
        self._apart = ox.NamedNode(picking.apart)
        self._found: list[ox.Quad] = []
        self._named: list[ox.Quad] = []
        self._contents: dict[object, list[ox.Quad]] = {}
        self._first: dict[object, ox.Quad] = {}
        self._classes: dict[object, list[ox.Quad]] = {}

    def go_through(self, quads: Iterable[ox.Quad]) -> set[_Graph]:
        """Keep what is wanted of a file's quads; the graphs that they are in."""
        about, graphs, kind, seen = self._about, self._graphs, ox.NamedNode(RDF.type), set[_Graph]()
        for quad in quads:
            predicate, graph = quad.predicate, quad.graph_name
            if quad.subject in about or graph in graphs:
                self._found.append(quad)
            elif predicate == kind:
                self._classes.setdefault(quad.subject, []).append(quad)
            elif predicate in self._predicates:
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
        """All that is wanted, of the files so far."""
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
        read_quads(path, base)  # which says what is wrong
        raise
