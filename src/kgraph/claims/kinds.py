"""Which class means which kind: the one table of entities' classes, the one of statements' classes, and plain words."""

import re
from collections.abc import Collection, Mapping
from enum import StrEnum
from functools import lru_cache

from kgraph.model import Term
from kgraph.namespaces import IRI, KG


class EntityKind(StrEnum):
    """What an entity is, in one word. `unit` takes in forces; `organisation`, groups; nobody named a `source`."""

    equipment = "equipment"
    event = "event"
    organisation = "organisation"
    person = "person"
    place = "place"
    source = "source"
    unit = "unit"


class StatementKind(StrEnum):
    """What a statement speaks of, in one word; `other` is what the vocabulary has no kind for."""

    assessment = "assessment"
    characterisation = "characterisation"
    control = "control"
    entitlement = "entitlement"
    event = "event"
    measurement = "measurement"
    other = "other"
    posting = "posting"
    presence = "presence"
    subordination = "subordination"


# In the order that decides where an entity has several classes: the narrower class first.
_ENTITIES = {
    EntityKind.source: "UnnamedSource",
    EntityKind.unit: "MilitaryUnit Force",
    EntityKind.person: "Person",
    EntityKind.equipment: "Equipment",
    EntityKind.event: "Battle Assault AirborneOperation Advance Withdrawal Occupation Encirclement Clearing Strike "
    "Visit Deployment Decree Infiltration Counteroffensive Interdiction LinkUp Construction "
    "Communication Cooperation Killing Shooting Arson Sabotage Explosion Kidnapping Arrest Detention Prosecution Trial "
    "Sentence Riot Protest LabourStrike Evacuation Escape Accident Collision Crash Sinking Wildfire Fire Earthquake "
    "Flood Storm Landslide Outbreak Election Referendum Appointment Resignation Negotiation Agreement Announcement "
    "Sanction Merger Bankruptcy Layoff Launch Discovery Competition Meeting Event",
    EntityKind.place: "City Region Country OperationalArea Route Facility Place",
    EntityKind.organisation: "MediaOutlet Group Organization",
}

ENTITY_KINDS: Mapping[IRI, EntityKind] = {KG[name]: kind for kind, names in _ENTITIES.items() for name in names.split()}
"""Each class of entities with its kind; the first of an entity's classes in this order is the one that counts."""

AGENT_KINDS = frozenset({EntityKind.organisation, EntityKind.person, EntityKind.source, EntityKind.unit})
"""The kinds of those who can say something."""


def classes_of(*kinds: EntityKind) -> tuple[IRI, ...]:
    """The classes of entities of these kinds, in the order of `ENTITY_KINDS`.

    >>> [iri.rpartition("#")[2] for iri in classes_of(EntityKind.unit, EntityKind.person)]
    ['MilitaryUnit', 'Force', 'Person']
    """
    return tuple(iri for iri, kind in ENTITY_KINDS.items() if kind in kinds)


AGENT_CLASSES = classes_of(*AGENT_KINDS)
"""The classes whose members can say something."""

EVENT_CLASSES = classes_of(EntityKind.event)
"""The classes of events."""

PLACE_CLASSES = classes_of(EntityKind.place)
"""The classes of places."""

# In the order that decides where a statement has several classes.
STATEMENT_KINDS: Mapping[IRI, StatementKind] = {
    KG.Measurement: StatementKind.measurement,
    KG.Control: StatementKind.control,
    KG.Presence: StatementKind.presence,
    KG.Posting: StatementKind.posting,
    KG.Subordination: StatementKind.subordination,
    KG.Assessment: StatementKind.assessment,
    KG.Characterisation: StatementKind.characterisation,
    KG.Entitlement: StatementKind.entitlement,
    **dict.fromkeys(EVENT_CLASSES, StatementKind.event),
}
"""Each class of statements with its kind; a statement may have no class, see `Statement.kind`."""


def entity_kind(classes: Collection[Term]) -> EntityKind | None:
    """The kind of an entity that has these classes; `None` where the table has none of them.

    >>> entity_kind([KG.Organization, KG.MilitaryUnit])
    <EntityKind.unit: 'unit'>
    """
    return next((kind for iri, kind in ENTITY_KINDS.items() if iri in classes), None)


@lru_cache(maxsize=10_000)
def words(iri: str) -> str:
    """An IRI's last name in plain words.

    >>> words(KG.ShareOfTerritoryCaptured)
    'share of territory captured'
    """
    name = re.split(r"[/#]", iri.rstrip("/#"))[-1]
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|[-_]+", " ", name).lower()
