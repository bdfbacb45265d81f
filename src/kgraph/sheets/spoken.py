"""Reading days relative to the report's day: "yesterday", "two days ago", "on Tuesday". Only unambiguous words are
read."""

import re

from kgraph.days import Day
from kgraph.sheets.calendar_words import weekdays
from kgraph.sheets.dated import Dated, Unclear, a_month, stretch

_AWAY = {
    **dict.fromkeys(
        ("today", "now", "this morning", "this afternoon", "this evening", "сьогодні", "сегодня", "heute", "hoy"), 0
    ),
    **dict.fromkeys(("yesterday", "вчора", "учора", "вчера", "gestern", "hier", "ayer"), -1),
    **dict.fromkeys(("yesterday morning", "yesterday afternoon", "yesterday evening"), -1),
    **dict.fromkeys(("tomorrow", "завтра", "demain"), 1),
    **dict.fromkeys(("the day before yesterday", "day before yesterday", "позавчора", "позавчера", "vorgestern"), -2),
    **dict.fromkeys(("the day after tomorrow", "day after tomorrow", "übermorgen"), 2),
}
_NUMBERS = {
    word: n for n, word in enumerate(["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"], 1)
}
_AGO = re.compile(r"(\w+) days? ago", re.IGNORECASE)
_NIGHT = re.compile(r"last night|overnight|during the night|yesterday night", re.IGNORECASE)
_UNIT = re.compile(r"(last|this|next) (month|year)", re.IGNORECASE)
_WEEKDAY = re.compile(r"(?:on )?([^\W\d_]{3,})\.?", re.IGNORECASE)
_WEEK = re.compile(r"(?:in )?(?:the )?(last|this|past|next|coming) week", re.IGNORECASE)
_LAST_DAY = re.compile(r"(?:on )?(?:last|this past) ([^\W\d_]{3,})", re.IGNORECASE)
_OTHER = re.compile(
    r"(?:last|next|this|past|coming) \w+|\w+(?: \w+)? (?:weeks?|months?|years?|hours?) ago|"
    r"(?:at |on )?the weekend|recently|soon|"
    r"earlier|later|a few days ago|(?:in )?recent \w+|(?:in )?the (?:last|past|coming) .+|earlier (?:this|last) .+",
    re.IGNORECASE,
)
_FROM = "from the report's date"


def spoken(text: str, near: Day | None, past: bool) -> Dated | None:
    """The day that a text names relative to the report's day, `near`; `None` for another text.

    `past` says that it cannot be after that day.
    """
    if (away := _AWAY.get(text.casefold())) is not None:
        return _away(away, text, near)
    if match := _AGO.fullmatch(text):
        days = _NUMBERS.get(match[1].casefold()) or (int(match[1]) if match[1].isdigit() else None)
        return _away(-days, text, near) if days is not None else _refused(text)
    if _NIGHT.fullmatch(text):
        day = _known(text, near)
        return stretch(day.plus(-1), day, assumed=_FROM).named(text)
    if match := _UNIT.fullmatch(text):
        return _unit(text, match[1].casefold(), match[2].casefold(), _known(text, near))
    if match := _WEEKDAY.fullmatch(text):
        return _weekday(text, match[1], near, past)
    if near is not None and (match := _WEEK.fullmatch(text)):
        raise Unclear(
            f"'{text}': {_weeks(match[1].casefold(), near)}? write the first and the last day that it can mean"
        )
    if near is not None and (match := _LAST_DAY.fullmatch(text)) and len(named := weekdays(match[1])) == 1:
        last = near.plus(-(_since_day(near, min(named)) or 7))
        raise Unclear(f"'{text}': {last.plus(-7)} or {last}? write the day")
    return _refused(text) if _OTHER.fullmatch(text) else None


def _known(text: str, near: Day | None) -> Day:
    if near is None:
        raise Unclear(f"'{text}': from which day on? the document has no date; write the day, as 2025-11-05")
    return near


def _refused(text: str) -> Dated:
    raise Unclear(
        f"'{text}' leaves open which days; write the day, or the first and the last at the widest: "
        f"between 2025-11-01 and 2025-11-05"
    )


def _away(days: int, text: str, near: Day | None) -> Dated:
    day = _known(text, near).plus(days)
    found = stretch(day, day, assumed=_FROM)
    return found.named(text) if " " in text and "ago" not in text and "day " not in f"{text} " else found


def _unit(text: str, which: str, unit: str, near: Day) -> Dated:
    step = {"last": -1, "this": 0, "next": 1}[which]
    if unit == "year":
        return stretch(Day(near.year + step, 1, 1), Day(near.year + step, 12, 31), f"{near.year + step:04}", _FROM)
    month = near.year * 12 + near.month - 1 + step
    return a_month(text, month // 12, month % 12 + 1, _FROM)


def _since_day(day: Day, named: int) -> int:
    """How many days before a day the nearest of its weekday is; 0 if it is that day of the week."""
    return (day.number - Day.of("2024-01-01").number + 1 - named) % 7


def _weeks(which: str, near: Day) -> str:
    """The days that "last week" and the like can mean."""
    monday = near.plus(-_since_day(near, 1))
    if which == "this":
        return f"{monday} to {monday.plus(6)}, or up to {near}"
    first = monday.plus(-7 if which in ("last", "past") else 7)
    other = (near.plus(-7), near.plus(-1)) if which in ("last", "past") else (near.plus(1), near.plus(7))
    return f"{first} to {first.plus(6)}, or {other[0]} to {other[1]}"


def _weekday(text: str, word: str, near: Day | None, past: bool) -> Dated | None:
    """The last such day of the week before the report, if `past`."""
    named = sorted(weekdays(word))
    if len(named) != 1:
        return None
    day = _known(text, near)
    back = _since_day(day, named[0])
    if not back or not past:
        meant = " or ".join(str(day.plus(step)) for step in ((-7, 0) if not back else (-back, 7 - back)))
        raise Unclear(f"'{text}': {meant}? write the day")
    return stretch(day.plus(-back), day.plus(-back), assumed=f"the last before the report's date, {day}")
