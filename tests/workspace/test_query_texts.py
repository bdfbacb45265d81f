"""A query comes as an argument, a file or from stdin, with or without a byte order mark, and may be no text at all."""

import dataclasses
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from kgraph import Graph, Rows
from kgraph.catalogue import read_query
from kgraph.errors import DataError, KgraphError, UsageError
from kgraph.namespaces import IRI

Run = Callable[..., "CompletedProcess[str]"]
BOM = b"\xef\xbb\xbf"


def test_a_byte_order_mark_is_taken(graph: Graph, tmp_path: Path) -> None:
    plain, described = tmp_path / "plain.rq", tmp_path / "topic" / "described.rq"
    described.parent.mkdir()
    plain.write_bytes(BOM + b"ASK { ?c a kg:Claim }")
    described.write_bytes(BOM + b"#+ summary: any?\r\nASK { ?c a kg:Claim }\r\n")
    assert graph.query("\ufeffASK { ?c a kg:Claim }") is True
    assert graph.query(str(plain)) is True
    assert graph.query(str(described)) is True
    assert read_query(described).summary == "any?"


def test_a_byte_order_mark_on_stdin_is_taken(kgraph: Run) -> None:
    done = kgraph("query", "-", stdin="\ufeffASK { ?c a kg:Claim }")
    assert (done.returncode, done.stdout.strip()) == (0, "true")


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_any_line_end_ends_a_comment(graph: Graph, ends: str) -> None:
    assert graph.query(ends.join(["# a remark (((", "ASK {", "?c a kg:Claim # another", "}"])) is True


@pytest.mark.parametrize(
    "text",
    [
        "\x00",
        "SELECT * {} \x00",
        "ASK { ?s ?p '\ud800' }",
        "ASK { ?s ?p \udcff }",
        "name\nof\nnothing",
        "\x00.rq",
        "x" * 5_000 + ".rq",
        "y" * 5_000,
        "\ufeff",
        "\x0b",
        "{",
        "\\",
        "'''",
        "#",
    ],
)
def test_what_is_no_query_is_refused_in_a_line(graph: Graph, text: str) -> None:
    with pytest.raises(UsageError) as caught:
        graph.query(text)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 400 or text.endswith(".rq")


@pytest.mark.parametrize(
    "content",
    [
        b"\xff\xfeA\x00",
        b"ASK { ?s ?p '\xe9' }",
        b"#+ summary: \x00\nASK {}",
        b"#+ summary: " + b"[" * 5_000 + b"\nASK {}",
    ],
)
def test_a_file_that_is_no_text_is_refused_in_a_line(graph: Graph, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "mine.rq"
    file.write_bytes(content)
    with pytest.raises(KgraphError) as caught:
        graph.query(str(file))
    assert "\n" not in str(caught.value)
    with pytest.raises(DataError):
        read_query(file)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { FILTER(<urn:f>(1)) }",
        "SELECT * { GRAPH ?g { ?s ?p ?o } FILTER(<urn:f>(?o)) }",
        "SELECT (<urn:f>(?o) AS ?x) { GRAPH ?g { ?s ?p ?o } }",
        "ASK { GRAPH ?g { ?s ?p ?o } FILTER(xsd:duration(?o) && <urn:f>(?o)) }",
        "SELECT * { SERVICE <https://example.org/sparql> { ?s ?p ?o } FILTER(<urn:f>(?o)) }",
    ],
)
def test_a_function_that_nobody_knows_is_told_in_a_line(graph: Graph, text: str) -> None:
    asked = Graph(
        graph.store,
        dataclasses.replace(graph.workspace, endpoints=(IRI("https://example.org/sparql"),)),
        ask_service=lambda *_: Rows(("s", "p", "o"), ((IRI("urn:s"), IRI("urn:p"), IRI("urn:o")),)),
    )
    with pytest.raises(UsageError, match="the function <urn:f> is not known"):
        asked.query(text)
