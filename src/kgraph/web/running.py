"""Running a server: uvicorn, with bounds on what a client may send before it has asked anything."""

import asyncio
import logging
import re
import socket
from collections.abc import Callable

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from kgraph.errors import UsageError
from kgraph.web.settings import Settings

_MOST_HEADERS = 100
_LONGEST_STOP = 10  # seconds in which requests may end when the server is told to stop
_TO_TELL = 1.0  # of these, the last seconds, in which those who are not done are told so
_NO_NEWS = ("Invalid HTTP request", "ASGI callable returned", "Unsupported upgrade", "No supported WebSocket")
_UPGRADE = re.compile(rb"(\n)upgrade[ \t]*:", re.IGNORECASE)
_UPGRADE_BEGUN = re.compile(rb"(\n)u(?:p(?:g(?:r(?:a(?:d(?:e[ \t]*)?)?)?)?)?)?\Z", re.IGNORECASE)
_TOO_LARGE = b"HTTP/1.1 431 Request Header Fields Too Large\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"
_TOO_SLOW = b"HTTP/1.1 408 Request Timeout\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"


def listening(host: str, port: int) -> socket.socket:
    """A socket that listens at an address, port 0 for any free one; raises `UsageError` if the address cannot be
    had."""
    opened = None
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        opened = socket.socket(family, kind, protocol)
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        opened.bind(address)
        opened.listen(2048)
    except (OSError, OverflowError) as error:
        if opened is not None:
            opened.close()
        words = getattr(error, "strerror", None) or str(error)
        raise UsageError(f"{host}:{port} cannot be listened at: {words}; name another --port or --host") from error
    return opened


def serve(app: ASGIApp, at: socket.socket, settings: Settings, begun: Callable[[], None]) -> None:
    """Serve an application until the process gets SIGINT or SIGTERM; `begun` is called when it answers.

    Requests that are being answered may end within ten seconds; an application that has `end_answers` is asked a second
    before to end what is left, so that clients are told. Raises `UsageError` if the application cannot begin.
    """
    logging.getLogger("uvicorn.error").addFilter(_is_news)
    config = uvicorn.Config(
        app,
        http=_guarded(settings),
        ws="none",
        access_log=False,
        log_level="warning",
        server_header=False,
        timeout_keep_alive=int(settings.patience),
        timeout_graceful_shutdown=_LONGEST_STOP,
    )
    server = _Server(config, begun)
    server.run(sockets=[at])
    if not server.started:
        raise UsageError("the server could not begin; the lines above say why")


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, begun: Callable[[], None]) -> None:
        super().__init__(config)
        self._begun = begun

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._begun()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        end = getattr(self.config.app, "end_answers", None)
        timer = asyncio.get_running_loop().call_later(_LONGEST_STOP - _TO_TELL, end) if end else None
        await super().shutdown(sockets)
        if timer:
            timer.cancel()


def _is_news(record: logging.LogRecord) -> bool:
    """Whether a line of uvicorn's log tells an operator anything: what clients send wrong, and answers that are broken
    off on purpose, are no news; why a process cannot begin is told by the pool, in one line."""
    said = record.getMessage()
    return not said.startswith(_NO_NEWS) and not (said.startswith("Traceback") and "kgraph.errors.Stopped" in said)


def _guarded(settings: Settings) -> type[asyncio.Protocol]:
    class Guarded(HttpToolsProtocol):
        """uvicorn's protocol, which lets a client take neither endless time nor endless memory for a request's line and
        headers."""

        _taken = _head = 0
        _context = _kept = b""  # the last bytes passed on; those after them, where a header of interest may begin
        _timer: asyncio.TimerHandle | None = None

        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as uvicorn has it
            self._cycles: list[RequestResponseCycle] = []
            super().connection_made(transport)
            self._wait()

        def connection_lost(self, error: Exception | None) -> None:
            self._stop_waiting()
            self._part()
            super().connection_lost(error)

        def data_received(self, data: bytes) -> None:
            if self._timer is None and (self.cycle is None or self.cycle.response_complete):
                self._wait()  # the next request of a connection that is kept
            if self._timer is not None:
                data = self._staying(data)
                self._taken += len(data)
                if self._taken > settings.head + settings.body:
                    self._leave(_TOO_LARGE)
                    return
            super().data_received(data)

        def _staying(self, data: bytes) -> bytes:
            """The bytes without a wish to change to HTTP/2, as Java's client has it in each first request: the parser
            would pass over the request's body."""
            context, kept = self._context, b""
            head, end, rest = (context + self._kept + data).partition(b"\r\n\r\n")
            if not end and (begun := _UPGRADE_BEGUN.search(head)):
                head, kept = head[: begun.end(1)], head[begun.end(1) :]
            if b"grade" in head.lower():
                head = _UPGRADE.sub(b"\\1x-grade:", head)
            passed = head + end + rest
            self._context, self._kept = passed[-3:], kept
            return passed[len(context) :]

        def on_message_begin(self) -> None:
            super().on_message_begin()
            self._head = 0

        def on_url(self, url: bytes) -> None:
            super().on_url(url)
            self._weigh(len(url))

        def on_header(self, name: bytes, value: bytes) -> None:
            super().on_header(name, value)
            self._weigh(len(name) + len(value))

        def _weigh(self, size: int) -> None:
            self._head += size
            if self._head > settings.head or len(self.headers) > _MOST_HEADERS:
                self._leave(_TOO_LARGE)

        def on_headers_complete(self) -> None:
            self._stop_waiting()
            if not self.transport.is_closing():
                super().on_headers_complete()
                self._cycles = [one for one in self._cycles if not one.response_complete] + [self.cycle]

        def _wait(self) -> None:
            self._taken = 0
            self._context = self._kept = b""
            self._timer = self.loop.call_later(settings.patience, self._leave, _TOO_SLOW)

        def _stop_waiting(self) -> None:
            if self._timer is not None:
                self._timer.cancel()
                self._timer = None

        def _leave(self, answer: bytes) -> None:
            if not self.transport.is_closing():
                self.transport.write(answer)
                self.transport.close()
                self._part()

        def send_400_response(self, msg: str) -> None:
            super().send_400_response(msg)
            self._part()

        def _part(self) -> None:
            """Tell all requests of the connection that nobody waits for their answers; uvicorn tells the last alone."""
            for one in self._cycles:
                one.disconnected = one.disconnected or not one.response_complete
                one.message_event.set()

    return Guarded


def address_of(at: socket.socket) -> tuple[str, int]:
    """The host and port of a socket that listens."""
    host, port, *_ = at.getsockname()
    return str(host), int(port)
