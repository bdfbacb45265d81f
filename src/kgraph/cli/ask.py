"""Commands that ask: `query`, `queries`, `worlds`, `stats`."""

import math
import sys
import time
from collections import defaultdict
from contextlib import suppress
from dataclasses import replace
from functools import partial
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
    workspace_of,
)
from kgraph.errors import DataError, UsageError
from kgraph.listing import decode
from kgraph.stopping import Bounds, read_size

if TYPE_CHECKING:
    from collections.abc import Callable

    from kgraph.catalogue import Query
    from kgraph.model import Rows
    from kgraph.workspace import Graph
    from kgraph.workspace.asking import Answer


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
    timeout: Annotated[
        float, typer.Option("--timeout", "-t", help="Stop the query after this many seconds, with exit 5; 0: never.")
    ] = 60.0,
    limit: Annotated[
        int | None, typer.Option("--limit", "-n", min=0, help="Give no more rows or triples than this.")
    ] = None,
    memory: Annotated[
        str,
        typer.Option("--memory", help="Stop the query, with exit 5, when it takes more memory than this; 0: never."),
    ] = "4G",
    form: FormatOption = None,
    output: Output = None,
) -> None:
    """Ask the graph a question in a chosen world. Ctrl-C stops it."""
    text = _from_stdin() if what == "-" else what
    bounds = Bounds(timeout or math.inf, read_size(memory) or None)
    with opened(context, store) as graph:
        ask = partial(graph.query, params=_params(param or []), as_of=as_of, memory=bounds.memory)
        end = time.monotonic() + (timeout or math.inf)
        answer = ask(
            text,
            timeout=bounds.seconds,
            world=world,
            according_to=according_to or (),
            limit=None if limit is None else limit + 1,
        )
        answer = _first(context, answer, limit)
        _write_answer(context, answer, form, output, graph.workspace.base, _columns(graph.find_query(text)))
        if not (world or according_to or limit is not None):
            _warn_of_disputed(context, graph, text, partial(ask, timeout=end - time.monotonic()), answer)
        if world or according_to:
            _warn_of_record(context, graph.find_query(text))


def _first(context: typer.Context, answer: "Answer", limit: int | None) -> "Answer":
    """The answer without what is beyond the limit, and a remark if there is something."""
    if limit is None or isinstance(answer, bool) or len(answer) <= limit:
        return answer
    from kgraph.model import Rows

    what = "rows" if isinstance(answer, Rows) else "triples"
    remark(context, f"there are more {what}: --limit {limit} left them out")
    return replace(answer, rows=answer.rows[:limit]) if isinstance(answer, Rows) else answer[:limit]


def _columns(query: "Query | str") -> tuple[str, ...]:
    """The columns that the query's header wants on a terminal."""
    return () if isinstance(query, str) else query.columns


def _from_stdin() -> str:
    if sys.stdin is None:
        raise UsageError("stdin is closed; name a query, a file, or write SPARQL")
    try:
        return decode(sys.stdin.buffer.read())
    except DataError as error:
        raise UsageError(f"stdin: {error}") from error


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
    context: typer.Context, graph: "Graph", text: str, ask: "Callable[..., Answer]", answer: "Answer"
) -> None:
    """Say so when a catalogue query gives fewer rows only since the default world leaves out what is disputed."""
    from kgraph.catalogue import Query
    from kgraph.errors import Stopped
    from kgraph.model import Rows
    from kgraph.store.guard import reaches_out

    query = graph.find_query(text)
    if isinstance(query, Query) and reaches_out(query.text):
        return  # no endpoint is asked a second time for a remark
    if context.obj.quiet or not isinstance(query, Query) or not query.asks_the_world or not isinstance(answer, Rows):
        return
    with suppress(Stopped, UsageError):  # the answer stands; there may be no time left for the remark
        every = ask(query, world="asserted")
        if isinstance(every, Rows) and len(every) > len(answer):
            more = len(every) - len(answer)
            rows = "row rests" if more == 1 else "rows rest"
            remark(context, f"{more} more {rows} on disputed claims: --world asserted shows them")


def opened(context: typer.Context, store: str | None) -> "Graph":
    """The graph that the options name; a remark if it had to be built first."""
    from kgraph.workspace import Graph

    graph = Graph.open(workspace_of(context).root, store, remark=partial(remark, context))
    if store is None and graph.store.url == "memory:" and (graph.workspace.store / "CURRENT").is_file():
        remark(context, "the store is older than the data: answering from the files; 'kgraph build' renews it")
    graph.tell_of_faults()
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
    columns: tuple[str, ...],
) -> None:
    from kgraph.model import Rows
    from kgraph.views import answers

    if isinstance(answer, Rows):
        write_rows(context, answer, form, output, base, columns)
    elif isinstance(answer, bool):
        emit(answers.yes_or_no(answer, form or "table"), output, context)
    else:
        emit(answers.triples_text(answer, form or "ttl"), output, context)


def write_rows(
    context: typer.Context,
    rows: "Rows",
    form: Format | None,
    output: Path | None,
    base: str,
    columns: tuple[str, ...] = (),
) -> None:
    """Rows as asked for; without a format what the file's ending says, a table on a terminal, TSV elsewhere.

    The table has these columns alone, if any are named; the other forms have all.
    """
    from kgraph.views import answers

    chosen = form or ending(output) or (Format.table if output is None and sys.stdout.isatty() else Format.tsv)
    if chosen == Format.table and output is None:
        shown = tuple(name for name in columns if name in rows.variables) or rows.variables
        from kgraph.views.terminal import print_table

        print_table(rows.only(*shown), base, sys.stdout)
        if amiss := [name for name in columns if name not in rows.variables]:
            remark(context, f"the query's header names columns that it does not select: {', '.join(amiss)}")
        if len(shown) < len(rows.variables):
            remark(context, f"{len(shown)} of {len(rows.variables)} columns; --format csv gives all")
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
    """List the catalogue's queries, with their parameters. Exits with 3 if a .rq file has a fault."""
    from kgraph.catalogue import load_catalogue
    from kgraph.model import Literal, Rows
    from kgraph.reading import fold

    workspace = workspace_of(context)
    catalogue = load_catalogue(workspace.query_folders())
    found = [
        (q.topic, q.name, q.summary, ", ".join(f"{p.name} ({p.type})" for p in q.params)) for q in catalogue.values()
    ]
    found = [row for row in sorted(found) if fold(search) in fold(" ".join(row))]
    rows = Rows(("topic", "name", "question", "parameters"), tuple(tuple(map(Literal, row)) for row in found))
    write_rows(context, rows, form, output, workspace.base)
    for fault in list(catalogue.faults.values())[1:]:
        remark(context, str(fault))
    for fault in catalogue.faults.values():
        raise fault


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
