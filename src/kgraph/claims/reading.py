"""Claims read from a store: some by IRI, those of a document, those that concern an entity, or all, as a stream.

They are read as a world shows them: its speech, and each claim's content, whatever the world holds of it.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice

from kgraph.claims.deriving import DERIVED
from kgraph.claims.model import Claim
from kgraph.claims.order import ordered
from kgraph.claims.rdf import claims_of
from kgraph.model import BlankNode, Quad
from kgraph.namespaces import IRI, KG, OA, PROV
from kgraph.store import Store, serialise
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
