"""Japanese names in Latin letters, by how their characters are read in names (`japanese.tsv`).

That one may be the other is a question: a character is read in several ways, and many are read alike.

>>> may_be("安倍晋三", "Shinzō Abe"), may_be("小泉 進次郎", "Koizumi Shinjirou"), may_be("安倍晋太郎", "Shinzo Abe")
(True, True, False)
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files
from itertools import product

from kgraph.names import romanised, spaceless

_LEAST, _MOST = 2, 6  # characters of a name with its surname
_MOST_LETTERS = 26
_MOST_KEYS = 120  # readings of the first characters by which a name is looked up
_LONGEST_SURNAME = 3
_UNKNOWN = "[a-z]{1,5}"  # a character that is in no name of the table
_SPELT = (
    ("dz", "z"), ("m(?=[bpm])", "n"), ("tch", "cch"), ("oh(?![aeiouy])", "o"), ("si", "shi"), ("ti", "chi"),
    ("tu", "tsu"), ("hu", "fu"), ("zi", "ji"), ("sy", "sh"), ("ty", "ch"), ("zy|jy", "j"), ("l", "r"),
)  # fmt: skip
_LATIN = re.compile("(?:(?:([kgsztdhbprcj])?(?:[kgsztdhfbpmnrwyj]|sh|ch|ts|[kgnhbpmr]y)?[aeiou]{1,2})|n)+")
_KANA = (("si", "shi"), ("ti", "chi"), ("tu", "tsu"), ("hu", "fu"), ("[zd]i", "ji"), ("du", "zu"),
         ("(sh|ch|j)i~y", r"\1"), ("i~(?=y)", ""), ("~|-", ""), ("ou|oo", "o"), ("uu", "u"))  # fmt: skip
_REPEATED = "々"


@cache
def _read() -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    """The readings of each character, and of each surname that is read as a whole."""
    chars: dict[str, tuple[str, ...]] = {}
    whole: dict[str, tuple[str, ...]] = {}
    for line in (files("kgraph.names") / "japanese.tsv").read_text(encoding="utf8").splitlines():
        if not line.startswith("#"):
            reading, written = line.split("\t")
            some, *names = written.split(" ")
            for into, ones in ((chars, some), (whole, names)):
                for one in ones:
                    into[one] = (*into.get(one, ()), reading)
    return chars, whole


def may_be(one: str, other: str) -> bool:
    """Whether a name in Latin letters may be one in Japanese characters, with the surname first or last."""
    mine, its = spaceless.bare(one), spaceless.bare(other)
    written = _pattern(mine or its) if bool(mine) != bool(its) else None
    return written is not None and any(written.fullmatch("".join(words)) for words in _orders(other if mine else one))


def near_keys(name: str) -> Iterator[str]:
    """What a name has in common with those that it may be: its surname, or it may be a first name."""
    written = _unrepeated(spaceless.bare(name))
    if not written:
        yield from (f"*{_short(word)}" for words in _orders(name)[:1] for word in words)
    elif _LEAST <= len(written) <= _MOST:
        after = max((at for at, char in enumerate(written, 1) if not _readings(char)), default=0)
        for size in range(1, min(_LONGEST_SURNAME, len(written)) + 1):
            yield from {f"*{one}" for one in _begun(written[after:], size)}


def _begun(written: str, size: int) -> Iterator[str]:
    """The ways in which the first characters are read."""
    ways = map(_readings, written[:size])
    yield from (_short("".join(read)) for read, _ in zip(product(*ways), range(_MOST_KEYS), strict=False))
    yield from map(_short, _read()[1].get(written[:size], ()))


def _short(latin: str) -> str:
    """A word with each long vowel as a short one."""
    return re.sub("ou|oo", "o", latin).replace("uu", "u")


def _readings(char: str) -> tuple[str, ...]:
    return _read()[0].get(char) or ((kana,) if (kana := hepburn(char)) else ())


@lru_cache(maxsize=100_000)
def _orders(name: str) -> tuple[tuple[str, ...], ...]:
    """The words of a name that may be Japanese, as they stand and with the last one first; nothing for other names."""
    words = tuple(map(_spelt, romanised.latin_words(name, _MOST_LETTERS)))
    if not words or not all(map(_LATIN.fullmatch, words)):
        return ()
    return tuple(dict.fromkeys((words, (words[-1], *words[:-1]))))


def _spelt(word: str) -> str:
    for one, other in _SPELT:
        word = re.sub(one, other, word)
    return word


@lru_cache(maxsize=20_000)
def _pattern(written: str) -> re.Pattern[str] | None:
    """The ways in which a name is read; `None` for one whose characters are in no name."""
    if not _LEAST <= len(written) <= _MOST:
        return None
    parts = [f"(?:{'|'.join(_readings(char))})" if _readings(char) else _UNKNOWN for char in _unrepeated(written)]
    known = sum(part != _UNKNOWN for part in parts)
    if known < _LEAST or known < len(parts) - 1:
        return None
    ways = ["".join(parts)]
    for size in range(2, len(written) + 1):
        ways += [f"{reading}{''.join(parts[size:])}" for reading in _read()[1].get(written[:size], ())]
    return re.compile(_long("|".join(ways)))


def _long(pattern: str) -> str:
    """A pattern that also takes long vowels, as they are written in several ways."""
    return re.sub("u", "uu?", re.sub("o(?![a-z]*])", "o[ouh]?", pattern))


def _unrepeated(written: str) -> str:
    return re.sub(f"(.){_REPEATED}", r"\1\1", written)


@lru_cache(maxsize=10_000)
def hepburn(kana: str) -> str:
    """Kana in Latin letters, long vowels as short ones; "" for other letters.

    >>> hepburn("しょうじ"), hepburn("サクラ"), hepburn("東")
    ('shoji', 'sakura', '')
    """
    letters = list(map(_kunrei, kana))
    if not all(letters):
        return ""
    latin = re.sub(r"\*(.)", r"\1\1", "".join(letters)).rstrip("*")
    for kunrei, written in _KANA:
        latin = re.sub(kunrei, written, latin)
    return latin


def _kunrei(letter: str) -> str:
    """A letter of kana: "-" for a long vowel, "*" for a doubled consonant, a small one after "~"; "" for others."""
    if letter == "ー":
        return "-"
    said = re.fullmatch(r"(?:HIRAGANA|KATAKANA) LETTER (SMALL )?(\w+)", unicodedata.name(letter, ""))
    if said is None:
        return ""
    small, sound = said.groups()
    if small and sound == "TU":
        return "*"
    return f"{'~' if small else ''}{sound.lower()}"
