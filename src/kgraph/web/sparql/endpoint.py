"""The SPARQL endpoint of a workspace, as an ASGI application."""

from collections.abc import Mapping
from typing import Protocol
from urllib.parse import quote, urlencode

from starlette.types import Receive, Scope, Send

from kgraph.web.exchange import body_of, headers_of, reply
from kgraph.web.formats import TRIPLES, chosen
from kgraph.web.problems import Problem
from kgraph.web.serving import served
from kgraph.web.sparql.answering import Query
from kgraph.web.sparql.description import described
from kgraph.web.sparql.protocol import Choice, Updating, is_update, read_request, read_update
from kgraph.web.working.pool import Pool
from kgraph.web.working.repeating import Key
from kgraph.web.working.wire import Head

_PAGE = "html"
_DESCRIBED = {**TRIPLES, _PAGE: "text/html"}


class Updates(Protocol):
    """Who carries out updates (see `web.writing`)."""

    def check(self, headers: Mapping[str, str]) -> None:
        """Raise `Problem` for a request of somebody who may not write."""

    async def update(self, asked: Updating, scope: Scope, send: Send) -> None:
        """Carry out an update, and answer it."""


class Endpoint:
    """Answers queries of the SPARQL 1.1 Protocol at its path, and in the world that the path after it names.

    A request without a query gets the endpoint's description, a browser's leads to the form for SPARQL.
    """

    def __init__(self, pool: Pool, updates: Updates | None = None) -> None:
        self._pool, self._updates = pool, updates

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        headers = headers_of(scope)
        body = await self._body(scope, headers, receive)
        if self._updates and scope["method"] == "POST" and is_update(headers, body):
            self._updates.check(headers)
            update = read_update(_after_endpoint(scope), scope["query_string"], headers, body)
            await self._updates.update(update, scope, send)
            return
        key = _key(scope, headers, body)
        if known := self._pool.repeated(key):
            await reply(send, *known)
            return
        asked = read_request(scope["method"], _after_endpoint(scope), scope["query_string"], headers, body)
        if asked.text is None:
            if scope["method"] == "POST":
                raise Problem(400, "there is no query; send one as the parameter 'query', or as the body")
            if not asked.form and chosen(_DESCRIBED, "", asked.accept) == _PAGE:
                address = form_for(scope["path"], _after_endpoint(scope), asked.choice)
                await reply(send, Head(303, {"location": address, "vary": "accept"}), b"")
                return
            media_type, text = described(scope, asked, self._pool.place, is_writable=self._updates is not None)
            await reply(send, Head(200, {"content-type": media_type, "vary": "accept"}), text)
            return
        await served(self._pool, Query(asked), scope, receive, send, key)

    async def _body(self, scope: Scope, headers: Mapping[str, str], receive: Receive) -> bytes:
        """The body; a longer one is read of those who may write alone."""
        if scope["method"] != "POST":
            return b""
        if not (self._updates and is_update(headers)):
            return await body_of(receive, self._pool.settings)
        self._updates.check(headers)
        return await body_of(receive, self._pool.settings, self._pool.settings.upload)


def form_for(path: str, after: str, choice: Choice) -> str:
    """The address of the form for SPARQL, in the chosen world, as seen from `path`, which has `after` after "/sparql/".

    >>> form_for("/sparql", "", Choice()), form_for("/sparql/", "", Choice())
    ('query', '../query')
    >>> form_for("/sparql/as-of/2025-11-01", "as-of/2025-11-01", Choice("", (), "2025-11-01"))
    '../../query?as-of=2025-11-01'
    """
    named = {"world": choice.world, "according-to": choice.according_to, "as-of": choice.as_of}
    asked = urlencode({name: value for name, value in named.items() if value}, doseq=True, quote_via=quote)
    up = after.count("/") + bool(after or path.endswith("/"))
    return "../" * up + "query" + (f"?{asked}" if asked else "")


def _key(scope: Scope, headers: dict[str, str], body: bytes) -> Key:
    """All that `read_request` and the answer look at."""
    method, kind = ("POST", headers.get("content-type", "")) if scope["method"] == "POST" else (scope["method"], "")
    return method, scope.get("raw_path") or scope["path"], scope["query_string"], headers.get("accept", ""), kind, body


def _after_endpoint(scope: Scope) -> str:
    """What the address has after `/sparql/`, still encoded, since a claimant's name may have a slash of its own."""
    decoded = str(scope.get("path_params", {}).get("path", ""))
    before = scope["path"].removesuffix(decoded)
    raw = scope.get("raw_path", b"").decode("ascii", "replace")
    return raw.removeprefix(before) if raw.startswith(before) else quote(decoded)
