"""Figures: the same thing measured twice, with results that cannot both be right."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from kgraph.disputes.model import Conflict, Matter, Note, Said, pairs, rules_out
from kgraph.disputes.reference import Reference
from kgraph.disputes.saying import Ties, of_kind
from kgraph.disputes.wording import measured
from kgraph.model import Literal, Term
from kgraph.namespaces import IRI, KG

_NONE, _ALL = Fraction(0), Fraction(10) ** 30
_RATIOS = (KG.ForceRatio, KG.LossRatio)
_ROUGHLY = ("about", "around", "some", "roughly", "nearly", "almost", "several", "a few", "up to", "~")
_LIMITS = {KG.AtLeast: "at least ", KG.AtMost: "up to ", KG.MoreThan: "more than ", KG.LessThan: "less than "}
_DAY = 86_400
_TOTALS = (KG.EventTotal, KG.RunningTotal)


@dataclass(frozen=True, slots=True, eq=False)
class Figure:
    """A measurement as a range in the base unit of what is measured.

    `key` is equal for figures of one thing, `matter` is the question that they answer. `rounding` is by how much a
    plain value may differ from another and still be the same one written shorter; for ranges and rough figures it is 0.
    `step` is half of its last digit, which is what is known of a plain value in another `unit`. `place` is where, if it
    is of an event; `text`, the figure as it was printed.
    """

    said: Said
    key: Matter
    matter: Matter
    least: Fraction
    most: Fraction
    rounding: Fraction
    temporality: IRI
    text: str
    unit: Term | None = None
    step: Fraction = _NONE
    place: IRI | None = None

    @property
    def is_total(self) -> bool:
        """Whether it counts what one event, or all since some begin, came to."""
        return self.temporality in _TOTALS

    def disjoint(self, other: "Figure") -> bool:
        """Whether the two have nothing in common, roundings granted: “12 thousand” is 12,140 written shorter."""
        slack = max(self.rounding, other.rounding) if self.rounding and other.rounding else _NONE
        if self.unit != other.unit:
            slack = max(slack, self.step, other.step)
        return self.most + slack < other.least or other.most + slack < self.least

    def inside(self, other: "Figure") -> bool:
        """Whether it lies wholly within what the other says."""
        return self.least + other.rounding >= other.least and self.most - other.rounding <= other.most


def figures(sayings: Iterable[Said], reference: Reference, event_of: Callable[[Said], IRI | None]) -> list[Figure]:
    """The measurements among statements; `event_of` tells which event a total is of that does not say it."""
    found = (_figure(said, reference, event_of) for said in sayings if of_kind(said, KG.Measurement))
    return [figure for figure in found if figure is not None]


def _figure(said: Said, reference: Reference, event_of: Callable[[Said], IRI | None]) -> Figure | None:
    statement = said.statement
    measure, subject, party = (statement.first(p) for p in (KG.measure, KG.subject, KG.comparedWith))
    if measure is None:
        return None
    temporality = reference.temporality(measure)
    event = statement.first(KG.event) or (event_of(said) if temporality == KG.EventTotal else None)
    if temporality == KG.EventTotal and event is None:
        event = statement.node if subject is None else None  # a total of a nameless event is a matter of its own
    unit, factor = reference.unit(statement.first(KG.unit), measure)
    turned = measure in _RATIOS and party is not None and str(subject) > str(party)
    least, most, rounding = _range(said, Fraction(factor), turned)
    first, second = (party, subject) if turned else (subject, party)
    place = None if event else statement.first(KG.place)
    asked = (measure, unit, first, second, event, place, statement.first(KG.counted))
    key = ("figure", *(str(part or "-") for part in asked))
    at = statement.place if event else None
    shared = temporality == KG.State and place is not None and reference.shares_one_whole(str(measure))
    matter = ("held", str(place)) if shared else key  # who holds a place is one question, however it is answered
    written = statement.first(KG.unit)
    step = _step(statement.first(KG.value)) * Fraction(factor) if rounding else _NONE
    text = _printed(said, reference)
    return Figure(said, key, matter, least, most, rounding, temporality, text, written, step, at)


def _range(said: Said, factor: Fraction, turned: bool) -> tuple[Fraction, Fraction, Fraction]:
    """Least and most, and the rounding. “About” widens each bound by a tenth; the bare bound of “more than” is out."""
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
        low = low * Fraction(9, 10) if rough else low * (1 + little) + little if comparator == KG.MoreThan else low
    if high is not None:
        high = high * Fraction(11, 10) if rough else high * (1 - little) - little if comparator == KG.LessThan else high
    if turned:
        low, high = (1 / high if high else None), (1 / low if low else None)
    plain = value is not None and not rough and low is not None and low == high
    rounding = _rounding(low, statement.first(KG.unit)) if plain and low is not None else _NONE
    bounds = (_NONE if low is None else low * factor, _ALL if high is None else high * factor)
    return *bounds, rounding * factor


def _comparator(value: object, low: object, high: object) -> IRI:
    if value is not None:
        return KG.Exactly
    return KG.AtLeast if high is None else KG.AtMost if low is None else KG.Between


def _rounding(value: Fraction, unit: Term | None) -> Fraction:
    """By how much a value may be off, as it was written: half a percentage point, 2 per cent of a ratio, else half a
    per cent; half of what its last zeros leave open, where it has thousands (“12 thousand”: 500)."""
    if unit == KG.Fraction:
        return Fraction(5, 1000)
    if unit == KG.Percent:
        return Fraction(1, 2)
    share = Fraction(2, 100) if unit == KG.Ratio else Fraction(5, 1000)
    zeros = 0
    while value >= 1000 and value.denominator == 1 and value % 10 ** (zeros + 1) == 0:
        zeros += 1
    return max(share * value, Fraction(10**zeros, 2) if zeros >= 2 else _NONE)


def _step(term: Term | None) -> Fraction:
    """Half of the last digit of a number as it is written: of 40, a half; of 24.9, a twentieth."""
    value = term.value if isinstance(term, Literal) else None
    exponent = value.as_tuple().exponent if isinstance(value, Decimal) else 0
    return Fraction(10) ** (exponent if isinstance(exponent, int) else 0) / 2


def _number(term: Term | None) -> Fraction | None:
    value = term.value if isinstance(term, Literal) else None
    return Fraction(value) if isinstance(value, Decimal) and value.is_finite() else None


def _printed(said: Said, reference: Reference) -> str:
    """The figure in words: as it was printed, or else in digits; of a ratio with its parties."""
    statement = said.statement
    figure = str(statement.first(KG.figure) or "")
    limit = _LIMITS.get(IRI(str(statement.first(KG.comparator))), "")
    text = f"“{figure}”" if figure else limit + _digits(said)
    rough = str(statement.first(KG.approximate) or "") in ("true", "1")
    if rough and not figure.lower().startswith(_ROUGHLY):
        text = f"about {text}"
    subject, party = statement.first(KG.subject), statement.first(KG.comparedWith)
    return f"{text} of {reference.name(subject)} to {reference.name(party)}" if subject and party else text


def _digits(said: Said) -> str:
    value, low, high = (said.statement.first(p) for p in (KG.value, KG.minValue, KG.maxValue))
    if value is not None:
        return str(value)
    return " to ".join(str(bound) for bound in (low, high) if bound is not None)


def conflicting(found: Sequence[Figure], ties: Ties, reference: Reference) -> Iterator[Conflict | Note]:
    """Figures of one matter that cannot both be right, and figures that a claimant changed."""
    matters: defaultdict[Matter, list[Figure]] = defaultdict(list)
    for figure in found:
        matters[figure.key].append(figure)
    for same in matters.values():
        of = {figure.said: figure for figure in same}
        latest = _Latest(same)
        for a, b in pairs(of):
            one, other = of[a], of[b]
            if (a.claim, b.claim) in ties:
                continue
            if one.place and other.place and one.place != other.place:
                yield from _part_above_whole(one, other, reference)
            elif a.negative != b.negative:
                yield from _denied(one, other)
            elif not a.negative and one.disjoint(other):
                yield from _disjoint(one, other, latest, reference)


def _denied(one: Figure, other: Figure) -> Iterator[Conflict]:
    told, denial = (other, one) if one.said.negative else (one, other)
    if told.inside(denial) and compared(told, denial):
        sentence = rules_out(told.said, denial.said)
        yield _conflict(told, denial, "denied-quantity", KG.Polarity, sentence)


def _disjoint(one: Figure, other: Figure, latest: "_Latest", reference: Reference) -> Iterator[Conflict | Note]:
    a, b = one.said, other.said
    if a.claim.claimant is not None and a.claim.claimant == b.claim.claimant:
        yield from _changed(one, other, reference)
        return
    if latest.stands(one, other) if one.is_total else compared(one, other):
        what = reference.name(IRI(one.key[1]))
        sentence = (
            f"{a.who} gives {one.text} (“{a.words}”), and {b.who} {other.text} (“{b.words}”), for the same {what}."
        )
        yield _conflict(one, other, "disjoint-quantities", KG.Quantity, sentence)


def _part_above_whole(one: Figure, other: Figure, reference: Reference) -> Iterator[Conflict]:
    """A figure of an event in a place, against a smaller one in a place around it."""
    for part, whole in ((one, other), (other, one)):
        if whole.place not in reference.around(part.place) or part.said.negative or whole.said.negative:  # type: ignore[arg-type]
            continue
        if part.least > whole.most + max(part.rounding, whole.rounding) and compared(part, whole):
            a, b = part.said, whole.said
            inner, outer = reference.name(part.place or "-"), reference.name(whole.place or "-")
            whole_said = f"{b.who} gives {whole.text} (“{b.words}”) for {outer}, in which it lies"
            sentence = f"{a.who} gives {part.text} (“{a.words}”) for {inner}, and {whole_said}: a part above its whole."
            yield _conflict(part, whole, "part-above-whole", KG.Quantity, sentence)


def shares_above_whole(found: Iterable[Figure], ties: Ties, reference: Reference) -> Iterator[Conflict]:
    """Shares of one whole by several that add up to more than all of it; those of one side are not added up."""
    wholes: defaultdict[tuple[str, ...], list[Figure]] = defaultdict(list)
    for figure in found:
        if figure.said.statement.subject and not figure.said.negative and reference.shares_one_whole(figure.key[1]):
            wholes[figure.key[1], figure.key[5], figure.key[6]].append(figure)
    for same in wholes.values():
        of = {figure.said: figure for figure in same}
        for a, b in pairs(of):
            one, other = of[a], of[b]
            sides = {reference.side(IRI(one.key[3])), reference.side(IRI(other.key[3]))}
            above = one.least + other.least > 1 + max(one.rounding, other.rounding)
            if above and len(sides) == 2 and (a.claim, b.claim) not in ties and compared(one, other):
                names = reference.name(IRI(one.key[3])), reference.name(IRI(other.key[3]))
                said = f"{a.who} gives {names[0]} {one.text} (“{a.words}”)"
                sentence = f"{said}, and {b.who} gives {names[1]} {other.text} (“{b.words}”): more than the whole."
                shares = ("figure", one.key[1], "shares", *one.key[5:])
                matter = one.matter if one.matter[0] == "held" else shares
                yield Conflict(a.claim, b.claim, "shares-above-whole", KG.Quantity, sentence, matter)


def compared(one: Figure, other: Figure) -> bool:
    """Whether two figures are of one time: a flow is of its period, what is of an event is of that whenever told."""
    if one.temporality == KG.Flow:
        a, b = one.said.when, other.said.when
        return (a.since, a.until) == (b.since, b.until) and a.since is not None
    return one.is_total or one.said.when.meets(other.said.when)


def _conflict(one: Figure, other: Figure, rule: str, dimension: IRI, sentence: str) -> Conflict:
    return Conflict(one.said.claim, other.said.claim, rule, dimension, sentence, one.matter)


def _changed(one: Figure, other: Figure, reference: Reference) -> Iterator[Note]:
    """Two figures of one claimant: a revision on a later day, or one voice with two on one day."""
    first, last = sorted(
        (one, other), key=lambda figure: (figure.said.day is None, figure.said.day or 0, figure.said.claim.id)
    )
    days = first.said.day, last.said.day
    ids = (first.said.claim.id, last.said.claim.id)
    if (
        one.temporality == KG.State
        and not one.said.when.meets(other.said.when)
        and (one.said.when.dated or days[0] != days[1])
    ):
        return  # of other days: a series
    if one.temporality == KG.Flow and not compared(one, other):
        return
    if days[0] == days[1]:
        figures = f"{first.text} (“{first.said.words}”), and {last.text} (“{last.said.words}”)"
        sentence = f"{measured(one.matter, reference)}: {first.said.who} is heard with {figures}."
        yield Note("one voice", ids, sentence, matter=one.matter)
    elif None not in days:
        verb = "raises" if last.least > first.most else "lowers"
        if verb == "raises" and one.temporality == KG.RunningTotal:
            return  # it has gone on
        what = measured(one.matter, reference)
        sentence = f"{what}: {first.said.who} {verb} {first.text} to {last.text} on {days[1]}."
        yield Note("revision", ids, sentence, matter=one.matter)


class _Latest:
    """Totals of one matter, as each claimant still says on a day: the one said last by then."""

    def __init__(self, same: Iterable[Figure]) -> None:
        self._by: defaultdict[IRI | None, list[Figure]] = defaultdict(list)
        for figure in same:
            if not figure.said.negative:
                self._by[figure.said.claim.claimant].append(figure)

    def stands(self, one: Figure, other: Figure) -> bool:
        """Whether two disjoint totals of two claimants contradict each other.

        On one day they do. Of two days, the later does if it is lower, as a count may only go on, and if the first
        claimant has not taken its own back by then. A later and higher one has counted on. A late relay of an old
        figure proves nothing, unless it tells when it was said, or its document gives the rival figure too.
        """
        a, b = one.said.day, other.said.day
        if a is None or b is None:
            return False
        if a == b:
            return True
        earlier, later = (one, other) if a < b else (other, one)
        if later.most >= earlier.least or self._is_old(later, earlier):
            return False
        day = later.said.day
        since = (figure for figure in self._by[earlier.said.claim.claimant] if figure.said.day is not None)
        return not any(earlier.said.day < figure.said.day <= day and figure.disjoint(earlier) for figure in since)  # type: ignore[operator]

    def _is_old(self, later: Figure, rival: Figure) -> bool:
        """Whether the later figure only hands on what its claimant had said before the rival."""
        claim = later.said.claim
        if claim.said is not None or not claim.hops:
            return False
        here = (f for same in self._by.values() for f in same if f.said.claim.document == claim.document)
        if any(not figure.disjoint(rival) for figure in here):
            return False
        own = (f for f in self._by[claim.claimant] if f is not later and not f.disjoint(later))
        return any(f.said.day is not None and f.said.day < rival.said.day for f in own)  # type: ignore[operator]


def durations(found: Iterable[Figure], sayings: Iterable[Said], ties: Ties, reference: Reference) -> Iterator[Conflict]:
    """How long an event took, against a begin and an end that leave no such time between them."""
    spans: defaultdict[str, list[Said]] = defaultdict(list)
    for said in sayings:
        if said.when.dated and not said.negative and not of_kind(said, KG.Measurement):
            spans[str(said.statement.node)].append(said)
    for figure in found:
        taken, event = figure.said, figure.key[5]
        for said in spans.get(event, ()) if "Time" in figure.key[2].rpartition("/")[2] and not taken.negative else ():
            shortest = said.when.ends[0] - said.when.begins[1] + 1
            longest = said.when.ends[1] - said.when.begins[0] + 1
            whole = float(min(Fraction(_DAY), figure.most))  # a day is as precise as a date
            if said.claim.id == taken.claim.id or (said.claim, taken.claim) in ties:
                continue
            if figure.least > longest + whole or figure.most < shortest - whole:
                dates = f"the begin and the end that {said.who} gives (“{said.words}”)"
                sentence = f"{taken.who} gives {figure.text} (“{taken.words}”), which does not fit {dates}."
                yield Conflict(taken.claim, said.claim, "duration-against-dates", KG.Time, sentence, figure.matter)
