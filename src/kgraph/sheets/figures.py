"""Converting between the cell `how much` and a figure's bounds, wording and unit.

The cell has the figure as the report prints it ("more than 40", "about 60,000", "85%"). If that is not a number, the
printed words are before "=", and the user's reading after it: `several hundred = 200–999`.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal

from kgraph.namespaces import IRI, KG
from kgraph.sheets.dates import Unclear
from kgraph.sheets.numbers import TO_FILL, Number, decimal_text, number_in, quotient
from kgraph.sheets.pairs import BOTH, EITHER, OF, RATIO, ends, least_of
from kgraph.sheets.phrases import ABOUT, BEHIND, BOUNDS, MONEY, PRECISELY, VAGUE, in_words, several, unit_names
from kgraph.sheets.plain import plain, unquoted

Units = Callable[[str], IRI | None]
"""A function that gives the unit of a word after a number ("kilometres", "%", "€"); `None` for none."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A claimed figure: the values of `kg:value`, `kg:minValue`, `kg:maxValue`, `kg:comparator`, `kg:approximate`.

    `printed` is its wording; `unit` is the unit that the wording names, `None` if it names none.
    """

    printed: str
    value: str = ""
    least: str = ""
    most: str = ""
    comparator: IRI | None = None
    about: bool = False
    unit: IRI | None = None

    @property
    def bounds(self) -> tuple[Decimal | None, Decimal | None]:
        """The least and the greatest possible value."""
        least, most = self.value or self.least, self.value or self.most
        return Decimal(least) if least else None, Decimal(most) if most else None


_LONGEST = 40
COUNTED = (KG.Persons, KG.Item, KG.Vote, KG.Seat)
"""Units for things that are counted one by one."""
_MEASURED = frozenset(
    KG[name]
    for name in re.findall(
        r"\w+",
        "Kilometre Metre Mile Foot NauticalMile Centimetre Millimetre Inch Yard SquareKilometre Hectare SquareMile "
        "Acre SquareMetre SquareFoot Tonne Kilogram ShortTon LongTon PoundWeight Litre CubicMetre Barrel USGallon "
        "ImperialGallon KilometrePerHour MilePerHour Knot MetrePerSecond Megawatt Gigawatt Kilowatt",
    )
)
"""Units in which parts are usual, so that 1,234 may be a decimal."""
_EQUALS = re.compile(r"(?<![<>≥≤])=")
_NO_FIGURE = frozenset(("?", "unknown", "n/a", "na", "tbc", "tba", "not known", "not said", "-", "–"))
_DAY = re.compile(r"\d{4}-\d\d-\d\d(?:[ T].*)?")
_MAGNITUDE = re.compile(r"(?:M[wW]? ?|magnitude )(?=\d)")
_NOISE = re.compile(r"-?(?:\d{3,}\.0|\d+\.\d{15,})")


def read_figure(cell: str | Decimal, decimal: str, units: Units, unit: IRI | None = None) -> Figure:
    """Read the figure of a cell, in `unit` if another column gives it; raises `Unclear`.

    >>> read_figure("more than 40", "", lambda word: None).least
    '40.0'
    """
    if isinstance(cell, Decimal):
        cell, decimal = _plain(cell), "."
    printed, *readings = (part.strip() for part in _EQUALS.split(cell))
    printed = unquoted(printed)
    if not printed or len(readings) > 1 or readings == [""]:
        raise Unclear(
            f"'{cell}': write the figure as printed, and behind one '=' your reading: several hundred = 200–999"
        )
    if len(printed) > _LONGEST:
        raise Unclear(f"'{printed}' is longer than {_LONGEST} characters; write the figure as printed and nothing else")
    if not readings:
        return replace(_plainly(printed, decimal, units, unit), printed=_without_noise(printed))
    return _as_read(printed, readings[0], decimal, units, unit)


def _plainly(printed: str, decimal: str, units: Units, unit: IRI | None) -> Figure:
    """The figure of printed words; raises `Unclear`, which says what to write for two figures, or for none."""
    if printed.casefold().strip(" .") in _NO_FIGURE:
        raise Unclear(f"'{printed}' is no figure; if the text gives no number, the row is of another kind")
    try:
        return _Reading(decimal, units, unit).figure(printed)
    except Unclear as error:
        if told := _of_two(plain(printed), _Reading(decimal, units, unit)):
            raise Unclear(f"'{printed}' {told}") from error
        raise


def _of_two(text: str, reading: "_Reading") -> str:
    """What to write for a text with two figures; "" for any other."""
    if reading.has_two(EITHER, text):
        told = "gives two numbers for one figure"
        try:
            numbers = _in_numbers(reading.either(text))
        except Unclear:
            return f"{told}; write both in full behind it, the smaller first: '{text} = {TO_FILL}'"
        return f"{told}; write '{text} = {numbers}'"
    return "has two figures; write a row for each" if reading.has_two(BOTH, text) else ""


def write_figure(figure: Figure, units: Units, unit: IRI | None) -> str:
    """The shortest cell that `read_figure` reads as this figure in this unit, whatever the sheet's decimal mark is."""
    sought = replace(figure, unit=None)
    numbers = _in_numbers(figure)
    for text in (figure.printed, f"{figure.printed} = {numbers}", f"{figure.printed} = precisely {numbers}"):
        try:
            if all(replace(read_figure(text, mark, units, unit), unit=None) == sought for mark in ("", ".")):
                return text
        except Unclear:
            continue
    raise Unclear(f"the figure '{figure.printed}' fits no cell")


