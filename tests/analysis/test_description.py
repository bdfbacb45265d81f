"""An export's description: each number is counted again, by another parser, in the file that it stands in."""

import csv
import functools
import io
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

import pytest

from kgraph import Graph, Workspace, open_store
from kgraph.analysis.description import DISTRIBUTIONS, WORDING, About, Description, describe
from kgraph.cli.show import EXPORTS
from kgraph.namespaces import DCAT, DCTERMS, FOAF, IRI, PREFIXES, RDFS, SKOS, VOID
from kgraph.store import parse_quads
from kgraph.views.export import CLAIM_COLUMNS, csv_metadata
from kgraph.workspace import exports
from paced import rest_thorough

if TYPE_CHECKING:
    import rdflib

# rdflib's own readers of JSON-LD and TriG build on classes that rdflib deprecates.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")

ROOT = Path(__file__).resolve().parents[2]
BASE = "https://w3id.org/kgraph/id/"
HERE = f"{BASE}graph/description"
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
CONTENT = "https://w3id.org/kgraph/ontology#content"


@functools.cache  # the graphs do not change, and several tests read one text
def exported(graph: Graph, form: str, world: str | None = None) -> tuple[str, Description]:
    pieces, description = exports.exported(graph, form, world)
    return b"".join(pieces).decode(), description


CLASSED = {DCTERMS.LicenseDocument, DCTERMS.MediaType, FOAF.Agent}  # what has an IRI of its own in a description
WITH_GRAPHS = {"nq": "nquads", "trig": "trig", "jsonld": "json-ld"}
Found = tuple[Any, Any, Any]
Numbers = dict[tuple[str, str], int]


def read(text: str, form: str) -> tuple[dict[str, set[Found]], "rdflib.Graph"]:
    """The data's triples by graph, and the description, as rdflib reads them."""
    from rdflib import Dataset, Graph

    graphs: dict[str, set[Found]] = {}
    description = Graph()
    if form == "ttl":
        for triple in Graph().parse(data=text, format="turtle"):
            if str(triple[0]).startswith(HERE) or str(triple[2]) in CLASSED:
                description.add(triple)
            else:
                graphs.setdefault("", set()).add(triple)
        return graphs, description
    dataset = Dataset()
    dataset.parse(data=text, format=WITH_GRAPHS[form])
    for s, p, o, g in dataset.quads():
        if str(g) == HERE:
            description.add((s, p, o))
        else:
            graphs.setdefault(str(g), set()).add((s, p, o))
    return graphs, description


def numbers(triples: Iterable[Found], *wanted: str) -> dict[str, int]:
    from rdflib import URIRef

    triples = set(triples)
    subjects = {s for s, _, _ in triples}
    counts = {
        "triples": len(triples),
        "entities": sum(isinstance(s, URIRef) and s.startswith(BASE) for s in subjects),
        "distinctSubjects": len(subjects),
        "distinctObjects": len({o for _, _, o in triples}),
        "properties": len({p for _, p, _ in triples}),
        "classes": len({o for _, p, o in triples if str(p) == TYPE}),
    }
    return {name: count for name, count in counts.items() if not wanted or name in wanted}


def at(node: str, counts: dict[str, int]) -> Numbers:
    return {(node, name): count for name, count in counts.items()}


def short(iri: object) -> str:
    prefix, space = next((p, s) for p, s in PREFIXES.items() if str(iri).startswith(s))
    return f"{prefix}:{str(iri)[len(space) :]}"


def stated(description: "rdflib.Graph") -> Numbers:
    """Every number of the description, by node and term."""
    found = (
        (str(s), str(p), str(o))
        for s, p, o in description
        if str(getattr(o, "datatype", "")) == PREFIXES["xsd"] + "integer"
    )
    return {(node, term.removeprefix(VOID.base)): int(number) for node, term, number in found}


