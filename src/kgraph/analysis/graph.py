"""The claims of a world as a network: entities, the relations that claims put between them, and the claims.

A relation is drawn from what claims say, so it carries those claims and a status computed from them. What is
only denied, forecast or recommended is in the network too, and says so: see `STATUSES`.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TypedDict

from kgraph.analysis.agreeing import Step, agreements
from kgraph.analysis.answering import Told, answering
from kgraph.analysis.compare import Disagreement, read_disputes
from kgraph.analysis.links import DENIED, Link, links
from kgraph.analysis.origins import record_of
from kgraph.analysis.positions import Position, positions
from kgraph.analysis.questions import DOUBT, UNDATED, OpenQuestion, Remark, followed, read_asked, read_totals, worded
from kgraph.analysis.record import KINDS, Cards, ClaimCard, Node, read_labels, read_nodes
from kgraph.claims import TELLING, Record
from kgraph.days import order
from kgraph.errors import DataError, UnknownName, UsageError
from kgraph.model import TimeSpan
from kgraph.namespaces import IRI
from kgraph.store import Store
from kgraph.store.trig import natural

__all__ = ["KINDS", "STATUSES", "ClaimCard", "Edge", "Network", "Node", "Said", "Word", "edge_status", "network"]

STATUSES = {
    "disputed": "said by some, and denied or contradicted by others",
    "denied": "nobody asserts it and somebody denies it",
    "against": "advised against, or expected, promised or imagined not to be",
    "undisputed": "asserted, taken as stated, and in no question here",
    "outside": "asserted, but only in claims that are left out here, or that their claimants take back",
    "intended": "an undertaking, not an event",
    "forecast": "expected, not observed",
    "recommended": "advised, not observed",
    "conditional": "said to hold only if something else does",
    "scenario": "one of several imagined courses",
}
"""Every status an edge can have, and what it means; an edge has the first that its claims give it."""

_Latest = Callable[[Iterable[IRI]], str]
"""Tells the day by which all of some claims had been made."""

_PROJECTED = {
    "commitment": "intended",
    "forecast": "forecast",
    "recommendation": "recommended",
    "conditional": "conditional",
    "scenario": "scenario",
}


@dataclass(frozen=True, slots=True)
class Said:
    """What one claim adds to a relation: a figure or an extent ("" where it adds none), and the time it gives.

    `disputed` is the day since which it is in question, `left_out` that since which `undisputed` leaves it out: days as
    `days.Day` writes them, "" for one that nobody knows, `None` where it is not.
    """

    claim: IRI
    detail: str = ""
    when: TimeSpan = field(default_factory=TimeSpan)
    disputed: str | None = None
    left_out: str | None = None


@dataclass(frozen=True, slots=True)
class Edge:
    """A relation that claims put between two nodes.

    `kind` is the sort of relation ("actor", "control", "measurement" …), `name` its words for this edge (a
    role, a measure), `details` what the claims add, such as the figures they differ in, marked where nobody
    asserts them; where `all_deny` it, the label says that they do. `status` is a key of `STATUSES`. `said` is what each
    claim adds, `terms` what makes the relation,
    in one or more ways (see `Link`), and `origins` how many independent origins they have who assert it, or else who
    speak of it.
    Between two nodes there is one edge for each kind and name.
    """

    source: IRI
    target: IRI
    kind: str
    name: str
    claims: tuple[IRI, ...]
    status: str
    details: tuple[str, ...] = ()
    said: tuple[Said, ...] = ()
    terms: tuple[tuple[IRI, ...], ...] = ()
    origins: int = 1
    all_deny: bool = False

    @property
    def label(self) -> str:
        """The name with its details: "share of territory captured: 81 %, 85 %", or "controls, denied: full"."""
        lead = ", denied: " if self.all_deny else ": "
        return f"{self.name}{lead}{', '.join(self.details)}" if self.details else self.name

    @property
    def standalone(self) -> str:
        """The label with the status, unless the relation is undisputed or the label says itself that it is denied."""
        said = self.status == "undisputed" or (self.all_deny and self.details)
        return self.label if said else f"{self.label} · {self.status}"


@dataclass(frozen=True)
class Network:
    """Nodes, edges and claims, each sorted, so that equal data make an equal network.

    `positions` are what the claims' statements say, each with its aspect; `disputes` name one or more of the claims,
    and none that is not here. `questions` name one or more of them, and may name others; each with the day by which it
    had arisen. `remarks` are what is told beside questions, each with the day by which all its claims had been made;
    also who finds no evidence for what is in a question, which it was not on every day.
    `agreements` are those on questions, as they came about and ended. `days` are those of claims that are not here, and
    that questions and remarks name.
    `unnamed` are the agents, here or not, whom documents do not name. `left_out` has the claims of which
    `undisputed` leaves something out: the days since which it leaves out some of it, and all ("" for a day that nobody
    knows, `None` for never).
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

    `world` is the graph that identity and speech are read from; contents are read claim by claim, whatever
    the world holds of them. `claims` narrows to those (default: every claim in the world); rejected claims
    are left out always. `kinds` (of `KINDS`; default: all) narrows to entities of those kinds, and the relations among
    them. `focus` keeps what is within `depth` steps of some entities, with the claims that relate
    these and those that concern what is less than `depth` steps away; no others are read. For one that no
    relation reaches, what it speaks of is a step away. `quotes` are the claims' words,
    where there are any. Raises `UnknownName` if the world has no such entity or there is no such kind.
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
        tuple(_edges(found, cards, record_of(everything, unnamed), latest)),
        tuple(sorted(cards.values(), key=lambda c: natural(c.id))),
        disputes=tuple(dispute for dispute in here if dispute.claims),
        unnamed=unnamed,
        left_out={iri: _left_out(card, latest) for iri, card in cards.items() if card.questioned},
        **_in_question(store, world, cards, reader),
    )


