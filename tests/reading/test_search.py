"""Words are found as a reader sees them, and the place is of true characters."""

import random
import time

import pytest

from kgraph.reading import Likeness, Reading, Searched, Words
from kgraph.reading.seen import BREAK


def found(text: str, words: str) -> list[str]:
    return [text[place.start : place.end] for place in Searched(text).find(words).places]


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("It doesn’t hold “the town” – not now.", 'doesn\'t hold "the town" - not', "doesn’t hold “the town” – not"),
        ("The Kom\u00admandant said", "Kommandant said", "Kom\u00admandant said"),
        ("\u00adThe town\u00ad fell", "The town", "The town"),
        ("The bri-\ngade holds", "brigade holds", "bri-\ngade holds"),
        ("The well-\r\n  known man", "well-known man", "well-\r\n  known man"),
        ("Vor-\nund Nachteile", "Vor- und Nachteile", "Vor-\nund Nachteile"),
        ("The bri\u00ad\ngade holds", "brigade", "bri\u00ad\ngade"),
        ("In Zu\u0308rich.", "Zürich", "Zu\u0308rich"),
        ("In Zürich.", "Zu\u0308rich", "Zürich"),
        ("x\u0323\u0302 y", "x\u0302\u0323", "x\u0323\u0302"),
        ("ﬁnal oﬃcer", "final officer", "ﬁnal oﬃcer"),
        ("it fell…", "fell...", "fell…"),
        ("one\r\n\r\ntwo\u2028three", "one two three", "one\r\n\r\ntwo\u2028three"),
        ("（Ｔｏｗｎ）", "(Town)", "（Ｔｏｗｎ）"),
        ("او می\u200cخواهد", "میخواهد", "می\u200cخواهد"),
        ("✌\ufe0f yes", "✌", "✌\ufe0f"),
        ("👍🏽 yes 👍", "👍", "👍"),
        ("🇺🇦🇦🇺", "🇦🇺", "🇦🇺"),
        ("각 가", "가", "가"),
        ("总统说，该部队控制了城镇。", "部队控制", "部队控制"),
        ("\ufeffThe town", "The town", "The town"),
    ],
)
def test_words_are_found_as_they_look(text: str, words: str, expected: str) -> None:
    searched = Searched(text).find(words)
    assert [text[place.start : place.end] for place in searched.places] == [expected]
    assert searched.likeness is Likeness.looks
    assert searched.places[0].whole


@pytest.mark.parametrize("words", ["e", "u", "Zu"])
@pytest.mark.parametrize("text", ["ze\u0301 Zu\u0308rich", "zé Zürich", "z\u00e9\u0323 Zu\u00ad\u0308rich"])
def test_no_place_begins_or_ends_inside_a_character(text: str, words: str) -> None:
    assert found(text, words) == []


@pytest.mark.parametrize(
    ("text", "words", "likeness"),
    [
        ("THE TOWN fell", "the town", Likeness.case),
        ("ΣΊΣΥΦΟΣ", "σίσυφος", Likeness.case),
        ("the ‘town’ fell", 'the "town" fell', Likeness.letters),
        ("a well known man", "well-known", Likeness.letters),
        ("a wellknown man", "well known", Likeness.letters),
        ("in Покро́вськ today", "Покровськ", Likeness.letters),
        ("قَالَ الرئيس", "قال الرئيس", Likeness.letters),
        ("« la ville »", '"la ville"', Likeness.letters),
    ],
)
def test_what_is_less_alike_is_found_and_told(text: str, words: str, likeness: Likeness) -> None:
    searched = Searched(text).find(words)
    assert searched.likeness is likeness
    assert len(searched.places) == 1


def test_whole_words_come_first_and_letters_never_part_words() -> None:
    text = "They upheld it. They held it. They held it again, it's said."
    places = Searched(text).find("held it").places
    assert [(place.start, place.whole) for place in places] == [(21, True), (35, True), (7, False)]
    assert [place.whole for place in Searched(text).find("it").places] == [True, True, True, False]
    assert found("therein", "there in") == ["therein"]
    assert found("in the rein", "there") == []


@pytest.mark.parametrize("words", ["", "  ", "\u00ad", "nobody said"])
def test_nothing_is_found_of_nothing(words: str) -> None:
    assert found("They said so.", words) == []


def test_the_nearest_place_has_most_of_the_words() -> None:
    searched = Searched("Nothing here. The mayor of Norika said that the bridge had been taken. Nothing there.")
    place = searched.nearest("the bridge had never been taken")
    assert place is not None
    assert searched.text[place.start : place.end] == "the bridge had been taken"
    assert searched.nearest("completely different words") is None
    assert Searched("").nearest("words") is None


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_every_place_has_what_was_sought(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - a fixed seed, to see the same texts again
    letters = "abé\u0301\u00ad\u200b-–'’ \n\u0323ßﬁ…가\u11a8"
    for _ in range(300):
        text = "".join(chance.choices(letters, k=40))
        words = text[10 : chance.randint(11, 16)]
        for place in Searched(text).find(words).places:
            assert 0 <= place.start < place.end <= len(text)
            assert Words(text[place.start : place.end]).letters == Words(words).letters, ascii((text, words))


@pytest.mark.parametrize("seed", range(4))
def test_every_span_reads_as_it_did(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - a fixed seed, to see the same texts again
    letters = "abÉ\u0301\u00ad\u200b–’ \r\n\u0323ßﬁ…가\u11a8ガｶﾞกำ"
    for _ in range(8):
        reading = Reading("".join(chance.choices(letters, k=12)), case=chance.random() < 0.5)
        for start in range(len(reading.seen)):
            for end in range(start + 1, len(reading.seen) + 1):
                if (span := reading.span(start, end)) and BREAK not in reading.seen[start:end]:
                    mine = reading.text[slice(*span)]
                    again = (Reading(mine, case=True).seen, Reading(mine, case=False).seen)
                    assert reading.seen[start:end] in again, ascii((reading.text, span))


@pytest.mark.parametrize("piece", ["a\u00ad", "-\n", "a- ", "\u0301", " \u200b", "''", "\u00ad\u0301x"])
def test_long_runs_are_read_in_time(piece: str) -> None:
    text = piece * 100_000  # would take hours if a step were quadratic
    assert Searched(text).find("nobody").places == ()


@pytest.mark.parametrize("words", ["…", "%", "   ", "!!!", '"', "\u00ad", "🚤", "\u200b", "—", "\n"])
def test_words_without_letters_have_no_nearest_place(words: str) -> None:
    for text in ("", "The bridge was taken.", "…% ! 🚤"):
        assert Searched(text).nearest(words) is None


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("Wait… what?", "…", "…"),
        ("Up 5 % again", "%", "%"),
        ("No!!! Yes", "!!!", "!!!"),
        ("It “fell” so", '"', "“"),
        ("By 🚤 then", "🚤", "🚤"),
    ],
)
def test_marks_and_pictures_are_found(text: str, words: str, expected: str) -> None:
    assert found(text, words)[0] == expected


def test_a_long_row_of_flags_is_read_in_time_that_grows_with_it() -> None:
    text = "🇦🇺 so " + "🇦" * 20_000 + " 🇺🇦🇦🇺"
    begin = time.perf_counter()
    places = Searched(text).find("🇦🇦").places
    assert time.perf_counter() - begin < 1  # ten seconds where every place was counted from the row's begin
    assert [place.start for place in places] == list(range(6, 20_006, 2))
    assert [place[:2] for place in Searched(text).find("🇦🇺").places] == [(0, 2), (20_009, 20_011)]
    assert not Searched("🇦🇺🇦").find("🇺🇦").places
