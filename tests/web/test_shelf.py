"""Files that are made once for all who ask: by whom, when again, how many are kept, and how it ends."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import pytest

from kgraph.errors import Stopped
from kgraph.web import Settings
from kgraph.web.builds import Builds
from kgraph.web.pages import drawn
from kgraph.web.pages.made import Page
from kgraph.web.problems import Problem
from kgraph.web.settings import Settings as Limits
from kgraph.web.shelf import Shelf
from kgraph.web.sparql.protocol import Choice
from kgraph.web.working.filed import Filed
from kgraph.web.working.wire import Frame, Kind
from kgraph.web.working.work import Send, head_of
from kgraph.workspace.graph import Graph
from looping import run


@dataclass(frozen=True)
class Said:
    """Work that says its own name, and sends nothing more."""

    name: str

    def do(self, graph: Graph, settings: Limits, send: Send) -> None:
        """Send it."""
        send(head_of("text/plain"), iter([self.name.encode(), b"!"]))


class Pool:
    """A pool whose processes have `has`, the version that is read by now; they end when `open` is set."""

    def __init__(self, version: str = "1", deadline: float = 20) -> None:
        self.version = self.has = version
        self.settings = Settings(deadline=deadline)
        self.made, self.ended = Counter[str](), Counter[str]()
        self.open, self.why = asyncio.Event(), cast(Exception | None, None)
        self.open.set()

    @asynccontextmanager
    async def asked(self, work: Filed, client: str) -> AsyncIterator["Answered"]:
        name = cast(Said, work.work).name
        self.made[name] += 1
        try:
            yield Answered(self, work, self.has)
        except asyncio.CancelledError:
            self.ended[name] += 1
            raise


@dataclass
class Answered:
    """What a process of that pool answers."""

    pool: Pool
    work: Filed
    version: str

    async def frame(self) -> Frame:
        await self.pool.open.wait()
        if self.pool.why:
            Path(self.work.target).write_bytes(b"half")
            raise self.pool.why

        def send(head: Any, pieces: Iterator[bytes]) -> None:
            assert list(pieces) == [b""], "all that goes to the server is that the file is there"

        self.work.do(cast(Any, None), self.pool.settings, cast(Any, send))
        with Path(self.work.target).open("ab") as out:
            out.write(self.version.encode())
        return Frame(Kind.whole, b"")


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each shelf has its files in a folder of its own, which the test removes."""

    def own(shelf: Shelf) -> Path:
        folder = tmp_path / str(id(shelf))
        folder.mkdir(exist_ok=True)
        return folder

    monkeypatch.setattr(Shelf, "_place", own)


async def read(shelf: Shelf, name: str) -> tuple[str, str]:
    """The file's text, and the version from which it is said to be."""
    opened, version = await shelf.opened(name, Said(name), {})
    with opened:
        return opened.read().decode(), version


def test_of_several_who_ask_at_once_and_later_one_has_it_made() -> None:
    async def asked() -> None:
        pool = Pool()
        shelf = Shelf(cast(Any, pool), str, at_once=9)
        pool.open.clear()
        several = asyncio.gather(*(read(shelf, name) for name in "aabaab"))
        await asyncio.sleep(0.01)
        pool.open.set()
        assert await several == [(f"{name}!1", "1") for name in "aabaab"]
        assert await read(shelf, "b") == ("b!1", "1") and pool.made == {"a": 1, "b": 1}

    run(asked())


def test_what_an_older_process_made_is_not_kept_as_the_newest() -> None:
    async def asked() -> None:
        pool = Pool()
        shelf = Shelf(cast(Any, pool), str)
        pool.version = "2"
        assert await read(shelf, "a") == ("a!1", "1"), "as any answer while the new version is read"
        pool.has = "2"
        assert await read(shelf, "a") == await read(shelf, "a") == ("a!2", "2") and pool.made["a"] == 2

    run(asked())


def test_versions_of_one_build_have_one_file() -> None:
    async def asked() -> None:
        pool = Pool("build one, written to once")
        shelf = Shelf(cast(Any, pool), lambda version: version.partition(",")[0])
        first, _ = await read(shelf, "a")
        pool.version = pool.has = "build one, written to twice"
        assert await read(shelf, "a") == (first, pool.version) and pool.made["a"] == 1

    run(asked())


