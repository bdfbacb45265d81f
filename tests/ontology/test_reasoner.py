"""The ontology under an OWL 2 DL reasoner (HermiT): consistent, nothing unsatisfiable, and able to find faults."""

import contextlib
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from requirements import missing

if TYPE_CHECKING:
    from rdflib import Graph

ONTOLOGY = Path(__file__).parents[2] / "ontology"
PREFIXES = """
@prefix kg: <https://w3id.org/kgraph/ontology#> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix : <https://example.org/> .
"""

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


@pytest.fixture(scope="module", autouse=True)
def java() -> None:
    """HermiT runs on Java."""
    if not shutil.which("java"):
        missing("java, which the reasoner HermiT runs on,")


@pytest.fixture
def ontology() -> "Graph":
    from rdflib import Graph

    return Graph().parse(ONTOLOGY / "kgraph.ttl")


def unsatisfiable(graph: "Graph", folder: Path, *, dates: bool = False) -> set[str] | None:
    """The IRIs of the unsatisfiable classes, or `None` if the whole is inconsistent.

    owlready2 reads N-Triples and hands them to HermiT. `dates`: let pass xsd:date, which is not in OWL 2's
    datatype map and which HermiT else refuses.
    """
    import owlready2

    path = folder / "ontology.nt"
    graph.serialize(path, format="nt", encoding="utf-8")
    world = owlready2.World()
    # owlready2 leaves its temporary file behind where the ontology is inconsistent.
    with contextlib.closing(world), pytest.MonkeyPatch.context() as patch:
        patch.setattr(tempfile, "tempdir", str(folder))
        ontology = world.get_ontology(path.as_uri()).load()
        try:
            with ontology:
                owlready2.sync_reasoner_hermit(world, debug=0, ignore_unsupported_datatypes=dates)
        except owlready2.OwlReadyInconsistentOntologyError:
            return None
        return {kind.iri for kind in world.inconsistent_classes()}


def test_the_ontology_is_consistent_and_no_class_is_unsatisfiable(ontology: "Graph", tmp_path: Path) -> None:
    assert unsatisfiable(ontology, tmp_path) == set()


def test_an_unsatisfiable_class_is_found(ontology: "Graph", tmp_path: Path) -> None:
    ontology.parse(data=f"{PREFIXES} :Both a owl:Class ; rdfs:subClassOf kg:Claim, kg:City .", format="turtle")
    found = unsatisfiable(ontology, tmp_path)
    assert found is not None
    assert "https://example.org/Both" in found


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS.keys())
def test_a_fault_in_the_data_is_found(fault: str, ontology: "Graph", tmp_path: Path) -> None:
    ontology.parse(data=PREFIXES + fault, format="turtle")
    assert unsatisfiable(ontology, tmp_path) is None


def test_every_class_and_property_can_be_used(ontology: "Graph", tmp_path: Path) -> None:
    """A node of each class and a statement with each property: no domain or range rules its own property out."""
    from rdflib import OWL, RDF, URIRef

    kg = "https://w3id.org/kgraph/ontology#"
    for number, kind in enumerate(sorted(set(ontology.subjects(RDF.type, OWL.Class)), key=str)):
        if str(kind).startswith(kg):
            ontology.add((URIRef(f"https://example.org/node{number}"), RDF.type, kind))
    for number, link in enumerate(sorted(set(ontology.subjects(RDF.type, OWL.ObjectProperty)), key=str)):
        if str(link).startswith(kg) and isinstance(link, URIRef):
            start, end = (URIRef(f"https://example.org/{side}{number}") for side in ("from", "to"))
            ontology.add((start, link, end))
    assert unsatisfiable(ontology, tmp_path) == set()


def test_the_valid_examples_together_are_consistent(ontology: "Graph", tmp_path: Path) -> None:
    examples = sorted((ONTOLOGY / "examples").glob("*.valid.ttl"))
    # The measurement examples and others share names of local nodes, so each file is read under a base of its own.
    for path in examples:
        text = path.read_text(encoding="utf-8").replace("@base <", f"@base <https://example.org/{path.stem}/", 1)
        ontology.parse(data=text.replace("/https://w3id.org/kgraph/id/", "/"), format="turtle")
    assert len(examples) > 20
    assert unsatisfiable(ontology, tmp_path, dates=True) == set()


# rdflib's own TriG reader calls what rdflib deprecates.
@pytest.mark.filterwarnings("ignore:.*is deprecated:DeprecationWarning:rdflib")
def test_the_data_that_the_project_ships_are_consistent(ontology: "Graph", tmp_path: Path) -> None:
    from rdflib import Dataset

    dataset = Dataset()
    files = sorted((ONTOLOGY.parent / "data" / "triples").glob("*.trig"))
    for path in files:
        dataset.parse(path, format="trig")
    assert files
    # Denied and forecast content goes in too: what is claimed must make sense even where it is not so.
    for subject, predicate, value, _ in dataset.quads():
        ontology.add((subject, predicate, value))
    assert unsatisfiable(ontology, tmp_path, dates=True) == set()
