"""Selectors point at the words that a person marked, however their program counts characters."""

from collections.abc import Callable

import pytest

from kgraph.annotations import Position, Quote
from kgraph.reading import Searched
from kgraph.sheets.dates import Unclear
from kgraph.sheets.selectors import Pointing
from kgraph.sources import slice_digest

TRAIN = "\U0001f686\U0001f686"  # each two UTF-16 units
TEXT = (
    f"\ufeff{TRAIN} Delays at Kelmo.\r\n\r\n"
    "Four trains were late, the operator said.\r\n"
    "The union said four trains were late, too. Cafe\u0301 guests said four trains were late \U0001f62e again.\r\n"
)
WORDS = "four trains were late"
PLACES = [TEXT.casefold().index(WORDS), TEXT.index(WORDS), TEXT.rindex(WORDS)]


def units(text: str) -> int:
    """The length of a text in JavaScript."""
    return len(text.encode("utf-16-le")) // 2


def as_page(text: str) -> str:
    """A text as a browser has it: line ends of one character, no byte order mark."""
    return text.replace("\r\n", "\n").removeprefix("\ufeff")


COUNTS: dict[str, Callable[[str], int]] = {
    "code points": len,
    "UTF-16 units": units,
    "UTF-16 units of the page": lambda text: units(as_page(text)),
    "code points of the page": lambda text: len(as_page(text)),
}


@pytest.mark.parametrize("way", COUNTS)
@pytest.mark.parametrize("at", PLACES[1:])
def test_a_position_counted_in_any_way_is_believed_where_the_words_stand(way: str, at: int) -> None:
    count = COUNTS[way]
    position = Position(count(TEXT[:at]), count(TEXT[: at + len(WORDS)]))
    found = Pointing(Searched(TEXT)).place(Quote(WORDS), position)
    assert found is not None
    assert (found.start, found.end, found.remark) == (at, at + len(WORDS), "")


@pytest.mark.parametrize(
    ("prefix", "suffix", "at"),
    [
        ("The union said ", ", too.", PLACES[1]),
        ("Caf\u00e9 guests  said\n", "", PLACES[2]),  # composed, and other white space, than the text has it
        ("", " \U0001f62e again", PLACES[2]),
        ("a heading of the page. The union said ", ", too. Advertisement", PLACES[1]),  # what the file lacks
    ],
)
def test_of_several_places_that_is_chosen_around_which_prefix_and_suffix_stand(
    prefix: str, suffix: str, at: int
) -> None:
    found = Pointing(Searched(TEXT)).place(Quote(WORDS, prefix, suffix), None)
    assert found is not None and found.start == at


def test_prefix_and_suffix_beat_a_position_of_another_page() -> None:
    wrong = Position(PLACES[2], PLACES[2] + len(WORDS))
    found = Pointing(Searched(TEXT)).place(Quote(WORDS, "The union said ", ", too"), wrong)
    assert found is not None and found.start == PLACES[1]


def test_words_that_stand_once_need_no_position_and_a_wrong_one_does_no_harm() -> None:
    once = TEXT.index("the operator")
    for position in (None, Position(3, 15), Position(10**12, 10**12 + 3)):
        found = Pointing(Searched(TEXT)).place(Quote("the operator said"), position)
        assert found is not None and found.start == once


def test_a_position_near_one_place_alone_chooses_it_and_says_so() -> None:
    text = f"Late: {WORDS}.{' Nothing else happened on that day.' * 40} Again {WORDS}."
    near = Pointing(Searched(text)).place(Quote(WORDS), Position(20, 41))
    assert near is not None and near.start == 6 and "nearest to the position" in near.remark
    assert Pointing(Searched(text)).place(Quote(WORDS), Position(700, 721)) is None


def test_words_in_several_places_without_a_hint_are_asked_about() -> None:
    assert Pointing(Searched(TEXT)).place(Quote(WORDS), None) is None
    assert Pointing(Searched(TEXT)).place(Quote("no such words"), Position(1, 9)) is None


def test_a_position_alone_is_taken_where_all_ways_to_count_agree_and_shown() -> None:
    plain = Pointing(Searched("Four trains were late."))
    found = plain.place(None, Position(0, 11))
    assert found is not None and (found.start, found.end) == (0, 11) and "'Four trains'" in found.remark


def test_a_position_alone_that_counts_differently_is_asked_about_unless_a_digest_tells() -> None:
    at, end = PLACES[2], PLACES[2] + len(WORDS)
    pointing = Pointing(Searched(TEXT))
    with pytest.raises(Unclear, match="as one counts"):
        pointing.place(None, Position(at, end))
    found = pointing.place(None, Position(at, end), slice_digest(TEXT, at, end))
    assert found is not None and (found.start, found.end, found.remark) == (at, end, "")


def test_a_position_beyond_the_text_is_told() -> None:
    with pytest.raises(Unclear, match="the text has 22 characters"):
        Pointing(Searched("Four trains were late.")).place(None, Position(10, 400))


def test_a_position_in_the_midst_of_a_character_is_not_believed() -> None:
    with pytest.raises(Unclear):
        Pointing(Searched("\U0001f686")).place(None, Position(1, 2))


def test_a_combining_character_belongs_to_its_letter() -> None:
    found = Pointing(Searched(TEXT)).place(Quote("Caf\u00e9"), None)
    assert found is not None and TEXT[found.start : found.end] == "Cafe\u0301"
    bare = Pointing(Searched(TEXT)).place(Quote("Cafe"), None)
    assert bare is not None and bare.remark == "the text has them with other accents, punctuation or spaces"
