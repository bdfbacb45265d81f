"""Two numbers in one text: the ends of a range, a ratio, and numbers of which one is meant.

A scale behind the second number ("5 or 6 thousand") belongs to both, unless the first has one of its own.
"""

import re
from decimal import Decimal

from kgraph.sheets.numbers import Number

_HUNDRED = 100
_NUMERAL = r"(?:[^ ]+(?: and [^ ]+)?)"
OF = re.compile(rf"(?P<a>{_NUMERAL}) (?:in|out of) (?P<b>{_NUMERAL})", re.IGNORECASE)
RATIO = re.compile(r"(?P<a>\S+?)(?: to | ?: ?|/)(?P<b>\S+)", re.IGNORECASE)
_FROM = (
    (r"between|from", r" and | to | ?[–—] ?|(?<=\d)-(?=\d)"),
    (r"zwischen", r" und "),
    (r"von|vom", r" bis "),
    (r"entre|tra|fra", r" et | y | e "),
    (r"de|da", r" à | a "),
    (r"от|від|od", r" до | do "),
    (r"между|між|między", r" и | і | й | та | a | i "),
)
_BETWEEN = tuple(re.compile(rf"(?:{before}) (?P<a>.+?)(?:{amid})(?P<b>.+)", re.IGNORECASE) for before, amid in _FROM)
_STRETCH = re.compile(r"(?P<a>.+?)(?: ?[–—] ?| to | bis | à |(?<=[\w%²]) ?- ?(?=[\d$€£])| - )(?P<b>.+)", re.IGNORECASE)
EITHER = re.compile(r"(?P<a>.+?),? (?:or|oder|ou|o|або|чи|или|lub|albo) (?P<b>.+)", re.IGNORECASE)
BOTH = re.compile(
    r"(?P<a>.+?)(?:,? (?:and|plus|und|et|та|и) |, (?!\d{3}$)| ?\+ ?| ?; ?| ?\()(?P<b>[^)]+)\)?", re.IGNORECASE
)


def ends(text: str) -> tuple[str, str] | None:
    """The ends of a range; `None` for any other text.

    >>> ends("between 5 and 6 million"), ends("5–6k"), ends("5 or 6")
    (('5', '6 million'), ('5', '6k'), None)
    """
    for pattern in (*_BETWEEN, _STRETCH):
        if match := pattern.fullmatch(text):
            return match["a"], match["b"]
    return None


def least_of(one: Number, two: Number, *, sure: bool) -> Decimal | None:
    """The value of the first of two numbers, with the scale of the second where it is of both; `None` where that cannot
    be told. `sure` means that the text is the user's own reading.

    >>> least_of(Number(Decimal(5), 1, ""), Number(Decimal(6), 1000, ""), sure=False)
    Decimal('5000')
    """
    least, most = one.value, two.value
    if one.scale == 1 < two.scale and one.base < two.base:
        return one.base * two.scale
    if one.scale in (1, _HUNDRED) and one.scale < two.scale and least * 100 < most:
        return None
    thousands_left_out = one.scale == 1 and 0 < least < 1000 and most % 1000 == 0 and least * 1000 < most
    return None if thousands_left_out and not sure else least
