"""Measurements as figures: ranges in a base unit, with the thing measured and the possible rounding."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction

from kgraph.days import Day
from kgraph.disputes.model import Matter, Said
from kgraph.disputes.reference import Reference
from kgraph.disputes.saying import of_kind
from kgraph.disputes.times import day_at
from kgraph.model import Literal, Term
from kgraph.namespaces import IRI, KG

_FIXED = ("Magnitude", "Length", "Time", "Velocity", "Speed", "Temperature")
_DIGITS = 100  # the most digits of a number; with more, fractions take too long
_LITTLE = 1e-9  # more than the error of a float
_NONE, _ONE, _ALL = Fraction(0), Fraction(1), Fraction(10) ** 30
_OF_RATIO = Fraction(2, 100)
_LARGE = 1000
_RATIOS = (KG.ForceRatio, KG.LossRatio)
_ROUGHLY = ("about", "around", "some", "roughly", "nearly", "almost", "several", "a few", "up to", "~")
_SHARES: dict[Term | None, Fraction] = {KG.Fraction: Fraction(5, 1000), KG.Percent: Fraction(1, 2)}
"""The units of shares, and half a percentage point in each."""
_LIMITS = {KG.AtLeast: "at least ", KG.AtMost: "up to ", KG.MoreThan: "more than ", KG.LessThan: "less than "}
_TOTALS = (KG.EventTotal, KG.RunningTotal)
_MEASURE, _KIND, _WHOSE = 1, 2, 3
_CONVERTED = Fraction(5, 1000)  # figures in two units may differ by half a per cent, as whoever converts one rounds it
EVENT, PLACE, PERIOD = 5, 6, 7  # the positions of these in a figure's key


@dataclass(frozen=True, slots=True, eq=False)
class Figure:
    """A measurement as a range in the base unit of what is measured.

    `key` is equal for figures of one thing, `matter` is the question that they answer. `rounding` says by how much a
    plain value may differ from another one and still be the same value written shorter; it is 0 for ranges and rough
    figures. `step` is half of the last digit: so precise is a plain value that is compared with one in a unit of
    another `factor`, if the unit `converts`. `place` is the place of an event's figure, `text` the figure as printed,
    `spoken` the same with its unit, if the print leaves that out. `grows` says whether counting may go on: it may for
    people or hectares, not for the strength or depth of something.
    """

    said: Said
    key: Matter
    matter: Matter
    least: Fraction
    most: Fraction
    rounding: Fraction
    temporality: IRI
    text: str
    factor: Fraction = _ONE
    converts: bool = False
    step: Fraction = _NONE
    place: IRI | None = None
    grows: bool = True
    spoken: str = ""

    def against(self, other: "Figure") -> str:
        """The figure as printed, with its unit if the other figure is in another one: “40” short tons, “40” tonnes."""
        return self.text if self.factor == other.factor else self.spoken

    @property
    def measure(self) -> str:
        """The measure."""
        return self.key[_MEASURE]

    @property
    def whose(self) -> tuple[str, ...]:
        """The parts of the figure's key that say what is measured: the subject, the event, the place and the period.

        The unit and the kind of people counted are not among them."""
        return self.key[_WHOSE:-1]

    @property
    def event(self) -> str:
        """The event of the figure; "" if it has none."""
        event = self.key[EVENT]
        return "" if event == "-" else event

    @property
    def is_total(self) -> bool:
        """Whether it is the total of one event, or a running total."""
        return self.temporality in _TOTALS

    @property
    def day(self) -> Day | None:
        """The day of a total: that by which it was said, or, for a running total with a time, the day up to which it
        counts."""
        when = self.said.when
        if self.temporality == KG.RunningTotal and when.dated and when.until is not None:
            return day_at(when.until)
        return self.said.day

    @property
    def range(self) -> tuple[object, ...]:
        """A key that is equal for figures of equal bounds, stance and place (for states also of equal time), which
        rules treat as one."""
        when = self.said.when
        stretch = (when.since, when.until, when.zone) if self.temporality == KG.State else ()
        bounds = (self.least, self.most, self.rounding, self.factor, self.step)
        return self.said.negative, self.place, *stretch, *bounds

    @property
    def reach(self) -> tuple[float, float]:
        """Bounds as floats, so wide that those of two figures overlap unless the figures are disjoint."""
        slack = max(self.rounding, self.step, abs(self.least) * _CONVERTED)
        low, high = float(self.least - slack), float(self.most + slack)
        return low - abs(low) * _LITTLE, high + abs(high) * _LITTLE

    def disjoint(self, other: "Figure") -> bool:
        """Whether the two ranges do not overlap even if rounding is allowed for: “12 thousand” may be 12,140 written
        shorter."""
        slack = max(self.rounding, other.rounding) if self.rounding and other.rounding else _NONE
        slack = max(slack, self._converted(other))
        return self.most + slack < other.least or other.most + slack < self.least

    def inside(self, other: "Figure") -> bool:
        """Whether this range lies fully within the other one."""
        slack = max(self.rounding, other.rounding) if self.rounding and other.rounding else other.rounding
        if self.rounding and other.rounding:
            slack = max(slack, self._converted(other))
        return self.least + slack >= other.least and self.most - slack <= other.most

    def _converted(self, other: "Figure") -> Fraction:
        """By how much the two may differ if one of them was converted into the other's unit and rounded; 0 if they are
        in one unit, or in two that are worth the same."""
        if self.factor == other.factor:
            return _NONE
        plain = self.rounding and other.rounding and not self.key[_KIND].endswith("DimensionlessRatio")
        share = max(abs(self.least), abs(other.least)) * _CONVERTED if plain else _NONE
        return max(self.step, other.step, share)


def figures_of(sayings: Iterable[Said], reference: Reference, event_of: Callable[[Said], IRI | None]) -> list[Figure]:
    """The figures of the measurements among statements; `event_of` gives the event of a total that has no kg:event."""
    found = (_figure(said, reference, event_of) for said in sayings if of_kind(said, KG.Measurement))
    return [figure for figure in found if figure is not None]


def _figure(said: Said, reference: Reference, event_of: Callable[[Said], IRI | None]) -> Figure | None:
    statement = said.statement
    measure, subject, party = (statement.first(p) for p in (KG.measure, KG.subject, KG.comparedWith))
    if measure is None:
        return None
    temporality = reference.temporality(measure, KG.EventTotal if statement.first(KG.event) else KG.State)
    event = statement.first(KG.event) or (event_of(said) if temporality == KG.EventTotal else None)
    if temporality == KG.EventTotal and event is None:
        event = statement.node if subject is None else None  # a total of a nameless event is a question of its own
    unit, factor, shift = reference.unit(statement.first(KG.unit), measure)
    turned = measure in _RATIOS and party is not None and str(subject) > str(party)
    least, most, rounding = _range(said, Fraction(factor), turned, Fraction(shift))
    first, second = (party, subject) if turned else (subject, party)
    place = statement.first(KG.place)
    if (
        event
        and event != statement.node
        and (not reference.is_share(measure) or (place and KG.Country in reference.classes(place)))
    ):
        # a count in a part of a place is a part of the count in the whole; a share in a part says nothing about the
        # share in the whole
        place = None
    period = f"{said.when.since}–{said.when.until}" if temporality == KG.Flow else "-"
    asked = (measure, unit, first, second, event, place, period, statement.first(KG.counted))
    key = ("figure", *(str(part or "-") for part in asked))
    at = statement.place if statement.get(KG.event) else None  # otherwise the place has served to find the event
    shared = temporality == KG.State and place is not None and reference.shares_one_whole(str(measure))
    matter = ("held", str(place)) if shared else key  # shares and extents answer the same question of who holds a place
    written = statement.first(KG.unit)
    grows = reference.quantity_kind(measure) not in _FIXED
    converts = written is None or unit != str(written)
    step = _step(statement.first(KG.value)) * Fraction(factor) if rounding else _NONE
    text = _printed(said, reference)
    spoken = _with_unit(text, reference.name(written)) if written is not None else text
    ratio = Fraction(factor)
    return Figure(said, key, matter, least, most, rounding, temporality, text, ratio, converts, step, at, grows, spoken)


def _range(said: Said, factor: Fraction, turned: bool, shift: Fraction) -> tuple[Fraction, Fraction, Fraction]:
    """The least and the greatest value in the base unit, and the rounding; `shift` is added before multiplying.

    “About” widens each bound by a tenth; “more than” excludes the bound itself.
    """
    statement = said.statement
    value, low, high = (_number(statement.first(p)) for p in (KG.value, KG.minValue, KG.maxValue))
    comparator = statement.first(KG.comparator) or _comparator(value, low, high)
    if low is None and comparator not in (KG.AtMost, KG.LessThan):
        low = value
    if high is None and comparator not in (KG.AtLeast, KG.MoreThan):
        high = value
    rough = str(statement.first(KG.approximate) or "") in ("true", "1")
    little = Fraction(1, 1_000_000)
    if low is not None:
        low = low - abs(low) / 10 if rough else low + abs(low) * little + little if comparator == KG.MoreThan else low
    if high is not None:
        high = (
            high + abs(high) / 10
            if rough
            else high - abs(high) * little - little
            if comparator == KG.LessThan
            else high
        )
    if turned:
        low, high = (1 / high if high else None), (1 / low if low else None)
    plain = value is not None and not rough and low is not None and low == high
    rounding = (
        _rounding(low, statement.first(KG.unit), _step(statement.first(KG.value)))
        if plain and low is not None
        else _NONE
    )
    open_end = min(_NONE, (high + shift) * factor) if high is not None else _NONE  # a gauge may be below zero
    bounds = (open_end if low is None else (low + shift) * factor, _ALL if high is None else (high + shift) * factor)
    return *bounds, rounding * factor


def _comparator(value: object, low: object, high: object) -> IRI:
    if value is not None:
        return KG.Exactly
    return KG.AtLeast if high is None else KG.AtMost if low is None else KG.Between


def _rounding(value: Fraction, unit: Term | None, step: Fraction) -> Fraction:
    """By how much a value may be rounded, judging by how it is written: half of its last digit, but no more than half a
    percentage point or half a per cent; of a ratio, 2 per cent.

    From 1,000 on, its last zeros may stand for other digits (“12 thousand”: 500; 48,210: 5). So a figure that is
    counted to the unit is exact.
    """
    if unit in _SHARES:
        return min(_SHARES[unit], step)
    if unit == KG.Ratio:
        return abs(value) * _OF_RATIO
    zeros = 0
    while value >= _LARGE and value.denominator == 1 and value % 10 ** (zeros + 1) == 0:
        zeros += 1
    written_short = min(Fraction(10**zeros, 2), value / 10) if zeros else _NONE
    return max(min(step, abs(value) * _CONVERTED), written_short)


def _step(term: Term | None) -> Fraction:
    """Half of the unit of a number's last digit: a half for 40, a twentieth for 24.9."""
    number = term.number if isinstance(term, Literal) else None
    if number is None or abs(number.adjusted()) > _DIGITS:
        return _NONE
    exponent = number.normalize().as_tuple().exponent  # data files may write 0.33 as 0.3300
    return Fraction(10) ** (min(exponent, 0) if isinstance(exponent, int) else 0) / 2


