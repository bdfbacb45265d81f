"""A workspace with terms of its own: built, checked, asked and drawn with them."""

import re
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
import typer

from kgraph import Graph, Workspace
from kgraph.building import Part, as_known
from kgraph.claims import Statement
from kgraph.cli.ask import complete_param
from kgraph.errors import DataError
from kgraph.namespaces import IRI, KG, RDF, RDFS
from kgraph.store import parse_quads
from kgraph.vocabulary import EntityKind, StatementKind
from kgraph.workspace.building import build
from kgraph.workspace.check import check
from kgraph.workspace.starting import init_workspace
from kgraph.workspace.terms import own_terms, vocabulary_of
from kgraph.workspace.versions import changes

BASE = "https://example.org/id/"
DAM, FAILURE, VACCINATED = (IRI(BASE + name) for name in ("event/dam", "term/DamFailure", "term/PeopleVaccinated"))
DATA = """@base <https://example.org/id/> .
@prefix kg: <https://w3id.org/kgraph/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
<graph/reference> {
  <event/dam> a <term/DamFailure> ; rdfs:label "reported failure of the dam"@en .
}
<doc/2021-05-04-norika> {
  <claim/2021-05-04-norika/c1> kg:about <event/dam> .
  <claim/2021-05-04-norika/c3> kg:about <event/dam> .
}
<claim/2021-05-04-norika/c1#content> {
  <event/dam> kg:phase kg:Completed ; kg:place <place/norika> .
}
<claim/2021-05-04-norika/c3#content> {
  <claim/2021-05-04-norika/c3#m2> a kg:Measurement ; kg:measure <term/PeopleVaccinated> ; kg:event <event/dam> ;
    kg:place <place/norika> ; kg:value 1200.0 ; kg:unit kg:Persons .
}
"""
SHAPE = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
term:DamFailureShape a sh:NodeShape ; sh:targetClass term:DamFailure ;
  sh:property [ sh:path rdfs:seeAlso ; sh:minCount 1 ; sh:message "Name the dam's page."@en ] .
"""


@pytest.fixture
def flood(tmp_path: Path) -> Workspace:
    """The starter with its two example terms, and data that use them."""
    init_workspace(tmp_path / "flood", BASE, "flood")
    own = tmp_path / "flood/ontology/own.ttl"
    own.write_text(re.sub(r"(?m)^# ?((?:term:|    ).*)$", r"\1", own.read_text()))
    (tmp_path / "flood/data/triples/flood.trig").write_text(DATA)
    return Workspace.find(tmp_path / "flood")


@pytest.fixture
def graph(flood: Workspace) -> Iterator[Graph]:
    build(flood)
    with Graph.open(flood.root) as opened:
        yield opened


def test_what_init_writes_has_no_terms_until_somebody_uncomments_them(tmp_path: Path) -> None:
    init_workspace(tmp_path / "new", BASE, "new")
    assert own_terms(Workspace.find(tmp_path / "new")) == []


def test_data_in_own_terms_are_valid(flood: Workspace) -> None:
    assert check(flood) == []


def test_own_shapes_are_run(flood: Workspace) -> None:
    with (flood.ontology / "own.ttl").open("a") as file:
        file.write(SHAPE)
    assert [(f.subject, "Name the dam's page." in f.message) for f in check(flood)] == [(DAM, True)]


@pytest.mark.slow
def test_a_misspelt_own_term_is_told_with_the_nearest(flood: Workspace) -> None:
    place = flood.data / "flood.trig"
    place.write_text(DATA.replace("PeopleVaccinated", "PeopleVacinated").replace("a <term/DamF", "a <term/DmF"))
    told = "\n".join(f.line(BASE) for f in check(flood) if f.check == "vocabulary")
    assert "<term/PeopleVacinated> is no term that the workspace's ontology defines" in told
    assert "did you mean <term/PeopleVaccinated>?" in told
    assert "did you mean <term/DamFailure>?" in told


@pytest.mark.slow
def test_an_event_of_an_own_class_is_an_event_everywhere(graph: Graph) -> None:
    (node,) = [node for node in graph.network(world="asserted").nodes if node.id == DAM]
    assert node.kind == "event"
    rows = graph.query("ASK { <event/dam> a kg:Flood }", world="record")
    assert rows is True
    assert graph.vocabulary.entity_kind([FAILURE]) is EntityKind.event


def test_a_statement_of_an_own_class_is_of_its_kind_where_the_vocabulary_is_at_hand(flood: Workspace) -> None:
    statement = Statement.of(DAM, [(RDF.type, FAILURE)])
    assert statement.kind_in(vocabulary_of(flood)) is StatementKind.event
    assert statement.kind is StatementKind.other


@pytest.mark.slow
def test_a_figure_of_an_own_measure_is_found_and_named(graph: Graph) -> None:
    rows = graph.query("measurements", params={"measure": "people vaccinated"}, world="asserted")
    assert not isinstance(rows, bool | list)
    assert [(str(row["measured"]), str(row["of"])) for row in rows] == [
        ("PeopleVaccinated", "reported failure of the dam")
    ]
    assert graph.topic("people vaccinated") == VACCINATED
    assert any(aspect.label.startswith("people vaccinated") for aspect in graph.compare("people vaccinated"))


def test_a_file_is_compared_in_own_terms_as_a_build_is(flood: Workspace, tmp_path: Path) -> None:
    """A later and lower total is in conflict with the first, as the measure's own temporality has it."""
    other = """<claim/2021-05-04-norika/c1#content> { <claim/2021-05-04-norika/c1#m2> a kg:Measurement ;
        kg:measure <term/PeopleVaccinated> ; kg:event <event/dam> ; kg:place <place/norika> ; kg:value 1500.0 ;
        kg:unit kg:Persons . }"""
    (flood.data / "flood.trig").write_text(DATA + other)
    whole = tmp_path / "whole.trig"
    whole.write_text("\n".join(path.read_text() for path in sorted(flood.data.glob("*.trig"))))
    with Graph.open(flood.root) as graph:
        assert any("vaccinated" in question.text for question in graph.disputed().questions)
    assert changes(str(flood.root), str(whole), flood) == []


