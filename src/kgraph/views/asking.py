"""Pages that ask: the catalogue's questions as forms, and a form for SPARQL. They have no script."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from kgraph.catalogue import Parameter, Query
from kgraph.model import Rows, Term, Triple
from kgraph.namespaces import IRI
from kgraph.views.answers import column_words, one_line, shown, triples_text
from kgraph.views.page import fill_page, static
from kgraph.views.thing import linker
from kgraph.worlds import WORLD_NAMES

MOST = 500
"""How many rows a page shows."""

_WORLDS = {
    "": "what is asserted, and not disputed here",
    "asserted": "all that is asserted, disputed or not",
    "record": "who said what alone",
}
_WHO = ("claimant", "claimants", "by", "who", "speaker")  # the columns of queries that name who says a thing
_HINTS = {
    "entity": "a name, in any spelling",
    "concept": "a word of the vocabulary",
    "date": "YYYY-MM-DD",
    "integer": "a whole number",
    "number": "a number",
    "iri": "an IRI, or what follows the base",
    "string": "a text",
}


@dataclass(frozen=True, slots=True)
class Given:
    """What a form was filled in with: the values of a query's parameters, the choice of a world, and a text."""

    values: Mapping[str, Sequence[str]]
    world: str = ""
    according_to: Sequence[str] = ()
    as_of: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Answered:
    """What came of it: an answer (`None`: nothing was asked), or one line that says why there is none; remarks on it;
    the addresses of the same answer in other formats, by their names; and the world in words."""

    found: Rows | bool | list[Triple] | None = None
    fault: str = ""
    remarks: Sequence[str] = ()
    forms: Sequence[tuple[str, str]] = ()
    held: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page stands: the workspace's title and base, and the way up to its first page ("../")."""

    title: str
    base: str
    up: str


def queries_page(queries: Sequence[Query], place: Place) -> str:
    """The page that lists the catalogue's queries by topic."""
    in_order = sorted(queries, key=lambda query: (query.topic, query.name))
    topics = [(topic, list(several)) for topic, several in groupby(in_order, key=lambda query: query.topic)]
    return fill_page("queries.html.j2", scripts=(), style=static("served.css"), data=None, topics=topics, place=place)


def asking_page(query: Query | None, given: Given, answered: Answered, place: Place) -> str:
    """The page of a query of the catalogue, or of SPARQL (`None`): a form, and below it the answer."""
    found = answered.found
    rows = found if isinstance(found, Rows) else None
    shown_rows, columns = _table(rows, query, linker(place.base, place.up)) if rows else ([], ())
    return fill_page(
        "asking.html.j2",
        scripts=(),
        style=static("served.css"),
        data=None,
        form_action="'self'",
        query=query,
        fields=[_field(one, given) for one in query.params] if query else [],
        given=given,
        worlds=[(name, _WORLDS[name], name == given.world) for name in _WORLDS],
        claimants=tuple(given.according_to) or ("",),
        columns=columns,
        left_out=[column_words(name) for name in _wanted(rows, query) if name not in columns] if shown_rows else [],
        rows=shown_rows[:MOST],
        more=len(shown_rows) > MOST,
        most=MOST,
        is_asked=found is not None,
        yes_or_no=("yes" if found else "no") if isinstance(found, bool) else "",
        triples=triples_text(found[:MOST], "ttl") if isinstance(found, list) else "",
        is_table=rows is not None,
        is_cut=isinstance(found, list) and len(found) > MOST,
        answered=answered,
        place=place,
        heading=one_line,
        column_words=column_words,
    )


def _field(parameter: Parameter, given: Given) -> tuple[Parameter, str, str, str]:
    """A parameter, its value, the kind of its input, and a hint what to write."""
    value = next(iter(given.values.get(parameter.name, ())), "")
    kind = "date" if parameter.type == "date" and (not value or len(value) == len("YYYY-MM-DD")) else "text"
    return parameter, value, kind, _HINTS.get(parameter.type, "")


def _table(
    rows: Rows, query: Query | None, link: Callable[[Term], str]
) -> tuple[list[list[tuple[str, str]]], Sequence[str]]:
    """The cells of rows, each as text and address, and the columns that are shown: those that have a value, with who
    speaks first, since a wide table would show the figure and not whose it is."""
    columns = _wanted(rows, query)
    at = [rows.variables.index(name) for name in columns]
    cells = [[_cell(row[number], link) for number in at] for row in rows.rows]
    kept = [number for number in range(len(columns)) if any(row[number][0] for row in cells)]
    kept.sort(key=lambda number: columns[number] not in _WHO)  # who says a thing stands before the thing
    return [[row[number] for number in kept] for row in cells], [columns[number] for number in kept]


def _wanted(rows: Rows | None, query: Query | None) -> Sequence[str]:
    """The columns that a table of the query shows; all if it names none."""
    if rows is None:
        return ()
    return query.columns if query and query.columns and set(query.columns) <= set(rows.variables) else rows.variables


def _cell(term: Term | None, link: Callable[[Term], str]) -> tuple[str, str]:
    if term is None:
        return "", ""
    address = link(term)
    is_own = isinstance(term, IRI) and not address.startswith(("http://", "https://"))
    return (address.rpartition("/id/")[2].removeprefix("id/") if is_own and address else shown(term)), address


assert set(_WORLDS) - {""} <= set(WORLD_NAMES)  # the words are those of worlds
