"""Answering one query in a process of the server: the rows or triples as pieces of text in the wanted format."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import IO, TypeVar, cast

from kgraph.catalogue import Query as CatalogueQuery
from kgraph.errors import Stopped, UnknownName
from kgraph.store import OxigraphStore, Store
from kgraph.views.answers import ROW_FORMATS, one_line, triples_text, yes_or_no
from kgraph.web import formats
from kgraph.web.problems import Problem
from kgraph.web.settings import Settings
from kgraph.web.sparql.checking import Checked, checked_query
from kgraph.web.sparql.counting import Bounded, too_many
from kgraph.web.sparql.protocol import Asked
from kgraph.web.working.wire import Head
from kgraph.web.working.work import Send, Write, gathered
from kgraph.workspace.graph import Graph

T = TypeVar("T")

_RDF_12 = ("triple", "<<", "langdir", "dirlang", "--", "\\")
"""A text without any of these makes no terms of RDF 1.2, which the data have none of."""


@dataclass(frozen=True, slots=True)
class Query:
    """A query to answer."""

    asked: Asked

    def __reduce__(self) -> tuple[object, ...]:
        """How it is sent to a process: in short if it is a text and nothing else, as most are."""
        asked = self.asked
        if asked == Asked(asked.text, accept=asked.accept):
            return _asking, (asked.text, asked.accept)
        return Query, (asked,)

    def do(self, graph: Graph, settings: Settings, send: Send) -> None:
        """Send its answer; raises what `Graph.query` raises, and `Problem` for a format that it cannot have."""
        text = named(graph, self.asked) if self.asked.text is None else self.asked.text
        store, checked = checked_query(graph, text, self.asked)
        _send_found(store, checked, graph, self.asked, settings, send)


def _has(text: str, words: Iterable[str]) -> bool:
    low = text.lower()
    return any(word in low for word in words)


def _asking(text: str, accept: str) -> Query:
    return Query(Asked(text, accept=accept))


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


def _send_found(store: Store, query: Checked, graph: Graph, asked: Asked, settings: Settings, send: Send) -> None:
    form, media_type = _form(query.kind in ("select", "ask"), asked.form, asked.accept)
    head = _told(media_type, query.remarks, query.lasts)
    if query.kind == "select":
        if form == "json" and isinstance(store, OxigraphStore) and (query.is_plain or not _has(query.text, _RDF_12)):
            _send_json(store, query, settings, head, send)
            return
        with store.solutions(query.text, default_graph=query.graph, named=query.named) as found:
            pieces = ROW_FORMATS[form](found.variables, _at_most(settings, found), graph.workspace.base)
            send(head, gathered(pieces, settings.answer))
        return
    if query.kind == "ask":
        text = yes_or_no(store.ask(query.text, default_graph=query.graph, named=query.named), form)
    else:
        most = settings.rows + 1
        triples = store.construct(query.text, default_graph=query.graph, named=query.named, limit=most)
        text = triples_text(_at_most(settings, triples), form)
    send(head, gathered([text], settings.answer))


@lru_cache(maxsize=64)
def _form(has_rows: bool, form: str, accept: str) -> tuple[str, str]:
    """The name of the wanted format, and its media type; programs send the same wishes all the time."""
    known = formats.ROWS if has_rows else formats.TRIPLES
    name = formats.chosen(known, form, accept)
    return name, known[name]


def _send_json(store: OxigraphStore, query: Checked, settings: Settings, head: Head, send: Send) -> None:
    """Send rows in the engine's own JSON."""

    def make(write: Write) -> None:
        out = cast(IO[bytes], Bounded(write, settings))
        store.write_json(query.text, out, default_graph=query.graph, named=query.named, is_checked=query.is_plain)

    send.written(head, make)


def _told(media_type: str, remarks: Iterable[str], lasts: bool = False) -> Head:
    headers = {"content-type": media_type}
    if said := "; ".join(remarks):
        headers["kgraph-remark"] = one_line(said).encode("ascii", "backslashreplace").decode()[:2_000]
    return Head(200, headers, lasts)


def _at_most(settings: Settings, found: Iterable[T]) -> Iterator[T]:
    for number, one in enumerate(found):
        if number >= settings.rows:
            raise Stopped(too_many(settings))
        yield one
