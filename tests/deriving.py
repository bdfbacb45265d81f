"""Deriving triples from quads as a build does."""

from collections.abc import Collection, Sequence

from kgraph.building import Part, conclusions
from kgraph.model import Quad
from kgraph.vocabulary import bundled_terms


def derive(quads: Sequence[Quad], base: str, terms: Collection[Quad] = ()) -> list[Quad]:
    """The quads of the derived graph: digests of contents, triples that follow from claims, and findings of rules.

    `terms` are the ontology's, by default kgraph's own.
    """
    return conclusions(Part.of(quads), base, terms or bundled_terms())
