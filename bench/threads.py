"""Threads that read one graph while worlds are made and builds run: `bench/threads.py [SECONDS=10] [CLAIMS=60]`.

Four threads of one process query one `Graph` in existing worlds; one queries worlds as of ever new days; one repeatedly
starts a process that builds the workspace from changing data, and then refreshes the graph. Every answer is compared
with that of a graph in memory. Exits with 1 if an answer is wrong or a query fails.
"""

import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from kgraph import Graph, Workspace
from made import FIRST, make

READERS = 4
DOCUMENTS = "SELECT ?d { ?d a kg:Document } ORDER BY ?d"
QUERY = "SELECT ?c { ?c kg:inWorld ?w } ORDER BY ?c"
WORLDS: tuple[dict[str, str], ...] = ({}, {"world": "asserted"}, {"world": "record"}, {"as_of": "2021-01-05"})


def main(seconds: float = 10, claims: int = 60) -> None:
    """Let the threads run for some seconds, and print counts and faults."""
    with tempfile.TemporaryDirectory(prefix="kgraph-threads-") as folder:
        root = Path(folder) / "made"
        make(root, claims)
        told, faults = run(Workspace.find(root), seconds)
    for what, number in sorted(told.items()):
        print(f"{what}: {number}")
    print(*faults[:5], f"failures: {len(faults)}", sep="\n")
    sys.exit(bool(faults))


def run(workspace: Workspace, seconds: float) -> tuple[Counter[str], list[str]]:
    """Run the threads; returns counts and faults."""
    told: Counter[str] = Counter()
    faults: list[str] = []
    counting = threading.Lock()
    with Graph.open(workspace.root, "memory:") as memory:
        expected = [memory.query(QUERY, **words) for words in WORLDS]  # type: ignore[arg-type] # keywords of a world
        known = memory.query(DOCUMENTS)
    rebuild(workspace, 0)
    end = time.monotonic() + seconds

    def repeat(what: str, work: Callable[[int], object]) -> None:
        number = 0
        while time.monotonic() < end:
            number += 1
            try:
                right = work(number)
            except Exception as error:  # noqa: BLE001 - any error is counted
                right = False
                print(f"{what}: {type(error).__name__}: {error}", file=sys.stderr)
            with counting:
                told[what] += 1
                if not right:
                    faults.append(f"{what} {number} failed")

    with Graph.open(workspace.root) as graph:

        def read(number: int) -> bool:
            at = number % len(WORLDS)
            return graph.query(QUERY, **WORLDS[at]) == expected[at]  # type: ignore[arg-type] # the same

        def ask(number: int) -> bool:
            day = FIRST + timedelta(days=10_000 + number)
            return graph.query(DOCUMENTS, as_of=day) == known

        def build(number: int) -> bool:
            rebuild(workspace, number)
            return graph.refresh()

        works = [("reads", read)] * READERS + [("new worlds", ask), ("builds", build)]
        threads = [threading.Thread(target=repeat, args=work) for work in works]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    return told, faults


def rebuild(workspace: Workspace, number: int) -> None:
    """Build in a process of its own, from files whose bytes changed and whose triples did not."""
    data = workspace.data / "reference.trig"
    data.write_text(f"{data.read_text('utf8')}# {number}\n", "utf8")
    subprocess.run([sys.executable, "-m", "kgraph", "-q", "build"], cwd=workspace.root, check=True)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
