"""A workspace: a folder of claims with a `kgraph.toml`, how it is built into a store, and the graph one asks."""

from kgraph.workspace.building import BuildReport, build
from kgraph.workspace.config import Workspace, init_workspace
from kgraph.workspace.graph import Graph

__all__ = ["BuildReport", "Graph", "Workspace", "build", "init_workspace"]
