"""The digest of what a claim says, by which rules find equal contents."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable

import pyoxigraph as ox

from kgraph.errors import DataError
from kgraph.model import BlankNode, Term, Triple
from kgraph.namespaces import IRI
from kgraph.store.canonical import canonicalised
from kgraph.store.terms import quad_from_oxigraph, quad_to_oxigraph

_MOST_TIES = 6


def content_digest(triples: Iterable[Triple], claim: IRI) -> str:
    """`sha256:` and 64 hex digits: equal for two claims exactly when they say the same.

    The digest is of the triples' canonical N-Quads (RDFC-1.0), in the default graph whatever graph they come
    from. Local nodes, those whose IRI is the claim's and a `#…`, are taken as blank, since their names tell
    the claim and not what it says. Numbers and dates are compared as the built-in store holds them:
    `0.850` as `0.85`.
    """
    local = claim + "#"
    triples = list(triples)
    _check_ties(triples, local)
    labels: dict[IRI, BlankNode] = {}

    def blank(term: IRI | BlankNode) -> IRI | BlankNode:
        if isinstance(term, IRI) and term.startswith(local):
            return labels.setdefault(term, BlankNode(f"local{len(labels)}"))
        return term

    def said(value: Term) -> Term:
        return value if not isinstance(value, IRI) else blank(value)

    store = ox.Store()
    store.extend(quad_to_oxigraph((blank(s), p, said(o), None)) for s, p, o in triples)
    held = map(quad_from_oxigraph, store)
    written = ox.serialize(canonicalised(held), format=ox.RdfFormat.N_QUADS)
    assert written is not None, "serialize() without an output returns the bytes"
    # Sorted as bytes: UTF-8 keeps the order of code points, which RDFC-1.0 asks for.
    canonical = b"".join(sorted(written.splitlines(keepends=True)))
    return "sha256:" + hashlib.sha256(canonical).hexdigest()


def _check_ties(triples: Collection[Triple], local: str) -> None:
    """Refuse contents that RDFC-1.0 would take years for: it tries all orders of a node's like neighbours (§4.8)."""

    def is_blank(term: Term) -> bool:
        return isinstance(term, BlankNode) or (isinstance(term, IRI) and term.startswith(local))

    looks: defaultdict[Term, set[tuple[str, str, str]]] = defaultdict(set)
    for subject, predicate, value in triples:
        looks[subject].add(("from", predicate, "" if is_blank(value) else str(value)))
        looks[value].add(("to", predicate, "" if is_blank(subject) else str(subject)))
    ties: Counter[tuple[Term, IRI, frozenset[tuple[str, str, str]]]] = Counter()
    for subject, predicate, value in triples:
        if is_blank(subject) and is_blank(value):
            ties[subject, predicate, frozenset(looks[value])] += 1
            ties[value, predicate, frozenset(looks[subject])] += 1
    for (node, predicate, _), count in ties.items():
        if count > _MOST_TIES:
            what = f"<{node}> is joined by <{predicate}> to {count} local nodes that nothing tells apart"
            raise DataError(what, fix=f"{_MOST_TIES} can be told apart by trying; give each a property of its own")
