"""A browser for all tests of pages, and pages in it."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from browser import CHROMIUM, WHOLE, Opened, Tabs, chromium
from kgraph import Graph, Workspace, open_store
from kgraph.analysis.graph import Network
from kgraph.views.network import render
from kgraph.views.page import Opening
from kgraph.workspace.building import fill
from run_folders import alone_in

MOST_KEPT = 6
"""So many pages stay open, since each takes memory."""

EXAMPLES = Path(__file__).parents[2] / "examples"
Show = Callable[..., Opened]
PageOf = Callable[[str, Graph], Path]


@pytest.fixture(scope="session")
def tabs() -> Iterator[Tabs]:
    path = chromium()
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=CHROMIUM)
        yield Tabs(started)
        started.close()


@pytest.fixture(scope="session")
def page_of(tmp_path_factory: pytest.TempPathFactory) -> PageOf:
    """Writes the page of a graph's network, once for each name in a run, and returns the file."""

    def written(name: str, graph: Graph) -> Path:
        with alone_in(tmp_path_factory, "pages") as folder:
            file = folder / f"{name}.html"
            if not file.exists():
                graph.network().write(file)
        return file

    return written


@pytest.fixture(scope="session")
def pokrovsk_page(graph: Graph, page_of: PageOf) -> Path:
    return page_of("pokrovsk", graph)


@pytest.fixture(scope="session")
def examples() -> Iterator[Mapping[str, Graph]]:
    """The graphs of the examples, by the names of their folders."""
    with ExitStack() as stack:
        found = {}
        for name in ("earthquake", "election"):
            store, workspace = stack.enter_context(open_store("memory:")), Workspace.find(EXAMPLES / name)
            fill(store, workspace)
            found[name] = Graph(store, workspace)
        yield found


@pytest.fixture(scope="session")
def kept_open(tabs: Tabs) -> Iterator[Callable[..., Opened]]:
    """Pages that stay open for other tests: one for each file and each set of options, the last that were asked for."""
    kept: dict[str, Opened] = {}

    def show(file: Path, **context: Any) -> Opened:
        key = f"{file} {context}"
        kept[key] = kept.pop(key) if key in kept else Opened(tabs, file, **context)
        if len(kept) > MOST_KEPT:
            kept.pop(next(iter(kept))).close()
        return kept[key]

    yield show
    for one in kept.values():
        one.close()


@pytest.fixture
def looked_at(kept_open: Callable[..., Opened]) -> Iterator[Show]:
    """A page, as it opens, that other tests use too; a test may only change what the address restores."""
    seen: list[Opened] = []

    def show(file: Path, **context: Any) -> Opened:
        seen.append(kept_open(file, **context))
        seen[-1].begin()
        return seen[-1]

    yield show
    faults = [fault for one in seen for fault in one.faults]
    for one in seen:
        one.faults.clear()
    assert faults == []


@pytest.fixture
def opened(tabs: Tabs, tmp_path: Path) -> Iterator[Show]:
    """Opens a network or an existing page, and checks at the end that it had no errors."""
    made: list[Opened] = []

    def show(what: Network | Path, address: str = WHOLE, **context: Any) -> Opened:
        file = what if isinstance(what, Path) else tmp_path / f"page{len(made)}.html"
        if isinstance(what, Network):
            file.write_text(render(what, Opening("A title", base="https://example.org/")), "utf-8")
        made.append(Opened(tabs, file, address, **context))
        return made[-1]

    yield show
    faults = [fault for one in made for fault in one.faults]
    for one in made:
        one.close()
    assert faults == []


@pytest.fixture
def pokrovsk_open(opened: Any, pokrovsk_page: Path) -> Opened:
    shown: Opened = opened(pokrovsk_page)
    return shown


@pytest.fixture
def pokrovsk_kept(looked_at: Any, pokrovsk_page: Path) -> Opened:
    """The Pokrovsk page, for tests that only change what the address restores."""
    shown: Opened = looked_at(pokrovsk_page)
    return shown
