"""Conflicts on events: whether one happened, who did it, when, where, by what means, why, how it ended, who won."""

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import combinations_with_replacement, product

from kgraph.claims import Statement
from kgraph.disputes.lookup import Timed, denies
from kgraph.disputes.model import Alike, Conflict, Matter, Said, pairs, rules_out
from kgraph.disputes.reference import Reference
from kgraph.disputes.saying import Ties, is_state, statement_classes
from kgraph.disputes.times import Meeting, When
from kgraph.model import BlankNode, Term
from kgraph.namespaces import IRI, KG, RDF

_HAPPENED = frozenset({KG.Completed, KG.Begun, KG.Halted, None})
_SEEN = _HAPPENED | {KG.Ongoing, KG.Slowed}
_IMPLIES: dict[IRI | None, tuple[IRI | None, ...]] = {
    KG.Completed: (KG.Completed, KG.Begun, KG.Attempted, None),
    KG.Ongoing: (KG.Ongoing, KG.Begun, KG.Attempted, None),
    KG.Begun: (KG.Begun, KG.Attempted, None),
    KG.Slowed: (KG.Slowed, KG.Begun),
    KG.Halted: (KG.Halted, KG.Begun),
    KG.Attempted: (KG.Attempted,),
    KG.Prevented: (KG.Prevented,),
    KG.RuledOut: (KG.RuledOut,),
    KG.Intended: (KG.Intended,),
    None: (None,),
}
"""For each phase that a claim tells, the denied phases with which it is in conflict; `None`: no phase is given."""
_ENDED = {KG.Completed: (KG.Prevented, KG.Halted, KG.RuledOut), KG.Ongoing: (KG.Halted,)}
_DETAILS = (KG.actor, KG.target, KG.place, KG.uses, KG.partOf, KG.purpose, KG.cause, KG.winner)
_TOGETHER = frozenset(
    KG[name]
    for name in [
        "Battle",
        "Cooperation",
        "Communication",
        "Visit",
        "Negotiation",
        "Agreement",
        "Meeting",
        "Competition",
        "Election",
        "Referendum",
        "Collision",
        "Merger",
    ]
)
"""Kinds of event that several agents carry out together, so that two reports may each name another of them."""
_STRETCHED = frozenset(
    KG[name]
    for name in [
        "Advance",
        "Withdrawal",
        "Deployment",
        "Counteroffensive",
        "Interdiction",
        "Infiltration",
        "Encirclement",
        "Battle",
        "Clearing",
        "Construction",
        "Cooperation",
        "Evacuation",
        "Flood",
        "Storm",
        "Wildfire",
        "Outbreak",
        "Election",
        "Referendum",
        "Earthquake",
    ]
)
"""Kinds of event that move, or extend over many places."""


def account(event: str) -> Matter:
    """The question of an event's account: whether it happened, who did it, how it ended."""
    return ("account", event)


def detail(event: str, which: str) -> Matter:
    """A question on one detail of an event."""
    return ("detail", event, which)


def denied_detail(denial: Said) -> str:
    """The detail that a denial of an event is about: the one it names of cause, means and winner, without an actor;
    else ""."""
    if denial.statement.get(KG.actor):
        return ""
    return next((name for name, predicate in _NAMED.items() if denial.statement.get(predicate)), "")


def told_by(statement: Statement) -> set[IRI]:
    """The details that a statement gives of an event; whether and when it happened are not among them."""
    return {predicate for predicate in _DETAILS if statement.get(predicate)}


def conflicting(sayings: Iterable[Said], ties: Ties, reference: Reference) -> Iterator[Conflict]:
    """Conflicts between statements on one event that cannot both be right."""
    told = [said for said in sayings if not is_state(said.statement)]
    by_event: defaultdict[Term, list[Said]] = defaultdict(list)
    for said in told:
        by_event[said.statement.node].append(said)
    for same in by_event.values():
        for one, other in pairs(same, ties, partial(_perhaps, reference=reference)):
            if one.negative != other.negative:
                yield from _denied(*_ordered(one, other), reference)
            elif not one.negative:
                yield from _told_twice(one, other, reference)
    yield from _nameless(told, ties, reference)


class _Kind:
    """Groups of statements that the rules treat alike apart from their times; each with its position among all
    groups."""

    def __init__(self, said: Said, members: Sequence[tuple[When, int]]) -> None:
        self.said, self.members = said, members
        self.places = Timed(members)
        self.standing = Meeting((_standing(when), at) for when, at in members)


