"""Gives random SPARQL, deep, long and broken, to every function that reads SPARQL, and counts results: fuzz_queries.py
COUNT SEED.

The texts (tests/texts.py) are read in copies of a process, so that a crash is noticed; the text is then printed, and
the exit code is 1. A text that takes longer than `DEADLINE` seconds is stopped and counted as slow: this bench looks
for crashes, not for slow queries.
"""

import os
import signal
import subprocess
import sys
import tempfile
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NoReturn

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from kgraph import Graph, Workspace
from kgraph.catalogue import read_query
from kgraph.errors import KgraphError
from kgraph.model import Literal, Rows
from kgraph.store import OxigraphStore
from kgraph.store.engine import variables_of
from kgraph.store.federation import resolve_services
from kgraph.store.guard import check, kind_of
from kgraph.store.refusals import syntax_fault
from texts import texts

DEADLINE = 0.5
"""The CPU seconds that a text may take in all functions together."""

Door = Callable[[str], object]


def doors(folder: Path) -> dict[str, Door]:
    """Every function by which a text gets to the engine, by name, on a store of three triples."""
    (folder / "kgraph.toml").write_text(
        'base = "https://e.example/"\nendpoints = ["https://e.example/s"]\ntitle = "small"\n'
    )
    store = OxigraphStore()
    store.update("INSERT DATA { GRAPH <https://e.example/world/undisputed> { <urn:e#a> <urn:e#b> 1 , 2 , 3 } }")
    answer: Callable[..., Rows] = lambda *_: Rows(("s",), ((Literal("1"),),))  # noqa: E731 - an endpoint in one line
    graph = Graph(store, Workspace.find(folder), ask_service=answer, remark=lambda _: None)
    assert graph.catalogue  # read here, so that the copies of this process need not read it

    def of_kind(text: str) -> object:
        ways: dict[str, Door] = {"select": store.select, "ask": store.ask, "update": OxigraphStore().update}
        return ways.get(kind_of(text) or "", store.construct)(text)

    def file(text: str) -> object:
        place = folder / "mine.rq"
        place.write_bytes(("#+ summary: mine?\n" + text).encode("utf8", "surrogatepass"))
        return read_query(place), graph.query(str(place))

    return {
        "Graph.query": graph.query,
        "file": file,
        "store": of_kind,
        "guard": check,
        "variables": variables_of,
        "syntax fault": syntax_fault,
        "federation": lambda text: resolve_services(
            text, store.select, answer, allowed=["https://e.example/s"], remark=lambda _: None
        ),
    }


def outcomes(text: str, ways: dict[str, Door]) -> Iterator[str]:
    """The result of each function: "taken", or the name of the error."""
    for name, door in ways.items():
        try:
            door(text)
            yield f"{name}: taken"
        except KgraphError as error:
            assert "\n" not in str(error)
            yield f"{name}: {type(error).__name__}"


def _in_copy(text: str, ways: dict[str, Door]) -> NoReturn:
    """Give a text to all functions and end the process, whatever happens."""
    signal.setitimer(signal.ITIMER_PROF, DEADLINE)
    failed = True
    try:
        said = "".join(f"ended {outcome}\n" for outcome in outcomes(text, ways))
        os.write(1, said.encode())
        failed = False
    finally:
        if failed:
            traceback.print_exc()
        os._exit(failed)


def batch(seed: int, start: int, count: int) -> None:
    """Give each text from number `start` on to all functions, in a copy of this process; print the results."""
    with tempfile.TemporaryDirectory() as folder:
        ways = doors(Path(folder))
        for number, text in enumerate(texts(seed, start, count), start):
            copy = os.fork()
            if copy == 0:
                _in_copy(text, ways)
            _, status = os.waitpid(copy, 0)
            if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGPROF:
                os.write(1, b"ended slow: stopped\n")
            elif status:
                os.write(1, f"died {number} {status}\n".encode())


def run(count: int, seed: int) -> tuple[Counter[str], list[int]]:
    """The results of so many texts, read by two processes, and the numbers of the texts that crashed one."""
    part = -(-count // 2)
    commands = [
        [sys.executable, __file__, "--batch", *map(str, (seed, start, min(part, count - start)))]
        for start in range(0, count, part)
    ]
    with ThreadPoolExecutor(len(commands)) as pool:
        outputs = pool.map(lambda c: subprocess.run(c, stdout=subprocess.PIPE, text=True, check=True).stdout, commands)
        lines = [line.strip() for output in outputs for line in output.splitlines()]
    dead = [int(line.split()[1]) for line in lines if line.startswith("died ")]
    return Counter(line.removeprefix("ended ") for line in lines if line.startswith("ended ")), dead


def main() -> int:
    """Run, and print the counts."""
    if sys.argv[1:2] == ["--batch"]:
        batch(*map(int, sys.argv[2:5]))
        return 0
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 11
    found, dead = run(count, seed)
    for what, many in sorted(found.items()):
        print(f"{many:8,}  {what}")
    for number in dead:
        print("died of:", ascii(next(texts(seed, number, 1))[:300]))
    print(f"texts={count} seed={seed} dies={len(dead)}")
    return bool(dead)


if __name__ == "__main__":
    sys.exit(main())
