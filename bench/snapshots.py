"""CPU seconds of queries of a built store, over made workspaces of growing size: snapshots.py [CLAIMS …].

Making a world is timed in a process that has the graph open. Queries on one entity are timed after the world was made:
on a rare place and on the place that claims name most. The last column is the growth of the time divided by the growth
of the claims, over the largest two sizes: 1 means in proportion, 2 quadratic.
"""

import math
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from kgraph import Graph, UsageError, Workspace, build
from made import make

WORLDS: dict[str, dict[str, Any]] = {
    "world: according to one": {"according_to": "agent/speaker-1"},
    "world: as of a day": {"as_of": "2022-01-01"},
    "world: asserted": {"name": "asserted"},
    "world: record": {"name": "record"},
}
PLACES = {"rare": "place/town-30", "hub": "place/town-0"}
# getrusage() would include the memory of this process, from which that one is forked
_TOLD = """import re, runpy, time
try:
    runpy.run_module("kgraph", run_name="__main__", alter_sys=True)
finally:
    print(time.process_time(), re.search(r"VmHWM:\\s*(\\d+)", open("/proc/self/status").read())[1])
"""
UNITS = {"rare": "unit/brigade-40", "hub": "unit/brigade-0"}


def timed(work: Callable[..., object], *args: object, **options: object) -> float:
    """The CPU seconds that some work takes in this process; a query without an answer counts too."""
    begun = time.process_time()
    with suppress(UsageError):
        work(*args, **options)
    return time.process_time() - begun


def figures(folder: Path) -> dict[str, float]:
    """The measurements of one workspace, by name; sizes in MB."""
    workspace = Workspace.find(folder)
    found = {"build": timed(build, workspace)}
    kept = folder / ".kgraph"
    found["MB of the folder, as built"] = _megabytes(kept)
    with Graph.open(folder) as graph:
        for name, choice in WORLDS.items():
            found[name] = timed(graph.materialised, graph.choose(**choice))
        found["MB of a world (asserted)"] = _megabytes(next(kept.glob(".store-*.worlds/asserted.*")), shared=False)
        graph.materialised(graph.choose())
        for often in ("rare", "hub"):
            found[f"compare, {often}"] = timed(graph.compare, PLACES[often])
            found[f"network, {often}"] = timed(graph.network, focus=PLACES[often])
            found[f"chain, {often}"] = timed(graph.chain, UNITS[often])
    found["export nq"], found["MB of memory, export nq"] = _of_a_process(
        "-C", str(folder), "export", "-o", str(folder / "all.nq")
    )
    return found


def _of_a_process(*words: str) -> tuple[float, float]:
    """The CPU seconds, and the most memory in MB, that a command takes, its start included."""
    run = [sys.executable, "-c", _TOLD, "--quiet", *words]
    seconds, kilobytes = subprocess.run(run, check=True, capture_output=True, text=True).stdout.split()
    return float(seconds), int(kilobytes) / 1000


def _megabytes(folder: Path, *, shared: bool = True) -> float:
    """The size of a folder's files, each counted once; without `shared`, only of files that no other folder links."""
    files = {stat.st_ino: stat for path in folder.rglob("*") if path.is_file() for stat in [path.stat()]}
    return sum(stat.st_size for stat in files.values() if shared or stat.st_nlink == 1) / 1e6


def main() -> None:
    """Print the table."""
    sizes = [int(word) for word in sys.argv[1:]] or [1_000, 3_000, 10_000]
    with tempfile.TemporaryDirectory() as folder:
        taken = []
        for size in sizes:
            make(Path(folder) / str(size), size)
            taken.append(figures(Path(folder) / str(size)))
    print(f"{'':30}" + "".join(f"{size:>10,}" for size in sizes) + f"{'growth':>10}")
    for name, most in taken[-1].items():
        growth = ""
        if len(sizes) > 1:
            growth = f"{math.log(most / max(taken[-2][name], 0.001)) / math.log(sizes[-1] / sizes[-2]):.1f}"
        print(f"{name:30}" + "".join(f"{one[name]:10.2f}" for one in taken) + f"{growth:>10}")


if __name__ == "__main__":
    main()
