"""Words for kinds of units and bodies, in the languages in which people write about them (`kinds.tsv`).

>>> [one.concept for one in told(("59th", "mech", "bde"))], [one.concept for one in told(("морської", "піхоти"))]
(['', 'mechanised', 'brigade'], ['marine'])
>>> [one.concept for one in told(("panzerbrigade",))]
['tank', 'brigade']
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from itertools import chain
from typing import NamedTuple

from kgraph.names.numbers import plain

_COMPOUNDS = ("brigade", "division", "regiment", "bataillon", "kompanie", "korps", "armee")
_COMPOUND = re.compile(
    "(bundes|landes|staats|reichs)?([^\\W\\d_]{4,}?)?s?"
    "(amt|dienst|behörde|ministerium|wehr|polizei|schutz|gericht|partei|verband|wache|wacht|kommission)?"
)
_SHORTEST_COMPOUND = 9
_PREFIX = re.compile("^(?:لل|ل(?=\\w{4})|ה(?=\\w{3}))")
WRITTEN = {
    **dict.fromkeys(("st.", "st", "ste"), "saint"),
    "dept": "department",
    "govt": "government",
    "intl": "international",
    "univ": "university",
    "natl": "national",
    "assn": "association",
    "cttee": "committee",
    "org": "organization",
    "organisation": "organization",
    "defence": "defense",
    "centre": "center",
    "labour": "labor",
}
"""Words that are written in two ways, or shortened."""
_COUNTRIES = (
    "ukraine russia sudan syria iran israel colombia turkey libya lebanon iraq yemen myanmar ethiopia germany "
    "france poland georgia armenia azerbaijan belarus moldova congo rwanda egypt palestine pakistan afghanistan "
    "india venezuela mexico kurdistan usa britain japan china korea vietnam greece serbia bulgaria romania italy "
    "spain brazil argentina chile peru indonesia philippines thailand somalia eritrea tunisia algeria morocco "
    "saudi qatar kuwait jordan emirates kazakhstan uzbekistan kyrgyzstan tajikistan nigeria kenya hungary czechia "
    "slovakia lithuania latvia estonia finland norway denmark sweden australia canada netherlands"
)
LANDS = frozenset((*_COUNTRIES.split(), "europe", "unitednations"))
"""What is meant by words for a country, or for a body that has others below it."""
_SURE = 5  # the least letters of a word in `words.tsv` that alone tells a body's name
_SURE_BEGINNING = 8  # and of a beginning
_MANY_WORDS = re.compile("[a-z\u00c0-\u024f\u0400-\u04ff]")  # letters in which there are many short words
_SHORTEST = 2  # the least letters of a beginning that stands for words with any ending


class Told(NamedTuple):
    """A word of a name: how it is written; if it is known, whether it is a level, an arm, another word, or one to drop;
    and what it means."""

    word: str
    sort: str = ""
    concept: str = ""


class _Way(NamedTuple):
    """The rest of the words of a kind, and what it is."""

    rest: tuple[str, ...]
    sort: str
    concept: str


def told(words: Sequence[str], *, widely: bool = False) -> list[Told]:
    """What the words of a name mean, those of a phrase together; `widely` with the words that only offer a name, if it
    has one that is sure or two.

    >>> [one.concept for one in told(("komisi", "pemilihan", "umum"), widely=True)]
    ['commission', 'electoral']
    """
    if widely:
        found = _told(words, True)
        of_body = [one.sort for one in found if one.sort in ("level", "arm", "word", "stem")]
        if len(of_body) > 1 or "word" in of_body or not of_body:
            return found
    return _told(words, False)


def lands(words: Sequence[str]) -> list[str]:
    """What each word or phrase means if it is a country, or a body above others, and "" for each other one.

    >>> lands(("harbours", "of", "brasil")), lands(("united", "nations"))
    (['', '', 'brazil'], ['unitednations'])
    """
    return [one.concept if one.concept in LANDS else "" for one in _told(words, True)]


def begins_a_land(word: str) -> bool:
    """Whether a country's name, or that of a body above others, may begin with a word."""
    return any(way.concept in LANDS for way in _ways(_key(word, True), True))


def _told(words: Sequence[str], widely: bool) -> list[Told]:
    found: list[Told] = []
    at = 0
    parts = [part for word in words for part in (_german(word) if widely else _parted(word))]
    plains = [_key(word, widely) for word in parts]
    while at < len(plains):
        way = _longest(plains, at, widely)
        if way is None:
            found.append(Told(parts[at]))
            at += 1
        else:
            found.append(Told(parts[at], way.sort, way.concept))
            at += 1 + len(way.rest)
    return found


