"""A copy of an endpoint has the blank nodes that the endpoint has, although each answer names them anew."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from kgraph.model import BlankNode, Literal, Rows
from kgraph.namespaces import IRI
from kgraph.store import Store, open_store
from kgraph.workspace import copying
from kgraph.workspace.config import Workspace

BASE = "https://example.org/"
VALUE = IRI(f"{BASE}value")


class Renumbering:
    """A store that names the blank nodes of each answer anew, as servers do, by no legal names, as Virtuoso does."""

    def __init__(self, store: Store) -> None:
        self.store, self.asked, self.url = store, list[str](), "sparql:http://h/"

    def mark(self, *, anew: bool = True) -> str:
        return "1"

    def select(self, query: str) -> Rows:
        self.asked.append(query)
        found, known = self.store.select(query), dict[str, BlankNode]()

        def named(term: Any) -> Any:
            return known.setdefault(term, BlankNode(f"nodeID://b{len(known)}")) if isinstance(term, BlankNode) else term

        return replace(found, rows=tuple(tuple(map(named, row)) for row in found.rows))


def test_nodes_of_two_answers_stay_two_and_one_node_of_two_graphs_stays_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [IRI(f"{BASE}claim/{n:05}#content") for n in range(45)]
    quads = [(BlankNode(f"n{n}"), VALUE, name, name) for n, name in enumerate(names)]
    shared = [(BlankNode("s"), VALUE, VALUE, names[0]), (BlankNode("s"), VALUE, VALUE, names[44])]
    large = [(name, VALUE, Literal(str(n)), names[20]) for n, name in enumerate(names)]
    monkeypatch.setattr(copying, "_ROWS", 30)
    with open_store("memory:") as store:
        store.load([*quads, *shared, *large])
        there = Renumbering(store)

        @contextmanager
        def opened(*_: object) -> Iterator[Renumbering]:
            yield there

        monkeypatch.setattr(copying, "opened_store", opened)
        url = copying.copied(cast(Workspace, SimpleNamespace(base=BASE)), there.url, tmp_path / "copy")
    with open_store(url, read_only=True) as copy:
        found = list(copy.dump())
    assert len(found) == 47 + 45
    assert len({s for s, _, _, _ in found if isinstance(s, BlankNode)}) == 46
    assert len({s for s, _, o, _ in found if o == VALUE}) == 1
    assert not any("STRSTARTS" in query for query in there.asked)
    assert len(there.asked) == 7  # how large they are, which share nodes, those that do, and 19, 1, 20 and 3 others
