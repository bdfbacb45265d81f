"""The list of documents: who published them when, what they hold, where they are; never their wording."""

from collections.abc import Collection, Mapping
from functools import cache, lru_cache

from kgraph.catalogue import read_query, with_prologue
from kgraph.days import order
from kgraph.namespaces import IRI
from kgraph.resources import bundled
from kgraph.store import serialise
from kgraph.web.api.parameters import Parameter, Values
from kgraph.web.api.reading import Reading
from kgraph.web.api.tables import NUMBER, TEXT, Field, Listed, in_columns, within

PARAMETERS = (
    Parameter("outlet", "name", "who published them; a name in any spelling"),
    Parameter("from", "day", "published on this day or later"),
    Parameter("to", "day", "published by this day"),
)
COLUMNS = {
    "published": "the day of publication; empty if unknown",
    "publisher": "the outlet's name",
    "document": "its title",
    "claims": "how many claims it has",
    "claimants": "how many make them",
    "iri": "its IRI",
    "language": "its language",
    "address": "where it is published",
    "captured": "when somebody fetched it",
    "archive": "where an archive keeps a copy",
    "archiveDigest": "the digest of that copy",
    "licence": "its licence",
    "file": "the file of its text",
    "digest": "the digest of its text",
}
"""The columns of the catalogue's query `documents`, and what each has."""
_COUNTS = ("claims", "claimants")


@cache
def _query() -> str:
    return read_query(bundled() / "queries/documents/documents.rq").text


@lru_cache(maxsize=2)
def documents_of(reading: Reading) -> dict[IRI, dict[str, str]]:
    """The documents, the earliest first; the first row of one that the query has twice."""
    found: dict[IRI, dict[str, str]] = {}
    text = with_prologue(_query(), reading.base)
    for row in reading.store.select(text, default_graph=reading.iri).to_dicts():
        found.setdefault(IRI(str(row["iri"])), {name: str(row.get(name) or "") for name in COLUMNS})
    return found


def find(reading: Reading, given: Values) -> list[IRI]:
    """The documents that a request asks for, the earliest first; those of no known day are last."""
    found = documents_of(reading)
    if name := given.one("outlet"):
        outlet = serialise(reading.entity(name, agents_only=True))
        own = set(reading.iris(f"SELECT ?d {{ ?d schema:publisher {outlet} }}"))
        found = {iri: row for iri, row in found.items() if iri in own}
    days = {iri: row["published"] for iri, row in found.items()}
    kept = [iri for iri, day in days.items() if within(day, given.one("from"), given.one("to"))]
    return sorted(kept, key=lambda iri: (order(days[iri]), found[iri]["document"], iri))


def items(reading: Reading, wanted: Collection[IRI], fields: Collection[str]) -> list[Mapping[str, str]]:
    """Documents as rows."""
    found = documents_of(reading)
    return [found[iri] for iri in wanted if iri in found]


def _field(name: str, what: str) -> Field:
    if name in _COUNTS:
        return Field(name, what, NUMBER, lambda row: int(row[name]))
    return Field(name, what, TEXT, lambda row: row[name], always=name == "iri")


DOCUMENTS = Listed(
    "documents",
    "document",
    "Documents, the earliest first; those of no known day are last.",
    PARAMETERS,
    tuple(_field(name, what) for name, what in COLUMNS.items()),
    ("doc/",),
    tuple(COLUMNS),
    find,
    items,
    in_columns(COLUMNS, ("iri",), lambda reading, found: found),
)
