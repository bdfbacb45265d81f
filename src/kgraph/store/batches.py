"""Lines of N-Triples for a graph of an endpoint, sent in requests that the server takes."""

import time
from collections.abc import Callable, Iterable
from itertools import groupby
from operator import itemgetter

from kgraph.errors import Overtaken, StoreBusy, StoreError
from kgraph.namespaces import IRI

_LINES, _FEWEST = 4_000, 30  # how many lines go in one request at first, and below how many none is halved
_BYTES = 2_000_000
_TOO_LARGE = (400, 413, 500)  # Virtuoso says 500, oxigraph's server 400 or 413
_WAITS = (1.0, 4.0, 10.0)  # seconds before a busy server is asked again


class Batches:
    """Collects lines and sends them with `send`, which takes the text of an update.

    A request that is refused for its size, or gets no answer in time, is halved, and no later one is larger. Sending
    the same lines twice changes nothing, so a request whose answer was lost is sent again. `told` is called with the
    number of lines sent so far; `mark` makes a line of this number, which is sent with them, to `graph`. The first
    `arrived` lines are not sent.
    """

    def __init__(
        self,
        send: Callable[[str], None],
        graph: IRI,
        told: Callable[[int], None] = lambda sent: None,
        sleep: Callable[[float], None] = time.sleep,
        *,
        mark: Callable[[int], bytes] = lambda sent: b"",
        arrived: int = 0,
    ) -> None:
        self._send, self._graph, self._told, self._sleep = send, graph, told, sleep
        self._waiting: list[tuple[IRI, bytes]] = []
        self._bytes = 0
        self._most = _LINES
        self._mark, self._left_out = mark, arrived
        self.sent, self.requests = arrived, 0

    def add(self, lines: Iterable[bytes], graph: IRI | None = None) -> None:
        """Add lines of a graph, if none is given of the one for all; they are sent when there are enough."""
        graph = graph or self._graph
        for line in lines:
            if self._left_out:
                self._left_out -= 1
                continue
            self._waiting.append((graph, line))
            self._bytes += len(line)
            if len(self._waiting) >= self._most or self._bytes >= _BYTES:
                self.flush()

    def flush(self) -> None:
        """Send what has not been sent."""
        while self._waiting:
            some = self._waiting[: self._most]
            if self._taken(some):
                del self._waiting[: len(some)]
                self.sent += len(some)
                self._told(self.sent)
            else:
                self._most = len(some) // 2
        self._bytes = 0

    def _taken(self, lines: list[tuple[IRI, bytes]]) -> bool:
        """Send some lines; false if they are too many for the server."""
        told = [*lines, (self._graph, self._mark(self.sent + len(lines)))]
        parts = groupby(told, key=itemgetter(0))
        texts = (f"GRAPH <{graph}> {{\n{b''.join(line for _, line in some).decode()}}}" for graph, some in parts)
        text = f"INSERT DATA {{ {' '.join(texts)} }}"
        for wait in (*_WAITS, None):
            self.requests += 1
            try:
                self._send(text)
                return True
            except Overtaken:
                raise
            except StoreError as error:
                is_cut = isinstance(error, StoreBusy) and error.status is None
                if (is_cut or error.status in _TOO_LARGE) and len(lines) >= 2 * _FEWEST:
                    return False
                if wait is None or not isinstance(error, StoreBusy):
                    raise
                self._sleep(wait)
        raise AssertionError("the last attempt returns or raises")
