"""Counting triples: read as lines of N-Triples, with each term replaced by a number."""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator
from itertools import chain
from operator import itemgetter

from kgraph.model import Term, Triple
from kgraph.namespaces import IRI, RDF, VOID
from kgraph.store import serialise
from kgraph.store.lines import term_of, terms_of, triples_of

Numbers = tuple[int, int, int]
"""A triple: the numbers of its subject, predicate and object."""

NamedLines = Iterable[tuple[IRI | None, Iterable[bytes]]]
"""Graphs by name, each with its triples as lines of N-Triples; `None` names the default graph."""

SUBJECT, OBJECT = itemgetter(0), itemgetter(2)
"""The first and the last term of a triple."""


class Counted:
    """The triples of a dataset, with each term as a number. `space` is the beginning of the IRIs of its entities.

    `graphs` has the triples by graph. `whole` has each triple once, in however many graphs it is; `by_predicate` has
    these by the number of their predicate. `instances` has the members of each class.
    """

    def __init__(self, graphs: NamedLines, space: str) -> None:
        numbers: dict[bytes, int] = {}
        number = numbers.setdefault
        self.graphs: dict[IRI | None, list[Numbers]] = {}
        for graph, lines in graphs:
            self.graphs[graph] = found = []
            for s, p, o in map(terms_of, lines):
                found.append((number(s, len(numbers)), number(p, len(numbers)), number(o, len(numbers))))
        self._numbers, self._written = numbers, list(numbers)
        self._entities = {n for term, n in numbers.items() if term.startswith(b"<" + space.encode())}
        # sorted, so that memory is read in order
        self.whole = list(dict.fromkeys(chain.from_iterable(self.graphs.values())))
        self.by_predicate: dict[int, list[Numbers]] = defaultdict(list)
        for triple in self.whole:
            self.by_predicate[triple[1]].append(triple)
        self.instances: dict[IRI, set[int]] = defaultdict(set)
        for subject, _, kind in self.having(RDF.type):
            if self._written[kind].startswith(b"<"):
                self.instances[self.iri(kind)].add(subject)

    def number(self, term: Term) -> int:
        """The number of a term; -1 for a term that the dataset does not have."""
        return self._numbers.get(serialise(term).encode(), -1)

    def term(self, number: int) -> Term:
        """The term that has this number."""
        return term_of(self._written[number])

    def iri(self, number: int) -> IRI:
        """The IRI that has this number."""
        return IRI(self._written[number][1:-1].decode())

    def triples(self, numbers: Iterable[Numbers]) -> Iterator[Triple]:
        """The triples that have these numbers."""
        written = self._written
        return triples_of(b"%b %b %b .\n" % (written[s], written[p], written[o]) for s, p, o in numbers)

    def having(self, *predicates: IRI) -> Iterator[Numbers]:
        """The triples with these predicates."""
        return chain.from_iterable(self.by_predicate.get(self.number(predicate), ()) for predicate in predicates)

    def said_by(self, graph: IRI, *predicates: IRI) -> list[tuple[IRI, Term]]:
        """The triples of a graph that describe the graph itself by these predicates."""
        itself, wanted = self.number(graph), {self.number(predicate) for predicate in predicates}
        said = (triple for triple in self.graphs.get(graph, ()) if triple[0] == itself and triple[1] in wanted)
        return [(self.iri(predicate), self.term(value)) for _, predicate, value in said]

    def entities(self, numbers: Collection[int]) -> set[int]:
        """Those of these terms that are entities: IRIs in the space."""
        return self._entities.intersection(numbers)

    def statistics(self, triples: Collection[Numbers]) -> dict[IRI, int]:
        """The counts that VoID defines (triples, entities, subjects …), by property; entities are the subjects in the
        space.

        Rule: VoID §4.6, statistics about datasets; literals are counted as objects too.
        """
        kind = self.number(RDF.type)
        return {
            **sizes(triples),
            VOID.entities: len(self.entities(set(map(SUBJECT, triples)))),
            VOID.properties: len({predicate for _, predicate, _ in triples}),
            VOID.classes: len({value for _, predicate, value in triples if predicate == kind}),
        }


def sizes(triples: Collection[tuple[Hashable, Hashable, Hashable]]) -> dict[IRI, int]:
    """The counts that VoID defines for triples that all have one predicate."""
    return {
        VOID.triples: len(triples),
        VOID.distinctSubjects: len(set(map(SUBJECT, triples))),
        VOID.distinctObjects: len(set(map(OBJECT, triples))),
    }
