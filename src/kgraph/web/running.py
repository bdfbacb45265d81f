"""Running a server: uvicorn, with bounds on what a client may send before it has asked anything."""

import asyncio
import logging
import signal
import socket
from collections.abc import Callable

import uvicorn
from starlette.types import ASGIApp

from kgraph.errors import StoreError, UsageError
from kgraph.web.guarding import guarded
from kgraph.web.settings import Settings

_LONGEST_STOP = 10  # seconds in which requests may end when the server is told to stop
_TO_TELL = 1.0  # of these, the last seconds, in which those who are not done are told so
_NO_NEWS = (
    "Invalid HTTP request",
    "ASGI callable returned",
    "Unsupported upgrade",
    "No supported WebSocket",
    "Application startup",
)


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
    """Serve an application until the process gets SIGTERM, and return, or SIGINT, and raise `KeyboardInterrupt`;
    `begun` is called when it answers.

    Requests that are being answered may end within ten seconds; an application that has `end_answers` is asked a second
    before to end what is left, so that clients are told. Ends the process with the code of a
    `StoreError` if the application cannot begin.
    """
    logging.getLogger("uvicorn.error").addFilter(_is_news)
    config = uvicorn.Config(
        app,
        http=guarded(settings),
        ws="none",
        access_log=False,
        log_level="warning",
        server_header=False,
        timeout_keep_alive=int(settings.patience),
        timeout_graceful_shutdown=_LONGEST_STOP,
    )
    server = _Server(config, begun)
    # uvicorn ends by SIGTERM, then sends it again; that must not end the process before its caller has cleaned up
    signal.signal(signal.SIGTERM, lambda number, frame: None)
    try:
        server.run(sockets=[at])
    except SystemExit:  # the log says why; uvicorn's own code for it means something else here
        raise SystemExit(StoreError.exit_code) from None
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


def address_of(at: socket.socket) -> tuple[str, int]:
    """The host and port of a socket that listens."""
    host, port, *_ = at.getsockname()
    return str(host), int(port)
