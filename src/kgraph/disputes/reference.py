"""What the reference and the ontology say about the things in statements: names, sides, places, units."""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
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
        *(KG.ofOneWhole, QUDT.hasQuantityKind, QUDT.conversionMultiplier, QUDT.conversionOffset),
    )
)
_COUNTED = ("Population", "Count", "Dimensionless")
_LOOSE = frozenset({KG.OperationalArea, KG.Facility, KG.Route})
_Values = Mapping[Term | str, Mapping[IRI, Collection[Term]]]


@dataclass(frozen=True)
class Reference:
    """The triples outside of claims' contents, by thing and property.

    `above` has, for each unit, the units that claims put directly above it.
    """

    said: _Values
    above: Mapping[IRI, Collection[IRI]] = field(default_factory=dict)

    @classmethod
    def of(cls, quads: Iterable[Quad], above: Mapping[IRI, Collection[IRI]]) -> "Reference":
        """The reference of these quads, without those of claims' contents; the ontology's quads may be among them."""
        said: defaultdict[Term | str, defaultdict[IRI, list[Term]]] = defaultdict(lambda: defaultdict(list))
        for subject, predicate, value, graph in quads:
            if predicate in _WANTED and not (graph and graph.endswith("#content")):
                said[subject][predicate].append(value)
        return cls(said, above)

    def values(self, thing: Term | str, predicate: IRI) -> Collection[Term]:
        """The values of one property of a thing."""
        return self.said.get(thing, {}).get(predicate, ())

    def name(self, thing: Term | str) -> str:
        """A thing's name in a sentence: its English label, else any label, else the last part of its IRI.

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
        """The classes of a thing and their superclasses."""
        if thing not in self._classes:
            self._classes[thing] = self.with_above(k for k in self.values(thing, RDF.type) if isinstance(k, IRI))
        return self._classes[thing]

    def with_above(self, classes: Iterable[IRI]) -> set[IRI]:
        """The classes and their superclasses in the ontology."""
        some = frozenset(classes)
        if some not in self._above_all:
            self._above_all[some] = _closed(some, lambda kind: self.values(kind, RDFS.subClassOf))
        return self._above_all[some]

    def around(self, place: IRI) -> set[IRI]:
        """The place and every place around it, over any number of steps."""
        if place not in self._around:
            self._around[place] = _closed([place], lambda one: [v for up in _UP for v in self.values(one, up)])
        return self._around[place]

    def apart(self, a: IRI, b: IRI) -> bool:
        """Whether neither place lies in the other, and they are not both in one town, where a loose report may mean one
        place.

        A facility, a route or an operational area may lie anywhere, unless the reference says in which town or country
        it lies.
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
        """An agent's side: its own kg:side, else that of an agent above it, else the highest agent above it."""
        if agent not in self._sides:
            self._sides[agent] = self._side(agent)
        return self._sides[agent]

    def knows_side(self, agent: IRI) -> bool:
        """Whether the agent or one above it has a stated side, or the agent is itself the side of others."""
        return agent in self.parties or any(self.values(one, KG.side) for one in self.over(agent))

    @cached_property
    def parties(self) -> frozenset[IRI]:
        """All sides that some agent is stated to be of."""
        return frozenset(side for said in self.said.values() for side in said.get(KG.side, ()) if isinstance(side, IRI))

    def supposing(self, agents: Iterable[IRI], side: IRI) -> "Reference":
        """The same reference, supposing that these agents are of a side."""
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
        """The agent, those above it over any number of steps, and their sides: a denial by one of these is a denial for
        the agent."""
        reached = [agent]
        for one in reached:
            parts = (upper for part in (*_PART_OF, KG.side) for upper in self.values(one, part))
            uppers = {upper for upper in (*self.above.get(one, ()), *parts) if isinstance(upper, IRI)}
            reached += [upper for upper in sorted(uppers) if upper not in reached]
        return reached

    def commands(self, role: Term) -> bool:
        """Whether the holder of a role commands the organization, so that only one person can hold it at a time."""
        return any(str(value) == "true" for value in self.values(role, KG.commanding))

    def unit(self, unit: Term | None, measure: Term | None) -> tuple[str, Decimal, Decimal]:
        """A unit's kind of quantity, the factor by which a figure in it is multiplied, and what is added before, as for
        degrees; a unit without a factor is a kind of its own.

        If no unit is given, and the measure counts things, the unit is one thing.
        """
        if unit is None:
            counts = (str(kind) for kind in self.values(measure or "-", QUDT.hasQuantityKind))
            return next((kind for kind in counts if kind.rpartition("/")[2] in _COUNTED), "-"), Decimal(1), Decimal(0)
        factor = next((number for number in self._numbers(unit, QUDT.conversionMultiplier) if number > 0), None)
        kinds = sorted(str(kind) for kind in self.values(unit, QUDT.hasQuantityKind))
        if factor is None or not kinds:
            return str(unit), Decimal(1), Decimal(0)
        return kinds[0], factor, next(self._numbers(unit, QUDT.conversionOffset), Decimal(0))

    def _numbers(self, thing: Term, predicate: IRI) -> Iterator[Decimal]:
        found = (value.number for value in self.values(thing, predicate) if isinstance(value, Literal))
        return (number for number in found if number is not None)

    def shares_one_whole(self, measure: str) -> bool:
        """Whether figures of a measure are shares of one whole, so that those of several cannot exceed it."""
        return any(str(value) == "true" for value in self.values(IRI(measure), KG.ofOneWhole))

    def quantity_kind(self, measure: Term) -> str:
        """The last part of the IRI of a measure's kind of quantity: “Length”; "" if it is not stated."""
        return min((re.split("[/#]", str(kind))[-1] for kind in self.values(measure, QUDT.hasQuantityKind)), default="")

    def is_share(self, measure: Term) -> bool:
        """Whether figures of a measure are shares: of people, votes or territory."""
        return self.quantity_kind(measure) == "DimensionlessRatio"

    def temporality(self, measure: Term, otherwise: IRI) -> IRI:
        """A measure's behaviour over time (`kg:temporality`); `otherwise` if it is not stated."""
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
    """Everything that can be reached from `begin` by `up`, over any number of steps, `begin` included."""
    found = set(begin)
    waiting = list(found)
    while waiting:
        for value in up(waiting.pop()):
            if isinstance(value, IRI) and value not in found:
                found.add(value)
                waiting.append(value)
    return found
