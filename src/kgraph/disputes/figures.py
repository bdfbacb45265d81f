"""Figures: the same thing measured twice, with results that cannot both be right."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, islice, pairwise, product

from kgraph.days import Day
from kgraph.disputes.model import Conflict, Matter, Note, Said, by_day, pairs, rules_out
from kgraph.disputes.reference import Reference
from kgraph.disputes.saying import Ties, of_kind
from kgraph.model import Literal, Term
from kgraph.namespaces import IRI, KG

_FIXED = ("Magnitude", "Length", "Time", "Velocity", "Speed")
_DIGITS = 100  # of a number that means something: a fraction of more takes for ever
_NONE, _ALL = Fraction(0), Fraction(10) ** 30
_RATIOS = (KG.ForceRatio, KG.LossRatio)
_ROUGHLY = ("about", "around", "some", "roughly", "nearly", "almost", "several", "a few", "up to", "~")
_SHARES: dict[Term | None, Fraction] = {KG.Fraction: Fraction(5, 1000), KG.Percent: Fraction(1, 2)}
"""Units of shares, with half a percentage point in each."""
_LIMITS = {KG.AtLeast: "at least ", KG.AtMost: "up to ", KG.MoreThan: "more than ", KG.LessThan: "less than "}
_TWO = 2
_DAY = 86_400
_TOTALS = (KG.EventTotal, KG.RunningTotal)


@dataclass(frozen=True, slots=True, eq=False)
class Figure:
    """A measurement as a range in the base unit of what is measured.

    `key` is equal for figures of one thing, `matter` is the question that they answer. `rounding` is by how much a
    plain value may differ from another and still be the same one written shorter; for ranges and rough figures it is 0.
    `step` is half of its last digit, which is what is known of a plain value in another `unit`, if that `converts`.
    `place` is where, if it is of an event; `text`, the figure as it was printed. Whether a total `grows`: counting may
    go on, as with people or hectares; how strong or how deep something was stays.
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
    converts: bool = False
    step: Fraction = _NONE
    place: IRI | None = None
    grows: bool = True

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
        slack = max(self.rounding, other.rounding) if self.rounding and other.rounding else other.rounding
        return self.least + slack >= other.least and self.most - slack <= other.most


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
    place = statement.first(KG.place)
    if event and (not reference.is_share(measure) or (place and KG.Country in reference.classes(place))):
        place = None  # a count in a part adds to the whole; a share in a part says nothing of it, in a country it is it
    period = f"{said.when.since}–{said.when.until}" if temporality == KG.Flow else "-"
    asked = (measure, unit, first, second, event, place, period, statement.first(KG.counted))
    key = ("figure", *(str(part or "-") for part in asked))
    at = statement.place if statement.get(KG.event) else None  # else it told which event is meant
    shared = temporality == KG.State and place is not None and reference.shares_one_whole(str(measure))
    matter = ("held", str(place)) if shared else key  # who holds a place is one question, however it is answered
    written = statement.first(KG.unit)
    grows = reference.quantity_kind(measure) not in _FIXED
    converts = written is None or unit != str(written)
    step = _step(statement.first(KG.value)) * Fraction(factor) if rounding else _NONE
    text = _printed(said, reference)
    return Figure(said, key, matter, least, most, rounding, temporality, text, written, converts, step, at, grows)


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
    open_end = min(_NONE, high * factor) if high is not None else _NONE  # nothing is less than none, but for degrees
    bounds = (open_end if low is None else low * factor, _ALL if high is None else high * factor)
    return *bounds, rounding * factor


def _comparator(value: object, low: object, high: object) -> IRI:
    if value is not None:
        return KG.Exactly
    return KG.AtLeast if high is None else KG.AtMost if low is None else KG.Between


