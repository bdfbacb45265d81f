"""Which statements answer a question: a claim of a question may say more than what is in question.

What a question names are claims. Of these, a statement answers it that is of the kind which the question's rules
compare, and which says on one aspect what another position's statement excludes. Where a claim says nothing of that
kind, or nothing on the same aspect, its statements count that name most of what the others name.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import combinations

from kgraph.analysis.positions import Position
from kgraph.analysis.questions import OpenQuestion
from kgraph.claims import StatementKind
from kgraph.days import day_of
from kgraph.model import Quantity
from kgraph.namespaces import IRI, KG

_FIGURES = frozenset({StatementKind.measurement})
_HOLDING = frozenset({StatementKind.control, StatementKind.measurement})  # of figures, shares alone
_EVENTS = frozenset({StatementKind.event, StatementKind.other})  # other: of a class that a workspace has
_POSTS = frozenset({StatementKind.posting, StatementKind.subordination})
_WHEREABOUTS = frozenset({StatementKind.presence, StatementKind.measurement})

COMPARED: Mapping[str, frozenset[StatementKind]] = {
    **dict.fromkeys(("denied-quantity", "disjoint-quantities", "part-above-whole"), _FIGURES),
    **dict.fromkeys(("denied-control", "exclusive-control", "share-against-control", "shares-above-whole"), _HOLDING),
    **dict.fromkeys(("denied-event", "event-actor", "event-cause", "event-date", "event-means"), _EVENTS),
    **dict.fromkeys(("event-outcome", "event-place", "event-purpose", "event-winner"), _EVENTS),
    **dict.fromkeys(("denied-post", "two-commanders"), _POSTS),
    "denied-presence": _WHEREABOUTS,
    "two-places": frozenset({StatementKind.presence}),
    "left-before": _EVENTS | {StatementKind.presence},
    "duration-against-dates": _EVENTS | _FIGURES,
    "characterisation": frozenset({StatementKind.characterisation}),
    "entitlement": frozenset({StatementKind.entitlement}),
}
"""The kinds of statement that a rule compares; a rule that is not here compares all of them."""

_SHARES = ("fraction", "percent")
_STATES = frozenset({StatementKind.control, StatementKind.presence, *_POSTS})

Told = tuple[str, Position]
"""What a statement says, after the aspect that it speaks of."""


def answering(told: Iterable[Told], questions: Iterable[OpenQuestion]) -> list[Told]:
    """What claims say, each with the questions that it answers (`Position.asked`), in the order of these.

    What all claims of a question say must be there; an editor's question is one on whole claims.
    """
    found = list(told)
    by_claim: defaultdict[IRI, list[int]] = defaultdict(list)
    for number, (_, position) in enumerate(found):
        by_claim[position.claim.id].append(number)
    asked: defaultdict[int, list[IRI]] = defaultdict(list)
    for question in questions:
        if not question.editors:
            for number in _answers(question, found, by_claim):
                asked[number].append(question.id)
    for number, ids in asked.items():
        label, position = found[number]
        found[number] = label, replace(position, asked=tuple(ids))
    return found


def _answers(question: OpenQuestion, told: Sequence[Told], by_claim: Mapping[IRI, Sequence[int]]) -> set[int]:
    """The numbers of the statements that answer a question."""
    sides = [stand.claims for stand in question.stands] or [(claim,) for claim in sorted(question.claims)]
    candidates = {claim: _compared(by_claim.get(claim, ()), question, told) for side in sides for claim in side}
    excluding = set(_excluding(sides, candidates, told))
    found = set(excluding)
    for side in sides:
        for claim in (claim for claim in side if excluding.isdisjoint(candidates[claim])):
            others = (number for other in sides if other != side for one in other for number in candidates[one])
            found |= _nearest(candidates[claim], {e for number in others for e in told[number][1].entities}, told)
    return found


def _compared(numbers: Sequence[int], question: OpenQuestion, told: Sequence[Told]) -> Sequence[int]:
    """The statements of a claim that are of the kind which a question's rules compare; if none is, all."""
    compared = [COMPARED[rule] for rule in sorted(question.rules) if rule in COMPARED]
    right = [number for number in numbers if not compared or any(_is_of(told[number][1], kinds) for kinds in compared)]
    # a question on figures begins with what is measured, as their aspects do
    measured = question.text.partition(":")[0].removesuffix("?").casefold()
    named = [number for number in right if told[number][0].casefold().startswith(measured)]
    return named or right or numbers


