"""Queries that are stopped, cut off, or see the worlds: what `Graph.query` promises of its bounds."""

import math
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from kgraph import Graph, Rows, UsageError, Workspace, build
from kgraph.errors import Stopped as StoppedError
from kgraph.model import Literal
from kgraph.worlds import without_worlds

ROOT = Path(__file__).resolve().parents[2]
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
HUNGRY = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?a ?f"
EVERY_CLAIM = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?claim a kg:Claim } }"


@pytest.fixture(scope="module")
def in_folder(tmp_path_factory: pytest.TempPathFactory, pokrovsk: Workspace) -> Iterator[Graph]:
    url = f"oxigraph:{tmp_path_factory.mktemp('asking') / 'store'}"
    build(pokrovsk, url)
    with Graph.open(pokrovsk.root, url) as graph:
        yield graph


@pytest.fixture(params=["memory", "folder"])
def any_graph(request: pytest.FixtureRequest, graph: Graph, in_folder: Graph) -> Graph:
    return graph if request.param == "memory" else in_folder


def test_a_runaway_query_is_stopped_at_its_deadline(any_graph: Graph) -> None:
    with pytest.raises(StoppedError, match="deadline"):
        any_graph.query(RUNAWAY, timeout=0.3)
    assert any_graph.query("ASK { ?s ?p ?o }") is True


def test_a_hungry_query_is_stopped_at_its_bound_of_memory(any_graph: Graph) -> None:
    with pytest.raises(StoppedError, match="memory"):
        any_graph.query(HUNGRY, memory=100_000_000)


def test_bounds_change_no_answer(any_graph: Graph) -> None:
    bounds = {"timeout": 60.0, "memory": 2**30}
    for query in ("claims", "shares-captured", "ASK { ?s a kg:Claim }", "CONSTRUCT { ?s a ?t } { ?s a ?t }"):
        bounded = any_graph.query(query, timeout=bounds["timeout"], memory=int(bounds["memory"]))
        plain = any_graph.query(query)
        assert type(bounded) is type(plain)
        if isinstance(plain, Rows) and isinstance(bounded, Rows):
            assert bounded.variables == plain.variables
            assert sorted(bounded.rows, key=str) == sorted(plain.rows, key=str)
        elif isinstance(plain, list) and isinstance(bounded, list):
            assert set(bounded) == set(plain)
        else:
            assert bounded == plain


def test_an_error_within_bounds_is_the_same(any_graph: Graph) -> None:
    errors = []
    for timeout in (None, 60.0):
        with pytest.raises(UsageError) as raised:
            any_graph.query("SELECT ?x { ?x ", timeout=timeout)
        errors.append(str(raised.value))
    assert errors[0] == errors[1]


@pytest.mark.slow
@pytest.mark.parametrize("timeout", [None, 60.0])
@pytest.mark.parametrize("limit", [0, 1, 5])
def test_a_limit_gives_so_many_and_goes_no_further(any_graph: Graph, timeout: float | None, limit: int) -> None:
    rows = any_graph.query(RUNAWAY.replace("(COUNT(*) AS ?n)", "*"), limit=limit, timeout=timeout)
    assert isinstance(rows, Rows)
    assert len(rows) == limit
    triples = any_graph.query("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o . ?x ?y ?z }", limit=limit, timeout=timeout)
    assert isinstance(triples, list)
    assert len(set(triples)) == limit


@pytest.mark.slow
def test_a_limit_beyond_the_answer_changes_nothing(any_graph: Graph) -> None:
    claims = any_graph.query("claims")
    assert any_graph.query("claims", limit=10_000) == claims


@pytest.mark.parametrize(
    "bad", [{"limit": -1}, {"timeout": 0}, {"timeout": -1.5}, {"timeout": math.nan}, {"memory": 0}]
)
def test_bounds_that_are_none(graph: Graph, bad: dict[str, float]) -> None:
    with pytest.raises(UsageError):
        graph.query("claims", **bad)  # type: ignore[arg-type] # keyword by keyword


def number(answer: object) -> int:
    assert isinstance(answer, Rows)
    (row,) = answer.rows
    assert isinstance(row[-1], Literal)
    return int(row[-1].lexical)


@pytest.mark.parametrize("world", ["record", "undisputed", "asserted"])
def test_a_claim_counts_once_over_all_graphs(any_graph: Graph, world: str) -> None:
    assert number(any_graph.query(EVERY_CLAIM, world=world)) == 122


def test_a_query_file_counts_a_claim_once(graph: Graph, tmp_path: Path) -> None:
    (tmp_path / "count.rq").write_text(EVERY_CLAIM, encoding="utf8")
    assert number(graph.query(str(tmp_path / "count.rq"))) == 122
    (tmp_path / "headed.rq").write_text(f"#+ summary: How many claims\n{EVERY_CLAIM}", encoding="utf8")
    assert number(graph.query(str(tmp_path / "headed.rq"))) == 122


