"""Words like one are found by their pieces, and names of common words by their rarest, as if all were compared."""

import random

import pytest

from kgraph.linking.folding import sound
from kgraph.namespaces import IRI
from kgraph.sheets import alike
from kgraph.sheets.alike import Alike, words
from kgraph.sheets.spellings import Spellings, is_like

_LETTERS = "aeikrsty"


def edits(one: str, other: str) -> int:
    """How many letters more, less or other make the one of the other."""
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, 1):
        before, row = row, [at]
        for to, known in enumerate(other, 1):
            row.append(min(before[to] + 1, row[-1] + 1, before[to - 1] + (letter != known)))
    return row[-1]


def slip(word: str, chance: random.Random) -> str:
    """A word with a letter more, less or other."""
    at, letter = chance.randrange(len(word)), chance.choice(_LETTERS)
    return chance.choice(
        (word[:at] + letter + word[at:], word[:at] + word[at + 1 :], word[:at] + letter + word[at + 1 :])
    )


@pytest.mark.parametrize("seed", range(3))
def test_no_word_that_is_like_one_is_missed(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - made data
    known = {"12", "13", "a1", "1", "k"}
    for _ in range(60):
        word = "".join(chance.choices(_LETTERS, k=chance.randint(2, 12)))
        once = slip(word, chance)
        known |= {word, once, slip(once, chance) if once else ""} - {""}
    spellings = Spellings()
    for word in known:
        assert spellings.add(word)
        assert not spellings.add(word)
    for word in known:
        assert spellings.like(word) == {other for other in known if is_like(word, other)}


def test_a_slip_is_a_letter_more_less_or_other_and_two_in_long_words() -> None:
    chance = random.Random(5)  # noqa: S311 - made data
    for _ in range(2000):
        word = "".join(chance.choices("bdmp", k=chance.randint(3, 10)))
        other = word
        for _ in range(chance.randint(1, 3)):
            other = slip(other, chance).translate(str.maketrans("aeikrsty", "bdmpbdmp")) or word
        most = 1 if min(len(word), len(other)) < 8 else 2
        if min(len(word), len(other)) > 2 and sound(word) != sound(other):
            assert is_like(word, other) == (edits(word, other) <= most), (word, other)


@pytest.mark.slow
def test_names_of_common_words_are_found_as_among_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(alike, "_COMMON", 3)
    chance = random.Random(2)  # noqa: S311 - made data
    people = ["ann", "anna", "reed", "read", "j", "k", "minister", "mayor", "general"]
    parts = [*people, "office", "health", "harbour", "harbor", "12", "41", "osk", "nova", "nov", "ministry"]

    def name() -> str:
        return " ".join(chance.choices(parts, k=chance.randint(1, 4)))

    known = Alike()
    for number in range(150):
        for _ in range(chance.choice((1, 1, 2))):
            known.add(name().title(), IRI(f"x:{number}"))
    asked = [name() for _ in range(300)]
    found = [known._variants(text) for text in asked]
    few = sum(len(known._candidates(text, words(text))) < len(known._sharing(words(text))) for text in asked)
    monkeypatch.setattr(Alike, "_candidates", lambda self, text, sought: self._sharing(sought))
    assert found == [known._variants(text) for text in asked]
    assert few > 100
