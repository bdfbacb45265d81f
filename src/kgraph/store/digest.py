"""The digest of what a claim says, by which rules find equal contents."""

import hashlib
from collections.abc import Iterable

import pyoxigraph as ox

from kgraph.model import BlankNode, Term, Triple
from kgraph.namespaces import IRI
from kgraph.store.terms import quad_to_oxigraph


def content_digest(triples: Iterable[Triple], claim: IRI) -> str:
    """`sha256:` and 64 hex digits: equal for two claims exactly when they say the same.

    The digest is of the triples' canonical N-Quads (RDFC-1.0), in the default graph whatever graph they come
    from. Local nodes, those whose IRI is the claim's and a `#…`, are taken as blank, since their names tell
    the claim and not what it says. Numbers and dates are compared as the built-in store holds them:
    `0.850` as `0.85`.
    """
    local = claim + "#"
    labels: dict[IRI, BlankNode] = {}

    def blank(term: IRI | BlankNode) -> IRI | BlankNode:
        if isinstance(term, IRI) and term.startswith(local):
            return labels.setdefault(term, BlankNode(f"local{len(labels)}"))
        return term

    def said(value: Term) -> Term:
        return value if not isinstance(value, IRI) else blank(value)

    store = ox.Store()
    store.extend(quad_to_oxigraph((blank(s), p, said(o), None)) for s, p, o in triples)
    dataset = ox.Dataset(store)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    written = ox.serialize(dataset, format=ox.RdfFormat.N_QUADS)
    assert written is not None, "serialize() without an output returns the bytes"
    # Sorted as bytes: UTF-8 keeps the order of code points, which RDFC-1.0 asks for.
    canonical = b"".join(sorted(written.splitlines(keepends=True)))
    return "sha256:" + hashlib.sha256(canonical).hexdigest()
