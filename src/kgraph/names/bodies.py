"""Bodies that are known by several names (`bodies.tsv`)."""

from functools import cache
from importlib.resources import files

from kgraph.reading import fold


def body(name: str) -> str:
    """The body that a name means, if it is in the table, and else "".

    >>> body("ЗСУ") == body("Armed Forces of Ukraine"), body("Ada Lorne")
    (True, '')
    """
    return _table().get(_plain(name), "")


def _plain(name: str) -> str:
    return fold(name).removeprefix("the ").replace("-", " ")


def rows() -> list[list[str]]:
    """The rows of `bodies.tsv`, each with the names of one body."""
    text = (files("kgraph.names") / "bodies.tsv").read_text(encoding="utf8")
    return [line.split("\t") for line in text.splitlines() if line and line[0] != "#"]


@cache
def _table() -> dict[str, str]:
    return {_plain(name): f"@{names[0]}" for names in rows() for name in names}
