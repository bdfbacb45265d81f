"""The shapes: every one has a valid example that conforms and an invalid one that breaks each of its rules."""

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kgraph.namespaces import KG, QUDT
from paced import rest_slow

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node

ONTOLOGY = Path(__file__).parents[2] / "ontology"
EXAMPLES = ONTOLOGY / "examples"
SHACL = "http://www.w3.org/ns/shacl#"

# How many results of its own shape each invalid example gives. A rule that stops working lowers a number here.
RESULTS = {
    "AgentShape": 4,
    "AnchorShape": 4,
    "AssessmentShape": 13,
    "CharacterisationShape": 15,
    "ClaimShape": 33,
    "ControlShape": 12,
    "ConflictShape": 2,
    "CorroborationShape": 4,
    "DisputeShape": 3,
    "DocumentShape": 24,
    "EditorsQuestionShape": 9,
    "EntitlementShape": 11,
    "EquipmentShape": 3,
    "EventShape": 16,
    "FindingShape": 4,
    "MeasureShape": 2,
    "MeasurementShape": 30,
    "MilitaryUnitShape": 2,
    "OrganizationShape": 4,
    "PlaceShape": 5,
    "PositionShape": 3,
    "PostingShape": 12,
    "PresenceShape": 13,
    "RepetitionShape": 5,
    "RoleShape": 3,
    "SubordinationShape": 11,
    "SuperiorityShape": 4,
    "TextPositionSelectorShape": 4,
    "TimeSpanShape": 11,
    "UnitShape": 7,
    "UnnamedSourceShape": 2,
    "UtteranceShape": 4,
}
SEVERITIES = {f"{SHACL}Violation", f"{SHACL}Warning"}


def graph(*paths: Path) -> "Graph":
    from rdflib import Graph

    merged = Graph()
    for path in paths:
        merged.parse(path)
    return merged


def shacl(name: str) -> "Node":
    from rdflib import URIRef

    return URIRef(SHACL + name)


@pytest.fixture(scope="module")
def shapes() -> "Graph":
    return graph(ONTOLOGY / "shapes.ttl")


@pytest.fixture(scope="module")
def ontology() -> "Graph":
    """All that the shapes need of the ontology: classes and concepts; pySHACL is faster by far without the rest."""
    from rdflib import RDFS, SKOS, URIRef

    needed = [RDFS.subClassOf, SKOS.inScheme, URIRef(KG.temporality), URIRef(QUDT.hasQuantityKind)]
    whole, tree = graph(ONTOLOGY / "kgraph.ttl"), graph()
    for predicate in [*needed, URIRef(QUDT.conversionMultiplier)]:
        for triple in whole.triples((None, predicate, None)):
            tree.add(triple)
    return tree


def shape_iri(name: str) -> "Node":
    from rdflib import URIRef

    return URIRef(f"https://w3id.org/kgraph/shapes#{name}")


def rules(shapes: "Graph", name: str) -> list["Node"]:
    """The parts of a shape that report: its properties, and itself where it is closed."""
    shape = shape_iri(name)
    own = [shape] if shapes.value(shape, shacl("message")) else []
    return own + list(shapes.objects(shape, shacl("property")))


def only(shapes: "Graph", name: str) -> "Graph":
    """The shapes graph with one shape left as a target, so that every result is that shape's."""
    from rdflib import RDF

    left = graph()
    left += shapes
    for other in set(shapes.subjects(RDF.type, shacl("NodeShape"))) - {shape_iri(name)}:
        for target in ("targetClass", "targetObjectsOf"):
            left.remove((other, shacl(target), None))
    return left


def results(data: "Graph", shapes: "Graph", ontology: "Graph", *, meta: bool = False) -> list[tuple[str, str]]:
    """Severity and message of each result."""
    from pyshacl import validate
    from rdflib import Graph

    whole = graph()
    whole += data
    whole += ontology
    conforms, report, text = validate(whole, shacl_graph=shapes, inference="none", meta_shacl=meta)
    assert isinstance(report, Graph), text
    found = [
        (str(report.value(result, shacl("resultSeverity"))), str(report.value(result, shacl("resultMessage"))))
        for result in report.objects(None, shacl("result"))  # what stands below sh:detail is said by them already
    ]
    assert conforms is not bool(found)
    return found


