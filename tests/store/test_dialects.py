"""What Virtuoso does otherwise, met on purpose; on a Virtuoso of the tests' own."""

from collections.abc import Iterator
from dataclasses import replace
from email.message import Message
from pathlib import Path

import pytest

from backends import virtuoso_server
from kgraph.errors import StoreBusy, StoreError
from kgraph.model import BlankNode, Literal, Quad, Rows
from kgraph.namespaces import IRI, XSD
from kgraph.resources import bundled
from kgraph.store import Access, OxigraphStore, Store, dialects, open_store
from kgraph.store.refusals import syntax_fault
from kgraph.store.remote import RemoteStore
from kgraph.store.tokens import tokenise
from kgraph.store.truth import truths
from kgraph.workspace.config import Workspace
from kgraph.workspace.copying import copied

EX = "https://example.org/"
S, P, Q, G, H = (IRI(EX + name) for name in "spqgh")


@pytest.fixture(scope="module")
def virtuoso(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Access]]:
    with virtuoso_server(tmp_path_factory.mktemp("virtuoso")) as found:
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
    with pytest.raises(StoreError, match="more headers than can be read"):
        store.select(query, default_graph=IRI(f"{G}0"), named=[IRI(f"{G}{number}") for number in range(150)])


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
    assert len(store.construct(f"CONSTRUCT {{ ?s ?p ?o }} {where} LIMIT 9000")) == 9_000
    with pytest.raises(StoreError, match="leaves triples out of DESCRIBE"):
        store.construct(f"DESCRIBE <{S}>")


@pytest.mark.slow
def test_yes_and_no_are_what_they_are_in_other_stores(store: Store) -> None:
    true, false = Literal("true", XSD.boolean), Literal("false", XSD.boolean)
    store.load([(S, P, true, G), (S, Q, Literal("1", XSD.integer), G)])
    at = f"GRAPH <{G}> {{ ?s <{P}> ?o ; <{Q}> ?n }}"
    rows = store.select(
        f"SELECT ?o ?n (BOUND(?s) AS ?b) ((?n > 2) AS ?c) (SAMPLE(?o) AS ?d) {{ {at} }} GROUP BY ?s ?o ?n"
    )
    assert rows.rows == ((true, Literal("1", XSD.integer), true, false, true),)
    assert store.construct(f"CONSTRUCT {{ ?s <{P}> ?o }} WHERE {{ {at} }}") == [(S, P, true)]
    with pytest.raises(StoreError, match=r"writes \?x, a yes or no, as a number"):
        store.construct(f"CONSTRUCT {{ ?s <{P}> ?x }} WHERE {{ {at} BIND(isIRI(?s) AS ?x) }}")
    assert store.ask(f"ASK {{ {at} }}")
    assert not store.ask(f"ASK {{ {at} FILTER(?n > 2) }}")


@pytest.mark.slow
def test_a_row_of_values_that_binds_nothing_loses_no_rows(store: Store) -> None:
    store.load((IRI(f"{S}{number}"), P, Literal("x"), G) for number in range(100))
    within = f"?s <{P}> ?o FILTER EXISTS {{ ?s <{P}> ?about }}"
    query = f"SELECT ?s ?about {{ VALUES ?about {{ UNDEF }} GRAPH <{G}> {{ {within} }} }}"
    assert len(store.select(query)) == 100
    with pytest.raises(StoreError, match="UNDEF among values"):
        store.select(query.replace("UNDEF", "UNDEF 'x'"))


