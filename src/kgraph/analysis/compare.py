"""Comparing what claimants say on one topic, aspect by aspect. Nothing here decides between the claimants."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kgraph.analysis.answering import answering
from kgraph.analysis.changing import Changes, changes, thing
from kgraph.analysis.positions import Position, positions
from kgraph.analysis.questioned import FEW, values_of
from kgraph.analysis.questions import REVISION, OpenQuestion, read_questions, read_remarks
from kgraph.analysis.record import Cards, ClaimCard, read_labels, select
from kgraph.claims import words
from kgraph.days import order
from kgraph.model import Term
from kgraph.namespaces import IRI, KG
from kgraph.store import Store
from kgraph.store.trig import natural

OTHERS = "other claims that concern it"
"""The aspect for claims that concern a topic and do not name it in a statement."""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A conflict between two claims that a rule found, with what a comparison shows of it.

    `question` is its question; one voice with two figures has none. `since` is the day, in the form of `days.Day`, by
    which all its claims had been made, if it was computed: the two claims, or all claims in `rests` if these are more.
    """

    id: IRI
    dimension: str
    rule: str
    explanation: str
    claims: frozenset[IRI]
    since: str = ""
    rests: frozenset[IRI] = frozenset()
    question: IRI | None = None


@dataclass(frozen=True, slots=True)
class Aspect:
    """One thing on which claims say something, with every claim's position on it.

    `questions` are those that a position answers, `disputes` the conflicts of these questions in which its claim is.
    """

    label: str
    positions: tuple[Position, ...]
    disputes: tuple[Disagreement, ...]
    questions: tuple[OpenQuestion, ...] = ()

    @property
    def claimants(self) -> int:
        """How many different claimants have a position on it."""
        return len({position.claim.claimant_id for position in self.positions})


def compare(store: Store, world: IRI, *topics: IRI) -> list[Aspect]:
    """The aspects of topics (entities that contents name, or measures): disputed ones first, then those with most
    claims.

    Claims of every modality are included, with their stance; rejected ones are not. The last aspect has the claims that
    concern an entity and do not name it in a statement. Empty if no claim concerns a topic.
    """
    labels = read_labels(store, world)
    reader = Cards(store, world, labels)
    cards = reader.read(reader.concerning(topics))
    asked = [one for one in read_questions(store, world) if not one.claims.isdisjoint(cards)]
    disputes = read_disputes(store, world, cards)
    revised = [one for one in read_remarks(store, world) if one.kind == REVISION and {*one.superseded} & cards.keys()]
    others = {claim for some in (asked, disputes, revised) for one in some for claim in one.claims}
    every = cards | reader.read(sorted(others - cards.keys()))
    known = _Known({one.id: one for one in asked}, disputes, every, changes((one.revised for one in revised), every))
    grouped: dict[str, list[Position]] = defaultdict(list)
    for label, position in answering(positions(known.cards.values(), labels), asked):
        here = position.claim.id in cards and not position.entities.isdisjoint(topics)
        if here and position not in grouped[label]:
            grouped[label].append(position)
    aspects = [_aspect(label, found, known) for label, found in grouped.items() if found]
    aspects.sort(key=lambda a: (-len(a.questions), -len(a.disputes), -a.claimants, -len(a.positions), a.label))
    shown = {position.claim.id for aspect in aspects for position in aspect.positions}
    left = [
        Position(card, card.paraphrase, asked=tuple(one.id for one in asked if card.id in one.claims))
        for card in cards.values()
        if card.id not in shown and not set(topics).isdisjoint(card.about)
    ]
    return [*aspects, *([_aspect(OTHERS, left, known)] if left else [])]


@dataclass(frozen=True)
class _Known:
    """The data of a comparison: questions, conflicts, and the cards of the claims in both."""

    questions: Mapping[IRI, OpenQuestion]
    disputes: Sequence[Disagreement]
    cards: Mapping[IRI, ClaimCard]
    changes: Changes

    def changed(self, position: Position) -> str:
        """What a position's own claimant later said instead, in words."""
        of = frozenset([thing(position.statement)]) if position.statement else frozenset()
        made = self.changes.get(position.claim.id, ())
        return next((change.words for change in made if change.concerns(of)), "")


