"""The ontology under an OWL 2 DL reasoner (HermiT): consistent, nothing unsatisfiable, and able to find faults."""

import shutil
import subprocess
import warnings
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from requirements import missing

if TYPE_CHECKING:
    from rdflib import Graph

pytestmark = pytest.mark.slow

ONTOLOGY = Path(__file__).parents[2] / "ontology"
PREFIXES = """
@prefix kg: <https://w3id.org/kgraph/ontology#> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix : <https://example.org/> .
"""

BOTH = ":Both a owl:Class ; rdfs:subClassOf kg:Claim, kg:City ."
# Each line contradicts an axiom of the ontology, so that a reasoner which finds nothing is found out.
FAULTS = {
    "a report is no event": ":x a kg:Document, kg:Battle .",
    "a state is not its territory": ":x a kg:Organization, kg:Country .",
    "a unit is not a force": ":x a kg:MilitaryUnit, kg:Force .",
    "a city is no route": ":x a kg:City, kg:Route .",
    "a claim denies itself": ":x kg:denies :x .",
    "two claims deny each other": ":x kg:denies :y . :y kg:denies :x .",
    "a modality for a polarity": ":x kg:polarity kg:Denial .",
    "a measurement is part of an event": ":m kg:value 1.5 . :m kg:partOf :e .",
    "a unit holds a post": ":p a kg:Posting ; org:member :u . :u a kg:MilitaryUnit .",
    "a place as an actor's side": ":p kg:side :c . :c a kg:City .",
    "two values in one measurement": ":m kg:value 1.5, 2.5 .",
    "more than sure": ":c kg:extractionConfidence 1.5 .",
    "a length below zero": ":d kg:textLength -1 .",
    "a word for a number": ':m kg:value "many" .',
}


Found = dict[str, set[str] | None]


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Found:
    """What HermiT finds of each case: the unsatisfiable classes, or `None` if the whole is inconsistent; of data (whose
    names end in ".data"), only whether they are consistent.

    Each case is a file of its own, which the reasoner sees alone; one Java machine reads them all.
    """
    if not shutil.which("java"):
        missing("java, which the reasoner HermiT runs on,")
    folder = tmp_path_factory.mktemp("reasoner")
    plain = ontology()
    cases = {"an unsatisfiable class": written(BOTH)} | {name: written(fault) for name, fault in FAULTS.items()}
    more = {"every term": every_term(plain), "the examples": examples(), "the data": shipped()}
    cases |= {f"{name}.data": graph.serialize(format="nt") for name, graph in more.items()}
    paths = {name: folder / f"{name}.nt" for name in cases}
    for name, text in cases.items():
        paths[name].write_text(plain.serialize(format="nt") + text, encoding="utf-8")
    command = [
        "java",
        *("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),  # it ends too soon for more threads and the best compiler
        "-cp",
        str(files("owlready2") / "hermit/HermiT.jar"),
        str(Path(__file__).with_name("Reason.java")),
    ]
    done = subprocess.run([*command, *paths.values()], capture_output=True, text=True, check=False, cwd=folder)
    assert done.returncode == 0, done.stderr
    told = {row[0]: row[1:] for row in (line.split("\t") for line in done.stdout.splitlines())}
    assert set(told) == {str(path) for path in paths.values()}
    return {
        name: None if told[str(path)] == ["inconsistent"] else {iri for iri in told[str(path)] if iri}
        for name, path in paths.items()
    }


def ontology() -> "Graph":
    from rdflib import Graph

    return Graph().parse(ONTOLOGY / "kgraph.ttl")


def written(more: str) -> str:
    """Triples in Turtle as N-Triples."""
    from rdflib import Graph

    return Graph().parse(data=PREFIXES + more, format="turtle").serialize(format="nt")


def every_term(plain: "Graph") -> "Graph":
    """A node of each class and a statement with each property: no domain or range rules its own property out. They are
    consistent only if each class can have a node."""
    from rdflib import OWL, RDF, Graph, URIRef

    graph, kg = Graph(), "https://w3id.org/kgraph/ontology#"
    for number, kind in enumerate(sorted(set(plain.subjects(RDF.type, OWL.Class)), key=str)):
        if str(kind).startswith(kg):
            graph.add((URIRef(f"https://example.org/node{number}"), RDF.type, kind))
    for number, link in enumerate(sorted(set(plain.subjects(RDF.type, OWL.ObjectProperty)), key=str)):
        if str(link).startswith(kg) and isinstance(link, URIRef):
            start, end = (URIRef(f"https://example.org/{side}{number}") for side in ("from", "to"))
            graph.add((start, link, end))
    assert len(graph) > 50
    return graph


def examples() -> "Graph":
    """The valid examples together. They share names of local nodes, so each file is read under a base of its own."""
    from rdflib import Graph

    graph, paths = Graph(), sorted((ONTOLOGY / "examples").glob("*.valid.ttl"))
    assert len(paths) > 20
    for path in paths:
        text = path.read_text(encoding="utf-8").replace("@base <", f"@base <https://example.org/{path.stem}/", 1)
        graph.parse(data=text.replace("/https://w3id.org/kgraph/id/", "/"), format="turtle")
    return graph


def shipped() -> "Graph":
    """The project's data, denied and forecast content too: what is claimed must make sense even where it is not so."""
    from rdflib import Dataset, Graph

    graph, dataset, paths = Graph(), Dataset(), sorted((ONTOLOGY.parent / "data/triples").glob("*.trig"))
    assert paths
    with warnings.catch_warnings():  # rdflib's own TriG reader calls what rdflib deprecates
        warnings.filterwarnings("ignore", ".*is deprecated", DeprecationWarning, "rdflib")
        for path in paths:
            dataset.parse(path, format="trig")
        for subject, predicate, value, _ in dataset.quads():
            graph.add((subject, predicate, value))
    return graph


def test_the_ontology_is_consistent_and_no_class_is_unsatisfiable_but_one_that_is_added_to_be(found: Found) -> None:
    assert found["an unsatisfiable class"] == {
        "https://example.org/Both"
    }  # what is added can make no other satisfiable


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_in_the_data_is_found(fault: str, found: Found) -> None:
    assert found[fault] is None


def test_every_class_and_property_can_be_used(found: Found) -> None:
    assert found["every term.data"] == set()


def test_the_valid_examples_together_are_consistent(found: Found) -> None:
    assert found["the examples.data"] == set()


def test_the_data_that_the_project_ships_are_consistent(found: Found) -> None:
    assert found["the data.data"] == set()
