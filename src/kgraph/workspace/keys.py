"""The keys of a `kgraph.toml`, and what may stand behind each; a value that may not is told with its file."""

import re
import tomllib
from pathlib import Path
from typing import Any

from kgraph.errors import DataError, UsageError
from kgraph.listing import read_text
from kgraph.namespaces import IRI
from kgraph.stopping import read_size

KEYS: dict[str, type | tuple[type, ...]] = {
    "title": str,
    "description": str,
    "licence": str,
    "publisher": str,
    "keywords": list,
    "base": str,
    "data": str,
    "queries": str,
    "ontology": str,
    "store": str,
    "sources": str,
    "endpoints": list,
    "links": str,
    "gazetteers": list,
    "contact": str,
    "reconciliation": str,
    "wikidata": str,
    "timeout": (int, float),
    "worlds": str,
}
_NAMES: dict[type | tuple[type, ...], str] = {str: "a text", list: "a list", (int, float): "a number"}


def read(path: Path) -> dict[str, Any]:
    """What a `kgraph.toml` says; raises `DataError` for what is no TOML, or a key that there is not."""
    try:
        values = tomllib.loads(read_text(path))
    except (ValueError, RecursionError) as error:  # ValueError: also a whole number that Python does not read
        raise DataError(f"this is no TOML: {error}", path=path) from error
    for key, value in values.items():
        if key not in KEYS:
            raise DataError(f"unknown key '{key}'", path=path, fix=f"use {', '.join(KEYS)}")
        if not isinstance(value, KEYS[key]) or isinstance(value, bool):
            raise DataError(f"'{key}' must be {_NAMES[KEYS[key]]}", path=path)
    return values


def endpoint(value: object, path: Path) -> IRI:
    """An address that a query may reach with SERVICE."""
    if not isinstance(value, str) or not _is_address(value):
        raise DataError(f"endpoint {value!r} is no http(s) address", path=path)
    return IRI(value)


def service(values: dict[str, str], key: str, path: Path) -> str:
    """The address of a service, under its key; empty where the file has none."""
    value = values.get(key, "")
    if value and not _is_address(value):
        raise DataError(f"{key} {value!r} is no http(s) address", path=path)
    return value


def licence(value: str, path: Path) -> IRI:
    """The licence's address."""
    if not _is_address(value):
        fix = "name it by its address, such as https://creativecommons.org/publicdomain/zero/1.0/"
        raise DataError(f"licence {value!r} is no http(s) IRI", path=path, fix=fix)
    return IRI(value)


def publisher(value: str) -> str:
    """An IRI where it is one as a whole, else a name."""
    return IRI(value) if _is_address(value) else value


def keyword(value: object, path: Path) -> str:
    """A word that describes the data."""
    if not isinstance(value, str) or not value.strip():
        raise DataError(f"keyword {value!r} is no word", path=path)
    return value


def _is_address(text: str) -> bool:
    """Whether a text is an http(s) IRI as a whole (RFC 3987; what RDF's IRIREF forbids is refused).

    >>> _is_address("https://example.org/us"), _is_address("Example & Co"), _is_address("https://example.org/a b")
    (True, False, False)
    """
    return re.fullmatch(r"https?://[^\x00-\x20<>\"{}|^`\\]+", text) is not None


def seconds(value: float, path: Path) -> float:
    """How long an endpoint may be silent."""
    if not 0 < value < 1e9:
        raise DataError(f"timeout {value} is no time to wait", path=path, fix="give seconds, such as 60")
    return float(value)


def size(value: str, path: Path) -> int:
    """How many bytes worlds may take."""
    try:
        return read_size(value)
    except UsageError as error:
        raise DataError(f"worlds: {error}", path=path) from error


def is_namespace(base: str) -> bool:
    """Whether relative IRIs resolve by being put behind it, as data files and queries take for granted."""
    legal = r"[^\x00-\x20<>\"{}|^`\\?#/]"
    return re.fullmatch(rf"(https?://|urn:){legal}+/({legal}|/)*(?<=/)", base) is not None
