"""How fast a served workspace answers, beside other servers with the same data: serve.py [CLAIMS ...].

For each size the servers are asked in turn, five times, over sixteen connections that stay open; the figures are
medians. "again" asks one question all the time; "in turn" asks for a hundred speakers or three hundred weeks, one after
the other, as clients do that ask for what is in the data; "anew" asks another text each time. The ratio is kgraph's
requests per second over those of the oxigraph server; in brackets, over those of rdflib-endpoint, if RDFLIB_ENDPOINT
names that program. "µs" is the processor time of a request: of the server's process and of those that answer, of the
other server, and of the load generator, which runs on the same machine. "nothing" is an ASGI application that answers
each request with the same bytes. At last, two queries that take years run beside the lookups.

`serve.py --runaways FOLDER [SECONDS [DEADLINE]]`: two queries that take years are asked all the time beside new
lookups; how late each is ended after its deadline, as the server and as who asked has it, and what is left to the
lookups.

`serve.py --swaps N`: a small workspace is changed N times, by builds and by what a client writes, while others ask for
pages, lists and new questions. How many requests failed, how long they took, and which processes, open files, versions
and temporary files are left. Ctrl-C ends it before, and the figures are told.
"""

import asyncio
import contextlib
import itertools
import json
import math
import os
import re
import resource
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from kgraph import Graph, Workspace, build
from kgraph.catalogue import with_prologue
from kgraph.store import serialise
from kgraph.web import Settings
from kgraph.web.running import address_of, listening, serve
from machine import how_busy, resident, used
from made import make
from serving import RUNAWAY, Server, served
from swaps import swaps

SECONDS, ROUNDS, CONNECTIONS = 2.0, 5, 16
QUERIES = {
    "lookup": "SELECT ?c ?p { ?c kg:claimant <agent/speaker-3> ; kg:paraphrase ?p } LIMIT 20",
    "days": "SELECT ?c ?d { ?c kg:saidBy ?d FILTER(?d >= '2021-03-01'^^xsd:date && ?d < '2021-03-08'^^xsd:date) }",
}
"""Questions of a speaker, and of a week."""
_WAYS = ("again", "in turn", "anew")
_SPEAKERS, _WEEKS = 100, 300


def _path(path: bytes, kind: str, way: str, number: int) -> bytes:
    """The address of the question of this number: another speaker or another week, or also a text that nobody asked."""
    if way == "again":
        return path
    if kind == "lookup":
        path = path.replace(b"speaker-3", b"speaker-%d" % (number % _SPEAKERS))
    else:
        day = date(2021, 3, 1) + timedelta(days=number % _WEEKS)
        for before, after in (("2021-03-01", day), ("2021-03-08", day + timedelta(days=7))):
            path = path.replace(before.encode(), after.isoformat().encode())
    return path + (b"%%20%%23%d" % number if way == "anew" else b"")


async def _client(port: int, path: bytes, kind: str, way: str, numbers: Iterator[int], until: float) -> tuple[int, int]:
    """How many requests of one connection were answered with 200, and how many otherwise."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    good = bad = 0
    rest = b" HTTP/1.1\r\nHost: localhost\r\nAccept: application/sparql-results+json\r\n\r\n"
    while time.monotonic() < until:
        writer.write(b"GET " + _path(path, kind, way, next(numbers)) + rest)
        head = await reader.readuntil(b"\r\n\r\n")
        if b"chunked" in head.lower():
            while size := int(await reader.readline(), 16):
                await reader.readexactly(size + 2)
            await reader.readexactly(2)
        else:
            await reader.readexactly(int(head.lower().partition(b"content-length:")[2].split()[0]))
        good, bad = (good + 1, bad) if b" 200 " in head[:20] else (good, bad + 1)
    writer.close()
    return good, bad


async def _all(port: int, path: bytes, kind: str, way: str) -> tuple[int, int]:
    until, numbers = time.monotonic() + SECONDS, itertools.count(time.time_ns())
    found = await asyncio.gather(*(_client(port, path, kind, way, numbers, until) for _ in range(CONNECTIONS)))
    return sum(good for good, _ in found), sum(bad for _, bad in found)


@dataclass(frozen=True)
class Load:
    """Requests per second, and the processor time of each in µs: in the server, and in the load generator."""

    rate: float
    servers: tuple[float, ...]
    client: float


def load(port: int, path: str, kind: str = "lookup", way: str = "again", pids: Sequence[Sequence[int]] = ()) -> Load:
    """Ask from a process of its own; `pids` are groups of the server's processes."""
    before = [sum(map(used, group)) for group in pids]
    command = [sys.executable, __file__, "--load", str(port), path, kind, way]
    done = subprocess.run(command, capture_output=True, check=True)
    good, bad, cpu = json.loads(done.stdout)
    if bad:
        raise SystemExit(f"{bad} of {good + bad} requests failed")
    spent = (sum(map(used, group)) - old for group, old in zip(pids, before, strict=True))
    return Load(good / SECONDS, tuple(1e6 * one / good for one in spent), 1e6 * cpu / good)


