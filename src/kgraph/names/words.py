"""Names as words: which are one by spelling, order and initials; what a name is without titles, articles and commas.

>>> are_one("Zelenskyy, Volodymyr", "Владимир Зеленский"), are_one("Olena Zelenska", "Volodymyr Zelensky")
(True, False)
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from kgraph.names import regnal
from kgraph.names.kinds import WRITTEN, told
from kgraph.names.letters import undotted
from kgraph.names.people import (
    ALSO_NAMES,
    TITLES,
    begins,
    clash,
    is_from_arabic,
    is_patronymic,
    joined,
    loosely,
    meaning,
    sort_of,
)
from kgraph.names.same import are_same
from kgraph.reading import fold

_LITTLE_WORDS = (
    "of for and on in at de du des da do dos la le les von van der und et und y i für al the а и та і й в у e "
    "ve з зі із с со по на"
)
LITTLE = frozenset(_LITTLE_WORDS.split())
"""Words that may be missing from a name that is only near."""
_OF = frozenset(("of", "for", "to", "in"))
_SUFFIXES = frozenset(("jr.", "sr.", "st.", "jr", "sr", "junior", "senior", "ii", "iii", "iv"))
_FIXED = LITTLE | {"bin", "ibn", "ben", "bint"}
_TOKEN = re.compile(r"\w{1,2}\.|(?:\w|[\u064b-\u0655\u0900-\u109f\u135d-\u135f])+(?:'\w+)*")
_QUOTED = re.compile(r'"[^"]*"')
_RANK = re.compile(
    r"^(?:(?:army|corps|fleet|brigade|police|air chief|air vice|group|wing) "
    r"(?=general|gen|admiral|marshal|commander|captain)"
    r"|(?:vice )?senior (?=general)"
    r"|(?:first|second|staff|chief|master|chief warrant|warrant) "
    r"(?=lieutenant|lt|sergeant|sgt|officer|marshal|minister))"
)
_ORDINAL = re.compile(r"(\d+)-?(?:st|nd|rd|th|[а-яіїє]{1,3})?")
_MINISTRY = re.compile(r"\bmin\.?(?= of )")
_INITIALS = re.compile(r"([A-Z]{2,3}) ([A-Z][a-z]\w+)")
_ETHIOPIC = re.compile("[\u1200-\u137f]")
_VIETNAMESE = re.compile("[\u1ea0-\u1ef9\u01a1\u01b0]")
_SECOND = {"ii": "2", "iii": "3", "iv": "4", "vii": "7", "viii": "8"}
_SHORT_NAME = re.compile(r"(.+\S) ?\(([^\W\d_]{2,8})\)")


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a name; `ordered` if their order tells names apart, `arabic` if its vowels may be spelt by ear;
    `titles` are those that stood before it, `closed` its words where a hyphen joins none, `quoted` what stood in
    quotation marks besides."""

    words: tuple[str, ...]
    ordered: bool
    arabic: bool = False
    titles: tuple[str, ...] = ()
    closed: tuple[str, ...] = ()
    quoted: tuple[str, ...] = ()


