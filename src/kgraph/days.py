"""Days and instants: the one place that reads, orders and writes XSD 1.1's dates (Datatypes §3.3.7, §3.3.9, §D, §E).

All of `xsd:date`, `xsd:dateTime` and `xsd:dateTimeStamp` is legal here: a time zone up to ±14:00, the year 0000 (1 BC)
and earlier years, years of five digits and more, the hour 24:00:00 (the next day's 00:00:00), fractions of seconds.
"-0000" is the year 0000, since the grammar of a year allows it (yearFrag, §3.3.7.2). Python's `datetime` has only the
years from 1 to 9999. A year may have at most twelve digits, as many as an engine can compare.

XSD orders a value with a zone and a value without one only if they are more than 14 hours apart. Here any two values
have an order, by one of two rules. A `Day` is the calendar day in the zone in which it was written: the zone is left
out, so "2021-05-04Z", "2021-05-04+14:00" and "2021-05-04" are one day. A `Moment` is the instant at which a date or
time begins: its zone counts, and a value without a zone is taken as UTC.
"""

import re
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from functools import lru_cache

_YEAR = r"(?P<year>-?(?:[1-9][0-9]{4,11}|[0-9]{4}))"
_ZONE = r"(?P<zone>Z|[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00))?"
_DATE = rf"{_YEAR}-(?P<month>0[1-9]|1[0-2])-(?P<day>0[1-9]|[12][0-9]|3[01])"
_TIME = r"(?P<hour>[01][0-9]|2[0-3]):(?P<minute>[0-5][0-9]):(?P<second>[0-5][0-9](?:\.[0-9]+)?)"
_MOMENT = re.compile(rf"{_DATE}(?:T(?:{_TIME}|(?P<midnight>24:00:00(?:\.0+)?)))?{_ZONE}", re.ASCII)
_FORMS = {
    "gYear": re.compile(_YEAR + _ZONE, re.ASCII),
    "gYearMonth": re.compile(rf"{_YEAR}-(?:0[1-9]|1[0-2]){_ZONE}", re.ASCII),
}
DATATYPES = ("date", "dateTime", "dateTimeStamp", *_FORMS)
"""The local names of the XSD datatypes that `is_legal` can check. Only the first three are legal as bounds of time."""


@dataclass(frozen=True, slots=True, order=True)
class Day:
    """A day of the proleptic Gregorian calendar; year 0 is 1 BC. Ordered, earlier first.

    >>> Day.of("-0044-03-15") < Day.of("0000-02-29") < Day.of("2021-05-04Z") < Day.of("12021-05-04")
    True
    >>> str(Day.of("-0044-12-31T24:00:00+02:00"))
    '-0043-01-01'
    """

    year: int
    month: int
    day: int

    @classmethod
    def of(cls, value: "str | date | Day") -> "Day":
        """The day of a legal xsd:date or xsd:dateTime, in the zone in which it is written; `ValueError` for anything
        else."""
        if isinstance(value, Day):
            return value
        return cls(value.year, value.month, value.day) if isinstance(value, date) else Moment.of(value).day

    @property
    def number(self) -> int:
        """Days from 1 January of the year 1, which is number 1 as in `date.toordinal`; 0 and less before it."""
        # counted in years that begin in March, so that a leap day is the last day of its year
        years, months = self.year - (self.month < 3), (self.month + 9) % 12
        return 365 * years + years // 4 - years // 100 + years // 400 + (153 * months + 2) // 5 + self.day - 306

    @classmethod
    def numbered(cls, number: int) -> "Day":
        """The day that has this `number`.

        >>> str(Day.numbered(Day.of("-0044-03-15").number))
        '-0044-03-15'
        """
        return cls(1, 1, 1).plus(number - 1)

    def plus(self, days: int) -> "Day":
        """The day so many days later, or earlier.

        >>> str(Day.of("0000-03-01").plus(-1))
        '0000-02-29'
        """
        cycles, rest = divmod(self.number + days - 1, 146_097)  # days in 400 years
        found = date(1, 1, 1) + timedelta(rest)
        return Day(found.year + 400 * cycles, found.month, found.day)

    def __str__(self) -> str:
        return f"{'-' if self.year < 0 else ''}{abs(self.year):04}-{self.month:02}-{self.day:02}"


