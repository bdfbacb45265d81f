"""Side by side: what claimants say of one topic, aspect by aspect.

An aspect is one thing that claims can differ on: a measure of one subject at one place, the control of a place, who
holds which post in an organization, how one event came out. Nothing here decides between the claimants.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from kgraph.analysis.record import Cards, ClaimCard, read_labels, select
from kgraph.claims import Statement, StatementKind, words
from kgraph.days import order
from kgraph.model import Quantity, Term
from kgraph.namespaces import IRI, KG, ORG, RDFS
from kgraph.store import Store, serialise
from kgraph.store.trig import natural

OTHERS = "other claims that concern it"
"""The aspect of claims that concern a topic and name it in no statement."""

_EXTENTS: dict[Term, str] = {
    KG.Full: "all of it",
    KG.FullInPart: "all of at least one part",
    KG.Partial: "a part of it",
    KG.Contested: "contested",
}


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A conflict between two claims that a rule found, as far as a comparison shows it.

    `since` is the day (as `days.Day` writes it) by which all of it had been said, where that was worked out: its
    claims, or those that it `rests` on, where these are more.
    """

    id: IRI
    dimension: str
    rule: str
    explanation: str
    claims: frozenset[IRI]
    since: str = ""
    rests: frozenset[IRI] = frozenset()


@dataclass(frozen=True, slots=True)
class Position:
    """What one claim says on an aspect: `what` in a few words, for `when`; a figure's `quantity`, and its
    `unit` in words ("fraction").

    `entities` are what the statement names, and the thing that it is about.
    """

    claim: ClaimCard
    what: str
    when: str = ""
    quantity: Quantity | None = None
    unit: str = ""
    entities: frozenset[IRI] = frozenset()
    disputed_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Aspect:
    """One thing that claims speak of, with every claim's position on it; `disputes` have a claim among them."""

    label: str
    positions: tuple[Position, ...]
    disputes: tuple[Disagreement, ...]

    @property
    def claimants(self) -> int:
        """How many different claimants speak of it."""
        return len({position.claim.claimant_id for position in self.positions})


def compare(store: Store, world: IRI, *topics: IRI) -> list[Aspect]:
    """The aspects of topics: entities that contents name, or measures. Disputed ones first, then the busiest.

    Claims of every mood are there, with their stance; rejected ones are not. Last come those that concern an entity
    and name it in no statement of their content. Empty where no claim concerns a topic.
    """
    labels = read_labels(store, world)
    reader = Cards(store, world, labels)
    cards = reader.read(reader.concerning(topics))
    grouped: dict[str, list[Position]] = defaultdict(list)
    for label, position in positions(cards.values(), labels):
        if not position.entities.isdisjoint(topics) and position not in grouped[label]:
            grouped[label].append(position)
    disputes = _placed(read_disputes(store, world, cards), grouped)
    opponents = {claim for placed in disputes.values() for one in placed for claim in one.claims} - cards.keys()
    known = cards | reader.read(sorted(opponents))
    aspects = [_aspect(label, found, disputes[label], known) for label, found in grouped.items()]
    aspects.sort(key=lambda a: (-len(a.disputes), -a.claimants, -len(a.positions), a.label))
    shown = {position.claim.id for aspect in aspects for position in aspect.positions}
    others = [
        Position(card, card.paraphrase)
        for card in cards.values()
        if card.id not in shown and not set(topics).isdisjoint(card.about)
    ]
    return [*aspects, *([_aspect(OTHERS, others, disputes[OTHERS], known)] if others else [])]


def _placed(
    disagreements: Iterable[Disagreement], grouped: Mapping[str, Iterable[Position]]
) -> dict[str, list[Disagreement]]:
    """The disputes of each aspect: of the one that two of a dispute's claims speak of, else of all that one does."""
    placed: dict[str, list[Disagreement]] = defaultdict(list)
    members = {label: {position.claim.id for position in found} for label, found in grouped.items()}
    for dispute in disagreements:
        shared = [label for label, claims in members.items() if len(dispute.claims & claims) > 1]
        for label in shared or [label for label, claims in members.items() if dispute.claims & claims]:
            placed[label].append(dispute)
    return placed


