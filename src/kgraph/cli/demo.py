"""The command `demo`, which builds, checks, queries and draws the Pokrovsk example."""

import os
import shlex
import sys
from pathlib import Path
from typing import Annotated

import typer

from kgraph import resources
from kgraph.cli.check import SourcesOption, findings_of, report
from kgraph.cli.commands import examples
from kgraph.cli.make import build_store
from kgraph.cli.output import near, program
from kgraph.model import Rows
from kgraph.validation import failed
from kgraph.views.terminal import print_table
from kgraph.workspace.config import Workspace
from kgraph.workspace.graph import Graph

app = typer.Typer(rich_markup_mode=None)

# each question in words, the query with its parameters, and the columns that fit on a terminal
_DEMO: tuple[tuple[str, str, dict[str, str], tuple[str, ...]], ...] = (
    (
        "How much of Pokrovsk is captured, according to whom, and who denies it?",
        "shares-captured",
        {"place": "Pokrovsk"},
        ("claimant", "stance", "figure", "denied", "certainty", "said_by"),
    ),
    ("Which figures does nobody dispute?", "measurements", {}, ("figure", "measured", "of", "claimant")),
    ("Who held which post on 5 November 2025?", "posts", {"on": "2025-11-05"}, ("who", "post", "of", "claimant")),
)


def _program(home: Path) -> list[str]:
    """The words of a command that queries the same graph from the current folder."""
    here = Workspace.nearest()
    same = here is None or here.root.resolve() == home.resolve()
    return [*program(), *([] if same else ["-C", near(home)])]


@app.command(
    epilog=examples(
        "kgraph demo",
        "kgraph demo --output-folder pokrovsk",
    )
)
def demo(
    context: typer.Context,
    folder: Annotated[Path, typer.Option("--output-folder", "-o", help="The folder to write the page to.")] = Path(
        "out"
    ),
    sources: SourcesOption = None,
) -> None:
    """Build and check the Pokrovsk example, answer three questions, and draw its network.

    It takes the Pokrovsk example, which comes with kgraph, whatever workspace you are in.
    """
    home = resources.bundled()
    workspace = Workspace.find(home)
    build_store(context, workspace, None)
    findings = findings_of(context, workspace, [], sources)
    typer.echo(f"Validated: {report(findings, workspace.base, None).splitlines()[-1]}")
    if failed(findings):
        raise typer.Exit(1)
    with Graph.open(home) as graph:
        for question, name, params, columns in _DEMO:
            words = ["query", name, *(word for key, value in params.items() for word in ("--param", f"{key}={value}"))]
            typer.echo(f"\n{question}\n  {shlex.join([*_program(home), *words])}")
            answer = graph.query(name, params=params)
            assert isinstance(answer, Rows)
            print_table(answer.only(*columns), workspace.base, sys.stdout)
        page = folder / "network.html"
        folder.mkdir(parents=True, exist_ok=True)
        graph.network(sources=sources).write(page)
    typer.echo(f"\nThe network: {os.path.relpath(page)} ({page.stat().st_size // 1024} kB) — open it in a browser")
    typer.echo(f"To publish it over HTTP: {shlex.join([*_program(home), 'serve'])}")
