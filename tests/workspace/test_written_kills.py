"""A change of clients' graphs that is killed at any moment leaves the old state or the new one, and nothing half."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kgraph import Graph, Workspace, build
from killing import hooked

ROOT = Path(__file__).resolve().parents[2]
CHANGE = """
import sys
from pathlib import Path
from kgraph import Workspace
from kgraph.namespaces import IRI
from kgraph.workspace.written import change
put = {IRI(f"urn:x:{name}"): f'<urn:x:s> <urn:x:p> "{sys.argv[2]}" .\\n'.encode() for name in "ab"}
change(Workspace.find(Path(sys.argv[1])), lambda standing, before, aside: put, most=10_000, patience=1)
"""

pytestmark = pytest.mark.slow


def changed(workspace: Workspace, value: str, **environment: str) -> int:
    """The exit status of a process that puts a value into two graphs."""
    command = [sys.executable, "-c", CHANGE, str(workspace.root), value]
    return subprocess.run(command, env={**os.environ, **environment}, check=False).returncode


def values(workspace: Workspace) -> set[str]:
    """What readers see: of both graphs the same, or it is half."""
    with Graph.open(workspace.root, f"oxigraph:{workspace.store}") as graph:
        rows = graph.select("SELECT ?g ?o { GRAPH ?g { <urn:x:s> <urn:x:p> ?o } }").to_dicts()
        assert len(rows) in (0, 2) and graph.select("SELECT ?c { ?c a kg:Claim }")
    return {str(row["o"]) for row in rows}


def test_a_killed_change_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    folder = tmp_path / "quake"
    shutil.copytree(ROOT / "examples/earthquake", folder, ignore=shutil.ignore_patterns(".kgraph"))
    workspace = Workspace.find(folder)
    build(workspace)
    path = os.pathsep.join([hooked(tmp_path / "hook"), *sys.path])
    before, moment, killed = set[str](), 1, 0
    while status := changed(workspace, str(moment), PYTHONPATH=path, KILLED_BELOW=str(folder), KILLED_AT=str(moment)):
        assert status == -9
        killed += 1
        text = workspace.written.read_text() if workspace.written.exists() else ""
        assert text.count(f'"{moment}"') in (0, 2) and text.count("\n") in (0, 2)
        now = values(workspace)
        assert now in (before, {str(moment)}), "a reader sees half of it"
        before = now
        moment += 1 if moment < 12 else 3
    assert killed > 8 and values(workspace) == {str(moment)}
    left = [place.name for place in workspace.kept.iterdir() if place.name.startswith(".store-")]
    assert len(left) == 2, "the version and its worlds: what the killed left behind is removed"
    build(workspace)
    assert values(workspace) == {str(moment)}
