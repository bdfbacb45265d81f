"""Building at an endpoint: what it has, and sending it what differs."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kgraph.model import Quad
from kgraph.namespaces import IRI
from kgraph.store import serialise
from kgraph.store.publishing import Digests, Sent, digests_of, publish
from kgraph.store.snapshot import Snapshot
from kgraph.workspace.config import Workspace
from kgraph.worlds import World, materialise

if TYPE_CHECKING:
    from kgraph.store.remote import RemoteStore

WORLDS_AT_ENDPOINTS = (World("record"), World("undisputed"), World("asserted"))
"""The worlds that a build makes at an endpoint, since others query that by the graphs' names."""


def endpoint(url: str, workspace: Workspace) -> "RemoteStore":
    """The endpoint that a URL names, opened for writing."""
    from kgraph.store.remote import RemoteStore  # imports SPARQLWrapper, which only endpoints need

    return RemoteStore(url.removeprefix("sparql:"), access=workspace.access, timeout=workspace.timeout)


def own_parts(base: str) -> tuple[str, ...]:
    """With what the names of the graphs begin that builds of a workspace make."""
    return tuple(base + part for part in ("doc/", "claim/", "graph/", "world/"))


class Standing:
    """The previous version at an endpoint. Only graphs that differ from the `fresh` ones are read from there."""

    def __init__(self, store: "RemoteStore", known: Digests, fresh: Mapping[IRI, bytes]) -> None:
        self._store, self._known, self._fresh = store, known, fresh

    def dump(self, graph: IRI) -> Iterator[Quad]:
        """The quads of one graph."""
        return self._store.dump(graph)

    def lines(self, beginnings: Sequence[str]) -> Iterator[tuple[IRI, list[bytes]]]:
        """The graphs whose names begin so, each with its triples."""
        if not self._known:
            yield from self._store.lines(beginnings)
        for graph in sorted(self._known):
            if graph.startswith(tuple(beginnings)):
                fresh = self._fresh.get(graph, b"").splitlines(keepends=True)
                same = digests_of([(graph, fresh)]).get(graph) == self._known[graph]
                yield graph, fresh if same else list(self._read(graph))

    def _read(self, graph: IRI) -> Iterator[bytes]:
        for s, p, o, _ in self._store.dump(graph):
            yield f"{serialise(s)} {serialise(p)} {serialise(o)} .\n".encode()


def send(
    store: "RemoteStore", folder: Path, base: str, known: Digests, tell: Callable[[str], None]
) -> tuple[int, Sent]:
    """Make an endpoint have the graphs of a folder's store, and worlds; returns the number of their triples, and what
    was sent."""
    with Snapshot(folder, unread=True) as snapshot:
        made, _ = materialise(snapshot, base, *WORLDS_AT_ENDPOINTS)

        def graphs() -> Iterator[tuple[IRI, list[bytes]]]:
            yield from snapshot.lines([""])
            yield from made.lines([f"{base}world/"])

        sent = publish(store, graphs, known, own_parts(base), tell=tell)
        return sum(len(lines) for _, lines in graphs()), sent