def _rounding(value: Fraction, unit: Term | None, step: Fraction) -> Fraction:
    """By how much a value may be off, as it was written: half a percentage point, 2 per cent of a ratio, else half a
    per cent; half of what its last zeros leave open, where it has thousands (“12 thousand”: 500)."""
    if unit in _SHARES:
        return min(_SHARES[unit], step)
    share = Fraction(2, 100) if unit == KG.Ratio else Fraction(5, 1000)
    zeros = 0
    while value >= 1000 and value.denominator == 1 and value % 10 ** (zeros + 1) == 0:
        zeros += 1
    written_short = min(Fraction(10**zeros, 2), value / 10) if zeros >= 2 else _NONE
    return max(share * abs(value), written_short)


def _step(term: Term | None) -> Fraction:
    """Half of the last digit of a number as it is written: of 40, a half; of 24.9, a twentieth."""
    number = term.number if isinstance(term, Literal) else None
    if number is None or abs(number.adjusted()) > _DIGITS:
        return _NONE
    exponent = number.normalize().as_tuple().exponent  # data files write 0.33 as 0.3300
    return Fraction(10) ** (min(exponent, 0) if isinstance(exponent, int) else 0) / 2


def _number(term: Term | None) -> Fraction | None:
    number = term.number if isinstance(term, Literal) else None
    return None if number is None or abs(number.adjusted()) > _DIGITS else Fraction(number)


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
        latest = _Latest(same)
        yield from _changes(same, ties)
        for one, other in _meeting(_ranges(same, latest)):
            yield from _first(one, other, latest, ties, reference)


def _ranges(same: Iterable[Figure], latest: "_Latest") -> list[list[Figure]]:
    """The figures of each range, place and stance, by day: to compare ranges is to compare all of them."""
    ranges: defaultdict[Hashable, list[Figure]] = defaultdict(list)
    for figure in _telling(sorted(same, key=lambda figure: by_day(figure.said)), latest):
        range_ = (figure.least, figure.most, figure.rounding, figure.unit, figure.step)
        ranges[figure.said.negative, figure.place, *range_].append(figure)
    return list(ranges.values())


def _meeting(ranges: Sequence[list[Figure]]) -> Iterator[tuple[list[Figure], list[Figure]]]:
    """Every two ranges of which some figures may be of one time: of states, those that surely meet."""
    if not ranges or ranges[0][0].temporality != KG.State:
        yield from combinations(ranges, 2)
        return
    whens = [(figure.said.when, at) for at, same in enumerate(ranges) for figure in same]
    known = sorted((w.since, w.until, at) for w, at in whens if w.since is not None and w.until is not None)
    seen: set[tuple[int, int]] = set()
    for i, (_, until, at) in enumerate(known):
        for since, _, other in islice(known, i + 1, None):
            if since > until:
                break
            if at != other:
                seen.add((min(at, other), max(at, other)))
    yield from ((ranges[one], ranges[other]) for one, other in sorted(seen))


def _telling(same: Iterable[Figure], latest: "_Latest") -> Iterator[Figure]:
    """Of figures of one range, day and standing, those of the first two claimants: with more, no more can be found."""
    seen: defaultdict[Hashable, set[IRI | None]] = defaultdict(set)
    for figure in same:
        said = figure.said
        time = (said.day, latest.until(figure)) if figure.is_total else (said.when, None)
        key = (said.negative, figure.place, figure.least, figure.most, figure.rounding, figure.unit, *time)
        if len(seen[key]) < _TWO or said.claim.relations or said.claim.hops:
            seen[key].add(said.claim.claimant)
            yield figure


def _first(
    one: Sequence[Figure], other: Sequence[Figure], latest: "_Latest", ties: Ties, reference: Reference
) -> Iterator[Conflict]:
    """The first conflict by day between the figures of two ranges; the others have the same against each other."""
    a, b = one[0], other[0]
    elsewhere = a.place and b.place and a.place != b.place
    if not elsewhere and a.said.negative == b.said.negative and (a.said.negative or not a.disjoint(b)):
        return
    for x, y in product(one, other):
        if x.said.claim.id == y.said.claim.id or (x.said.claim, y.said.claim) in ties:
            continue
        x, y = (x, y) if x.said.claim.id < y.said.claim.id else (y, x)
        if elsewhere:
            conflicts = list(_part_above_whole(x, y, reference))
        elif x.said.negative != y.said.negative:
            conflicts = list(_denied(x, y))
        else:
            conflicts = list(_disjoint(x, y, latest, reference))
        if conflicts:
            yield from conflicts
            return


