"""Where a store stands, a build does only what changed; where it cannot, it says why, and makes all anew."""

import random
import sqlite3
from pathlib import Path

import pytest

import kgraph.building.resting
import kgraph.store.archive
from conftest import Run
from kgraph import Graph, Workspace, build
from kgraph.building.kept import NAME, Kept
from kgraph.store.snapshot import Snapshot
from kgraph.workspace.building import BuildReport
from kgraph.workspace.starting import init_workspace

BASE = "https://example.org/reports/"
RULE = """#+ summary: Nobody
CONSTRUCT { ?claim rdfs:seeAlso ?claim } WHERE { ?claim a kg:Nothing }
"""


@pytest.fixture
def town(tmp_path: Path) -> Workspace:
    init_workspace(tmp_path / "town", BASE, "A town")
    workspace = Workspace.find(tmp_path / "town")
    build(workspace)
    return workspace


def report_file(town: Workspace) -> Path:
    """A file with claims."""
    return next(path for path in town.data_files() if "kg:Claim" in path.read_text("utf8"))


def edit(town: Workspace) -> None:
    """Say how sure a claim is, or no longer."""
    path = report_file(town)
    text = path.read_text("utf8")
    there, other = ("kg:Certain", "kg:Unstated") if "kg:Certain" in text else ("kg:Unstated", "kg:Certain")
    assert there in text
    path.write_text(text.replace(there, other, 1), "utf8")


def everything(town: Workspace) -> dict[str, set[bytes]]:
    """What the store has, but for what its build says of itself."""
    with Graph.open(town.root, f"oxigraph:{town.store}") as graph:
        graphs: dict[str, set[bytes]] = {name: set(lines) for name, lines in graph.store.lines([BASE])}
    del graphs[f"{BASE}graph/build"]
    return graphs


def rebuilt(town: Workspace) -> BuildReport:
    """Build, and hold what there is now equal to a build of everything."""
    report = build(town)
    found = everything(town)
    build(town, anew=True)
    assert found == everything(town)
    return report


def test_only_files_that_changed_are_read(town: Workspace) -> None:
    assert (build(town).read, build(town).why) == (0, "")
    edit(town)
    report = rebuilt(town)
    assert (report.read, report.files) == (1, len(town.data_files()))
    report_file(town).rename(town.data / "renamed.trig")
    assert rebuilt(town).read == 1


@pytest.mark.slow
@pytest.mark.parametrize("what", ["rules", "ontology"])
def test_what_decides_on_everything_makes_all_anew(town: Workspace, what: str) -> None:
    folder = town.root / ("queries/rules" if what == "rules" else "ontology")
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / ("nobody.rq" if what == "rules" else "more.ttl")
    path.write_text(RULE if what == "rules" else "<https://example.org/x> <https://example.org/y> 1 .", "utf8")
    edit(town)
    why = {
        "rules": "the workspace's own rules read the whole graph",
        "ontology": "the vocabulary or kgraph itself has changed",
    }[what]
    report = build(Workspace.find(town.root))
    assert (report.read, report.why) == (None, why)
    report = build(Workspace.find(town.root))
    assert (report.read, report.why) == ((None, why) if what == "rules" else (0, ""))
    path.unlink()
    report = build(Workspace.find(town.root))
    assert report.why == ("the previous build kept nothing to continue from" if what == "rules" else why)


