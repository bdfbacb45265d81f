"""Graphs that clients write: builds keep them, worlds pass them over, and a change is there whole or not at all."""

import fcntl
import os
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from kgraph import Graph, Workspace, build, disk
from kgraph.analysis.questions import read_totals
from kgraph.analysis.stats import statistics
from kgraph.errors import DataError, KgraphError, StoreBusy
from kgraph.namespaces import IRI
from kgraph.store import Snapshot
from kgraph.workspace import written
from kgraph.workspace.written import Outcome, TooMuchError, change, read_written
from kgraph.worlds import World

ROOT = Path(__file__).resolve().parents[2]
MINE, OTHER = IRI("urn:x:notes"), IRI("https://example.org/earthquake/written/seen")
LINE = b'<urn:x:s> <urn:x:p> "one" .\n'
TYPE = b"<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
HOSTILE = b"".join(
    [
        b"<https://example.org/earthquake/claim/made-up/1> %b <kg:Claim> .\n" % TYPE,
        b"<https://example.org/earthquake/claim/made-up/1> <kg:inWorld> <urn:x:w> .\n",
        b"<urn:x:s> %b <kg:Superiority> .\n" % TYPE,
        b"<urn:x:s> <kg:foundBy> <urn:x:rule> .\n",
        b"<kg:magnitude> <kg:temporality> <kg:RunningTotal> .\n",
    ]
)
EVERYTHING = "SELECT ?s ?p ?o { ?s ?p ?o }"


@pytest.fixture
def quake(tmp_path: Path, built_quake: Path) -> Workspace:
    """A copy of a workspace that was built."""
    shutil.copytree(built_quake, tmp_path / "quake", symlinks=True)
    return Workspace.find(tmp_path / "quake")


