"""A working process as the server sees it: it gets one job at a time, and gives frames."""

import asyncio
import math
import multiprocessing
import os
import pickle
import shutil
import signal
import socket
import tempfile
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import cast

from kgraph.errors import Stopped
from kgraph.web.settings import Settings
from kgraph.web.working.wire import Frame, Kind, read_problem, unpacked
from kgraph.web.working.work import Job
from kgraph.web.working.worker import Place, run

_ENOUGH = 2**20  # bytes that may wait here for a client; the process waits meanwhile
_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(["kgraph.web.working.worker", "kgraph.web.sparql.answering", "kgraph.web.pages.made"])
_TICKS = os.sysconf("SC_CLK_TCK")  # a second of processor time
_LONGEST_START = 120  # seconds until a process must be ready
_GENTLY = 10  # how much less of a processor a long query gets (nice)


class Process(asyncio.Protocol):
    """One process and the socket to it. `version` is the version of the data that it answers from.

    `client`, `until` and `look_at` are those of the job that it has. `is_long` says that the job has left its place to
    others, `is_slowed` that the process gets less of a processor (for good), `is_due` that the job should leave its
    place and cannot, as too many others are long. `on_gone` is called once the system has ended the process.
    """

    _transport: asyncio.Transport

    def __init__(self, process: BaseProcess, version: str) -> None:
        self._process, self.version = process, version
        self.client, self.until, self.look_at = "", 0.0, math.inf
        self.is_long = self.is_due = self.has_job = self.is_slowed = False
        self._used_before: float | None = None
        self.ended: Stopped | None = None
        self._frames: deque[Frame] = deque()
        self._buffer = bytearray()
        self._held = 0
        self._waiter: asyncio.Future[None] | None = None
        self._scratch: str | None = None
        self._lost: Callable[[Process], None] = lambda process: None
        self.on_gone: Callable[[], None] = lambda: None
        # a process whose number was given to another one is not killed by it; see pidfd_open(2)
        self._handle: int | None = None
        if process.pid and hasattr(os, "pidfd_open"):
            with suppress(ProcessLookupError):  # it has ended already; what it said is in the socket
                self._handle = os.pidfd_open(process.pid)

    @classmethod
    async def begun(
        cls,
        place: Place,
        settings: Settings,
        version: str,
        lost: "Callable[[Process], None]" = lambda process: None,
        scratch: str | None = None,
    ) -> "Process":
        """A new process that is ready to take a job; `lost` is called with it when it has ended. Its temporary
        files go into a folder of its own in `scratch`, which is removed when it has ended.

        Raises `Stopped` if it ends before it is ready, or cannot open the graph.
        """
        own = tempfile.mkdtemp(dir=scratch) if scratch else None
        beginning = asyncio.ensure_future(cls._connected(place, settings, version, own))
        try:
            self = await asyncio.shield(beginning)
        except asyncio.CancelledError:
            # a process that begins later would belong to nobody, and leave its files
            with suppress(OSError):
                (await asyncio.shield(beginning)).kill(Stopped("nobody waits for it"))
            raise
        await self._ready()
        self._lost = lost
        return self

    @classmethod
    async def _connected(cls, place: Place, settings: Settings, version: str, scratch: str | None) -> "Process":
        """A new process, which may not be ready yet."""
        loop = asyncio.get_running_loop()
        _be_somewhere()
        ours, theirs = socket.socketpair()
        process = _CONTEXT.Process(target=run, args=(theirs, place, settings, scratch), daemon=True)
        try:
            await loop.run_in_executor(None, process.start)
        except BaseException:
            ours.close()
            if scratch:
                shutil.rmtree(scratch, ignore_errors=True)
            raise
        finally:
            theirs.close()
        self = cls(process, version)
        self._scratch = scratch
        ours.setblocking(False)
        await loop.create_unix_connection(lambda: self, sock=ours)
        return self

    async def _ready(self) -> None:
        """Wait until the process is ready; one that does not get so is killed."""
        try:
            async with asyncio.timeout(_LONGEST_START):
                frame = await self.frame()
            if frame.kind == Kind.problem:
                raise Stopped(read_problem(frame.body)[1])
            if frame.kind != Kind.ready:
                raise Stopped("it did not begin as it should")
        except TimeoutError:
            late = Stopped(f"it did not begin within {_LONGEST_START} s")
            self.kill(late)
            raise late from None
        except BaseException:
            self.kill(Stopped("nobody waits for it"))
            raise

    # -- of asyncio.Protocol

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the connection."""
        self._transport = cast(asyncio.Transport, transport)  # uvloop has classes of its own

    def data_received(self, data: bytes) -> None:
        """Take in what the process sent."""
        self._buffer += data
        for frame in unpacked(self._buffer):
            self._frames.append(frame)
            self._held += len(frame.body)
        if self._held > _ENOUGH:
            self._transport.pause_reading()
        self._wake()

    def connection_lost(self, error: Exception | None) -> None:
        """Note that the process has ended."""
        words = "the process with this query ended: it took too much memory, broke down, or was ended; ask for less"
        self.ended = self.ended or Stopped(words)
        self._wake()
        # the server of forks writes there when the process has ended
        asyncio.get_running_loop().add_reader(self._process.sentinel, self._reap)
        self._lost(self)

    def _reap(self) -> None:
        """Give back the files that belong to the process, once it has ended."""
        if self._process.exitcode is None:
            return
        asyncio.get_running_loop().remove_reader(self._process.sentinel)
        self._process.close()
        if self._scratch:
            shutil.rmtree(self._scratch, ignore_errors=True)
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None
        self.on_gone()

    # -- of the pool

    def take(self, job: Job, client: str, until: float, look_at: float) -> None:
        """Send the process a job; `until` is the job's deadline on the loop's clock, and at `look_at` the pool is to
        look how long it is at work."""
        self.client, self.until, self.is_due = client, until, False
        self.look_at, self.has_job = look_at, True
        self._used_before = None
        body = pickle.dumps((job.work, job.seconds), pickle.HIGHEST_PROTOCOL)
        with suppress(RuntimeError):  # uvloop's word for a socket that was closed this moment; `frame` tells it
            self._transport.write(len(body).to_bytes(4) + body)

    async def frame(self) -> Frame:
        """The next frame; raises `Stopped` if the process has ended, or was ended."""
        while not (frame := await self.soon()):
            pass
        return frame

    async def soon(self) -> Frame | None:
        """The next frame; `None` if there is none yet when the pool looks after its job (`nudge`)."""
        if not self._frames:
            if self.ended:
                raise self.ended
            self._waiter = asyncio.get_running_loop().create_future()
            try:
                await self._waiter
            finally:
                self._waiter = None
        if not self._frames:
            if self.ended:
                raise self.ended
            return None
        frame = self._frames.popleft()
        self._held -= len(frame.body)
        if self._held <= _ENOUGH and not self._transport.is_closing():
            self._transport.resume_reading()
        return frame

    @property
    def worked(self) -> float | None:
        """How many seconds of a processor the job has taken since this was first asked, a moment after it began;
        `None` where the system does not tell.

        To ask when it begins would cost a quick job a tenth of its time.
        """
        used = self._used()
        if self._used_before is None:
            self._used_before = used
        return None if used is None or self._used_before is None else used - self._used_before

    def _used(self) -> float | None:
        """The processor time of the process so far (proc(5), fields 14 and 15 of stat)."""
        try:
            fields = Path(f"/proc/{self._process.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
            return (int(fields[11]) + int(fields[12])) / _TICKS
        except (OSError, ValueError, IndexError):
            return None

    def yield_processor(self) -> None:
        """Let other processes go first, from now on."""
        self.is_slowed = True
        self._prioritise(_GENTLY)

    def _prioritise(self, nice: int) -> None:
        with suppress(OSError, ValueError):
            if self._process.pid:
                os.setpriority(os.PRIO_PROCESS, self._process.pid, nice)

    def kill(self, why: Stopped) -> None:
        """End the process at once; who waits for its frames gets the reason."""
        self.ended = self.ended or why
        self._frames.clear()
        if self.is_slowed:
            self._prioritise(0)  # to end takes a processor, too; where it is not allowed, it ends a little later
        with suppress(ValueError, ProcessLookupError):  # it has ended by itself
            if self._handle is not None:
                # `Process.kill` does nothing if the server of forks has ended: it takes its forks for ended, too
                signal.pidfd_send_signal(self._handle, signal.SIGKILL)
            else:
                self._process.kill()
        self._transport.abort()
        self._wake()

    def close(self) -> None:
        """Let the process end by itself, since it has no job."""
        self.ended = self.ended or Stopped("the server is closing; ask again")
        self._transport.close()

    @property
    def is_usable(self) -> bool:
        """Whether it can take a job."""
        return self.ended is None and not self._transport.is_closing()

    def nudge(self) -> None:
        """Tell who waits for a frame that time has passed."""
        self._wake()

    def _wake(self) -> None:
        if self._waiter and not self._waiter.done():
            self._waiter.set_result(None)


def _be_somewhere() -> None:
    """Have a current folder, in which a process begins: that of the server may have been removed or replaced."""
    try:
        Path.cwd()
    except FileNotFoundError:
        os.chdir("/")
