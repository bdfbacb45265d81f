"""What contents say about pairs of entities: one link for each claim, pair and relation."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product

from kgraph.analysis.contents import Content, Properties, figure, time_of
from kgraph.analysis.record import words
from kgraph.model import Term, TimeSpan
from kgraph.namespaces import IRI, KG, ORG, RDF


@dataclass(frozen=True, slots=True)
class Link:
    """One claim's word for a relation between two nodes: what edges are made of.

    `terms` are the vocabulary's or the workspace's terms that make the relation what it is: a posting's roles, a
    measurement's measures, the predicate of an event. `when` is the time that the claim gives.
    """

    claim: IRI
    source: IRI
    target: IRI
    kind: str
    name: str
    detail: str = ""
    terms: tuple[IRI, ...] = ()
    when: TimeSpan = field(default_factory=TimeSpan)


_EVENT_LINKS = {
    KG.actor: "actor",
    KG.target: "target",
    KG.place: "place",
    KG.uses: "uses",
    KG.partOf: "part of",
    KG.purpose: "purpose",
    KG.cause: "cause",
    KG.condition: "only if",
    KG.exception: "unless",
}
_UNREAL = {KG.Intended: "intended", KG.Prevented: "prevented", KG.RuledOut: "ruled out"}


def links(contents: Mapping[IRI, Content], labels: Mapping[IRI, str]) -> Iterator[Link]:
    """Every link that the contents of claims make, whether or not a world holds the content."""
    for claim, content in contents.items():
        for subject, said in content.items():
            if not isinstance(subject, IRI):
                continue
            for relation in _relations(subject, said, labels):
                for source, target in product(relation.sources, relation.targets):
                    if isinstance(source, IRI) and isinstance(target, IRI) and source != target:
                        told = (relation.kind, relation.name, relation.detail, relation.terms)
                        yield Link(claim, source, target, *told, time_of(content, said))


@dataclass(frozen=True, slots=True)
class _Relation:
    """What one described thing says: every source is so related to every target."""

    sources: Iterable[Term]
    targets: Iterable[Term]
    kind: str
    name: str
    detail: str = ""
    terms: tuple[IRI, ...] = ()


def _relations(subject: IRI, said: Properties, labels: Mapping[IRI, str]) -> Iterator[_Relation]:
    """The relations of one described thing; an assessment relates nothing."""

    def get(predicate: IRI) -> list[Term]:
        return said.get(predicate, [])

    def named(predicate: IRI) -> str:
        return ", ".join(sorted(labels.get(IRI(o), words(str(o))) for o in get(predicate)))

    def terms(predicate: IRI) -> tuple[IRI, ...]:
        return tuple(sorted(o for o in get(predicate) if isinstance(o, IRI)))

    types = get(RDF.type)
    hedge = "on a condition" if KG.condition in said or KG.exception in said else ""
    if KG.Posting in types:
        role = named(ORG.role) or "post"
        yield _Relation(get(ORG.member), get(ORG.organization), "posting", role, hedge, terms(ORG.role))
    elif KG.Subordination in types:
        yield _Relation(get(ORG.member), get(ORG.organization), "subordination", "subordinate to", hedge)
    elif KG.Presence in types:
        yield _Relation(get(KG.subject), get(KG.place), "presence", "present in")
    elif KG.Control in types:
        yield _Relation(get(KG.subject), get(KG.place), "control", "controls", named(KG.extent))
    elif KG.Measurement in types:
        parties = [*get(KG.place), *get(KG.comparedWith)]
        name = named(KG.measure) or "measurement"
        yield _Relation(get(KG.subject), parties, "measurement", name, figure(said), terms(KG.measure))
    elif KG.Assessment not in types:
        phases = tuple(phase for phase in _UNREAL if phase in get(KG.phase))
        unreal = ", ".join(sorted(_UNREAL[phase] for phase in phases))
        for predicate, name in _EVENT_LINKS.items():
            full = f"{name} ({unreal})" if unreal else name
            yield _Relation([subject], get(predicate), name, full, terms=(predicate, *phases))
