"""Choosing which conflicts between figures of one question are recorded: as many as questions and worlds need, and no
more.

Five hundred figures of one thing may be in 124,750 conflicts. Claims of one range take one position, so rules look for
conflicts between ranges. If there are few ranges, a conflict is recorded for every pair that has one. If there are
many, one conflict is recorded for each range, the one that arises first. Then, as of every day, the same claims are in
question and in the same positions as if all conflicts were recorded.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, islice

from kgraph.disputes.measured import Figure
from kgraph.disputes.model import Conflict, by_day
from kgraph.disputes.times import Meeting
from kgraph.disputes.totals import Latest
from kgraph.namespaces import IRI, KG

Range = list[Figure]
"""Figures with equal `Figure.range`, sorted by the day on which they were said."""
Between = Callable[[Figure, Figure], Conflict | None]
Possible = Callable[[Figure, Figure], bool]
"""A function that tells whether figures of the ranges of these two can be in conflict at all."""
_Stretch = tuple[float | None, float | None] | None

_FEW = 12  # up to so many ranges, every pair is compared
_TWO = 2
_NEVER = float("inf")


def ranges(same: Iterable[Figure], latest: Latest, deniers: Collection[IRI | None] = ()) -> list[Range]:
    """The ranges of a question, sorted by the day on which each was first given.

    A claimant among the `deniers` takes one position with what they say and what they deny, so their figures form
    ranges of their own.
    """
    found: defaultdict[Hashable, Range] = defaultdict(list)
    told: defaultdict[Hashable, set[IRI | None]] = defaultdict(set)
    for figure in sorted(same, key=lambda figure: by_day(figure.said)):
        said, claimant = figure.said, figure.said.claim.claimant
        range_ = (claimant if claimant in deniers else None, *figure.range)
        time = (said.day, latest.until(figure)) if figure.is_total else (said.when,)
        voices = told[range_, time]
        if len(voices) < _TWO or said.claim.relations or said.claim.hops:  # further claimants change nothing
            voices.add(claimant)
            found[range_].append(figure)
    return list(found.values())


def recorded(
    some: Sequence[Range], between: Between, possible: Possible, deniers: Collection[IRI | None]
) -> Iterator[Conflict]:
    """The conflicts between ranges that are recorded; `between` gives the conflict of two figures, or `None`.

    A claimant's denials are in one position with what the claimant says, unless the two are in conflict. So all
    conflicts are recorded of each figure of a claimant among `deniers`, and all between ranges and denials.
    """
    told = [one for one in some if not one[0].said.negative]
    denials = [one for one in some if one[0].said.negative]
    found: list[_Arising | None] = []
    for one, denial in _denied(told, denials):
        if possible(one[0], denial[0]):
            found += [_arising(one, denial, between, own=own) for own in (False, True)]
    compared: Iterable[tuple[Range, Range]] = combinations(told, 2)
    if len(told) > _FEW:
        near = _meeting(told)
        found += [_earliest(one, near[_stretch(one[0])], between, possible) for one in told]
        theirs = [one for one in told if one[0].said.claim.claimant in deniers]
        compared = _of_one_time(theirs, told, near)
    found += [_arising(one, other, between) for one, other in compared if possible(one[0], other[0])]
    once = {frozenset((one.conflict.one.id, one.conflict.other.id)): one.conflict for one in found if one}
    return iter(once.values())


def _denied(told: Iterable[Range], denials: Sequence[Range]) -> Iterator[tuple[Range, Range]]:
    """Each range with each denial that may be of it; for states, only denials for a time that overlaps."""
    times = Meeting((denial[0].said.when, denial) for denial in denials)
    for one in told:
        near = times.meeting(one[0].said.when) if one[0].temporality == KG.State else denials
        yield from ((one, denial) for denial in near)


def _of_one_time(
    some: Iterable[Range], told: Iterable[Range], near: Mapping[_Stretch, Iterable[Iterable[Range]]]
) -> Iterator[tuple[Range, Range]]:
    """Each of some ranges with each range in `told` whose time overlaps, in the order of `told`."""
    places = {id(one): place for place, one in enumerate(told)}
    for one in some:
        others = (other for group in near[_stretch(one[0])] for other in group)
        yield from ((one, other) for other in sorted(others, key=lambda other: places[id(other)]))


@dataclass(frozen=True, slots=True)
class _Arising:
    """A conflict with the day by which both its claims had been said; infinite if that day is unknown."""

    day: float
    conflict: Conflict


def _arising(
    one: Range, other: Range, between: Between, before: float | None = None, own: bool | None = None
) -> _Arising | None:
    """The conflict of two ranges that arises first, if it arises `before` a day. `own` asks for figures of one claimant
    (true) or of two (false)."""
    best: _Arising | None = None
    for x in one:
        for y in other:
            day = max(_day(x), _day(y))
            if before is not None and day >= before:
                break  # the other figures were said even later
            if own is not None and own != (x.said.claim.claimant == y.said.claim.claimant):
                continue
            if conflict := between(x, y):
                best, before = _Arising(day, conflict), day
                break
    return best


def _earliest(one: Range, near: Iterable[Sequence[Range]], between: Between, possible: Possible) -> _Arising | None:
    """The conflict of a range that arises first; `near` has other ranges, those of one time sorted by their first
    days."""
    best: _Arising | None = None
    for group in near:
        for other in group:
            if best and max(_day(one[0]), _day(other[0])) >= best.day:
                break  # the other ranges begin even later
            if other is not one and not _of_one_voice(one, other) and possible(one[0], other[0]):
                best = _arising(one, other, between, best.day if best else None) or best
    return best


def _of_one_voice(one: Range, other: Range) -> bool:
    """Whether one claimant gave all figures of both ranges, for one place: changing one's own figure is no conflict."""
    claimant = one[0].said.claim.claimant
    if claimant is None or one[0].place != other[0].place:
        return False
    return all(figure.said.claim.claimant == claimant for figure in (*other, *one))


def _day(figure: Figure) -> float:
    return figure.said.day.number if figure.said.day else _NEVER


def _stretch(figure: Figure) -> _Stretch:
    """A key of the time for which a state is said; other measures are compared whenever they were said."""
    return (figure.said.when.since, figure.said.when.until) if figure.temporality == KG.State else None


def _meeting(some: Iterable[Range]) -> dict[_Stretch, list[list[Range]]]:
    """For each stretch of time, the ranges of the stretches that overlap it, its own included, in order."""
    groups: defaultdict[_Stretch, list[Range]] = defaultdict(list)
    for one in some:
        groups[_stretch(one[0])].append(one)
    near: dict[_Stretch, list[list[Range]]] = {stretch: [] for stretch in groups}
    if None in groups:
        near[None].append(groups[None])
    if any(one[0].said.when.zone is not None for one in some):  # the zones of the two places differ
        return {stretch: list(groups.values()) for stretch in groups}
    known = sorted((since, until) for since, until in filter(None, groups) if since is not None and until is not None)
    for at, (since, until) in enumerate(known):
        for first, last in islice(known, at, None):
            if first > until:
                break
            if since <= last:
                near[since, until].append(groups[first, last])
                if (first, last) != (since, until):
                    near[first, last].append(groups[since, until])
    return near
