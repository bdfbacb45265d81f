"""A vocabulary as a value: terms with labels and definitions, the class tree, measures, units and exclusions."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from types import MappingProxyType
from typing import Self, TypeVar

from kgraph.model import Literal, Quad, Term
from kgraph.namespaces import IRI, KG, OWL, QUDT, RDF, RDFS, SKOS
from kgraph.vocabulary.kinds import ENTITIES, STATEMENTS, EntityKind, StatementKind

_Kind = TypeVar("_Kind", EntityKind, StatementKind)
_Said = Mapping[Term, Mapping[IRI, list[Term]]]  # the triples of each term, by predicate
_PROPERTIES = frozenset((OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty, RDF.Property))
_CLASSES = frozenset((OWL.Class, RDFS.Class))


@dataclass(frozen=True, slots=True)
class Entry:
    """One term. `kind` is what it is, in words: "measure", "unit", "kind of event", "property", "list of terms" …

    `definition` says what it means, `note` when to use it and when not; either may be "". `alternatives` are other
    words for it. `own` is true for a workspace's term and false for kgraph's.
    """

    iri: IRI
    label: str
    kind: str
    definition: str = ""
    note: str = ""
    alternatives: tuple[str, ...] = ()
    own: bool = False

    @property
    def use(self) -> str:
        """What it means and when to use it, in one text."""
        return " ".join(text for text in (self.definition, self.note) if text)


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure's behaviour over time (a concept of `kg:Temporalities`) and its kind of quantity; `None`: not said."""

    temporality: IRI | None
    kind: IRI | None

    @property
    def is_size(self) -> bool:
        """Whether it is a size, such as a volume, which a thing has apart from any event."""
        return str(self.kind).rpartition("/")[2] in ("Length", "Mass", "Speed", "Volume")


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit's kind of quantity, and how many SI units of that kind it is; without this factor it cannot be
    converted. `shifted`: its zero is another, as that of degrees."""

    kind: IRI | None
    factor: Decimal | None
    shifted: bool = False


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All terms of an ontology, made by `of`; it never changes.

    `terms` are those that it defines, in the order of its triples. `spaces` are the namespaces in which a workspace
    defines terms of its own: an IRI in one of them that is no term is a misspelt one.
    """

    terms: Mapping[IRI, Entry]
    spaces: frozenset[str]
    _above: Mapping[IRI, tuple[IRI, ...]]
    _entities: Mapping[IRI, tuple[int, EntityKind]]
    _statements: Mapping[IRI, tuple[int, StatementKind]]
    _measures: Mapping[IRI, Measure]
    _units: Mapping[IRI, Unit]
    _excluded: frozenset[tuple[IRI, IRI]]

    @classmethod
    def of(cls, triples: Iterable[Quad], own: Iterable[Quad] = ()) -> Self:
        """The vocabulary that `triples` define, and a workspace's `own` triples with them; their graphs do not
        matter."""
        mine = list(own)
        said = _by_subject([*triples, *mine])
        fresh = {subject for subject, predicate, *_ in mine if predicate == RDF.type and subject not in KG}
        above = {iri: tuple(_superclasses(iri, said)) for iri in said if isinstance(iri, IRI) and _is_class(said[iri])}
        entities, statements = _ranked(ENTITIES, above), _ranked(STATEMENTS, above)
        terms = {
            iri: _entry(iri, said, above.get(iri, ()), iri in fresh)
            for iri in said
            if isinstance(iri, IRI) and (iri in KG or iri in fresh)
        }
        return cls(
            terms=MappingProxyType(terms),
            spaces=frozenset(_space(iri) for iri, entry in terms.items() if entry.own),
            _above=above,
            _entities=entities,
            _statements=statements,
            _measures={iri: _measure(said[iri]) for iri in _members(said, KG.Measures)},
            _units={iri: _unit(said[iri]) for iri in _members(said, KG.Units)},
            _excluded=frozenset(_excluded(said)),
        )

    def label(self, iri: str) -> str:
        """A term's label; if it has none, the last part of its IRI in words."""
        entry = self.terms.get(IRI(iri))
        return entry.label if entry else spelt(iri)

    def superclasses(self, iri: IRI) -> tuple[IRI, ...]:
        """The superclasses of a class, the nearest first; none for an IRI that is no class."""
        return self._above.get(iri, ())

    def classes_of(self, *kinds: EntityKind) -> tuple[IRI, ...]:
        """The classes of entities of these kinds; if an entity has several classes, the first in this order counts."""
        return tuple(iri for iri, (_, kind) in self._entities.items() if kind in kinds)

    @property
    def entity_kinds(self) -> dict[IRI, EntityKind]:
        """Each class of entities with its kind; if an entity has several classes, the first in this order counts."""
        return {iri: kind for iri, (_, kind) in self._entities.items()}

    @property
    def statement_kinds(self) -> dict[IRI, StatementKind]:
        """Each class of statements with its kind; if a statement has several classes, the first in this order
        counts."""
        return {iri: kind for iri, (_, kind) in self._statements.items()}

    def entity_kind(self, classes: Collection[Term]) -> EntityKind | None:
        """The kind of an entity that has these classes; `None` if none of them is a class of entities."""
        return _first(self._entities, classes)

    def statement_kind(self, classes: Collection[Term]) -> StatementKind | None:
        """The kind of a statement that has these classes; `None` if none of them is a class of statements."""
        return _first(self._statements, classes)

    def measure(self, iri: IRI) -> Measure | None:
        """A measure's behaviour over time and its kind of quantity; `None` for an IRI that is no measure."""
        return self._measures.get(iri)

    def unit(self, iri: IRI) -> Unit | None:
        """A unit's kind of quantity and factor; `None` for an IRI that is no unit."""
        return self._units.get(iri)

    def units_for(self, measure: IRI) -> tuple[IRI, ...]:
        """The units in which a figure of the measure may be given: those of its kind of quantity."""
        known = self.measure(measure)
        return self.units_of(known.kind) if known and known.kind else ()

    def units_of(self, kind: IRI) -> tuple[IRI, ...]:
        """The units of a kind of quantity."""
        return tuple(iri for iri, unit in self._units.items() if unit.kind == kind)

    def excludes(self, one: IRI, other: IRI) -> bool:
        """Whether nothing can be both, since `kg:excludes` links the two in either direction."""
        return (one, other) in self._excluded

    def lacks(self, iri: str) -> bool:
        """Whether an IRI is in a namespace of terms, kgraph's or the workspace's, and is no term."""
        return iri.startswith((KG.base, *self.spaces)) and IRI(iri) not in self.terms

    def own(self) -> Iterator[Entry]:
        """The workspace's own terms."""
        return (entry for entry in self.terms.values() if entry.own)


