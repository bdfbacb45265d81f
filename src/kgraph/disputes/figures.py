"""Conflicts between figures: two figures for the same thing that cannot both be right."""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import partial
from itertools import combinations, islice, pairwise, product, takewhile
from types import MappingProxyType

from kgraph.days import Day
from kgraph.disputes.measured import Figure
from kgraph.disputes.model import Conflict, Matter, Note, Said, by_day, named, rules_out
from kgraph.disputes.ranges import ranges, recorded
from kgraph.disputes.reference import Reference
from kgraph.disputes.saying import Ties, of_kind, on_day
from kgraph.disputes.times import Meeting
from kgraph.disputes.totals import Latest
from kgraph.disputes.wording import measured
from kgraph.namespaces import IRI, KG

_DAY = 86_400
_NOBODY: Mapping[Matter, Collection[IRI | None]] = MappingProxyType({})


def conflicting(
    found: Sequence[Figure],
    ties: Ties,
    reference: Reference,
    deniers: Mapping[Matter, Collection[IRI | None]] = _NOBODY,
) -> Iterator[Conflict | Note]:
    """Conflicts between figures of one question, and notes on figures that a claimant changed.

    Not every pair is given, only as many as all questions and worlds need: see `ranges`. `deniers` has, for each
    question, the claimants who deny something in it.
    """
    matters: defaultdict[Matter, list[Figure]] = defaultdict(list)
    for figure in found:
        matters[figure.key].append(figure)
    for same in matters.values():
        latest = Latest(same)
        yield from _changes(same, ties, reference)
        pair = partial(between, latest=latest, ties=ties, reference=reference)
        deny = deniers.get(same[0].matter, ())
        yield from recorded(ranges(same, latest, deny), pair, partial(_possible, reference=reference), deny)


def between(one: Figure, other: Figure, *, latest: Latest, ties: Ties, reference: Reference) -> Conflict | None:
    """The conflict of two figures of one question; `None` if both may be right, or if the two claims are in a
    relation."""
    if one.said.claim.id == other.said.claim.id or (one.said.claim, other.said.claim) in ties:
        return None
    a, b = (one, other) if one.said.claim.id < other.said.claim.id else (other, one)
    if not _possible(a, b, reference):
        return None
    if _elsewhere(a, b):
        return _part_above_whole(a, b, reference)
    return _denied(a, b) if a.said.negative != b.said.negative else _disjoint(a, b, latest, reference)


def _elsewhere(one: Figure, other: Figure) -> bool:
    return bool(one.place and other.place and one.place != other.place)


def _possible(one: Figure, other: Figure, reference: Reference) -> bool:
    """Whether two figures could be in conflict, judging only by their bounds, places and stances."""
    a, b = one.said.negative, other.said.negative
    if _elsewhere(one, other):
        nested = other.place in reference.around(one.place) or one.place in reference.around(other.place)  # type: ignore[arg-type] # both have one
        return nested and not a and not b
    if a != b:
        told, denial = (other, one) if a else (one, other)
        return told.inside(denial)
    return not a and one.disjoint(other)


def _denied(one: Figure, other: Figure) -> Conflict | None:
    told, denial = (other, one) if one.said.negative else (one, other)
    if not compared(told, denial):
        return None
    return _conflict(told, denial, "denied-quantity", KG.Polarity, rules_out(told.said, denial.said))


def _disjoint(one: Figure, other: Figure, latest: Latest, reference: Reference) -> Conflict | None:
    a, b = one.said, other.said
    if a.claim.claimant is not None and a.claim.claimant == b.claim.claimant:
        return None  # see `_changes`
    if (one.place is None) != (other.place is None):
        part, whole = (one, other) if one.place else (other, one)
        if part.most < whole.least:
            return None  # a figure with a place may count only a part of what the other figure counts
    if not (latest.stands(one, other) if one.is_total else compared(one, other)):
        return None
    what = reference.name(IRI(one.key[1]))
    both = f"{a.who} gives {one.against(other)} (“{a.words}”), and {b.who} {other.against(one)} (“{b.words}”)"
    sentence = f"{both}, for the same {what}."
    return _conflict(one, other, "disjoint-quantities", KG.Quantity, sentence)


def _part_above_whole(one: Figure, other: Figure, reference: Reference) -> Conflict | None:
    """The conflict of an event's figure in a place with a smaller figure in a place around it."""
    for part, whole in ((one, other), (other, one)):
        if whole.place not in reference.around(part.place):  # type: ignore[arg-type] # both have one
            continue
        if part.least > whole.most + max(part.rounding, whole.rounding) and compared(part, whole):
            a, b = part.said, whole.said
            inner, outer = reference.name(part.place or "-"), reference.name(whole.place or "-")
            whole_said = f"{b.who} gives {whole.text} (“{b.words}”) for {outer}, in which it lies"
            sentence = f"{a.who} gives {part.text} (“{a.words}”) for {inner}, and {whole_said}: a part above its whole."
            return _conflict(part, whole, "part-above-whole", KG.Quantity, sentence)
    return None


