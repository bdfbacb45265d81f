"""The times of statements, in seconds of local time: which certainly overlap, and which exclude each other."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import accumulate
from typing import Generic, TypeVar

from kgraph.claims import Span
from kgraph.days import Day, Moment
from kgraph.model import Literal

Something = TypeVar("Something")

Seconds = float
"""Seconds since the first day of the year 1 in local time, the zone left out. Infinite if nothing is known."""

_DAY = 86_400
FARTHEST = 14 * 3600
"""The greatest offset of a zone from UTC, in seconds."""
_EVER = float("inf")


@dataclass(frozen=True, slots=True)
class When:
    """The time of a statement: its bounds and what follows from them.

    It certainly holds from `since` to `until`, both included. A vague time (“some time in March”) certainly holds on no
    day: then `since` is after `until`, so that only a time that covers all of it overlaps it. The four bounds are given
    or follow from one another; else they are infinite. `dated` says whether the statement has a time; without one it
    speaks of when it was said. `by` is the last of its bounds, or else the day on which it was said. `zone` is that of
    its hours, in minutes east of UTC; `None` if it has only days, or no zone.

    Rules: a state that ended by a day had begun by then; a state that begins on a day lasts at least until that day; a
    state that still holds on a day holds on that day; a state that had begun and has no known end lasts until the day
    on which it was said.
    """

    since: Seconds | None
    until: Seconds | None
    begins: tuple[Seconds, Seconds]
    ends: tuple[Seconds, Seconds]
    dated: bool = False
    by: Seconds | None = None
    zone: int | None = None

    def meets(self, other: "When") -> bool:
        """Whether both certainly hold at a common time."""
        if self.since is None or self.until is None or other.since is None or other.until is None:
            return False
        ahead = self._ahead(other)
        return self.since <= other.until + ahead and other.since + ahead <= self.until

    def _ahead(self, other: "When") -> Seconds:
        """By how many seconds its local time is ahead of the other's, if both give their zone."""
        return (self.zone - other.zone) * 60 if self.zone is not None and other.zone is not None else 0

    @property
    def has_begin(self) -> bool:
        """Whether more is known of its begin than follows from its end."""
        return self.begins[0] > -_EVER or self.ends[1] == _EVER or self.begins[1] < self.ends[1]

    @property
    def has_end(self) -> bool:
        """Whether more is known of its end than follows from its begin."""
        return self.ends[1] < _EVER or self.begins[0] == -_EVER or self.ends[0] > self.begins[0]

    @property
    def lasts_to_saying(self) -> bool:
        """Whether all that is known of its end is that it was still so when it was said."""
        return self.until is not None and self.ends[1] == _EVER and self.ends[0] < _day(self.until) * _DAY

    def follows(self, other: "When") -> bool:
        """Whether it begins on the day on which the other ends, as in a handover.

        What was still so when it was said need not have ended then: it is followed only by what is known to have begun
        on that day, not by what was so on it.
        """
        if self.since is None or other.until is None or _day(self.since) != _day(other.until):
            return False
        if other.lasts_to_saying and self.begins[0] == -_EVER:
            return False
        at_ends = self.since % _DAY == 0 or other.until % _DAY == _DAY - 1
        return self.since >= other.until or at_ends

    def excludes(self, other: "When") -> bool:
        """Whether the two certainly begin, or certainly end, at different times."""
        ahead = self._ahead(other)
        # an hour in UTC does not tell which day it was in local time
        slack = FARTHEST if {self.zone, other.zone} == {0, None} else 0
        return any(
            one[0] > two[1] + ahead + slack or two[0] + ahead > one[1] + slack
            for one, two in ((self.begins, other.begins), (self.ends, other.ends))
        )

    def widened(self, days: float) -> "When":
        """The same time, `days` longer at its begin and at its end where these are unknown."""
        if self.since is None or self.until is None:
            return self
        since = self.since - days * _DAY if self.begins[0] == -_EVER else self.since
        until = self.until + days * _DAY if self.ends[1] == _EVER else self.until
        return replace(self, since=since, until=until)

    def within(self, other: "When") -> bool:
        """Whether it lies within the other, by the bounds that both have."""
        if self.begins[0] < other.begins[0] or self.ends[1] > other.ends[1]:
            return False
        if other.begins[0] > -_EVER and other.ends[1] < _EVER:
            return True
        return self.begins[1] <= other.begins[1] and self.ends[0] >= other.ends[0]