class _InQuestion(TypedDict):
    """The fields of a network that tell what is in question; see `Network`."""

    positions: tuple[Told, ...]
    questions: tuple[tuple[OpenQuestion, str], ...]
    remarks: tuple[tuple[Remark, str], ...]
    agreements: Mapping[IRI, tuple[Step, ...]]
    days: Mapping[IRI, str]


def _in_question(store: Store, world: IRI, cards: Mapping[IRI, ClaimCard], reader: Cards) -> _InQuestion:
    """What claims say, with the questions that it answers; questions that name one of the claims; what is told beside.

    Each question comes with the day by which it had arisen; those that an editor asks come last.
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
    """The claims that concern what is less than `depth` steps from some entities, or relate what is within, and those.

    Steps are over the entities of `among`. No other claims are read.
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


def _latest(claims: Iterable[IRI], cards: Mapping[IRI, ClaimCard], reader: Cards) -> _Latest:
    """Tells the day by which all of some claims had been made; `claims` are all that may be asked for."""
    known = {**reader.read(sorted(set(claims) - cards.keys())), **cards}

    def latest(some: Iterable[IRI]) -> str:
        return max((known[claim].said_by or UNDATED for claim in some if claim in known), default=UNDATED, key=order)

    return latest


def _left_out(card: ClaimCard, latest: _Latest) -> tuple[str | None, str | None]:
    """The days since which something of a claim is left out, and since which all of it is."""
    told = [(one.node, predicate) for one in card.statements for predicate, _ in one.said if predicate in TELLING]
    since = [_first(latest(part.since) for part in card.questioned if part.covers(*at)) for at in told]
    days = [day for day in since if day is not None]
    return _first(days), max(days, key=order) if len(days) == len(since) and days else None


def _first(days: Iterable[str]) -> str | None:
    return min(days, default=None, key=order)


def _concerning(
    entities: Collection[IRI], links: Iterable[Link], cards: Mapping[IRI, ClaimCard]
) -> dict[IRI, ClaimCard]:
    """The claims behind the links, about one of the entities, or by one of them."""
    behind = {link.claim for link in links}
    return {
        iri: card
        for iri, card in cards.items()
        if iri in behind or card.claimant_id in entities or not set(entities).isdisjoint(card.about)
    }


@dataclass(frozen=True, slots=True)
class Word:
    """What one claim says of a relation: the `detail` it adds; whether that is in question, and held in a world."""

    card: ClaimCard
    detail: str = ""
    contested: bool = False
    held: bool = False


