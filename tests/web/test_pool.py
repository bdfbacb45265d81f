"""Which of the processes get the next job, and which are closed."""

import asyncio
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from kgraph.errors import Stopped
from kgraph.web import Settings
from kgraph.web.problems import Problem
from kgraph.web.working.pool import Pool
from kgraph.web.working.preparing import Prepared, Turns
from kgraph.web.working.process import Process
from kgraph.web.working.wire import Frame, Head, Kind, with_head
from kgraph.web.working.worker import Place
from kgraph.web.writing.writer import Writer
from looping import run


@dataclass(eq=False)
class Made:
    """A process as the pool sees it."""

    version: str = "1"
    is_long: bool = False
    is_slowed: bool = False
    is_closed: bool = False

    @property
    def is_usable(self) -> bool:
        return not self.is_closed

    def close(self) -> None:
        self.is_closed = True


def released(*made: Made, places: int = 1, fresh: bool = False) -> list[Any]:
    """The processes that wait for a job after these became free one after another, the next to get one first."""
    pool = Pool(cast(Any, None), Settings(places=places), lambda: "1")
    pool.version = pool._ready_of = "1"
    pool._fill = lambda: None  # type: ignore[method-assign] # none is begun here
    for number, one in enumerate(made):
        pool._release(cast(Process, one), fresh=fresh and number == len(made) - 1)
    return pool._idle[::-1]


@pytest.mark.parametrize("slowed", [False, True])
def test_a_process_that_was_long_for_a_moment_stays_in_place_of_the_one_that_was_begun_for_it(slowed: bool) -> None:
    fresh, old = Made(), Made(is_long=True, is_slowed=slowed)
    assert released(fresh, old) == [fresh if slowed else old]
    assert (fresh.is_closed, old.is_closed, old.is_long) == (not slowed, slowed, slowed)


def test_a_fresh_process_is_asked_last_and_goes_first() -> None:
    first, second, fresh = Made(), Made(), Made()
    assert released(first, fresh, places=2, fresh=True) == [first, fresh]
    assert released(first, second, fresh, places=2, fresh=True) == [second, first] and fresh.is_closed


def test_a_process_of_an_old_version_is_closed_when_there_is_a_newer_one() -> None:
    newer, old = Made(), Made(version="0")
    assert released(newer, old, places=2) == [newer] and old.is_closed


def test_lists_come_from_the_version_before_while_the_next_is_read_unless_it_cannot_be() -> None:
    async def at_hand(idle: list[Made], fault: Stopped | None = None) -> bool:
        prepared = Prepared(Pool(Place(cast(Any, None)), Settings(), lambda: "2"), print, "the lists")
        own = prepared._pool
        own.start = partial(asyncio.sleep, 0)  # type: ignore[method-assign] # none is begun here
        prepared.begin()
        await asyncio.sleep(0.01)
        own.version, own._idle, own._fault = "2", cast(list[Process], idle), fault
        return prepared.at_hand() is own

    assert run(at_hand([Made(version="1")])) and run(at_hand([Made(version="2")]))
    assert not run(at_hand([])) and not run(at_hand([Made(version="1")], Stopped("it cannot begin")))


# --- the end


def test_a_pool_ends_when_its_processes_have_written_their_last_file(tmp_path: Path) -> None:
    """A process that was killed may still write while the system ends it; its folder is removed when it has ended."""

    async def ended() -> None:
        pool = Pool(cast(Any, None), Settings(), lambda: "1")
        pool._scratch = tempfile.TemporaryDirectory(dir=tmp_path)
        own = Path(pool._scratch.name, "own")

        async def die() -> None:
            for number in range(10):
                own.mkdir(parents=True, exist_ok=True)
                (own / str(number)).touch()
                await asyncio.sleep(0.01)
            shutil.rmtree(own)

        dying = asyncio.create_task(die())
        await asyncio.sleep(0)
        await pool.close()
        await dying

    run(ended())
    assert not list(tmp_path.iterdir())


def test_a_pool_ends_after_the_processes_that_were_beginning() -> None:
    ended = []

    async def beginning() -> None:
        try:
            await asyncio.sleep(60)
        finally:
            await asyncio.sleep(0.05)
            ended.append(1)

    async def closed() -> None:
        pool = Pool(cast(Any, None), Settings(), lambda: "1")
        pool._starting.add(asyncio.create_task(beginning()))
        await asyncio.sleep(0)
        await pool.close()
        assert ended

    run(closed())


