"""A copy of a store that another program serves: for endpoints that only read, in which no world can be made."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from kgraph.errors import StoreError, UsageError
from kgraph.model import BlankNode, Literal, Term
from kgraph.namespaces import IRI
from kgraph.store import Store
from kgraph.store.portions import write_folder
from kgraph.store.results import Remark
from kgraph.store.steady import steady
from kgraph.store.terms import serialise
from kgraph.workspace.building import opened_store
from kgraph.workspace.config import Workspace

_AT_ONCE, _ROWS = 20, 5_000  # graphs that are asked for at once, and their triples; servers cut longer answers
_SIZES = "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"
_SHARED = """
SELECT (GROUP_CONCAT(DISTINCT STR(?g); SEPARATOR=" ") AS ?graphs) WHERE {
  { GRAPH ?g { ?n ?p ?o } } UNION { GRAPH ?g { ?s ?p ?n } } FILTER(isBlank(?n))
} GROUP BY ?n HAVING(COUNT(DISTINCT ?g) > 1)"""
"""The graphs that have a blank node in common, for each such node."""


def copied(workspace: Workspace, url: str, folder: Path, remark: Remark = lambda text: None) -> str:
    """Copy the named graphs of the store at a URL into a new folder, and return its URL.

    Worlds are made in the copy; what changes at the URL later is not seen in it. Raises `UsageError` if there are no
    graphs of the workspace, and what the store raises.
    """
    with opened_store(workspace, url, remark) as there:
        graphs = steady(there, partial(_read, there, workspace.base))
    if not any(graph.startswith(workspace.base) for graph in graphs):
        raise UsageError(f"{url}: has no graph below {workspace.base}; is it this workspace's?")
    write_folder(folder, graphs)
    return f"oxigraph:{folder}"


def _read(there: Store, base: str) -> dict[IRI, bytes]:
    """The lines of each graph that is no world."""
    graphs: dict[IRI, bytes] = {}
    sizes = {name: size for name, size in _sizes(there) if not name.startswith(f"{base}world/")}
    for number, some in enumerate(_portions(sizes, _together(there))):
        graphs |= _asked_for(there, some, number)
    return graphs


def _together(there: Store) -> list[set[str]]:
    """Sets of graphs that share blank nodes, so that they have to come in one answer; no two have a graph in common."""
    found: list[set[str]] = []
    for row in there.select(_SHARED):
        linked = set(str(getattr(row.get("graphs"), "lexical", "")).split())
        apart = [one for one in found if not one & linked]
        found = [*apart, linked.union(*(one for one in found if one & linked))]
    return found


def _sizes(there: Store) -> Iterator[tuple[IRI, int]]:
    """The graphs, sorted, and how many triples each has."""
    for name, size in sorted(there.select(_SIZES).rows, key=str):
        if isinstance(name, IRI) and isinstance(size, Literal):
            yield name, int(size.lexical)


def _portions(sizes: Mapping[IRI, int], together: Sequence[set[str]]) -> Iterator[list[IRI]]:
    """The graphs, in portions that servers can answer; those that share blank nodes are in one."""
    tied = set[str]().union(*together)
    yield from ([name for name in sizes if name in some] for some in together if some & set(sizes))
    some, rows = list[IRI](), 0
    for name, size in sizes.items():
        if name in tied:
            continue
        if some and (len(some) == _AT_ONCE or rows + size > _ROWS):
            yield some
            some, rows = [], 0
        some.append(name)
        rows += size
    if some:
        yield some


def _asked_for(there: Store, names: Sequence[IRI], number: int) -> dict[IRI, bytes]:
    """The lines of some graphs, from one answer. A server's names of blank nodes are good within an answer alone, and
    need not be legal; so they get names of the answer's `number`."""
    listed = " ".join(map(serialise, names))
    rows = there.select(f"SELECT ?s ?p ?o ?g WHERE {{ VALUES ?g {{ {listed} }} GRAPH ?g {{ ?s ?p ?o }} }}")
    found: dict[IRI, list[bytes]] = {}
    nodes: dict[BlankNode, BlankNode] = {}

    def named(term: Term | None) -> Term | None:
        if not isinstance(term, BlankNode):
            return term
        return nodes.setdefault(term, BlankNode(f"a{number}x{len(nodes)}"))

    for row in rows:
        s, p, o, g = (named(row.get(name)) for name in "spog")
        if s is None or isinstance(s, Literal) or not isinstance(p, IRI) or o is None or not isinstance(g, IRI):
            raise StoreError(f"{there.url}: the answer has something that is no triple of a named graph")
        found.setdefault(g, []).append(f"{serialise(s)} {serialise(p)} {serialise(o)} .\n".encode())
    return {graph: b"".join(lines) for graph, lines in found.items()}
