"""Which graphs builds own: everything under a workspace's base, but for one place that is left to clients of a
server."""

WRITTEN = "written/"
"""After the base, how the names of graphs begin that clients may write though they are under the base."""


def is_free(graph: str, base: str) -> bool:
    """Whether no build owns a graph, so that clients of a server may write to it.

    A build makes documents, claims' contents, reference data and findings, all of them under the base; it makes the
    worlds, which queries see as the default graph.

    >>> [is_free(graph, "https://e.org/") for graph in ("https://e.org/doc/a", "https://e.org/written/a", "urn:x:a")]
    [False, True, True]
    """
    return not graph.startswith(base) or graph.startswith(base + WRITTEN)
