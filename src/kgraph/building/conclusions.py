"""What follows from data, as quads of the derived graph: digests, what follows from claims, findings, disputes."""

from collections.abc import Collection, Iterator

from kgraph.building.parts import Part
from kgraph.claims import derived, surroundings
from kgraph.disputes import disputed
from kgraph.disputes.finding import Whole
from kgraph.findings import Grounds, concluded, premises
from kgraph.model import Literal, Quad, Term, Triple
from kgraph.namespaces import IRI, KG, RDF, RDFS, SKOS
from kgraph.vocabulary import Vocabulary, bundled_terms

_ABOUT_TERMS = (RDFS.label, SKOS.prefLabel, SKOS.inScheme)


def derived_graph(base: str) -> IRI:
    """The graph of digests, disputes and whatever else rules find."""
    return IRI(f"{base}graph/derived")


def finding_of(node: Term) -> str:
    """The finding that a node of the derived graph is of: a position is named after its question."""
    return str(node).partition("#")[0]


def digested(part: Part, base: str) -> Iterator[Quad]:
    """A `kg:contentDigest` for each claim, in the derived graph."""
    for claim, digest in part.digests.items():
        yield claim, KG.contentDigest, Literal(digest), derived_graph(base)


def conclusions(
    part: Part,
    base: str,
    terms: Collection[Quad],
    without: Collection[str] = (),
    whole: Whole | None = None,
) -> list[Quad]:
    """The digests of contents, what follows from claims, and what rules find between them, in the derived graph.

    `terms` are the ontology's; `without` names rules that do not run. `whole` is what all claims decide together, where
    those of the part are not all. See `claims.deriving`, `disputes` and `findings`.
    """
    known, beside = [*part.beside, *terms], surroundings(part.beside)
    found = [*derived(part.claims, beside, part.digests)]
    found += concluded(Grounds.of(part.claims, known, beside, found), base, without)
    found += disputed(part.claims, known, part.digests, base, whole)
    return [*digested(part, base), *((*triple, derived_graph(base)) for triple in found)]


def premises_of(part: Part, terms: Collection[Quad]) -> list[Triple]:
    """What rules in files reason with, of the data and the ontology's terms; see `findings.premises`."""
    return list(premises(Grounds.of(part.claims, [*part.beside, *terms], surroundings(part.beside))))


def as_known(part: Part, own: Collection[Quad], base: str) -> Iterator[Quad]:
    """What lets code and queries that know kgraph's terms alone take in a workspace's own, for the derived graph.

    What is of an own class is of the nearest classes of kgraph's above it, too, unless only a claim's content says so;
    and own terms have their labels.
    """
    if not own:
        return
    vocabulary = Vocabulary.of(bundled_terms(), own)
    derived = derived_graph(base)
    for subject, predicate, value, graph in part.beside:
        if predicate == RDF.type and graph not in part.contents and isinstance(value, IRI) and value not in KG:
            yield from ((subject, RDF.type, known, derived) for known in _nearest_known(vocabulary, value))
    for subject, predicate, value, _ in own:
        if predicate in _ABOUT_TERMS and isinstance(subject, IRI) and subject in vocabulary.terms:
            yield subject, predicate, value, derived


def _nearest_known(vocabulary: Vocabulary, iri: IRI) -> list[IRI]:
    """The classes of kgraph's that a class is below, without those that are above another of them."""
    known = [up for up in vocabulary.superclasses(iri) if up in KG]
    wider = {up for one in known for up in vocabulary.superclasses(one)}
    return [up for up in known if up not in wider]
