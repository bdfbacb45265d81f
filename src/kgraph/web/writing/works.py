"""What changes graphs that no build owns, as work for a process: an update, and a graph that is put, added to, removed.

Each is done under the lock of builds, on the newest version, whatever version the process answers from otherwise.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from email import policy
from email.parser import BytesParser
from functools import partial
from pathlib import Path
from typing import Literal

from kgraph.building import is_free
from kgraph.catalogue import with_prologue
from kgraph.errors import UsageError
from kgraph.namespaces import IRI
from kgraph.store import Snapshot, serialise
from kgraph.store.free_graphs import FreeGraphs, lines_from, sorted_lines
from kgraph.store.scratch import Using, updated
from kgraph.web.formats import media_type_of
from kgraph.web.problems import Problem
from kgraph.web.settings import Settings
from kgraph.web.sparql.answering import Query
from kgraph.web.sparql.protocol import Asked, Choice, Updating
from kgraph.web.working.wire import Head
from kgraph.web.working.work import Send
from kgraph.workspace.config import Workspace
from kgraph.workspace.graph import Graph
from kgraph.workspace.written import Change, Outcome, TooMuchError, change
from kgraph.worlds import World, named_worlds

SENT_AS = {
    "text/turtle": "ttl",
    "application/x-turtle": "ttl",
    "application/n-triples": "nt",
    "application/rdf+xml": "xml",
    "application/ld+json": "jsonld",
}
"""The media types in which a graph may be sent, with the formats' names."""

_MULTIPART = "multipart/form-data"
_BUSY_SHARE = 0.5  # which part of the deadline a change waits for a build or another writer


def _changed(workspace: Workspace, settings: Settings, make: Change) -> Outcome:
    try:
        return change(workspace, make, most=settings.written, patience=_BUSY_SHARE * settings.deadline)
    except TooMuchError as error:
        raise Problem(507, str(error)) from error


NOTHING = "nothing was added or removed: no pattern matches, or all is so already"


def _headers(outcome: Outcome) -> dict[str, str]:
    """The headers that tell how many triples were added and removed, and if none was, that in words."""
    counts = {"kgraph-added": str(outcome.triples_added), "kgraph-removed": str(outcome.triples_removed)}
    return counts if outcome else {**counts, "kgraph-remark": NOTHING}


@dataclass(frozen=True, slots=True)
class Update:
    """A SPARQL update request to be carried out; `accept` names the media types that the client takes."""

    asked: Updating
    accept: str = ""

    def do(self, graph: Graph, settings: Settings, send: Send) -> None:
        """Carry it out, all of it or nothing, and tell how many triples it added and removed: in headers, and in a body
        for who takes JSON; raises `GraphOwned` if it would change what builds own."""
        outcome = _changed(graph.workspace, settings, partial(self._made, graph.workspace))
        headers = _headers(outcome)
        if "application/json" not in self.accept.lower():
            send(Head(204, headers), iter(()))
            return
        told = {"added": outcome.triples_added, "removed": outcome.triples_removed}
        text = json.dumps(told if outcome else {**told, "remark": NOTHING}) + "\n"
        send(Head(200, {"content-type": "application/json", **headers}), iter((text.encode(),)))

    def _made(self, workspace: Workspace, standing: Snapshot, before: FreeGraphs, aside: Path) -> dict[IRI, bytes]:
        base, text = workspace.base, with_prologue(self.asked.text, workspace.base)
        using: Using | None = None
        if dataset := self.asked.using:
            using = dataset.default, dataset.named
        graph = Graph(standing, workspace, remark=lambda text: None)
        choice = self.asked.choice
        chosen = graph.choose(choice.world or None, choice.according_to, choice.as_of or None)
        names = " ".join(f"<{iri}>" for iri in (*using[0], *using[1])) if using else ""
        others = [world for world in map(World, named_worlds(f"{text} {names}", base)) if world != chosen]
        source, front = graph.materialised(chosen, *others)
        assert isinstance(source, Snapshot)
        if chosen in map(World, named_worlds(f"{text} {names}", base)):
            raise UsageError(f"<{front}> is the default graph of this update; leave out its name, or choose a world")
        return updated(source, aside, text, partial(is_free, base=base), using)


@dataclass(frozen=True, slots=True)
class Sent:
    """A graph that is sent: put in the place of what there is, or added to it."""

    graph: IRI
    data: bytes
    content_type: str
    how: Literal["put", "post"]
    location: str = ""

    def do(self, graph: Graph, settings: Settings, send: Send) -> None:
        """Write it; the status tells whether the graph is new."""
        lines = self._lines()

        def make(standing: Snapshot, before: FreeGraphs, aside: Path) -> dict[IRI, bytes]:
            there = before.get(self.graph, b"") if self.how == "post" else b""
            return {**before, self.graph: sorted_lines((there + lines).splitlines(keepends=True))}

        outcome = _changed(graph.workspace, settings, make)
        headers = _headers(outcome) | ({"location": self.location} if self.location else {})
        send(Head(201 if self.graph in outcome.made or self.location else 204, headers), iter(()))

    def _lines(self) -> bytes:
        return b"".join(
            lines_from(data, SENT_AS[kind], self.graph) for kind, data in parts_of(self.content_type, self.data)
        )


def parts_of(content_type: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    """The parts of a body, each with its media type: one, or those of a form (RFC 7578)."""
    kind = media_type_of(content_type)
    if kind != _MULTIPART:
        yield _known(kind), data
        return
    head = f"Content-Type: {content_type}\r\n\r\n".encode("latin-1", "replace")
    message = BytesParser(policy=policy.HTTP).parsebytes(head + data)
    if not message.is_multipart():
        raise Problem(400, "the parts of the form cannot be found; does the boundary match?")
    for part in message.iter_parts():
        found = part.get_payload(decode=True)
        yield _known(part.get_content_type()), found if isinstance(found, bytes) else b""


def _known(kind: str) -> str:
    if kind not in SENT_AS:
        said = f"a body of '{kind[:100]}'" if kind else "a body without a Content-Type"
        raise Problem(415, f"{said} is no graph; send {', '.join(SENT_AS)}")
    return kind


@dataclass(frozen=True, slots=True)
class Removed:
    """A graph to be removed."""

    graph: IRI

    def do(self, graph: Graph, settings: Settings, send: Send) -> None:
        """Remove it; raises `Problem`, 404, if there is none."""

        def make(standing: Snapshot, before: FreeGraphs, aside: Path) -> dict[IRI, bytes]:
            if self.graph not in before:
                raise no_graph(self.graph)
            return {name: lines for name, lines in before.items() if name != self.graph}

        send(Head(204, _headers(_changed(graph.workspace, settings, make))), iter(()))


@dataclass(frozen=True, slots=True)
class Read:
    """A graph to be read: a named one, or the world that a choice makes the default graph."""

    graph: IRI | None
    choice: Choice
    form: str
    accept: str

    def do(self, graph: Graph, settings: Settings, send: Send) -> None:
        """Send its triples; raises `Problem`, 404, if there is no such graph."""
        pattern = "?s ?p ?o"
        if self.graph is not None:
            pattern = f"GRAPH {serialise(self.graph)} {{ {pattern} }}"
            if not graph.store.ask(f"ASK {{ {pattern} }}"):
                raise no_graph(self.graph)
        text = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {pattern} }}"
        Query(Asked(text, self.choice, None, self.form, self.accept)).do(graph, settings, send)


def no_graph(graph: IRI) -> Problem:
    """The problem that there is no such graph; an empty one is none."""
    return Problem(404, f"there is no graph <{graph[:500]}>")


Changing = Update | Sent | Removed
