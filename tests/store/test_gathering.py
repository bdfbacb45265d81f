"""A query has the same answer on the triples that match its patterns as on all; both here in the built-in engine."""

import pytest

from kgraph.model import BlankNode
from kgraph.namespaces import IRI
from kgraph.store import OxigraphStore
from kgraph.store.apart import apart, is_plain
from kgraph.store.gathering import asked_graph, gathered

DATA = """INSERT DATA {
  GRAPH <u:w> { <u:a> <u:p> <u:b> ; <u:q> 1 . <u:b> <u:p> <u:c> ; <u:q> 2 . <u:c> <u:r> _:x .
    _:x <u:q> 1 ; <u:in> <u:g> }
  GRAPH <u:g> { <u:a> <u:p> <u:z> . <u:z> <u:s> "x"@en } GRAPH <u:h> { <u:z> <u:p> <u:a> ; <u:q> 3 }
  GRAPH <u:k> { <u:a> <u:p> <u:b> . <u:p> <u:s> 1 } }"""
QUERIES = [
    "SELECT * { ?s <u:p> ?o OPTIONAL { ?o <u:q> ?n } }",
    "SELECT * { ?s <u:q> ?n FILTER NOT EXISTS { ?s <u:p>/<u:r> ?o } MINUS { ?s <u:in> ?g } }",
    "SELECT * { ?s <u:p>* ?o }",
    "SELECT * { ?s (<u:p>|^<u:r>)+ ?o . ?s !(<u:q>|<u:p>) ?x }",
    "SELECT * { VALUES ?by { <u:p> <u:r> } ?s ?by ?o { SELECT (COUNT(?x) AS ?n) { ?x <u:q> ?y } } }",
    "SELECT * { VALUES ?o { <u:b> UNDEF } { ?s <u:p> ?o } UNION { GRAPH ?g { ?o <u:s> [] } } }",
    "SELECT * { { OPTIONAL { ?s <u:p> ?o } } VALUES ?o { <u:c> } }",
    "SELECT ?g (COUNT(*) AS ?n) { ?x <u:in> ?g GRAPH ?g { ?s ?p ?o } } GROUP BY ?g",
    "BASE <u:> SELECT * { GRAPH <u:h> { ?s <u:q> ?n } BIND(EXISTS { GRAPH <u:g> { ?a <u:p> ?s } } AS ?there) }",
    "SELECT ?s (EXISTS { ?s <u:p> ?o } AS ?there) { ?s <u:q> ?x }",
    "SELECT ?s { ?s <u:p> ?x } GROUP BY ?s HAVING (NOT EXISTS { ?s <u:q> 1 })",
    "SELECT (COUNT(*) AS ?n) { ?s <u:q> ?x } GROUP BY (EXISTS { ?s <u:p> ?o } AS ?there)",
    "SELECT ?s { ?s <u:q> ?x } ORDER BY (EXISTS { ?s <u:p> ?o }) DESC(?x) LIMIT 1",
    "SELECT * { ?a <u:p>* ?b . ?b <u:r>* ?c }",
    "SELECT * { ?a ^<u:r>? ?b . ?c (<u:r>?/<u:none>*)+ ?b }",
    "SELECT * { ?a (<u:r>|<u:p>*) ?b . ?b !<u:r> ?c . ?c <u:none>* ?d . ?d <u:in>? ?e }",
    "SELECT * { VALUES ?a { <u:g> <u:none> } ?a <u:p>* ?b }",
    "SELECT * { VALUES ?by { <u:s> } GRAPH ?g { ?a ?by ?b . ?b <u:p>* ?c } }",
    "SELECT * { <u:g> <u:p>* ?b }",
    "SELECT * { <u:g> <u:p>* ?b . ?b <u:r>* ?c }",
    "SELECT * { VALUES ?by { <u:p> } GRAPH <u:k> { ?a ?by ?b . ?by <u:none>* ?c } }",
    "SELECT ?n { GRAPH <u:h> { SELECT (COUNT(*) AS ?n) { ?s <u:q> ?o } } }",
    "SELECT ?g { GRAPH ?g {} }",
    "SELECT ?g { ?x <u:in> ?g GRAPH ?g { FILTER NOT EXISTS { ?s <u:q> ?o } } }",
    "SELECT ?g ?o { GRAPH ?g { OPTIONAL { ?s <u:in> ?o } } }",
    "SELECT ?g { GRAPH ?g { MINUS { ?s <u:q> ?o } } }",
    "SELECT ?g ?b { GRAPH ?g { { <u:a> <u:none>* ?b } UNION { ?a <u:in> ?b } } }",
    "SELECT (COUNT(*) AS ?n) { GRAPH ?g { SELECT (COUNT(*) AS ?m) { ?s <u:in> ?o } } }",
    "SELECT * { ?x <u:in> ?y GRAPH <u:h> { OPTIONAL { ?s <u:s> ?o } } OPTIONAL { GRAPH <u:none> { BIND(1 AS ?n) } } }",
]


