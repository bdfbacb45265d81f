"""A workspace: a folder of claims with a `kgraph.toml`, how it is built into a store, and the graph one asks.

Nothing is loaded here, as each module is wanted without the others: what builds need not wait for what answers.
"""
