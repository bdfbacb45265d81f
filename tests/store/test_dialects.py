"""What Virtuoso does otherwise, met on purpose; on a Virtuoso of the tests' own."""

import re
from collections.abc import Iterator
from dataclasses import replace
from email.message import Message
from pathlib import Path

import pytest

from backends import virtuoso_server
from kgraph.errors import StoreBusy, StoreError
from kgraph.model import BlankNode, Literal, Quad
from kgraph.namespaces import IRI
from kgraph.store import Access, Store, dialects, open_store
from kgraph.store.remote import RemoteStore
from kgraph.workspace.config import Workspace
from kgraph.workspace.copying import copied

EX = "https://example.org/"
S, P, Q, G, H = (IRI(EX + name) for name in "spqgh")


@pytest.fixture(scope="module")
def virtuoso(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Access]]:
    with virtuoso_server(tmp_path_factory.mktemp("virtuoso"), most=10_000) as found:
        yield found


@pytest.fixture(scope="module")
def server(virtuoso: tuple[str, Access]) -> Iterator[Store]:
    url, access = virtuoso
    with open_store(url, access=[access], timeout=60) as store:
        yield store


@pytest.fixture
def store(server: Store) -> Store:
    for graph in server.graphs():
        if graph.startswith(EX):
            server.clear(graph)
    return server


@pytest.mark.slow
def test_blank_nodes_are_written_and_keep_their_identity(store: Store) -> None:
    """SP031: INSERT DATA of Virtuoso takes no blank node."""
    node = BlankNode("a.b")
    quads: list[Quad] = [(S, P, node, G), (node, Q, Literal('_:c "x" <y>'), G), (node, Q, Literal("h"), H)]
    for _ in range(2):
        store.load(quads)
    tree = f"GRAPH <{G}> {{ <{S}> <{P}> ?b . ?b <{Q}> ?o FILTER(isBlank(?b)) }} GRAPH <{H}> {{ ?b ?q 'h' }}"
    rows = store.select(f"SELECT ?b ?o WHERE {{ {tree} }}")
    assert {row[1] for row in rows.rows} == {Literal('_:c "x" <y>')}
    assert len(set(rows.column("b"))) == 2


@pytest.mark.slow
def test_a_copy_is_made_with_the_blank_nodes(store: Store, virtuoso: tuple[str, Access], tmp_path: Path) -> None:
    node, other = BlankNode("n"), BlankNode("m")
    store.load([(S, P, node, G), (node, Q, Literal("h"), H), (other, Q, Literal("h"), IRI(f"{EX}i"))])
    url, access = virtuoso
    earthquake = Workspace.find(Path(__file__).resolve().parents[2] / "examples/earthquake")
    workspace = replace(earthquake, base=EX, access=(access,))
    with open_store(copied(workspace, url, tmp_path / "copy"), read_only=True) as copy:
        query = f"SELECT ?b WHERE {{ GRAPH <{G}> {{ ?s ?p ?b }} GRAPH <{H}> {{ ?b ?q 'h' FILTER(isBlank(?b)) }} }}"
        assert len(copy.select(query)) == 1 and len(copy.select(query.replace(G, "x:none"))) == 0
        assert len({s for s, _, _, g in copy.dump() if g in (H, f"{EX}i")}) == 2


@pytest.mark.slow
def test_a_variable_reaches_all_of_more_than_a_hundred_graphs(store: Store) -> None:
    """Virtuoso sends each graph back as a header, and Python reads 100."""
    store.load([(S, P, Literal("x"), IRI(f"{G}{number}")) for number in range(150)])
    query = f"SELECT DISTINCT ?g WHERE {{ ?s ?p ?o GRAPH ?g {{ ?s <{P}> 'x' }} FILTER(STRSTARTS(STR(?g), '{G}')) }}"
    assert len(store.select(query, default_graph=IRI(f"{G}0"))) == 150
    assert store.select(query, default_graph=IRI(f"{EX}none")).rows == ()
    assert (
        len(store.select(query, default_graph=IRI(f"{G}0"), named=[IRI(f"{G}{number}") for number in range(120)]))
        == 120
    )


