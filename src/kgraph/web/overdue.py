"""What was ended at its deadline, and how late."""

import time

from starlette.types import Scope

from kgraph.errors import Stopped

_UNTIL = "kgraph.until"


class Overdue(Stopped):
    """A query that was ended at its deadline, which was `until` on the loop's clock."""

    def __init__(self, words: str, until: float) -> None:
        super().__init__(words)
        self.until = until


def late(until: float) -> float:
    """How many seconds ago the deadline `until` was.

    The loop's own clock would not do: uvloop's stands still while something is being done.
    """
    return max(0.0, time.monotonic() - until)


def note_end(scope: Scope, why: Stopped) -> None:
    """Note for `late_at_end` why a request is about to be ended."""
    if isinstance(why, Overdue):
        scope[_UNTIL] = why.until


def late_at_end(scope: Scope) -> float | None:
    """How late a request is over that was ended at its deadline; `None` for others."""
    until: float | None = scope.get(_UNTIL)
    return None if until is None else late(until)
