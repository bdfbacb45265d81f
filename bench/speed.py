"""Print the timings that docs/measurements.md quotes: `make bench`.

Absolute times are medians of several runs and apply to one machine; ratios compare two things measured in turn in one
run, and are more comparable between machines.
"""

import contextlib
import functools
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kgraph.catalogue import with_prologue
from kgraph.model import BlankNode, Quad
from kgraph.namespaces import IRI
from kgraph.store import Store, open_store
from kgraph.store.guard import reaches_out
from kgraph.workspace.building import conclude, fill, read_workspace
from kgraph.workspace.config import Workspace
from kgraph.workspace.graph import Graph
from kgraph.worlds import World, world_iri

ROOT = Path(__file__).resolve().parents[1]
OFTEN = 20
QUERIES = {
    "lookup": "SELECT ?c { ?c kg:claimant <agent/syrskyi> }",
    "join": "SELECT ?l ?p { ?c kg:claimant/rdfs:label ?l ; kg:paraphrase ?p ; kg:about <place/pokrovsk> }",
    "aggregate": "SELECT ?w (COUNT(?c) AS ?n) { ?c kg:claimant ?w } GROUP BY ?w",
    "scan": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
}


def seconds(action: Callable[[], object], times: int) -> list[float]:
    """The wall times of so many runs, after one that is not counted."""
    action()
    found = []
    for _ in range(times):
        began = time.perf_counter()
        action()
        found.append(time.perf_counter() - began)
    return found


def paired(one: Callable[[], object], other: Callable[[], object], times: int) -> tuple[float, float, float]:
    """Medians of two actions run in turn, and the median of the ratios pair by pair."""
    one()
    other()
    pairs = [(seconds_of(one), seconds_of(other)) for _ in range(times)]
    return (
        statistics.median(a for a, _ in pairs),
        statistics.median(b for _, b in pairs),
        statistics.median(a / b for a, b in pairs),
    )


def seconds_of(action: Callable[[], object]) -> float:
    """The wall time of one run."""
    began = time.perf_counter()
    action()
    return time.perf_counter() - began


def process(*words: str) -> Callable[[], object]:
    """A run of Python as a whole process, its output read and thrown away."""

    def run() -> None:
        subprocess.run([sys.executable, *words], cwd=ROOT, check=True, capture_output=True, env=os.environ)

    return run


def show(what: str, value: str, wanted: str) -> None:
    """One line of the table."""
    print(f"{what:<66} {value:>22}   {wanted}")


def bench_build(workspace: Workspace) -> None:
    """Building the graph from its files, in memory and into a folder."""

    def in_memory() -> None:
        with open_store("memory:") as store:
            fill(store, workspace)

    show("build in memory, in one process", f"{statistics.median(seconds(in_memory, 5)):.2f} s", "< 1.5 s")
    whole = process("-m", "kgraph", "-q", "build")
    show("kgraph build, as a whole process", f"{statistics.median(seconds(whole, 5)):.2f} s", "< 1.5 s")


def bench_command_line() -> None:
    """Starting up, and one catalogue query on the built store."""
    a, b, ratio = paired(process("-m", "kgraph", "--help"), process("-c", "import typer"), 9)
    show("kgraph --help, against a bare import of typer", f"{a:.3f} / {b:.3f} s = {ratio:.2f}", "<= 2.5")
    for name in ("query shares-captured", "query events", "chain HUR", "compare Pokrovsk", "path DeepState Budanov"):
        whole = process("-m", "kgraph", *name.split())
        show(f"kgraph {name}, as a whole process", f"{statistics.median(seconds(whole, 7)):.3f} s", "<= 0.4 s")
    whole = process("-m", "kgraph", "validate")
    show("kgraph validate, as a whole process", f"{statistics.median(seconds(whole, 3)):.2f} s", "")


