"""A real SPARQL endpoint on the loopback interface, for tests of requests: pyoxigraph behind http.server."""

import contextlib
import threading
import urllib.parse
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pyoxigraph as ox

from kgraph.namespaces import IRI

ROWS = "application/sparql-results+json"


@dataclass
class Trouble:
    """What the endpoint sends instead of an answer: a status, headers and a body; or nothing, until the test is
    over."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    silent: bool = False


@dataclass
class Endpoint:
    """An endpoint: its data, the queries it got, and the troubles that it sends before answers, one for each
    request."""

    url: IRI
    knows: ox.Store
    asked: list[str] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)


@contextlib.contextmanager
def endpoint(turtle: str = "") -> Iterator[Endpoint]:
    """An endpoint with these triples, given as Turtle or TriG."""
    over = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            sent = self.rfile.read(int(self.headers["Content-Length"])).decode()
            query = urllib.parse.parse_qs(sent, strict_parsing=True)["query"][0]
            served.asked.append(query)
            trouble = served.troubles.pop(0) if served.troubles else None
            if trouble and trouble.silent:
                over.wait(20)
                return
            body = trouble.body if trouble else answer(query)
            self.send_response(trouble.status if trouble else 200)
            for name, value in ({"Content-Type": ROWS} | (trouble.headers if trouble else {})).items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Keep the tests' output clean."""

    def answer(query: str) -> bytes:
        found = served.knows.query(query)
        assert isinstance(found, ox.QuerySolutions)
        written = found.serialize(format=ox.QueryResultsFormat.JSON)
        assert written is not None
        return written

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        served = Endpoint(IRI(f"http://127.0.0.1:{server.server_address[1]}/sparql"), ox.Store())
        served.knows.load(turtle.encode(), ox.RdfFormat.TRIG)
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield served
        finally:
            over.set()
            server.shutdown()
            thread.join()
