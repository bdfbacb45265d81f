"""Which graphs builds own: everything under a workspace's base, but for one place that is left to clients of a
server."""

import re

WRITTEN = "written/"
"""After the base, how the names of graphs begin that clients may write though they are under the base."""
_DOTS = re.compile(r"/(?:\.|%2e){1,2}(?:[/?#]|$)", re.IGNORECASE)
"""A segment of dots, encoded or not; some readers take `%2e` for a dot."""


def is_free(graph: str, base: str) -> bool:
    """Whether no build owns a graph, so that clients of a server may write to it.

    A build makes documents, claims' contents, reference data and findings, all of them under the base; it makes the
    worlds, which queries see as the default graph. In `urn:kgraph:` graphs it notes what it is about to do.

    No free name has a segment of dots: who resolves `…/written/../claim/a` (RFC 3986 §5.2.4) reads a claim's name. Nor
    is the base free without its slash.

    >>> [is_free(graph, "https://e.org/") for graph in ("https://e.org/doc/a", "https://e.org/written/a", "urn:x:a")]
    [False, True, True]
    >>> [is_free(graph, "https://e.org/") for graph in ("https://e.org/written/../a", "https://e.org", "urn:x:a..b")]
    [False, False, True]
    >>> is_free("urn:kgraph:held", "https://e.org/"), is_free("URN:KGraph:held", "https://e.org/")
    (False, False)
    """
    if graph == base.rstrip("/#") or _DOTS.search(graph) or graph.lower().startswith("urn:kgraph:"):
        return False
    return not graph.startswith(base) or graph.startswith(base + WRITTEN)
