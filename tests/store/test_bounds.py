"""What the engine cannot bear is refused in a line, what it can bear runs, and comments and strings do not count."""

import threading
from collections.abc import Callable

import pytest

from kgraph.errors import KgraphError, UsageError
from kgraph.store import OxigraphStore
from kgraph.store.bounds import DEEPEST, LONGEST, Size, check_bounds, measure
from kgraph.store.engine import variables_of
from kgraph.store.guard import kind_of

RULER = "#" + "-" * 110 + "\n"
Text = Callable[[int], str]
DEEP: dict[str, Text] = {
    "groups": lambda n: "SELECT * " + "{" * n + "}" * n,
    "groups that stay open": lambda n: "SELECT * " + "{" * n,
    "brackets with comments between": lambda n: "SELECT (" + "(#)\n" * n + "1" + ")" * n + " AS ?x) {}",
    "brackets with strings between": lambda n: "SELECT (" + "('))))'=" * n + "1" + ")" * n + " AS ?x) {}",
    "functions": lambda n: "SELECT (" + "STR(" * n + "1" + ")" * n + " AS ?x) {}",
    "functions that stay open": lambda n: "SELECT (" + "STR(" * n,
    "EXISTS": lambda n: "ASK {" + "FILTER EXISTS {" * n + "?s ?p ?o" + "}" * n + "}",
    "OPTIONAL": lambda n: "ASK {" + "OPTIONAL {" * n + "}" * n + "}",
    "sub-selects": lambda n: "SELECT * {" + "{SELECT * {" * n + "?s ?p ?o" + "}}" * n + "}",
    "paths": lambda n: "ASK { ?s " + "(" * n + "<urn:p>" + ")*" * n + " ?o }",
    "aggregates": lambda n: "SELECT (" + "COUNT(" * n + "1" + ")" * n + " AS ?x) {}",
    "blank nodes of a template": lambda n: "CONSTRUCT { ?s ?p " + "[?p " * n + "1" + "]" * n + " } WHERE {}",
    "lists of data": lambda n: "INSERT DATA { <urn:a> <urn:b> " + "(" * n + "1" + ")" * n + " }",
    "conditions": lambda n: "SELECT * {} ORDER BY " + "(" * n + "1" + ")" * n,
}
LONG: dict[str, Text] = {
    "or": lambda n: "ASK { ?s ?p ?x FILTER(?x=1" + "||?x=1" * n + ") }",
    "and": lambda n: "ASK { FILTER(true" + " && true" * n + ") }",
    "plus": lambda n: "SELECT (1" + "+1" * n + " AS ?x) {}",
    "signs": lambda n: "SELECT (1" + "-1" * n + " AS ?x) {}",
    "not": lambda n: "ASK { FILTER(" + "!" * n + "true) }",
    "plus with comments": lambda n: "SELECT (1" + "+#,\n1" * n + " AS ?x) {}",
    "less than, not an IRI": lambda n: "ASK { ?s ?p ?a FILTER(?a<?b" + "+1" * n + ">?c) }",
    "less than, with what could be a string behind": lambda n: "ASK { ?a ?b ?c FILTER(?a<?b+'>'" + "+1" * n + "+'x') }",
    "UNION": lambda n: "ASK { {}" + " UNION {}" * n + " }",
    "path alternatives": lambda n: "ASK { ?s <urn:p>" + "|<urn:p>" * n + " ?o }",
    "path in brackets": lambda n: "ASK { ?s (<urn:p>" + "/<urn:p>" * n + ")* ?o }",
    "BIND": lambda n: "SELECT * { " + " ".join(f"BIND({i} AS ?v{i})" for i in range(n)) + " }",
    "MINUS": lambda n: "ASK { ?s ?p ?o " + "MINUS {<urn:a> ?p 1} " * n + "}",
    "VALUES one after another": lambda n: "ASK { " + " ".join(f"VALUES ?v{i} {{1}}" for i in range(n)) + " }",
    "FILTER": lambda n: "ASK { ?s ?p ?o " + "FILTER(?o=1) " * n + "}",
    "expressions of SELECT": lambda n: "SELECT " + " ".join(f"(1 AS ?v{i})" for i in range(n)) + " {}",
    "DESCRIBE": lambda n: "DESCRIBE" + " <urn:a>" * n,
    "ORDER BY": lambda n: "SELECT * {?s ?p ?o} ORDER BY" + " (?o+1)" * n,
    "HAVING": lambda n: "SELECT (COUNT(*) AS ?n) {} HAVING" + " (1=1)" * n,
}
FINE: dict[str, str] = {
    "rulers": RULER * 6 + "SELECT * {}",
    "rulers of other marks": "#" + "+(" * 2_000 + "\nASK {}",
    "brackets in a string": "ASK { FILTER(STR('" + "(" * 600 + "') = '') }",
    "brackets in a long string": 'SELECT ("""' + "{\n" * 9_000 + '""" AS ?x) {}',
    "brackets in an IRI": "ASK { ?s ?p <urn:x" + "(" * 600 + "> }",
    "operators in an IRI": "ASK { <urn:x" + "/a+b-c" * 3_000 + "> ?p ?o }",
    "rows": "SELECT * { VALUES (?x ?y) { " + "(<http://x.example/a-b/c> <http://x.example/a/b-c>) " * 5_000 + "} }",
    "values": "SELECT * { VALUES ?x { " + "<http://x.example/a-b/c> " * 5_000 + "} }",
    "a list": "ASK { ?s ?p ?o FILTER(?o IN (1" + ", <http://x.example/a-b>" * 5_000 + ")) }",
    "arguments": "SELECT (CONCAT('a'" + ", 'b'" * 5_000 + ") AS ?x) {}",
    "expressions as arguments": "SELECT (COALESCE(?a+1" + ", ?a+1" * 5_000 + ") AS ?x) {}",
    "prefixes": "".join(f"PREFIX p{i}: <urn:{i}> " for i in range(5_000)) + "ASK {}",
    "datasets": "ASK " + "FROM <urn:a> " * 5_000 + "{}",
    "data": "INSERT DATA { " + "<urn:a> <urn:b> 1 , 2 ; <urn:c> 3 . " * 5_000 + "}",
    "a template": "CONSTRUCT { " + "?s ?p ?o . " * 5_000 + "} WHERE { ?s ?p ?o }",
    "operations": ";".join(["INSERT DATA { <urn:a> <urn:b> 1 }"] * 5_000),
    "a path that excludes": "ASK { ?s !(<urn:p>" + "|<urn:p>" * 900 + ") ?o }",
}


