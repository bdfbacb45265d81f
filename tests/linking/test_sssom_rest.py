"""Sets in Turtle and JSON that have more than mappings: what kgraph does not use stays when a judgement is added."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kgraph.errors import DataError
from kgraph.linking.judgements import Verdict
from kgraph.linking.sssom import read_judgements
from kgraph.linking.writing import to_sssom
from kgraph.store import parse_quads
from mapping_sets import BASE, NEW

PREFIXES = """@prefix sssom: <https://w3id.org/sssom/> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix semapv: <https://w3id.org/semapv/vocab/> . @prefix ex: <https://example.org/x#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""
MAPPING = f"""a owl:Axiom ; owl:annotatedSource <{BASE}a> ; owl:annotatedProperty skos:exactMatch ;
    owl:annotatedTarget <https://sws.geonames.org/1/> ; sssom:mapping_justification semapv:ManualMappingCuration"""
TURTLE = f"""# Checked by hand.
{PREFIXES}
<https://example.org/set> a sssom:MappingSet ; sssom:mappings [ {MAPPING} ;
    ex:number 5 ; ex:page <https://example.org/p#1> ; rdfs:comment "a # in a text" ] . # one
<{BASE}a> skos:exactMatch <https://sws.geonames.org/1/> ; rdfs:label "A"@en .
<{BASE}b> skos:closeMatch <https://sws.geonames.org/2/> ; ex:has [ ex:what 1 ; ex:of [ ex:what 2 ] ] .
"""


def triples(text: str) -> list[str]:
    """Triples with one sign for all nodes without a name."""
    quads = parse_quads(text.encode(), "ttl", "https://example.org/")
    return sorted(
        " ".join("_" if type(term).__name__ == "BlankNode" else repr(term) for term in quad[:3]) for quad in quads
    )


def rewritten(path: Path) -> str:
    judgements = read_judgements(path, BASE)
    judgements.add(NEW)
    return to_sssom(judgements, "", path)


def test_turtle_keeps_comments_and_every_triple(tmp_path: Path) -> None:
    (path := tmp_path / "x.ttl").write_text(TURTLE)
    new = rewritten(path)
    left = triples(new)
    for one in triples(TURTLE):
        left.remove(one)
    assert new.startswith("# Checked by hand.\n# one\n@prefix") and "@prefix ex: <https://example.org/x#> ." in new
    path.write_text(new)
    judgements = read_judgements(path, BASE)
    assert len(judgements) == 2
    judgements.add(replace(NEW, comment="again"))
    again = to_sssom(judgements, "", path)
    assert len(triples(again)) == len(triples(new)) + 1 and again.count("# one") == 1


@pytest.mark.parametrize("verdict", [Verdict.no, None])
def test_a_plain_triple_goes_with_the_mapping_that_it_repeats(verdict: Verdict | None, tmp_path: Path) -> None:
    """Its other triples stay, also one that no mapping gives reasons for."""
    (path := tmp_path / "x.ttl").write_text(TURTLE)
    judgements = read_judgements(path, BASE)
    (old,) = judgements
    judgements.forget(old.subject, old.target)
    if verdict:
        judgements.keep(replace(old, verdict=verdict))
    new = to_sssom(judgements, "", path)
    repeated = f"<{BASE}a> <http://www.w3.org/2004/02/skos/core#exactMatch> <https://sws.geonames.org/1/> ."
    assert repeated not in new and "closeMatch> <https://sws.geonames.org/2/>" in new and '"A"@en' in new
    judgements.keep(replace(old, record=None))
    assert repeated in to_sssom(judgements, "", path)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ('; rdfs:comment "so"@en', "a text has a language (comment)"),
        ("; rdfs:comment 'so'^^ex:Words", "a value has a datatype of its own (comment)"),
        ("; sssom:other [ ex:a 1 ]", "a value is a node without a name (other)"),
        ("; sssom:mapping_tool ex:tool", "a text is an address (mapping_tool)"),
        ("; a ex:Guess", "a further class, https://example.org/x#Guess (type)"),
        ("] , [ " + MAPPING.replace("/1/", "/2/") + " ; ex:n 1 ] , [ " + MAPPING.replace("/1/", "/3/") + " ; ex:n 'x'",
         "values are of several types (n)"),
    ],
)  # fmt: skip
def test_turtle_that_cannot_be_written_again_is_read_and_never_changed(more: str, words: str, tmp_path: Path) -> None:
    text = f"{PREFIXES}[] a sssom:MappingSet ; sssom:mappings [ {MAPPING} {more} ] ."
    (path := tmp_path / "x.ttl").write_text(text)
    judgements = read_judgements(path, BASE)
    assert len(judgements) > 0 and to_sssom(judgements, "", path) == text
    judgements.add(NEW)
    with pytest.raises(DataError) as caught:
        to_sssom(judgements, "", path)
    assert f"kgraph cannot write this file again without loss: {words}" in str(caught.value)


JSON: dict[str, Any] = {
    "@context": {"my": "https://example.org/my#", "odd": {"@id": "my:odd"}, "sssom": "https://w3id.org/sssom/"},
    "sssom:mappings": [
        {
            "object_id": "https://sws.geonames.org/1/",
            "sssom:subject_id": f"{BASE}a",
            "predicate_id": "skos:exactMatch",
            "mapping_justification": "semapv:ManualMappingCuration",
            "confidence": 1,
            "odd": {"how": [1, True, None]},
            "comment": None,
            "other": 5,
        },
        {
            "subject_id": f"{BASE}b",
            "predicate_id": "skos:exactMatch",
            "object_id": "https://sws.geonames.org/2/",
            "mapping_justification": "semapv:ManualMappingCuration",
            "author_label": "Zoe",
        },
    ],
    "curie_map": {"x": "https://example.org/x/"},
    "mapping_set_id": "https://example.org/set",
    "my_note": {"a": 1},
    "license": "https://example.org/licence",
}


def test_json_keeps_keys_their_order_and_nested_values(tmp_path: Path) -> None:
    (path := tmp_path / "x.json").write_text(json.dumps(JSON))
    new = json.loads(rewritten(path))
    assert [key for key in new if key in JSON] == list(JSON)
    mappings = new.pop("sssom:mappings")
    assert mappings[:2] == JSON["sssom:mappings"] and len(mappings) == 3
    assert list(mappings[0]) == list(JSON["sssom:mappings"][0])
    context = new.pop("@context")
    assert JSON["@context"].items() <= context.items()
    rest = {key: value for key, value in JSON.items() if key not in ("@context", "sssom:mappings")}
    assert {key: new.get(key) for key in rest} == rest


def test_json_of_a_mapping_that_changes_keeps_the_rest(tmp_path: Path) -> None:
    """A judgement that kgraph recorded is replaced; what else its object has, and the other mapping, stay."""
    told = json.loads(json.dumps(JSON))
    told["sssom:mappings"][0] |= {"author_label": "Ann", "mapping_tool": "kgraph", "custom": None}
    del told["sssom:mappings"][0]["odd"], told["sssom:mappings"][0]["other"]
    (path := tmp_path / "x.json").write_text(json.dumps(told))
    judgements = read_judgements(path, BASE)
    old = next(one for one in judgements if one.author == "Ann")
    judgements.add(replace(old, verdict=Verdict.no, record=None))
    new = json.loads(to_sssom(judgements, "", path))["sssom:mappings"]
    was = told["sssom:mappings"]
    assert new[1] == was[1] and new[0] == was[0] | {"predicate_modifier": "Not"}
