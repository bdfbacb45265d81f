"""Reading quarters, halves, seasons and decades, and words such as "early", which have no exact days."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from kgraph.days import Day
from kgraph.sheets.dated import Dated, Unclear, a_month, stretch
from kgraph.sheets.plain import unaccented

_ORDINALS = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "last": 4}
_PART = re.compile(
    r"(?:the )?(?P<which>first|second|third|fourth|last|1st|2nd|3rd|4th) "
    r"(?P<what>half|quarter)(?: of|,)? (?P<year>\d{4})",
    re.IGNORECASE,
)
_SHORT = re.compile(
    r"(?P<what>[QH])(?P<which>[1-4])[ ,/-]*(?P<year>\d{4})|(?P<year2>\d{4})[ ,/-]*(?P<what2>[QH])(?P<which2>[1-4])",
    re.IGNORECASE,
)
_SEASONS = {"spring": (25, 31), "summer": (26, 32), "autumn": (27, 29), "fall": (27, 29), "winter": (28, 30)}
_SEASON = re.compile(
    r"(?:the )?(?:(?P<side>northern|southern) )?(?P<season>spring|summer|autumn|fall|winter)(?: of)? (?P<year>\d{4})",
    re.IGNORECASE,
)
_SEASON_DAYS = {25: ((3, 1), (6, 21)), 26: ((6, 1), (9, 23)), 27: ((9, 1), (12, 22)), 28: ((12, 1), (3, 21))}
_SEASON_DAYS |= {29: _SEASON_DAYS[27], 30: _SEASON_DAYS[28], 31: _SEASON_DAYS[25], 32: _SEASON_DAYS[26]}
_DECADE = re.compile(r"(?:the )?(\d{3})0s", re.IGNORECASE)
_WEEK = re.compile(r"(\d{4})-?W(\d{2})", re.IGNORECASE)
_VAGUE = re.compile(
    r"(?:in |the |at the )*(?:early|mid|middle of|late|beginning of|start of|end of|"
    r"на початку|всередині|наприкінці|в начале|"
    r"в середине|в конце|anfang|mitte|ende|debut|mi|fin|a principios de|a mediados de|a finales de|"
    r"poczatek|koniec)[ -]+(?:in )?(?P<rest>.+)",
    re.IGNORECASE,
)
_OF_DAY = re.compile(
    r"(?:(?:on |in )?(?:the )?(?:early |late )?(?:morning|afternoon|evening|dawn|noon|midday)(?: of)?,? (?P<a>.+))|"
    r"(?:(?P<b>.+?),?(?: in the| at)? (?:early |late )?(?:morning|afternoon|evening|dawn|noon|midday))",
    re.IGNORECASE,
)


def period(text: str) -> Dated | None:
    """A named stretch of time with an EDTF: "Q3 2025", "first half of 2025", "the 1990s"."""
    if match := _PART.fullmatch(text):
        return _part(text, match["what"], _ORDINALS[match["which"].casefold()], int(match["year"]))
    if match := _SHORT.fullmatch(text):
        what, which = match["what"] or match["what2"], match["which"] or match["which2"]
        return _part(text, what, int(which), int(match["year"] or match["year2"]))
    if match := _DECADE.fullmatch(text):
        start = int(match[1]) * 10
        if start % 100 == 0:
            raise Unclear(f"'{text}': ten years, or a hundred? write {match[1]}X or {match[1][:2]}XX")
        return stretch(Day(start, 1, 1), Day(start + 9, 12, 31), f"{match[1]}X")
    if match := _WEEK.fullmatch(text):
        try:
            first, last = (date.fromisocalendar(int(match[1]), int(match[2]), day) for day in (1, 7))
        except ValueError as error:
            raise Unclear(f"'{text}': there is no such week") from error
        return stretch(Day.of(first), Day.of(last), assumed="the week of ISO 8601, from Monday to Sunday")
    if match := _SEASON.fullmatch(text):
        return _season(text, match)
    return None


def _part(text: str, what: str, which: int, year: int) -> Dated:
    months, start = (6, 40) if what[0].casefold() == "h" else (3, 33)
    if which * months > 12:
        raise Unclear(f"'{text}': a year has two halves and four quarters")
    first = a_month(text, year, (which - 1) * months + 1)
    last = a_month(text, year, which * months)
    return Dated(first.first, last.last, f"{year}-{start + which - 1}")


def _season(text: str, match: re.Match[str]) -> Dated:
    year, north_south = int(match["year"]), _SEASONS[match["season"].casefold()]
    if match["side"] is None or match["season"].casefold() == "winter":
        raise Unclear(f"'{text}': of the north or of the south, and from which day? write the first and the last day")
    number = north_south[0] if match["side"].casefold() == "northern" else north_south[1]
    if number == 32:
        raise Unclear(f"'{text}': of which two years? write the first and the last day")
    begin, end = _SEASON_DAYS[number]
    return stretch(Day(year, *begin), Day(year, *end), f"{year}-{number}")


def vague(text: str, read: Callable[[str], Dated]) -> Dated | None:
    """A part of a month, year or day without exact bounds: the bounds are those of the whole, and the words are
    kept."""
    if match := _VAGUE.fullmatch(unaccented(text)):
        whole = read(match["rest"])
        if whole.first == whole.last:
            raise Unclear(f"'{text}': a part of a day or moment? write the day alone")
        told = f"all of {whole.edtf}, as nobody says which days '{text}' means"
        return replace(whole.named(text), assumed="; ".join(filter(None, (whole.assumed, told))))
    if match := _OF_DAY.fullmatch(text):
        day = read(match["a"] or match["b"])
        if day.first != day.last or "T" in day.first or not day.first:
            raise Unclear(f"'{text}' has a part of a day and no single day; write the day alone")
        return day.named(text)
    return None