def test_a_change_of_an_own_term_makes_the_store_old(flood: Workspace) -> None:
    before = flood.fingerprint()
    own = flood.ontology / "own.ttl"
    own.write_text(own.read_text().replace("people vaccinated", "vaccinated people"))
    assert flood.fingerprint() != before


def test_terms_in_another_form_are_refused_and_a_broken_file_names_its_line(flood: Workspace) -> None:
    (flood.ontology / "more.rdf").write_text("<rdf/>")
    with pytest.raises(DataError, match=r"more\.rdf: terms are read from \.ttl files alone"):
        vocabulary_of(flood)
    (flood.ontology / "more.rdf").unlink()
    (flood.ontology / "more.ttl").write_text("term:A a .")
    with pytest.raises(DataError, match=r"more\.ttl:1"):
        vocabulary_of(flood)


def test_the_folder_may_be_another_or_none(flood: Workspace) -> None:
    toml = flood.root / "kgraph.toml"
    toml.write_text(toml.read_text().replace('ontology = "ontology"', 'ontology = "terms"'))
    assert Workspace.find(flood.root).ontology_files() == []
    (flood.root / "ontology").rename(flood.root / "terms")
    assert [path.name for path in Workspace.find(flood.root).ontology_files()] == ["own.ttl"]


def test_the_folder_of_a_checkout_of_kgraph_adds_nothing() -> None:
    assert Workspace.read(Path(__file__).parents[2] / "kgraph.toml").ontology_files() == []


def test_only_what_is_not_merely_claimed_is_typed_by_kgraphs_classes(flood: Workspace) -> None:
    data = DATA.replace("<event/dam> kg:phase", "<event/other> a <term/DamFailure> . <event/dam> kg:phase")
    data = data.replace("kg:about <event/dam>", "kg:content <claim/2021-05-04-norika/c1#content>", 1)
    derived = list(as_known(Part.of(parse_quads(data.encode(), "trig", BASE)), own_terms(flood), BASE))
    assert [(s, o) for s, p, o, _ in derived if p == RDF.type] == [(DAM, KG.Flood)]
    assert {s for s, p, *_ in derived if p == RDFS.label} == {FAILURE, VACCINATED}
    assert {g for *_, g in derived} == {f"{BASE}graph/derived"}


def test_the_shell_completes_own_terms(flood: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(flood.root)
    context = SimpleNamespace(params={"what": "measurements"}, args=[])
    assert complete_param(cast(typer.Context, context), "measure=PeopleV") == ["measure=PeopleVaccinated"]
    assert complete_param(cast(typer.Context, context), "measure=") == []