def test_files_take_up_no_more_than_their_room_and_those_asked_for_longest_ago_go_first() -> None:
    async def asked() -> None:
        pool = Pool()
        shelf = Shelf(cast(Any, pool), str, room=8)

        def bytes_kept() -> int:
            return sum(path.stat().st_size for path in shelf._place().iterdir())

        for name in "abac":
            await read(shelf, name)
        assert bytes_kept() == 9, "the newest, of three bytes, and two others"
        await read(shelf, "d")  # the one that was asked for longest ago is b
        assert bytes_kept() == 9 and pool.made.total() == 4
        for name in "adc":
            await read(shelf, name)
        assert pool.made.total() == 4
        await read(shelf, "b")
        assert pool.made["b"] == 2 and bytes_kept() == 9

    run(asked())


def test_files_of_the_last_two_builds_are_kept() -> None:
    async def asked() -> None:
        pool = Pool()
        shelf = Shelf(cast(Any, pool), str)
        for version in "123":
            pool.version = pool.has = version
            await read(shelf, "a")
            await read(shelf, "b")
        assert sorted(path.read_text() for path in shelf._place().iterdir()) == ["a!2", "a!3", "b!2", "b!3"]

    run(asked())


@pytest.mark.parametrize("goes_on", [False, True])
def test_a_making_ends_when_all_who_asked_are_gone_unless_it_is_to_go_on(goes_on: bool) -> None:
    async def asked() -> None:
        pool = Pool()
        shelf = Shelf(cast(Any, pool), str, goes_on=goes_on)
        pool.open.clear()
        first, second = (asyncio.create_task(read(shelf, "a")) for _ in range(2))
        await asyncio.sleep(0.01)
        first.cancel()
        await asyncio.sleep(0.01)
        assert not pool.ended, "somebody waits"
        second.cancel()
        third = asyncio.create_task(read(shelf, "a"))  # who comes while it is being ended
        await asyncio.sleep(0.01)
        assert pool.ended["a"] == (not goes_on) and pool.made["a"] == 1 + (not goes_on)
        pool.open.set()
        assert await third == ("a!1", "1") and not shelf._makings
        assert [path.read_text() for path in shelf._place().iterdir()] == ["a!1"]

    run(asked())


def test_who_asks_for_what_cannot_be_made_is_told_why() -> None:
    async def asked() -> None:
        pool = Pool()
        shelf, stubborn = Shelf(cast(Any, pool), str, failing=60), Shelf(cast(Any, pool), str)
        pool.why = Stopped("too much memory")
        for _ in range(2):
            for one in (shelf, stubborn):
                with pytest.raises(Problem, match="too much memory") as refused:
                    await read(one, "a")
                assert refused.value.status == 503
        assert pool.made["a"] == 3, "the first does not try again"
        assert not [*shelf._place().iterdir(), *stubborn._place().iterdir()], "nothing half-made is left"
        pool.why = None
        assert await read(stubborn, "a") == ("a!1", "1")

    run(asked())


def test_a_disk_without_room_is_told_in_a_line() -> None:
    with pytest.raises(Stopped, match="temporary folder: No space left on device"):
        Filed(Said("a"), "/dev/full").do(cast(Any, None), Settings(), cast(Any, None))


def test_who_waits_until_the_deadline_is_told_so() -> None:
    async def asked() -> None:
        pool = Pool(deadline=0.05)
        shelf = Shelf(cast(Any, pool), str)
        pool.open.clear()
        scope: dict[str, Any] = {}
        with pytest.raises(Problem, match=r"not made within 0\.05 s; ask again later") as refused:
            await shelf.opened("a", Said("a"), scope)
        assert refused.value.status == 503 and "kgraph.until" in scope, "the log tells how late it was"

    run(asked())


def test_the_network_page_of_an_endpoint_which_tells_no_version_is_made_each_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sent, pool = list[Page](), Pool("sparql:http://graph.example/query")

    async def served(pool: Any, page: Page, scope: Any, receive: Any, send: Any) -> None:
        sent.append(page)

    monkeypatch.setattr(drawn, "served", served)
    page = drawn.Drawn(cast(Any, pool), Builds())
    for _ in range(2):
        run(page({"method": "GET", "query_string": b"as-of=2025-03-10"}, cast(Any, None), cast(Any, None)))
    assert sent == [Page("network", Choice(as_of="2025-03-10"))] * 2 and not pool.made
