"""The lists of the API over HTTP: `/api/claims` and so on, and each thing at an address below."""

from starlette.types import Receive, Scope, Send

from kgraph.web import formats
from kgraph.web.api.answering import CSV, JSON, LISTS, One, Page
from kgraph.web.api.parameters import read
from kgraph.web.exchange import headers_of, only_reads
from kgraph.web.serving import kept_or_served
from kgraph.web.sparql.protocol import NO_CHOICE
from kgraph.web.working.pool import Pool
from kgraph.web.working.preparing import Prepared

_FORMATS = {"json": JSON, "csv": CSV}
_SHORT = 100  # the most things of a page for which those processes are asked that have read the lists already


class Lists:
    """Answers at the address of a list, and at those of its things.

    Short pages of the world that is seen by default come from processes that have read its lists (`prepared`), once
    there are any; an answer is kept for whoever asks the same of the same version.
    """

    def __init__(self, pool: Pool, prepared: Prepared, name: str) -> None:
        self._pool, self._prepared, self._listed = pool, prepared, LISTS[name]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send a page of the list, or one thing; parameters are checked before a process is asked."""
        only_reads(scope)
        path, listed = scope["path_params"].get("path"), self._listed
        values = read(scope["query_string"], listed.taken() if path is None else listed.taken_by_one())
        accept = headers_of(scope).get("accept", "")
        if path is None:
            form = formats.chosen(_FORMATS, values.one("format"), accept)
        else:
            form = formats.chosen({"json": JSON}, "", accept)
        key = ("list", listed.name, "" if path is None else f"/{path}", repr(values), form)
        work = Page(listed.name, values, form) if path is None else One(listed.name, path, values)
        is_short = values.choice == NO_CHOICE and int(values.one("limit") or listed.default) <= _SHORT
        await kept_or_served(self._pool, work, scope, receive, send, key, self._prepared, is_ahead=is_short)
