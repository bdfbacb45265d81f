"""The digest of a claim's content, by which rules find equal contents."""

import hashlib
import io
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence

import pyoxigraph as ox

from kgraph.errors import DataError
from kgraph.model import BlankNode, Quad, Term, Triple
from kgraph.namespaces import IRI
from kgraph.store.canonical import canonicalised
from kgraph.store.lines import terms_of, triples_of
from kgraph.store.terms import quad_to_oxigraph

_MOST_TIES = 6


def content_digest(triples: Iterable[Triple], claim: IRI) -> str:
    """`sha256:` and 64 hex digits: equal for two claims exactly when they say the same.

    The digest is of the triples' canonical N-Quads (RDFC-1.0), in the default graph whatever graph they come
    from. Local nodes, whose IRI is the claim's followed by `#…`, count as blank nodes, since their names depend on the
    claim and not on what it says. Numbers and dates count in the form in which the built-in store keeps them: `0.850`
    as `0.85`.
    """
    store, out = ox.Store(), io.BytesIO()
    store.extend(quad_to_oxigraph((*triple, None)) for triple in triples)
    store.dump(out, ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph())
    return digest_of_lines(out.getvalue().splitlines(keepends=True), claim)


def digest_of_lines(lines: Collection[bytes], claim: IRI) -> str:
    """The digest of a content whose triples are lines of N-Triples, in the form in which the built-in store keeps
    them."""
    # Sorting bytes gives the order of code points, which RDFC-1.0 requires: UTF-8 keeps that order.
    return "sha256:" + hashlib.sha256(b"".join(sorted(_canonical(lines, claim)))).hexdigest()


def _canonical(lines: Iterable[bytes], claim: IRI) -> list[bytes]:
    """The lines with canonical labels instead of local nodes.

    Nearly always the triples of each single node tell it from the others (RDFC-1.0 §4.6); then the nodes are ordered by
    the hashes of these triples. Else the engine tries all orders.
    """
    blank = (b"_:", f"<{claim}#".encode())
    split = [terms_of(line) for line in lines]
    of: defaultdict[bytes, list[list[bytes]]] = defaultdict(list)
    for terms in split:
        for node in {term for term in terms[::2] if term.startswith(blank)}:
            of[node].append(terms)
    hashes = {node: _first_degree(node, said, blank) for node, said in of.items()}
    if len(set(hashes.values())) < len(hashes):
        return _by_engine(lines, claim)
    labels = {node: b"_:c14n%d" % number for number, node in enumerate(sorted(hashes, key=hashes.__getitem__))}
    return [b"%b %b %b .\n" % (labels.get(s, s), p, labels.get(o, o)) for s, p, o in split]


def _first_degree(node: bytes, said: Iterable[Sequence[bytes]], blank: tuple[bytes, ...]) -> str:
    """The hash of one node's triples, in which all other blank nodes look the same."""

    def name(term: bytes) -> bytes:
        if not term.startswith(blank):
            return term
        return b"_:a" if term == node else b"_:z"

    return hashlib.sha256(b"".join(sorted(b"%b %b %b .\n" % (name(s), p, name(o)) for s, p, o in said))).hexdigest()


def _by_engine(lines: Iterable[bytes], claim: IRI) -> list[bytes]:
    local = claim + "#"
    triples = list(triples_of(lines))
    _check_ties(triples, local)
    labels: dict[Term, BlankNode] = {}

    def blank(term: Term) -> BlankNode | None:
        is_local = isinstance(term, BlankNode) or (isinstance(term, IRI) and term.startswith(local))
        return labels.setdefault(term, BlankNode(f"local{len(labels)}")) if is_local else None

    quads: list[Quad] = [(blank(s) or s, p, blank(o) or o, None) for s, p, o in triples]
    written = ox.serialize(canonicalised(quads), format=ox.RdfFormat.N_QUADS)
    assert written is not None, "serialize() without an output returns the bytes"
    return written.splitlines(keepends=True)


def _check_ties(triples: Collection[Triple], local: str) -> None:
    """Raise `DataError` for contents for which RDFC-1.0 would take years: it tries all orders of a node's similar
    neighbours (§4.8)."""

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
