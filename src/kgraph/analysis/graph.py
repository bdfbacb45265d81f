"""The claims of a world as a network: entities, the relations that claims put between them, and the claims.

`edges` computes the words and the status of each relation.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypedDict

from kgraph.analysis.agreeing import Step, agreements
from kgraph.analysis.answering import Told, answering
from kgraph.analysis.compare import Disagreement, read_disputes
from kgraph.analysis.edges import Edge, Latest, edges_of, left_out
from kgraph.analysis.links import Link, links
from kgraph.analysis.origins import record_of
from kgraph.analysis.positions import Position, positions
from kgraph.analysis.questions import DOUBT, UNDATED, OpenQuestion, Remark, followed, read_asked, read_totals, worded
from kgraph.analysis.record import KINDS, Cards, ClaimCard, Node, read_labels, read_nodes
from kgraph.days import order
from kgraph.errors import UnknownName, UsageError
from kgraph.namespaces import IRI
from kgraph.store import Store
from kgraph.store.trig import natural


@dataclass(frozen=True)
class Network:
    """Nodes, edges and claims, each sorted, so that equal data give equal networks.

    `positions` are the claims' statements in words, each with its aspect. `disputes` are conflicts whose claims are all
    in the network. `questions` have at least one claim in the network and may have others; each comes with the day by
    which it had arisen. `remarks` are the notes besides questions, each with the day by which all its claims had been
    made; among them are claims that find no evidence for a claim of a question. `agreements` are the beginnings and
    ends of agreements on questions. `days` has the days of claims that questions and remarks name and that are not in
    the network. `unnamed` are the agents, in the network or not, whom documents do not name. `left_out` has the claims
    of which the world `undisputed` leaves something out, with the days since which it leaves out a part and all ("" for
    an unknown day, `None` for never). `also` has what else aspects and relations are called.
    """

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    claims: tuple[ClaimCard, ...]
    positions: tuple[tuple[str, Position], ...] = ()
    disputes: tuple[Disagreement, ...] = ()
    unnamed: frozenset[IRI] = frozenset()
    questions: tuple[tuple[OpenQuestion, str], ...] = ()
    left_out: Mapping[IRI, tuple[str | None, str | None]] = field(default_factory=dict, hash=False)
    remarks: tuple[tuple[Remark, str], ...] = ()
    agreements: Mapping[IRI, tuple[Step, ...]] = field(default_factory=dict, hash=False)
    days: Mapping[IRI, str] = field(default_factory=dict, hash=False)
    also: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)


def network(
    store: Store,
    world: IRI,
    *,
    claims: Collection[IRI] | None = None,
    focus: Collection[IRI] = (),
    depth: int = 1,
    kinds: Collection[str] = (),
    quotes: Mapping[IRI, tuple[str, ...]] | None = None,
) -> Network:
    """The network of a world.

    `world` is the graph from which identity and speech are read; contents are read claim by claim, whether or not the
    world holds them. `claims` limits the network to these claims (default: all of the world); rejected claims are
    always left out. `kinds` (of `KINDS`; default: all) limits it to entities of these kinds and relations among them.
    `focus` limits it to entities within `depth` steps of some entities, with the claims that relate these and the
    claims that concern entities less than `depth` steps away; no other claims are read. If no relation leads to a focus
    entity, the entities of its claims are one step away. `quotes` are the claims' words, as far as there are any.
    Raises `UnknownName` if the world has no such entity or there is no such kind.
    """
    if depth < 1:
        raise UsageError(f"the depth must be 1 or more, not {depth}")
    for kind in kinds:
        if kind not in KINDS:
            raise UnknownName("type of entity", kind, KINDS, f"there are {', '.join(KINDS)}")
    labels = read_labels(store, world)
    nodes = read_nodes(store, world, labels)
    for one in focus:
        if one not in nodes:
            raise UnknownName("entity", one, nodes)
    kept = {iri for iri, node in nodes.items() if not kinds or node.kind in kinds or iri in focus}
    reader = Cards(store, world, labels)
    cards, inner = _near(reader, set(focus), depth, kept) if focus else (reader.read(claims), kept)
    if claims is not None:
        cards = {iri: card for iri, card in cards.items() if iri in claims}
    if quotes:
        cards = {iri: replace(card, quotes=quotes.get(iri, ())) for iri, card in cards.items()}
    disputes = [
        one for one in read_disputes(store, world, cards if focus else None) if not one.claims.isdisjoint(cards)
    ]
    since = {claim for one in disputes for claim in one.claims | one.rests}
    latest = _latest(since.union(*(p.since for card in cards.values() for p in card.questioned)), cards, reader)
    disputes = [replace(one, since=latest(one.claims | one.rests)) for one in disputes]
    found = _links_among(kept, cards, labels)
    if focus:
        kept = _around(focus, depth, found, cards) & kept
        found = [k for k in found if k.source in kept and k.target in kept]
    everything = reader.with_bases(cards)
    if focus or kinds:
        cards = _concerning(inner, found, cards)
    unnamed = frozenset(iri for iri, node in nodes.items() if node.kind == "source")
    here = (replace(dispute, claims=frozenset(dispute.claims & cards.keys())) for dispute in disputes)
    return Network(
        tuple(sorted((nodes[iri] for iri in kept), key=lambda n: (n.label, n.id))),
        tuple(edges_of(found, cards, record_of(everything, unnamed), latest)),
        tuple(sorted(cards.values(), key=lambda c: natural(c.id))),
        disputes=tuple(dispute for dispute in here if dispute.claims),
        unnamed=unnamed,
        left_out={iri: left_out(card, latest) for iri, card in cards.items() if card.questioned},
        **_in_question(store, world, cards, reader),
    )


class _InQuestion(TypedDict):
    """The fields of a network on what is in question; see `Network`."""

    positions: tuple[Told, ...]
    questions: tuple[tuple[OpenQuestion, str], ...]
    remarks: tuple[tuple[Remark, str], ...]
    agreements: Mapping[IRI, tuple[Step, ...]]
    days: Mapping[IRI, str]


def _in_question(store: Store, world: IRI, cards: Mapping[IRI, ClaimCard], reader: Cards) -> _InQuestion:
    """The fields of a network on what is in question, for claims with these cards.

    Each question comes with the day by which it had arisen; editors' questions come last.
    """
    every, beside = read_asked(store, world)
    questions = [one for one in every if not one.claims.isdisjoint(cards)]
    remarks = [one for one in beside if not cards.keys().isdisjoint(one.claims)]
    doubts = dict.fromkeys(pair for one in questions for pair in one.doubts if cards.keys() >= set(pair))
    remarks += [Remark(DOUBT, "", pair) for pair in doubts]
    others = {claim for one in questions for claim in one.told} | {claim for one in remarks for claim in one.claims}
    known = {**reader.read(sorted(others - cards.keys())), **cards}
    days = {iri: card.said_by for iri, card in known.items()}
    answers = {claim for one in questions for claim in one.claims}
    speaking = [card for iri, card in known.items() if iri in cards or iri in answers]
    told = answering(positions(speaking, reader.labels), questions)
    totals = read_totals(store, world)
    followed_up = (followed(one, known, reader.labels, totals) for one in questions)
    latest = _latest((), known, reader)
    agreeing = {one.id: agreements([s.claims for s in one.stands], one.beside, known, totals) for one in questions}
    return {
        "positions": tuple((label, position) for label, position in told if position.claim.id in cards),
        "questions": tuple((one, one.since(days)) for one in followed_up),
        "remarks": tuple((worded(one, known), latest(one.claims)) for one in remarks),
        "agreements": {question: steps for question, steps in agreeing.items() if steps},
        "days": {claim: days.get(claim, UNDATED) for claim in others - cards.keys()},
    }


def _near(reader: Cards, focus: set[IRI], depth: int, among: Collection[IRI]) -> tuple[dict[IRI, ClaimCard], set[IRI]]:
    """The claims that concern entities less than `depth` steps from some entities or relate entities within `depth`,
    and these entities.

    Steps lead only over entities in `among`. No other claims are read.
    """
    inner, cards = set(focus), reader.read(reader.concerning(focus))
    for step in range(1, depth):
        further = _around(focus, step, _links_among(among, cards, reader.labels), cards).intersection(among) - inner
        if not further:
            break
        inner |= further
        cards.update(reader.read([claim for claim in reader.concerning(further) if claim not in cards]))
    outer = _around(focus, depth, _links_among(among, cards, reader.labels), cards).intersection(among)
    between = [claim for claim, named in reader.naming(outer).items() if len(named) > 1 and claim not in cards]
    return cards | reader.read(sorted(between)), inner


def _links_among(entities: Collection[IRI], cards: Mapping[IRI, ClaimCard], labels: Mapping[IRI, str]) -> list[Link]:
    return [k for k in links(cards.values(), labels) if k.source in entities and k.target in entities]


def _latest(claims: Iterable[IRI], cards: Mapping[IRI, ClaimCard], reader: Cards) -> Latest:
    """A function that gives the day by which all of some claims had been made; `claims` must have all that it will be
    asked about."""
    known = {**reader.read(sorted(set(claims) - cards.keys())), **cards}

    def latest(some: Iterable[IRI]) -> str:
        return max((known[claim].said_by or UNDATED for claim in some if claim in known), default=UNDATED, key=order)

    return latest


def _concerning(
    entities: Collection[IRI], links: Iterable[Link], cards: Mapping[IRI, ClaimCard]
) -> dict[IRI, ClaimCard]:
    """The claims that make the links, and those about or by one of the entities."""
    behind = {link.claim for link in links}
    return {
        iri: card
        for iri, card in cards.items()
        if iri in behind or card.claimant_id in entities or not set(entities).isdisjoint(card.about)
    }


def _around(focus: Collection[IRI], depth: int, links: Iterable[Link], cards: Mapping[IRI, ClaimCard]) -> set[IRI]:
    near: dict[IRI, set[IRI]] = defaultdict(set)
    for link in links:
        near[link.source].add(link.target)
        near[link.target].add(link.source)
    for one in (one for one in focus if one not in near):
        near[one] = {entity for card in cards.values() if card.claimant_id == one for entity in card.about}
    kept = set(focus)
    for _ in range(min(depth, len(near))):
        kept |= {other for node in kept for other in near.get(node, ())}
    return kept
