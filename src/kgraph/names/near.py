"""Whether one of two names may be the other, so that a person is asked: a part of it, its initials, or spelt alike."""

import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

from kgraph.names import burmese, east, japanese, korean, pinyin, regnal, spaceless, units
from kgraph.names.acronyms import are_of_other_lands, beside, by_initials
from kgraph.names.bodies import names
from kgraph.names.kinds import LANDS, Told, told
from kgraph.names.numbers import number
from kgraph.names.people import TITLES, may_begin
from kgraph.names.pieces import meant as pieces_meant
from kgraph.names.same import are_like, are_same, are_spelt_elsewhere
from kgraph.names.shorts import written_out
from kgraph.names.words import LITTLE, read
from kgraph.reading import fold

_DROPPED = frozenset(["party", "movement", "hospital", "front", "service", "union", "bloc"])
_OF_MANY_LANDS = frozenset(["#redcross", "#redcrescent"])  # bodies that a country has one of: more than a kind
_MEANT = frozenset(["level", "word", "arm", "stem"])
_FAMILIES = tuple(
    frozenset(f"#{one}" for one in some.split())
    for some in (
        "agency authority office directorate service inspectorate organisation institute commission committee council "
        "department command administration",
        "society association organisation union league movement",
        "people national state patriotic",
        "foreign unitednations world",
        "joint united",
        "command leadership",
        "army forces armed",
        "aviation airlines air",
        "republic republican",
        "freedom liberation independence liberal free",
        "emergency disaster",
        "nuclear energy",
    )
)
"""Words of bodies that are often translated by one another."""
_OF_TWO_LETTERS = frozenset(["ya.", "yu.", "ye.", "ja.", "ju.", "je.", "ia.", "iu.", "zh.", "kh.", "ts.", "ch.", "sh."])
"""Initials of one Cyrillic letter in Latin letters."""
_READ_ALIKE = (spaceless.may_be, korean.may_be, pinyin.may_be, japanese.may_be, burmese.may_be)


def closeness(one: str, other: str) -> float:
    """From 0 for names that are not near to 1 for names of the same words in another order.

    >>> closeness("Hayat Tahrir", "Hayat Tahrir al-Sham") > closeness("HTS", "Hayat Tahrir al-Sham") > 0
    True
    """
    close = _closeness(one, other)
    if close or (names(one) and names(other)) or are_of_other_lands(one, other):
        return close
    return 0.8 * max(_by_other_names(one, other), _by_other_names(other, one))


def other_names(name: str) -> tuple[str, ...]:
    """The names of a known body that is meant, also by its acronym beside a country."""
    return names(name) or names(beside(name))


def _by_other_names(known: str, asked: str) -> float:
    """How close a name is to the other names of a body by their words; by an acronym it would be to many.

    >>> _by_other_names("ЧВК Вагнер", "Wagner") > 0, _by_other_names("ЧВК Вагнер", "Paul Wren") == 0
    (True, True)
    """
    words = bag(asked)
    return max(
        (_by_words(bag(name), words) for name in other_names(known) if _numbers(bag(name)) == _numbers(words)),
        default=0.0,
    )


def _numbers(words: Iterable[str]) -> set[str]:
    return {word for word in words if word.isdecimal()}


@lru_cache(maxsize=100_000)
def _closeness(one: str, other: str) -> float:
    first, second = east.unit(one), east.unit(other)
    if first is not None and second is not None:
        if units.are_near(first, second):
            return 0.9
        named = all(not number for unit in (first, second) for _, number in unit.numbered)
        return max(by_initials(one, other), 0.8 * _by_words(bag(one), bag(other)) if named else 0.0)
    if regnal.clash(one, other):
        return 0.0
    if any(one_may_be(one, other) for one_may_be in _READ_ALIKE):
        return 0.9
    if _are_joined(read(one).words, read(other).words) or _are_joined(_with_articles(one), _with_articles(other)):
        return 0.5
    plain = max(_by_words(bag(one), bag(other)), by_initials(one, other))
    plain = plain or 0.8 * max(_by_words(_after_title(one), bag(other)), _by_words(bag(one), _after_title(other)))
    mine, its = with_nickname(one), with_nickname(other)
    return plain or 0.8 * _by_words(mine or bag(one), its or bag(other)) if mine or its else plain


def _after_title(name: str) -> tuple[str, ...]:
    """The words after a title within a name: "UN Secretary-General Guterres"; nothing for other names."""
    words = read(name).words
    at = max((at for at, word in enumerate(words, 1) if word in TITLES), default=0)
    return bag(" ".join(words[at:])) if at else ()


def with_nickname(name: str) -> tuple[str, ...]:
    """The words of a name of which some are in quotes, those in quotes too; nothing for other names."""
    plain = fold(name)
    return bag(plain.replace('"', " ")) if '"' in plain else ()


