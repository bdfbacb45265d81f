"""Every query of the catalogue has a case beside this file: `<topic>/<name>/case.toml`.

A case says how the query is asked (`params`, and what `Graph.query` takes of world, according_to and as_of),
how many rows come, and some of them: every given cell must be in one row, as text.
"""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from kgraph import Graph, Rows, Workspace, open_store
from kgraph.catalogue import load_catalogue
from kgraph.views.answers import shown
from kgraph.workspace.build import fill

HERE = Path(__file__).parent
QUERIES = load_catalogue([HERE.parents[1] / "queries"])
CASES = {path.parent.name: path for path in sorted(HERE.glob("*/*/case.toml"))}


def test_every_query_has_a_case_and_every_case_a_query() -> None:
    assert sorted(CASES) == sorted(QUERIES)
    assert {name: path.parent.parent.name for name, path in CASES.items()} == {
        q.name: q.topic for q in QUERIES.values()
    }


@pytest.mark.parametrize("name", sorted(CASES))
def test_the_case_gives_its_rows(graph: Graph, name: str) -> None:
    case = tomllib.loads(CASES[name].read_text(encoding="utf8"))
    rows = asked(graph, name, case)
    assert len(rows) == case["count"]
    found = [{k: shown(v, graph.workspace.base) for k, v in row.items()} for row in rows]
    assert case["rows"], "a case without a row shows nothing"
    for wanted in case["rows"]:
        assert any(wanted.items() <= row.items() for row in found), f"{wanted} is in no row"


@pytest.mark.parametrize("name", sorted(CASES))
def test_a_folder_gives_the_same_rows_as_memory(on_disk: Graph, graph: Graph, name: str) -> None:
    case = tomllib.loads(CASES[name].read_text(encoding="utf8"))
    assert asked(on_disk, name, case) == asked(graph, name, case)


def asked(graph: Graph, name: str, case: dict[str, Any]) -> Rows:
    options = {k: v for k, v in case.items() if k in ("params", "world", "according_to", "as_of")}
    rows = graph.query(name, **options)
    assert isinstance(rows, Rows)
    return rows


@pytest.fixture(scope="module")
def on_disk(pokrovsk: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Graph:
    store = open_store(f"oxigraph:{tmp_path_factory.mktemp('store') / 'graph'}")
    fill(store, pokrovsk)
    return Graph(store, pokrovsk)