def _load_here(port: str, path: str, kind: str, way: str) -> None:
    good, bad = asyncio.run(_all(int(port), path.encode(), kind, way))
    own = resource.getrusage(resource.RUSAGE_SELF)
    print(json.dumps([good, bad, own.ru_utime + own.ru_stime]))


Served = tuple[int, list[list[int]]]
"""A server's port, and its processes."""


@contextlib.contextmanager
def oxigraph_with(folder: Path, place: Path) -> Iterator[Served]:
    """The oxigraph server with everything that the workspace's default world shows."""
    lines = place / "data.nt"
    with Graph.open(folder) as graph, lines.open("wb") as out:
        store, world = graph.materialised(graph.choose())
        for quad in store.dump(world):
            out.write(f"{serialise(quad[0])} {serialise(quad[1])} {serialise(quad[2])} .\n".encode())
    binary, location, port = str(Path(sys.executable).with_name("oxigraph")), str(place / "oxigraph"), _free_port()
    subprocess.run([binary, "load", "--location", location, "--file", str(lines)], check=True, **_QUIET)
    with _running([binary, "serve-read-only", "--location", location, "--bind", f"127.0.0.1:{port}"], port) as found:
        yield found


_QUIET: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}


@contextlib.contextmanager
def _running(command: list[str], port: int) -> Iterator[Served]:
    with subprocess.Popen(command, **_QUIET) as process:
        try:
            _wait_for(port)
            yield port, [[process.pid]]
        finally:
            process.terminate()


@contextlib.contextmanager
def others_with(folder: Path, place: Path) -> Iterator[dict[str, tuple[Served, str]]]:
    """The other servers by name, each with the path of its endpoint."""
    with contextlib.ExitStack() as stack:
        found = {"oxigraph": (stack.enter_context(oxigraph_with(folder, place)), "/query")}
        if program := os.environ.get("RDFLIB_ENDPOINT"):
            port = _free_port()
            command = [program, "serve", "--port", str(port), str(place / "data.nt")]
            found["rdflib"] = stack.enter_context(_running(command, port)), "/"
        yield found


async def _nothing(scope: Any, receive: Any, send: Any) -> None:
    """Answer every request with the same bytes."""
    if scope["type"] == "http":
        headers = [(b"content-type", b"application/json"), (b"content-length", b"2600")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b" " * 2_600})


def nothing() -> Load:
    """What uvicorn itself takes, with kgraph's bounds on clients."""
    with subprocess.Popen([sys.executable, __file__, "--nothing"], stdout=subprocess.PIPE, **_WITHOUT_LOG) as process:
        assert process.stdout
        port = int(process.stdout.readline())
        found = [load(port, "/sparql?query=" + "a" * 150, pids=[[process.pid]]) for _ in range(ROUNDS)]
        process.terminate()
    return _median(found)


_WITHOUT_LOG: dict[str, Any] = {"stderr": subprocess.DEVNULL}


def _nothing_here() -> None:
    at, settings = listening("127.0.0.1", 0), Settings()
    serve(_nothing, at, settings, lambda: print(address_of(at)[1], flush=True))


