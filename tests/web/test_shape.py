"""Queries of one shape are checked once; whatever stands in their strings, IRIs and comments, the full check would say
the same."""

import ast
import random
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kgraph import Graph
from kgraph.errors import KgraphError
from kgraph.namespaces import KG, PREFIXES
from kgraph.store import guard
from kgraph.store.bounds import is_modest, needs_room
from kgraph.web.sparql import checking
from kgraph.web.sparql.answering import _RDF_12, _has
from kgraph.web.sparql.protocol import Asked
from kgraph.web.sparql.shape import LONGEST, shape_of
from kgraph.web.working.worker import Place, _opened
from kgraph.workspace.config import Workspace
from texts import texts

TESTS = Path(__file__).resolve().parents[1]
HOSTILE = (
    "ASK { ?a ?b ?c FILTER(?a<?b)SERVICE#>\n <http://x/y> {} }",
    "ASK { ?a ?b \"x\" } # \" SERVICE <http://x/y> {}",
    "ASK { ?a ?b '''a' # b''' , \"c\" . ?d <http://x/y> 'e' # '''\n }",
    "ASK { ?a ?b 'x\n' , 'y' }",
    "ASK { ?a ?b \"\"\"x\"\"\"\" , \"y\" }",
    "SELECT * { ?a ?b ?c FILTER(?c<3&&?d>\"x\") } # <y>",
    "SELECT * { ?a ?b ?c FILTER(?c <http://x/(((> ?d) FILTER(?c > 'x') }",
    "SELECT * { ?a ?b ?c FILTER(?c <x/y/z/a-b+c> (3)) }",
    "SELECT * { VALUES ?x { \"foaf:x\" <foaf:y> 'rdfs:a' } ?x kg:claimnt <agent/a> }",
    "SELECT * { VALUES ?x { 'a 1:2' } # VALUES ?x { 'foaf:x' }\n ?x ?p <x> }",
    "BASE <https://w3id.org/kgraph/> ASK { ?c <ontology#claimnt> <x> , 'y' }",
    "BASE <https://w3id.org/kgraph/ontology#> ASK { ?c <claimnt> 'y' }",
    "BASE <https://w3id.org/kgraph/ontology> ASK { ?c <#claimnt> <x> , 'y' }",
    "BASE <https://w3id.org/kgraph/> PREFIX k: <ontology#> SELECT * { ?c k:claimnt <x> , 'y' }",
    "BASE <https://w3id.org/kgraph/> PREFIX k: <ontology> SELECT * { ?c k:claimnt <x> , 'y' }",
    " base<x/> SELECT ?base { ?base <y> 'z' }",
    "PREFIX k: <https://w3id.org/kgraph/ontology#> ASK { ?c k:claimnt 'y' }",
    "PREFIX k: <https://w3id.org/kgraph/> ASK { ?c k:ontology 'y' }",
    "SELECT * { VALUES ?x { 'a' <b> \"c\" } ?x ?p <x> }",
    "ASK { GRAPH <x> { ?s ?p 'y' } }",
    "SELECT * { GRAPH ?g { ?s ?p 'y' } }",
    "SELECT * FROM <x> { ?s ?p 'y' }",
    "ASK { ?s ?p <world/asserted> , 'world/x' }",
    "SELECT (NOW() AS ?n) (RAND() AS ?r) { ?s ?p 'y' }",
    "SELECT * { ?s ?p 'know', 'now' }",
    "SELECT * { ?s ?p '\u017fervice' , \"\u212ano\" }",
    "SELECT * { ?s ?p '\ud800' } # \udcff",
    "SELECT * { ?s ?p <<( ?a ?b 'x' )>> }",
    "SELECT (STRLANGDIR('a', 'en', 'ltr') AS ?x) ('y'@en--ltr AS ?z) {}",
    "INSERT DATA { <a> <b> 'c' }",
    "DELETE { ?s ?p 'x' } WHERE { ?s ?p <a> }",
    "LOAD <http://x/y>",
    "CONSTRUCT { ?s <a> 'x' } WHERE { ?s ?p 'y' }",
    "DESCRIBE <a>",
    "\ufeffASK { ?s ?p 'x' }",
    "ASK { ?s ?p 'x' }\x00",
    "SELECT * { ?s ?p 'x' } LIMIT",
    "SELECT * { ?s ?p 'x' , \"unclosed }",
    "SELECT * { ?s a kg:Claim ; kg:paraphrase 'Покровськ'@uk , \"顿涅茨克\" , 'e\u0301' . <Київ> ?p ?o }",
)  # fmt: skip
CONTENTS = (
    "x", "kg", "foaf", "1:2", "a-9:b", "select", "a b c", "know 1", "2021-03-01", "values", "x" * 200, "/" * 200,
    "a/b/c-d+e.f,g", "ж", "name", "ask", "kgraph", "ontology", "-1", "union", "..", "named", "foaf:x", "service",
    "graph", "from x", "load", "triple", "world/asserted",
)  # fmt: skip
IRIS = (
    "x", "agent/a", "http://x/y", "https://w3id.org/kgraph/ontology", "urn:a", "../ontology", "a=b;c&d", "-/+,",
    "~a%2F%23", "Київ", "ontology", "x" * 300, "https://w3id.org/kgraph/", "kg", "claimnt",
)  # fmt: skip
REMARKS = ("", "x", "((((", "'", '"', "<x>", "}", "{" * 100, "VALUES ?x { 'foaf:x' }", "kgraph", "# #", "?a<?b", "ж")


