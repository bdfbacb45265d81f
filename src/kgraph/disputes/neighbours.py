"""Neighbours: claims that some rule compares. Keys computed from each claim alone tell them, so a build by document
needs only a few claims.

If a rule can find anything between two claims, they have a key in common. For a new rule, add its keys here; the cases
of `tests/disputes` check that the claims of every finding are neighbours.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from enum import IntEnum

from kgraph.claims import RELATIONS, Claim
from kgraph.disputes import happening, standing
from kgraph.disputes.answers import answers
from kgraph.disputes.happening import is_local
from kgraph.disputes.holding import held
from kgraph.disputes.measured import Figure, figures_of
from kgraph.disputes.merging import events_of, merged
from kgraph.disputes.model import Matter, Said
from kgraph.disputes.nameless import DAYS
from kgraph.disputes.nearby import NO_FACTS
from kgraph.disputes.reference import Reference
from kgraph.disputes.saying import is_state, of_kind, sayings, statement_classes, telling
from kgraph.disputes.totals import event_of_total
from kgraph.model import Quad, Term
from kgraph.namespaces import DCTERMS, IRI, KG, ORG

_BUCKET = 4 * 86_400  # length in seconds of the stretches by which similar events are found
_MOST_BUCKETS = 30
_EVER = float("inf")


class Role(IntEnum):
    """In which role a claim has a key.

    A claim `OF` the key is a neighbour of all claims that have it. Claims `WITHIN` it are neighbours of all claims that
    have it too, but only if there is a claim `OF` it. A claim `AGAINST` it is a neighbour only of claims `OF` it.
    """

    OF = 0
    WITHIN = 1
    AGAINST = 2


Key = tuple[str, ...]
Keys = dict[tuple[Key, Role], None]


def keys_of(
    claims: Sequence[Claim],
    reference: Reference,
    published: Mapping[IRI, Collection[Term]],
    digests: Mapping[IRI, str],
    by: Mapping[IRI, IRI],
) -> dict[IRI, Keys]:
    """The keys of each of these claims; they must be all claims of their documents.

    `by` maps merged things to the one that stands for them (see `as_one`).
    """
    found: dict[IRI, Keys] = {claim.id: {} for claim in claims}
    for claim in claims:
        told = (event for event in events_of([claim]) if isinstance(event, IRI))
        found[claim.id].update(dict.fromkeys((("tells", event), Role.AGAINST) for event in told))
    claims = merged(claims, by)
    for claim in claims:
        found[claim.id].update(((key, Role.OF), None) for key in _of_claim(claim, digests.get(claim.id)))
    said = sayings(claims, reference, published)
    measured = {figure.said: figure for figure in figures_of(said, reference, event_of_total(said))}
    for matter, answer in answers(said, measured, reference):
        own = matter[0] != "held" or matter in (held(answer.said.statement.place), _matter(answer.figure))
        found[answer.said.claim.id][matter, Role.OF if own else Role.WITHIN] = None
    for figure in measured.values():
        found[figure.said.claim.id].update(((key, Role.OF), None) for key in _of_figure(figure, reference))
    for one in said:
        found[one.claim.id].update(dict.fromkeys(_of_statement(one, reference)))
    return found


def _matter(figure: Figure | None) -> Matter:
    return figure.matter if figure else ()


def as_one(quads: Iterable[Quad]) -> dict[IRI, IRI]:
    """For each thing that the reference links to others by `dcterms:isReplacedBy`, the one of them that is used for
    all."""
    joined: defaultdict[IRI, set[IRI]] = defaultdict(set)
    for subject, predicate, value, _ in quads:
        if predicate == DCTERMS.isReplacedBy and isinstance(subject, IRI) and isinstance(value, IRI):
            joined[subject].add(value)
            joined[value].add(subject)
    found: dict[IRI, IRI] = {}
    for thing in sorted(joined):
        waiting = [] if thing in found else [thing]
        while waiting:
            one = waiting.pop()
            found[one] = thing
            waiting += (other for other in joined[one] if other not in found)
    return found


def _of_claim(claim: Claim, digest: str | None) -> Iterator[Key]:
    yield "claim", claim.id
    yield from (("claim", other) for predicate, other in claim.relations if predicate in RELATIONS)
    if digest is not None:
        yield "content", digest
    if claim.modality in NO_FACTS:
        yield from (event_key(one.node) for one in telling(claim) if not is_state(one) and isinstance(one.node, IRI))


def event_key(event: str) -> Key:
    """The key of statements on an event and of figures of it."""
    return "event", str(event)


def _told_there(claim: Claim, place: IRI) -> Key:
    """The key of a document's statements on a place, by which the event of a total without kg:event is found."""
    return "told there", str(claim.document), place


