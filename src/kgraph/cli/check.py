"""The command that checks: `validate`."""

import json
from pathlib import Path
from typing import Annotated

import typer

from kgraph import validation
from kgraph.cli.commands import examples
from kgraph.cli.options import Format, Output
from kgraph.cli.output import emit, progress, remark
from kgraph.cli.workspaces import own_workspace
from kgraph.errors import UsageError
from kgraph.validation import Finding
from kgraph.workspace.check import check, check_given
from kgraph.workspace.config import Workspace

app = typer.Typer(rich_markup_mode=None)

SourcesOption = Annotated[
    Path | None,
    typer.Option(
        "--sources",
        envvar="KGRAPH_SOURCES",
        help="The folder with the documents' texts, to verify every anchor.",
    ),
]


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
        list[Path] | None,
        typer.Argument(
            help="Only what these files say, by what others say of all that they name [default: the whole workspace]"
        ),
    ] = None,
    sources: SourcesOption = None,
    form: Annotated[Format | None, typer.Option("--format", "-f", help="json, or a report to read.")] = None,
    output: Output = None,
) -> None:
    """Check the data; exit 1 if something must be mended.

    Shapes, anchors, vocabulary, dangling references, labels, and that no wording of a source stands in the data.
    """
    if form not in (None, Format.json):
        raise UsageError(f"a report cannot be written as {form.value}; leave --format out, or use json")
    check_given(files or [], sources)
    workspace = own_workspace(context)
    findings = findings_of(context, workspace, files or [], sources)
    if files:
        remark(context, checked(files))
    emit(report(findings, workspace.base, form), output, context)
    if validation.failed(findings):
        raise typer.Exit(1)


def findings_of(context: typer.Context, workspace: Workspace, files: list[Path], sources: Path | None) -> list[Finding]:
    """What is wrong with these files, or with the whole workspace."""
    with progress(context, 3) as step:
        return check(workspace, files, sources, step)


def checked(files: list[Path]) -> str:
    """What was looked at when some files alone were to be checked.

    >>> checked([Path("data/report.trig")])[:72]
    'checked report.trig alone, by what other files say of all that it names;'
    """
    if len(files) == 1:
        what = f"{files[0].name} alone, by what other files say of all that it names; its words"
    else:
        what = f"{len(files)} files alone, by what others say of all that they name; their words"
    return f"checked {what} with the texts of the documents named there; 'kgraph validate' checks all files and texts"


def report(findings: list[Finding], base: str, form: Format | None) -> str:
    """The findings to read, or as JSON."""
    if form == Format.json:
        return json.dumps(validation.as_data(findings), ensure_ascii=False, indent=1) + "\n"
    return validation.report(findings, base)