@pytest.mark.slow
def test_a_wrong_password_is_told(server: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KGRAPH_TEST_VIRTUOSO", "wrong")
    with pytest.raises(StoreError, match=r"does not take the password of .dba."):
        for _ in range(2):
            server.graphs()


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


@pytest.mark.parametrize(
    ("made", "sure"),
    [
        ("?a < ?b", True),
        ("(?a = ?b)", True),
        ("!BOUND(?a)", True),
        ("EXISTS { ?a ?p ?n }", True),
        ("CONTAINS(?a, 'x')", True),
        ("IF(?a = 1, true, ?a IN (1, 2))", True),
        ("COALESCE(?yes, false)", True),
        ("SAMPLE(?yes)", True),
        ("IF(?a = ?b, 1, 0)", False),
        ("?n", False),
        ("COUNT(?yes)", False),
        ("STR(?a = ?b)", False),
        ("COALESCE(?yes, ?n)", False),
        ("1", False),
    ],
)
def test_what_is_a_yes_or_no_is_seen_in_the_query(made: str, sure: bool) -> None:
    query = f"SELECT ({made} AS ?x) {{ ?a ?b ?n BIND(true AS ?yes) }}"
    assert ("x" in truths(query).sure) == sure
    assert "n" not in truths(query).sure | truths(query).unsure


@pytest.mark.parametrize("other", ["BIND(1 AS ?x)", "?s ?p ?x", "VALUES ?x { 1 }", "?s ?p ?o BIND(?o AS ?x)"])
def test_a_variable_that_is_made_in_two_ways_is_not_sure(other: str) -> None:
    query = f"SELECT ?x {{ {{ BIND(true AS ?x) }} UNION {{ {other} }} }} ORDER BY ?x"
    assert not truths(query).sure
    assert truths(query).unsure == {"x"}
    rows = Rows(("x",), ((Literal("1", XSD.integer),),))
    with pytest.raises(StoreError, match=r"writes \?x, a yes or no, as a number"):
        dialects.with_truths("", query, rows)
    assert dialects.with_truths("", query, Rows(("x",), ((Literal("2", XSD.integer),),))).rows == (
        (Literal("2", XSD.integer),),
    )


@pytest.mark.parametrize(
    "where",
    [
        "{ VALUES ?x { UNDEF } ?s ?p ?x }",
        "{ ?s ?p ?o VALUES ?x { UNDEF } ?o ?q ?x }",
        "{ ?s ?p ?o . VALUES (?x ?o) { (UNDEF UNDEF) } . ?o ?q ?x }",
        "{ OPTIONAL { ?s ?p ?x } VALUES ?x { undef } . FILTER(BOUND(?x) || 'UNDEF' = 'UNDEF') ?s ?q ?o }",
        "{ ?s ?p ?o } VALUES ?x { UNDEF }",
        "{ ?s ?p ?o VALUES ?x { UNDEF } . }",
        "{ VALUES ?x { UNDEF } VALUES ?o { UNDEF } VALUES ?p { <u:p> } ?s ?p ?o }",
    ],
)
def test_a_query_without_values_that_bind_nothing_has_the_same_answer(where: str) -> None:
    with OxigraphStore() as store:
        store.update("INSERT DATA { <u:a> <u:p> <u:b> . <u:b> <u:p> <u:c> . <u:c> <u:q> <u:a> }")
        query = f"SELECT ?s ?x ?o WHERE {where}"
        bare = dialects.without_undef("", query)
        assert "VALUES ?x" not in bare
        assert sorted(store.select(bare).rows, key=str) == sorted(store.select(query).rows, key=str)
        assert len(store.select(query)) > 0
    with pytest.raises(StoreError, match="name the variables after SELECT"):
        dialects.without_undef("", "SELECT * { VALUES ?x { UNDEF } ?s ?p ?o }")


@pytest.mark.parametrize(
    ("query", "counted"),
    [
        ("CONSTRUCT { ?s ?p [ ?q 'a}' ] } FROM <u:g> WHERE { ?s ?p ?o }", "FROM <u:g> WHERE { ?s ?p ?o }"),
        ("PREFIX a: <u:> CONSTRUCT WHERE { ?s a:p ?o } LIMIT 1", "WHERE { ?s a:p ?o } LIMIT 1"),
    ],
)
def test_solutions_of_a_construct_are_asked_for(query: str, counted: str) -> None:
    found = dialects.counting("", query)
    assert found.endswith(counted)
    assert "SELECT (1 AS ?one)" in found
    assert "CONSTRUCT" not in found


def test_every_query_of_the_catalogue_can_be_put_so() -> None:
    changed = 0
    for path in (bundled() / "queries").rglob("*.rq"):
        query = path.read_text(encoding="utf8")
        bare = dialects.without_undef("", query)
        assert "undef" not in [token.word for token in tokenise(bare)], path.name
        assert (syntax_fault(bare) is None) == (syntax_fault(query) is None), path.name
        assert not truths(query).unsure, path.name
        changed += bare != query
    assert changed > 30