@lru_cache(maxsize=200_000)
def read(name: str) -> Words:
    """The words of a name without titles, articles and commas."""
    plain = fold(_two_initials(undotted(name)))
    last, comma, first = plain.partition(",")
    if comma and first.strip() and "," not in first:
        plain = f"{first.strip()} {last.strip()}"
    quoted: tuple[str, ...] = ()
    if len(_TOKEN.findall(bare := _QUOTED.sub(" ", plain))) > 1:
        quoted = tuple(_TOKEN.findall(" ".join(_QUOTED.findall(plain))))
        plain = bare  # a nickname in quotes
    plain = _MINISTRY.sub("ministry", _RANK.sub("", plain.removeprefix("the ")))
    bare = joined(plain)
    marked, plain = bare != plain, bare.replace('"', " ")
    tokens = [_word(token) for token in _TOKEN.findall(plain.replace("-", " "))]
    titled = next((at for at, word in enumerate(tokens) if word.rstrip(".") not in TITLES), 0)
    if titled and told(tokens[titled : titled + 1])[0].sort == "word":
        titled = 0  # General Staff
    if len(tokens) - titled == 1 and not ALSO_NAMES.isdisjoint(tokens[:titled]):
        titled = 0  # Said Ahmed
    if titled and tokens[titled] in _OF:
        titled = 0  # Mayor of Ford: a post, and no name without its title
    words, titles = tuple(tokens[titled:]), tuple(word.rstrip(".") for word in tokens[:titled])
    if len(words) > 1 and words[-1] in _SECOND:
        words = (*words[:-1], _SECOND[words[-1]])
    if len(words) > 2 and words[0] == "u":
        words, titles = words[1:], (*titles, words[0])
    closed = tuple(map(_word, _TOKEN.findall(plain.replace("-", "")))) if "-" in plain else ()
    arabic = marked or any(map(is_from_arabic, words))
    return Words(words, _is_ordered(words), arabic, titles, closed[titled:], quoted)


def _two_initials(name: str) -> str:
    """A name with its initials apart: "J. D. Vance" for "JD Vance"."""
    found = _INITIALS.fullmatch(name)
    if found is None or found[1].lower() in TITLES or told([found[2].lower()])[0].sort:
        return name
    return f"{'. '.join(found[1])}. {found[2]}"


def _is_ordered(words: Sequence[str]) -> bool:
    """Whether the order of words tells names apart: any of them may be a first name, numbers, or particles. In Ethiopia
    the second word is the father's name: with the words in the other order it is the father's own."""
    sorts = [sort_of(word) for word in words]
    is_of_father = "arabic" in sorts or any(map(_ETHIOPIC.search, words))
    free = len(words) > 1 and (is_of_father or all(sort in ("given", "slavic", "part") for sort in sorts))
    return free or sum(word.isdecimal() for word in words) > 1 or not _FIXED.isdisjoint(words)


def _word(token: str) -> str:
    number = _ORDINAL.fullmatch(token)
    return number[1] if number else WRITTEN.get(token, token)


def are_one(one: str, other: str) -> bool:
    """Whether two names are one by their words."""
    one, other = without_short(one), without_short(other)
    mine, its = read(one), read(other)
    if not mine.words or not its.words or clash(mine.titles, its.titles) or regnal.clash(one, other):
        return False
    if _VIETNAMESE.search(fold(one)) and _VIETNAMESE.search(fold(other)) and _are_spelt_otherwise(mine, its):
        return False
    few, many = sorted((mine.words, its.words), key=len)
    is_short = len(many) == 1 or not LITTLE.isdisjoint((mine.words[0], its.words[0]))
    if is_short and mine.titles and its.titles and set(mine.titles) != set(its.titles):
        return False  # President Bush and Governor Bush; Ministro de Defensa and Presidente de Defensa
    if mine.quoted and its.quoted and not _are_quoted_alike(mine.quoted, its.quoted):
        return False
    if mine.arabic and its.arabic and _in_order(*(_by_ear(name.words) for name in (mine, its))):
        return True
    if _are_joined(mine, its) or _are_joined(its, mine):
        return True
    if mine.ordered or its.ordered:
        return len(mine.words) == len(its.words) and all(map(_same_or_begins, mine.words, its.words))
    turns = not (_is_of_a_body(few) or _is_of_a_body(many)) or any(word.isdecimal() for word in few)
    return _matched(few, many) and (turns or all(map(_same_or_begins, few, many)))


def _is_of_a_body(words: Sequence[str]) -> bool:
    """Whether a word is a kind of body, whose name is not written in another order: Iran Air is not Air Iran."""
    return any(one.sort in ("word", "level") for one in told(words))


def _are_quoted_alike(one: Sequence[str], other: Sequence[str]) -> bool:
    return len(one) == len(other) and all(map(are_same, one, other))


