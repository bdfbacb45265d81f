"""Builds at an endpoint, and the catalogue's queries there and in the built-in engine, as workspaces grow:
servers.py [CLAIMS …] [--oxigraph] [--cut] [--queries | --some]

The endpoint is a Virtuoso, or with --oxigraph the oxigraph server, started here and ended again. Each build runs in a
process of its own: of everything, of the same again, and after one word of one document changed; the server's CPU
seconds and the most memory that it has had by then are told, too. With --cut a build of everything was killed before,
when it had sent all, and a word was changed since, so that what it had sent is removed; that is told in seconds.

With --queries each query of the catalogue that contacts no endpoint runs with its
defaults, in the folder (median of three) and at the endpoint (once); with --some every fourth. These figures are CPU
seconds, kgraph's own and, at the endpoint, the server's, too. What each took is told meanwhile. The last column is the
growth of a figure divided by the growth of the claims, over the last two sizes: 1 means in proportion.
"""

import json
import math
import os
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from itertools import pairwise
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from backends import sparql_server, virtuoso_server
from kgraph import Graph, Workspace, build
from kgraph.errors import KgraphError
from kgraph.store.guard import reaches_out
from made import make

_BUFFERS = 170_000  # 1.36 GB, as in deploy/virtuoso.compose.yaml
_PATIENCE = 1_800  # seconds
_ALL = 100_000_000  # rows


@contextmanager
def engine(folder: Path, root: Path, *, oxigraph: bool) -> Iterator[str]:
    """An engine that is started for a workspace, which is told how to be let in: its URL."""
    with (root / "kgraph.toml").open("a", encoding="utf8") as settings:
        settings.write(f"timeout = {_PATIENCE}\n")
        if oxigraph:
            settings.flush()
            with sparql_server() as url:
                yield url
            return
        folder.mkdir()
        with virtuoso_server(folder, _ALL, _BUFFERS) as (url, access):
            secret = f'secret = "env:{access.variable}"'
            settings.write(f'[access."{access.address}"]\nway = "digest"\nuser = "{access.user}"\n{secret}\n')
            settings.flush()
            yield url


def one_build(root: Path, url: str, *, killed: bool) -> dict[str, float]:
    """The figures of a build, or, if `killed`, a build that has sent everything and ends there."""
    steps: list[tuple[float, str]] = []

    def told(step: str) -> None:
        steps.append((time.monotonic(), step))
        if killed and step.startswith("putting"):
            os.kill(os.getpid(), signal.SIGKILL)

    start = time.monotonic()
    sent = build(Workspace.find(root), url, told).sent
    assert sent is not None
    most = re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text("ascii"))
    return {
        "s": time.monotonic() - start,
        "s for the removal": sum(
            after - at for (at, step), (after, _) in pairwise(steps) if step.startswith("removing")
        ),
        "CPU s": time.process_time(),
        "MB": int(most[1]) / 1024 if most else math.nan,
        "triples": sent.triples,
        "requests": sent.requests,
    }


def servers() -> dict[str, float]:
    """The CPU seconds and the most memory of the server, which is the only process that this one has started."""
    (child,) = Path(f"/proc/self/task/{os.getpid()}/children").read_text("ascii").split()
    ticks = Path(f"/proc/{child}/stat").read_text("ascii").rpartition(")")[2].split()[11:13]
    most = re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{child}/status").read_text("ascii"))
    return {
        "server's CPU s": sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK"),
        "server's MB": int(most[1]) / 1024 if most else math.nan,
    }


def change_a_word(root: Path) -> None:
    """Change one word of one document."""
    path = next(path for path in Workspace.find(root).data_files() if "kg:Ongoing" in path.read_text("utf8"))
    path.write_text(path.read_text("utf8").replace("kg:Ongoing", "kg:Begun", 1), "utf8")


