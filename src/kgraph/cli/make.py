"""Commands that make: `build`, `fmt`, `init`."""

import re
import shlex
import time
from pathlib import Path
from typing import Annotated

import typer

from kgraph.cli.commands import examples
from kgraph.cli.options import StoreOption
from kgraph.cli.output import counted, progress, remark
from kgraph.cli.workspaces import own_workspace, workspace_of
from kgraph.listing import read_text
from kgraph.store.trig import format_file
from kgraph.workspace.building import build as make
from kgraph.workspace.building import in_a_sentence
from kgraph.workspace.config import Workspace
from kgraph.workspace.starting import init_workspace

app = typer.Typer(rich_markup_mode=None)

_BASE = re.compile(r"^\s*(@base|base)\b", re.IGNORECASE | re.MULTILINE)
_RELATIVE = re.compile(r"<(?![A-Za-z][A-Za-z0-9+.-]*:)[^\x00-\x20<>\"{}|^`\\]*>")


@app.command(
    epilog=examples(
        "kgraph build",
        "kgraph build --anew",
        "kgraph build --store oxigraph:/data/pokrovsk",
        "kgraph build --store sparql:http://localhost:7878/query",
    )
)
def build(
    context: typer.Context,
    store: StoreOption = None,
    anew: Annotated[
        bool, typer.Option("--anew", help="Build everything again, even from files that have not changed.")
    ] = False,
) -> None:
    """Build the graph from the workspace's files.

    It loads the files, derives what follows from each claim, runs the rules that find disputes, and prepares the world
    'undisputed'. If there is an earlier store, it reads only the files that changed, and derives again only what
    depends on them. If a file has a fault, the earlier store stays as it was.
    """
    build_store(context, own_workspace(context), store, anew=anew)


def build_store(context: typer.Context, workspace: Workspace, store: str | None, *, anew: bool = False) -> None:
    """Build the workspace's store, or the one that is named, and print its counts and what was built again."""
    began = time.perf_counter()
    with progress(context, 5) as step:
        report = make(workspace, store, step, anew=anew)
    seconds = time.perf_counter() - began
    remark(
        context,
        f"built {report.quads} quads from {report.files} files in {seconds:.2f} s: "
        f"{report.claims} claims, disputes found: {report.disputes} → {report.store}",
    )
    if report.read is not None:
        rest = counted(report.files - report.read, "file")
        remark(context, f"{counted(report.read, 'file')} read again; {rest} had not changed")
    elif report.why:
        remark(context, f"built everything again: {report.why}")
    if report.sent and not report.sent.graphs:
        remark(context, "nothing was sent: the endpoint has these graphs already")
    elif sent := report.sent:
        what = f"{counted(sent.triples, 'triple')} for {counted(sent.graphs, 'graph')} that differed"
        remark(context, f"sent {what}, in {counted(sent.requests, 'request')}")
    if report.faults:
        remark(context, in_a_sentence(report.faults, report.first))


@app.command(
    epilog=examples(
        "kgraph fmt",
        "kgraph fmt data/triples/report.trig",
        "kgraph fmt --check",
    )
)
def fmt(
    context: typer.Context,
    files: Annotated[
        list[Path] | None, typer.Argument(help="Turtle or TriG files [default: the workspace's data]")
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Change nothing; exit with 1 if a file is not in this form.")
    ] = False,
) -> None:
    """Rewrite data files in a stable, sorted form, so that a diff shows only real changes.

    A byte order mark at the beginning of a file is removed.
    """
    chosen = files or [path for path in own_workspace(context).data_files() if path.suffix.lower() == ".trig"]
    changed = [path for path in chosen if format_file(path, _base_of(context, path), check=check)]
    for path in changed:
        remark(
            context, f"{path}: {'not in the stable form; run kgraph fmt' if check else 'rewritten in the stable form'}"
        )
    if not changed:
        remark(context, f"{len(chosen)} files are in the stable form")
    elif check:
        raise typer.Exit(1)


def _base_of(context: typer.Context, path: Path) -> str:
    """The base of the workspace of -C, or of the workspace in whose folder a file is, whatever the current folder is.

    A file outside of any workspace must set its base itself, since no workspace's base applies.
    """
    named = context.obj.workspace is not None or not path.exists()
    own = None if named else Workspace.nearest(path.parent)
    if own is None and path.is_file() and _RELATIVE.search(text := read_text(path)) and not _BASE.search(text):
        own = own_workspace(context)
    return (own or workspace_of(context)).base


@app.command(
    epilog=examples(
        "kgraph init my-workspace && cd my-workspace && kgraph build && kgraph query claims",
        "kgraph init my-workspace --empty",
    )
)
def init(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(help="A new or empty folder.")],
    base: Annotated[
        str, typer.Option(help="The beginning of the IRIs that the workspace gives to things.")
    ] = "https://example.org/id/",
    title: Annotated[str, typer.Option(help="What the workspace is about.")] = "",
    empty: Annotated[bool, typer.Option("--empty", help="Leave out the example.")] = False,
) -> None:
    """Start a workspace, with a small example in it."""
    for path in init_workspace(folder, base, title or folder.name, empty=empty):
        remark(context, f"wrote {path}")
    if empty:
        place = shlex.quote(str(folder))
        remark(context, f"next: cd {place}; kgraph document add FILE; kgraph claims template -o claims.xlsx")
        return
    remark(context, f"next: cd {shlex.quote(str(folder))}; kgraph build; kgraph validate; kgraph query claims")