def test_every_shape_has_both_examples_and_every_example_a_shape(shapes: "Graph") -> None:
    from rdflib import RDF

    names = {str(shape).rpartition("#")[2] for shape in shapes.subjects(RDF.type, shacl("NodeShape"))}
    files = {path.name for path in EXAMPLES.iterdir()}
    assert files == {f"{name}.{kind}.ttl" for name in names for kind in ("valid", "invalid")}
    assert names == set(RESULTS)


def test_every_example_says_in_its_first_line_what_it_shows() -> None:
    for path in EXAMPLES.iterdir():
        first = path.read_text(encoding="utf-8").partition("\n")[0]
        assert first.startswith("# "), path.name
        assert first.startswith("# Wrong") is ("invalid" in path.name), path.name


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(RESULTS))
def test_the_valid_example_conforms_to_every_shape(name: str, shapes: "Graph", ontology: "Graph") -> None:
    data = graph(EXAMPLES / f"{name}.valid.ttl")
    assert results(data, shapes, ontology) == []


@pytest.mark.parametrize("name", sorted(RESULTS))
def test_the_valid_example_has_something_to_check(name: str, shapes: "Graph", ontology: "Graph") -> None:
    from rdflib import RDF, RDFS

    data = graph(EXAMPLES / f"{name}.valid.ttl")
    focus = {
        node
        for target in shapes.objects(shape_iri(name), shacl("targetClass"))
        for kind in ontology.transitive_subjects(RDFS.subClassOf, target)
        for node in data.subjects(RDF.type, kind)
    }
    for link in shapes.objects(shape_iri(name), shacl("targetObjectsOf")):
        focus.update(data.objects(None, link))
    assert focus


@pytest.mark.parametrize("name", rest_slow(sorted(RESULTS), every=4))
def test_the_invalid_example_breaks_every_rule_of_its_shape(name: str, shapes: "Graph", ontology: "Graph") -> None:
    data = graph(EXAMPLES / f"{name}.invalid.ttl")
    found = results(data, only(shapes, name), ontology)
    expected = {
        (str(shapes.value(rule, shacl("severity"))), str(shapes.value(rule, shacl("message"))))
        for rule in rules(shapes, name)
    }
    assert set(found) == expected
    assert len(found) == RESULTS[name], Counter(found)


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(RESULTS))
def test_what_is_required_is_missed_when_it_is_taken_away(name: str, shapes: "Graph", ontology: "Graph") -> None:
    from rdflib import URIRef

    data = graph(EXAMPLES / f"{name}.valid.ttl")
    required = {
        path: str(shapes.value(rule, shacl("message")))
        for rule in rules(shapes, name)
        if shapes.value(rule, shacl("minCount")) or shapes.value(rule, shacl("qualifiedMinCount"))
        if isinstance(path := shapes.value(rule, shacl("path")), URIRef)
    }
    for path in required:
        data.remove((None, path, None))
    messages = {message for _, message in results(data, only(shapes, name), ontology)}
    assert messages >= set(required.values())


@pytest.mark.parametrize("name", sorted(RESULTS))
def test_every_rule_has_a_severity_and_a_message_for_people(name: str, shapes: "Graph") -> None:
    found = rules(shapes, name)
    assert found
    for rule in found:
        messages = list(shapes.objects(rule, shacl("message")))
        assert len(messages) == 1, rule
        assert str(messages[0]).endswith("."), messages
        assert str(shapes.value(rule, shacl("severity"))) in SEVERITIES, messages


@pytest.mark.slow
def test_shapes_are_valid_shacl(shapes: "Graph", ontology: "Graph") -> None:
    assert results(graph(EXAMPLES / "ClaimShape.valid.ttl"), shapes, ontology, meta=True) == []


@pytest.mark.slow
def test_every_class_of_nodes_is_some_shapes_target(shapes: "Graph", ontology: "Graph") -> None:
    from rdflib import OWL, RDF, RDFS

    covered = {
        kind
        for target in shapes.objects(None, shacl("targetClass"))
        for kind in ontology.transitive_subjects(RDFS.subClassOf, target)
    }
    classes = graph(ONTOLOGY / "kgraph.ttl").subjects(RDF.type, OWL.Class)
    ours = {kind for kind in classes if "w3id.org/kgraph" in str(kind)}
    assert ours
    assert ours <= covered
