"""The Typer application, the options that commands share, and where their output goes."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kgraph.disk import replace_file
from kgraph.errors import UsageError
from kgraph.resources import VERSION

if TYPE_CHECKING:
    from kgraph.workspace import Workspace


def examples(*lines: str) -> str:
    """A command's examples, as the text under its help."""
    return "Examples:\n\n\b\n" + "\n".join(f"  {line}" for line in lines)


app = typer.Typer(
    name="kgraph",
    help="Ask a graph of claims who said what, through whom, when, how surely, and who says otherwise.",
    epilog=examples("kgraph demo", "kgraph queries", "kgraph query measurements --according-to DeepState"),
    no_args_is_help=True,
    rich_markup_mode=None,  # plain help: rich alone takes as long to load as all the rest
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


class Settings:
    """What was said before the command's name."""

    workspace: Path | None = None
    quiet = False
    home: "Workspace | None" = None  # the workspace once it is found; see `workspace_of`


class Format(StrEnum):
    """The formats that answers are written in."""

    table = "table"
    csv = "csv"
    tsv = "tsv"
    json = "json"
    xml = "xml"
    md = "md"
    ttl = "ttl"
    nt = "nt"
    trig = "trig"
    nq = "nq"
    jsonld = "jsonld"


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
            "--workspace", "-C", help="The workspace's folder [default: the one you are in; to ask, else Pokrovsk]"
        ),
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no remarks on stderr.")] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show the traceback of an error.")] = False,
    version: Annotated[
        bool, typer.Option("--version", callback=_say_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Read the options that come before a command's name."""
    settings = Settings()
    settings.workspace, settings.quiet = workspace, quiet
    context.obj = settings


def workspace_of(context: typer.Context) -> "Workspace":
    """The workspace that a command is about: of -C, else of the current folder, else the Pokrovsk one.

    Unless it is the very folder that was named or that one stands in, a remark says which it is; once for a command.
    Raises `UsageError` where -C names no workspace.
    """
    from kgraph.workspace import Workspace
    from kgraph.workspace.config import current_folder, none_here

    settings: Settings = context.obj
    if settings.home is None:
        found = Workspace.find(settings.workspace) if settings.workspace else Workspace.nearest()
        if found is None:
            remark(context, f"{none_here()} with -C")
        elif found.root.resolve() != (settings.workspace or current_folder()).resolve():
            remark(context, f"workspace: {found.title} ({found.root})")
        settings.home = found or Workspace.find()
    return settings.home


def own_workspace(context: typer.Context) -> "Workspace":
    """The same for commands that check or change a workspace's files: the Pokrovsk one only where it is meant.

    Raises `UsageError` where no workspace is named or stood in.
    """
    from kgraph.workspace import Workspace
    from kgraph.workspace.config import FILE, current_folder

    if context.obj.workspace is None and Workspace.nearest() is None:
        words = context.command_path.removeprefix("kgraph ")
        raise UsageError(
            f"no {FILE} in {current_folder()} or above; name the workspace with 'kgraph -C FOLDER {words}', "
            "or begin one with 'kgraph init FOLDER'"
        )
    return workspace_of(context)


def complete_query(incomplete: str) -> list[str]:
    """Names of catalogue queries for the shell."""
    from kgraph.catalogue import load_catalogue
    from kgraph.workspace import Workspace

    names = load_catalogue(Workspace.find().query_folders())
    return [name for name in names if name.startswith(incomplete)]


def complete_param(context: typer.Context, incomplete: str) -> list[str]:
    """Parameters of the query that the command line names, as `name=`; terms for one that takes a concept."""
    from kgraph.catalogue import Query, load_catalogue
    from kgraph.namespaces import KG
    from kgraph.workspace import Workspace

    catalogue = load_catalogue(Workspace.find().query_folders())
    # before an option has its value, what stands before it is not parsed yet
    words = (context.params.get("what"), *context.args)
    query: Query | None = next((catalogue[str(word)] for word in words if word in catalogue), None)
    if query is None:
        return []
    name, equals, value = incomplete.partition("=")
    if not equals:
        return [f"{p.name}=" for p in query.params if p.name.startswith(name)]
    concepts = {p.name for p in query.params if p.type == "concept"}
    return [f"{name}={term}" for term in sorted(KG.terms) if name in concepts and term.startswith(value) and value]


def complete_world(incomplete: str) -> list[str]:
    """Names of worlds for the shell."""
    return [name for name in ("record", "undisputed", "asserted") if name.startswith(incomplete)]


WorldOption = Annotated[
    str | None,
    typer.Option(
        "--world",
        "-w",
        help="record, undisputed or asserted [default: undisputed; with --according-to: asserted]",
        autocompletion=complete_world,
    ),
]
AccordingTo = Annotated[
    list[str] | None,
    typer.Option(
        "--according-to",
        "-a",
        help="Only what this agent claims: a label, another name, an IRI. May be repeated.",
    ),
]
AsOf = Annotated[
    str | None, typer.Option("--as-of", "-d", help="Only what was said by the end of this day (YYYY-MM-DD).")
]
StoreOption = Annotated[
    str | None,
    typer.Option("--store", "-s", help="memory:, oxigraph:DIR or sparql:URL [default: the workspace's own]"),
]
Output = Annotated[Path | None, typer.Option("--output", "-o", help="Write to this file.")]
FormatOption = Annotated[
    Format | None,
    typer.Option(
        "--format",
        "-f",
        case_sensitive=False,
        help="[default: by the file's ending; a table on a terminal, else tsv; triples: ttl]",
    ),
]


def ending(output: Path | None) -> Format | None:
    """The format of rows that a file's ending names, if it names one."""
    name = output.suffix.removeprefix(".").lower() if output else ""
    return Format(name) if name in ("csv", "tsv", "json", "xml", "md") else None


def emit(text: str, output: Path | None, context: typer.Context) -> None:
    """Print a text, or write it to a file and say so."""
    if output is None:
        write_out(text)
        return
    replace_file(output, text)
    remark(context, f"wrote {output}")


def write_out(text: str) -> None:
    """Print a text that other tools may read: UTF-8, whatever the terminal's encoding is."""
    if hasattr(sys.stdout, "buffer"):
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode("utf8"))
    else:
        sys.stdout.write(text)


def remark(context: typer.Context, text: str) -> None:
    """Say something on stderr, unless asked to be quiet; labels in it steer no terminal."""
    if not context.obj.quiet:
        typer.echo("".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text), err=True)


@contextmanager
def progress(context: typer.Context, steps: int) -> Iterator[Callable[[str], None]]:
    """A progress bar on stderr of so many steps, each named as it begins; nothing where nobody looks."""
    if context.obj.quiet or not sys.stderr.isatty() or os.environ.get("NO_COLOR"):
        yield lambda step: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    from kgraph.views.answers import one_line

    columns = (BarColumn(bar_width=20), TextColumn("{task.description}", markup=False))  # a step may be any name
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=steps)
        yield lambda step: bar.update(task, advance=1, description=one_line(step))