@pytest.fixture(scope="module")
def built_quake(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("written") / "quake"
    shutil.copytree(ROOT / "examples/earthquake", folder, ignore=shutil.ignore_patterns(".kgraph"))
    build(Workspace.find(folder))
    return folder


def put(workspace: Workspace, graphs: Mapping[IRI, bytes], most: int = 10_000) -> Outcome:
    return change(workspace, lambda standing, before, aside: {**before, **graphs}, most=most, patience=0.1)


def seen(workspace: Workspace) -> dict[IRI, list[bytes]]:
    """What readers see of these graphs, in a store that is up to date."""
    with Graph.open(workspace.root) as graph:
        assert isinstance(graph.store, Snapshot)
        named = {g: graph.store.written(g) for g in (MINE, OTHER)}
        assert dict(graph.store.lines([*named])) == {g: lines for g, lines in named.items() if lines}
        assert not graph.ask("ASK { <urn:x:s> ?p ?o }")
        return {g: lines for g, lines in named.items() if lines}


@pytest.mark.slow
def test_a_graph_is_made_changed_and_removed(quake: Workspace) -> None:
    assert put(quake, {MINE: LINE, OTHER: LINE}) == Outcome(frozenset({MINE, OTHER}), frozenset(), frozenset(), 2, 0)
    assert seen(quake) == {MINE: [LINE], OTHER: [LINE]}
    two = LINE.replace(b"one", b"two")
    assert put(quake, {MINE: two, OTHER: b""}) == Outcome(frozenset(), frozenset({MINE}), frozenset({OTHER}), 1, 2)
    assert seen(quake) == {MINE: [two]}
    assert quake.written.read_bytes() == b'<urn:x:s> <urn:x:p> "two" <urn:x:notes> .\n'


def test_a_change_of_nothing_makes_no_version(quake: Workspace) -> None:
    put(quake, {MINE: LINE})
    version = quake.store.resolve()
    assert not put(quake, {MINE: LINE}) and quake.store.resolve() == version
    assert not [path for path in quake.kept.iterdir() if path.name.endswith(".tmp")]


@pytest.mark.slow
def test_the_graphs_survive_every_build(quake: Workspace) -> None:
    build(quake)  # what was copied cannot be continued elsewhere
    put(quake, {MINE: LINE})
    report = build(quake)
    assert report.read == 0 and seen(quake) == {MINE: [LINE]}
    some = next(path for path in quake.data_files() if path.name != "reference.trig")
    some.write_text(some.read_text() + "\n# a remark\n")
    report = build(quake)
    assert report.read and seen(quake) == {MINE: [LINE]}
    report = build(quake, anew=True)
    assert report.read is None and seen(quake) == {MINE: [LINE]}
    put(quake, {OTHER: LINE})
    assert build(quake).read == 0 and seen(quake) == {MINE: [LINE], OTHER: [LINE]}


@pytest.mark.slow
def test_the_file_is_the_source(quake: Workspace) -> None:
    build(quake)
    put(quake, {MINE: LINE})
    kept = quake.written.read_bytes()
    put(quake, {MINE: b"", OTHER: LINE})
    quake.written.write_bytes(kept)
    with Graph.open(quake.root) as graph:
        assert not isinstance(graph.store, Snapshot), "the store is out of date"
        assert graph.ask(f"ASK {{ GRAPH <{MINE}> {{ ?s ?p ?o }} }}")
    assert build(quake).read == 0 and seen(quake) == {MINE: [LINE]}
    shutil.rmtree(quake.kept)
    build(quake)
    assert seen(quake) == {MINE: [LINE]}
    quake.written.unlink()
    build(quake)
    assert seen(quake) == {}


def fails(*given: object, **more: object) -> None:
    raise OSError(28, "no space left")


@pytest.mark.slow
def test_where_only_the_file_is_new_the_next_change_mends_the_store(
    quake: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch, pytest.raises(KgraphError, match="no space left"):
        patch.setattr(disk, "_point", fails)
        put(quake, {MINE: LINE})
    assert quake.written.read_bytes() and not Snapshot(quake.store).written(MINE)
    assert not put(quake, {})
    assert seen(quake) == {MINE: [LINE]}


@pytest.mark.slow
def test_a_change_that_fails_leaves_all_as_it_was(quake: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    put(quake, {MINE: LINE})
    with monkeypatch.context() as patch, pytest.raises(KgraphError, match="no space left"):
        patch.setattr(written, "replace_file", fails)
        put(quake, {MINE: b"", OTHER: LINE})
    assert seen(quake) == {MINE: [LINE]}
    assert len([path for path in quake.kept.iterdir() if path.name.startswith(".store-")]) == 2  # and its worlds


def test_a_graph_of_builds_in_the_file_is_an_error(quake: Workspace) -> None:
    quake.written.write_bytes(b"<urn:x:s> <urn:x:p> <urn:x:o> <https://example.org/earthquake/graph/reference> .\n")
    with pytest.raises(DataError, match=r"graph/reference> belongs to builds"):
        build(quake)
    quake.written.write_bytes(b"<urn:x:s> <urn:x:p> <urn:x:o> .\n")
    with pytest.raises(DataError, match="outside any named graph"):
        read_written(quake)
    quake.written.write_bytes(b"\n<urn:x:s> <urn:x:p> .\n")
    with pytest.raises(DataError, match=r"written\.nq:2: "):
        read_written(quake)


def test_data_files_leave_these_graphs_alone(quake: Workspace) -> None:
    (quake.data / "mine.trig").write_text(f"<{OTHER}> {{ <urn:x:s> <urn:x:p> 1 }}\n")
    with pytest.raises(DataError, match="left to clients"):
        build(quake)


def test_a_change_is_bounded_and_waits_for_no_build(quake: Workspace) -> None:
    with pytest.raises(TooMuchError, match="10 are allowed"):
        put(quake, {MINE: LINE}, most=10)
    assert seen(quake) == {}
    handle = os.open(quake.kept, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        with pytest.raises(StoreBusy, match="perhaps a build"):
            put(quake, {MINE: LINE})
    finally:
        os.close(handle)


def test_an_opened_graph_sees_a_change_when_it_is_refreshed(quake: Workspace) -> None:
    with Graph.open(quake.root) as graph:
        ask = f"ASK {{ GRAPH <{MINE}> {{ ?s ?p ?o }} }}"
        put(quake, {MINE: LINE})
        assert not graph.ask(ask) and graph.refresh() and graph.ask(ask) and not graph.refresh()


@pytest.mark.slow
def test_neither_worlds_nor_counts_have_any_of_it_whatever_it_says(quake: Workspace) -> None:
    def counted() -> list[object]:
        with Graph.open(quake.root) as graph:
            found = (graph.materialised(World(name)) for name in ("record", "undisputed", "asserted"))
            sizes = [len(store.select(EVERYTHING, default_graph=world)) for store, world in found]
            record = graph.materialised(World("record"))
            counts = statistics(record[0], graph.workspace.base, record[1]).rows
            return [sizes, counts, read_totals(*record), [str(one) for one in graph.select("positions").rows]]

    before = counted()
    put(quake, {OTHER: HOSTILE.replace(b"kg:", b"https://w3id.org/kgraph/ontology#")})
    assert counted() == before


def test_the_file_is_never_inside_the_data(tmp_path: Path) -> None:
    (tmp_path / "kgraph.toml").write_text('base = "https://e.org/"\ndata = "data"\n')
    assert Workspace.find(tmp_path).written == tmp_path / "written.nq"
    (tmp_path / "kgraph.toml").write_text('data = "data"\nwritten = "data/mine.nq"\n')
    with pytest.raises(DataError, match="is inside data"):
        Workspace.find(tmp_path)
