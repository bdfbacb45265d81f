"""The ontology that kgraph ships. A process reads it once, when it is first asked for, since that takes some 50 ms."""

from functools import cache, lru_cache

from kgraph.model import Quad
from kgraph.namespaces import KG
from kgraph.resources import bundled
from kgraph.store import read_quads
from kgraph.vocabulary.terms import Vocabulary


@cache
def bundled_terms() -> tuple[Quad, ...]:
    """The triples of the ontology that kgraph ships."""
    return tuple(read_quads(bundled() / "ontology/kgraph.ttl", KG.base))


@cache
def built_in() -> Vocabulary:
    """The vocabulary that kgraph itself defines; `Workspace.vocabulary()` has a workspace's own terms too."""
    return Vocabulary.of(bundled_terms())


@lru_cache(maxsize=2)
def with_own(own: tuple[Quad, ...]) -> Vocabulary:
    """The same with a workspace's own triples; it is kept, since a build asks for it several times."""
    return Vocabulary.of(bundled_terms(), own) if own else built_in()
