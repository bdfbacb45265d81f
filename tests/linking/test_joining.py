"""Joining names with a graph's things: a name decides only if one thing has it; what claims say of a thing never
does."""

import pytest

from kgraph.linking.identity import Identity
from kgraph.linking.joining import Condition, Found, Joiner, Ref, Sought
from kgraph.store import open_store, parse_quads
from kgraph.vocabulary import built_in

TOWNS = """
@prefix kg: <https://w3id.org/kgraph/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix schema: <https://schema.org/> .
@base <https://example.org/towns/> .
<graph/reference> {
  <place/north> a kg:Country ; rdfs:label "North" .
  <place/south> a kg:Country ; rdfs:label "South" .
  <place/ford-n> a kg:City ; rdfs:label "Stone Ford" ; kg:country <place/north> .
  <place/ford-s> a kg:City ; rdfs:label "Stone Ford" ; kg:country <place/south> .
  <agent/ford> a kg:Organization ; rdfs:label "Stone Ford" .
  <place/weir-s> a kg:City ; rdfs:label "Old Weir" ; kg:country <place/south> .
  <place/weir> a kg:City ; rdfs:label "Old Weir" .
  <agent/vasil> a kg:Person ; rdfs:label "Василий Орлов" ; schema:birthDate "1960-02-03" .
  <agent/washington> a kg:Person ; rdfs:label "George Washington" ; skos:altLabel "Washington" .
  <place/hamilton> a kg:City ; rdfs:label "Hamilton" ; skos:altLabel "汉密尔顿" .
  <agent/electric> a kg:Organization ; rdfs:label "Electric" .
  <agent/rivers> a kg:Person ; rdfs:label "Rivers" .
  <agent/witness> a kg:UnnamedSource , kg:Person ; rdfs:label "a witness" .
  <agent/people> a kg:Group ; rdfs:label "residents" .
  <event/fire> a kg:Event ; rdfs:label "reported fire at Mill Lane" .
  <place/long> a kg:City ; rdfs:label "%s" .
}
<graph/links> { <place/ford-n> skos:exactMatch <http://www.wikidata.org/entity/Q77> . }
<doc/one> { <claim/1> a kg:Claim ; kg:about <place/ford-s> . }
<claim/1/content> { <place/ford-s> kg:country <place/north> . <agent/rumour> a kg:Person ; rdfs:label "Rumour" . }
""" % ("Llan" * 1_250)


@pytest.fixture(scope="module")
def joiner() -> Joiner:
    base = "https://example.org/towns/"
    with open_store("memory:") as store:
        store.load(parse_quads(TOWNS.encode(), "trig", base))
        return Joiner(Identity(store, base, built_in()))


def told(found: list[Found]) -> list[tuple[str, bool]]:
    return [(one.thing.id, one.match) for one in found]


def test_a_name_of_one_thing_decides_in_other_alphabets_and_orders_too(joiner: Joiner) -> None:
    for name in ("Василий Орлов", "василий орлов", "Orlov, Vasiliy", "Vasily Orlov"):
        assert told(joiner.find(Sought((name,)))) == [("agent/vasil", True)], name
    best = [joiner.find(Sought((name,)))[0].score for name in ("Василий Орлов", "Orlov, Vasiliy")]
    assert best[0] > best[1]


def test_a_name_with_a_title_is_a_persons(joiner: Joiner) -> None:
    """Mr Hamilton is no city, nor is General Electric another firm: a person is asked."""
    for name in ("President Washington", "Mr Washington"):
        assert told(joiner.find(Sought((name,)))) == [("agent/washington", True)], name
    for name in ("Mr Hamilton", "President Hamilton", "汉密尔顿先生", "漢密爾頓女士"):
        assert told(joiner.find(Sought((name,)))) == [("place/hamilton", False)], name
        assert told(joiner.find(Sought((name,), types=("City",)))) == [("place/hamilton", False)], name
    assert told(joiner.find(Sought(("漢密爾頓",)))) == [("place/hamilton", True)]
    assert told(joiner.find(Sought(("General Electric",)))) == [("agent/electric", False)]
    assert told(joiner.find(Sought(("Dr Rivers",)))) == [("agent/rivers", True)]


def test_two_things_of_one_name_are_never_decided(joiner: Joiner) -> None:
    assert told(joiner.find(Sought(("Stone Ford",)))) == [
        ("agent/ford", False),
        ("place/ford-n", False),
        ("place/ford-s", False),
    ]
    assert {one.features["namesakes"] for one in joiner.find(Sought(("Stone Ford",)))} == {2}
    assert [match for _, match in told(joiner.find(Sought(("Stone Ford",), types=("City",))))] == [False, False]


def test_a_type_or_a_property_tells_namesakes_apart(joiner: Joiner) -> None:
    assert told(joiner.find(Sought(("Stone Ford",), types=("Organization",)))) == [("agent/ford", True)]
    for value in ("South", "place/south", Ref("place/south"), Ref("https://example.org/towns/place/south")):
        condition = Condition("country", (value,))
        found = joiner.find(Sought(("Stone Ford",), types=("City",), conditions=(condition,)))
        assert told(found) == [("place/ford-s", True), ("place/ford-n", False)], value
    required = Condition("country", ("South",), required=True)
    assert told(joiner.find(Sought(("Stone Ford",), types=("City",), conditions=(required,)))) == [
        ("place/ford-s", True)
    ]


