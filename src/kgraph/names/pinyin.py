"""Chinese names in Latin letters, by Pinyin and by Wade and Giles without tones and apostrophes (`pinyin.tsv`).

That one may be the other is a question: many characters are read alike, and some in several ways.

>>> may_be("习近平", "Xi Jinping"), may_be("蔡英文", "Tsai Ying-wen"), may_be("王毅", "Wang Huning")
(True, True, False)
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files
from itertools import product

from kgraph.names import romanised, spaceless

_LEAST, _MOST = 2, 4  # characters of a name with its surname
_MOST_SPELLINGS = 64
_MOST_LETTERS = 24  # of a name in Latin letters
_INITIALS = {
    "zh": "ch", "b": "p", "d": "t", "g": "k", "j": "ch", "q": "ch", "x": "hs", "z": "ts", "c": "ts", "r": "j",
}  # fmt: skip
_INITIAL = re.compile("^(?:ch|sh|zh|[bdgjqxzcr])")
_WHOLE_WORDS = (
    "zhi chih chi chih shi shih ri jih zi tzu ci tzu si szu er erh yi i you yu yan yen e o ge ko ke ko he ho "
    "gui kuei kui kuei guo kuo kuo kuo huo huo shuo shuo lv lu nv nu"
)
_WHOLE: dict[str, str] = dict(zip(*[iter(_WHOLE_WORDS.split())] * 2, strict=True))
_FINALS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(one), to)
    for one, to in (("ong$", "ung"), ("ian$", "ien"), ("ie$|ye$", r"\g<0>h"), ("[uv]e$", "ueh"), ("(?<!^)uo$", "o"))
)
_HISSED = {"zhi": "jr", "chi": "chr", "shi": "shr", "ri": "r", "zi": "tz", "ci": "tsz", "si": "sz"}
_SECOND_INITIALS = {"zh": "j", "q": "ch", "x": "sh", "z": "tz", "c": "ts"}
_SECOND_INITIAL = re.compile("^(?:zh|[qxz]|c(?!h))")
_SECOND_FINALS = (
    ("iu$", "iou"),
    ("(?<=[jqx])u|v", "iu"),
    ("ui$", "uei"),
    ("(?<![iy])un$", "uen"),
    ("ao$", "au"),
    ("ong$", "ung"),
    ("ie$", "ieh"),
)
_SECOND = tuple((re.compile(one), to) for one, to in _SECOND_FINALS)
_SURNAMES = {"li": "lee", "gu": "koo", "song": "soong", "zhou": "chow", "wu": "woo", "xu": "hsu", "xue": "hsueh"}
"""Surnames as they are usually spelt abroad."""


@cache
def _read() -> dict[str, tuple[str, ...]]:
    """The ways to read each character, in Pinyin without tones."""
    found: dict[str, tuple[str, ...]] = {}
    text = (files("kgraph.names") / "pinyin.tsv").read_text(encoding="utf8")
    for line in text.splitlines():
        if not line.startswith("#"):
            syllable, chars = line.split("\t")
            for char in chars:
                found[char] = (*found.get(char, ()), syllable)
    return found


def may_be(one: str, other: str) -> bool:
    """Whether a name in Latin letters may be one in Chinese characters, with the surname first or last."""
    if not spaceless.bare(one) and not spaceless.bare(other):
        return not _joined(one).isdisjoint(_older(other)) or not _older(one).isdisjoint(_joined(other))
    chinese, latin = (one, other) if spaceless.bare(one) else (other, one)
    return not _spellings(chinese).isdisjoint(_joined(latin))


def near_keys(name: str) -> frozenset[str]:
    """What a name has in common with those that it may be."""
    return _spellings(name) or _joined(name) | _older(name)


@lru_cache(maxsize=100_000)
def _spellings(name: str) -> frozenset[str]:
    """The ways to write a name in Latin letters, in one word; none for a name that is not in Chinese characters."""
    chars = spaceless.bare(name)
    if not _LEAST <= len(chars) <= _MOST or not all(char in _read() for char in chars):
        return frozenset()
    ways = [_read()[char] for char in chars]
    several = [some for some, _ in zip(product(*ways), range(_MOST_SPELLINGS), strict=False)]
    return frozenset(one for some in several for one in _written(some))


def _written(syllables: tuple[str, ...]) -> Iterator[str]:
    """The ways to write syllables in one word, the first one as a surname."""
    surname, given = syllables[0], syllables[1:]
    surnames = {_pinyin_of(surname), wade(surname), taiwanese(surname), _SURNAMES.get(surname, _pinyin_of(surname))}
    for spell in (_pinyin_of, wade, taiwanese):
        rest = "".join(map(spell, given))
        for first in surnames:
            yield first + rest
            yield (first + rest).replace("ying", "ing")  # as in Taiwan
            if given and given[-1] == "yi":
                yield first + "".join(map(spell, given[:-1])) + "ih"  # Hou Yu-ih


def _pinyin_of(syllable: str) -> str:
    return syllable.replace("v", "u")


@lru_cache(maxsize=100_000)
def _joined(name: str) -> frozenset[str]:
    """A name that may be a Chinese one, in one word, as it stands and with its last word first."""
    words = romanised.latin_words(name, _MOST_LETTERS)
    if len(words) > _MOST - 1 and not _is_of_syllables(words[0]):
        words = words[1:]  # Joseph Wu Jau-shieh
    if not words or not all(map(_is_of_syllables, words)):
        return frozenset()
    return frozenset("".join(some) for some in (words, (words[-1], *words[:-1])))


@lru_cache(maxsize=100_000)
def _older(name: str) -> frozenset[str]:
    """A name of several words in Pinyin as Wade and Giles write it, in one word; none for other names."""
    words = romanised.latin_words(name)
    if len(words) < _LEAST or not all(map(_pinyin().fullmatch, words)):
        return frozenset()
    older = ["".join(map(wade, filter(None, _pinyin().fullmatch(word).groups()))) for word in words]  # type: ignore[union-attr]
    return frozenset("".join(some) for some in (older, (older[-1], *older[:-1])))


@cache
def _pinyin() -> re.Pattern[str]:
    """One or two syllables of Pinyin."""
    some = "|".join(sorted({one for ways in _read().values() for one in ways}, key=len, reverse=True))
    return re.compile(f"({some})({some})?")


@cache
def _syllables() -> frozenset[str]:
    """Syllables in any spelling."""
    return frozenset(["ih", *(one for some in _read().values() for syllable in some for one in _written((syllable,)))])


def _is_of_syllables(word: str) -> bool:
    """Whether a word is one or two syllables in any spelling."""
    known = _syllables()
    return word in known or any(word[:at] in known and word[at:] in known for at in range(1, len(word)))


def wade(syllable: str) -> str:
    """A syllable of Pinyin as Wade and Giles write it, without apostrophes.

    >>> [wade(one) for one in "cai qing jian xue zhong guo duo".split()]
    ['tsai', 'ching', 'chien', 'hsueh', 'chung', 'kuo', 'to']
    """
    if syllable in _WHOLE:
        return _WHOLE[syllable]
    for ending, to in _FINALS:
        syllable = ending.sub(to, syllable)
    return _INITIAL.sub(lambda found: _INITIALS.get(found[0], found[0]), syllable, count=1)


def taiwanese(syllable: str) -> str:
    """A syllable of Pinyin by the second system of Taiwan of 1986.

    >>> [taiwanese(one) for one in "zhao xie zhe jiu xu qing zhong shi".split()]
    ['jau', 'shieh', 'je', 'jiou', 'shiu', 'ching', 'jung', 'shr']
    """
    if syllable in _HISSED:
        return _HISSED[syllable]
    for pattern, to in _SECOND:
        syllable = pattern.sub(to, syllable)
    return _SECOND_INITIAL.sub(lambda found: _SECOND_INITIALS[found[0]], syllable, count=1)
