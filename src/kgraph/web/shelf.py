"""Files of long answers: processes make each once, for all who ask, and the server keeps them on the disk."""

import asyncio
import math
import shutil
import tempfile
import weakref
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from time import time
from typing import BinaryIO
from uuid import uuid4

from starlette.types import Scope

from kgraph.errors import Stopped
from kgraph.web.overdue import Overdue, note_end
from kgraph.web.problems import Problem, problem_of
from kgraph.web.working.filed import Filed
from kgraph.web.working.pool import Pool
from kgraph.web.working.wire import Kind, read_problem
from kgraph.web.working.work import Work

_BUILDS = 2  # builds whose files are kept

Key = tuple[str, str]
"""A build's name, and what is asked of it."""


class _NotMade(Problem):
    """A file whose making was begun and failed."""


@dataclass(slots=True)
class _Making:
    """A file that is being made, and how many wait for it; gives the version from which it was made."""

    task: "asyncio.Task[str]"
    waiting: int = 0


class Shelf:
    """The files of a workspace's last two builds.

    `build_of` gives the name of a version's build. The files take up at most `room` bytes besides the newest: those
    asked for longest ago are removed. `at_once` are made at once; `goes_on` says that one is made to its end even if
    all who asked are gone. One that could not be made is not tried again for `failing` seconds.
    """

    def __init__(
        self,
        pool: Pool,
        build_of: Callable[[str], str],
        *,
        room: float = math.inf,
        at_once: int = 1,
        goes_on: bool = False,
        failing: int = 0,
    ) -> None:
        self._pool, self._build_of = pool, build_of
        self._room, self._goes_on, self._failing = room, goes_on, failing
        self._turns = asyncio.Semaphore(at_once)
        self._folder: Path | None = None
        self._kept: OrderedDict[Key, int] = OrderedDict()  # their bytes; the one asked for longest ago is first
        self._makings: dict[Key, _Making] = {}
        self._failed: dict[Key, tuple[float, _NotMade]] = {}

    async def opened(self, name: str, work: Work, scope: Scope) -> tuple[BinaryIO, str]:
        """The file with what `work` answers, opened, and the version from which it was made.

        Raises `Problem` if it cannot be made, or is not made by the deadline.
        """
        try:
            return await self._opened(name, work, scope["client"][0] if scope.get("client") else "")
        except Problem as problem:
            if isinstance(problem.__cause__, Stopped):
                note_end(scope, problem.__cause__)
            raise

    async def _opened(self, name: str, work: Work, client: str) -> tuple[BinaryIO, str]:
        version, deadline = self._pool.version, self._pool.settings.deadline
        until = asyncio.get_running_loop().time() + deadline
        try:
            async with asyncio.timeout_at(until):
                while True:
                    key = self._build_of(version), name
                    with suppress(FileNotFoundError):
                        found = self._path(key).open("rb")
                        self._kept.move_to_end(key)
                        return found, version
                    version = await self._made(key, work, client)
        except TimeoutError:
            words = f"this was not made within {deadline:g} s{', and is still being made' * self._goes_on}"
            late = Overdue(f"{words}; ask again later", until)
            raise Problem(503, str(late), retry_after="10") from late

    async def _made(self, key: Key, work: Work, client: str) -> str:
        """Have a file made, or wait for its making if that has begun; returns the version from which it was made."""
        failed_at, problem = self._failed.get(key, (0.0, None))
        if problem and time() < failed_at + self._failing:
            raise problem
        if (making := self._makings.get(key)) is None:
            making = _Making(asyncio.get_running_loop().create_task(self._in_turn(key, work, client)))
            self._makings[key] = making
            making.task.add_done_callback(lambda done: self._note(key, making, done))
        making.waiting += 1
        try:
            return await asyncio.shield(making.task)
        finally:
            making.waiting -= 1
            if not making.waiting and not self._goes_on:
                self._forget(key, making)
                making.task.cancel()

    def _note(self, key: Key, making: _Making, done: "asyncio.Task[str]") -> None:
        """Forget a making that has ended; that it failed is known to who asks next."""
        self._forget(key, making)
        if not done.cancelled() and isinstance(error := done.exception(), _NotMade) and self._failing:
            now = time()
            self._failed = {one: kept for one, kept in self._failed.items() if now < kept[0] + self._failing}
            self._failed[key] = now, error

    def _forget(self, key: Key, making: _Making) -> None:
        if self._makings.get(key) is making:
            del self._makings[key]

    async def _in_turn(self, key: Key, work: Work, client: str) -> str:
        """Have a file made when it has its turn, as each takes a processor."""
        async with self._turns:
            target = self._place() / uuid4().hex
            try:
                version = await self._written(Filed(work, str(target)), client)
                self._keep((self._build_of(version), key[1]), target)
            except Stopped as stopped:
                raise problem_of(stopped) from stopped
            finally:
                target.unlink(missing_ok=True)
        return version

    async def _written(self, work: Filed, client: str) -> str:
        """Have a process write a file; returns the version that it read, which may be an older one."""
        async with self._pool.asked(work, client) as answering:
            try:
                frame = await answering.frame()
            except Stopped as stopped:  # what was begun may well fail again
                raise _NotMade(503, str(stopped), retry_after=str(self._failing or 1)) from stopped
            if frame.kind == Kind.problem:
                status, detail, more = read_problem(frame.body)
                raise _NotMade(status, detail, **more)
            return answering.version

    def _keep(self, key: Key, made: Path) -> None:
        """Keep a file, and remove those of earlier builds and what is too much; who reads one reads it to its end."""
        made.replace(self._path(key))
        self._kept[key] = self._path(key).stat().st_size
        self._kept.move_to_end(key)
        last = [*dict.fromkeys(build for build, _ in reversed(self._kept))][:_BUILDS]
        taken = sum(self._kept.values())
        for old in [*self._kept][:-1]:
            if old[0] not in last or taken - self._kept[key] > self._room:
                taken -= self._kept.pop(old)
                self._path(old).unlink(missing_ok=True)

    def _place(self) -> Path:
        """The folder of the files; it is removed when nobody has this shelf any more."""
        if self._folder is None or not self._folder.exists():  # see `Pool`
            self._folder = Path(tempfile.mkdtemp(prefix="kgraph-data-"))
            weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)
            self._kept.clear()
        return self._folder

    def _path(self, key: Key) -> Path:
        said = "\0".join(key).encode("utf8", "surrogateescape")
        return self._place() / blake2b(said, digest_size=16).hexdigest()
