"""Where the processor time of a point lookup goes whose text nobody asked before: stages.py [CLAIMS [REQUESTS]].

Each stage is called by itself in a loop, with warm caches, on texts that differ each time. The figures are µs of a
processor for one call, the least of several rounds in turn. `serve.py` has what a whole request takes over HTTP.
"""

import asyncio
import io
import itertools
import pickle
import signal
import socket
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from kgraph import Graph, Workspace, build
from kgraph.store import OxigraphStore
from kgraph.web import Settings
from kgraph.web.app import _guarded
from kgraph.web.exchange import headers_of, reply
from kgraph.web.sparql.answering import Query
from kgraph.web.sparql.checking import checked_query
from kgraph.web.sparql.counting import Bounded
from kgraph.web.sparql.endpoint import _key
from kgraph.web.sparql.protocol import Asked, read_request
from kgraph.web.traffic import Traffic
from kgraph.web.working.wire import Head, Kind, packed, split_head, unpacked, with_head
from kgraph.web.working.worker import _received, _Sending
from machine import how_busy
from made import make

ACCEPT, ROUNDS, KINDS = "application/sparql-results+json", 20, 12
HEAD = Head(200, {"content-type": ACCEPT, "vary": "accept"}, lasts=True)
_numbers = itertools.count()


def text() -> str:
    """A lookup that nobody asked yet, of another speaker each time, as `serve.py` asks it."""
    number = next(_numbers)
    asked = f"<agent/speaker-{number % KINDS}> ; kg:paraphrase ?p"
    return f"SELECT ?c ?p {{ ?c kg:claimant {asked} }} LIMIT 20 #{number}"


def scope_of(query: str) -> dict[str, Any]:
    """A request as uvicorn tells it."""
    headers = [(b"host", b"localhost"), (b"accept", ACCEPT.encode())]
    where = {"path": "/sparql", "raw_path": b"/sparql", "query_string": f"query={quote(query)}".encode()}
    return {"type": "http", "http_version": "1.1", "method": "GET", "headers": headers, **where}


Stage = tuple[Callable[[Any], object], Callable[[], Any]]
"""What is done, and what makes that with which it is done."""


def measured(stages: dict[str, Stage], times: int) -> None:
    """Print what each stage takes, and what all take."""
    least = dict.fromkeys(stages, float("inf"))
    for _ in range(ROUNDS):
        for what, (act, made) in stages.items():
            given = [made() for _ in range(times // ROUNDS)]
            began = time.thread_time()
            for one in given:
                act(one)
            least[what] = min(least[what], 1e6 * (time.thread_time() - began) / len(given))
    for what, micro in least.items():
        print(f"  {micro:6.1f}  {what}")


def in_process(graph: Graph, settings: Settings) -> tuple[dict[str, Stage], bytes]:
    """What the process that answers does, and an answer."""
    ours, theirs = socket.socketpair()
    asked, sending = Asked("", accept=ACCEPT), _Sending(theirs)
    job = pickle.dumps((Query(Asked(text(), accept=ACCEPT)), 30.0), pickle.HIGHEST_PROTOCOL)
    first = text()
    store, checked = checked_query(graph, first, asked)
    assert isinstance(store, OxigraphStore)
    opening = checked.text.removesuffix(first)

    def engine(query: str) -> bytes:
        out = io.BytesIO()
        store.write_json(opening + query, out, default_graph=checked.graph, is_checked=True)
        return out.getvalue()

    def received(_: None) -> None:
        ours.sendall(len(job).to_bytes(4) + job)
        assert _received(theirs)

    def timed(_: None) -> None:
        signal.setitimer(signal.ITIMER_REAL, 30.0)
        signal.setitimer(signal.ITIMER_REAL, 0)

    def told(_: None) -> None:
        sending(HEAD, iter([answer]))
        ours.recv(2**20)

    answer = engine(text())
    return {
        "a job comes over the socket (with its sending), and is unpickled": (received, lambda: None),
        "its timer is set, and ended": (timed, lambda: None),
        "the text is checked: its shape is known": (lambda query: checked_query(graph, query, asked), text),
        "the engine parses and plans": (lambda query: store._query(opening + query, checked.graph, None), text),
        "the engine does all of it, to JSON": (engine, text),
        "the answer's size is bounded": (
            lambda _: Bounded(bytearray().extend, settings).write(answer),
            lambda: None,
        ),
        "the answer is sent (with its reading)": (told, lambda: None),
    }, answer


def in_server(settings: Settings, answer: bytes) -> dict[str, Stage]:
    """What the server's own process does, besides reading HTTP and handing over."""

    async def receive() -> Any:
        return {"type": "http.disconnect"}

    async def take(message: Any) -> None: ...

    async def short(scope: Any, receive: Any, send: Any) -> None:
        await reply(send, HEAD, answer)

    traffic, guarded = Traffic(settings), _guarded(short, settings)

    def passed(scope: Any) -> None:
        going = traffic.passed(guarded, scope, receive, take)
        try:
            going.send(None)  # it waits for nothing
        except StopIteration:
            return

    def read(scope: Any) -> object:
        headers = headers_of(scope)
        return _key(scope, headers, b""), read_request("GET", "", scope["query_string"], headers, b"")

    frame = packed(Kind.lasting, with_head(HEAD, answer))
    return {
        "it is counted, guarded and marked, and its answer passed on": (passed, lambda: scope_of(text())),
        "the request is read": (read, lambda: scope_of(text())),
        "the job is pickled": (
            lambda work: pickle.dumps((work, 30.0), pickle.HIGHEST_PROTOCOL),
            lambda: Query(Asked(text(), accept=ACCEPT)),
        ),
        "the answer's frame is read": (lambda data: split_head(unpacked(data)[0].body), lambda: bytearray(frame)),
    }


def main() -> None:
    """Print the table."""
    size, times = [*map(int, sys.argv[1:]), *(1_000, 2_400)[len(sys.argv) - 1 :]]
    with tempfile.TemporaryDirectory() as place:
        folder, settings = Path(place) / "made", Settings()
        make(folder, size)
        build(Workspace.find(folder))
        with Graph.open(folder) as graph:
            graph.materialised(graph.choose())
            stages, answer = in_process(graph, settings)
            print(f"in the process that answers, µs; an answer has {len(answer):,} bytes:")
            measured(stages, times)
        print("in the server's own process, µs:")
        asyncio.run(_measured(in_server(settings, answer), times))
    print(how_busy())


async def _measured(stages: dict[str, Stage], times: int) -> None:
    """The same where a loop runs, as timers want it."""
    measured(stages, times)


if __name__ == "__main__":
    main()
