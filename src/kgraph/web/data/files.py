"""The dataset's files over HTTP at `/data/`: each is made once for a build, and kept on the disk.

A client can ask whether it has the newest (If-None-Match, If-Modified-Since), and go on with a download that broke off
(Range, If-Range; RFC 9110 §13, §14).
"""

import json
import os
from email.utils import formatdate, parsedate_to_datetime
from hashlib import blake2b
from time import time
from typing import BinaryIO

from starlette.types import Receive, Scope, Send

from kgraph.resources import VERSION
from kgraph.web.builds import Build, Builds
from kgraph.web.data.making import FILES, TABLE, Dump
from kgraph.web.exchange import headers_of, only_reads, reply, reply_file, started
from kgraph.web.problems import Problem
from kgraph.web.shelf import Shelf
from kgraph.web.working.pool import Pool
from kgraph.web.working.wire import Head
from kgraph.web.working.work import head_of

_FRESH = 60  # seconds for which an endpoint's files are kept, as it tells no version; and for which a failure counts


class Files:
    """Answers at `/data/` with a list of the files, and at `/data/NAME` with a file."""

    def __init__(self, pool: Pool, builds: Builds) -> None:
        self._pool, self._builds = pool, builds
        self._shelf = Shelf(pool, lambda version: self._now(version).name, goes_on=True, failing=_FRESH)

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
            opened, version = await self._shelf.opened(name, Dump(name), scope)
            with opened:
                await _sent(scope, send, opened, self._now(version), name)

    def _now(self, version: str) -> Build:
        """A version's build; an endpoint has another one each minute."""
        if "://" in version:
            minute = int(time()) // _FRESH * _FRESH
            return Build(f"{version} {minute}", minute)
        return self._builds.of(version)


def _etag(build: Build, file: str) -> str:
    """What tells a build's file from all others."""
    said = f"{VERSION} {build.name} {file}"
    return f'"{blake2b(said.encode("utf8", "surrogateescape"), digest_size=12).hexdigest()}"'


def _marks(build: Build, name: str) -> dict[str, str]:
    """The headers by which a client knows the file; in the first second of its build it has no date."""
    marks = {"etag": _etag(build, name), "cache-control": "no-cache", "accept-ranges": "bytes"}
    if build.made <= time():
        marks["last-modified"] = formatdate(build.made, usegmt=True)
    return marks


def _is_known(headers: dict[str, str], build: Build, name: str) -> bool:
    """Whether the client says that it has this build's file; a date must be the very one that it was told."""
    if given := headers.get("if-none-match"):
        tags = [tag.strip().removeprefix("W/") for tag in given.split(",")]
        return "*" in tags or _etag(build, name) in tags
    return _seconds(headers.get("if-modified-since", "")) == build.made


def _seconds(date: str) -> float | None:
    try:
        return parsedate_to_datetime(date).timestamp() if date else None
    except (ValueError, OverflowError, IndexError):
        return None


async def _sent(scope: Scope, send: Send, opened: BinaryIO, build: Build, name: str) -> None:
    """Send the file, or the part of it that is asked for; raises `Problem`, 416, for a part that it does not have."""
    size, marks, headers = os.fstat(opened.fileno()).st_size, _marks(build, name), headers_of(scope)
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
    await reply_file(scope, send, Head(206 if part else 200, marks), opened, start, end)


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
