"""Totals that may be of one event: totals of nameless events at one place on one day, and of two events that may be
one."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import combinations, islice, product

from kgraph.disputes.measured import EVENT, PERIOD, PLACE, Figure
from kgraph.disputes.model import Conflict, Matter, Note, Said
from kgraph.disputes.reference import Reference
from kgraph.disputes.saying import Ties, is_state, statement_classes
from kgraph.model import Term
from kgraph.namespaces import IRI, KG

DAYS = 2 * 86_400  # days between two events that may be one
_MOST = 20  # how many figures of two such events are compared; an editor wants to see only a few


def of_place_and_day(figure: Figure) -> Matter | None:
    """The question that a total of a nameless event answers if it gives a place and a day; else `None`."""
    said = figure.said
    if figure.key[EVENT] != said.statement.node or not said.statement.place or not said.when.dated:
        return None
    key = list(figure.key)
    key[EVENT], key[PLACE], key[PERIOD] = "-", str(said.statement.place), f"{said.when.since}–{said.when.until}"
    return tuple(key)


def none_against_some(measured: Iterable[Figure], ties: Ties) -> Iterator[Conflict]:
    """Conflicts where one says that nobody was killed at a place on a day, and another that somebody was, without
    naming the event."""
    for matter, same in _together(measured).items():
        nobody = [figure for figure in same if figure.most == 0 and not figure.said.negative]
        some = [figure for figure in same if figure.least > 0 and not figure.said.negative]
        for one, other in product(nobody, some):
            a, b = one.said, other.said
            apart = a.claim.document != b.claim.document and a.claim.claimant != b.claim.claimant
            if apart and (a.claim, b.claim) not in ties:
                sentence = f"{a.who} counts nobody (“{a.words}”), and {b.who} {other.text} (“{b.words}”)."
                both = (a, b)
                yield Conflict(a.claim, b.claim, "none-against-some", KG.Quantity, sentence, matter, statements=both)


def _together(measured: Iterable[Figure]) -> dict[Matter, list[Figure]]:
    found: defaultdict[Matter, list[Figure]] = defaultdict(list)
    for figure in measured:
        if matter := of_place_and_day(figure):
            found[matter].append(figure)
    return found


def perhaps_of_one(
    measured: Sequence[Figure], sayings: Iterable[Said], ties: Ties, reference: Reference
) -> Iterator[Note]:
    """Near misses: totals that would be in conflict if two events were one.

    The two events are of one class with one target and at most two days apart, or at one place on one day; and two
    documents give the totals.
    """
    of: defaultdict[str, list[Figure]] = defaultdict(list)
    for figure in measured:
        if figure.temporality == KG.EventTotal and not figure.said.negative:
            of[figure.key[EVENT]].append(figure)
    pairs = [
        (a, b)
        for one, other in _alike(sayings, set(of), reference)
        for a, b in product(of[one][:_MOST], of[other][:_MOST])
    ]
    pairs += [pair for same in _together(measured).values() for pair in combinations(same[:_MOST], 2)]
    for one, other in pairs:
        a, b = one.said, other.said
        keys = [(*figure.key[:EVENT], *figure.key[EVENT + 1 :]) for figure in (one, other)]
        apart = a.claim.document != b.claim.document and a.claim.claimant != b.claim.claimant
        if keys[0] == keys[1] and apart and one.disjoint(other) and (a.claim, b.claim) not in ties:
            first, second = sorted((a.claim.id, b.claim.id))
            both = f"{a.who} gives {one.against(other)} (“{a.words}”), and {b.who} {other.against(one)} (“{b.words}”)"
            yield Note("near miss", (first, second), f"{both}: if this was one event, they do not agree.", "event")


def _alike(sayings: Iterable[Said], events: Collection[str], reference: Reference) -> list[tuple[str, str]]:
    """Every pair of these events that have one class and one target and are at most two days apart."""
    groups: defaultdict[tuple[IRI, Term], set[tuple[float, float, str]]] = defaultdict(set)
    for said in sayings:
        if said.node not in events or is_state(said.statement) or said.negative or not said.when.dated:
            continue
        for kind, target in product(statement_classes(said, reference) - {KG.Event}, said.statement.get(KG.target)):
            groups[kind, target].add((said.when.begins[0], said.when.ends[1], said.node))
    found: set[tuple[str, str]] = set()
    for alike in groups.values():
        by_begin = sorted(alike)
        for at, (_, end, one) in enumerate(by_begin):
            for begin, _, other in islice(by_begin, at + 1, at + 1 + _MOST):
                if begin - end > DAYS:
                    break
                if one != other:
                    found.add((min(one, other), max(one, other)))
    return sorted(found)
