"""Finding the stretch of a document's text to which an annotation's selectors point.

W3C's data model counts Unicode code points (§4.2.4, §4.2.5). Programs in JavaScript count UTF-16 units, in a page whose
line ends are one character each and that has no byte order mark. So a position is read in each of these ways, and the
reading counts at which the quoted words are found.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from kgraph.annotations import Position, Quote
from kgraph.reading import Likeness, Place, Reading, Searched, legible
from kgraph.sheets.dates import Unclear
from kgraph.sources import slice_digest

_WIDER = r"[\U00010000-\U0010ffff]"
_DROPPED = r"\r(?=\n)|\A\ufeff"
_ENOUGH = 10  # the least number of letters around a place that must agree with prefix and suffix
_LONGEST = 200  # how many characters of a prefix or suffix are compared
_FAR = 4  # the second nearest place must be so many times as far as the nearest
_AROUND = 30


@dataclass(frozen=True, slots=True)
class Pointed:
    """The stretch to which selectors point, in code points, and a remark on how it was found ("" for none)."""

    start: int
    end: int
    remark: str = ""


class Pointing:
    """A text in which the targets of selectors can be found.

    >>> text = Pointing(Searched("\U0001f6a2 The ferry sank. A ferry sank."))
    >>> text.place(Quote("ferry sank"), Position(21, 31))
    Pointed(start=20, end=30, remark='')
    >>> text.place(Quote("ferry sank", prefix="A "), None).start, text.place(Quote("ferry sank"), None)
    (20, None)
    """

    def __init__(self, searched: Searched) -> None:
        self._searched, self._text = searched, searched.text

    def place(self, quote: Quote | None, position: Position | None, digest: str = "") -> Pointed | None:
        """The stretch to which selectors point; `None` if the words are not found, or are found in several places that
        cannot be told apart.

        Raises `Unclear` for a position without words that has several readings, or is outside of the text.
        """
        if quote is None:
            return self._uncounted(position, digest) if position else None
        found = self._searched.find(quote.exact)
        other = f"the text has them with other {found.likeness.value}" if found.likeness is not Likeness.looks else ""
        place = self._chosen(found.places, quote, position)
        if place is not None:
            return Pointed(place.start, place.end, other)
        return self._nearest(found.places, position) if position and len(found.places) > 1 else None

    def _chosen(self, places: Sequence[Place], quote: Quote, position: Position | None) -> Place | None:
        """The place that is certainly meant, or `None`."""
        fitting = self._in_context(places, quote) if len(places) > 1 else []
        left = fitting or places
        if len(left) == 1:
            return left[0]
        if position and (there := self._standing(left, position)):
            return there
        whole = [place for place in left if place.whole]
        return whole[0] if len(whole) == 1 else None

    def _standing(self, places: Sequence[Place], position: Position) -> Place | None:
        """The place to which a position points in one of the ways of counting."""
        for start, end in self._counted(position):
            for place in places:
                before, behind = self._text[start : place.start], self._text[place.end : end]
                if start <= place.start and place.end <= end and not before.strip() and not behind.strip():
                    return place
        return None

    def _nearest(self, places: Sequence[Place], position: Position) -> Pointed | None:
        start = next((start for start, _ in self._counted(position)), position.start)
        near, other = sorted(places, key=lambda place: abs(place.start - start))[:2]
        if abs(near.start - start) * _FAR > abs(other.start - start):
            return None
        remark = f"these words occur {len(places)} times; the place nearest to the position was taken: {near.start}"
        return Pointed(near.start, near.end, f"{remark} '{self._around(near)}'")

    def _uncounted(self, position: Position, digest: str) -> Pointed:
        """The stretch to which a position without words points."""
        found = list(self._counted(position))
        if digest:
            found = [place for place in found if slice_digest(self._text, *place) == digest] or found[:1]
        if not found:
            length = len(self._text)
            raise Unclear(f"its position ends at {position.end}, and the text has {length} characters; quote the words")
        shown = [f"'{_line(self._text[start:end])}'" for start, end in found]
        if len(found) > 1:
            raise Unclear(f"its position is {' or '.join(shown)}, as one counts; quote the words in the annotation")
        start, end = found[0]
        return Pointed(
            start, end, "" if digest else f"no words tell whether the position is right; the text there is {shown[0]}"
        )

    def _counted(self, position: Position) -> Iterator[tuple[int, int]]:
        """The possible stretches of a position, each once: first in code points, then as a browser counts."""
        seen: set[tuple[int, int]] = set()
        for way in self._ways:
            start, end = way.code_points(position.start), way.code_points(position.end, last=True)
            if start is not None and end is not None and start < end <= len(self._text) and (start, end) not in seen:
                seen.add((start, end))
                yield start, end

    @cached_property
    def _ways(self) -> tuple["_Way", ...]:
        patterns = ("", _WIDER, f"{_WIDER}|{_DROPPED}", _DROPPED)
        return tuple(_Way(self._text, pattern) for pattern in patterns)

    def _in_context(self, places: Sequence[Place], quote: Quote) -> list[Place]:
        """The places at which a quote's prefix and suffix fit, or the one place that fits by far the best."""
        before, behind = _letters(quote.prefix[-_LONGEST:]), _letters(quote.suffix[:_LONGEST])
        whole = len(before) + len(behind)
        if not whole:
            return []
        fits = {place: self._fit(place, before, behind) for place in places}
        if whole in fits.values():
            return [place for place in places if fits[place] == whole]
        best, second = sorted(places, key=lambda place: -fits[place])[:2]
        return [best] if fits[best] >= min(whole / 2, _ENOUGH) and fits[best] >= fits[second] * 2 else []

    def _fit(self, place: Place, before: str, behind: str) -> int:
        """How many letters around a place agree with a prefix and a suffix."""
        width = 3 * max(len(before), len(behind)) + 20
        left = _letters(self._text[max(0, place.start - width) : place.start])
        right = _letters(self._text[place.end : place.end + width])
        return _common(left[::-1], before[::-1]) + _common(right, behind)

    def _around(self, place: Place) -> str:
        return _line(self._text[max(0, place.start - _AROUND) : place.end + _AROUND])


