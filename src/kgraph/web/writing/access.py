"""Who may write: whoever sends the token (RFC 6750), and no page of another site."""

import hashlib
import hmac
import os
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from kgraph.errors import UsageError
from kgraph.listing import read_text
from kgraph.web.problems import Problem

VARIABLE = "KGRAPH_TOKEN"
_SHORTEST = 16


class Access:
    """Tells who may write. It keeps the token's digest alone, and gives it to no process that answers."""

    def __init__(self, token: str) -> None:
        if len(token) < _SHORTEST or not token.isascii() or not token.isprintable() or " " in token:
            fix = "make one with 'openssl rand -hex 24', say"
            raise UsageError(f"the token needs {_SHORTEST} or more printable ASCII characters without a space; {fix}")
        self._digest = hashlib.sha256(token.encode()).digest()

    def check(self, headers: Mapping[str, str]) -> None:
        """Raise `Problem`: 403 for a page of another site, 401 without the token or with another one."""
        origin = headers.get("origin")
        if origin is not None and _host(origin) != headers.get("host", "").lower():
            raise Problem(403, f"a page of '{origin[:100]}' may not write here")
        scheme, _, given = headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            raise Problem(
                401, "writing needs the token: Authorization: Bearer …", www_authenticate='Bearer realm="kgraph"'
            )
        digest = hashlib.sha256(given.strip().encode("utf8", "replace")).digest()
        if not hmac.compare_digest(digest, self._digest):
            told = 'Bearer realm="kgraph", error="invalid_token"'
            raise Problem(401, "this is not the token of this server", www_authenticate=told)


def _host(origin: str) -> str:
    """The host and port of an origin; "" for what is none."""
    try:
        return urlsplit(origin).netloc.lower()
    except ValueError:
        return ""


def read_token(file: Path | None) -> str:
    """The token of a file, else of the environment, out of which it is taken; raises `UsageError` if there is none."""
    kept = os.environ.pop(VARIABLE, "")
    token = (read_text(file) if file else kept).strip()
    if not token:
        where = f"{file} is empty" if file else f"{VARIABLE} is not set, and there is no --token-file"
        raise UsageError(f"writing needs a token, and {where}; make one with 'openssl rand -hex 24', say")
    return token
