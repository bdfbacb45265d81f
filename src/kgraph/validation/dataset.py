"""The quads under validation, with the indexes that the checks need."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from kgraph.model import BlankNode, Literal, Quad, Term
from kgraph.namespaces import IRI, KG, RDF


class Dataset:
    """Quads by subject, by graph and by type; knows which claim owns a node.

    Triples in a claim's content graph never count as a description: they are only claimed.
    """

    def __init__(self, quads: Iterable[Quad], base: str) -> None:
        self.quads: Sequence[Quad] = list(dict.fromkeys(quads))
        self.base = base
        self._values: dict[Term, dict[IRI, list[Term]]] = defaultdict(lambda: defaultdict(list))
        self._parents: dict[Term, Term] = {}
        self._graphs_of: dict[tuple[Term, IRI, Term], IRI | None] = {}
        self._home: dict[Term, IRI | None] = {}
        self._tops: dict[Term, Term] = {}
        for subject, predicate, value, graph in self.quads:
            self._values[subject][predicate].append(value)
            self._graphs_of.setdefault((subject, predicate, value), graph)
            self._home.setdefault(subject, graph)
            if isinstance(value, BlankNode):
                self._parents.setdefault(value, subject)

    @cached_property
    def types(self) -> dict[Term, set[Term]]:
        """The classes of each subject, without those that only contents give it."""
        types: dict[Term, set[Term]] = defaultdict(set)
        for subject, predicate, value, graph in self.quads:
            if predicate == RDF.type and graph not in self.claims_of_content:
                types[subject].add(value)
        return types

    @cached_property
    def local_types(self) -> set[Term]:
        """Subjects that some content gives a type."""
        return {s for s, p, _, graph in self.quads if p == RDF.type and graph in self.claims_of_content}

    @cached_property
    def claims_of_content(self) -> dict[Term | None, list[IRI]]:
        """For each graph, the claims that name it as their content."""
        claims: dict[Term | None, list[IRI]] = {}
        for subject, predicate, value, _ in self.quads:
            if predicate == KG.content and isinstance(subject, IRI):
                claims.setdefault(value, []).append(subject)
        return claims

    @cached_property
    def contents(self) -> dict[Term, list[Term]]:
        """For each claim, the subjects in its content graph."""
        found: dict[Term, dict[Term, None]] = {}
        for subject, _, _, graph in self.quads:
            if graph is not None and graph in self.claims_of_content:
                found.setdefault(graph, {})[subject] = None
        return {graph: list(subjects) for graph, subjects in found.items()}

    @cached_property
    def graphs(self) -> set[IRI]:
        """The named graphs that are not empty."""
        return {graph for *_, graph in self.quads if graph is not None}

    def instances(self, kind: IRI) -> list[IRI]:
        """The IRIs that are described as a `kind`, in the order of the data."""
        return [s for s, types in self.types.items() if kind in types and isinstance(s, IRI)]

    def values(self, subject: Term, predicate: IRI) -> list[Term]:
        """The values of a predicate of a subject, in all graphs."""
        described = self._values.get(subject)
        return list(described.get(predicate, ())) if described else []

    def value(self, subject: Term, predicate: IRI) -> Term | None:
        """The first of them."""
        return next(iter(self.values(subject, predicate)), None)

    def texts(self) -> Iterator[tuple[Quad, str]]:
        """The quads whose object is a literal, with its characters."""
        for quad in self.quads:
            if isinstance(quad[2], Literal):
                yield quad, quad[2].lexical

    def graph_of(self, subject: Term, predicate: IRI | None = None, value: Term | None = None) -> IRI | None:
        """The first graph with a triple of this subject and, if they are given, this predicate and value."""
        if predicate is None:
            return self._home.get(subject)
        found = self.value(subject, predicate) if value is None else value
        return None if found is None else self._graphs_of.get((subject, predicate, found))

    def owner(self, node: Term, graph: IRI | None = None) -> IRI:
        """The IRI to which a fault of a node is assigned: the claim whose content the graph is or to which the node is
        local, else the IRI that leads to a blank node.
        """
        if claims := self.claims_of_content.get(graph):
            return claims[0]
        node = self._top(node)
        if isinstance(node, BlankNode):
            return graph or IRI(f"_:{node}")
        iri = IRI(str(node))
        above = IRI(iri.partition("#")[0])
        return above if above != iri and KG.Claim in self.types.get(above, ()) else iri

    def _top(self, node: Term) -> Term:
        """The IRI that leads to a blank node, through any number of other blank nodes, each visited once."""
        passed: dict[Term, None] = {}
        while isinstance(node, BlankNode) and node in self._parents and node not in passed:
            if node in self._tops:
                node = self._tops[node]
                break
            passed[node] = None
            node = self._parents[node]
        self._tops.update(dict.fromkeys(passed, node))
        return node
