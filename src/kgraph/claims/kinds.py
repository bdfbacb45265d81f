"""Kinds of classes, and terms in plain words, by the built-in vocabulary alone, for code that has no workspace's.

A workspace's own classes are in its `Workspace.vocabulary`. A build also gives each thing of such a class the nearest
class of kgraph's (`workspace.building.own_terms`), so that code and queries that know only kgraph's classes find it.
"""

from collections.abc import Collection, Iterator, Mapping
from functools import cached_property, lru_cache

from kgraph.model import Term
from kgraph.namespaces import IRI, KG
from kgraph.vocabulary import EntityKind, StatementKind, built_in

__all__ = [
    "AGENT_KINDS",
    "ENTITY_KINDS",
    "EntityKind",
    "StatementKind",
    "class_words",
    "classes_of",
    "entity_kind",
    "words",
]

AGENT_KINDS = frozenset({EntityKind.organisation, EntityKind.person, EntityKind.source, EntityKind.unit})
"""The kinds of entity that can make claims."""


class _Table(Mapping[IRI, EntityKind]):
    """The built-in vocabulary's classes of entities, read when they are first asked for."""

    @cached_property
    def _kinds(self) -> dict[IRI, EntityKind]:
        return built_in().entity_kinds

    def __getitem__(self, iri: IRI) -> EntityKind:
        return self._kinds[iri]

    def __iter__(self) -> Iterator[IRI]:
        return iter(self._kinds)

    def __len__(self) -> int:
        return len(self._kinds)


ENTITY_KINDS: Mapping[IRI, EntityKind] = _Table()
"""Each class of entities with its kind; if an entity has several classes, the first in this order counts."""


def classes_of(*kinds: EntityKind) -> tuple[IRI, ...]:
    """The classes of entities of these kinds, in the order of `ENTITY_KINDS`.

    >>> [iri.rpartition("#")[2] for iri in classes_of(EntityKind.unit, EntityKind.person)]
    ['MilitaryUnit', 'Force', 'Person']
    """
    return built_in().classes_of(*kinds)


def entity_kind(classes: Collection[Term]) -> EntityKind | None:
    """The kind of an entity that has these classes; `None` if none of them is a class of entities.

    >>> from kgraph.namespaces import KG
    >>> entity_kind([KG.Organization, KG.MilitaryUnit])
    <EntityKind.unit: 'unit'>
    """
    return built_in().entity_kind(classes)


@lru_cache(maxsize=10_000)
def words(iri: str) -> str:
    """A term's label in the ontology; for any other IRI, its last part in plain words.

    >>> from kgraph.namespaces import KG
    >>> words(KG.LinkUp), words("https://example.org/id/place/old-harbour")
    ('link-up', 'old harbour')
    """
    return built_in().label(iri)


def class_words(iri: str) -> str:
    """A class of entities in words for readers: its label; for kg:Organization, whose label is spelt as its name, the
    word for its kind.

    >>> from kgraph.namespaces import KG
    >>> class_words(KG.Organization), class_words(KG.MediaOutlet)
    ('organisation', 'media outlet')
    """
    return EntityKind.organisation.value if iri == KG.Organization else words(iri)
