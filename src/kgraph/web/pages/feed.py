"""The feed of what became of the questions in dispute, as it is made in a process."""

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote

from kgraph.analysis.diff import Entry
from kgraph.building.journal import entries
from kgraph.store import Snapshot
from kgraph.views.disputes import in_lines
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
        if tag in self.known:
            send(Head(304, headers), iter(()))
        else:
            send(head_of(MEDIA_TYPE, **headers), gathered([text], settings.answer))


@lru_cache(maxsize=8)
def _text(graph: Graph, address: str) -> str:
    assert isinstance(graph.store, Snapshot)
    found = entries(graph.store.version)[-_MOST:]
    now = _now(graph) if any(_is_bare(one) for one in found) else {}
    return atom(found, now, graph.workspace.title, graph.workspace.base, lambda path: address + quote(path, safe="/"))


def _is_bare(entry: Entry) -> bool:
    """Whether the entry has no words of its own on the positions: it is of a first build."""
    return not entry.what


def _now(graph: Graph) -> dict[str, list[str]]:
    """The lines of the questions that are open now."""
    found = graph.disputed()
    told = in_lines(found)
    return {str(one.id): [line for _, line in lines] for one, (_, lines) in zip(found.questions, told, strict=False)}
