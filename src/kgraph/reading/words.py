"""The words of a text by their letters alone, so that case, accents, hyphens, apostrophes and spaces do not matter."""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import accumulate
from unicodedata import category, normalize

from kgraph.reading.characters import is_letter, worth_nine_words
from kgraph.reading.seen import BREAK, Reading

NINE_WORDS = 252
"""The weight of nine words. A word of a script with spaces weighs a ninth of it, a character of another script its
share (`worth_nine_words`)."""

_WORD = NINE_WORDS // 9
_TOLERANCE = 3 * _WORD  # by so many the words of the same letters may differ in number: "well known", "wellknown"
# Accents, and the points of Hebrew and Arabic, without which most people write
_LEFT_OUT = re.compile(
    "['\u00ad\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20f0\ufe20-\ufe2f]+"
)


class Words:
    """The words of a text in order; of a script without spaces each character is one.

    `letters` has all their letters in a row; `begins` and `ends` have each word's positions in it.

    >>> words = Words("A well-known “Kom\u00admandant”, Zu\u0308rich")
    >>> words.letters, len(words.begins), words.span(1, 3)
    ('awellknownkommandantzurich', 5, (2, 12))
    """

    def __init__(self, text: str) -> None:
        self.reading = Reading(text, case=False)
        bare = self.reading.seen.translate(_BARE)
        self._seen = [match.span() for match in _pattern(bare).finditer(bare)]
        words = [bare[begin:end] for begin, end in self._seen]
        if _LEFT_OUT.search(bare):
            words = [_LEFT_OUT.sub("", word) for word in words]
            self._seen = [span for span, word in zip(self._seen, words, strict=True) if word]
            words = list(filter(None, words))
        self.letters = "".join(words)
        self.ends = list(accumulate(map(len, words)))
        self.begins = [0, *self.ends[:-1]] if words else []
        self._weights = [_weight(word[0]) for word in words]

    def seen(self, first: int, last: int) -> tuple[int, int]:
        """The span in `reading.seen` of the words from `first` up to, not including, `last`."""
        return self._seen[first][0], self._seen[last - 1][1]

    def span(self, first: int, last: int) -> tuple[int, int]:
        """The span of the same words in code points of the text."""
        return self.reading.around(*self.seen(first, last))

    def runs(self) -> Iterator[tuple[int, str]]:
        """For each word, the letters of the nine words that begin with it, where there are so many."""
        last, weight = 0, 0
        for first, begin in enumerate(self.begins):
            while weight < NINE_WORDS:
                if last == len(self.begins):
                    return
                weight += self._weights[last]
                last += 1
            yield first, self.letters[begin : self.ends[last - 1]]
            weight -= self._weights[first]

    def possible_runs(self) -> Iterator[str]:
        """The letters that may be nine words of another text, which may divide them into a few more or fewer words."""
        reach = [0, *accumulate(self._weights)]
        low = high = 0
        for first, begin in enumerate(self.begins):
            while low < len(self.begins) and reach[low + 1] - reach[first] < NINE_WORDS - _TOLERANCE:
                low += 1
            while high < len(self.begins) and reach[high] - reach[first] < NINE_WORDS + _TOLERANCE:
                high += 1
            for last in range(low, high):
                yield self.letters[begin : self.ends[last]]


class _Bare(dict[int, str]):
    """Maps a code point of a reading to its letter without accents, or to `'` if it is left out."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        parts = normalize("NFD", letter)
        self[code] = parts[0] if all(map(_LEFT_OUT.fullmatch, parts[1:])) else letter
        if code > 0x7F and _LEFT_OUT.fullmatch(letter):
            self[code] = BREAK if letter == BREAK else "'"
        return self[code]


_BARE = _Bare()


@lru_cache(maxsize=20_000)
def _weight(letter: str) -> int:
    return NINE_WORDS // (worth_nine_words(letter) or 9)


def _pattern(bare: str) -> re.Pattern[str]:
    others = {character for character in set(bare) if not character.isascii()}
    signs = frozenset(c for c in others if category(c)[0] == "M")
    return _word(signs, frozenset(c for c in others - signs if is_letter(c) and worth_nine_words(c)))


@lru_cache(maxsize=4096)
def _word(signs: frozenset[str], alone: frozenset[str]) -> re.Pattern[str]:
    """A pattern for a word in a text with these vowel signs, and these characters that each are a word."""
    sign = f"[{''.join(map(re.escape, sorted(signs)))}]" if signs else ""
    one = f"[{''.join(map(re.escape, sorted(alone)))}]" if alone else ""
    letter = rf"(?!{one})[^\W_]" if one else r"[^\W_]"
    letters = rf"(?:{letter}|{sign})+" if one or sign else rf"{letter}+"
    letters = letters.replace("|)", ")")
    spaced = f"{letters}(?:['{BREAK}]+{letters})*"
    return re.compile(f"{one}{sign}{'*' if sign else ''}|{spaced}" if one else spaced)
