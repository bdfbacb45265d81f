"""What a build derives of some quads."""

from collections.abc import Collection, Sequence

from kgraph.building import Part, conclusions
from kgraph.model import Quad
from kgraph.vocabulary import bundled_terms


def derive(quads: Sequence[Quad], base: str, terms: Collection[Quad] = ()) -> list[Quad]:
    """The digests of contents, what follows from claims, and what rules find between them, in the derived graph.

    `terms` are the ontology's, by default kgraph's own.
    """
    return conclusions(Part.of(quads), base, terms or bundled_terms())
