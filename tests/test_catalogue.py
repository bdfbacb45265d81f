"""Queries as files: headers, and parameters that cannot change a query."""

from pathlib import Path

import pytest

from kgraph import Graph, Rows
from kgraph.catalogue import bind, convert, guess, load_catalogue, read_query, with_prologue
from kgraph.errors import DataError, UnknownName, UsageError
from kgraph.headers import TYPES
from kgraph.model import Literal
from kgraph.namespaces import IRI, KG, XSD
from kgraph.store import open_store

ROOT = Path(__file__).resolve().parents[1]
HOSTILE = [
    'x" } ?s ?p ?o . { "',
    "x' } #",
    "\\",
    '\\"',
    "a\nb\r\tc",
    "} UNION { ?s ?p ?o",
    "VALUES ?other { <urn:x> }",
    "?s",
    "<urn:x>",
    "\u2028\u0000\U0001f600",
    "{{ }} $1 \\1 \\g<0> %s",
]


def resolve(name: str) -> IRI:
    return IRI(f"urn:entity:{name}")


@pytest.mark.parametrize("value", HOSTILE)
def test_a_string_arrives_as_it_is_and_changes_nothing_else(value: str) -> None:
    text = "SELECT ?given ?other { VALUES ?given { UNDEF } VALUES ?other { 7 } }"
    with open_store("memory:") as store:
        rows = store.select(bind(text, {"given": [Literal(value)]}))
    assert [(str(r["given"]), str(r["other"])) for r in rows] == [(value, "7")]


def test_two_hostile_strings_do_not_meet() -> None:
    text = "SELECT ?a ?b { VALUES ?a { UNDEF } VALUES ?b { UNDEF } }"
    one, two = "VALUES ?b { 1 }", "VALUES ?a { 2 }"
    with open_store("memory:") as store:
        rows = store.select(bind(text, {"a": [Literal(one)], "b": [Literal(two)]}))
    assert [(str(r["a"]), str(r["b"])) for r in rows] == [(one, two)]


def test_an_iri_with_a_bracket_in_it_is_refused() -> None:
    with pytest.raises(UsageError, match="no absolute IRI"):
        convert("iri", "urn:x> } #", resolve)
    with pytest.raises(DataError, match="not a legal RDF term"):
        bind("SELECT * { VALUES ?a { UNDEF } }", {"a": [IRI("urn:x> ?s ?p")]})


def test_several_values_mean_any_of_them() -> None:
    numbers = [Literal("1", XSD.integer), Literal("2", XSD.integer)]
    with open_store("memory:") as store:
        rows = store.select(bind("SELECT ?a { VALUES ?a {UNDEF} }", {"a": numbers}))
    assert rows.column("a") == numbers


def test_what_looks_like_a_parameter_in_a_comment_a_string_or_an_iri_is_none() -> None:
    text = """PREFIX x: <urn:x#> SELECT ?a ('VALUES ?a {1}' AS ?b) # VALUES ?a {2}
    { VALUES ?a { UNDEF } }"""
    with open_store("memory:") as store:
        rows = store.select(bind(text, {"a": [Literal("here")]}))
    assert [(str(r["a"]), str(r["b"])) for r in rows] == [("here", "VALUES ?a {1}")]


def test_a_parameter_that_the_query_does_not_have_gets_the_nearest() -> None:
    with pytest.raises(UnknownName, match="'plce'; did you mean 'place'"):
        bind("SELECT * { VALUES ?place { UNDEF } }", {"plce": [Literal("x")]})


@pytest.mark.parametrize(
    ("kind", "given", "term"),
    [
        ("entity", "Pokrovsk", IRI("urn:entity:Pokrovsk")),
        ("concept", "troopstrength", KG.TroopStrength),
        ("concept", "kg:City", KG.City),
        ("date", "2025-11-01", Literal("2025-11-01", XSD.date)),
        ("integer", "+5", Literal("5", XSD.integer)),
        ("number", "1e3", Literal("1000", XSD.decimal)),
        ("string", "5", Literal("5")),
        ("iri", "kg:Claim", KG.Claim),
    ],
)
def test_what_people_write_becomes_the_term_they_mean(kind: str, given: str, term: object) -> None:
    assert convert(kind, given, resolve) == term


