"""Numbers as people write them: 60,000 · 60 000 · 1,5 Mio. · 3.2 million · two thirds · twelve · 2 lakh.

A point or comma alone before three digits has two readings (1.234); it is read only where the sheet's decimal mark is
known. What is no number, such as "dozens", is never turned into one.
"""

import re
from decimal import Decimal, InvalidOperation

from kgraph.reading import fold
from kgraph.sheets.dates import Unclear

_ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
_SMALL = {word: n for n, word in enumerate(f"{_ONES} seventeen eighteen nineteen".split())}
_SMALL |= {"no one": 0, "nobody": 0, "none": 0, "a": 1, "an": 1}
_TENS = {
    word: 10 * n for n, word in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], start=2)
}
_SCALES = {
    **dict.fromkeys(("hundred", "hundreds"), 100),
    **dict.fromkeys(("thousand", "thousands", "k", "tsd", "тыс", "тис", "mille", "mil", "tausend"), 1_000),
    **dict.fromkeys(("lakh", "lakhs", "lac"), 100_000),
    **dict.fromkeys(("million", "millions", "m", "mn", "mio", "mln", "млн", "millionen"), 1_000_000),
    **dict.fromkeys(("crore", "crores"), 10_000_000),
    **dict.fromkeys(("billion", "billions", "bn", "mrd", "млрд", "milliarden"), 1_000_000_000),
}
_PARTS = {"half": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "tenth": 10, "hundredth": 100}
_DIGITS = r"\d+(?:[.,'’\u00a0\u202f ]\d+)*"
_NUMBER = re.compile(rf"(?P<sign>[-−])?(?P<digits>{_DIGITS})(?: ?(?P<scale>[^\W\d_]+)\b\.?)?")
_SPACES = re.compile(r"(?<=\d)[\u00a0\u202f '’](?=\d{3}(?!\d))")
_RATIO = re.compile(r"(?P<a>\S+) (?:to|in|out of|:) (?P<b>\S+)|(?P<c>\d+):(?P<d>\d+)")


def read_number(text: str, decimal: str = "") -> tuple[Decimal, str]:
    """The number that a text begins with, and what stands behind it; raises `Unclear` where none stands there.

    `decimal` is the sheet's decimal mark, "." or ","; "" where that is not known.

    >>> read_number("3.2 million people"), read_number("1.234,5")[0], read_number("two thirds of it")
    ((Decimal('3200000.0'), 'people'), Decimal('1234.5'), (Decimal('0.6666666667'), 'of it'))
    """
    text = " ".join(re.sub(r"[\u00a0\u202f]", " ", text).split())
    match = _NUMBER.match(text)
    if match is None:
        return _in_words(text)
    number, rest = _plain(match["digits"], decimal), text[match.end() :]
    scale = _SCALES.get(fold(match["scale"]).rstrip(".")) if match["scale"] else None
    if match["scale"] and scale is None:
        rest = text[match.end("digits") :]
    number *= scale or 1
    return -number if match["sign"] else number, rest.strip()


def read_ratio(text: str) -> Decimal | None:
    """One number divided by another, "1 to 8" or "1:8"; `None` for anything else."""
    match = _RATIO.fullmatch(text.strip())
    if match is None:
        return None
    try:
        above, below = (read_number(part)[0] for part in ((match["a"] or match["c"]), (match["b"] or match["d"])))
    except Unclear:
        return None
    return _rounded(above / below) if below else None


def decimal_text(number: Decimal) -> str:
    """A number as xsd:decimal is written in data files: with a point, without an exponent.

    >>> decimal_text(Decimal("6E+4")), decimal_text(Decimal("0.850"))
    ('60000.0', '0.85')
    """
    text = f"{number:f}"
    whole, _, part = text.partition(".")
    return f"{whole}.{part.rstrip('0') or '0'}"


