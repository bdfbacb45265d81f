"""Reading days, months and years as people write them: which days a text allows, and its EDTF.

A date of numbers is read only if it has one reading: `5.11.2025` is 5 November, since with dots the day comes first;
`25/11/2025` is clear; `5/11/2025` is not, unless the caller gives the `order` of the sheet.
"""

import re
from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache

from kgraph.days import Day, is_legal
from kgraph.sheets.calendar_words import months, weekdays
from kgraph.sheets.clock import timed
from kgraph.sheets.dated import HINT, Dated, NoDate, Unclear, a_day, a_month, stretch, year_of
from kgraph.sheets.periods import period, vague
from kgraph.sheets.plain import plain, unquoted
from kgraph.sheets.spoken import spoken
from kgraph.validation import edtf

__all__ = ["ORDERS", "Dated", "NoDate", "Unclear", "read_date"]

ORDERS = ("dmy", "mdy")
"""The orders of day, month and year that a sheet's dates of numbers may have."""

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_FILLERS = frozenset(
    [
        "of",
        "the",
        "de",
        "del",
        "d",
        "le",
        "la",
        "el",
        "il",
        "l",
        "al",
        "am",
        "den",
        "der",
        "dem",
        "di",
        "do",
        "em",
        "no",
        "on",
        "in",
        "о",
        "го",
        "е",
        "року",
        "рік",
        "р",
        "r",
        "roku",
        "года",
        "год",
        "г",
        "y",
        "an",
        "ad",
        "ce",
        "nd",
        "rd",
        "st",
        "th",
        "er",
        "o",
        "yil",
        "yili",
        "ο",
        "του",
        "του",
        "года.",
        "dne",
    ]
)
_SEPARATORS = re.compile(r"[\s,./'’-]+")
_NUMBER = re.compile(r"(\d{1,4})(?:st|nd|rd|th|er|o|e|го|е)?", re.IGNORECASE)
_ASIAN = re.compile(r"(\d{4}) ?[年년] ?(\d{1,2}) ?[月월](?: ?(\d{1,2}) ?[日号號일])?")
_NUMBERS = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})\.?")
_YMD = re.compile(r"(\d{4})([./-])(\d{1,2})\2(\d{1,2})\.?")
_MONTH_YEAR = re.compile(r"(\d{1,2})[./](\d{4})")
_DAY_MONTH = re.compile(r"(\d{1,2})\.(\d{1,2})\.")
_ABOUT = re.compile(r"(?:about|around|circa|roughly|approximately|approx\.?|c\.|ca\.|~) ?(?=\S)", re.IGNORECASE)
_PERHAPS = re.compile(r"(?:perhaps|possibly|probably|maybe) (?=\S)", re.IGNORECASE)
_NOBODY_SAYS = frozenset(
    ("unknown", "?", "n/a", "na", "none", "tbc", "tba", "no date", "undated", "not known", "not said", "-", "–")
)
_GOES_ON = frozenset(("ongoing", "present", "at present", "currently", "still", "continuing"))
_MONTHS_BACK = 3  # a month without a year is this one or at most so many before
_FAR = 183  # the most days before the report for a date without a year


def read_date(cell: str | date | datetime, order: str = "", near: Day | None = None, *, past: bool = False) -> Dated:
    """Read a date; raises `Unclear`.

    `near` is the day of the report, which may supply the year. `past` says that the date cannot be after it, as the
    date on which something was said.

    >>> read_date("5 Nov 2025").edtf, read_date("Nov. 2025").last, read_date("5/11/2025", "dmy").edtf
    ('2025-11-05', '2025-11-30', '2025-11-05')
    """
    if isinstance(cell, datetime):
        cell = cell.isoformat() if cell.time().isoformat() != "00:00:00" else cell.date()
    if isinstance(cell, date):
        return stretch(Day.of(cell), Day.of(cell))
    text = unquoted(plain(cell))
    for pattern, mark in ((_ABOUT, "~"), (_PERHAPS, "?")):
        if match := pattern.match(text):
            inner = read_date(text[match.end() :], order, near, past=past)
            return Dated("", "", f"{inner.days}{mark}", inner.assumed, text)
    return _dated(text, order, near, past)


def _dated(text: str, order: str, near: Day | None, past: bool) -> Dated:
    def again(inner: str) -> Dated:
        return read_date(inner, order, near, past=past)

    found = (
        _exact(text)
        or period(text)
        or timed(text, again, near)
        or spoken(text, near, past)
        or vague(text, again)
        or _asian(text)
        or _numbered(text, order, near, past)
        or _worded(text, near, past)
        or _on_weekday(text, again)
    )
    if found is None and text.casefold().strip(" .") in _NOBODY_SAYS:
        raise Unclear(f"'{text}' is no date; leave the cell empty if the text does not say when")
    if found is None and text.casefold().strip(" .") in _GOES_ON:
        raise Unclear(
            f"'{text}': since when? write 'since' and the day, or leave the cell empty: then it is of the day of saying"
        )
    if found is None:
        raise NoDate(f"'{text}' is no date that kgraph reads; {HINT}")
    return found


