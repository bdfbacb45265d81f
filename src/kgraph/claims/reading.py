"""Reading claims from a store: some by IRI, those of a document, those that concern an entity, or all as a stream.

They are read from a world, each with its content whether or not the world holds it, or from the documents' graphs.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from hashlib import sha256
from itertools import islice

from kgraph.claims.deriving import DERIVED
from kgraph.claims.model import Claim
from kgraph.claims.order import ordered
from kgraph.claims.rdf import claims_of
from kgraph.model import BlankNode, Quad, Term
from kgraph.namespaces import IRI, KG, OA, PROV
from kgraph.store import Store, parse_quads, serialise
from kgraph.store.base import Solutions

_AT_ONCE = 500
"""How many claims one query asks for; endpoints accept a query of that length."""

_FEW = 2_000  # for more claims than this, reading all of the world and sorting here takes half the time

_DERIVED = frozenset((*DERIVED, KG.inWorld))
"""The predicates by which builds and worlds describe a claim."""

_CLAIM, _CONTENT, _STATED_IN = (serialise(term) for term in (KG.Claim, KG.content, KG.statedIn))
_PARTS = "|".join(serialise(term) for term in (KG.anchor, OA.hasSelector, KG.assertedDuring, PROV.wasQuotedFrom))


def claims_in(store: Store, world: IRI) -> list[IRI]:
    """The IRIs of all claims that a world shows, in natural order."""
    return _iris(store, world, f"?claim a {_CLAIM}")


def claims_of_document(store: Store, world: IRI, document: IRI) -> list[IRI]:
    """The IRIs of the claims that are stated in a document, in natural order."""
    return _iris(store, world, f"?claim {_STATED_IN} {serialise(document)} ; a {_CLAIM}")


def claims_concerning(store: Store, world: IRI, entities: Collection[IRI]) -> list[IRI]:
    """The IRIs of the claims that are about one of the entities, name one in their contents, or are made by one.

    An entity is an IRI of any kind: a place, a measure, a role. The list is in natural order.
    """
    found = set(claims_naming(store, world, entities))
    for some in _batches(sorted(entities)):
        values = f"VALUES ?entity {{ {' '.join(map(serialise, some))} }}"
        found.update(_iris(store, world, f"{values} ?claim {serialise(KG.about)}|{serialise(KG.claimant)} ?entity"))
    return list(ordered(found))


def claims_naming(store: Store, world: IRI, entities: Collection[IRI]) -> dict[IRI, set[IRI]]:
    """The IRIs of the claims whose contents name one of the entities, each with the entities that it names."""
    found: dict[IRI, set[IRI]] = defaultdict(set)
    for some in _batches(sorted(entities)):
        values = f"VALUES ?entity {{ {' '.join(map(serialise, some))} }}"
        for triple in ("?node ?says ?entity", "?entity ?says ?value"):
            named = f"{values} GRAPH ?content {{ {triple} }} ?claim {_CONTENT} ?content"
            query = f"SELECT DISTINCT ?claim ?entity {{ {named} }}"
            for claim, entity in store.select(query, default_graph=world).rows:
                if isinstance(claim, IRI) and isinstance(entity, IRI):
                    found[claim].add(entity)
    return found


def read_claim(store: Store, world: IRI, claim: IRI) -> Claim | None:
    """One claim; `None` if the world shows no claim of this IRI."""
    return next(read_claims(store, world, [claim]), None)


def read_claims(store: Store, world: IRI, claims: Iterable[IRI] | None = None) -> Iterator[Claim]:
    """The claims of these IRIs in the given order, or all that the world shows in natural order.

    Memory holds some hundred claims at a time, or all if very many IRIs are given. To read a page of claims, take a
    slice of the IRIs: `read_claims(store, world, claims_in(store, world)[100:150])`.
    """
    wanted = claims_in(store, world) if claims is None else list(claims)
    if len(wanted) > _FEW:
        quads = _quads(store, world, None)
        if claims is None:  # the store gives these in natural order, so none has to be kept in memory
            yield from (_at_home(claim, world) for claim in claims_of(quads))
        else:
            yield from _in_order(wanted, world, quads)
        return
    for some in _batches(wanted):
        yield from _in_order(some, world, _quads(store, world, some))


def recorded_claims(store: Store, base: str) -> Iterator[Claim]:
    """All claims of the documents' graphs under `base`, document by document, without derived triples.

    Labels of blank nodes in a document's graph are made from the nodes' triples, so that equal speech gives equal
    values. Contents are read from graphs under claim/ and doc/.
    """
    graphs = dict(store.lines([f"{base}claim/", f"{base}doc/"]))
    for name in graphs:
        if name.startswith(f"{base}doc/"):
            speech = _relabelled(_parsed(graphs[name], name))
            contents = {o for _, p, o, _ in speech if p == KG.content and isinstance(o, IRI) and o in graphs} - {name}
            said = [quad for content in contents for quad in _parsed(graphs[content], content)]
            yield from (claim for claim in claims_of([*speech, *said]) if claim.graph == name)


def _parsed(lines: Iterable[bytes], graph: IRI) -> list[Quad]:
    return [(s, p, o, graph) for s, p, o, _ in parse_quads(b"".join(lines), "nt", graph)]


def _relabelled(quads: Sequence[Quad]) -> list[Quad]:
    """A graph's quads; blank nodes with the same triples become one."""
    said: dict[Term, list[tuple[IRI, Term]]] = defaultdict(list)
    for subject, predicate, value, _ in quads:
        said[subject].append((predicate, value))

    @cache
    def label(node: BlankNode, depth: int = 100) -> BlankNode:  # bounded, since a circle of nodes has no end
        told = sorted(f"{p} {label(o, depth - 1) if isinstance(o, BlankNode) else o!r}" for p, o in said[node] if depth)
        return BlankNode(sha256("\n".join(told).encode()).hexdigest())

    labels: dict[Term, BlankNode] = {t: label(t) for q in quads for t in q if isinstance(t, BlankNode)}
    return [(labels.get(s, s), p, labels.get(o, o), graph) for s, p, o, graph in quads]


