"""Whether two names are one, and whether one may be the other.

>>> are_one("Zelenskyy, Volodymyr", "Владимир Зеленский"), are_one("Putin V.V.", "Vladimir Putin")
(True, True)
>>> are_one("Olena Zelenska", "Volodymyr Zelensky"), are_one("47th Mechanised Brigade", "47 ОАБр")
(False, False)
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from kgraph.names import units
from kgraph.names.letters import arabic, is_arabic
from kgraph.names.people import TITLES, begins, is_from_arabic, is_only_given, is_patronymic, loosely, meaning, single
from kgraph.reading import fold

_LITTLE_WORDS = "of for and on in at de du des la le les von van der und et und y i the а и та і й в у"
_LITTLE = frozenset(_LITTLE_WORDS.split())
_SUFFIXES = frozenset(("jr.", "sr.", "st.", "jr", "sr"))
_FIXED = _LITTLE | {"bin", "ibn", "ben", "bint"}
_ARTICLE = re.compile(r"(?:^|(?<=\s))(?:al|el|as|ad|ar|at|an|az|ash|ath|esh|es|ed|er|ur|ul)[-‐ ](?=\w{3})")
_SERVANT = re.compile(r"\b(abd|abdul|abdel|abdal|abdur|abd al|abd el|abd ul)[ -](?:al|el|ul|ur|ar|er)?[ -]?(?=\w{3})")
_TOKEN = re.compile(r"\w{1,2}\.|\w+(?:'\w+)*")
_QUOTED = re.compile(r'"[^"]*"')
_ORDINAL = re.compile(r"(\d+)-?(?:st|nd|rd|th|[а-яіїє]{1,3})?")
_SHORT_NAME = re.compile(r"(.+\S) ?\(([^\W\d_]{2,8})\)")
_WRITTEN = {
    **dict.fromkeys(("st.", "st", "ste"), "saint"),
    "dept": "department",
    "min": "ministry",
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


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a name; `ordered` if their order tells names apart, `arabic` if its vowels may be spelt by ear."""

    words: tuple[str, ...]
    ordered: bool
    arabic: bool = False


@lru_cache(maxsize=200_000)
def read(name: str) -> Words:
    """The words of a name without titles, articles and commas."""
    plain = fold(name)
    last, comma, first = plain.partition(",")
    if comma and first.strip() and "," not in first:
        plain = f"{first.strip()} {last.strip()}"
    if len(_TOKEN.findall(bare := _QUOTED.sub(" ", plain))) > 1:
        plain = bare  # a nickname in quotes
    marked = bool(_ARTICLE.search(plain) or _SERVANT.search(plain))
    plain = _ARTICLE.sub("", _SERVANT.sub("abdul", plain.removeprefix("the ")))
    found = _TOKEN.findall(re.sub(r"\bعبد (?=\S)", "عبد", plain).replace("-", " ").replace('"', " "))
    tokens = [_word(token) for token in found]
    titled = next((at for at, word in enumerate(tokens) if word.rstrip(".") not in TITLES), 0)
    words = tuple(tokens[titled:])
    given = len(words) > 1 and all(is_only_given(meaning(word)) for word in words)
    ordered = given or sum(word.isdigit() for word in words) > 1 or not _FIXED.isdisjoint(words)
    return Words(words, ordered, marked or any(map(is_from_arabic, words)))


def _word(token: str) -> str:
    number = _ORDINAL.fullmatch(token)
    return number[1] if number else _WRITTEN.get(token, token)


def are_one(one: str, other: str) -> bool:
    """Whether two names are one name by spelling, order, initials or abbreviation."""
    first, second = units.read(one), units.read(other)
    if first is not None or second is not None:
        return first is not None and second is not None and units.are_one(first, second)
    mine, its = read(one), read(other)
    if not mine.words or not its.words:
        return False
    if mine.arabic and its.arabic and _in_order(*(_by_ear(name.words) for name in (mine, its))):
        return True
    if mine.ordered or its.ordered:
        return len(mine.words) == len(its.words) and all(map(_same_or_begins, mine.words, its.words))
    few, many = sorted((mine.words, its.words), key=len)
    return _matched(few, many)


