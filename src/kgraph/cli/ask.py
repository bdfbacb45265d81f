"""Commands that ask: `query`, `queries`, `worlds`, `stats`."""

import sys
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kgraph.cli.app import (
    AccordingTo,
    AsOf,
    Format,
    FormatOption,
    Output,
    StoreOption,
    WorldOption,
    app,
    complete_param,
    complete_query,
    emit,
    ending,
    examples,
    remark,
)
from kgraph.errors import UsageError

if TYPE_CHECKING:
    from kgraph.catalogue import Query
    from kgraph.model import Rows
    from kgraph.workspace import Graph
    from kgraph.workspace.graph import Answer


@app.command(
    epilog=examples(
        "kgraph query shares-captured --param place=Pokrovsk",
        "kgraph query measurements --according-to DeepState",
        "kgraph query 'SELECT ?c { ?c kg:claimant <agent/reuters> }' --as-of 2025-11-04",
    )
)
def query(
    context: typer.Context,
    what: Annotated[
        str,
        typer.Argument(
            help="A catalogue query's name, a .rq file, SPARQL text, or - for stdin.",
            autocompletion=complete_query,
        ),
    ],
    param: Annotated[
        list[str] | None,
        typer.Option("--param", "-p", help="NAME=VALUE; again for more values.", autocompletion=complete_param),
    ] = None,
    world: WorldOption = None,
    according_to: AccordingTo = None,
    as_of: AsOf = None,
    store: StoreOption = None,
    form: FormatOption = None,
    output: Output = None,
) -> None:
    """Ask the graph a question in a chosen world."""
    text = _from_stdin() if what == "-" else what
    with opened(context, store) as graph:
        answer = graph.query(
            text, params=_params(param or []), world=world, according_to=according_to or (), as_of=as_of
        )
        _write_answer(context, answer, form, output, graph.workspace.base)
        if not (world or according_to):
            _warn_of_disputed(context, graph, text, _params(param or []), as_of, answer)
        if world or according_to:
            _warn_of_record(context, graph.find_query(text))


def _from_stdin() -> str:
    if sys.stdin is None:
        raise UsageError("stdin is closed; name a query, a file, or write SPARQL")
    try:
        return sys.stdin.buffer.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(f"stdin is not UTF-8 (byte {error.start})") from error


def _warn_of_record(context: typer.Context, query: "Query | str") -> None:
    """Say so when a world's choice of contents changes nothing, as the query asks who said what."""
    from kgraph.catalogue import Query

    if isinstance(query, Query) and not query.asks_the_world:
        hint = "; try --param claimant=…" if any(p.name == "claimant" for p in query.params) else ""
        remark(
            context,
            f"{query.name} asks who said what, and shows all of it whatever the world holds: "
            f"--world and --according-to do not narrow it{hint}",
        )


def _warn_of_disputed(
    context: typer.Context, graph: "Graph", text: str, params: dict[str, list[str]], as_of: str | None, answer: "Answer"
) -> None:
    """Say so when a catalogue query gives fewer rows only since the default world leaves out what is disputed."""
    from kgraph.catalogue import Query
    from kgraph.model import Rows
    from kgraph.store.guard import reaches_out

    query = graph.find_query(text)
    if isinstance(query, Query) and reaches_out(query.text):
        return  # no endpoint is asked a second time for a remark
    if context.obj.quiet or not isinstance(query, Query) or not query.asks_the_world or not isinstance(answer, Rows):
        return
    every = graph.query(query, params=params, world="asserted", as_of=as_of)
    if isinstance(every, Rows) and len(every) > len(answer):
        more = len(every) - len(answer)
        remark(
            context, f"{more} more row{'s' if more > 1 else ''} rest on disputed claims: --world asserted shows them"
        )


def opened(context: typer.Context, store: str | None) -> "Graph":
    """The graph that the options name; a remark if it had to be built first."""
    from kgraph.workspace import Graph

    graph = Graph.open(context.obj.workspace, store)
    graph.remark = lambda text: remark(context, text)
    if store is None and graph.store.url == "memory:" and (graph.workspace.store / "CURRENT").is_file():
        remark(context, "the store is older than the data: answering from the files; 'kgraph build' renews it")
    return graph


def _params(given: list[str]) -> dict[str, list[str]]:
    values: dict[str, list[str]] = defaultdict(list)
    for item in given:
        name, equals, value = item.partition("=")
        if not equals or not name:
            raise UsageError(f"--param '{item}' has no '='; write it as NAME=VALUE")
        values[name].append(value)
    return values


