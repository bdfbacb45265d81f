"""`/browse`: what things and documents there are (`kind`), and what some words find (`text`)."""

from starlette.types import Receive, Scope, Send

from kgraph.errors import short
from kgraph.web.browsing.work import Browse
from kgraph.web.exchange import only_reads
from kgraph.web.problems import Problem
from kgraph.web.serving import kept_or_served
from kgraph.web.sparql.protocol import taken
from kgraph.web.working.pool import Pool
from kgraph.web.working.preparing import Prepared

_TAKEN = ("kind", "text", "skip")
_LONGEST, _DIGITS = 200, 9


class Browsing:
    """Answers at `/browse`, by processes that have read the lists, once there are any."""

    def __init__(self, pool: Pool, prepared: Prepared) -> None:
        self._pool, self._prepared = pool, prepared

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the page."""
        only_reads(scope)
        asked = _read(scope["query_string"])
        key = ("browse", asked.kind, asked.text, str(asked.skip))
        await kept_or_served(self._pool, asked, scope, receive, send, key, self._prepared, is_ahead=True)


def _read(parameters: bytes) -> Browse:
    """What is asked; raises `Problem`, 400, for a parameter that is unknown or wrong."""
    given = {name: value.strip() for name, value in taken(parameters, *_TAKEN).items()}
    text, skip = given.get("text", ""), given.get("skip") or "0"
    if len(text) > _LONGEST:
        raise Problem(400, f"'text' has {len(text):,} characters; give {_LONGEST} at most")
    if not (skip.isascii() and skip.isdecimal() and len(skip) <= _DIGITS):
        raise Problem(400, f"'skip' is no whole number: '{short(skip, 50)}'")
    return Browse(given.get("kind", ""), text, int(skip))
