"""Puts random deep, long and broken SPARQL through every door, and counts how it ends: `fuzz_queries.py [COUNT] [SEED]`.

The texts (tests/texts.py) are read in processes of their own, so that one that dies is seen; it is printed then, and the
exit code is 1. A text that takes longer than `DEADLINE` seconds is stopped and counted as slow: runaway work is the
business of deadlines, not of this bench.
"""

import signal
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from kgraph import Graph, Workspace
from kgraph.catalogue import read_query
from kgraph.errors import KgraphError
from kgraph.model import Literal, Rows
from kgraph.store import OxigraphStore
from kgraph.store.federation import resolve_services
from kgraph.store.guard import check, kind_of
from kgraph.store.oxigraph import variables_of
from kgraph.store.remote import _syntax_fault
from texts import texts

DEADLINE = 3.0
"""Seconds that a text may take, through all doors."""

Door = Callable[[str], object]


def doors(folder: Path) -> dict[str, Door]:
    """Every way in which a text gets to the engine, by name, over a store of three triples."""
    (folder / "kgraph.toml").write_text('base = "urn:e#"\nendpoints = ["urn:e#s"]\ntitle = "small"\n')
    store = OxigraphStore(allowed_services=["urn:e#s"])
    store.update("INSERT DATA { GRAPH <urn:e#world/undisputed> { <urn:e#a> <urn:e#b> 1 , 2 . <urn:e#c> <urn:e#b> 3 } }")
    answer: Callable[..., Rows] = lambda *_: Rows(("s",), ((Literal("1"),),))  # noqa: E731 - an endpoint in a line
    graph = Graph(store, Workspace.find(folder), ask=answer, remark=lambda _: None)

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
        "syntax fault": _syntax_fault,
        "federation": lambda text: resolve_services(
            text, store.select, answer, allowed=["urn:e#s"], remark=lambda _: None
        ),
    }


def outcomes(text: str, ways: dict[str, Door]) -> Iterator[str]:
    """How each door takes the text: "taken", or the name of the error."""
    for name, door in ways.items():
        try:
            door(text)
            yield f"{name}: taken"
        except KgraphError as error:
            assert "\n" not in str(error), text
            yield f"{name}: {type(error).__name__}"


def batch(seed: int, start: int, count: int) -> None:
    """Read the texts from number `start` on; tells on stdout which is begun, and how each ended."""
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    with tempfile.TemporaryDirectory() as folder:
        ways = doors(Path(folder))
        for number, text in enumerate(texts(seed, start + count)):
            if number >= start:
                print("begun", number, flush=True)
                signal.setitimer(signal.ITIMER_REAL, DEADLINE)
                for said in outcomes(text, ways):
                    print("ended", said)
                signal.setitimer(signal.ITIMER_REAL, 0)


def run(count: int, seed: int) -> tuple[Counter[str], list[int]]:
    """The outcomes of so many texts, and the numbers of those that ended their process."""
    found: Counter[str] = Counter()
    dead: list[int] = []
    start = 0
    while start < count:
        size = min(500, count - start)
        command = [sys.executable, __file__, "--batch", str(seed), str(start), str(size)]
        done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
        lines = done.stdout.splitlines()
        begun = [int(line.split()[1]) for line in lines if line.startswith("begun ")]
        found.update(line.removeprefix("ended ") for line in lines if line.startswith("ended "))
        if done.returncode == 0:
            start += size
            continue
        if not begun:
            raise SystemExit(done.stderr)
        start = begun[-1] + 1
        if done.returncode == -signal.SIGALRM:
            found["slow: stopped"] += 1
        else:
            dead.append(begun[-1])
            print(done.returncode, done.stderr[-2_000:], file=sys.stderr)
    return found, dead


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
        print("died of:", ascii(list(texts(seed, number + 1))[-1][:300]))
    print(f"texts={count} seed={seed} dies={len(dead)}")
    return bool(dead)


if __name__ == "__main__":
    sys.exit(main())
