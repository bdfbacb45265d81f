"""Figures: the same thing measured twice, with results that cannot both be right."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import combinations, islice, pairwise, product

from kgraph.days import Day
from kgraph.disputes.measured import Figure
from kgraph.disputes.model import Conflict, Matter, Note, Said, by_day, named, pairs, rules_out
from kgraph.disputes.reference import Reference
from kgraph.disputes.saying import Ties, of_kind
from kgraph.disputes.totals import Latest
from kgraph.namespaces import IRI, KG

_TWO = 2
_DAY = 86_400


def conflicting(found: Sequence[Figure], ties: Ties, reference: Reference) -> Iterator[Conflict | Note]:
    """Figures of one matter that cannot both be right, and figures that a claimant changed."""
    matters: defaultdict[Matter, list[Figure]] = defaultdict(list)
    for figure in found:
        matters[figure.key].append(figure)
    for same in matters.values():
        latest = Latest(same)
        yield from _changes(same, ties)
        for one, other in _meeting(_ranges(same, latest)):
            yield from _first(one, other, latest, ties, reference)


def _ranges(same: Iterable[Figure], latest: Latest) -> list[list[Figure]]:
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


def _telling(same: Iterable[Figure], latest: Latest) -> Iterator[Figure]:
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
    one: Sequence[Figure], other: Sequence[Figure], latest: Latest, ties: Ties, reference: Reference
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


def _disjoint(one: Figure, other: Figure, latest: Latest, reference: Reference) -> Iterator[Conflict]:
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
        latest = Latest(same)
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
            days[figure.day].append(figure)
        known = sorted(day for day in days if day is not None)
        for figures in days.values():
            yield from (note for a, b in combinations(figures, 2) for note in _changed(a, b, ties))
        for before, after in pairwise(known):
            for a, b in product(days[before], days[after]):
                yield from (_superseding(note, b, given, ties) for note in _changed(a, b, ties))


def _superseding(revision: Note, last: Figure, given: Iterable[Figure], ties: Ties) -> Note:
    """The revision with all that the claimant gave on earlier days, and the last figure changes."""
    earlier = [one for one in given if one.day is not None and one.day < last.day]  # type: ignore[operator]
    old = [one.said for one in earlier if any(_changed(one, last, ties))]
    return replace(revision, superseded=tuple(sorted({said.claim.id for said in old})), nodes=named(old))


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
    if first.temporality == KG.RunningTotal and a.when.dated and b.when.dated and _later_higher(first, last):
        return  # at other hours of one day
    ids = (a.claim.id, b.claim.id)
    if first.day == last.day:
        told = f"{first.text} (“{a.words}”), and {last.text} (“{b.words}”)"
        sentence = f"{a.who} is heard with two figures: {told}."
        yield Note("one voice", ids, sentence, matter=first.matter, nodes=named((a, b)))
    elif last.least <= first.most or first.temporality != KG.RunningTotal:  # a higher running total has gone on
        verb = "raises" if last.least > first.most else "lowers"
        yield Note("revision", ids, f"{a.who} {verb} {first.text} to {last.text} on {last.day}.", matter=first.matter)


def _later_higher(first: Figure, last: Figure) -> bool:
    """Whether one is of a later time than the other, and no lower."""
    a, b = sorted((first, last), key=lambda figure: figure.said.when.since or 0)
    return not a.said.when.meets(b.said.when) and a.most <= b.least


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
                    statements=(said,),
                )
