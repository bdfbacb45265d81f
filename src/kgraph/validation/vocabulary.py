"""Whether every term is one that the ontology, or a vocabulary it draws on, defines."""

import difflib
from collections.abc import Iterable, Iterator
from functools import cache

from rdflib import namespace
from rdflib.namespace import DefinedNamespace

from kgraph.errors import nearest
from kgraph.model import Quad
from kgraph.namespaces import IRI, KG, PREFIXES, RDF, compact
from kgraph.validation.dataset import Dataset
from kgraph.validation.findings import Finding


def check_vocabulary(data: Dataset, ontology: Iterable[Quad]) -> Iterator[Finding]:
    """A finding for each term that nobody defines and each claim or entity that it is used of.

    Predicates and classes must be declared by the ontology or be in rdflib's closed list of their vocabulary,
    and any IRI in the ontology's own namespace must be a term of it. What other data sets say, in enrichment
    graphs, is left in their own terms.
    """
    known = {s for s, p, _, _ in ontology if p == RDF.type and isinstance(s, IRI)} | _builtin()
    said = set()
    for quad in data.quads:
        if str(quad[3]).startswith(f"{data.base}graph/enrichment/"):
            continue  # others' words, in their own terms
        for iri, use in _terms(quad):
            owner = data.owner(quad[0], quad[3])
            if iri in known or (iri, owner) in said:
                continue
            said.add((iri, owner))
            message, fix = _unknown(iri, use, known)
            yield Finding("vocabulary", owner, message, fix, graph=quad[3])


def _terms(quad: Quad) -> Iterator[tuple[IRI, str]]:
    subject, predicate, value, _ = quad
    yield predicate, "property"
    if isinstance(value, IRI) and predicate == RDF.type:
        yield value, "class"
    elif isinstance(value, IRI) and value.startswith(KG.base):
        yield value, "term"
    if isinstance(subject, IRI) and subject.startswith(KG.base):
        yield subject, "term"


def _unknown(iri: IRI, use: str, known: Iterable[IRI]) -> tuple[str, str]:
    """What is wrong with it and what to do, naming the nearest term there is."""
    space = next((s for s in PREFIXES.values() if iri.startswith(s)), None)
    if space is None:
        near = difflib.get_close_matches(iri, known, n=1, cutoff=0.85)
        fix = f"did you mean {compact(near[0])} ({near[0]})?" if near else "use a vocabulary that kgraph declares"
        return f"<{iri}> is a {use} of no declared vocabulary", fix
    names = {term[len(space) :]: term for term in known if term.startswith(space)}
    alike = {name for name in names if use == "term" or name[:1].isupper() == (use == "class")}
    near = nearest(iri[len(space) :], alike or names)
    fix = f"did you mean {compact(names[near[0]])}?" if near else "declare it in the ontology or use another"
    return f"{compact(iri)} is no {use} that its vocabulary defines", fix


@cache
def _builtin() -> frozenset[IRI]:
    """The terms of the vocabularies that rdflib lists whole, where kgraph declares a prefix for them."""
    listed = {str(v._NS): v for v in vars(namespace).values() if _lists(v, DefinedNamespace)}
    spaces = [space for space in PREFIXES.values() if space in listed]
    return frozenset(IRI(str(term)) for space in spaces for term in dir(listed[space]))


def _lists(value: object, kind: type) -> bool:
    return isinstance(value, type(kind)) and value is not kind
