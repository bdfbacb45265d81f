"""kgraph's version, and the folder of the files that kgraph ships: ontology, queries, the Pokrovsk workspace."""

import os
from functools import cache
from pathlib import Path

VERSION = "0.1.0"


@cache
def bundled() -> Path:
    """The folder that holds `kgraph.toml`, `ontology/`, `queries/` and `data/triples/`.

    In an installed wheel it is `kgraph/_data`; in a checkout it is the repository itself.
    """
    package = Path(__file__).resolve().parent
    wheel = package / "_data"
    return wheel if wheel.is_dir() else package.parents[1]


def user_cache() -> Path:
    """The folder for a user's cache, whose files kgraph can make again (XDG Base Directory Specification)."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "kgraph"
