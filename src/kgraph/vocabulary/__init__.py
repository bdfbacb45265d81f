"""What terms mean: the ontology that kgraph carries and a workspace's own, as one value that everything asks.

`Vocabulary.of` makes it of triples; `built_in` is that of the bundled ontology, read when it is first asked for.
"""

from kgraph.vocabulary.bundle import built_in, bundled_terms
from kgraph.vocabulary.kinds import EntityKind, StatementKind
from kgraph.vocabulary.search import found, is_of_kind, named, suggested
from kgraph.vocabulary.stubs import STUBS, TO_FILL_IN, stub
from kgraph.vocabulary.terms import Entry, Measure, Unit, Vocabulary, spelt

__all__ = [
    "STUBS",
    "TO_FILL_IN",
    "EntityKind",
    "Entry",
    "Measure",
    "StatementKind",
    "Unit",
    "Vocabulary",
    "built_in",
    "bundled_terms",
    "found",
    "is_of_kind",
    "named",
    "spelt",
    "stub",
    "suggested",
]