def _is_of(position: Position, kinds: frozenset[StatementKind]) -> bool:
    kind = _kind(position)
    return kind in kinds and (kinds is not _HOLDING or kind not in _FIGURES or position.unit in _SHARES)


def _kind(position: Position) -> StatementKind:
    return position.statement.kind if position.statement else StatementKind.other


def _excluding(
    sides: Iterable[Sequence[IRI]], candidates: Mapping[IRI, Sequence[int]], told: Sequence[Told]
) -> Iterator[int]:
    """The statements on an aspect of which one of another side says something else."""
    groups: defaultdict[str, defaultdict[tuple[object, ...], list[tuple[int, int]]]]
    groups = defaultdict(lambda: defaultdict(list))
    for side, claims in enumerate(sides):
        for number in (number for claim in claims for number in candidates[claim]):
            label, position = told[number]
            same = side, position.what, position.quantity, position.unit, position.when, position.claim.negative
            groups[label][same].append((side, number))
    for alike in groups.values():
        for one, other in combinations(alike.values(), 2):
            (side, a), (another, b) = one[0], other[0]
            if side != another and _against(told[a][1], told[b][1]):
                yield from (number for _, number in (*one, *other))


def _against(one: Position, other: Position) -> bool:
    """Whether two statements on one aspect cannot both be so, as far as their words and bounds tell."""
    if _at_other_times(one, other):
        return False
    denied = one.claim.negative != other.claim.negative
    if one.quantity and other.quantity and one.unit == other.unit:
        return _disjoint(one.quantity, other.quantity) != denied
    if _kind(one) is StatementKind.presence:  # several are at one place
        return denied and one.what == other.what
    return denied or one.what != other.what


def _at_other_times(one: Position, other: Position) -> bool:
    """Whether two states are of times of which one ends before the other begins."""
    if one.statement is None or other.statement is None:
        return False
    if not all(kind in _STATES or kind in _FIGURES for kind in (_kind(one), _kind(other))):
        return False
    if one.statement.get(KG.event) or not one.statement.time or not other.statement.time:
        return False  # what an event came to is one figure, whenever it was counted
    a, b = one.statement.time.span, other.statement.time.span
    ends = ((a.latest_end, b.earliest_begin), (b.latest_end, a.earliest_begin))
    days = ((day_of(end), day_of(begin)) for end, begin in ends)
    return any(end is not None and begin is not None and end < begin for end, begin in days)


def _disjoint(one: Quantity, other: Quantity) -> bool:
    """Whether two figures have nothing in common; "about" reaches a tenth either way."""
    (low, high), (least, most) = _range(one), _range(other)
    return (high is not None and least is not None and high < least) or (
        most is not None and low is not None and most < low
    )


def _range(quantity: Quantity) -> tuple[Decimal | None, Decimal | None]:
    slack = Decimal(0) if quantity.exact else Decimal("0.1")
    low, high = quantity.least, quantity.most
    return (None if low is None else low - abs(low) * slack), (None if high is None else high + abs(high) * slack)


def _nearest(numbers: Sequence[int], entities: set[IRI], told: Sequence[Told]) -> set[int]:
    """The statements that name most of some entities."""
    shared = {number: len(told[number][1].entities & entities) for number in numbers}
    most = max(shared.values(), default=0)
    return {number for number, count in shared.items() if count == most}
