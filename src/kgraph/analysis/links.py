"""What contents say about pairs of entities: one link for each claim, pair and relation."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from kgraph.analysis.contents import Properties, figure, read_contents
from kgraph.analysis.record import words
from kgraph.model import Term
from kgraph.namespaces import IRI, KG, ORG, RDF
from kgraph.store import Store


@dataclass(frozen=True, slots=True)
class Link:
    """One claim's word for a relation between two nodes: what edges are made of."""

    claim: IRI
    source: IRI
    target: IRI
    kind: str
    name: str
    detail: str = ""


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


def read_links(store: Store, world: IRI, labels: Mapping[IRI, str]) -> Iterator[Link]:
    """Every link that the contents of the world's claims make, whether or not the world holds the content."""
    for claim, subjects in read_contents(store, world).items():
        for subject, properties in subjects.items():
            if not isinstance(subject, IRI):
                continue
            for sources, targets, kind, name, detail in _relations(subject, properties, labels):
                for source, target in product(sources, targets):
                    if isinstance(source, IRI) and isinstance(target, IRI) and source != target:
                        yield Link(claim, source, target, kind, name, detail)


def _relations(
    subject: IRI, said: Properties, labels: Mapping[IRI, str]
) -> Iterator[tuple[Iterable[Term], Iterable[Term], str, str, str]]:
    """(sources, targets, kind, name, detail) of one described thing; an assessment relates nothing."""

    def get(predicate: IRI) -> list[Term]:
        return said.get(predicate, [])

    def named(predicate: IRI) -> str:
        return ", ".join(sorted(labels.get(IRI(o), words(str(o))) for o in get(predicate)))

    types = get(RDF.type)
    if KG.Posting in types:
        yield get(ORG.member), get(ORG.organization), "posting", named(ORG.role) or "post", ""
    elif KG.Subordination in types:
        yield get(ORG.member), get(ORG.organization), "subordination", "subordinate to", ""
    elif KG.Presence in types:
        yield get(KG.subject), get(KG.place), "presence", "present in", ""
    elif KG.Control in types:
        yield get(KG.subject), get(KG.place), "control", "controls", named(KG.extent)
    elif KG.Measurement in types:
        parties = [*get(KG.place), *get(KG.comparedWith)]
        yield get(KG.subject), parties, "measurement", named(KG.measure) or "measurement", figure(said)
    elif KG.Assessment not in types:
        unreal = ", ".join(sorted(word for phase, word in _UNREAL.items() if phase in get(KG.phase)))
        for predicate, name in _EVENT_LINKS.items():
            yield [subject], get(predicate), name, f"{name} ({unreal})" if unreal else name, ""
