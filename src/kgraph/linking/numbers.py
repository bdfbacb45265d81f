"""Numbers in other people's tables and answers, where a cell can hold any text."""

import re

from kgraph.errors import short

MOST_PEOPLE = 100_000_000_000
"""More than have ever lived: no place has more inhabitants."""

_DECIMAL = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")


def number(text: str, least: float, most: float) -> float:
    """The number in a text, in XML Schema's form of decimals and doubles; raises `ValueError` for other texts.

    `nan`, `inf`, underscores, thousands separators and other scripts' digits are no numbers here, and a number must be
    from `least` to `most`.

    >>> number("0.5", 0, 1), number("1e-1", 0, 1)
    (0.5, 0.1)
    """
    if not _DECIMAL.fullmatch(text) or not least <= (value := float(text)) <= most:
        raise ValueError(f"'{short(text, 40)}' is no number from {least:,} to {most:,}")
    return value


def whole(text: str, most: int) -> int:
    """The whole number in a text of digits, from 0 to `most`; raises `ValueError` for other texts.

    >>> whole("60127", 10**11)
    60127
    """
    if not (text.isascii() and text.isdecimal()) or len(text) > 18 or int(text) > most:
        raise ValueError(f"'{short(text, 40)}' is no whole number from 0 to {most:,}")
    return int(text)
