"""Disks that are full, cannot be written to, or take no long files: that is told in a line, or managed without."""

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from disks import read_only, small, with_mounts
from kgraph import Graph, Workspace, build
from kgraph.workspace.starting import init_workspace
from paced import rest_thorough

BASE = "https://example.org/reports/"
ASK = ("query", "SELECT ?c { ?c a kg:Claim }", "--format", "csv")
SOURCES = str(Path(__file__).resolve().parents[2] / "src")
# builds and asks on ever fuller disks; prints exit codes, and checks all else itself
FULL = """
import os, shutil, subprocess, sys
from pathlib import Path

town, store = Path("town").resolve(), Path("town/.kgraph/store").resolve().parent / "store"
shutil.copytree(sys.argv[1], town, symlinks=True)
filler = Path("filler")

def run(*words):
    return subprocess.run([sys.executable, "-m", "kgraph", "-q", "-C", town, *words], capture_output=True, text=True)

def all_files():
    return {str(path): path.stat().st_size for path in town.rglob("*") if not path.is_dir()}

def is_refused(done, before):
    assert done.returncode == 4, done
    assert done.stderr.startswith(f"kgraph: {store}: there is no space left on the disk; free some space"), done.stderr
    assert done.stderr.count("\\n") == 1, done.stderr
    assert all_files() == before, set(all_files()) ^ set(before)

refused = [0, 0]
for left in (0, 80_000, 400_000, 900_000, 8_000_000):
    filler.unlink(missing_ok=True)
    disk = os.statvfs(".")
    filler.write_bytes(bytes(disk.f_bavail * disk.f_frsize - left))
    for number, words in enumerate((("build",), ("query", "ASK { ?c a kg:Claim }", "--as-of", f"{2022 + left}-01-01"))):
        before = all_files()
        done = run(*words)
        if done.returncode:
            refused[number] += 1
            is_refused(done, before)
    assert run("query", "SELECT ?c { ?c a kg:Claim }", "--format", "csv").stdout.count("/claim/") == 3
print(*refused, len(list((town / ".kgraph").iterdir())))
"""


@pytest.fixture
def town(tmp_path: Path) -> Workspace:
    init_workspace(tmp_path / "town", BASE, "A town")
    workspace = Workspace.find(tmp_path / "town")
    build(workspace)
    return workspace


def files(folder: Path) -> dict[str, int]:
    return {str(path): path.stat().st_size for path in folder.rglob("*") if not path.is_dir()}


@pytest.mark.slow
def test_a_full_disk_is_told_in_a_line_and_nothing_changes(town: Workspace, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    done = with_mounts(f"{small(disk, '24m')}; cd '{disk}'", ["-c", FULL, town.root])
    assert (done.returncode, done.stderr) == (0, "")
    builds, worlds, count = map(int, done.stdout.split())
    assert 3 <= builds < 5
    assert 2 <= worlds < 5
    assert count == 3  # the link, its one version, and the worlds beside that


@pytest.mark.slow
@pytest.mark.parametrize("longest", rest_thorough([1_000, 50_000]))
def test_files_that_may_not_be_long_are_told_in_a_line_and_nothing_changes(town: Workspace, longest: int) -> None:
    before = files(town.root)

    def run(*words: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-m", "kgraph", "-q", "-C", town.root, *words],
            env=os.environ | {"PYTHONPATH": SOURCES, "PYTHONDONTWRITEBYTECODE": "1"},
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (longest, longest)),
            capture_output=True,
            text=True,
            check=False,
        )

    for words in (("build",), (*ASK, "--as-of", "2021-05-03")):
        done = run(*words)
        assert done.returncode == 4
        assert done.stderr.startswith(f"kgraph: {town.store}: ")
        assert done.stderr.count("\n") == 1
        assert files(town.root) == before
    with Graph.open(town.root) as graph:
        assert graph.query("ASK { ?c kg:inWorld ?w }") is True


@pytest.mark.slow
def test_a_disk_that_cannot_be_written_to_is_asked_and_a_build_says_so(town: Workspace, tmp_path: Path) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    for bounds in ([], ["--timeout", "60"]):
        words: list[str | Path] = ["-m", "kgraph", "-q", "-C", town.root, *ASK, "--as-of", "2021-05-03", *bounds]
        done = with_mounts(read_only(town.root), words, TMPDIR=str(temporary))
        assert (done.stderr, done.returncode) == ("", 0)
        assert done.stdout.count("/claim/") == 1
        assert list(temporary.iterdir()) == []
    done = with_mounts(read_only(town.root), ["-m", "kgraph", "-q", "-C", town.root, "build"])
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert done.stderr.startswith(f"kgraph: {town.store}: cannot be written: ")
