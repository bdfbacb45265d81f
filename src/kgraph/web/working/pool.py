"""The processes that answer queries, and who gets one next.

A query begins in one of a few places. If it takes longer than `Settings.quick`, it leaves its place to others: its
process goes on beside them, with less of the processor, and a new process takes the place. So cheap questions do not
wait for dear ones. If there are too many long queries, the oldest that still holds a place is ended when somebody
waits. Those who wait are served in turn, one of each client.

A process is killed at its query's deadline, when its client is gone, or when it breaks down; another replaces it at
once.
"""

import asyncio
import logging
import math
import tempfile
from collections import OrderedDict, deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

from kgraph.errors import Stopped
from kgraph.web.overdue import Lateness, Overdue
from kgraph.web.settings import Settings
from kgraph.web.working.answering import Answering
from kgraph.web.working.process import Process
from kgraph.web.working.repeating import Answers, Key
from kgraph.web.working.wire import Head
from kgraph.web.working.work import Job, Work
from kgraph.web.working.worker import Place

_LOG = logging.getLogger("uvicorn.error")
_IDLE = 10  # a query is long after so many times `quick`, even if it does not work
_UNSLOWED = 5  # a query that is long gets less of a processor after so many times `quick` more
_SOON = 0.005  # seconds between two looks whether a process of a new version is there, or whether all have ended
_CLOSING = "the server is closing; ask again"
_LONGEST_END = 5.0  # seconds in which processes that were killed must have ended
# a process that is killed leaves its files; the server removes them
_scratch = partial(tempfile.TemporaryDirectory[str], prefix="kgraph-", ignore_cleanup_errors=True)
_AGAIN = 1.0  # seconds until a process that did not begin is tried again