def _kinds(groups: Iterable[tuple[int, Alike]], asked: Callable[[Said], Hashable]) -> list[_Kind]:
    alike: defaultdict[Hashable, list[tuple[int, Alike]]] = defaultdict(list)
    for at, group in groups:
        alike[asked(group[0])].append((at, group))
    return [_Kind(several[0][1][0], [(one[0].when, at) for at, one in several]) for several in alike.values()]


def _perhaps(groups: Sequence[Alike], reference: Reference) -> Iterator[tuple[Alike, Alike]]:
    """The pairs of groups that may be in conflict by the rules for one event, in the order of all pairs.

    What two groups say decides for which times they may be in conflict; only these are looked up.
    """
    told = [(at, group) for at, group in enumerate(groups) if not group[0].negative]
    denials = [(at, group) for at, group in enumerate(groups) if group[0].negative]
    kinds = _kinds(told, partial(_asked, reference=reference))
    found = {pair for two in combinations_with_replacement(kinds, 2) for pair in _both_told(*two, reference)}
    if denials:
        found.update(_told_and_denied(_kinds(told, _told), _kinds(denials, _told), reference))
    once = {(min(pair), max(pair)) for pair in found}
    return ((groups[a], groups[b]) for a, b in sorted(once) if a != b)


def _asked(said: Said, reference: Reference) -> Hashable:
    """A key of everything, except the time, that decides whether two positive statements are in conflict."""
    statement = said.statement
    marks = [(statement.get(mark), statement.get(which)) for which, mark in _MARKED.items() if _is_marked(said, mark)]
    plain = (statement.get(p) for p in (RDF.type, KG.phase, KG.place, KG.uses, KG.winner))
    return frozenset(_sides(said, reference)), *plain, *marks


def _told(said: Said) -> Hashable:
    """A key of everything, except the time, that decides whether a positive statement is denied."""
    return tuple(said.statement.get(p) for p in (KG.phase, *_DETAILS))


def _both_told(one: _Kind, other: _Kind, reference: Reference) -> Iterator[tuple[int, int]]:
    """The pairs of groups of two kinds that may be in conflict, by their keys and times."""
    if any(_at_any_time(one.said, other.said, reference)):
        yield from product((at for _, at in one.members), (at for _, at in other.members))
        return
    if _of_one_phase(one.said, other.said) and _agree_on_actor(one.said, other.said, reference):
        yield from ((a, b) for when, a in one.members for b in other.places.excluded(when))
    if _ended_otherwise(one.said, other.said):
        yield from ((a, b) for when, a in one.members for b in other.standing.meeting(_standing(when)))


def _told_and_denied(
    told: Iterable[_Kind], denials: Iterable[_Kind], reference: Reference
) -> Iterator[tuple[int, int]]:
    """The pairs of a group of positive statements and a group of statements that deny them."""
    having: defaultdict[tuple[IRI, Term], list[_Kind]] = defaultdict(list)
    for one in told:
        for detail_ in _details(one.said, reference):
            having[detail_].append(one)
    for denial in denials:
        details = [(p, value) for p in _DETAILS for value in denial.said.statement.get(p)]
        near = min((having[detail_] for detail_ in details), key=len, default=told)
        for one in (one for one in near if _names(one.said, denial.said, reference)):
            yield from ((a, b) for when, b in denial.members for a in one.places.denied(when))


def _details(told: Said, reference: Reference) -> set[tuple[IRI, Term]]:
    """The details of a positive statement that a denial may name: those for which `_has` is true."""
    given = [(p, value) for p in _DETAILS for value in told.statement.get(p)]
    around = {(p, outer) for p, value in given if isinstance(value, IRI) for outer in _around(p, value, reference)}
    return around.union(given)


def event_of_total(sayings: Iterable[Said]) -> Callable[[Said], IRI | None]:
    """A function that gives the event of a total without kg:event: the only event that its document tells of at its
    place."""
    events: defaultdict[tuple[IRI | None, IRI], set[IRI]] = defaultdict(set)
    for said in sayings:
        if not is_state(said.statement) and isinstance(said.statement.node, IRI):
            for place in _iris(said, KG.place):
                events[said.claim.document, place].add(said.statement.node)

    def found(total: Said) -> IRI | None:
        place = total.statement.place
        known = events.get((total.claim.document, place), set()) if place else set()
        return next(iter(known)) if len(known) == 1 else None

    return found


def _ordered(one: Said, other: Said) -> tuple[Said, Said]:
    """The two statements in order: the positive one, then its denial."""
    return (other, one) if one.negative else (one, other)


def _phase(said: Said) -> IRI | None:
    phase = said.statement.first(KG.phase)
    return phase if isinstance(phase, IRI) else None


