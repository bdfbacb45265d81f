"""Check that the ontology, or a vocabulary that it uses, defines every term."""

import difflib
import re
from collections.abc import Iterable, Iterator
from functools import cache

from rdflib import namespace
from rdflib.namespace import DefinedNamespace

from kgraph.errors import nearest, short
from kgraph.model import Quad
from kgraph.namespaces import IRI, KG, PREFIXES, RDF, compact
from kgraph.validation.dataset import Dataset
from kgraph.validation.findings import Finding
from kgraph.vocabulary import Vocabulary, found, spelt, suggested


def check_vocabulary(data: Dataset, ontology: Iterable[Quad], vocabulary: Vocabulary) -> Iterator[Finding]:
    """A finding for each term that is not defined, and each claim or entity for which it is used.

    Predicates and classes must be declared in the ontology, which includes a workspace's own terms, or be in rdflib's
    closed list of their vocabulary. Any IRI in kgraph's namespace, or in a namespace in which the workspace defines
    terms, must be a term. Enrichment graphs, which have other data sets' terms, are not checked.
    """
    spaces = (KG.base, *vocabulary.spaces)
    known = {s for s, p, _, _ in ontology if p == RDF.type and isinstance(s, IRI)} | _builtin()
    said = set()
    for quad in data.quads:
        if str(quad[3]).startswith(f"{data.base}graph/enrichment/"):
            continue  # enrichment: other data sets' statements, in their own terms
        for iri, use in _terms(quad, spaces):
            owner = data.owner(quad[0], quad[3])
            described = iri in data.types and not iri.startswith(KG.base)
            if iri in known or described or (iri, owner) in said:
                continue
            said.add((iri, owner))
            message, fix = _unknown(iri, use, known, vocabulary, data.base)
            yield Finding("vocabulary", owner, message, fix, graph=quad[3])


def _terms(quad: Quad, spaces: tuple[str, ...]) -> Iterator[tuple[IRI, str]]:
    """The terms of a quad and how each is used; the base itself also has IRIs that are no terms."""
    subject, predicate, value, _ = quad
    yield predicate, "property"
    if isinstance(value, IRI) and predicate == RDF.type:
        yield value, "class"
    elif isinstance(value, IRI) and value.startswith(spaces):
        yield value, "term"
    if isinstance(subject, IRI) and subject.startswith(KG.base):
        yield subject, "term"


def _unknown(iri: IRI, use: str, known: Iterable[IRI], vocabulary: Vocabulary, base: str) -> tuple[str, str]:
    """The fault of an unknown term and what to do, with the nearest known terms."""
    own = next((s for s in (KG.base, *vocabulary.spaces) if iri.startswith(s)), None)
    if own is not None:
        name = iri[len(own) :]
        where = "its vocabulary" if own == KG.base else "the workspace's ontology"
        return f"{_short(iri, base)} is no {use} that {where} defines", _advice(vocabulary, name, use, base)
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


def _advice(vocabulary: Vocabulary, name: str, use: str, base: str) -> str:
    """Advice for a user who wrote a name that is no term."""
    near = suggested(vocabulary, name, use)
    if not near:
        return "'kgraph vocabulary WORDS' finds terms, and 'kgraph vocabulary --new LABEL' writes one of your own"
    written = " ".join(re.findall(r"\w+", short(spelt(name[:1].upper() + name[1:]))))
    words = written if found(vocabulary, written) else near[0].label
    *others, last = (_short(entry.iri, base) for entry in near)
    meant = f"{', '.join(others)} or {last}" if others else last
    return f"did you mean {meant}? 'kgraph vocabulary {words}' says more"


def _short(iri: IRI, base: str) -> str:
    return compact(iri) if iri.startswith(KG.base) else f"<{iri.removeprefix(base)}>"


@cache
def _builtin() -> frozenset[IRI]:
    """The terms of those vocabularies that rdflib lists completely and for which kgraph declares a prefix."""
    listed = {str(v._NS): v for v in vars(namespace).values() if _lists(v, DefinedNamespace)}
    spaces = [space for space in PREFIXES.values() if space in listed]
    return frozenset(IRI(str(term)) for space in spaces for term in dir(listed[space]))


def _lists(value: object, kind: type) -> bool:
    return isinstance(value, type(kind)) and value is not kind
