"""Finding known names that an unknown one may mean: it is a part of one, has an initial, a typing error, or a title.

They are only suggested, never used. A different number never counts as a typing error: the 41st Brigade is not the
14th. `kin` finds names that are only a little similar, which a remark mentions beside a new name.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import combinations

from kgraph.linking.folding import key, likeness, sound
from kgraph.names.finding import Index
from kgraph.names.kinds import written
from kgraph.names.people import TITLES
from kgraph.namespaces import IRI
from kgraph.sheets.spellings import Spellings, is_like

_STOP_WORDS = "the a an of and on in at for und і та й и et y de la le el von"
_STOPS = frozenset(_STOP_WORDS.split())
_MORE = "chief chairman chairwoman chair director reporter correspondent jr sr junior senior ex near outside around rep"
_ADDED = TITLES | frozenset(_MORE.split())
"""Words that only stand before or after a name, as titles do."""
_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th|та|й|го|ої|я)?")
_ROMAN = (("ii", 2), ("iii", 3), ("iv", 4), ("vi", 6), ("vii", 7), ("viii", 8), ("ix", 9), ("xi", 11), ("xii", 12))
_NUMERALS = {word: str(value) for word, value in _ROMAN}
_COMMON = 60  # a word that so many names have says little about any of them
_MOST_COMMON = 4
_MOST_WORDS = 5  # the most words of a name of which all parts are looked up
_SLIP = 1  # the most words of a name in which one letter may differ


@dataclass(slots=True)
class Alike:
    """The words of all names, in which similar names can be found."""

    _names: dict[str, set[IRI]] = field(default_factory=lambda: defaultdict(set))
    _with_word: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    _all_of: dict[IRI, set[str]] = field(default_factory=lambda: defaultdict(set))
    _of: dict[IRI, set[str]] = field(default_factory=lambda: defaultdict(set))
    _of_words: dict[frozenset[str], set[str]] = field(default_factory=lambda: defaultdict(set))
    _of_sound: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    _spellings: Spellings = field(default_factory=Spellings)
    _likes: dict[str, set[str]] = field(default_factory=dict)
    _index: Index[IRI] | None = None

    def add(self, name: str, thing: IRI) -> None:
        """Add a name of a thing."""
        self._names[name].add(thing)
        if self._index is not None:
            self._index.add(name, thing)
        self._of[thing].add(name)
        self._of_words[frozenset(words(name))].add(name)
        self._of_sound[sound(name)].add(name)
        for word in words(name):
            if self._spellings.add(word):
                self._likes.clear()
            self._with_word[word].add(name)
            self._all_of[thing].add(word)

    def same(self, text: str) -> list[IRI]:
        """The things with a name that is one with a text, in other words (`kgraph.names`)."""
        if self._index is None:
            self._index = Index((name, thing) for name, things in self._names.items() for thing in things)
        return self._index.same(text)

    def has_word(self, word: str) -> bool:
        """Whether a name has this word."""
        return any(one in self._with_word for one in words(word))

    def meant(self, text: str) -> list[IRI]:
        """The things that have a name of which a text may be a variant, the likeliest first."""
        if (family := re.fullmatch(r"the (\w+)s", text, re.IGNORECASE)) and key(family[1]) in self._with_word:
            return []  # "the Smiths" is not Smith
        same = self.same(text)
        found = self._variants(text) | set(same)
        head = re.split(r"[,(/]| - ", text, maxsplit=1)[0].strip()
        if not found and head and head != text:
            found = self._variants(head)
        return [*sorted(same), *(thing for thing in self._ranked(text, found) if thing not in same)]

    def kin(self, text: str) -> list[IRI]:
        """At most three things whose names share a word with a text, or sound like it."""
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
        """Those names of `_sharing` that may be variants: all of them, unless every word is common.

        If every word is common, these are only the names with a word like the rarest one, those with the same sound,
        and those that consist of the words alone.
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
        """The names that have a word like one of these; common words count only if there are no rarer ones."""
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
        """The words of names that are similar to a word, cached until a word is added."""
        if word not in self._likes:
            self._likes[word] = self._spellings.like(word)
        return self._likes[word]


@lru_cache(maxsize=50_000)
def words(name: str) -> tuple[str, ...]:
    """The words of a name by which it is compared, without words that say nothing.

    >>> words("2nd Bn of the 4th Bde"), words("St. Osk")
    (('2', 'battalion', '4', 'brigade'), ('saint', 'osk'))
    """
    found = []
    for word in key(name.replace("&", " ")).split():
        number = _ORDINAL.fullmatch(word)
        word = number[1] if number else _NUMERALS.get(word) or written(word)
        if word not in _STOPS:
            found.append(word)
    return tuple(found)


def _told(sought: tuple[str, ...]) -> tuple[str, ...]:
    """The words without titles and other words that only stand before or after a name; all words if there are no
    others."""
    return tuple(word for word in sought if word not in _ADDED) or sought


def _is_variant(sought: tuple[str, ...], name: tuple[str, ...]) -> bool:
    """Whether all words of one are in the other, apart from a typing error, an initial or a title."""
    if not _same_numbers(sought, name):
        return False
    told = _told(sought)
    for one in {sought, told}:
        slips = _slips(one, name)
        if slips is not None and slips <= _SLIP and (not slips or len(one) > 1 or len(name) == 1):
            return True
    return bool(name) and len(told) < len(sought) and _slips(name, told) == 0


def _slips(few: tuple[str, ...], many: tuple[str, ...]) -> int | None:
    """In how many words there must be a typing error for all of `few` to be among `many`; `None` if they are not."""
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
    """Whether the numbers in one name are the first numbers of the other."""
    first, second = ([word for word in name if word.isdigit()] for name in (one, other))
    few = min(len(first), len(second))
    return first[:few] == second[:few] and not (first and not second)
