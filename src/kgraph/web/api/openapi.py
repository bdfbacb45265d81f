"""The description of the API for programs (OpenAPI 3.1), made from the tables by which it is served."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from kgraph.catalogue import Query
from kgraph.resources import VERSION
from kgraph.web import formats
from kgraph.web.api.answering import LISTS
from kgraph.web.api.parameters import Parameter
from kgraph.web.api.tables import NUMBER, TEXT, Listed, record, several
from kgraph.web.data.making import FILES
from kgraph.web.problems import MEDIA_TYPE

_SAYS = (
    "Everything here is a claim: somebody said it, and others may deny it. Nothing is settled, and no source is "
    "ranked. Errors are problem details (RFC 9457) in the words of the command line."
)
_TOO_LONG = "The address and the headers are longer than the server reads; this has no words."
_PROBLEM = {"$ref": "#/components/schemas/Problem"}
_CSV = {"text/csv": {"schema": TEXT}}
_REFUSALS = {
    "400": "A parameter is wrong or unknown; the words name the known ones.",
    "404": "There is no such thing.",
    "406": "Accept names no format of this answer.",
    "410": "The graph has changed since the page before was made; begin again, without 'cursor'.",
    "503": "A bound of time, memory or number was met; the same may succeed later.",
}


def described(
    title: str, text: str, queries: Iterable[Query], taken: Mapping[str, Sequence[Parameter]], at: str
) -> Any:
    """The description of the API of one workspace at an address; `taken` has each query's parameters."""
    paths: dict[str, Any] = {}
    for listed in LISTS.values():
        paths[f"/api/{listed.name}"] = {"get": _list(listed)}
        paths[f"/api/{listed.name}/{{id}}"] = {"get": _one(listed)}
    paths["/api/queries"] = {"get": _catalogue()}
    for query in queries:
        paths[f"/api/queries/{query.name}"] = {"get": _query(query, taken[query.name])}
    paths["/data/{file}"] = {"get": _file()}
    problem = record(title=TEXT, status=NUMBER, detail=TEXT)
    schemas = {one.one.capitalize(): _schema(one) for one in LISTS.values()} | {"Problem": problem, "Rows": _ROWS}
    return {
        "openapi": "3.1.0",
        "info": {"title": title, "version": VERSION, "description": f"{text} {_SAYS}".strip()},
        "servers": [{"url": at or "/"}],
        "tags": [{"name": name} for name in (*LISTS, "queries", "data")],
        "paths": paths,
        "components": {"schemas": schemas},
    }


def _operation(
    name: str, tag: str, summary: str, parameters: Iterable[Any], good: Any, refusals: str
) -> dict[str, Any]:
    refused = {
        status: {"description": _REFUSALS[status], "content": {MEDIA_TYPE: {"schema": _PROBLEM}}}
        for status in refusals.split()
    }
    other = {"description": "Another problem.", "content": {MEDIA_TYPE: {"schema": _PROBLEM}}}
    return {
        "operationId": name,
        "tags": [tag],
        "summary": summary,
        "parameters": list(parameters),
        "responses": {"200": good, **refused, "431": {"description": _TOO_LONG}, "default": other},
    }


def _list(listed: Listed) -> dict[str, Any]:
    items = several({"$ref": f"#/components/schemas/{listed.one.capitalize()}"})
    page = record(world=TEXT, total=NUMBER, next={"type": ["string", "null"]}, **{listed.name: items})
    good = {
        "description": f"A page. {listed.what}",
        "headers": {"Link": {"description": "the next page (RFC 8288)", "schema": TEXT}},
        "content": {"application/json": {"schema": page}, **_CSV},
    }
    given = map(_parameter, listed.taken())
    return _operation(f"list_{listed.name}", listed.name, listed.what, given, good, "400 406 410 503")


def _one(listed: Listed) -> dict[str, Any]:
    schema = {"$ref": f"#/components/schemas/{listed.one.capitalize()}"}
    good = {"description": f"The {listed.one}.", "content": {"application/json": {"schema": schema}}}
    place = {
        "name": "id",
        "in": "path",
        "required": True,
        "description": "what its IRI has after the base, or the IRI",
        "schema": {"type": "string", "minLength": 1},
    }
    given = (place, *map(_parameter, listed.taken_by_one()))
    return _operation(f"get_{listed.one}", listed.name, f"One {listed.one}.", given, good, "400 404 406 503")


def _query(query: Query, taken: Sequence[Parameter]) -> dict[str, Any]:
    name = "query_" + "".join(char if char.isalnum() and char.isascii() else "_" for char in query.name)
    good = {
        "description": query.description.strip() or "Rows.",
        "headers": {"Link": {"description": "the next page (RFC 8288), if 'limit' is given", "schema": TEXT}},
        "content": _contents(query),
    }
    return _operation(name, "queries", query.summary, map(_parameter, taken), good, "400 406 410 503")


def _contents(query: Query) -> dict[str, Any]:
    """The media types of a query's answer. A query of one's own may make triples, or say yes or no."""
    found: dict[str, Any] = {}
    for media_type in formats.ROWS.values():
        found[media_type.partition(";")[0]] = {"schema": TEXT}
    found["application/sparql-results+json"] = {"schema": {"$ref": "#/components/schemas/Rows"}}
    if "SELECT" not in query.text.upper():
        found |= {one.partition(";")[0]: {"schema": {}} for one in formats.TRIPLES.values()}
    return found


def _catalogue() -> dict[str, Any]:
    parameter = record(name=TEXT, type=TEXT, what=TEXT)
    query = record(name=TEXT, topic=TEXT, question=TEXT, address=TEXT, parameters=several(parameter))
    schema = record(queries=several(query))
    good = {"description": "The queries.", "content": {"application/json": {"schema": schema}}}
    return _operation("list_queries", "queries", "The ready-made questions, and their parameters.", (), good, "503")


def _file() -> dict[str, Any]:
    kinds = {media.partition(";")[0] for media, _ in FILES.values()}
    contents = {kind: {"schema": {} if kind.endswith("json") else TEXT} for kind in sorted(kinds)}
    contents["application/csvm+json"] = {"schema": {"type": "object"}}
    contents["application/ld+json"] = {"schema": {"type": "array"}}
    headers = {"ETag": {"description": "the version", "schema": TEXT}}
    good = {"description": "The file.", "headers": headers, "content": contents}
    place = {"name": "file", "in": "path", "required": True, "schema": {"type": "string", "enum": list(FILES)}}
    found = _operation("get_file", "data", "The whole dataset as a file.", (place,), good, "404 503")
    part = {"description": "The part that Range asks for.", "headers": headers, "content": contents}
    found["responses"] |= {"206": part, "304": {"description": "The client has this version."}}
    return found


def _parameter(one: Parameter) -> dict[str, Any]:
    lists = {"explode": one.kind != "fields"} if one.several or one.kind == "fields" else {}
    return {"name": one.name, "in": "query", "description": one.what, "schema": one.schema(), **lists}


def _schema(listed: Listed) -> dict[str, Any]:
    fields = {one.name: {**one.schema, "description": one.what} for one in listed.fields}
    return {"type": "object", "properties": fields, "required": [one.name for one in listed.fields if one.always]}


_ROWS = {
    "type": "object",
    "description": "SPARQL 1.1 Query Results JSON Format",
    "properties": {
        "head": {"type": "object"},
        "results": {
            "type": "object",
            "properties": {"bindings": several({"type": "object", "additionalProperties": {"type": "object"}})},
        },
        "boolean": {"type": "boolean"},
    },
    "required": ["head"],
}
