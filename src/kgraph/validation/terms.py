"""Check that a workspace's own terms have what kgraph needs, and do not change kgraph's terms."""

from collections.abc import Iterator, Sequence

from kgraph.model import Literal, Quad
from kgraph.namespaces import IRI, KG, OWL, QUDT, RDF, RDFS, SKOS, compact
from kgraph.validation.findings import Finding
from kgraph.vocabulary import TO_FILL_IN, Entry, Vocabulary, suggested

_FIXED = (RDF.type, RDFS.label, RDFS.subClassOf, SKOS.inScheme, KG.temporality, QUDT.hasQuantityKind)
_LINKS = (RDFS.subClassOf, SKOS.inScheme, SKOS.topConceptOf, KG.temporality, KG.excludes)


def check_terms(own: Sequence[Quad], vocabulary: Vocabulary, base: str) -> Iterator[Finding]:
    """A finding for each fault of the workspace's ontology: no label, no explanation, an unknown superclass or scheme.

    Shapes and other parts of an ontology are not checked; kgraph's shapes report what measures and units lack where
    they are used.
    """
    for entry in vocabulary.own():
        if entry.kind != "term" or SKOS.Concept in _types(entry.iri, own):
            yield from _unexplained(entry, own)
            yield from _unplaced(entry, own, vocabulary)
    seen = set()
    for subject, predicate, value, _ in own:
        if isinstance(subject, IRI) and subject in KG and predicate in _FIXED and subject not in seen:
            seen.add(subject)
            fix = f"leave it as it is, and define a term of your own under <{base}term/>"
            yield Finding("term", subject, "is kgraph's own term, and means the same in every workspace", fix)
        if predicate in _LINKS and isinstance(value, IRI) and value.startswith(KG.base) and value not in KG:
            name = value.removeprefix(KG.base)
            near = " or ".join(compact(e.iri) for e in suggested(vocabulary, name, "class" * (predicate in _LINKS[:1])))
            fix = f"did you mean {near}?" if near else "'kgraph vocabulary WORDS' finds terms"
            yield Finding(
                "term", IRI(str(subject)), f"{compact(predicate)}: {compact(value)} is no term of kgraph's", fix
            )


def _unexplained(entry: Entry, own: Sequence[Quad]) -> Iterator[Finding]:
    texts = [(p, v) for s, p, v, _ in own if s == entry.iri and isinstance(v, Literal)]
    if not any(p == RDFS.label and v.language == "en" for p, v in texts):
        fix = 'write rdfs:label "…"@en: pages and messages name it so'
        yield Finding("term", entry.iri, "has no English label", fix)
    if entry.use in ("", TO_FILL_IN):
        fix = "write rdfs:comment, or skos:definition: when to use it, and what not to use it for"
        yield Finding("term", entry.iri, "says nowhere what it means", fix, "warning")


def _unplaced(entry: Entry, own: Sequence[Quad], vocabulary: Vocabulary) -> Iterator[Finding]:
    types = _types(entry.iri, own)
    if types & {OWL.Class, RDFS.Class} and not any(up in KG for up in vocabulary.superclasses(entry.iri)):
        fix = "write rdfs:subClassOf kg:Event, kg:Place, kg:Organization or a narrower class"
        yield Finding(
            "term", entry.iri, "is not below any class of kgraph's, so kgraph cannot tell what kind of thing it is", fix
        )
    if SKOS.Concept in types and not any(s == entry.iri and p == SKOS.inScheme for s, p, *_ in own):
        fix = "write skos:inScheme kg:Measures, kg:Units, kg:Labels or another list, or one of your own"
        yield Finding("term", entry.iri, "is a concept of no list", fix)


def _types(iri: IRI, own: Sequence[Quad]) -> set[object]:
    return {value for subject, predicate, value, _ in own if subject == iri and predicate == RDF.type}