@lru_cache(maxsize=200_000)
def bag(name: str) -> tuple[str, ...]:
    """The words of a name without little ones, its abbreviations written out; a word for a kind of body by what it
    means, in whatever language."""
    if pieces := pieces_meant(name):
        return _together(pieces)
    short = written_out(name)
    words = [one for word in read(name).words for one in short.get(word, _bare(word)).split()]
    known = told(words, widely=True)
    of_body = any(one.sort in _MEANT for one in known)
    initials = {word.rstrip(".") for word in read(name).words if word.endswith(".")}
    kept = (one for one in known if one.word in initials or (one.sort != "drop" and one.word not in LITTLE))
    return _together(tuple(word for one in kept for word in _in_bag(one, of_body)))


def _bare(word: str) -> str:
    return word if word in _OF_TWO_LETTERS else re.sub("^የ(?=\\w\\w)", "", word.rstrip(".").removesuffix("'s"))


def _together(bag: tuple[str, ...]) -> tuple[str, ...]:
    """The words of a name, armed forces as an army."""
    if {"#armed", "#forces"} <= set(bag):
        return ("#army", *(word for word in bag if word not in ("#armed", "#forces", "#army")))
    return bag


def _in_bag(one: Told, of_body: bool) -> list[str]:
    if one.sort in _MEANT:
        return [f"#{meant}" for meant in one.concept.split()]
    value, taken = number((one.word,)) if of_body else (0, 0)
    return [str(value) if taken else one.word]


def _by_words(one: Sequence[str], other: Sequence[str]) -> float:
    few, many = sorted((one, other), key=len)
    if not few or _numbers(few) - set(many):
        return 0.0
    left = list(many)
    waiting = _unmatched(sorted(few, key=len, reverse=True), left, _is_word)
    waiting = _unmatched(waiting, left, _is_elsewhere)
    begun = _unmatched(waiting, left, _is_nearly)
    if _unmatched(begun, left, _begins):
        return 0.0
    slips = sum(word[0] != "#" for word in waiting) - len(begun)
    named = sum(not word.startswith("#") and len(word) > 2 for word in few)
    if not _is_enough(few, many, slips, named) or not _share_a_word(few, many):
        return 0.0
    return (1.0 if not left else 0.6 + 0.3 * len(few) / len(many)) - 0.2 * slips


def _share_a_word(some: Iterable[str], others: Sequence[str]) -> bool:
    """Whether names have more in common than initials: "Ford, A. B." is not Ann Bell."""
    return any(
        not _is_initial(word) and not _is_initial(known) and (_is_word(word, known) or _is_nearly(word, known))
        for word in some
        for known in others
    )


def _unmatched(words: Sequence[str], left: list[str], fits: Callable[[str, str], bool]) -> list[str]:
    """The words that fit none of those left; what the others fit is taken away."""
    waiting = []
    for word in words:
        found = next((known for known in left if fits(word, known)), None)
        if found is None:
            waiting.append(word)
        else:
            left.remove(found)
    return waiting


def _is_enough(few: Sequence[str], many: Sequence[str], slips: int, named: int) -> bool:
    """Whether names have enough in common: a word that is no kind of body, or several; of several words, one may be
    spelt otherwise, or all if there are as many."""
    if sorted(few) == sorted(many):
        return True
    if slips and len(few) < len(many):
        return len(few) > 1 and slips == 1 and named > 1
    dropped = [word[1:] for word in many if word not in few]
    is_named = not _DROPPED.isdisjoint(dropped) or not _OF_MANY_LANDS.isdisjoint(few)
    kinds = is_named and all(one in _DROPPED or one in LANDS for one in dropped)
    return (named > 0 or len(few) > 1 or kinds) and (slips <= 1 or len(few) == len(many))


def _are_joined(some: Sequence[str], others: Sequence[str]) -> bool:
    """Whether names are alike without the spaces in them: in Korea, names are written without."""
    one, other = "".join(some), "".join(others)
    return len(some) != len(others) and min(len(one), len(other)) > 2 and are_same(one, other)


def _with_articles(name: str) -> list[str]:
    """The words of a name that may be written in one, with its articles: "Saadalhariri"."""
    return fold(name).replace("-", " ").split()


def _is_word(word: str, known: str) -> bool:
    if word == known:
        return True
    return not (word[0] == "#" or known[0] == "#" or _is_initial(word) or _is_initial(known)) and are_same(word, known)


def _begins(word: str, known: str) -> bool:
    short, long = sorted((word, known), key=len)
    if not _is_initial(short) or short.isdecimal() or long[0] == "#":
        return False
    return may_begin(short.rstrip("."), long)


def _is_initial(word: str) -> bool:
    return len(word) == 1 or word in _OF_TWO_LETTERS


def _is_elsewhere(word: str, known: str) -> bool:
    return "#" not in (word[0], known[0]) and are_spelt_elsewhere(word, known)


def _is_nearly(word: str, known: str) -> bool:
    if word.startswith("#") or known.startswith("#"):
        return any({word, known} <= some for some in _FAMILIES)
    return are_like(word, known)
