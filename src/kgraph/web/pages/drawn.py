"""The network page over HTTP: made once for a build and a world, for all who ask."""

import os

from starlette.types import Receive, Scope, Send

from kgraph.web.builds import Builds
from kgraph.web.exchange import only_reads, reply_file
from kgraph.web.pages.made import Page
from kgraph.web.serving import served, while_there
from kgraph.web.shelf import Shelf
from kgraph.web.sparql.protocol import OF_A_WORLD, choice_of, taken
from kgraph.web.working.pool import Pool
from kgraph.web.working.work import HTML, head_of

_ROOM = 2**27  # bytes of the pages that are kept


class Drawn:
    """Answers with the network page in the world that the parameters choose."""

    def __init__(self, pool: Pool, builds: Builds) -> None:
        self._pool = pool
        # the pool decides who goes first
        at_once = pool.settings.waiting
        self._shelf = Shelf(pool, lambda version: builds.of(version).name, room=_ROOM, at_once=at_once)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; an endpoint, which tells no version, is asked each time."""
        only_reads(scope)
        taken(scope["query_string"], *OF_A_WORLD)
        page = Page("network", choice_of(scope["query_string"]))
        if "://" in self._pool.version:
            await served(self._pool, page, scope, receive, send)
        elif found := await while_there(receive, self._shelf.opened(repr(page.choice), page, scope)):
            with found[0] as opened:
                await reply_file(scope, send, head_of(HTML), opened, 0, os.fstat(opened.fileno()).st_size)