def recounted(node: str, graphs: dict[str, set[Found]]) -> Numbers:
    """Every number that a description of these graphs has to have, reckoned without kgraph."""
    merged = set().union(*graphs.values())
    found = at(node, numbers(merged))
    for kind in {o for _, p, o in merged if str(p) == TYPE}:
        members = {s for s, p, o in merged if str(p) == TYPE and o == kind}
        having = numbers({t for t in merged if t[0] in members}, "triples", "entities", "distinctSubjects")
        found |= at(f"{node}/class/{short(kind)}", having)
    for term in {p for _, p, _ in merged}:
        of_one = numbers({t for t in merged if t[1] == term}, "triples", "distinctSubjects", "distinctObjects")
        found |= at(f"{node}/property/{short(term)}", of_one)
    for (name, predicate), triples in links(merged).items():
        linked = numbers(triples, "triples", "distinctSubjects", "distinctObjects")
        found |= at(f"{node}/linkset/{name}/{short(predicate)}", linked)
    owners = {str(o): name for name, triples in graphs.items() for _, p, o in triples if str(p) == CONTENT}
    parts: dict[str, set[Found]] = {}
    for name, triples in graphs.items():
        if re.match(f"{BASE}(doc|claim|graph)/", name):
            parts.setdefault(owners.get(name, name)[len(BASE) :], set()).update(triples)
    for path, triples in parts.items():
        found |= at(f"{node}/{path}", numbers(triples))
    return found


def links(triples: Iterable[Found]) -> dict[tuple[str, str], set[Found]]:
    """Links to Wikidata and GeoNames by target and predicate: all targets that the repository's data have."""
    spaces = {"wikidata": "http://www.wikidata.org/entity/", "geonames": "https://sws.geonames.org/"}
    found: dict[tuple[str, str], set[Found]] = {}
    for s, p, o in triples:
        for name, space in spaces.items():
            if re.search(r"skos/core#\w+Match$|owl#sameAs$", str(p)) and str(o).startswith(space):
                found.setdefault((name, str(p)), set()).add((s, p, o))
    return found


@pytest.mark.slow
@pytest.mark.parametrize(
    "form", ["nq", *(pytest.param(form, marks=pytest.mark.thorough) for form in ("trig", "jsonld"))]
)
def test_each_number_is_true_of_the_file_with_all_graphs(graph: Graph, form: str) -> None:
    text, _ = exported(graph, form)
    graphs, description = read(text, form)
    assert len(graphs) > 100
    assert stated(description) == recounted(f"{HERE}#dataset", graphs)
    assert sum(map(len, graphs.values())) > stated(description)[f"{HERE}#dataset", "triples"] > 5000


@pytest.mark.slow
@pytest.mark.parametrize(
    "form", ["ttl", *(pytest.param(form, marks=pytest.mark.thorough) for form in ("nq", "trig", "jsonld"))]
)
@pytest.mark.parametrize("world", ["record", "undisputed"])
def test_each_number_is_true_of_a_world(graph: Graph, form: str, world: str) -> None:
    text, _ = exported(graph, form, world)
    graphs, description = read(text, form)
    assert len(graphs) == 1
    assert stated(description) == recounted(f"{HERE}#world/{world}", graphs)


@pytest.mark.slow
def test_there_is_a_partition_or_subset_for_each_thing_counted(graph: Graph) -> None:
    from rdflib import URIRef

    graphs, description = read(exported(graph, "nq")[0], "nq")
    dataset = URIRef(f"{HERE}#dataset")
    merged = set().union(*graphs.values())
    kinds = {
        description.value(part, URIRef(VOID["class"]))
        for part in description.objects(dataset, URIRef(VOID.classPartition))
    }
    terms = {
        description.value(part, URIRef(VOID.property))
        for part in description.objects(dataset, URIRef(VOID.propertyPartition))
    }
    assert kinds == {o for _, p, o in merged if str(p) == TYPE}
    assert terms == {p for _, p, _ in merged}
    subsets = {str(part)[len(HERE) + len("#dataset/") :] for part in description.objects(dataset, URIRef(VOID.subset))}
    assert {"graph/reference", "graph/links", "graph/derived", "doc/espreso-2025-11-05-pokrovsk"} <= subsets
    vocabularies = {str(v) for v in description.objects(dataset, URIRef(VOID.vocabulary))}
    assert {PREFIXES["kg"], PREFIXES["skos"]} <= vocabularies
    for example in description.objects(dataset, URIRef(VOID.exampleResource)):
        assert any(s == example for s, _, _ in merged)


