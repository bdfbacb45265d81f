"""The ontology, the list of terms in the code and the JSON-LD context say the same."""

import json
import re
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kgraph.namespaces import KG, PREFIXES

if TYPE_CHECKING:
    from rdflib import Graph, URIRef

ONTOLOGY = Path(__file__).parents[2] / "ontology"
ONTOLOGY_IRI = "https://w3id.org/kgraph/ontology"
# The shapes are named in a namespace of their own, so that no shape is taken for a term.
SHAPES = "https://w3id.org/kgraph/shapes"
# Not vocabularies: the licence, and coordinates that shapes forbid without the project's using them elsewhere.
OTHER_IRIS = (
    "https://creativecommons.org/publicdomain/zero/1.0/",
    "http://www.w3.org/2003/01/geo/wgs84_pos#",
    "http://www.wikidata.org/prop/direct/P625",
)
# JSON-LD keys share one space: "time" is kg:time there, so OWL-Time has no prefix.
NOT_A_PREFIX_IN_JSON = {"time"}

# Their values are nested objects. Coerced to IRIs, rdflib's writer would name the inner node and leave it out.
NESTED_IN_JSON = {"anchor", "assertedDuring"}

# What OWL 2 has built in; everything else must be declared.
BUILT_IN = (
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "http://www.w3.org/2000/01/rdf-schema#",
    "http://www.w3.org/2002/07/owl#",
    "http://www.w3.org/2001/XMLSchema#",
)

CLAIM = """{
  "@context": %s,
  "id": "https://w3id.org/kgraph/id/claim/d/c1", "type": "Claim",
  "claimant": "https://w3id.org/kgraph/id/agent/ada-veld",
  "modality": "Assertion", "polarity": "Negative",
  "about": ["https://w3id.org/kgraph/id/place/morrow", "https://w3id.org/kgraph/id/unit/1st-amber-brigade"],
  "paraphrase": "The brigade has not entered the town.",
  "extractionConfidence": "0.9",
  "assertedDuring": {"type": "TimeSpan", "latestEnd": "2031-03-09", "edtf": "../2031-03-09"},
  "anchor": {"type": "SpecificResource", "hasSource": "https://w3id.org/kgraph/id/doc/d",
    "hasSelector": {"type": "TextPositionSelector", "start": 4, "end": 9}}
}"""
CLAIM_TURTLE = """
@prefix kg: <https://w3id.org/kgraph/ontology#> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@base <https://w3id.org/kgraph/id/> .
<claim/d/c1> a kg:Claim ; kg:claimant <agent/ada-veld> ;
    kg:modality kg:Assertion ; kg:polarity kg:Negative ;
    kg:about <place/morrow>, <unit/1st-amber-brigade> ;
    kg:paraphrase "The brigade has not entered the town."@en ;
    kg:extractionConfidence 0.9 ;
    kg:assertedDuring [ a kg:TimeSpan ; kg:latestEnd "2031-03-09"^^xsd:date ; kg:edtf "../2031-03-09" ] ;
    kg:anchor [ a oa:SpecificResource ; oa:hasSource <doc/d> ;
        oa:hasSelector [ a oa:TextPositionSelector ; oa:start 4 ; oa:end 9 ] ] .
"""


@pytest.fixture(scope="module")
def ontology() -> "Graph":
    from rdflib import Graph

    return Graph().parse(ONTOLOGY / "kgraph.ttl")


@pytest.fixture(scope="module")
def context() -> dict[str, object]:
    loaded: dict[str, object] = json.loads((ONTOLOGY / "context.jsonld").read_text(encoding="utf-8"))["@context"]
    return loaded


def local(iri: object) -> str:
    return str(iri).removeprefix(KG.base)


def ours(ontology: "Graph", *kinds: "URIRef") -> set[str]:
    """The names of our terms that are of one of the kinds; of any kind if none is given."""
    from rdflib import RDF

    found = {
        subject
        for subject, kind in ontology.subject_objects(RDF.type)
        if str(subject).startswith(KG.base) and (not kinds or kind in kinds)
    }
    return {local(subject) for subject in found}


def test_the_code_knows_exactly_the_terms_that_the_ontology_defines(ontology: "Graph") -> None:
    assert ours(ontology) == KG.terms


