"""A query that a process answers."""

from kgraph.web.working.process import Process
from kgraph.web.working.wire import Frame, Kind

_LAST = (Kind.whole, Kind.lasting, Kind.end, Kind.problem)


class Answering:
    """A query that a process answers: its frames one by one, until `is_done`."""

    def __init__(self, process: Process) -> None:
        self._process = process
        self.version = process.version
        self.is_done = False

    async def frame(self) -> Frame:
        """The next frame; raises `Stopped` at the deadline, or if the process has ended."""
        found = await self._process.frame()
        self.is_done = found.kind in _LAST
        return found

    async def soon(self) -> Frame | None:
        """The same; `None` if there is none within a moment (`Settings.quick`)."""
        found = await self._process.soon()
        self.is_done = found is not None and found.kind in _LAST
        return found
