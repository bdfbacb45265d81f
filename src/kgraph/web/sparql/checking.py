"""Checking a query once: what the store is to be asked is kept, for the same text, and for texts of the same shape."""

import weakref
from collections import OrderedDict
from dataclasses import dataclass

from kgraph.store import Snapshot, Store
from kgraph.store.base import DefaultGraph, NamedGraphs
from kgraph.store.bounds import is_modest
from kgraph.store.guard import Kind, reaches_out
from kgraph.web.sparql.protocol import Asked
from kgraph.web.sparql.shape import shape_of, varies
from kgraph.workspace.asking import prepared
from kgraph.workspace.graph import Graph

_MOST = 500  # queries that are kept
_LONGEST = 10_000  # characters of one


@dataclass(frozen=True, slots=True)
class Checked:
    """A query that was checked: what the store is to be asked, and what should be known of the answer.

    `lasts`: the answer is always the same, since neither the data nor anything else that the query asks for changes.
    `is_plain`: the text has a shape, so it contacts nobody, needs no more stack than any thread has, and makes no terms
    of RDF 1.2.
    """

    kind: Kind
    text: str
    graph: DefaultGraph
    named: NamedGraphs
    remarks: tuple[str, ...]
    lasts: bool
    is_plain: bool = False


class _Kept:
    """Queries that were checked, by what was asked, those asked for longest ago removed first.

    A world's store is not kept open by them: once it is closed, the query is checked again.
    """

    def __init__(self) -> None:
        self._found: OrderedDict[object, tuple[weakref.ref[Store], Checked]] = OrderedDict()
        self._graph: weakref.ref[Graph] | None = None

    def clear(self) -> None:
        """Keep nothing."""
        self._found.clear()

    def get(self, graph: Graph, key: object) -> tuple[Store, Checked] | None:
        """What is kept of a query."""
        if self._graph is None or self._graph() is not graph:
            self.clear()
            self._graph = weakref.ref(graph)
        if (found := self._found.get(key)) and (store := found[0]()):
            self._found.move_to_end(key)
            return store, found[1]
        return None

    def put(self, key: object, store: Store, checked: Checked) -> None:
        """Keep a query."""
        self._found[key] = weakref.ref(store), checked
        while len(self._found) > _MOST:
            self._found.popitem(last=False)


_texts, _shapes = _Kept(), _Kept()


def checked_query(graph: Graph, text: str, asked: Asked) -> tuple[Store, Checked]:
    """The store to ask, and the query `text`, checked, in the world or the dataset that was asked for.

    A short text over a version that never changes is checked once, and so are all of one shape. Raises what
    `Graph.question` and `asking.prepared` raise.
    """
    key = (text, asked.choice, asked.dataset)
    if known := _texts.get(graph, key):
        return known
    shape = shape_of(text) if asked.dataset is None else None
    if shape is not None and (alike := _shapes.get(graph, (shape, asked.choice))):
        return alike[0], _filled(alike[1], text)
    store, checked, is_fixed = _checked(graph, text, asked)
    if not is_fixed:
        return store, checked
    if shape is not None and _begins_alike(checked, text):
        opening = _opening(checked, text)
        _shapes.put((shape, asked.choice), store, opening)
        return store, _filled(opening, text)
    if len(text) < _LONGEST:
        _texts.put(key, store, checked)
    return store, checked


def _begins_alike(checked: Checked, text: str) -> bool:
    """Whether what was checked for this text holds for all of its shape."""
    return checked.text.endswith(text) and checked.named is None and checked.lasts and is_modest(checked.text)


def _opening(checked: Checked, text: str) -> Checked:
    """The same with what comes before the text alone: the base, and the prefixes that are not declared."""
    before = checked.text.removesuffix(text)
    return Checked(checked.kind, before, checked.graph, None, checked.remarks, checked.lasts, is_plain=True)


def _filled(opening: Checked, text: str) -> Checked:
    """A query of which this is the beginning."""
    return Checked(opening.kind, opening.text + text, opening.graph, None, opening.remarks, True, True)


def _checked(graph: Graph, text: str, asked: Asked) -> tuple[Store, Checked, bool]:
    """The same, checked anew, and whether the store and all that is asked never change."""
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
    lasts = is_fixed and not varies(found.text)
    return store, Checked(found.kind, found.text, question.graph, found.named, tuple(remarks), lasts), is_fixed
