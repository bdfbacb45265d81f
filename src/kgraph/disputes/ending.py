"""States that an event ends: if somebody takes a place, another no longer holds it; a person who is killed does nothing
afterwards."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from kgraph.disputes.happening import account
from kgraph.disputes.holding import held
from kgraph.disputes.model import Conflict, Said
from kgraph.disputes.reference import Reference
from kgraph.disputes.saying import Ties, is_state, of_kind, statement_classes
from kgraph.disputes.times import When
from kgraph.namespaces import IRI, KG

_DONE = frozenset({KG.Completed, KG.Begun, KG.Ongoing})
_ENDLESS = float("inf")


def conflicting(sayings: Iterable[Said], ties: Ties, reference: Reference) -> Iterator[Conflict]:
    """Conflicts of two kinds: a place is taken although another certainly held it for longer; a person is killed and
    does something later."""
    holding: defaultdict[IRI, list[Said]] = defaultdict(list)
    acting: defaultdict[IRI, list[Said]] = defaultdict(list)
    ends: list[tuple[Said, set[IRI]]] = []
    for one in sayings:
        if one.negative or not one.when.dated:
            continue
        if of_kind(one, KG.Control) and one.statement.place:
            holding[one.statement.place].append(one)
        elif not is_state(one.statement):
            for actor in _agents(one, KG.actor) if _DONE & set(one.statement.get(KG.phase)) else ():
                acting[actor].append(one)
            kinds = statement_classes(one, reference) & {KG.Occupation, KG.Killing}
            if kinds and KG.Completed in one.statement.get(KG.phase) and one.when.ends[1] < _ENDLESS:
                ends.append((one, kinds))
    for event, kinds in ends:
        if KG.Occupation in kinds:
            places = _agents(event, KG.place) | _agents(event, KG.target)
            some = (other for place in sorted(places) for other in holding.get(place, ()))
            yield from (_taken(event, other, reference) for other in some if _lost(event, other, ties, reference))
        if KG.Killing in kinds:
            for victim in sorted(_agents(event, KG.target)):
                if KG.Person in reference.classes(victim):
                    yield from _outlived(event, acting.get(victim, ()), ties, reference.name(victim))


def _agents(said: Said, predicate: IRI) -> set[IRI]:
    return {value for value in said.statement.get(predicate) if isinstance(value, IRI)}


def _free(one: Said, other: Said, ties: Ties) -> bool:
    return one.claim.id != other.claim.id and (one.claim, other.claim) not in ties


def _lost(event: Said, hold: Said, ties: Ties, reference: Reference) -> bool:
    """Whether somebody of another side certainly holds the place, or all of it, from before the event until after
    it."""
    takers = {reference.side(actor) for actor in _agents(event, KG.actor)}
    holder = hold.statement.subject
    if not takers or holder is None or reference.side(holder) in takers or not _free(event, hold, ties):
        return False
    return hold.statement.get(KG.extent) in ((), (KG.Full,)) and _throughout(hold.when, event.when)


def _throughout(hold: When, event: When) -> bool:
    """Whether a hold lasts from before an event to a day after it; “until the 12th” means all the time until then."""
    if not hold.has_begin and hold.has_end:
        return hold.ends[0] > event.ends[1]
    if hold.since is None or hold.until is None:
        return False
    return hold.since <= event.begins[0] and hold.until > event.ends[1]


def _taken(event: Said, hold: Said, reference: Reference) -> Conflict:
    place = hold.statement.place or ""
    taken = f"{event.quoted} says that {reference.name(place)} was taken"
    sentence = f"{taken} before the time until which, as {hold.quoted} says, another held it."
    both = (event, hold)
    return Conflict(event.claim, hold.claim, "taken-before", KG.Time, sentence, held(place), statements=both)


def _outlived(event: Said, deeds: Iterable[Said], ties: Ties, name: str) -> Iterator[Conflict]:
    """Conflicts with deeds of the victim that certainly begin after the killing."""
    for deed in deeds:
        if deed.when.begins[0] > event.when.ends[1] and _free(event, deed, ties):
            killed = f"{event.quoted} says that {name} was killed before the time at which"
            sentence = f"{killed}, as {deed.quoted} says, they acted."
            matter, both = account(event.node), (event, deed)
            yield Conflict(event.claim, deed.claim, "dead-before", KG.Time, sentence, matter, statements=both)
