"""Links between pairs of entities in claims' contents: one for each claim, pair and relation."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product

from kgraph.analysis.record import ClaimCard
from kgraph.claims import EXTENTS, Statement, StatementKind, words
from kgraph.model import Term, TimeSpan
from kgraph.namespaces import IRI, KG, ORG


@dataclass(frozen=True, slots=True)
class Link:
    """One claim's statement of a relation between two nodes; edges are made from these.

    `terms` are the terms, the vocabulary's or the workspace's, that define the relation: a posting's roles, a
    measurement's measures, the predicate of an event. `when` is the time that the claim gives. `node` is the
    statement's node, and `predicate` the event's property if the node is an event.
    """

    claim: IRI
    source: IRI
    target: IRI
    kind: str
    name: str
    detail: str = ""
    terms: tuple[IRI, ...] = ()
    when: TimeSpan = field(default_factory=TimeSpan)
    node: IRI | None = None
    predicate: IRI = KG.subject


_EVENT_LINKS = {
    KG.actor: ("actor", "carried out by"),
    KG.target: ("target", "directed at"),
    KG.place: ("place", "at"),
    KG.uses: ("uses", "uses"),
    KG.partOf: ("part of", "part of"),
    KG.purpose: ("purpose", "for the purpose of"),
    KG.cause: ("cause", "caused by"),
    KG.condition: ("only if", "conditional on"),
    KG.exception: ("unless", "unless"),
    KG.winner: ("won by", "won by"),
}
"""For each property of an event, the kind of edge and its words, which read from the event to the other thing."""
DENIED = dict(EXTENTS.values())
"""Details whose denial has words of its own, other than “not” and the detail."""
_UNREAL = {KG.Intended: "intended", KG.Prevented: "prevented", KG.RuledOut: "ruled out"}


def links(cards: Iterable[ClaimCard], labels: Mapping[IRI, str]) -> Iterator[Link]:
    """All links in the contents of claims, whether or not a world holds the content."""
    for card in cards:
        for statement in card.statements:
            when = statement.time.span if statement.time else TimeSpan()
            for relation in _relations(statement, labels):
                for source, target in product(relation.sources, relation.targets):
                    if isinstance(source, IRI) and isinstance(target, IRI) and source != target:
                        told = (relation.kind, relation.name, relation.detail, relation.terms)
                        yield Link(card.id, source, target, *told, when, IRI(statement.node), relation.predicate)


@dataclass(frozen=True, slots=True)
class _Relation:
    """A relation of one node: every source is so related to every target."""

    sources: Iterable[Term]
    targets: Iterable[Term]
    kind: str
    name: str
    detail: str = ""
    terms: tuple[IRI, ...] = ()
    predicate: IRI = KG.subject


def _relations(said: Statement, labels: Mapping[IRI, str]) -> Iterator[_Relation]:
    """The relations of one statement; an assessment has none."""
    if not isinstance(said.node, IRI):
        return
    get, kind = said.get, said.kind

    def named(predicate: IRI) -> str:
        return ", ".join(sorted(labels.get(IRI(o), words(str(o))) for o in get(predicate)))

    def terms(predicate: IRI) -> tuple[IRI, ...]:
        return tuple(sorted(o for o in get(predicate) if isinstance(o, IRI)))

    hedge = "conditional" if get(KG.condition) or get(KG.exception) else ""
    if kind is StatementKind.posting:
        role = named(ORG.role) or "post"
        yield _Relation(get(ORG.member), get(ORG.organization), "posting", role, hedge, terms(ORG.role))
    elif kind is StatementKind.subordination:
        yield _Relation(get(ORG.member), get(ORG.organization), "subordination", "subordinate to", hedge)
    elif kind is StatementKind.presence:
        yield _Relation(get(KG.subject), get(KG.place), "presence", "present in")
    elif kind is StatementKind.control:
        extents = (EXTENTS.get(o, (words(str(o)),))[0] for o in get(KG.extent))
        yield _Relation(get(KG.subject), get(KG.place), "control", "controls", ", ".join(sorted(extents)))
    elif kind is StatementKind.measurement:
        parties = [*get(KG.place), *get(KG.comparedWith)]
        name = named(KG.measure) or "measurement"
        yield _Relation(get(KG.subject), parties, "measurement", name, said.figure, terms(KG.measure))
    elif kind is StatementKind.entitlement:
        yield _Relation(get(KG.subject), get(KG.place), "entitlement", "has a right to")
    elif kind is StatementKind.characterisation:
        yield _Relation(get(KG.subject), get(KG.norm), "characterisation", "judged under", named(KG.characterisedAs))
    elif kind is not StatementKind.assessment:
        phases = tuple(phase for phase in _UNREAL if phase in get(KG.phase))
        unreal = ", ".join(sorted(_UNREAL[phase] for phase in phases))
        for predicate, (kind_of_edge, name) in _EVENT_LINKS.items():
            full = f"{name} ({unreal})" if unreal else name
            yield _Relation(
                [said.node], get(predicate), kind_of_edge, full, terms=(predicate, *phases), predicate=predicate
            )
