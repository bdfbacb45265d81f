"""The kinds of entity and of statement, and the top class of each kind; subclasses are of the same kind."""

from collections.abc import Mapping
from enum import StrEnum

from kgraph.namespaces import IRI, KG


class EntityKind(StrEnum):
    """What an entity is, in one word. Forces are a `unit`, groups an `organisation`, unnamed sources a `source`."""

    equipment = "equipment"
    event = "event"
    organisation = "organisation"
    person = "person"
    place = "place"
    source = "source"
    unit = "unit"


class StatementKind(StrEnum):
    """What a statement speaks of, in one word; `other` if the vocabulary has no kind for it."""

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


# Both are ordered: if something has classes of several kinds, the first kind counts.
ENTITIES: Mapping[IRI, EntityKind] = {
    KG.UnnamedSource: EntityKind.source,
    KG.MilitaryUnit: EntityKind.unit,
    KG.Force: EntityKind.unit,
    KG.Person: EntityKind.person,
    KG.Equipment: EntityKind.equipment,
    KG.Event: EntityKind.event,
    KG.Place: EntityKind.place,
    KG.Group: EntityKind.organisation,
    KG.Organization: EntityKind.organisation,
}
"""The top classes of entities: a class is of the kind of the first of these that it is or is a subclass of."""

STATEMENTS: Mapping[IRI, StatementKind] = {
    KG.Measurement: StatementKind.measurement,
    KG.Control: StatementKind.control,
    KG.Presence: StatementKind.presence,
    KG.Posting: StatementKind.posting,
    KG.Subordination: StatementKind.subordination,
    KG.Assessment: StatementKind.assessment,
    KG.Characterisation: StatementKind.characterisation,
    KG.Entitlement: StatementKind.entitlement,
    KG.Event: StatementKind.event,
}
"""The top classes of statements, read in the same way."""
