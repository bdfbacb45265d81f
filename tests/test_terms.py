"""A term of the project's namespace that no vocabulary has is remarked on, wherever a query has it."""

import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kgraph import Graph
from kgraph.namespaces import KG

FULL = "<https://w3id.org/kgraph/ontology#clamant>"


@pytest.fixture
def remarks(graph: Graph) -> Iterator[list[str]]:
    """What the graph remarks."""
    before, said = graph.remark, list[str]()
    graph.remark = said.append
    yield said
    graph.remark = before


@pytest.mark.parametrize(
    "text",
    [
        "ASK { ?c kg:clamant ?a }",
        f"ASK {{ ?c {FULL} ?a }}",
        "ASK { ?c <https://w3id.org/kgraph/ontology#cla\\u006Dant> ?a }",
        "PREFIX mine: <https://w3id.org/kgraph/ontology#> ASK { ?c mine:clamant ?a }",
        "PREFIX : <https://w3id.org/kgraph/ontology#> ASK { ?c :clamant ?a }",
        "PREFIX o: <https://w3id.org/kgraph/> ASK { ?c o:ontology\\#clamant ?a }",
        "BASE <https://w3id.org/kgraph/> ASK { ?c <ontology#clamant> ?a }",
        "BASE <https://w3id.org/kgraph/ontology> PREFIX k: <#> ASK { ?c k:clamant ?a }",
        "ASK { ?c a/kg:claimant|^kg:clamant* ?a }",
        "ASK { ?c !(kg:clamant|kg:claimant) ?a }",
        "ASK { ?c ?p ?o FILTER(?p = kg:clamant) }",
        "ASK { VALUES ?p { kg:claimant kg:clamant } ?c ?p ?o }",
        "ASK { { SELECT * { ?c ?p ?o OPTIONAL { ?c kg:clamant 1 } } } }",
        "SELECT ?c { ?c kg:claimant ?a } ORDER BY (?c = kg:clamant) LIMIT 1",
        "CONSTRUCT { ?c kg:clamant ?a } WHERE { ?c kg:claimant ?a } LIMIT 1",
        "DESCRIBE kg:clamant",
    ],
)
def test_a_misspelt_term_gets_the_nearest(graph: Graph, remarks: list[str], text: str) -> None:
    graph.query(text)
    (said,) = remarks
    assert said.startswith("no vocabulary has kg:clamant, so nothing matches it; did you mean 'claimant'")


@pytest.mark.parametrize(
    "text",
    [
        "ASK { ?c kg:claimant ?a ; a kg:Claim }",
        f"ASK {{ ?c ?p '{FULL} kg:clamant' }} # kg:clamant {FULL}",
        "PREFIX kg: <urn:own#> ASK { ?c kg:clamant ?a }",
        "PREFIX kg: <https://w3id.org/kgraph/ontology#> ASK { ?kg ?clamant _:kg }",
        "ASK { ?c ?p <https://w3id.org/kgraph/ontology#> , <https://w3id.org/kgraph/clamant> }",
        "PREFIX clamant: <https://w3id.org/kgraph/ontology#> ASK { ?c clamant:claimant ?a }",
    ],
)  # fmt: skip
def test_a_known_term_and_what_is_no_term_get_none(graph: Graph, remarks: list[str], text: str) -> None:
    graph.query(text)
    assert remarks == []


def test_a_parameter_may_name_one(graph: Graph, remarks: list[str]) -> None:
    text = "SELECT ?p { VALUES ?p { UNDEF } ?c ?p ?o } LIMIT 1"
    graph.query(text, params={"p": "kg:clamant"})
    graph.query(text, params={"p": FULL})
    assert len(remarks) == 2


def test_a_file_with_a_header_is_looked_over_too(graph: Graph, remarks: list[str], tmp_path: Path) -> None:
    file = tmp_path / "mine.rq"
    file.write_text("#+ summary: mine? kg:nothing\nASK { ?c a kg:Clam ; kg:Claimant ?a }")
    graph.query(str(file))
    assert [line.partition(",")[0] for line in remarks] == [
        "no vocabulary has kg:Clam",
        "no vocabulary has kg:Claimant",
    ]
    assert all("did you mean" in line for line in remarks)


@pytest.mark.slow
def test_no_query_of_the_project_has_an_unknown_term(graph: Graph, remarks: list[str]) -> None:
    for query in graph.catalogue.values():
        if "SERVICE" not in query.text:
            graph.query(query)
    assert remarks == []
    assert "claimant" in KG.terms


def test_without_a_way_to_remark_it_is_a_warning(graph: Graph) -> None:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        graph.query("ASK { ?c kg:clamant ?a }")
    assert ["kg:clamant" in str(one.message) for one in caught] == [True]


def test_the_command_line_remarks_and_goes_on(kgraph: Callable[..., object]) -> None:
    done = kgraph("query", "ASK { ?c kg:clamant ?a }")
    assert getattr(done, "returncode", None) == 0
    assert "no vocabulary has kg:clamant, so nothing matches it; did you mean 'claimant'" in getattr(done, "stderr", "")
