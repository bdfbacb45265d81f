"""Finding similarly spelt forms among many without comparing each: those that share enough letters and pairs of
letters."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches

_CUTOFF = 0.8  # the least ratio of difflib; the bounds below are computed for it
_Part = tuple[str, int]  # a letter or pair of letters, and how often it occurred before in the form


class Spellings:
    """Forms of names, in which similarly spelt ones can be found.

    For each part, and each length of form, one number has a bit for every form that has the part, so that all forms are
    counted at once.
    """

    def __init__(self, forms: Iterable[str]) -> None:
        self._forms: dict[int, list[str]] = defaultdict(list)
        self._having: dict[tuple[int, _Part], int] = defaultdict(int)
        for form in dict.fromkeys(forms):
            bit = 1 << len(self._forms[len(form)])
            self._forms[len(form)].append(form)
            for part in (*_letters(form), *_pairs(form)):
                self._having[len(form), part] |= bit

    def alike(self, form: str) -> list[str]:
        """The three most similar forms, the most similar first: the same as `difflib.get_close_matches` gives.

        >>> Spellings(["budanov", "pokrovsk", "bud"]).alike("budannov")
        ['budanov']
        """
        return get_close_matches(form, self.near(form), cutoff=_CUTOFF)

    def near(self, form: str) -> list[str]:
        """The forms that may be similar; no other form is.

        Two forms with n letters together are similar if they share 2/5 n, so that 1/5 n have no partner. Each of these
        removes two pairs of its own form and breaks one pair of the other form: of n/2 + 1 pairs, n/5 + 1 are left in
        both.
        """
        letters, pairs, found = _letters(form), _pairs(form), []
        for length in range(len(form) * 2 // 3, len(form) * 3 // 2 + 1):
            if forms := self._forms.get(length):
                fifth = -(-(len(form) + length) // 5)
                least = -(-(len(form) + length) * 2 // 5)
                alike = self._sharing(pairs, length, fifth + 1) & self._sharing(letters, length, least)
                found += [forms[place] for place in _places(alike)]
        return found

    def _sharing(self, parts: Sequence[_Part], length: int, least: int) -> int:
        """The forms of a length that have at least `least` of the parts, as a number with a bit for each form."""
        digits: list[int] = []  # the binary digits of the number of parts that each form has
        for part in parts:
            carry = self._having.get((length, part), 0)
            for place, digit in enumerate(digits):
                digits[place], carry = digit ^ carry, digit & carry
            if carry:
                digits.append(carry)
        if least >> len(digits):
            return 0
        more, equal = 0, (1 << len(self._forms[length])) - 1
        for place in reversed(range(len(digits))):
            if least >> place & 1:
                equal &= digits[place]
            else:
                more |= equal & digits[place]
                equal &= ~digits[place]
        return more | equal


def _letters(form: str) -> list[_Part]:
    return list(_numbered(form))


def _pairs(form: str) -> list[_Part]:
    """The pairs of neighbouring letters; the ends of the form count as letters too."""
    return list(_numbered(map("".join, zip(f"\n{form}", f"{form}\n", strict=True))))


def _numbered(parts: Iterable[str]) -> Iterator[_Part]:
    before: Counter[str] = Counter()
    for part in parts:
        yield part, before[part]
        before[part] += 1


def _places(bits: int) -> Iterator[int]:
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest
