"""What every request and every answer goes through: who may ask, which pages may read, how long a client may take."""

import re

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kgraph.web.exchange import headers_of, refuse, within
from kgraph.web.problems import Problem
from kgraph.web.settings import Settings

_PORT = re.compile(r":\d+$")
_ALWAYS = [
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
]
_NO_FRAME = (b"x-frame-options", b"DENY")
_POLICY = (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'")
_EXPOSED = "kgraph-remark, kgraph-added, kgraph-removed"  # headers that pages of other origins may read


class Safety:
    """Refuses other hosts than those of the settings, tells problems, and marks every answer.

    A page of another site can make its own name point to this machine (DNS rebinding), and would then read what is
    served to nobody else; its requests have its name as their Host.
    """

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app, self._settings = app, settings
        self._hosts = frozenset(host.lower() for host in settings.hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = headers_of(scope)
        begun, patience = False, self._settings.patience
        marks = [*_ALWAYS, *self._cors(headers.get("origin", ""))]
        varies = bool(self._settings.origins) and "*" not in self._settings.origins

        async def marked(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                own = [
                    (name, _varied(value) if name == b"vary" and varies else value)
                    for name, value in message["headers"]
                ]
                policy = [] if any(name == _POLICY[0] for name, _ in own) else [_POLICY]
                if all(_forbids_frames(value) for name, value in [*own, *policy] if name == _POLICY[0]):
                    policy.append(_NO_FRAME)
                if varies and not any(name == b"vary" for name, _ in own):
                    policy.append((b"vary", b"origin"))
                message = {**message, "headers": [*own, *marks, *policy]}
            await within(patience, send(message))  # type: ignore[arg-type] # servers' functions are coroutines

        try:
            self._check_host(headers)
            if scope["method"] == "OPTIONS":
                await self._tell_methods(headers, marked)
                return
            await self._app(scope, receive, marked)
        except Problem as problem:
            if not begun:
                await refuse(marked, problem, headers.get("accept", ""))
        except TimeoutError:
            return  # the client takes nothing: uvicorn closes the connection of an answer that is not whole

    def _check_host(self, headers: dict[str, str]) -> None:
        host = _PORT.sub("", headers.get("host", "")).lower()
        if host not in self._hosts and "*" not in self._hosts:
            known = ", ".join(sorted(self._hosts))
            raise Problem(421, f"this server is not '{host[:100]}'; it answers as {known} (--allow-host names others)")

    def _cors(self, origin: str) -> list[tuple[bytes, bytes]]:
        """The headers that let a page of this origin read an answer (Fetch §3.2)."""
        origins = self._settings.origins
        allowed = "*" if "*" in origins else origin if origin in origins else ""
        if not allowed:
            return []
        told = {"access-control-allow-origin": allowed, "access-control-expose-headers": _EXPOSED}
        return [(name.encode(), value.encode("latin-1")) for name, value in told.items()]

    async def _tell_methods(self, headers: dict[str, str], send: Send) -> None:
        told = {"allow": "GET, HEAD, POST, OPTIONS"}
        if self._settings.origins and "access-control-request-method" in headers:
            told["access-control-allow-methods"] = "GET, HEAD, POST"
            told["access-control-allow-headers"] = "accept, content-type"
            told["access-control-max-age"] = "86400"
        encoded = [(name.encode(), value.encode()) for name, value in told.items()]
        await send({"type": "http.response.start", "status": 204, "headers": encoded})
        await send({"type": "http.response.body", "body": b""})


def _forbids_frames(policy: bytes) -> bool:
    """Whether a policy says that no page may show the answer in a frame."""
    return b"frame-ancestors 'none'" in policy or b"frame-ancestors" not in policy


def _varied(value: bytes) -> bytes:
    """The value of Vary for an answer whose headers depend on who reads it, too."""
    return value + b", origin"
