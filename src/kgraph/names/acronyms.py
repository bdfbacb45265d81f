"""Acronyms of names: whether one name is the other's, which several bodies may have, so that it decides nothing."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache

from kgraph.names.kinds import begins_a_land, lands, told
from kgraph.names.letters import romanised, undotted
from kgraph.names.people import ARTICLE
from kgraph.names.shorts import written_out
from kgraph.names.words import LITTLE, initials, without_short
from kgraph.reading import fold

_NUMBERED = r"(?:\d+(?:-?[a-zа-яіїє]{1,3}\.?|\.)?[ -]?)?"
_ACRONYM = re.compile(rf"{_NUMBERED}([^\W\d]{{2,8}})(?:[ -]?\d+)?")
_BRACKETED = re.compile(r"\(([^\W\d]{2,8})\)")
_NUMBER = re.compile(r"\d+")
_SHORT_WORD = re.compile(r"(?<![\w'])[^\W\d_]{2,6}(?![\w'])")
_LEAST_OF_BEGINNINGS = 4  # letters: fewer are the beginnings of too many names
_MOST_MISSING = 2  # words of which an acronym has no letter
_INITIAL = re.compile(r"(?<!\S)[^\W\d_a-z]\.")
_ASIDE = re.compile(r"(?P<short>[^\W\d_]{2,8}) \([^()]+\)")  # RSF (Sudan)
_MOST_WORDS = 3  # of the name of a country
_BEGUN, _LONGEST = 3, 8  # so many letters of each word are in an abbreviation by syllables; of so many words at most


def by_initials(one: str, other: str) -> float:
    """How close a name is to its acronym, alone or with a number or a country, or among other words.

    >>> by_initials("TPLF", "Tigray People's Liberation Front") > by_initials("TPLF", "Tigray Front") == 0
    True
    >>> by_initials("Mandalay PDF", "Mandalay People's Defence Force") > 0
    True
    >>> by_initials("HA (Sudan)", "Harbour Authority") > 0 == by_initials("HA (Sudan)", "Harbour Authority of Iran")
    True
    >>> by_initials("SENAPRED", "Servicio Nacional de Prevención y Respuesta ante Desastres") > 0
    True
    """
    one, other = undotted(one), undotted(other)
    if set(_NUMBER.findall(one)) != set(_NUMBER.findall(other)) or are_of_other_lands(one, other):
        return 0.0
    if _has_short(one, other) and acronyms(one) & acronyms(other):
        return 0.4
    ways = (_is_in, _is_by_syllables, _is_of_beginnings)
    return 0.4 if any(is_so(*some) for is_so in ways for some in ((one, other), (other, one))) else 0.0


def _has_short(one: str, other: str) -> bool:
    """Whether one of two names that differ is an acronym, or has one in brackets or beside a country."""
    if fold(_NUMBER.sub("", one)).strip() == fold(_NUMBER.sub("", other)).strip():
        return False
    return any(_is_short(name) or _bracketed(name) or beside(name) for name in (one, other))


@lru_cache(maxsize=100_000)
def _is_short(name: str) -> bool:
    """Whether a name is an acronym: few letters, two or more of them capitals."""
    short = _ACRONYM.fullmatch(name.strip())
    return short is not None and sum(map(str.isupper, short[1])) >= 2


def _bracketed(name: str) -> list[str]:
    """Short words in brackets but countries."""
    return [one for one in _BRACKETED.findall(name) if not _lands([one])]


@lru_cache(maxsize=100_000)
def beside(name: str) -> str:
    """The acronym that stands beside a country, a body above it or something in brackets; "" in other names.

    >>> beside("UN OCHA"), beside("Sudan's RSF"), beside("МЧС РФ"), beside("RSF (Sudan)"), beside("Iran Air")
    ('OCHA', 'RSF', 'МЧС', 'RSF', '')
    """
    found = _ASIDE.fullmatch(name.strip())
    if found and _is_short(found["short"]):
        return found["short"]
    words = re.sub(r"['’]s\b", "", name).split()
    some = [at for at, word in enumerate(words) if _is_short(word) and word.isalpha() and not _lands([word])]
    rest = [word for at, word in enumerate(words) if at not in some]
    return words[some[0]] if len(some) == 1 and rest and _is_land(rest) else ""


def _is_in(short: str, long: str) -> bool:
    """Whether a name becomes another when an acronym in it is written out."""
    for found in _SHORT_WORD.finditer(short):
        if not found[0].isupper() or len(found[0]) == len(short.strip()):
            continue
        rest, words = fold(short[: found.start()] + short[found.end() :]).split(), fold(long).split()
        left = " ".join(word for word in words if word not in rest)
        if set(rest) <= set(words) and fold(found[0]) in initials(left):
            return True
    return False


def _is_by_syllables(short: str, long: str) -> bool:
    """Whether a name is made of the beginnings of another's words, one of which is a word for a kind of body.

    >>> _is_by_syllables("Минобороны", "Министерство обороны РФ"), _is_by_syllables("Rosa", "Ronan Sand")
    (True, False)
    """
    one, words = fold(beside(short) or short), core(long)
    if len(one) < 2 * _BEGUN or not one.isalpha() or not 1 < len(words) <= _LONGEST:
        return False
    return any(each.sort in ("word", "level") for each in told(words)) and _is_made_of(one, words)


def _is_made_of(one: str, words: Sequence[str]) -> bool:
    """Whether a word is the beginnings of these words, all of them and in their order."""
    if not words:
        return not one
    sizes = range(_BEGUN, len(words[0]) + 1)
    return any(one.startswith(words[0][:size]) and _is_made_of(one[size:], words[1:]) for size in sizes)


def _is_of_beginnings(short: str, long: str) -> bool:
    """Whether a name in capitals is made of the beginnings of another's words, in their order, of which few may be
    missing."""
    letters, words = "".join(_words_of(short)), _words_of(long)
    if not short.isupper() or len(letters) < _LEAST_OF_BEGINNINGS or len(words) < 3:
        return False
    return letters[0] == words[0][0] and _is_made(letters, words, _MOST_MISSING)


def _is_made(letters: str, words: Sequence[str], missing: int) -> bool:
    if not letters or not words:
        return not letters and missing >= len(words)
    for size in range(min(len(letters), len(words[0])), 0, -1):
        if words[0].startswith(letters[:size]) and _is_made(letters[size:], words[1:], missing):
            return True
    return missing > 0 and _is_made(letters, words[1:], missing - 1)


@lru_cache(maxsize=100_000)
def _words_of(name: str) -> tuple[str, ...]:
    """The words of a name but little ones, without marks."""
    plain = re.sub("[\u0300-\u036f]", "", unicodedata.normalize("NFD", fold(name)))
    return tuple(word for word in re.findall(r"[^\W\d_]+", plain) if word not in LITTLE)


def keys(name: str) -> Iterator[str]:
    """What a name has in common with most names whose acronym it is, or which are acronyms of it."""
    name = undotted(name)
    yield from (f"!{short}" for short in acronyms(name))
    yield from (f"!{fold(one)}" for one in _SHORT_WORD.findall(name) if one.isupper())
    if first := begun(name):
        yield f"%{first}"
    words = _words_of(name)
    if len(words) == 1 and len(words[0]) >= _LEAST_OF_BEGINNINGS:
        yield f"&{words[0][:2]}"
    if len(words) > 2:
        yield from {f"&{words[0][0]}{letter}" for letter in (*words[0][1:2], words[1][0], words[2][0])}


@lru_cache(maxsize=100_000)
def acronyms(name: str) -> frozenset[str]:
    """The acronyms of a name, in Latin letters too: itself, those in brackets, and its initials with and without a
    country or a body above it. None for a person's name with initials."""
    if _INITIAL.search(name):
        return frozenset()
    bare = re.sub(r"\d+[^\W\d]*|[()]", " ", without_short(name))
    found = {fold(short) for short in _bracketed(name)} | initials(bare) | initials(ARTICLE.sub("", fold(bare)))
    found |= initials(" ".join(core(bare)))
    short = _ACRONYM.fullmatch(name.strip())
    own = short[1] if short and _is_short(name) else beside(name)
    found |= {fold(own)} if own else set()
    return frozenset(found | {romanised(one) for one in found if not one.isascii()})


