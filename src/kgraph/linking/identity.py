"""What a graph has of its things' identity: names, classes, the place or unit that each is in, matches elsewhere.

Only the reference graph and people's matches are read. What claims say of a thing is no part of its identity.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kgraph.linking.entities import facts_of, names_of, types_of
from kgraph.model import BlankNode, Term
from kgraph.namespaces import GEO, IRI, KG, PREFIXES, RDF, RDFS, SKOS, compact
from kgraph.store import Store
from kgraph.vocabulary import EntityKind, Vocabulary

TYPE, NAME = "type", "name"
"""The ids of two properties that every thing has."""

_NO_PROPERTIES = (RDF.type, RDFS.label, SKOS.prefLabel, SKOS.altLabel, GEO.hasGeometry)
_MATCHES = (SKOS.exactMatch, SKOS.closeMatch, SKOS.broadMatch, SKOS.narrowMatch, SKOS.relatedMatch)
_LABELS = {
    KG.locatedIn: "located in",
    GEO.asWKT: "position",
    SKOS.exactMatch: "exact match",
    SKOS.closeMatch: "close match",
    SKOS.broadMatch: "broader match",
    SKOS.narrowMatch: "narrower match",
    SKOS.relatedMatch: "related match",
}
_DESCRIBED = ("country", "locatedIn", "side", "partOf")


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing: its names, the label first; its own classes; the values of its properties by their ids.

    `is_named` is false for what has a description in place of a name: groups and unnamed sources. `is_event` is true
    for what claims tell of; its name does not say that it happened.
    """

    iri: IRI
    id: str
    names: tuple[str, ...]
    types: tuple[IRI, ...]
    values: Mapping[str, tuple[Term, ...]]
    is_named: bool
    is_event: bool = False


@dataclass(frozen=True, slots=True)
class Kind:
    """A class or a property: its id, its name for people, what it means, and the classes right above a class."""

    id: str
    name: str
    description: str = ""
    broader: tuple[str, ...] = ()


