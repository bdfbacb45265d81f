"""What a list of the API is: its parameters, what each of its things has, and how they are found."""

import csv
import io
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from kgraph.days import order
from kgraph.delimited import csv_safe
from kgraph.model import Literal
from kgraph.namespaces import IRI
from kgraph.web.api.parameters import WORLD, Parameter, Values
from kgraph.web.api.reading import Reading

MOST = 1_000
"""The most things on a page."""

TEXT: Mapping[str, Any] = {"type": "string"}
WHETHER: Mapping[str, Any] = {"type": "boolean"}
NUMBER: Mapping[str, Any] = {"type": "integer"}
TEXTS: Mapping[str, Any] = {"type": "array", "items": TEXT}


def record(**fields: Mapping[str, Any]) -> dict[str, Any]:
    """The schema of an object that always has these fields."""
    return {"type": "object", "properties": fields, "required": list(fields)}


def several(schema: Mapping[str, Any]) -> dict[str, Any]:
    """The schema of an array."""
    return {"type": "array", "items": schema}


def within(day: str, first: str, last: str) -> bool:
    """Whether a day is in a range with open ends; an unknown day is in no range."""
    if not day:
        return not first and not last
    return (not first or order(day) >= order(first)) and (not last or order(day) <= order(last))


def table(columns: Collection[str], rows: Iterable[Iterable[Any]]) -> str:
    """A table in CSV; what a spreadsheet would take for a formula is made plain text."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([csv_safe(_bare(cell)) for cell in row] for row in rows)
    return out.getvalue()


def _bare(cell: Any) -> str:
    if isinstance(cell, Literal):
        return cell.lexical
    return "" if cell is None else str(cell)


AsCsv = Callable[[Reading, list[Any], Collection[str]], str]
"""Writes things as CSV, with the columns that are wanted, all if none is."""


def in_columns(
    columns: Collection[str],
    always: Collection[str],
    rows: Callable[[Reading, list[Any]], Iterable[Mapping[str, Any]]],
) -> AsCsv:
    """What writes things as CSV: in rows with these columns, of which some are `always` there."""

    def as_csv(reading: Reading, found: list[Any], wanted: Collection[str]) -> str:
        kept = [name for name in columns if not wanted or name in wanted or name in always]
        return table(kept, ([row[name] for name in kept] for row in rows(reading, found)))

    return as_csv


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a thing: what it has, its values as JSON Schema, and how to get its value.

    `always` says that `fields=` cannot leave it out: what is said never comes without who says it, and how.
    """

    name: str
    what: str
    schema: Mapping[str, Any]
    value: Callable[[Any], Any]
    always: bool = False


@dataclass(frozen=True, slots=True)
class Listed:
    """A list: `name` as in its address, `one` thing of it.

    `find` gives the IRIs of all things that a request asks for in order, and `items` what `Field.value` takes, for some
    IRIs and some names of fields. `begins` is how the IRIs begin after the base; an address may leave it out. `csv`
    writes things as CSV, with the `columns` that are asked for, all if none is.
    """

    name: str
    one: str
    what: str
    parameters: tuple[Parameter, ...]
    fields: tuple[Field, ...]
    begins: tuple[str, ...]
    columns: tuple[str, ...]
    find: Callable[[Reading, Values], list[IRI]]
    items: Callable[[Reading, list[IRI], Collection[str]], Iterable[Any]]
    csv: AsCsv
    default: str = "50"

    def taken(self) -> tuple[Parameter, ...]:
        """All parameters of the list's address."""
        names = dict.fromkeys((*(one.name for one in self.fields), *self.columns))
        told = f"the {'fields (JSON) or columns (CSV)' if self.columns else 'fields'} to send, with commas between them"
        return (
            *self.parameters,
            *WORLD,
            Parameter("fields", "fields", f"{told}; all if left out", words=tuple(names)),
            Parameter("limit", "integer", "the most things on a page", least=1, most=MOST, default=self.default),
            Parameter("cursor", "text", "where the page begins: what an earlier page has as 'next'"),
            FORMAT,
        )

    def taken_by_one(self) -> tuple[Parameter, ...]:
        """The parameters of the address of a single thing."""
        names = tuple(one.name for one in self.fields)
        return (*WORLD, Parameter("fields", "fields", "the fields to send; all if left out", words=names))

    def made(self, item: Any, wanted: Collection[str]) -> dict[str, Any]:
        """A thing as JSON, with the fields that are wanted; all if none is named."""
        return {one.name: one.value(item) for one in self.fields if not wanted or one.always or one.name in wanted}


FORMAT = Parameter("format", "word", "the format, where Accept cannot be set", words=("json", "csv"))