def _denied(one: Figure, other: Figure) -> Iterator[Conflict]:
    told, denial = (other, one) if one.said.negative else (one, other)
    if told.inside(denial) and compared(told, denial):
        sentence = rules_out(told.said, denial.said)
        yield _conflict(told, denial, "denied-quantity", KG.Polarity, sentence)


def _disjoint(one: Figure, other: Figure, latest: "_Latest", reference: Reference) -> Iterator[Conflict]:
    a, b = one.said, other.said
    if a.claim.claimant is not None and a.claim.claimant == b.claim.claimant:
        return  # see `_changes`
    if (one.place is None) != (other.place is None):
        part, whole = (one, other) if one.place else (other, one)
        if part.most < whole.least:
            return  # who names a place may count a part of what the other counts
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
        of_whole = figure.key[2].endswith("DimensionlessRatio") and reference.shares_one_whole(figure.key[1])
        if of_whole and figure.said.statement.subject and not figure.said.negative:
            wholes[figure.key[1], *figure.key[5:]].append(figure)
    for same in wholes.values():
        of = {figure.said: figure for figure in same}
        latest = _Latest(same)
        for a, b in pairs(of, ties):
            one, other = of[a], of[b]
            sides = {reference.side(IRI(one.key[3])), reference.side(IRI(other.key[3]))}
            above = one.least + other.least > 1 + max(one.rounding, other.rounding)
            if above and len(sides) == 2 and compared(one, other) and not latest.superseded(one, other):
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


def _changes(same: Iterable[Figure], ties: Ties) -> Iterator[Note]:
    """What each claimant changed: of two figures that follow one another, and of any two of one day."""
    own: defaultdict[IRI, list[Figure]] = defaultdict(list)
    for figure in same:
        if figure.said.claim.claimant is not None and not figure.said.negative:
            own[figure.said.claim.claimant].append(figure)
    for given in own.values():
        days: defaultdict[Day | None, list[Figure]] = defaultdict(list)
        for figure in given:
            days[figure.said.day].append(figure)
        known = sorted(day for day in days if day is not None)
        for figures in days.values():
            yield from (note for a, b in combinations(figures, 2) for note in _changed(a, b, ties))
        for before, after in pairwise(known):
            yield from (note for a in days[before] for b in days[after] for note in _changed(a, b, ties))


def _changed(first: Figure, last: Figure, ties: Ties) -> Iterator[Note]:
    """Two figures of one claimant: a revision on a later day, or one voice with two on one day."""
    a, b = first.said, last.said
    if a.claim.id == b.claim.id or (a.claim, b.claim) in ties or not first.disjoint(last):
        return
    if first.place and last.place and first.place != last.place:
        return
    if first.temporality == KG.State and not a.when.meets(b.when) and (a.when.dated or a.day != b.day):
        return  # of other days: a series
    if first.temporality == KG.Flow and not compared(first, last):
        return
    ids = (a.claim.id, b.claim.id)
    if a.day == b.day:
        told = f"{first.text} (“{a.words}”), and {last.text} (“{b.words}”)"
        yield Note("one voice", ids, f"{a.who} is heard with two figures: {told}.", matter=first.matter)
    elif last.least <= first.most or first.temporality != KG.RunningTotal:  # a higher running total has gone on
        verb = "raises" if last.least > first.most else "lowers"
        yield Note("revision", ids, f"{a.who} {verb} {first.text} to {last.text} on {b.day}.", matter=first.matter)


