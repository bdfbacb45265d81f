"""EDTF, the Extended Date/Time Format of the Library of Congress, levels 0 to 2: which days a text allows.

https://www.loc.gov/standards/datetime/. The library `edtf` reads each date of a text. This module splits a text into
its two ends, or a set into its members, because the library knows only some combinations. The library differs from the
specification here:

| text | the library | here, as specified |
|---|---|---|
| `2023-02-29`, `1985-02-3X`, `1900-02-29?` | taken | refused: there is no such day |
| `2021T10:00:00`, `2021-05T10:00:00` | taken | refused: an hour needs a day |
| `2005/2004` | taken | refused: it ends before it begins |
| ` 1985`, `1985 ` | taken | refused: EDTF has no spaces |
| `1985-04-12T23:20:30+00:00` | refused | taken, as `Z` is |
| `1984-1X` | refused | taken: level 2 has unspecified digits anywhere |
| `2003-22?` | refused | taken: level 1 qualifies any date as a whole |
| `../2004-06-XX`, `2005-~05/..`, `[1985-04-XX,1986]`, `Y12021/..` | refused | taken: an end, or a member, is any date |
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from kgraph.days import Day, Moment, days_in, is_legal

CHARACTERS = re.compile(r"[0-9XYESTZ~?%./\[\]{},:+-]+")
"""The characters of EDTF; shapes.ttl has them too."""

_BARE = re.compile(
    r"(?P<year>-?[0-9X]{4})(?:S(?P<digits>[1-9][0-9]?)|-(?P<month>[0-9X]{2})(?:-(?P<day>[0-9X]{2})(?P<time>T.*)?)?)?"
    r"|Y(?P<long>-?[1-9][0-9]{0,39})(?:E(?P<power>[1-9][0-9]{0,9}))?(?:S(?P<long_digits>[1-9][0-9]?))?"
)
_LONGEST = 80
# two digits of which one is unspecified: the library checks these, and each qualified part, one by one
_UNSPECIFIED = re.compile("X[0-9X]|[0-9]X")
# first and last month and day of a season in the north and in the south, meteorological or astronomical
_SPRING, _SUMMER, _AUTUMN, _WINTER = ((3, 1), (6, 21)), ((6, 1), (9, 23)), ((9, 1), (12, 22)), ((12, 1), (3, 21))
_NORTH = {25: _SPRING, 26: _SUMMER, 27: _AUTUMN, 28: _WINTER}
_SOUTH = {29: _AUTUMN, 30: _WINTER, 31: _SPRING, 32: _SUMMER}
_ANYWHERE = {21: (25, 29), 22: (26, 30), 23: (27, 31), 24: (28, 32)}
_MONTHS = {33 + n: (3 * n + 1, 3 * n + 3) for n in range(4)} | {37 + n: (4 * n + 1, 4 * n + 4) for n in range(3)}
_MONTHS |= {40: (1, 6), 41: (7, 12)}


class EdtfError(ValueError):
    """A text is no EDTF; the message says why, if that is known."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """The days from `first` to `last`; if there is a `pattern`, only those whose ISO text matches it."""

    first: Day
    last: Day
    pattern: str = ""

    def holds(self, first: Day, last: Day) -> bool:
        """Whether a day between these two is one of the stretch."""
        if self.first > last or self.last < first:
            return False
        if not self.pattern:
            return True
        return any(re.fullmatch(self.pattern, str(first.plus(n))) for n in range(last.number - first.number + 1))


@dataclass(frozen=True, slots=True)
class Dates:
    """The days that one date of a text allows. `day` is set if it allows a single day and is not marked as
    uncertain."""

    stretches: tuple[Stretch, ...]
    day: Day | None = None
    instant: Moment | None = None

    @property
    def first(self) -> Day:
        """The first day allowed."""
        return min(one.first for one in self.stretches)

    @property
    def last(self) -> Day:
        """The last day allowed."""
        return max(one.last for one in self.stretches)

    def holds(self, first: Day, last: Day) -> bool:
        """Whether a day between these two is allowed."""
        return any(one.holds(first, last) for one in self.stretches)


@dataclass(frozen=True, slots=True)
class Edtf:
    """A text of EDTF. For one date `begin` and `end` are the same; for an interval they are its ends, `None` if open or
    unknown.

    A set has `members`, and a `begin` or `end` if it says "and later" or "and earlier".
    """

    begin: Dates | None
    end: Dates | None
    members: tuple[Dates, ...] = ()

    def allows(self, first: Day, last: Day) -> bool:
        """Whether the span that the text describes may begin or end on a day from `first` to `last`."""
        if any(member.holds(first, last) for member in self.members):
            return True
        if self.begin is not None and self.begin is self.end:
            return self.begin.holds(first, last)
        if self.members and self.begin is None and self.end is None:
            return False
        return (self.begin is None or self.begin.first <= last) and (self.end is None or self.end.last >= first)


@lru_cache(maxsize=10_000)
def read(text: str, *, quick: bool = False) -> Edtf:
    """Read a text of EDTF; raises `EdtfError`.

    `quick` does not use the library, which takes 0.2 s to import and 10 ms for each date; then misplaced qualifiers are
    not noticed.

    >>> str(read("2024-37").begin.last), read("../2025-11-05").begin
    ('2024-04-30', None)
    >>> read("2099-13-45")
    Traceback (most recent call last):
    kgraph.validation.edtf.EdtfError: '2099-13-45' is no EDTF: there is no such day
    """
    if not CHARACTERS.fullmatch(text):
        raise EdtfError(f"'{text}' is no EDTF")
    if text[0] + text[-1] in ("[]", "{}"):
        return _set(text, quick)
    if "/" not in text:
        date = _date(text, quick)
        return Edtf(date, date)
    begin, end = _ends(text, quick)
    if begin and end and begin.first > end.last:
        raise EdtfError(f"'{text}' is no EDTF: it ends before it begins")
    return Edtf(begin, end)


def _ends(text: str, quick: bool) -> tuple[Dates | None, Dates | None]:
    ends = text.split("/")
    if len(ends) != 2 or (text != "../.." and all(end in ("", "..") for end in ends)):
        raise EdtfError(f"'{text}' is no EDTF")
    first, second = (None if end in ("", "..") else _date(end, quick, timed=False) for end in ends)
    return first, second


def _set(text: str, quick: bool) -> Edtf:
    """A set in brackets: dates, with two dots between two of them, before the first or after the last."""
    members = text[1:-1].split(",")
    if len(members) == 1 and ".." not in members[0]:
        raise EdtfError(f"'{text}' is no EDTF: a set has several members")
    begin = end = None
    dates = []
    for n, member in enumerate(members):
        if n == 0 and member.startswith(".."):
            end = _date(member[2:], quick, timed=False)
        elif n == len(members) - 1 and member.endswith(".."):
            begin = _date(member[:-2], quick, timed=False)
        elif ".." in member:
            lower, _, upper = member.partition("..")
            first, last = _date(lower, quick, timed=False).first, _date(upper, quick, timed=False).last
            if first > last:
                raise EdtfError(f"'{text}' is no EDTF: '{member}' ends before it begins")
            dates.append(Dates((Stretch(first, last),)))
        else:
            dates.append(_date(member, quick, timed=False))
    if begin and end:  # "up to a day" and "from a day on" together allow any day
        return Edtf(None, None)
    return Edtf(begin, end, tuple(dates))


@lru_cache(maxsize=10_000)
def _date(text: str, quick: bool, *, timed: bool = True) -> Dates:
    """One date of level 0, 1 or 2."""
    if re.fullmatch(r"(?!-0000)-?[0-9]{4}-[0-9]{2}-[0-9]{2}", text, re.ASCII) and is_legal(text, "date"):
        day = Day.of(text)
        return Dates((Stretch(day, day),), day)
    bare = re.sub("[?~%]", "", text)
    match = _BARE.fullmatch(bare)
    if match is None or len(text) > _LONGEST or match["year"] == "-0000":
        raise EdtfError(f"'{text}' is no EDTF")
    if match["time"] and not timed:
        raise EdtfError(f"'{text}' is no EDTF: intervals and sets have days, and no hours")
    if set("STY") & set(bare) and (bare != text or "X" in bare):
        raise EdtfError(f"'{text}' is no EDTF")
    stretches = tuple(_stretches(match))
    if not stretches:
        raise EdtfError(f"'{text}' is no EDTF: there is no such day")
    if not quick and not all(map(_library_takes, {bare, _UNSPECIFIED.sub("01", text)})):
        raise EdtfError(f"'{text}' is no EDTF")
    if bare != text:  # with a qualifier
        return Dates(tuple(_around(one, match) for one in stretches))
    (only, *_) = stretches
    sure = only.first if only.first == only.last and not only.pattern else None
    return Dates(stretches, sure, _instant(bare) if match["time"] else None)


def _instant(text: str) -> Moment:
    """The moment of a date and time; EDTF may leave the minutes of a zone out, XSD may not."""
    written = re.sub(r"([+-][0-9]{2})$", r"\1:00", text)
    if not is_legal(written, "dateTime"):
        raise EdtfError(f"'{text}' is no EDTF: there is no such hour")
    return Moment.of(written)


def _library_takes(text: str) -> bool:
    # here, since it takes 0.1 s: every build imports this module, and few data have EDTF
    from edtf import EDTFParseException, parse_edtf

    text = re.sub(r"[+-]00:00$", "Z", text)
    text = re.sub("^(-?[0-9X]{4}-(?:[0-9]X|X[0-9]))$", r"\1-XX", text)
    text = re.sub("^(-?[0-9]{4}-(?:2[1-9]|3[0-9]|4[01]))[?~%]$", r"\1", text)
    try:
        return parse_edtf(text) is not None
    except EDTFParseException:
        return False


def _stretches(match: re.Match[str]) -> "list[Stretch]":
    if match["long"]:
        return [_years(_long(match), match["long_digits"])]
    year, month, day = match["year"], match["month"], match["day"]
    if "X" in match[0].partition("T")[0]:
        return _unspecified(year, month or "XX", day or "XX")
    number = int(year)
    if month is None:
        return [_years(number, match["digits"])]
    if not 1 <= int(month) <= 12:
        return list(_season(number, int(month))) if int(month) in range(21, 42) and not day else []
    if day:
        one = Day(number, int(month), int(day))
        return [Stretch(one, one)] if 1 <= one.day <= days_in(number, one.month) else []
    return [_whole(number, int(month), int(month))]


def _long(match: re.Match[str]) -> int:
    # no bound has a year of a hundred digits, and larger ones would take long to compute
    power: int = 10 ** min(int(match["power"] or 0), 100)
    return int(match["long"]) * power


def _whole(year: int, first: int, last: int) -> Stretch:
    """Whole months."""
    return Stretch(Day(year, first, 1), Day(year, last, days_in(year, last)))


def _years(year: int, digits: str | None) -> Stretch:
    """A year, or all years that agree with it in its first `digits` digits."""
    size = 10 ** max(len(str(abs(year))) - int(digits or 1_000), 0)
    low, sign = abs(year) // size * size, -1 if year < 0 else 1
    first, last = sorted((sign * low, sign * (low + size - 1)))
    return Stretch(Day(first, 1, 1), Day(last, 12, 31))


def _unspecified(year: str, month: str, day: str) -> list[Stretch]:
    """The days that agree with the specified digits; none if there is no such day."""
    first, last = sorted(int(year.replace("X", digit)) for digit in "09")
    years = {2000, 2001} if year[-2:] == "XX" else {y for y in range(first, last + 1) if _fits(year, f"{abs(y):04}")}
    months = [m for m in range(1, 13) if _fits(month, f"{m:02}")]
    real = any(_fits(day, f"{d:02}") and d <= days_in(y, m) for y, m, d in product(years, months, range(1, 32)))
    pattern = "-".join(part.replace("X", "[0-9]") for part in (year, month, day))
    return [Stretch(Day(first, 1, 1), Day(last, 12, 31), pattern)] if real else []


def _fits(pattern: str, digits: str) -> bool:
    return all(one in ("X", other) for one, other in zip(pattern.lstrip("-"), digits, strict=True))


def _season(year: int, number: int) -> "list[Stretch]":
    if number in _MONTHS:
        return [_whole(year, *_MONTHS[number])]
    found = []
    for one in _ANYWHERE.get(number, (number,)):
        begin, end = (_NORTH | _SOUTH)[one]
        # a season over New Year may be counted to the year in which it begins or to the one in which it ends
        years = [(year, year)] if begin < end else [(year - 1, year), (year, year + 1)]
        found += [Stretch(Day(a, *begin), Day(b, *end)) for a, b in years]
    return found


def _around(stretch: Stretch, match: re.Match[str]) -> Stretch:
    """The stretch that "about" or "perhaps" allows: one month more on both sides of a day, one year for a month, ten
    years for a year."""
    days = 31 if match["day"] else 366 if match["month"] else 3_653
    return Stretch(stretch.first.plus(-days), stretch.last.plus(days))