def _number(term: Term | None) -> Fraction | None:
    number = term.number if isinstance(term, Literal) else None
    return None if number is None or abs(number.adjusted()) > _DIGITS else Fraction(number)


def _printed(said: Said, reference: Reference) -> str:
    """The figure in words: as printed, or else in digits; a ratio with its two parties."""
    statement = said.statement
    figure = str(statement.first(KG.figure) or "")
    limit = _LIMITS.get(IRI(str(statement.first(KG.comparator))), "")
    text = f"“{figure}”" if figure else limit + _digits(said)
    rough = str(statement.first(KG.approximate) or "") in ("true", "1")
    if rough and not figure.lower().startswith(_ROUGHLY):
        text = f"about {text}"
    subject, party = statement.first(KG.subject), statement.first(KG.comparedWith)
    return f"{text} of {reference.name(subject)} to {reference.name(party)}" if subject and party else text


def _with_unit(text: str, unit: str) -> str:
    """A figure in words with the name of its unit in brackets, if the words do not name a unit already.

    >>> _with_unit("“more than 12”", "tonne"), _with_unit("“12 t”", "tonne"), _with_unit("“12 million”", "litre")
    ('“more than 12” (tonne)', '“12 t”', '“12 million” (litre)')
    """
    named = re.search(r"\d\W*(?!\W|thousand|million|billion)[^\W\d_]|[%°$€£]", text) or unit.partition(" ")[0] in text
    return text if named else f"{text} ({unit})"


def _digits(said: Said) -> str:
    value, low, high = (said.statement.first(p) for p in (KG.value, KG.minValue, KG.maxValue))
    if value is not None:
        return str(value)
    return " to ".join(str(bound) for bound in (low, high) if bound is not None)
