"""Agreements: claimants who disputed a total and now give the same figure. The dispute stays, and the agreement is
shown."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
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
    """Some claimants who take positions on a question give the same figure `since` a day, each in some of these claims.
    `claimants` is how many they are, `parties` how many claimants take positions. `figure` has each figure that they
    give, since one may be the other written shorter: "12,140 / 12 thousand"; then `own` has that of each claim.
    """

    figure: str
    since: Day
    claimants: int
    claims: tuple[IRI, ...]
    parties: int
    own: tuple[tuple[IRI, str], ...] = field(default=(), compare=False)

    @property
    def who(self) -> str:
        """How many agree, in words, and not out of how many: whoever only denies another figure contradicts none of
        them.

        >>> Agreement("44", Day(2031, 3, 12), 2, (), 3).who
        '2'
        """
        if self.claimants < self.parties:
            return str(self.claimants)
        return "both" if self.claimants == 2 else f"all {self.claimants}"

    @property
    def say_so(self) -> str:
        """How many say so, and since when."""
        return f"said by {self.who} since {self.since}"

    def is_given_in(self, claims: Iterable[IRI], cards: Mapping[IRI, ClaimCard]) -> bool:
        """Whether all who agree make one of these claims, and all give the figure in one form."""
        giving, agreeing = ({cards[c].claimant_id for c in some if c in cards} for some in (claims, self.claims))
        return not self.own and agreeing <= giving


def agreed(
    stands: Sequence[Collection[IRI]],
    beside: Iterable[IRI],
    cards: Mapping[IRI, ClaimCard],
    totals: Collection[Term | None],
) -> Agreement | None:
    """The agreement among the claimants of some positions, each given as its claims; `None` if there is none.

    All claimants agree, or the largest group that began with different figures and now gives the same one. A claimant's
    last figure counts, whether it is in a position or `beside`. Only figures of the measures in `totals` are compared.
    The figures of other measures, such as the people in a camp, are true of one day only, so a later equal figure is no
    agreement.
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
    own: dict[IRI, list[IRI]] = {cards[claim].claimant_id: [] for claim in place}
    spoken = [*place, *(claim for claim in beside if claim in cards and cards[claim].claimant_id in own)]
    common = set.intersection(*(set(told[claim].bounds) for claim in place)) if place else set()
    days = {claim: day for claim in spoken if (day := told[claim].day) is not None}
    if len(own) < 2 or len(common) != 1 or len(days) < len(spoken):
        return None
    (what,) = common
    figures = {claim: told[claim].bounds[what] for claim in spoken if what in told[claim].bounds}
    for claim in figures:
        own[cards[claim].claimant_id].append(claim)
    found: list[tuple[int, int, IRI, list[list[IRI]]]] = []
    for last in _last_said(own, figures, place, cards, days):
        same = {claim for claim in figures if cards[claim].asserts and _same(claim, last, figures, place)}
        runs = [_run(claims, same, days, _denying(cards, figures, last)) for claims in own.values()]
        runs = [run for run in runs if run]
        if len(runs) == len(own) or _came_together(runs, own, place, cards):
            found.append((len(runs), days[last], last, runs))
    if not found:
        return None
    number, _, last, runs = max(found)
    since = max(min(days[claim] for claim in run) for run in runs)
    claims = sorted((claim for run in runs for claim in run), key=lambda claim: (days[claim], claim))
    given = {figures[claim]: told[claim].figures[what] for claim in claims}  # the last of those with equal bounds
    texts = tuple(dict.fromkeys(given.values()))
    apart = tuple((claim, told[claim].figures[what]) for claim in claims) if len(texts) > 1 else ()
    return Agreement(" / ".join(texts), Day.numbered(since), number, tuple(claims), len(own), apart)


_Figures = Mapping[IRI, frozenset[tuple[object, ...]]]


def _same(claim: IRI, last: IRI, figures: _Figures, place: Mapping[IRI, int]) -> bool:
    """Whether two claims give the same figure: their bounds are equal, or they take the same position."""
    return figures[claim] == figures[last] or place.get(claim, -1) == place.get(last)


