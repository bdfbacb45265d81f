"""What is read at an endpoint is all of one build, or is read again; here with a store that only has a mark."""

from collections.abc import Callable
from typing import cast

import pytest

from kgraph.errors import BuiltMeanwhile, StoreError, UsageError
from kgraph.store import Store
from kgraph.store.steady import Watch, steady


class Marked:
    """A store at which builds end: each mark is the next of these, the last one for ever."""

    url = "sparql:http://h/"

    def __init__(self, *marks: str) -> None:
        self.marks, self.asked = list(marks), 0

    def mark(self, *, anew: bool = True) -> str:
        self.asked += 1
        found = self.marks.pop(0) if len(self.marks) > 1 else self.marks[0]
        if found == "dead":
            raise StoreError("dead")
        return found


def read(store: Marked, call: Callable[[], int]) -> int:
    return steady(cast(Store, store), call)


@pytest.mark.parametrize(
    ("marks", "calls", "asked"), [(("",), 1, 1), (("a",), 1, 2), (("a", "b"), 2, 4), (("a", "b", "b", "c"), 3, 6)]
)
def test_it_is_read_until_no_build_ends_meanwhile(marks: tuple[str, ...], calls: int, asked: int) -> None:
    store, called = Marked(*marks), list[int]()

    def call() -> int:
        called.append(1)
        return len(called)

    assert read(store, call) == len(called) == calls
    assert store.asked == asked


def test_where_builds_end_again_and_again_a_line_says_so() -> None:
    with pytest.raises(BuiltMeanwhile, match=r"^sparql:http://h/: a build ended there while this was read; try again$"):
        read(Marked(*"abcdef"), lambda: 1)


def test_an_error_in_what_was_read_of_two_builds_is_none() -> None:
    errors = [UsageError("no entity is called so")]

    def call() -> int:
        if errors:
            raise errors.pop()
        return 7

    assert read(Marked("a", "b"), call) == 7


@pytest.mark.parametrize("marks", [("a",), ("a", "dead")])
def test_any_other_error_stays(marks: tuple[str, ...]) -> None:
    def call() -> int:
        raise UsageError("no entity is called so")

    with pytest.raises(UsageError, match="no entity"):
        read(Marked(*marks), call)


def test_within_a_watch_nothing_more_is_asked_and_what_is_settled_stays() -> None:
    store = Marked("a", "a", "b")
    with Watch(cast(Store, store)) as watch:
        assert read(store, lambda: read(store, lambda: 3)) == 3
        assert (store.asked, watch.is_on) == (1, True)
        watch.settle()
        assert not watch.is_on
        with pytest.raises(BuiltMeanwhile):
            watch.check()
    assert read(store, lambda: 4) == 4
    assert store.asked == 5