def test_a_pool_that_is_closed_while_its_first_process_begins_waits_for_it_no_longer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def begun(*_: Any) -> None:
        await asyncio.Event().wait()

    async def closed() -> None:
        monkeypatch.setattr(Process, "begun", begun)
        pool = Pool(cast(Any, None), Settings(), lambda: "1")
        starting = asyncio.create_task(pool.start())
        await asyncio.sleep(0)
        async with asyncio.timeout(20):
            await asyncio.gather(pool.close(), asyncio.wait([starting]))
        assert isinstance(starting.exception(), Stopped)

    run(closed())


def test_a_process_that_is_unwanted_while_it_begins_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    killed = []

    class Begun:
        def kill(self, why: str) -> None:
            killed.append(why)

    async def connected(*_: Any) -> Begun:
        await asyncio.sleep(0.05)
        return Begun()

    async def cancelled() -> None:
        monkeypatch.setattr(Process, "_connected", connected)
        beginning = asyncio.create_task(Process.begun(cast(Any, None), Settings(), "1"))
        await asyncio.sleep(0)
        beginning.cancel()
        await asyncio.wait([beginning])
        assert beginning.cancelled()

    run(cancelled())
    assert len(killed) == 1


def test_a_slowed_process_that_is_killed_gets_its_priority_back(monkeypatch: pytest.MonkeyPatch) -> None:
    had = list[int]()
    with subprocess.Popen(["sleep", "60"]) as sleeping:
        monkeypatch.setattr(
            signal, "pidfd_send_signal", lambda *_: had.append(os.getpriority(os.PRIO_PROCESS, sleeping.pid))
        )
        process = Process(cast(Any, sleeping), "1")
        process._transport = cast(Any, SimpleNamespace(abort=lambda: None))
        process.yield_processor()
        slowed = os.getpriority(os.PRIO_PROCESS, sleeping.pid)
        process.kill(Stopped("late"))
        if process._handle is not None:
            os.close(process._handle)
        sleeping.kill()
    assert slowed > 0 and had == [0 if os.geteuid() == 0 else slowed]


# --- one deadline for all that a request waits for


def test_who_has_waited_before_waits_no_whole_deadline_for_a_process() -> None:
    async def asked() -> float:
        pool = Pool(cast(Any, None), Settings(deadline=60), lambda: "1")
        pool._fill = lambda: None  # type: ignore[method-assign] # none is begun here
        loop = asyncio.get_running_loop()
        began = loop.time()
        with pytest.raises(Stopped, match="no process was free"):
            async with pool.asked(cast(Any, None), "client", began + 0.05):
                pass
        return loop.time() - began

    assert run(asked()) < 5


@dataclass
class Slow:
    """A pool whose processes take their time to make a change; it notes the deadlines that it is given."""

    settings: Settings
    untils: list[float]

    @asynccontextmanager
    async def asked(self, work: Any, client: str, until: float) -> AsyncIterator["Slow"]:
        self.untils.append(until)
        await asyncio.sleep(0.2)
        yield self

    async def frame(self) -> Frame:
        return Frame(Kind.whole, with_head(Head(204, {}), b""))

    async def renewed(self, until: float) -> None:
        self.untils.append(until)


def test_a_write_has_one_deadline_for_its_turn_the_change_and_the_readers() -> None:
    async def send(message: Any) -> None:
        pass

    async def changed() -> None:
        pool = Slow(Settings(deadline=0.3), [])
        writer = Writer(cast(Any, pool), cast(Any, None))
        until = asyncio.get_running_loop().time() + 0.3
        first, second, third = await asyncio.gather(
            *(writer.change(cast(Any, None), {}, send) for _ in range(3)), return_exceptions=True
        )
        assert first is None and second is None
        assert isinstance(third, Problem) and third.status == 503
        assert len(pool.untils) == 4 and all(abs(one - until) < 0.1 for one in pool.untils)

    run(changed())


def test_long_requests_of_one_client_let_those_of_others_pass() -> None:
    async def turns() -> tuple[list[str], list[Any]]:
        had, ends, of = list[str](), asyncio.Event(), Turns(1, 5)

        async def one(client: str, seconds: float = 60) -> None:
            async with of.turn(client, asyncio.get_running_loop().time() + seconds):
                had.append(client)
                await ends.wait()

        several = asyncio.gather(
            *(one("many") for _ in range(4)), one("one"), one("late", 0.05), one("seventh"), return_exceptions=True
        )
        await asyncio.sleep(0.15)
        assert had == ["many"]
        ends.set()
        return had, await several

    had, ends = run(turns())
    assert had == ["many", "one", "many", "many", "many"]
    assert set(ends[:-2]) == {None}
    assert ["went before" in str(ends[-2]), "too many" in str(ends[-1])] == [True, True]
