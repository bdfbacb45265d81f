"""A workspace's vocabulary: kgraph's ontology, and the workspace's own terms read from its files."""

from kgraph.model import Quad
from kgraph.store import read_quads
from kgraph.vocabulary import Vocabulary, with_own
from kgraph.workspace.config import Workspace


def own_terms(workspace: Workspace) -> list[Quad]:
    """The triples of the workspace's own ontology, with its shapes; raises `DataError` for a file with a syntax
    error."""
    return [quad for path in workspace.ontology_files() for quad in read_quads(path, workspace.base)]


def vocabulary_of(workspace: Workspace) -> Vocabulary:
    """The vocabulary of a workspace: kgraph's terms and its own; raises `DataError` for a file with a syntax error."""
    return with_own(tuple(own_terms(workspace)))