@pytest.mark.parametrize("query", QUERIES)
def test_the_answer_is_the_same(query: str) -> None:
    world = IRI("u:w")
    with OxigraphStore() as store:
        store.update(DATA)
        with gathered(store.select, query, world) as near:
            wanted, found = (rows(one, query, world) for one in (store, near))
    assert wanted
    assert wanted == found


def rows(store: OxigraphStore, query: str, world: IRI) -> list[list[str]]:
    """The rows as texts; blank nodes have other labels in each store."""
    found = store.select(query, default_graph=world).rows
    return sorted(["_:" if isinstance(one, BlankNode) else str(one) for one in row] for row in found)


def test_values_in_the_same_group_say_what_is_asked_for() -> None:
    inside = "VALUES ?x { <u:a> <u:b> } ?x <u:p> ?y OPTIONAL { ?x <u:q> ?z }"
    asked = {(one.subject, one.predicate) for one in apart(f"SELECT * {{ {inside} }}").patterns}
    assert asked == {("u:a", "u:p"), ("u:b", "u:p"), (None, "u:q")}


@pytest.mark.parametrize(
    ("inside", "asked"),
    [
        ("?a <u:p>/<u:q>* ?b", {"u:p", "u:q"}),
        ("?a <u:p> ?b . ?b <u:q>* ?c . ?c <u:r>? ?d", {"u:p", "u:q", "u:r"}),
        ("<u:a> <u:p>/<u:q>* ?b", {"u:p", "u:q"}),
        ("?a <u:p>* ?b . ?b <u:q>* ?c", {None}),
    ],
)
def test_all_is_asked_for_only_where_a_path_may_stand_anywhere(inside: str, asked: set[str | None]) -> None:
    assert {one.predicate for one in apart(f"ASK {{ {inside} }}").patterns} == asked


@pytest.mark.parametrize(
    ("inside", "named"),
    [
        ("GRAPH ?g { ?s <u:p> ?o OPTIONAL { ?o <u:q> ?n } }", False),
        ("GRAPH ?g { { ?s <u:p>/<u:q>* ?o } UNION { ?s <u:q> ?o } }", False),
        ("GRAPH ?g { { ?s <u:p> ?o } UNION { BIND(1 AS ?o) } }", True),
        ("?s <u:p> ?o FILTER EXISTS { GRAPH <u:g> { VALUES ?s { <u:a> } } }", True),
    ],
)
def test_graphs_are_asked_for_where_one_may_match_without_a_triple(inside: str, named: bool) -> None:
    assert apart(f"ASK {{ {inside} }}").names == named


def test_graphs_of_builds_are_not_found() -> None:
    with OxigraphStore() as store:
        store.update("INSERT DATA { GRAPH <urn:kgraph:held> { <u:a> <u:p> 1 } GRAPH <u:g> { <u:a> <u:p> 1 } }")
        with gathered(store.select, query := "SELECT ?g { GRAPH ?g {} }", None) as near:
            assert near.select(query).rows == (("u:g",),)


def test_what_is_made_is_not_asked_for() -> None:
    asked = [one.predicate for one in apart("CONSTRUCT { ?s <u:new> ?o } { ?s <u:p> ?o }").patterns]
    assert asked == ["u:p"]


@pytest.mark.parametrize(
    ("query", "plain"),
    [
        ("SELECT DISTINCT ?s { VALUES ?s { <u:a> } ?s <u:p> ?o . ?o <u:q> 'x' }", True),
        ("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", True),
        ("SELECT (COUNT(*) AS ?n) { ?s ?p ?o . ?o ?q ?r }", False),
        ("SELECT ?s { GRAPH <u:g> { ?s ?p ?o } ?s ?q ?r }", False),
        ("SELECT ?s { GRAPH ?g { ?s ?p ?o } }", False),
        ("ASK { GRAPH <u:g> {} }", False),
        ("SELECT ?s { ?s ?p ?o FILTER(?s != ?o) }", False),
        ("SELECT ?s { ?s <u:p>|<u:q> ?o }", False),
        ("SELECT * { <u:a> <u:p> <u:b> }", False),
    ],
)
def test_only_plain_joins_are_left_to_another_engine(query: str, plain: bool) -> None:
    assert is_plain(query) == plain


@pytest.mark.parametrize(
    ("query", "asked"),
    [
        ("SELECT ?s { GRAPH <u:g> { ?s ?p ?o } }", None),
        ("ASK { GRAPH <u:g> { ?s ?p 'x' } }", None),
        ("SELECT ?s { ?s ?p ?o }", "u:w"),
        ("SELECT ?s { ?s <u:in> ?g GRAPH ?g { ?s ?p ?o } }", "u:w"),
        ("SELECT ?s { GRAPH <u:g> { ?s ?p ?o } ?s ?q ?r }", "u:w"),
        ("SELECT ?s FROM <u:h> { GRAPH <u:g> { ?s ?p ?o } }", "u:w"),
    ],
)
def test_a_default_graph_is_sent_if_it_is_asked(query: str, asked: str | None) -> None:
    assert asked_graph(query, IRI("u:w"), None) == asked
