"""Korean names in Latin letters, by two published tables and as they are usually spelt (`hangul.tsv`).

That one may be the other is a question: a syllable is written in several ways, and several in one.

>>> may_be("이재명", "Lee Jae-myung"), may_be("박근혜", "Pak Kŭn-hye"), may_be("김정은", "Kim Jong-il")
(True, True, False)
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files

from kgraph.names.letters import is_latin
from kgraph.reading import fold

_BEFORE_NASAL = "ㄴㄹㅁ"  # before these some consonants sound otherwise
_FIRST, _LAST = "가", "힣"
_VOWELS, _CODAS = 21, 28  # how many vowels and last consonants Unicode has, in whose order the table is
_SYLLABLE = (
    "(?:[kg]{1,2}h?|n|[td]{1,2}h?|[rlmhfz]|[pb]{1,2}h?|s{1,2}h?|t?ch|jj?|wh?|hw)?"
    "[aeiouwy]{1,4}h?(?:ng|ck|rk|[kgnlrmpbtsd])?"
)
_LATIN = re.compile(f"(?:{_SYLLABLE}){{1,2}}")
_MOST_WORDS, _MOST_LETTERS = 4, 18
_CLASSES = str.maketrans("gdbf", "ktpp", "aeiouwyhrl- ")
"""Consonants that are written for one another; r, l and h may be left out."""


@cache
def _ways(sort: str) -> dict[str, list[str]]:
    """The ways to write each letter, or surname, in the table's order."""
    text = (files("kgraph.names") / "hangul.tsv").read_text(encoding="utf8")
    rows = (line.split("\t")[1].split() for line in text.splitlines() if line.startswith(f"{sort}\t"))
    return {letter: [way.replace("-", "") for way in ways] for letter, *ways in rows}


def may_be(korean: str, latin: str) -> bool:
    """Whether a name in Latin letters may be one in Korean letters without spaces, with the surname first or last."""
    if not _is_whole(korean):
        return False
    written = _pattern(korean)
    return any(written.fullmatch("".join(words)) for words in _orders(latin))


def keys_of_korean(name: str) -> Iterator[str]:
    """What a name has in common with those that may be its romanisations, with the surname and without."""
    for one in (name, name[1:]) if _is_whole(name) else ():
        if len(one) > 1:
            yield f"/{bones(''.join(_simplest(syllable) for syllable in one))}"


def keys_of_latin(name: str) -> Iterator[str]:
    """What a name in Latin letters has in common with those of which it may be a romanisation."""
    for words in _orders(name):
        yield from (f"/{bones(' '.join(some))}" for some in (words, words[1:]) if some)


def bones(latin: str) -> str:
    """The consonants of a name in Latin letters, those that are written for one another alike.

    >>> bones("kun hye") == bones("geun-hye"), bones("jae myung") == bones("chae myong")
    (True, True)
    """
    plain = re.sub("t?ch+|[jz]+", "c", latin).replace("ng", "n").replace("sh", "s").replace("ck", "k")
    return re.sub(r"(.)\1+", r"\1", plain.translate(_CLASSES))


@lru_cache(maxsize=1_000)
def latin_words(name: str, most: int = _MOST_LETTERS) -> tuple[str, ...]:
    """The words of a short name in Latin letters, without marks; a hyphen parts them. Nothing for other names."""
    plain = unicodedata.normalize("NFD", fold(name))
    words = re.sub("[\u0300-\u036f'ʼ]", "", plain).replace("-", " ").replace(",", " ").split()
    is_short = 0 < len(words) <= _MOST_WORDS and sum(map(len, words)) <= most
    return tuple(words) if is_short and is_latin("".join(words)) else ()


@lru_cache(maxsize=100_000)
def _orders(name: str) -> tuple[tuple[str, ...], ...]:
    """The words of a name that may be Korean, as they stand and with the last one first; nothing for other names."""
    words = latin_words(name)
    if not words or not all(map(_LATIN.fullmatch, words)):
        return ()
    return tuple(dict.fromkeys((words, (words[-1], *words[:-1]))))


def _is_whole(name: str) -> bool:
    return all(_FIRST <= one <= _LAST for one in name)


@lru_cache(maxsize=20_000)
def _pattern(korean: str) -> re.Pattern[str]:
    """The ways in which a name is written in Latin letters."""
    told = [_letters(one) for one in korean]
    parts = []
    for at, (onset, vowel, coda) in enumerate(told):
        ends = _ways("coda").get(coda, [""])
        if at + 1 < len(told) and told[at + 1][0] in _BEFORE_NASAL:
            ends = _ways("nasal").get(coda, ends)
        whole = "".join(map(_any, (_ways("onset")[onset], _ways("vowel")[vowel], ends)))
        surname = _ways("surname").get(korean[0], []) if at == 0 and len(korean) > 1 else []
        parts.append(f"(?:{'|'.join((*surname, whole))})")
    return re.compile("".join(parts))


def _any(ways: list[str]) -> str:
    return f"(?:{'|'.join(ways)})"


def _letters(syllable: str) -> tuple[str, str, str]:
    """The consonant, the vowel and the last consonant of a syllable, "" if it has none.

    >>> _letters("박"), _letters("이")
    (('ㅂ', 'ㅏ', 'ㄱ'), ('ㅇ', 'ㅣ', ''))
    """
    at = ord(syllable) - ord(_FIRST)
    codas = ["", *_ways("coda")]
    vowel = list(_ways("vowel"))[at // _CODAS % _VOWELS]
    return list(_ways("onset"))[at // (_VOWELS * _CODAS)], vowel, codas[at % _CODAS]


def _simplest(syllable: str) -> str:
    """A syllable as the first of the ways to write it."""
    onset, vowel, coda = _letters(syllable)
    return _ways("onset")[onset][0] + _ways("vowel")[vowel][0] + _ways("coda").get(coda, [""])[0]
