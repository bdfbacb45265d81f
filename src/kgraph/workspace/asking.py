"""A question to a store, answered here or, within bounds, in a process that can be killed."""

from dataclasses import dataclass
from functools import partial

from kgraph.errors import UsageError
from kgraph.model import Rows, Triple
from kgraph.namespaces import IRI
from kgraph.stopping import Bounds, stoppable
from kgraph.store import OxigraphStore, Store
from kgraph.store.federation import Ask, resolve_services
from kgraph.store.guard import kind_of, reaches_out
from kgraph.store.oxigraph import variables_of
from kgraph.store.results import Remark
from kgraph.store.worlds import without_worlds
from kgraph.workspace.config import Workspace

Answer = Rows | bool | list[Triple]
"""What a query gives: rows (SELECT), yes or no (ASK), triples (CONSTRUCT, DESCRIBE)."""


@dataclass(frozen=True, slots=True)
class Question:
    """SPARQL text for a default graph (`None`: the text names its dataset, by FROM) of a workspace.

    `limit` is how many rows or triples are given at most.
    """

    text: str
    graph: IRI | None
    workspace: Workspace
    limit: int | None = None


def asked_within(bounds: Bounds, store: Store, question: Question, ask: Ask, remark: Remark) -> Answer:
    """The answer, or `Stopped` at a bound; see `stopping.stoppable`. What `remark` is told comes with the answer."""
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
    """The answer, SERVICE included, where the built-in engine would ask endpoints in its own way.

    Raises `UsageError` for an update, and for what is no SPARQL.
    """
    text, graph, limit = question.text, question.graph, question.limit
    kind = kind_of(text)
    if kind == "update":
        raise UsageError("this changes data, and 'query' only reads; edit the files and build again")
    if graph and (seen := without_worlds(text, question.workspace.base)) != text:
        if not reaches_out(text):
            variables_of(text)  # raises where it is no SPARQL, and counts places in the text as it was written
        text = seen
    if isinstance(store, OxigraphStore) and reaches_out(text):
        here = partial(store.select, default_graph=graph)
        text = resolve_services(text, here, ask, allowed=question.workspace.endpoints, remark=remark)
    if kind == "select":
        return store.select(text, default_graph=graph, limit=limit)
    if kind == "ask":
        return store.ask(text, default_graph=graph)
    if kind in ("construct", "describe"):
        return store.construct(text, default_graph=graph, limit=limit)
    raise UsageError("this is no SPARQL query")