class _Latest:
    """Totals of one matter, as each claimant still says on a day: the one said last by then."""

    def __init__(self, same: Iterable[Figure]) -> None:
        by: defaultdict[tuple[object, ...], list[Figure]] = defaultdict(list)
        self._in_document: defaultdict[IRI | None, list[Figure]] = defaultdict(list)
        for figure in sorted(same, key=lambda figure: by_day(figure.said)):
            if not figure.said.negative:
                by[figure.key, figure.said.claim.claimant].append(figure)
                self._in_document[figure.said.claim.document].append(figure)
        self._until: dict[Figure, Day | None] = {}
        self._repeats: dict[Figure, Day] = {}
        for own in by.values():
            self._follow(own)

    def _follow(self, own: Sequence[Figure]) -> None:
        """When a claimant gives another figure, and what only repeats an earlier one; `own` are theirs, by day."""
        first: dict[tuple[Fraction, Fraction], Day] = {}
        for at, figure in enumerate(own):
            day = figure.said.day
            later = (f for f in own[at + 1 :] if f.said.day not in (None, day) and f.disjoint(figure))
            self._until[figure] = next((f.said.day for f in later), None)
            if day is not None and first.setdefault((figure.least, figure.most), day) < day:
                self._repeats[figure] = first[figure.least, figure.most]

    def until(self, figure: Figure) -> Day | None:
        """The day from which its claimant says otherwise; `None` if they never do."""
        return self._until.get(figure)

    def superseded(self, one: Figure, other: Figure) -> bool:
        """Whether either's claimant had given another figure by the day of the later one."""
        days = [figure.said.day for figure in (one, other) if figure.said.day is not None]
        ends = [until for until in (self.until(one), self.until(other)) if until is not None]
        return one.is_total and len(days) == _TWO and any(end <= max(days) for end in ends)

    def stands(self, one: Figure, other: Figure) -> bool:
        """Whether two disjoint totals of two claimants contradict each other.

        On one day they do. Of two days, the later does if it is lower, as a count may only go on, and if the first
        claimant has not taken its own back by then. A later and higher one has counted on. A late relay of an old
        figure proves nothing, unless it tells when it was said, or its document gives the rival figure too.
        """
        a, b = one.said.day, other.said.day
        if a is None or b is None:
            return False
        if a == b or not one.grows:
            return True
        earlier, later = (one, other) if a < b else (other, one)
        if later.most >= earlier.least or self._is_old(later, earlier):
            return False
        end = self.until(earlier)
        return end is None or end > max(a, b)

    def _is_old(self, later: Figure, rival: Figure) -> bool:
        """Whether the later figure only hands on what its claimant had said before the rival."""
        claim, first = later.said.claim, self._repeats.get(later)
        if claim.said is not None or not claim.hops or first is None or rival.said.day is None:
            return False
        beside = (figure for figure in self._in_document[claim.document] if figure.key == rival.key)
        return first < rival.said.day and all(figure.disjoint(rival) for figure in beside)


def durations(found: Iterable[Figure], sayings: Iterable[Said], ties: Ties, reference: Reference) -> Iterator[Conflict]:
    """How long an event took, against a begin and an end that leave no such time between them."""
    spans: defaultdict[str, list[Said]] = defaultdict(list)
    for said in sayings:
        part = {KG.Begun, KG.Halted, KG.Ongoing} & set(said.statement.get(KG.phase))
        if said.when.dated and not said.negative and not part and not of_kind(said, KG.Measurement):
            spans[str(said.statement.node)].append(said)
    for figure in found:
        taken, event = figure.said, figure.key[5]
        for said in spans.get(event, ()) if figure.key[1] == KG.Duration and not taken.negative else ():
            shortest = said.when.ends[0] - said.when.begins[1] + 1
            longest = said.when.ends[1] - said.when.begins[0] + 1
            whole = float(min(Fraction(_DAY), figure.most))  # a day is as precise as a date
            if said.claim.id == taken.claim.id or (said.claim, taken.claim) in ties:
                continue
            if figure.least > longest + whole or figure.most < shortest - whole:
                dates = f"the begin and the end that {said.who} gives (“{said.words}”)"
                sentence = f"{taken.who} gives {figure.text} (“{taken.words}”), which does not fit {dates}."
                yield Conflict(taken.claim, said.claim, "duration-against-dates", KG.Time, sentence, figure.matter)