def _write_answer(
    context: typer.Context,
    answer: "Answer",
    form: Format | None,
    output: Path | None,
    base: str,
) -> None:
    from kgraph.model import Rows
    from kgraph.views import answers

    if isinstance(answer, Rows):
        write_rows(context, answer, form, output, base)
    elif isinstance(answer, bool):
        emit(answers.yes_or_no(answer, form or "table"), output, context)
    else:
        emit(answers.triples_text(answer, form or "ttl"), output, context)


def write_rows(context: typer.Context, rows: "Rows", form: Format | None, output: Path | None, base: str) -> None:
    """Rows as asked for; without a format what the file's ending says, a table on a terminal, TSV elsewhere."""
    from kgraph.views import answers

    chosen = form or ending(output) or (Format.table if output is None and sys.stdout.isatty() else Format.tsv)
    if chosen == Format.table and output is None:
        answers.print_table(rows, base, sys.stdout)
        if not rows.rows:
            remark(context, "no rows")
    elif chosen in answers.ROW_FORMATS:
        emit(answers.rows_text(rows, chosen, base), output, context)
    else:
        raise UsageError(f"rows cannot be written as {chosen}; use {', '.join(answers.ROW_FORMATS)}")


@app.command(
    epilog=examples(
        "kgraph queries",
        "kgraph queries denial",
        "kgraph queries --format json",
    )
)
def queries(
    context: typer.Context,
    search: Annotated[str, typer.Argument(help="Only those whose name, words or parameters have this.")] = "",
    form: FormatOption = None,
    output: Output = None,
) -> None:
    """List the catalogue's queries, with their parameters."""
    from kgraph.catalogue import load_catalogue
    from kgraph.model import Literal, Rows
    from kgraph.workspace import Workspace

    workspace = Workspace.find(context.obj.workspace)
    found = [
        (q.topic, q.name, q.summary, ", ".join(f"{p.name} ({p.type})" for p in q.params))
        for q in load_catalogue(workspace.query_folders()).values()
    ]
    found = [row for row in sorted(found) if search.casefold() in " ".join(row).casefold()]
    rows = Rows(("topic", "name", "question", "parameters"), tuple(tuple(map(Literal, row)) for row in found))
    write_rows(context, rows, form, output, workspace.base)


@app.command(
    epilog=examples(
        "kgraph worlds",
        "kgraph worlds --according-to DeepState --as-of 2025-11-05",
    )
)
def worlds(
    context: typer.Context,
    world: WorldOption = None,
    according_to: AccordingTo = None,
    as_of: AsOf = None,
    store: StoreOption = None,
    form: FormatOption = None,
    output: Output = None,
) -> None:
    """List the worlds and what each holds.

    With options, the one world that they choose.
    """
    from kgraph.model import Literal, Rows, Term
    from kgraph.namespaces import XSD
    from kgraph.store.worlds import WORLD_NAMES

    with opened(context, store) as graph:
        asked = world or according_to or as_of
        chosen = [graph.choose(world, according_to or (), as_of)] if asked else [graph.choose(n) for n in WORLD_NAMES]
        lines: list[tuple[Term, ...]] = []
        for one in chosen:
            iri, selection = graph.materialised(one), graph.selection(one)
            size = len(list(graph.store.dump(iri)))
            numbers = (len(selection.visible), len(selection.asserted), size)
            lines.append((iri, Literal(graph.in_words(one)), *(Literal(str(n), XSD.integer) for n in numbers)))
        names = ("world", "holds", "claims_shown", "contents_held", "triples")
        write_rows(context, Rows(names, tuple(lines)), form, output, graph.workspace.base)


@app.command(
    epilog=examples(
        "kgraph stats",
        "kgraph stats --format json",
    )
)
def stats(context: typer.Context, store: StoreOption = None, form: FormatOption = None, output: Output = None) -> None:
    """Count what the graph holds.

    Documents, claims by kind, claimants, entities, disputes, links to other datasets.
    """
    from kgraph.analysis.stats import statistics

    with opened(context, store) as graph:
        record = graph.world("record")  # first, as it may open the store anew
        rows = statistics(graph.store, graph.workspace.base, record)
        write_rows(context, rows, form, output, graph.workspace.base)
