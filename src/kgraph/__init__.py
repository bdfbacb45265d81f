"""kgraph: contradicting reports as an RDF graph of claims, queried in a chosen world.

>>> from kgraph import Graph
>>> with Graph.open() as graph:
...     graph.query("ASK { ?claim a kg:Claim }")
True
"""

import importlib
from typing import TYPE_CHECKING

from kgraph import resources

if TYPE_CHECKING:
    from kgraph.errors import DataError, KgraphError, Stopped, StoreError, UnknownName, UsageError
    from kgraph.model import Literal, Rows
    from kgraph.namespaces import IRI, KG
    from kgraph.store import Store, open_store
    from kgraph.workspace.building import build
    from kgraph.workspace.config import Workspace
    from kgraph.workspace.graph import Graph
    from kgraph.worlds import World

__all__ = [
    "IRI",
    "KG",
    "DataError",
    "Graph",
    "KgraphError",
    "Literal",
    "Rows",
    "Stopped",
    "Store",
    "StoreError",
    "UnknownName",
    "UsageError",
    "Workspace",
    "World",
    "build",
    "open_store",
]
__version__ = resources.VERSION

_HOMES = {
    "kgraph.errors": ("DataError", "KgraphError", "Stopped", "StoreError", "UnknownName", "UsageError"),
    "kgraph.model": ("Literal", "Rows"),
    "kgraph.namespaces": ("IRI", "KG"),
    "kgraph.store": ("Store", "open_store"),
    "kgraph.worlds": ("World",),
    "kgraph.workspace.building": ("build",),
    "kgraph.workspace.config": ("Workspace",),
    "kgraph.workspace.graph": ("Graph",),
}


def __getattr__(name: str) -> object:
    """Load a public name when it is first asked for, so that the command line starts fast."""
    for module, names in _HOMES.items():
        if name in names:
            return getattr(importlib.import_module(module), name)
    raise AttributeError(f"module 'kgraph' has no attribute '{name}'")


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
