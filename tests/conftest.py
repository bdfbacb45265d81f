"""Fixtures that many tests share: the Pokrovsk workspace, its graph, the source's text, the command line."""

import functools
import gc
import os
import pickle
import shutil
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import command
from kgraph import Graph, Workspace, build, open_store
from kgraph.linking.gazetteer import open_gazetteer
from kgraph.views import placed
from kgraph.workspace.building import fill
from kgraph.workspace.starting import init_workspace
from requirements import missing
from run_folders import alone_in, of_all_workers

ROOT = Path(__file__).resolve().parents[1]
LONGEST = """
web/test_staying.py views/test_network_drawing.py building/test_by_document.py linking/test_places.py
store/test_publishing.py web/test_other_clients.py web/test_openapi.py web/test_hostile.py workspace/test_check.py
web/test_writing.py linking/test_written.py workspace/test_linking_killed.py workspace/test_builds_at_once.py
workspace/test_kills.py workspace/test_disks.py store/test_checking.py web/test_reconcile.py cli/test_demo.py
ontology/test_reasoner.py store/test_query_fuzz.py workspace/test_forms.py workbooks/test_libreoffice.py
analysis/test_answering.py test_wheel.py
""".split()  # noqa: SIM905 - names, a few on a line
"""The modules with few slow tests that take half a minute or longer, the longest first. Of those that look places up
one stands apart from the others: while it makes the gazetteer's index, they would wait."""
Run = Callable[..., "subprocess.CompletedProcess[str]"]


# What is begun in the background ignores Ctrl-C, and so would all that tests begin and interrupt
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """Collect no garbage while tests are collected, and later none of theirs: they exist for the whole run."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Iterator[None]:
    """Mark as slow what looks places up: to make the gazetteer's index takes as long as a tenth of all other tests.

    Put slow modules last, those that take longest first, so that all workers end at about the same time.
    """
    for item in items:
        if "gazetteer_cache" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.slow)
    yield  # other folders mark theirs
    slow = Counter(item.path for item in items if item.get_closest_marker("slow"))
    first = {ROOT / "tests" / name: place for place, name in enumerate(LONGEST)}

    def turn(item: pytest.Item) -> tuple[int, ...]:
        if not item.get_closest_marker("slow"):
            return ()
        return first.get(item.path, len(first)), -slow[item.path]

    items.sort(key=turn)


@pytest.fixture(scope="session")
def pokrovsk() -> Workspace:
    return Workspace.find(ROOT)


@pytest.fixture(scope="session")
def graph(pokrovsk: Workspace) -> Iterator[Graph]:
    """The Pokrovsk graph in memory; tests may query it and must not change it."""
    with open_store("memory:") as store:
        fill(store, pokrovsk)
        yield Graph(store, pokrovsk)


@pytest.fixture(scope="session", autouse=True)
def places_found_once() -> Iterator[None]:
    """The places of nodes on pages of the same network are found once: those of Pokrovsk's, which some thirty tests
    make a page of, take 4 s."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("layout", "with_room"):
            patch.setattr(placed, name, _remembered(getattr(placed, name)))
        yield


def _remembered(function: Callable[..., dict[Any, Any]]) -> Callable[..., dict[Any, Any]]:
    """The function, which is called once for equal arguments."""

    @functools.lru_cache(maxsize=64)
    def found(given: bytes) -> dict[Any, Any]:
        words, named = pickle.loads(given)  # noqa: S301 - pickled below
        return function(*words, **named)

    return lambda *words, **named: dict(found(pickle.dumps((words, named))))


@pytest.fixture(scope="session")
def sources() -> Path:
    folder = Path(os.environ.get("KGRAPH_SOURCES") or ROOT.parent / "shared/sources")
    if not folder.is_dir():
        missing("the folder with the source's text (KGRAPH_SOURCES, or ../shared/sources)")
    return folder


@pytest.fixture(scope="session", autouse=True)
def user_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A cache of this run's own, shared by all workers, in place of the user's, which other code may have written."""
    home = of_all_workers(tmp_path_factory) / "cache"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(home))
        yield home


@pytest.fixture(scope="session")
def gazetteer_cache(user_cache: Path) -> Path:
    """The folder with the gazetteer's index, which one worker makes in 20 s while the others wait."""
    open_gazetteer(cache=user_cache / "kgraph").close()
    return user_cache / "kgraph"


@pytest.fixture
def linking(kgraph: Run, tmp_path: Path, gazetteer_cache: Path) -> Run:
    """The command line with an existing index of the gazetteer."""
    cache = tmp_path / "cache/kgraph"
    cache.mkdir(parents=True)
    for index in gazetteer_cache.glob("gazetteer-*.sqlite"):
        (cache / index.name).symlink_to(index)
    return kgraph


@pytest.fixture(scope="session")
def built_pokrovsk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Links to kgraph's shipped files, and beside them the Pokrovsk store that `kgraph build` makes, once in each
    run."""
    with alone_in(tmp_path_factory, "pokrovsk") as home:
        if not (home / ".kgraph/store").exists():
            for name in ("kgraph.toml", "data", "queries", "ontology"):
                (home / name).symlink_to(ROOT / name)
            build(Workspace.find(home))
    return home


@pytest.fixture(scope="session")
def built_town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The starter's workspace after `kgraph init` and `kgraph build`; tests must copy it and not change it."""
    folder = tmp_path_factory.mktemp("starter") / "town"
    init_workspace(folder, "https://example.org/id/", "town")
    build(Workspace.find(folder))
    return folder


@pytest.fixture
def kgraph(
    tmp_path: Path,
    built_pokrovsk: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Run]:
    """Run the command line in an empty folder: `kgraph("query", "claims")`; the workspace is Pokrovsk by default.

    It runs in this process (see `command`), and each test has its own copy of the built Pokrovsk store.
    """
    home = tmp_path_factory.mktemp("home")
    shutil.copytree(built_pokrovsk, home, symlinks=True, dirs_exist_ok=True, copy_function=_linked)

    def run(*words: str | Path, stdin: str = "", **environment: str) -> "subprocess.CompletedProcess[str]":
        with pytest.MonkeyPatch.context() as patch:
            for module in ("resources", "workspace.config"):  # those that look for the Pokrovsk workspace
                patch.setattr(f"kgraph.{module}.bundled", lambda: home)
            return command.run([*map(str, words)], tmp_path, _environment(tmp_path) | environment, stdin)

    yield run
    shutil.rmtree(home / ".kgraph", ignore_errors=True)  # what modules loaded meanwhile may name stays: it is links


def _linked(source: str, target: str) -> None:
    """Copy a file that may be written to or locked; make a hard link to a large file of a version, which never
    changes."""
    if source.endswith(".sst"):
        os.link(source, target)
    else:
        shutil.copy(source, target)


@pytest.fixture
def process(tmp_path: Path) -> Run:
    """The same in a process of its own, for tests of signals, memory and standard streams."""

    def run(*words: str | Path, stdin: str = "", **environment: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-m", "kgraph", *map(str, words)],
            cwd=tmp_path,
            env=_environment(tmp_path) | environment,
            input=stdin,
            capture_output=True,
            text=True,
            timeout=120,
        )

    return run


def _environment(tmp_path: Path) -> dict[str, str]:
    keep = {k: v for k, v in os.environ.items() if k not in ("KGRAPH_SOURCES", "NO_COLOR", "FORCE_COLOR")}
    return keep | {"XDG_CACHE_HOME": str(tmp_path / "cache"), "PYTHONPATH": str(ROOT / "src"), "COLUMNS": "120"}
