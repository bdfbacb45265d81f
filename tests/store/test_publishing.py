"""An endpoint has the old graphs or the new ones, whenever a build ends, and is sent only what differs."""

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from copy import copy
from functools import partial
from pathlib import Path
from threading import Barrier, Event

import pytest

from backends import virtuoso_server
from kgraph.errors import BuiltMeanwhile, Overtaken, StoreBusy, StoreError
from kgraph.model import Rows
from kgraph.namespaces import IRI, XSD
from kgraph.store import publishing
from kgraph.store.base import DefaultGraph, NamedGraphs, Triples
from kgraph.store.batches import Batches
from kgraph.store.dialects import HAS_BLANK_NUMBER
from kgraph.store.finishing import carry_out, has_begun_only, last_written
from kgraph.store.publishing import digests_of, held, publish
from kgraph.store.remote import RemoteStore
from kgraph.store.staging import HELD, Own, Staging
from kgraph.store.steady import Watch
from published import (
    BEFORE,
    EX,
    FERRY,
    FIRST,
    HARBOUR,
    NEW,
    NOW,
    OLD,
    OWN,
    SECOND,
    WORLD,
    EndedError,
    Ending,
    Graphs,
    before_each,
    clear,
    content,
    cut_off,
    expected,
    filed,
    graph,
    once,
    opened,
    written,
)

NEAR = "https://example.org/harbour/"


def nodes(server: RemoteStore) -> int:
    """How many blank nodes an endpoint holds for later builds."""
    return len(server.select_there(f"SELECT ?i {{ GRAPH <{HELD}> {{ ?i <urn:kgraph:node> ?b }} }}"))


def own(graphs: Iterable[object]) -> list[str]:
    """The graphs of the test; a Virtuoso has some that are its own."""
    return sorted(str(name) for name in graphs if str(name).startswith(EX))


@pytest.fixture(
    scope="module",
    params=["oxigraph", pytest.param("virtuoso", marks=pytest.mark.slow)],
)
def endpoint(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ending]:
    with opened(request.param, tmp_path_factory.mktemp("endpoint")) as store:
        yield store


@pytest.fixture
def server(endpoint: Ending) -> Ending:
    """The endpoint, empty, with as many requests as are wanted."""
    vars(endpoint).pop("send", None)  # what the test before put there
    endpoint.left = 1000
    clear(endpoint)
    return endpoint


@pytest.fixture
def neighbour(server: Ending) -> Ending:
    """The same endpoint for another workspace."""
    other = copy(server)
    other.own = Own(NEAR)
    return other


def near(graphs: Graphs) -> Graphs:
    """The same graphs of the other workspace, about the same things and with the same blank nodes."""
    return {IRI(name.replace(EX, NEAR)): lines for name, lines in graphs.items()}


@pytest.mark.slow
def test_an_endpoint_has_the_old_graphs_or_the_new_ones(server: Ending) -> None:
    before, now = expected(BEFORE), expected(NOW)
    written(server, BEFORE, known=False)
    assert content(server) == before
    ended, seen = 0, {}
    while True:
        server.clear(OWN.staged)  # else it would go on with what arrived
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
    assert not server.ask(f"ASK {{ GRAPH <{OWN.staged}> {{ ?s ?p ?o }} }}")


@pytest.mark.slow
def test_only_lines_that_differ_are_sent(server: Ending, tmp_path: Path) -> None:
    whole = written(server, NOW, known=False)
    assert whole.triples == sum(map(len, NOW.values()))
    assert written(server, NOW) == publishing.Sent()
    *others, named, _ = NOW[WORLD]
    last = f'_:a.b <{EX}p> "raised" .\n'.encode()
    changed = {FERRY: NOW[FERRY], WORLD: [*others[1:], f'<{EX}0> <{EX}p> "7" .\n'.encode(), named, last]}
    with filed(tmp_path / "lines", NOW) as before:
        sent = written(server, changed, before=before)
    assert (sent.graphs, sent.triples) == (2, 4), "two lines for two others; a graph is removed without its lines"
    assert content(server) == expected(changed)
    assert nodes(server) == (0 if server.names_blank_nodes else 1)
    server.clear(FERRY)
    with filed(tmp_path / "lines", changed) as before:
        assert written(server, changed, before=before).triples == len(changed[FERRY]), "what somebody removed"
    assert content(server) == expected(changed)
    with filed(tmp_path / "lines", NOW) as other:
        sent = written(server, NOW, before=other)
    assert sent.triples == len(NOW[WORLD]) + 3, "lines that another build wrote are not known, so the graph is sent"
    assert content(server) == expected(NOW)
    written(server, {FERRY: [f'<{EX}0> <{EX}p> "sunk" .\n'.encode()]})
    assert nodes(server) == 0, "a blank node that no graph has is forgotten"


