"""Fixtures that many tests share: the Pokrovsk workspace, its graph, the source's text, the command line."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kgraph import Graph, Workspace, open_store
from kgraph.linking.gazetteer import open_gazetteer
from kgraph.workspace.building import fill
from requirements import missing

ROOT = Path(__file__).resolve().parents[1]
Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="session")
def pokrovsk() -> Workspace:
    return Workspace.find(ROOT)


@pytest.fixture(scope="session")
def graph(pokrovsk: Workspace) -> Iterator[Graph]:
    """The Pokrovsk graph in memory; tests may ask, not change it."""
    with open_store("memory:") as store:
        fill(store, pokrovsk)
        yield Graph(store, pokrovsk)


@pytest.fixture(scope="session")
def sources() -> Path:
    folder = Path(os.environ.get("KGRAPH_SOURCES") or ROOT.parent / "shared/sources")
    if not folder.is_dir():
        missing("the folder with the source's text (KGRAPH_SOURCES, or ../shared/sources)")
    return folder


@pytest.fixture(scope="session")
def gazetteer_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for this run's index, whatever the workers; not the user's, which other code may have made."""
    base = tmp_path_factory.getbasetemp()
    return (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "gazetteer"


@pytest.fixture
def linking(kgraph: Run, tmp_path: Path, gazetteer_cache: Path) -> Run:
    """The command line on a machine that has linked before: the gazetteer's index is at hand."""
    open_gazetteer(cache=gazetteer_cache).close()
    cache = tmp_path / "cache/kgraph"
    cache.mkdir(parents=True)
    for index in gazetteer_cache.glob("gazetteer-*.sqlite"):
        (cache / index.name).symlink_to(index)
    return kgraph


@pytest.fixture
def kgraph(process: Run) -> Run:
    """Run the command line in an empty folder: `kgraph("query", "claims")`; the Pokrovsk workspace unless told."""
    return process


@pytest.fixture
def process(tmp_path: Path) -> Run:
    """The same in a process of its own, for what only a process can show: signals, memory, standard streams."""

    def run(*words: str | Path, stdin: str = "", **environment: str) -> "subprocess.CompletedProcess[str]":
        keep = {k: v for k, v in os.environ.items() if k not in ("KGRAPH_SOURCES", "NO_COLOR", "FORCE_COLOR")}
        keep |= {"XDG_CACHE_HOME": str(tmp_path / "cache"), "PYTHONPATH": str(ROOT / "src"), "COLUMNS": "120"}
        command = [sys.executable, "-m", "kgraph", *map(str, words)]
        return subprocess.run(
            command, cwd=tmp_path, env=keep | environment, input=stdin, capture_output=True, text=True, timeout=120
        )

    return run
