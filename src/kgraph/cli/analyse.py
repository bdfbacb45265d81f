"""Commands that analyse: `chain`, `compare`, `origins`, `measures`, `path`, `diff`."""

import sys
from enum import StrEnum
from io import StringIO
from typing import Annotated

import typer
from rich.console import Console

from kgraph.analysis.chain import Structure
from kgraph.cli.commands import examples
from kgraph.cli.options import AccordingTo, AsOf, FormatOption, Only, Output, StoreOption, WorldOption, ending
from kgraph.cli.output import emit, progress, remark, write_rows
from kgraph.cli.workspaces import opened, workspace_of
from kgraph.views import command
from kgraph.views import compare as views
from kgraph.views import disputes as dispute_views
from kgraph.views.tables import difference_rows, measured_rows, origin_rows, step_rows, step_text
from kgraph.workspace.versions import changes

app = typer.Typer(rich_markup_mode=None)


class GraphName(StrEnum):
    """The graphs that measures and paths are of."""

    claims = "claims"
    command = "command"
    co_occurrence = "co-occurrence"
    any = "any"


@app.command(
    epilog=examples(
        "kgraph chain HUR --on 2025-11-05",
        "kgraph chain Budanov",
        "kgraph chain 'Air Assault Forces' --format json",
    )
)
def chain(
    context: typer.Context,
    unit: Annotated[str, typer.Argument(help="A unit or other organization; or a person, for those they serve in.")],
    on: Annotated[str | None, typer.Option("--on", help="The day (YYYY-MM-DD) [default: any day]")] = None,
    world: WorldOption = None,
    according_to: AccordingTo = None,
    as_of: AsOf = None,
    store: StoreOption = None,
    form: FormatOption = None,
    output: Output = None,
) -> None:
    """Show who commands a unit, what it is under and what is under it.

    A tree of what claims say, each link with its claims; what nobody claims for the day is unknown. Of all positive
    assertions, unless --world says otherwise; disputed ones are marked.
    """
    with opened(context, store) as graph:
        found = graph.chain(unit, on, world=world or "asserted", according_to=according_to or (), as_of=as_of)
        form = form or ending(output)
        if form is None:
            emit(_trees(found, graph.workspace.base, wide=output is not None), output, context)
        else:
            write_rows(context, command.rows(found), form, output, graph.workspace.base)


def _trees(structures: tuple[Structure, ...], base: str, *, wide: bool) -> str:
    """The trees as text, as wide as the terminal; unbroken lines for a file or a pipe."""
    terminal = Console(highlight=False)
    broken = terminal.is_terminal and not wide
    out = StringIO()
    width = terminal.width if broken else 10_000
    console = Console(file=out, force_terminal=broken, width=width, highlight=False, no_color=terminal.no_color)
    for structure in structures:
        console.print(command.tree(structure, base))
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"


@app.command(
    epilog=examples(
        "kgraph compare Pokrovsk",
        "kgraph compare 'share of territory captured'",
        "kgraph compare Pokrovsk --as-of 2025-11-01 --format csv",
    )
)
def compare(
    context: typer.Context,
    topic: Annotated[str, typer.Argument(help="An entity, a place, or a measure such as 'troop strength'.")],
    only: Only = False,
    as_of: AsOf = None,
    store: StoreOption = None,
    form: FormatOption = None,
    output: Output = None,
) -> None:
    """Set side by side what claimants say of a topic, aspect by aspect.

    Who says what, how surely, when and through whom; figures as intervals on one axis; denials, and which question a
    position answers. What is in question comes first. A place takes in the places that lie in it. Nothing is decided.
    """
    with opened(context, store) as graph:
        aspects = graph.compare(topic, only=only, as_of=as_of)
        form = form or ending(output)
        if form is None:
            terminal = Console()
            width = terminal.width if terminal.is_terminal and output is None else None
            topic = graph.scope(topic, only=only, as_of=as_of)
            emit(views.comparison(aspects, topic, graph.workspace.base, width), output, context)
        else:
            write_rows(context, views.rows(aspects), form, output, graph.workspace.base)


@app.command(
    epilog=examples(
        "kgraph disputes",
        "kgraph disputes --about Pokrovsk --since 2025-11-01",
        "kgraph disputes --format csv -o disputes.csv",
    )
)
def disputes(
    context: typer.Context,
    about: Annotated[str | None, typer.Option(help="Only questions with a claim that concerns this entity.")] = None,
    since: Annotated[
        str | None,
        typer.Option(metavar="<date>", help="Only questions on which something was said on this day or later."),
    ] = None,
    only: Only = False,
    as_of: AsOf = None,
    store: StoreOption = None,
    form: FormatOption = None,
    output: Output = None,
) -> None:
    """Show what is in question: the positions, who takes them, and what comes near.

    Each question with its answers, in the order of the days on which they were first given: who gives them, [through
    whom], and when. ○ marks what else was said on it, in conflict with nobody, and who finds no evidence for it.
    Below: figures that their own claimants revised, one voice with two figures, near misses, disagreements on what
    should or will be. A place takes in the places that lie in it. Nothing is decided, and no majority counts.
    """
    with opened(context, store) as graph:
        found = graph.disputed(about, since, only=only, as_of=as_of)
        form = form or ending(output)
        if form is None:
            terminal = Console()
            width = terminal.width if terminal.is_terminal and output is None else None
            signs = dispute_views.legend(width) if found.questions or found.remarks else ""
            emit(dispute_views.report(found, width) + signs, output, context)
        else:
            write_rows(context, dispute_views.rows(found), form, output, graph.workspace.base)