class Meeting(Generic[Something]):
    """Things with their times: finds those whose time certainly overlaps another time, without comparing all.

    They are sorted by their begins. With each is kept the latest end among it and those before it: if that is too
    early, none of them can overlap.
    """

    def __init__(self, several: Iterable[tuple[When, Something]]) -> None:
        self._several = list(several)
        known = ((when.since, when.until, at) for at, (when, _) in enumerate(self._several))
        self._known = sorted(
            (since, until, at) for since, until, at in known if since is not None and until is not None
        )
        self._lasts = list(accumulate((until for _, until, _ in self._known), max))

    def meeting(self, when: When, after: int = -1) -> Iterator[Something]:
        """The things that overlap a time, in the order in which they were given, from the one after the position
        `after` on."""
        if when.since is None or when.until is None:
            return
        first, last = when.since - 2 * FARTHEST, when.until + 2 * FARTHEST  # the two times may be in different zones
        place = bisect_right(self._known, (last, _EVER))
        found: list[int] = []
        while place and self._lasts[place - 1] >= first:
            place -= 1
            _, until, at = self._known[place]
            if until >= first and at > after and self._several[at][0].meets(when):
                found.append(at)
        yield from (self._several[at][1] for at in sorted(found))


def hands_over(one: When, other: When) -> bool:
    """Whether one ends on the day on which the other begins, and they share only that day."""
    if None in (one.since, one.until, other.since, other.until):
        return False
    if one.since > one.until or other.since > other.until:  # type: ignore[operator]
        return False
    begun = one.since == other.since and one.has_begin and other.has_begin
    ended = one.until == other.until and one.has_end and other.has_end
    if begun or ended:
        return False
    return one.follows(other) or other.follows(one)


def when_of(span: Span | None, said: Day | None, first: Day | None, completed: bool = False) -> When:
    """The time of a statement whose claim was said by `said`, and no earlier than `first`.

    An event that is `completed` on a day (its EDTF is that day alone) lies within it.
    """
    bounds = (
        [_read(b) for b in (span.earliest_begin, span.latest_begin, span.earliest_end, span.latest_end)] if span else []
    )
    if not any(bounds):
        since, until = (None, None) if said is None else (begin_of(said), begin_of(first or said) + _DAY - 1)
        return When(since, until, (-_EVER, _EVER), (-_EVER, _EVER), by=since)
    assert span is not None
    begin_1, begin_2, end_1, end_2 = bounds
    if completed and span.edtf and _texts(span.edtf, span.latest_begin, span.earliest_end) == 1:
        begin_1, end_2 = begin_1 or begin_2, end_2 or end_1
    told = None if said is None or (begin_1 and begin_of(begin_1.day) > begin_of(said)) else said
    start = begin_2 or end_2 or end_1 or told
    stop = end_1 or ((begin_1 or begin_2) if end_2 else told) or start
    if end_1 is None and end_2 is None and stop is not None and start is not None and _first(stop) < _first(start):
        stop = start
    if end_2 and not (begin_1 or begin_2 or end_1):
        stop = None
    begun, lasts = begin_2 or end_2, end_1 or begin_1
    last = end_2 or begin_2 or lasts
    some = begin_1 or begin_2 or end_1 or end_2
    return When(
        since=None if start is None else _first(start),
        until=None if stop is None else _last(stop),
        begins=(_first(begin_1) if begin_1 else -_EVER, _last(begun) if begun else _EVER),
        ends=(_first(lasts) if lasts else -_EVER, _last(end_2) if end_2 else _EVER),
        dated=True,
        by=None if last is None else _first(last),
        zone=some.zone if some and some.timed else None,
    )


@lru_cache(maxsize=10_000)
def day_at(at: Seconds) -> Day:
    """The day in which a finite number of seconds lies.

    >>> str(day_at(_last(Day(2031, 3, 9))))
    '2031-03-09'
    """
    return Day.numbered(int(_day(at)))


def _texts(*bounds: Literal | None) -> int:
    """How many different bounds there are, in local time."""
    return len({bound.lexical if bound else None for bound in bounds})


def _read(bound: Literal | None) -> Moment | None:
    try:
        return Moment.of(bound.lexical) if bound else None
    except ValueError:
        return None


def begin_of(day: Day) -> int:
    """The first second of a day."""
    return day.number * _DAY


def _first(at: Moment | Day) -> Seconds:
    """The first second of a day; for a moment with a time of day, the moment itself."""
    if isinstance(at, Day) or not at.timed:
        return begin_of(at if isinstance(at, Day) else at.day)
    second = int(at.second) if at.second == int(at.second) else float(at.second)
    return (at.minutes + 1440 + (at.zone or 0)) * 60 + second


def _last(at: Moment | Day) -> Seconds:
    """The last second of a day; for a moment with a time of day, the moment itself."""
    return _first(at) if isinstance(at, Moment) and at.timed else _first(at) + _DAY - 1


def _day(at: Seconds) -> Seconds:
    return at // _DAY
