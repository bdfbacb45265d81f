"""An endpoint has the old graphs or the new ones, whenever a build ends, and is sent only what differs."""

from collections.abc import Iterable, Iterator, Mapping
from functools import partial

import pytest

from backends import sparql_server, virtuoso_server
from kgraph.errors import StoreBusy, StoreError
from kgraph.namespaces import IRI
from kgraph.store import OxigraphStore, Store, publishing
from kgraph.store.batches import Batches
from kgraph.store.canonical import canonical_lines
from kgraph.store.publishing import HELD, HIDDEN, STAGED, held, publish
from kgraph.store.remote import RemoteStore

EX = "https://example.org/news/"
FERRY, HARBOUR, WORLD, OTHER = (IRI(f"{EX}{name}") for name in ("doc/ferry", "doc/harbour", "world/all", "other"))
Graphs = Mapping[IRI, list[bytes]]


def graph(count: int, said: str) -> list[bytes]:
    """Lines on things, each thirtieth of which says something else, and some on two blank nodes."""
    own = [f'<{EX}{n}> <{EX}p> "{said if n % 30 == 0 else ""}{n}, so “they” say" .\n'.encode() for n in range(count)]
    return [*own, f"<{EX}0> <{EX}q> _:a.b .\n".encode(), f'_:a.b <{EX}p> "{said}" .\n'.encode()]


BEFORE: Graphs = {FERRY: graph(5, "late"), WORLD: graph(2_100, "late"), HARBOUR: graph(3, "closed")}
NOW: Graphs = {FERRY: graph(5, "sunk"), WORLD: graph(2_101, "sunk"), IRI(f"{EX}doc/new"): graph(1, "open")}


class EndedError(Exception):
    """The process would be killed here."""


class Ending(RemoteStore):
    """An endpoint to which no more than some requests are sent."""

    left = 1000

    def send(self, update: str, patience: float = 0) -> None:
        if not self.left:
            raise EndedError
        self.left -= 1
        super().send(update, patience)


def written(store: RemoteStore, graphs: Graphs, *, known: bool = True) -> publishing.Sent:
    digests = held(store, [EX]) if known else {}
    return publish(store, partial(iter, graphs.items()), digests, [f"{EX}doc/", f"{EX}world/"])


def content(store: Store) -> list[tuple[IRI, list[bytes]]]:
    return [(name, lines) for name, lines in canonical_lines(lambda: store.lines([EX]))]


def expected(graphs: Graphs) -> list[tuple[IRI, list[bytes]]]:
    with OxigraphStore() as memory:
        memory.load_lines({name: b"".join(lines) for name, lines in graphs.items()})
        return content(memory)


def clear(server: RemoteStore) -> None:
    for name in (*map(IRI, own(server.graphs())), *HIDDEN):
        server.clear(name)


def own(graphs: Iterable[object]) -> list[str]:
    """The graphs of the test; a Virtuoso has some that are its own."""
    return sorted(str(name) for name in graphs if str(name).startswith(EX))


@pytest.fixture(
    scope="module",
    params=["oxigraph", pytest.param("virtuoso", marks=pytest.mark.slow)],
)
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ending]:
    if request.param == "oxigraph":
        with sparql_server() as url, Ending(url.removeprefix("sparql:")) as store:
            yield store
    else:
        with (
            virtuoso_server(tmp_path_factory.mktemp("virtuoso")) as (url, access),
            Ending(url.removeprefix("sparql:"), access=[access], timeout=60) as store,
        ):
            yield store


def test_an_endpoint_has_the_old_graphs_or_the_new_ones(server: Ending) -> None:
    before, now = expected(BEFORE), expected(NOW)
    written(server, BEFORE, known=False)
    assert content(server) == before
    ended, seen = 0, {}
    while True:
        server.left = ended
        try:
            written(server, NOW)
        except EndedError:
            seen[ended] = content(server)
            assert own(server.graphs()) == sorted(BEFORE if seen[ended] == before else NOW)
            found = server.select("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }", default_graph=FERRY).column("g")
            assert own(found) == own(server.graphs()), "what is being sent is no data"
        else:
            break
        finally:
            server.left = 1000
        ended += 1
    assert [found == before for found in seen.values()] == [True] * (ended - 1) + [False]
    assert seen[ended - 1] == now == content(server)
    assert ended >= 4
    assert not server.ask(f"ASK {{ GRAPH <{STAGED}> {{ ?s ?p ?o }} }}")


@pytest.mark.slow
def test_only_what_differs_is_sent(server: Ending) -> None:
    whole = written(server, NOW, known=False)
    assert whole.triples == sum(map(len, NOW.values()))
    assert written(server, NOW) == publishing.Sent()
    changed = {**NOW, WORLD: [*NOW[WORLD][1:], f'<{EX}0> <{EX}p> "7" .\n'.encode()]}
    sent = written(server, changed)
    assert sent.graphs == 1
    assert 0 < sent.triples < (len(changed[WORLD]) + 1 if server.names_blank_nodes else 50)
    assert content(server) == expected(changed)
    server.clear(FERRY)
    assert written(server, changed).graphs == 1, "a graph that somebody removed is sent again"
    assert content(server) == expected(changed)
    clear(server)


def test_of_two_that_write_at_once_the_first_is_told(server: Ending, monkeypatch: pytest.MonkeyPatch) -> None:
    flush = Batches.flush
    others = [partial(written, server, BEFORE, known=False)]

    def late(batches: Batches) -> None:
        flush(batches)
        if others:
            others.pop()()

    monkeypatch.setattr(Batches, "flush", late)
    with pytest.raises(StoreError, match="somebody else began to write there"):
        written(server, NOW, known=False)
    assert content(server) == expected(BEFORE)
    clear(server)


def test_requests_are_as_small_as_the_server_wants() -> None:
    lines = [f"<{EX}{n}> <{EX}p> {n} .\n".encode() for n in range(900)]
    taken: list[int] = []
    asked: list[int] = []

    def send(update: str) -> None:
        asked.append(update.count("\n") - 1)
        if asked[-1] > 300:
            raise StoreError("too large", status=413)
        taken.append(asked[-1])

    batches = Batches(send, HELD)
    batches.add(lines)
    batches.flush()
    batches.add(lines)
    batches.flush()
    assert asked == [900, 450, *[225] * 8]
    assert sum(taken) == batches.sent == 1800


def test_a_busy_server_is_asked_again_and_others_are_not() -> None:
    faults: list[StoreError] = [StoreBusy("busy", status=503), StoreBusy("busy", status=429)]
    slept: list[float] = []

    def send(update: str) -> None:
        if faults:
            raise faults.pop()

    batches = Batches(send, HELD, sleep=slept.append)
    batches.add([b"<x:a> <x:b> <x:c> .\n"] * 100)
    batches.flush()
    assert (batches.requests, slept) == (3, [1.0, 4.0])
    faults.append(StoreError("no password", status=401))
    batches.add([b"<x:a> <x:b> <x:c> .\n"])
    with pytest.raises(StoreError, match="no password"):
        batches.flush()
