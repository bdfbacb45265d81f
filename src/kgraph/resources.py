"""Where the files live that travel with kgraph: the ontology, the query catalogue, the Pokrovsk workspace."""

from functools import cache
from pathlib import Path


@cache
def bundled() -> Path:
    """The folder that holds `kgraph.toml`, `ontology/`, `queries/` and `data/triples/`.

    In an installed wheel it is `kgraph/_data`; in a checkout it is the repository itself.
    """
    package = Path(__file__).resolve().parent
    wheel = package / "_data"
    return wheel if wheel.is_dir() else package.parents[1]
