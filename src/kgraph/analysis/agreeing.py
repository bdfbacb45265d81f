"""Agreements: claimants who disputed a total and now give the same figure. The dispute stays, and the agreement is
shown."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from kgraph.analysis.record import ClaimCard
from kgraph.days import Day, day_of, order
from kgraph.model import Term
from kgraph.namespaces import IRI, KG

Step = tuple[str, "Agreement | None"]
"""A day, and the agreement since that day; `None`: the claimants no longer agree."""
_What = tuple[Term | None, ...]
"""The measure, and who is counted."""


@dataclass(frozen=True, slots=True)
class _Told:
    """A card's totals, computed once: for each measure the bounds with units, and the figures."""

    day: int | None  # `Day.number`
    bounds: Mapping[_What, frozenset[tuple[object, ...]]]
    figures: Mapping[_What, str]


@dataclass(frozen=True, slots=True)
class Agreement:
    """The claimants of all positions, in number `claimants`, give one figure `since` a day, each in some of these
    claims."""

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
    """The agreement among the claimants of some positions, each given as its claims; `None` if there is none.

    A claimant's last figure counts, whether it is in a position or `beside`. Only figures of the measures in `totals`
    are compared: a state is of its own day, so a later figure is no agreement.
    """
    told = {claim: _told(cards[claim], totals) for claims in (*stands, beside) for claim in claims if claim in cards}
    return _agreed(stands, beside, cards, told)


def _agreed(
    stands: Sequence[Collection[IRI]],
    beside: Iterable[IRI],
    cards: Mapping[IRI, ClaimCard],
    told: Mapping[IRI, _Told],
) -> Agreement | None:
    place = {claim: number for number, claims in enumerate(stands) for claim in claims if claim in cards}
    parties = {cards[claim].claimant_id for claim in place}
    spoken = [*place, *(claim for claim in beside if claim in cards and cards[claim].claimant_id in parties)]
    common = set.intersection(*(set(told[claim].bounds) for claim in place)) if place else set()
    days = {claim: day for claim in spoken if (day := told[claim].day) is not None}
    if len(parties) < 2 or len(common) != 1 or len(days) < len(spoken):
        return None
    (what,) = common
    figures = {claim: told[claim].bounds.get(what, frozenset()) for claim in spoken}
    last = max(spoken, key=days.__getitem__)
    same = {
        claim
        for claim in spoken
        if cards[claim].asserts and (figures[claim] == figures[last] or place.get(claim, -1) == place.get(last))
    }
    own: dict[IRI, list[IRI]] = {party: [] for party in parties}
    for claim in spoken:
        own[cards[claim].claimant_id].append(claim)
    runs = [_run(claims, same, days) for claims in own.values()]
    if not all(runs) or what not in told[last].figures:
        return None
    since = max(min(days[claim] for claim in run) for run in runs)
    claims = sorted((claim for run in runs for claim in run), key=lambda claim: (days[claim], claim))
    return Agreement(told[last].figures[what], Day.numbered(since), len(parties), tuple(claims))


def agreements(
    stands: Sequence[Collection[IRI]],
    beside: Collection[IRI],
    cards: Mapping[IRI, ClaimCard],
    totals: Collection[Term | None],
) -> tuple[Step, ...]:
    """The beginnings and ends of agreements, day by day; each agreement has the claims that make it until it ends."""
    place = {claim: number for number, claims in enumerate(stands) for claim in claims if claim in cards}
    if not any(one.first(KG.measure) in totals for claim in place for one in cards[claim].statements):
        return ()
    spoken = {claim: cards[claim] for claim in (*place, *beside) if claim in cards}
    told = {claim: _told(card, totals) for claim, card in spoken.items()}
    bounds = {
        claim: {(one.least, one.most, one.exact) for one in (one.quantity for one in card.statements) if one}
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
        now = _agreed(stands, beside, said, told) if _alike([last[who] for who in parties], place, bounds) else None
        steps = _went_on(steps, day, now)
    return tuple(steps)


def _alike(last: Collection[Sequence[IRI]], place: Mapping[IRI, int], bounds: Mapping[IRI, Collection[object]]) -> bool:
    """Whether the last figures may be one and the same: a quick check before the exact one."""
    every = [claim for claims in last for claim in claims]

    def same(one: IRI, other: IRI) -> bool:
        beside = one not in place or other not in place
        return beside or place[one] == place[other] or not bounds[one] or any(q in bounds[other] for q in bounds[one])

    return any(all(same(one, other) for other in every) for one in every)


def _went_on(steps: list[Step], day: str, now: Agreement | None) -> list[Step]:
    """The steps, extended by a day; an agreement that goes on also gets the new claims that support it."""
    since, before = steps[-1] if steps else (day, None)
    if now and before and replace(before, claims=now.claims) == now:
        return [*steps[:-1], (since, now)]
    return steps if now == before else [*steps, (day, now)]


def _run(own: Sequence[IRI], same: Collection[IRI], days: Mapping[IRI, int]) -> list[IRI]:
    """A claimant's claims since the first day from which they give only this figure."""
    otherwise = max((days[claim] for claim in own if claim not in same), default=None)
    return [claim for claim in own if otherwise is None or days[claim] > otherwise]


def _told(card: ClaimCard, totals: Collection[Term | None]) -> _Told:
    figures: dict[_What, str] = {}
    bounds: dict[_What, set[tuple[object, ...]]] = {}
    for one in card.statements:
        if one.first(KG.measure) not in totals:
            continue
        what = one.first(KG.measure), one.first(KG.counted)
        figures.setdefault(what, one.figure)
        own, quantity = bounds.setdefault(what, set()), one.quantity
        if quantity:
            own.add((quantity.least, quantity.most, quantity.exact, one.first(KG.unit)))
    day = day_of(card.said_by)
    return _Told(day.number if day else None, {what: frozenset(own) for what, own in bounds.items()}, figures)
