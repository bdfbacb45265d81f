"""Whether those who stood against each other over a total say the same by now: the dispute stays, and this is told."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from kgraph.analysis.record import ClaimCard
from kgraph.claims import Statement
from kgraph.days import Day, day_of, order
from kgraph.model import Term
from kgraph.namespaces import IRI, KG

Step = tuple[str, "Agreement | None"]
"""A day since which claimants agree, or agree no more."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """The claimants of all positions, so many, give one figure `since` a day, each by some of these claims."""

    figure: str
    since: Day
    claimants: int
    claims: tuple[IRI, ...]


def agreed(
    stands: Sequence[Collection[IRI]],
    beside: Iterable[IRI],
    cards: Mapping[IRI, ClaimCard],
    totals: Collection[Term | None],
) -> Agreement | None:
    """The agreement among the claimants of some positions, each of these some claims; `None` where there is none.

    What counts is what each says since a day and has not changed again, in a position or `beside`. Only figures of the
    measures `totals` are looked at: how many there are of something is of its day, so that nobody comes round later.
    """
    place = {claim: number for number, claims in enumerate(stands) for claim in claims if claim in cards}
    parties = {cards[claim].claimant_id for claim in place}
    spoken = [*place, *(claim for claim in beside if claim in cards and cards[claim].claimant_id in parties)]
    measured = [{_of(one) for one in cards[claim].statements if one.first(KG.measure) in totals} for claim in place]
    common = set.intersection(*measured) if measured else set()
    if len(parties) < 2 or len(common) != 1 or not all(day_of(cards[claim].said_by) for claim in spoken):
        return None
    figures = {claim: _figures(cards[claim], common) for claim in spoken}
    last = max(spoken, key=lambda claim: _day(cards[claim]))
    same = {
        claim
        for claim in spoken
        if cards[claim].asserts and (figures[claim] == figures[last] or place.get(claim, -1) == place.get(last))
    }
    runs = [_run([claim for claim in spoken if cards[claim].claimant_id == party], same, cards) for party in parties]
    if not all(runs):
        return None
    since = max(min(_day(cards[claim]) for claim in run) for run in runs)
    (figure, *_) = (one.figure for one in cards[last].statements if _of(one) in common)
    claims = sorted((claim for run in runs for claim in run), key=lambda claim: (_day(cards[claim]), claim))
    return Agreement(figure, since, len(parties), tuple(claims))


def agreements(
    stands: Sequence[Collection[IRI]],
    beside: Collection[IRI],
    cards: Mapping[IRI, ClaimCard],
    totals: Collection[Term | None],
) -> tuple[Step, ...]:
    """The agreements as they came about and ended, day by day; each has the claims that make it until it ends."""
    place = {claim: number for number, claims in enumerate(stands) for claim in claims if claim in cards}
    if not any(one.first(KG.measure) in totals for claim in place for one in cards[claim].statements):
        return ()
    spoken = {claim: cards[claim] for claim in (*place, *beside) if claim in cards}
    told = {
        claim: {(one.quantity.least, one.quantity.most, one.quantity.exact) for one in card.statements if one.quantity}
        for claim, card in spoken.items()
    }
    steps: list[Step] = []
    said: dict[IRI, ClaimCard] = {}
    last: dict[IRI, list[IRI]] = {}
    for day, some in groupby(
        sorted(spoken, key=lambda one: order(spoken[one].said_by)), lambda one: spoken[one].said_by
    ):
        fresh = {claim: spoken[claim] for claim in some}
        said |= fresh
        last |= {
            who: [c for c in fresh if fresh[c].claimant_id == who] for who in {c.claimant_id for c in fresh.values()}
        }
        parties = {said[claim].claimant_id for claim in place if claim in said}
        now = agreed(stands, beside, said, totals) if _alike([last[who] for who in parties], place, told) else None
        steps = _went_on(steps, day, now)
    return tuple(steps)


def _alike(last: Collection[Sequence[IRI]], place: Mapping[IRI, int], told: Mapping[IRI, Collection[object]]) -> bool:
    """Whether what each said last may be one figure: a quick look, before a close one."""
    every = [claim for claims in last for claim in claims]

    def same(one: IRI, other: IRI) -> bool:
        beside = one not in place or other not in place
        return beside or place[one] == place[other] or not told[one] or any(q in told[other] for q in told[one])

    return any(all(same(one, other) for other in every) for one in every)


def _went_on(steps: list[Step], day: str, now: Agreement | None) -> list[Step]:
    """The steps with what is so on a day: an agreement that lasts takes up what more is said for it."""
    since, before = steps[-1] if steps else (day, None)
    if now and before and replace(before, claims=now.claims) == now:
        return [*steps[:-1], (since, now)]
    return steps if now == before else [*steps, (day, now)]


def _run(own: Sequence[IRI], same: Collection[IRI], cards: Mapping[IRI, ClaimCard]) -> list[IRI]:
    """The claims of one claimant since the first day from which they say only this."""
    otherwise = [_day(cards[claim]) for claim in own if claim not in same]
    return [claim for claim in own if not otherwise or _day(cards[claim]) > max(otherwise)]


def _day(card: ClaimCard) -> Day:
    return Day.of(card.said_by)


def _of(statement: Statement) -> tuple[Term | None, ...]:
    """What is measured, and who is counted."""
    return statement.first(KG.measure), statement.first(KG.counted)


def _figures(card: ClaimCard, of: Collection[tuple[Term | None, ...]]) -> frozenset[tuple[object, ...]]:
    """The bounds that a claim gives for this, with their units."""
    found = ((one.quantity, one.first(KG.unit)) for one in card.statements if _of(one) in of)
    return frozenset((quantity.least, quantity.most, quantity.exact, unit) for quantity, unit in found if quantity)
