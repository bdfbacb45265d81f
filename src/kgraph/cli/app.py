"""The Typer application: the table's commands, and the options that come before a command's name."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kgraph.cli.commands import ListedGroup, examples
from kgraph.resources import VERSION

if TYPE_CHECKING:
    from kgraph.store.steady import Watch
    from kgraph.workspace.config import Workspace


app = typer.Typer(
    name="kgraph",
    cls=ListedGroup,
    help="Ask a graph of claims who said what, through whom, when, how surely, and who says otherwise.",
    epilog=examples("kgraph demo", "kgraph queries", "kgraph query measurements --according-to DeepState"),
    no_args_is_help=True,
    rich_markup_mode=None,  # plain help, since loading rich takes as long as everything else together
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


class Settings:
    """The options before the command's name, and what a command keeps while it runs, or runs again."""

    workspace: Path | None = None
    quiet = False
    home: "Workspace | None" = None  # the workspace, after it has been found; see `workspace_of`
    watch: "Watch | None" = None  # on the endpoint that is read; see `workspaces.opened`
    stdin: str | None = None  # what was read there


def _say_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"kgraph {VERSION}")
        raise typer.Exit


@app.callback()
def before(
    context: typer.Context,
    workspace: Annotated[
        Path | None,
        typer.Option(
            "--workspace",
            "-C",
            help="The workspace's folder [default: the one you are in; if you are in none, commands that only ask "
            "take the Pokrovsk example]",
        ),
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print no progress and no remarks on stderr.")] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show the Python traceback of an error.")] = False,
    version: Annotated[
        bool, typer.Option("--version", callback=_say_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Read the options that come before a command's name."""
    settings = Settings()
    settings.workspace, settings.quiet = workspace, quiet
    context.obj = settings
