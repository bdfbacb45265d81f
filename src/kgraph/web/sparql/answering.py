"""Answering one query in a process of the server: the rows or triples as pieces of text in the wanted format."""

import re
import weakref
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import IO, TypeVar, cast

from kgraph.catalogue import Query as CatalogueQuery
from kgraph.errors import Stopped, UnknownName
from kgraph.store import OxigraphStore, Snapshot, Store
from kgraph.store.guard import reaches_out
from kgraph.views.answers import ROW_FORMATS, one_line, triples_text, yes_or_no
from kgraph.web import formats
from kgraph.web.problems import Problem
from kgraph.web.settings import Settings
from kgraph.web.sparql.counting import Bounded, too_many
from kgraph.web.sparql.protocol import Asked
from kgraph.web.working.wire import Head
from kgraph.web.working.work import Send, Write, gathered
from kgraph.workspace.asking import Prepared, Question, prepared
from kgraph.workspace.graph import Graph

T = TypeVar("T")

_MOST_KEPT = 500  # queries
_LONGEST_KEPT = 10_000  # characters
_VARYING = ("rand", "now", "uuid", "bnode")
_VARIES = re.compile(r"(?:rand|now|uuid|bnode)(?![a-z0-9_])", re.IGNORECASE)
"""The functions whose values are others each time."""
_RDF_12 = ("triple", "<<", "langdir", "dirlang", "--", "\\")
"""A text without any of these makes no terms of RDF 1.2, which the data have none of."""


@dataclass(frozen=True, slots=True)
class _Ready:
    """A query that was checked: what the store is to be asked, and what should be known of the answer. `lasts`: the
    answer is always the same, since neither the data nor anything else that the query asks for changes."""

    store: "weakref.ref[Store]"
    question: Question
    prepared: Prepared
    remarks: tuple[str, ...]
    lasts: bool


class _Kept:
    """Queries that were checked, by what was asked, those asked for longest ago removed first.

    A world's store is not kept open by them: once it is closed, the query is checked again.
    """

    def __init__(self) -> None:
        self._found: OrderedDict[object, _Ready] = OrderedDict()
        self._graph: weakref.ref[Graph] | None = None

    def get(self, graph: Graph, key: object) -> tuple[Store, _Ready] | None:
        """What is kept of a query."""
        if self._graph is None or self._graph() is not graph:
            self._found.clear()
            self._graph = weakref.ref(graph)
        if (ready := self._found.get(key)) and (store := ready.store()):
            self._found.move_to_end(key)
            return store, ready
        return None

    def put(self, key: object, ready: _Ready) -> None:
        """Keep a query."""
        self._found[key] = ready
        while len(self._found) > _MOST_KEPT:
            self._found.popitem(last=False)


_kept = _Kept()


@dataclass(frozen=True, slots=True)
class Query:
    """A query to answer."""

    asked: Asked

    def do(self, graph: Graph, settings: Settings, send: Send) -> None:
        """Send its answer; raises what `Graph.query` raises, and `Problem` for a format that it cannot have."""
        store, ready = _ready(graph, self.asked)
        _send_found(store, ready, graph, self.asked, settings, send)


def _ready(graph: Graph, asked: Asked) -> tuple[Store, _Ready]:
    """The store to ask and the checked query; a short text over a version that never changes is checked once."""
    text = named(graph, asked) if asked.text is None else asked.text
    key = (text, asked.choice, asked.dataset)
    if known := _kept.get(graph, key):
        return known
    remarks = list[str]()
    graph.remark = remarks.append
    choice = asked.choice
    store, question = graph.question(
        text,
        world=choice.world or None,
        according_to=choice.according_to,
        as_of=choice.as_of or None,
        dataset=asked.dataset,
    )
    found = prepared(store, question, graph.ask_service, remarks.append)
    is_fixed = isinstance(store, Snapshot) and not reaches_out(question.text)
    lasts = is_fixed and not (_has(found.text, _VARYING) and _VARIES.search(found.text))
    ready = _Ready(weakref.ref(store), question, found, tuple(remarks), lasts)
    if is_fixed and len(text) < _LONGEST_KEPT:
        _kept.put(key, ready)
    return store, ready


def _has(text: str, words: Iterable[str]) -> bool:
    low = text.lower()
    return any(word in low for word in words)


def query_of(graph: Graph, name: str) -> CatalogueQuery:
    """A query of the catalogue; raises `Problem`, 404, for a name that it does not have, and a faulty query's error."""
    if name in graph.catalogue.faults:
        raise graph.catalogue.faults[name]
    if name not in graph.catalogue:
        raise Problem(404, str(UnknownName("query", name, graph.catalogue, "'/queries' lists them")))
    return graph.catalogue[name]


def named(graph: Graph, asked: Asked) -> str:
    """The text of a query of the catalogue with its parameters; raises what `query_of` and `Graph.bound` raise."""
    return graph.bound(query_of(graph, asked.name), dict(asked.params))


def _send_found(store: Store, ready: _Ready, graph: Graph, asked: Asked, settings: Settings, send: Send) -> None:
    query = ready.prepared
    known = formats.ROWS if query.kind in ("select", "ask") else formats.TRIPLES
    form = formats.chosen(known, asked.form, asked.accept)
    head = replace(_told(known[form], ready.remarks), lasts=ready.lasts)
    where = {"default_graph": ready.question.graph, "named": query.named}
    if query.kind == "select":
        if form == "json" and isinstance(store, OxigraphStore) and not _has(query.text, _RDF_12):
            _send_json(store, ready, settings, head, send)
            return
        with store.solutions(query.text, **where) as found:  # type: ignore[arg-type] # a dict of two types
            pieces = ROW_FORMATS[form](found.variables, _at_most(settings, found), graph.workspace.base)
            send(head, gathered(pieces, settings.answer))
        return
    if query.kind == "ask":
        text = yes_or_no(store.ask(query.text, **where), form)  # type: ignore[arg-type] # the same
    else:
        triples = store.construct(query.text, **where, limit=settings.rows + 1)  # type: ignore[arg-type] # the same
        text = triples_text(_at_most(settings, triples), form)
    send(head, gathered([text], settings.answer))


def _send_json(store: OxigraphStore, ready: _Ready, settings: Settings, head: Head, send: Send) -> None:
    """Send rows in the engine's own JSON."""

    def make(write: Write) -> None:
        out = cast(IO[bytes], Bounded(write, settings))
        query = ready.prepared
        store.write_json(query.text, out, default_graph=ready.question.graph, named=query.named)

    send.written(head, make)


def _told(media_type: str, remarks: Iterable[str]) -> Head:
    headers = {"content-type": media_type}
    if said := "; ".join(remarks):
        headers["kgraph-remark"] = one_line(said).encode("ascii", "backslashreplace").decode()[:2_000]
    return Head(200, headers)


def _at_most(settings: Settings, found: Iterable[T]) -> Iterator[T]:
    for number, one in enumerate(found):
        if number >= settings.rows:
            raise Stopped(too_many(settings))
        yield one
