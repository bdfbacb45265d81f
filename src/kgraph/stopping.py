"""Work that can be stopped: it runs in a process of its own, which is killed at its deadline.

A thread cannot be stopped while an engine works in it, and a limit on memory applies to a whole process. So a fork of
this process does the work: it has a copy of all data here, changes nothing of ours, and sends its result back.
"""

import faulthandler
import math
import os
import pickle
import re
import resource
import select
import signal
import threading
import time
import warnings
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn, TypeVar, cast

from kgraph.errors import Stopped, UsageError

T = TypeVar("T")

_PART = 1 << 20  # bytes read from the pipe at a time
_LONGEST_WAIT = 3600.0  # seconds; the operating system refuses longer waits
_MOST = 2**62  # bytes: a larger limit is no limit
# one fork at a time: a child forked by another thread would inherit our pipe and keep it open
_FORKING = threading.Lock()
_UNITS = {"": 1, "K": 2**10, "M": 2**20, "G": 2**30}


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a piece of work may take: `seconds` of time, and `memory` in bytes beyond what the process holds already.

    `None` means no bound. If either is given, Ctrl-C stops the work at once; use `seconds=math.inf` for that alone.
    """

    seconds: float | None = None
    memory: int | None = None

    def __post_init__(self) -> None:
        if self.seconds is not None and not self.seconds > 0:
            raise UsageError(f"the deadline must be more than 0 seconds, and is {self.seconds:g}")
        if self.memory is not None and self.memory <= 0:
            raise UsageError(f"the bound of memory must be more than 0 bytes, and is {self.memory}")

    def __bool__(self) -> bool:
        return self.seconds is not None or self.memory is not None


def read_size(text: str) -> int:
    """The number of bytes in a size: digits, then K, M or G for powers of 1,024, or no letter for bytes.

    >>> read_size("512M"), read_size("2g"), read_size("1000")
    (536870912, 2147483648, 1000)
    """
    match = re.fullmatch(r"(\d+(?:\.\d+)?)([KMG]?)(?:I?B)?", text.strip().upper(), re.ASCII)
    if match is None:
        raise UsageError(f"'{text}' is no size of memory; write bytes, or a number with K, M or G, such as 512M")
    return int(min(float(match[1]) * _UNITS[match[2]], _MOST))


def stoppable(work: Callable[[], T], bounds: Bounds) -> T:
    """Do the work within the bounds, and return or raise what it does; the result must be picklable.

    Without bounds the work is done in this process. Raises `Stopped` at a bound, and `UsageError` if the work crashed
    its process, as some queries crash an engine. When this returns or raises (on Ctrl-C too), the child process has
    ended; if this process is killed, the child ends by itself.
    """
    if not bounds:
        return work()
    with _FORKING:
        ours, theirs = os.pipe()
        alive, held = os.pipe()  # `held` is closed when this process ends, however it ends
        child = _fork()
        if child == 0:
            _run_and_leave(work, theirs, alive, (ours, held), bounds)
        os.close(theirs)
        os.close(alive)
    try:
        sent = _received(ours, bounds)
    finally:
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        os.close(ours)
        os.close(held)
    return cast(T, _result(sent, os.waitstatus_to_exitcode(status), bounds))


def _fork() -> int:
    with warnings.catch_warnings():
        # Python 3.12 warns of forks beside threads: a lock that another thread holds stays locked in the child. The
        # child takes no lock of Python's; a lock of the engine's could make it wait until the deadline, not longer.
        warnings.simplefilter("ignore", DeprecationWarning)
        return os.fork()


def _received(pipe: int, bounds: Bounds) -> bytes:
    """Everything that the child sends until it closes the pipe; raises `Stopped` at the deadline."""
    seconds = math.inf if bounds.seconds is None else bounds.seconds
    end = time.monotonic() + seconds
    sent = bytearray()
    poll = select.poll()
    poll.register(pipe, select.POLLIN)
    while True:
        left = max(0.0, min(end - time.monotonic(), _LONGEST_WAIT))
        if not poll.poll(math.ceil(left * 1000)):
            if left == _LONGEST_WAIT:
                continue
            raise Stopped(f"stopped after {seconds:g} s, its deadline; ask for less, or allow more time")
        part = os.read(pipe, _PART)
        if not part:
            return bytes(sent)
        sent += part


def _result(sent: bytes, code: int, bounds: Bounds) -> object:
    """The result that the child sent. Its exit code matters only if the result is incomplete, since it is killed after
    that."""
    try:
        kind, value = pickle.loads(sent)  # noqa: S301 - our own child's
    except (EOFError, pickle.UnpicklingError):
        if -code in (signal.SIGABRT, signal.SIGKILL) and bounds.memory is not None:
            raise _out_of_memory(bounds) from None  # engines abort if they get no memory
        raise UsageError("the query engine broke down on this query; write a simpler one, or several") from None
    if kind == "value":
        return value
    if kind == "memory":
        raise _out_of_memory(bounds)
    raise _rebuilt(*value)


def _out_of_memory(bounds: Bounds) -> Stopped:
    size = f", {bounds.memory:,} bytes" if bounds.memory else ""
    return Stopped(f"stopped at its limit of memory{size}; ask for less, or allow more memory")


def _run_and_leave(
    work: Callable[[], object], pipe: int, alive: int, others: tuple[int, ...], bounds: Bounds
) -> NoReturn:
    """Run the work in the child and end it by `os._exit`, so that the child does not run the parent's cleanup."""
    code = 1
    try:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        for other in others:
            os.close(other)
        faulthandler.disable()  # Python and engines would report a crash on stderr; the parent reports it instead
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        threading.Thread(target=_leave_with_parent, args=(alive,), daemon=True).start()
        _send(pipe, _told(work, bounds))
        code = 0
    finally:
        os._exit(code)


def _told(work: Callable[[], object], bounds: Bounds) -> bytes:
    """The pickled result or error of the work, for `_result`."""
    try:
        bound_memory(bounds.memory)
        return pickle.dumps(("value", work()), pickle.HIGHEST_PROTOCOL)
    except MemoryError:
        return pickle.dumps(("memory", None))
    except Exception as error:  # noqa: BLE001 - it is raised anew in the parent
        return pickle.dumps(("error", (type(error), str(error), vars(error))))


def _rebuilt(kind: type[Exception], message: str, values: dict[str, Any]) -> Exception:
    """An error of the child's, made again here; kgraph's own errors take other arguments than their message."""
    error = kind.__new__(kind)
    Exception.__init__(error, message)
    vars(error).update(values)
    return error


def bound_memory(most: int | None) -> None:
    """Let this process take no more bytes of memory than these beyond what it holds now; `None`: as many as it can."""
    if most is None:
        return
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    most = min(_held_now() + most, _MOST)
    resource.setrlimit(resource.RLIMIT_DATA, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def _held_now() -> int:
    """How many bytes of data this process has (proc(5), the sixth number of statm); the operating system's limit
    (RLIMIT_DATA) counts these.

    A limit on all addresses (RLIMIT_AS) would count what the allocator only sets aside, 64 MB for a thread.
    """
    with suppress(OSError, ValueError, IndexError):
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[5]) * os.sysconf("SC_PAGE_SIZE")
    return 0


def _send(pipe: int, told: bytes) -> None:
    view = memoryview(told)
    while view:
        view = view[os.write(pipe, view) :]


def _leave_with_parent(alive: int) -> None:
    """End this process when its parent has ended: the other end of the pipe is closed then."""
    os.read(alive, 1)
    os._exit(1)
