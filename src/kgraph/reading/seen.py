"""A text as a reader sees it, with a map back to its code points."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable
from functools import cached_property, lru_cache

from kgraph.reading.characters import (
    ANY_CASE,
    AS_WRITTEN,
    DRAWN_WITH,
    HYPHENS,
    LINE_ENDS,
    LOWER,
    composed,
    is_letter,
    joins,
    worth_nine_words,
)

BREAK = "\N{SOFT HYPHEN}"
"""In a reading this marks a hyphen at the end of a line; a reading never has soft hyphens of the text."""

_KINDS = ("unseen", "space", "end", "dash", "quote", "hyphen", "several", "accent")
_SINGLE = {" ": "space", "-": "dash", "'": "quote"}
_ONE = {"space": " ", "dash": "-", "quote": '"', "hyphen": BREAK}


class Reading:
    """A text as a reader sees it (`seen`); `span` gives the text's own characters for a stretch of it.

    Without `case` letters of any case are equal in `seen`.

    >>> reading = Reading("The bri\\u00adgade\\r\\n“holds”")
    >>> reading.seen, reading.span(4, 11), reading.span(12, 19), reading.text[14:21]
    ('The brigade "holds"', (4, 12), (14, 21), '“holds”')
    """

    def __init__(self, text: str, *, case: bool = True) -> None:
        self.text = text
        self._table = AS_WRITTEN if case else ANY_CASE
        # For each piece: where it begins in `seen`, where it begins and ends in the text, and whether it is one
        # character or several that map one to one.
        self._seen_at: list[int] = []
        self._from: list[int] = []
        self._to: list[int] = []
        self._whole: list[bool] = []
        self.seen = self._read()

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        """The span in the text of `seen[start:end]`; `None` if that begins or ends inside a character.

        Invisible characters inside the span belong to it, those around it do not. Variation selectors after it do,
        since they are drawn as a part of the last character.
        """
        if start >= end or self._parts_character(start) or self._parts_character(end):
            return None
        first, last = self._place(start), self._place(end - 1)
        if (self._whole[first] and start != self._seen_at[first]) or (self._whole[last] and end != self._after(last)):
            return None
        begin, stop = self.around(start, end)
        drawn = DRAWN_WITH.match(self.text, stop)
        stop = drawn.end() if drawn else stop
        return None if self._parts_picture(begin) or self._parts_picture(stop) else (begin, stop)

    def around(self, start: int, end: int) -> tuple[int, int]:
        """The shortest span in the text of whole characters that has `seen[start:end]` inside."""
        first, last = self._place(start), self._place(end - 1)
        begin, stop = self._from[first], self._to[last]
        if not self._whole[first]:
            begin += start - self._seen_at[first]
        if not self._whole[last]:
            stop = self._from[last] + end - self._seen_at[last]
        return begin, stop

    def is_inside_word(self, at: int) -> bool:
        """Whether the place before `seen[at]` is between letters of one word; never in scripts without spaces."""
        seen = self.seen
        if not 0 < at < len(seen):
            return False
        before, after = seen[at - 1], seen[at]
        if before == "'" and at > 1:
            before = seen[at - 2]
        elif after == "'" and at + 1 < len(seen):
            after = seen[at + 1]
        if BREAK in (before, after):
            return True
        return is_letter(before) and is_letter(after) and not worth_nine_words(before)

    def _parts_character(self, at: int) -> bool:
        """Whether a place is before an accent, a vowel sign, a later part of a Hangul syllable, or a skin tone."""
        if not 0 < at < len(self.seen):
            return False
        after = self.seen[at]
        return not after.isascii() and (
            unicodedata.category(after)[0] == "M" or "\u1160" <= after <= "\u11ff" or "🏻" <= after <= "🏿"
        )

    def _parts_picture(self, at: int) -> bool:
        """Whether a place of the text is inside a picture of several, which are joined, or a flag, of two letters."""
        if not 0 < at < len(self.text):
            return False
        before, after = self.text[at - 1], self.text[at]
        if "\u200d" in (before, after):
            return unicodedata.category(before if after == "\u200d" else after) == "So"
        if not ("🇦" <= before <= "🇿" and "🇦" <= after <= "🇿"):
            return False
        return (at - self._flags[bisect_right(self._flags, at) - 1]) % 2 == 1

    @cached_property
    def _flags(self) -> list[int]:
        """The positions in the text where rows of flags begin."""
        return [match.start() for match in re.finditer("[🇦-🇿]+", self.text)]

    def _place(self, at: int) -> int:
        return bisect_right(self._seen_at, at) - 1

    def _after(self, piece: int) -> int:
        return self._seen_at[piece + 1] if piece + 1 < len(self._seen_at) else len(self.seen)

    def _read(self) -> str:
        text, table = self.text, self._table
        parts: list[str] = []
        length = at = 0
        for match in self._pattern().finditer(text):
            start, end = match.span()
            kind = match.lastgroup or ""
            if kind == "unseen":
                seen = ""
            elif kind in ("several", "accents", "after"):
                if kind != "several":
                    start = max(at, start - 1)  # the letter that the accents are on
                seen = self._letters(text[start:end])
            else:
                seen = _ONE[kind]
            for piece, begin, whole in ((text[at:start].translate(table), at, False), (seen, start, True)):
                if piece:
                    parts.append(piece)
                    self._seen_at.append(length)
                    self._from.append(begin)
                    self._to.append(end if whole else start)
                    self._whole.append(whole)
                    length += len(piece)
            at = end
        if at < len(text):
            parts.append(text[at:].translate(table))
            self._seen_at.append(length)
            self._from.append(at)
            self._to.append(len(text))
            self._whole.append(False)
        return "".join(parts)

    def _letters(self, letters: str) -> str:
        """Letters with accents, the accents in their canonical order."""
        seen = composed(letters.translate(AS_WRITTEN))
        return seen if self._table is AS_WRITTEN else composed(seen.translate(LOWER))

    def _pattern(self) -> re.Pattern[str]:
        kinds: dict[str, set[str]] = {kind: set() for kind in _KINDS}
        for letter in set(self.text):
            for kind in _kinds(letter, self._table[ord(letter)]):
                kinds[kind].add(letter)
        return _special(*(frozenset(kinds[kind]) for kind in _KINDS))


def _kinds(letter: str, seen: str) -> Iterable[str]:
    if letter in HYPHENS:
        yield "hyphen"
    if LINE_ENDS.match(letter):
        yield "end"
    if not seen:
        yield "unseen"
    elif seen in _SINGLE:
        yield _SINGLE[seen]
    elif joins(letter) or joins(seen[0]):
        yield "accent"
    elif len(seen) > 1:
        yield "several"


@lru_cache(maxsize=4096)
def _special(*kinds: frozenset[str]) -> re.Pattern[str]:
    """A pattern that finds the parts of a text that a reader sees otherwise than character by character, such as a word
    that is divided at a line's end. `kinds` are the text's characters of each of `_KINDS`.

    A match begins with a character of a set, which is searched fast, and its alternatives are unambiguous, so the time
    is in proportion to the text's length.
    """
    sets = dict(zip(_KINDS, kinds, strict=True))
    unseen, space, end, dash, quote, hyphen, several, accent = (_one_of(sets[kind]) for kind in _KINDS)
    between = f"{unseen}*" if unseen else ""
    accents = f"(?:{between}{accent})*" if accent else ""
    found = []
    if hyphen and end:
        gap = _one_of(sets["space"] - sets["end"])
        gaps = f"(?:{between}{gap})*" if gap else ""
        letter = rf"(?:[^\W_]|{accent})" if accent else r"[^\W_]"
        found.append(
            rf"(?<={letter}{hyphen}){between}{gaps}{between}(?:\r\n|{end}){gaps}{between}(?={letter})(?P<hyphen>)"
        )
    if accent:
        found.append(f"(?<={accent}){accents}(?P<accents>)")
    if accent and unseen:
        found.append(f"(?<={unseen}){unseen}*{accent}{accents}(?P<after>)")
    if several:
        found.append(f"(?<={several}){accents}(?P<several>)")
    for kind, one in (("space", space), ("dash", dash)):
        if one:
            found.append(f"(?<={one})(?:{between}{one})+(?P<{kind}>)")
    if quote:
        found.append(f"(?<={quote}){between}{quote}(?P<quote>)")
    if unseen:
        found.append(f"(?<={unseen}){unseen}*(?P<unseen>)")
    first = _one_of(frozenset().union(*kinds))
    return re.compile(f"{first}(?:{'|'.join(found)})" if first else "(?!)")


def _one_of(letters: Iterable[str]) -> str:
    inside = "".join(map(re.escape, sorted(letters)))
    return f"[{inside}]" if inside else ""
