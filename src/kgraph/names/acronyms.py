"""Acronyms of names: whether one name is the other's, which several bodies may have, so that it decides nothing."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache

from kgraph.names.letters import undotted
from kgraph.names.people import ARTICLE
from kgraph.names.words import LITTLE, initials, without_short
from kgraph.reading import fold

_NUMBERED = r"(?:\d+(?:-?[a-zа-яіїє]{1,3}\.?|\.)?[ -]?)?"
_ACRONYM = re.compile(rf"{_NUMBERED}([^\W\d]{{2,8}})(?:[ -]?\d+)?")
_BRACKETED = re.compile(r"\(([^\W\d]{2,8})\)")
_NUMBER = re.compile(r"\d+")
_IN_BRACKETS = re.compile(r"\([^()]*\)")
_LEAST_OF_BEGINNINGS = 4  # letters: fewer are the beginnings of too many names
_MOST_MISSING = 2  # words of which an acronym has no letter
_SHORT_WORD = re.compile(r"(?<![\w'])[^\W\d_]{2,6}(?![\w'])")


def by_initials(one: str, other: str) -> float:
    """How close a name is to its acronym, alone or with a number, or among other words.

    >>> by_initials("TPLF", "Tigray People's Liberation Front") > by_initials("TPLF", "Tigray Front") == 0
    True
    >>> by_initials("Mandalay PDF", "Mandalay People's Defence Force") > 0
    True
    >>> by_initials("SENAPRED", "Servicio Nacional de Prevención y Respuesta ante Desastres") > 0
    True
    """
    one, other = undotted(one), undotted(other)
    if set(_NUMBER.findall(one)) != set(_NUMBER.findall(other)):
        return 0.0
    if _has_short(one, other) and acronyms(one) & acronyms(other):
        return 0.4
    return 0.4 if any(_is_in(*some) or _is_of_beginnings(*some) for some in ((one, other), (other, one))) else 0.0


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
    """Whether a name becomes another when an acronym in it is written out, which may lack what stands in brackets."""
    for found in _SHORT_WORD.finditer(short):
        if not found[0].isupper() or len(found[0]) == len(short.strip()):
            continue
        left = fold(short[: found.start()] + short[found.end() :])
        words = fold(long).split()
        for rest in (left.split(), _IN_BRACKETS.sub(" ", left).split()):
            others = [word for word in words if word not in rest]
            if set(rest) <= set(words) and fold(found[0]) in initials(" ".join(others)):
                return True
    return False


def _is_of_beginnings(short: str, long: str) -> bool:
    """Whether a name is made of the beginnings of another's words, in their order; few of them may be missing."""
    letters, words = "".join(_words_of(short)), _words_of(long)
    if not short.isupper() or len(letters) < _LEAST_OF_BEGINNINGS or len(words) < 3:
        return False
    return letters[0] == words[0][0] and _is_made(letters, words, _MOST_MISSING)


def _is_made(letters: str, words: Sequence[str], missing: int) -> bool:
    """Whether letters are beginnings of words, in their order, of which few are missing, and never the first."""
    if not letters or not words:
        return not letters and missing >= len(words)
    for size in range(min(len(letters), len(words[0])), 0, -1):
        if words[0].startswith(letters[:size]) and _is_made(letters[size:], words[1:], missing):
            return True
    return missing > 0 and _is_made(letters, words[1:], missing - 1)


def _words_of(name: str) -> list[str]:
    """The words of a name but little ones, without marks."""
    plain = re.sub("[\u0300-\u036f]", "", unicodedata.normalize("NFD", fold(name)))
    return [word for word in re.findall(r"[^\W\d_]+", plain) if word not in LITTLE]


def keys(name: str) -> Iterator[str]:
    """What a name has in common with most names whose acronym it is, or which are acronyms of it."""
    name = undotted(name)
    yield from (f"!{short}" for short in acronyms(name))
    yield from (f"!{fold(one)}" for one in _SHORT_WORD.findall(name) if one.isupper())
    words = _words_of(name)
    if len(words) == 1 and len(words[0]) >= _LEAST_OF_BEGINNINGS:
        yield f"&{words[0][:2]}"
    if len(words) > 2:
        yield from {f"&{words[0][0]}{letter}" for letter in (*words[0][1:2], words[1][0], words[2][0])}


@lru_cache(maxsize=100_000)
def acronyms(name: str) -> frozenset[str]:
    """The acronyms of a name: itself, those in brackets, and its initials."""
    bare = re.sub(r"\d+[^\W\d]*|[()]", " ", without_short(name))
    found = {fold(short) for short in _BRACKETED.findall(name)} | initials(bare) | initials(ARTICLE.sub("", fold(bare)))
    short = _ACRONYM.fullmatch(name.strip())
    return frozenset(found | ({fold(short[1])} if short and _is_short(name) else set()))