def _phases(said: Said) -> Collection[IRI | None]:
    return [phase for phase in said.statement.get(KG.phase) if isinstance(phase, IRI)] or [None]


def _iris(said: Said, predicate: IRI) -> set[IRI]:
    return {value for value in said.statement.get(predicate) if isinstance(value, IRI)}


def _nameless(told: Sequence[Said], ties: Ties, reference: Reference) -> Iterator[Conflict]:
    """Conflicts with denials of a nameless event: the denial is of every event of that class that shares an actor,
    target or place.

    A nameless event occurs in one claim only, as a blank node or under an IRI that is local to the claim.
    """
    marked: defaultdict[tuple[IRI, IRI], list[tuple[When, Said]]] = defaultdict(list)
    for said in told:
        if not said.negative:
            for kind in statement_classes(said, reference):
                for shared in marks(said):
                    marked[kind, shared].append((said.when, said))
    times = {mark: Timed(several) for mark, several in marked.items()}
    for denial in told:
        if not denial.negative or not is_local(denial):
            continue
        kinds = {kind for kind in denial.statement.get(RDF.type) if isinstance(kind, IRI)} - {KG.Event}
        near = (times[mark] for mark in product(kinds, marks(denial)) if mark in times)
        for said in {id(said): said for some in near for said in some.denied(denial.when)}.values():
            apart = said.claim.id != denial.claim.id and (said.claim, denial.claim) not in ties
            if apart and said.statement.node != denial.statement.node:
                yield from _denied(said, denial, reference)


def is_local(said: Said) -> bool:
    """Whether an event has no name of its own: it is a blank node, or has an IRI that is local to the claim."""
    node = said.statement.node
    return isinstance(node, BlankNode) or node.startswith(f"{said.claim.id}#")


def marks(said: Said) -> set[IRI]:
    """An event's actors, targets and places: a denial of a nameless event must share one of them."""
    return _iris(said, KG.actor) | _iris(said, KG.target) | _iris(said, KG.place)


def _denied(told: Said, denial: Said, reference: Reference) -> Iterator[Conflict]:
    """The conflict with a denial that says nothing beyond the positive statement, whose phase that one implies and
    whose time is within the denial's."""
    if _names(told, denial, reference) and denies(denial.when, told.when):
        which = denied_detail(denial)
        matter = detail(told.node, which) if which else account(told.node)
        yield Conflict(told.claim, denial.claim, "denied-event", KG.Polarity, rules_out(told, denial), matter)


def _names(told: Said, denial: Said, reference: Reference) -> bool:
    """Whether a denial is of a positive statement, apart from their times: its phase is implied, and each of its
    details is in the statement."""
    if not any(denied in _IMPLIES.get(phase, ()) for phase in _phases(told) for denied in _phases(denial)):
        return False
    return all(
        _has(told, predicate, value, reference) for predicate in _DETAILS for value in denial.statement.get(predicate)
    )


def _has(told: Said, predicate: IRI, value: Term, reference: Reference) -> bool:
    """Whether the statement has this value, or a place inside it, or, for an actor, one of its own forces."""
    values = told.statement.get(predicate)
    return value in values or any(isinstance(v, IRI) and value in _around(predicate, v, reference) for v in values)


def _around(predicate: IRI, value: IRI, reference: Reference) -> Collection[IRI]:
    return reference.over(value) if predicate == KG.actor else reference.around(value)


def _told_twice(one: Said, other: Said, reference: Reference) -> Iterator[Conflict]:
    yield from _at_any_time(one, other, reference)
    yield from _outcome(one, other, reference)
    if _agree_on_actor(one, other, reference):
        yield from _date(one, other)


def _at_any_time(one: Said, other: Said, reference: Reference) -> Iterator[Conflict]:
    """Conflicts that do not depend on the time: on who did it, where, by what means, why, who won."""
    classes = statement_classes(one, reference) | statement_classes(other, reference)
    yield from _actors(one, other, classes, reference)
    if _agree_on_actor(one, other, reference):
        yield from _place(one, other, classes, reference)
        yield from _means_and_why(one, other, reference)


def _sides(said: Said, reference: Reference) -> set[IRI]:
    return {reference.side(actor) for actor in _iris(said, KG.actor)}


def _agree_on_actor(one: Said, other: Said, reference: Reference) -> bool:
    a, b = _sides(one, reference), _sides(other, reference)
    return not a or not b or not a.isdisjoint(b)


