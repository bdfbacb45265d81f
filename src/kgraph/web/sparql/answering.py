"""Answering one query in a process of the server: the rows or triples as pieces of text in the wanted format."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from kgraph.errors import Stopped, UnknownName
from kgraph.store import Store
from kgraph.views.answers import ROW_FORMATS, one_line, triples_text, yes_or_no
from kgraph.web import formats
from kgraph.web.problems import Problem
from kgraph.web.settings import Settings
from kgraph.web.sparql.protocol import Asked
from kgraph.web.working.wire import Head
from kgraph.web.working.work import Send, gathered
from kgraph.workspace.asking import Question, prepared
from kgraph.workspace.graph import Graph

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Query:
    """A query to answer."""

    asked: Asked

    def do(self, graph: Graph, settings: Settings, send: Send) -> None:
        """Send its answer; raises what `Graph.query` raises, and `Problem` for a format that it cannot have."""
        asked, choice, remarks = self.asked, self.asked.choice, list[str]()
        graph.remark = remarks.append
        store, question = graph.question(
            _named(graph, asked) if asked.text is None else asked.text,
            world=choice.world or None,
            according_to=choice.according_to,
            as_of=choice.as_of or None,
            dataset=asked.dataset,
        )
        _send_found(store, question, graph, asked, settings, remarks, send)


def _named(graph: Graph, asked: Asked) -> str:
    """The text of a query of the catalogue; raises `Problem`, 404, for a name that it does not have."""
    if asked.name in graph.catalogue.faults:
        raise graph.catalogue.faults[asked.name]
    if asked.name not in graph.catalogue:
        error = UnknownName("query", asked.name, graph.catalogue, "'/api/queries' lists them")
        raise Problem(404, str(error))
    return graph.bound(graph.catalogue[asked.name], dict(asked.params))


def _send_found(
    store: Store,
    question: Question,
    graph: Graph,
    asked: Asked,
    settings: Settings,
    remarks: list[str],
    send: Send,
) -> None:
    ready = prepared(store, question, graph.ask_service, remarks.append)
    known = formats.ROWS if ready.kind in ("select", "ask") else formats.TRIPLES
    form = formats.chosen(known, asked.form, asked.accept)
    where = {"default_graph": question.graph, "named": ready.named}
    if ready.kind == "select":
        with store.solutions(ready.text, **where) as found:  # type: ignore[arg-type] # a dict of two types
            pieces = ROW_FORMATS[form](found.variables, _at_most(settings.rows, found), graph.workspace.base)
            send(_told(known[form], remarks), gathered(pieces, settings.answer))
        return
    if ready.kind == "ask":
        text = yes_or_no(store.ask(ready.text, **where), form)  # type: ignore[arg-type] # the same
    else:
        triples = store.construct(ready.text, **where, limit=settings.rows + 1)  # type: ignore[arg-type] # the same
        text = triples_text(_at_most(settings.rows, triples), form)
    send(_told(known[form], remarks), gathered([text], settings.answer))


def _told(media_type: str, remarks: Iterable[str]) -> Head:
    headers = {"content-type": media_type}
    if said := "; ".join(remarks):
        headers["kgraph-remark"] = one_line(said).encode("ascii", "backslashreplace").decode()[:2_000]
    return Head(200, headers)


def _at_most(most: int, found: Iterable[T]) -> Iterator[T]:
    for number, one in enumerate(found):
        if number >= most:
            raise Stopped(
                f"the answer has more than {most:,} rows or triples, the most that this server sends; add LIMIT"
            )
        yield one
