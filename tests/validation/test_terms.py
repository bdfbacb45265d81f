"""A workspace's own terms: what is wrong with them is told, and what they may say is not."""

import pytest

from kgraph.namespaces import PREFIXES
from kgraph.store import parse_quads
from kgraph.validation.terms import check_terms
from kgraph.vocabulary import Vocabulary, bundled_terms, stub

BASE = "https://example.org/id/"
HEAD = "".join(f"@prefix {p}: <{PREFIXES[p]}> .\n" for p in ("kg", "owl", "rdfs", "sh", "skos"))
HEAD += f"@prefix term: <{BASE}term/> .\n"


def lines(text: str) -> list[str]:
    own = parse_quads((HEAD + text).encode(), "ttl", BASE)
    return [f.line(BASE) for f in check_terms(own, Vocabulary.of(bundled_terms(), own), BASE)]


GOOD = 'term:A a owl:Class ; rdfs:label "a"@en ; rdfs:comment "When it is so."@en ; rdfs:subClassOf kg:Event .'


@pytest.mark.parametrize(
    "text",
    [
        GOOD,
        f"{GOOD} [] a sh:NodeShape ; sh:targetClass term:A ; sh:property [ a sh:PropertyShape ] .",
        'term:L a skos:ConceptScheme ; rdfs:label "l"@en ; rdfs:comment "A list."@en . '
        'term:X a skos:Concept ; rdfs:label "x"@en ; skos:definition "It."@en ; skos:inScheme term:L .',
        'kg:City skos:altLabel "burgh"@en .',
    ],
)
def test_whole_terms_and_shapes_are_left_alone(text: str) -> None:
    assert lines(text) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (GOOD.replace('rdfs:label "a"@en', 'rdfs:label "a"@de'), "term/A: has no English label"),
        (GOOD.replace('rdfs:comment "When it is so."@en ;', ""), "term/A: says nowhere what it means"),
        (
            GOOD.replace("rdfs:subClassOf kg:Event", "rdfs:subClassOf owl:Thing"),
            "term/A: is not below any class of kgraph's",
        ),
        (GOOD.replace("kg:Event", "kg:Evnt, kg:Flood"), "rdfs:subClassOf: kg:Evnt is no term of kgraph's"),
        ('term:X a skos:Concept ; rdfs:label "x"@en ; rdfs:comment "It."@en .', "term/X: is a concept of no list"),
        ("kg:Flood rdfs:subClassOf kg:Storm .", "is kgraph's own term"),
        (stub("dam failure", "event", BASE), "term/DamFailure: says nowhere what it means"),
    ],
)
def test_a_fault_is_told_once_and_names_the_term(text: str, said: str) -> None:
    assert [said in line for line in lines(text)] == [True]


def test_a_misspelt_class_above_is_told_with_the_nearest() -> None:
    told = lines(GOOD.replace("kg:Event", "kg:Quake"))
    assert any("did you mean kg:Earthquake" in line for line in told)
