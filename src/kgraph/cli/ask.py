"""Commands that ask: `query`, `queries`, `worlds`, `stats`."""

import math
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from kgraph.analysis.stats import statistics, world_sizes
from kgraph.catalogue import Query, load_catalogue
from kgraph.cli.commands import examples
from kgraph.cli.options import AccordingTo, AsOf, Format, FormatOption, Output, StoreOption, WorldOption
from kgraph.cli.output import emit, remark, write_rows
from kgraph.cli.workspaces import opened, workspace_of
from kgraph.errors import BuiltMeanwhile, DataError, Stopped, UsageError
from kgraph.listing import decode
from kgraph.model import Literal, Rows, Term
from kgraph.namespaces import KG, XSD
from kgraph.reading import fold
from kgraph.stopping import Bounds, read_size
from kgraph.store.guard import reaches_out
from kgraph.views import answers
from kgraph.workspace.asking import Answer
from kgraph.workspace.config import Workspace
from kgraph.workspace.graph import Graph
from kgraph.workspace.terms import vocabulary_of
from kgraph.worlds import WORLD_NAMES

app = typer.Typer(rich_markup_mode=None)


def complete_query(incomplete: str) -> list[str]:
    """Names of catalogue queries for the shell."""
    names = load_catalogue(Workspace.find().query_folders())
    return [name for name in names if name.startswith(incomplete)]


def complete_param(context: typer.Context, incomplete: str) -> list[str]:
    """Parameters of the query that the command line names, as `name=`; terms for one that takes a concept."""
    catalogue = load_catalogue(Workspace.find().query_folders())
    # while an option has no value yet, the words before it are not parsed
    words = (context.params.get("what"), *context.args)
    query: Query | None = next((catalogue[str(word)] for word in words if word in catalogue), None)
    if query is None:
        return []
    name, equals, value = incomplete.partition("=")
    if not equals:
        return [f"{p.name}=" for p in query.params if p.name.startswith(name)]
    if not value or all(p.name != name or p.type != "concept" for p in query.params):
        return []
    own = [entry.iri for entry in vocabulary_of(Workspace.find()).own()]
    terms = sorted([*KG.terms, *(iri[max(iri.rfind("#"), iri.rfind("/")) + 1 :] for iri in own)])
    return [f"{name}={term}" for term in terms if term.startswith(value)]


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
            help="The name of a query in the catalogue, a .rq file, SPARQL text, or - to read SPARQL from stdin.",
            autocompletion=complete_query,
        ),
    ],
    param: Annotated[
        list[str] | None,
        typer.Option(
            "--param",
            "-p",
            help="A value for a parameter of the query, as NAME=VALUE. May be repeated, also to give one parameter "
            "several values.",
            autocompletion=complete_param,
        ),
    ] = None,
    world: WorldOption = None,
    according_to: AccordingTo = None,
    as_of: AsOf = None,
    store: StoreOption = None,
    timeout: Annotated[
        float,
        typer.Option(
            "--timeout", "-t", help="Stop the query after this many seconds, with exit code 5; 0 means never."
        ),
    ] = 60.0,
    limit: Annotated[
        int | None, typer.Option("--limit", "-n", min=0, help="Give no more rows or triples than this.")
    ] = None,
    memory: Annotated[
        str,
        typer.Option(
            "--memory",
            help="Stop the query, with exit code 5, when it takes more memory than this, such as 500M; 0 means never.",
        ),
    ] = "4G",
    form: FormatOption = None,
    output: Output = None,
) -> None:
    """Ask the graph a question, in a chosen world (see 'kgraph worlds'). Ctrl-C stops it."""
    text = _from_stdin(context) if what == "-" else what
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
            _warn_of_left_out(context, graph, text, partial(ask, timeout=end - time.monotonic()), answer)
        if world or according_to:
            _warn_of_record(context, graph.find_query(text))


def _first(context: typer.Context, answer: Answer, limit: int | None) -> Answer:
    """The answer cut at the limit, with a remark if something was cut."""
    if limit is None or isinstance(answer, bool) or len(answer) <= limit:
        return answer

    what = "rows" if isinstance(answer, Rows) else "triples"
    remark(context, f"there are more {what}: --limit {limit} left them out")
    return replace(answer, rows=answer.rows[:limit]) if isinstance(answer, Rows) else answer[:limit]


