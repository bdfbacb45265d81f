"""Readers who may write ask while a build is put in place at an endpoint: asking.py [ROUNDS=8] [GRAPHS=12] [--oxigraph]

The endpoint is a Virtuoso, or with --oxigraph the oxigraph server. In each round it has an old build of so many graphs
with 500 triples each. A new one sends what differs, and meanwhile two readers ask all the time; each finishes what it
takes for cut off. A third one makes one of the graphs anew, as is done with a world, at a random moment after the build
has looked for others. What is read
must be of one build each time; the graph that is made anew is left out meanwhile, and as long as it is noted as out of
date, since whoever asks for a world makes it anew then. Exits with 1 at a fault.
"""

import argparse
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from threading import Event
from time import monotonic, sleep

from kgraph.errors import BuiltMeanwhile, Overtaken
from kgraph.namespaces import IRI
from kgraph.store.filed import Filed
from kgraph.store.finishing import last_written
from kgraph.store.publishing import digests_of, held, publish, publish_world
from kgraph.store.remote import RemoteStore
from together import EX, endpoint, graphs, prepare

_WORLD = IRI(f"{EX}doc/0")
_SAID = (
    f"SELECT ?g ?w (COUNT(?o) AS ?n) {{ GRAPH ?g {{ ?s <{EX}p> ?o }} "
    f'BIND(STRBEFORE(STR(?o), " ") AS ?w) FILTER(STRSTARTS(STR(?g), "{EX}doc/")) }} GROUP BY ?g ?w'
)
Said = Mapping[str, set[str]]


def of_build(who: str, number: int) -> Said:
    """What a build has: who says something in each graph, and how much."""
    return {graph: {f"{who} {len(lines)}"} for graph, lines in graphs(who, number).items()}


def read(store: RemoteStore, number: int) -> str:
    """Read once, and say what that is."""
    try:
        name, noted = store.mark(), last_written(store).get(_WORLD)
        found: dict[str, set[str]] = {}
        for graph, who, count in store.select_there(_SAID).rows:
            found.setdefault(str(graph), set()).add(f"{who} {count}")
        is_made_anew = last_written(store).get(_WORLD) != noted or noted not in (None, frozenset({name}))
        if store.mark() != name:
            return "told of a build"
    except BuiltMeanwhile:
        return "told to wait"
    world = found.pop(_WORLD, set())
    wholes = [of_build(who, number) for who in ("old", "one")]
    is_one = found in [{graph: said for graph, said in whole.items() if graph != _WORLD} for whole in wholes]
    is_world_whole = is_made_anew or world in [whole[_WORLD] for whole in (*wholes, of_build("two", number))]
    return "read one build's" if is_one and is_world_whole else "read a MIXTURE"


def asked(opens: partial[RemoteStore], number: int, ends: Event) -> Counter[str]:
    """Read again and again until the build has ended."""
    found = Counter[str]()
    with opens() as store:
        while not ends.is_set():
            found[read(store, number)] += 1
    return found


def world_made(opens: partial[RemoteStore], number: int, is_put: Event, wait: float) -> str:
    """Make a graph anew some seconds after the build has begun to be put in place."""
    with opens() as store:
        name = store.mark()
        is_put.wait()
        sleep(wait)
        try:
            publish_world(store, _WORLD, graphs("two", number)[_WORLD], name)
        except (Overtaken, BuiltMeanwhile):
            return "told"
        return "made"


def a_round(opens: partial[RemoteStore], number: int, takes: float) -> tuple[str, Counter[str], float]:
    """What came of a build that is put in place in about so long; what was read; and how long that took."""
    old, new, ends, is_put = graphs("old", number), graphs("one", number), Event(), Event()
    began = monotonic()

    def tell(step: str) -> None:
        nonlocal began
        if step.startswith("putting"):
            began = monotonic()
            is_put.set()

    with opens() as store, tempfile.TemporaryDirectory() as folder, Filed(Path(folder) / "lines") as before:
        prepare(store, number)
        for graph, lines in old.items():
            before.add(graph, lines)
        before.flush()
        known = held(store, [EX])
        with ThreadPoolExecutor(3) as others:
            readers = [others.submit(asked, opens, number, ends) for _ in range(2)]
            wait = random.random() * takes  # noqa: S311 - no secret
            made = others.submit(world_made, opens, number, is_put, wait)
            try:
                publish(store, new, digests_of(new), known, [f"{EX}doc/"], before=before, tell=tell)
                ended = "build whole"
            except Overtaken:
                ended = "build told"
            finally:
                took = monotonic() - began
                is_put.set()
                ended_world = made.result()
                ends.set()
        said = sum((one.result() for one in readers), Counter[str]())
        return f"{ended}, world {ended_world}; at last {read(store, number)}", said, took


def main() -> None:
    """Print how often each thing came of it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("numbers", nargs="*", type=int, default=[])
    parser.add_argument("--oxigraph", action="store_true")
    options = parser.parse_args()
    numbers: list[int] = options.numbers
    rounds, number = numbers + [8, 12][len(numbers) :]
    ends, reads, takes = Counter[str](), Counter[str](), 1.0
    with endpoint(oxigraph=options.oxigraph) as opens:
        for _ in range(rounds):
            end, said, takes = a_round(opens, number, takes)
            ends[end] += 1
            reads += said
            print(end, dict(said), f"{takes:.1f} s", file=sys.stderr, flush=True)
    for what, times in (*ends.most_common(), *reads.most_common()):
        print(f"{times} times: {what}")
    sys.exit(any("MIXTURE" in what for what in (*ends, *reads)))


if __name__ == "__main__":
    main()
