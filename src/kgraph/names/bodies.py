"""Bodies that are known by several names (`bodies.tsv`)."""

import re
from functools import cache, lru_cache
from importlib.resources import files

from kgraph.names.letters import undotted
from kgraph.reading import fold

_WITH_ANOTHER = re.compile(r"(.+?) ?\(([^()]+)\)")


@lru_cache(maxsize=100_000)
def body(name: str) -> str:
    """The body that a name means, if it is in the table, and else "".

    A name with another in brackets counts if both are of one body.

    >>> body("ЗСУ") == body("Armed Forces of Ukraine"), body("Ada Lorne")
    (True, '')
    """
    found = _table().get(_plain(name), "")
    if found or not (both := _WITH_ANOTHER.fullmatch(name.strip())):
        return found
    first, second = (_table().get(_plain(one), "") for one in both.groups())
    return first if first == second else ""


def names(name: str) -> tuple[str, ...]:
    """All names in the table of the body that a name means; none for other names."""
    return _rows().get(body(name), ())


def _plain(name: str) -> str:
    return fold(undotted(name)).removeprefix("the ").replace("-", " ")


def rows() -> list[list[str]]:
    """The rows of `bodies.tsv`, each with the names of one body."""
    text = (files("kgraph.names") / "bodies.tsv").read_text(encoding="utf8")
    return [line.split("\t") for line in text.splitlines() if line and line[0] != "#"]


@cache
def _rows() -> dict[str, tuple[str, ...]]:
    return {f"@{some[0]}": tuple(some) for some in rows()}


@cache
def _table() -> dict[str, str]:
    return {_plain(name): f"@{names[0]}" for names in rows() for name in names}
