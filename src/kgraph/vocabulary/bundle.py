"""The ontology that kgraph carries, read once a process and only when it is asked for: it takes some 50 ms."""

from functools import cache

from kgraph.model import Quad
from kgraph.namespaces import KG
from kgraph.resources import bundled
from kgraph.store import read_quads
from kgraph.vocabulary.terms import Vocabulary


@cache
def bundled_terms() -> tuple[Quad, ...]:
    """The triples of the ontology that kgraph carries."""
    return tuple(read_quads(bundled() / "ontology/kgraph.ttl", KG.base))


@cache
def built_in() -> Vocabulary:
    """What kgraph itself defines; a workspace's own terms are in `Workspace.vocabulary()`."""
    return Vocabulary.of(bundled_terms())
