"""The commands `link review` and `link undo`."""

import sys
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from kgraph.cli.commands import examples
from kgraph.cli.link import Author, Datasets, Offline, Only, author_of, open_data_sets, say_conflicts, searching
from kgraph.cli.output import remark
from kgraph.cli.reviewing import Review
from kgraph.cli.reviewing_table import TableReview, undo_table
from kgraph.cli.workspaces import own_workspace, workspace_of
from kgraph.errors import UsageError
from kgraph.workspace.linking import Links

app = typer.Typer(rich_markup_mode=None)


@app.command(
    "review",
    epilog=examples(
        "kgraph link review",
        "kgraph link review --dataset wikidata --only Budanov",
        "kgraph link review --table found.csv",
    ),
)
def review(
    context: typer.Context,
    datasets: Datasets = None,
    only: Only = None,
    offline: Offline = False,
    everything: Annotated[
        bool,
        typer.Option(
            "--all", help="Ask also about entities that kgraph matched by itself, or for which it found nothing."
        ),
    ] = False,
    author: Author = "",
    table: Annotated[
        Path | None,
        typer.Option("--table", metavar="FILE", help="Judge the unsure rows of a table that 'link table' wrote."),
    ] = None,
) -> None:
    """Judge candidates, one entity after the other; each judgement is saved at once."""
    if not sys.stdin.isatty():
        raise UsageError("a review needs a terminal; use 'kgraph link judge' in scripts")
    if table is not None:
        if only:
            raise UsageError("--only names entities of the graph; a table's rows are asked about in their order")
        with open_data_sets(context, workspace_of(context), datasets, offline) as found:
            judged = TableReview(table, found.chosen, found.places).go(everything=everything)
        remark(context, f"{judged} judged in {table}")
        return
    with searching(context, own_workspace(context), datasets, offline) as (links, wanted, finders):
        chosen = {links.entity(wanted, name).iri for name in only or ()}
        asked = [one for one in wanted if not chosen or one.iri in chosen]
        session = Review(links, finders.chosen, author_of(author), date.today().isoformat())
        judged = session.go(asked, everything=everything or bool(chosen))
        remark(context, f"{judged} judged" + ("; next: kgraph build" if judged else ""))
        say_conflicts(context, links)


@app.command(
    "undo",
    epilog=examples(
        "kgraph link undo",
        "kgraph link undo --table found.csv",
        "kgraph link undo --table found.csv --row 'Old Town' --row 12",
        "kgraph link undo --table found.csv --sitting",
    ),
)
def undo(
    context: typer.Context,
    table: Annotated[
        Path | None,
        typer.Option("--table", metavar="FILE", help="Take back what was judged by hand in this table."),
    ] = None,
    rows: Annotated[
        list[str] | None,
        typer.Option("--row", help="Of a table: this row, by its name or its number, from 1. May be repeated."),
    ] = None,
    sitting: Annotated[
        bool, typer.Option("--sitting", help="Of a table: all that was judged in the last review.")
    ] = False,
) -> None:
    """Undo the last step of linking: a run, a judgement or a 'forget'. Repeat it to undo the step before.

    With --table, the last judgement by hand in that table is taken back, and the row has the answer that it had before.
    A row that was changed or removed since is left as it is.
    """
    if table is None:
        if rows or sitting:
            raise UsageError("--row and --sitting are for a table; name it with --table")
        remark(context, Links(own_workspace(context)).undo())
        return
    if rows and sitting:
        raise UsageError("choose one of --row and --sitting")
    remark(context, undo_table(table, rows or (), sitting=sitting))