def _median(found: Sequence[Load]) -> Load:
    several = zip(*(one.servers for one in found), strict=True)
    return Load(
        statistics.median(one.rate for one in found),
        tuple(map(statistics.median, several)),
        statistics.median(one.client for one in found),
    )


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _wait_for(port: int) -> None:
    for _ in range(2_000):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    raise SystemExit("a server did not begin")


def compared(claims: int) -> None:
    """Print the figures of one size."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "made"
        make(folder, claims)
        workspace = Workspace.find(folder)
        report = build(workspace)
        print(f"{claims:,} claims, {report.quads:,} quads besides the world")
        with served(folder) as ours, others_with(folder, Path(name)) as others:
            for kind in QUERIES:
                for way in _WAYS:
                    print(f"  {kind:7}{way:8}{_row(ours, others, kind, way, workspace.base)}")
            print(f"  {_things(ours, folder)}")
            text = quote(with_prologue(QUERIES["lookup"], workspace.base))
            path = f"/sparql?query={text}"
            alone = statistics.median(load(ours.port, path, "lookup", "anew").rate for _ in range(3))
            threads = [threading.Thread(target=ours.query, args=(RUNAWAY,)) for _ in range(2)]
            for thread in threads:
                thread.start()
            beside = statistics.median(load(ours.port, path, "lookup", "anew").rate for _ in range(3))
            print(f"  lookups anew beside two runaway queries: {beside:.0f}/s, {beside / alone:.0%} of {alone:.0f}/s")
            ours.process.terminate()
            for thread in threads:
                thread.join()


def _row(ours: Server, others: dict[str, tuple[Served, str]], kind: str, way: str, base: str) -> str:
    """The figures of one kind of question."""
    text = quote(with_prologue(QUERIES[kind], base))
    told: dict[str, list[Load]] = {"kgraph": [], **{name: [] for name in others}}
    load(ours.port, f"/sparql?query={text}", kind, way)  # all processes are there, and have read what they need
    for _ in range(ROUNDS):
        told["kgraph"].append(
            load(ours.port, f"/sparql?query={text}", kind, way, [[ours.process.pid], ours.workers()]),
        )
        for name, ((port, pids), path) in others.items():
            told[name].append(load(port, f"{path}?query={text}", kind, way, pids))
    rates = "  ".join(f"{name} {_median(loads).rate:6.0f}/s" for name, loads in told.items())
    mine, theirs = _median(told["kgraph"]), _median(told["oxigraph"])
    times = f"µs {mine.servers[0]:.0f} + {mine.servers[1]:.0f}, {theirs.servers[0]:.0f}, {mine.client:.0f}"
    return f"{rates}  ratio {_ratio(told, 'oxigraph'):5.2f}{_in_brackets(told)}  {times}"


def _ratio(told: dict[str, list[Load]], other: str) -> float:
    return statistics.median(a.rate / b.rate for a, b in zip(told["kgraph"], told[other], strict=True))


def _in_brackets(told: dict[str, list[Load]]) -> str:
    return f" ({_ratio(told, 'rdflib'):.0f})" if "rdflib" in told else ""


def _things(ours: Server, folder: Path) -> str:
    """How long the pages and the data of things take that have the middle number of claims about them, the first time
    that they are asked for."""
    with Graph.open(folder) as graph:
        rows = graph.select("SELECT ?x (COUNT(?c) AS ?n) { ?c kg:about ?x } GROUP BY ?x ORDER BY ?n ?x").to_dicts()
        middle = rows[len(rows) // 2]["n"]
        alike = [str(row["x"]).removeprefix(graph.workspace.base) for row in rows if row["n"] == middle][:50]
    said = []
    for form in ("html", "ttl"):
        took = []
        for path in alike:
            began = time.monotonic()
            if ours.ask(f"/id/{path}?format={form}").status != 200:
                raise SystemExit(f"{path} is not answered")
            took.append(1_000 * (time.monotonic() - began))
        said.append(f"{form} {statistics.median(took):.1f} ms, at most {max(took):.1f} ms")
    return f"{len(alike)} things with {middle} claims about them: {'; '.join(said)}"


def runaways(folder: Path, seconds: float = 60.0, deadline: float = 10.0) -> None:
    """Print how late runaway queries are ended, and how many lookups are answered beside them."""
    path = f"/sparql?query={quote(with_prologue(QUERIES['lookup'], Workspace.find(folder).base))}"
    late: list[float] = []
    with tempfile.TemporaryDirectory() as place, _noting(folder, Path(place), deadline) as (ours, log):
        load(ours.port, path, "lookup", "anew")
        alone = statistics.median(load(ours.port, path, "lookup", "anew").rate for _ in range(ROUNDS))
        until = time.monotonic() + seconds

        def runaway(number: int) -> None:
            while (began := time.monotonic()) < until:
                status = ours.query(f"{RUNAWAY} # {number} {began}").status
                late.append(time.monotonic() - began - deadline if status == _UNAVAILABLE else math.inf)

        threads = [threading.Thread(target=runaway, args=(number,)) for number in range(2)]
        for thread in threads:
            thread.start()
        rates = []
        while time.monotonic() < until - SECONDS:
            rates.append(load(ours.port, path, "lookup", "anew").rate)
        for thread in threads:
            thread.join()
        memory = sum(map(resident, [ours.process.pid, *ours.workers()])) / 2**20
        time.sleep(1)  # the log's last lines are written
        told, lines = ours.ask("/metrics").text, map(json.loads, log.read_text().splitlines())
    beside = statistics.median(rates)
    print(
        f"{len(late)} runaway queries in {seconds:.0f} s, at a deadline of {deadline:g} s; seconds after it, of them:"
    )
    for what in ("killed", "gone"):
        print(f"  {what:7} {_share_in_time(told, what)}")
    print(f"  told    {_told(line['late'] for line in lines if 'late' in line)}, by the server's log")
    print(f"  heard   {_told(late)}, by who asked")
    print(f"lookups {beside:.0f}/s beside them, {beside / alone:.0%} of {alone:.0f}/s; {memory:.0f} MB; {how_busy()}")


@contextlib.contextmanager
def _noting(folder: Path, place: Path, deadline: float) -> Iterator[tuple[Server, Path]]:
    """A server, and the access log that it writes."""
    log = place / "access.log"
    with served(folder, deadline=deadline, access_log=str(log), access_format="json") as found:
        yield found, log


def _told(late: Iterable[float]) -> str:
    """How late something was: how much of it in time, the median, and the worst."""
    known = sorted(late)
    in_time = sum(one <= _SLACK for one in known)
    return (
        f"{in_time} of {len(known)} within {_SLACK} s, median {statistics.median(known):.3f}, at most {known[-1]:.3f}"
    )


def _share_in_time(metrics: str, what: str) -> str:
    """The same by the server's numbers, which tell bounds alone."""
    found = re.findall(
        rf'^kgraph_end_late_seconds_bucket{{[^}}]*what="{what}",le="([^"]+)"}} (\d+)', metrics, re.MULTILINE
    )
    below = {float(bound): int(count) for bound, count in found}
    most = below[math.inf]
    half, all_of = (next(bound for bound, count in below.items() if count >= share * most) for share in (0.5, 1))
    return f"{below[_SLACK]} of {most} within {_SLACK} s, median within {half:g}, all within {all_of:g}"


_UNAVAILABLE, _SLACK = 503, 0.1


if __name__ == "__main__":
    if sys.argv[1:2] == ["--runaways"]:
        runaways(Path(sys.argv[2]), *map(float, sys.argv[3:]))
    elif sys.argv[1:2] == ["--swaps"]:
        swaps(int(sys.argv[2]))
    elif sys.argv[1:2] == ["--load"]:
        _load_here(*sys.argv[2:])
    elif sys.argv[1:2] == ["--nothing"]:
        _nothing_here()
    else:
        bare = nothing()
        print(f"nothing: {bare.rate:.0f}/s  µs {bare.servers[0]:.0f}, {bare.client:.0f}")
        for size in map(int, sys.argv[1:] or ("1000", "3000", "10000")):
            compared(size)