def carry_out(text: str) -> None:
    store = OxigraphStore()
    doors: dict[str, Callable[[str], object]] = {"select": store.select, "ask": store.ask, "update": store.update}
    doors.get(kind_of(text) or "", store.construct)(text)


@pytest.mark.parametrize("number", [3_000, 20_000])
@pytest.mark.parametrize("text", DEEP.values(), ids=DEEP)
def test_what_is_too_deep_is_refused_in_a_line(text: Text, number: int) -> None:
    for door in (carry_out, variables_of):
        with pytest.raises(UsageError, match=f"nested more than {DEEPEST} deep; ") as caught:
            door(text(number))
        assert "\n" not in str(caught.value)


@pytest.mark.parametrize("number", [LONGEST + 1, 20_000])
@pytest.mark.parametrize("text", LONG.values(), ids=LONG)
def test_what_is_too_long_a_chain_is_refused_in_a_line(text: Text, number: int) -> None:
    for door in (carry_out, variables_of):
        with pytest.raises(UsageError, match="chains more than 2,000 operators") as caught:
            door(text(number))
        assert "\n" not in str(caught.value)


@pytest.mark.parametrize("text", FINE.values(), ids=FINE)
def test_what_is_long_and_neither_deep_nor_chained_runs(text: str) -> None:
    check_bounds(text)
    carry_out(text)


@pytest.mark.parametrize("name", [*DEEP, "or", "plus", "UNION", "path alternatives", "BIND", "expressions of SELECT"])
def test_what_is_let_pass_runs_in_a_thread_with_little_stack(name: str) -> None:
    text = DEEP[name](240) if name in DEEP else LONG[name](500)
    failed: list[KgraphError] = []
    restored = threading.Event()  # the size is a setting of the process: the engine's thread is not to find it changing

    def run() -> None:
        restored.wait()
        try:
            carry_out(text)
        except KgraphError as error:
            failed.append(error)

    usual = threading.stack_size(256 * 1024)
    try:
        thread = threading.Thread(target=run)
        thread.start()
    finally:
        threading.stack_size(usual)
    restored.set()
    thread.join()
    assert [str(error) for error in failed if "not legal SPARQL" not in str(error)] == []


def test_the_longest_way_in_is_measured_not_the_sum() -> None:
    block = "{ ?s ?p 1 . ?s ?p 2 }"
    assert measure(f"ASK {{ {block} }}").links == 3
    assert measure(f"ASK {{ {block} {block} {block} }}").links == 5
    assert measure("ASK { FILTER(1+1+1 IN (2, 3+1, (4))) }") == Size(depth=4, links=6)


@pytest.mark.parametrize("text", ["ASK { ?s ?p '\ud800' }", "\udc80", "ASK {}\n# \udfff"])
def test_half_a_character_is_refused_with_its_line(text: str) -> None:
    with pytest.raises(UsageError, match=r"^line [12] of the query has U\+D[0-9A-F]{3}, half a character"):
        check_bounds(text)


def test_an_error_inside_a_deep_query_comes_out_as_it_is() -> None:
    with pytest.raises(UsageError, match=r"not legal SPARQL: line 1, column 3\d\d: "):
        OxigraphStore().ask("ASK { FILTER(" + "(" * 300 + "?" + ")" * 300 + ") }")
