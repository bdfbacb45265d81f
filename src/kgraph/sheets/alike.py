"""Which known names may be meant by one that is none of them: a part of a name, an initial, a slip, a title before it.

They are offered, never taken. Numbers within names are never slips: the 41st Brigade is not the 14th. `kin` has what
only looks a little like it, to be told beside a new name.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import combinations

from kgraph.linking.folding import key, likeness, sound
from kgraph.namespaces import IRI
from kgraph.sheets.spellings import Spellings, is_like

_STOPS = frozenset(
    [
        "the",
        "a",
        "an",
        "of",
        "and",
        "on",
        "in",
        "at",
        "for",
        "und",
        "і",
        "та",
        "й",
        "и",
        "et",
        "y",
        "de",
        "la",
        "le",
        "el",
        "von",
    ]
)
_SAME = {
    **dict.fromkeys(("bn", "btn", "batt"), "battalion"),
    **dict.fromkeys(("bde", "brig", "bgde"), "brigade"),
    **dict.fromkeys(("regt", "rgt"), "regiment"),
    "div": "division",
    "coy": "company",
    "dept": "department",
    "min": "ministry",
    "govt": "government",
    "intl": "international",
    "univ": "university",
    **dict(
        zip(
            ("ii", "iii", "iv", "vi", "vii", "viii", "ix", "xi", "xii"),
            map(str, (2, 3, 4, 6, 7, 8, 9, 11, 12)),
            strict=True,
        )
    ),
}
_ADDED = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "miss",
        "dr",
        "prof",
        "professor",
        "sir",
        "lady",
        "lord",
        "president",
        "minister",
        "mayor",
        "governor",
        "general",
        "gen",
        "colonel",
        "col",
        "captain",
        "capt",
        "major",
        "maj",
        "lieutenant",
        "lt",
        "sergeant",
        "commander",
        "chief",
        "chairman",
        "chairwoman",
        "chair",
        "director",
        "secretary",
        "spokesman",
        "spokeswoman",
        "spokesperson",
        "reporter",
        "correspondent",
        "jr",
        "sr",
        "junior",
        "senior",
        "former",
        "ex",
        "acting",
        "deputy",
        "near",
        "outside",
        "around",
        "king",
        "queen",
        "pope",
        "judge",
        "senator",
        "rep",
        "deputy",
    ]
)
_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th|та|й|го|ої|я)?")
_COMMON = 60  # names: a word that so many have tells little of any
_MOST_COMMON = 4
_MOST_WORDS = 5  # of a name of which all parts are looked up
_SLIP = 1  # words of a name in which one letter may differ


@dataclass(slots=True)
class Alike:
    """The words of all names, to find those that come near one."""

    _names: dict[str, set[IRI]] = field(default_factory=lambda: defaultdict(set))
    _with_word: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    _all_of: dict[IRI, set[str]] = field(default_factory=lambda: defaultdict(set))
    _of: dict[IRI, set[str]] = field(default_factory=lambda: defaultdict(set))
    _of_words: dict[frozenset[str], set[str]] = field(default_factory=lambda: defaultdict(set))
    _of_sound: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    _spellings: Spellings = field(default_factory=Spellings)
    _likes: dict[str, set[str]] = field(default_factory=dict)

    def add(self, name: str, thing: IRI) -> None:
        """Let a thing be found by a name."""
        self._names[name].add(thing)
        self._of[thing].add(name)
        self._of_words[frozenset(words(name))].add(name)
        self._of_sound[sound(name)].add(name)
        for word in words(name):
            if self._spellings.add(word):
                self._likes.clear()
            self._with_word[word].add(name)
            self._all_of[thing].add(word)

    def has_word(self, word: str) -> bool:
        """Whether a name has this word."""
        return any(one in self._with_word for one in words(word))

    def meant(self, text: str) -> list[IRI]:
        """The things of which a text may be a variant of the name, the likeliest first."""
        if (family := re.fullmatch(r"the (\w+)s", text, re.IGNORECASE)) and key(family[1]) in self._with_word:
            return []  # "the Smiths" are no Smith
        found = self._variants(text)
        head = re.split(r"[,(/]| - ", text, maxsplit=1)[0].strip()
        if not found and head and head != text:
            found = self._variants(head)
        return self._ranked(text, found)

    def kin(self, text: str) -> list[IRI]:
        """At most three things whose names have a word of a text, or sound like it."""
        sought = {word for word in words(text) if len(word) > 2}
        names = self._sharing(tuple(sorted(sought)))
        good = [name for name in names if likeness(text, name) > 0.4 or sought & set(words(name))]
        return self._ranked(text, {thing for name in good for thing in self._names[name]})[:3]

    def _ranked(self, text: str, things: Iterable[IRI]) -> list[IRI]:
        best: dict[IRI, float] = {}
        for thing in things:
            best[thing] = max(likeness(text, name) for name in self._of[thing])
        return sorted(best, key=lambda thing: (-best[thing], thing))

    def _variants(self, text: str) -> set[IRI]:
        sought = words(text)
        if not sought:
            return set()
        names = self._candidates(text, sought)
        found = {thing for name in names if _is_variant(sought, words(name)) for thing in self._names[name]}
        found |= {
            thing
            for name in names
            for thing in self._names[name]
            if set(sought) <= self._all_of[thing] and _same_numbers(sought, words(name))
        }
        heard = sound(text)
        same = [name for name in names if sound(name) == heard and _same_numbers(sought, words(name))]
        found |= {thing for name in same for thing in self._names[name]}
        if found:  # "Ministry of Health and Welfare" has "Ministry of Health" in it
            found |= {
                thing
                for name in names
                if len(words(name)) > 1 and set(words(name)) < set(sought)
                for thing in self._names[name]
            }
        return found

    def _candidates(self, text: str, sought: tuple[str, ...]) -> Collection[str]:
        """Of the names that `_sharing` gives, at least those that `_variants` takes: all, unless every word is common.

        Then only those with a word like the rarest one, those of the same sound, and those made of the words alone.
        """
        count = {word: sum(len(self._with_word[like]) for like in self._like(word)) for word in sought}
        if min(count.values()) <= _COMMON or len(count) > _MOST_WORDS:
            return self._sharing(sought)
        told = _told(sought)
        rarest = min(told, key=lambda word: count[word])
        names = {name for like in self._like(rarest) for name in self._with_word[like]}
        likes = {like for word in count for like in self._like(word)}
        parts = {*sought, *(word[0] for word in told if len(told) < len(sought))}
        for size in range(1, len(parts) + 1):
            for some in combinations(sorted(parts), size):
                names |= self._of_words.get(frozenset(some), set())
        names |= self._of_sound.get(sound(text), set())
        exact = min(count, key=lambda word: len(self._with_word.get(word, ())))
        things = {thing for name in self._with_word.get(exact, ()) for thing in self._names[name]}
        for thing in things:
            if set(sought) <= self._all_of[thing]:
                names |= self._of[thing]
        return [name for name in names if not likes.isdisjoint(words(name))]

    def _sharing(self, sought: tuple[str, ...]) -> set[str]:
        """The names that have a word like one of these; words of many names count where no other tells more."""
        by_word = {word: [self._with_word[like] for like in self._like(word)] for word in dict.fromkeys(sought)}
        common = [word for word, found in by_word.items() if sum(map(len, found)) > _COMMON]
        if len(common) == len(by_word):
            common = []
        names = {name for word, found in by_word.items() if word not in common for some in found for name in some}
        for count in range(1, len(common[:_MOST_COMMON]) + 1):
            for some_words in combinations(common[:_MOST_COMMON], count):
                names |= self._of_words.get(frozenset(some_words), set())
        return names

    def _like(self, word: str) -> set[str]:
        """The words of names that are like a word, worked out once until there is a new word."""
        if word not in self._likes:
            self._likes[word] = self._spellings.like(word)
        return self._likes[word]


@lru_cache(maxsize=50_000)
def words(name: str) -> tuple[str, ...]:
    """The words of a name by which it is compared, those alone that tell something.

    >>> words("2nd Bn of the 4th Bde"), words("St. Osk")
    (('2', 'battalion', '4', 'brigade'), ('saint', 'osk'))
    """
    found = []
    for word in key(name.replace("&", " ")).split():
        number = _ORDINAL.fullmatch(word)
        word = number[1] if number else _SAME.get(word, word)
        if word not in _STOPS:
            found.append(word)
    return tuple(found)


def _told(sought: tuple[str, ...]) -> tuple[str, ...]:
    """The words without those that only stand before or behind names, unless there are no others."""
    return tuple(word for word in sought if word not in _ADDED) or sought


def _is_variant(sought: tuple[str, ...], name: tuple[str, ...]) -> bool:
    """Whether all words of either are in the other, but for a slip, an initial or a title."""
    if not _same_numbers(sought, name):
        return False
    told = _told(sought)
    for one in {sought, told}:
        slips = _slips(one, name)
        if slips is not None and slips <= _SLIP and (not slips or len(one) > 1 or len(name) == 1):
            return True
    return bool(name) and len(told) < len(sought) and _slips(name, told) == 0


def _slips(few: tuple[str, ...], many: tuple[str, ...]) -> int | None:
    """In how many words a slip must lie for all the few to be of the many; `None` if they are not."""
    left, slips = list(many), 0
    for word in few:
        if word in left:
            left.remove(word)
            continue
        like = [known for known in left if is_like(word, known)]
        if not like:
            return None
        best = max(like, key=lambda known: (known[0] == word[0], likeness(word, known)))
        slips += len(word) > 1
        left.remove(best)
    if slips == 0 and all(len(word) == 1 and not word.isdigit() for word in few):
        return None  # initials alone
    return slips


def _same_numbers(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether the numbers of one begin those of the other."""
    first, second = ([word for word in name if word.isdigit()] for name in (one, other))
    few = min(len(first), len(second))
    return first[:few] == second[:few] and not (first and not second)
