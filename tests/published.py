"""Made-up news that several builds write to one endpoint, and an endpoint to which builds are cut off."""

import contextlib
from collections.abc import Callable, Iterator, Mapping
from copy import copy
from pathlib import Path

import pytest

from backends import sparql_server, virtuoso_server
from kgraph.model import Rows
from kgraph.namespaces import IRI
from kgraph.store import OxigraphStore, Store, publishing
from kgraph.store.base import DefaultGraph, NamedGraphs
from kgraph.store.canonical import canonical_lines
from kgraph.store.filed import Filed
from kgraph.store.publishing import digests_of, held, publish
from kgraph.store.remote import RemoteStore
from kgraph.store.staging import HELD, Own

EX = "https://example.org/news/"
OWN = Own(EX)
FERRY, HARBOUR, WORLD = (IRI(f"{EX}{name}") for name in ("doc/ferry", "doc/harbour", "world/all"))
Graphs = Mapping[IRI, list[bytes]]


def graph(count: int, said: str) -> list[bytes]:
    """Lines on things, each thirtieth of which says something else, and some on two blank nodes."""
    own = [f'<{EX}{n}> <{EX}p> "{said if n % 30 == 0 else ""}{n}, so “they” say" .\n'.encode() for n in range(count)]
    return [*own, f"<{EX}0> <{EX}q> _:a.b .\n".encode(), f'_:a.b <{EX}p> "{said}" .\n'.encode()]


BEFORE: Graphs = {FERRY: graph(5, "late"), WORLD: graph(2_100, "late"), HARBOUR: graph(3, "closed")}
NOW: Graphs = {FERRY: graph(5, "sunk"), WORLD: graph(2_101, "sunk"), IRI(f"{EX}doc/new"): graph(1, "open")}


# few lines, for tests in which their number does not matter
OLD: Graphs = {FERRY: graph(5, "late"), WORLD: graph(4, "late"), HARBOUR: graph(3, "closed")}
NEW: Graphs = {FERRY: graph(5, "sunk"), WORLD: graph(6, "sunk"), IRI(f"{EX}doc/new"): graph(1, "open")}


class EndedError(Exception):
    """The process would be killed here."""


class Ending(RemoteStore):
    """An endpoint to which no more than some requests are sent. Whoever is `early` saw nothing of other builds."""

    left = 1000
    early = False

    def select_there(self, query: str, default_graph: DefaultGraph = None, named: NamedGraphs = None) -> Rows:
        query = query.replace(OWN.staged, "urn:nothing") if self.early else query
        return super().select_there(query, default_graph, named)

    def send(self, update: str, patience: float = 0) -> None:
        if not self.left:
            raise EndedError
        self.left -= 1
        super().send(update, patience)


def written(
    store: RemoteStore,
    graphs: Graphs,
    *,
    known: bool = True,
    before: Filed | None = None,
    tell: Callable[[str], None] = lambda step: None,
) -> publishing.Sent:
    made = {name: sorted(lines) for name, lines in graphs.items()}
    base = store.own.base
    digests = held(store, [base]) if known else {}
    parts = f"{base}doc/", f"{base}world/"
    return publish(store, made, digests_of(made), digests, parts, before=before, tell=tell)


def filed(path: Path, graphs: Graphs) -> Filed:
    path.unlink(missing_ok=True)
    file = Filed(path)
    for name, lines in graphs.items():
        file.add(name, sorted(lines))
    file.flush()
    return file


def content(store: Store, base: str = EX) -> list[tuple[IRI, list[bytes]]]:
    return [(name, lines) for name, lines in canonical_lines(lambda: store.lines([base]))]


def expected(graphs: Graphs, base: str = EX) -> list[tuple[IRI, list[bytes]]]:
    with OxigraphStore() as memory:
        memory.load_lines({name: b"".join(lines) for name, lines in graphs.items()})
        return content(memory, base)


def clear(server: RemoteStore) -> None:
    for name in publishing.names(server.select_there):
        if name.startswith(("https://example.org/", "urn:kgraph:")):
            server.clear(name)


@contextlib.contextmanager
def opened(kind: str, folder: Path) -> Iterator[Ending]:
    """An endpoint of a kind, `oxigraph` or `virtuoso`, with its files in a folder."""
    if kind == "oxigraph":
        with sparql_server() as url, Ending(url.removeprefix("sparql:"), base=EX) as store:
            yield store
        return
    with (
        virtuoso_server(folder) as (url, access),
        Ending(url.removeprefix("sparql:"), base=EX, access=[access], timeout=60) as store,
    ):
        yield store


# without blank nodes, which only a Virtuoso takes by the names that kgraph gives them there
FIRST, SECOND = ({name: lines[:-2] for name, lines in graphs.items()} for graphs in (OLD, NEW))


def marking(operations: list[str]) -> int:
    """The place of the operation of a last update that sets its mark."""
    return next(
        n for n, one in enumerate(operations) if one.startswith(f"INSERT {{ GRAPH <{HELD}> {{ <{OWN.switching}>")
    )


def last_operations(store: Ending, run: Callable[[Ending], object]) -> list[str]:
    """The operations of the last update of a build, or of whoever finishes one, who is killed before the first."""
    send, found = store.send, list[str]()

    def cut(update: str, patience: float = 0) -> None:
        if " WHERE " in update:
            found.extend(update.split(" ;\n"))
            raise EndedError
        send(update, patience)

    store.send = cut  # type: ignore[method-assign]
    with pytest.raises(EndedError):
        run(store)
    del store.send
    return found


def cut_off(store: Ending, graphs: Graphs, done: int, *, known: bool = True) -> None:
    """Begin a build that is killed after so many operations of its last update, from that on which sets its mark."""
    operations = last_operations(store, lambda there: written(there, graphs, known=known))
    store.send(" ;\n".join(operations[: marking(operations) + done]))


def before_each(store: Ending, beginning: str, meanwhile: Callable[[], object]) -> Ending:
    """The same endpoint for somebody whose requests are carried out an operation at a time; something else happens
    before each operation that begins so."""
    slow = copy(store)

    def send(update: str, patience: float = 0) -> None:
        for operation in update.split(" ;\n"):
            if operation.startswith(beginning):
                meanwhile()
            store.send(operation, patience)

    slow.send = send  # type: ignore[method-assign]
    return slow


def place_of(operations: list[str], beginning: str, after: int = 0) -> int:
    """The place of the first operation that begins so, from one place on."""
    return next(n for n, one in enumerate(operations) if n >= after and one.startswith(beginning))


def once(do: Callable[[], object]) -> Callable[[], object]:
    """The same function; only the first call does something."""
    left = [do]
    return lambda: left and left.pop()()