def test_of_two_lines_that_are_one_to_the_server_one_can_be_removed(server: Ending, tmp_path: Path) -> None:
    said = [f"<{EX}0> <{EX}p> {value} .\n".encode() for value in ("1.5", "1.50", '"x"@en-gb', '"x"@en-GB', '"y"')]
    said[:2] = [line.replace(b"1.5", b'"1.5').replace(b" .", f'"^^<{XSD.decimal}> .'.encode()) for line in said[:2]]
    written(server, {FERRY: said}, known=False)
    there = sorted(str(value) for _, _, value, _ in server.dump(FERRY))
    with filed(tmp_path / "lines", {FERRY: said}) as before:
        sent = written(server, {FERRY: [said[0], said[2], said[4]]}, before=before)
    assert sent.triples == 4, "two go, and two that may have gone with them are sent again"
    left = [str(value) for _, _, value, _ in server.dump(FERRY)]
    assert {value.lower().replace("50", "5") for value in there} == {value.lower() for value in left}
    assert len(left) == 3


@pytest.mark.slow
def test_a_build_goes_on_after_what_arrived(server: Ending, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kgraph.store.batches._LINES", 500)
    written(server, OLD, known=False)
    server.left = 3
    with pytest.raises(EndedError):
        written(server, NOW)
    server.left = 1000
    sent = written(server, NOW)
    assert (sent.arrived, sent.triples) == (1000, sum(map(len, NOW.values())))
    assert content(server) == expected(NOW)
    server.left = 3
    with pytest.raises(EndedError):
        written(server, BEFORE)
    server.left = 1000
    now = {**NOW, HARBOUR: BEFORE[HARBOUR]}
    assert written(server, now).arrived == 0, "what another build sent is of no use"
    assert content(server) == expected(now)


@pytest.mark.slow
def test_of_two_that_send_the_same_at_once_none_leaves_a_hole(server: Ending, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kgraph.store.batches._LINES", 500)
    written(server, BEFORE, known=False)
    send, other, sent = server.send, copy(server), list[str]()
    other.left, other.early = 2, True

    def meanwhile(update: str, patience: float = 0) -> None:
        sent.append(update)
        if len(sent) == 4:  # the other removes what arrived, and ends after its first lines
            with pytest.raises(EndedError):
                written(other, NOW)
        send(update, patience)

    with monkeypatch.context() as hooked:
        hooked.setattr(server, "send", meanwhile)
        with pytest.raises(StoreError, match="somebody else"):
            written(server, NOW)
    assert content(server) == expected(BEFORE)


@pytest.mark.slow
@pytest.mark.parametrize("endpoint", ["virtuoso"], indirect=True)  # only Virtuoso has a bound for what it logs
def test_what_a_server_cannot_log_is_written_unlogged_as_is_what_follows(
    server: Ending, monkeypatch: pytest.MonkeyPatch
) -> None:
    send, last = server.send, list[str]()

    def sent(update: str, patience: float = 0) -> None:
        if " WHERE " in update:
            last.append(update)
            if "log-enable 0" not in update:
                raise StoreError("Virtuoso 40005 Error SR325: Transaction aborted", status=500)
        send(update, patience)

    written(server, BEFORE)
    monkeypatch.setattr(server, "send", sent)
    written(server, NOW)
    assert content(server) == expected(NOW)
    written(server, BEFORE)
    assert content(server) == expected(BEFORE)
    assert ["log-enable 0" in update for update in last] == [False, True, True], "it is not tried again in vain"


def test_an_update_that_is_not_logged_says_so_before_it_changes_anything() -> None:
    """Whoever finishes one that was cut off must not log either."""
    sent = list[str]()

    class Small(RemoteStore):
        names_blank_nodes = True

        def select_there(self, query: str, default_graph: DefaultGraph = None, named: NamedGraphs = None) -> Rows:
            return Rows((), ())

        def send(self, update: str, patience: float = 0) -> None:
            sent.append(update)
            if "log-enable 0" not in update:
                raise StoreError("Virtuoso 40005 Error SR325: Transaction aborted", status=500)

    with Small("http://127.0.0.1:9/", base=EX) as store:
        staging = Staging(OWN, OWN.staged, "build", named=True)
        carry_out(store, staging, staging.last_update((), ()))
    turn, look, told = 2, 1, 1
    first = [operation for operation in sent[1].split(" ;\n") if "INSERT" in operation or "DELETE" in operation]
    assert all("<urn:kgraph:turn>" in operation for operation in first[:turn])
    assert "DELETE" in first[turn] and "<urn:kgraph:logged>" in first[turn + look], "it looks for other builds before"
    before = first[turn : turn + look + told]
    assert not any("INSERT" in operation and OWN.switching in operation for operation in before)


@pytest.mark.slow
def test_of_two_that_write_at_once_the_first_is_told(server: Ending, monkeypatch: pytest.MonkeyPatch) -> None:
    flush = Batches.flush
    others = [partial(written, server, BEFORE, known=False)]

    def late(batches: Batches) -> None:
        flush(batches)
        if others:
            others.pop()()

    monkeypatch.setattr(Batches, "flush", late)
    with pytest.raises(Overtaken, match=r"another build ended there meanwhile|somebody else began to write there"):
        written(server, NOW, known=False)
    assert content(server) == expected(BEFORE)


def test_a_build_is_told_of_one_that_was_cut_off_since_it_began(server: Ending) -> None:
    """That one sets its mark after this one has looked for marks, and before it looks again or sends anything."""
    written(server, OLD, known=False)
    later, graphs_there = {**OLD, IRI(f"{EX}doc/later"): graph(2, "later")}, server.graphs
    meanwhile = once(lambda: cut_off(copy(server), later, 4))

    def graphs_and_another() -> list[IRI]:
        found = graphs_there()
        meanwhile()
        return found

    early, late = copy(server), before_each(server, "INSERT DATA", lambda: cut_off(copy(server), OLD, 2))
    early.graphs = graphs_and_another  # type: ignore[method-assign]
    with pytest.raises(Overtaken):
        written(early, NEW, known=False)
    assert server.mark() != "none" and content(server) == expected(later), "what the other one needs was not removed"
    with pytest.raises(Overtaken):
        written(late, NEW, known=False)
    assert server.mark() != "none" and content(server) == expected(OLD)
    written(server, NEW)
    assert server.mark() != "none" and content(server) == expected(NEW)


def test_a_build_that_sends_all_anew_is_told_of_one_that_ended_meanwhile(server: Ending) -> None:
    """It does not know of that one's graphs, and would leave them beside its own."""
    written(server, OLD, known=False)
    send, sent = server.send, list[str]()
    other, others = copy(server), {**OLD, IRI(f"{EX}doc/later"): graph(2, "later")}

    def meanwhile(update: str, patience: float = 0) -> None:
        sent.append(update)
        if len(sent) == 2:  # the first removes what somebody had sent
            written(other, others)
        send(update, patience)

    server.send = meanwhile  # type: ignore[method-assign]
    with pytest.raises(Overtaken, match="another build ended there meanwhile; build again"):
        written(server, NEW, known=False)
    del server.send
    assert server.mark() != "none" and content(server) == expected(others)


def begun(update: str, number: int) -> str:
    """The first operations of a last update, so many after the two of its turn, which only a Virtuoso is sent."""
    operations = update.split(" ;\n")
    turn = sum("<urn:kgraph:turn>" in one for one in operations)
    return " ;\n".join(operations[: turn + number])


@pytest.mark.parametrize("known", [False, True])
@pytest.mark.parametrize("cut", [None, 4, 8])
def test_of_two_builds_that_begin_at_once_one_is_told(server: Ending, known: bool, cut: int | None) -> None:
    """Each removes what was staged before the other sends, and looks for the other's end before that has ended. The
    first may be killed after so many operations of its last update."""
    written(server, OLD, known=False)
    made = ({**OLD, IRI(f"{EX}doc/later"): graph(2, "later")}, NEW)
    both_dropped, both_looked, is_first_in = Barrier(2, timeout=60), Barrier(2, timeout=60), Event()

    def build(number: int) -> bool:
        store, send, dropped = copy(server), server.send, list[str]()

        def together(update: str, patience: float = 0) -> None:
            is_last = " WHERE " in update
            if is_last:
                both_looked.wait()
                assert number == 0 or is_first_in.wait(60)
            is_killed = is_last and number == 0 and cut is not None
            send(begun(update, cut) if cut is not None and is_killed else update, patience)
            if is_last:
                is_first_in.set()
            if is_killed:
                raise EndedError
            if not is_last and not dropped:
                dropped.append(update)
                both_dropped.wait()

        store.send = together  # type: ignore[method-assign]
        try:
            written(store, made[number], known=known)
        except (Overtaken, EndedError):
            return False
        return True

    with ThreadPoolExecutor(2) as both:
        assert list(both.map(build, (0, 1))) == [cut is None, False]
    if cut is None:
        assert server.mark() != "none" and content(server) == expected(made[0])
    for _ in range(2):  # each reader, who may write, finishes what was cut off if that is right
        with suppress(BuiltMeanwhile):
            assert server.mark() != "none" and content(server) in [expected(one) for one in made]
    written(server, OLD)
    assert server.mark() != "none" and content(server) == expected(OLD)


def test_a_last_update_leaves_the_mark_of_a_first_build_that_is_still_sending(server: Ending) -> None:
    """That one's lines may stand among these, so nobody reads them."""
    written(server, OLD, known=False)
    send, marks = server.send, [OWN.mark('"first-other"')]

    def late(update: str, patience: float = 0) -> None:
        if marks and " WHERE " in update:
            send(f"INSERT DATA {{ {marks.pop()} }}")
        send(update, patience)

    server.send = late  # type: ignore[method-assign]
    with pytest.raises(Overtaken, match="somebody else"):
        written(server, NEW)
    del server.send
    with pytest.raises(BuiltMeanwhile, match="cannot finish it"):
        server.mark()
    written(server, OLD)
    assert server.mark() != "none" and content(server) == expected(OLD)


@pytest.mark.slow
def test_a_world_that_was_made_while_a_build_ended_is_made_anew(server: Ending) -> None:
    world, made = IRI(f"{EX}world/later"), list[int]()

    def make() -> Triples:
        """What the world would have of the build at hand; another one ends while the first world is made."""
        made.append(1)
        if len(made) == 1:
            written(server, NOW)
        return Triples([f'<{EX}{len(made)}> <{EX}p> "made" .\n'.encode()])

    written(server, BEFORE, known=False)
    with pytest.raises(BuiltMeanwhile, match=f"a build ended there while <{world}> was made"):
        server.having({world: make})
    assert world not in server.graphs()
    for _ in range(2):
        server.having({world: make})
    assert len(made) == 2
    assert [subject for subject, *_ in server.dump(world)] == [f"{EX}2"]
    server.load(
        [(OWN.staged_world, OWN.staged_world, OWN.staged_world, OWN.staged_world)]
    )  # the making of a world was killed
    written(server, BEFORE)
    assert content(server) == expected(BEFORE), "a build removes worlds that it did not make"
    assert not server.ask(f"ASK {{ GRAPH <{OWN.staged_world}> {{ ?s ?p ?o }} }}")
    assert set(last_written(server)) == {OWN.staged, OWN.staged_world}


def test_a_world_that_somebody_asks_for_while_a_build_is_sent_does_not_end_it(server: Ending) -> None:
    written(server, OLD, known=False)
    world, other, send, asked = IRI(f"{EX}world/later"), copy(server), server.send, list[str]()
    made = [Triples([f'<{EX}{n}> <{EX}p> "made" .\n'.encode()]) for n in (1, 2)]

    def meanwhile(update: str, patience: float = 0) -> None:
        if not asked:
            asked.append(update)
            other.having({world: lambda: made[0]})
        send(update, patience)

    server.send = meanwhile  # type: ignore[method-assign]
    written(server, NEW)
    del server.send
    server.having({world: lambda: made[1]})  # that of the old build is out of date
    assert [subject for subject, *_ in server.dump(world)] == [f"{EX}2"]
    written(server, OLD)
    assert content(server) == expected(OLD)


def test_a_build_is_told_of_a_world_of_its_own_that_somebody_made_anew_meanwhile(server: Ending) -> None:
    """What differs from the world that was there would be put among that one's lines."""
    written(server, OLD, known=False)
    other, send, sent = copy(server), server.send, list[str]()

    def meanwhile(update: str, patience: float = 0) -> None:
        if not sent:
            sent.append(update)
            publishing.publish_world(other, WORLD, OLD[WORLD][:2], other.mark())
        send(update, patience)

    server.send = meanwhile  # type: ignore[method-assign]
    with pytest.raises(Overtaken, match="another build ended there meanwhile"):
        written(server, NEW)
    del server.send
    written(server, NEW)
    assert content(server) == expected(NEW)


def test_a_world_is_added_again_after_somebody_else_began_to_add_one(
    server: Ending, monkeypatch: pytest.MonkeyPatch
) -> None:
    flush, others = Batches.flush, [partial(server.clear, OWN.staged_world)]

    def late(batches: Batches) -> None:
        flush(batches)
        if others:
            others.pop()()

    monkeypatch.setattr(Batches, "flush", late)
    monkeypatch.setattr("kgraph.store.publishing._WAITS", (0.0,))
    server.having({WORLD: lambda: Triples(NOW[FERRY])})
    assert len(list(server.dump(WORLD))) == len(NOW[FERRY])


def test_a_world_that_cannot_be_put_there_is_named(server: Ending, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where kgraph may not write, and where updates go to other data than queries."""
    world = IRI(f"{EX}world/later")
    wanted = {world: lambda: Triples([f"<{EX}1> <{EX}p> 1 .\n".encode()])}
    with monkeypatch.context() as reading, pytest.raises(StoreError) as refused:
        reading.setattr(server, "_read_only", True)
        server.having(wanted)
    assert "opened to read only" in str(refused.value)
    assert f"; <{world}> is not there yet, and kgraph writes a world there that is asked for" in str(refused.value)
    monkeypatch.setattr(RemoteStore, "send", lambda *given: None)
    monkeypatch.setattr("kgraph.store.publishing._WAITS", ())
    with pytest.raises(StoreError, match=rf"or updates go to other data than queries.*; <{world}> is not there yet"):
        server.having(wanted)


@pytest.mark.slow
def test_a_build_that_read_what_stood_before_another_one_is_told_so(server: Ending) -> None:
    """It would send what differs from graphs that stand no more."""
    written(server, BEFORE, known=False)
    known = held(server, [EX])
    written(server, NOW)
    made = {name: sorted(lines) for name, lines in {**BEFORE, HARBOUR: graph(3, "open")}.items()}
    with pytest.raises(StoreError, match="another build ended there meanwhile; build again"):
        publish(server, made, digests_of(made), known, [EX])
    assert content(server) == expected(NOW)


@pytest.mark.slow
def test_a_build_is_told_of_one_that_ended_while_it_sent(server: Ending, monkeypatch: pytest.MonkeyPatch) -> None:
    written(server, BEFORE, known=False)
    made = {name: sorted(lines) for name, lines in NOW.items()}
    add_all = Batches.add

    def add(self: Batches, lines: Iterable[bytes]) -> None:
        with monkeypatch.context() as other:
            other.setattr(Batches, "add", add_all)
            written(server, {**BEFORE, HARBOUR: graph(3, "open")})
        add_all(self, lines)

    with monkeypatch.context() as meanwhile, pytest.raises(StoreError, match="another build ended there meanwhile"):
        meanwhile.setattr(Batches, "add", add)
        publish(server, made, digests_of(made), held(server, [EX]), [EX])
    assert content(server) == expected({**BEFORE, HARBOUR: graph(3, "open")})


def test_after_a_last_update_that_was_cut_off_nothing_is_read_and_a_build_sends_all(
    server: Ending,
) -> None:
    """Virtuoso stops in the middle of an update if kgraph is killed then."""
    written(server, BEFORE, known=False)
    server.send(f"DELETE WHERE {{ GRAPH <{HARBOUR}> {{ <{EX}0> ?p ?o }} }}")  # as if it had begun
    server.send(f'INSERT DATA {{ GRAPH <{HELD}> {{ <{OWN.switching}> <urn:kgraph:build> "{OWN.staged}" }} }}')
    with pytest.raises(BuiltMeanwhile, match="what it had sent was removed"):
        server.mark()
    written(server, BEFORE)
    assert content(server) == expected(BEFORE) and server.mark()


@pytest.mark.slow
@pytest.mark.parametrize("done", [1, 2, 5])
def test_a_last_update_that_was_cut_off_is_finished_by_the_next_who_may_write(
    server: Ending, monkeypatch: pytest.MonkeyPatch, done: int
) -> None:
    monkeypatch.setattr("kgraph.store.staging._PORTION", 1000)
    written(server, BEFORE, known=False)
    known = held(server, [EX])
    cut_off(server, NOW, done)
    made = {name: sorted(lines) for name, lines in NOW.items()}
    with pytest.raises(Overtaken, match="another build was cut off there while it was put in place; build again"):
        publish(server, made, digests_of(made), known, [EX])
    with (
        monkeypatch.context() as reading,
        pytest.raises(BuiltMeanwhile, match=r"cannot finish it \(.+\); let somebody ask who may write"),
    ):
        reading.setattr(server, "_read_only", True)
        server.mark()
    assert server.mark() != "none" and content(server) == expected(NOW)
    assert written(server, NOW) == publishing.Sent(), "nothing is sent again"
    assert not server.ask(f"ASK {{ GRAPH <{OWN.staged}> {{ ?s ?p ?o }} }}")


def test_what_an_earlier_version_sent_in_another_form_is_not_finished_but_sent_anew(server: Ending) -> None:
    """It named no portions: with none to move, the last update would end with graphs that lack their triples."""
    written(server, OLD, known=False)
    cut_off(server, NEW, 3)
    portions = "FILTER(STRENDS(STR(?p), ':portion'))"
    server.send(f"DELETE {{ GRAPH ?g {{ ?s ?p ?o }} }} WHERE {{ GRAPH ?g {{ ?s ?p ?o }} {portions} }}")
    with pytest.raises(BuiltMeanwhile, match="an earlier version of kgraph had sent it in another form"):
        server.mark()
    written(server, NEW)
    assert server.mark() != "none" and content(server) == expected(NEW)


def test_who_opens_an_endpoint_without_a_base_heeds_the_builds_of_all_workspaces(
    server: Ending, neighbour: Ending
) -> None:
    anybody = copy(server)
    anybody.own = Own("")
    written(server, OLD, known=False)
    written(neighbour, near(OLD), known=False)
    for store, graphs in ((server, NEW), (neighbour, near(NEW))):
        with pytest.raises(BuiltMeanwhile, match="a build ended there while this was read"), Watch(anybody):
            written(store, graphs)
    world = IRI(f"{EX}world/later")
    anybody.having({world: lambda: Triples(OLD[FERRY])})
    anybody.having({world: pytest.fail})
    made: list[int] = []
    server.having({world: lambda: made.append(1) or Triples(OLD[FERRY])})  # type: ignore[func-returns-value]
    assert made, "nobody knows of which of the builds it was made"
    cut_off(server, OLD, 2)
    with pytest.raises(BuiltMeanwhile, match=f"the workspace with the base <{EX}> is being .* or name that base"):
        anybody.mark()
    assert neighbour.mark() != "none" and server.mark() != "none"
    assert anybody.mark() != "none" and content(anybody) == expected(OLD)


def test_the_mark_of_an_earlier_version_that_was_cut_off_is_named(server: Ending) -> None:
    """It does not say of which workspace it was."""
    written(server, OLD, known=False)
    server.send(f'INSERT DATA {{ GRAPH <{HELD}> {{ <urn:kgraph:switching> <urn:kgraph:build> "1234" }} }}')
    for ask in (server.mark, partial(written, server, NEW), partial(written, server, NEW, known=False)):
        with pytest.raises(StoreError, match=f"an earlier version of kgraph was cut off .*; remove the graph <{HELD}>"):
            ask()
    server_forgets(server)
    written(server, NEW)
    assert server.mark() != "none" and content(server) == expected(NEW)


@pytest.fixture
def virtuoso(server: Ending, monkeypatch: pytest.MonkeyPatch) -> Ending:
    """An empty endpoint that is sent what a Virtuoso is sent, a few lines in a request."""
    monkeypatch.setattr(Ending, "names_blank_nodes", True)
    monkeypatch.setattr("kgraph.store.dialects.HAS_BLANK_NUMBER", "false")  # only a Virtuoso has its function
    monkeypatch.setattr("kgraph.store.batches._LINES", 5)
    return server


@pytest.mark.slow
def test_a_virtuoso_is_sent_the_first_build_straight_into_its_graphs(
    virtuoso: Ending, monkeypatch: pytest.MonkeyPatch
) -> None:
    """There are no old graphs to be read. Killed anywhere, it is not read before it is whole, and is gone on with."""
    virtuoso.left = 1000
    whole = written(virtuoso, FIRST)
    requests = 1000 - virtuoso.left
    said: list[str] = []
    for left in range(requests):
        clear(virtuoso)
        virtuoso.left = left
        with pytest.raises(EndedError):
            written(virtuoso, FIRST)
        virtuoso.left = 0  # who reads needs to write nothing
        try:
            said.append("none" if virtuoso.mark() == "none" else "ended")
            assert content(virtuoso) == (expected(FIRST) if said[-1] == "ended" else [])
        except BuiltMeanwhile as error:
            assert "first build of this workspace is being put in place there; ask again" in str(error)
            said.append("not finished")
        virtuoso.left = 1000
        again = written(virtuoso, FIRST)
        assert (again.arrived, again.triples) == (
            (0, 0) if left == requests - 1 else (min(max(0, left - 2) * 5, 20), whole.triples)
        )
        assert virtuoso.mark() != "none" and content(virtuoso) == expected(FIRST)
    assert said == ["none"] * 2 + ["not finished"] * 5 + ["ended"], "four requests have the lines"
    send, updates = virtuoso.send, list[str]()

    def sent(update: str, patience: float = 0) -> None:
        updates.extend([update] if " WHERE " in update else [])
        send(update, patience)

    monkeypatch.setattr(virtuoso, "send", sent)
    written(virtuoso, SECOND)
    assert content(virtuoso) == expected(SECOND)
    assert len(updates) == 1 and "INSERT { GRAPH ?g { ?s ?p ?o }" in updates[0], "a later one is first sent apart"
    server_forgets(virtuoso)
    updates.clear()
    written(virtuoso, FIRST)
    assert content(virtuoso) == expected(FIRST) and len(updates) == 1


def server_forgets(server: Ending) -> None:
    """Leave graphs without a note of who wrote them, as an earlier version did."""
    server.send(f"DROP SILENT GRAPH <{HELD}>")


@pytest.mark.parametrize("done", [3, 8])
def test_the_last_update_of_a_first_build_is_finished_if_it_was_cut_off(virtuoso: Ending, done: int) -> None:
    """By who reads, if the build's name stands there already, else by the next build."""
    send = virtuoso.send

    def cut(update: str, patience: float = 0) -> None:
        if update.count(" WHERE ") > 1:
            send(" ;\n".join(update.split(" ;\n")[:done]))
            raise EndedError
        send(update, patience)

    virtuoso.send = cut  # type: ignore[method-assign]
    with pytest.raises(EndedError):
        written(virtuoso, FIRST)
    del virtuoso.send
    assert OWN.switching in last_written(virtuoso)
    if has_begun_only(OWN, last_written(virtuoso)):
        written(virtuoso, FIRST)
    assert virtuoso.mark() != "none" and content(virtuoso) == expected(FIRST)
    assert written(virtuoso, FIRST) == publishing.Sent()


@pytest.mark.slow
def test_a_first_build_ends_if_a_virtuoso_takes_one_of_its_graphs_for_a_blank_node(tmp_path: Path) -> None:
    """That with the number 8192, which some name gets; Virtuoso inserts into no other graphs with it."""
    with (
        virtuoso_server(tmp_path) as (url, access),
        RemoteStore(url.removeprefix("sparql:"), base=EX, access=[access], timeout=120) as store,
    ):
        for start in range(0, 100_000, 1_000):
            graphs = [f"GRAPH <{NEAR}{n}> {{ <{EX}s> <{EX}p> <{EX}o> }}" for n in range(start, start + 1_000)]
            try:
                store.send(f"INSERT DATA {{ {' '.join(graphs)} }}")
            except StoreError as error:
                assert "'nodeID://8192' is not valid" in str(error)
                break
        ((special,),) = store.select_there(
            f"SELECT ?g {{ GRAPH ?g {{ <{EX}s> ?p ?o }} FILTER({HAS_BLANK_NUMBER}) }}"
        ).rows
        store.clear(IRI(str(special)))
        made = {name: sorted(lines) for name, lines in {**OLD, IRI(str(special)): OLD[FERRY]}.items()}
        parts = [EX, str(special)]
        publish(store, made, digests_of(made), {}, parts)
        before, known = store.mark(), held(store, parts)
        assert before != "none" and known == digests_of(made)
        assert len(list(store.dump(IRI(str(special))))) == len(OLD[FERRY])
        made[IRI(str(special))] = sorted(NEW[FERRY])
        with pytest.raises(StoreError, match=f"takes <{special}>, which changes, for a blank node"):
            publish(store, made, digests_of(made), known, parts)
        assert store.mark() == before and held(store, parts) == known


def test_what_was_sent_of_a_first_build_goes_if_another_has_other_data(virtuoso: Ending) -> None:
    virtuoso.left = 4
    with pytest.raises(EndedError):
        written(virtuoso, FIRST)
    virtuoso.left = 1000
    assert has_begun_only(OWN, last_written(virtuoso)) and FERRY in virtuoso.graphs()
    steps: list[str] = []
    assert written(virtuoso, SECOND, tell=steps.append).arrived == 0
    assert steps[0] == "removing what a build had sent that was cut off"
    assert virtuoso.mark() != "none" and content(virtuoso) == expected(SECOND)


def is_overtaken(store: Ending, graphs: Graphs) -> None:
    """A first build of this data ends because of another one, which its `send` lets go on; nobody can read then."""
    with pytest.raises(Overtaken, match="somebody else"):
        written(store, graphs)
    del store.send
    with pytest.raises(BuiltMeanwhile):
        store.mark()


@pytest.mark.parametrize("lines_under_way", [False, True])
def test_of_two_first_builds_at_once_none_leaves_a_mixture_that_is_read(
    virtuoso: Ending, monkeypatch: pytest.MonkeyPatch, lines_under_way: bool
) -> None:
    """Another one, of other data, begins before this one has begun, or is whole before its lines arrive."""
    other, send, sent = copy(virtuoso), virtuoso.send, list[str]()
    other.left = 1000 if lines_under_way else 2

    def meanwhile(update: str, patience: float = 0) -> None:
        sent.append(update)
        if lines_under_way and len(sent) == 5:
            written(other, SECOND)
        elif not lines_under_way and len(sent) == 2:
            with pytest.raises(EndedError):
                written(other, SECOND)
        send(update, patience)

    virtuoso.send = meanwhile  # type: ignore[method-assign]
    is_overtaken(virtuoso, FIRST)
    assert written(virtuoso, SECOND).arrived == 0
    assert virtuoso.mark() != "none" and content(virtuoso) == expected(SECOND)


def test_a_first_build_that_removes_what_another_has_sent_meanwhile_is_noted(virtuoso: Ending) -> None:
    """The other took it for interrupted, while it removed what an interrupted one had sent, and is whole before that
    ends."""
    virtuoso.left = 4
    with pytest.raises(EndedError):
        written(virtuoso, FIRST)
    virtuoso.left = 1000
    other, send = copy(virtuoso), virtuoso.send

    def late(update: str, patience: float = 0) -> None:
        if update.startswith(f"DROP SILENT GRAPH <{FERRY}>"):
            written(other, FIRST)
        send(update, patience)

    virtuoso.send = late  # type: ignore[method-assign]
    is_overtaken(virtuoso, SECOND)
    written(virtuoso, FIRST)
    assert virtuoso.mark() != "none" and content(virtuoso) == expected(FIRST)


def test_a_first_build_beside_which_another_may_have_written_ends_and_is_begun_anew(virtuoso: Ending) -> None:
    send, sent = virtuoso.send, list[str]()

    def meanwhile(update: str, patience: float = 0) -> None:
        sent.append(update)
        send(update, patience)
        if len(sent) == 5:
            stray = f'GRAPH <{FERRY}> {{ <{EX}7> <{EX}p> "stray" }}'
            send(f"INSERT DATA {{ {OWN.mark(chr(34) + 'first-other' + chr(34))} {stray} }}")

    virtuoso.send = meanwhile  # type: ignore[method-assign]
    with pytest.raises(Overtaken, match="somebody else"):
        written(virtuoso, FIRST)
    del virtuoso.send
    assert len(sent) == 6, "no more lines are sent, only the mark"
    with pytest.raises(BuiltMeanwhile):
        virtuoso.mark()
    assert written(virtuoso, FIRST).arrived == 0
    assert virtuoso.mark() != "none" and content(virtuoso) == expected(FIRST)


def test_lines_of_a_killed_first_build_that_arrive_late_are_noted(virtuoso: Ending) -> None:
    """A server may still work on its last request when the next build has removed what had arrived."""
    send, under_way = virtuoso.send, list[str]()

    def killed(update: str, patience: float = 0) -> None:
        if f"GRAPH <{WORLD}>" in update:
            under_way.append(update)
            raise EndedError
        send(update, patience)

    virtuoso.send = killed  # type: ignore[method-assign]
    with pytest.raises(EndedError):
        written(virtuoso, FIRST)

    def late(update: str, patience: float = 0) -> None:
        if under_way and f"GRAPH <{WORLD}>" in update:
            send(under_way.pop())
        send(update, patience)

    virtuoso.send = late  # type: ignore[method-assign]
    is_overtaken(virtuoso, SECOND)
    assert written(virtuoso, SECOND).arrived == 0
    assert virtuoso.mark() != "none" and content(virtuoso) == expected(SECOND)


def test_nobody_reads_lines_of_a_first_build_that_arrive_when_another_one_is_whole(virtuoso: Ending) -> None:
    """That one took this for cut off; this one is killed after the request."""
    other, send = copy(virtuoso), virtuoso.send

    def late(update: str, patience: float = 0) -> None:
        if f"GRAPH <{WORLD}>" not in update:
            send(update, patience)
            return
        written(other, SECOND)
        send(update, patience)
        raise EndedError

    virtuoso.send = late  # type: ignore[method-assign]
    with pytest.raises(EndedError):
        written(virtuoso, FIRST)
    del virtuoso.send
    with pytest.raises(BuiltMeanwhile):
        virtuoso.mark()
    written(virtuoso, SECOND)
    assert virtuoso.mark() != "none" and content(virtuoso) == expected(SECOND)


def test_a_request_of_a_first_build_that_is_carried_out_again_after_its_end_stops_nobody(virtuoso: Ending) -> None:
    send, updates = virtuoso.send, list[str]()

    def sent(update: str, patience: float = 0) -> None:
        updates.append(update)
        send(update, patience)

    virtuoso.send = sent  # type: ignore[method-assign]
    written(virtuoso, FIRST)
    send(next(update for update in updates if f"GRAPH <{WORLD}>" in update))
    assert OWN.switching in last_written(virtuoso)
    assert virtuoso.mark() != "none" and content(virtuoso) == expected(FIRST)
    assert written(virtuoso, FIRST) == publishing.Sent()


def test_to_send_all_anew_ends_what_was_cut_off_before_it_removes_what_that_needs(server: Ending) -> None:
    """Else nobody could end it if this build were cut off, too."""
    written(server, OLD, known=False)
    cut_off(server, NEW, 2)
    server.left = 3  # a mark, the other's last update, and the removal of what was sent for it
    with pytest.raises(EndedError):
        written(server, OLD, known=False)
    server.left = 1000
    assert server.mark() != "none" and content(server) == expected(NEW)


@pytest.mark.parametrize("done", [2, 5])
def test_what_was_cut_off_of_another_workspace_is_left_to_it(server: Ending, neighbour: Ending, done: int) -> None:
    written(server, OLD, known=False)
    cut_off(server, NEW, done)
    for graphs in (OLD, NEW, OLD):
        written(neighbour, near(graphs), known=graphs is NEW)
        assert neighbour.mark() != "none" and content(neighbour, NEAR) == expected(near(graphs), NEAR)
    assert OWN.switching in last_written(server), "the mark still stands"
    assert server.mark() != "none" and content(server) == expected(NEW)
    assert written(server, NEW) == publishing.Sent()


def test_the_mark_of_another_workspace_stands_although_nobody_can_finish_its_build(
    server: Ending, neighbour: Ending
) -> None:
    written(server, OLD, known=False)
    cut_off(server, NEW, 2)
    server.clear(OWN.staged)
    written(neighbour, near(NEW), known=False)
    assert neighbour.mark() != "none" and content(neighbour, NEAR) == expected(near(NEW), NEAR)
    with pytest.raises(BuiltMeanwhile, match="what it had sent was removed"):
        server.mark()
    written(server, OLD)
    assert server.mark() and content(server) == expected(OLD)


@pytest.mark.slow
def test_two_workspaces_send_at_once(server: Ending, neighbour: Ending, monkeypatch: pytest.MonkeyPatch) -> None:
    """And what was cut off of one is still there after a whole build of the other."""
    monkeypatch.setattr("kgraph.store.batches._LINES", 5)
    world, flush = IRI(f"{NEAR}world/later"), Batches.flush

    def late(batches: Batches) -> None:
        with monkeypatch.context() as other:
            other.setattr(Batches, "flush", flush)
            written(neighbour, near(NEW))
            neighbour.having({world: lambda: Triples([f'<{EX}1> <{EX}p> "made" .\n'.encode()])})
        flush(batches)

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(Batches, "flush", late)
        assert written(server, OLD, known=False).arrived == 0
    assert content(server) == expected(OLD)
    assert world in neighbour.graphs()
    server.left = 3
    with pytest.raises(EndedError):
        written(server, NEW)
    server.left = 1000
    server.load([(OWN.staged_world,) * 4])  # a world is being made meanwhile
    assert written(neighbour, near(OLD)).arrived == 0
    assert server.ask(f"ASK {{ GRAPH <{OWN.staged_world}> {{ ?s ?p ?o }} }}")
    assert content(neighbour, NEAR) == expected(near(OLD), NEAR) and content(server) == expected(OLD)
    assert written(server, NEW).arrived == 10
    assert content(server) == expected(NEW) and content(neighbour, NEAR) == expected(near(OLD), NEAR)


@pytest.mark.slow
def test_a_world_that_was_cut_off_is_made_anew_and_harms_no_other_reading(server: Ending) -> None:
    written(server, BEFORE, known=False)
    world, lines = IRI(f"{EX}world/later"), Triples(NOW[FERRY])
    updates, send = list[str](), server.send

    def cut(update: str, patience: float = 0) -> None:
        if " WHERE " not in update:
            send(update, patience)
            return
        updates.extend(update.split(" ;\n"))
        send(" ;\n".join(updates[:-2]))  # all but the notes at its end
        raise EndedError

    server.send = cut  # type: ignore[method-assign]
    with pytest.raises(EndedError):
        server.having({world: lambda: lines})
    del server.send
    server.send(f"DELETE WHERE {{ GRAPH <{world}> {{ <{EX}0> ?p ?o }} }}")
    assert server.mark() and content(server)
    server.having({world: lambda: lines})
    assert len(list(server.dump(world))) == len(NOW[FERRY])
    server.having({world: pytest.fail})


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
