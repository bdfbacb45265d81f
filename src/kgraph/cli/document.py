"""Commands on documents: `document add`, `document list`."""

import shlex
from pathlib import Path
from typing import Annotated

import typer

from kgraph.cli.commands import ListedGroup, examples
from kgraph.cli.options import FormatOption, Output, StoreOption
from kgraph.cli.output import remark, write_out, write_rows
from kgraph.cli.workspaces import opened, own_workspace
from kgraph.model import Literal, Rows
from kgraph.workspace.documents import Given, Registration, is_address, register, shown
from kgraph.workspace.texts import at_hand

app = typer.Typer(rich_markup_mode=None)
document = typer.Typer(
    cls=ListedGroup,
    help="Register texts and web pages as documents, and list the documents.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.add_typer(document, name="document")

_COLUMNS = ("published", "document", "publisher", "claims", "text", "address")
_LISTED = (*_COLUMNS, "claimants", "language", "captured", "archive", "licence", "iri")


@app.command(
    "add",
    epilog=examples(
        "kgraph document add report.txt --publisher 'North Wire' --published 2025-11-05",
        "kgraph document add report.txt --address https://wire.example/5 --captured 2025-11-06",
        "kgraph document add https://wire.example/live --publisher Reuters --published 2025-11-05 --language en",
    ),
)
def add(
    context: typer.Context,
    what: Annotated[
        str, typer.Argument(metavar="FILE|URL", help="A text file in UTF-8, or the address of a web page.")
    ],
    name: Annotated[
        str,
        typer.Option(help="The document's short name, if it is new [default: made of the file's name or the address]."),
    ] = "",
    title: Annotated[str | None, typer.Option(help="The document's title [default: the outlet and the day].")] = None,
    publisher: Annotated[str | None, typer.Option(help="The outlet that published it, by any of its names.")] = None,
    published: Annotated[
        str | None,
        typer.Option(help="When it was published: 2025-11-05, or with the time of day: '2025-11-05 14:30 +02:00'."),
    ] = None,
    language: Annotated[
        str | None, typer.Option(help="The tag of its language, such as en [default: guessed, where that is sure].")
    ] = None,
    address: Annotated[str | None, typer.Option(help="Its address on the web: https://…")] = None,
    captured: Annotated[str | None, typer.Option(help="The day on which somebody saved the text from there.")] = None,
    archive: Annotated[str | None, typer.Option(help="The address of a copy in an archive: https://…")] = None,
    archive_digest: Annotated[
        str | None, typer.Option(help="The digest of the archive's copy: sha256:… or sha1:…")
    ] = None,
    licence: Annotated[str | None, typer.Option(help="The address of its licence: https://…")] = None,
    author: Annotated[str | None, typer.Option(help="Who wrote it; separate several names by ;")] = None,
    new_publisher: Annotated[
        bool,
        typer.Option("--new-publisher", help="Add the outlet to reference.trig if the workspace does not know it."),
    ] = False,
    new_author: Annotated[
        bool, typer.Option("--new-author", help="Add the author to reference.trig if the workspace does not know them.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Print what would be written, and write nothing.")] = False,
) -> None:
    """Register a text file, or the address of a web page, as a document that claims can cite.

    kgraph copies a text file into the workspace's folder sources/, and writes a file in data/triples/ that describes
    the document, with the digest and length of its text. It fetches nothing from an address: such a document has no
    text, and its claims point at no words. To change a registered document, register it again with the fields to
    change; '' deletes a field.
    """
    said = {
        "title": title,
        "publisher": publisher,
        "published": published,
        "language": language,
        "address": address,
        "captured": captured,
        "archive copy": archive,
        "archive digest": archive_digest,
        "licence": licence,
        "author": author,
    }
    given = Given(
        {name: text.strip() for name, text in said.items() if text is not None}, new_publisher, new_author, name
    )
    workspace = own_workspace(context)
    done = register(workspace, what, given, dry_run=dry_run)
    short = done.document.removeprefix(workspace.base)
    for line in done.remarks:
        remark(context, line)
    if dry_run:
        write_out(done.description)
    for path in done.files:
        remark(context, f"{'would write' if dry_run else 'wrote'} {path}")
    remark(context, _outcome(done, short, dry_run=dry_run))
    if done.is_new and not dry_run and not is_address(what):
        text = shown(workspace, workspace.sources / Path(what).name)
        remark(context, "next: kgraph claims template -o claims.xlsx, and a row for each claim;")
        remark(context, f"or, for claims in Turtle: kgraph anchor {shlex.quote(text)} 'the words of a claim'")


def _outcome(done: Registration, short: str, *, dry_run: bool) -> str:
    if done.is_new:
        return f"{'would register' if dry_run else 'registered'} {short}"
    if done.changes:
        return f"{short} is registered already; {'what was given would change it' if dry_run else 'changed it'}"
    return f"{short} is registered already, and nothing was to be changed"


@app.command(
    "list",
    epilog=examples("kgraph document list", "kgraph document list --format csv -o documents.csv"),
)
def list_documents(
    context: typer.Context, store: StoreOption = None, form: FormatOption = None, output: Output = None
) -> None:
    """List the documents: when each was published, how many claims it has, and whether its text is there.

    The column text says whether the document's text is in sources/: at hand, changed (the file differs from the
    registered one), missing (no such file), or none (the document has only an address).
    """
    with opened(context, store) as graph:
        rows = graph.query("documents", world="record")
        assert isinstance(rows, Rows)
        sources = graph.workspace.sources
        told = [{**row, "text": Literal(at_hand(sources, row["file"], row["digest"]))} for row in rows]
        listed = Rows(_LISTED, tuple(tuple(row[name] for name in _LISTED) for row in told))
        write_rows(context, listed, form, output, graph.workspace.base, _COLUMNS)
