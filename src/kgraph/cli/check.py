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
        help="The folder with the documents' texts, to check every anchor against its text.",
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
            help="Check only these files; the others are read for the things that these name [default: check the "
            "whole workspace]"
        ),
    ] = None,
    sources: SourcesOption = None,
    form: Annotated[
        Format | None, typer.Option("--format", "-f", help="json, for programs [default: a report to read].")
    ] = None,
    output: Output = None,
) -> None:
    """Check the data files; exit with 1 if something must be corrected.

    It checks the form of each claim and thing (SHACL shapes), anchors, terms, labels, and references to things that no
    file describes. It also reports where the data repeat the wording of a source.
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
    """The findings on these files, or on the whole workspace."""
    with progress(context, 3) as step:
        return check(workspace, files, sources, step)


def checked(files: list[Path]) -> str:
    """The sentence that says what was checked if only some files were given.

    >>> checked([Path("data/report.trig")])[:72]
    'checked report.trig alone, with what other files say about the things th'
    """
    if len(files) == 1:
        what = f"{files[0].name} alone, with what other files say about the things that it names; its words"
    else:
        what = f"{len(files)} files alone, with what others say about the things that they name; their words"
    return f"checked {what} with the texts of the documents named there; 'kgraph validate' checks all files and texts"


def report(findings: list[Finding], base: str, form: Format | None) -> str:
    """The findings as a report, or as JSON."""
    if form == Format.json:
        return json.dumps(validation.as_data(findings), ensure_ascii=False, indent=1) + "\n"
    return validation.report(findings, base)
