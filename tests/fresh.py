"""The answers of a store in a canonical form, by which tests compare two builds of the same files.

`of_build` reads the store that a build left on disk, `of_files` makes a full build of the same files in a new folder.
"""

import io
from collections import defaultdict
from collections.abc import Callable, Mapping
from pathlib import Path

import pyoxigraph as ox

from kgraph import Graph, Workspace
from kgraph.building import derived_graph
from kgraph.building.changes import build_graph
from kgraph.namespaces import DCTERMS, IRI, KG, RDF, SH
from kgraph.store import Store, serialise
from kgraph.store.canonical import canonical_lines
from kgraph.workspace.building import BuildReport
from kgraph.worlds import World

Answers = dict[str, frozenset[bytes]]
"""The triples of each graph as lines of N-Triples, with canonical labels of blank nodes."""

WORLDS = (World("undisputed"),)
_TOLD = tuple(f" {serialise(one)} ".encode() for one in (DCTERMS.identifier, SH.resultMessage))
_known: dict[tuple[str, frozenset[bytes]], frozenset[bytes]] = {}
_SHOWN = 5


def of_build(workspace: Workspace, *worlds: World) -> Answers:
    """The answers of a build's store; its text archive must agree with the engine."""
    with Graph.open(workspace.root, f"oxigraph:{workspace.store}", remark=_silent) as graph:
        kept: dict[str, frozenset[bytes]] = {name: frozenset(lines) for name, lines in graph.store.lines([""])}
        assert sorted(kept) == graph.store.graphs()
        check(kept, _held(workspace.store), "what is kept as text (+) is not what the engine holds (-)")
        return _answers(graph, worlds)


def _held(folder: Path) -> Answers:
    """The triples that the engine has in a store's folder."""
    found: defaultdict[str, set[bytes]] = defaultdict(set)
    out = io.BytesIO()
    ox.Store.read_only(str(folder.resolve())).dump(out, ox.RdfFormat.N_QUADS)
    for line in out.getvalue().splitlines():
        triple, graph, _ = line.rsplit(b" ", 2)
        found[graph.decode()[1:-1]].add(triple + b" .\n")
    return {graph: frozenset(lines) for graph, lines in found.items()}


def of_files(folder: Path, *worlds: World) -> Answers:
    """The result of a full build of the files of a folder."""
    assert not (folder / ".kgraph").exists()
    with Graph.open(folder, "memory:", remark=_silent) as graph:
        return _answers(graph, worlds)


def check(found: Mapping[str, frozenset[bytes]], wanted: Mapping[str, frozenset[bytes]], *words: object) -> None:
    """Raise `AssertionError` with the words, the first graph that differs and some of its lines."""
    assert found == wanted, "\n".join((*map(str, words), difference(found, wanted)))


def check_report(report: BuildReport, workspace: Workspace, answers: Answers, *words: object) -> None:
    """Check that the counts in a build's report agree with its store."""
    base = workspace.base

    def counted(kind: IRI, wanted: Callable[[str], bool]) -> int:
        end = f" {serialise(RDF.type)} {serialise(kind)} .\n".encode()
        return sum(line.endswith(end) for graph, lines in answers.items() if wanted(graph) for line in lines)

    claims = counted(KG.Claim, lambda graph: graph.startswith(f"{base}doc/"))
    disputes = counted(KG.Dispute, lambda graph: graph == derived_graph(base))
    told = report.files, report.claims, report.disputes, report.store
    assert told == (len(workspace.data_files()), claims, disputes, f"oxigraph:{workspace.store}"), words
    messages = [line for line in answers[build_graph(base)] if _TOLD[1] in line]
    assert bool(report.faults) == bool(messages), words


def difference(found: Mapping[str, frozenset[bytes]], wanted: Mapping[str, frozenset[bytes]]) -> str:
    """The first graph that differs, with some lines that it lacks (-) and some that it should not have (+)."""
    apart = [graph for graph in sorted({*found, *wanted}) if found.get(graph) != wanted.get(graph)]
    if not apart:
        return "no graph differs"
    one, other = (graphs.get(apart[0], frozenset()) for graphs in (found, wanted))
    lines = [
        f"{sign} {line.decode().rstrip()}"
        for sign, some in (("-", other - one), ("+", one - other))
        for line in [*sorted(some)[:_SHOWN], *([b"and %d more" % (len(some) - _SHOWN)] if len(some) > _SHOWN else [])]
    ]
    return "\n".join((f"{len(apart)} graphs differ, the first: {apart[0]} (-: it lacks, +: it has too much)", *lines))


def _silent(_: str) -> None:
    """Ignore remarks: the tests' data have faults, which the graph of the build reports."""


def _answers(graph: Graph, worlds: tuple[World, ...]) -> Answers:
    base = graph.workspace.base
    found: Answers = _canonical(dict(graph.store.lines([""])))
    build = build_graph(base)
    found[build] = frozenset(line for line in found[build] if any(one in line for one in _TOLD))
    for world in (*WORLDS, *worlds):
        seen, name = graph.materialised(world)
        found |= _canonical(_only(seen, name))  # a world's blank nodes are in no other graph
    return found


def _only(store: Store, graph: IRI) -> dict[IRI, list[bytes]]:
    return {name: lines for name, lines in store.lines([graph]) if name == graph}


def _canonical(graphs: Mapping[IRI, list[bytes]]) -> Answers:
    """The graphs with canonical labels; those of kgraph's ontology are computed once."""
    found: Answers = {}
    rest: dict[IRI, list[bytes]] = {}
    for graph, lines in graphs.items():
        if graph.endswith("graph/ontology"):
            key = (str(graph), frozenset(lines))
            if key not in _known:
                _known[key] = frozenset(dict(canonical_lines(lambda: [(graph, lines)]))[graph])  # noqa: B023 - called here
            found[graph] = _known[key]
        else:
            rest[graph] = lines
    return found | {graph: frozenset(lines) for graph, lines in canonical_lines(rest.items)}
