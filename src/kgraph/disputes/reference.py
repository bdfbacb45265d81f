"""What the reference and the ontology say of the things that statements speak of: names, sides, places, units."""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from kgraph.model import Literal, Quad, Term
from kgraph.namespaces import IRI, KG, ORG, QUDT, RDF, RDFS

_UP = (KG.locatedIn, KG.country)
_PART_OF = (ORG.subOrganizationOf, ORG.unitOf)
_WANTED = frozenset(
    (
        *(RDF.type, RDFS.label, RDFS.subClassOf, KG.side, *_UP, *_PART_OF, KG.commanding, KG.temporality, KG.excludes),
        *(KG.ofOneWhole, QUDT.hasQuantityKind, QUDT.conversionMultiplier),
    )
)
_COUNTED = ("Population", "Count", "Dimensionless")
_LOOSE = frozenset({KG.OperationalArea, KG.Facility, KG.Route})
_Values = Mapping[Term | str, Mapping[IRI, Collection[Term]]]


@dataclass(frozen=True)
class Reference:
    """What is said of things outside claims' contents, by thing and property.

    `above` are the units that claims put right above each unit.
    """

    said: _Values
    above: Mapping[IRI, Collection[IRI]] = field(default_factory=dict)

    @classmethod
    def of(cls, quads: Iterable[Quad], above: Mapping[IRI, Collection[IRI]]) -> "Reference":
        """What these quads say, wherever they stand but in a claim's content; the ontology's may be among them."""
        said: defaultdict[Term | str, defaultdict[IRI, list[Term]]] = defaultdict(lambda: defaultdict(list))
        for subject, predicate, value, graph in quads:
            if predicate in _WANTED and not (graph and graph.endswith("#content")):
                said[subject][predicate].append(value)
        return cls(said, above)

    def values(self, thing: Term | str, predicate: IRI) -> Collection[Term]:
        """What is said of a thing by one property."""
        return self.said.get(thing, {}).get(predicate, ())

    def name(self, thing: Term | str) -> str:
        """What a thing is called in a sentence: its English label, or any, or else the last part of its IRI.

        >>> Reference({}).name(IRI("https://example.org/id/place/east-ford"))
        'east-ford'
        """
        if isinstance(thing, Literal):
            return thing.lexical
        labels = [label for label in self.values(thing, RDFS.label) if isinstance(label, Literal)]
        english = [label.lexical for label in labels if (label.language or "en").partition("-")[0] == "en"]
        if labels:
            return min(english or [label.lexical for label in labels])
        return str(thing).replace("#", "/").rpartition("/")[2]

    def classes(self, thing: Term) -> set[IRI]:
        """The classes of a thing, with those above them."""
        if thing not in self._classes:
            self._classes[thing] = self.with_above(k for k in self.values(thing, RDF.type) if isinstance(k, IRI))
        return self._classes[thing]

    def with_above(self, classes: Iterable[IRI]) -> set[IRI]:
        """Classes, with those above them in the ontology."""
        some = frozenset(classes)
        if some not in self._above_all:
            self._above_all[some] = _closed(some, lambda kind: self.values(kind, RDFS.subClassOf))
        return self._above_all[some]

    def around(self, place: IRI) -> set[IRI]:
        """The place, and every place that it lies in, over any number of steps."""
        if place not in self._around:
            self._around[place] = _closed([place], lambda one: [v for up in _UP for v in self.values(one, up)])
        return self._around[place]

    def apart(self, a: IRI, b: IRI) -> bool:
        """Whether neither place lies in the other, nor both in one town: what is told loosely may then be one place.

        A facility, a route or an operational area may lie anywhere, unless it is said in which town or country it lies.
        """
        around = self.around(a), self.around(b)
        if b in around[0] or a in around[1]:
            return False
        if any(KG.City in self.classes(shared) for shared in around[0] & around[1]):
            return False
        if not any(_LOOSE & self.classes(place) for place in (a, b)):
            return True
        own = around[0] - around[1], around[1] - around[0]
        return all(any(self.classes(place) & {KG.City, KG.Country} for place in one) for one in own)

    def side(self, agent: IRI) -> IRI:
        """The side that an agent is of: its own, that of who is above it; or else the highest of these itself."""
        if agent not in self._sides:
            self._sides[agent] = self._side(agent)
        return self._sides[agent]

    def knows_side(self, agent: IRI) -> bool:
        """Whether a side is stated of an agent, or of somebody above it, or it is a side that others are of."""
        return agent in self.parties or any(self.values(one, KG.side) for one in self.over(agent))

    @cached_property
    def parties(self) -> frozenset[IRI]:
        """The sides that somebody is said to be of."""
        return frozenset(side for said in self.said.values() for side in said.get(KG.side, ()) if isinstance(side, IRI))

    def supposing(self, agents: Iterable[IRI], side: IRI) -> "Reference":
        """The same, as if these agents were said to be of a side."""
        said: dict[Term | str, Mapping[IRI, Collection[Term]]] = dict(self.said)
        said |= {agent: {**self.said.get(agent, {}), KG.side: [side]} for agent in agents}
        return Reference(said, self.above)

    def _side(self, agent: IRI) -> IRI:
        reached = [agent]
        for one in reached:
            if stated := sorted(side for side in self.values(one, KG.side) if isinstance(side, IRI)):
                return stated[0]
            parts = (upper for part in _PART_OF for upper in self.values(one, part) if isinstance(upper, IRI))
            reached += [upper for upper in sorted({*self.above.get(one, ()), *parts}) if upper not in reached]
        return reached[-1]

    def over(self, agent: IRI) -> list[IRI]:
        """The agent, those above it over any number of steps, and sides: who denies for one of these denies for it."""
        reached = [agent]
        for one in reached:
            parts = (upper for part in (*_PART_OF, KG.side) for upper in self.values(one, part))
            uppers = {upper for upper in (*self.above.get(one, ()), *parts) if isinstance(upper, IRI)}
            reached += [upper for upper in sorted(uppers) if upper not in reached]
        return reached

    def commands(self, role: Term) -> bool:
        """Whether who holds a role commands the organization, as one person alone does."""
        return any(str(value) == "true" for value in self.values(role, KG.commanding))

    def unit(self, unit: Term | None, measure: Term | None) -> tuple[str, Decimal]:
        """What a unit is a unit of, and by what a figure in it is multiplied; a unit of no known factor is its own.

        Where no unit is written, things are counted one by one, if the measure is one of such.
        """
        if unit is None:
            counts = (str(kind) for kind in self.values(measure or "-", QUDT.hasQuantityKind))
            return next((kind for kind in counts if kind.rpartition("/")[2] in _COUNTED), "-"), Decimal(1)
        numbers = (f.number for f in self.values(unit, QUDT.conversionMultiplier) if isinstance(f, Literal))
        factor = next((number for number in numbers if number is not None and number > 0), None)
        kinds = sorted(str(kind) for kind in self.values(unit, QUDT.hasQuantityKind))
        return (kinds[0], factor) if factor is not None and kinds else (str(unit), Decimal(1))

    def shares_one_whole(self, measure: str) -> bool:
        """Whether figures of a measure are shares of one whole, so that those of several cannot exceed it."""
        return any(str(value) == "true" for value in self.values(IRI(measure), KG.ofOneWhole))

    def quantity_kind(self, measure: Term) -> str:
        """What kind of quantity a measure is of, by its last name: “Length”; "" where nobody says."""
        return min((re.split("[/#]", str(kind))[-1] for kind in self.values(measure, QUDT.hasQuantityKind)), default="")

    def is_share(self, measure: Term) -> bool:
        """Whether figures of a measure are shares: of people, of votes, of ground."""
        return self.quantity_kind(measure) == "DimensionlessRatio"

    def temporality(self, measure: Term, otherwise: IRI) -> IRI:
        """How figures of a measure live in time; `otherwise`, where nobody says."""
        return next((IRI(v) for v in self.values(measure, KG.temporality) if isinstance(v, IRI)), otherwise)

    @cached_property
    def _sides(self) -> dict[IRI, IRI]:
        return {}

    @cached_property
    def _classes(self) -> dict[Term, set[IRI]]:
        return {}

    @cached_property
    def _above_all(self) -> dict[frozenset[IRI], set[IRI]]:
        return {}

    @cached_property
    def _around(self) -> dict[IRI, set[IRI]]:
        return {}


def _closed(begin: Iterable[IRI], up: Callable[[IRI], Iterable[Term]]) -> set[IRI]:
    """All that is reached from some over any number of steps."""
    found = set(begin)
    waiting = list(found)
    while waiting:
        for value in up(waiting.pop()):
            if isinstance(value, IRI) and value not in found:
                found.add(value)
                waiting.append(value)
    return found
