"""The commands `view` and `export`."""

from pathlib import Path
from typing import Annotated

import typer

from kgraph.analysis.description import Description
from kgraph.cli.commands import ListedGroup, examples
from kgraph.cli.options import AccordingTo, AsOf, Only, Output, StoreOption, WorldOption
from kgraph.cli.output import emit, remark
from kgraph.cli.workspaces import opened
from kgraph.delimited import BOM
from kgraph.errors import UsageError
from kgraph.views.export import csv_metadata
from kgraph.workspace.exports import exported

app = typer.Typer(rich_markup_mode=None)

view = typer.Typer(cls=ListedGroup, help="Write the graph as a web page that opens offline.", no_args_is_help=True)
app.add_typer(view, name="view")

ENTITY_TYPES = ("equipment", "event", "organisation", "person", "place", "source", "unit")
EXPORTS = ("nq", "trig", "ttl", "jsonld", "graphml", "gexf", "csv", "csv-bom", "void")


@app.command(
    "network",
    epilog=examples(
        "kgraph view network -o pokrovsk.html",
        "kgraph view network --focus Budanov --depth 2 -o budanov.html",
        "kgraph view network --type unit --type place --as-of 2025-11-01 -o where.html",
        "kgraph view network --sources texts/ -o with-quotes.html",
    ),
)
def view_network(
    context: typer.Context,
    output: Annotated[Path, typer.Option("--output", "-o", help="The HTML file to write.")],
    focus: Annotated[str | None, typer.Option(help="Show only what is near this entity.")] = None,
    only: Only = False,
    depth: Annotated[int, typer.Option(min=1, help="How many steps from the focus count as near.")] = 1,
    types: Annotated[
        list[str] | None,
        typer.Option(
            "--type", "-t", help=f"Show only entities of this type: {', '.join(ENTITY_TYPES)}. May be repeated."
        ),
    ] = None,
    world: WorldOption = None,
    according_to: AccordingTo = None,
    as_of: AsOf = None,
    sources: Annotated[
        Path | None,
        typer.Option(
            envvar="KGRAPH_SOURCES",
            help="The folder with the documents' texts. The page then quotes them, so mind whom you send it to.",
        ),
    ] = None,
    store: StoreOption = None,
) -> None:
    """Draw people, units, places and events, and what claims say about them, as an interactive network.

    The page is one file that opens offline. Its reader can choose another world, claimant or day. With --as-of the file
    has nothing that was said later.
    """
    with opened(context, store) as graph:
        drawn = graph.network(
            focus=focus,
            only=only,
            depth=depth,
            types=types or (),
            world=world,
            according_to=according_to or (),
            as_of=as_of,
            sources=sources,
        )
    drawn.write(output)
    said = "" if drawn.edges else "; it has no relations"
    said += f", nothing had certainly been said up to {as_of}" if as_of and not drawn.claims else ""
    quoting = sum(bool(claim.quotes) for claim in drawn.claims)
    if sources:
        said += f"; it quotes the texts for {quoting} of {len(drawn.claims)} claims"
    many = "1 entity" if len(drawn.nodes) == 1 else f"{len(drawn.nodes)} entities"
    remark(context, f"wrote {output} ({len(drawn.html.encode()) // 1024} kB, {many}{said})")
    if sources and not quoting:
        remark(context, f"no text in {sources} is the one that was registered for its document")


@app.command(
    epilog=examples(
        "kgraph export -o pokrovsk.nq",
        "kgraph export --format gexf -o pokrovsk.gexf",
        "kgraph export --world asserted -o asserted.nq",
        "kgraph export --format ttl --according-to Reuters -o reuters.ttl",
        "kgraph export --format void",
    )
)
def export(
    context: typer.Context,
    form: Annotated[
        str | None, typer.Option("--format", "-f", help=f"{', '.join(EXPORTS)} [default: the file's ending]")
    ] = None,
    world: WorldOption = None,
    according_to: AccordingTo = None,
    as_of: AsOf = None,
    claimants: Annotated[
        bool, typer.Option("--claimants", help="graphml, gexf: join each claimant to what they speak of")
    ] = False,
    store: StoreOption = None,
    output: Output = None,
) -> None:
    """Export the graph in a format that other tools read.

    nq, trig and jsonld have all named graphs; ttl has one world, graphml and gexf have its network, csv has its claims.
    If you choose a world, every format has that world.

    Without a world, nq, trig and jsonld have what is denied or forecast, too, in graphs of its own: a tool that reads
    all graphs as one takes it for asserted. Give such a tool one world (--world asserted), in which kg:claimedAs says
    at each event as what it is told (fact, intended, denied …). In csv, graphml and gexf claimed_as says so of each
    thing, and in_world whether the world holds it as a fact.

    Each export describes itself (title, licence, counts) in VoID and DCAT: nq, trig and jsonld in the named graph
    graph/description, ttl among its triples, graphml and gexf in the graph's description, csv in FILE-metadata.json
    beside FILE. csv-bom is csv that begins with a byte order mark, for Excel. void is that description alone, as
    Turtle.
    """
    chosen = (form or (output.suffix.removeprefix(".") if output else "")).lower()
    if chosen not in EXPORTS:
        said = f"'{chosen}' is no export format" if chosen else "no format is named"
        raise UsageError(f"{said}; use --format with one of {', '.join(EXPORTS)}")
    if claimants and chosen not in ("graphml", "gexf"):
        raise UsageError(f"--claimants is for graphml and gexf; {chosen} has who speaks of what already")
    with opened(context, store) as graph:
        pieces, description = exported(
            graph, chosen.removesuffix("-bom"), world, according_to or (), as_of, claimants=claimants
        )
        emit([BOM.encode(), *pieces] if chosen == "csv-bom" else pieces, output, context)
    if chosen in ("nq", "trig", "jsonld") and not (world or according_to or as_of):
        remark(context, _UNION)
    if chosen.startswith("csv"):
        _describe_beside(output, description, context)


_UNION = (
    "each claim's content is a graph of its own, also what is denied: for a tool that reads all graphs as one, export "
    "a world (--world asserted)"
)


def _describe_beside(output: Path | None, description: Description, context: typer.Context) -> None:
    """Write the metadata of a CSV file beside it; if the CSV is printed, print a remark on how to get the
    description."""
    file = output.resolve() if output and output.is_symlink() else output
    if file is None or not file.is_file():
        remark(context, "CSV on a stream has no place for its description; 'kgraph export --format void' prints it")
        return
    emit(csv_metadata(file.name, description), file.with_name(f"{file.name}-metadata.json"), context)
