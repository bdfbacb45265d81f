"""The keys of a `kgraph.toml` and their legal values; an illegal value raises an error that names the file."""

import re
import tomllib
from pathlib import Path
from typing import Any

from kgraph.errors import DataError, UsageError
from kgraph.listing import read_text
from kgraph.namespaces import IRI
from kgraph.stopping import read_size
from kgraph.store.doors import WAYS, Access

KEYS: dict[str, type | tuple[type, ...]] = {
    "title": str,
    "description": str,
    "licence": str,
    "address": str,
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
    "written": str,
    "gazetteers": list,
    "contact": str,
    "reconciliation": str,
    "wikidata": str,
    "timeout": (int, float),
    "access": dict,
    "worlds": str,
}
_NAMES: dict[type | tuple[type, ...], str] = {str: "a text", list: "a list", dict: "a table", (int, float): "a number"}


def read(path: Path) -> dict[str, Any]:
    """The values of a `kgraph.toml`; raises `DataError` for a file that is no TOML or has an unknown key."""
    try:
        values = tomllib.loads(read_text(path))
    # ValueError is also raised for an integer that is too long for Python
    except (ValueError, RecursionError) as error:
        raise DataError(f"this is no TOML: {error}", path=path) from error
    for key, value in values.items():
        if key not in KEYS:
            raise DataError(f"unknown key '{key}'", path=path, fix=f"use {', '.join(KEYS)}")
        if not isinstance(value, KEYS[key]) or isinstance(value, bool):
            raise DataError(f"'{key}' must be {_NAMES[KEYS[key]]}", path=path)
    return values


def endpoint(value: object, path: Path) -> IRI:
    """The address of an endpoint that queries may contact by SERVICE."""
    if not isinstance(value, str) or not _is_address(value):
        raise DataError(f"endpoint {value!r} is no http(s) address", path=path)
    return IRI(value)


def service(values: dict[str, str], key: str, path: Path) -> str:
    """The address of a service under its key; "" if the file does not have it."""
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
    """The publisher: an IRI if the whole text is one, else a name."""
    return IRI(value) if _is_address(value) else value


def keyword(value: object, path: Path) -> str:
    """A word that describes the data."""
    if not isinstance(value, str) or not value.strip():
        raise DataError(f"keyword {value!r} is no word", path=path)
    return value


def _is_address(text: str) -> bool:
    """Whether the whole text is an http(s) IRI (RFC 3987, without the characters that RDF's IRIREF forbids).

    >>> _is_address("https://example.org/us"), _is_address("Example & Co"), _is_address("https://example.org/a b")
    (True, False, False)
    """
    return re.fullmatch(r"https?://[^\x00-\x20<>\"{}|^`\\]+", text) is not None


def seconds(value: float, path: Path) -> float:
    """How many seconds an endpoint may be silent."""
    if not 0 < value < 1e9:
        raise DataError(f"timeout {value} is no time to wait", path=path, fix="give seconds, such as 60")
    return float(value)


def access(values: dict[str, Any], path: Path) -> tuple[Access, ...]:
    """How to be let in at endpoints: a table for each address, which never has a secret itself."""
    return tuple(_one_access(address, given, path) for address, given in values.items())


def _one_access(address: str, given: object, path: Path) -> Access:
    where, fix = f"access.'{address}'", 'such as way = "digest", user = "ann", secret = "env:ENDPOINT_PASSWORD"'
    if not _is_address(address) or "@" in address:
        shown = "access" if "@" in address else where  # a user's password may stand there
        raise DataError(f"{shown} is for no http(s) address without a user in it", path=path)
    if not isinstance(given, dict) or not given.keys() <= {"way", "user", "secret"}:
        raise DataError(f"{where} must be a table of way, user and secret", path=path, fix=fix)
    way, user, kept = (given.get(key, "") for key in ("way", "user", "secret"))
    if way not in WAYS:
        raise DataError(f"{where} has no way that kgraph knows", path=path, fix=f"say way = {' or '.join(WAYS)}")
    name = str(kept).removeprefix("env:")
    if kept != "netrc" and (kept == name or not re.fullmatch(r"[A-Za-z_]\w*", name)):
        # what stands there is not repeated: it may be the secret itself
        raise DataError(f"the secret of {where} must be kept elsewhere", path=path, fix='say "env:NAME" or "netrc"')
    if not isinstance(user, str) or ":" in user or (way != "bearer" and kept != "netrc" and not user):
        raise DataError(f"{where} needs a user, without a colon", path=path, fix=fix)
    return Access(address, way, user, "" if kept == "netrc" else name)


def size(value: str, path: Path) -> int:
    """How many bytes worlds may take up."""
    try:
        return read_size(value)
    except UsageError as error:
        raise DataError(f"worlds: {error}", path=path) from error


def is_namespace(base: str) -> bool:
    """Whether a relative IRI is resolved by appending it to the base, on which data files and queries rely."""
    legal = r"[^\x00-\x20<>\"{}|^`\\?#/]"
    return re.fullmatch(rf"(https?://|urn:){legal}+/({legal}|/)*(?<=/)", base) is not None
