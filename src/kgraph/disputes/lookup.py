"""Looking up things by their times: those that lie within a time or exclude it, without comparing each of them."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, TypeVar

from kgraph.disputes.times import FARTHEST, When

Something = TypeVar("Something")

_EVER = float("inf")
_Point = tuple[float, float, int]


@dataclass(frozen=True, slots=True)
class _Node:
    """A node of the tree: the point with the highest `high`, then the half of the others with the lower lows (`below`),
    and the rest (`above`)."""

    point: _Point
    middle: float
    below: "_Node | None"
    above: "_Node | None"


class Bounded(Generic[Something]):
    """Things with two numbers each: finds those whose `low` is at most one number and whose `high` is at least another.

    They are in a priority search tree, so a search visits only the things that it finds and those on the path to them.
    """

    def __init__(self, several: Iterable[tuple[float, float, Something]]) -> None:
        points = list(several)
        self._things = [thing for _, _, thing in points]
        self._top = _hung(sorted((low, high, at) for at, (low, high, _) in enumerate(points)))

    def found(self, low: float, high: float) -> list[Something]:
        """Those with a low of at most `low` and a high of at least `high`, in the order in which they were given."""
        places: list[int] = []
        waiting = [self._top]
        while waiting:
            node = waiting.pop()
            if node is None or node.point[1] < high:
                continue  # no point below it has a higher `high`
            if node.point[0] <= low:
                places.append(node.point[2])
            waiting.append(node.below)
            if node.middle <= low:
                waiting.append(node.above)
        return [self._things[at] for at in sorted(places)]


def _hung(points: Sequence[_Point]) -> _Node | None:
    """The tree of some points, which must be sorted by `low`."""
    if not points:
        return None
    top = max(range(len(points)), key=lambda at: points[at][1])
    others = [*points[:top], *points[top + 1 :]]
    half = len(others) // 2
    middle = others[half][0] if others else _EVER
    return _Node(points[top], middle, _hung(others[:half]), _hung(others[half:]))


class Timed(Generic[Something]):
    """Things with their times, which can be looked up by another time."""

    def __init__(self, several: Iterable[tuple[When, Something]]) -> None:
        self._several = list(several)

    def denied(self, denial: When) -> Iterator[Something]:
        """The things that a denial of that time covers: see `denies`."""
        if denial.dated:
            bounded = denial.begins[0] > -_EVER and denial.ends[1] < _EVER
            near = (
                self._closed.found(denial.ends[1], denial.begins[0])
                if bounded
                else self._open.found(denial.begins[1], denial.ends[0])
            )
        else:
            near = [] if denial.until is None else self._told_by.found(denial.until, 0)
        yield from (thing for when, thing in near if denies(denial, when))

    @cached_property
    def _closed(self) -> Bounded[tuple[When, Something]]:
        return Bounded((one[0].ends[1], one[0].begins[0], one) for one in self._several)

    @cached_property
    def _open(self) -> Bounded[tuple[When, Something]]:
        return Bounded((one[0].begins[1], one[0].ends[0], one) for one in self._several)

    @cached_property
    def _told_by(self) -> Bounded[tuple[When, Something]]:
        return Bounded((one[0].by, 0, one) for one in self._several if one[0].by is not None)

    def excluded(self, when: When) -> Iterator[Something]:
        """The things whose times exclude another time (`When.excludes`), in the order in which they were given."""
        slack = 2 * FARTHEST if self._zoned or when.zone is not None else 0  # the two times may be in different zones
        found: set[int] = set()
        for (firsts, lasts), (first, last) in zip(self._bounds, (when.begins, when.ends), strict=True):
            found.update(at for _, at in lasts[: bisect_left(lasts, (first + slack, -1))])
            found.update(at for _, at in firsts[bisect_right(firsts, (last - slack, len(firsts))) :])
        several = (self._several[at] for at in sorted(found))
        yield from (thing for other, thing in several if other.excludes(when))

    @cached_property
    def _zoned(self) -> bool:
        return any(when.zone is not None for when, _ in self._several)

    @cached_property
    def _bounds(self) -> list[tuple[list[tuple[float, int]], ...]]:
        """For begins and for ends, the earliest and the latest bounds, sorted, each with the position of its thing."""
        pairs = [[when.begins for when, _ in self._several], [when.ends for when, _ in self._several]]
        return [tuple(sorted((pair[end], at) for at, pair in enumerate(some)) for end in (0, 1)) for some in pairs]


def denies(denial: When, told: When) -> bool:
    """Whether the time of a denial covers the time of a positive statement.

    A denial without a time is about everything up to the day on which it was said: “not yet” does not deny what comes
    later.
    """
    if denial.dated:
        return told.within(denial)
    return denial.until is not None and told.by is not None and told.by <= denial.until