def _as_read(printed: str, reading: str, decimal: str, units: Units, unit: IRI | None) -> Figure:
    """A figure by the reading after "=", which must not contradict the printed words."""
    precisely = PRECISELY.match(reading)
    found = _Reading(decimal, units, unit, sure=True).figure(reading[precisely.end() :] if precisely else reading)
    if VAGUE.search(printed) and not precisely:
        found = replace(found, about=True)
    plainly = _of_words(printed, _Reading(decimal, units, unit))
    if plainly and not re.search(r"\d[.,]\d{3}(?!\d)", printed) and not _fits(found, plainly):
        raise Unclear(
            f"'{printed} = {reading}': the figure and your reading of it contradict each other; keep one of them"
        )
    return replace(found, printed=printed)


def _of_words(printed: str, reading: "_Reading") -> Figure | None:
    """The figure of printed words that have a reading behind them; `None` if they give none."""
    for read in (reading.figure, reading.either):
        try:
            return read(plain(printed) if read == reading.either else printed)
        except Unclear:
            continue
    return None


def _fits(found: Figure, plainly: Figure) -> bool:
    """Whether a reading is within the words; of "about" it is enough that it is not ten times more or less."""
    (least, most), (low, high) = found.bounds, plainly.bounds
    if plainly.about:
        return not (low and least is not None and abs(least) * 10 < abs(low)) and not (
            high and most is not None and abs(most) > abs(high) * 10
        )
    slack = Decimal("0.02") * abs(low or high or Decimal(1))
    below = low is not None and (least is None or least < low - slack)
    return not below and not (high is not None and (most is None or most > high + slack))


def _in_numbers(figure: Figure) -> str:
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
    """A number in a form in which no mark can be a thousands separator: 1.2340 for 1.234."""
    text = text.removesuffix(".0")
    return f"{text}0" if len(text.partition(".")[2]) == 3 else text


def _plain(number: Decimal) -> str:
    return decimal_text(number).removesuffix(".0")


def _code(unit: IRI) -> str:
    return unit.rpartition("#")[2]


def _without_noise(printed: str) -> str:
    """A number that a program wrote (60000.0, 0.30000000000000004) in the form in which a person would."""
    if _NOISE.fullmatch(printed):
        return _plain(round(Decimal(printed), 12))
    return printed[:-1] if re.fullmatch(r"\d+\.", printed) else printed  # the full stop of a sentence


