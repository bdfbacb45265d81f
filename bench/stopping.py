"""The cost of running a query so that it can be stopped, and how late it is stopped: `python bench/stopping.py`.

For three sizes of store, in memory and in a folder: a lookup and a table of a tenth of the claims with a deadline,
compared with the same without one (wall times of pairs in turn); then how long after its deadline a long query ended,
and how soon a query that takes much memory ended at its bound.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path

from kgraph.errors import Stopped
from kgraph.model import Literal, Quad
from kgraph.namespaces import IRI, KG, RDF
from kgraph.stopping import Bounds
from kgraph.store import Store, open_store
from kgraph.workspace.asking import Question, asked_within
from kgraph.workspace.config import Workspace

SIZES = (1_000, 3_000, 10_000)
WORLD = IRI("https://example.org/id/world/asserted")
LOOKUP = "SELECT ?p { <https://example.org/id/claim/d/c7> ?p ?o }"
TABLE = "SELECT ?c ?p ?o { ?c a <https://w3id.org/kgraph/ontology#Claim> ; ?p ?o } LIMIT %d"
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
HUNGRY = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?a"
DEADLINE = 0.5
HERE = Workspace.find(Path(__file__).resolve().parents[1])


def claims(count: int) -> Iterator[Quad]:
    """Claims with six statements each."""
    for number in range(count):
        claim = IRI(f"https://example.org/id/claim/d/c{number}")
        yield claim, RDF.type, KG.Claim, WORLD
        for other in range(5):
            yield claim, KG.paraphrase, Literal(f"what claim {number} says, part {other}", language="en"), WORLD


def asked(store: Store, text: str, bounds: Bounds) -> float:
    """The seconds that a query took, whether or not it was stopped."""
    began = time.perf_counter()
    with suppress(Stopped):
        asked_within(bounds, store, Question(text, WORLD, HERE), lambda endpoint, query: sys.exit("asked"), print)
    return time.perf_counter() - began


def measure(store: Store, size: int, kind: str) -> None:
    """Print the figures of one store."""
    for name, text in (("a lookup", LOOKUP), ("a table", TABLE % (size // 10 * 6))):
        one, other = (partial(asked, store, text, bounds) for bounds in (Bounds(seconds=60), Bounds()))
        pairs = [(one(), other()) for _ in range(15)]
        bounded, plain = (statistics.median(pair[at] for pair in pairs) for at in (0, 1))
        print(f"{size:>7} {kind:<7} {name:<9} with a deadline {bounded * 1e3:7.1f} ms, without {plain * 1e3:7.1f} ms")
    late = [asked(store, RUNAWAY, Bounds(seconds=DEADLINE)) - DEADLINE for _ in range(9)]
    median, most = statistics.median(late) * 1e3, max(late) * 1e3
    print(f"{size:>7} {kind:<7} stopped after its deadline: median {median:.0f} ms, most {most:.0f} ms")
    whole = asked(store, HUNGRY, Bounds(memory=200 * 2**20))
    print(f"{size:>7} {kind:<7} stopped at 200 MiB, {whole:.2f} s after its start")


def main() -> None:
    """Measure every size and kind."""
    for size in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            with open_store("memory:") as memory, open_store(f"oxigraph:{folder}/store") as filled:
                memory.load(claims(size))
                filled.load(claims(size))
                measure(memory, size, "memory")
            with open_store(f"oxigraph:{folder}/store", read_only=True) as store:
                measure(store, size, "folder")


if __name__ == "__main__":
    main()
