"""A copy of a store that is changed and thrown away, to see what a SPARQL update makes of it.

Only free graphs are taken out of it. So whatever a text does in there, no graph that builds own can be changed by it.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path

import pyoxigraph as ox

from kgraph.errors import GraphOwned, UsageError
from kgraph.namespaces import IRI
from kgraph.store import guard
from kgraph.store.bounds import with_room
from kgraph.store.engine import plain_errors
from kgraph.store.faults import one_line
from kgraph.store.free_graphs import sorted_lines
from kgraph.store.oxigraph import written
from kgraph.store.snapshot import Snapshot
from kgraph.store.updates import Operation, operations, using_clauses

IsFree = Callable[[IRI], bool]
Using = tuple[Sequence[IRI], Sequence[IRI]]
"""A dataset for the patterns of a request: the graphs of its default graph, and its named graphs."""


def updated(source: Snapshot, folder: Path, text: str, is_free: IsFree, using: Using | None = None) -> dict[IRI, bytes]:
    """The free graphs after an update request, of which a prologue is part, on a store; its patterns see the store's
    default graph, and all graphs.

    `folder` is a new folder for the copy. Raises `UsageError` for a request that is wrong, or reaches out of the
    store, and `GraphOwned` if it names a graph to be changed that is not free.
    """
    guard.check(text, (), builtin=True)
    _check_syntax(text)
    several = operations(text)
    if using and any(operation.names_dataset() for operation in several):
        raise UsageError("give the dataset once: using-graph-uri and using-named-graph-uri, or USING and WITH")
    clauses = using_clauses(*using) if using else ""
    source.copy_to(folder)
    with plain_errors(source.url, text):
        engine = ox.Store(folder)
        for operation in several:
            _check_targets(engine, operation, clauses, is_free)
            _carry_out(engine, operation.text(clauses))
        names = [IRI(one.value) for one in engine.named_graphs() if isinstance(one, ox.NamedNode)]
        found = {name: sorted_lines(written(engine, ox.NamedNode(name))) for name in names if is_free(name)}
        del engine
    return found


def _carry_out(engine: ox.Store, text: str) -> None:
    try:
        with_room(text, partial(engine.update, text))
    except RuntimeError as error:
        if "exist" not in str(error):
            raise
        raise UsageError(f"{one_line(str(error))}; write SILENT if that is no error to you") from error


def _check_syntax(text: str) -> None:
    """Raise `UsageError` for a text that is no legal update."""
    if guard.kind_of(text) in ("select", "ask", "construct", "describe"):
        raise UsageError("this is a query, no update; send it as 'query', or as application/sparql-query")
    try:
        _run_on_nothing(text)
    except UsageError as error:
        several = _with_prologues(text)
        if not several:
            raise
        for operation in several:
            try:
                _run_on_nothing(operation.text())
            except UsageError:
                raise error from None  # it has the place in the user's text


def _with_prologues(text: str) -> list[Operation]:
    """The operations of a request that has a prologue between them, which the engine cannot read; none otherwise."""
    try:
        several = operations(text)
    except UsageError:
        return []
    return several if len({operation.prologue for operation in several}) > 1 else []


def _run_on_nothing(text: str) -> None:
    with plain_errors("memory:", text), suppress(RuntimeError):  # an empty store does not have the graphs
        with_room(text, partial(ox.Store().update, text))


def _check_targets(engine: ox.Store, operation: Operation, clauses: str, is_free: IsFree) -> None:
    """Raise `GraphOwned` if an operation would change another graph than a free one."""
    if operation.wide:
        raise GraphOwned(f"{operation.wide[0]} has graphs that builds own; name your graph, by GRAPH and its IRI")
    for name in dict.fromkeys(operation.graphs):
        for graph in _graphs_of(engine, operation, name, clauses):
            if not is_free(graph):
                raise GraphOwned(f"the graph <{graph}> belongs to builds; change the files from which it is made")


def _graphs_of(engine: ox.Store, operation: Operation, name: str, clauses: str) -> list[IRI]:
    """The graphs that a name in a template stands for: one, or what a variable has in the pattern's solutions."""
    if name[0] not in "?$":
        query, default = f"{operation.prologue} SELECT ?g {{ VALUES ?g {{ {name} }} }}", None
    else:
        query = operation.query(name, clauses)
        default = _graphs_of(engine, operation, operation.within, "") if operation.within else None
        if operation.dataset.strip():
            default = None  # USING goes before WITH (SPARQL 1.1 Update §3.1.3)

    def work() -> list[IRI]:
        given: list[ox.NamedNode | ox.BlankNode | ox.DefaultGraph] = [ox.NamedNode(graph) for graph in default or ()]
        found = engine.query(query, default_graph=given) if given else engine.query(query)
        assert isinstance(found, ox.QuerySolutions)
        return [IRI(row[0].value) for row in found if isinstance(row[0], ox.NamedNode)]

    return with_room(query, work)