@app.command(
    epilog=examples(
        "kgraph origins",
        "kgraph origins Pokrovsk --format csv",
    )
)
def origins(
    context: typer.Context,
    about: Annotated[str | None, typer.Argument(help="Only what concerns this entity.")] = None,
    as_of: AsOf = None,
    store: StoreOption = None,
    form: FormatOption = None,
    output: Output = None,
) -> None:
    """Count the independent origins of each content, and show the way of each claim.

    Who only passes it on is no origin; agents that have it from each other are a circle, which counts as one. Unnamed
    sources count as one, since nobody knows that they are more. Assessments recorded alike may be meant differently:
    read their words.
    """
    with opened(context, store) as graph:
        found = graph.origins(about, as_of=as_of)
        one, several = sum(o.independent == 1 for o in found), sum(o.independent > 1 for o in found)
        said = f"{one} rest on one origin, {several} on several"
        remark(context, f"{len(found)} contents: {said}")
        rows = origin_rows(found)
        write_rows(context, rows, form, output, graph.workspace.base)


@app.command(
    epilog=examples(
        "kgraph measures claims",
        "kgraph measures co-occurrence --top 10",
        "kgraph measures command --format csv",
    )
)
def measures(
    context: typer.Context,
    graph_name: Annotated[GraphName, typer.Argument(metavar="graph", help="claims, command, co-occurrence or any.")],
    top: Annotated[int, typer.Option(min=1, help="How many entities.")] = 20,
    world: WorldOption = None,
    according_to: AccordingTo = None,
    as_of: AsOf = None,
    store: StoreOption = None,
    form: FormatOption = None,
    output: Output = None,
) -> None:
    """Measure a network of claims: who is central, and who belongs together.

    claims: from each claimant to what its claims are about. command: from each superior to what is under it.
    co-occurrence: between what one claim is about. incoming and outgoing count claims (the same where an edge has no
    direction); betweenness is the share of shortest ways that lead through; entities of one community belong together.
    They tell who is spoken of, not who matters.
    """
    with opened(context, store) as graph:
        networks = graph.networks(world=world or "asserted", according_to=according_to or (), as_of=as_of)
        found = networks.measure(graph_name.value)
        if not found:
            remark(context, f"the graph '{graph_name.value}' has no edges here")
        rows = measured_rows(found[:top])
        as_table = form is None and output is None and sys.stdout.isatty()
        write_rows(context, rows.only(*rows.variables[:-1]) if as_table else rows, form, output, graph.workspace.base)


@app.command(
    epilog=examples(
        "kgraph path DeepState Budanov",
        "kgraph path Syrskyi HUR --graph co-occurrence",
    )
)
def path(
    context: typer.Context,
    start: Annotated[str, typer.Argument(help="An entity.")],
    end: Annotated[str, typer.Argument(help="Another entity.")],
    graph_name: Annotated[
        GraphName, typer.Option("--graph", "-g", help="Where to look: claims, command, co-occurrence or any.")
    ] = GraphName.any,
    world: WorldOption = None,
    according_to: AccordingTo = None,
    as_of: AsOf = None,
    store: StoreOption = None,
    form: FormatOption = None,
    output: Output = None,
) -> None:
    """Show the shortest way between two entities, and the claims along it.

    Two are joined where one claims something about the other, or one claim concerns both. Of equally short ways it is
    the one with most claims.
    """
    with opened(context, store) as graph:
        networks = graph.networks(world=world or "asserted", according_to=according_to or (), as_of=as_of)
        steps = networks.path(graph.entity(start), graph.entity(end), graph_name.value)
        form = form or ending(output)
        if form is None:
            emit(step_text(steps, graph.workspace.base), output, context)
        else:
            write_rows(context, step_rows(steps), form, output, graph.workspace.base)


@app.command(
    epilog=examples(
        "kgraph diff old-data/ data/triples/",
        "kgraph diff oxigraph:before oxigraph:after",
        "kgraph diff yesterday.nq sparql:http://localhost:7878/query --format csv",
    )
)
def diff(
    context: typer.Context,
    old: Annotated[str, typer.Argument(help="A store (URL or folder), a folder of data, a workspace, a data file.")],
    new: Annotated[str, typer.Argument(help="The same, later.")],
    form: FormatOption = None,
    output: Output = None,
) -> None:
    """Show what changed between two versions of a graph.

    Claims added, withdrawn and changed, and in what; disputes opened and closed.
    """
    workspace = workspace_of(context)
    with progress(context, 3) as step:
        found = difference_rows(changes(old, new, workspace, step, lambda text: remark(context, text)))
    if not found.rows:
        remark(context, "no claim and no dispute has changed")
    write_rows(context, found, form, output, workspace.base)
