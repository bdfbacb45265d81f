"""Building at an endpoint: what it has, and sending it what differs.

The workspace keeps the lines that it sent to an endpoint. By them the next build sends only lines that differ. A build
elsewhere, which does not have them, sends whole graphs that differ.
"""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from kgraph.disk import replaced_folder
from kgraph.errors import UsageError
from kgraph.model import Quad
from kgraph.namespaces import IRI
from kgraph.store import serialise
from kgraph.store.canonical import canonical_lines
from kgraph.store.common import own_nodes
from kgraph.store.filed import Filed, digest_of, in_order
from kgraph.store.finishing import last_written
from kgraph.store.packed import Packed
from kgraph.store.publishing import Digests
from kgraph.store.staging import bases
from kgraph.workspace.config import Workspace
from kgraph.worlds import World, lines_of_world, world_iri

if TYPE_CHECKING:
    from kgraph.store.remote import RemoteStore

WORLDS_AT_ENDPOINTS = (World("record"), World("undisputed"), World("asserted"))
"""The worlds that a build makes at an endpoint, since others query that by the graphs' names."""

_LINES = "lines.sqlite"


def endpoint(url: str, workspace: Workspace) -> "RemoteStore":
    """The endpoint that a URL names, opened for writing."""
    from kgraph.store.remote import RemoteStore  # imports SPARQLWrapper, which only endpoints need

    return RemoteStore(
        url.removeprefix("sparql:"), base=workspace.base, access=workspace.access, timeout=workspace.timeout
    )


def own_parts(base: str) -> tuple[str, ...]:
    """With what the names of the graphs begin that builds of a workspace make."""
    return tuple(base + part for part in ("doc/", "claim/", "graph/", "world/"))


def check_apart(store: "RemoteStore", base: str) -> None:
    """Raise `UsageError` if graphs of another workspace at an endpoint have names like this one's: each build would
    remove the other's graphs."""
    for other in bases(last_written(store)):
        if other != base and (base.startswith(own_parts(other)) or other.startswith(own_parts(base))):
            raise UsageError(
                f"{store.url}: a workspace with the base <{other}> has built there, and its graphs cannot be told from "
                f"those of <{base}>; give this workspace another base, or build it elsewhere"
            )


@contextmanager
def sending(workspace: Workspace, url: str) -> Iterator[tuple[Filed | None, Filed]]:
    """The lines that were sent to an endpoint, if they are kept, and an empty file for those that are to be there.

    The second takes the first one's place if the block ends well.
    """
    folder = workspace.kept / "sent" / hashlib.sha256(url.encode()).hexdigest()[:16]
    with replaced_folder(folder) as fresh, ExitStack() as files:
        kept = folder / _LINES
        before = files.enter_context(Filed(kept)) if kept.is_file() else None
        fresh.mkdir()
        now = files.enter_context(Filed(fresh / _LINES))
        yield before, now
        now.flush()


def canonical(graphs: Packed) -> Packed:
    """The graphs with their lines sorted, and with labels of blank nodes that are the same in each build."""

    def read() -> Iterator[tuple[IRI, list[bytes]]]:
        return ((graph, list(graphs.lines(graph))) for graph in sorted(graphs))

    return Packed.of_lines(canonical_lines(read))


def write(graphs: Packed, base: str, to: Filed) -> None:
    """Write graphs, and the worlds that are made of them, to a file."""
    for graph in graphs:
        to.add(graph, sorted(graphs.lines(graph)))
    for world in WORLDS_AT_ENDPOINTS:
        pieces = own_nodes(lines_of_world(graphs, base, world))
        to.add(world_iri(base, world), in_order(line for piece in pieces for line in piece.splitlines(keepends=True)))


class Standing:
    """The previous version at an endpoint. Only graphs that differ from the `fresh` ones and are not kept are read from
    there."""

    def __init__(self, store: "RemoteStore", known: Digests, before: Filed | None, fresh: Packed) -> None:
        self._store, self._known, self._before, self._fresh = store, known, before, fresh

    def dump(self, graph: IRI) -> Iterator[Quad]:
        """The quads of one graph."""
        return self._store.dump(graph)

    def lines(self, beginnings: Sequence[str]) -> Iterator[tuple[IRI, list[bytes]]]:
        """The graphs whose names begin so, each with its triples."""
        if not self._known:
            yield from self._store.lines(beginnings)
        for graph in sorted(self._known):
            if graph.startswith(tuple(beginnings)):
                yield graph, self._of(graph)

    def _of(self, graph: IRI) -> list[bytes]:
        fresh = sorted(self._fresh.lines(graph))
        if digest_of(fresh) == self._known[graph]:
            return fresh
        if self._before and self._before.is_as(graph, self._known[graph]):
            return list(self._before[graph])
        return [f"{serialise(s)} {serialise(p)} {serialise(o)} .\n".encode() for s, p, o, _ in self._store.dump(graph)]