@dataclass(frozen=True, slots=True, order=True)
class Moment:
    """The instant at which an xsd:date or xsd:dateTime begins; ordered, a missing zone taken as UTC.

    `minutes` counts from the beginning of the year 1 in UTC, and `second` is the rest. `day` is the day in its own
    zone, `zone` is that zone's minutes ahead of UTC (`None`: not given), `timed` says whether it has a time of day.

    >>> Moment.of("2031-03-09T06:30:00+02:00") < Moment.of("2031-03-09T05:00:00Z")
    True
    """

    minutes: int
    second: Decimal
    day: Day = field(compare=False)
    zone: int | None = field(compare=False)
    timed: bool = field(compare=False)

    @classmethod
    def of(cls, text: str) -> "Moment":
        """The moment that a text means; `ValueError` if it is no legal xsd:date or xsd:dateTime."""
        found = _read(text)
        if found is None:
            raise ValueError(f"'{text}' is no xsd:date or xsd:dateTime")
        return found

    @property
    def python(self) -> "datetime | Moment":
        """Python's `datetime` for this moment, to the microsecond; the moment itself where `datetime` lacks the
        year."""
        try:
            start = datetime(1, 1, 1) + timedelta(minutes=self.minutes + (self.zone or 0), seconds=int(self.second))
        except OverflowError:
            return self
        start += timedelta(microseconds=int(self.second % 1 * 1_000_000))
        return start if self.zone is None else start.replace(tzinfo=timezone(timedelta(minutes=self.zone)))


@lru_cache(maxsize=10_000)
def _read(text: str) -> Moment | None:
    match = _MOMENT.fullmatch(text)
    if match is None:
        return None
    day = Day(int(match["year"]), int(match["month"]), int(match["day"]))
    if day.day > days_in(day.year, day.month):
        return None
    day = day.plus(1) if match["midnight"] else day
    zone = _offset(match["zone"])
    clock = int(match["hour"] or 0) * 60 + int(match["minute"] or 0)
    minutes = (day.number - 1) * 1440 + clock - (zone or 0)
    return Moment(minutes, Decimal(match["second"] or 0), day, zone, "T" in text)


def _offset(zone: str | None) -> int | None:
    """How many minutes a zone is ahead of UTC; `None` for no zone."""
    if not zone:
        return None
    if zone == "Z":
        return 0
    minutes = int(zone[1:3]) * 60 + int(zone[4:6])
    return -minutes if zone[0] == "-" else minutes


def or_earlier(day: object) -> str:
    """A last possible day in words. “By” the day could be read as its author, or as a deadline.

    >>> or_earlier("2031-05-04")
    '2031-05-04 or earlier'
    """
    return f"{day} or earlier"


def on_days(first: object, last: object) -> str:
    """When something was said, in the form for a sentence: between the `first` and the `last` possible day. `first` is
    "" or None if nobody knows it.

    >>> on_days("2031-05-04", "2031-05-04"), on_days("2031-05-01", "2031-05-04"), on_days("", "2031-05-04")
    ('on 2031-05-04', 'between 2031-05-01 and 2031-05-04', 'on 2031-05-04 or earlier')
    """
    if first and first != last:
        return f"between {first} and {last}"
    return f"on {last}" if first else f"on {or_earlier(last)}"


def days_in(year: int, month: int) -> int:
    """How many days a month has.

    >>> days_in(0, 2), days_in(1900, 2), days_in(-4, 2)
    (29, 28, 29)
    """
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return 30 - (1 if leap else 2) if month == 2 else 30 + (month + month // 8) % 2


def day_of(text: str) -> Day | None:
    """The day of a date or time, as `Day.of` gives it; `None` for a text that is neither.

    >>> day_of("2022-07-32")
    """
    found = _read(text)
    return found.day if found else None


def is_legal(text: str, datatype: str) -> bool:
    """Whether a text is a value of one of `DATATYPES`.

    >>> is_legal("-12021-05-04", "date"), is_legal("2023-02-29", "date")
    (True, False)
    >>> is_legal("2021-05-04T10:00:00", "dateTime"), is_legal("2021-05-04T10:00:00", "dateTimeStamp")
    (True, False)
    >>> is_legal("12021", "gYear"), is_legal("02021", "gYear"), is_legal("2021-05-04", "dateTime")
    (True, False, False)
    """
    if datatype in _FORMS:
        return _FORMS[datatype].fullmatch(text) is not None
    found = _read(text)
    if found is None or found.timed != (datatype != "date"):
        return False
    return found.zone is not None or datatype != "dateTimeStamp"


def order(text: str) -> tuple[int, Moment | None, str]:
    """A key that sorts dates and times as `Moment` does, equal ones by their texts, and other texts after them.

    >>> sorted(["9999-01-01", "", "12021-05-04", "-0044-03-15"], key=order)
    ['-0044-03-15', '9999-01-01', '12021-05-04', '']
    """
    found = _read(text)
    return (1, None, text) if found is None else (0, found, text)
