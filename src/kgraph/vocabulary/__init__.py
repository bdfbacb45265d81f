"""What terms mean: kgraph's ontology and a workspace's own terms, in one value that all other modules ask.

`Vocabulary.of` makes it from triples. `built_in` gives that of the bundled ontology, which is read at the first call.
"""

from kgraph.vocabulary.bundle import built_in, bundled_terms, with_own
from kgraph.vocabulary.counting import kinds_in
from kgraph.vocabulary.kinds import EntityKind, StatementKind
from kgraph.vocabulary.search import found, is_of_kind, named, suggested
from kgraph.vocabulary.stubs import STUBS, TO_FILL_IN, guessed_kind, stub
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
    "guessed_kind",
    "is_of_kind",
    "kinds_in",
    "named",
    "spelt",
    "stub",
    "suggested",
    "with_own",
]