@pytest.mark.slow
def test_linksets_are_those_of_the_links_file(graph: Graph) -> None:
    from rdflib import Dataset, URIRef

    file = Dataset()
    file.parse(ROOT / "data/triples/links.trig", format="trig")
    expected = links((s, p, o) for s, p, o, _ in file.quads())
    assert expected
    _, description = read(exported(graph, "trig")[0], "trig")
    found = {}
    for linkset in description.subjects(URIRef(TYPE), URIRef(VOID.Linkset)):
        one = {str(p)[len(VOID.base) :]: o for p, o in description.predicate_objects(linkset)}
        assert str(one["subjectsTarget"]) == f"{HERE}#dataset"
        assert (URIRef(f"{HERE}#dataset"), URIRef(VOID.subset), linkset) in description
        space = description.value(one["objectsTarget"], URIRef(VOID.uriSpace))
        assert (one["objectsTarget"], URIRef(TYPE), URIRef(VOID.Dataset)) in description
        found[str(one["objectsTarget"]).removeprefix(f"{HERE}#"), str(one["linkPredicate"])] = (
            str(space),
            int(str(one["triples"])),
        )
    assert {key: count for key, (_, count) in found.items()} == {key: len(triples) for key, triples in expected.items()}
    for key, triples in expected.items():
        assert all(str(o).startswith(found[key][0]) for _, _, o in triples)


@pytest.mark.slow
def test_a_network_and_claims_carry_the_description_of_their_world(graph: Graph) -> None:
    from rdflib import Graph as Rdf
    from rdflib import URIRef

    graphs, turtle = read(exported(graph, "ttl", "asserted")[0], "ttl")
    expected = recounted(f"{HERE}#world/asserted", graphs)
    for form, mark in (("graphml", "graph/{*}data"), ("gexf", "description")):
        text, _ = exported(graph, form, "asserted")
        root = ElementTree.fromstring(text)  # noqa: S314 - our own output
        said = root.find(f".//{{*}}{mark}")
        assert said is not None and said.text
        description = Rdf().parse(data=said.text, format="turtle")
        assert stated(description) == expected
        held = [f"this file: {len(root.findall('.//{*}node'))} nodes, {len(root.findall('.//{*}edge'))} edges"]
        node = URIRef(f"{HERE}#world/asserted")
        told = {str(text) for text in description.objects(node, URIRef(DCTERMS.description))}
        assert {*held, WORDING} <= told
        assert set(description) - set(turtle) == {
            (node, URIRef(DCTERMS.description), o) for o in description.objects(node) if str(o) in (*held, WORDING)
        }


_FORMS = {"boolean": "true|false", "integer": r"\d+", "decimal": r"-?\d+(\.\d+)?", "date": r"-?\d{4,}-\d\d-\d\d"}


@pytest.mark.slow
def test_metadata_of_csv_are_the_description_as_json_ld(graph: Graph) -> None:
    from rdflib import Graph as Rdf

    _, description = exported(graph, "csv")
    metadata = json.loads(csv_metadata("claims.csv", description))
    explained = {one["name"]: one.get("dcterms:description") for one in metadata["tableSchema"]["columns"]}
    assert explained == CLAIM_COLUMNS
    types = {one["name"]: (one["datatype"], "separator" in one) for one in metadata["tableSchema"]["columns"]}
    rows = [*csv.DictReader(io.StringIO("".join(exported(graph, "csv")[0]), newline=""))]
    for column, (datatype, several) in types.items():
        if not several and datatype in _FORMS:
            assert all(re.fullmatch(_FORMS[datatype], row[column]) for row in rows if row[column])
    tree = metadata["dcterms:source"] | {"@context": PREFIXES}
    found = Rdf().parse(data=json.dumps(tree), format="json-ld")
    wanted = Rdf().parse(data=description.turtle(BASE), format="turtle")
    assert set(wanted) - set(found) == {triple for triple in wanted if str(triple[0]) == HERE}
    assert set(found) <= set(wanted)
    assert stated(found)