def _is_shortened(name: str, known: str) -> bool:
    """Whether the second name is the acronym that the first has in brackets: "Main Directorate (HUR)"."""
    short = _SHORT_NAME.fullmatch(name)
    return short is not None and short[2].isupper() and fold(short[2]) == fold(known)


def _by_ear(words: Sequence[str]) -> list[frozenset[str]]:
    return [loosely(meaning(word)) for word in words]


def _same_or_begins(one: str, other: str) -> bool:
    return _same(one, other) or ((_is_initial(one) or _is_initial(other)) and _begins(one, other))


def may_be(one: str, other: str) -> bool:
    """Whether one of two names may be a shorter form of the other, so that a person may be asked.

    >>> may_be("Putin", "Vladimir Putin"), may_be("59th Brigade", "59th Assault Brigade"), may_be("Oslo", "Paris")
    (True, True, False)
    """
    first, second = units.read(one), units.read(other)
    if first is not None and second is not None:
        return units.are_near(first, second)
    if _is_shortened(one, other) or _is_shortened(other, one):
        return True  # two bodies may have one acronym
    few, many = sorted((read(one).words, read(other).words), key=len)
    few = tuple(word for word in few if word not in _LITTLE)
    return any(len(word) > 2 for word in few) and _left(few, many) is not None


def _in_order(one: Sequence[frozenset[str]], other: Sequence[frozenset[str]]) -> bool:
    return len(one) == len(other) and all(map(frozenset.__and__, one, other))


def _same(one: str, other: str) -> bool:
    if one.isdigit() or other.isdigit():
        return one == other
    if meaning(one) & meaning(other):
        return True
    if is_arabic(one) == is_arabic(other):
        return False
    script, latin = (one, other) if is_arabic(one) else (other, one)
    return any(arabic(script).fullmatch(single(form)) for form in meaning(latin))


def _matched(few: Sequence[str], many: Sequence[str]) -> bool:
    """Whether the words are the same, with the surname first or last; initials stand for names, and a patronymic or a
    middle initial may be left out."""
    left = _left(few, many)
    if left is None:
        return False
    if not left:
        initials = any(map(_is_initial, (*few, *many)))
        return len(few) < 3 or initials or _is_turned(few, many)
    full = [word for word in few if not _is_initial(word)]
    initials = any(map(_is_initial, few))  # George W. is not George H. W.
    dropped = all(is_patronymic(word) or (_is_initial(word) and not initials) for word in left)
    return dropped and len(left) == 1 and len(few) >= 2 and bool(full)


def _is_turned(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether the words are in the same order, or with the first one last, or the last one first."""
    turned = (other, (*other[1:], other[0]), (other[-1], *other[:-1]))
    return any(all(map(_same, one, words)) for words in turned)


def may_differ(one: str, other: str) -> bool:
    """Whether a typing error may be all that is between two names: of units, the numbers, levels and arms agree.

    >>> may_differ("Pokrovsk", "Pokrowsk"), may_differ("59th Brigade", "95th Brigade")
    (True, False)
    """
    first, second = units.read(one), units.read(other)
    return first is None or second is None or units.are_near(first, second)


def _left(few: Sequence[str], many: Sequence[str]) -> list[str] | None:
    """The words of `many` that no word of `few` stands for; `None` if a word of `few` is not there."""
    left, waiting, full = list(many), [], 0
    for word in few:
        if _is_initial(word):
            waiting.append(word)
            continue
        same = next((known for known in left if not _is_initial(known) and _same(word, known)), None)
        if same is None:
            waiting.append(word)
            continue
        left.remove(same)
        full += len(word) > 2
    if waiting and not full:
        return None
    for word in waiting:
        begun = next((known for known in left if _begins(word, known)), None)
        if begun is None:
            return None
        left.remove(begun)
    return left


def _begins(one: str, other: str) -> bool:
    if _is_initial(one):
        return begins(one.rstrip("."), other.rstrip("."))
    return _is_initial(other) and begins(other.rstrip("."), one)


def _is_initial(word: str) -> bool:
    return word not in _SUFFIXES and ((len(word) == 1 and not word.isdigit()) or word.endswith("."))