def _aspect(
    label: str, positions: Iterable[Position], disagreements: Iterable[Disagreement], cards: Mapping[IRI, ClaimCard]
) -> Aspect:
    positions = list(positions)
    disputes = tuple(disagreements)
    placed = [replace(p, disputed_by=_opponents(p.claim.id, disputes, cards)) for p in positions]
    return Aspect(label, tuple(sorted(placed, key=_order)), disputes)


def _opponents(claim: IRI, disputes: Iterable[Disagreement], cards: Mapping[IRI, ClaimCard]) -> tuple[str, ...]:
    """Whose claims a claim is in dispute with."""
    others = {other for dispute in disputes if claim in dispute.claims for other in dispute.claims - {claim}}
    return tuple(sorted({cards[other].claimant for other in others if other in cards}))


def _order(position: Position) -> tuple[object, ...]:
    quantity = position.quantity
    low = quantity.least if quantity and quantity.least is not None else 0
    return (position.claim.stance != "assertion", low, order(position.claim.said_by), natural(position.claim.id))


def read_disputes(store: Store, world: IRI, claims: Collection[IRI] | None = None) -> list[Disagreement]:
    """The conflicts of a world, in the order of their explanations; with `claims`, those that they are in.

    Each is between two claims. Who says the same as one of them is in conflict with the other, too. Of one voice with
    two figures both are there.
    """
    among = "" if claims is None or len(claims) > _FEW else _values("?d", _touching(store, world, claims))
    told = f"{among} VALUES ?kind {{ kg:Conflict kg:OneVoice }} ?d a ?kind"
    members = _of(store, world, f"{told} ; kg:between|kg:restsOn ?c")
    on = "OPTIONAL { ?d kg:dimension ?on }"
    rows = select(store, world, f"SELECT ?d ?on ?rule ?why {{ {told} ; kg:foundBy ?rule ; kg:explanation ?why {on} }}")
    found = {
        IRI(str(row["d"])): Disagreement(
            IRI(str(row["d"])),
            words(str(row["on"] or KG.Quantity)),
            str(row["rule"]).rpartition("/")[2],
            str(row["why"]),
            frozenset(members[row["d"]]),
        )
        for row in rows
    }
    joined = _joined(store, world, found, among)
    return sorted([*found.values(), *joined], key=lambda one: (one.explanation, sorted(one.claims)))


_FEW = 3_000  # beyond so many claims, all conflicts are read


def _touching(store: Store, world: IRI, claims: Collection[IRI]) -> set[IRI]:
    """The conflicts that some claims are in, or are in through a position, and where they are one voice's."""
    some = _values("?c", claims)
    patterns = (
        "?d kg:between ?c",
        "?p kg:givenBy ?c . ?q kg:position ?p ; kg:conflict ?d",
        "?d kg:restsOn ?c ; a kg:OneVoice",
    )
    rows = (row for pattern in patterns for row in select(store, world, f"SELECT DISTINCT ?d {{ {some} {pattern} }}"))
    return {row["d"] for row in rows if isinstance(row["d"], IRI)}


def _values(variable: str, iris: Iterable[IRI]) -> str:
    return f"VALUES {variable} {{ {' '.join(map(serialise, sorted(iris)))} }}"


def _joined(store: Store, world: IRI, conflicts: Mapping[IRI, Disagreement], among: str) -> Iterator[Disagreement]:
    """What those are in, through their positions, who say the same as one of two in conflict."""
    positions = (
        _of(store, world, f"{among} ?q kg:conflict ?d ; kg:position ?p . ?p kg:givenBy ?c", "?p") if conflicts else {}
    )
    of = select(store, world, f"SELECT ?d ?p {{ {among} ?q kg:conflict ?d ; kg:position ?p }}") if conflicts else ()
    for row in sorted(of, key=lambda row: (str(row["d"]), str(row["p"]))):
        conflict, same = conflicts.get(IRI(str(row["d"]))), positions.get(row["p"], set())
        if conflict is None or same.isdisjoint(conflict.claims):
            continue
        for other in sorted(same - conflict.claims):
            yield replace(conflict, claims=(conflict.claims - same) | {other}, rests=conflict.claims | {other})