class Identity:
    """The things of a graph by IRI, and their classes and properties by id.

    The id of a thing is its IRI after the workspace's base, that of a term its IRI after kgraph's namespace; of others
    the IRI itself, or `prefix:name`.
    """

    def __init__(self, store: Store, base: str, vocabulary: Vocabulary) -> None:
        self.base, self._vocabulary = base, vocabulary
        facts = facts_of(store, base)
        matches: dict[IRI, list[tuple[IRI, Term]]] = defaultdict(list)
        for subject, predicate, value, _ in store.dump(IRI(f"{base}graph/links")):
            if predicate in _MATCHES and isinstance(subject, IRI):
                matches[subject].append((predicate, value))
        found = (self._thing(iri, told + matches.get(iri, [])) for iri, told in sorted(facts.items()))
        self.things: dict[IRI, Thing] = {thing.iri: thing for thing in found if thing}
        self.types = self._types()
        self.properties = self._properties()

    def _thing(self, iri: IRI, told: Sequence[tuple[IRI, Term]]) -> Thing | None:
        """The thing with these facts; `None` for what has no name or is of no class of entities."""
        types, names = types_of(list(told)), names_of(list(told))
        kind = self._vocabulary.entity_kind([*types, *(one for each in types for one in self._above(each))])
        if kind is None or not names:
            return None
        values: dict[str, list[Term]] = defaultdict(list)
        for predicate, value in told:
            if predicate not in _NO_PROPERTIES and not isinstance(value, BlankNode):
                values[term_id(predicate)].append(value)
        ordered = {name: tuple(sorted(some, key=str)) for name, some in values.items()}
        classes = tuple(sorted(types, key=lambda one: (-len(self._above(one)), one)))
        described = kind is EntityKind.source or KG.Group in self._with_above(classes)
        return Thing(iri, iri.removeprefix(self.base), names, classes, ordered, not described, kind is EntityKind.event)

    def _above(self, iri: IRI) -> tuple[IRI, ...]:
        return self._vocabulary.superclasses(iri)

    def _with_above(self, types: Iterable[IRI]) -> set[IRI]:
        return {one for iri in types for one in (iri, *self._above(iri))}

    def is_of(self, thing: Thing, type_ids: Iterable[str], every: bool = False) -> bool:
        """Whether a thing is of one of some classes, or of every one of them; a class's subclasses count."""
        classes = {term_id(one) for one in self._with_above(thing.types)}
        return all(one in classes for one in type_ids) if every else any(one in classes for one in type_ids)

    def _types(self) -> dict[str, Kind]:
        """The classes of things, and those above them."""
        used = self._with_above({one for thing in self.things.values() for one in thing.types})
        known = {iri: self._vocabulary.terms.get(iri) for iri in used}
        kept = [iri for iri, entry in known.items() if entry and self._vocabulary.entity_kind([iri, *self._above(iri)])]
        return {
            term_id(iri): Kind(
                term_id(iri), self._vocabulary.label(iri), self._definition(iri), self._right_above(iri, kept)
            )
            for iri in sorted(kept, key=self._vocabulary.label)
        }

    def _right_above(self, iri: IRI, known: Sequence[IRI]) -> tuple[str, ...]:
        """The nearest class above a class, of those that are known."""
        return tuple(term_id(one) for one in self._above(iri) if one in known)[:1]

    def _properties(self) -> dict[str, Kind]:
        used = sorted({name for thing in self.things.values() for name in thing.values})
        own = [
            Kind(TYPE, "type", "The class of a thing, or one above it."),
            Kind(NAME, "name", "Its label and its other names."),
        ]
        return {kind.id: kind for kind in [*own, *(self._property(name) for name in used)]}

    def _property(self, name: str) -> Kind:
        iri = term_iri(name)
        return Kind(name, _LABELS.get(iri) or self._vocabulary.label(iri), self._definition(iri))

    def _definition(self, iri: IRI) -> str:
        """What a class or property means: its comment; `kg:Place` has the definition of a concept, too."""
        entry = self._vocabulary.terms.get(iri)
        return entry.note or entry.definition if entry else ""

    # -- of one thing

    def find(self, given: str) -> Thing | None:
        """The thing with this id, or this IRI."""
        return self.things.get(IRI(given)) or self.things.get(IRI(self.base + given))

    def classes(self, thing: Thing, above: bool = False) -> list[Kind]:
        """The classes of a thing, with those above them if these are wanted, too."""
        some = dict.fromkeys(one for iri in thing.types for one in (iri, *(self._above(iri) if above else ())))
        return [self.types[term_id(iri)] for iri in some if term_id(iri) in self.types]

    def described(self, thing: Thing) -> str:
        """What a thing is, to tell it from namesakes: "city · country: Ukraine · also Покровськ"."""
        said = [", ".join(kind.name for kind in self.classes(thing)), "as claims tell of it" if thing.is_event else ""]
        known = [(self.properties[name].name, thing.values[name]) for name in _DESCRIBED if name in thing.values]
        said += [f"{word}: {', '.join(map(self.label, values[:3]))}" for word, values in known]
        if others := thing.names[1:4]:
            said.append(f"also {', '.join(others)}")
        return " · ".join(filter(None, said))

    def label(self, value: Term) -> str:
        """A value in words: the label of a thing, the text of anything else."""
        thing = self.things.get(value) if isinstance(value, IRI) else None
        return thing.names[0] if thing else str(value)


def term_id(iri: IRI) -> str:
    """The id of a class or property.

    >>> term_id(KG.locatedIn), term_id(SKOS.exactMatch)
    ('locatedIn', 'skos:exactMatch')
    """
    return iri.removeprefix(KG.base) if iri in KG else compact(iri)


def term_iri(name: str) -> IRI:
    """The IRI of the class or property with an id.

    >>> term_iri("locatedIn") == KG.locatedIn, term_iri("skos:exactMatch")
    (True, 'http://www.w3.org/2004/02/skos/core#exactMatch')
    """
    prefix, colon, local = name.partition(":")
    if not colon:
        return KG[name]
    return IRI(PREFIXES[prefix] + local if prefix in PREFIXES and not local.startswith("//") else name)
