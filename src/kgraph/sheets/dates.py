"""Days, months and years as people write them: which days a text allows, and its EDTF.

Numbers alone are read where only one reading is left: `5.11.2025` is 5 November, since dots stand between day and month
in that order; `25/11/2025` is clear, `5/11/2025` is not, unless the reader says in which `order` the sheet has them.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from kgraph.days import Day, Moment, is_legal
from kgraph.reading import fold
from kgraph.validation import edtf

ORDERS = ("dmy", "mdy")
"""In which order a sheet may have days, months and years where only numbers stand."""


class Unclear(ValueError):
    """A cell that can be read in several ways, or in none; says why and what to write."""


@dataclass(frozen=True, slots=True)
class Dated:
    """What one date allows: its first and last day (or moment), as XSD writes them, and its EDTF.

    `assumed` says what was taken for granted, such as the year; "" for nothing.
    """

    first: str
    last: str
    edtf: str
    assumed: str = ""


# Months by their beginnings, in the languages of which reports are likeliest; `fold` takes accents off.
_MONTHS = (
    "january januar janvier enero gennaio janeiro januari stycz sichen січ январ янв jan ene gen",
    "february februar fevrier febrero febbraio fevereiro februari lut лют феврал фев feb fev",
    "march marz mars marzo marco maart marzec marca берез март мар mar mär mrz",
    "april avril abril aprile kwie квіт апрел апр apr avr abr",
    "may mai mayo maggio maio mei maj трав май мая",
    "june juni juin junio giugno junho czerw черв июн jun giu",
    "july juli juillet julio luglio julho lip лип июл jul lug",
    "august aout agosto augustus sierp серп август авг aug ago",
    "september septembre septiembre settembre setembro wrzes верес сентябр сен sep sept set",
    "october oktober octobre octubre ottobre outubro pazdz жовт октябр окт oct okt ott out",
    "november novembre noviembre novembro listopad листопад ноябр ноя nov",
    "december dezember decembre diciembre dicembre dezembro december grud груд декабр дек dec dez dic",
)
_SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
_PARTS = {"early": (1, 10), "mid": (11, 20), "late": (21, 31)}
_WORD = r"[^\W\d_]+\.?"
_TIME = re.compile(r"(?:[ T,]+(?:at )?)(\d{1,2}):(\d{2})(?::(\d{2}))?\s*(Z|UTC|[+-]\d{2}:?\d{2})?$", re.IGNORECASE)
_DMY = re.compile(rf"(\d{{1,2}})(?:st|nd|rd|th|\.|º|er)?(?: of| de)? ({_WORD})(?:,| de)? (\d{{4}})", re.IGNORECASE)
_MDY = re.compile(rf"({_WORD}) (\d{{1,2}})(?:st|nd|rd|th)?,? (\d{{4}})", re.IGNORECASE)
_MY = re.compile(rf"(?:(early|mid|late)[ -])?({_WORD})(?: de)?,? (\d{{4}})", re.IGNORECASE)
_DM = re.compile(rf"(\d{{1,2}})(?:st|nd|rd|th|\.)?(?: of)? ({_WORD})", re.IGNORECASE)
_MD = re.compile(rf"({_WORD}) (\d{{1,2}})(?:st|nd|rd|th)?", re.IGNORECASE)
_NUMBERS = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})\.?")
_YMD = re.compile(r"(\d{4})([./])(\d{1,2})\2(\d{1,2})")
_ABOUT = re.compile(r"(?:about|around|circa|c\.|ca\.|approximately|~) ?(?=\S)", re.IGNORECASE)
_HINT = "write it as 2025-11-05, 2025-11 or 2025"


def read_date(cell: str | date | datetime, order: str = "", near: Day | None = None) -> Dated:
    """What a date allows. `near` is the day of the report, from which a year may be taken; raises `Unclear`.

    >>> read_date("5 Nov 2025").edtf, read_date("Nov. 2025").last, read_date("5/11/2025", "dmy").edtf
    ('2025-11-05', '2025-11-30', '2025-11-05')
    """
    if isinstance(cell, datetime):
        cell = cell.isoformat() if cell.time().isoformat() != "00:00:00" else cell.date()
    if isinstance(cell, date):
        return _days(Day.of(cell), Day.of(cell), str(Day.of(cell)))
    text = " ".join(cell.split())
    if about := _ABOUT.match(text):
        plain = read_date(text[about.end() :], order, near)
        return Dated(plain.first, plain.last, f"{plain.edtf}~", plain.assumed)
    return _exact(text) or _timed(text, order, near) or _worded(text, near) or _numbered(text, order)


def month(word: str) -> int | None:
    """The month that a word names, in one of the languages that are known here.

    >>> month("листопада"), month("Sept."), month("Oder")
    (11, 9, None)
    """
    plain = fold(word).strip(". ")
    if len(plain) < 3:
        return None
    for number, names in enumerate(_MONTHS, 1):
        for name in names.split():
            if plain == name or (len(name) > 3 and plain.startswith(name)) or (len(plain) > 3 and name.startswith(plain)):
                return number
    return None


def _days(first: Day, last: Day, text: str, assumed: str = "") -> Dated:
    return Dated(str(first), str(last), text, assumed)


@lru_cache(maxsize=10_000)
def _exact(text: str) -> Dated | None:
    """A date as XSD or EDTF writes it."""
    if is_legal(text, "dateTime"):
        return Dated(text, text, text)
    if is_legal(text, "date"):
        return Dated(text, text, str(Day.of(text)))
    if not edtf.CHARACTERS.fullmatch(text) or "/" in text or text[:1] in "[{":
        return None
    if re.fullmatch(r"\d{1,3}|\d{5,}|[\d./-]*[./][\d./-]*", text):
        return None
    try:
        read = edtf.read(text, quick=True).begin
    except edtf.EdtfError as error:
        if re.fullmatch(r"-?\d{4}-\d{1,2}(-\d{1,2})?", text):
            raise Unclear(f"{error}; {_HINT}") from error
        return None
    return None if read is None else _days(read.first, read.last, text)


def _timed(text: str, order: str, near: Day | None) -> Dated | None:
    """A date with a time of day behind it, or before it: `14:30 on 5 May 2025`."""
    swapped = re.sub(r"^(\d{1,2}:\d{2}\S*)(?: on|,)? (.+)$", r"\2 \1", text)
    match = _TIME.search(swapped)
    if match is None:
        return None
    day = read_date(swapped[: match.start()].rstrip(" ,"), order, near)
    if day.first != day.last or "T" in day.first:
        raise Unclear(f"'{text}' has a time of day and no single day; {_HINT}")
    zone = (match[4] or "").upper().replace("UTC", "Z")
    zone = f"{zone[:3]}:{zone[-2:]}" if zone[:1] in ("+", "-") else zone
    moment = f"{day.first}T{int(match[1]):02}:{match[2]}:{match[3] or '00'}{zone}"
    if not is_legal(moment, "dateTime"):
        raise Unclear(f"'{text}' has no legal time of day; write 14:30")
    return Dated(moment, moment, moment, day.assumed)


def _worded(text: str, near: Day | None) -> Dated | None:
    if match := _DMY.fullmatch(text):
        return _day(text, match[3], match[2], match[1])
    if match := _MDY.fullmatch(text):
        return _day(text, match[3], match[1], match[2])
    if match := _MY.fullmatch(text):
        return _month(text, match[1], match[2], match[3])
    if match := _DM.fullmatch(text):
        return _without_year(text, match[2], match[1], near)
    if match := _MD.fullmatch(text):
        return _without_year(text, match[1], match[2], near)
    return None


def _day(text: str, year: str, name: str, day: str, assumed: str = "") -> Dated | None:
    number = month(name)
    return None if number is None else _legal(text, int(year), number, int(day), assumed)


def _legal(text: str, year: int, number: int, day: int, assumed: str = "") -> Dated:
    written = f"{year:04}-{number:02}-{day:02}"
    if not is_legal(written, "date"):
        raise Unclear(f"'{text}': there is no such day; {_HINT}")
    return Dated(written, written, written, assumed)


def _month(text: str, part: str | None, name: str, year: str) -> Dated | None:
    season, number = _SEASONS.get(name.lower()), month(name)
    if season is None and number is None:
        return None
    if season is not None:
        if part:
            raise Unclear(f"'{text}' names no days; write the first and the last, such as 2025-03-01/2025-03-10")
        return _exact(f"{year}-{season}")
    if not part:
        return _exact(f"{year}-{number:02}")
    begin, end = _PARTS[part.lower()]
    whole = _exact(f"{year}-{number:02}")
    last = Day.of(whole.last) if whole else Day(int(year), number or 1, 28)
    first, end_day = Day(last.year, last.month, begin), Day(last.year, last.month, min(end, last.day))
    return _days(first, end_day, f"{first}/{end_day}", f"'{part}' taken as days {begin} to {end_day.day}")


def _without_year(text: str, name: str, day: str, near: Day | None) -> Dated | None:
    number = month(name)
    if number is None:
        return None
    if near is None:
        raise Unclear(f"'{text}' names no year; {_HINT}")
    for year in (near.year, near.year - 1):
        if is_legal(f"{year:04}-{number:02}-{int(day):02}", "date") and Day(year, number, int(day)) <= near:
            return _day(text, str(year), name, day, f"the year {year}, from the report's date")
    raise Unclear(f"'{text}': there is no such day; {_HINT}")


def _numbered(text: str, order: str) -> Dated:
    if match := _YMD.fullmatch(text):
        return _legal(text, int(match[1]), int(match[3]), int(match[4]))
    match = _NUMBERS.fullmatch(text)
    if match is None:
        raise Unclear(f"'{text}' is no date that kgraph reads; {_HINT}")
    first, second = int(match[1]), int(match[3])
    if len(match[4]) == 2:
        raise Unclear(f"'{text}' has a year of two digits; {_HINT}")
    year = int(match[4])
    if not order:
        order = "dmy" if match[2] == "." or first > 12 else "mdy" if second > 12 else ""
    if not order and first != second:
        both = f"{year:04}-{second:02}-{first:02} or {year:04}-{first:02}-{second:02}"
        raise Unclear(f"'{text}' can be {both}; write one of these, or say with --dates in which order the sheet has them")
    day, number = (second, first) if order == "mdy" else (first, second)
    return _legal(text, year, number, day)


def moment_of(text: str) -> Moment:
    """The instant at which a bound begins; for ordering."""
    return Moment.of(text)