def test_every_term_of_ours_that_is_mentioned_anywhere_is_defined(ontology: "Graph") -> None:
    for path in (*ONTOLOGY.glob("*.ttl"), *(ONTOLOGY / "examples").glob("*.ttl")):
        code = re.sub(r"<[^>]*>", "", path.read_text(encoding="utf-8"))
        # Also within texts: a definition that points to a term which is no longer there misleads.
        mentioned = set(re.findall(r"\bkg:([A-Za-z]\w*)", code))
        assert mentioned <= KG.terms, path.name


def test_every_term_is_labelled_explained_and_says_where_it_is_defined(ontology: "Graph") -> None:
    from rdflib import RDFS, URIRef

    for name in sorted(KG.terms):
        term = URIRef(KG.base + name)
        for text in (RDFS.label, RDFS.comment):
            values = list(ontology.objects(term, text))
            assert [getattr(value, "language", None) for value in values] == ["en"], (name, text)
            assert str(values[0]).strip(), (name, text)
        assert list(ontology.objects(term, RDFS.isDefinedBy)) == [URIRef(ONTOLOGY_IRI)], name
        assert str(ontology.value(term, RDFS.comment)).endswith((".", ")", '."')), name


def test_every_concept_is_a_top_concept_of_exactly_one_scheme_and_defined(ontology: "Graph") -> None:
    from rdflib import RDF, SKOS

    schemes = set(ontology.subjects(RDF.type, SKOS.ConceptScheme))
    concepts = set(ontology.subjects(RDF.type, SKOS.Concept))
    assert len(schemes) == 18
    assert {scheme for concept in concepts for scheme in ontology.objects(concept, SKOS.inScheme)} == schemes
    for concept in concepts:
        scheme = list(ontology.objects(concept, SKOS.inScheme))
        assert len(scheme) == 1, concept
        assert list(ontology.objects(concept, SKOS.topConceptOf)) == scheme, concept
        for text in (SKOS.prefLabel, SKOS.definition):
            assert [getattr(v, "language", None) for v in ontology.objects(concept, text)] == ["en"], concept


# Schemes that workspaces may add to: shapes ask of a concept that it is in the scheme, and list none.
OPEN = {"Measures", "Units", "Aspects", "Ratings", "Dimensions"}
# Neither a list nor a scheme is demanded: an entity or a text may stand there, too.
FREE = {"Counted", "Labels"}


def test_the_shapes_allow_exactly_the_concepts_of_a_scheme(ontology: "Graph") -> None:
    from rdflib import RDF, SKOS, Graph, Namespace

    shacl = Namespace("http://www.w3.org/ns/shacl#")
    shapes = Graph().parse(ONTOLOGY / "shapes.ttl")
    lists = {
        local(path): set(shapes.items(values))
        for rule, values in shapes.subject_objects(shacl["in"])
        # Rules about some of the values (a denial, a ratio) stand inside sh:or; whole lists have a message.
        if (path := shapes.value(rule, shacl.path)) is not None and shapes.value(rule, shacl.message)
    }
    asked = {
        local(scheme)
        for path in shapes.subjects(shacl.path, SKOS.inScheme)
        if (scheme := shapes.value(path, shacl.hasValue))
    }
    schemes = {
        local(scheme): frozenset(ontology.subjects(SKOS.inScheme, scheme))
        for scheme in ontology.subjects(RDF.type, SKOS.ConceptScheme)
    }
    assert asked == OPEN
    closed = {concepts for name, concepts in schemes.items() if name not in OPEN | FREE}
    assert {frozenset(values) for values in lists.values()} == closed
    assert lists["causeMark"] == lists["purposeMark"]
    assert len(lists) == len(closed) + 1


@pytest.mark.slow
def test_closed_schemes_list_their_concepts_in_owl_too(ontology: "Graph") -> None:
    from rdflib import OWL, RDFS, SKOS

    listed = {
        local(term): frozenset(ontology.items(values))
        for term, kind in ontology.subject_objects(RDFS.range)
        if (values := ontology.value(kind, OWL.oneOf)) is not None
    }
    assert len(listed) == 12
    for name, concepts in listed.items():
        schemes = {scheme for concept in concepts for scheme in ontology.objects(concept, SKOS.inScheme)}
        assert len(schemes) == 1, name
        assert concepts == frozenset(ontology.subjects(SKOS.inScheme, schemes.pop())), name


