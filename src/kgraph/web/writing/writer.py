"""Having a change made, one after another, and answering when readers see it."""

import asyncio
from collections.abc import Mapping

from starlette.types import Scope, Send

from kgraph.errors import Stopped
from kgraph.web.exchange import headers_of, reply
from kgraph.web.problems import Problem, problem_of
from kgraph.web.sparql.protocol import Updating
from kgraph.web.working.pool import Pool
from kgraph.web.working.wire import Kind, read_problem, split_head
from kgraph.web.writing.access import Access
from kgraph.web.writing.works import Changing, Update


class Writer:
    """Changes one workspace's graphs for those whom `access` lets."""

    def __init__(self, pool: Pool, access: Access) -> None:
        self._pool, self._access = pool, access
        self._turn = asyncio.Lock()

    def check(self, headers: Mapping[str, str]) -> None:
        """Raise `Problem` for a request of somebody who may not write."""
        self._access.check(headers)

    async def update(self, asked: Updating, scope: Scope, send: Send) -> None:
        """Carry out an update; see `change`."""
        await self.change(Update(asked, headers_of(scope).get("accept", "")), scope, send)

    async def change(self, work: Changing, scope: Scope, send: Send) -> None:
        """Make a change, and answer it when it is on the disk, and each later request sees it or the deadline is over;
        raises `Problem`.

        A client that goes away does not stop it. Those who wait for their turn hold no process meanwhile. The turn, the
        change and the look whether readers see it have one deadline together.
        """
        deadline = self._pool.settings.deadline
        until = asyncio.get_running_loop().time() + deadline
        try:
            async with asyncio.timeout_at(until):
                await self._turn.acquire()
        except TimeoutError:
            raise Problem(503, f"others were writing for {deadline:g} s; try again", retry_after="5") from None
        try:
            client = scope["client"][0] if scope.get("client") else ""
            async with self._pool.asked(work, client, until) as answering:
                frame = await answering.frame()
        except Stopped as stopped:
            raise problem_of(stopped) from stopped
        finally:
            self._turn.release()
        if frame.kind == Kind.problem:
            status, detail, more = read_problem(frame.body)
            raise Problem(status, detail, **more)
        await self._pool.renewed(until)
        await reply(send, *split_head(frame.body))
