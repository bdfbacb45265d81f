"""`Graph.query` and `kgraph query` with SERVICE: in the chosen world, with listed endpoints, trouble told."""

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest

from conftest import ROOT, Run
from endpoints import Endpoint, Trouble, endpoint
from kgraph import Graph, Workspace
from kgraph.errors import DataError, UsageError
from kgraph.model import Rows

KNOWN = '<http://www.wikidata.org/entity/Q212> <u:size> "large" .'
SIZE = """SELECT ?place ?size { GRAPH <graph/links> { ?place skos:exactMatch ?item }
  SERVICE_ { ?item <u:size> ?size } }"""


@pytest.fixture
def elsewhere() -> Iterator[Endpoint]:
    with endpoint(KNOWN) as served:
        yield served


@pytest.fixture
def joined(graph: Graph, pokrovsk: Workspace, elsewhere: Endpoint) -> Graph:
    return Graph(graph.store, dataclasses.replace(pokrovsk, endpoints=(elsewhere.url,), timeout=20.0))


def matches(graph: Graph) -> Rows:
    found = graph.query("SELECT ?item { GRAPH <graph/links> { ?place skos:exactMatch ?item } }")
    assert isinstance(found, Rows)
    assert len(found) > 4
    return found


def test_a_listed_endpoint_is_asked_once_for_all_rows(joined: Graph, elsewhere: Endpoint) -> None:
    found = joined.query(SIZE.replace("SERVICE_", f"SERVICE <{elsewhere.url}>"))
    assert isinstance(found, Rows)
    assert [(str(row["place"]).rpartition("/")[2], str(row["size"])) for row in found] == [("ukraine", "large")]
    (query,) = elsewhere.asked
    assert query.count("\n(<http") == len(matches(joined))
    assert "w3id.org" not in query  # nothing of ours that the block does not need


@pytest.mark.slow
def test_what_is_sent_is_of_the_chosen_world(joined: Graph, elsewhere: Endpoint) -> None:
    text = f"SELECT * {{ ?m kg:measure ?of ; kg:value ?v SERVICE <{elsewhere.url}> {{ ?x <u:size> ?v }} }}"
    assert joined.query(text, world="record") == joined.query(text, world="asserted") == Rows(("m", "of", "v", "x"), ())
    assert len(elsewhere.asked) == 1  # the record holds no content, so it has nothing to ask for


def test_an_endpoint_that_kgraph_toml_does_not_list_is_refused(graph: Graph, elsewhere: Endpoint) -> None:
    with pytest.raises(UsageError, match=r"not among the endpoints that kgraph\.toml lists"):
        graph.query(SIZE.replace("SERVICE_", f"SERVICE <{elsewhere.url}>"))
    assert elsewhere.asked == []


@pytest.mark.slow
def test_silence_is_a_warning_where_nobody_listens(joined: Graph, elsewhere: Endpoint) -> None:
    elsewhere.troubles = [Trouble(silent=True)] * 2  # asked again once
    joined = Graph(joined.store, dataclasses.replace(joined.workspace, timeout=0.2))
    with pytest.warns(UserWarning, match=r"no answer within 0\.2 s"):
        found = joined.query(SIZE.replace("SERVICE_", f"SERVICE SILENT <{elsewhere.url}>"))
    assert isinstance(found, Rows)
    assert found.column("size") == [None] * len(matches(joined))


@pytest.mark.slow
def test_the_command_tells_trouble_on_stderr(kgraph: Run, joined: Graph, tmp_path: Path, elsewhere: Endpoint) -> None:
    listed = f'data = "{ROOT / "data/triples"}"\nendpoints = ["{elsewhere.url}"]\n'
    (tmp_path / "kgraph.toml").write_text(listed)
    text = SIZE.replace("SERVICE_", f"SERVICE <{elsewhere.url}>")
    elsewhere.troubles = [Trouble(404), Trouble(404)]
    failed = kgraph("query", text)
    assert (failed.returncode, failed.stdout) == (4, "")
    assert failed.stderr.count("\n") == 1
    assert f"{elsewhere.url}: answered HTTP 404; or write SERVICE SILENT" in failed.stderr
    went_on = kgraph("query", text.replace("SERVICE", "SERVICE SILENT"))
    assert (went_on.returncode, len(went_on.stdout.splitlines())) == (0, 1 + len(matches(joined)))
    assert f"{elsewhere.url}: answered HTTP 404; answered without it" in went_on.stderr
    assert "Warning" not in went_on.stderr


@pytest.mark.slow
def test_the_command_asks_no_endpoint_again_for_a_remark(kgraph: Run, tmp_path: Path, elsewhere: Endpoint) -> None:
    listed = f'data = "{ROOT / "data/triples"}"\nendpoints = ["{elsewhere.url}"]\n'
    (tmp_path / "kgraph.toml").write_text(listed)
    (tmp_path / "queries/own").mkdir(parents=True)
    text = f"SELECT ?c ?size {{ ?c kg:inWorld ?w SERVICE <{elsewhere.url}> {{ ?item <u:size> ?size }} }}"
    (tmp_path / "queries/own/sizes.rq").write_text(f"#+ summary: How large?\n{text}")
    assert kgraph("query", "sizes").returncode == 0
    assert len(elsewhere.asked) == 1


@pytest.mark.parametrize("value", ["https://example.org/a b", "https://", "ftp://example.org/", "https://x/<y>"])
def test_an_endpoint_is_an_address_as_a_whole(tmp_path: Path, value: str) -> None:
    (tmp_path / "kgraph.toml").write_text(f'endpoints = ["{value}"]\n')
    with pytest.raises(DataError, match=r"endpoint '.*' is no http\(s\) address"):
        Workspace.find(tmp_path)


@pytest.mark.parametrize(
    ("data", "store"),
    [
        ("data", "data/store"),
        ("data", "data"),
        ("data", "data/.kgraph/store"),
        (".", ".kgraph/store"),
        ("data", "x/../data/store"),
    ],
)
def test_a_store_is_not_kept_among_the_data(tmp_path: Path, data: str, store: str) -> None:
    (tmp_path / "kgraph.toml").write_text(f'data = "{data}"\nstore = "{store}"\n')
    with pytest.raises(DataError, match=r"store '.*' is inside data '.*'; keep it elsewhere") as caught:
        Workspace.find(tmp_path)
    assert "\n" not in str(caught.value)


def test_a_store_beside_the_data_is_welcome(tmp_path: Path) -> None:
    for data, store in (("data", "data-store/store"), ("data/triples", "data/store"), ("a/data", "a/store")):
        (tmp_path / "kgraph.toml").write_text(f'data = "{data}"\nstore = "{store}"\n')
        assert Workspace.find(tmp_path).store == tmp_path / store


@pytest.mark.parametrize(("value", "words"), [("0", "no time"), ("inf", "no time"), ("'1'", "a number")])
def test_a_timeout_is_a_number_of_seconds(tmp_path: Path, value: str, words: str) -> None:
    (tmp_path / "kgraph.toml").write_text(f"timeout = {value}\n")
    with pytest.raises(DataError, match=words):
        Workspace.find(tmp_path)
    (tmp_path / "kgraph.toml").write_text("timeout = 0.5\n")
    assert Workspace.find(tmp_path).timeout == 0.5