@lru_cache(maxsize=10_000)
def spelt(iri: str) -> str:
    """The last part of an IRI in plain words.

    >>> spelt(KG.ShareOfTerritoryCaptured)
    'share of territory captured'
    """
    name = re.split(r"[/#]", iri.rstrip("/#"))[-1]
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|[-_]+", " ", name).lower()


def _by_subject(quads: Iterable[Quad]) -> dict[Term, dict[IRI, list[Term]]]:
    said: dict[Term, dict[IRI, list[Term]]] = {}
    for subject, predicate, value, _ in quads:
        said.setdefault(subject, {}).setdefault(predicate, []).append(value)
    return said


def _is_class(of: Mapping[IRI, list[Term]]) -> bool:
    return not _CLASSES.isdisjoint(of.get(RDF.type, ())) or RDFS.subClassOf in of


def _superclasses(iri: IRI, said: _Said) -> Iterator[IRI]:
    """The superclasses, level by level, each once even if the data has a circle."""
    seen, level = {iri}, [iri]
    while level:
        above = [up for one in level for up in said.get(one, {}).get(RDFS.subClassOf, ()) if isinstance(up, IRI)]
        level = [up for up in dict.fromkeys(above) if up not in seen]
        seen.update(level)
        yield from level


def _ranked(heads: Mapping[IRI, _Kind], above: Mapping[IRI, tuple[IRI, ...]]) -> dict[IRI, tuple[int, _Kind]]:
    """Each class that is one of `heads` or below it, with its rank and kind: in the order of `heads`, narrower classes
    first."""
    found: dict[IRI, _Kind] = {}
    for head, kind in heads.items():
        below = [iri for iri, up in above.items() if iri == head or head in up]
        for iri in sorted(below, key=lambda iri: -len(above[iri])):
            found.setdefault(iri, kind)
    return {iri: (rank, kind) for rank, (iri, kind) in enumerate(found.items())}


def _first(ranked: Mapping[IRI, tuple[int, _Kind]], classes: Collection[Term]) -> _Kind | None:
    known = [ranked[iri] for iri in classes if isinstance(iri, IRI) and iri in ranked]
    return min(known)[1] if known else None