class Pool:
    """The processes for one workspace. `version` gives the version of its data; processes of another are replaced."""

    def __init__(self, place: Place, settings: Settings, version: Callable[[], str]) -> None:
        self.place, self.settings, self._version_now = place, settings, version
        self.version = ""
        self._ready_of = ""  # the version of which a process has been ready
        self.counts = {"asked": 0, "begun": 0, "killed": 0, "refused": 0, "repeated": 0}
        self.late = Lateness(lambda: place.workspace.title)
        self._answers = Answers()
        self._idle: list[Process] = []
        self._busy: set[Process] = set()
        self._starting: set[asyncio.Task[None]] = set()
        self._waiting: OrderedDict[str, deque[asyncio.Future[Process]]] = OrderedDict()
        self._closed = False
        self._timer: asyncio.TimerHandle | None = None
        self._fault: Stopped | None = None
        self._scratch: tempfile.TemporaryDirectory[str] | None = None
        self._beside: list[Pool] = []

    def beside(self, place: Place, settings: Settings) -> "Pool":
        """Another pool for the same data, which is renewed and closed together with this one; start it when it is
        wanted."""
        other = Pool(place, settings, self._version_now)
        other.late = self.late
        self._beside.append(other)
        return other

    async def start(self) -> None:
        """Begin the processes; returns when one is ready, and raises `Stopped` if it cannot begin."""
        self.version = self._version_now()
        self._scratch = _scratch()
        await asyncio.wait([self._beginning()])
        if self._closed:
            raise Stopped(_CLOSING)
        if self._fault:
            raise self._fault
        self._fill()

    async def close(self) -> None:
        """End all processes."""
        self.end_answers()
        if self._timer:
            self._timer.cancel()
        for task in self._starting:
            task.cancel()
        await asyncio.gather(*(other.close() for other in self._beside))
        await asyncio.gather(*self._starting, return_exceptions=True)
        self._idle.clear()
        if self._scratch:
            await self._clear(Path(self._scratch.name))
            self._scratch.cleanup()

    async def _clear(self, scratch: Path) -> None:
        """Wait until no process has files any more: one that was killed may still write while the system ends it."""
        loop = asyncio.get_running_loop()
        until = loop.time() + _LONGEST_END
        while any(scratch.glob("*")) and loop.time() < until:
            await asyncio.sleep(_SOON)

    def end_answers(self) -> None:
        """End all processes, and tell whoever waits for an answer; no other process begins."""
        self._closed = True
        for other in self._beside:
            other.end_answers()
        for process in (*self._idle, *self._busy):
            process.kill(Stopped(_CLOSING))
        for client in list(self._waiting):
            for future in self._waiting.pop(client):
                if not future.done():
                    future.set_exception(Stopped(_CLOSING))

    def renew(self) -> bool:
        """Replace the processes if there is a newer version of the data; returns whether there is.

        Those that answer just now go on; until a new process is ready, the old ones answer.
        """
        for other in self._beside:
            if other.version:  # it was started
                other.renew()
        now = self._version_now()
        if now == self.version or self._closed:
            return False
        self.version = now
        self._fill()
        return True

    async def renewed(self, until: float) -> None:
        """Return when no later request to this pool is answered from an older version than the present one; at `until`,
        on the loop's clock, it is not known. Those beside it (lists, names) are not waited for: they read no graph that
        clients write."""
        self.renew()
        loop = asyncio.get_running_loop()
        while self._ready_of != self.version and loop.time() < until and not self._closed:
            await asyncio.sleep(_SOON)

    @property
    def is_failing(self) -> bool:
        """Whether the last process that was to begin could not."""
        return self._fault is not None

    @property
    def numbers(self) -> dict[str, int]:
        """How many processes wait for a job, have one, or are long at it, and how many requests wait."""
        long = sum(process.is_long for process in self._busy)
        waiting = sum(map(len, self._waiting.values()))
        idle = sum(one.is_usable for one in self._idle)
        return {"idle": idle, "busy": len(self._busy) - long, "long": long, "waiting": waiting}

    def repeated(self, key: Key) -> tuple[Head, bytes] | None:
        """The answer to the same request that was given before from the newest version."""
        found = self._answers.get(key, self.version)
        if found:
            self.counts["asked"] += 1
            self.counts["repeated"] += 1
        return found

    def keep(self, key: Key, version: str, head: Head, body: bytes) -> None:
        """Keep an answer for `repeated`, unless there is a newer version by now."""
        if version == self.version:
            self._answers.put(key, version, head, body)

    @asynccontextmanager
    async def asked(self, work: Work, client: str, until: float | None = None) -> AsyncIterator[Answering]:
        """Work that is being done; at the end of the block it is ended, if it is not answered to the end.

        Its deadline is `until`, on the loop's clock, for a request that has waited for something else before. Raises
        `Stopped` if no process is free before the deadline, or too many wait.
        """
        loop = asyncio.get_running_loop()
        until = loop.time() + self.settings.deadline if until is None else until
        self.counts["asked"] += 1
        process = await self._free(client, until)
        now = loop.time()
        process.take(Job(work, until - now), client, until, now + self.settings.quick)
        self._busy.add(process)
        answering = Answering(process)
        self._clock(loop)
        try:
            yield answering
        finally:
            process.has_job = False
            if not answering.is_done:
                self._end(process, Stopped("the client is gone"))
            self._release(process)

    async def _free(self, client: str, until: float) -> Process:
        """A process that has no job."""
        while self._idle:
            process = self._idle.pop()
            if process.is_usable:
                return process
            self._fill()
        if self._closed:
            raise Stopped(_CLOSING)
        if sum(map(len, self._waiting.values())) >= self.settings.waiting:
            self.counts["refused"] += 1
            raise Stopped("too many requests are waiting; ask again later")
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Process] = loop.create_future()
        self._waiting.setdefault(client, deque()).append(future)
        self._make_room()
        self._fill()
        try:
            async with asyncio.timeout_at(until):
                return await future
        except TimeoutError:
            if future.done() and not future.cancelled():
                self._release(future.result())
            words = f"no process was free within {self.settings.deadline:g} s; ask again later"
            raise Overdue(words, until) from None
        except asyncio.CancelledError:
            if future.done() and not future.cancelled() and not future.exception():
                self._release(future.result())
            raise
        finally:
            self._forget(client, future)

    def _forget(self, client: str, future: "asyncio.Future[Process]") -> None:
        queue = self._waiting.get(client)
        if queue and future in queue:
            queue.remove(future)
        if not queue:
            self._waiting.pop(client, None)

    def _release(self, process: Process, *, fresh: bool = False) -> None:
        """Give a process without a job to who waits longest; one that is slowed, old or has ended is replaced.

        Of those that are idle the last gets the next job; a fresh one, which has still to read what the others have
        read, is the first to go if there are too many.
        """
        self._busy.discard(process)
        is_old = process.version != self.version and self._ready_of == self.version
        if process.is_long and not process.is_slowed:
            process.is_long = False  # it has read what the next like it needs, so it stays instead of a fresh one
        if not process.is_usable or process.is_long or is_old or self._closed:
            process.close()
            self._fill()
        elif not (future := self._next()):
            self._idle.insert(0 if fresh else len(self._idle), process)
            while len(self._idle) > self.settings.places:
                self._idle.pop(0).close()
        else:
            self._busy.add(process)  # it is promised, so nothing need be begun in its place
            future.set_result(process)

    def _next(self) -> "asyncio.Future[Process] | None":
        """The next that waits, of each client in turn."""
        while self._waiting:
            client, queue = self._waiting.popitem(last=False)
            future = queue.popleft()
            if queue:
                self._waiting[client] = queue
            if not future.done():
                return future
        return None

    # -- long queries

    def _clock(self, loop: asyncio.AbstractEventLoop) -> None:
        """Look after all jobs a few times in each `quick`, and at a deadline, so long as there are any: a timer for
        each job would cost a quick one too much."""
        if self._timer is None and self._busy and not self._closed:
            next_end = min((one.until for one in self._busy if one.has_job and one.is_usable), default=math.inf)
            self._timer = loop.call_at(min(next_end, loop.time() + self.settings.quick / 4), self._tick, loop)

    def _tick(self, loop: asyncio.AbstractEventLoop) -> None:
        self._timer = None
        now = loop.time()
        for process in [one for one in self._busy if one.has_job and one.is_usable]:
            if process.until <= now:
                self._end_late(process)
            elif process.look_at <= now:
                process.nudge()
                if process.is_long:
                    self._slow(process)
                else:
                    self._look(process, now)
        self._clock(loop)

    def _look(self, process: Process, now: float) -> None:
        """Look how long a query is at work already, and let one that is long leave its place.

        Processor time counts, since on a busy machine all queries take long; one that waits for another endpoint takes
        none, so after some time it is long too.
        """
        quick = self.settings.quick
        waited = self.settings.deadline - (process.until - now)
        worked = process.worked
        if worked is not None and worked < quick and waited < _IDLE * quick:
            process.look_at = now + max(quick - worked, quick / 4)
        else:
            process.look_at = math.inf
            self._make_long(process)

    def _slow(self, process: Process) -> None:
        process.look_at = math.inf
        process.yield_processor()

    def _make_long(self, process: Process) -> None:
        """Let a query leave its place; if it cannot, end it when somebody waits."""
        if not self._leaves_place(process):
            process.is_due = True
            self._make_room()

    def _leaves_place(self, process: Process) -> bool:
        """Let a query leave its place, if there is room for one more long query, also of its client; returns whether it
        left."""
        long = [one for one in self._busy if one.is_long]
        of_client = sum(one.client == process.client for one in long)
        if process.is_usable and len(long) < self.settings.long and of_client < max(1, self.settings.long - 1):
            process.is_long = True
            process.look_at = asyncio.get_running_loop().time() + _UNSLOWED * self.settings.quick
            self._fill()
            return True
        return False

    def _make_room(self) -> None:
        """If somebody waits and all places are held by queries that are due to leave them, end the oldest of these."""
        places = [one for one in self._busy if not one.is_long and one.is_usable]
        if self._waiting and not self._idle and not self._starting and places and all(one.is_due for one in places):
            oldest = min(places, key=lambda one: one.until)
            if not self._leaves_place(oldest):  # there may be room since it was due
                words = f"{self.settings.long} long queries run already, and others wait; ask again later"
                self._end(oldest, Stopped(words))

    def _end_late(self, process: Process) -> None:
        """End a query whose deadline has come, and note how late that is, and how late its process has ended."""
        until = process.until
        words = f"stopped after {self.settings.deadline:g} s, the deadline of this server; ask for less"
        process.on_gone = partial(self.late.note_gone, until)
        self._end(process, Overdue(words, until))
        self.late.note_killed(until)

    def _end(self, process: Process, why: Stopped) -> None:
        if process.is_usable:
            self.counts["killed"] += 1
        process.kill(why)

    # -- beginning processes

    def _fill(self) -> None:
        """Begin as many processes as places are without one, and one more while a query is long: whoever asked it may
        ask another, which takes a place until it is known to be long."""
        if self._closed:
            return
        self._idle = [one for one in self._idle if one.is_usable]
        current = sum(one.version == self.version for one in self._idle)
        held = sum(one.version == self.version and not one.is_long and one.is_usable for one in self._busy)
        spare = any(one.is_long for one in self._busy)
        for _ in range(self.settings.places + spare - current - held - len(self._starting)):
            self._beginning()

    def _beginning(self) -> asyncio.Task[None]:
        """Begin a process, which `close` can call off."""
        task = asyncio.get_running_loop().create_task(self._begin())
        self._starting.add(task)
        task.add_done_callback(self._starting.discard)
        return task

    async def _begin(self) -> None:
        try:
            if self._scratch and not Path(self._scratch.name).exists():  # what cleans such folders took it for left
                self._scratch = _scratch()
            scratch = self._scratch.name if self._scratch else None
            process = await Process.begun(self.place, self.settings, self.version, self._lost, scratch)
        except (Stopped, OSError, EOFError) as error:
            self._cannot_begin(f"no process can be started: {error}")
            return
        self.counts["begun"] += 1
        self._fault = None
        self._ready_of = process.version
        if self._closed:
            process.kill(Stopped("the server is closing"))
            return
        for old in [one for one in self._idle if one.version != self.version]:
            self._idle.remove(old)
            old.close()
        self._release(process, fresh=True)

    def _cannot_begin(self, words: str) -> None:
        """Log why no process can begin, and tell those who wait, if there is no other to wait for; try again later."""
        if self._fault is None or str(self._fault) != words:
            _LOG.error("%s: %s", self.place.workspace.title, words)
        self._fault = Stopped(words)
        if self.counts["begun"]:
            asyncio.get_running_loop().call_later(_AGAIN, self._fill)
        is_hoped_for = len(self._starting) > 1 or any(one.is_usable and not one.is_long for one in self._busy)
        while not is_hoped_for and (future := self._next()):
            future.set_exception(self._fault)

    def _lost(self, process: Process) -> None:
        """Replace a process that has ended, before anybody asks for it."""
        if process in self._idle:
            self._idle.remove(process)
        if not self._closed:
            self._fill()
