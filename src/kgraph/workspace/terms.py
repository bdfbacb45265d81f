"""A workspace's vocabulary: the ontology that kgraph carries and the terms of its own, read from its files."""

from kgraph.model import Quad
from kgraph.store import read_quads
from kgraph.vocabulary import Vocabulary, built_in, bundled_terms
from kgraph.workspace.config import Workspace


def own_terms(workspace: Workspace) -> list[Quad]:
    """The triples of the workspace's own ontology, shapes among them; raises `DataError` for a file that is broken."""
    return [quad for path in workspace.ontology_files() for quad in read_quads(path, workspace.base)]


def vocabulary_of(workspace: Workspace) -> Vocabulary:
    """What terms mean in a workspace: kgraph's and its own; raises `DataError` for a file that is broken."""
    own = own_terms(workspace)
    return Vocabulary.of(bundled_terms(), own) if own else built_in()
