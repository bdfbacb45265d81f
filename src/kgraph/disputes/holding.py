"""Conflicts on who holds a place: between holders, with a denial, and with the share that somebody has taken."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from kgraph.disputes.measured import Figure
from kgraph.disputes.model import Conflict, Matter, Said, at_once, pairs, rules_out
from kgraph.disputes.reference import Reference
from kgraph.disputes.saying import Ties, of_kind
from kgraph.disputes.times import Meeting, hands_over
from kgraph.namespaces import IRI, KG

_DENIED = {
    KG.Full: (KG.Full, KG.FullInPart, KG.Partial, None),
    None: (None, KG.Partial),
    KG.FullInPart: (KG.FullInPart, KG.Partial),
    KG.Partial: (KG.Partial,),
    KG.Contested: (KG.Contested,),
}
"""For each extent to which somebody is said to hold a place, the denied extents that are in conflict with it; `None`:
not given."""


def held(place: object) -> Matter:
    """The key of the question of who holds a place."""
    return ("held", str(place))


def conflicting(
    sayings: Iterable[Said], found: Iterable[Figure], ties: Ties, reference: Reference
) -> Iterator[Conflict]:
    """Conflicts between statements of control, and between these and shares of territory taken."""
    at: defaultdict[IRI, list[Said]] = defaultdict(list)
    for said in sayings:
        if of_kind(said, KG.Control) and said.statement.place and said.statement.subject:
            at[said.statement.place].append(said)
    for place, controls in at.items():
        for one, other in pairs(controls, ties, at_once):
            if one.negative != other.negative:
                yield from _denied(one, other, reference)
            elif not one.negative:
                yield from _two_sides(one, other, reference)
        yield from _inside(place, at, ties, reference)
    times = {place: Meeting((control.when, control) for control in controls) for place, controls in at.items()}
    for figure in found:
        share = figure.said
        if figure.temporality == KG.State and reference.shares_one_whole(figure.key[1]) and not share.negative:
            near = times.get(share.statement.place) if share.statement.place else None
            for control in near.meeting(share.when) if near else ():
                if control.claim.id != share.claim.id and (share.claim, control.claim) not in ties:
                    yield from _share(figure, control, reference)


def _extent(said: Said) -> IRI | None:
    extent = said.statement.first(KG.extent)
    return extent if isinstance(extent, IRI) else None


def _denied(one: Said, other: Said, reference: Reference) -> Iterator[Conflict]:
    """The conflict with a denial; a denial for all forces of a side is a denial for each of them."""
    told, denial = (other, one) if one.negative else (one, other)
    holder = told.statement.subject
    if (
        holder
        and denial.statement.subject in reference.over(holder)
        and _extent(denial) in _DENIED.get(_extent(told), ())
    ):
        matter = held(told.statement.place)
        yield Conflict(told.claim, denial.claim, "denied-control", KG.Polarity, rules_out(told, denial), matter)


def rivals(one: Said, other: Said, reference: Reference) -> bool:
    """Whether the two statements are on holders of different sides."""
    a, b = one.statement.subject, other.statement.subject
    return a is not None and b is not None and reference.side(a) != reference.side(b)


def _two_sides(one: Said, other: Said, reference: Reference) -> Iterator[Conflict]:
    """The conflict where one holds all of a place and another holds any part of it, or both hold it and no extent is
    given."""
    extents = _extent(one), _extent(other)
    exclusive = KG.Full in extents or extents == (None, None)
    if exclusive and rivals(one, other, reference) and not hands_over(one.when, other.when):
        yield _given_to_two(one, other, reference)


def _inside(place: IRI, at: dict[IRI, list[Said]], ties: Ties, reference: Reference) -> Iterator[Conflict]:
    """Conflicts where one holds all of a place and another any part of a place inside it."""
    for outer in sorted(reference.around(place) - {place}):
        for whole in at.get(outer, ()):
            if _extent(whole) != KG.Full or whole.negative:
                continue
            for part in at[place]:
                apart = part.claim.id != whole.claim.id and (part.claim, whole.claim) not in ties
                if not apart or part.negative or not rivals(part, whole, reference):
                    continue
                if part.when.meets(whole.when) and not hands_over(part.when, whole.when):
                    yield _given_to_two(part, whole, reference)


def _given_to_two(one: Said, other: Said, reference: Reference) -> Conflict:
    inner, outer = one.statement.place, other.statement.place
    assert inner is not None and outer is not None
    where = reference.name(outer)
    if inner != outer:
        where = f"{reference.name(inner)}, and {where} in which it lies,"
    sentence = f"{one.quoted} and {other.quoted} give {where} to two sides."
    return Conflict(one.claim, other.claim, "exclusive-control", KG.Actor, sentence, held(outer))


def _share(figure: Figure, control: Said, reference: Reference) -> Iterator[Conflict]:
    """The conflict of a share with a statement on who holds the place at that time.

    In conflict are: a share above zero while the other side holds all; the whole while the other side holds the place
    or any part; less than the whole while the same holder holds all; a share above zero while it is denied that the
    same holder has any part; half or more while it is denied that they hold any district fully; the whole while it is
    denied that they hold all.
    """
    share, extent = figure.said, _extent(control)
    same = share.statement.subject == control.statement.subject
    some, whole, less = figure.least > 0, figure.least >= 1, figure.most < 1
    if control.negative:
        at_odds = (some and extent == KG.Partial) or (figure.least * 2 >= 1 and extent == KG.FullInPart)
        fits_not = same and (at_odds or (whole and extent == KG.Full))
    else:
        other = rivals(share, control, reference) and ((some and extent == KG.Full) or whole)
        fits_not = other or (same and less and extent == KG.Full)
    if fits_not:
        sentence = (
            f"{share.who} gives the share taken as {figure.text} (“{share.words}”), which does not fit what "
            f"{control.who} claims (“{control.words}”)."
        )
        matter = held(share.statement.place)
        yield Conflict(share.claim, control.claim, "share-against-control", KG.Quantity, sentence, matter)
