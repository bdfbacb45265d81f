"""The derived graph's quads: digests of contents, triples that follow from claims, findings, disputes."""

from collections.abc import Collection, Iterator

from kgraph.building.parts import Part
from kgraph.claims import derived, surroundings
from kgraph.disputes import disputed
from kgraph.disputes.finding import Whole
from kgraph.findings import Grounds, concluded, premises
from kgraph.model import Literal, Quad, Term, Triple
from kgraph.namespaces import IRI, KG, RDF, RDFS, SKOS
from kgraph.vocabulary import Vocabulary, with_own

_ABOUT_TERMS = (RDFS.label, SKOS.prefLabel, SKOS.inScheme)


def derived_graph(base: str) -> IRI:
    """The IRI of the derived graph."""
    return IRI(f"{base}graph/derived")


def finding_of(node: Term) -> str:
    """The IRI of the finding to which a node of the derived graph belongs; a position's IRI is its question's with a
    fragment."""
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
    """All quads of the derived graph: digests of contents, triples that follow from claims, and findings of rules.

    `terms` are the ontology's quads; `without` names rules that do not run. If the part does not have all claims,
    `whole` has the facts that depend on all. See `claims.deriving`, `disputes` and `findings`.
    """
    known, beside = [*part.beside, *terms], surroundings(part.beside)
    found = [*derived(part.claims, beside, part.digests)]
    found += concluded(Grounds.of(part.claims, known, beside, found), base, without)
    found += disputed(part.claims, known, part.digests, base, whole)
    return [*digested(part, base), *((*triple, derived_graph(base)) for triple in found)]


def premises_of(part: Part, terms: Collection[Quad]) -> list[Triple]:
    """The premises for rules in files, from the data and the ontology's terms; see `findings.premises`."""
    return list(premises(Grounds.of(part.claims, [*part.beside, *terms], surroundings(part.beside))))


def as_known(part: Part, own: Collection[Quad], base: str) -> Iterator[Quad]:
    """Quads by which code and queries that know only kgraph's terms also find things of a workspace's own terms.

    A thing of an own class also gets the nearest superclasses among kgraph's, unless only a claim's content gives it
    the class; and own terms get their labels.
    """
    if not own:
        return
    vocabulary = with_own(tuple(own))
    derived = derived_graph(base)
    for subject, predicate, value, graph in part.beside:
        if predicate == RDF.type and graph not in part.contents and isinstance(value, IRI) and value not in KG:
            yield from ((subject, RDF.type, known, derived) for known in _nearest_known(vocabulary, value))
    for subject, predicate, value, _ in own:
        if predicate in _ABOUT_TERMS and isinstance(subject, IRI) and subject in vocabulary.terms:
            yield subject, predicate, value, derived


def _nearest_known(vocabulary: Vocabulary, iri: IRI) -> list[IRI]:
    """The nearest superclasses of a class among kgraph's: without those that are superclasses of another of them."""
    known = [up for up in vocabulary.superclasses(iri) if up in KG]
    wider = {up for one in known for up in vocabulary.superclasses(one)}
    return [up for up in known if up not in wider]