@pytest.mark.parametrize(
    ("kind", "given", "words"),
    [
        ("date", "1 November", "no date"),
        ("date", "2025-13-01", "no date"),
        ("integer", "five", "no integer"),
        ("number", "NaN", "no number"),
        ("iri", "Pokrovsk", "no absolute IRI"),
        ("iri", "https://example.org/100%", "no legal IRI"),
        ("concept", "TropStrength", "did you mean 'TroopStrength'"),
    ],
)
def test_what_cannot_be_meant_is_refused(kind: str, given: str, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        convert(kind, given, resolve)


@pytest.mark.parametrize(
    ("kind", "given", "plain"),
    [
        ("date", "2025‑11‑05", "2025-11-05"),
        ("date", "\u200e2025–11–05\u00a0", "2025-11-05"),
        ("integer", "−5", "-5"),
        ("number", "１２\u200b.5", "12.5"),
        ("string", "u\u00adk\ufeff", "uk"),
        ("concept", "Troop\u200bStrength", "TroopStrength"),
        ("iri", "kg:Claim\u200b", "kg:Claim"),
    ],
)
def test_a_value_that_differs_only_in_looks_is_the_same(kind: str, given: str, plain: str) -> None:
    assert convert(kind, given, IRI) == convert(kind, plain, IRI)


def test_without_a_header_the_form_tells_the_type() -> None:
    assert guess("<urn:a>", resolve) == IRI("urn:a")
    assert guess("kg:Claim", resolve) == KG.Claim
    assert guess("0.5", resolve) == Literal("0.5", XSD.decimal)
    assert guess("2025-11-01", resolve) == Literal("2025-11-01", XSD.date)
    assert guess("half", resolve) == Literal("half")


def test_the_prologue_adds_what_is_missing_and_keeps_lines() -> None:
    text = "PREFIX kg: <urn:own#>\nSELECT ?l { ?c kg:x/rdfs:label ?l ; kg:y <place/a> }"
    with_it = with_prologue(text, "https://e.org/")
    assert with_it.splitlines()[1:] == text.splitlines()
    assert with_it.startswith("BASE <https://e.org/> PREFIX rdfs: <")
    assert with_it.count("PREFIX kg:") == 1


@pytest.mark.parametrize(
    "text",
    [
        "SELECT (1-xsd:integer('1') AS ?z) { FILTER(1<xsd:integer('2')) }",
        "SELECT ?base { VALUES ?base { 1 } FILTER(?base <2) }",
        "# PREFIX kg: is known\nASK { ?c a kg:Claim }",
        "PREFIX ex: <urn:x> ASK { ex:a.base <agent/x> ex:a-base }",
        "BASE <urn:own/> PREFIX kg: <onto#> ASK { <a> kg:b 'skos:c' }",
        "ASK { ?s kg:claimant/rdfs:label|^kg:about ?o }",
    ],
)
def test_the_prologue_breaks_no_legal_query(text: str) -> None:
    with open_store("memory:") as store:
        whole = with_prologue(text, "https://e.org/")
        assert (store.ask if "ASK" in text else store.select)(whole) is not None


def test_a_default_may_hold_braces() -> None:
    with open_store("memory:") as store:
        rows = store.select(bind("SELECT ?p { VALUES ?p { 'a}b' \"{c\" } }", {"p": [Literal("x")]}))
    assert [str(row["p"]) for row in rows] == ["x"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("SELECT * { ?s ?p ?o }", "no summary"),
        ("#+ summary: [\nSELECT * {}", "no YAML"),
        ("#+ summary: s\n#+ params:\n#+   a: {type: thing}\nSELECT * { VALUES ?a {UNDEF} }", "no legal type"),
        ("#+ summary: s\n#+ params:\n#+   a: {type: entity}\nSELECT * { ?a ?p ?o }", "0 times"),
        ("#+ summary: s\n#+ params:\n#+   a: {type: iri}\nSELECT * { VALUES ?a {1} VALUES ?a {2} }", "times in the"),
    ],
)
def test_a_bad_header_fails_when_it_is_read(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "bad.rq"
    path.write_text(text)
    with pytest.raises(DataError, match=words) as error:
        read_query(path)
    assert str(error.value).startswith(str(path))


def test_a_parameter_may_have_a_name_that_yaml_takes_for_a_truth_value(tmp_path: Path) -> None:
    path = tmp_path / "on.rq"
    path.write_text("#+ summary: s\n#+ params:\n#+   on: {type: date}\nSELECT * { VALUES ?on {UNDEF} }")
    assert [p.name for p in read_query(path).params] == ["on"]


def test_every_query_of_the_catalogue_is_described() -> None:
    catalogue = load_catalogue([ROOT / "queries"])
    assert len(catalogue) >= 8
    for query in catalogue.values():
        assert query.summary.endswith("?"), f"{query.name}: the summary is the question that it answers"
        assert query.description
        assert all(p.type in TYPES and p.summary for p in query.params)


def test_a_workspace_s_own_query_replaces_one_of_the_same_name(tmp_path: Path) -> None:
    own = tmp_path / "mine" / "claims.rq"
    own.parent.mkdir()
    own.write_text("#+ summary: mine?\nASK {}")
    assert load_catalogue([ROOT / "queries", tmp_path])["claims"].summary == "mine?"


def test_an_entity_whose_name_has_from_in_it_is_asked_for_in_the_world(graph: Graph) -> None:
    rows = graph.query("claims", params={"about": "possible Ukrainian withdrawal from Pokrovsk"})
    assert isinstance(rows, Rows)
    assert len(rows) == 8


def test_a_query_s_name_has_no_brace(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/a{b.rq").write_text("#+ summary: any?\nASK {}")
    found = load_catalogue([tmp_path])
    assert list(found) == []
    assert "rename the file" in str(found.faults["a{b"])
