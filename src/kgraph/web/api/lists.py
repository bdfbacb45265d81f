"""The lists of the API over HTTP: `/api/claims` and so on, and each thing at an address below."""

from starlette.types import Receive, Scope, Send

from kgraph.web import formats
from kgraph.web.api.answering import CSV, JSON, LISTS, One, Page
from kgraph.web.api.parameters import read
from kgraph.web.exchange import headers_of, only_reads
from kgraph.web.serving import served
from kgraph.web.working.pool import Pool

_FORMATS = {"json": JSON, "csv": CSV}


class Lists:
    """Answers at the address of a list, and at those of its things."""

    def __init__(self, pool: Pool, name: str) -> None:
        self._pool, self._listed = pool, LISTS[name]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send a page of the list, or one thing; parameters are checked before a process is asked."""
        only_reads(scope)
        path, listed = scope["path_params"].get("path"), self._listed
        values = read(scope["query_string"], listed.taken() if path is None else listed.taken_by_one())
        accept = headers_of(scope).get("accept", "")
        if path is None:
            form = formats.chosen(_FORMATS, values.one("format"), accept)
            await served(self._pool, Page(listed.name, values, form), scope, receive, send)
        else:
            formats.chosen({"json": JSON}, "", accept)
            await served(self._pool, One(listed.name, path, values), scope, receive, send)
