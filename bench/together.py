"""Two builds of one workspace that begin at one endpoint at the same moment: together.py [ROUNDS=8] [GRAPHS=12]
[--oxigraph] [--anew]

The endpoint is a Virtuoso, or with --oxigraph the oxigraph server. In each round it has an old build of so many graphs
with 500 triples each; two others, each with a graph of its own besides, begin then. With --anew neither knows what is
there. One must be told of the other, and the graphs that are read must be of one. Exits with 1 at a fault.
"""

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from threading import Barrier

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from backends import sparql_server, virtuoso_server
from kgraph.errors import BuiltMeanwhile, Overtaken
from kgraph.namespaces import IRI
from kgraph.store.publishing import digests_of, held, publish
from kgraph.store.remote import RemoteStore
from kgraph.store.staging import HELD

EX = "https://example.org/news/"
_TRIPLES = 500


def graphs(who: str, number: int) -> dict[IRI, list[bytes]]:
    """The graphs of a build, one of which nobody else has."""
    lines = sorted(f'<{EX}{n}> <{EX}p> "{who} {n}" .\n'.encode() for n in range(_TRIPLES))
    return {**{IRI(f"{EX}doc/{n}"): lines for n in range(number)}, IRI(f"{EX}doc/of-{who}"): lines[:1]}


@contextmanager
def endpoint(*, oxigraph: bool) -> Iterator[partial[RemoteStore]]:
    """An endpoint that is started here: what opens it."""
    if oxigraph:
        with sparql_server() as url:
            yield partial(RemoteStore, url.removeprefix("sparql:"), base=EX)
        return
    with tempfile.TemporaryDirectory() as folder, virtuoso_server(Path(folder)) as (url, access):
        yield partial(RemoteStore, url.removeprefix("sparql:"), base=EX, access=[access], timeout=200)


def built(opens: partial[RemoteStore], made: dict[IRI, list[bytes]], both: Barrier, *, anew: bool) -> str:
    """Build beside another one; how that ended."""
    with opens() as store:
        known = {} if anew else held(store, [EX])
        both.wait()
        try:
            publish(store, made, digests_of(made), known, [f"{EX}doc/"])
        except Overtaken:
            return "told"
        return "whole"


def prepare(store: RemoteStore, number: int) -> None:
    """Have the old build there, and nothing else."""
    old = graphs("old", number)
    for name in (*store.graphs(), HELD, store.own.staged, store.own.staged_world):
        store.clear(IRI(str(name)))
    publish(store, old, digests_of(old), {}, [f"{EX}doc/"])


def a_round(opens: partial[RemoteStore], number: int, *, anew: bool) -> str:
    """What came of two builds: how they ended, and what is read."""
    both = Barrier(2)
    with opens() as store:
        prepare(store, number)
        with ThreadPoolExecutor(2) as two:
            builds = [two.submit(built, opens, graphs(who, number), both, anew=anew) for who in ("one", "two")]
        ended = " and ".join(sorted(one.result() for one in builds))
        try:
            store.mark()
        except BuiltMeanwhile:
            return f"{ended}; nothing is read until the next build"
        others = sum(IRI(f"{EX}doc/of-{who}") in store.graphs() for who in ("one", "two"))
        return f"{ended}; graphs of {'one' if others == 1 else 'BOTH' if others else 'NEITHER'} are read"


def main() -> None:
    """Print how often each thing came of it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("numbers", nargs="*", type=int, default=[])
    parser.add_argument("--oxigraph", action="store_true")
    parser.add_argument("--anew", action="store_true")
    asked = parser.parse_args()
    numbers: list[int] = asked.numbers
    rounds, number = numbers + [8, 12][len(numbers) :]
    with endpoint(oxigraph=asked.oxigraph) as opens:
        found = Counter(a_round(opens, number, anew=asked.anew) for _ in range(rounds))
    for what, times in found.most_common():
        print(f"{times} of {rounds}: {what}")
    sys.exit(any("BOTH" in what or "NEITHER" in what for what in found))


if __name__ == "__main__":
    main()