@pytest.fixture(scope="module")
def in_another_order(graph: Graph, pokrovsk: Workspace) -> Iterator[Graph]:
    with open_store("memory:") as store:
        store.load(reversed(list(graph.store.dump())))
        yield Graph(store, pokrovsk)


@pytest.mark.slow
@pytest.mark.parametrize("form", rest_thorough(EXPORTS, fast=2))
def test_equal_data_in_another_order_make_an_equal_export(graph: Graph, in_another_order: Graph, form: str) -> None:
    (text, one), (other, two) = exported(graph, form), exported(in_another_order, form)
    assert text == other
    assert csv_metadata("x.csv", one) == csv_metadata("x.csv", two)


def test_every_export_is_a_distribution() -> None:
    assert set(DISTRIBUTIONS) == set(EXPORTS) - {"void", "csv-bom"}


def test_the_worlds_of_a_build_have_no_description(graph: Graph) -> None:
    exported(graph, "nq")
    assert not graph.store.ask("ASK { GRAPH ?g { ?d a void:Dataset } }".replace("void:Dataset", f"<{VOID.Dataset}>"))


@pytest.mark.slow
def test_what_an_export_left_in_a_store_is_neither_counted_nor_said_twice(graph: Graph, pokrovsk: Workspace) -> None:
    text, _ = exported(graph, "nq")
    with open_store("memory:") as store:
        store.load(parse_quads(text.encode(), "nq", BASE))
        assert exported(Graph(store, pokrovsk), "nq")[0] == text


TOWN = """
@base <https://example.org/id/> .
@prefix kg: <https://w3id.org/kgraph/ontology#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix schema: <https://schema.org/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<graph/reference> { <place/a> a kg:City ; rdfs:label "A" . <place/b> a kg:City . _:x a kg:City . }
<graph/enrichment/geonames> { <place/a> a kg:City ; rdfs:label "A" .
  <graph/enrichment/geonames> dcterms:license <https://creativecommons.org/licenses/by/4.0/> . }
<graph/links> {
  <place/a> skos:exactMatch <http://www.wikidata.org/entity/Q1>, <https://sws.geonames.org/1/>, <place/b> .
  <place/b> skos:exactMatch <https://sws.geonames.org/1/> ; skos:closeMatch <https://sws.geonames.org/2/> .
  <place/b> owl:sameAs <https://viaf.org/viaf/9>, <urn:x-town:9> ; rdfs:seeAlso <http://www.wikidata.org/entity/Q2> .
  <http://www.wikidata.org/entity/Q1> skos:exactMatch <https://sws.geonames.org/1/> .
  <link/1> dcterms:date "2031-04-01"^^xsd:date . }
<doc/d> { <doc/d> a kg:Document ; schema:publisher <agent/p> ;
  schema:datePublished "2031-03-09T10:00:00Z"^^xsd:dateTime .
  <claim/d/c1> kg:content <claim/d/c1#content> . }
<claim/d/c1#content> { <claim/d/c1#m> a kg:Measurement . <place/a> a kg:City . }
"""
TOWN_BASE = "https://example.org/id/"


def town(**changes: Any) -> Description:
    with open_store("memory:") as store:
        store.load(parse_quads(TOWN.encode(), "trig", TOWN_BASE))
        return describe(store.lines([""]), About(**{"base": TOWN_BASE, "title": "Town"} | changes))


def values(description: Description, node: str, term: IRI) -> list[str]:
    return sorted(str(o) for s, p, o in description.triples if s == f"{description.graph}#{node}" and p == term)


def test_a_triple_of_two_graphs_counts_once_and_a_blank_node_is_no_entity() -> None:
    described = town()
    assert values(described, "dataset/class/kg:City", VOID.distinctSubjects) == ["3"]
    assert values(described, "dataset/class/kg:City", VOID.entities) == ["2"]
    assert values(described, "dataset/property/rdfs:label", VOID.triples) == ["1"]
    assert values(described, "dataset/graph/links", VOID.distinctSubjects) == ["4"]
    assert values(described, "dataset/graph/links", VOID.entities) == ["3"]  # one subject is Wikidata's
    parts = ("graph/reference", "graph/enrichment/geonames", "doc/d")
    assert [values(described, f"dataset/{part}", VOID.triples) for part in parts] == [["4"], ["3"], ["6"]]


