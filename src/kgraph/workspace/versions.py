"""Two versions of a graph, wherever they are: a store, a folder of data files, a workspace, one data file."""

import dataclasses
from pathlib import Path

from kgraph.analysis.diff import Difference, diff
from kgraph.disk import is_versioned
from kgraph.errors import UsageError
from kgraph.model import Quad
from kgraph.namespaces import SH
from kgraph.store import open_store, read_quads
from kgraph.workspace.building import MADE_BY_BUILDS, Progress, build_graph, derive, fill, run_rules
from kgraph.workspace.config import FILE, Workspace
from kgraph.workspace.formats import is_data


def changes(
    old: str,
    new: str,
    workspace: Workspace,
    progress: Progress = lambda step: None,
    remark: Progress = lambda text: None,
) -> list[Difference]:
    """What changed from `old` to `new`; each is a store's URL or folder, a folder of data, a workspace, a data file.

    `workspace` says under which base things are named, and whose rules run, where a version does not say so itself.
    `remark` is told of faults that the build of one found. Raises `UsageError` for what is none of these, or where the
    two have different bases.
    """
    progress(f"reading {old}")
    before, base = _version(old, workspace)
    progress(f"reading {new}")
    after, other = _version(new, workspace)
    if base != other:
        raise UsageError(f"{old} names its things under <{base}>, {new} under <{other}>: nothing can be compared")
    for where, quads in ((old, before), (new, after)):
        for said in (value for s, p, value, _ in quads if (s, p) == (build_graph(base), SH.resultMessage)):
            remark(f"{where}: {said}")
    progress("comparing")
    return diff(before, after, base)


def _version(where: str, workspace: Workspace) -> tuple[list[Quad], str]:
    if where.startswith(("oxigraph:", "sparql:")):
        return _of_store(where, workspace)
    path = Path(where)
    if path.is_file() and is_data(path):
        return _of_file(path, workspace), workspace.base
    if (path / "CURRENT").is_file() or (path.exists() and is_versioned(path)):
        return _of_store(f"oxigraph:{path}", workspace)
    if (path / FILE).is_file():
        own = Workspace.read(path / FILE)
        return _of_data(own), own.base
    if path.is_dir():
        return _of_data(dataclasses.replace(workspace, data=path)), workspace.base
    kinds = "a store's URL or folder, a folder of data files, a workspace or a data file"
    raise UsageError(f"{where}: nothing to compare here; name {kinds}")


def _of_store(url: str, workspace: Workspace) -> tuple[list[Quad], str]:
    with open_store(url, create=False, read_only=True) as store:
        quads = list(store.dump())
    if not any(quad[3] and quad[3].startswith(f"{workspace.base}doc/") for quad in quads):
        raise UsageError(f"{url}: no document's graph under <{workspace.base}>; name the workspace with -C")
    return quads, workspace.base


def _of_data(workspace: Workspace) -> list[Quad]:
    with open_store("memory:") as store:
        fill(store, workspace)
        return list(store.dump())


def _of_file(path: Path, workspace: Workspace) -> list[Quad]:
    """One data file, or an export: what rules had made in it is made anew."""
    made = tuple(workspace.base + part for part in MADE_BY_BUILDS)
    quads = [quad for quad in read_quads(path, workspace.base) if quad[3] and not quad[3].startswith(made)]
    with open_store("memory:") as store:
        store.load(quads)
        store.load(derive(quads, workspace.base))
        run_rules(store, workspace)
        return list(store.dump())