def _in_order(wanted: Iterable[IRI], world: IRI, quads: Iterable[Quad]) -> Iterator[Claim]:
    found = {claim.id: claim for claim in claims_of(quads)}
    return (_at_home(found[iri], world) for iri in wanted if iri in found)


def _at_home(claim: Claim, world: IRI) -> Claim:
    """A claim that was read in a world, moved to its document's graph and without derived triples."""
    rest = [quad for quad in claim.rest if quad[0] != claim.id or quad[1] not in _DERIVED]
    settled = tuple((*quad[:3], claim.document if quad[3] == world else quad[3]) for quad in rest)
    return replace(claim, elsewhere=None, rest=settled)


def _quads(store: Store, world: IRI, claims: Sequence[IRI] | None) -> Iterator[Quad]:
    """The quads of claims: speech in the graph of the document, each content in its own graph."""
    if claims is None:
        speech = "?s ?p ?o"
        content = f"?c {_CONTENT} ?g"
    else:
        values = f"VALUES ?c {{ {' '.join(map(serialise, claims))} }}"
        speech = f"{values} ?c a {_CLAIM} . ?c ({_PARTS})* ?s . ?s ?p ?o"
        content = f"{values} ?c {_CONTENT} ?g"
    content = f"SELECT ?s ?p ?o ?g {{ {content} . GRAPH ?g {{ ?s ?p ?o }} }}"
    with store.solutions(f"SELECT ?s ?p ?o {{ {speech} }}", default_graph=world) as spoken:
        yield from _as_quads(spoken, world)
    with store.solutions(content, default_graph=world) as said:
        yield from _as_quads(said)


def _as_quads(rows: Solutions, graph: IRI | None = None) -> Iterator[Quad]:
    for subject, predicate, value, *named in rows:
        name = graph or named[0]
        if not isinstance(name, IRI) or not isinstance(predicate, IRI) or value is None:
            continue
        if isinstance(subject, IRI | BlankNode):
            yield subject, predicate, value, name


def _iris(store: Store, world: IRI, pattern: str) -> list[IRI]:
    found = store.select(f"SELECT DISTINCT ?claim {{ {pattern} }}", default_graph=world).column("claim")
    return list(ordered(iri for iri in found if isinstance(iri, IRI)))


def _batches(iris: Sequence[IRI]) -> Iterator[list[IRI]]:
    left = iter(iris)
    while some := list(islice(left, _AT_ONCE)):
        yield some
