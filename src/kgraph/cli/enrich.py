"""The command `enrich`, which fetches other data sets' statements."""

from collections.abc import Iterator
from functools import partial
from typing import Annotated

import typer

from kgraph.cli.commands import examples
from kgraph.cli.options import FormatOption, Output
from kgraph.cli.output import progress, remark, write_rows
from kgraph.cli.workspaces import own_workspace
from kgraph.errors import UsageError
from kgraph.linking.enrichment import LANGUAGES, PROPERTIES
from kgraph.linking.entities import PLACES
from kgraph.linking.judgements import SPACES
from kgraph.model import Literal, Rows
from kgraph.workspace import enriching
from kgraph.workspace.linking import Links, wanted_of

app = typer.Typer(rich_markup_mode=None)


@app.command(
    epilog=examples(
        "kgraph enrich",
        "kgraph enrich --dataset wikidata --language uk --property P625 --property P856",
        "kgraph enrich --dataset wikidata --refresh --diff",
        "kgraph enrich --dataset wikidata --remove",
    )
)
def enrich(
    context: typer.Context,
    datasets: Annotated[
        list[str] | None,
        typer.Option(
            "--dataset", help="geonames (on this computer) or wikidata (online). May be repeated. [default: both]"
        ),
    ] = None,
    properties: Annotated[
        list[str] | None,
        typer.Option(
            "--property",
            help="Fetch this property of Wikidata, such as P625, instead of the usual ones. May be repeated.",
        ),
    ] = None,
    languages: Annotated[
        list[str] | None,
        typer.Option(
            "--language", help="Fetch labels in this language, such as uk, instead of the usual ones. May be repeated."
        ),
    ] = None,
    refresh: Annotated[
        bool, typer.Option("--refresh", help="Ask the service again, even if its last answer is recent.")
    ] = False,
    offline: Annotated[
        bool, typer.Option("--offline", help="Contact no service: use the answers that services gave before.")
    ] = False,
    diff: Annotated[bool, typer.Option("--diff", help="Show what would change, and write nothing.")] = False,
    remove: Annotated[
        bool, typer.Option("--remove", help="Delete what was fetched from the data sets that --dataset names.")
    ] = False,
    form: FormatOption = None,
    output: Output = None,
) -> None:
    """Fetch what GeoNames and Wikidata say about linked entities, and keep it apart from claims.

    kgraph fetches labels, positions, countries, images, official sites, dates and what a thing is part of. It writes
    them with their source and date to data/triples/enrichment-NAME.trig. They are no claims of your documents, so they
    are in no world: ask for them with GRAPH.
    """
    if refresh and offline:
        raise UsageError("--refresh asks again, and --offline asks nobody; say one of them")
    chosen = list(dict.fromkeys(datasets or SPACES))
    if remove:
        _remove(context, chosen, sure=bool(datasets))
        return
    found = _enriched(context, chosen, properties or [], languages or [], refresh, offline, diff)
    if diff:
        changes = list(found)
        write_rows(context, _change_rows(changes), form, output, "")
        for change in changes:
            _say(context, change, " (not written)")
        return
    written = False
    try:
        for change in found:
            _say(context, change)
            written = written or bool(change)
    finally:  # written files stay even if the next data set fails
        if written:
            remark(context, "next: kgraph build")


def _say(context: typer.Context, change: enriching.Change, not_written: str = "") -> None:
    counted = f"{len(change.added)} added, {len(change.removed)} removed" if change else "nothing has changed"
    remark(context, f"{change.dataset}: {change.total} statements, {counted}{not_written}")


def _enriched(
    context: typer.Context,
    datasets: list[str],
    properties: list[str],
    languages: list[str],
    refresh: bool,
    offline: bool,
    diff: bool,
) -> Iterator[enriching.Change]:
    """The changes in each data set, as soon as it is done."""
    for name in properties:
        if not name.startswith("P") or not name[1:].isdecimal():
            raise UsageError(f"'{name}' is no property of Wikidata's; write it as P625")
    workspace = own_workspace(context)
    places = {one.iri for one in wanted_of(workspace) if one.kind in PLACES}
    judgements = Links(workspace).judgements
    for dataset in datasets:
        with progress(context, 300) as step:
            change = enriching.enrich(
                workspace,
                judgements,
                places,
                dataset,
                offline=offline,
                refresh=refresh,
                properties=properties or PROPERTIES,
                languages=languages or LANGUAGES,
                step=step,
                dry_run=diff,
                remark=partial(remark, context),
            )
        yield change


def _remove(context: typer.Context, datasets: list[str], *, sure: bool) -> None:
    if not sure:
        raise UsageError("say which data set is to be removed: --dataset geonames or --dataset wikidata")
    workspace = own_workspace(context)
    for dataset in datasets:
        remark(context, f"{dataset}: {enriching.remove(workspace, dataset)} statements removed; next: kgraph build")


def _change_rows(changes: list[enriching.Change]) -> Rows:
    lines = [
        (Literal(change.dataset), Literal(what), *triple)
        for change in changes
        for what, triples in (("added", change.added), ("removed", change.removed))
        for triple in triples
    ]
    return Rows(("dataset", "change", "entry", "property", "value"), tuple(lines))
