"""The one table of classes: it has every class of the ontology, and says what the lists kept elsewhere say."""

from pathlib import Path

from kgraph.analysis.record import KINDS
from kgraph.claims import AGENT_KINDS, ENTITY_KINDS, EntityKind, StatementKind, classes_of, entity_kind, words
from kgraph.model import Term
from kgraph.namespaces import IRI, KG, OWL, PROV, RDF, RDFS
from kgraph.store import read_quads
from kgraph.vocabulary import built_in

ONTOLOGY = Path(__file__).resolve().parents[2] / "ontology/kgraph.ttl"


def below(upper: IRI) -> set[Term]:
    """The ontology's own classes that are the upper one or below it, by whatever steps."""
    quads = read_quads(ONTOLOGY, KG.base)
    found: set[Term] = {upper}
    while more := {s for s, p, o, _ in quads if p == RDFS.subClassOf and o in found} - found:
        found |= more
    return {iri for iri in found if iri in KG}


def test_the_table_has_the_ontologys_agents_places_and_events() -> None:
    assert set(classes_of(*AGENT_KINDS)) == below(PROV.Agent)
    assert set(classes_of(EntityKind.place)) == below(KG.Place)
    assert set(classes_of(EntityKind.event)) == below(KG.Event)
    assert set(ENTITY_KINDS) == below(PROV.Agent) | below(KG.Place) | below(KG.Event) | {KG.Equipment}


def test_every_class_of_a_content_is_of_a_kind() -> None:
    names = "Posting Subordination Presence Control Measurement Assessment Characterisation Entitlement"
    states = {KG[name] for name in names.split()}
    kinds = built_in().statement_kinds
    assert set(kinds) == states | below(KG.Event)
    assert set(StatementKind) - set(kinds.values()) == {StatementKind.other}


def test_narrower_classes_come_before_wider_ones() -> None:
    quads = read_quads(ONTOLOGY, KG.base)
    order = list(ENTITY_KINDS)
    pairs = [(s, o) for s, p, o, _ in quads if p == RDFS.subClassOf and s in order and o in order]
    assert pairs
    for narrow, wide in pairs:
        assert order.index(IRI(str(narrow))) < order.index(IRI(str(wide)))


def test_the_lists_kept_elsewhere_agree() -> None:
    assert tuple(sorted(EntityKind)) == KINDS


def test_the_kind_of_an_entity_is_that_of_its_narrowest_class() -> None:
    assert entity_kind([KG.Organization, KG.MediaOutlet]) is EntityKind.organisation
    assert entity_kind([KG.Person, KG.UnnamedSource]) is EntityKind.source
    assert entity_kind([RDF.type, OWL.Class]) is None


def test_a_term_is_told_by_its_label_and_anything_else_by_its_name() -> None:
    assert words(KG.LinkUp) == "link-up"
    assert words("https://example.org/id/term/PeopleVaccinated") == "people vaccinated"
