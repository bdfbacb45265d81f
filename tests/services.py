"""Services on the loopback interface that a test controls: Wikidata's two, and slow, busy or faulty ones."""

import json
import threading
import urllib.parse
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from kgraph.errors import StoreError
from kgraph.linking.courtesy import Courtesy
from kgraph.model import BlankNode, Literal, Term
from kgraph.store import Store

ROWS = "application/sparql-results+json"
WD = "http://www.wikidata.org/entity/"
HTML = b"<!DOCTYPE html>\n<html><title>Welcome</title></html>"
MANIFEST = {
    "versions": ["0.1", "0.2"],
    "name": "Wikidata (en)",
    "identifierSpace": WD,
    "schemaSpace": "http://www.wikidata.org/prop/direct/",
    "view": {"url": "https://www.wikidata.org/wiki/{{id}}"},
}


@dataclass(frozen=True)
class Asked:
    """One request that a service got."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: str

    @property
    def form(self) -> dict[str, str]:
        return dict(urllib.parse.parse_qsl(self.body, strict_parsing=True))


@dataclass(frozen=True)
class Reply:
    """A service's reply; with `hang` nothing is sent until the test ends, with `stalls` nothing after the body;
    `endless` gives no length."""

    body: bytes = b"{}"
    status: int = 200
    media_type: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)
    hang: bool = False
    endless: bool = False
    stalls: bool = False
    version: str = "HTTP/1.0"


def says(document: object, media_type: str = "application/json") -> Reply:
    return Reply(json.dumps(document).encode(), media_type=media_type)


def moved(target: str, status: int = 307) -> Reply:
    return Reply(b"", status, headers={"Location": target})


@dataclass
class Service:
    """A running service: its address, the requests so far, and its replies to the next ones."""

    url: str = ""
    reply: Callable[[Asked], Reply] = lambda asked: Reply()
    asked: list[Asked] = field(default_factory=list)
    ended: threading.Event = field(default_factory=threading.Event)

    @property
    def port(self) -> int:
        return urllib.parse.urlsplit(self.url).port or 0


@contextmanager
def service(*replies: Reply, reply: Callable[[Asked], Reply] | None = None) -> Iterator[Service]:
    """A service that gives these replies in turn and repeats the last one, or gives the result of `reply` for each
    request."""
    running = Service()
    waiting = list(replies)
    running.reply = reply or (lambda asked: waiting.pop(0) if len(waiting) > 1 else waiting[0])

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            running.asked.append(Asked(self.command, self.path, dict(self.headers), body))
            said = running.reply(running.asked[-1])
            if said.hang:
                running.ended.wait(20)
                return
            self.protocol_version, self.close_connection = said.version, True
            self.send_response(said.status)
            self.send_header("Content-Type", said.media_type)
            if not said.endless:
                self.send_header("Content-Length", str(len(said.body)))
            for name, value in said.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(said.body)
            if said.stalls:
                self.wfile.flush()
                running.ended.wait(20)

        def do_GET(self) -> None:
            self.do_POST()

        def log_message(self, format: str, *args: object) -> None:
            """Keep the tests' output clean."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        running.url = f"http://127.0.0.1:{server.server_address[1]}/api"
        try:
            yield running
        finally:
            running.ended.set()
            server.shutdown()
            thread.join()


def reconciling(
    answers: Mapping[str, Sequence[object]], manifest: Mapping[str, object] = MANIFEST
) -> Callable[[Asked], Reply]:
    """A reply function like Wikidata's reconciliation service, version 0.2: for each name, these candidates."""

    def reply(asked: Asked) -> Reply:
        if asked.method == "GET":
            return says(manifest)
        queries: dict[str, Any] = json.loads(asked.form["queries"])
        return says({key: {"result": answers.get(query["query"], [])} for key, query in queries.items()})

    return reply


def answering(store: Store) -> Callable[[Asked], Reply]:
    """A reply function like a SPARQL endpoint, on a store of the test."""

    def reply(asked: Asked) -> Reply:
        rows = store.select(asked.form["query"])
        found = [{name: _term(value) for name, value in row.items() if value is not None} for row in rows]
        return says({"head": {"vars": rows.variables}, "results": {"bindings": found}}, ROWS)

    return reply


def _term(term: Term) -> dict[str, str]:
    kind = "literal" if isinstance(term, Literal) else "bnode" if isinstance(term, BlankNode) else "uri"
    language = {"xml:lang": term.language} if isinstance(term, Literal) and term.language else {}
    return {"type": kind, "value": str(term)} | language


@dataclass
class Time:
    """A clock that moves only when somebody sleeps."""

    now: float = 1_000_000.0
    slept: list[float] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


def courtesy(time: Time | None = None, cache: Path | None = None, **options: Any) -> Courtesy:
    """A `Courtesy` that never really waits and is not random."""
    time = time or Time()
    options = {"timeout": 5.0} | options
    return Courtesy(cache=cache, clock=lambda: time.now, sleep=time.sleep, jitter=lambda: 0.0, **options)


def complaint(call: Callable[[], object], kind: type[StoreError] = StoreError) -> str:
    """The message, which must be one line, of the error that a call raises."""
    with pytest.raises(kind) as caught:
        call()
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 500
    return str(caught.value)
