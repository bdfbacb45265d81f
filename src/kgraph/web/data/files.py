"""The dataset's files over HTTP at `/data/`: each is made once for a version of the graph, and kept on the disk.

A client can ask whether it has the newest (If-None-Match, If-Modified-Since), and go on with a download that broke off
(Range, If-Range; RFC 9110 §13, §14).
"""

import asyncio
import json
import os
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from email.utils import formatdate, parsedate_to_datetime
from hashlib import blake2b
from pathlib import Path
from time import time
from typing import BinaryIO

from starlette.types import Receive, Scope, Send

from kgraph.building.kept import NAME
from kgraph.errors import Stopped
from kgraph.resources import VERSION
from kgraph.web.data.making import FILES, TABLE, Dump
from kgraph.web.exchange import headers_of, only_reads, reply, started
from kgraph.web.problems import Problem, problem_of
from kgraph.web.working.pool import Pool
from kgraph.web.working.wire import Kind, read_problem
from kgraph.web.working.work import head_of

_PIECE = 2**18  # bytes that are read and sent at once
_FRESH = 60  # seconds for which an endpoint's files are kept, as it tells no version; and for which a failure counts
_TIMES = 100  # versions whose times are known
_VERSIONS = 2  # versions whose files are kept


@dataclass(frozen=True, slots=True)
class _Version:
    """A version of the graph: its name, and a second (since 1970) by which it was there. The server gives no second to
    two versions."""

    name: str
    made: int

    def etag(self, file: str) -> str:
        """What tells a version of a file from all others."""
        said = f"{VERSION} {self.name} {file}"
        return f'"{blake2b(said.encode("utf8", "surrogateescape"), digest_size=12).hexdigest()}"'


class _NotMade(Problem):
    """A file whose making was begun and failed; for a while it is not tried again."""


class Files:
    """Answers at `/data/` with a list of the files, and at `/data/NAME` with a file."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._making = asyncio.Lock()
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._kept: list[_Version] = []
        self._versions: dict[str, _Version] = {}
        self._latest = 0
        self._makings: dict[tuple[str, str], asyncio.Task[_Version]] = {}
        self._failed: dict[tuple[str, str], tuple[float, _NotMade]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        only_reads(scope)
        name, headers = scope["path_params"].get("name", ""), headers_of(scope)
        if scope["query_string"]:
            raise Problem(400, "a file takes no parameters; '/api/claims?format=csv' takes world, as-of and others")
        if not name:
            listed = [{"file": name, "media_type": media, "what": what} for name, (media, what) in FILES.items()]
            text = json.dumps({"files": listed}, ensure_ascii=False, indent=1).encode()
            await reply(send, head_of("application/json"), text)
        elif name not in FILES:
            raise Problem(404, f"there is no file '{name[:100]}'; there are {', '.join(FILES)}")
        elif _is_known(headers, now := self._now(self._pool.version), name):
            await send(started(304, _marks(now, name)))
            await send({"type": "http.response.body", "body": b""})
        else:
            opened, version = await self._opened(name, scope["client"][0] if scope.get("client") else "")
            with opened:
                await _sent(opened, version, name, headers, send, is_wanted=scope["method"] == "GET")

    def _now(self, version: str) -> _Version:
        """A version with its time; an endpoint has another one each minute.

        The time is looked up once, since a folder that was replaced leads to the new one.
        """
        if "://" in version:
            minute = int(time()) // _FRESH * _FRESH
            return _Version(f"{version} {minute}", minute)
        if version not in self._versions:
            self._versions[version] = self._looked_up(Path(version))
            while len(self._versions) > _TIMES:
                del self._versions[next(iter(self._versions))]
        return self._versions[version]

    def _looked_up(self, folder: Path) -> _Version:
        """The version in a folder; if it is of the second of the one before, or earlier, it counts as of the next."""
        name, made = _of_build(folder)
        for known in self._versions.values():
            if known.name == name:
                return known
        self._latest = max(made, self._latest + 1)
        return _Version(name, self._latest)

    async def _opened(self, name: str, client: str) -> tuple[BinaryIO, _Version]:
        """The file, opened, and its version; raises `Problem` if it cannot be made, or is not made by the deadline.

        All who ask for a file share its making, which goes on when they have gone.
        """
        version = self._now(self._pool.version)
        with suppress(OSError):
            return self._path(version, name).open("rb"), version
        key = version.name, name
        failed_at, problem = self._failed.get(key, (0.0, None))
        if problem and time() < failed_at + _FRESH:
            raise problem
        if (making := self._makings.get(key)) is None:
            making = self._makings[key] = asyncio.get_running_loop().create_task(self._in_turn(name, client))
            making.add_done_callback(lambda done: self._note(key, done))
        deadline = self._pool.settings.deadline
        try:
            async with asyncio.timeout(deadline):
                version = await asyncio.shield(making)
        except TimeoutError:
            words = f"the file was not made within {deadline:g} s, and is still being made; ask again later"
            raise Problem(503, words, retry_after="10") from None
        return self._path(version, name).open("rb"), version

    def _note(self, key: tuple[str, str], done: "asyncio.Task[_Version]") -> None:
        """Forget a making that has ended; that it failed is known to who asks next."""
        del self._makings[key]
        if not done.cancelled() and isinstance(error := done.exception(), _NotMade):
            self._failed = {one: kept for one, kept in self._failed.items() if time() < kept[0] + _FRESH}
            self._failed[key] = time(), error

    async def _in_turn(self, name: str, client: str) -> _Version:
        """Have a file made, one after another, as each takes a processor; returns its version."""
        async with self._making:
            version = self._now(self._pool.version)
            if self._path(version, name).exists():
                return version
            return await self._made(name, client)

    async def _made(self, name: str, client: str) -> _Version:
        """Make a file; returns the version from which it was made, which an older process may still have."""
        target = self._place() / "being-made"
        try:
            async with self._pool.asked(Dump(name, str(target)), client) as answering:
                try:
                    frame = await answering.frame()
                except Stopped as stopped:  # what was begun may well fail again
                    raise _NotMade(503, str(stopped), retry_after=str(_FRESH)) from stopped
                version = self._now(answering.version)
            if frame.kind == Kind.problem:
                status, detail, more = read_problem(frame.body)
                raise _NotMade(status, detail, **more)
            path = self._path(version, name)
            path.parent.mkdir(exist_ok=True)
            target.replace(path)
        except Stopped as stopped:
            raise problem_of(stopped) from stopped
        finally:
            target.unlink(missing_ok=True)
        self._keep(version)
        return version

    def _place(self) -> Path:
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="kgraph-data-", ignore_cleanup_errors=True)
        return Path(self._folder.name)

    def _path(self, version: _Version, name: str) -> Path:
        return self._place() / version.etag("").strip('"') / name

    def _keep(self, version: _Version) -> None:
        """Remove the files of all but the last versions; who reads one of them reads it to its end."""
        self._kept = [*(one for one in self._kept if one != version), version]
        while len(self._kept) > _VERSIONS:
            old = self._kept.pop(0)
            for name in FILES:
                self._path(old, name).unlink(missing_ok=True)
            with suppress(OSError):
                self._path(old, TABLE).parent.rmdir()


def _of_build(folder: Path) -> tuple[str, int]:
    """What tells the build of a version from all others, and the second at whose beginning it was there.

    The files have nothing of what clients write, and a change of that takes over the file of what the build kept.
    """
    for file in (NAME, "CURRENT"):
        with suppress(OSError):
            found = (folder / file).stat()
            return f"{found.st_ino} {found.st_mtime_ns} {found.st_size}", int(found.st_mtime) + 1
    return str(folder), 0


def _marks(version: _Version, name: str) -> dict[str, str]:
    """The headers by which a client knows the file's version; in its first second it has no date."""
    marks = {"etag": version.etag(name), "cache-control": "no-cache", "accept-ranges": "bytes"}
    if version.made <= time():
        marks["last-modified"] = formatdate(version.made, usegmt=True)
    return marks


