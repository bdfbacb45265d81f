"""Finding words similar to one: with an initial, the same sound, or one or two letters more, less or different.

Not every pair is compared: words with few differences have a piece in common, so each word is indexed by its pieces and
its sound.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from kgraph.linking.folding import sound
from kgraph.names.same import within

_SHORTEST = 3  # the least letters of a word in which one letter may differ
_LONG = 8  # the least letters of a word in which two letters may differ
_MOST = 2


@dataclass(slots=True)
class Spellings:
    """Words, indexed by what similar words have in common."""

    _all: set[str] = field(default_factory=set)
    _with_first: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    _with_sound: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    _with_piece: dict[tuple[int, int, str], list[tuple[str, int]]] = field(default_factory=lambda: defaultdict(list))

    def add(self, word: str) -> bool:
        """Add a word; returns whether it is new."""
        if word in self._all:
            return False
        self._all.add(word)
        self._with_first[word[0]].add(word)
        if len(word) >= _SHORTEST and not word.isdigit():
            self._with_sound[sound(word)].add(word)
            for at, piece in _pieces(word):
                self._with_piece[len(word), at, piece].append((word, _letters(word)))
        return True

    def like(self, word: str) -> set[str]:
        """The words similar to a word; see `is_like`."""
        found = {word} & self._all
        if word.isdigit():
            return found
        if len(word) == 1:
            return found | {known for known in self._with_first.get(word, ()) if is_like(word, known)}
        if len(word) < _SHORTEST:
            return found
        return found | {known for known in self._maybe(word) if is_like(word, known)}

    def _maybe(self, word: str) -> set[str]:
        """The words that may be similar: with the same sound, or with a piece at a position that one or two differences
        allow."""
        found, letters = set(self._with_sound.get(sound(word), ())), _letters(word)
        for size in range(max(len(word) - _MOST, _SHORTEST), len(word) + _MOST + 1):
            most = _slips(word, size)
            if abs(size - len(word)) > most:
                continue
            for at, end in _cuts(size):
                for start in range(max(at - most, 0), at + most + 1):
                    some = self._with_piece.get((size, at, word[start : start + end - at]), ())
                    found.update(known for known, other in some if (letters ^ other).bit_count() <= 2 * most)
        return found


def is_like(word: str, known: str) -> bool:
    """Whether a word is an initial of a known one, or has one letter more, less or different (two if it is long).
    Numbers are never similar."""
    if word == known:
        return True
    if abs(len(word) - len(known)) > _MOST and len(word) > 1:
        return False
    return _is_near(word, known)


@lru_cache(maxsize=200_000)
def _is_near(word: str, known: str) -> bool:
    if word.isdigit() or known.isdigit():
        return False
    if len(word) == 1:
        return known[0] == word
    if min(len(word), len(known)) < _SHORTEST or abs(len(word) - len(known)) > _MOST:
        return False
    return within(word, known, _slips(word, len(known))) or sound(word) == sound(known)


def _slips(word: str, size: int) -> int:
    """How many letters may differ between a word and one of that size."""
    return 1 if min(len(word), size) < _LONG else _MOST


def _pieces(word: str) -> Iterator[tuple[int, str]]:
    return ((at, word[at:end]) for at, end in _cuts(len(word)))


@lru_cache(maxsize=1000)
def _cuts(size: int) -> tuple[tuple[int, int], ...]:
    """The pieces into which words of a size are cut: one more than the differences allowed, so that one piece has
    none."""
    count = (1 if size < _LONG else _MOST) + 1
    ends = [size * number // count for number in range(count + 1)]
    return tuple(pairwise(ends))


@lru_cache(maxsize=50_000)
def _letters(word: str) -> int:
    """The letters of a word as bits: words that differ in few letters differ in few bits."""
    bits = 0
    for char in word:
        bits |= 1 << ord(char) % 61
    return bits