def builds(root: Path, url: str, *, cut: bool) -> dict[str, float]:
    """The figures of builds of a workspace, each in a process of its own."""
    command = [sys.executable, __file__, "--build", str(root), url]

    def measured(name: str) -> dict[str, float]:
        before = servers()
        figures = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
        figures |= (after := servers()) | {"server's CPU s": after["server's CPU s"] - before["server's CPU s"]}
        told = {f"{name}, {what}": figure for what, figure in figures.items()}
        print(json.dumps(told), file=sys.stderr, flush=True)
        return told

    if cut:
        assert subprocess.run([*command, "--killed"], check=False).returncode == -signal.SIGKILL
        change_a_word(root)
    found = measured("a build of everything") | measured("again")
    change_a_word(root)
    return found | measured("a word changed")


def both_clocks() -> float:
    """The CPU seconds of this process and the server."""
    return time.process_time() + servers()["server's CPU s"]


def spent(clock: Callable[[], float], action: Callable[[], object]) -> float:
    """The seconds of a clock that an action takes."""
    began = clock()
    action()
    return clock() - began


def queries(root: Path, url: str, step: int) -> dict[str, float]:
    """The figures of every so many of the catalogue's queries in a workspace's folder and at an endpoint."""
    build(Workspace.find(root))
    taken: dict[str, tuple[float, float]] = {}
    refused = 0
    with Graph.open(root) as here, Graph.open(root, url) as there:
        for name in sorted(name for name, query in here.catalogue.items() if not reaches_out(query.text))[::step]:
            own = statistics.median(spent(time.process_time, partial(here.query, name)) for _ in range(3))
            try:
                taken[name] = own, spent(both_clocks, partial(there.query, name))
                print(f"{name}: {1000 * own:,.0f} ms, {taken[name][1]:,.2f} s", file=sys.stderr, flush=True)
            except KgraphError as error:
                refused += 1
                print(f"{name}: {error}", file=sys.stderr)
    ratios = {name: other / own for name, (own, other) in taken.items()}
    dearest = max(taken, key=lambda name: taken[name][1])
    print(f"{root.name}: the dearest at the endpoint is {dearest}", file=sys.stderr)
    return {
        "queries answered by both": len(taken),
        "queries refused": refused,
        "in the folder, CPU ms (geometric mean)": 1000 * statistics.geometric_mean(own for own, _ in taken.values()),
        "at the endpoint, CPU ms (geometric mean)": 1000
        * statistics.geometric_mean(other for _, other in taken.values()),
        "ratio (geometric mean)": statistics.geometric_mean(ratios.values()),
        "queries that are faster at the endpoint": sum(ratio < 1 for ratio in ratios.values()),
        "all in the folder, CPU s": sum(own for own, _ in taken.values()),
        "all at the endpoint, CPU s": sum(other for _, other in taken.values()),
        "the dearest at the endpoint, CPU s": taken[dearest][1],
    }


def main() -> None:
    """Print the table."""
    if sys.argv[1:2] == ["--build"]:
        print(json.dumps(one_build(Path(sys.argv[2]), sys.argv[3], killed="--killed" in sys.argv)))
        return
    sizes = [int(word) for word in sys.argv[1:] if word.isdecimal()] or [1_000, 3_000, 10_000]
    step = 4 if "--some" in sys.argv else 1 if "--queries" in sys.argv else 0
    found: list[dict[str, float]] = []
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            root = Path(folder, str(size))
            make(root, size)
            with engine(Path(folder, f"engine-{size}"), root, oxigraph="--oxigraph" in sys.argv) as url:
                found.append(builds(root, url, cut="--cut" in sys.argv) | (queries(root, url, step) if step else {}))
            print(size, json.dumps(found[-1]), file=sys.stderr, flush=True)
    print(f"{'':44}" + "".join(f"{size:>12,}" for size in sizes) + f"{'growth':>10}")
    for name, most in found[-1].items():
        before = found[-2].get(name) if len(found) > 1 else None
        growth = math.log(most / before) / math.log(sizes[-1] / sizes[-2]) if before and most else 0
        print(f"{name:44}" + "".join(f"{one.get(name, 0):12,.2f}" for one in found) + f"{growth:10.2f}")


if __name__ == "__main__":
    main()