def test_linksets_by_target_and_predicate_from_ours_to_theirs() -> None:
    described = town()
    sets = Counter(str(s).partition("#dataset/linkset/")[2] for s, p, _ in described.triples if p == VOID.linkPredicate)
    assert set(sets) == {
        "wikidata/skos:exactMatch",
        "geonames/skos:exactMatch",
        "geonames/skos:closeMatch",
        "host/https/viaf.org/owl:sameAs",
        "host/urn/owl:sameAs",
    }
    matches = "dataset/linkset/geonames/skos:exactMatch"
    terms = (VOID.triples, VOID.distinctSubjects, VOID.distinctObjects, VOID.linkPredicate)
    assert [values(described, matches, term) for term in terms] == [["2"], ["2"], ["1"], [SKOS.exactMatch]]
    assert values(described, "host/https/viaf.org", VOID.uriSpace) == ["https://viaf.org/"]


def test_the_date_is_the_newest_in_the_data() -> None:
    assert values(town(), "dataset", DCTERMS.modified) == ["2031-04-01"]
    assert values(describe([], About(TOWN_BASE, "none")), "dataset", DCTERMS.modified) == []


def test_nothing_is_said_that_nobody_has_said() -> None:
    described = town()
    unsaid = (DCTERMS.license, DCTERMS.publisher, DCAT.keyword, VOID.sparqlEndpoint, DCAT.theme)
    assert [values(described, "dataset", term) for term in unsaid] == [[]] * 5
    assert values(described, "dataset/graph/enrichment/geonames", DCTERMS.license) == [
        "https://creativecommons.org/licenses/by/4.0/"
    ]
    assert values(described, "dataset/doc/d", DCTERMS.publisher) == []


def test_what_the_workspace_says_is_said(tmp_path: Path) -> None:
    (tmp_path / "kgraph.toml").write_text(
        "title = 'T'\ndescription = 'D'\nlicence = 'https://example.org/free'\n"
        "publisher = 'Us & Co'\nkeywords = ['k']\n"
    )
    workspace = Workspace.read(tmp_path / "kgraph.toml")
    said = {name: getattr(workspace, name) for name in ("title", "description", "licence", "publisher", "keywords")}
    described = town(**said, endpoint=IRI("https://example.org/sparql"))
    assert values(described, "dataset", DCTERMS.license) == []  # a part of it is under another licence
    assert values(described, "dataset", DCTERMS.rights) == [f"{described.graph}#dataset/rights"]
    (rights,) = values(described, "dataset/rights", RDFS.label)
    assert rights.startswith("<https://example.org/free>, but for subsets that are under <")
    same = describe([], About(base="https://example.org/id/", title="T", licence=IRI("https://example.org/free")))
    assert values(same, "dataset", DCTERMS.license) == ["https://example.org/free"]
    assert values(described, "dataset", DCTERMS.publisher) == [f"{described.graph}#publisher"]
    assert values(described, "publisher", FOAF.name) == ["Us & Co"]
    assert values(described, "dataset", DCAT.keyword) == ["k"]
    assert values(described, "dataset", VOID.sparqlEndpoint) == ["https://example.org/sparql"]
    assert "D" in values(described, "dataset", DCTERMS.description)
    named = town(publisher=IRI("https://example.org/us"))
    assert values(named, "dataset", DCTERMS.publisher) == ["https://example.org/us"]


def test_the_pokrovsk_data_are_in_the_public_domain_as_the_readme_says(pokrovsk: Workspace) -> None:
    assert "data are dedicated to the public domain (CC0)" in (ROOT / "README.md").read_text(encoding="utf8")
    assert pokrovsk.licence == "https://creativecommons.org/publicdomain/zero/1.0/"


def test_a_hostile_title_stays_one_literal() -> None:
    title = 'a\n<urn:x> <urn:y> "z" .\u2028# b'
    described = town(title=title)
    assert values(described, "dataset", DCTERMS.title) == [title]
    assert {q[:3] for q in parse_quads(described.turtle(TOWN_BASE).encode(), "ttl", TOWN_BASE)} == set(
        described.triples
    )
