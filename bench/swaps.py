"""A server whose data change again and again while clients ask: `serve.py --swaps N`."""

import itertools
import os
import statistics
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from kgraph import Workspace, build
from kgraph.namespaces import RDFS
from machine import how_busy, resident
from made import make
from serving import Server, served
from web_writing import BEARER, TOKEN

SIZE, CLIENTS, PAUSE = 80, 2, 0.05
ADDRESSES = (
    *("/", "/browse", "/browse?kind=place", "/id/place/town-0?format=html"),
    *("/api/claims?limit=5", "/api/entities?limit=5"),
)
_BUILDS = 10  # every tenth change is a build
_GRAPH = "https://example.org/graph/bench"
_LONGEST, _REST = 120.0, 5.0  # seconds until a change must be seen, and without one before things are counted


@dataclass
class Asked:
    """What became of the requests: how many of each outcome, and the seconds that each took."""

    outcomes: Counter[str] = field(default_factory=Counter)
    took: list[float] = field(default_factory=list)

    def ask(self, server: Server, number: int) -> None:
        """Ask a new question, or for a page or a list."""
        path = [*ADDRESSES, ""][number % (len(ADDRESSES) + 1)]
        began = time.monotonic()
        try:
            reply = server.ask(path) if path else server.query(f"ASK {{ ?claim a kg:Claim }} # {number}")
            told = f"{reply.status} for {path or 'a query'}: {reply.text[:200]}"
            self.outcomes["answered" if reply.status == 200 else told] += 1
        except Exception as error:  # noqa: BLE001 # whatever it is, the request failed
            self.outcomes[f"{type(error).__name__} for {path or 'a query'}"] += 1
        self.took.append(time.monotonic() - began)


def swaps(count: int) -> None:
    """Change the data so many times under load, by builds and by what a client writes, each change seen before the
    next; print figures, and exit with 1 if a request failed. Ctrl-C ends it before."""
    with tempfile.TemporaryDirectory(prefix="swaps-") as place:
        scratch = Path(place) / "scratch"
        scratch.mkdir()
        os.environ["TMPDIR"] = str(scratch)  # of the server, whose files there are counted
        folder = Path(place) / "made"
        make(folder, SIZE)
        build(Workspace.find(folder))
        asked = Asked()
        with served(folder, places=2, token=TOKEN) as server:
            made = _swapped(server, folder, count, asked)
        print(f"after the server's end: {len([*scratch.iterdir()])} temporary files and folders")
    failed = {what: number for what, number in asked.outcomes.items() if what != "answered"}
    took = sorted(asked.took)
    print(
        f"{made} swaps beside {len(took):,} requests, {sum(failed.values())} failed {failed or ''}; median "
        f"{1_000 * statistics.median(took):.0f} ms, 99 % within {took[len(took) * 99 // 100]:.1f} s, slowest "
        f"{took[-1]:.1f} s; {how_busy()}"
    )
    sys.exit(bool(failed))


def _swapped(server: Server, folder: Path, count: int, asked: Asked) -> int:
    """How many swaps were made."""
    numbers, done, made = itertools.count(), threading.Event(), 0

    def asking() -> None:
        while not done.is_set():
            asked.ask(server, next(numbers))
            time.sleep(PAUSE)

    threads = [threading.Thread(target=asking) for _ in range(CLIENTS)]
    for thread in threads:
        thread.start()
    try:
        _told(server, folder, 0)
        for number in range(1, count + 1):
            _swap(server, folder, number)
            made = number
            if number in (count // 10, count // 2, count):
                _told(server, folder, number)
    except KeyboardInterrupt:
        _told(server, folder, made)
    finally:
        done.set()
        for thread in threads:
            thread.join()
    return made


def _swap(server: Server, folder: Path, number: int) -> None:
    """Build with a changed name of a document, or have a client write a name, and wait until a query finds it."""
    name = f"Version {number}"
    if number % _BUILDS == 0:
        _build(folder, name)
    else:
        body = f'<https://example.org/thing> <{RDFS.label}> "{name}" .'.encode()
        reply = server.ask(f"/graph-store?graph={_GRAPH}", "PUT", body, {**BEARER, "Content-Type": "text/turtle"})
        if reply.status not in (201, 204):
            raise SystemExit(f"version {number} was not written: {reply.status}, {reply.text}")
    until, found = time.monotonic() + _LONGEST, f"GRAPH ?g {{ ?d rdfs:label ?name FILTER(STR(?name) = '{name}') }}"
    while not server.query(f"ASK {{ {found} }} # {time.monotonic()}").json["boolean"]:
        if time.monotonic() > until:
            raise SystemExit(f"version {number} was not served within {_LONGEST:g} s")
        time.sleep(0.1)


def _build(folder: Path, name: str) -> None:
    workspace = Workspace.find(folder)
    path = next(one for one in workspace.data_files() if one.stem != "reference")
    head, _, rest = path.read_text("utf8").partition('rdfs:label "')
    path.write_text(f'{head}rdfs:label "{name}{rest[rest.index(chr(34)) :]}', "utf8")
    build(workspace)


def _told(server: Server, folder: Path, number: int) -> None:
    """Print what the server holds some seconds after a swap."""
    time.sleep(_REST)
    pid, workers = server.process.pid, server.workers()
    versions = [one for one in (folder / ".kgraph").glob(".store-*") if not one.name.endswith(".worlds")]
    worlds = [*(folder / ".kgraph").glob(".store-*.worlds")]
    temporary = len([*Path(os.environ["TMPDIR"]).rglob("*")])
    print(
        f"after {number} swaps: {len(workers)} processes, {len([*Path(f'/proc/{pid}/fd').iterdir()])} open files, "
        f"{len(versions)} versions, {len(worlds)} folders of worlds, {temporary} temporary files, "
        f"{resident(pid) / 2**20:.0f} MB in the server, {sum(map(resident, workers)) / 2**20:.0f} in its processes",
        flush=True,
    )