def test_that_namesakes_are_not_meant_decides_nothing(joiner: Joiner) -> None:
    """Of one weir nothing is known: it may be in the North, or anywhere."""
    elsewhere = Condition("country", ("South",), quantifier="none")
    for condition in (Condition("country", ("North",)), elsewhere):
        found = joiner.find(Sought(("Old Weir",), conditions=(condition,)))
        assert told(found) == [("place/weir", False), ("place/weir-s", False)]


def test_what_a_claim_says_is_no_property(joiner: Joiner) -> None:
    """A claim says that the southern ford is in the North, and names somebody whom nothing else knows."""
    found = joiner.find(Sought(("Stone Ford",), types=("City",), conditions=(Condition("country", ("North",)),)))
    assert told(found) == [("place/ford-n", True), ("place/ford-s", False)]
    assert joiner.find(Sought(("Rumour",))) == []


def test_a_property_that_contradicts_forbids_to_decide(joiner: Joiner) -> None:
    wrong = Condition("schema:birthDate", ("1961-02-03",))
    right = Condition("schema:birthDate", ("1960-02-03",))
    unknown = Condition("side", ("North",))
    assert told(joiner.find(Sought(("Vasily Orlov",), conditions=(wrong,)))) == [("agent/vasil", False)]
    assert told(joiner.find(Sought(("Vasily Orlov",), conditions=(right, unknown)))) == [("agent/vasil", True)]
    none = Condition("schema:birthDate", ("1960-02-03",), quantifier="none")
    assert told(joiner.find(Sought(("Vasily Orlov",), conditions=(none,)))) == [("agent/vasil", False)]
    every = Condition("schema:birthDate", ("1960-02-03", "1961"), quantifier="all")
    assert told(joiner.find(Sought(("Vasily Orlov",), conditions=(every,)))) == [("agent/vasil", False)]


def test_descriptions_in_place_of_names_are_offered_and_never_decided(joiner: Joiner) -> None:
    assert told(joiner.find(Sought(("a witness",)))) == [("agent/witness", False)]
    assert told(joiner.find(Sought(("residents",)))) == [("agent/people", False)]


def test_a_wanted_type_should_be_or_must_be(joiner: Joiner) -> None:
    assert joiner.find(Sought(("Vasily Orlov",), types=("City",))) == []
    assert told(joiner.find(Sought(("Vasily Orlov",), types=("City",), strict="should"))) == [("agent/vasil", False)]
    assert told(joiner.find(Sought(("a witness",), types=("Person", "UnnamedSource"), strict="all"))) == [
        ("agent/witness", False)
    ]
    assert joiner.find(Sought(("Vasily Orlov",), types=("Person", "UnnamedSource"), strict="all")) == []
    assert told(joiner.find(Sought(("North",), types=("Place",)))) == [("place/north", True)]  # a class above


def test_properties_alone_find_things_and_decide_nothing(joiner: Joiner) -> None:
    found = joiner.find(Sought(conditions=(Condition("country", ("North",)),)))
    assert told(found) == [("place/ford-n", False)]
    assert told(joiner.find(Sought(conditions=(Condition("skos:exactMatch", ("Q77",)),)))) == [("place/ford-n", False)]
    assert len(joiner.find(Sought(conditions=(Condition("type", ("city",)),), limit=2))) == 2


def test_an_id_is_its_thing(joiner: Joiner) -> None:
    for given in ("place/ford-s", "https://example.org/towns/place/ford-s"):
        assert told(joiner.find(Sought((given,)))) == [("place/ford-s", True)]
        assert told(joiner.find(Sought(ids=(given,)))) == [("place/ford-s", True)]
    assert joiner.find(Sought(ids=("place/none",))) == []


def test_absent_and_strange_names_find_nothing_or_are_left_to_a_person(joiner: Joiner) -> None:
    for name in ("Atlantis", "</script>", "\ud800", "\u202e", "x" * 10_000, "  ", "'; DROP"):
        assert not any(one.match for one in joiner.find(Sought((name,)))), name
    assert told(joiner.find(Sought(("Llan" * 1_250,)))) == [("place/long", True)]
    assert [one.match for one in joiner.find(Sought(("Stone Fort",)))] == [False] * 3


def test_names_that_are_not_wanted_are_left_out(joiner: Joiner) -> None:
    country = (Condition("type", ("country",), required=True),)
    assert told(joiner.find(Sought(without_names=("South",), conditions=country))) == [("place/north", False)]


def test_an_event_is_described_as_what_claims_tell_of(joiner: Joiner) -> None:
    fire = joiner.identity.find("event/fire")
    assert fire and joiner.identity.described(fire) == "event · as claims tell of it"


def test_suggestions_begin_with_what_is_typed(joiner: Joiner) -> None:
    assert [one.id for one in joiner.suggest("stone")] == ["agent/ford", "place/ford-n", "place/ford-s"]
    assert next(joiner.suggest("place/ford-s")).id == "place/ford-s"
    assert [one.id for one in joiner.suggest("mill")] == ["event/fire"]
    assert [one.id for one in joiner.suggest("Orlov Vasily")] == ["agent/vasil"]
    assert len(list(joiner.suggest(""))) == len(joiner.identity.things)
