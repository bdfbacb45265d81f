"""What a graph has on one thing: what it is, what is said about it, what it says itself, and its matches elsewhere."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kgraph.analysis.record import FACTS, MATCHES, Cards, ClaimCard, select
from kgraph.claims import claims_concerning, claims_of_document, class_words, read_claims, to_quads
from kgraph.days import order
from kgraph.model import Term, Triple
from kgraph.namespaces import DCTERMS, IRI, KG, RDF, SCHEMA, SKOS
from kgraph.store import Store, serialise

MOST = 500
"""How many claims are shown of one thing; the others are counted."""

_FACTS = {
    **FACTS,
    KG.partOf: "part of",
    SCHEMA.publisher: "published by",
    SCHEMA.datePublished: "published",
    SCHEMA.inLanguage: "language",
    DCTERMS.source: "source",
}


@dataclass(frozen=True, slots=True)
class About:
    """A thing: its label, its class in words, other names, facts of identity as (word, value), and its matches.

    `about` are the cards of claims that concern it, `by` those of claims that it makes, the latest first; `left_out` is
    the number of claims beyond `MOST`. For a claim, `about` has its own card; for a document or a question, its claims.
    """

    id: IRI
    label: str
    kind: str
    names: tuple[str, ...]
    facts: tuple[tuple[str, Term], ...]
    matches: tuple[tuple[str, IRI], ...]
    about: tuple[ClaimCard, ...]
    by: tuple[ClaimCard, ...]
    left_out: int


def about(store: Store, record: IRI, cards: Cards, thing: IRI) -> About | None:
    """What the world `record` has on a thing; `None` if it does not know it."""
    values = _values(store, record, thing)
    concerned = _claims(store, record, thing, values)
    if not values and not concerned:
        return None
    found = sorted(cards.read(concerned[:MOST]).values(), key=lambda card: order(card.said_by), reverse=True)
    labels = cards.labels
    return About(
        id=thing,
        label=labels.get(thing) or _spoken(thing, values, found),
        kind=_kind(values.get(RDF.type, [])),
        names=tuple(sorted({str(name) for name in values.get(SKOS.altLabel, [])})),
        facts=tuple((word, value) for p, word in _FACTS.items() for value in sorted(values.get(p, []), key=str)),
        matches=tuple((word, o) for p, word in MATCHES.items() for o in values.get(p, []) if isinstance(o, IRI)),
        about=tuple(card for card in found if card.claimant_id != thing or card.id == thing),
        by=tuple(card for card in found if card.claimant_id == thing and card.id != thing),
        left_out=max(0, len(concerned) - MOST),
    )


def triples(store: Store, record: IRI, thing: IRI) -> list[Triple]:
    """What a thing is, and the speech of the claims that concern it; never the content of a claim, which would read as
    a fact."""
    values = _values(store, record, thing)
    found: list[Triple] = [(thing, p, o) for p, several in values.items() for o in several if isinstance(p, IRI)]
    for claim in read_claims(store, record, _claims(store, record, thing, values)[:MOST]):
        found += [(s, p, o) for s, p, o, graph in to_quads(claim) if graph == claim.graph]
    return list(dict.fromkeys(found))


def _values(store: Store, record: IRI, thing: IRI) -> dict[Term | None, list[Term]]:
    """The values of each of its predicates."""
    found: dict[Term | None, list[Term]] = {}
    for predicate, value in select(store, record, f"SELECT ?p ?o {{ {serialise(thing)} ?p ?o }}").rows:
        if value is not None:
            found.setdefault(predicate, []).append(value)
    return found


def _claims(store: Store, record: IRI, thing: IRI, values: Mapping[Term | None, Sequence[Term]]) -> list[IRI]:
    kinds = values.get(RDF.type, ())
    if KG.Claim in kinds:
        return [thing]
    if KG.Dispute in kinds:
        return [one for link in (KG.disputes, KG.beside) for one in values.get(link, ()) if isinstance(one, IRI)]
    if KG.Document in kinds:
        return claims_of_document(store, record, thing)
    return claims_concerning(store, record, [thing])


def _spoken(thing: IRI, values: Mapping[Term | None, Sequence[Term]], found: Sequence[ClaimCard]) -> str:
    """A question's words, or who claims what; the IRI of something without words."""
    own = [f"{card.claimant}: {card.paraphrase}" for card in found if card.id == thing]
    return next(iter([*map(str, values.get(KG.explanation, ())), *own]), str(thing))


def _kind(types: Sequence[Term]) -> str:
    """Its classes in kgraph's vocabulary, in words."""
    own = sorted(str(one) for one in types if isinstance(one, IRI) and one in KG)
    return ", ".join(map(class_words, own))
