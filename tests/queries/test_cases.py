"""Every query of the catalogue has a case beside this file: `<topic>/<name>/case.toml`.

A case says how the query is asked (`params`, and what `Graph.query` takes of world, according_to and as_of),
how many rows come, and some of them: every given cell must be in one row, as text. It is asked of the Pokrovsk
graph, or of `data.trig` beside it, where that graph has nothing to show; `before.trig` is built first. Where the
query has SERVICE, `elsewhere.ttl` beside the case is what the endpoint knows, whichever address the query names.
"""

import dataclasses
import re
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from backends import sparql_server
from endpoints import endpoint
from kgraph import Graph, Rows, Workspace, build, open_store
from kgraph.catalogue import load_catalogue
from kgraph.linking.courtesy import Courtesy
from kgraph.model import Literal
from kgraph.namespaces import RDFS
from kgraph.store.guard import reaches_out
from kgraph.views.answers import shown
from kgraph.workspace.building import fill
from paced import rest_slow

HERE = Path(__file__).parent
QUERIES = load_catalogue([HERE.parents[1] / "queries"])
LOCAL = sorted(name for name, query in QUERIES.items() if not reaches_out(query.text))
CASES = {path.parent.name: path for path in sorted(HERE.glob("*/*/case.toml"))}
BASE = "https://example.org/id/"


def test_every_query_has_a_case_and_every_case_a_query() -> None:
    assert sorted(CASES) == sorted(QUERIES)
    assert {name: path.parent.parent.name for name, path in CASES.items()} == {
        q.name: q.topic for q in QUERIES.values()
    }


def test_there_are_at_least_thirty_queries() -> None:
    assert len(QUERIES) >= 30


@pytest.mark.parametrize("name", sorted(QUERIES))
def test_nothing_is_joined_to_what_a_sub_select_works_out(name: str) -> None:
    """The engine compares each row with each there, since the value may be missing; a FILTER after a join does not."""
    lines = [line.strip() for line in QUERIES[name].text.splitlines()]
    selected = [line for line in lines if line.startswith(("SELECT", "("))]
    worked_out = set(re.findall(r" AS (\?\w+)\)", "\n".join(selected)))
    assert not [line for line in lines if line.split(" ")[0] in worked_out]


@pytest.mark.parametrize("name", sorted(CASES))
def test_the_case_gives_its_rows(graph: Graph, pokrovsk: Workspace, tmp_path: Path, name: str) -> None:
    case = tomllib.loads(CASES[name].read_text(encoding="utf8"))
    with asked_graph(graph, pokrovsk, tmp_path, CASES[name].parent) as own:
        rows = asked(own, name, case)
        assert len(rows) == case["count"]
        found = [{k: shown(v, own.workspace.base) for k, v in row.items()} for row in rows]
        assert case["rows"], "a case without a row shows nothing"
        for wanted in case["rows"]:
            assert any(wanted.items() <= row.items() for row in found), f"{wanted} is in no row"


@pytest.mark.parametrize("name", rest_slow(sorted(CASES), fast=12))
def test_a_folder_gives_the_same_rows_as_memory(on_disk: Graph, graph: Graph, name: str) -> None:
    case = tomllib.loads(CASES[name].read_text(encoding="utf8"))
    assert asked(on_disk, name, case) == asked(graph, name, case)


def test_queries_with_service_know_what_is_elsewhere() -> None:
    assert sorted(set(QUERIES) - set(LOCAL)) == sorted(path.parent.name for path in HERE.glob("*/*/elsewhere.ttl"))


@pytest.mark.slow
@pytest.mark.parametrize("name", LOCAL)  # with SERVICE, a store behind an endpoint goes out by itself
def test_an_endpoint_gives_the_same_rows_as_memory(at_endpoint: Graph, graph: Graph, name: str) -> None:
    case = tomllib.loads(CASES[name].read_text(encoding="utf8"))
    assert asked(at_endpoint, name, case) == asked(graph, name, case)


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(CASES))
def test_labels_in_a_second_language_change_no_row(in_two_languages: Graph, graph: Graph, name: str) -> None:
    case = tomllib.loads(CASES[name].read_text(encoding="utf8"))
    assert asked(in_two_languages, name, case) == asked(graph, name, case)


def test_the_parameters_of_a_case_are_the_query_s() -> None:
    for name, path in CASES.items():
        given = tomllib.loads(path.read_text(encoding="utf8")).get("params", {})
        assert set(given) <= {parameter.name for parameter in QUERIES[name].params}, name


def asked(graph: Graph, name: str, case: dict[str, Any]) -> Rows:
    options = {k: v for k, v in case.items() if k in ("params", "world", "according_to", "as_of")}
    if "data.trig" in {path.name for path in CASES[name].parent.iterdir()} and graph.workspace.base != BASE:
        options.pop("params", None)  # what it names is not in the Pokrovsk graph
    with informed(graph, CASES[name].parent / "elsewhere.ttl") as own:
        rows = own.query(name, **options)
    assert isinstance(rows, Rows)
    return rows


@contextmanager
def informed(graph: Graph, elsewhere: Path) -> Iterator[Graph]:
    """The graph, with a real endpoint that knows the file's triples in the place of every other."""
    if not elsewhere.exists():
        yield graph
        return
    with endpoint(elsewhere.read_text(encoding="utf8")) as served:
        ask = Courtesy().select
        yield Graph(
            graph.store, graph.workspace, ask_service=lambda address, query: ask(served.url, query), remark=pytest.fail
        )
        assert len(served.asked) == 1


@contextmanager
def asked_graph(graph: Graph, pokrovsk: Workspace, folder: Path, case: Path) -> Iterator[Graph]:
    """The graph that a case is asked of: the Pokrovsk one, or that of the data beside it."""
    if not (case / "data.trig").exists():
        yield graph
        return
    workspace = dataclasses.replace(pokrovsk, base=BASE, data=folder / "data")
    workspace.data.mkdir()
    for file in (case / "before.trig", case / "data.trig"):
        if file.exists():
            (workspace.data / "data.trig").write_bytes(file.read_bytes())
            build(workspace, f"oxigraph:{folder / 'store'}")
    with open_store(f"oxigraph:{folder / 'store'}", read_only=True) as store:
        yield Graph(store, workspace)


@pytest.fixture(scope="module")
def on_disk(pokrovsk: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Graph:
    store = open_store(f"oxigraph:{tmp_path_factory.mktemp('store') / 'graph'}")
    fill(store, pokrovsk)
    return Graph(store, pokrovsk)


@pytest.fixture(scope="module")
def in_two_languages(graph: Graph, pokrovsk: Workspace) -> Graph:
    """The Pokrovsk graph, where all that has a label has one in Ukrainian as well, which the shapes allow."""
    store = open_store("memory:")
    quads = list(graph.store.dump())
    store.load(quads)
    store.load((s, p, Literal(f"{o} (uk)", language="uk"), g) for s, p, o, g in quads if p == RDFS.label)
    return Graph(store, pokrovsk)


@pytest.fixture(scope="module")
def at_endpoint(pokrovsk: Workspace) -> Iterator[Graph]:
    """The Pokrovsk graph behind a real endpoint, where the rules have run, too."""
    with sparql_server() as url, open_store(url) as store:
        fill(store, pokrovsk)
        yield Graph(store, pokrovsk)
