"""Forms that are spelt alike: those that difflib finds, without comparing with all."""

import random
from difflib import get_close_matches

import pytest

from kgraph.linking.spelling import Spellings

CHANCE = random.Random(7)  # noqa: S311 - no secrets
SYLLABLES = ("ko", "stia", "nty", "niv", "ka", "po", "krov", "sk", "an", "na", "le", "ivanov", "bakh", "mut", "o", "e")


def name() -> str:
    return "".join(CHANCE.choice(SYLLABLES) for _ in range(CHANCE.randint(1, 6)))


def misspelt(form: str) -> str:
    letters = list(form)
    for _ in range(CHANCE.randint(1, 4)):
        place = CHANCE.randrange(len(letters) + 1)
        letters[place : place + CHANCE.randint(0, 1)] = CHANCE.choice(["", "a", "s", "xy"])
    return "".join(letters) or "a"


@pytest.mark.slow
def test_what_is_alike_is_what_difflib_finds() -> None:
    forms = [name() for _ in range(500)]
    spellings = Spellings(forms)
    hits = 0
    for asked in (misspelt(CHANCE.choice(forms)) for _ in range(400)):
        expected = get_close_matches(asked, dict.fromkeys(forms), cutoff=0.8)
        assert spellings.alike(asked) == expected, asked
        hits += bool(expected)
    assert hits > 200


def test_the_bound_is_kept_at_the_edge() -> None:
    for form, other in (("ab", "abc"), ("aaaa", "aaaaaa"), ("abcd", "xabcd"), ("abcdefghij", "axbdefgyhj"), ("a", "a")):
        assert Spellings([other]).alike(form) == get_close_matches(form, [other], cutoff=0.8)
    assert Spellings([]).alike("a") == []


@pytest.mark.slow
def test_few_of_many_are_compared() -> None:
    forms = {name() + name() for _ in range(10_000)}
    spellings = Spellings(forms)
    asked = [misspelt(form) for form in sorted(forms)[::200]]
    assert sum(len(spellings.near(one)) for one in asked) < len(asked) * len(forms) / 200
