"""How fast a served workspace answers, beside the oxigraph server with the same data: serve.py [CLAIMS ...].

For each size the two servers are asked in turn, five times, over sixteen connections that stay open; the figures are
medians. The ratio is kgraph's requests per second over those of the oxigraph server. "client" is the share of a
processor that the load generator took meanwhile: it runs on the same machine. At last, two queries that take years run
beside the lookups.
"""

import asyncio
import contextlib
import json
import resource
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

from kgraph import Graph, Workspace, build
from kgraph.catalogue import with_prologue
from kgraph.store import serialise
from made import make
from serving import RUNAWAY, served

SECONDS, ROUNDS, CONNECTIONS = 2.0, 5, 16
QUERIES = {
    "lookup": "SELECT ?c ?p { ?c kg:claimant <agent/speaker-3> ; kg:paraphrase ?p } LIMIT 20",
    "days": "SELECT ?c ?d { ?c kg:saidBy ?d FILTER(?d >= '2021-03-01'^^xsd:date && ?d < '2021-03-08'^^xsd:date) }",
}


async def _client(port: int, path: bytes, until: float) -> tuple[int, int]:
    """How many requests of one connection were answered with 200, and how many otherwise."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    good = bad = 0
    request = b"GET " + path + b" HTTP/1.1\r\nHost: localhost\r\nAccept: application/sparql-results+json\r\n\r\n"
    while time.monotonic() < until:
        writer.write(request)
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


async def _all(port: int, path: bytes) -> tuple[int, int]:
    until = time.monotonic() + SECONDS
    found = await asyncio.gather(*(_client(port, path, until) for _ in range(CONNECTIONS)))
    return sum(good for good, _ in found), sum(bad for _, bad in found)


def load(port: int, path: str) -> tuple[float, float]:
    """The requests per second, and the load generator's share of a processor; from a process of its own."""
    done = subprocess.run([sys.executable, __file__, "--load", str(port), path], capture_output=True, check=True)
    good, bad, cpu = json.loads(done.stdout)
    if bad:
        raise SystemExit(f"{bad} of {good + bad} requests failed")
    return good / SECONDS, cpu / SECONDS


def _load_here(port: str, path: str) -> None:
    good, bad = asyncio.run(_all(int(port), path.encode()))
    used = resource.getrusage(resource.RUSAGE_SELF)
    print(json.dumps([good, bad, used.ru_utime + used.ru_stime]))


@contextlib.contextmanager
def oxigraph_with(folder: Path, place: Path) -> Iterator[int]:
    """The oxigraph server with everything that the workspace's default world shows, and its port."""
    lines = place / "data.nt"
    with Graph.open(folder) as graph, lines.open("wb") as out:
        store, world = graph.materialised(graph.choose())
        for quad in store.dump(world):
            out.write(f"{serialise(quad[0])} {serialise(quad[1])} {serialise(quad[2])} .\n".encode())
    binary, location, port = str(Path(sys.executable).with_name("oxigraph")), str(place / "oxigraph"), _free_port()
    quiet: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    subprocess.run([binary, "load", "--location", location, "--file", str(lines)], check=True, **quiet)
    command = [binary, "serve-read-only", "--location", location, "--bind", f"127.0.0.1:{port}"]
    with subprocess.Popen(command, **quiet) as process:
        try:
            _wait_for(port)
            yield port
        finally:
            process.terminate()


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _wait_for(port: int) -> None:
    for _ in range(400):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    raise SystemExit("the oxigraph server did not begin")


def compared(claims: int) -> None:
    """Print the figures of one size."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "made"
        make(folder, claims)
        workspace = Workspace.find(folder)
        report = build(workspace)
        print(f"{claims:,} claims, {report.quads:,} quads besides the world")
        with served(folder) as ours, oxigraph_with(folder, Path(name)) as theirs:
            for kind, query in QUERIES.items():
                text = quote(with_prologue(query, workspace.base))
                told: dict[str, list[tuple[float, float]]] = {"kgraph": [], "oxigraph": []}
                for _ in range(ROUNDS):
                    told["kgraph"].append(load(ours.port, f"/sparql?query={text}"))
                    told["oxigraph"].append(load(theirs, f"/query?query={text}"))
                mine, other = (statistics.median(rate for rate, _ in told[who]) for who in told)
                ratio = statistics.median(a / b for (a, _), (b, _) in zip(*told.values(), strict=True))
                client = statistics.median(share for _, share in told["kgraph"])
                rates = f"kgraph {mine:7.0f}/s  oxigraph {other:7.0f}/s  ratio {ratio:5.2f}"
                print(f"  {kind:8} {rates}  client {client:4.0%}")
            text = quote(with_prologue(QUERIES["lookup"], workspace.base))
            alone = statistics.median(load(ours.port, f"/sparql?query={text}")[0] for _ in range(3))
            threads = [threading.Thread(target=ours.query, args=(RUNAWAY,)) for _ in range(2)]
            for thread in threads:
                thread.start()
            beside = statistics.median(load(ours.port, f"/sparql?query={text}")[0] for _ in range(3))
            print(f"  lookups beside two runaway queries: {beside:.0f}/s, {beside / alone:.0%} of {alone:.0f}/s")
            ours.process.terminate()
            for thread in threads:
                thread.join()


if __name__ == "__main__":
    if sys.argv[1:2] == ["--load"]:
        _load_here(*sys.argv[2:])
    else:
        for size in map(int, sys.argv[1:] or ("1000", "3000", "10000")):
            compared(size)
