"""The cell `how much` ⇄ the bounds of a figure, its wording and its unit.

The cell has what the report prints ("more than 40", "about 60,000", "85%"). Where that is no number by itself, what the
report prints stands before "=", and how it is read behind: `several hundred = 200–999`.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal

from kgraph.namespaces import IRI, KG
from kgraph.sheets.dates import Unclear
from kgraph.sheets.numbers import decimal_text, read_number, read_ratio

Units = Callable[[str], IRI | None]
"""Which unit a word behind a number is ("kilometres", "%", "€"); `None` for none."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A claimed figure: what `kg:value`, `kg:minValue`, `kg:maxValue`, `kg:comparator`, `kg:approximate` say.

    `printed` is its wording; `unit` the unit that the wording names, `None` where it names none.
    """

    printed: str
    value: str = ""
    least: str = ""
    most: str = ""
    comparator: IRI | None = None
    about: bool = False
    unit: IRI | None = None


_ABOUT = re.compile(
    r"(?:about|around|some|approximately|approx\.?|roughly|circa|ca\.|c\.|an estimated|estimated|~|≈|nearly exactly) ?",
    re.IGNORECASE,
)
_BOUNDS: tuple[tuple[str, IRI], ...] = (
    (r"(?:more than|over|above|upwards of|in excess of|>) ?", KG.MoreThan),
    (r"(?:at least|no fewer than|no less than|not less than|a minimum of|≥|>=) ?", KG.AtLeast),
    (r"(?:less than|fewer than|under|below|almost|nearly|<) ?", KG.LessThan),
    (r"(?:at most|up to|no more than|not more than|as many as|a maximum of|≤|<=) ?", KG.AtMost),
    (r"exactly ", KG.Exactly),
)
_PATTERNS = tuple((re.compile(pattern, re.IGNORECASE), comparator) for pattern, comparator in _BOUNDS)
_BEHIND = re.compile(r"^(?P<number>.+?)(?: ?\+| or more| and more)$", re.IGNORECASE)
_BETWEEN = re.compile(r"(?:between|from) (?P<a>.+?) (?:and|to) (?P<b>.+)", re.IGNORECASE)
_STRETCH = re.compile(r"(?P<a>[^–—]+?) ?(?:–|—|(?<=[\w%])-(?=\d)| to ) ?(?P<b>.+)", re.IGNORECASE)
_MONEY = re.compile(r"(?P<sign>[$€£¥₹₽₴]|[A-Z]{3}) ?(?=\d)")


def read_figure(cell: str | Decimal, decimal: str, units: Units, unit: IRI | None = None) -> Figure:
    """The figure that a cell says, in its `unit` where that is told beside; raises `Unclear`.

    >>> read_figure("more than 40", "", lambda word: None).least
    '40.0'
    """
    if isinstance(cell, Decimal):
        return Figure(_plain(cell), decimal_text(cell))
    printed, equals, reading = (part.strip() for part in cell.partition("="))
    if equals and not reading:
        raise Unclear(f"nothing stands behind '=' in '{cell}'; write your reading of '{printed}' there")
    found = _Reading(decimal, units, unit).figure(reading if equals else printed)
    return replace(found, printed=printed)


def write_figure(figure: Figure, units: Units, unit: IRI | None) -> str:
    """The shortest cell that `read_figure` reads back as this, in this unit."""
    sought = replace(figure, unit=None)
    numbers = _in_numbers(figure, unit)
    for text in (figure.printed, f"{figure.printed} = {numbers}"):
        try:
            if replace(read_figure(text, ".", units, unit), unit=None) == sought:
                return text
        except Unclear:
            continue
    raise Unclear(f"the figure '{figure.printed}' fits no cell")


def _in_numbers(figure: Figure, unit: IRI | None) -> str:
    about = "about " if figure.about else ""
    words = {KG.MoreThan: "more than ", KG.LessThan: "less than ", KG.AtLeast: "at least ", KG.AtMost: "at most "}
    if figure.value:
        exactly = "exactly " if figure.comparator == KG.Exactly else ""
        return f"{exactly}{about}{_short(figure.value)}"
    if figure.least and figure.most:
        return f"{about}{_short(figure.least)}–{_short(figure.most)}"
    bound = figure.least or figure.most
    return f"{words.get(figure.comparator or KG.AtLeast, '')}{about}{_short(bound)}"


def _short(text: str) -> str:
    return text.removesuffix(".0")


def _plain(number: Decimal) -> str:
    return _short(decimal_text(number))


class _Reading:
    """Reads one figure; `unit` is told beside it, and `found` is what its words name."""

    def __init__(self, decimal: str, units: Units, unit: IRI | None) -> None:
        self._decimal, self._units, self._unit = decimal, units, unit
        self._found: IRI | None = None

    def figure(self, text: str) -> Figure:
        text = " ".join(text.split())
        found = self._bounded(text)
        return replace(found, unit=self._found)

    def _bounded(self, text: str) -> Figure:
        for pattern, comparator in _PATTERNS:
            if match := pattern.match(text):
                inner = self._about(text[match.end() :])
                return _bound(inner, comparator, text)
        if match := _BEHIND.match(text):
            return _bound(self._about(match["number"]), KG.AtLeast, text)
        return self._about(text)

    def _about(self, text: str) -> Figure:
        if match := _ABOUT.match(text):
            return replace(self._about(text[match.end() :]), about=True)
        ratio = read_ratio(text) if self._unit in (None, KG.Ratio) else None
        if ratio is not None:
            self._found = self._found or KG.Ratio
            return Figure("", decimal_text(ratio))
        if stretch := _BETWEEN.fullmatch(text) or _STRETCH.fullmatch(text):
            return self._between(stretch["a"], stretch["b"], text)
        return Figure("", decimal_text(self._number(text)))

    def _between(self, first: str, last: str, text: str) -> Figure:
        most = self._number(last)
        least = self._number(first)
        if least > most and (scale := re.search(r"[^\W\d_]+\.?$", last)):
            least = self._number(f"{first} {scale[0]}")
        if least >= most:
            raise Unclear(f"'{text}' begins with the greater number; write the smaller first")
        if self._scaled(last) and not self._scaled(first) and least * 100 < most:
            raise Unclear(f"'{text}': does '{first}' have the scale of '{last}', too? write both numbers in full")
        return Figure("", "", decimal_text(least), decimal_text(most), KG.Between)

    @staticmethod
    def _scaled(text: str) -> bool:
        return bool(re.search(r"\d ?[^\W\d_]", text))

    def _number(self, text: str) -> Decimal:
        if money := _MONEY.match(text):
            self._name(money["sign"], text)
            text = text[money.end() :]
        number, behind = read_number(text, self._decimal)
        if not behind:
            return self._of_whole(number, text)
        unit = self._name(behind, text)
        return number / 100 if unit == KG.Percent and self._unit == KG.Fraction else number

    def _of_whole(self, number: Decimal, text: str) -> Decimal:
        """A part of the whole: "half" is 50 per cent, and needs no unit."""
        if not re.match(r"\W*\d", text) and 0 < number < 1:
            self._found = self._found or KG.Fraction
            return number * 100 if self._unit == KG.Percent else number
        return number

    def _name(self, words: str, text: str) -> IRI | None:
        unit = self._units(words)
        if unit is None:
            raise Unclear(f"'{words}' in '{text}' is no unit that kgraph knows; write the number alone, and the unit beside")
        if self._unit not in (None, unit) and {self._unit, unit} != {KG.Percent, KG.Fraction}:
            raise Unclear(f"'{text}' names another unit than the column 'unit'; keep one of them")
        self._found = unit
        return unit


def _bound(inner: Figure, comparator: IRI, text: str) -> Figure:
    if comparator == KG.Exactly:
        return replace(inner, comparator=comparator)
    if not inner.value:
        raise Unclear(f"'{text}' has a bound and a range; write one of them")
    low = comparator in (KG.MoreThan, KG.AtLeast)
    return replace(
        inner, value="", least=inner.value if low else "", most="" if low else inner.value, comparator=comparator
    )