def _members(said: _Said, scheme: IRI) -> list[IRI]:
    return [iri for iri, of in said.items() if isinstance(iri, IRI) and scheme in of.get(SKOS.inScheme, ())]


def _one(of: Mapping[IRI, list[Term]], predicate: IRI) -> IRI | None:
    return next((value for value in of.get(predicate, ()) if isinstance(value, IRI)), None)


def _measure(of: Mapping[IRI, list[Term]]) -> Measure:
    return Measure(_one(of, KG.temporality), _one(of, QUDT.hasQuantityKind))


def _unit(of: Mapping[IRI, list[Term]]) -> Unit:
    values = (v.value for v in of.get(QUDT.conversionMultiplier, ()) if isinstance(v, Literal))
    factors = [Decimal(v) for v in values if isinstance(v, Decimal | int) and not isinstance(v, bool) and v > 0]
    return Unit(_one(of, QUDT.hasQuantityKind), factors[0] if factors else None, bool(of.get(QUDT.conversionOffset)))


def _excluded(said: _Said) -> Iterator[tuple[IRI, IRI]]:
    for one, of in said.items():
        for other in of.get(KG.excludes, ()):
            if isinstance(one, IRI) and isinstance(other, IRI):
                yield from ((one, other), (other, one))


def _entry(iri: IRI, said: _Said, above: tuple[IRI, ...], own: bool) -> Entry:
    of = said[iri]
    label = next(_texts(of, RDFS.label, SKOS.prefLabel), "") or spelt(iri)
    definition, note = (next(_texts(of, predicate), "") for predicate in (SKOS.definition, RDFS.comment))
    words = tuple(dict.fromkeys([*_texts(of, SKOS.altLabel, SKOS.hiddenLabel, SKOS.notation)]))
    return Entry(iri, label, _kind(iri, said, above), definition, note, words, own)


def _texts(of: Mapping[IRI, list[Term]], *predicates: IRI) -> Iterator[str]:
    """The texts of some predicates, in English or in no language first."""
    found = [v for predicate in predicates for v in of.get(predicate, ()) if isinstance(v, Literal)]
    foreign: dict[bool, list[str]] = defaultdict(list)
    for value in found:
        foreign[not (value.language or "en").startswith("en")].append(value.lexical)
    return iter([*foreign[False], *foreign[True]])


def _kind(iri: IRI, said: _Said, above: tuple[IRI, ...]) -> str:
    """What a term is, in words."""
    of = said[iri]
    types = of.get(RDF.type, [])
    if not _PROPERTIES.isdisjoint(types):
        return "property"
    if _is_class(of):
        return _kind_of_class((iri, *above), said)
    if SKOS.ConceptScheme in types:
        return "list of terms"
    if scheme := _one(of, SKOS.inScheme):
        return _singular(next(_texts(said.get(scheme, {}), RDFS.label), "") or spelt(scheme))
    known = next((kind for kind in types if isinstance(kind, IRI) and kind in KG), None)
    return next(_texts(said.get(known, {}), RDFS.label), "term") if known else "term"


def _kind_of_class(line: tuple[IRI, ...], said: _Said) -> str:
    head = next((up for up in line if up in _HEADS), None)
    if head is None:
        return "kind of statement" if not STATEMENTS.keys().isdisjoint(line) else "class"
    return f"kind of {next(_texts(said.get(head, {}), RDFS.label), '') or spelt(head)}"


# A class is called a "kind of" the nearest of these that it is below.
_HEADS = (KG.MilitaryUnit, KG.MediaOutlet, KG.Organization, KG.Person, KG.Group, KG.Equipment, KG.Event, KG.Place)


def _singular(label: str) -> str:
    """What a concept is called, by the name of its scheme.

    >>> [_singular(name) for name in ("measures", "certainties", "statuses", "phases", "counted")]
    ['measure', 'certainty', 'status', 'phase', 'counted']
    """
    for plural, singular in (("ies", "y"), ("uses", "us"), ("s", "")):
        if label.endswith(plural):
            return label.removesuffix(plural) + singular
    return label


def _space(iri: IRI) -> str:
    """The namespace of a term's IRI: everything up to its last # or /.

    >>> _space(IRI("https://example.org/id/term/PeopleVaccinated"))
    'https://example.org/id/term/'
    """
    return iri[: max(iri.rfind("#"), iri.rfind("/")) + 1]