def _actors(one: Said, other: Said, classes: set[IRI], reference: Reference) -> Iterator[Conflict]:
    """The conflict of two actors of different sides, except for kinds of event that several carry out together."""
    if not set(_phases(one)) & _SEEN or not set(_phases(other)) & _SEEN or classes & _TOGETHER:
        return
    if not _agree_on_actor(one, other, reference):
        sentence = f"{one.quoted} and {other.quoted} say that different sides did it."
        yield Conflict(one.claim, other.claim, "event-actor", KG.Actor, sentence, account(one.node))


def _outcome(one: Said, other: Said, reference: Reference) -> Iterator[Conflict]:
    """The conflict of "completed" and "stopped", at a common place if both name places."""
    if _ended_otherwise(one, other) and _standing(one.when).meets(_standing(other.when)):
        name = reference.name(one.statement.node)
        sentence = f"{one.quoted} and {other.quoted} do not agree on how far “{name}” came."
        yield Conflict(one.claim, other.claim, "event-outcome", KG.Polarity, sentence, account(one.node))


def _ended_otherwise(one: Said, other: Said) -> bool:
    """Whether the phases of two statements of one time exclude each other, and their places do not."""
    a, b = set(_phases(one)), set(_phases(other))
    places = _iris(one, KG.place), _iris(other, KG.place)
    if a & b or (all(places) and places[0].isdisjoint(places[1])):
        return False
    return any(y in _ENDED.get(x, ()) or x in _ENDED.get(y, ()) for x in a if x for y in b if y)


def _standing(when: When) -> When:
    """The time for which a phase of an event holds, in local time: until the last known bound."""
    return replace(when, until=when.by if when.until is None else when.until, zone=None)


def _date(one: Said, other: Said) -> Iterator[Conflict]:
    """The conflict of two dates that exclude each other. An event that goes on may be seen on many days."""
    if _of_one_phase(one, other) and one.when.excludes(other.when):
        sentence = f"{one.quoted} and {other.quoted} put the same event at different times."
        yield Conflict(one.claim, other.claim, "event-date", KG.Time, sentence, detail(one.node, "date"))


def _of_one_phase(one: Said, other: Said) -> bool:
    return _phase(one) == _phase(other) and _phase(one) in _HAPPENED


def _place(one: Said, other: Said, classes: set[IRI], reference: Reference) -> Iterator[Conflict]:
    """The conflict of two places of which neither is inside the other; events that move or extend may be at both."""
    places = _iris(one, KG.place), _iris(other, KG.place)
    if any(len(p) != 1 for p in places) or classes & _STRETCHED or not {_phase(one), _phase(other)} <= _HAPPENED:
        return
    (a,), (b,) = places
    if reference.apart(a, b):
        sentence = f"{one.quoted} and {other.quoted} put the same event at different places."
        yield Conflict(one.claim, other.claim, "event-place", KG.Place, sentence, detail(one.node, "place"))


_NAMED = {"cause": KG.cause, "purpose": KG.purpose, "means": KG.uses, "winner": KG.winner}
_MARKED = {KG.cause: KG.causeMark, KG.purpose: KG.purposeMark}


def _means_and_why(one: Said, other: Said, reference: Reference) -> Iterator[Conflict]:
    """Conflicts of two means, of two winners, and of two causes or purposes if both are said to be the only or the main
    one."""
    if not set(_phases(one)) & _SEEN or not set(_phases(other)) & _SEEN:
        return
    for name, predicate in _NAMED.items():
        a, b = one.statement.get(predicate), other.statement.get(predicate)
        if not a or not b or set(a) & set(b) or (name == "winner" and _of_one_side(a, b, reference)):
            continue
        if predicate in _MARKED and not all(_is_marked(said, _MARKED[predicate]) for said in (one, other)):
            continue
        sentence = f"{one.quoted} and {other.quoted} name different {_PLURAL[name]} of the same event."
        dimension = KG.Actor if name == "winner" else KG.Cause if name in ("cause", "purpose") else KG.Means
        yield Conflict(one.claim, other.claim, f"event-{name}", dimension, sentence, detail(one.node, name))


def _is_marked(said: Said, mark: IRI) -> bool:
    """Whether a cause or a purpose is said to be the only, or the main one."""
    return said.statement.first(mark) in (KG.Only, KG.Main)


def _of_one_side(a: Iterable[Term], b: Iterable[Term], reference: Reference) -> bool:
    sides = [{reference.side(agent) for agent in agents if isinstance(agent, IRI)} for agents in (a, b)]
    return not sides[0].isdisjoint(sides[1])


_PLURAL = {"cause": "causes", "purpose": "purposes", "means": "means", "winner": "winners"}
