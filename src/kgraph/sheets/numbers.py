"""Reading numbers as people write them: 60,000 · 60 000 · 1,5 Mio. · 3.2 million · two thirds · twelve · 2 lakh.

A single point or comma before three digits has two readings (1.234); it is read only if the sheet's decimal mark is
known. A word that is no number, such as "dozens", is never turned into one.
"""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from kgraph.model import Literal
from kgraph.namespaces import XSD
from kgraph.sheets.dates import Unclear
from kgraph.sheets.plain import plain, unaccented
from kgraph.sheets.scales import SCALES

_ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
_SMALL = {word: n for n, word in enumerate(f"{_ONES} seventeen eighteen nineteen".split())}
_NONE = ("no one", "nobody", "none", "nil", "no-one")
_ARTICLES = ("a", "an")
_TENS = {
    word: 10 * n
    for n, word in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], start=2)
}
_SCALES = {unaccented(word): scale for scale, words in SCALES.items() for word in words.split()}
TO_FILL = "FROM–TO"
"""What stands in a message for two numbers that the user has to write."""
_IN_WORDS = {"dozen", "hundred", "thousand", "million", "billion", "trillion", "lakh", "crore"}
_NAMES = ["half", "third", "quarter", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"]
_PARTS = {name: n for n, name in enumerate(_NAMES, 2)} | {"halve": 2, "twelfth": 12, "twentieth": 20, "hundredth": 100}
_NUMBER = re.compile(r"(?P<sign>-)?(?P<digits>\d+(?:[.,'’ ]\d+)*|[.,]\d+)")
_BROKEN = re.compile(r"(?:(?P<whole>\d+) )?(?P<above>\d+)⁄(?P<below>\d+)")
_SPACES = re.compile(r"(?<=\d)[ '’](?=\d{3}(?!\d))")


@dataclass(frozen=True, slots=True)
class Number:
    """A number at the beginning of a text: the number without its scale, the scale ("million"), and the text after it.

    `part` is true for "half" and "two thirds", which are parts of a whole.
    """

    base: Decimal
    scale: int
    behind: str
    part: bool = False

    @property
    def value(self) -> Decimal:
        """The number multiplied by its scale."""
        return self.base * self.scale


def number_in(text: str, decimal: str = "", *, sure: bool = False) -> Number:
    """The number at the beginning of a text; raises `Unclear` if there is none.

    `decimal` is the sheet's decimal mark, "." or ","; "" if it is not known. `sure` means that the text is the user's
    own reading: then a mark before more or fewer than three digits is a decimal mark, whatever the sheet's is.

    >>> number_in("3.2 million people").value, number_in("1.234,5").value, number_in("two thirds of it").behind
    (Decimal('3200000.0'), Decimal('1234.5'), 'of it')
    """
    text = plain(_fractions(text))
    if match := _BROKEN.match(text):
        below = int(match["below"])
        number = int(match["whole"] or 0) + Decimal(int(match["above"])) / (below or 1)
        return _scaled(_rounded(number), text[match.end() :].strip(), part=not match["whole"])
    match = _NUMBER.match(text)
    if match is None:
        return _in_words(text)
    number = _digits(match["digits"], decimal, sure)
    behind = text[match.end() :].strip()
    return _scaled(-number if match["sign"] else number, "" if behind == "." else behind)


def read_number(text: str, decimal: str = "") -> tuple[Decimal, str]:
    """The number at the beginning of a text, and the text after it."""
    number = number_in(text, decimal)
    return number.value, number.behind


def read_share(text: str) -> Literal:
    """A confidence from 0 to 1, or in per cent, as a decimal; raises `Unclear`."""
    number, behind = read_number(text, ".")
    number = number / 100 if behind == "%" else number
    if behind not in ("", "%") or not 0 <= number <= 1:
        raise Unclear(f"'{text}' is no confidence; write a number from 0 to 1, such as 0.7")
    return Literal(decimal_text(number), XSD.decimal)


def decimal_text(number: Decimal) -> str:
    """A number in the form of xsd:decimal in data files: with a point, without an exponent.

    >>> decimal_text(Decimal("6E+4")), decimal_text(Decimal("0.850"))
    ('60000.0', '0.85')
    """
    text = f"{number:f}"
    whole, _, part = text.partition(".")
    return f"{whole}.{part.rstrip('0') or '0'}"


def quotient(above: Decimal, below: Decimal) -> Decimal:
    """One number divided by another; raises `Unclear` if the divisor is zero."""
    if not below:
        raise Unclear("nothing can be divided by 0")
    return _rounded(above / below)


def _fractions(text: str) -> str:
    """The text with characters such as ½ expanded, separated from a number before them."""
    return "".join(
        f" {unicodedata.normalize('NFKC', char)}" if unicodedata.decomposition(char).startswith("<fraction>") else char
        for char in text
    )


def _scaled(number: Decimal, behind: str, *, part: bool = False) -> Number:
    """A number with the scales after it: "3 hundred thousand"."""
    scale, words = 1, behind.split(" ") if behind else []
    while words and (one := _SCALES.get(unaccented(words[0]).strip("."))):
        scale, words, part = scale * one, words[1:], False
    return Number(number, scale, " ".join(words), part)


def _digits(digits: str, decimal: str, sure: bool) -> Decimal:
    """The number of a text of digits with thousands separators and a decimal mark."""
    text = _SPACES.sub("", digits)
    if re.search(r"[ '’]", text):
        raise Unclear(f"'{digits}' is not one number; write one, or two with – between")
    points, commas = text.count("."), text.count(",")
    if points and commas:
        text = _two_marks(text, decimal, digits)
    elif points + commas == 1:
        text = _one_mark(text, "." if points else ",", decimal, digits, sure)
    elif points + commas:
        text = _grouped(text, "." if points else ",", digits)
    try:
        number = Decimal(text)
    except InvalidOperation as error:
        raise Unclear(f"'{digits}' is no number; write 1234.5") from error
    return round(number, 12).normalize() if len(text.partition(".")[2]) > 14 else number


def _two_marks(text: str, decimal: str, digits: str) -> str:
    mark = "." if text.rfind(".") > text.rfind(",") else ","
    other = "," if mark == "." else "."
    if text.count(mark) > 1 or text.rfind(other) > text.rfind(mark) or decimal not in ("", mark):
        raise Unclear(f"'{digits}' is no number of this sheet; write 1234.5")
    whole, _, part = text.partition(mark)
    return f"{_grouped(whole, other, digits)}.{part}"


def _one_mark(text: str, mark: str, decimal: str, digits: str, sure: bool) -> str:
    """The reading of a single mark: a thousands separator if three digits follow and it is not the sheet's decimal
    mark; else a decimal mark."""
    whole, _, tail = text.partition(mark)
    if len(tail) != 3 or whole in ("", "0"):
        if decimal not in ("", mark) and not sure:
            raise Unclear(f"'{digits}': this sheet writes decimals with '{decimal}'; write it so")
        return text.replace(mark, ".")
    if decimal == mark:
        if tail == "000":
            raise Unclear(
                f"'{digits}': this sheet writes decimals with '{decimal}'; {whole}, or {whole}{tail}? write "
                f"it without a mark"
            )
        return text.replace(mark, ".")
    if len(whole) > 3:
        raise Unclear(f"'{digits}' is no number; write 1234.5")
    if mark == "," or decimal:
        return text.replace(mark, "")
    both = f"{text.replace(mark, '')} or {text}"
    raise Unclear(f"'{digits}' can be {both}; say with --decimal which mark the sheet has")


def _grouped(text: str, mark: str, digits: str) -> str:
    first, *others = text.split(mark)
    if not first or len(first) > 3 or any(len(group) != 3 for group in others[-1:]) or not _groups(others):
        raise Unclear(f"'{digits}' is no number; write 1234.5")
    return text.replace(mark, "")


def _groups(others: list[str]) -> bool:
    """Whether digits are in groups of three, or of two before the last group, as in 1,00,000."""
    return all(len(group) == 3 for group in others) or all(len(group) == 2 for group in others[:-1])


def _in_words(text: str) -> Number:
    words = text.split(" ")
    folded = [unaccented(word).strip(".,") for word in words]
    for name in _NONE:
        if folded[: len(name.split())] == name.split():
            return Number(Decimal(0), 1, " ".join(words[len(name.split()) :]))
    if part := _part(folded):
        return _of_a_scale(part[0], words[part[1] :])
    total, taken = _cardinal(folded)
    if not taken:
        told = f"write digits, or the report's words with your reading of both ends: '{text} = {TO_FILL}'"
        raise Unclear(f"'{text}' is no number; {told}")
    if folded[taken : taken + 3] == ["and", "a", "half"]:
        return _scaled(total + Decimal("0.5"), " ".join(words[taken + 3 :]))
    base, scale = _without_scale(total, folded[:taken])
    return Number(base, scale, " ".join(words[taken:]))


def _without_scale(total: int, words: list[str]) -> tuple[Decimal, int]:
    """A number in words as a number and the scale behind it: "six hundred thousand" is 6 and 100,000, and "two thousand
    and six" has no scale behind it."""
    head, scale = words, 1
    while len(head) > 1 and head[-1] in _IN_WORDS:
        head, scale = head[:-1], scale * _SCALES[head[-1]]
    base = 1 if head[0] in _ARTICLES else _cardinal(head)[0]
    return (Decimal(base), scale) if base * scale == total else (Decimal(total), 1)


def _of_a_scale(part: Decimal, words: list[str]) -> Number:
    """A part with the scale after it: "half a million" is a number, "half" alone is a part of a whole."""
    if len(words) > 1 and words[0].casefold() in _ARTICLES and words[1].casefold() in _IN_WORDS:
        return _scaled(part, " ".join(words[1:]))
    return Number(part, 1, " ".join(words), part=True)


def _part(words: list[str]) -> tuple[Decimal, int] | None:
    """The value of "half", "two thirds" and so on, and the number of its words."""
    if words[:1] == ["half"]:
        return Decimal("0.5"), 1
    head = words[0].split("-") + words[1:2]
    if len(head) < 2 or not (head[0] in _SMALL or head[0] in _ARTICLES):
        return None
    name = head[1] if head[1] in _PARTS else head[1].removesuffix("s")
    if name not in _PARTS:
        return None
    above = _SMALL.get(head[0], 1)
    return _rounded(Decimal(above) / _PARTS[name]), 2 if "-" not in words[0] else 1


def _cardinal(words: list[str]) -> tuple[int, int]:
    """A number in words, such as "forty-two thousand seven hundred", and the number of its words."""
    total = current = taken = 0
    for at, word in enumerate(words):
        parts = word.split("-")
        if all(part in _SMALL or part in _TENS for part in parts):
            more = sum(_SMALL.get(part, _TENS.get(part, 0)) for part in parts)
            if (current % 100 and not (more < 10 and current % 10 == 0)) or (current and more > 99):
                break  # "twelve fifteen" is two numbers
            current += more
        elif word in _ARTICLES and not taken and words[1:2] and words[1] in _IN_WORDS:
            current = 1
        elif word in _IN_WORDS and taken:
            current = (current or 1) * _SCALES[word]
            if _SCALES[word] > 100:
                total, current = total + current, 0
        elif not (word == "and" and taken and words[at + 1 : at + 2] and _is_small(words[at + 1])):
            break
        taken += 1
    return total + current, taken


def _is_small(word: str) -> bool:
    return all(part in _SMALL or part in _TENS for part in word.split("-"))


def _rounded(number: Decimal) -> Decimal:
    return round(number, 10).normalize()
