"""The order of terms and quads in tuples: equal sets in RDF become equal tuples."""

from collections.abc import Iterable
from functools import lru_cache
from typing import TypeVar

from kgraph.model import BlankNode, Literal, Quad, Term
from kgraph.namespaces import IRI
from kgraph.store.trig import natural

_Some = TypeVar("_Some", bound=Term)
_natural = lru_cache(maxsize=20_000)(natural)


def term_key(term: Term) -> tuple[int, object, str, str]:
    """Sort key of terms: IRIs, then literals, then blank nodes, each in natural order; equal keys mean equal terms.

    >>> sorted([BlankNode("b"), Literal("10"), Literal("9"), IRI("x:c10"), IRI("x:c9")], key=term_key)[:2]
    ['x:c9', 'x:c10']
    >>> len({term_key(term) for term in (IRI("a"), BlankNode("a"), Literal("a"), Literal("a", language="en"))})
    4
    """
    if isinstance(term, Literal):
        return 1, _natural(term.lexical), term.datatype, term.language or ""
    return (2 if isinstance(term, BlankNode) else 0), _natural(term), "", ""


def quad_key(quad: Quad) -> tuple[object, ...]:
    """Sort key of quads: by graph (the default graph first), subject, predicate, object."""
    subject, predicate, value, graph = quad
    return term_key(graph or IRI("")), term_key(subject), term_key(predicate), term_key(value)


def ordered(terms: Iterable[_Some]) -> tuple[_Some, ...]:
    """The terms in order, each once.

    >>> ordered([IRI("x:c10"), IRI("x:c9"), IRI("x:c10")])
    ('x:c9', 'x:c10')
    """
    found = tuple(terms)
    return found if len(found) < 2 else tuple(sorted(set(found), key=term_key))


def ordered_quads(quads: Iterable[Quad]) -> tuple[Quad, ...]:
    """The quads in order, each once."""
    found = tuple(quads)
    return found if len(found) < 2 else tuple(sorted(set(found), key=quad_key))
