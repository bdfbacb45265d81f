"""Commands that make and check: `build`, `validate`, `fmt`, `init`, `demo`."""

import json
import os
import re
import shlex
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kgraph.cli.app import (
    Format,
    Output,
    StoreOption,
    app,
    emit,
    examples,
    own_workspace,
    progress,
    remark,
    workspace_of,
)
from kgraph.errors import UsageError

if TYPE_CHECKING:
    from kgraph.validation import Finding
    from kgraph.workspace import BuildReport, Workspace

_BASE = re.compile(r"^\s*(@base|base)\b", re.IGNORECASE | re.MULTILINE)
_RELATIVE = re.compile(r"<(?![A-Za-z][A-Za-z0-9+.-]*:)[^\x00-\x20<>\"{}|^`\\]*>")
SourcesOption = Annotated[
    Path | None,
    typer.Option(
        "--sources",
        envvar="KGRAPH_SOURCES",
        help="The folder with the documents' texts, to verify every anchor.",
    ),
]
# what is asked, the query and its parameters, and the columns that fit on a terminal
_DEMO: tuple[tuple[str, str, dict[str, str], tuple[str, ...]], ...] = (
    (
        "How much of Pokrovsk is captured, according to whom, and who denies it?",
        "shares-captured",
        {"place": "Pokrovsk"},
        ("claimant", "stance", "figure", "certainty", "said_by"),
    ),
    ("Which figures does nobody dispute?", "measurements", {}, ("figure", "measured", "of", "claimant")),
    ("Who held which post on 5 November 2025?", "posts", {"on": "2025-11-05"}, ("who", "post", "of", "claimant")),
)


@app.command(
    epilog=examples(
        "kgraph build",
        "kgraph build --store oxigraph:/data/pokrovsk",
        "kgraph build --store sparql:http://localhost:7878/query",
    )
)
def build(context: typer.Context, store: StoreOption = None) -> None:
    """Build the graph from the workspace's files.

    Loads them, digests contents, runs the rules and makes the worlds. A fault in a file leaves the old store.
    """
    _build(context, own_workspace(context), store)


def _build(context: typer.Context, workspace: "Workspace", store: str | None) -> "BuildReport":
    from kgraph.workspace import build as make
    from kgraph.workspace.building import in_a_sentence

    began = time.perf_counter()
    with progress(context, 5) as step:
        report = make(workspace, store, step)
    seconds = time.perf_counter() - began
    remark(
        context,
        f"built {report.quads} quads from {report.files} files in {seconds:.2f} s: "
        f"{report.claims} claims, disputes found: {report.disputes} → {report.store}",
    )
    if report.faults:
        remark(context, in_a_sentence(report.faults, report.first))
    return report


@app.command(
    epilog=examples(
        "kgraph validate",
        "kgraph validate --sources texts/",
        "kgraph validate data/triples/report.trig --format json",
    )
)
def validate(
    context: typer.Context,
    files: Annotated[
        list[Path] | None, typer.Argument(help="Only what these files say [default: the whole workspace]")
    ] = None,
    sources: SourcesOption = None,
    form: Annotated[Format | None, typer.Option("--format", "-f", help="json, or a report to read.")] = None,
    output: Output = None,
) -> None:
    """Check the data; exit 1 if something must be mended.

    Shapes, anchors, vocabulary, dangling references, labels, and that no wording of a source stands in the data.
    """
    from kgraph.validation import failed
    from kgraph.workspace.check import check_given

    if form not in (None, Format.json):
        raise UsageError(f"a report cannot be written as {form.value}; leave --format out, or use json")
    check_given(files or [], sources)
    workspace = own_workspace(context)
    findings = _findings(context, workspace, files or [], sources)
    emit(_report(findings, workspace.base, form), output, context)
    if failed(findings):
        raise typer.Exit(1)


def _findings(
    context: typer.Context, workspace: "Workspace", files: list[Path], sources: Path | None
) -> "list[Finding]":
    from kgraph.workspace.check import check

    with progress(context, 3) as step:
        return check(workspace, files, sources, step)


