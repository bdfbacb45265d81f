"""A working process of the server: it opens the graph, and answers one job after another until its socket is closed.

The server kills it at a job's deadline. Should the server itself be gone by then, a timer of the operating system ends
it.
"""

import faulthandler
import logging
import pickle
import signal
import socket
import tempfile
import traceback
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from functools import partial

from kgraph.errors import BuiltMeanwhile, KgraphError, Stopped
from kgraph.stopping import bound_memory
from kgraph.store import Snapshot, Store
from kgraph.store.steady import Watch, steady, tried
from kgraph.web.problems import Problem, problem_of
from kgraph.web.settings import Settings
from kgraph.web.working.wire import Head, Kind, packed, problem_body, with_head
from kgraph.web.working.work import Job, Work, Write
from kgraph.workspace.building import opened_store
from kgraph.workspace.config import Workspace
from kgraph.workspace.graph import Graph

_LOG = logging.getLogger(__name__)
_WORLDS = 4  # how many worlds a process has open: one that is open cannot be removed from the disk
_OUR_FAULT = 500  # this status, and those above, say that the server is at fault
_GRACE = 2.0  # seconds after the deadline
_FIRST = 2**18  # bytes of an answer that are made before its head is sent
_LATER = 2**16  # bytes that are sent at once after that


@dataclass(frozen=True, slots=True)
class Place:
    """What a process answers from: a workspace, and the URL of a store (default: the workspace's own).

    `prepare` is called before the process takes its first job.
    """

    workspace: Workspace
    store: str | None = None
    prepare: Callable[[Graph], None] | None = None

    @property
    def url(self) -> str:
        """The store's URL."""
        return self.store or f"oxigraph:{self.workspace.store}"


def run(link: socket.socket, place: Place, settings: Settings, scratch: str | None = None) -> None:
    """Answer jobs that come over the socket, until it is closed; temporary files go into `scratch`."""
    tempfile.tempdir = scratch
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to all processes of a terminal; the server ends this one
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    faulthandler.disable()
    try:
        source = _Source(place)
    except (KgraphError, OSError) as error:
        with suppress(OSError):
            _tell(link, Problem(503, str(error)))  # with the folders: the server logs it, and tells clients less
        return
    # the server closes the socket of a process that it does not need, whatever the process is at
    with closing(source), suppress(BrokenPipeError, ConnectionResetError):
        bound_memory(settings.memory)
        link.sendall(packed(Kind.ready, b""))
        while job := _received(link):
            signal.setitimer(signal.ITIMER_REAL, max(0.0, job.seconds) + _GRACE)
            _answer(link, source, job, settings)
            signal.setitimer(signal.ITIMER_REAL, 0)


def _opened(place: Place) -> Graph:
    """The graph, and the world that queries see by default."""
    store = opened_store(place.workspace, place.url, lambda text: None)
    if isinstance(store, Snapshot):
        store.keep_few(_WORLDS)
    return steady(store, partial(_prepared, store, place))


def _prepared(store: Store, place: Place) -> Graph:
    """A graph of its own each time: what is kept of one that was read while a build ended is of two builds."""
    graph = Graph(store, place.workspace, remark=lambda text: None, url=place.url)
    graph.materialised(graph.choose())
    if place.prepare:
        place.prepare(graph)
    return graph


class _Source:
    """The graph from which a process answers; it is opened again for who asks for it after it was closed."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._graph: Graph | None = _opened(place)

    @property
    def graph(self) -> Graph:
        """The graph; raises what the store raises."""
        if self._graph is None:
            self._graph = _opened(self._place)
        return self._graph

    def close(self) -> None:
        """Close it, as at the end or if what the process keeps of it is of an older build."""
        graph, self._graph = self._graph, None
        if graph:
            graph.close()


def _received(link: socket.socket) -> Job | None:
    """The next job; `None` if the server has closed the socket."""
    head = _exactly(link, 4)
    body = _exactly(link, int.from_bytes(head)) if head else b""
    return Job(*pickle.loads(body)) if body else None  # noqa: S301 # from the server itself


def _exactly(link: socket.socket, size: int) -> bytes:
    found = bytearray()
    while len(found) < size:
        part = link.recv(min(size - len(found), 2**20))
        if not part:
            return b""
        found += part
    return bytes(found)


class _Sending:
    """Sends an answer over the socket, as one frame if it is short."""

    def __init__(self, link: socket.socket) -> None:
        self._link = link

    def __call__(self, head: Head, pieces: Iterator[bytes]) -> None:
        """Send an answer in pieces."""

        def make(write: Write) -> None:
            for piece in pieces:
                write(piece)

        self.written(head, make)

    def written(self, head: Head, make: Callable[[Write], None]) -> None:
        """Send an answer that `make` writes."""
        waiting = bytearray()
        begun = False

        def write(piece: bytes) -> None:
            nonlocal begun
            waiting.extend(piece)
            if len(waiting) >= (_LATER if begun else _FIRST):
                body = bytes(waiting)
                waiting.clear()
                self._tell(Kind.piece if begun else Kind.start, body if begun else with_head(head, body))
                begun = True

        make(write)
        if not begun:
            self._tell(Kind.lasting if head.lasts else Kind.whole, with_head(head, bytes(waiting)))
            return
        if waiting:
            self._tell(Kind.piece, bytes(waiting))
        self._tell(Kind.end, b"")

    def _tell(self, kind: Kind, body: bytes) -> None:
        try:
            self._link.sendall(packed(kind, body))
        except OSError as error:  # the engine, through which it may pass, would take it for one of its own
            raise _GoneError from error


class _GoneError(Exception):
    """The server has closed the socket."""


def _answer(link: socket.socket, source: _Source, job: Job, settings: Settings) -> None:
    try:
        _done(link, source, job.work, settings)
    except Problem as problem:
        _tell(link, problem)
    except KgraphError as error:
        told = problem_of(error)
        if told.status >= _OUR_FAULT:
            _LOG.warning("%s", error)  # with the folders, which no client is told
        _tell(link, told)
    except MemoryError:
        words = f"stopped at its limit of memory, {settings.memory:,} bytes; ask for less"
        _tell(link, problem_of(Stopped(words)))
    except _GoneError as error:
        raise ConnectionError from error
    except Exception:  # noqa: BLE001 # a fault of kgraph's own must not take the place of other answers
        traceback.print_exc()
        _tell(link, Problem(500, "kgraph failed at this; its log says where"))


def _done(link: socket.socket, source: _Source, work: Work, settings: Settings) -> None:
    """Do work, and send its answer; what is read at an endpoint is sent when it is known to be all of one build."""
    sending = _Sending(link)

    def answered() -> _Held | None:
        try:
            with Watch(source.graph.store) as watch:
                held = _Held() if watch.is_on else None
                work.do(source.graph, settings, held or sending)
                return held
        except BuiltMeanwhile:
            source.close()
            raise

    if held := tried(answered):
        sending(replace(held.head, lasts=False), iter([bytes(held.body)]))


class _Held:
    """Keeps an answer, which may be made again."""

    head: Head
    body: bytearray

    def __call__(self, head: Head, pieces: Iterator[bytes]) -> None:
        """Keep an answer in place of the one before."""
        self.head, self.body = head, bytearray().join(pieces)

    def written(self, head: Head, make: Callable[[Write], None]) -> None:
        """The same for an answer that `make` writes."""
        self.head, self.body = head, bytearray()
        make(self.body.extend)


def _tell(link: socket.socket, problem: Problem) -> None:
    link.sendall(packed(Kind.problem, problem_body(problem.status, problem.detail, problem.headers)))
