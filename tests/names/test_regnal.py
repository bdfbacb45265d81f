"""Kings, popes, and fathers and sons of one name are told apart; initials are no numbers."""

import pytest

from kgraph.names.equal import are_one, may_be
from kgraph.names.regnal import clash

OTHERS = [
    ("King Abdullah I of Jordan", "King Abdullah II of Jordan"),
    ("Nicholas I of Russia", "Nicholas II of Russia"),
    ("Николай I Романов", "Николай II Романов"),
    ("Микола І", "Микола ІІ"),
    ("Pius XI", "Pius XII"),
    ("Henry VII of England", "Henry VIII of England"),
    ("Napoleon I Bonaparte", "Napoleon III Bonaparte"),
    ("Patriarch Alexy I of Moscow", "Patriarch Alexy II of Moscow"),
    ("Pope John Paul I", "John Paul II"),
    ("Mohammed V of Morocco", "Mohammed VI of Morocco"),
    ("Ferdinand Marcos Sr.", "Ferdinand Marcos Jr."),
    ("World War I", "World War II"),
    ("Wilhelm II., Deutscher Kaiser", "Wilhelm I., Deutscher Kaiser"),
    ("II. Abdülhamid", "I. Abdülhamid"),
    ("Nicholas (II) of Russia", "Nicholas (I) of Russia"),
    ("Pius \u216b", "Pius XI"),
]
ONE = [
    ("King Abdullah II of Jordan", "Abdullah II of Jordan"),
    ("Petrenko V. I.", "V. I. Petrenko"),
    ("Putin V V", "Vladimir V Putin"),
    ("Petrenko Ivan Vasylovych", "Petrenko I. V."),
]


@pytest.mark.parametrize(("one", "other"), OTHERS)
def test_another_number_is_another_person(one: str, other: str) -> None:
    assert not are_one(one, other) and not are_one(other, one)
    assert not may_be(one, other) and not may_be(other, one)


@pytest.mark.parametrize(("one", "other"), ONE)
def test_initials_and_equal_numbers_are_no_difference(one: str, other: str) -> None:
    assert are_one(one, other) and are_one(other, one)


def test_a_name_without_a_number_may_be_one_with_it() -> None:
    assert may_be("Abdullah of Jordan", "Abdullah II of Jordan")
    assert not clash("Lenin VI", "V. I. Lenin") and not clash("II Petrenko", "Petrenko I. I.")