@lru_cache(maxsize=200_000)
def written(word: str) -> str:
    """A word as it is usually written, a level by its English name; a plural, which names several, stays.

    >>> written("bde"), written("бригада"), written("st"), written("ada")
    ('brigade', 'brigade', 'saint', 'ada')
    """
    whole = next((way for way in _ways(plain(word)) if not way.rest and way.sort == "level"), None)
    return whole.concept if whole and word != f"{whole.concept}s" else WRITTEN.get(word, word)


def _parted(word: str) -> tuple[str, ...]:
    """A German compound of an arm and a level as two words; other words as they are."""
    for level in _COMPOUNDS if len(word) > len("division") else ():
        arm = word.removesuffix(level).removesuffix("s")
        if word.endswith(level) and arm and any(way.sort == "arm" and not way.rest for way in _ways(plain(arm))):
            return arm, level
    return (word,)


def _german(word: str) -> tuple[str, ...]:
    """A German compound by its beginning and its last word, as far as these are usual in names of bodies.

    >>> _german("bundeskriminalamt"), _german("verfassungsschutz"), _german("amt")
    (('bundes', 'kriminal', 'amt'), ('verfassung', 'schutz'), ('amt',))
    """
    found = _COMPOUND.fullmatch(word) if len(word) > _SHORTEST_COMPOUND else None
    parts = tuple(one for one in found.groups() if one) if found else ()
    return parts if len(parts) > 1 else _parted(word)


def _key(word: str, widely: bool) -> str:
    """A word as it is looked up; `widely` without an Arabic "for" or a Hebrew article before it, too."""
    return _PREFIX.sub("", plain(word)) if widely and not word.isascii() else plain(word)


def _longest(words: Sequence[str], at: int, widely: bool) -> _Way | None:
    fits = [way for way in _ways(words[at], widely) if not way.rest or _goes_on(words, at + 1, way.rest)]
    return max(fits, key=lambda way: len(way.rest), default=None)


def _goes_on(words: Sequence[str], at: int, rest: Sequence[str]) -> bool:
    return len(words) >= at + len(rest) and all(
        word.startswith(one[:-1]) if one.endswith("*") else word == one
        for word, one in zip(words[at : at + len(rest)], rest, strict=True)
    )


@lru_cache(maxsize=200_000)
def _ways(word: str, widely: bool = False) -> tuple[_Way, ...]:
    """What may begin with a word: as it stands before what has any ending, and longer beginnings before shorter."""
    whole, begun = _table(widely)
    found = list(whole.get(word, ()))
    for end in range(len(word), _SHORTEST - 1, -1):
        found += begun.get(word[:end], ())
    return tuple(found)


def rows() -> list[tuple[str, str, str]]:
    """The rows of `kinds.tsv`: sort, what is meant, and the ways to write it, separated by commas."""
    text = (files("kgraph.names") / "kinds.tsv").read_text(encoding="utf8")
    found = (line.split("\t") for line in text.splitlines() if line and line[0] != "#")
    return [(sort, concept, written) for sort, concept, written in found]


def _more_rows() -> Iterator[tuple[str, str, str]]:
    """The rows of `words.tsv`; a short word or a beginning is of the sort "stem"."""
    text = (files("kgraph.names") / "words.tsv").read_text(encoding="utf8")
    for concept, written in (line.split("\t") for line in text.splitlines() if line[0] != "#"):
        for phrase in written.split(", "):
            is_short = len(phrase) < (_SURE_BEGINNING if "*" in phrase else _SURE)
            is_sure = not is_short or ("*" not in phrase and not _MANY_WORDS.match(phrase))
            yield "drop" if concept == "-" else "word" if is_sure else "stem", concept, phrase


@cache
def _table(widely: bool) -> tuple[dict[str, list[_Way]], dict[str, list[_Way]]]:
    whole: defaultdict[str, list[_Way]] = defaultdict(list)
    begun: defaultdict[str, list[_Way]] = defaultdict(list)
    for sort, concept, written in chain(rows(), _more_rows() if widely else ()):
        for phrase in written.split(","):
            words = [_key(one[:-1], widely) + "*" if one.endswith("*") else _key(one, widely) for one in phrase.split()]
            first, rest = words[0], tuple(words[1:])
            into, start = (begun, first[:-1]) if first.endswith("*") else (whole, first)
            into[start].append(_Way(rest, sort, concept))
    return dict(whole), dict(begun)