def _aspect(label: str, positions: Iterable[Position], known: _Known) -> Aspect:
    """The aspect with its positions, each with the claimants with whom it is in conflict on the same question."""
    positions = list(positions)
    asked = {question: known.questions[question] for position in positions for question in position.asked}
    answering_it = {question: {p.claim.id for p in positions if question in p.asked} for question in asked}

    def is_here(dispute: Disagreement) -> bool:
        if dispute.question is not None:
            return not dispute.claims.isdisjoint(answering_it.get(dispute.question, ()))
        # one voice with two figures belongs to no question
        return len({p.what for p in positions if p.claim.id in dispute.claims}) > 1

    disputes = tuple(dispute for dispute in known.disputes if is_here(dispute))

    def against(position: Position) -> Iterator[Disagreement]:
        return (one for one in disputes if one.question is None or one.question in position.asked)

    placed = [
        replace(p, disputed_by=_opponents(p.claim.id, against(p), known.cards), changed=known.changed(p))
        for p in positions
    ]
    return Aspect(label, tuple(sorted(placed, key=_order)), disputes, tuple(asked.values()))


def _opponents(claim: IRI, disputes: Iterable[Disagreement], cards: Mapping[IRI, ClaimCard]) -> tuple[str, ...]:
    """The claimants of the claims with which a claim is in dispute."""
    others = {other for dispute in disputes if claim in dispute.claims for other in dispute.claims - {claim}}
    return tuple(sorted({cards[other].claimant for other in others if other in cards}))


def _order(position: Position) -> tuple[object, ...]:
    quantity = position.quantity
    low = quantity.least if quantity and quantity.least is not None else 0
    return (position.claim.stance != "assertion", low, order(position.claim.said_by), natural(position.claim.id))


def read_disputes(store: Store, world: IRI, claims: Collection[IRI] | None = None) -> list[Disagreement]:
    """The conflicts of a world, sorted by their explanations; with `claims`, only those in which one of these is.

    Each is between two claims. Claims that say the same as one of the two are in conflict with the other, too. One
    voice with two figures is included, with both claims.
    """
    among = "" if claims is None or len(claims) > FEW else values_of("?d", _touching(store, world, claims))
    told = f"{among} VALUES ?kind {{ kg:Conflict kg:OneVoice }} ?d a ?kind"
    members = _of(store, world, f"{told} ; kg:between|kg:restsOn ?c")
    on = "OPTIONAL { ?d kg:dimension ?on }"
    of = _of(store, world, f"{told} . ?c kg:conflict ?d")
    rows = select(store, world, f"SELECT ?d ?on ?rule ?why {{ {told} ; kg:foundBy ?rule ; kg:explanation ?why {on} }}")
    found = {
        IRI(str(row["d"])): Disagreement(
            IRI(str(row["d"])),
            words(str(row["on"] or KG.Quantity)),
            str(row["rule"]).rpartition("/")[2],
            str(row["why"]),
            frozenset(members[row["d"]]),
            question=min(of.get(row["d"], ()), default=None),
        )
        for row in rows
    }
    joined = _joined(store, world, found, among)
    return sorted([*found.values(), *joined], key=lambda one: (one.explanation, sorted(one.claims)))


def _touching(store: Store, world: IRI, claims: Collection[IRI]) -> set[IRI]:
    """The conflicts in which some claims are, directly or through their position, and cases of one voice with two
    figures."""
    some = values_of("?c", claims)
    patterns = (
        "?d kg:between ?c",
        "?p kg:givenBy ?c . ?q kg:position ?p ; kg:conflict ?d",
        "?d kg:restsOn ?c ; a kg:OneVoice",
    )
    rows = (row for pattern in patterns for row in select(store, world, f"SELECT DISTINCT ?d {{ {some} {pattern} }}"))
    return {row["d"] for row in rows if isinstance(row["d"], IRI)}


def _joined(store: Store, world: IRI, conflicts: Mapping[IRI, Disagreement], among: str) -> Iterator[Disagreement]:
    """The conflicts of claims that say the same as one of two claims in conflict, found through their positions."""
    givers = (
        _of(store, world, f"{among} ?q kg:conflict ?d ; kg:position ?p . ?p kg:givenBy ?c", "?p") if conflicts else {}
    )
    of = select(store, world, f"SELECT ?d ?p {{ {among} ?q kg:conflict ?d ; kg:position ?p }}") if conflicts else ()
    for row in sorted(of, key=lambda row: (str(row["d"]), str(row["p"]))):
        conflict, same = conflicts.get(IRI(str(row["d"]))), givers.get(row["p"], set())
        if conflict is None or same.isdisjoint(conflict.claims):
            continue
        for other in sorted(same - conflict.claims):
            yield replace(conflict, claims=(conflict.claims - same) | {other}, rests=conflict.claims | {other})


def _of(store: Store, world: IRI, pattern: str, node: str = "?d") -> dict[Term | None, set[IRI]]:
    """For each node, the claims or other things that a pattern binds to ?c."""
    found: dict[Term | None, set[IRI]] = defaultdict(set)
    for row in select(store, world, f"SELECT {node} ?c {{ {pattern} }}"):
        if isinstance(row["c"], IRI):
            found[row[node[1:]]].add(row["c"])
    return found
