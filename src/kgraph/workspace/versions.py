"""Comparing two versions of a graph: each a store, a folder of data files, a workspace or one data file."""

from dataclasses import replace
from functools import partial
from pathlib import Path

from kgraph.analysis.diff import Difference, Version, diff
from kgraph.building import MADE_BY_BUILDS
from kgraph.disk import is_versioned
from kgraph.errors import UsageError
from kgraph.store import Store, open_store, read_quads
from kgraph.store.steady import steady
from kgraph.workspace.building import Progress, conclude, fill, told_faults
from kgraph.workspace.config import FILE, Workspace
from kgraph.workspace.formats import is_data


def changes(
    old: str,
    new: str,
    workspace: Workspace,
    progress: Progress = lambda step: None,
    remark: Progress = lambda text: None,
) -> list[Difference]:
    """The changes from `old` to `new`; each is a store's URL or folder, a folder of data, a workspace, or a data file.

    The base and the rules are those of `workspace` if a version does not have its own. `remark` is called with faults
    that the build of a version found. Raises `UsageError` for any other path, or if the two have different bases.
    """
    progress(f"reading {old}")
    before, base = _version(old, workspace, remark)
    progress(f"reading {new}")
    after, other = _version(new, workspace, remark)
    if base != other:
        raise UsageError(f"{old} names its things under <{base}>, {new} under <{other}>: nothing can be compared")
    progress("comparing")
    return diff(before, after)


def _version(where: str, workspace: Workspace, remark: Progress) -> tuple[Version, str]:
    store, base = _opened(where, workspace)
    with store:
        if said := told_faults(store, base):
            remark(f"{where}: {said}")
        return steady(store, partial(Version.of, store, base)), base


def _opened(where: str, workspace: Workspace) -> tuple[Store, str]:
    """A store with the version, and the version's base."""
    path = Path(where)
    if (path / "CURRENT").is_file() or (path.exists() and is_versioned(path)):
        where = f"oxigraph:{path}"
    if where.startswith(("oxigraph:", "sparql:")):
        return _built(where, workspace), workspace.base
    store = open_store("memory:")
    if path.is_file() and is_data(path):
        _fill_from_file(store, path, workspace)
    elif path.is_dir():
        workspace = Workspace.read(path / FILE) if (path / FILE).is_file() else replace(workspace, data=path)
        fill(store, workspace)
    else:
        kinds = "a store's URL or folder, a folder of data files, a workspace or a data file"
        raise UsageError(f"{where}: nothing to compare here; name {kinds}")
    return store, workspace.base


def _built(url: str, workspace: Workspace) -> Store:
    base = workspace.base
    store = open_store(url, base=base, create=False, read_only=True, access=workspace.access, timeout=workspace.timeout)
    if not any(graph.startswith(f"{base}doc/") for graph in store.graphs()):
        raise UsageError(f"{url}: no document's graph under <{base}>; name the workspace with -C")
    return store


def _fill_from_file(store: Store, path: Path, workspace: Workspace) -> None:
    """Fill a store from one data file or an export; derived triples in it are made anew."""
    made = tuple(workspace.base + part for part in MADE_BY_BUILDS)
    quads = [quad for quad in read_quads(path, workspace.base) if quad[3] and not quad[3].startswith(made)]
    store.load(quads)
    conclude(store, workspace, quads)