@lru_cache(maxsize=10_000)
def _exact(text: str) -> Dated | None:
    """A date in the form of XSD or EDTF."""
    if re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d(Z|[+-]\d\d:\d\d)?", text):
        text = f"{text[:16]}:00{text[16:]}"
    if is_legal(text, "dateTime"):
        return Dated(text, text, text)
    if is_legal(text, "date"):
        return Dated(text, text, str(Day.of(text)))
    if not edtf.CHARACTERS.fullmatch(text) or "/" in text or text[:1] in "[{":
        return None
    if re.fullmatch(r"\d{1,3}|\d{5,}|[\d./-]*[./][\d./-]*|[\dX]{1,3}|(\d{1,2}-){1,2}\d+", text):
        return None
    years = re.fullmatch(r"(\d{4})-(\d{2})", text)
    if years and int(years[2]) > 12 and int(years[2]) in ((int(years[1]) + n) % 100 for n in (1, 2)):
        raise Unclear(f"'{text}': two years, or a season of EDTF? write {years[1]}/{years[1][:2]}{years[2]}")
    return _edtf(text)


def _edtf(text: str) -> Dated | None:
    try:
        read = edtf.read(text, quick=True).begin
    except edtf.EdtfError as error:
        if re.match(r"-?\d{4}-?", text):
            raise Unclear(f"{error}; {HINT}") from error
        return None
    if read is None or re.search("[~?%]", text) or len(read.stretches) > 1:
        return Dated("", "", text)
    if match := re.fullmatch(r"(\d{4})-(\d\d)-XX", text):
        month = a_month(text, int(match[1]), int(match[2]))
        return Dated(month.first, month.last, text)
    if "X" in text and not re.fullmatch(r"\d{2,3}X{1,2}|\d{4}-XX(-XX)?", text):
        raise Unclear(f"'{text}' leaves open which days; write the first and the last")
    return stretch(read.first, read.last, text)


def _asian(text: str) -> Dated | None:
    match = _ASIAN.fullmatch(text)
    if match is None:
        return None
    year, month = int(match[1]), int(match[2])
    return a_day(text, year, month, int(match[3])) if match[3] else a_month(text, year, month)


def _worded(text: str, near: Day | None, past: bool) -> Dated | None:
    """A day or month with the month in words, its parts in any order."""
    parts: list[tuple[str, str]] = []
    for token in filter(None, _SEPARATORS.split(text)):
        if number := _NUMBER.fullmatch(token):
            parts.append(("Y" if len(number[1]) == 4 else "D" if len(number[1]) < 3 else "?", number[1]))
        elif token.casefold() in _FILLERS and any(kind == "D" or kind == "M" for kind, _ in parts or [("D", "")]):
            continue
        else:
            parts.append(("M" if months(token) else "?", token))
    shape = "".join(kind for kind, _ in parts)
    if shape not in ("DMY", "MDY", "YMD", "MY", "YM", "DM", "MD", "DMD", "MDD", "M"):
        return None
    values = [value for _, value in parts]
    month = _one_month(values[shape.index("M")], text)
    if len(shape) == 3:
        return _full(shape, values, month, text, near)
    if "Y" in shape:
        return a_month(text, int(values[shape.index("Y")]), month)
    if shape == "M":
        return _month_alone(text, month, near)
    return _without_year(text, month, int(values[shape.index("D")]), near, past)


def _full(shape: str, values: list[str], month: int, text: str, near: Day | None) -> Dated:
    rest = [value for kind, value in zip(shape, values, strict=True) if kind != "M"]
    day, digits = (rest[1], rest[0]) if shape[0] == "Y" else (rest[0], rest[1])
    year, assumed = year_of(digits.zfill(2), text, near)
    return a_day(text, year, month, int(day), assumed)


def _one_month(word: str, text: str) -> int:
    found = sorted(months(word))
    if len(found) > 1:
        meant = " or ".join(str(number) for number in found)
        raise Unclear(f"'{text}': '{word}' is month {meant}, by the language; {HINT}")
    return found[0]