def _plain(digits: str, decimal: str) -> Decimal:
    """The digits of a number with whatever marks of thousands and decimals they have."""
    text = _SPACES.sub("", digits)
    if re.search(r"[ '’]", text):
        raise Unclear(f"'{digits}' is not one number; write one, or two with – between")
    points, commas = text.count("."), text.count(",")
    if points and commas:
        mark = decimal or ("." if text.rfind(".") > text.rfind(",") else ",")
        other = "," if mark == "." else "."
        if text.count(mark) > 1 or text.rfind(other) > text.rfind(mark):
            raise Unclear(f"'{digits}' is no number; write 1234.5")
        text = _grouped(text.partition(mark)[0], other, digits) + "." + text.partition(mark)[2]
    elif points + commas == 1:
        mark = "." if points else ","
        tail = text.partition(mark)[2]
        if len(tail) == 3 and not text.startswith("0"):
            text = _one_mark(text, mark, decimal, digits)
        else:
            text = text.replace(mark, ".")
    elif points + commas:
        text = _grouped(text, "." if points else ",", digits)
    try:
        return Decimal(text)
    except InvalidOperation as error:
        raise Unclear(f"'{digits}' is no number; write 1234.5") from error


def _one_mark(text: str, mark: str, decimal: str, digits: str) -> str:
    """A mark before three digits: thousands, or a decimal; English thousands where nothing else is said of commas."""
    if decimal:
        return text.replace(mark, "." if mark == decimal else "")
    if mark == ",":
        return text.replace(",", "")
    both = f"{text.replace(mark, '')} or {text}"
    raise Unclear(f"'{digits}' can be {both}; say with --decimal which mark the sheet has")


def _grouped(text: str, mark: str, digits: str) -> str:
    first, *others = text.split(mark)
    if not first or len(first) > 3 or any(len(group) != 3 for group in others[-1:]) or not _groups(others):
        raise Unclear(f"'{digits}' is no number; write 1234.5")
    return text.replace(mark, "")


def _groups(others: list[str]) -> bool:
    """Groups of three, or of two before the last, as in 1,00,000."""
    return all(len(group) == 3 for group in others) or all(len(group) == 2 for group in others[:-1])


def _in_words(text: str) -> tuple[Decimal, str]:
    words = text.split(" ")
    folded = [fold(word).strip(".,") for word in words]
    if part := _part(folded):
        return part[0], " ".join(words[part[1] :])
    total, taken = _cardinal(folded)
    if not taken:
        raise Unclear(f"'{text}' is no number; write digits, or the report's words with your reading: '{text} = 20–30'")
    return Decimal(total), " ".join(words[taken:])


def _part(words: list[str]) -> tuple[Decimal, int] | None:
    """A half, two thirds: the part, and of how many words."""
    if words[:1] == ["half"]:
        return Decimal("0.5"), 1
    if len(words) > 1 and words[0] in _SMALL:
        name = words[1] if words[1] in _PARTS else words[1].removesuffix("s")
        if name in _PARTS or words[1] == "halves":
            return _rounded(Decimal(_SMALL[words[0]]) / _PARTS.get(name, 2)), 2
    return None


def _cardinal(words: list[str]) -> tuple[int, int]:
    total = current = taken = 0
    for word in words:
        parts = word.split("-") if word not in _SMALL else [word]
        if all(part in _SMALL or part in _TENS for part in parts):
            current += sum(_SMALL.get(part, _TENS.get(part, 0)) for part in parts)
        elif word in _SCALES and word[-1:] != "s" and len(word) > 2 and taken:
            current = (current or 1) * _SCALES[word]
            if _SCALES[word] > 100:
                total, current = total + current, 0
        elif not (word == "and" and taken):
            break
        taken += 1
    if words[:1] in (["a"], ["an"]) and taken == 1:
        return 0, 0
    while taken and words[taken - 1] == "and":
        taken -= 1
    return total + current, taken


def _rounded(number: Decimal) -> Decimal:
    return round(number, 10).normalize()