class _Way:
    """A way of counting a text's characters, in which some count as two (those beyond the BMP) and some do not
    count."""

    def __init__(self, text: str, pattern: str) -> None:
        self._ends: list[int] = []  # the positions, in this way of counting, at which special characters end
        self._after: list[int] = []  # the numbers of code points up to there
        self._wide: list[bool] = []
        shift = 0
        for match in re.finditer(pattern, text) if pattern else ():
            wide = match[0] > "\uffff"
            shift += 1 if wide else -1
            self._ends.append(match.end() + shift)
            self._after.append(match.end())
            self._wide.append(wide)

    def code_points(self, offset: int, *, last: bool = False) -> int | None:
        """A position in code points; `None` inside a character. With `last` it is before characters that do not count,
        else after them.

        >>> way = _Way("a\U0001f6a2b\\r\\nc", f"{_WIDER}|{_DROPPED}")
        >>> [way.code_points(offset) for offset in range(7)]
        [0, 1, None, 2, 4, 5, 6]
        >>> way.code_points(4, last=True)
        3
        """
        at = bisect_right(self._ends, offset)
        while last and at and self._ends[at - 1] == offset and not self._wide[at - 1]:
            at -= 1
        if at < len(self._ends) and self._wide[at] and self._ends[at] - offset == 1:
            return None
        return offset + (self._after[at - 1] - self._ends[at - 1] if at else 0)


def _letters(text: str) -> str:
    """The letters and digits of a text in one case, for comparing."""
    return "".join(char for char in Reading(text, case=False).seen if char.isalnum())


def _common(one: str, other: str) -> int:
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return count


def _line(text: str) -> str:
    line = " ".join(legible(text).split())
    return line if len(line) <= 80 else f"{line[:77]}…"
