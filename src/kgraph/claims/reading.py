"""Claims read from a store: some by IRI, those of a document, those that concern an entity, or all, as a stream.

They are read as a world shows them, with each one's content, whatever the world holds of it; or as documents say them.
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
"""How many claims are asked for in one query: an endpoint takes so long a text."""

_FEW = 2_000  # beyond so many, all that the world has is read in half the time, and sorted here

_DERIVED = frozenset((*DERIVED, KG.inWorld))
"""What builds and worlds say of a claim."""

_CLAIM, _CONTENT, _STATED_IN = (serialise(term) for term in (KG.Claim, KG.content, KG.statedIn))
_PARTS = "|".join(serialise(term) for term in (KG.anchor, OA.hasSelector, KG.assertedDuring, PROV.wasQuotedFrom))


def claims_in(store: Store, world: IRI) -> list[IRI]:
    """The IRIs of all claims that a world shows, in natural order."""
    return _iris(store, world, f"?claim a {_CLAIM}")


def claims_of_document(store: Store, world: IRI, document: IRI) -> list[IRI]:
    """The IRIs of the claims that are stated in a document, in natural order."""
    return _iris(store, world, f"?claim {_STATED_IN} {serialise(document)} ; a {_CLAIM}")


def claims_concerning(store: Store, world: IRI, entities: Collection[IRI]) -> list[IRI]:
    """The IRIs of the claims that are about one of the entities, that name one in their contents, or that one makes.

    An entity is an IRI of any kind: a place, a measure, a role. In natural order; all at once, as they are few bytes.
    """
    found = set(claims_naming(store, world, entities))
    for some in _batches(sorted(entities)):
        values = f"VALUES ?entity {{ {' '.join(map(serialise, some))} }}"
        found.update(_iris(store, world, f"{values} ?claim {serialise(KG.about)}|{serialise(KG.claimant)} ?entity"))
    return list(ordered(found))


def claims_naming(store: Store, world: IRI, entities: Collection[IRI]) -> dict[IRI, set[IRI]]:
    """The IRIs of the claims whose contents name one of the entities, each with those that it names."""
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
    """One claim; `None` if the world shows none of this IRI."""
    return next(read_claims(store, world, [claim]), None)


def read_claims(store: Store, world: IRI, claims: Iterable[IRI] | None = None) -> Iterator[Claim]:
    """The claims of these IRIs, or all that the world shows, in the given order or else the natural one.

    Those of some hundred are held at a time; but where many are asked for at once, all. A page of them is a slice of
    the IRIs: `read_claims(store, world, claims_in(store, world)[100:150])`.
    """
    wanted = claims_in(store, world) if claims is None else list(claims)
    if len(wanted) > _FEW:
        quads = _quads(store, world, None)
        if claims is None:  # these come in natural order, and none has to be held
            yield from (_at_home(claim, world) for claim in claims_of(quads))
        else:
            yield from _in_order(wanted, world, quads)
        return
    for some in _batches(wanted):
        yield from _in_order(some, world, _quads(store, world, some))


def recorded_claims(store: Store, base: str) -> Iterator[Claim]:
    """All claims of the documents' graphs under `base`, document by document, without what was derived from them.

    Blank nodes' labels in a document's graph are made of what it says of them: speech that says the same is equal.
    Contents are read of graphs under claim/ and doc/.
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
    """A graph's quads; blank nodes of which it says the same become one."""
    said: dict[Term, list[tuple[IRI, Term]]] = defaultdict(list)
    for subject, predicate, value, _ in quads:
        said[subject].append((predicate, value))

    @cache
    def label(node: BlankNode, depth: int = 100) -> BlankNode:  # circles have no end, and the stack has one
        told = sorted(f"{p} {label(o, depth - 1) if isinstance(o, BlankNode) else o!r}" for p, o in said[node] if depth)
        return BlankNode(sha256("\n".join(told).encode()).hexdigest())

    labels: dict[Term, BlankNode] = {t: label(t) for q in quads for t in q if isinstance(t, BlankNode)}
    return [(labels.get(s, s), p, labels.get(o, o), graph) for s, p, o, graph in quads]


def _in_order(wanted: Iterable[IRI], world: IRI, quads: Iterable[Quad]) -> Iterator[Claim]:
    found = {claim.id: claim for claim in claims_of(quads)}
    return (_at_home(found[iri], world) for iri in wanted if iri in found)


def _at_home(claim: Claim, world: IRI) -> Claim:
    """The claim in its document's graph, where it was read in a world; without what was derived from it."""
    rest = [quad for quad in claim.rest if quad[0] != claim.id or quad[1] not in _DERIVED]
    settled = tuple((*quad[:3], claim.document if quad[3] == world else quad[3]) for quad in rest)
    return replace(claim, elsewhere=None, rest=settled)


def _quads(store: Store, world: IRI, claims: Sequence[IRI] | None) -> Iterator[Quad]:
    """The quads of claims: speech in the graph of its document, contents in their own."""
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
