"""A workspace: a folder of claims with a `kgraph.toml`, its builds, and the graph that people query.

This file imports nothing, so that code which needs one module does not load the others.
"""
