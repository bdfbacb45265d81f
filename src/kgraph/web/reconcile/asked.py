"""Reading what a client of the Reconciliation Service API asks, in the forms of 0.1, 0.2 and of the draft of 1.0.

Everything is bounded: the number of queries, of values, of ids, and the length of a text. Raises `Problem`, 400 or 413.
"""

import json
import math
from collections.abc import Mapping, Sequence
from typing import Any, NoReturn

from kgraph.linking.identity import term_id
from kgraph.linking.joining import MOST, Condition, Ref, Sought, Value
from kgraph.namespaces import IRI
from kgraph.web.problems import Problem

QUERIES = 1_000
"""The most queries of a batch."""
_LIMIT = 10  # candidates, if a query does not say how many
_VALUES = 100  # the most properties of a query, values of a property, types, names
_IDS = 1_000  # the most things whose values are asked for at once
_LENGTH = 10_000  # the most characters of a text
_KEYS = frozenset(["query", "type", "type_strict", "limit", "properties"])
_DRAFT_KEYS = frozenset(["conditions", "type", "limit", "lang", "dir"])


def read_json(text: str | bytes, what: str) -> Any:
    """A JSON value; raises `Problem` for a text that is none, or that is nested too deep."""
    try:
        return json.loads(text, parse_constant=_no_number)
    except RecursionError:
        _refuse(f"'{what}' is nested too deep")
    except ValueError as error:  # also integers of more than 4,300 digits, and bytes that are no UTF-8
        _refuse(f"'{what}' is no JSON: {error}")


def batch(text: str) -> dict[str, Sought]:
    """The queries of a batch of 0.2, by their ids."""
    given = read_json(text, "queries")
    if not isinstance(given, dict):
        _refuse('\'queries\' is no object; write {"q0": {"query": "NAME"}}')
    _count(given, QUERIES)
    return {name: query(one, f"query '{name[:50]}'") for name, one in given.items()}


def single(text: str) -> Sought:
    """A query by itself, as in 0.1: a name, or an object."""
    if text.lstrip().startswith("{"):
        return query(read_json(text, "query"), "the query")
    name = _text(text, "'query'").strip()
    return Sought(names=(name,) if name else (), limit=_LIMIT)


def query(given: Any, where: str) -> Sought:
    """A query of 0.2. A name of no letters, as an empty cell has it, seeks nothing: its batch has other queries."""
    found = _object(given, where, _KEYS)
    name = _text(found["query"], f"the name of {where}").strip() if found.get("query") is not None else ""
    conditions = tuple(_property(one, where) for one in _list(found.get("properties"), f"'properties' of {where}"))
    if found.get("query") is None and not conditions:
        _refuse(f"{where} has neither a 'query' nor 'properties'; give one of them")
    strict: Any = found.get("type_strict") or "any"
    if strict not in ("any", "all", "should"):
        _refuse(f"'type_strict' of {where} is none of any, all, should")
    types = tuple(filter(None, (_type(one, where) for one in _list(found.get("type"), f"'type' of {where}"))))
    names = (name,) if name else ()
    return Sought(names, types=types, strict=strict, conditions=conditions, limit=_limit(found, where))


def draft_batch(body: bytes) -> list[Sought]:
    """The queries of a batch of the draft of 1.0, in their order."""
    given = read_json(body, "the body")
    queries = given.get("queries") if isinstance(given, dict) else None
    if not isinstance(queries, list):
        _refuse('the body is no batch; write {"queries": [{"conditions": […]}]}')
    _count(queries, QUERIES)
    return [_draft_query(one, f"query {place}") for place, one in enumerate(queries, 1)]


def _draft_query(given: Any, where: str) -> Sought:
    found = _object(given, where, _DRAFT_KEYS)
    conditions = _list(found.get("conditions"), f"'conditions' of {where}")
    if not conditions:
        _refuse(f"{where} has no 'conditions'")
    names: list[str] = []
    ids: list[str] = []
    without: list[str] = []
    every = is_blank = False
    others = []
    for one in conditions:
        kind = one.get("matchType") if isinstance(one, dict) else None
        if kind == "property":
            others.append(_draft_property(one, where))
        elif kind in ("name", "id"):
            texts = [_text(value, f"a condition of {where}") for value in _list(_value_of(one, where), where)]
            texts = [text for text in texts if text.strip()]
            is_blank = is_blank or not texts
            quantifier = _quantifier(one, where)
            every = every or (kind == "name" and quantifier == "all")
            (without if quantifier == "none" else names if kind == "name" else ids).extend(texts)
        else:
            _refuse(f"a condition of {where} has another 'matchType' than name, id, property")
    if not (names or ids or others or is_blank):
        _refuse(f"{where} only says what is not wanted")
    wanted = _type(found["type"], where) if found.get("type") is not None else ""
    types = (wanted,) if wanted else ()
    return Sought(tuple(names), tuple(ids), tuple(without), every, types, "any", tuple(others), _limit(found, where))


