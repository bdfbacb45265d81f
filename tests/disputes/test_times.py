"""Times that meet, found without a look at all of them."""

from itertools import product

from kgraph.disputes.times import Meeting, When

EVER = float("inf")
HOUR = 3600


def when(since: float | None, until: float | None, zone: int | None = None) -> When:
    return When(since, until, (-EVER, EVER), (-EVER, EVER), zone=zone)


BOUNDS = (None, 0, 5 * HOUR, 24 * HOUR, 60 * HOUR, 500 * HOUR)
TIMES = [when(since, until, zone) for since, until, zone in product(BOUNDS, BOUNDS, (None, -840, 0, 840))]
"""Known and unknown, short and long, vague ones that begin after they end, and clocks that are a day apart."""


def test_all_that_meet_a_time_are_found_in_their_order() -> None:
    """The very ones that `When.meets` tells."""
    several = Meeting((time, number) for number, time in enumerate(TIMES))
    for time in TIMES:
        assert list(several.meeting(time)) == [n for n, other in enumerate(TIMES) if time.meets(other)]


def test_only_those_behind_a_place_are_given_where_one_is_named() -> None:
    """So that every two are given once."""
    several = Meeting((time, number) for number, time in enumerate(TIMES))
    pairs = [(at, other) for at, time in enumerate(TIMES) for other in several.meeting(time, after=at)]
    assert pairs == [(a, b) for a, b in product(range(len(TIMES)), repeat=2) if a < b and TIMES[a].meets(TIMES[b])]