def _is_known(headers: dict[str, str], version: _Version, name: str) -> bool:
    """Whether the client says that it has this version of the file; a date must be the very one that it was told."""
    if given := headers.get("if-none-match"):
        tags = [tag.strip().removeprefix("W/") for tag in given.split(",")]
        return "*" in tags or version.etag(name) in tags
    return _seconds(headers.get("if-modified-since", "")) == version.made


def _seconds(date: str) -> float | None:
    try:
        return parsedate_to_datetime(date).timestamp() if date else None
    except (ValueError, OverflowError, IndexError):
        return None


async def _sent(
    opened: BinaryIO, version: _Version, name: str, headers: dict[str, str], send: Send, *, is_wanted: bool
) -> None:
    """Send the file, or the part of it that is asked for; raises `Problem`, 416, for a part that it does not have."""
    size, marks = os.fstat(opened.fileno()).st_size, _marks(version, name)
    marks["content-type"] = FILES[name][0]
    if name == TABLE:
        marks["link"] = f'<{TABLE}-metadata.json>; rel="describedby"; type="application/csvm+json"'
    asked = headers.get("range", "")
    if headers.get("if-range", marks["etag"]) != marks["etag"]:  # dates are of whole seconds, so they prove nothing
        asked = ""
    part = _part(asked, size)
    start, end = part or (0, size)
    if part:
        marks["content-range"] = f"bytes {start}-{end - 1}/{size}"
    status = 206 if part else 200
    await send(started(status, {**marks, "content-length": str(end - start)}))
    opened.seek(start)
    left = end - start if is_wanted else 0
    while left:
        piece = await asyncio.get_running_loop().run_in_executor(None, opened.read, min(left, _PIECE))
        left = left - len(piece) if piece else 0
        await send({"type": "http.response.body", "body": piece, "more_body": True})
    await send({"type": "http.response.body", "body": b"", "more_body": False})


def _part(asked: str, size: int) -> tuple[int, int] | None:
    """The first byte that a Range header asks for, and the one after the last; `None`, all of it, for a header that
    asks for several parts, or is no range of bytes. Raises `Problem`, 416, for a part that the file does not have.

    >>> _part("bytes=10-", 100), _part("bytes=-10", 100), _part("bytes=0-4", 100)
    ((10, 100), (90, 100), (0, 5))
    >>> _part("", 100), _part("bytes=0-4,8-9", 100), _part("lines=1-2", 100), _part("bytes=5-4", 100)
    (None, None, None, None)
    """
    unit, _, rest = asked.partition("=")
    first, dash, last = rest.strip().partition("-")
    numbers = [one for one in (first, last) if one]
    if unit.strip().lower() != "bytes" or not dash or not numbers or not all(map(_is_number, numbers)):
        return None
    if first and last and int(last) < int(first):
        return None
    start = int(first) if first else max(0, size - int(last))
    end = min(int(last) + 1, size) if first and last else size
    if start >= end:
        words = f"the file has {size:,} bytes; the range that is asked for is not in it"
        raise Problem(416, words, content_range=f"bytes */{size}")
    return start, end


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19
