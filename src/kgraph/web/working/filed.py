"""Work whose answer goes into a file."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from kgraph.errors import Stopped
from kgraph.web.settings import Settings
from kgraph.web.working.wire import Head
from kgraph.web.working.work import Send, Work, Write, head_of
from kgraph.workspace.graph import Graph


@dataclass(frozen=True, slots=True)
class Filed:
    """Other work, and the file into which its answer goes; the server is told that it is there."""

    work: Work
    target: str

    def do(self, graph: Graph, settings: Settings, send: Send) -> None:
        """Write the file; raises what the work raises, and `Stopped` if there is no room for it."""
        try:
            with Path(self.target).open("wb") as out:
                self.work.do(graph, settings, _Into(out))
        except OSError as error:
            raise Stopped(f"the server cannot keep this in its temporary folder: {error.strerror}") from error
        send(head_of("text/plain"), iter([b""]))


class _Into:
    """Writes an answer into a file, without its head."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out

    def __call__(self, head: Head, pieces: Iterator[bytes]) -> None:
        """Write an answer in pieces."""
        self._out.writelines(pieces)

    def written(self, head: Head, make: Callable[[Write], None]) -> None:
        """Write an answer that `make` writes."""
        make(self._out.write)