def _of(store: Store, world: IRI, pattern: str, node: str = "?d") -> dict[Term | None, set[IRI]]:
    """The claims (?c) of each node."""
    found: dict[Term | None, set[IRI]] = defaultdict(set)
    for row in select(store, world, f"SELECT {node} ?c {{ {pattern} }}"):
        if isinstance(row["c"], IRI):
            found[row[node[1:]]].add(row["c"])
    return found


def positions(cards: Iterable[ClaimCard], labels: Mapping[IRI, str]) -> Iterator[tuple[str, Position]]:
    """What each statement of the cards' contents says, with its aspect, claim by claim."""
    for card in sorted(cards, key=lambda card: natural(card.id)):
        for statement in card.statements:
            label, what = _told(statement, labels)
            values = (value for _, values in statement.said for value in values)
            named = frozenset(v for v in (*values, statement.node) if isinstance(v, IRI))
            unit = words(str(statement.first(KG.unit) or ""))
            when = statement.time.span.words if statement.time else ""
            yield label, Position(card, what, when, statement.quantity, unit, named)


def told(statements: Iterable[Statement], labels: Mapping[IRI, str]) -> list[str]:
    """What a content says, statement by statement, in words."""
    return sorted(": ".join(_told(statement, labels)) for statement in statements)


def _told(said: Statement, labels: Mapping[IRI, str]) -> tuple[str, str]:
    """The aspect that a statement speaks of, and what it says on it."""

    def named(predicate: IRI) -> str:
        return ", ".join(sorted(labels.get(IRI(o), words(str(o))) for o in said.get(predicate)))

    def joined(word: str, predicate: IRI) -> str:
        return f" {word} {named(predicate)}" if said.get(predicate) else ""

    kind = said.kind
    subject, place = named(KG.subject), named(KG.place)
    if kind is StatementKind.measurement:
        who = f", {named(KG.counted)}" if said.get(KG.counted) else ""
        of = f"{joined('of', KG.subject)}{joined('against', KG.comparedWith)}"
        event = f", {named(KG.event)}" if said.get(KG.event) else ""
        return f"{named(KG.measure)}{who}{of}{event}{joined('in', KG.place)}", said.figure
    if kind is StatementKind.control:
        extent = ", ".join(sorted(_EXTENTS.get(o, words(str(o))) for o in said.get(KG.extent)))
        return f"control of {place}", f"{subject}: {extent}" if extent else subject
    if kind is StatementKind.presence:
        return f"presence in {place}", subject
    if kind is StatementKind.posting:
        return f"posts in {named(ORG.organization)}", f"{named(ORG.member)}: {named(ORG.role)}"
    if kind is StatementKind.subordination:
        return f"what {named(ORG.member)} is part of", named(ORG.organization)
    if kind is StatementKind.assessment:
        label = f"{named(KG.aspect)} of {subject}{joined('against', KG.comparedWith)}"
        return label, named(KG.rating)
    if kind is StatementKind.characterisation:
        aspect = f" as to its {named(KG.aspect)}" if said.get(KG.aspect) else ""
        return f"what {subject} is{aspect}{joined('by', KG.norm)}", named(KG.characterisedAs)
    details = (("by", KG.actor), ("against", KG.target), ("at", KG.place), ("with", KG.uses), ("won by", KG.winner))
    parts = [named(KG.phase), *(f"{word} {named(predicate)}" for word, predicate in details if said.get(predicate))]
    parts = [part for part in parts if part] if said.get(KG.phase) or said.get(KG.winner) else ["spoken of", *parts[1:]]
    own, name = said.first(RDFS.label), IRI(str(said.node))
    return str(own) if own else labels.get(name, words(name)), ", ".join(parts)
