"""A copy of a store that another program serves: for endpoints that only read, in which no world can be made."""

from pathlib import Path

from kgraph.errors import UsageError
from kgraph.namespaces import IRI
from kgraph.store.portions import write_folder
from kgraph.store.results import Remark
from kgraph.workspace.building import opened_store
from kgraph.workspace.config import Workspace

_AT_ONCE = 20  # graphs that are asked for at once


def copied(workspace: Workspace, url: str, folder: Path, remark: Remark = lambda text: None) -> str:
    """Copy the named graphs of the store at a URL into a new folder, and return its URL.

    Worlds are made in the copy; what changes at the URL later is not seen in it. Raises `UsageError` if there are no
    graphs of the workspace, and what the store raises.
    """
    with opened_store(workspace, url, remark) as there:
        graphs: dict[IRI, bytes] = {}
        names = [name for name in there.graphs() if not name.startswith(f"{workspace.base}world/")]
        for start in range(0, len(names), _AT_ONCE):  # servers bound their answers
            some = names[start : start + _AT_ONCE]
            graphs |= {graph: b"".join(lines) for graph, lines in there.lines(some) if graph in some}
    if not any(graph.startswith(workspace.base) for graph in graphs):
        raise UsageError(f"{url}: has no graph below {workspace.base}; is it this workspace's?")
    write_folder(folder, graphs)
    return f"oxigraph:{folder}"