@pytest.mark.slow
def test_damage_is_not_handed_on(town: Workspace) -> None:
    table = max(town.store.resolve().glob("*.sst"), key=lambda path: path.stat().st_size)
    data = bytearray(table.read_bytes())
    data[len(data) // 2] ^= 0xFF
    table.write_bytes(data)
    edit(town)
    report = rebuilt(town)
    assert (report.read, report.why) == (None, "the existing store is damaged")


@pytest.mark.slow
@pytest.mark.parametrize("name", [NAME, "quads.nq.gz", "sums.json"])
def test_what_is_missing_makes_all_anew(town: Workspace, name: str) -> None:
    (town.store.resolve() / name).unlink()
    edit(town)
    report = rebuilt(town)
    assert report.read is None
    assert report.why


@pytest.mark.slow
@pytest.mark.parametrize("kept", [b"SQLite format 3\x00" + bytes(500), b"", b"no table of SQLite's"])
def test_what_was_kept_may_be_damaged_too(town: Workspace, kept: bytes) -> None:
    (town.store.resolve() / NAME).write_bytes(kept)
    edit(town)
    report = rebuilt(town)
    assert report.read is None
    assert report.why


@pytest.mark.slow
def test_where_too_much_rests_on_it_all_is_made_anew(town: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kgraph.building.resting, "_MOST_CHANGED", 1)
    edit(town)
    report = rebuilt(town)
    assert (report.read, report.why) == (None, "many claims are about what changed")


@pytest.mark.slow
def test_lines_are_those_of_the_engine_after_many_builds(town: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kgraph.store.archive, "_MOST_FILES", 3)
    chance = random.Random(4)  # noqa: S311 - no secret
    counts = set()
    for _ in range(7):
        edit(town)
        path = town.data / f"place-{chance.randrange(3)}.trig"
        place = f"<{BASE}place/{chance.randrange(9)}> a <https://w3id.org/kgraph/ontology#City>"
        place = f"<{BASE}graph/reference> {{ {place} }}"
        path.unlink() if path.exists() else path.write_text(place, "utf8")
        assert build(town).read is not None
        counts.add(len(list(town.store.glob("changes-*.gz"))))
        with Snapshot(town.store) as snapshot:
            for graph, lines in snapshot.lines([BASE]):
                assert sorted(lines) == sorted(snapshot.written(graph))
                assert len(lines) == len(set(lines))
            assert [graph for graph, _ in snapshot.lines([BASE])] == snapshot.graphs()
    assert counts == {0, 1, 2, 3}
    found = everything(town)
    build(town, anew=True)
    assert found == everything(town)


@pytest.mark.slow
def test_the_world_is_carried_over(town: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the world was made anew")

    edit(town)
    with monkeypatch.context() as patched:
        patched.setattr("kgraph.workspace.renewing.materialise", refuse)
        assert build(town).read == 1
    with Snapshot(town.store) as snapshot:
        assert [path.name.partition("-")[0] for path in snapshot.version.glob("common-*")] == ["common"]


@pytest.mark.slow
def test_what_is_kept_is_as_if_it_were_made_anew(town: Workspace) -> None:
    def kept() -> dict[str, set[tuple[object, ...]]]:
        tables = {
            "file": "SELECT path, digest, faults, graphs FROM file",
            "claim": "SELECT iri, path, graph, content, claim.digest FROM claim JOIN file ON file = file.id",
            "key": "SELECT key, role, kind, iri FROM key JOIN claim ON claim = claim.id",
            "mention": "SELECT thing, iri FROM mention JOIN claim ON claim = claim.id",
            "thing": "SELECT thing, owns, path FROM thing JOIN file ON file = file.id",
            "said": "SELECT name, value FROM said WHERE name IN ('quads', 'disputes', 'vocabulary')",
        }
        with sqlite3.connect(town.store.resolve() / NAME) as store:
            found = {name: set(store.execute(query)) for name, query in tables.items()}
        store.close()
        return found

    edit(town)
    assert build(town).read == 1
    found = kept()
    build(town, anew=True)
    assert found == kept()
    with Kept(town.store.resolve() / NAME) as one:
        assert one.count() == 3


@pytest.mark.slow
def test_the_command_says_what_it_did(kgraph: Run, tmp_path: Path) -> None:
    kgraph("init", "town", "--base", BASE, "--title", "A town")
    first = kgraph("-C", "town", "build").stderr
    assert first.startswith("built ")
    assert first.count("\n") == 1
    files = len(Workspace.find(tmp_path / "town").data_files())
    again = kgraph("-C", "town", "build").stderr
    assert again.splitlines()[1] == f"0 files read again; {files} files had not changed"
    edit(Workspace.find(tmp_path / "town"))
    assert "1 file read again; 1 file had not changed" in kgraph("-C", "town", "build").stderr
    assert kgraph("-C", "town", "build", "--anew").stderr.count("\n") == 1
