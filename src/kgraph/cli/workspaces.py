"""Finding the workspace of a command, and opening its graph."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

import typer

from kgraph.cli.app import Settings
from kgraph.cli.output import remark
from kgraph.errors import UsageError
from kgraph.store.steady import Watch
from kgraph.workspace.config import FILE, Workspace, current_folder, none_here

if TYPE_CHECKING:
    from kgraph.workspace.graph import Graph


def workspace_of(context: typer.Context) -> Workspace:
    """The workspace of a command: that of -C, else that of the current folder, else the Pokrovsk one.

    Unless it is exactly the named or current folder, a remark says once which workspace it is. Raises `UsageError` if
    -C names no workspace.
    """
    settings: Settings = context.obj
    if settings.home is None:
        found = Workspace.find(settings.workspace) if settings.workspace else Workspace.nearest()
        if found is None:
            remark(context, f"{none_here()} with -C")
        elif found.root.resolve() != (settings.workspace or current_folder()).resolve():
            remark(context, f"workspace: {found.title} ({found.root})")
        settings.home = found or Workspace.find()
    return settings.home


def own_workspace(context: typer.Context) -> Workspace:
    """The same for commands that check or change a workspace's files: the Pokrovsk one only if it is named.

    Raises `UsageError` if no workspace is named and the current folder is in none.
    """
    if context.obj.workspace is None and Workspace.nearest() is None:
        words = context.command_path.removeprefix("kgraph ")
        raise UsageError(
            f"no {FILE} in {current_folder()} or above; name the workspace with 'kgraph -C FOLDER {words}', "
            "or begin one with 'kgraph init FOLDER'"
        )
    return workspace_of(context)


@contextmanager
def opened(context: typer.Context, store: str | None) -> "Iterator[Graph]":
    """The graph that the options name; a remark if it had to be built first.

    Of an endpoint, a command is to read the same build from its beginning until it writes its answer (see `emit`).
    """
    # imports all analyses, which takes 0.1 s and which commands that build do not need
    from kgraph.workspace.graph import Graph

    with (
        Graph.open(workspace_of(context).root, store, remark=partial(remark, context)) as graph,
        Watch(graph.store) as watch,
    ):
        context.obj.watch = watch
        if store is None and graph.store.url == "memory:" and (graph.workspace.store / "CURRENT").is_file():
            remark(context, "the store is older than the data: answering from the files; 'kgraph build' renews it")
        graph.tell_of_faults()
        yield graph
