"""Processes that prepare for one kind of work, beside those for all kinds: what they have read is kept, however long it
took. They begin when the first request comes, or one that most likely leads there.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from weakref import WeakValueDictionary

from kgraph.errors import Stopped
from kgraph.web.problems import Problem, problem_of
from kgraph.web.working.pool import Pool
from kgraph.workspace.graph import Graph

_PLACES = 2


class Prepared:
    """A pool whose processes, `places` at most, have called `prepare` with the graph; `what` says in words what that
    reads."""

    def __init__(self, pool: Pool, prepare: Callable[[Graph], None], what: str, places: int = _PLACES) -> None:
        settings = pool.settings
        # a process that is long would not be kept; here every request may take until its deadline
        own = replace(settings, quick=settings.deadline, places=min(places, settings.places), long=1)
        self._pool, self._what = pool.beside(replace(pool.place, prepare=prepare), own), what
        self._starting: asyncio.Task[None] | None = None
        self.turns = Turns(max(1, own.places - 1), own.waiting)

    async def ready(self) -> Pool:
        """The pool, with a process that can take a job; raises `Problem`, 503, if none is ready before the deadline."""
        starting = self._begun()
        try:
            async with asyncio.timeout(self._pool.settings.deadline):
                await asyncio.shield(starting)
        except TimeoutError:
            raise Problem(503, f"{self._what} are still being read; ask again later", retry_after="10") from None
        except Stopped as stopped:
            raise problem_of(stopped) from stopped
        return self._pool

    def at_hand(self) -> Pool | None:
        """The pool, if a process of it waits for a job: one of the version before, while those of the newest one are
        still reading; none of that, if they cannot begin."""
        begun = self._starting
        is_ready = begun and begun.done() and not _failed(begun)
        return self._pool if is_ready and not self._pool.is_failing and self._pool.numbers["idle"] else None

    def begin(self) -> None:
        """Begin the pool, for who will ask later, if it was not begun, or could not."""
        self._begun()

    def _begun(self) -> "asyncio.Task[None]":
        if self._starting is None or (self._starting.done() and _failed(self._starting)):
            self._starting = asyncio.get_running_loop().create_task(self._pool.start())
            self._starting.add_done_callback(_failed)
        return self._starting


def _failed(task: "asyncio.Task[None]") -> bool:
    """Whether something that is over could not begin; the pool has told the log why."""
    return task.cancelled() or task.exception() is not None


class Turns:
    """Lets `most` requests go on at once that may take long, so that short ones find a process; `waiting` more may
    wait.

    Clients take turns: of each client, one request waits for a turn, and the client's others wait for that one.
    """

    def __init__(self, most: int, waiting: int) -> None:
        self._all, self._room = asyncio.Semaphore(most), waiting
        self._of_client: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    @asynccontextmanager
    async def turn(self, client: str, until: float) -> AsyncIterator[None]:
        """Have a turn; raises `Problem`, 503, if it has not come at `until`, on the loop's clock, or too many wait."""
        if self._room < 1:
            raise Problem(503, "too many requests are waiting; ask again later", retry_after="5")
        own = self._of_client.setdefault(client, asyncio.Lock())
        async with AsyncExitStack() as held:
            self._room -= 1
            try:
                async with asyncio.timeout_at(until):
                    await held.enter_async_context(own)
                    await held.enter_async_context(self._all)
            except TimeoutError:
                words = "other requests that take long went before until the deadline; ask again later, or for less"
                raise Problem(503, words, retry_after="5") from None
            finally:
                self._room += 1
            yield