@pytest.mark.parametrize(
    "query",
    [
        "SELECT (COUNT(*) AS ?n) { graph $g { ?claim a kg:Claim } }",
        "SELECT (COUNT(*) AS ?n) { GRAPH?g{ ?claim a kg:Claim # }\n} }",
        "SELECT (COUNT(*) AS ?n) { { GRAPH ?g { ?c a kg:Claim } } UNION { GRAPH ?g { ?c a kg:Claim FILTER(false) } } }",
        "SELECT (COUNT(*) AS ?n) { ?claim a kg:Claim OPTIONAL { GRAPH ?g { ?claim a kg:Claim } } }",
        "SELECT (SUM(?m) AS ?n) { { SELECT ?g (COUNT(*) AS ?m) { GRAPH ?g { ?claim a kg:Claim } } GROUP BY ?g } }",
        "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?claim a kg:Claim . BIND('}' AS ?x) FILTER(STRLEN('{{') = 2) } }",
        "SELECT (COUNT(*) AS ?n) { GRAPH ?g { GRAPH ?h { ?claim a kg:Claim } } }",
    ],
)
def test_however_a_graph_is_asked_for_no_world_is_found(graph: Graph, query: str) -> None:
    assert number(graph.query(query)) == 122


@pytest.mark.parametrize("block", ["{ SELECT * { ?c a kg:Claim } }", "{ { SELECT ?c { ?c a kg:Claim } } }"])
def test_a_sub_select_in_a_graph_finds_no_world(any_graph: Graph, block: str) -> None:
    assert number(any_graph.query(f"SELECT (COUNT(*) AS ?n) {{ GRAPH ?g {block} }}")) == 122


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?g { VALUES ?g { <world/asserted> } GRAPH ?g { ?c a kg:Claim } }",
        "SELECT ?g { GRAPH ?g { ?c a kg:Claim } FILTER(?g = <https://w3id.org/kgraph/id/world/asserted>) }",
    ],
)
def test_a_world_that_no_block_can_find_is_remarked_on(graph: Graph, query: str) -> None:
    with pytest.warns(UserWarning, match="GRAPH with a variable finds no world; name the world behind GRAPH"):
        rows = graph.query(query)
    assert isinstance(rows, Rows)
    assert len(rows) == 0


def test_what_exists_in_a_world_alone_does_not_exist_in_a_graph(graph: Graph) -> None:
    query = "ASK { FILTER EXISTS { GRAPH ?g { ?claim kg:inWorld ?world } } }"
    assert graph.query(query) is False
    assert graph.query("ASK { ?claim kg:inWorld ?world }") is True


def test_a_world_that_the_query_names_is_found(graph: Graph) -> None:
    for name in ("<world/asserted>", f"<{graph.workspace.base}world/asserted>"):
        assert (
            number(graph.query(f"SELECT (COUNT(*) AS ?n) {{ GRAPH {name} {{ ?c a kg:Claim }} }}", world="asserted"))
            == 122
        )


def test_a_query_s_own_dataset_is_as_it_says(graph: Graph) -> None:
    query = "SELECT (COUNT(*) AS ?n) FROM NAMED <world/asserted> { GRAPH ?g { ?c a kg:Claim } }"
    assert number(graph.query(query)) == 122


def test_blocks_for_endpoints_stay_as_they_are() -> None:
    for query in (
        "SELECT * { SERVICE <x:e> { GRAPH ?g { ?s ?p ?o } } }",
        "SELECT * { SERVICE SILENT ?e { { GRAPH ?g { ?s ?p ?o } } UNION { ?s ?p ?o } } }",
        "SELECT * { ?s ?p 'GRAPH ?g { }' } # GRAPH ?g { }",
        "SELECT * { GRAPH <x:g> { ?s ?p ?o } }",
        "SELECT ?graph { ?graph ?g ?o }",
    ):
        assert without_worlds(query, "x:/") == query


def test_the_command_line_is_interrupted_at_once(in_folder: Graph, tmp_path: Path) -> None:
    """Ctrl-C, as a terminal sends it: to every process of the command."""
    with _running(tmp_path, in_folder.store.url) as command:
        os.killpg(command.pid, signal.SIGINT)
        said = command.communicate(timeout=5)
        assert (command.returncode, *said) == (130, "", "")
        assert _running_in(command.pid) == []


def test_a_command_that_is_killed_leaves_no_process_behind(in_folder: Graph, tmp_path: Path) -> None:
    with _running(tmp_path, in_folder.store.url) as command:
        command.kill()
        command.wait(5)
        end = time.monotonic() + 5
        while _running_in(command.pid) and time.monotonic() < end:
            time.sleep(0.02)
        assert _running_in(command.pid) == []


@contextmanager
def _running(folder: Path, store: str) -> Iterator["subprocess.Popen[str]"]:
    """The command line with a runaway query in a session of its own, once a process beside it works on the answer."""
    words = [sys.executable, "-m", "kgraph", "-C", str(ROOT), "query", RUNAWAY, "--store", store]
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src"), "XDG_CACHE_HOME": str(folder)}
    with subprocess.Popen(
        words,
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as command:
        end = time.monotonic() + 60
        while len(_running_in(command.pid)) < 2:
            assert command.poll() is None, "it ended by itself"
            assert time.monotonic() < end
            time.sleep(0.02)
        yield command


def _running_in(session: int) -> list[int]:
    """The processes of a session that have not ended (proc(5): state and session are the 3rd and 6th of stat)."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            state, _, _, of, *_ = stat.read_text(encoding="utf8").rpartition(")")[2].split()
            if of == str(session) and state not in "ZX":
                found.append(int(stat.parent.name))
    return found
