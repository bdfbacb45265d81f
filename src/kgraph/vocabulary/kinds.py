"""The kinds of entity and of statement, and the classes at whose heads they stand; narrower classes follow."""

from collections.abc import Mapping
from enum import StrEnum

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


# Both in the order that decides where something has several classes.
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
"""The heads of entities' classes: a class is of the kind of the first head that it is or is below."""

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
"""The heads of statements' classes."""
