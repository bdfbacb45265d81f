"""A workspace's vocabulary: the ontology that kgraph carries and the terms of its own, read from its files."""

from collections.abc import Iterable, Iterator

from kgraph.model import Quad
from kgraph.namespaces import IRI, KG, RDF, RDFS, SKOS
from kgraph.store import read_quads
from kgraph.vocabulary import Vocabulary, built_in, bundled_terms
from kgraph.workspace.config import Workspace

_ABOUT_TERMS = (RDFS.label, SKOS.prefLabel, SKOS.inScheme)


def own_terms(workspace: Workspace) -> list[Quad]:
    """The triples of the workspace's own ontology, shapes among them; raises `DataError` for a file that is broken."""
    return [quad for path in workspace.ontology_files() for quad in read_quads(path, workspace.base)]


def vocabulary_of(workspace: Workspace) -> Vocabulary:
    """What terms mean in a workspace: kgraph's and its own; raises `DataError` for a file that is broken."""
    own = own_terms(workspace)
    return Vocabulary.of(bundled_terms(), own) if own else built_in()


def as_known(quads: Iterable[Quad], own: Iterable[Quad], base: str) -> Iterator[Quad]:
    """What lets code and queries that know kgraph's terms alone take in a workspace's own, for the derived graph.

    What is of an own class is of the nearest classes of kgraph's above it, too, unless only a claim's content says so;
    and own terms have their labels.
    """
    mine = list(own)
    if not mine:
        return
    vocabulary = Vocabulary.of(bundled_terms(), mine)
    derived = IRI(f"{base}graph/derived")
    given = list(quads)
    contents = {value for _, predicate, value, _ in given if predicate == KG.content}
    for subject, predicate, value, graph in given:
        if predicate == RDF.type and graph not in contents and isinstance(value, IRI) and value not in KG:
            yield from ((subject, RDF.type, known, derived) for known in nearest_known(vocabulary, value))
    for subject, predicate, value, _ in mine:
        if predicate in _ABOUT_TERMS and isinstance(subject, IRI) and subject in vocabulary.terms:
            yield subject, predicate, value, derived


def nearest_known(vocabulary: Vocabulary, iri: IRI) -> list[IRI]:
    """The classes of kgraph's that a class is below, without those that are above another of them."""
    known = [up for up in vocabulary.superclasses(iri) if up in KG]
    wider = {up for one in known for up in vocabulary.superclasses(one)}
    return [up for up in known if up not in wider]
