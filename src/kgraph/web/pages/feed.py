"""The feed of what became of the questions in dispute, as it is made in a process."""

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote

from kgraph.building.journal import entries
from kgraph.store import Snapshot
from kgraph.views.feed import MEDIA_TYPE, atom
from kgraph.web.problems import Problem
from kgraph.web.settings import Settings
from kgraph.web.working.wire import Head
from kgraph.web.working.work import Send, gathered, head_of
from kgraph.workspace.graph import Graph

_MOST = 200  # entries that are sent


@dataclass(frozen=True, slots=True)
class Feed:
    """The feed; `address` is that of the workspace's first page, `known` the tags of what the client has already."""

    address: str
    known: str = ""

    def do(self, graph: Graph, settings: Settings, send: Send) -> None:
        """Send it, or that the client has it (RFC 9110 §13.1.2); raises `Problem`, 404, where no journal is kept."""
        if not isinstance(graph.store, Snapshot):
            raise Problem(404, "the feed is of a workspace's own store; this server serves another one")
        text = _text(graph, self.address)
        tag = f'"{hashlib.sha256(text.encode("utf8", "replace")).hexdigest()[:24]}"'
        headers = {"etag": f"W/{tag}", "cache-control": "no-cache"}
        if tag in self.known or self.known.strip() == "*":
            send(Head(304, headers), iter(()))
        else:
            send(head_of(MEDIA_TYPE, **headers), gathered([text], settings.answer))


@lru_cache(maxsize=8)
def _text(graph: Graph, address: str) -> str:
    assert isinstance(graph.store, Snapshot)
    workspace = graph.workspace
    found = entries(graph.store.version)[-_MOST:]
    return atom(found, workspace.title, workspace.base, lambda path: address + quote(path, safe="/"))
