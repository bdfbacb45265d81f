"""What claimants later changed or took back. The earlier claim stays an answer to its question, and the change is shown
beside it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from kgraph.analysis.record import ClaimCard
from kgraph.claims import Statement
from kgraph.days import order
from kgraph.model import Term
from kgraph.namespaces import IRI, KG

What = frozenset[tuple[object, ...]]
"""What statements are about: which figure of whom, or which event. It is empty if nobody knows which statements are
meant."""


@dataclass(frozen=True, slots=True)
class Change:
    """What a claimant later said about the same thing: a figure (`what`), or "" if the claim was taken back; and
    when."""

    to: str
    when: str
    what: What = frozenset()

    @property
    def words(self) -> str:
        """The change in words, to be put after the claimant's name.

        >>> Change("“44”", "on 2031-03-12").words, Change("", "on 2031-03-12 or earlier").words
        ('changed it to “44” on 2031-03-12', 'took it back on 2031-03-12 or earlier')
        """
        return f"{f'changed it to {self.to}' if self.to else 'took it back'} {self.when}".rstrip()

    def concerns(self, what: What) -> bool:
        """Whether the change concerns one of these things."""
        return not self.what or not what or not self.what.isdisjoint(what)


Changes = Mapping[IRI, tuple[Change, ...]]
"""The changes of claims, the earliest first."""


def change_of(claim: IRI, asked: What, made: Changes, cards: Mapping[IRI, ClaimCard]) -> Change | None:
    """How a claim's answer to a question (`asked`) was changed; `None` also if only a part of it was, one figure of
    two."""
    own = [change for change in made.get(claim, ()) if change.concerns(asked)]
    told = things((claim,), (), cards) & asked
    changed = frozenset[object]().union(*(change.what for change in own))
    partly = told and all(change.what for change in own) and not told <= changed
    return own[0] if own and not partly else None


def last_change(told: Collection[IRI], asked: What, made: Changes, cards: Mapping[IRI, ClaimCard]) -> Change | None:
    """The last change of one claimant's claims, if that claimant changed all of them, or took them back."""
    changed = [change for claim in told if asked and (change := change_of(claim, asked, made, cards))]
    return changed[-1] if changed and len(changed) == len(told) else None


def given_up(told: Iterable[IRI], asked: What, made: Changes, cards: Mapping[IRI, ClaimCard]) -> bool:
    """Whether all claimants of some claims changed everything that they say there, or took it back. A denial of other
    answers counts only if all claims of its claimant are denials."""
    by_claimant: defaultdict[IRI, list[ClaimCard]] = defaultdict(list)
    for card in (cards[claim] for claim in told if claim in cards):
        by_claimant[card.claimant_id].append(card)
    owns = ([card.id for card in own if not card.negative] or [card.id for card in own] for own in by_claimant.values())
    return bool(by_claimant) and all(last_change(own, asked, made, cards) for own in owns)


@dataclass(frozen=True, slots=True)
class Revised:
    """A revision: the claims on which it rests, those of them that are superseded, and which of their statements
    are."""

    claims: Collection[IRI]
    old: Collection[IRI]
    nodes: Collection[Term]


@dataclass(frozen=True, slots=True)
class _Step:
    old: Collection[IRI]
    later: IRI
    day: tuple[object, ...]
    what: What


def changes(revisions: Iterable[Revised], cards: Mapping[IRI, ClaimCard]) -> dict[IRI, tuple[Change, ...]]:
    """The changes of each claim that its own claimant superseded. A claim that the claimant made again afterwards has
    none."""
    after: defaultdict[tuple[What, IRI], list[_Step]] = defaultdict(list)
    for step in sorted(_steps(revisions, cards), key=lambda step: (step.day, step.later)):
        for claim in step.old:
            after[step.what, claim].append(step)
    found: defaultdict[IRI, list[_Step]] = defaultdict(list)
    for what, claim in after:
        if claim in cards:
            found[claim] += _standing(what, claim, after, cards)
    return {claim: tuple(_changes(claim, steps, cards)) for claim, steps in found.items() if steps}


def _steps(revisions: Iterable[Revised], cards: Mapping[IRI, ClaimCard]) -> Iterator[_Step]:
    for one in revisions:
        what = things(one.old, one.nodes, cards) if one.nodes else frozenset()
        for later in one.claims:
            if later not in one.old and later in cards:
                yield _Step(one.old, later, order(cards[later].said_by), what)


def _standing(
    what: What,
    claim: IRI,
    after: Mapping[tuple[What, IRI], Collection[_Step]],
    cards: Mapping[IRI, ClaimCard],
) -> list[_Step]:
    """The first change of a claim after it was last made, if there is one. A claim counts as made again if a later
    claim supersedes the one that had superseded it, and does not supersede the claim itself. Who only takes the other
    one back has not made it again.
    """
    steps = after[what, claim]
    again = [
        back.day
        for one in steps
        for back in after.get((what, one.later), ())
        if claim not in back.old and back.day > one.day and cards[back.later].negative == cards[claim].negative
    ]
    last = max(again, default=None)
    return [one for one in steps if last is None or one.day > last][:1]


def _changes(claim: IRI, steps: Iterable[_Step], cards: Mapping[IRI, ClaimCard]) -> Iterator[Change]:
    for step in sorted(steps, key=lambda step: (step.day, step.later)):
        later = cards[step.later]
        yield Change(told_instead([cards[claim]], later, step.what), later.on_day, step.what)


def told_instead(old: Iterable[ClaimCard], later: ClaimCard, what: What = frozenset()) -> str:
    """The figures, as printed, that a later claim gives for `what` the earlier claims gave figures for; "" if it takes
    those back."""
    before = {thing(one): one.figure for card in old for one in card.statements if card.negative == later.negative}
    told = [one for one in later.statements if not what or any(_is_one(thing(one), other) for other in what)]
    return " and ".join(dict.fromkeys(printed(one) for one in told if _before(one, before) != one.figure))


def _before(statement: Statement, before: Mapping[tuple[object, ...], str]) -> str:
    """The figure that was given before for what a statement gives a figure for; the same figure if there is none."""
    own = thing(statement)
    return before.get(own) or next((told for other, told in before.items() if _is_one(own, other)), statement.figure)


def _is_one(thing: tuple[object, ...], other: tuple[object, ...]) -> bool:
    """Whether two statements are about one thing: two figures may be, if only one of them has a place."""
    return thing == other or (thing[:-1] == other[:-1] and len(thing) > 1 and None in (thing[-1], other[-1]))


def things(claims: Iterable[IRI], nodes: Collection[Term], cards: Mapping[IRI, ClaimCard]) -> What:
    """What some claims are about: in the statements with these nodes, or in all statements if no node is given."""
    told = (one for claim in claims if claim in cards for one in cards[claim].statements)
    return frozenset(thing(one) for one in told if not nodes or one.node in nodes)


def thing(statement: Statement) -> tuple[object, ...]:
    """What a statement is about. For a figure: what is measured, of whom, of which event and where; for other
    statements: its own node."""
    if not statement.get(KG.measure):
        return (statement.node,)
    named = (KG.measure, KG.counted, KG.subject, KG.comparedWith, KG.event, KG.place)
    return tuple(statement.first(predicate) for predicate in named)


def printed(statement: Statement) -> str:
    """A statement's figure: between quotation marks if it is as printed, else in digits."""
    return f"“{statement.figure}”" if statement.get(KG.figure) else statement.figure
