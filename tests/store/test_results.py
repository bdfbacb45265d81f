"""An endpoint's answer is read cell by cell: one that is no RDF term costs nobody the rest."""

import json
from typing import Any

import pytest

from kgraph.errors import DataError
from kgraph.model import BlankNode, Literal, Rows, Term
from kgraph.namespaces import IRI, XSD
from kgraph.store.results import rows_from_json, words_of_unread

GOOD = {"type": "literal", "value": "w"}


def read(*solutions: Any, names: Any = ("x",), **more: Any) -> Rows:
    return rows_from_json(
        json.dumps({"head": {"vars": names}, "results": {"bindings": solutions}, **more}).encode("utf8")
    )


@pytest.mark.parametrize(
    ("cell", "term"),
    [
        ({"type": "literal", "value": "v", "xml:lang": ""}, Literal("v")),
        ({"type": "literal", "value": "v", "xml:lang": None}, Literal("v")),
        ({"type": "literal", "value": "v", "xml:lang": "", "datatype": XSD.token}, Literal("v", XSD.token)),
        ({"type": "literal", "value": "v", "xml:lang": "en-GB"}, Literal("v", language="en-gb")),
        ({"type": "typed-literal", "value": "5", "datatype": XSD.integer}, Literal("5", XSD.integer)),
        ({"type": "literal", "value": ""}, Literal("")),
        ({"type": "bnode", "value": "nodeID://b1"}, BlankNode("nodeID://b1")),
        ({"type": "uri", "value": "https://data.example.org/Ж"}, IRI("https://data.example.org/Ж")),
    ],
)
def test_legal_cells(cell: object, term: Term) -> None:
    rows = read({"x": cell})
    assert (rows.rows, rows.unread, words_of_unread(rows)) == (((term,),), (), "")


@pytest.mark.parametrize(
    "cell",
    [
        {"type": "literal", "value": "v", "xml:lang": "e n"},
        {"type": "literal", "value": "v", "xml:lang": "-"},
        {"type": "literal", "value": "v", "xml:lang": 5},
        {"type": "uri", "value": "a b"},
        {"type": "uri", "value": "https://data.example.org/<a b>"},
        {"type": "uri", "value": "no-scheme"},
        {"type": "uri", "value": ""},
        {"type": "uri"},
        {"value": "v"},
        {"type": "literal", "value": 5},
        {"type": "literal", "value": None},
        {"type": "literal", "value": "v", "datatype": "a b"},
        {"type": "literal", "value": "v", "datatype": ""},
        {"type": "literal", "value": "v", "datatype": ["x"]},
        {"type": "literal", "value": "v", "xml:lang": "ar", "its:dir": "rtl"},
        {"type": "literal", "value": "\ud800"},
        {"type": "triple", "value": {"subject": GOOD, "predicate": GOOD, "object": GOOD}},
        {"type": "nonsense", "value": "v"},
        {},
        None,
        "v",
        5,
        ["v"],
    ],
)
def test_a_cell_that_is_no_term_is_unbound_and_told(cell: object) -> None:
    rows = read({"x": GOOD, "y": cell}, {"y": GOOD}, {"x": cell, "y": GOOD}, names=["x", "y"])
    good = Literal("w")
    assert rows.rows == ((good, None), (None, good), (None, good))
    assert [(one.row, one.variable) for one in rows.unread] == [(0, "y"), (2, "x")]
    said = words_of_unread(rows)
    assert said.startswith("1 cell of ?y, 1 cell of ?x are no RDF terms and are left out (the first: ")
    assert "\n" not in said
    assert len(said) < 300


def test_rdf_12_can_be_refused() -> None:
    triple = {"type": "triple", "value": {"subject": GOOD, "predicate": GOOD, "object": GOOD}}
    directed = {"type": "literal", "value": "v", "xml:lang": "ar", "its:dir": "rtl"}
    for cell in (triple, directed):
        body = json.dumps({"head": {"vars": ["x"]}, "results": {"bindings": [{"x": cell}]}}).encode()
        assert len(rows_from_json(body).unread) == 1
        with pytest.raises(DataError, match="RDF"):
            rows_from_json(body, refuse_rdf_12=True)


def test_a_row_that_is_none_is_left_out_and_told() -> None:
    rows = read(None, {"x": GOOD}, 5, names=["x"])
    assert rows.rows == ((Literal("w"),),)
    assert words_of_unread(rows).startswith("2 rows are no RDF terms")


@pytest.mark.parametrize(
    ("names", "columns"),
    [
        (["x", "x", "y"], ("x", "y")),
        (["y"], ("y", "x")),
        ([], ("x",)),
        (None, ("x",)),
    ],
)
def test_variables_are_the_head_s_and_the_rows(names: object, columns: tuple[str, ...]) -> None:
    rows = read({"x": GOOD}, names=names)
    assert rows.variables == columns
    assert rows.column("x") == [Literal("w")]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"null",
        b"5",
        b'"rows"',
        b"{}",
        b"[" * 100_000,
        b'{"head": {}, "boolean": true}',
        b'{"head": {"vars": ["x"]}, "results": []}',
        b'{"head": {"vars": ["x"]}, "results": {"bindings": {}}}',
        b'{"head": {"vars": ["x"]}, "results": {"bindings": null}}',
        b'{"head": {"vars": [5]}, "results": {"bindings": []}}',
        b'{"head": {"vars": "x"}, "results": {"bindings": [{}]}}',
        b'{"head": {}, "results": {"bindings": []}}',
        b"\xff\xfe\xff",
    ],
)
def test_what_is_no_result_raises(body: bytes) -> None:
    with pytest.raises(DataError):
        rows_from_json(body)


def test_rows_with_cells_left_out_equal_those_without() -> None:
    assert read({"x": None}) == Rows(("x",), ((None,),))
