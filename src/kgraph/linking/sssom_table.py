"""An SSSOM mapping set as plain values, between its three forms: a table (TSV), JSON and RDF."""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kgraph.linking.slots import LISTS

Slots = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Plain:
    """A set: its prefixes, its own slots, and its mappings. The value of a slot is a text, or several texts."""

    prefixes: Mapping[str, str]
    slots: Slots
    mappings: Sequence[Slots]


def table_of(plain: Plain) -> str:
    """The set as SSSOM/TSV; the columns are in the order in which mappings have them first."""
    out = io.StringIO()
    out.write("#curie_map:\n")
    for name, start in sorted(plain.prefixes.items()):
        out.write(f"#  {_yaml(name)}: {_yaml(start)}\n")
    for slot, value in plain.slots.items():
        out.write(f"#{slot}: {_yaml(value)}\n")
    wanted = ("subject_id", "predicate_id", "object_id", "mapping_justification")
    columns = list(dict.fromkeys([*wanted, *(slot for mapping in plain.mappings for slot in mapping)]))
    writer = csv.writer(out, delimiter="\t", lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_cell(mapping.get(slot, "")) for slot in columns] for mapping in plain.mappings)
    return out.getvalue()


def _yaml(value: object) -> str:
    """A value in YAML: JSON is YAML, too."""
    return json.dumps(value, ensure_ascii=False).replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _cell(value: object) -> str:
    if isinstance(value, list):
        return "|".join(_text(one).replace("\\", "\\\\").replace("|", "\\|") for one in value)
    return _text(value)


def _text(value: object) -> str:
    """A value as text; a nested one, which only further slots have, as JSON."""
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else str(value)


def values_of(slot: str, cell: str | list[str]) -> list[str]:
    """The values of a slot, one or several."""
    if isinstance(cell, list):
        return [str(one) for one in cell]
    return split_cell(cell) if slot in LISTS else [cell]


def split_cell(cell: str) -> list[str]:
    r"""The values of a cell with several (spec, "Multi-valued slots").

    >>> split_cell(r"Ann|Bo\|Bob|C:\dir\\")
    ['Ann', 'Bo|Bob', 'C:\\dir\\']
    """
    found, escaped = [""], False
    for char in cell:
        if escaped:
            found[-1] += char if char in "\\|" else f"\\{char}"
            escaped = False
        elif char == "\\":
            escaped = True
        elif char == "|":
            found.append("")
        else:
            found[-1] += char
    if escaped:
        found[-1] += "\\"
    return [text for one in found if (text := one.strip())]
