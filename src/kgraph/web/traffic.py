"""Every request from its arrival to the end of its answer: counted for metrics, and noted in the access log."""

import time

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kgraph.web.access_log import AccessLog, Entry, short, without_names
from kgraph.web.histogram import Histogram
from kgraph.web.overdue import late_at_end
from kgraph.web.settings import Settings

CLASSES = ("1xx", "2xx", "3xx", "4xx", "5xx", "none")
"""The kinds of answers that are counted; `none`: the client was gone before there was one."""
_GONE = 499  # as nginx logs it


class Traffic:
    """The numbers of all requests since the server began, and its access log, if it has one."""

    def __init__(self, settings: Settings) -> None:
        self.log = AccessLog(settings) if settings.access_log else None
        self._is_full = settings.access_full
        self.statuses = dict.fromkeys(CLASSES, 0)
        self.durations, self.late = Histogram(), Histogram()
        self.sent = self.broken = 0

    async def passed(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        """Have an application answer a request, and note what became of it."""
        path, seen, begun = scope["path"], _Seen(send), time.perf_counter()
        try:
            await app(scope, receive, seen)
        finally:
            self._note(scope, path, seen, time.perf_counter() - begun)

    def _note(self, scope: Scope, path: str, seen: "_Seen", seconds: float) -> None:
        self.statuses[f"{seen.status // 100}xx" if seen.status else "none"] += 1
        self.durations.note(seconds)
        late = late_at_end(scope)
        if late is not None:
            self.late.note(late)
        sent = 0 if scope["method"] == "HEAD" else seen.sent
        self.sent += sent
        self.broken += bool(seen.status) and not seen.is_whole
        if self.log:
            client = scope["client"][0] if scope.get("client") else ""
            shown = short(path if self._is_full else without_names(path))
            method, version, status = scope["method"], scope.get("http_version", "1.1"), seen.status or _GONE
            entry = Entry(
                time.time(), short(client), short(method), shown, version, status, sent, seconds, seen.is_whole, late
            )
            self.log.add(entry, scope["query_string"], scope["headers"])


class _Seen:
    """Passes an answer on, and sees its status and its size."""

    __slots__ = ("_send", "is_whole", "sent", "status")

    def __init__(self, send: Send) -> None:
        self._send = send
        self.status = self.sent = 0
        self.is_whole = False

    async def __call__(self, message: Message) -> None:
        await self._send(message)
        if message["type"] == "http.response.body":
            self.sent += len(message.get("body", b""))
            self.is_whole = not message.get("more_body", False)
        elif message["type"] == "http.response.start":
            self.status = message["status"]
