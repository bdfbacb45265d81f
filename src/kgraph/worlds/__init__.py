"""Worlds: the graphs that queries use as their default graph.

A world has identity, speech and derived statements, and the content of *some* claims. It is one named graph, so that
any SPARQL engine can use it as a query's default graph. To add a world, add its name in `choice`, the choice of claims
in `making`, and the same choice in `views/static/network/world.js`.
"""

from kgraph.worlds.choice import WORLD_NAMES, WORLD_WORDS, World, WorldName, world_iri, world_name
from kgraph.worlds.hiding import named_worlds, names_a_world, without_worlds
from kgraph.worlds.making import cached_worlds, drop_worlds, lines_of_world, materialise

__all__ = [
    "WORLD_NAMES",
    "WORLD_WORDS",
    "World",
    "WorldName",
    "cached_worlds",
    "drop_worlds",
    "lines_of_world",
    "materialise",
    "named_worlds",
    "names_a_world",
    "without_worlds",
    "world_iri",
    "world_name",
]
