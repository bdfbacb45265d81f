"""Answering one query in a process of the server: the rows or triples as pieces of text in the wanted format."""

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import TypeVar

from kgraph.errors import Stopped, UnknownName
from kgraph.store import Store
from kgraph.views.answers import ROW_FORMATS, one_line, triples_text, yes_or_no
from kgraph.web import formats
from kgraph.web.pages import HTML, PAGE, Page, Thing, head_of, page, thing_text
from kgraph.web.problems import Problem
from kgraph.web.protocol import Asked
from kgraph.web.settings import Settings
from kgraph.web.wire import Head
from kgraph.workspace.asking import Question, prepared
from kgraph.workspace.graph import Graph

T = TypeVar("T")
_PIECE = 2**16  # characters

Send = Callable[[Head, Iterator[bytes]], None]
"""Sends an answer: its head, and its pieces, which are made while they are sent."""


def answer(graph: Graph, asked: Asked | Page | Thing, settings: Settings, send: Send) -> None:
    """Send what was asked for; raises what `Graph.query` raises, and `Problem` for a format that it cannot have."""
    if isinstance(asked, Page):
        kind, text = page(graph, asked)
        send(head_of(kind), _gathered([text], settings.answer))
    elif isinstance(asked, Thing):
        kind = HTML if asked.form == PAGE else formats.TRIPLES[asked.form]
        send(head_of(kind), _gathered([thing_text(graph, asked)], settings.answer))
    else:
        _answer_query(graph, asked, settings, send)


def _answer_query(graph: Graph, asked: Asked, settings: Settings, send: Send) -> None:
    choice, remarks = asked.choice, list[str]()
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
            send(_head(known[form], remarks), _gathered(pieces, settings.answer))
        return
    if ready.kind == "ask":
        text = yes_or_no(store.ask(ready.text, **where), form)  # type: ignore[arg-type] # the same
    else:
        triples = store.construct(ready.text, **where, limit=settings.rows + 1)  # type: ignore[arg-type] # the same
        text = triples_text(_at_most(settings.rows, triples), form)
    send(_head(known[form], remarks), _gathered([text], settings.answer))


def _head(media_type: str, remarks: Iterable[str]) -> Head:
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


def _short(pieces: Iterable[str]) -> Iterator[str]:
    """The pieces, long ones in several, so that the server never holds or compresses a whole long answer."""
    for piece in pieces:
        for start in range(0, len(piece), _PIECE):
            yield piece[start : start + _PIECE] if len(piece) > _PIECE else piece


def _gathered(pieces: Iterable[str], most: int) -> Iterator[bytes]:
    """The text in pieces of some size; raises `Stopped` when there are more than `most` bytes."""
    waiting: list[str] = []
    size = total = 0
    for piece in chain(_short(pieces), [None]):
        if piece is not None:
            waiting.append(piece)
            size += len(piece)
            if size < _PIECE:
                continue
        text = "".join(waiting).encode("utf8", "replace")
        total += len(text)
        if total > most:
            raise Stopped(f"the answer has more than {most:,} bytes, the most that this server sends; ask for less")
        if text:
            yield text
        waiting, size = [], 0
