"""What several do at one endpoint at once, each operation by itself as on a Virtuoso, is read as one build's or not.

Each request is cut into its operations, and a reader looks after each of them.
"""

import random
import socket
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from copy import copy
from functools import partial
from pathlib import Path
from queue import Queue
from threading import Semaphore

import pytest

from backends import VIRTUOSO
from kgraph.errors import BuiltMeanwhile, Overtaken, StoreBusy
from kgraph.namespaces import IRI
from kgraph.store import finishing
from kgraph.store.filed import Filed
from kgraph.store.finishing import has_begun_only, last_written
from kgraph.store.marks import Marks
from kgraph.store.publishing import publish_world
from kgraph.store.remote import RemoteStore
from kgraph.store.staging import DIGEST, HELD, Last, build_of
from paced import rest_slow
from published import (
    EX,
    FERRY,
    FIRST,
    HARBOUR,
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
    last_operations,
    marking,
    once,
    opened,
    place_of,
    written,
)

OLD, NEW, THIRD = FIRST, SECOND, {**FIRST, IRI(f"{EX}doc/later"): graph(2, "later")[:-2]}
MADE: Graphs = {WORLD: graph(3, "asked for")[:-2]}
Run = Callable[[Ending], object]


@pytest.fixture(scope="module", params=["oxigraph", VIRTUOSO])
def endpoint(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ending]:
    with opened(request.param, tmp_path_factory.mktemp("at-once")) as store:
        yield store


@pytest.fixture
def server(endpoint: Ending, monkeypatch: pytest.MonkeyPatch) -> Ending:
    """The endpoint, empty; it is sent what a Virtuoso is sent."""
    monkeypatch.setattr(Ending, "names_blank_nodes", True)
    monkeypatch.setattr("kgraph.store.dialects.HAS_BLANK_NUMBER", "false")  # only a Virtuoso has its function
    monkeypatch.setattr("kgraph.store.publishing._WAITS", (0.0, 0.0))
    monkeypatch.setattr("kgraph.store.staging._PORTION", 5)
    endpoint.left = 1_000_000
    clear(endpoint)
    return endpoint


def in_turns(server: Ending, runs: Sequence[Run], rng: random.Random, look: Callable[[], None]) -> None:
    """Let several go on in turns, an operation at a time, and look after each. Some of them may be told of others."""
    turns, stopped = [Semaphore(0) for _ in runs], Queue[bool]()

    def run(number: int) -> None:
        store = copy(server)

        def send(update: str, patience: float = 0) -> None:
            for operation in update.split(" ;\n"):
                stopped.put(True)
                turns[number].acquire()
                server.send(operation, patience)

        store.send = send  # type: ignore[method-assign]
        turns[number].acquire()
        try:
            runs[number](store)
        except (Overtaken, BuiltMeanwhile):
            pass
        finally:
            stopped.put(False)

    with ThreadPoolExecutor(len(runs)) as pool:
        ends = [pool.submit(run, number) for number in range(len(runs))]
        left = list(range(len(runs)))
        try:
            last = 0
            while left:
                last = last if last in left and rng.random() < 0.8 else rng.choice(left)
                turns[last].release()
                if not stopped.get(timeout=60):
                    left.remove(last)
                look()
        finally:
            for turn in turns:
                turn.release(10_000)
        for end in ends:
            end.result()


def looks(server: Ending, wholes: Sequence[Graphs]) -> Callable[[], None]:
    """How a reader looks who may not write: what is read is one of these as a whole. A world that is out of date is
    made anew for who asks."""
    reader = copy(server)
    reader._read_only = True
    whole = [expected(graphs) for graphs in wholes]

    def look() -> None:
        try:
            build = reader.mark()
        except BuiltMeanwhile:
            return
        noted = last_written(reader).get(WORLD, {build})
        read = content(reader)
        if noted == {build}:
            assert read in whole
        else:
            docs = [[one for one in graphs if one[0] != WORLD] for graphs in (read, *whole)]
            assert docs[0] in docs[1:]

    return look


def finish(store: Ending) -> None:
    store.mark()


def build(graphs: Graphs, *, known: bool = True, before: Filed | None = None) -> Run:
    return partial(written, graphs=graphs, known=known, before=before)


def make_world(store: Ending) -> None:
    publish_world(store, WORLD, MADE[WORLD], store.mark())


def whole_in_the_end(server: Ending) -> None:
    """Whatever stands there, the next builds mend it, and know what they wrote."""
    for graphs in (NEW, OLD):
        written(server, graphs)
        assert server.mark() != "none" and content(server) == expected(graphs)


