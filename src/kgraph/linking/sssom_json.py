"""SSSOM/JSON: a mapping set as one JSON object with a list of mappings, which is also JSON-LD.

The standard leaves details open; this is the form that sssom-py reads and writes. Prefixes are in `@context`.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kgraph.errors import DataError, short
from kgraph.linking.numbers import number
from kgraph.linking.slots import ADDRESSES, DATES, LISTS, NUMBERS, REFERENCES, SLOTS, property_of
from kgraph.linking.sssom_table import Plain, values_of
from kgraph.namespaces import PREFIXES

_TYPES = {"owl", "rdfs", "sssom", "skos", "semapv", "xsd", "dcterms"}


def read_json(text: str, path: Path) -> Plain:
    """The set of a JSON text; raises `DataError` if it is none."""
    try:
        found = json.loads(text, parse_float=str, parse_int=str)
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", None)
        raise DataError(f"this is no JSON: {getattr(error, 'msg', error)}", path=path, line=line) from error
    found = _by_slot(found, path) if isinstance(found, dict) else {}
    # sssom-py writes a set without mappings as one without the slot
    is_set = "mappings" in found or "mapping_set_id" in found
    if not is_set or "@graph" in found or not isinstance(mappings := found.get("mappings") or [], list):
        raise DataError("this is no mapping set: it has no list 'mappings'", path=path)
    if not all(isinstance(one, dict) for one in mappings):
        raise DataError("this is no mapping set: a mapping is no object", path=path)
    mappings = [_by_slot(one, path) for one in mappings]
    slots = {slot: _value(value) for slot, value in found.items() if _is_slot(slot, value) and slot != "mappings"}
    told = [{slot: _value(value) for slot, value in one.items() if _is_slot(slot, value)} for one in mappings]
    return Plain(_prefixes(found, slots, told), slots, told)


def _by_slot(told: Mapping[str, Any], path: Path) -> dict[str, Any]:
    """An object with each slot under its own name, which JSON-LD may also write as `sssom:slot` or in full.

    Raises `DataError` for a slot that stands there twice, and for a modifier under a name that is not understood: a
    denial would be read as a match.
    """
    found: dict[str, Any] = {}
    for key, value in told.items():
        slot = key.removeprefix(PREFIXES["sssom"]).removeprefix("sssom:")
        if slot in found:
            raise DataError(f"an object has the slot '{short(slot)}' twice", path=path)
        if slot != "predicate_modifier" and slot.casefold().endswith("predicate_modifier"):
            raise DataError(f"'{short(key)}' is not understood", path=path, fix="call it predicate_modifier")
        found[slot] = value
    return found


def _is_slot(slot: str, value: object) -> bool:
    return not slot.startswith("@") and slot != "curie_map" and value not in (None, "", [])


def _value(value: Any) -> Any:
    """A value as text, several as texts, anything nested as it is."""
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return value
    if isinstance(value, bool):
        return str(value).lower()
    return value if isinstance(value, str | list | dict) else str(value)


def _prefixes(found: Mapping[str, Any], slots: Mapping[str, Any], mappings: list[dict[str, Any]]) -> dict[str, str]:
    """The prefixes of `curie_map`, and those of `@context` that the set uses: sssom-py writes many that it does not."""
    told: dict[str, str] = {}
    contexts = found.get("@context") or {}
    for context in contexts if isinstance(contexts, list) else [contexts]:
        for name, value in context.items() if isinstance(context, dict) else ():
            start = value.get("@id") if isinstance(value, dict) and value.get("@prefix") else value
            if isinstance(start, str) and "://" in start and not name.startswith("@"):
                told[name] = start
    used = {
        one.partition(":")[0]
        for values in (slots, *mappings)
        for slot, value in values.items()
        for one in (value if isinstance(value, list) else [value])
        if isinstance(one, str) and slot not in ADDRESSES
    }
    own = found.get("curie_map") or {}
    mine = {str(name): _start(value) for name, value in own.items()} if isinstance(own, dict) else {}
    extensions = json.dumps(slots.get("extension_definitions", ""))
    return {name: start for name, start in told.items() if name in used or f'"{name}:' in extensions} | mine


def _start(value: Any) -> str:
    return str(value.get("prefix_url", "")) if isinstance(value, dict) else str(value)


def write_json(plain: Plain) -> str:
    """The set as JSON."""
    whole: dict[str, Any] = {slot: _typed(slot, value) for slot, value in plain.slots.items()}
    whole["mappings"] = [{slot: _typed(slot, value) for slot, value in one.items()} for one in plain.mappings]
    whole |= {"@type": "MappingSet", "@context": _context(plain)}
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def _typed(slot: str, value: Any) -> Any:
    if slot in LISTS:
        return values_of(slot, value)
    if slot in NUMBERS and isinstance(value, str):
        try:
            number(value, -1, 1)
            return float(value)
        except ValueError:
            return value
    return value


def _context(plain: Plain) -> dict[str, object]:
    """What makes the JSON JSON-LD: the prefixes, and the property of each slot that occurs."""
    names = {name: PREFIXES[name] for name in sorted(_TYPES)} | dict(sorted(plain.prefixes.items()))
    found: dict[str, object] = {"@vocab": PREFIXES["sssom"]}
    for name, start in names.items():
        found[name] = start if start[-1:] in "/#:?" else {"@id": start, "@prefix": True}
    used = {slot for one in (plain.slots, *plain.mappings) for slot in one}
    for slot in sorted((used | {"mappings"}) & (SLOTS | {"mappings"})):
        told: dict[str, str] = {"@id": property_of(slot)}
        if slot in REFERENCES | ADDRESSES:
            told["@type"] = "@id"
        elif slot in DATES | NUMBERS:
            told["@type"] = f"xsd:{'date' if slot in DATES else 'double'}"
        found[slot] = {"@id": "@id"} if slot in ("record_id", "mapping_set_id") else told
    return found