def _report(findings: "list[Finding]", base: str, form: Format | None) -> str:
    from kgraph import validation

    if form == Format.json:
        return json.dumps(validation.as_data(findings), ensure_ascii=False, indent=1) + "\n"
    return validation.report(findings, base)


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
    check: Annotated[bool, typer.Option("--check", help="Change nothing; exit 1 if a file is not in form.")] = False,
) -> None:
    """Put data files into their stable, sorted form, without a byte order mark."""
    from kgraph.store.trig import format_file

    chosen = files or [path for path in own_workspace(context).data_files() if path.suffix.lower() == ".trig"]
    changed = [path for path in chosen if format_file(path, _base_of(context, path), check=check)]
    for path in changed:
        remark(context, f"{path}: {'not in form; run kgraph fmt' if check else 'put into form'}")
    if not changed:
        remark(context, f"{len(chosen)} files are in form")
    elif check:
        raise typer.Exit(1)


def _base_of(context: typer.Context, path: Path) -> str:
    """The base of the workspace that a file lies in, whatever folder one stands in; with -C of that workspace.

    Outside of any workspace a file must say its base: another's would be written into it.
    """
    from kgraph.listing import read_text
    from kgraph.workspace import Workspace

    named = context.obj.workspace is not None or not path.exists()
    own = None if named else Workspace.nearest(path.parent)
    if own is None and path.is_file() and _RELATIVE.search(text := read_text(path)) and not _BASE.search(text):
        own = own_workspace(context)
    return (own or workspace_of(context)).base


@app.command(
    epilog=examples(
        "kgraph init my-workspace && cd my-workspace && kgraph build && kgraph query claims",
    )
)
def init(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(help="A new or empty folder.")],
    base: Annotated[
        str, typer.Option(help="The IRI under which the workspace names things.")
    ] = "https://example.org/id/",
    title: Annotated[str, typer.Option(help="What the workspace is about.")] = "",
) -> None:
    """Start a workspace, with a small example in it."""
    from kgraph.workspace import init_workspace

    for path in init_workspace(folder, base, title or folder.name):
        remark(context, f"wrote {path}")
    remark(context, f"next: cd {shlex.quote(str(folder))}; kgraph build; kgraph validate; kgraph query claims")


@app.command(
    epilog=examples(
        "kgraph demo",
        "kgraph demo --output-folder pokrovsk",
    )
)
def demo(
    context: typer.Context,
    folder: Annotated[Path, typer.Option("--output-folder", "-o", help="Where the pages are written.")] = Path("out"),
    sources: SourcesOption = None,
) -> None:
    """Build, validate, answer three questions, draw.

    This is always the Pokrovsk graph, which comes with kgraph.
    """
    from kgraph.model import Rows
    from kgraph.resources import bundled
    from kgraph.validation import failed
    from kgraph.views.terminal import print_table
    from kgraph.workspace import Graph, Workspace

    home = bundled()
    workspace = Workspace.find(home)
    _build(context, workspace, None)
    findings = _findings(context, workspace, [], sources)
    typer.echo(f"Validated: {_report(findings, workspace.base, None).splitlines()[-1]}")
    if failed(findings):
        raise typer.Exit(1)
    with Graph.open(home) as graph:
        for question, name, params, columns in _DEMO:
            typer.echo(f"\n{question}\n  kgraph query {name}" + "".join(f" --param {k}={v}" for k, v in params.items()))
            answer = graph.query(name, params=params)
            assert isinstance(answer, Rows)
            print_table(answer.only(*columns), workspace.base, sys.stdout)
        page = folder / "network.html"
        folder.mkdir(parents=True, exist_ok=True)
        graph.network(sources=sources).write(page)
    typer.echo(f"\nThe network: {os.path.relpath(page)} ({page.stat().st_size // 1024} kB) — open it in a browser")
