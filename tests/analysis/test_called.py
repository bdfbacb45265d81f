"""What else relations are called: a role by its own other names, and by those of commanding."""

from dataclasses import replace

from kgraph.analysis.called import names_of_roles, other_names
from kgraph.analysis.graph import Network
from kgraph.namespaces import IRI, KG
from kgraph.store import open_store
from kgraph.store.files import parse_quads
from kgraph.vocabulary import built_in
from networks import BASE, claim, edge, node

WORLD = IRI(BASE + "world")
ROLES = """@base <https://example.org/> .
@prefix kg: <https://w3id.org/kgraph/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<world> {
  <master> a kg:Role ; kg:commanding true ; skos:altLabel "skipper"@en, "captain"@en .
  <mate> a kg:Role ; kg:commanding false ; skos:altLabel "first officer"@en .
  <cook> a kg:Role .
  <ferry> a kg:Organization ; skos:altLabel "the boat"@en .
}
"""


def test_a_role_has_its_own_other_names_and_one_that_commands_those_of_a_commander() -> None:
    with open_store("memory:") as store:
        store.load(parse_quads(ROLES.encode(), "trig", BASE))
        roles = names_of_roles(store, WORLD, built_in())
    assert roles[IRI(BASE + "mate")] == ["first officer"] and not {IRI(BASE + "cook"), IRI(BASE + "ferry")} & {*roles}
    assert roles[IRI(BASE + "master")][:3] == ["captain", "skipper", "commander"]


def test_a_relation_is_called_by_the_other_names_of_its_terms_or_of_its_kind() -> None:
    ann, ferry, said = node("ann", "person"), node("ferry", "organisation"), (claim("one"),)
    posted = edge(ann, ferry, "master", said, "undisputed", "posting")
    edges = (
        replace(posted, terms=((IRI(BASE + "master"),),)),
        replace(edge(ferry, ann, "carried out by (intended)", said, "intended", "actor"), terms=((KG.actor,),)),
        edge(ann, ferry, "controls", said, "undisputed", "control"),
        edge(ferry, ann, "near", said, "undisputed", "near"),
    )
    found = other_names(Network((ann, ferry), edges, said), built_in(), {IRI(BASE + "master"): ["skipper"]})
    assert found["master"][0] == "skipper" and "near" not in found
    assert "perpetrator" in found["carried out by (intended)"] and "held" in found["controls"]