def _of_tests() -> Iterator[str]:
    """Every text within the tests of queries that may be one."""
    for folder in ("store", "workspace", "web", "worlds"):
        for file in sorted((TESTS / folder).glob("test_*.py")):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, str) and len(node.value) > 3:
                    yield node.value


def _corpus() -> list[str]:
    catalogue = [one.read_text(encoding="utf8") for one in sorted((TESTS.parent / "queries").glob("*/*.rq"))]
    return list(dict.fromkeys((*HOSTILE, *_of_tests(), *catalogue, *texts(7, 0, 1_000))))


def _others(text: str, rng: random.Random) -> Iterator[str]:
    """Texts that have other contents where `text` has a string, an IRI or a comment, or seems to have one."""
    for _ in range(30 if text in HOSTILE else 3):
        other = re.sub(r"\"[^\"\n]*\"", lambda _: f'"{rng.choice(CONTENTS)}"', text)
        other = re.sub(r"'[^'\n]*'", lambda _: f"'{rng.choice(CONTENTS)}'", other)
        other = re.sub(r"(?<!BASE )<[^<>\s]*>", lambda _: f"<{rng.choice(IRIS)}>", other)
        yield re.sub(r"(?m)#[^\r\n<>]*$", lambda _: f"#{rng.choice(REMARKS)}", other)


def _said(graph: Graph, text: str) -> object:
    """What the check says of a text: what is to be asked, or why it is refused."""
    try:
        store, checked = checking.checked_query(graph, text, Asked(text))
    except KgraphError as error:
        return type(error), str(error)
    return id(store), checked.kind, checked.text, checked.graph, checked.named, checked.remarks, checked.lasts


def _forget() -> None:
    checking._texts.clear()
    checking._shapes.clear()


@pytest.fixture(scope="module")
def graph(quake: Path) -> Iterator[Graph]:
    with _opened(Place(Workspace.find(quake))) as found:
        yield found
    _forget()


