"""How spreadsheets show numbers: the kinds of number formats, and numbers as dates, times and percentages."""

import re
from datetime import date, datetime, timedelta
from decimal import Decimal

from kgraph.workbooks.values import Cell

NUMBER, CURRENCY, PERCENT, DATE, DATETIME, MONTH, YEAR, DAY, TIME, ELAPSED = (
    "number",
    "currency",
    "percent",
    "date",
    "datetime",
    "month",
    "year",
    "day",
    "time",
    "elapsed",
)
"""The kinds of number formats. MONTH shows no day, YEAR only a year, DAY no year."""

# ECMA-376 part 1 §18.8.30, numFmt: formats that files use without defining them
_KNOWN = {
    **dict.fromkeys((5, 6, 7, 8, 42, 44), CURRENCY),
    9: PERCENT,
    10: PERCENT,
    14: DATE,
    15: DATE,
    16: DAY,
    17: MONTH,
    18: TIME,
    19: TIME,
    20: TIME,
    21: TIME,
    22: DATETIME,
    **dict.fromkeys((*range(27, 37), *range(50, 59)), DATE),
    32: TIME,
    33: TIME,
    34: TIME,
    35: TIME,
    55: TIME,
    56: TIME,
    45: ELAPSED,
    46: ELAPSED,
    47: ELAPSED,
}
_LITERAL = re.compile(r'"[^"]*"?|\\.|_.|\*.|\[(?!(?:h+|m+|s+)\])[^\]]*\]|general|standard', re.IGNORECASE)
_CURRENCY = re.compile(r"\[\$[^\]-]|(?<!\[)[$€£¥₴₽₹]")  # `[$-409]` only names a language
_MINUTES = re.compile(r"(?<=h:)m+|(?<=h]:)m+|(?<=h)m+(?=:)|m+(?=:s)|(?<=h\W)m+")


def known_format(number: int) -> str:
    """The kind of a built-in format."""
    return _KNOWN.get(number, NUMBER)


def format_kind(code: str) -> str:
    """The kind of a format code.

    >>> [format_kind(code) for code in ("[$€-407] #,##0", '#,##0 "$"', "[$-409]#,##0")]
    ['currency', 'currency', 'number']
    >>> [format_kind(c) for c in ('0.0%', 'dd.mm.yyyy', 'mmm yy', '#,##0 "days"', 'h:mm', '[h]:mm', 'd mmm', 'yyyy')]
    ['percent', 'date', 'month', 'number', 'time', 'elapsed', 'day', 'year']
    """
    bare = _LITERAL.sub("", code.partition(";")[0]).lower()
    if "%" in bare:
        return PERCENT
    if re.search(r"[#?]|(?<![s.0])0", bare) or not re.search("[ymdhs]", bare):
        return CURRENCY if _CURRENCY.search(code) else NUMBER
    if "[" in bare:
        return ELAPSED
    rest = _MINUTES.sub("", bare)
    clock = "h" in bare or "s" in bare
    if not re.search("[ymd]", rest):
        return TIME
    if clock:
        return DATETIME
    if "d" in rest:
        return DATE if re.search("[ye]", rest) else DAY
    return MONTH if "m" in rest else YEAR


def number(text: str) -> Decimal:
    """A stored number rounded to 15 digits, as spreadsheets show it (0.1+0.2 is stored as 0.30000000000000004).

    Raises `ValueError` for a text that is no number.

    >>> number("0.30000000000000004"), number("60000"), number("1.5E-3")
    (Decimal('0.3'), Decimal('60000'), Decimal('0.0015'))
    """
    if text.isascii() and text.isdigit() and len(text) < 16:
        return Decimal(text)
    value = float(text)
    if value - value:  # infinity or NaN
        raise ValueError(text)
    return Decimal(format(value, ".15g"))


def percentage(value: Decimal) -> str:
    """A share as a percentage, with all its digits.

    >>> percentage(Decimal("0.85")), percentage(Decimal("0.8550")), percentage(Decimal("1E+1"))
    ('85%', '85.5%', '1000%')
    """
    said = format(value * 100, "f")
    return (said.rstrip("0").rstrip(".") if "." in said else said) + "%"


def moment(value: Decimal, *, epoch_1904: bool) -> datetime | None:
    """The date and time of a stored number, to the second; `None` if there is no such date.

    The calendar of 1900 has a 29 February 1900 (serial 60), which did not exist, so days before it are counted from one
    day later.

    >>> moment(Decimal(45966), epoch_1904=False), moment(Decimal(1), epoch_1904=False)
    (datetime.datetime(2025, 11, 5, 0, 0), datetime.datetime(1900, 1, 1, 0, 0))
    """
    if value < 0 or value > 2_958_465 + 1 or (not epoch_1904 and (value < 1 or 60 <= value < 61)):
        return None
    days = int(value)
    start = datetime(1904, 1, 1) if epoch_1904 else datetime(1899, 12, 30) + timedelta(days=days < 60)
    try:
        return start + timedelta(days=days, seconds=round(float(value - days) * 86_400))
    except OverflowError:
        return None


def clock(value: Decimal) -> str:
    """A fraction of a day as hours and minutes, and seconds if there are any.

    >>> clock(Decimal("0.604166666666667")), clock(Decimal("1.5"))
    ('14:30', '36:00')
    """
    minutes, seconds = divmod(round(float(value) * 86_400), 60)
    said = f"{minutes // 60:02}:{minutes % 60:02}"
    return f"{said}:{seconds:02}" if seconds else said


def as_shown(value: datetime, kind: str) -> Cell:
    """The part of a date that its format shows: `2025-03` if it shows no day, `2025` if it shows only the year."""
    if kind in (MONTH, YEAR):
        return f"{value:%Y-%m}" if kind == MONTH else f"{value:%Y}"
    return value if kind in (DATETIME, TIME) else date(value.year, value.month, value.day)
