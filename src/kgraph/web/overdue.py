"""What was ended at its deadline, and how late."""

import logging
import time
from collections.abc import Callable

from starlette.types import Scope

from kgraph.errors import Stopped
from kgraph.web.histogram import Histogram

_LOG = logging.getLogger("uvicorn.error")
_UNTIL = "kgraph.until"
_VERY_LATE = 0.1  # seconds after a deadline; an operator is told of a query that ends later


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


class Lateness:
    """How late after their deadlines a workspace's queries were killed, and their processes gone. `title` gives the
    workspace's title."""

    def __init__(self, title: Callable[[], str]) -> None:
        self._title = title
        self.killed, self.gone = Histogram(), Histogram()

    def note_killed(self, until: float) -> None:
        """Count a query that is killed now; `until` was its deadline."""
        self._note(self.killed, "killed", until)

    def note_gone(self, until: float) -> None:
        """Count a query whose process the system has ended now."""
        self._note(self.gone, "gone", until)

    def _note(self, found: Histogram, what: str, until: float) -> None:
        seconds = late(until)
        found.note(seconds)
        if seconds > _VERY_LATE:
            words = "%s: a query was %s %.2f s after its deadline; the machine may have too much to do"
            _LOG.warning(words, self._title(), what, seconds)


def note_end(scope: Scope, why: Stopped) -> None:
    """Note for `late_at_end` why a request is about to be ended."""
    if isinstance(why, Overdue):
        scope[_UNTIL] = why.until


def late_at_end(scope: Scope) -> float | None:
    """How late a request is over that was ended at its deadline; `None` for others."""
    until: float | None = scope.get(_UNTIL)
    return None if until is None else late(until)