def _last_said(
    own: Mapping[IRI, Sequence[IRI]],
    figures: _Figures,
    place: Mapping[IRI, int],
    cards: Mapping[IRI, ClaimCard],
    days: Mapping[IRI, int],
) -> Collection[IRI]:
    """The last claim in which each claimant gives a figure; if several of a claimant's last claims give the same
    figure, one of them."""
    found: dict[object, IRI] = {}
    for claims in own.values():
        said = [claim for claim in claims if cards[claim].asserts]
        if said:
            last = max(said, key=lambda claim: (days[claim], claim))
            key = figures[last], place.get(last)
            found[key] = max(last, found.get(key, last), key=lambda claim: (days[claim], claim))
    return found.values()


def _denying(cards: Mapping[IRI, ClaimCard], figures: _Figures, last: IRI) -> Collection[IRI]:
    """The claims that deny another figure than this. A claimant who gives one figure and denies another does not give a
    second figure."""
    return {claim for claim in figures if cards[claim].denies and figures[claim].isdisjoint(figures[last])}


def _came_together(
    runs: Sequence[Sequence[IRI]],
    own: Mapping[IRI, Sequence[IRI]],
    place: Mapping[IRI, int],
    cards: Mapping[IRI, ClaimCard],
) -> bool:
    """Whether several claimants give the same figure who did not always give the same one."""
    agreeing = {cards[run[0]].claimant_id for run in runs}
    stood = {frozenset(place[c] for c in own[who] if c in place and cards[c].asserts) for who in agreeing}
    return len(agreeing) > 1 and len(stood) > 1


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
    stood: dict[IRI, set[int]] = {}
    for day, some in groupby(
        sorted(spoken, key=lambda one: order(spoken[one].said_by)), lambda one: spoken[one].said_by
    ):
        fresh = {claim: spoken[claim] for claim in some}
        said |= fresh
        given = [claim for claim, card in fresh.items() if card.asserts and bounds[claim]]
        last |= {
            who: [c for c in given if fresh[c].claimant_id == who] for who in {fresh[c].claimant_id for c in given}
        }
        for claim in fresh.keys() & place.keys():
            own = stood.setdefault(fresh[claim].claimant_id, set())
            own |= {place[claim]} if fresh[claim].asserts else set()
        keys = {who: _keys(claims, place, bounds) for who, claims in last.items() if who in stood}
        now = _agreed(stands, beside, said, told) if _may_agree(keys, stood) else None
        steps = _went_on(steps, day, now)
    return tuple(steps)


def _keys(claims: Iterable[IRI], place: Mapping[IRI, int], bounds: Mapping[IRI, Collection[object]]) -> set[object]:
    """Keys of which claims share one if they give the same figure: its bounds, or the position that they take."""
    return {key for claim in claims for key in (*bounds[claim], *((place[claim],) if claim in place else ()))}


def _may_agree(keys: Mapping[IRI, Collection[object]], stood: Mapping[IRI, Collection[int]]) -> bool:
    """Whether all claimants, or two with different positions, may have given the same figure last. This is a quick test
    before the exact one."""
    alike: defaultdict[object, set[IRI]] = defaultdict(set)
    for who, own in keys.items():
        for key in own:
            alike[key].add(who)
    return any(
        len(some) == len(stood) or len({frozenset(stood[who]) for who in some}) > 1
        for some in alike.values()
        if len(some) > 1
    )


def _went_on(steps: list[Step], day: str, now: Agreement | None) -> list[Step]:
    """The steps after one more day, on which the claimants have the agreement `now`. If it is the same as before, the
    last step gets the new claims that support it; otherwise a step is added."""
    since, before = steps[-1] if steps else (day, None)
    if now and before and replace(before, claims=now.claims) == now:  # `own` goes with the claims
        return [*steps[:-1], (since, now)]
    return steps if now == before else [*steps, (day, now)]


def _run(own: Sequence[IRI], same: Collection[IRI], days: Mapping[IRI, int], aside: Collection[IRI] = ()) -> list[IRI]:
    """A claimant's claims since the first day from which they give only this figure; claims in `aside` do not count."""
    said = [claim for claim in own if claim not in aside]
    otherwise = max((days[claim] for claim in said if claim not in same), default=None)
    return [claim for claim in said if otherwise is None or days[claim] > otherwise]


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
