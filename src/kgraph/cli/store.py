"""The command `store check`, which finds out what a server can do."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Annotated

import typer

from kgraph.cli.commands import ListedGroup, examples
from kgraph.cli.options import Format, Output
from kgraph.cli.output import emit, printable, progress
from kgraph.errors import UsageError
from kgraph.store.checking import Trial, check_server, steps
from kgraph.workspace.config import Workspace

app = typer.Typer(rich_markup_mode=None)
store = typer.Typer(
    cls=ListedGroup,
    help="Find out what a server can do as the store.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.add_typer(store, name="store")


@app.command(
    epilog=examples(
        "kgraph store check http://localhost:7878/query",
        "kgraph store check http://localhost:7878/query --write",
        "kgraph store check 'http://localhost:8890/sparql|http://localhost:8890/sparql-auth' --format json",
    )
)
def check(
    context: typer.Context,
    url: Annotated[
        str, typer.Argument(metavar="URL", help="QUERY-URL or QUERY-URL|UPDATE-URL, with or without sparql:")
    ],
    write: Annotated[
        bool, typer.Option("--write", help="Try updates, too, in a graph of kgraph's own, which is removed again.")
    ] = False,
    form: Annotated[
        Format | None, typer.Option("--format", "-f", help="json, for programs [default: a report to read].")
    ] = None,
    output: Output = None,
) -> None:
    """Try what a SPARQL server can do, and say what to do about the rest; exit with 1 if kgraph cannot work there.

    Without --write nothing is written, and only reading is tried. The workspace's kgraph.toml says how to be let in
    ([access]) and how long to wait (timeout).
    """
    from kgraph.store.remote import RemoteStore  # imports SPARQLWrapper, which only endpoints need

    if form not in (None, Format.json):
        raise UsageError(f"a report cannot be written as {form.value}; leave --format out, or use json")
    settings = context.obj
    workspace = Workspace.find(settings.workspace) if settings.workspace else Workspace.nearest()
    access, timeout = (workspace.access, workspace.timeout) if workspace else ((), 30.0)
    found: list[Trial] = []
    server = RemoteStore(url.removeprefix("sparql:"), access=access, timeout=timeout)
    with server, progress(context, steps(write=write)) as step:
        for tested in check_server(server, timeout, write=write):
            found.append(tested)
            step(tested.what)
    emit(report(found, write, form), output, context)
    if any(tested.hinders for tested in found):
        raise typer.Exit(1)


def report(found: Sequence[Trial], write: bool, form: Format | None) -> str:
    """What was found, as lines, or as JSON."""
    verdict = summary(found, write)
    if form == Format.json:
        tested = [asdict(one) | {"hinders": one.hinders} for one in found]
        return json.dumps({"verdict": verdict, "tested": tested}, ensure_ascii=False, indent=1) + "\n"
    return "".join(f"{line}\n" for line in [*_lines(found), "", verdict])


def _lines(found: Iterable[Trial]) -> Iterable[str]:
    for one in found:
        yield printable(f"{one.state:<5} {one.what}" + (f": {one.said}" if one.said else ""))
        if one.state != "yes" and one.remedy:
            yield f"      {one.remedy}"


def summary(found: Sequence[Trial], write: bool) -> str:
    """The sentence that says whether kgraph can work there.

    >>> summary([Trial("takes updates", "no", needed="build")], True)
    'kgraph can read here, and cannot build.'
    """
    hindered = {one.needed for one in found if one.hinders}
    if "read" in hindered:
        return "kgraph cannot work here: answers would be wrong or missing."
    if not write:
        return "kgraph can read here; --write finds out whether it can build."
    if hindered:
        return "kgraph can read here, and cannot build."
    return "kgraph can read and build here."
