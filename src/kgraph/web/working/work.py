"""What a process of the server can be given to do, and how what it makes is sent.

A module with work imports no Starlette: the processes, which import it, do without.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Protocol

from kgraph.errors import Stopped
from kgraph.web.settings import Settings
from kgraph.web.working.wire import Head
from kgraph.workspace.graph import Graph

HTML = "text/html; charset=utf-8"
_PIECE = 2**16  # characters

Write = Callable[[bytes], object]
"""Takes the next bytes of an answer."""


class Send(Protocol):
    """Sends an answer, once, while it is made."""

    def __call__(self, head: Head, pieces: Iterator[bytes]) -> None:
        """Send an answer: its head, and its pieces, which are made while they are sent."""

    def written(self, head: Head, make: Callable[[Write], None]) -> None:
        """The same for an answer that `make` writes."""


class Work(Protocol):
    """Something to be done in a process; it goes there as a pickle, so it is a small value of a class of a module."""

    def do(self, graph: Graph, settings: Settings, send: Send) -> None:
        """Make the answer and send it, once; raises `KgraphError`s, and `Problem`."""


@dataclass(frozen=True, slots=True)
class Job:
    """Work, and how many seconds are left for it."""

    work: Work
    seconds: float


def head_of(media_type: str, **headers: str) -> Head:
    """The head of an answer of a media type; the rest of a page's policy is in the page."""
    policy = {"content-security-policy": "frame-ancestors 'none'"} if media_type == HTML else {}
    return Head(200, {"content-type": media_type, **policy, **headers})


def gathered(pieces: Iterable[str], most: int) -> Iterator[bytes]:
    """The text in pieces of some size; raises `Stopped` when there are more than `most` bytes."""
    waiting: list[str] = []
    size = total = 0
    for piece in chain(_short(pieces), [None]):
        if piece is not None:
            waiting.append(piece)
            size += len(piece)
            if size < _PIECE:
                continue
        text = "".join(waiting).encode("utf8", "replace")
        total += len(text)
        if total > most:
            raise Stopped(f"the answer has more than {most:,} bytes, the most that this server sends; ask for less")
        if text:
            yield text
        waiting, size = [], 0


def _short(pieces: Iterable[str]) -> Iterator[str]:
    """The pieces, long ones in several, so that the server never holds or compresses a whole long answer."""
    for piece in pieces:
        for start in range(0, len(piece), _PIECE):
            yield piece[start : start + _PIECE] if len(piece) > _PIECE else piece