def test_all_concepts_are_declared_different(ontology: "Graph") -> None:
    from rdflib import OWL, RDF, SKOS

    different = [set(ontology.items(members)) for members in ontology.objects(None, OWL.distinctMembers)]
    assert different == [set(ontology.subjects(RDF.type, SKOS.Concept))]


@pytest.mark.parametrize("name", ["kgraph.ttl", "shapes.ttl"])
def test_every_namespace_used_is_in_the_table_of_prefixes(name: str) -> None:
    from rdflib import Graph, URIRef

    known = (*PREFIXES.values(), ONTOLOGY_IRI, SHAPES, *OTHER_IRIS)
    graph = Graph().parse(ONTOLOGY / name)
    used = {str(term) for triple in graph for term in triple if isinstance(term, URIRef)}
    assert {iri for iri in used if not iri.startswith(known)} == set()


@pytest.mark.parametrize(
    "path", [*ONTOLOGY.glob("*.ttl"), *(ONTOLOGY / "examples").glob("*.ttl")], ids=lambda path: path.name
)
def test_prefixes_are_those_of_the_table_and_each_is_used(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    declared = dict(re.findall(r"^@prefix ([\w-]+): <([^>]+)> \.$", text, re.MULTILINE))
    assert declared.pop("kgsh", f"{SHAPES}#") == f"{SHAPES}#"
    assert declared.items() <= PREFIXES.items()
    body = re.sub(r"^@prefix.*$", "", text, flags=re.MULTILINE)
    assert [prefix for prefix in declared if not re.search(rf"(?<![\w-]){prefix}:\w", body)] == []


def test_the_ontology_is_described(ontology: "Graph") -> None:
    from rdflib import DCTERMS, OWL, RDF, VANN, URIRef

    header = URIRef(ONTOLOGY_IRI)
    assert (header, RDF.type, OWL.Ontology) in ontology
    assert str(ontology.value(header, OWL.versionInfo)) == "0.1.0"
    assert str(ontology.value(header, OWL.versionIRI)) == f"{ONTOLOGY_IRI}/0.1.0"
    for term in (DCTERMS.title, DCTERMS.description, DCTERMS.license, DCTERMS.creator, DCTERMS.publisher):
        assert ontology.value(header, term), term
    created, modified = (str(ontology.value(header, term)) for term in (DCTERMS.created, DCTERMS.modified))
    assert datetime.fromisoformat(created) <= datetime.fromisoformat(modified)
    assert str(ontology.value(header, VANN.preferredNamespacePrefix)) == "kg"
    assert str(ontology.value(header, VANN.preferredNamespaceUri)) == PREFIXES["kg"] == f"{ONTOLOGY_IRI}#"


def test_everything_that_is_used_is_declared_once_as_owl_2_dl_demands(ontology: "Graph") -> None:
    from rdflib import OWL, RDF, RDFS, BNode, Literal, URIRef

    roles = {
        kind: set(ontology.subjects(RDF.type, kind))
        for kind in (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
    }
    objects, data, notes = (roles[kind] for kind in (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty))
    # A property is of one kind only (punning between kinds is outside OWL 2 DL), and no property is a class.
    assert not objects & data
    assert not (objects | data) & notes
    assert not (objects | data | notes) & roles[OWL.Class]
    for _, predicate, value in ontology:
        if str(predicate).startswith(BUILT_IN):
            continue
        assert predicate in objects | data | notes, predicate
        assert not (predicate in objects and isinstance(value, Literal)), (predicate, value)
        assert not (predicate in data and not isinstance(value, Literal)), (predicate, value)
    for predicate, declared in (
        (RDFS.subPropertyOf, objects | data),
        (RDFS.subClassOf, roles[OWL.Class]),
        (RDFS.domain, roles[OWL.Class]),
        (OWL.onProperty, objects | data),
        (OWL.disjointWith, roles[OWL.Class]),
        (OWL.allValuesFrom, roles[OWL.Class]),
    ):
        for value in ontology.objects(None, predicate):
            assert isinstance(value, BNode) or value in declared, (predicate, value)
    for term, value in ontology.subject_objects(RDFS.range):
        if isinstance(value, URIRef) and not str(value).startswith(BUILT_IN):
            assert (term in objects) and value in roles[OWL.Class], (term, value)
    for lists in (OWL.unionOf, OWL.members):
        for head in ontology.objects(None, lists):
            assert set(ontology.items(head)) <= roles[OWL.Class]
    for kind in ontology.objects(None, RDF.type):
        assert str(kind).startswith(BUILT_IN) or kind in roles[OWL.Class], kind


def test_transitive_properties_have_no_axiom_that_owl_2_dl_reserves_for_simple_ones(
    ontology: "Graph",
) -> None:
    from rdflib import OWL, RDF

    transitive = set(ontology.subjects(RDF.type, OWL.TransitiveProperty))
    simple = {
        term
        for kind in (OWL.IrreflexiveProperty, OWL.AsymmetricProperty, OWL.FunctionalProperty)
        for term in ontology.subjects(RDF.type, kind)
    }
    assert transitive
    assert not transitive & simple


def test_the_context_covers_every_term_and_prefix(context: dict[str, object]) -> None:
    assert KG.terms <= context.keys()
    assert {name: context.get(name) for name in PREFIXES.keys() - NOT_A_PREFIX_IN_JSON} == {
        name: iri for name, iri in PREFIXES.items() if name not in NOT_A_PREFIX_IN_JSON
    }
    for name in KG.terms:
        entry = context[name]
        assert (entry["@id"] if isinstance(entry, dict) else entry) == f"kg:{name}"


def test_the_context_coerces_as_the_ontology_says(ontology: "Graph", context: dict[str, object]) -> None:
    from rdflib import OWL, RDFS, XSD, URIRef

    def coercion(name: str) -> object:
        entry = context[name]
        assert isinstance(entry, dict), name
        return entry.get("@type", entry.get("@language"))

    concepts = {"modality", "polarity", "certainty", "voice", "status", "measure", "unit", "comparator"}
    concepts |= {"stance", "dimension", "phase", "extent", "aspect", "rating", "onProperty"}
    concepts |= {"counted", "causeMark", "purposeMark", "temporality", "excludes"}
    for name in ours(ontology, OWL.ObjectProperty):
        expected = None if name in NESTED_IN_JSON else "@vocab" if name in concepts else "@id"
        assert coercion(name) == expected, name
    numbers = {
        XSD.decimal: "xsd:decimal",
        XSD.boolean: "xsd:boolean",
        XSD.nonNegativeInteger: "xsd:integer",
        XSD.string: None,
    }
    special = {"paraphrase": "en", "extractionConfidence": "xsd:decimal"}
    special |= dict.fromkeys(["explanation", "answer", "unknown"], "en")
    special |= dict.fromkeys(["earliestBegin", "latestBegin", "earliestEnd", "latestEnd", "saidBy"], "xsd:date")
    for name in ours(ontology, OWL.DatatypeProperty):
        kind = ontology.value(URIRef(KG.base + name), RDFS.range)
        assert isinstance(kind, URIRef) or name in special
        assert coercion(name) == (special[name] if name in special else numbers[URIRef(str(kind))]), name


# rdflib's own JSON-LD reader builds on the class that rdflib deprecates.
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
def test_json_in_the_context_means_what_the_turtle_means(context: dict[str, object]) -> None:
    from rdflib import Graph
    from rdflib.compare import isomorphic

    turtle = Graph().parse(data=CLAIM_TURTLE, format="turtle")
    assert isomorphic(Graph().parse(data=CLAIM % json.dumps(context), format="json-ld"), turtle)
    # And there and back: what is written with the context reads as the same graph.
    written = turtle.serialize(format="json-ld", context=context)
    assert '"claimant"' in written
    assert isomorphic(Graph().parse(data=written, format="json-ld"), turtle)


def test_queries_rules_and_code_use_only_terms_that_are_defined() -> None:
    root = Path(__file__).resolve().parents[2]
    files = [p for d in ("queries", "src") for p in (root / d).rglob("*") if p.suffix in (".rq", ".py", ".trig")]
    used = {(path.name, term) for path in files for term in re.findall(r"\bkg:(\w+)", path.read_text(encoding="utf8"))}
    assert len({name for name, _ in used}) > 20
    assert {(name, term) for name, term in used if term not in KG.terms} == set()
