"""Running a query on a store, in this process or, within bounds, in a process that can be killed."""

from dataclasses import dataclass
from functools import partial
from typing import Literal

from kgraph.errors import UsageError
from kgraph.model import Rows, Triple
from kgraph.namespaces import IRI
from kgraph.stopping import Bounds, stoppable
from kgraph.store import Store
from kgraph.store.base import DefaultGraph, NamedGraphs
from kgraph.store.engine import check_syntax
from kgraph.store.federation import Ask, resolve_services
from kgraph.store.guard import inspect, kind_of, reaches_out
from kgraph.store.results import Remark
from kgraph.workspace.config import Workspace
from kgraph.worlds import names_a_world, without_worlds

Answer = Rows | bool | list[Triple]
"""The result of a query: rows (SELECT), yes or no (ASK), triples (CONSTRUCT, DESCRIBE)."""


@dataclass(frozen=True, slots=True)
class Dataset:
    """The dataset that comes with a query (SPARQL 1.1 Protocol §2.1.4): the graphs that are merged into its default
    graph, and those that GRAPH may reach."""

    default: tuple[IRI, ...] = ()
    named: tuple[IRI, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """SPARQL text with the default graph of a workspace's store (`None`: the text names its dataset by FROM).

    `limit` is the greatest number of rows or triples. `named` are the named graphs that GRAPH may reach, if the dataset
    was given with the query; with `None` that is all graphs but worlds.
    """

    text: str
    graph: DefaultGraph
    workspace: Workspace
    limit: int | None = None
    named: NamedGraphs = None


def asked_within(bounds: Bounds, store: Store, question: Question, ask: Ask, remark: Remark) -> Answer:
    """The answer; raises `Stopped` at a bound (see `stopping.stoppable`). `remark` is called after the answer has
    arrived."""
    if not bounds:
        return answer(store, question, ask, remark)

    def work() -> tuple[Answer, list[str]]:
        remarks: list[str] = []
        return answer(store.after_fork(remarks.append), question, ask, remarks.append), remarks

    found, remarks = stoppable(work, bounds)
    for one in remarks:
        remark(one)
    return found


def answer(store: Store, question: Question, ask: Ask, remark: Remark) -> Answer:
    """The answer. kgraph itself queries the endpoints of SERVICE, unless the store does so in an acceptable way.

    Raises `UsageError` for an update, and for a text that is no SPARQL.
    """
    asked = prepared(store, question, ask, remark)
    text, graph, named = asked.text, question.graph, asked.named
    if asked.kind == "select":
        return store.select(text, default_graph=graph, named=named, limit=question.limit)
    if asked.kind == "ask":
        return store.ask(text, default_graph=graph, named=named)
    return store.construct(text, default_graph=graph, named=named, limit=question.limit)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A query that the store can run: its kind, its text, in which SERVICE is answered and `GRAPH ?g` sees no world,
    and the named graphs that it may reach (`None`: all)."""

    kind: Literal["select", "ask", "construct", "describe"]
    text: str
    named: NamedGraphs


def prepared(store: Store, question: Question, ask: Ask, remark: Remark) -> Prepared:
    """The question as the store is to be asked; raises `UsageError` for an update, and for a text that is no SPARQL."""
    text, named = question.text, question.named
    kind = kind_of(text)
    if kind == "update":
        raise UsageError("this changes data, and 'query' only reads; edit the files and build again")
    if kind is None:
        raise UsageError("this is no SPARQL query")
    if question.graph and named is None:
        text, named = _seeing_no_world(store, text, question.workspace.base, remark)
    if reaches_out(text) and not store.asks_services:
        here = partial(store.select, default_graph=question.graph, named=named)
        text = resolve_services(text, here, ask, allowed=question.workspace.endpoints, remark=remark)
    return Prepared(kind, text, named)


def _seeing_no_world(store: Store, text: str, base: str, remark: Remark) -> tuple[str, list[IRI] | None]:
    """The query, and the graphs that its `GRAPH ?g` may find (`None`: the query has a filter for it); see
    `without_worlds`."""
    seen = without_worlds(text, base)
    if seen == text:
        return text, None
    if names_a_world(text, base):
        remark("GRAPH with a variable finds no world; name the world behind GRAPH, as in GRAPH <world/asserted> { … }")
    if seen is None:
        asked_for = inspect(text).graphs
        return text, [g for g in store.graphs() if g in asked_for or not g.startswith(f"{base}world/")]
    if not reaches_out(text):
        check_syntax(text)  # before the text is changed, so that errors count positions in the user's text
    return seen, None