def _of_figure(figure: Figure, reference: Reference) -> Iterator[Key]:
    statement = figure.said.statement
    if statement.place and reference.shares_one_whole(figure.measure):
        yield held(statement.place)
    if statement.place and not statement.get(KG.event):
        yield _told_there(figure.said.claim, statement.place)
    yield "alike figures", figure.measure, *figure.whose
    if figure.event:
        yield event_key(figure.event)
    if statement.subject and statement.first(KG.measure) == KG.TroopStrength:
        yield "who", statement.subject


def _of_statement(said: Said, reference: Reference) -> Iterator[tuple[Key, Role]]:
    statement = said.statement
    if said.when.dated:  # these dates are compared with durations, of whatever event
        yield event_key(statement.node), Role.OF
    if of_kind(said, KG.Control) and statement.place:
        yield from (
            (held(place), Role.OF if place == statement.place else Role.WITHIN)
            for place in reference.around(statement.place)
        )
    if of_kind(said, KG.Entitlement) and statement.place:
        yield ("entitlement", statement.place), Role.OF
    if of_kind(said, KG.Presence) and statement.subject:
        yield ("who", statement.subject), Role.OF
    if statement.get(ORG.member):
        yield ("member", str(statement.first(ORG.member))), Role.OF
    if of_kind(said, KG.Posting):
        yield ("organization", str(statement.first(ORG.organization))), Role.OF
    if of_kind(said, KG.Characterisation):
        parts = (str(statement.first(p) or "-") for p in (KG.subject, KG.aspect))
        yield ("characterisation", *parts), Role.OF
    if not is_state(statement):
        yield from _of_event(said, reference)


def _of_event(said: Said, reference: Reference) -> Iterator[tuple[Key, Role]]:
    statement = said.statement
    yield event_key(said.node), Role.OF
    denies_any = said.negative and is_local(said)
    for mark in happening.marks(said):
        yield ("mark", mark), Role.OF if denies_any else Role.AGAINST
    places = [place for place in statement.get(KG.place) if isinstance(place, IRI)]
    yield from ((_told_there(said.claim, place), Role.AGAINST) for place in places)
    classes = statement_classes(said, reference)
    actors = [actor for actor in statement.get(KG.actor) if isinstance(actor, IRI)]
    if standing.has_left(said, reference):
        yield from ((("who", actor), Role.OF) for actor in actors)
    if KG.Occupation in classes:
        taken = [*places, *(target for target in statement.get(KG.target) if isinstance(target, IRI))]
        yield from ((held(place), Role.AGAINST) for place in taken)
    yield from ((("acting", actor), Role.AGAINST) for actor in actors if KG.Person in reference.classes(actor))
    if KG.Killing in classes:
        yield from ((("acting", target), Role.OF) for target in statement.get(KG.target) if isinstance(target, IRI))
    if said.when.dated and not said.negative:
        yield from _alike(said, classes - {KG.Event}, reference)


def _alike(said: Said, classes: set[IRI], reference: Reference) -> Iterator[tuple[Key, Role]]:
    """Keys of similar events that may be one: of one class with one target, by stretches of time two days longer than
    the event's."""
    widest = [kind for kind in classes if reference.with_above([kind]) & classes == {kind}] or classes
    begin, end = said.when.begins[0], said.when.ends[1] + DAYS
    few = begin > -_EVER and end < _EVER and (end - begin) / _BUCKET < _MOST_BUCKETS
    for kind in widest:
        for target in said.statement.get(KG.target):
            yield ("alike events", kind, str(target)), Role.AGAINST if few else Role.OF
            for number in range(int(begin // _BUCKET), int(end // _BUCKET) + 1) if few else ():
                yield ("alike events", kind, str(target), str(number)), Role.OF
