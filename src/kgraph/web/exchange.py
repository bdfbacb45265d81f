"""Reading a request's body and headers, and sending an answer, over ASGI."""

import asyncio
from collections.abc import Callable, Coroutine, Generator, Iterator, Mapping
from contextlib import contextmanager
from http.client import NO_CONTENT
from typing import Any, BinaryIO
from urllib.parse import quote

from starlette.types import Message, Receive, Scope, Send

from kgraph.views.home import problem_page
from kgraph.web.problems import MEDIA_TYPE, Problem
from kgraph.web.settings import Settings
from kgraph.web.working.wire import Head
from kgraph.web.working.work import HTML, head_of

_HEADERS = "kgraph.headers"
_PIECE = 2**18  # bytes of a file that are read and sent at once
_BODIES, _SHARE = 64, 64  # so many longest bodies may be held at once; such a share of each is not counted


def headers_of(scope: Scope) -> dict[str, str]:
    """The headers by their names in lower case; the values of one that is repeated are joined (RFC 9110 §5.3)."""
    known: dict[str, str] | None = scope.get(_HEADERS)
    if known is not None:
        return known
    found: dict[str, str] = {}
    for name, value in scope["headers"]:
        key, text = name.decode("latin-1"), value.decode("latin-1")
        found[key] = f"{found[key]}, {text}" if key in found else text
    scope[_HEADERS] = found
    return found


def address_of(scope: Scope, path: str | None = None) -> str:
    """The address of a path of the server, as the client named the server; by default that of the path that was asked
    for, without parameters."""
    host = headers_of(scope).get("host", "localhost")
    wanted = scope["path"] if path is None else path
    return f"{scope.get('scheme', 'http')}://{quote(host, safe=':[]')}{quote(wanted)}"


def only_reads(scope: Scope) -> None:
    """Raise `Problem`, 405, for a request that is no GET or HEAD."""
    if scope["method"] not in ("GET", "HEAD"):
        raise Problem(405, f"{scope['method']} asks nothing here; use GET", allow="GET, HEAD, OPTIONS")


class _Held:
    """Counts the bytes of bodies that have begun to come, of all clients who need no token.

    Somebody might open thousands of connections, and on none of them send the end. The first part of a body is not
    counted, so that a short one is read whatever others send.
    """

    def __init__(self) -> None:
        self._sum = 0

    @contextmanager
    def counted(self, settings: Settings) -> Iterator[Callable[[int], None]]:
        """What is to be called with a body's size as it grows; raises `Problem`, 503, if too much is held."""
        mine = 0

        def grown(size: int) -> None:
            nonlocal mine
            more = max(0, size - settings.body // _SHARE) - mine
            if more and self._sum + more > _BODIES * settings.body:
                words = "the server holds too many long requests that have not come as a whole; ask again"
                raise Problem(503, words, retry_after="1", connection="close")
            self._sum, mine = self._sum + more, mine + more

        try:
            yield grown
        finally:
            self._sum -= mine


_held = _Held()


async def body_of(receive: Receive, settings: Settings, most: int | None = None) -> bytes:
    """The request's body; raises `Problem`: 413 if it is larger than `most` bytes [`settings.body`], which is for those
    who may write, 408 if it does not come in time, 400 if it breaks off, 503 if too many long ones are coming."""
    found = bytearray()
    try:
        with _held.counted(settings) as grown:
            async with asyncio.timeout(settings.patience):
                while True:
                    message = await receive()
                    if message["type"] == "http.disconnect":
                        raise Problem(400, "the request breaks off")
                    found += message.get("body", b"")
                    if len(found) > (most or settings.body):
                        words = f"the request is larger than {most or settings.body:,} bytes"
                        raise Problem(413, words, connection="close")
                    if most is None:
                        grown(len(found))
                    if not message.get("more_body", False):
                        return bytes(found)
    except TimeoutError:
        words = f"the request did not arrive within {settings.patience:g} s"
        raise Problem(408, words, connection="close") from None


def started(status: int, headers: Mapping[str, str]) -> Message:
    """The message that begins an answer."""
    encoded = [(name.encode("latin-1"), value.encode("latin-1", "replace")) for name, value in headers.items()]
    return {"type": "http.response.start", "status": status, "headers": encoded}


async def within(seconds: float, sending: Coroutine[Any, Any, None]) -> None:
    """Send something; raises `TimeoutError` if the client does not take it in time.

    Most of what is sent goes to the operating system at once, and no timer is begun for it.
    """
    try:
        waits_for = sending.send(None)
    except StopIteration:
        return
    async with asyncio.timeout(seconds):
        await _Rest(sending, waits_for)


class _Rest:
    """What is left of a coroutine that was begun, and waits for something."""

    def __init__(self, begun: Coroutine[Any, Any, None], waits_for: Any) -> None:
        self._begun, self._waits_for = begun, waits_for

    def __await__(self) -> Generator[Any, None, None]:
        waits_for = self._waits_for
        try:
            while True:
                try:
                    yield waits_for
                except BaseException as error:  # noqa: BLE001 # the coroutine is told, whatever it is
                    waits_for = self._begun.throw(error)
                else:
                    waits_for = self._begun.send(None)
        except StopIteration:
            return


async def reply(send: Send, head: Head, body: bytes) -> None:
    """Send an answer that is there as a whole."""
    length = {} if head.status == NO_CONTENT else {"content-length": str(len(body))}  # RFC 9110 §8.6
    await send(started(head.status, {**head.headers, **length}))
    await send({"type": "http.response.body", "body": body})


async def reply_file(scope: Scope, send: Send, head: Head, opened: BinaryIO, start: int, end: int) -> None:
    """Send the bytes of an open file from `start` up to `end`; a HEAD gets the headers alone."""
    await send(started(head.status, {**head.headers, "content-length": str(end - start)}))
    opened.seek(start)
    left = 0 if scope["method"] == "HEAD" else end - start
    while left:
        piece = await asyncio.get_running_loop().run_in_executor(None, opened.read, min(left, _PIECE))
        left = left - len(piece) if piece else 0
        await send({"type": "http.response.body", "body": piece, "more_body": True})
    await send({"type": "http.response.body", "body": b"", "more_body": False})


async def refuse(send: Send, problem: Problem, accept: str = "") -> None:
    """Send a problem: as a page to a browser, whose Accept names HTML, else as JSON."""
    head, body = {"content-type": MEDIA_TYPE}, problem.body()
    if "text/html" in accept:
        head, body = head_of(HTML).headers, problem_page(problem.status, problem.detail).encode("utf8", "replace")
    await reply(send, Head(problem.status, {**head, "vary": "accept", **problem.headers}), body)