def _draft_property(given: Mapping[str, Any], where: str) -> Condition:
    name = given.get("propertyId")
    if not isinstance(name, str) or not name:
        _refuse(f"a condition of {where} has no 'propertyId'")
    if given.get("matchQualifier") is not None:
        _refuse(f"a condition of {where} has a 'matchQualifier'; this service has none")
    required = given.get("required", False)
    if not isinstance(required, bool):
        _refuse(f"'required' in {where} is neither true nor false")
    values = _values(_value_of(given, where), where)
    return Condition(_term(name), values, required, _quantifier(given, where))


def _value_of(given: Mapping[str, Any], where: str) -> Any:
    if given.get("propertyValue") is None:
        _refuse(f"a condition of {where} has no 'propertyValue'")
    return given["propertyValue"]


def _quantifier(given: Mapping[str, Any], where: str) -> Any:
    found = given.get("matchQuantifier", "any")
    if found not in ("any", "all", "none"):
        _refuse(f"'matchQuantifier' in {where} is none of any, all, none")
    return found


def _property(given: Any, where: str) -> Condition:
    if not isinstance(given, dict) or not isinstance(given.get("pid"), str) or given.get("v") is None:
        _refuse(f"a property of {where} is no object with 'pid' and 'v'")
    return Condition(_term(given["pid"]), _values(given["v"], where))


def _values(given: Any, where: str) -> tuple[Value | Ref, ...]:
    return tuple(_value(one, where) for one in _list(given, f"the values in {where}"))


def _value(given: Any, where: str) -> Value | Ref:
    if isinstance(given, dict):
        if not isinstance(given.get("id"), str):
            _refuse(f"a value in {where} is an object without an 'id'")
        name = given.get("name")
        return Ref(_text(given["id"], where), name if isinstance(name, str) else "")
    if isinstance(given, str):
        return _text(given, f"a value in {where}")
    if not isinstance(given, bool | int | float) or (isinstance(given, float) and not math.isfinite(given)):
        _refuse(f"a value in {where} is no text, number, true, false, or object with an 'id'")
    return given


def _type(given: Any, where: str) -> str:
    """The id of a type, which is also written as an object, or as its IRI; "" for none."""
    return _term(_text(given.get("id") if isinstance(given, dict) else given, f"a type of {where}"))


def _term(given: str) -> str:
    """The id of a class or property that is named by its id or by its IRI."""
    return term_id(IRI(given))


def _limit(given: Mapping[str, Any], where: str) -> int:
    found = given.get("limit")
    if found is None:
        return _LIMIT
    if isinstance(found, bool) or not isinstance(found, int | float) or not found >= 1 or found != found // 1:
        _refuse(f"'limit' of {where} is no whole number from 1 on")
    return int(min(found, MOST))


def extension(text: str | bytes, what: str) -> tuple[list[str], list[tuple[str, int]]]:
    """A data extension query: the ids of things, and the ids of properties, each with how many values are wanted (0:
    all)."""
    given = _object(read_json(text, what), f"'{what}'", frozenset(["ids", "properties"]))
    ids, properties = given.get("ids"), given.get("properties")
    if not isinstance(ids, list) or not isinstance(properties, list):
        _refuse(f"'{what}' has no lists 'ids' and 'properties'")
    if len(ids) > _IDS:
        raise Problem(413, f"{len(ids):,} things are more than {_IDS:,}; ask in several requests")
    if len(properties) > _VALUES:
        _refuse(f"'properties' has more than {_VALUES} entries")
    wanted = [_text(one.get("id") if isinstance(one, dict) else one, "a property") for one in properties]
    return [_text(one, "an id") for one in ids], [
        (name, _most(one)) for name, one in zip(wanted, properties, strict=True)
    ]


def _most(given: Any) -> int:
    """The setting `limit` of a property, which clients send as a number or as text."""
    settings = given.get("settings") if isinstance(given, dict) else None
    found = settings.get("limit", 0) if isinstance(settings, dict) else 0
    if found in ("", None):
        return 0
    try:
        number = int(found) if not isinstance(found, bool) else -1
    except (TypeError, ValueError, OverflowError):
        number = -1
    if number < 0:
        _refuse("the setting 'limit' is no whole number")
    return number


def _object(given: Any, where: str, keys: frozenset[str]) -> dict[str, Any]:
    if not isinstance(given, dict):
        _refuse(f"{where} is no object")
    for name in given.keys() - keys:
        _refuse(f"{where} has '{name[:50]}', which is not known; there are {', '.join(sorted(keys))}")
    return given


def _list(given: Any, where: str) -> Sequence[Any]:
    """A list, or the one value that stands for a list of one."""
    found = given if isinstance(given, list) else [] if given is None else [given]
    if len(found) > _VALUES:
        _refuse(f"{where}: more than {_VALUES} are given")
    return found


def _text(given: Any, where: str) -> str:
    if not isinstance(given, str):
        _refuse(f"{where} is no text")
    if len(given) > _LENGTH:
        _refuse(f"{where} has more than {_LENGTH:,} characters")
    return given


def _count(given: Mapping[str, Any] | Sequence[Any], most: int) -> None:
    if len(given) > most:
        raise Problem(413, f"a batch of {len(given):,} queries is larger than {most:,}; send several")


def _no_number(text: str) -> NoReturn:
    raise ValueError(f"{text} is no number")


def _refuse(words: str) -> NoReturn:
    raise Problem(400, words)