def shares_above_whole(found: Iterable[Figure], ties: Ties, reference: Reference) -> Iterator[Conflict]:
    """Conflicts between shares of one whole, of several sides, that add up to more than the whole; shares of one side
    are not added."""
    wholes: defaultdict[tuple[str, ...], list[Figure]] = defaultdict(list)
    for figure in found:
        of_whole = figure.key[2].endswith("DimensionlessRatio") and reference.shares_one_whole(figure.key[1])
        if of_whole and figure.said.statement.subject and not figure.said.negative:
            wholes[figure.key[1], *figure.key[5:]].append(figure)
    for same in wholes.values():
        latest = Latest(same)
        sides: defaultdict[IRI, list[Figure]] = defaultdict(list)
        for figure in sorted(same, key=lambda figure: by_day(figure.said)):
            sides[reference.side(IRI(figure.key[3]))].append(figure)
        for ours, theirs in combinations(sides.values(), 2):
            yield from _above_whole(ours, sorted(theirs, key=lambda figure: -figure.least), latest, ties, reference)


def _above_whole(
    ours: Iterable[Figure], theirs: Sequence[Figure], latest: Latest, ties: Ties, reference: Reference
) -> Iterator[Conflict]:
    """Conflicts between shares of two sides that exceed the whole, the first for each two ranges; `theirs` is sorted,
    the largest first."""
    seen: set[tuple[object, object]] = set()
    times = Meeting((other.said.when, other) for other in theirs)
    for one in ours:
        near = times.meeting(one.said.when) if one.temporality == KG.State else theirs  # see `compared`
        for other in takewhile(partial(_exceed, one), near):
            a, b = one.said, other.said
            pair = (one.key[3], one.range), (other.key[3], other.range)
            if pair in seen or a.claim.id == b.claim.id or (a.claim, b.claim) in ties:
                continue
            above = one.least + other.least > 1 + max(one.rounding, other.rounding)
            if above and compared(one, other) and not latest.superseded(one, other):
                seen.add(pair)
                names = reference.name(IRI(one.key[3])), reference.name(IRI(other.key[3]))
                said = f"{a.who} gives {names[0]} {one.text} (“{a.words}”)"
                sentence = f"{said}, and {b.who} gives {names[1]} {other.text} (“{b.words}”): more than the whole."
                shares = ("figure", one.key[1], "shares", *one.key[5:])
                matter = one.matter if one.matter[0] == "held" else shares
                yield Conflict(a.claim, b.claim, "shares-above-whole", KG.Quantity, sentence, matter)


def _exceed(one: Figure, other: Figure) -> bool:
    return one.least + other.least > 1


def counted_above_all(found: Iterable[Figure], ties: Ties, reference: Reference) -> Iterator[Conflict]:
    """Conflicts where more people of one group are counted than people in all: twelve children among the dead, and nine
    dead in all."""
    matters: defaultdict[Matter, list[Figure]] = defaultdict(list)
    for figure in found:
        if figure.key[-1] != "-" and not figure.said.negative:
            matters[figure.key[:-1]].append(figure)
    for same in matters.values():
        by_days = sorted(same, key=lambda figure: by_day(figure.said))
        wholes = [figure for figure in by_days if figure.key[-1] == KG.Everybody]
        parts = [figure for figure in by_days if figure.key[-1] != KG.Everybody]
        above = partial(_above_all, latest=Latest(same), ties=ties, reference=reference)
        once: dict[Hashable, Conflict] = {}
        for part in parts:
            for conflict in islice(filter(None, (above(part, whole) for whole in wholes)), 1):
                once[conflict.one.id, conflict.other.id] = conflict
        for whole in wholes:
            for conflict in islice(filter(None, (above(part, whole) for part in parts)), 1):
                once[conflict.one.id, conflict.other.id] = conflict
        yield from once.values()


def _above_all(part: Figure, whole: Figure, *, latest: Latest, ties: Ties, reference: Reference) -> Conflict | None:
    """The conflict of a part with a smaller whole, if the part's claimant still says so on the whole's day; a later
    count may have grown."""
    a, b = part.said, whole.said
    if a.claim.claimant == b.claim.claimant or (a.claim, b.claim) in ties:
        return None
    if part.least <= whole.most + max(part.rounding, whole.rounding):
        return None
    if whole.place is not None and (part.place is None or whole.place not in reference.around(part.place)):
        return None
    if not (latest.outlasts(part, whole) if part.is_total else compared(part, whole)):
        return None
    counted = reference.name(IRI(part.key[-1])).lower()
    sentence = f"{a.who} gives {part.text} (“{a.words}”) for {counted}, and {b.who} {whole.text} (“{b.words}”) in all."
    return _conflict(whole, part, "part-above-whole", KG.Quantity, sentence)


