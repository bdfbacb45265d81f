"""Superiorities: who is above a unit, by postings and subordinations of different claims that hold at one time."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from itertools import accumulate, product
from typing import NamedTuple

from kgraph.days import Day
from kgraph.disputes.model import Said
from kgraph.disputes.reference import Reference
from kgraph.disputes.saying import of_kind
from kgraph.disputes.times import Seconds, day_at
from kgraph.findings.grounds import Grounds
from kgraph.findings.model import Finding, stretch
from kgraph.model import Term
from kgraph.namespaces import IRI, KG, ORG


class Tie(NamedTuple):
    """A member, an organization and a time: the member is a unit under the organization or, with `commands`, its
    commander.

    A vague time, which certainly holds on no day, has `since` after `until`.
    """

    commands: bool
    member: IRI
    upper: IRI
    since: Seconds
    until: Seconds


class _Way(NamedTuple):
    """A path up from a unit to an organization, with the time for which all its ties hold; `first` is its first tie."""

    unit: IRI
    first: IRI
    top: IRI
    since: Seconds
    until: Seconds


class _Found(NamedTuple):
    """A superiority: the superior, the unit, the organization at the top, the number of rungs, the days."""

    superior: IRI
    unit: IRI
    top: IRI
    rungs: int
    first: Day
    last: Day


_Claims = Set[IRI]
RUNGS = 3
"""How many rungs up superiors are looked for."""


def ties(sayings: Iterable[Said], reference: Reference) -> dict[Tie, set[IRI]]:
    """The ties of command that claims plainly assert, each with the claims that do."""
    found: defaultdict[Tie, set[IRI]] = defaultdict(set)
    for said in sayings:
        members, uppers = (_iris(said.statement.get(p)) for p in (ORG.member, ORG.organization))
        since, until = said.when.since, said.when.until
        if said.negative or since is None or until is None:
            continue
        under = of_kind(said, KG.Subordination)
        if under or any(map(reference.commands, said.statement.get(ORG.role))):
            for member, upper in product(members, uppers):
                found[Tie(not under, member, upper, since, until)].add(said.claim.id)
    return dict(found)


def _iris(terms: Iterable[Term]) -> list[IRI]:
    return [term for term in terms if isinstance(term, IRI)]


def superiorities(grounds: Grounds) -> Iterator[Finding]:
    """The superiorities of each unit: commanders up to three rungs up, and organizations from two rungs up."""
    told = ties(grounds.said, grounds.reference)
    sure = {tie: by for tie, by in told.items() if tie.since <= tie.until and tie.member != tie.upper}
    uppers = _Meeting((tie.member, tie) for tie in sure if not tie.commands)
    holders = _Meeting((tie.upper, tie) for tie in sure if tie.commands)
    found: defaultdict[_Found, set[IRI]] = defaultdict(set)
    ways: Mapping[_Way, _Claims] = {
        _Way(tie.member, tie.upper, tie.upper, tie.since, tie.until): by for tie, by in sure.items() if not tie.commands
    }
    for rungs in range(1, RUNGS + 1):
        if rungs > 1:
            ways = _further(ways, uppers, sure)
        for way, claims in ways.items():
            if rungs > 1:  # a single claim already says who is directly above
                found[_found(way.top, way, rungs, way.since, way.until)].update(claims)
            for tie, since, until in holders.meeting(way.top, way.since, way.until):
                found[_found(tie.member, way, rungs, since, until)].update(claims, sure[tie])
    for what, claims in found.items():
        yield _finding(what, claims, grounds.reference)


def _found(superior: IRI, way: _Way, rungs: int, since: Seconds, until: Seconds) -> _Found:
    return _Found(superior, way.unit, way.top, rungs, day_at(since), day_at(until))


def _further(
    ways: Mapping[_Way, _Claims], uppers: "_Meeting", claims_of: Mapping[Tie, _Claims]
) -> dict[_Way, set[IRI]]:
    """Each path extended by one rung, not through an organization that it has already; paths of equal time become
    one."""
    found: defaultdict[_Way, set[IRI]] = defaultdict(set)
    for way, claims in ways.items():
        for tie, since, until in uppers.meeting(way.top, way.since, way.until):
            if tie.upper not in (way.unit, way.first):
                found[_Way(way.unit, way.first, tie.upper, since, until)].update(claims, claims_of[tie])
    return found


class _Meeting:
    """Ties by one of their ends, sorted by their begins: finds those that hold at a given time.

    With each tie is kept the latest end among it and those before it. If that is too early, none of them can overlap,
    so ties of other days are not compared.
    """

    def __init__(self, several: Iterable[tuple[IRI, Tie]]) -> None:
        by_end: defaultdict[IRI, list[Tie]] = defaultdict(list)
        for end, tie in several:
            by_end[end].append(tie)
        self._ties = {end: sorted(found, key=lambda tie: tie.since) for end, found in by_end.items()}
        self._begins = {end: [tie.since for tie in found] for end, found in self._ties.items()}
        self._lasts = {end: list(accumulate((tie.until for tie in found), max)) for end, found in self._ties.items()}

    def meeting(self, end: IRI, since: Seconds, until: Seconds) -> Iterator[tuple[Tie, Seconds, Seconds]]:
        """The ties of an end that hold at some time from `since` to `until`, each with the common time."""
        at = bisect_right(self._begins.get(end, ()), until)
        while at and self._lasts[end][at - 1] >= since:
            at -= 1
            tie = self._ties[end][at]
            if tie.until >= since:
                yield tie, max(tie.since, since), min(tie.until, until)


def _finding(what: _Found, claims: _Claims, reference: Reference) -> Finding:
    superior, unit, top, rungs, first, last = what
    above, below, organization = map(reference.name, (superior, unit, top))
    how = "" if superior == top else f" commands {organization} and so"
    up = f"{rungs} rung{'s' if rungs > 1 else ''} up"
    when = f"on {first}" if first == last else f"from {first} to {last}"
    return Finding(
        KG.Superiority,
        f"{superior} {unit} {top} {rungs} {stretch(first, last)}",
        claims,
        ((KG.superior, superior), (KG.subordinate, unit)),
        f"{above}{how} stands above {below}, {up}, {when}, as claims of posts and structure add up.",
        (first, last),
    )
