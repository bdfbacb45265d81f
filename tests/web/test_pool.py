"""Which of the processes get the next job, and which are closed."""

from dataclasses import dataclass
from typing import Any, cast

import pytest

from kgraph.web import Settings
from kgraph.web.working.pool import Pool
from kgraph.web.working.process import Process


@dataclass(eq=False)
class Made:
    """A process as the pool sees it."""

    version: str = "1"
    is_long: bool = False
    is_slowed: bool = False
    is_closed: bool = False

    @property
    def is_usable(self) -> bool:
        return not self.is_closed

    def close(self) -> None:
        self.is_closed = True


def released(*made: Made, places: int = 1, fresh: bool = False) -> list[Any]:
    """The processes that wait for a job after these became free one after another, the next to get one first."""
    pool = Pool(cast(Any, None), Settings(places=places), lambda: "1")
    pool.version = pool._ready_of = "1"
    pool._fill = lambda: None  # type: ignore[method-assign] # none is begun here
    for number, one in enumerate(made):
        pool._release(cast(Process, one), fresh=fresh and number == len(made) - 1)
    return pool._idle[::-1]


@pytest.mark.parametrize("slowed", [False, True])
def test_a_process_that_was_long_for_a_moment_stays_in_place_of_the_one_that_was_begun_for_it(slowed: bool) -> None:
    fresh, old = Made(), Made(is_long=True, is_slowed=slowed)
    assert released(fresh, old) == [fresh if slowed else old]
    assert (fresh.is_closed, old.is_closed, old.is_long) == (not slowed, slowed, slowed)


def test_a_fresh_process_is_asked_last_and_goes_first() -> None:
    first, second, fresh = Made(), Made(), Made()
    assert released(first, fresh, places=2, fresh=True) == [first, fresh]
    assert released(first, second, fresh, places=2, fresh=True) == [second, first] and fresh.is_closed


def test_a_process_of_an_old_version_is_closed_when_there_is_a_newer_one() -> None:
    newer, old = Made(), Made(version="0")
    assert released(newer, old, places=2) == [newer] and old.is_closed
