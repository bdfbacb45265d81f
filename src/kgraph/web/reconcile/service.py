"""The addresses of the reconciliation service, as an ASGI application."""

import asyncio
from dataclasses import replace
from typing import NoReturn

from starlette.types import Receive, Scope, Send

from kgraph.web.exchange import address_of, body_of, headers_of, reply
from kgraph.web.problems import Problem
from kgraph.web.reconcile.work import Asked, page_of, prepare
from kgraph.web.serving import served
from kgraph.web.sparql.protocol import pairs
from kgraph.web.working.pool import Pool
from kgraph.web.working.preparing import Prepared
from kgraph.web.working.wire import Head

_FORM, _JSON = "application/x-www-form-urlencoded", "application/json"
_ROOT = ("queries", "query", "extend")
_BY_GET = {
    "preview": "id",
    "view": "id",
    "suggest/entity": "prefix",
    "suggest/type": "prefix",
    "suggest/property": "prefix",
    "flyout/entity": "id",
    "flyout/type": "id",
    "flyout/property": "id",
    "extend/propose": "type",
}
"""The parameter of each address that is asked by GET; others are passed over, since clients send their own."""
_BY_POST = ("match", "extend")
"""The addresses that take JSON, as the draft of 1.0 has them."""
_LONG = ("queries", "query", "match", "extend")
"""What may take long, since it asks for many things at once."""
_DRAFT = "draft"
_NO_JSONP = "JSONP is not served: a page of any site could read the graph through it; --cors names the pages that may"


class Reconcile:
    """Answers at `/reconcile` in the forms of 0.2, at `/reconcile/draft` in those of the draft of 1.0, and below both
    at the addresses that the draft gives to suggestions, previews and data extension."""

    def __init__(self, pool: Pool) -> None:
        self._pool, self._prepared = pool, Prepared(pool, prepare, "the names of the graph's things")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        path = str(scope.get("path_params", {}).get("path", "")).strip("/")
        asked = Asked("", address=_address(scope, path), draft=path.split("/")[0] == _DRAFT)
        path = path.removeprefix(_DRAFT).strip("/") if asked.draft else path
        given = dict(pairs(scope["query_string"]))
        if "callback" in given:
            raise Problem(400, _NO_JSONP)
        if path == "view":
            thing = _one(given, "id", path)
            if not thing.startswith(("http://", "https://")):
                await reply(send, Head(303, {"location": page_of(asked.address, thing)}), b"")
                return
        work = await self._asked(asked, path, given, scope, receive)
        if work.what not in _LONG:
            await served(await self._prepared.ready(), work, scope, receive, send)
            return
        until = asyncio.get_running_loop().time() + self._pool.settings.deadline
        async with self._prepared.turns.turn(scope["client"][0] if scope.get("client") else "", until):
            await served(await self._prepared.ready(), work, scope, receive, send, until=until)

    async def _asked(self, asked: Asked, path: str, given: dict[str, str], scope: Scope, receive: Receive) -> Asked:
        method = scope["method"]
        if method not in ("GET", "HEAD", "POST"):
            _allow(method, "GET, HEAD, POST, OPTIONS")
        body = await body_of(receive, self._pool.settings) if method == "POST" else b""
        kind = headers_of(scope).get("content-type", "").partition(";")[0].strip().lower()
        if path == "":
            return _at_root(asked, method, given, kind, body)
        if path in _BY_POST and method == "POST":
            if kind != _JSON:
                raise Problem(415, f"a body of '{kind[:100]}' is not for this address; send {_JSON}", accept_post=_JSON)
            return replace(asked, what=path, text=body, draft=True)
        if path in _BY_POST:
            _allow(method, "POST, OPTIONS")
        if path not in _BY_GET:
            raise Problem(404, f"the reconciliation service has nothing at '{path[:200]}'")
        if method == "POST":
            _allow(method, "GET, HEAD, OPTIONS")
        return _by_get(asked, path, given)


def _at_root(asked: Asked, method: str, given: dict[str, str], kind: str, body: bytes) -> Asked:
    if method == "POST":
        if kind == _JSON:
            return replace(asked, what="match", text=body, draft=True)
        if kind != _FORM:
            raise Problem(
                415, f"a body of '{kind[:100]}' asks nothing here; send {_FORM}", accept_post=f"{_FORM}, {_JSON}"
            )
        given = given | dict(pairs(body))
    for name in given.keys() - {*_ROOT}:
        raise Problem(400, f"no parameter is called '{name[:100]}'; there are {', '.join(_ROOT)}")
    if len(given) > 1:
        raise Problem(400, f"give one of {', '.join(given)}")
    if not given:
        if method == "POST":
            raise Problem(400, f"nothing is asked; give one of {', '.join(_ROOT)}")
        return replace(asked, what="manifest")
    [(name, text)] = given.items()
    return replace(asked, what=name, text=text, draft=False)


def _by_get(asked: Asked, path: str, given: dict[str, str]) -> Asked:
    text = given.get("type", "") if path == "extend/propose" else _one(given, _BY_GET[path], path)
    skip = _number(given, "cursor") if "cursor" in given else _number(given, "offset")
    limit = _number(given, "limit")
    if not limit and path.startswith("suggest/"):
        limit = Asked("").limit
    return replace(asked, what=path, text=text, skip=skip, limit=limit)


def _one(given: dict[str, str], name: str, path: str) -> str:
    if name not in given:
        raise Problem(400, f"'{path}' needs the parameter '{name}'")
    return given[name]


def _number(given: dict[str, str], name: str) -> int:
    text = given.get(name) or "0"
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise Problem(400, f"'{name}' is no whole number: '{text[:50]}'")
    return int(text)


def _address(scope: Scope, path: str) -> str:
    """The address of the service, or of its draft, as the client calls it."""
    root = scope["path"].rstrip("/").removesuffix(path).rstrip("/")
    if path.split("/")[0] == _DRAFT:
        root += f"/{_DRAFT}"
    return address_of(scope, root)


def _allow(method: str, allowed: str) -> NoReturn:
    raise Problem(405, f"{method} is not for this address; it takes {allowed}", allow=allowed)