def begun(name: str) -> str:
    """The first letters of a name's first word that is no country, with which its abbreviation by syllables begins."""
    words = core(name)
    return words[0][:_BEGUN] if words and len(words) <= _LONGEST and len("".join(words)) >= 2 * _BEGUN else ""


@lru_cache(maxsize=100_000)
def core(name: str) -> tuple[str, ...]:
    """The words of a name without little ones, and without countries and bodies above it at its ends.

    >>> core("United Nations Office for Harbours"), core("Harbour Office of Russia"), core("Russia")
    (('office', 'harbours'), ('harbour', 'office'), ())
    """
    words = [word for word in re.findall(r"[\w']+", re.sub(r"['’]s\b", "", name)) if fold(word) not in LITTLE]
    while size := next((size for size in range(_MOST_WORDS, 0, -1) if words and _is_land(words[:size])), 0):
        words = words[size:]
    while size := next((size for size in range(_MOST_WORDS, 0, -1) if words and _is_land(words[-size:])), 0):
        words = words[:-size]
    return tuple(map(fold, words))


def _is_land(words: Sequence[str]) -> bool:
    """Whether all that these words mean is one country, or one body above others."""
    if not _may_begin_a_land(words[0]):
        return False
    meant = lands(_spelt(words))
    return len(meant) == 1 and bool(meant[0])


@lru_cache(maxsize=100_000)
def _may_begin_a_land(word: str) -> bool:
    return any(map(begins_a_land, _spelt([word])))


def _spelt(words: Sequence[str]) -> list[str]:
    written = written_out(" ".join(words))
    return [one for word in map(fold, words) for one in written.get(word, word).strip("()").split()]


@lru_cache(maxsize=100_000)
def _lands_of(name: str) -> frozenset[str]:
    return frozenset(_lands(re.sub(r"['’]s\b|[()]", " ", name).split()))


def _lands(words: Sequence[str]) -> set[str]:
    return set(filter(None, lands(_spelt(words)))) if any(map(_may_begin_a_land, words)) else set()


def are_of_other_lands(one: str, other: str) -> bool:
    """Whether two names have each a country, or a body above them, and not the same.

    >>> are_of_other_lands("Police of Ukraine", "Polish Police"), are_of_other_lands("Police of Ukraine", "Police")
    (True, False)
    """
    mine, its = _lands_of(one), _lands_of(other)
    return bool(mine and its) and mine.isdisjoint(its)
