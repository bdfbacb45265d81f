"""The list of entities: people, units, organisations, places, events and things that claims speak of."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from kgraph.analysis.record import KINDS, Node
from kgraph.namespaces import IRI
from kgraph.store.trig import natural
from kgraph.web.api.parameters import Parameter, Values
from kgraph.web.api.reading import Reading
from kgraph.web.api.tables import NUMBER, TEXT, TEXTS, Field, Listed, in_columns, record, several

PARAMETERS = (
    Parameter("type", "word", "what they are, as 'kgraph view network --type' has it", words=KINDS, several=True),
    Parameter("name", "name", "a name of theirs in any spelling, or the IRI"),
)


@dataclass(frozen=True, slots=True)
class Known:
    """An entity, with the number of claims about it and by it."""

    node: Node
    about: int
    by: int


def find(reading: Reading, given: Values) -> list[IRI]:
    """The entities that a request asks for, by their labels."""
    types = given.several("type")
    among = reading.nodes
    if name := given.one("name"):
        among = {iri: reading.nodes[iri] for iri in reading.entities(name) if iri in reading.nodes}
    found = [node for node in among.values() if not types or node.kind in types]
    return [node.id for node in sorted(found, key=lambda node: (natural(node.label), natural(node.id)))]


def items(reading: Reading, wanted: Collection[IRI], fields: Collection[str]) -> list[Known]:
    """Entities with their numbers of claims."""
    nodes = [reading.nodes[iri] for iri in wanted if iri in reading.nodes]
    if not nodes:
        return []
    about, by = (reading.claims_of(way, (node.id for node in nodes)) for way in ("kg:about", "kg:claimant"))
    return [Known(node, about.get(node.id, 0), by.get(node.id, 0)) for node in nodes]


FIELDS = (
    Field("entity", "its IRI", TEXT, lambda one: one.node.id, always=True),
    Field("label", "its name", TEXT, lambda one: one.node.label),
    Field("type", "what it is: " + ", ".join(KINDS), TEXT, lambda one: one.node.kind),
    Field("kind", "its class in words, such as “city”", TEXT, lambda one: one.node.type),
    Field("other_names", "its other names", TEXTS, lambda one: list(one.node.alt)),
    Field(
        "facts",
        "what identifies it: country, the larger place, the position …",
        several(record(word=TEXT, value=TEXT)),
        lambda one: [{"word": word, "value": value} for word, value in one.node.facts],
    ),
    Field(
        "matches",
        "the same or a like thing in other data sets",
        several(record(match=TEXT, iri=TEXT)),
        lambda one: [{"match": word, "iri": iri} for word, iri in one.node.links],
    ),
    Field("claims_about", "how many claims are about it", NUMBER, lambda one: one.about),
    Field("claims_by", "how many claims it makes", NUMBER, lambda one: one.by),
)
COLUMNS = ("label", "type", "kind", "other_names", "claims_about", "claims_by", "entity")


def _in_rows(reading: Reading, found: list[Known]) -> Iterator[dict[str, Any]]:
    """The entities in rows; other names have commas between them, as in the catalogue's `entities`."""
    for one in found:
        made = ENTITIES.made(one, ())
        yield made | {"other_names": ", ".join(made["other_names"])}


ENTITIES = Listed(
    "entities",
    "entity",
    "People, units, organisations, places, events, equipment and sources, by their names.",
    PARAMETERS,
    FIELDS,
    (),
    COLUMNS,
    find,
    items,
    in_columns(COLUMNS, ("entity",), _in_rows),
)