def bench_world(workspace: Workspace) -> None:
    """Compare a query in the default world with the same triples in a plain default graph of the same kind of store."""
    world = world_iri(workspace.base, World())
    with tempfile.TemporaryDirectory() as folder, open_store("memory:") as filled:
        fill(filled, workspace)
        for kind in ("memory:", f"oxigraph:{folder}/"):
            named = open_store(kind if kind == "memory:" else f"{kind}named")
            plain = open_store(kind if kind == "memory:" else f"{kind}plain")
            named.load(filled.dump())
            plain.load((s, p, o, None) for s, p, o, _ in filled.dump(world))
            for name, text in QUERIES.items():
                query = with_prologue(text, workspace.base)
                inside = functools.partial(run_often, named, query, world)
                a, b, ratio = paired(inside, functools.partial(run_often, plain, query, None), 15)
                value = f"{a / OFTEN * 1e3:.2f} / {b / OFTEN * 1e3:.2f} ms = {ratio:.2f}"
                where = "in memory" if kind == "memory:" else "in a folder"
                show(f"{name}, {where}: default world, against a plain default graph", value, "<= 1.2")


def run_often(store: Store, query: str, graph: IRI | None) -> None:
    """Run one query `OFTEN` times."""
    for _ in range(OFTEN):
        store.select(query, default_graph=graph)


def bench_facade(workspace: Workspace) -> None:
    """Measure what `Graph.query` adds to the engine's time: names, prefixes, the guard, the world, conversion of
    terms."""
    with Graph.open(workspace.root) as graph:
        for name, text in QUERIES.items():
            found = statistics.median(seconds(functools.partial(graph.query, text), 15))
            show(f"{name}: Graph.query on the built store", f"{found * 1e3:.2f} ms", "")


def bench_catalogue(workspace: Workspace) -> None:
    """Run every query of the catalogue that contacts no endpoint once, with its defaults, in one process on the built
    store."""
    with Graph.open(workspace.root) as graph:
        local = (name for name, query in graph.catalogue.items() if not reaches_out(query.text))
        once = [functools.partial(graph.query, name) for name in local]
        each = {query.args[0]: statistics.median(seconds(query, 5)) for query in once}
        whole = statistics.median(seconds(lambda: [query() for query in once], 5))
        slowest = max(each, key=lambda name: each[name])
        show(f"all {len(once)} queries of the catalogue, in one process", f"{whole:.3f} s", "< 0.3 s")
        show(f"the slowest of them, {slowest}", f"{each[slowest] * 1e3:.1f} ms", "")


def bench_rules(workspace: Workspace) -> None:
    """Compare the rules and other derivations on ten times as many claims with those on the claims themselves."""
    quads = read_workspace(workspace)
    many = [quad for number in range(10) for quad in renamed(quads, number)]
    once, often, ratio = paired(lambda: run_once(workspace, quads), lambda: run_once(workspace, many), 3)
    show("rules over 122 claims, against 1,220", f"{once:.2f} / {often:.2f} s = 1 : {1 / ratio:.1f}", "near 1 : 10")


def run_once(workspace: Workspace, quads: list[Quad]) -> None:
    """Load quads and the triples derived from them into a new store."""
    with open_store("memory:") as store:
        store.load(quads)
        conclude(store, workspace, quads)


def renamed(quads: list[Quad], number: int) -> list[Quad]:
    """The same claims in another document, about other places, events and units."""

    def other(term: Any) -> Any:
        if isinstance(term, IRI) and any(part in term for part in ("/doc/", "/claim/", "/place/", "/event/", "/unit/")):
            head, mark, local = term.partition("#")
            return type(term)(f"{head}-{number}{mark}{local}")
        return type(term)(f"{term}k{number}") if isinstance(term, BlankNode) else term

    return [(other(s), p, other(o), other(g)) for s, p, o, g in quads]


def bench_sizes(workspace: Workspace) -> None:
    """Print the sizes of the page, the wheel and the store."""
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "network.html"
        subprocess.run([sys.executable, "-m", "kgraph", "-q", "view", "network", "-o", str(page)], cwd=ROOT, check=True)
        show("network.html", f"{page.stat().st_size / 1024:.0f} kB", "")
    size = sum(p.stat().st_size for p in workspace.store.rglob("*") if p.is_file())
    show("the store's folder", f"{size / 1024:.0f} kB", "")


def main() -> None:
    """Measure everything once."""
    workspace = Workspace.find(ROOT)
    subprocess.run([sys.executable, "-m", "kgraph", "-q", "build"], cwd=ROOT, check=True)
    print(f"Python {sys.version.split()[0]}, {os.cpu_count()} processors\n")
    bench_build(workspace)
    bench_command_line()
    bench_world(workspace)
    bench_facade(workspace)
    bench_catalogue(workspace)
    bench_rules(workspace)
    bench_sizes(workspace)


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        main()
