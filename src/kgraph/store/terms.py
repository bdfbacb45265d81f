"""All conversions of terms: between `kgraph.model`, pyoxigraph, SPARQL JSON results and SPARQL text.

Each function can convert every term of RDF 1.1, and raises an error for anything else (a triple as a term, a base
direction). Plain strings have the datatype xsd:string in all forms.
"""

import re
from collections.abc import Mapping
from functools import lru_cache

import pyoxigraph as ox

from kgraph.errors import DataError
from kgraph.model import BlankNode, Literal, Quad, Term, Triple
from kgraph.namespaces import IRI, XSD
from kgraph.store.faults import one_line

OxTerm = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

# A pair of backslashes, with the u or U after it if there is one; or any other escape.
_ESCAPES = re.compile(r"(\\\\)([uU]?)|\\.")


def to_oxigraph(term: Term) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    """The engine's term; raises `DataError` for an illegal IRI, language tag, label or character."""
    try:
        if isinstance(term, IRI):
            return ox.NamedNode(term)
        if isinstance(term, BlankNode):
            return ox.BlankNode(term)
        if term.language is not None:
            return ox.Literal(term.lexical, language=term.language)
        if term.datatype == XSD.string:
            return ox.Literal(term.lexical)
        return ox.Literal(term.lexical, datatype=ox.NamedNode(term.datatype))
    except ValueError as error:
        reason = " ".join(str(error).split())
        raise DataError(f"{_shown(term)} is not a legal RDF term: {reason}") from error


def is_legal(term: Term) -> bool:
    """Whether a term can be stored and written: some services give illegal IRIs.

    >>> is_legal(IRI("https://example.org/a")), is_legal(IRI("https://example.org/%zz")), is_legal(IRI("a"))
    (True, False, False)
    """
    try:
        to_oxigraph(term)
    except DataError:
        return False
    return True


@lru_cache(maxsize=100_000)
def from_oxigraph(term: OxTerm) -> Term:
    """The model's term; raises `DataError` for a term that RDF 1.1 does not have."""
    if isinstance(term, ox.NamedNode):
        return IRI(term.value)
    if isinstance(term, ox.Literal):
        if term.language is None:
            return Literal(term.value, IRI(term.datatype.value))
        if term.direction is None:
            return Literal(term.value, language=term.language)
    elif isinstance(term, ox.BlankNode):
        return BlankNode(term.value)
    raise DataError(f"{one_line(str(term))} is RDF 1.2: kgraph holds RDF 1.1 terms only")


def triple_from_oxigraph(triple: ox.Triple | ox.Quad) -> Triple:
    """The model's triple, from a triple, or from a quad without its graph."""
    subject, predicate = from_oxigraph(triple.subject), from_oxigraph(triple.predicate)
    if isinstance(subject, Literal) or not isinstance(predicate, IRI):
        raise DataError(f"{one_line(str(triple))} is not a legal RDF triple")
    return subject, predicate, from_oxigraph(triple.object)


def quad_from_oxigraph(quad: ox.Quad) -> Quad:
    """The model's quad; a graph named by a blank node raises `DataError`."""
    graph = quad.graph_name
    if isinstance(graph, ox.NamedNode):
        return (*triple_from_oxigraph(quad), _iri(graph))
    if isinstance(graph, ox.BlankNode):
        raise DataError(f"the graph {graph} is named by a blank node; name it by an IRI")
    return (*triple_from_oxigraph(quad), None)


@lru_cache(maxsize=10_000)
def _iri(node: ox.NamedNode) -> IRI:
    return IRI(node.value)


def triple_to_oxigraph(triple: Triple) -> ox.Triple:
    """The engine's triple."""
    return ox.Triple(*_three(*triple))


def quad_to_oxigraph(quad: Quad) -> ox.Quad:
    """The quad as a value of the engine (pyoxigraph)."""
    graph = quad[3]
    name = ox.DefaultGraph() if graph is None else _named(graph)
    return ox.Quad(*_three(*quad[:3]), name)


def from_json(binding: Mapping[str, object]) -> Term:
    """One term of a SPARQL 1.1 JSON result (§3.2.2); the older `typed-literal` is taken as `literal`.

    An empty language tag means no language (XML 1.0 §2.12). Raises `DataError` for a binding that is no term.
    """
    kind, value = binding.get("type"), binding.get("value")
    if not isinstance(value, str):
        raise DataError(f"{dict(binding)!r} is not an RDF term")
    if kind == "uri":
        return IRI(value)
    if kind == "bnode":
        return BlankNode(value)
    language, datatype = binding.get("xml:lang"), binding.get("datatype")
    if kind not in ("literal", "typed-literal") or "its:dir" in binding:
        raise DataError(f"{dict(binding)!r} is not an RDF 1.1 term")
    if not isinstance(language, str | None) or not isinstance(datatype, str | None):
        raise DataError(f"{dict(binding)!r} is not an RDF 1.1 term")
    if language:
        return Literal(value, language=language)
    return Literal(value) if datatype is None else Literal(value, IRI(datatype))


def serialise(term: Term) -> str:
    r"""The term in the syntax of N-Triples and SPARQL, safe to put into any SPARQL text.

    A backslash before a `u` would be read as a codepoint escape by engines that replace those before they
    read strings (SPARQL 1.1 §19.2), so the `u` itself is written as an escape: both kinds then agree.

    >>> serialise(Literal('say "no"', language="en"))
    '"say \\"no\\""@en'
    """
    return _ESCAPES.sub(_escape_u, str(to_oxigraph(term)))


def _escape_u(match: re.Match[str]) -> str:
    return rf"\\\u{ord(match[2]):04X}" if match[2] else match[0]


def _three(
    subject: IRI | BlankNode, predicate: IRI, value: Term
) -> tuple[ox.NamedNode | ox.BlankNode, ox.NamedNode, ox.NamedNode | ox.BlankNode | ox.Literal]:
    first = to_oxigraph(subject)
    if isinstance(first, ox.Literal):
        raise DataError(f"{_shown(subject)} is a literal: it cannot be a subject")
    return first, _named(predicate), to_oxigraph(value)


def _named(iri: IRI) -> ox.NamedNode:
    node = to_oxigraph(iri)
    if not isinstance(node, ox.NamedNode):
        raise DataError(f"{_shown(iri)} stands where only an IRI can")
    return node


def _shown(term: Term) -> str:
    return ascii(str(term))
