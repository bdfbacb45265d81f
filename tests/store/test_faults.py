"""An error in a query says where, counted in the text that its author wrote, and names a prefix that is unknown."""

import pytest

from kgraph import Graph
from kgraph.errors import UsageError
from kgraph.store import OxigraphStore


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("SELECT * { ?s ?p }", "line 1, column 19: "),
        ("SELECT * { ?c kg:claimant ?a . ?s rdfs:label }", "line 1, column 46: "),
        ("SELECT *\n{ ?c a kg:Claim . ?s skos:prefLabel }", "line 2, column 37: "),
        ("\ufeffSELECT * { ?c a kg:Claim . ?s }", "line 1, column 32: "),
        ("# a remark\r\nSELECT * { ?c a kg:Claim ;; ?s }", "line 2, column 33: "),
        ("PREFIX x: <urn:x>\n\nSELECT * { ?c a kg:Claim, }", "line 3, column 28: "),
        ("SELECT * { SERVICE <https://query.wikidata.org/sparql> { ?s ?p } ?c a kg:Claim }", "line 1, column 65: "),
        ("SELECT * {\n ?c a kg:Claim\n SERVICE <https://query.wikidata.org/sparql> { ?s ?p } }", "line 3, column 55: "),
    ],
)
def test_a_place_is_counted_in_the_author_s_own_text(graph: Graph, text: str, place: str) -> None:
    with pytest.raises(UsageError) as caught:
        graph.query(text)
    assert str(caught.value).startswith(f"not legal SPARQL: {place}")
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 240


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "SELECT * { ?s foo:bar ?o }",
            "line 1, column 15: the prefix 'foo:' is not declared; write PREFIX foo: <…> first",
        ),
        ("SELECT *\n{ ?s a kg:Claim ; scos:prefLabel ?o }", "line 2, column 19: the prefix 'scos:'"),
        ("ASK { FILTER(fn:f(1)) }", "line 1, column 14: the prefix 'fn:'"),
        ("ASK { ?s :a ?o }", "line 1, column 10: the prefix ':' is not declared"),
        ("SELECT * { ?s ?p '1'^^xds:int }", "line 1, column 23: the prefix 'xds:' is not declared"),
        ("PREFIX a: <urn:a> ASK { ?s a:b/b:c* ?o }", "line 1, column 32: the prefix 'b:'"),
        ("DESCRIBE foo:x", "line 1, column 10: the prefix 'foo:'"),
        ("SELECT * FROM foo:x {}", "line 1, column 15: the prefix 'foo:'"),
        ("ASK { ?s ?p 'foo:bar' . # bar:foo\n <urn:baz:x> baz:p 1 }", "line 2, column 14: the prefix 'baz:'"),
    ],
)
def test_a_prefix_that_nobody_declares_is_named(graph: Graph, text: str, said: str) -> None:
    with pytest.raises(UsageError) as caught:
        graph.query(text)
    assert str(caught.value).startswith(f"not legal SPARQL: {said}")


def test_the_nearest_prefix_of_the_table_is_offered(graph: Graph) -> None:
    with pytest.raises(UsageError, match=r"'scos:' is not declared; .*, or did you mean 'skos:'\?"):
        graph.query("ASK { ?s scos:prefLabel ?o }")
    with pytest.raises(
        UsageError, match=r"'kg:' is not declared; write PREFIX kg: <https://w3id.org/kgraph/ontology#>"
    ):
        OxigraphStore().ask("ASK { ?s kg:claimant ?o }")


def test_a_fault_before_an_unknown_prefix_comes_first(graph: Graph) -> None:
    with pytest.raises(UsageError, match=r"line 1, column 1[0-9]: expected"):
        graph.query("ASK { ?s } ASK { ?s foo:bar ?o }")
