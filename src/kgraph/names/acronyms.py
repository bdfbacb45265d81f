"""Acronyms of names: whether one name is the other's, which several bodies may have, so that it decides nothing."""

import re
from functools import lru_cache

from kgraph.names.people import ARTICLE
from kgraph.names.words import initials, without_short
from kgraph.reading import fold

_NUMBERED = r"(?:\d+(?:-?[a-zа-яіїє]{1,3}\.?|\.)?[ -]?)?"
_ACRONYM = re.compile(rf"{_NUMBERED}([^\W\d]{{2,8}})(?:[ -]?\d+)?")
_BRACKETED = re.compile(r"\(([^\W\d]{2,8})\)")
_NUMBER = re.compile(r"\d+")
_SHORT_WORD = re.compile(r"(?<![\w'])[^\W\d_]{2,6}(?![\w'])")


def by_initials(one: str, other: str) -> float:
    """How close a name is to its acronym, alone or with a number, or among other words.

    >>> by_initials("TPLF", "Tigray People's Liberation Front") > by_initials("TPLF", "Tigray Front") == 0
    True
    >>> by_initials("Mandalay PDF", "Mandalay People's Defence Force") > 0
    True
    """
    if set(_NUMBER.findall(one)) != set(_NUMBER.findall(other)):
        return 0.0
    if _has_short(one, other) and acronyms(one) & acronyms(other):
        return 0.4
    return 0.4 if _is_in(one, other) or _is_in(other, one) else 0.0


def _has_short(one: str, other: str) -> bool:
    """Whether one of two names that differ is an acronym, or has one in brackets."""
    if fold(_NUMBER.sub("", one)).strip() == fold(_NUMBER.sub("", other)).strip():
        return False
    return any(_is_short(name) or _BRACKETED.search(name) for name in (one, other))


def _is_short(name: str) -> bool:
    """Whether a name is an acronym: few letters, two or more of them capitals."""
    short = _ACRONYM.fullmatch(name.strip())
    return short is not None and sum(map(str.isupper, short[1])) >= 2


def _is_in(short: str, long: str) -> bool:
    """Whether a name becomes another when an acronym in it is written out."""
    for found in _SHORT_WORD.finditer(short):
        if not found[0].isupper() or len(found[0]) == len(short.strip()):
            continue
        rest = fold(short[: found.start()] + short[found.end() :]).split()
        words = fold(long).split()
        size = len(words) - len(rest)
        for at in range(len(words) - size + 1 if size > 1 else 0):
            if words[:at] + words[at + size :] == rest and fold(found[0]) in initials(" ".join(words[at : at + size])):
                return True
    return False


@lru_cache(maxsize=100_000)
def acronyms(name: str) -> frozenset[str]:
    """The acronyms of a name: itself, those in brackets, and its initials."""
    bare = re.sub(r"\d+[^\W\d]*|[()]", " ", without_short(name))
    found = {fold(short) for short in _BRACKETED.findall(name)} | initials(bare) | initials(ARTICLE.sub("", fold(bare)))
    short = _ACRONYM.fullmatch(name.strip())
    return frozenset(found | ({fold(short[1])} if short and _is_short(name) else set()))
