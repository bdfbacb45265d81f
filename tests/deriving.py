"""What a build derives of some quads."""

from collections.abc import Sequence

from kgraph.building import Part, conclusions
from kgraph.model import Quad
from kgraph.vocabulary import bundled_terms


def derive(quads: Sequence[Quad], base: str) -> list[Quad]:
    """The digests of contents, what follows from claims, and what rules find between them, in the derived graph."""
    return conclusions(Part.of(quads), base, bundled_terms())
