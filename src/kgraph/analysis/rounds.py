"""Rounds of a question: who was in conflict with whom on which day."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import inf

from kgraph.analysis.record import ClaimCard
from kgraph.days import Day, day_of
from kgraph.disputes.saying import is_state, is_timeless
from kgraph.disputes.times import When, day_at, when_of
from kgraph.model import Term
from kgraph.namespaces import IRI, KG

_NEVER = Day(-1_000_000, 1, 1)
WHOM = "\0"
"""The mark in a `Stand.form` in the place of the names."""
SOON_TOLD = 7
"""Up to so many positions, a question is shown without rounds, however many days it has."""


@dataclass(frozen=True, slots=True)
class Stand:
    """One answer in a few words, and the claims that give it; `statements` are the statements that do so, if they have
    names.

    If the answer is for a place inside the one in the question, `where` is that place and `what` the answer there; else
    `where` is "". `worded` has the wordings of the answer, each with its first day (the first has ""), if later claims
    named others. If the answer joins several names, `named` has them in order, each with a claim that gives it, and
    `form` is the answer with `WHOM` in their place. `own` has what claims say in their own words, if these differ: whom
    they name, or which figure they give.
    """

    answer: str
    claims: tuple[IRI, ...]
    where: str = ""
    statements: frozenset[IRI] = frozenset()
    worded: tuple[tuple[str, str], ...] = ()
    form: str = ""
    named: tuple[tuple[IRI, str], ...] = ()
    own: tuple[tuple[IRI, str], ...] = ()

    def by(self, claims: Collection[IRI]) -> str:
        """The answer with only those names that some of its claims give."""
        own = dict.fromkeys(name for claim, name in self.named if claim in claims)
        return self.form.replace(WHOM, " / ".join(own)) if own else self.answer

    def as_given_in(self, claim: IRI) -> str:
        """The answer with whom one of its claims names, or with the figure that this claim gives."""
        own, answer = dict(self.own), self.by((claim,))
        if claim not in own or self.form:
            return answer
        there = (words for words in sorted(own.values(), key=len, reverse=True) if answer.count(words) == 1)
        given = next(there, "")
        return answer.replace(given, own[claim]) if given else answer

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
    own = {claim for opposed in of_day.values() for claims in opposed.values() for claim in claims}
    own |= {claim for claim in whens.keys() - own if any(_holds(whens[claim], day) for day in of_day)}
    found: list[list[tuple[Day, dict[str, Stand]]]] = []
    for day, opposed in sorted(of_day.items()):
        told = _together(
            replace(stands[number], claims=_on_the_day(day, stands[number], claims, whens, own))
            for number, claims in sorted(opposed.items())
        )
        if found and found[-1][-1][1].keys() == told.keys():
            found[-1].append((day, told))
        else:
            found.append([(day, told)])
    return tuple(map(_round, reversed(found)))


def _round(told: Sequence[tuple[Day, Mapping[str, Stand]]]) -> Round:
    each = tuple(tuple(stands.values()) for _, stands in told)
    stands = _together(s for one in each for s in one).values()
    worded = tuple(replace(stand, answer=stand.by(stand.claims)) for stand in stands)
    return Round(tuple(day for day, _ in told), worded, each)


def _on_the_day(
    day: Day, stand: Stand, opposed: Collection[IRI], whens: Mapping[IRI, Sequence[When]], own: Collection[IRI]
) -> tuple[IRI, ...]:
    """Those of an answer's claims that are in conflict on a day, and those that hold on it. `own` are the claims that
    have days of their own; others stand with the claims in conflict that are of the same time."""
    times = [when for claim in opposed for when in whens[claim]]

    def is_of_it(claim: IRI) -> bool:
        if claim in own:
            return _holds(whens[claim], day)
        return any(one.meets(other) for one in whens.get(claim, ()) for other in times)

    return tuple(claim for claim in stand.claims if claim in opposed or is_of_it(claim))


def _holds(times: Iterable[When], day: Day) -> bool:
    """Whether one of these times includes a day."""
    known = ((one.since, one.until) for one in times)
    return any(a is not None and b is not None and _begun(a, day) and _lasts(b, day) for a, b in known)


def _begun(since: float, day: Day) -> bool:
    return since == -inf or (since < inf and day_at(since) <= day)


def _lasts(until: float, day: Day) -> bool:
    return until == inf or (until > -inf and day_at(until) >= day)


def _together(stands: Iterable[Stand]) -> dict[str, Stand]:
    """The answers, with equal ones joined."""
    told: dict[str, Stand] = {}
    for stand in stands:
        before = told.get(stand.answer)
        told[stand.answer] = _joined(before, stand) if before else replace(stand, worded=())
    return told


def _joined(one: Stand, other: Stand) -> Stand:
    """One answer that stands twice, with the claims of both."""
    claims = tuple(dict.fromkeys((*one.claims, *other.claims)))
    named, own = (tuple(dict.fromkeys((*a, *b))) for a, b in ((one.named, other.named), (one.own, other.own)))
    return replace(one, claims=claims, named=named, own=own, statements=one.statements | other.statements)


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