def edge_status(said: Collection[Word]) -> str:
    """The status of a relation of which this is said: a key of `STATUSES`.

    A denial of what others assert makes it disputed; a denial of what others only forecast, denied. To deny one figure
    or extent says nothing of another, unless a question puts the two against each other. Who denies what they assert
    themselves disputes nothing, and takes it back. Raises `DataError` for a claim
    without a modality that the vocabulary has.
    """
    asserting, denying = [one for one in said if one.card.asserts], [one for one in said if one.card.denies]
    if asserting:

        def denied(one: Word, *, own: bool) -> bool:
            deniers = (two.card.claimant_id for two in denying if two.detail == one.detail)
            return any((claimant == one.card.claimant_id) is own for claimant in deniers)

        if any(one.contested or denied(one, own=False) for one in asserting):
            return "disputed"
        return "undisputed" if any(one.held and not denied(one, own=True) for one in asserting) else "outside"
    if denying:
        return "denied"
    if any(one.card.negative for one in said):
        return "against"
    for one in said:
        if one.card.modality not in _PROJECTED:
            what = f"{one.card.id} has no modality, or one that is unknown"
            raise DataError(what, fix="'kgraph validate' says what there is")
    found = {_PROJECTED[one.card.modality] for one in said}
    return next(status for status in STATUSES if status in found)


def _edges(
    links: Iterable[Link], cards: Mapping[IRI, ClaimCard], record: Record[IRI, IRI], latest: _Latest
) -> Iterator[Edge]:
    """The edges that links make; `latest` tells the day by which all of some claims had been made."""
    groups: dict[tuple[IRI, IRI, str, str], list[Link]] = defaultdict(list)
    for link in links:
        groups[link.source, link.target, link.kind, link.name].append(link)
    for key, group in sorted(groups.items()):
        claims = sorted({link.claim for link in group}, key=natural)
        behind = [cards[claim] for claim in claims]
        asserting = [card for card in behind if card.asserts]
        words = [_word(link, cards[link.claim]) for link in group]
        yield Edge(
            *key,
            claims=tuple(claims),
            status=edge_status(words),
            details=_details(words),
            said=tuple(dict.fromkeys(_said(link, cards[link.claim], latest) for link in _in_order(group))),
            terms=tuple(sorted({link.terms for link in group})),
            origins=record.origins([card.id for card in asserting or behind]).independent,
            all_deny=all(one.card.denies for one in words),
        )


def _word(link: Link, card: ClaimCard) -> Word:
    at = link.node, link.predicate
    return Word(card, link.detail, card.contests(*at), card.holds(*at))


def _said(link: Link, card: ClaimCard, latest: _Latest) -> Said:
    """What the claim adds to the relation, with the first days on which it is in question, and left out."""
    parts = [part for part in card.questioned if part.covers(link.node, link.predicate)]
    out = [latest(part.since) for part in parts]
    disputed = [day for day, part in zip(out, parts, strict=True) if not part.superseded]
    return Said(link.claim, link.detail, link.when, _first(disputed), _first(out))


def _in_order(links: Iterable[Link]) -> list[Link]:
    return sorted(links, key=lambda link: (natural(link.claim), natural(link.detail)))


def _details(said: Iterable[Word]) -> tuple[str, ...]:
    """What claims add, marked where the world leaves it out ("not taken as stated") or it is denied ("not full").

    Where all deny, there are no marks: see `Edge.label`.
    """
    details: dict[str, list[Word]] = defaultdict(list)
    for one in said:
        if one.detail:
            details[one.detail].append(one)
    held = any(one.held for behind in details.values() for one in behind)
    asserted, denied = any(one.card.asserts for one in said), all(one.card.denies for one in said)
    found = []
    for detail, behind in details.items():
        if any(one.held for one in behind):
            found.append(detail)
        elif any(one.card.asserts for one in behind):
            found.append(f"{detail} (not taken as stated)" if held else detail)
        elif any(one.card.denies for one in behind):
            denial = DENIED.get(detail, f"not {detail}")
            found.append(denial if asserted else detail if denied else f"{detail} (denied)")
        else:
            found.append(f"{detail} ({', '.join(sorted({one.card.stance for one in behind}))})")
    return tuple(sorted(found, key=natural))


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
