"""Bounds on what a client may send before it has asked anything, within uvicorn's own reading of HTTP."""

import asyncio
import re

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from kgraph.web.settings import Settings

_MOST_HEADERS = 100
_UPGRADE = re.compile(rb"(\n)upgrade[ \t]*:", re.IGNORECASE)
_UPGRADE_BEGUN = re.compile(rb"(\n)u(?:p(?:g(?:r(?:a(?:d(?:e[ \t]*)?)?)?)?)?)?\Z", re.IGNORECASE)
_TOO_LARGE = b"HTTP/1.1 431 Request Header Fields Too Large\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"
_TOO_SLOW = b"HTTP/1.1 408 Request Timeout\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"


def guarded(settings: Settings) -> type[asyncio.Protocol]:
    """The protocol with these bounds, for uvicorn, which makes one for each connection."""
    return type("Guarded", (Guarded,), {"_settings": settings})


class Guarded(HttpToolsProtocol):
    """uvicorn's protocol, which lets a client take neither endless time nor endless memory for a request's line and
    headers: `guarded` gives it the bounds."""

    _settings: Settings

    _taken = _head = 0
    _context = _kept = b""  # the last bytes passed on; those after them, where a header of interest may begin
    _timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as uvicorn has it
        """Begin to wait for the first request."""
        self._cycles: list[RequestResponseCycle] = []
        super().connection_made(transport)
        self._wait()

    def connection_lost(self, error: Exception | None) -> None:
        """End what is left of the connection."""
        self._stop_waiting()
        self._part()
        super().connection_lost(error)

    def data_received(self, data: bytes) -> None:
        """Take some bytes, if they are not too many and not too late."""
        if self._timer is None and (self.cycle is None or self.cycle.response_complete):
            self._wait()  # the next request of a connection that is kept
        if self._timer is not None:
            data = self._staying(data)
            self._taken += len(data)
            if self._taken > self._settings.head + self._settings.body:
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
        """Begin to weigh a request."""
        super().on_message_begin()
        self._head = 0

    def on_url(self, url: bytes) -> None:
        """Weigh the request's line."""
        super().on_url(url)
        self._weigh(len(url))

    def on_header(self, name: bytes, value: bytes) -> None:
        """Weigh a header."""
        super().on_header(name, value)
        self._weigh(len(name) + len(value))

    def _weigh(self, size: int) -> None:
        self._head += size
        if self._head > self._settings.head or len(self.headers) > _MOST_HEADERS:
            self._leave(_TOO_LARGE)

    def on_headers_complete(self) -> None:
        """Wait no longer: the request has begun."""
        self._stop_waiting()
        if not self.transport.is_closing():
            super().on_headers_complete()
            self._cycles = [one for one in self._cycles if not one.response_complete] + [self.cycle]

    def _wait(self) -> None:
        self._taken = 0
        self._context = self._kept = b""
        self._timer = self.loop.call_later(self._settings.patience, self._leave, _TOO_SLOW)

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
        """Refuse what is no HTTP."""
        super().send_400_response(msg)
        self._part()

    def _part(self) -> None:
        """Tell all requests of the connection that nobody waits for their answers; uvicorn tells the last alone."""
        for one in self._cycles:
            one.disconnected = one.disconnected or not one.response_complete
            one.message_event.set()
