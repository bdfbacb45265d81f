"""Whether one of two names may be the other, so that a person is asked: a part of it, its initials, or spelt alike."""

import re
from collections.abc import Sequence
from functools import lru_cache

from kgraph.names import units
from kgraph.names.kinds import told
from kgraph.names.people import begins
from kgraph.names.same import are_like, are_same
from kgraph.names.words import LITTLE, initials, read, without_short
from kgraph.reading import fold

_ACRONYM = re.compile(r"(?:\d+ ?)?(\w{2,8})")
_BRACKETED = re.compile(r"\((\w{2,8})\)")
_DROPPED = frozenset(["party", "movement", "hospital", "front", "service", "union", "bloc"])
_NUMBER = re.compile(r"\d+")


def closeness(one: str, other: str) -> float:
    """From 0 for names that are not near to 1 for names of the same words in another order.

    >>> closeness("Hayat Tahrir", "Hayat Tahrir al-Sham") > closeness("HTS", "Hayat Tahrir al-Sham") > 0
    True
    """
    first, second = units.read(one), units.read(other)
    if first is not None and second is not None:
        return 0.9 if units.are_near(first, second) else _by_initials(one, other)
    return max(_by_words(bag(one), bag(other)), _by_initials(one, other))


@lru_cache(maxsize=200_000)
def bag(name: str) -> tuple[str, ...]:
    """The words of a name without little ones; a word for a kind of body by what it means, in whatever language."""
    words = [word.rstrip(".") for word in read(name).words]
    known = told(words)
    bag = [
        f"#{one.concept}" if one.sort in ("level", "word", "arm") else one.word for one in known if one.sort != "drop"
    ]
    return tuple(word for word in bag if word not in LITTLE)


def _by_words(one: Sequence[str], other: Sequence[str]) -> float:
    few, many = sorted((one, other), key=len)
    if not few or {word for word in few if word.isdigit()} - set(many):
        return 0.0
    if len(few) < len(many) and _are_joined(few, many):
        return 0.5
    left, slips, named = list(many), 0, 0
    for word in sorted(few, key=len, reverse=True):
        found = next((known for known in left if _is_word(word, known)), None)
        if found is None:
            found = next((known for known in left if _is_nearly(word, known)), None)
            slips += 1
        if found is None:
            return 0.0
        left.remove(found)
        named += not word.startswith("#") and len(word) > 2
    if not _is_enough(few, many, slips, named):
        return 0.0
    return (1.0 if not left else 0.6 + 0.3 * len(few) / len(many)) - 0.2 * slips


def _is_enough(few: Sequence[str], many: Sequence[str], slips: int, named: int) -> bool:
    """Whether names have enough in common: a word that is no kind of body, or several; of several words, one may be
    spelt otherwise, or all if there are as many."""
    if slips and len(few) < len(many):
        return len(few) > 1 and slips == 1 and named > 1
    dropped = [word[1:] for word in many if word not in few]
    kinds = bool(dropped) and all(one in _DROPPED for one in dropped)  # the Workers' Party is "the Workers"
    return (named > 0 or len(few) > 1 or kinds) and (slips <= 1 or len(few) == len(many))


def _are_joined(few: Sequence[str], many: Sequence[str]) -> bool:
    """Whether names are alike without the spaces in them: in Korea, names are written without."""
    one, other = "".join(few), "".join(many)
    return "#" not in one + other and min(len(one), len(other)) > 2 and are_same(one, other)


def _is_word(word: str, known: str) -> bool:
    if word.startswith("#") or known.startswith("#"):
        return word == known
    if len(word) == 1 or len(known) == 1:
        short, long = sorted((word, known), key=len)
        return word == known or (not short.isdigit() and begins(short, long))
    return are_same(word, known)


def _is_nearly(word: str, known: str) -> bool:
    return not (word.startswith("#") or known.startswith("#")) and are_like(word, known)


def _by_initials(one: str, other: str) -> float:
    """Two bodies may have one acronym, so it never decides."""
    first, second = acronyms(one), acronyms(other)
    if _numbers(one) != _numbers(other):
        return 0.0
    own = [{_NUMBER.sub("", fold(name)).strip()} for name in (one, other)]
    same = first & second and (_is_short(one) or _is_short(other) or _BRACKETED.search(one) or _BRACKETED.search(other))
    return 0.4 if same and own[0] != own[1] else 0.0


def _numbers(name: str) -> set[str]:
    return set(_NUMBER.findall(name))


def _is_short(name: str) -> bool:
    """Whether a name is an acronym: few letters, most of them capitals."""
    short = _ACRONYM.fullmatch(name.strip())
    return short is not None and sum(map(str.isupper, short[1])) >= 2


@lru_cache(maxsize=100_000)
def acronyms(name: str) -> frozenset[str]:
    """The acronyms of a name: itself, those in brackets, and its initials."""
    found = {fold(short) for short in _BRACKETED.findall(name)} | initials(
        re.sub(r"[\d()]+\S*", " ", without_short(name))
    )
    if _is_short(name):
        found.add(fold(_ACRONYM.fullmatch(name.strip())[1]))  # type: ignore[index]
    return frozenset(found)