def compared(one: Figure, other: Figure) -> bool:
    """Whether two figures are of one time: a flow by its period; figures of an event always, whenever they were
    said."""
    if one.temporality == KG.Flow:
        a, b = one.said.when, other.said.when
        return (a.since, a.until) == (b.since, b.until) and a.since is not None
    return one.is_total or one.said.when.meets(other.said.when)


def _conflict(one: Figure, other: Figure, rule: str, dimension: IRI, sentence: str) -> Conflict:
    both = (one.said, other.said)
    return Conflict(one.said.claim, other.said.claim, rule, dimension, sentence, one.matter, statements=both)


def _changes(same: Iterable[Figure], ties: Ties, reference: Reference) -> Iterator[Note]:
    """Notes on what each claimant changed, for each two successive figures and for any two of one day."""
    own: defaultdict[IRI, list[Figure]] = defaultdict(list)
    for figure in same:
        if figure.said.claim.claimant is not None and not figure.said.negative:
            own[figure.said.claim.claimant].append(figure)
    for given in own.values():
        days: defaultdict[Day | None, list[Figure]] = defaultdict(list)
        for figure in given:
            days[figure.day].append(figure)
        known = sorted(day for day in days if day is not None)
        for figures in days.values():
            yield from (note for a, b in combinations(figures, 2) for note in _changed(a, b, ties, reference))
        for before, after in pairwise(known):
            for a, b in product(days[before], days[after]):
                changed = _changed(a, b, ties, reference)
                yield from (_superseding(note, b, given, ties, reference) for note in changed)


def _superseding(revision: Note, last: Figure, given: Iterable[Figure], ties: Ties, reference: Reference) -> Note:
    """The revision, extended by all figures of earlier days that the claimant's last figure changes."""
    earlier = [one for one in given if one.day is not None and one.day < last.day]  # type: ignore[operator]
    old = [one.said for one in earlier if any(_changed(one, last, ties, reference))]
    return replace(revision, superseded=tuple(sorted({said.claim.id for said in old})), nodes=named(old))


def _changed(first: Figure, last: Figure, ties: Ties, reference: Reference) -> Iterator[Note]:
    """A note on two figures of one claimant: a revision if the days differ, one voice with two figures if not."""
    a, b = first.said, last.said
    if a.claim.id == b.claim.id or (a.claim, b.claim) in ties or not first.disjoint(last):
        return
    if first.place and last.place and first.place != last.place:
        return
    if first.temporality == KG.State and not a.when.meets(b.when) and (a.when.dated or a.day != b.day):
        return  # figures of different days are a series
    if first.temporality == KG.Flow and not compared(first, last):
        return
    if first.temporality == KG.RunningTotal and a.when.dated and b.when.dated and _later_higher(first, last):
        return  # said at different hours of one day
    ids = (a.claim.id, b.claim.id)
    if first.day == last.day:
        told = f"{first.text} (“{a.words}”), and {last.text} (“{b.words}”)"
        sentence = f"{measured(first.key, reference)}: {a.who} is quoted with two figures, {told}."
        yield Note("one voice", ids, sentence, matter=first.matter, nodes=named((a, b)))
    elif last.least <= first.most or first.temporality != KG.RunningTotal:  # the count of a running total has gone on
        verb = "raises" if last.least > first.most else "lowers"
        sentence = f"{measured(first.key, reference)}: {a.who} {verb} {first.text} to {last.text} {told_on(last)}."
        yield Note("revision", ids, sentence, matter=first.matter)


def told_on(figure: Figure) -> str:
    """The day for which a figure holds: the day on which it was said, or the day up to which a running total counts."""
    return on_day(figure.said.claim, figure.day) if figure.day == figure.said.day else f"on {figure.day}"


def _later_higher(first: Figure, last: Figure) -> bool:
    """Whether the last figure is of a later time than the first, and no lower."""
    a, b = sorted((first, last), key=lambda figure: figure.said.when.since or 0)
    return not a.said.when.meets(b.said.when) and a.most <= b.least


def durations(found: Iterable[Figure], sayings: Iterable[Said], ties: Ties, reference: Reference) -> Iterator[Conflict]:
    """Conflicts between an event's duration and a begin and an end that do not fit it."""
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
            whole = float(min(Fraction(_DAY), figure.most))  # a date is precise to a day
            if said.claim.id == taken.claim.id or (said.claim, taken.claim) in ties:
                continue
            if figure.least > longest + max(figure.rounding, figure.step) or figure.most < shortest - whole:
                dates = f"the begin and the end that {said.who} gives (“{said.words}”)"
                sentence = f"{taken.who} gives {figure.text} (“{taken.words}”), which does not fit {dates}."
                yield Conflict(
                    taken.claim,
                    said.claim,
                    "duration-against-dates",
                    KG.Time,
                    sentence,
                    figure.matter,
                    statements=(taken, said),
                )