def _columns(query: Query | str) -> tuple[str, ...]:
    """The columns that the query's header names for a terminal."""
    return () if isinstance(query, str) else query.columns


def _from_stdin(context: typer.Context) -> str:
    if context.obj.stdin is None:
        context.obj.stdin = _read_stdin()
    return str(context.obj.stdin)


def _read_stdin() -> str:
    if sys.stdin is None:
        raise UsageError("stdin is closed; name a query, a file, or write SPARQL")
    try:
        return decode(sys.stdin.buffer.read())
    except DataError as error:
        raise UsageError(f"stdin: {error}") from error


def _warn_of_record(context: typer.Context, query: Query | str) -> None:
    """Remark that the chosen world changes nothing, if the query asks who said what."""
    if isinstance(query, Query) and not query.asks_the_world:
        hint = "; try --param claimant=…" if any(p.name == "claimant" for p in query.params) else ""
        remark(
            context,
            f"{query.name} asks who said what, and shows all of it whatever the world holds: "
            f"--world and --according-to do not narrow it{hint}",
        )


_LEFT_OUT = "what others dispute, and what claimants later changed, took back or gave two figures for"


def _warn_of_left_out(
    context: typer.Context, graph: Graph, text: str, ask: Callable[..., Answer], answer: Answer
) -> None:
    """Remark that a catalogue query gives fewer rows because of what the default world leaves out."""
    query = graph.find_query(text)
    if isinstance(query, Query) and reaches_out(query.text):
        return  # no endpoint is queried a second time only for a remark
    if context.obj.quiet or not isinstance(query, Query) or not query.asks_the_world or not isinstance(answer, Rows):
        return
    # the answer is complete; for the remark there may be no time left, or a build may have ended at an endpoint
    with suppress(Stopped, UsageError, BuiltMeanwhile):
        every = ask(query, world="asserted")
        context.obj.watch.check()
        if isinstance(every, Rows) and len(every) > len(answer):
            more = len(every) - len(answer)
            remark(context, f"--world asserted shows {more} more row{'' if more == 1 else 's'}, with {_LEFT_OUT}")


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
    answer: Answer,
    form: Format | None,
    output: Path | None,
    base: str,
    columns: tuple[str, ...],
) -> None:
    if isinstance(answer, Rows):
        write_rows(context, answer, form, output, base, columns)
    elif isinstance(answer, bool):
        emit(answers.yes_or_no(answer, form or "table"), output, context)
    else:
        emit(answers.triples_text(answer, form or "ttl"), output, context)


@app.command(
    epilog=examples(
        "kgraph queries",
        "kgraph queries denial",
        "kgraph queries --format json",
    )
)
def queries(
    context: typer.Context,
    search: Annotated[
        str, typer.Argument(help="List only queries with this text in their name, question or parameters.")
    ] = "",
    form: FormatOption = None,
    output: Output = None,
) -> None:
    """List the ready-made queries (the catalogue), with their parameters. Exits with 3 if a .rq file has a fault."""
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
    """List the worlds: for each, which claims' contents a query sees.

    A query sees one world: what things are, who said what, and the contents of some claims. With options, only the
    world that they choose is listed.
    """
    with opened(context, store) as graph:
        asked = world or according_to or as_of
        chosen = [graph.choose(world, according_to or (), as_of)] if asked else [graph.choose(n) for n in WORLD_NAMES]
        lines: list[tuple[Term, ...]] = []
        for one in chosen:
            seen, iri = graph.materialised(one)
            numbers = world_sizes(seen, iri)
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
    """Count the graph's documents, claims, claimants, entities, disputes and links.

    Claims are counted by kind, links by data set.
    """
    with opened(context, store) as graph:
        seen, record = graph.materialised(graph.choose("record"))
        rows = statistics(seen, graph.workspace.base, record)
        write_rows(context, rows, form, output, graph.workspace.base)
