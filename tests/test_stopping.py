"""Work in a process of its own: its result, its errors, its bounds, and that nothing of it stays."""

import math
import mmap
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest

from kgraph.errors import DataError, StoreBusy, UnknownName, UsageError
from kgraph.errors import Stopped as StoppedError
from kgraph.model import Literal, Rows
from kgraph.namespaces import IRI, XSD
from kgraph.stopping import Bounds, read_size, stoppable

SOON = Bounds(seconds=20.0)
PATIENCE = 2.0  # seconds that a busy machine may take beyond what is wanted


@pytest.fixture(autouse=True)
def _nothing_stays() -> Iterator[None]:
    files, children = _held()
    yield
    files_now, children_now = _held()
    assert files_now == files and children_now <= children


def _held() -> tuple[int, set[str]]:
    """How many files this process has open, and its children, those too that wait to be collected."""
    children = Path("/proc/self/task").glob("*/children")  # a browser, say, for tests of pages in the same worker
    return len(list(Path("/proc/self/fd").iterdir())), {child for one in children for child in one.read_text().split()}


def test_the_result_comes_back() -> None:
    rows = Rows(("a", "b"), ((IRI("x:1"), Literal("0.5", XSD.decimal)), (None, Literal("так", language="uk"))))
    assert stoppable(lambda: rows, SOON) == rows
    assert stoppable(lambda: "x" * 5_000_000, SOON) == "x" * 5_000_000


def test_without_bounds_it_is_done_here() -> None:
    assert stoppable(os.getpid, Bounds()) == os.getpid()
    assert stoppable(os.getpid, SOON) != os.getpid()


def test_the_process_changes_nothing_here() -> None:
    seen: list[int] = []
    stoppable(lambda: seen.append(1), SOON)
    assert seen == []


@pytest.mark.parametrize(
    "error",
    [
        UsageError("wrong"),
        UnknownName("world", "asertd", ["asserted"]),
        DataError("broken", path=Path("a.trig"), line=3, fix="mend it"),
        StoreBusy("busy", status=503, retry_after="5"),
        KeyError("k"),
    ],
)
def test_an_error_comes_back_as_it_was(error: Exception) -> None:
    def work() -> None:
        raise error

    with pytest.raises(type(error)) as raised:
        stoppable(work, SOON)
    assert vars(raised.value) == vars(error)
    if not isinstance(error, KeyError):
        assert str(raised.value) == str(error)


def test_the_deadline_stops_it() -> None:
    began = time.monotonic()
    with pytest.raises(StoppedError, match=r"^stopped after 0\.3 s, its deadline; ask for less, or allow more time$"):
        stoppable(lambda: time.sleep(60), Bounds(seconds=0.3))
    assert 0.3 <= time.monotonic() - began < 0.3 + PATIENCE


def test_work_that_holds_the_interpreter_is_stopped_too() -> None:
    def busy() -> None:
        while True:
            pass

    with pytest.raises(StoppedError):
        stoppable(busy, Bounds(seconds=0.2))


def test_the_bound_of_memory_stops_it() -> None:
    assert stoppable(lambda: len(bytearray(50_000_000)), Bounds(memory=200_000_000)) == 50_000_000
    with pytest.raises(StoppedError, match=r"^stopped at its limit of memory, 100,000,000 bytes; ask for less"):
        stoppable(lambda: len(bytearray(900_000_000)), Bounds(memory=100_000_000))


@pytest.mark.slow
def test_memory_that_this_process_holds_already_does_not_count() -> None:
    held = bytearray(300_000_000)
    assert stoppable(lambda: len(held), Bounds(memory=100_000_000)) == 300_000_000


@pytest.mark.parametrize("number", [signal.SIGSEGV, signal.SIGABRT, signal.SIGKILL])
def test_what_breaks_its_process_down_is_one_line_here(number: signal.Signals) -> None:
    with pytest.raises(UsageError, match="the query engine broke down on this query; write a simpler one"):
        stoppable(lambda: os.kill(os.getpid(), number), SOON)


def test_addresses_that_are_only_set_aside_do_not_count() -> None:
    """Allocators set aside 64 MB for a thread; what nobody may write to takes no memory."""
    flags = mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS
    work = partial(mmap.mmap, -1, 400_000_000, flags=flags, prot=0)
    assert stoppable(lambda: len(work()), Bounds(memory=100_000_000)) == 400_000_000


def test_an_engine_that_aborts_at_its_bound_of_memory_was_stopped() -> None:
    with pytest.raises(StoppedError):
        stoppable(os.abort, Bounds(memory=100_000_000))


def test_ctrl_c_stops_it_at_once() -> None:
    began = time.monotonic()
    threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGINT)).start()
    with pytest.raises(KeyboardInterrupt):
        stoppable(lambda: time.sleep(60), Bounds(seconds=math.inf))
    assert time.monotonic() - began < 0.3 + PATIENCE


@pytest.mark.slow
def test_several_threads_have_their_own() -> None:
    def one(number: int) -> int:
        def work() -> int:
            time.sleep(0.05)
            return number

        return stoppable(work, SOON)

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(one, range(24))) == list(range(24))


@pytest.mark.slow
def test_one_that_is_stopped_does_not_hold_another_up() -> None:
    def stopped() -> bool:
        try:
            stoppable(lambda: time.sleep(60), Bounds(seconds=1.0))
        except StoppedError:
            return True
        return False

    with ThreadPoolExecutor(2) as pool:
        long = pool.submit(stopped)
        assert stoppable(lambda: 7, SOON) == 7
        assert long.result()


@pytest.mark.parametrize("seconds", [0, -1, math.nan])
def test_a_deadline_is_more_than_nothing(seconds: float) -> None:
    with pytest.raises(UsageError, match="the deadline must be more than 0 seconds"):
        Bounds(seconds=seconds)


@pytest.mark.parametrize("make", [lambda: Bounds(memory=0), lambda: Bounds(memory=-1)])
def test_a_bound_of_memory_is_more_than_nothing(make: Callable[[], Bounds]) -> None:
    with pytest.raises(UsageError, match="the bound of memory must be more than 0 bytes"):
        make()


def test_bounds_beyond_what_the_system_counts_are_none() -> None:
    assert stoppable(lambda: 1, Bounds(seconds=1e300, memory=2**80)) == 1


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("1", 1),
        ("1k", 1024),
        ("1.5K", 1536),
        (" 2GiB ", 2**31),
        ("3MB", 3 * 2**20),
        ("9" * 400, 2**62),
    ],
)
def test_sizes(text: str, size: int) -> None:
    assert read_size(text) == size


@pytest.mark.parametrize("text", ["", "M", "x", "-1", "1T", "1e3", "٣", "inf", "nan", "1 000"])
def test_what_is_no_size(text: str) -> None:
    with pytest.raises(UsageError, match="is no size of memory; write bytes, or a number with K, M or G"):
        read_size(text)
