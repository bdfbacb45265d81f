"""Finding words in a text as a reader would find them."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import NamedTuple

from kgraph.reading.characters import is_letter
from kgraph.reading.seen import BREAK, Reading
from kgraph.reading.words import Words


class Likeness(Enum):
    """How similar the found words are to the words sought, the most similar first."""

    looks = ""
    """They look the same."""
    case = "letter case"
    """They differ in case alone."""
    letters = "accents, punctuation or spaces"
    """They have the same letters."""


class Place(NamedTuple):
    """A stretch of a text in code points, the end exclusive; `whole` unless it is a part of a word."""

    start: int
    end: int
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Found:
    """The places of the words sought, whole words first, then in the order of the text; `likeness` applies to all."""

    places: tuple[Place, ...]
    likeness: Likeness = Likeness.looks


class Searched:
    """A text in which words can be found.

    >>> text = Searched("They upheld it. The bri-\\ngade he\u00adld it!")
    >>> text.find("held it").places
    (Place(start=30, end=38, whole=True), Place(start=7, end=14, whole=False))
    >>> text.find("The brigade, held").likeness.value
    'accents, punctuation or spaces'
    """

    def __init__(self, text: str) -> None:
        self.text = text

    def find(self, words: str) -> Found:
        """The places of `words`: first those that look the same, else those that differ in case, else whole words with
        the same letters.

        A place never begins or ends inside a character: "e" is not found in "é", whether that is one code point or
        two. Invisible characters (a soft hyphen) inside a place belong to it.
        """
        for likeness in (Likeness.looks, Likeness.case):
            case = likeness is Likeness.looks
            sought = Reading(words, case=case).seen.strip()
            if not sought:
                return Found(())
            if places := tuple(_places(self._as_written if case else self._words.reading, sought)):
                return Found(tuple(sorted(places, key=lambda place: (not place.whole, place.start))), likeness)
        return Found(tuple(_with_letters(self._words, Words(words))), Likeness.letters)

    def nearest(self, words: str) -> Place | None:
        """The stretch of as many words that has most of `words`, in any order; `None` if no stretch has half of
        them."""
        here = self._words
        wanted = Counter(_each(Words(words)))
        size = wanted.total()
        if not size:
            return None
        every = [word if word in wanted else "" for word in _each(here)]
        held: Counter[str] = Counter()
        best, most, common = -1, (size - 1) // 2, 0
        for last, word in enumerate(every):
            if word:
                held[word] += 1
                common += held[word] <= wanted[word]
            gone = every[last - size] if last >= size else ""
            if gone:
                common -= held[gone] <= wanted[gone]
                held[gone] -= 1
            if common > most:
                best, most = last, common
        if best < 0:
            return None
        first = next(at for at in range(max(0, best + 1 - size), best + 1) if every[at])
        return Place(*here.span(first, best + 1))

    @cached_property
    def _as_written(self) -> Reading:
        return Reading(self.text)

    @cached_property
    def _words(self) -> Words:
        return Words(self.text)


def _each(words: Words) -> Iterator[str]:
    return (words.letters[begin:end] for begin, end in zip(words.begins, words.ends, strict=True))


def _places(reading: Reading, sought: str) -> Iterator[Place]:
    seen, at = reading.seen, 0
    pattern = _pattern(sought) if BREAK in seen or BREAK in sought else None
    while True:
        if pattern:
            match = pattern.search(seen, at)
            start, end = match.span() if match else (-1, -1)
        else:
            start = seen.find(sought, at)
            end = start + len(sought)
        if start < 0:
            return
        if place := reading.span(start, end):
            yield Place(*place, not reading.is_inside_word(start) and not reading.is_inside_word(end))
        at = end if place else start + 1


def _pattern(sought: str) -> re.Pattern[str]:
    """A pattern for the words sought; a hyphen at the end of a line matches a hyphen of the word, or nothing."""
    parts = []
    for before, letter in zip(f" {sought}", sought, strict=False):
        if before.isalnum() and letter.isalnum():
            parts.append(f"{BREAK}?")
        if letter == BREAK:
            parts.append(f"[{BREAK}-]?")
        elif letter == "-":
            parts.append(f"[{BREAK}-]")
        elif letter == " " and before == "-":
            parts.append(f"(?:(?<={BREAK})| )")
        else:
            parts.append(re.escape(letter))
    return re.compile("".join(parts))


def _with_letters(words: Words, sought: Words) -> Iterator[Place]:
    if not sought.letters:
        return
    begin, end = sought.seen(0, len(sought.begins))
    head, tail = len(sought.reading.seen[:begin].strip()), len(sought.reading.seen[end:].strip())
    size, at = len(sought.letters), words.letters.find(sought.letters)
    while at >= 0:
        first, last = bisect_left(words.begins, at), bisect_left(words.ends, at + size)
        if words.begins[first : first + 1] == [at] and words.ends[last : last + 1] == [at + size]:
            begin, end = _with_marks(words.reading.seen, *words.seen(first, last + 1), head, tail)
            yield Place(*(words.reading.span(begin, end) or words.span(first, last + 1)))
        at = words.letters.find(sought.letters, at + 1)


def _with_marks(seen: str, begin: int, end: int, head: int, tail: int) -> tuple[int, int]:
    """The stretch extended by up to `head` marks of punctuation before it and `tail` behind it."""
    while head and begin and not (is_letter(seen[begin - 1]) or seen[begin - 1] in f" {BREAK}"):
        begin, head = begin - 1, head - 1
    while tail and end < len(seen) and not (is_letter(seen[end]) or seen[end] in f" {BREAK}"):
        end, tail = end + 1, tail - 1
    return begin, end
