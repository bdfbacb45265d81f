"""The command for assistants: `mcp`."""

from typing import Annotated

import typer

from kgraph.cli.commands import examples
from kgraph.cli.make import build_store
from kgraph.cli.options import StoreOption
from kgraph.cli.output import remark
from kgraph.cli.workspaces import workspace_of
from kgraph.stopping import read_size

app = typer.Typer(rich_markup_mode=None)
_ANSWER = 2**20  # bytes: an assistant reads no more


@app.command(epilog=examples("kgraph mcp", "kgraph -C quake mcp --timeout 10"))
def mcp(
    context: typer.Context,
    store: StoreOption = None,
    timeout: Annotated[
        float, typer.Option("--timeout", "-t", help="The deadline of a tool's answer, in seconds.")
    ] = 30.0,
    memory: Annotated[
        str, typer.Option("--memory", help="What an answer may take of memory, such as 500M or 2G.")
    ] = "1G",
) -> None:
    """Let an assistant read the graph, over stdin and stdout (Model Context Protocol).

    Its tools find things, claims and questions, compare claimants, and take SPARQL. It changes no claims. At an
    endpoint it writes the worlds that are asked for, and finishes a build that was cut off there while it was put in
    place. Every claim in an answer says who makes it, through whom, how surely, where, and whether it is in question.
    """
    # here, since these take 0.2 s to import, which other commands do not need
    from kgraph.web import Settings
    from kgraph.web.app import pool_of
    from kgraph.web.assistants.speaking import speak

    workspace = workspace_of(context)
    # an answer may take until the deadline, and its process is kept, with what it has read
    settings = Settings(deadline=timeout, quick=timeout, memory=read_size(memory), answer=_ANSWER, places=2, long=1)
    if store is None and not (workspace.store / "CURRENT").is_file():
        remark(context, f"{workspace.title}: no store yet; building it")
        build_store(context, workspace, None)
    speak(pool_of(workspace, store, settings))