SEEDS = rest_slow([3, 1, *range(4, 12)], fast=2)


@pytest.mark.parametrize("seed", SEEDS)
def test_several_finish_what_was_cut_off_while_somebody_builds(server: Ending, seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311 - no secret
    written(server, OLD, known=False)
    cut_off(server, NEW, rng.randrange(1, 10))
    runs = [finish, finish, build(THIRD, known=rng.random() < 0.5)]
    in_turns(server, runs, rng, looks(server, [OLD, NEW, THIRD]))
    whole_in_the_end(server)


@pytest.mark.parametrize("seed", SEEDS)
def test_readers_who_may_write_ask_while_a_build_is_put_in_place(server: Ending, seed: int) -> None:
    """They cannot know that it was not cut off, and finish it."""
    written(server, OLD, known=False)
    runs = [build(NEW), finish, finish, finish]
    rng = random.Random(seed)  # noqa: S311 - no secret
    in_turns(server, runs, rng, looks(server, [OLD, NEW]))
    whole_in_the_end(server)


@pytest.mark.parametrize("seed", SEEDS)
def test_two_build_while_somebody_asks(server: Ending, seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311 - no secret
    written(server, OLD, known=False)
    runs = [build(NEW, known=rng.random() < 0.5), build(THIRD, known=rng.random() < 0.5), finish]
    in_turns(server, runs, rng, looks(server, [OLD, NEW, THIRD]))
    whole_in_the_end(server)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_world_of_a_build_is_made_anew_while_it_is_sent(server: Ending, tmp_path: Path, seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311 - no secret
    written(server, OLD, known=False)
    with filed(tmp_path / "lines", OLD) as before:
        runs = [build(NEW, before=before if rng.random() < 0.7 else None), make_world]
        in_turns(
            server, runs, rng, looks(server, [one for graphs in (OLD, NEW) for one in (graphs, {**graphs, **MADE})])
        )
    whole_in_the_end(server)


def killed() -> None:
    raise EndedError


def test_who_still_finishes_a_build_that_another_one_has_finished_does_so_under_a_mark(server: Ending) -> None:
    written(server, OLD, known=False)
    cut_off(server, NEW, 2)
    look = looks(server, [OLD, NEW, THIRD])
    before_each(before_each(server, "DELETE { GRAPH ?g", copy(server).mark), "INSERT { GRAPH ?g", look).mark()
    assert server.mark() != "none" and content(server) == expected(NEW)
    cut_off(server, THIRD, 2)
    others: list[Callable[[], object]] = [partial(written, copy(server), OLD, known=False), copy(server).mark]
    assert before_each(server, "INSERT { GRAPH ?g", lambda: others and others.pop()()).mark() == server.mark()
    assert not others and content(server) == expected(OLD), "a third has built meanwhile, and removed what was staged"
    whole_in_the_end(server)


@pytest.mark.parametrize("number", range(6))
def test_a_first_build_has_begun_whatever_mark_stands_beside_its_own(server: Ending, number: int) -> None:
    """An endpoint gives them in any order."""
    for mark in (f"anew-{number}", f"first-{number}"):
        Marks(server).set(mark)
    assert has_begun_only(OWN, last_written(server))
    with pytest.raises(BuiltMeanwhile, match="the first build of this workspace is being put in place"):
        server.mark()
    written(server, NEW)
    assert server.mark() != "none" and content(server) == expected(NEW)


def test_marks_of_two_builds_are_finished_by_neither(server: Ending) -> None:
    written(server, OLD, known=False)
    cut_off(server, NEW, 4)
    for number in range(6):
        Marks(server).set(f"anew-{number}")
        with pytest.raises(BuiltMeanwhile, match="two builds have changed graphs there"):
            server.mark()
    whole_in_the_end(server)


def test_a_last_update_looks_itself_for_a_world_that_was_made_anew(server: Ending, tmp_path: Path) -> None:
    """After the build has looked, a reader makes a world anew of which the build sends only what differs."""
    written(server, OLD, known=False)
    other, send, left = copy(server), server.send, [1]

    def late(update: str, patience: float = 0) -> None:
        if " WHERE " in update and left:
            left.clear()
            make_world(other)
        send(update, patience)

    server.send = late  # type: ignore[method-assign]
    with filed(tmp_path / "lines", OLD) as before, pytest.raises(Overtaken):
        written(server, NEW, before=before)
    del server.send
    assert server.mark() != "none" and content(server) == expected({**OLD, **MADE})
    whole_in_the_end(server)


def test_a_world_that_was_made_of_an_earlier_build_takes_no_place(server: Ending) -> None:
    written(server, OLD, known=False)
    earlier = server.mark()
    written(server, NEW)
    with pytest.raises(BuiltMeanwhile, match=f"a build ended there while <{WORLD}> was made"):
        publish_world(server, WORLD, MADE[WORLD], earlier)
    assert content(server) == expected(NEW)


def test_a_world_that_was_not_made_to_its_end_is_sent_whole_by_the_next_build(server: Ending) -> None:
    """Of it the endpoint keeps the digest of the one that stood there before."""
    written(server, OLD, known=False)
    with pytest.raises(EndedError):
        make_world(before_each(server, f"DELETE {{ GRAPH <{HELD}> {{ ?g <{DIGEST}>", killed))
    assert content(server) == expected({**OLD, **MADE}) and last_written(server)[WORLD]
    written(server, {**NEW, WORLD: OLD[WORLD]})
    assert server.mark() != "none" and content(server) == expected({**NEW, WORLD: OLD[WORLD]})
    assert WORLD not in last_written(server)


SUNK, OPEN = {**OLD, FERRY: graph(5, "sunk")[:-2]}, {**OLD, HARBOUR: graph(3, "open again")[:-2]}
EMPTIES, FILLS = "DELETE { GRAPH ?g", "INSERT { GRAPH ?g"
LOOKS = f"DELETE {{ GRAPH <{OWN.staged}>"


def carry_out(server: Ending, operations: Sequence[str]) -> None:
    for operation in operations:
        server.send(operation)


def read_only(server: Ending) -> Ending:
    reader = copy(server)
    reader._read_only = True
    return reader


def test_who_finishes_a_build_leaves_the_mark_of_another_one(server: Ending) -> None:
    """Both builds have looked before either has set its mark; one is killed then. The other one sets its mark, and
    changes graphs, after a reader has found the mark of the first."""
    written(server, OLD, known=False)
    other: list[str] = []
    meanwhile = once(lambda: other.extend(last_operations(copy(server), build(OPEN))))
    operations = last_operations(before_each(server, "INSERT DATA", meanwhile), build(SUNK))
    begins = marking(other)
    ends = place_of(other, LOOKS, begins)
    carry_out(server, other[:begins])
    carry_out(server, operations[: marking(operations) + 1])
    reader = before_each(server, "INSERT DATA", once(lambda: carry_out(server, other[begins:ends])))
    with pytest.raises(BuiltMeanwhile, match="somebody else changes graphs there"):
        reader.mark()
    carry_out(server, other[ends:])
    with pytest.raises(BuiltMeanwhile, match="two builds have changed graphs there"):
        server.mark()
    whole_in_the_end(server)


def test_a_reader_who_comes_late_does_not_stop_the_next_build(server: Ending) -> None:
    """It has found the mark of a build that ends then; when it sets its own, another build has set its mark."""
    written(server, OLD, known=False)
    operations, other = last_operations(server, build(SUNK)), list[str]()
    ends = place_of(operations, FILLS)
    carry_out(server, operations[:ends])

    def meanwhile() -> None:
        carry_out(server, operations[ends:])
        other.extend(last_operations(copy(server), build(NEW)))
        carry_out(server, other[: marking(other) + 1])

    with pytest.raises(BuiltMeanwhile, match="somebody else changes graphs there"):
        before_each(server, "INSERT DATA", once(meanwhile)).mark()
    carry_out(server, other[marking(other) + 1 :])
    assert not Marks(server).names()
    assert server.mark() != "none" and content(server) == expected(NEW)


def test_readers_of_whom_each_comes_before_the_last_has_ended_are_answered(server: Ending) -> None:
    written(server, OLD, known=False)
    cut_off(server, NEW, 2)
    first, second = (last_operations(copy(server), finish) for _ in range(2))
    carry_out(server, first)
    third = last_operations(copy(server), finish)
    for operations in (second, third):
        carry_out(server, operations)
        assert read_only(server).mark() != "none" and content(server) == expected(NEW)


def test_readers_who_set_marks_after_a_build_has_looked_for_them_stop_nobody(server: Ending) -> None:
    """Two have found the build's own mark before. What it had sent is removed while both set theirs."""
    written(server, OLD, known=False)
    operations, marks = last_operations(server, build(NEW)), Marks(server)
    ends = place_of(operations, FILLS)
    carry_out(server, operations[:ends])
    other = f"{build_of(*marks.names())}+other"

    def build_ends() -> None:
        carry_out(server, operations[ends:])
        assert not marks.names()
        marks.set(other)

    def others_end() -> None:
        marks.remove([other])
        server.clear(OWN.staged)

    reader = before_each(before_each(server, "INSERT DATA", once(build_ends)), "DELETE", once(others_end))
    assert reader.mark() == read_only(server).mark() and content(server) == expected(NEW)


def test_nothing_is_removed_any_more_after_a_build_has_ended(server: Ending) -> None:
    """Two readers find its mark, a third one finishes it, and then both set marks of their own."""
    written(server, OLD, known=False)
    cut_off(server, NEW, 2)
    second, seen = copy(server), list[bool]()

    def late(update: str, patience: float = 0) -> None:
        finish(copy(server))
        server.send(update)
        raise EndedError

    def meanwhile() -> None:
        with pytest.raises(EndedError):
            second.mark()

    second.send = late  # type: ignore[method-assign]
    first = before_each(server, "INSERT DATA", once(meanwhile))
    before_each(first, FILLS, lambda: seen.append(content(server) == expected(NEW))).mark()
    assert seen and all(seen)
    whole_in_the_end(server)


def test_a_last_update_that_is_carried_out_twice_side_by_side_leaves_no_holes(server: Ending) -> None:
    """As if a proxy sent it again: both have the same mark."""
    written(server, OLD, known=False)
    operations = last_operations(server, build(NEW))
    empties = place_of(operations, EMPTIES)
    carry_out(server, operations[:empties])
    carry_out(server, operations[:-1])
    carry_out(server, [operations[empties], operations[-1]])
    assert read_only(server).mark() != "none" and content(server) == expected(NEW)
    carry_out(server, operations[empties + 1 :])
    assert read_only(server).mark() != "none" and content(server) == expected(NEW)


def test_a_build_that_set_its_mark_since_another_one_looked_ends_well(
    server: Ending, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(server, OLD, known=False)
    operations = last_operations(server, build(NEW))

    def finished(store: Ending, found: Last) -> tuple[Last, str]:
        answer = finishing.finished(store, found)
        carry_out(server, operations[:-1])
        return answer

    with monkeypatch.context() as patched, pytest.raises(Overtaken):
        patched.setattr("kgraph.store.publishing.finished", finished)
        written(copy(server), OPEN, known=False)
    carry_out(server, operations[-1:])
    assert read_only(server).mark() != "none" and content(server) == expected(NEW)


@pytest.mark.parametrize("is_virtuoso", [True, False])
def test_a_last_update_at_a_virtuoso_takes_its_turn_before_it_looks_for_others(
    server: Ending, monkeypatch: pytest.MonkeyPatch, is_virtuoso: bool
) -> None:
    """Else it ends one of two, since they wait for each other, and tries it anew; so two took some minutes."""
    monkeypatch.setattr(Ending, "names_blank_nodes", is_virtuoso)
    written(server, OLD, known=False)
    turn = Marks(server).turn()
    for run in (build(NEW), make_world):
        operations = last_operations(copy(server), run)
        assert (operations[:2] == turn) is is_virtuoso
        carry_out(server, operations[:-1])
    assert (last_operations(server, finish)[:2] == turn) is is_virtuoso


@pytest.mark.parametrize("done", [0, 6, 9, None])
def test_a_last_update_without_an_answer_ends_in_time_and_the_next_build_goes_on(
    server: Ending, done: int | None
) -> None:
    """Nobody knows whether the server carries it out nevertheless, or how much of it."""
    written(server, OLD, known=False)
    slow = copy(server)
    with (
        socket.create_server(("127.0.0.1", 0)) as silent,
        RemoteStore(f"http://127.0.0.1:{silent.getsockname()[1]}/update", timeout=0.3) as waiting,
    ):

        def send(update: str, patience: float = 0) -> None:
            if " WHERE " not in update:
                server.send(update)
                return
            carry_out(server, update.split(" ;\n")[:done])
            waiting.send(update, patience)

        slow.send = send  # type: ignore[method-assign]
        with pytest.raises(StoreBusy, match=r"/update: no answer within 0.4\d s; try again, or allow more time$"):
            written(slow, NEW)
    looks(server, [OLD, NEW])()
    written(server, THIRD)
    assert read_only(server).mark() != "none" and content(server) == expected(THIRD)
