"""Commands that show and hand out: `view`, `export`."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kgraph.cli.app import AccordingTo, AsOf, Output, StoreOption, WorldOption, app, emit, examples, remark
from kgraph.cli.ask import opened
from kgraph.disk import replace_file
from kgraph.errors import UsageError

if TYPE_CHECKING:
    from kgraph.model import Quad
    from kgraph.workspace import Graph

view = typer.Typer(help="Write the graph as a page that opens offline.", no_args_is_help=True)
app.add_typer(view, name="view")

EXPORTS = ("nq", "trig", "ttl", "jsonld", "graphml", "gexf", "csv")


@view.command(
    "network",
    epilog=examples(
        "kgraph view network -o pokrovsk.html",
        "kgraph view network --focus Budanov --depth 2 -o budanov.html",
    ),
)
def view_network(
    context: typer.Context,
    output: Annotated[Path, typer.Option("--output", "-o", help="The HTML file to write.")],
    focus: Annotated[str | None, typer.Option(help="Only what is near this entity.")] = None,
    depth: Annotated[int, typer.Option(min=1, help="How near: steps from the focus.")] = 1,
    world: WorldOption = None,
    according_to: AccordingTo = None,
    as_of: AsOf = None,
    store: StoreOption = None,
) -> None:
    """Draw people, units, places and events, and what claims say of them, as an interactive network."""
    with opened(context, store) as graph:
        page = draw_network(graph, focus, depth, world, according_to, as_of)
    replace_file(output, page)
    remark(context, f"wrote {output} ({len(page.encode()) // 1024} kB)")


def draw_network(
    graph: "Graph",
    focus: str | None = None,
    depth: int = 1,
    world: str | None = None,
    according_to: list[str] | None = None,
    as_of: str | None = None,
) -> str:
    """The network page of a chosen world."""
    from kgraph.views.network import render

    chosen = graph.choose(world, according_to or (), as_of)
    drawn = graph.network(focus=focus, depth=depth, world=world, according_to=according_to or (), as_of=as_of)
    return render(
        drawn,
        title=graph.workspace.title,
        subtitle=f"Held in this world: {graph.in_words(chosen)}. Other lines are claimed, not held.",
        generated=f"generated {date.today().isoformat()}",
    )


@app.command(
    epilog=examples(
        "kgraph export -o pokrovsk.nq",
        "kgraph export --format gexf -o pokrovsk.gexf",
        "kgraph export --format ttl --according-to Reuters -o reuters.ttl",
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
    store: StoreOption = None,
    output: Output = None,
) -> None:
    """Hand out the graph in other tools' formats.

    nq, trig and jsonld hold all named graphs; ttl one world; graphml and gexf its network; csv its claims.
    """
    chosen = (form or (output.suffix.removeprefix(".") if output else "")).lower()
    if chosen not in EXPORTS:
        said = f"'{chosen}' is no export format" if chosen else "no format is named"
        raise UsageError(f"{said}; use --format with one of {', '.join(EXPORTS)}")
    with opened(context, store) as graph:
        text = _exported(graph, chosen, world, according_to or [], as_of)
    emit(text, output, context)


def _exported(graph: "Graph", form: str, world: str | None, according_to: list[str], as_of: str | None) -> str:
    from kgraph.store import write_quads
    from kgraph.store.trig import canonical, canonical_trig
    from kgraph.views import export as to

    if form in ("graphml", "gexf"):
        drawn = graph.network(world=world, according_to=according_to, as_of=as_of)
        return to.graphml(drawn) if form == "graphml" else to.gexf(drawn)
    if form == "csv":
        whose = graph.choose(world, according_to, as_of).according_to
        claims = graph.network(world=world, according_to=according_to, as_of=as_of).claims
        return to.claims_csv(claim for claim in claims if not whose or claim.claimant_id in whose)
    asked = bool(world or according_to or as_of)
    if form == "ttl" or asked:
        iri = graph.world(world, according_to, as_of)
        triples = [quad[:3] for quad in graph.store.dump(iri)]
        name = None if form in ("ttl", "jsonld") else iri
        quads: list[Quad] = [(*triple, name) for triple in triples]
    else:
        quads = graph.own_quads()
    if form in ("trig", "ttl"):
        return canonical_trig(quads, graph.workspace.base)
    # in one order and with the same blank nodes' labels, so that exports of equal data are equal
    return write_quads(sorted(canonical(quads), key=str), form).decode("utf8")