class _Reading:
    """Reads one figure; `unit` is given in another column, and `found` is the unit that its words name.

    `sure` means that the text is the user's own reading, which needs fewer checks.
    """

    def __init__(self, decimal: str, units: Units, unit: IRI | None, *, sure: bool = False) -> None:
        self._decimal, self._units, self._unit, self._sure = decimal, units, unit, sure
        self._found: IRI | None = None

    def figure(self, text: str) -> Figure:
        text = plain(text) if not re.search("[¼-¾⅐-⅞]", text) else " ".join(text.split())
        if _DAY.fullmatch(text):
            raise Unclear(f"'{text}' is a day; has the spreadsheet made it of two numbers? write them as 12 to 15")
        found = self._bounded(text)
        return replace(found, unit=self._found)

    def _bounded(self, text: str) -> Figure:
        for pattern, comparator, rough in BOUNDS:
            if match := pattern.match(text):
                found = _bound(self._about(text[match.end() :]), comparator, text)
                return replace(found, about=found.about or rough)
        for pattern, behind in BEHIND:
            if match := pattern.fullmatch(text):
                inner = self._about(match["number"] + match["rest"])
                return replace(inner, about=True) if behind is None else _bound(inner, behind, text)
        return self._about(text)

    def _about(self, text: str) -> Figure:
        if match := ABOUT.match(text):
            return replace(self._about(text[match.end() :]), about=True)
        ratio = self._ratio(text)
        if ratio is not None:
            return Figure("", decimal_text(ratio))
        if two := ends(text):
            return self._between(*two, text)
        return Figure("", decimal_text(self._checked(self._number(text), text)))

    def either(self, text: str) -> Figure:
        """The two numbers of "5 or 6 thousand" as bounds; raises `Unclear` for any other text."""
        if match := ABOUT.match(text):
            return replace(self.either(text[match.end() :]), about=True)
        if match := EITHER.fullmatch(text):
            return self._between(match["a"], match["b"], text)
        raise Unclear(f"'{text}' does not give two numbers")

    def has_two(self, pattern: re.Pattern[str], text: str) -> bool:
        """Whether a text is two numbers, joined as a pattern joins them, whatever their unit is."""
        match = pattern.fullmatch(ABOUT.sub("", text, count=1) if ABOUT.match(text) else text)
        try:
            return match is not None and all(
                number_in(MONEY.sub("", match[name], count=1), self._decimal) for name in "ab"
            )
        except Unclear:
            return False

    def _ratio(self, text: str) -> Decimal | None:
        """The quotient for "1 in 8" and "1 to 8", if the unit is a fraction, percentage or ratio."""
        of, to = OF.fullmatch(text), RATIO.fullmatch(text)
        match = of or to
        if match is None:
            return None
        try:
            above, below = (number_in(match[name], self._decimal) for name in "ab")
        except Unclear:
            return None
        if above.behind or below.behind:
            return None
        share = self._unit == KG.Fraction or (of is not None and self._unit is None)
        if share or self._unit == KG.Ratio:
            self._found = KG.Fraction if share else KG.Ratio
            return self._checked(quotient(above.value, below.value), text)
        if of or "/" in text or ":" in text or (self._unit is None and not self._sure):
            least = least_of(above, below, sure=False)
            numbers = f"{_plain(least)}–{_plain(below.value)}" if least is not None else TO_FILL
            told = f"a range? write '{text} = {numbers}'; a share or a ratio? say in 'unit' which"
            raise Unclear(f"'{text}' is no single number; {told}")
        return None

    def _between(self, first: str, last: str, text: str) -> Figure:
        """Two bounds; the first may leave out the scale, unit and currency that the last has, or the last may leave out
        the currency."""
        money = MONEY.match(first)
        two = self._number(f"{money['sign']} {last}" if money and not MONEY.match(last) else last)
        one = self._number(first)
        least, most = least_of(one, two, sure=self._sure), two.value
        if least is None:
            raise Unclear(f"'{text}': does '{first}' have the scale of '{last}', too? write both numbers in full")
        if least >= most:
            raise Unclear(f"'{text}' begins with the greater number; write the smaller first")
        for number in (least, most):
            self._checked(replace(two, base=number, scale=1), text)
        return Figure("", "", decimal_text(least), decimal_text(most), KG.Between)

    def _number(self, text: str) -> Number:
        money = MONEY.match(text)
        magnitude = _MAGNITUDE.match(text) if self._unit in (None, KG.MomentMagnitude) else None
        if money:
            self._name(money["sign"], text)
            text = text[money.end() :]
        elif magnitude and self._units("magnitude") == KG.MomentMagnitude:
            self._found, text = KG.MomentMagnitude, text[magnitude.end() :]
        number = number_in(text, self._decimal, sure=self._sure)
        number = self._millions(number, text)
        if number.part:
            return self._of_whole(number, text)
        if number.behind:
            self._name(number.behind, text)
        return replace(number, behind="")

    def _millions(self, number: Number, text: str) -> Number:
        """The reading of "3m": millions for money, metres if the unit says so; else it is unclear."""
        head, _, rest = number.behind.partition(" ")
        if head.rstrip(".") != "m" or number.scale != 1:
            return number
        unit = self._unit or self._found
        if unit == KG.Metre and not rest:
            return number
        if rest:
            self._name(rest, text)
            unit = self._unit or self._found
        if unit is not None and re.fullmatch("[A-Z]{3}", _code(unit)):
            return replace(number, scale=1_000_000, behind="")
        raise Unclear(f"'{text}': millions or metres? write '{number.base} million', or the unit in its column")

    def _of_whole(self, number: Number, text: str) -> Number:
        """A part of the whole, which needs no unit: for example "half"."""
        if number.behind or self._unit not in (None, KG.Fraction):
            raise Unclear(f"'{text}': a part of what? write it without a unit, or its number, such as 50%")
        self._found = KG.Fraction
        return number

    def _name(self, words: str, text: str) -> IRI:
        """The unit that words name, which the column for the unit must not contradict."""
        among = several(words)
        told = self._unit or self._found
        if among:
            if told is None or _code(told) not in among:
                raise Unclear(
                    f"'{words}' in '{text}' can be {', '.join(map(in_words, among[:4]))}; write which in 'unit'"
                )
            return told
        unit = next((iri for name in unit_names(words) if (iri := self._units(name))), None)
        if unit is None:
            raise Unclear(
                f"'{words}' in '{text}' is no unit that kgraph knows; write the number alone, and the unit beside"
            )
        if told not in (None, unit):
            raise Unclear(f"'{text}' names another unit than the column 'unit', or two; keep one of them")
        self._found = unit
        return unit

    def _checked(self, number: Number | Decimal, text: str) -> Decimal:
        """The value; raises `Unclear` if it is implausible for its unit: half a person, below zero, a share of 85."""
        value = number.value if isinstance(number, Number) else number
        unit = self._found or self._unit
        if self._sure:
            return value
        if unit in COUNTED and (value < 0 or value != value.to_integral_value()):
            raise Unclear(f"'{text}': what is counted is whole and not less than none; write the number in digits")
        if unit == KG.Fraction and not 0 <= value <= 1:
            raise Unclear(f"'{text}' is no share from 0 to 1; of 100? then the unit is %")
        if unit == KG.Percent and self._found is None and 0 < value < 1:
            raise Unclear(
                f"'{text}': per cent, or a share that a spreadsheet keeps so? write {_plain(value)}% or "
                f"{_plain(value * 100)}%"
            )
        if unit in _MEASURED and not self._decimal and re.search(r"(?<!\d)[1-9]\d{0,2},(?!000)\d{3}(?![\d,.])", text):
            raise Unclear(f"'{text}' can be thousands or decimals; say with --decimal which mark the sheet has")
        return value


def _bound(inner: Figure, comparator: IRI, text: str) -> Figure:
    if comparator == KG.Exactly:
        return replace(inner, comparator=comparator)
    if not inner.value:
        raise Unclear(f"'{text}' has a bound and a range; write one of them")
    low = comparator in (KG.MoreThan, KG.AtLeast)
    return replace(
        inner, value="", least=inner.value if low else "", most="" if low else inner.value, comparator=comparator
    )
