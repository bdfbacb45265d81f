"""The vocabulary as a value: kgraph's terms, and a workspace's beside them."""

from decimal import Decimal

import pytest

from kgraph.namespaces import IRI, KG, PREFIXES, QUANTITY_KIND
from kgraph.store import parse_quads
from kgraph.vocabulary import EntityKind, StatementKind, Vocabulary, built_in, bundled_terms

BASE = "https://example.org/id/"
TERM = f"{BASE}term/"
HEAD = "".join(f"@prefix {p}: <{PREFIXES[p]}> .\n" for p in ("kg", "owl", "rdfs", "skos", "qudt", "quantitykind"))
OWN = f"""{HEAD}@prefix term: <{TERM}> .
term:DamFailure a owl:Class ; rdfs:label "failure of a dam"@en ; rdfs:subClassOf kg:Flood .
term:Cascade a owl:Class ; rdfs:label "cascade"@en ; rdfs:subClassOf term:DamFailure .
term:Shelter a owl:Class ; rdfs:label "shelter"@en ; rdfs:subClassOf kg:Facility .
term:PeopleVaccinated a skos:Concept ; rdfs:label "vaccinated people"@en ; skos:inScheme kg:Measures ;
  kg:temporality kg:RunningTotal ; qudt:hasQuantityKind quantitykind:Population ; skos:altLabel "jabs"@en .
term:Fathom a skos:Concept ; rdfs:label "fathom"@en ; skos:inScheme kg:Units ;
  qudt:hasQuantityKind quantitykind:Length ; qudt:conversionMultiplier 1.8288 .
term:KES a skos:Concept ; rdfs:label "Kenyan shilling"@en ; skos:inScheme kg:Units ;
  qudt:hasQuantityKind quantitykind:Currency .
term:Heroic a skos:Concept ; rdfs:label "heroic"@en ; skos:inScheme kg:Labels ; kg:excludes kg:Unlawful .
"""


def own(name: str) -> IRI:
    return IRI(TERM + name)


@pytest.fixture(scope="module")
def mine() -> Vocabulary:
    return Vocabulary.of(bundled_terms(), parse_quads(OWN.encode(), "ttl", BASE))


def test_every_term_of_kgraph_has_an_entry_with_its_label_and_use() -> None:
    terms = built_in().terms
    assert {iri.removeprefix(KG.base) for iri in terms} == KG.terms
    assert all(entry.label and entry.use and not entry.own for entry in terms.values())
    assert (terms[KG.LinkUp].label, terms[KG.City].kind, terms[KG.PeopleKilled].kind) == (
        "link-up",
        "kind of place",
        "measure",
    )


def test_a_label_comes_from_the_ontology_and_never_from_letters_where_there_is_one(mine: Vocabulary) -> None:
    assert mine.label(own("PeopleVaccinated")) == "vaccinated people"
    assert mine.label(f"{BASE}place/old-harbour") == "old harbour"
    assert built_in().label(own("PeopleVaccinated")) == "people vaccinated"


def test_classes_of_a_workspace_are_of_the_kind_of_those_above(mine: Vocabulary) -> None:
    assert mine.superclasses(own("Cascade"))[:3] == (own("DamFailure"), KG.Flood, KG.Event)
    assert mine.entity_kind([own("Cascade")]) is EntityKind.event
    assert mine.entity_kind([own("Shelter")]) is EntityKind.place
    assert mine.statement_kind([own("DamFailure")]) is StatementKind.event
    assert mine.statement_kind([own("Shelter")]) is None
    assert mine.entity_kind([KG.Claim]) is None
    assert own("Cascade") in mine.classes_of(EntityKind.event)
    assert own("Cascade") not in built_in().classes_of(EntityKind.event)


def test_a_narrower_class_comes_before_a_wider_one(mine: Vocabulary) -> None:
    order = mine.classes_of(EntityKind.event)
    assert order.index(own("Cascade")) < order.index(own("DamFailure")) < order.index(KG.Flood) < order.index(KG.Event)


def test_measures_and_units_say_what_rules_read(mine: Vocabulary) -> None:
    measure = mine.measure(own("PeopleVaccinated"))
    assert measure is not None
    assert (measure.temporality, measure.kind) == (KG.RunningTotal, QUANTITY_KIND.Population)
    mile, fathom, shilling = (mine.unit(iri) for iri in (KG.Mile, own("Fathom"), own("KES")))
    assert mile is not None
    assert fathom is not None
    assert shilling is not None
    assert (mile.factor, fathom.factor, shilling.factor) == (Decimal("1609.344"), Decimal("1.8288"), None)
    assert mine.measure(KG.Mile) is None
    assert mine.unit(KG.Width) is None
    assert own("Fathom") in mine.units_for(KG.WaterLevel)
    assert KG.Persons not in mine.units_for(KG.WaterLevel)


def test_every_measure_of_kgraph_is_whole_and_has_a_unit_that_fits_it() -> None:
    known = built_in()
    measures = {iri: known.measure(iri) for iri, entry in known.terms.items() if entry.kind == "measure"}
    assert len(measures) > 30
    for iri, measure in measures.items():
        assert measure is not None
        assert measure.temporality in (KG.State, KG.EventTotal, KG.RunningTotal, KG.Flow), iri
        assert known.units_for(iri), iri
    units = [iri for iri, entry in known.terms.items() if entry.kind == "unit"]
    without = {iri for iri in units if (unit := known.unit(iri)) is not None and unit.factor is None}
    assert without == {iri for iri in units if "currency" in known.terms[iri].alternatives}
    assert all(unit is not None and unit.kind for unit in map(known.unit, units))


def test_what_excludes_does_so_both_ways(mine: Vocabulary) -> None:
    assert mine.excludes(KG.Lawful, KG.Unlawful)
    assert mine.excludes(KG.Unlawful, KG.Lawful)
    assert mine.excludes(KG.Unlawful, own("Heroic"))
    assert not mine.excludes(KG.Genocide, KG.WarCrime)


def test_circles_among_classes_end() -> None:
    circle = f"{HEAD}@prefix term: <{TERM}> . term:A rdfs:subClassOf term:B . term:B rdfs:subClassOf term:A, kg:Event ."
    known = Vocabulary.of(bundled_terms(), parse_quads(circle.encode(), "ttl", BASE))
    assert set(known.superclasses(own("A"))) >= {own("B"), KG.Event}


def test_what_has_the_form_of_a_term_and_is_none_is_lacking(mine: Vocabulary) -> None:
    assert mine.lacks(own("PeopleVacinated"))
    assert mine.lacks(f"{KG.base}Town")
    assert not mine.lacks(own("PeopleVaccinated"))
    assert not mine.lacks(f"{BASE}place/amber")
