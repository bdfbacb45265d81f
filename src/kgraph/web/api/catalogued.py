"""The catalogue's queries over HTTP: `/api/queries` lists them, `/api/queries/NAME` asks one."""

from starlette.types import Receive, Scope, Send

from kgraph.web.exchange import headers_of
from kgraph.web.pages.made import Page
from kgraph.web.problems import Problem
from kgraph.web.serving import served
from kgraph.web.sparql.answering import Query
from kgraph.web.sparql.protocol import read_named
from kgraph.web.working.pool import Pool


class Queries:
    """Answers at `/api/queries` and `/api/queries/NAME`."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """List the queries, or ask one."""
        if scope["method"] not in ("GET", "HEAD"):
            raise Problem(405, f"{scope['method']} asks nothing here; use GET", allow="GET, HEAD, OPTIONS")
        name = scope["path_params"].get("name", "")
        if not name:
            await served(self._pool, Page("queries"), scope, receive, send)
            return
        asked = read_named(name, scope["query_string"], headers_of(scope).get("accept", ""))
        await served(self._pool, Query(asked), scope, receive, send)
