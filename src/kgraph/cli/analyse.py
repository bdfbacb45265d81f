"""Commands that analyse: `chain`, `compare`, `origins`, `measures`, `path`, `diff`."""

import sys
from enum import StrEnum
from io import StringIO
from typing import Annotated

import typer
from rich.console import Console

from kgraph.analysis.chain import Structure
from kgraph.cli.commands import examples
from kgraph.cli.options import AccordingTo, AsOf, AssertedWorldOption, FormatOption, Only, Output, StoreOption, ending
from kgraph.cli.output import emit, progress, remark, write_rows
from kgraph.cli.workspaces import opened, workspace_of
from kgraph.views import command, disputed_rows
from kgraph.views import compare as views
from kgraph.views import disputes as dispute_views
from kgraph.views.tables import difference_rows, measured_rows, origin_rows, step_rows, step_text
from kgraph.workspace.versions import changes

app = typer.Typer(rich_markup_mode=None)


class GraphName(StrEnum):
    """The graphs for measures and paths."""

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
    unit: Annotated[
        str,
        typer.Argument(
            help="A unit or another organization; or a person, to see the units in which that person serves."
        ),
    ],
    on: Annotated[
        str | None, typer.Option("--on", help="Use what is claimed for this day (YYYY-MM-DD) [default: any day]")
    ] = None,
    world: AssertedWorldOption = None,
    according_to: AccordingTo = None,
    as_of: AsOf = None,
    store: StoreOption = None,
    form: FormatOption = None,
    output: Output = None,
) -> None:
    """Show who commands a unit, and what is above and below it, with the claims that say so.

    The answer is a tree, in which each link names the claims that say so. What nobody claims for the day is unknown.
    The tree uses all positive assertions, unless --world says otherwise, and marks those that are disputed.
    """
    with opened(context, store) as graph:
        found = graph.chain(unit, on, world=world or "asserted", according_to=according_to or (), as_of=as_of)
        form = form or ending(output)
        if form is None:
            emit(_trees(found, graph.workspace.base, wide=output is not None), output, context)
        else:
            write_rows(context, command.rows(found), form, output, graph.workspace.base)


def _trees(structures: tuple[Structure, ...], base: str, *, wide: bool) -> str:
    """The trees as text, wrapped to the terminal's width; not wrapped for a file or a pipe."""
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
    """Compare what claimants say about a topic, aspect by aspect.

    For each aspect you see who says what, how surely, when and through whom. Figures are drawn as intervals on one
    axis. Denials are marked, and each position names the question that it answers. Aspects in question come first. A
    place includes the places inside it. kgraph decides nothing.
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
    about: Annotated[str | None, typer.Option(help="Show only questions with a claim about this entity.")] = None,
    since: Annotated[
        str | None,
        typer.Option(
            metavar="<date>",
            help="Show only questions on which somebody said something on this day or later (YYYY-MM-DD).",
        ),
    ] = None,
    only: Only = False,
    as_of: AsOf = None,
    store: StoreOption = None,
    form: FormatOption = None,
    output: Output = None,
) -> None:
    """Show what claimants contradict each other on: each question, its positions, and who takes them.

    Under each question stand its positions, oldest first; under a heading of their own stand those that all who took
    them changed or took back. Each names who takes it, [through whom] it came, and when. ○ marks an answer that
    contradicts nobody, or a claimant who finds no evidence for it. Below the questions stand figures that their own
    claimants revised, two figures that one claimant gave on one day, near misses (claims that would contradict each
    other but for one detail), and disagreements about what should or will be. A place includes the places inside it.
    kgraph decides no question, and no majority counts.
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
            write_rows(context, disputed_rows.rows(found), form, output, graph.workspace.base)


@app.command(
    epilog=examples(
        "kgraph origins",
        "kgraph origins Pokrovsk --format csv",
    )
)
def origins(
    context: typer.Context,
    about: Annotated[str | None, typer.Argument(help="Count only statements about this entity.")] = None,
    as_of: AsOf = None,
    store: StoreOption = None,
    form: FormatOption = None,
    output: Output = None,
) -> None:
    """Count the independent origins of each statement, and show through whom each claim came.

    Somebody who only passes a statement on is no origin. Agents that cite each other in a circle count as one origin.
    Unnamed sources count as one, since nobody knows that they are more. Two assessments that the data state alike may
    mean different things: read how each is worded.
    """
    with opened(context, store) as graph:
        found = graph.origins(about, as_of=as_of)
        one, several = sum(o.independent == 1 for o in found), sum(o.independent > 1 for o in found)
        said = f"{one} have one origin, {several} have several"
        remark(context, f"{len(found)} statements: {said}")
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
    top: Annotated[int, typer.Option(min=1, help="Show this many entities.")] = 20,
    world: AssertedWorldOption = None,
    according_to: AccordingTo = None,
    as_of: AsOf = None,
    store: StoreOption = None,
    form: FormatOption = None,
    output: Output = None,
) -> None:
    """Measure a network of claims: which entities are central, and which form groups.

    The network 'claims' leads from each claimant to the entities that its claims are about; 'command' leads from each
    superior to what is under it; 'co-occurrence' joins entities that the same claim is about. The columns incoming and
    outgoing count claims (both are equal where a line has no direction). betweenness is the share of shortest paths
    that lead through an entity. Entities of one community are joined more closely with each other than with the rest.
    The numbers tell who is spoken of, not who matters.
    """
    with opened(context, store) as graph:
        networks = graph.networks(world=world or "asserted", according_to=according_to or (), as_of=as_of)
        found = networks.measure(graph_name.value)
        if not found:
            remark(context, f"the network '{graph_name.value}' joins no entities here")
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
    start: Annotated[str, typer.Argument(help="The first entity: a label, another name or an IRI.")],
    end: Annotated[str, typer.Argument(help="The second entity, named in the same way.")],
    graph_name: Annotated[
        GraphName,
        typer.Option("--graph", "-g", help="The network to search: claims, command, co-occurrence, or any of them."),
    ] = GraphName.any,
    world: AssertedWorldOption = None,
    according_to: AccordingTo = None,
    as_of: AsOf = None,
    store: StoreOption = None,
    form: FormatOption = None,
    output: Output = None,
) -> None:
    """Show the shortest path between two entities, and the claims along it.

    Two entities are joined if one claims something about the other, or if one claim is about both. Of equally short
    paths you see the one with the most claims.
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
    old: Annotated[
        str,
        typer.Argument(
            help="The older version: a store (URL or folder), a folder of data, a workspace or a data file."
        ),
    ],
    new: Annotated[str, typer.Argument(help="The newer version, named in the same way.")],
    form: FormatOption = None,
    output: Output = None,
) -> None:
    """Show what changed between two versions of a graph.

    You see the claims that were added, withdrawn or changed, with what changed in each, and the disputes that were
    opened or closed.
    """
    workspace = workspace_of(context)
    with progress(context, 3) as step:
        found = difference_rows(changes(old, new, workspace, step, lambda text: remark(context, text)))
    if not found.rows:
        remark(context, "no claim and no dispute has changed")
    write_rows(context, found, form, output, workspace.base)