@pytest.mark.slow
def test_an_answer_that_the_server_cuts_is_refused(store: Store) -> None:
    for part in range(0, 10_500, 3_500):
        store.load((S, P, Literal(str(number)), G) for number in range(part, part + 3_500))
    query = f"SELECT ?o WHERE {{ GRAPH <{G}> {{ ?s ?p ?o }} }}"
    assert isinstance(store, RemoteStore)
    calls = (store.select, store.solutions, store.select_json, lambda _: list(store.dump(G)))
    for call in calls:
        with pytest.raises(StoreError, match=r"cuts answers at 10,000 rows; raise its ResultSetMaxRows"):
            call(query)
    assert len(store.select(query + " LIMIT 9000")) == 9_000


@pytest.mark.slow
def test_triples_that_the_server_cuts_are_refused_though_it_says_nothing_of_it(store: Store) -> None:
    for part in range(0, 10_500, 3_500):
        store.load((S, P, Literal(str(number)), G) for number in range(part, part + 3_500))
    where = f"WHERE {{ GRAPH <{G}> {{ ?s ?p ?o }} }}"
    for template in ("{ ?s ?p ?o }", f"{{ <{H}> ?p <{H}> }}"):
        with pytest.raises(StoreError, match=r"cuts answers at 10,000 rows"):
            store.construct(f"CONSTRUCT {template} {where}")
    with pytest.raises(StoreError, match="no DESCRIBE on Virtuoso"):
        store.construct(f"DESCRIBE <{S}>")


@pytest.mark.slow
def test_updates_that_depend_on_what_is_found_are_refused(store: Store) -> None:
    with pytest.raises(StoreError, match="name what changes in the update"):
        store.update(f"DELETE {{ ?s ?p ?o }} WHERE {{ GRAPH <{G}> {{ ?s ?p ?o }} }}")


@pytest.mark.slow
def test_a_wrong_password_is_told(server: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KGRAPH_TEST_VIRTUOSO", "wrong")
    with pytest.raises(StoreError, match=r"does not take the password of .dba."):
        for _ in range(2):
            server.graphs()


@pytest.mark.slow
def test_one_who_may_not_write_is_told_so(server: Store) -> None:
    assert isinstance(server, RemoteStore)
    open_to_all = server.url.removeprefix("sparql:").replace("sparql-auth", "sparql")
    with RemoteStore(f"{open_to_all}|{open_to_all}") as store:
        told = r"does not let one who does not say who it is write; name another user"
        with pytest.raises(StoreError, match=told):
            store.load([(S, P, S, G)])
        with pytest.raises(StoreError, match=told):
            store.clear(G)


def test_an_answer_that_is_a_part_for_want_of_time_is_refused() -> None:
    headers = Message()
    headers["X-SQL-State"] = "S1TAT"
    with pytest.raises(StoreBusy, match="ran out of time"):
        dialects.most_rows("http://h/", headers)


def test_strings_and_iris_are_no_blank_nodes() -> None:
    text = r"""<_:x> <u:p> "_:a \" _:b" . <u:s> <u:p> <u:_:c> ."""
    assert dialects.with_named_nodes(text) == text
    named = dialects.with_named_nodes("_:a <u:p> _:a . _:b <u:p> _:a.b .").split()
    assert named[0] == named[2] != named[4] != named[6] != named[0]
    assert all(named[at].startswith("<nodeID://b") for at in (0, 2, 4, 6))


def test_a_graph_that_is_taken_for_a_blank_node_is_sent_alone() -> None:
    """A Virtuoso refuses to insert into it together with others."""
    graphs = [f"{EX}{n}" for n in range(9)]
    sent: list[list[str]] = []

    def send(update: str) -> None:
        assert update.startswith("INSERT DATA { GRAPH <") and update.endswith(" .\n} }")
        found = re.findall("GRAPH <(.+)> {\n", update)
        if f"{EX}5" in found and len(found) > 1:
            raise StoreError("Bad argument to iri_to_id (), 'nodeID://8192' is not valid bnode IRI", status=500)
        sent.append(found)

    blocks = " ".join(f'GRAPH <{graph}> {{\n<{EX}s> <{EX}p> "}} GRAPH <" .\n}}' for graph in graphs)
    dialects.insert(send, f"INSERT DATA {{ {blocks} }}")
    assert [graph for some in sent for graph in some] == graphs
    assert [f"{EX}5"] in sent and len(sent) == 4

    def full(update: str) -> None:
        raise StoreError("the disk is full", status=500)

    with pytest.raises(StoreError, match="disk"):
        dialects.insert(full, f"INSERT DATA {{ {blocks} }}")