@pytest.mark.slow
def test_the_check_of_a_shape_says_what_the_full_check_says(graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    rng, found, refused = random.Random(5), 0, 0  # noqa: S311 - no secret
    for text in _corpus():
        if (shape := shape_of(text)) is None:
            continue
        for other in _others(text, rng):
            if shape_of(other) != shape:
                continue
            _forget()
            _said(graph, text)
            by_shape = _said(graph, other)
            _forget()
            with monkeypatch.context() as patched:
                patched.setattr(checking, "shape_of", lambda text: None)
                in_full = _said(graph, other)
            assert by_shape == in_full, (text, other)
            found, refused = found + 1, refused + (len(in_full) == 2)  # type: ignore[arg-type] # a tuple
    assert found > 500
    assert refused > 20


@pytest.mark.slow
def test_what_has_a_shape_passes_all_later_checks(graph: Graph) -> None:
    seen = 0
    rng = random.Random(6)  # noqa: S311 - no secret
    for text in _corpus():
        for one in (text, *_others(text, rng)):
            if shape_of(one) is None:
                continue
            try:
                _, checked = checking.checked_query(graph, one, Asked(one))
            except KgraphError:
                continue
            if checked.is_plain:
                guard.check(checked.text, builtin=True)
                assert not guard.reaches_out(checked.text)
                assert not needs_room(checked.text), checked.text
                assert not _has(checked.text, _RDF_12)
                seen += 1
    assert seen > 300


def test_a_query_of_a_known_shape_is_not_checked_again(graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = "SELECT ?c {{ ?c kg:claimant <agent/{}> ; kg:paraphrase '{}' }} LIMIT 20 # {}"
    first = asked.format("a", "b", "c")
    checking.checked_query(graph, first, Asked(first))
    monkeypatch.setattr(checking, "prepared", None)
    other = asked.format("Київ", "x y", "'(<")
    _, checked = checking.checked_query(graph, other, Asked(other))
    assert checked.text.endswith(other)
    assert checked.is_plain
    assert checked.lasts


@pytest.mark.parametrize(
    "text",
    [
        "ASK { SERVICE <http://x/y> {} }",
        "ASK { ?s ?p 'payload' }",
        "ASK { GRAPH ?g { ?s ?p 'x' } }",
        "SELECT * FROM <x> {}",
        "ASK { ?s ?p <world/asserted> }",
        "ASK { ?s ?p '\\u0022' }",
        "ASK { ?s ?p <<( ?a ?b ?c )>> }",
        "SELECT (NOW() AS ?x) {}",
        "ASK { ?s ?p 'open }",
        'ASK { ?s ?p "open\n }',
        "ASK { FILTER(?a<?b) }",
        "ASK { ?s ?p '\u017fervice' }",
        "ASK { ?s ?p '\ud800' }",
        "ASK { ?s ?p 'x\x00' }",
        "#" * (LONGEST + 1),
    ],
)
def test_a_text_in_which_more_is_looked_at_has_no_shape(text: str) -> None:
    assert shape_of(text) is None


def test_a_text_that_can_be_read_in_two_ways_is_not_taken_for_modest() -> None:
    assert is_modest("ASK { ?s ?p <a> FILTER(?p < 3) }")
    assert not is_modest("ASK { FILTER(?a <b> ?c) }")
    assert not is_modest("ASK {" + "{" * 30 + "}" * 31)


def test_texts_that_differ_elsewhere_differ_in_shape() -> None:
    told = [
        "ASK { ?s ?p 'x' }", 'ASK { ?s ?p "x" }', "ASK { ?s ?p <x> }", "ASK { ?s ?p <x#y> }", "ASK { ?s ?p <x#z> }",
        "ASK { ?s ?p 'x'@en }", "ASK { ?s ?p '' }", "ASK { ?s ?p 'x', 'x' }", "ASK { ?s ?p 'x','x' }",
        "ASK { ?s ?p ''' ' ''' }", 'ASK { ?s ?p "x"é!"x" }', 'ASK { ?s ?p "é!" }', "ASK { ?s ?p 1 }", "ASK { ?s ?p 2 }",
    ]  # fmt: skip
    assert len({shape_of(text) for text in told}) == len(told)
    assert None not in map(shape_of, told)


def test_no_content_of_a_string_looks_like_a_prefix_or_a_term() -> None:
    assert "#" in KG.base
    assert not any(prefix[-1:].isdigit() or prefix in ("http", "https", "urn") for prefix in PREFIXES)


def test_a_long_text_is_read_in_a_time_in_proportion() -> None:
    began = time.process_time()
    for text in (
        '"' * LONGEST,
        "<" * LONGEST,
        '"a' * (LONGEST // 2),
        "'''" + '"a' * 1_900,
        "<a " * 1_300,
        "#\n" * 2_000,
    ):
        shape_of(text)
    assert time.process_time() - began < 0.5  # it takes 5 ms


@pytest.mark.parametrize("word", ["BASE", "base", "# a\nBase"])
def test_a_text_in_which_a_base_stands_later_has_no_shape(word: str) -> None:
    """What `<ontology#>` is depends on the base, so remarks about its terms would be another text's."""
    assert shape_of(f"# a\n{word} <http://x/y/> PREFIX k: <ontology#> SELECT * {{ ?c k:claimnt ?a }}") is None
    assert shape_of(f"PREFIX a: <b#>{word}<http://x/y/> SELECT * {{ ?c a:claimnt ?a }}") is None
    assert shape_of(f"BASE <http://x/y/>{word}<http://x/z/> SELECT * {{ ?c <#claimnt> ?a }}") is None
    assert shape_of("SELECT ?base { ?base ?b ?database }") is not None


def test_the_base_with_which_a_text_begins_is_part_of_its_shape() -> None:
    text = "{} <http://x/{}/> PREFIX k: <ontology#> SELECT * {{ ?c k:claimnt <{}> }}"
    one, other_base, other = text.format("BASE", "y", "a"), text.format("BASE", "z", "a"), text.format("BASE", "y", "b")
    assert shape_of(one) is not None
    assert shape_of(one) == shape_of(other) != shape_of(other_base)
    assert shape_of(text.format("\n base", "y", "a")) not in (None, shape_of(one))