def _without_year(text: str, month: int, day: int, near: Day | None, past: bool) -> Dated:
    """A day without a year, if the report's date leaves only one possible year."""
    if near is None:
        raise Unclear(f"'{text}' names no year; {HINT}")
    years = [near.year + n for n in (-1, 0, 1) if is_legal(f"{near.year + n:04}-{month:02}-{day:02}", "date")]
    days = [Day(year, month, day) for year in years]
    before = [one for one in days if one <= near and near.number - one.number <= _FAR]
    plainly = past or (before and before[-1].year == near.year and near.number - before[-1].number < _FAR // 2)
    if not before or not plainly:
        meant = " or ".join(map(str, days[-2:])) or "there is no such day"
        raise Unclear(f"'{text}' names no year: {meant}? {HINT}")
    found = before[-1]
    return stretch(found, found, assumed=f"the year {found.year}, from the report's date")


def _month_alone(text: str, month: int, near: Day | None) -> Dated:
    """A month without a year, if the report is of that month or of one of the few before it ended."""
    if near is None:
        raise Unclear(f"'{text}': of which year? {HINT}")
    year = near.year if month <= near.month else near.year - 1
    if (near.year - year) * 12 + near.month - month > _MONTHS_BACK:
        raise Unclear(f"'{text}': of {year} or {year + 1}? {HINT}")
    return a_month(text, year, month, f"the year {year}, from the report's date")


def _numbered(text: str, order: str, near: Day | None, past: bool) -> Dated | None:
    text = re.sub(r"(?<=\d)([./-]) (?=\d)", r"\1", text)
    if re.fullmatch(r"(1\d|20|21)\d{6}", text) and is_legal(f"{text[:4]}-{text[4:6]}-{text[6:]}", "date"):
        return a_day(text, int(text[:4]), int(text[4:6]), int(text[6:]))
    if re.fullmatch(r"\d{5}", text):
        both = [str(Day.numbered(int(text) + Day.of(start).number)) for start in ("1899-12-30", "1904-01-01")]
        raise Unclear(
            f"'{text}' is a number; as a spreadsheet's day it is {both[0]}, or {both[1]} by its other count; "
            f"write the date"
        )
    if match := _YMD.fullmatch(text):
        return a_day(text, int(match[1]), int(match[3]), int(match[4]))
    if match := _MONTH_YEAR.fullmatch(text):
        return a_month(text, int(match[2]), int(match[1]))
    if match := _DAY_MONTH.fullmatch(text):
        return _without_year(text, int(match[2]), int(match[1]), near, past)
    match = _NUMBERS.fullmatch(text)
    return None if match is None else _three(text, match, order, near, past)


def _three(text: str, match: re.Match[str], order: str, near: Day | None, past: bool) -> Dated:
    first, mark, second = int(match[1]), match[2], int(match[3])
    fits = [name for name, month in (("dmy", second), ("mdy", first)) if 1 <= month <= 12]
    if mark == ".":
        fits = ["dmy"]
    if order in fits:
        fits = [order]
    elif order and mark != ".":
        raise Unclear(f"'{text}' does not fit the order '{order}' of this sheet; {HINT}")
    if not fits:
        raise Unclear(f"'{text}': there is no such day; {HINT}")
    told = ""
    if past and near and len(fits) > 1 and first != second and len(match[4]) == 4:
        fits, told = _not_after(fits, match, near)
    if (len(fits) > 1 and first != second) or (len(match[4]) == 2 and not order and mark != "."):
        both = " or ".join(
            f"{day} {_MONTHS[month - 1]}" for day, month in ((first, second), (second, first)) if month < 13
        )
        raise Unclear(
            f"'{text}' can be {both}; write one of these, or say with --dates in which order the sheet has them"
        )
    year_number, assumed = year_of(match[4], text, near)
    if assumed and not order and near is not None and abs(year_number - near.year) > 1:
        raise Unclear(f"'{text}': which number is the year? {HINT}")  # 03.04.05
    day, number = (second, first) if fits == ["mdy"] else (first, second)
    return a_day(text, year_number, number, day, assumed or told)


def _not_after(fits: list[str], match: re.Match[str], near: Day) -> tuple[list[str], str]:
    """The orders of day and month in which a date is not after the report, and the assumption to report if one is
    left."""
    year, first, second = int(match[4]), int(match[1]), int(match[3])
    days = {"dmy": (year, second, first), "mdy": (year, first, second)}
    left = [name for name in fits if days[name] <= (near.year, near.month, near.day)]
    if len(left) != 1:
        return fits, ""
    return (
        left,
        f"{'day' if left == ['dmy'] else 'month'} before {'month' if left == ['dmy'] else 'day'}, as "
        f"otherwise it is after the report",
    )


def _on_weekday(text: str, again: Callable[[str], Dated]) -> Dated | None:
    """A date with a day of the week before or after it, which must be the right one."""
    for pattern in (
        r"(?P<word>[^\W\d_]+)\.?,? (?:the |den |le )?(?P<rest>.*\d.*)",
        r"(?P<rest>.*\d.*?),? \(?(?P<word>[^\W\d_]+)\.?\)?",
    ):
        match = re.fullmatch(pattern, text)
        if match and (named := weekdays(match["word"])):
            found = again(match["rest"])
            if found.first[:10] != found.last[:10] or not found.first:
                raise Unclear(f"'{text}' names a day of the week and no single day; {HINT}")
            if (Day.of(found.first).number - Day.of("2024-01-01").number) % 7 + 1 not in named:
                raise Unclear(f"'{text}': {found.first[:10]} was no {match['word']}; which of the two is wrong?")
            return found
    return None
