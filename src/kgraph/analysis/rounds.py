"""Rounds of a question: who was in conflict with whom on which day."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from kgraph.analysis.record import ClaimCard
from kgraph.days import Day, day_of
from kgraph.disputes.saying import is_state, is_timeless
from kgraph.disputes.times import When, day_at, when_of
from kgraph.model import Term
from kgraph.namespaces import IRI, KG

_NEVER = Day(-1_000_000, 1, 1)
SOON_TOLD = 7
"""Up to so many positions, a question is shown without rounds, however many days it has."""


@dataclass(frozen=True, slots=True)
class Stand:
    """One answer in a few words, and the claims that give it; `statements` are the statements that do so, if they have
    names.

    If the answer is for a place inside the one in the question, `where` is that place and `what` the answer there; else
    `where` is "". `worded` has the wordings of the answer, each with its first day (the first has ""), if later claims
    named others.
    """

    answer: str
    claims: tuple[IRI, ...]
    where: str = ""
    statements: frozenset[IRI] = frozenset()
    worded: tuple[tuple[str, str], ...] = ()

    @property
    def what(self) -> str:
        """The answer without the place."""
        return self.answer.removeprefix(f"{self.where}: ") if self.where else self.answer


@dataclass(frozen=True, slots=True)
class Round:
    """Successive days on which the same answers were in conflict, with the claims that gave them.

    `each` has the same for each single day.
    """

    days: tuple[Day, ...]
    stands: tuple[Stand, ...]
    each: tuple[tuple[Stand, ...], ...] = ()


def rounds(
    stands: Sequence[Stand],
    conflicts: Iterable[Collection[IRI]],
    cards: Mapping[IRI, ClaimCard],
    totals: Collection[Term | None],
) -> tuple[Round, ...]:
    """The rounds of a question, the latest first; none for a question of one day or no day, or with few positions.

    `conflicts` are pairs of claims in conflict. The day of a conflict is the first on which both statements hold, or
    else the day on which the later claim was made. Events, and figures of the measures in `totals`, have no day: a
    question on them has no rounds.
    """
    if len(stands) <= SOON_TOLD and len({stand.answer for stand in stands}) == len(stands):
        return ()
    place = {claim: number for number, stand in enumerate(stands) for claim in stand.claims if claim in cards}
    whens = {claim: _whens(cards[claim], totals) for claim in place}
    of_day: defaultdict[Day, defaultdict[int, set[IRI]]] = defaultdict(lambda: defaultdict(set))
    for one, other in (sorted(pair) for pair in conflicts if len(pair) == 2 and whens.keys() >= set(pair)):
        day = _day(whens[one], whens[other]) or max(day_of(cards[claim].said_by) or _NEVER for claim in (one, other))
        if not whens[one] or not whens[other] or day == _NEVER:
            return ()
        for claim in (one, other):
            of_day[day][place[claim]].add(claim)
    if len(of_day) < 2:
        return ()
    found: list[list[tuple[Day, dict[str, Stand]]]] = []
    for day, opposed in sorted(of_day.items()):
        told = _together(
            replace(stands[number], claims=_on_the_day(stands[number], claims, whens))
            for number, claims in sorted(opposed.items())
        )
        if found and found[-1][-1][1].keys() == told.keys():
            found[-1].append((day, told))
        else:
            found.append([(day, told)])
    return tuple(map(_round, reversed(found)))


def _round(told: Sequence[tuple[Day, Mapping[str, Stand]]]) -> Round:
    each = tuple(tuple(stands.values()) for _, stands in told)
    return Round(tuple(day for day, _ in told), tuple(_together(s for one in each for s in one).values()), each)


def _on_the_day(stand: Stand, opposed: Collection[IRI], whens: Mapping[IRI, Sequence[When]]) -> tuple[IRI, ...]:
    """Those of an answer's claims that are in conflict on a day, and those of the same time."""
    times = [when for claim in opposed for when in whens[claim]]
    return tuple(
        claim
        for claim in stand.claims
        if claim in opposed or any(one.meets(other) for one in whens.get(claim, ()) for other in times)
    )


def _together(stands: Iterable[Stand]) -> dict[str, Stand]:
    """The answers, with equal ones joined."""
    told: dict[str, Stand] = {}
    for stand in stands:
        before = told[stand.answer].claims if stand.answer in told else ()
        told[stand.answer] = Stand(stand.answer, tuple(dict.fromkeys((*before, *stand.claims))), stand.where)
    return told


def _whens(card: ClaimCard, totals: Collection[Term | None]) -> list[When]:
    """The times of a claim's statements on states."""
    said = day_of(card.said_by)
    return [
        when_of(one.time, said, None)
        for one in card.statements
        if is_state(one) and not is_timeless(one) and one.first(KG.measure) not in totals
    ]


def _day(some: Iterable[When], others: Sequence[When]) -> Day | None:
    """The first day on which the statements of two claims both hold."""
    met = [max(one.since or 0, other.since or 0) for one in some for other in others if one.meets(other)]
    return day_at(min(met)) if met else None
