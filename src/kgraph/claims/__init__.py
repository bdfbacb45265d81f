"""Claims as Python values, and their form in RDF, which no other package knows.

`from_quads` and `claims_of` make values from quads, `to_quads` makes quads from a value; neither direction loses
anything.
"""

from kgraph.claims.deriving import DERIVED, STANCES, derived, surroundings
from kgraph.claims.extents import EXTENTS
from kgraph.claims.kinds import (
    AGENT_KINDS,
    ENTITY_KINDS,
    EntityKind,
    StatementKind,
    class_words,
    classes_of,
    entity_kind,
    words,
)
from kgraph.claims.model import AGAINST, RELATIONS, Anchor, Claim, Hop
from kgraph.claims.origins import Origins, Record, Told, origins
from kgraph.claims.paraphrases import leans
from kgraph.claims.questioned import QUESTIONED_BY, Part, left_out, with_what_is_told_of
from kgraph.claims.rdf import PART_LINKS, claims_of, from_quads, is_speech, to_quads
from kgraph.claims.reading import (
    claims_concerning,
    claims_in,
    claims_naming,
    claims_of_document,
    read_claim,
    read_claims,
    recorded_claims,
)
from kgraph.claims.statements import TELLING, Node, Span, Statement

__all__ = [
    "AGAINST",
    "AGENT_KINDS",
    "DERIVED",
    "ENTITY_KINDS",
    "EXTENTS",
    "PART_LINKS",
    "QUESTIONED_BY",
    "RELATIONS",
    "STANCES",
    "TELLING",
    "Anchor",
    "Claim",
    "EntityKind",
    "Hop",
    "Node",
    "Origins",
    "Part",
    "Record",
    "Span",
    "Statement",
    "StatementKind",
    "Told",
    "claims_concerning",
    "claims_in",
    "claims_naming",
    "claims_of",
    "claims_of_document",
    "class_words",
    "classes_of",
    "derived",
    "entity_kind",
    "from_quads",
    "is_speech",
    "leans",
    "left_out",
    "origins",
    "read_claim",
    "read_claims",
    "recorded_claims",
    "surroundings",
    "to_quads",
    "with_what_is_told_of",
    "words",
]
