"""What looks the same is equal, whatever its characters; what does not is not."""

import random
import unicodedata

import pytest

from kgraph.reading import Reading, Words, fold, legible, slug, visible

# letters with and without accents, marks of all kinds, joiners, ends of lines, scripts that compose or reorder
LETTERS = (
    "aAbBé'\"-–—“”’`´…ﬁ½ß ıİ\u00ad\u200b\u200d\u0301\u0323\u0327\u0345\n\r\u2028\u00a0\u3000가각각ガｶﾞกำً่👍🏽🇺🇦\ufe0f1٤"
    "中文ᾴΣς#.\u0344\u0958\u09c7\u09be‴⁗"
)


def random_texts(seed: int, count: int) -> list[str]:
    chance = random.Random(seed)  # noqa: S311 - a fixed seed, to see the same texts again
    return ["".join(chance.choices(LETTERS, k=chance.randint(0, 14))) for _ in range(count)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("O’Brien", "O'Brien"),
        ("O`Brien", "OʼBrien"),
        ("O´Brien", "O＇Brien"),
        ("“the town”", '"the town"'),
        ("«the town»", "„the town“"),
        ("``the town''", '"the town"'),
        ("″the town‶", "「the town」"),
        ("‹the town›", "'the town'"),
        ("pre‑war", "pre-war"),
        ("pre–war", "pre−war"),
        ("pre--war", "pre—war"),
        ("Kom\u00admandant", "Kommandant"),
        ("Pok\u200brovsk\ufeff", "Pokrovsk"),
        ("\u202aPokrovsk\u202c", "Pokrovsk"),
        ("Po\u2060kro\u034fvsk\ufe0f", "Pokrovsk"),
        ("\U000e0050Pokrovsk\u180e", "Pokrovsk"),
        ("Zu\u0308rich", "Zürich"),
        ("Київ", "Киі\u0308в"),
        ("ệ", "e\u0302\u0323"),
        ("한국", "한국"),
        ("ｶﾞ", "ガ"),
        ("oﬃce", "office"),
        ("Ｐｏｋｒｏｖｓｋ", "Pokrovsk"),
        ("wait…", "wait..."),
        ("the\u00a0\u2009\ttown", "the town"),
        ("the\u3000town", "the\r\ntown"),
        ("the\u0085town", "the\u2028town"),
        ("the\x0btown", "the\x0ctown"),
        ("می\u200cخواهم", "میخواهم"),
        ("क्\u200dष", "क्ष"),
        ("كتـــاب", "كتاب"),
    ],
)
def test_what_looks_the_same(one: str, other: str) -> None:
    assert fold(one, case=True) == fold(other, case=True) != ""
    assert Reading(one).seen == Reading(other).seen
    assert fold(one.upper()) == fold(other.lower())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Zürich", "Zurich"),
        ("Kyiv", "kyiv"),
        ("5′", "5″"),
        ("а", "a"),  # Cyrillic and Latin
        ("prewar", "pre-war"),
        ("the town", "thetown"),
        ("й", "и"),
        ("10", "１１"),
    ],
)
def test_what_does_not(one: str, other: str) -> None:
    assert fold(one, case=True) != fold(other, case=True)


@pytest.mark.parametrize("seed", range(4))
def test_folding_is_stable_in_every_normal_form(seed: int) -> None:
    for text in random_texts(seed, 300):
        for case in (True, False):
            seen = fold(text, case=case)
            assert fold(seen, case=case) == seen, ascii(text)
            for form in ("NFC", "NFD"):
                assert fold(unicodedata.normalize(form, text), case=case) == seen, ascii(text)


@pytest.mark.parametrize("seed", range(4))
def test_a_word_has_one_form_in_every_normal_form(seed: int) -> None:
    for text in random_texts(seed, 40):
        assert {Words(unicodedata.normalize(form, text)).letters for form in ("NFC", "NFD")} == {Words(text).letters}


def test_legible_keeps_joiners_where_they_join() -> None:
    assert legible("می\u200cخواهم\u200e") == "می\u200cخواهم"
    assert legible("a\u200db\u00ad\n c") == "abc"
    assert visible("👨\u200d👩\ufe0f x\u202e") == "👨\u200d👩\ufe0f x"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Report 4 May", "report-4-may"),
        ("a?b#c", "a-b-c"),
        ("100%", "100"),
        ("..", ""),
        ("🚤", ""),
        ("O’Brien’s “town”", "obriens-town"),
        ("Zu\u0308rich\nBericht", "zurich-bericht"),
        ("Straße", "strasse"),
        ("Отчёт 4 мая", "отчёт-4-мая"),
        ("报告", "报告"),
        ("रिपोर्ट", "रिपोर्ट"),
        ('a\u00adb<>"{}|\\^`', "ab"),
    ],
)
def test_slugs(name: str, expected: str) -> None:
    assert slug(name) == expected
    assert slug(slug(name)) == slug(name)