def _are_spelt_otherwise(one: Words, other: Words) -> bool:
    """Whether two names with Vietnamese marks have a word with other marks: Quang is not Quảng."""
    whole = [{word for word in name.words if len(word) > 1 and not word.endswith(".")} for name in (one, other)]
    return not (whole[0] <= whole[1] or whole[1] <= whole[0])


def without_short(name: str) -> str:
    """A name without its own initials in brackets: "African National Congress (ANC)".

    >>> without_short("Arakan Army (AA)"), without_short("Main Office (HUR)")
    ('Arakan Army', 'Main Office (HUR)')
    """
    short = _SHORT_NAME.fullmatch(name.strip())
    return short[1] if short and fold(short[2]) in initials(short[1]) else name


@lru_cache(maxsize=100_000)
def initials(name: str) -> frozenset[str]:
    """The initials of a name of several words, with and without those of little words.

    >>> sorted(initials("Institute for the Study of War"))
    ['iftsow', 'isw']
    """
    words = re.findall(r"\w+", re.sub(r"\b[dl]'", "", fold(name)).replace("'", ""))
    both = (words, [word for word in words if word not in LITTLE])
    return frozenset("".join(word[0] for word in some) for some in both if len(some) > 1)


def _are_joined(one: Words, other: Words) -> bool:
    """Whether one is the other with a hyphen in a word: "Ahmadi-Nejad" and "Ahmadinejad"."""
    return len(one.closed) == len(other.words) > 1 and all(map(are_same, one.closed, other.words))


def _by_ear(words: Sequence[str]) -> list[frozenset[str]]:
    return [loosely(meaning(word)) for word in words]


def _same_or_begins(one: str, other: str) -> bool:
    return are_same(one, other) or ((_is_initial(one) or _is_initial(other)) and _begins(one, other))


def _in_order(one: Sequence[frozenset[str]], other: Sequence[frozenset[str]]) -> bool:
    return len(one) == len(other) and all(map(frozenset.__and__, one, other))


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
    if len(left) > 1 or len(few) < 2 or not full:
        return False
    if _is_initial(left[0]):  # V. V. Putin is Vladimir Putin, but George W. Bush is not George Bush
        slavic = not left[0].isascii() or any(sort_of(word) == "slavic" for word in few)
        last = [word for word in many if _is_initial(word)][-1]  # P. M. Petrov is not Mikhail Petrov
        return slavic and left[0] == last and len(full) == len(few) and sum(not _is_initial(word) for word in many) == 1
    return is_patronymic(left[0]) and not any(map(_is_initial, few))


def _is_turned(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether the words are in the same order, or with the first one last, or the last one first."""
    turned = (other, (*other[1:], other[0]), (other[-1], *other[:-1]))
    return any(all(map(are_same, one, words)) for words in turned)


def _left(few: Sequence[str], many: Sequence[str]) -> list[str] | None:
    """The words of `many` that no word of `few` stands for.

    `None` if a word of `few` is not there, or if initials stand in another order than the names.
    """
    left, waiting, full = list(many), [], 0
    for word in few:
        if _is_initial(word):
            waiting.append(word)
            continue
        same = next((known for known in left if not _is_initial(known) and are_same(word, known)), None)
        if same is None:
            waiting.append(word)
            continue
        left.remove(same)
        full += len(word) > 2
    if waiting and not full:
        return None
    after = 0
    for word in waiting:
        begun = next((at for at, known in enumerate(left) if at >= after and _begins(word, known)), None)
        if begun is None:
            return None
        del left[begun]
        after = begun
    return left


def _begins(one: str, other: str) -> bool:
    if one in _SUFFIXES or other in _SUFFIXES:
        return False  # Donald J. Trump is not Donald Trump Jr.
    if _is_initial(one):
        return begins(one.rstrip("."), other.rstrip("."))
    return _is_initial(other) and begins(other.rstrip("."), one)


def _is_initial(word: str) -> bool:
    return word not in _SUFFIXES and ((len(word) == 1 and not word.isdecimal()) or word.endswith("."))
