"""Finding terms by what people call them."""

import pytest

from kgraph.namespaces import IRI, KG
from kgraph.store import parse_quads
from kgraph.vocabulary import Vocabulary, built_in, bundled_terms, found, named, suggested


def names(entries: object) -> list[str]:
    assert isinstance(entries, list)
    return [entry.iri.removeprefix(KG.base) for entry in entries]


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("town", "City"),
        ("Villages", "City"),
        ("crash", "Crash"),
        ("deaths", "PeopleKilled"),
        ("people killed", "PeopleKilled"),
        ("injured", "PeopleWounded"),
        ("hospitalised", "PeopleTreated"),
        ("km", "Kilometre"),
        ("$", "USD"),
        ("bushfire", "Wildfire"),
        ("prisoners of war", "PeopleCaptured"),
        ("vote share", "ShareOfVotes"),
        ("no proof", "findsNoEvidenceFor"),
    ],
)
def test_common_words_find_the_term(words: str, first: str) -> None:
    assert names(found(built_in(), words))[0] == first


def test_several_terms_answer_to_one_word_and_all_words_must_be_there() -> None:
    assert {"PeopleKilled", "PeopleWounded"} <= set(names(found(built_in(), "casualties")))
    assert found(built_in(), "casualties xyzzy") == []


def test_a_kind_narrows_and_a_currency_is_a_unit() -> None:
    assert {entry.kind for entry in found(built_in(), "", "measures")} == {"measure"}
    assert names(found(built_in(), "crash", "event")) == ["Crash", "Accident", "Collision"]
    assert {"USD", "UAH"} <= set(names(found(built_in(), "", "currency")))
    assert "Mile" not in names(found(built_in(), "", "currency"))
    assert len(found(built_in())) == len(KG.terms)


@pytest.mark.parametrize(
    ("name", "use", "near"),
    [
        ("Town", "class", ["City"]),
        ("Casualties", "class", ["PeopleKilled", "PeopleWounded", "PeopleKilledSoFar"]),
        ("Casualties", "term", ["PeopleKilled", "PeopleWounded", "PeopleKilledSoFar"]),
        ("TroopStrenght", "term", ["TroopStrength"]),
        ("denis", "property", ["denies"]),
        ("attacker", "property", ["actor"]),
        ("Xyzzy", "class", []),
    ],
)
def test_a_wrong_name_suggests_what_was_meant_across_classes(name: str, use: str, near: list[str]) -> None:
    assert names(suggested(built_in(), name, use)) == near


def test_one_word_of_several_is_enough_to_suggest() -> None:
    assert names(suggested(built_in(), "PeopleHurt", "term"))[0] == "PeopleWounded"


def test_a_workspaces_term_comes_before_kgraphs_of_the_same_name() -> None:
    text = """@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix kg: <https://w3id.org/kgraph/ontology#> .
    <x:term/Width> a skos:Concept ; skos:inScheme kg:Measures ."""
    mine = Vocabulary.of(bundled_terms(), parse_quads(text.encode(), "ttl", "x:"))
    assert named(mine, "width", "measure") == IRI("x:term/Width")
    assert named(built_in(), "kg:troop-strength") == KG.TroopStrength
    assert named(built_in(), "nothing") is None
