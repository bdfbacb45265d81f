"""Sending what a process answers to the client, from its first frame to its last."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from starlette.types import Receive, Scope, Send

from kgraph.errors import Stopped
from kgraph.web.exchange import reply, started
from kgraph.web.overdue import note_end
from kgraph.web.problems import Problem, problem_of
from kgraph.web.working.answering import Answering
from kgraph.web.working.pool import Pool
from kgraph.web.working.preparing import Prepared
from kgraph.web.working.repeating import Key
from kgraph.web.working.wire import Frame, Head, Kind, read_problem, split_head
from kgraph.web.working.work import Work

Found = TypeVar("Found")

_MOST_AT_ONCE = 2**24  # bytes of an answer that the server itself holds


async def served(
    pool: Pool,
    work: Work,
    scope: Scope,
    receive: Receive,
    send: Send,
    key: Key | None = None,
    until: float | None = None,
) -> None:
    """Have the pool answer, and send the answer; raises `Problem` if there is none.

    With a `key` an answer that lasts is kept for `Pool.repeated`. `until` is as in `Pool.asked`.
    """
    client = scope["client"][0] if scope.get("client") else ""
    try:
        async with pool.asked(work, client, until) as answering:
            kept = await _sent(answering, scope, receive, send)
            if kept and key:
                pool.keep(key, answering.version, *kept)
    except Stopped as stopped:
        note_end(scope, stopped)
        raise problem_of(stopped) from stopped


async def kept_or_served(
    pool: Pool,
    work: Work,
    scope: Scope,
    receive: Receive,
    send: Send,
    key: Key,
    prepared: Prepared | None = None,
    *,
    is_ahead: bool = False,
) -> None:
    """Send the answer to the same request that was kept, or have the pool answer (`served`).

    `prepared` processes begin afterwards, for who asks next, so that these do not take the processor from the first. An
    answer `is_ahead` if it needs what they have read: then it comes from them, once there are any.
    """
    asked = (prepared.at_hand() if prepared and is_ahead else None) or pool
    if known := asked.repeated(key) or pool.repeated(key):
        await reply(send, *known)
        return
    try:
        await served(asked, work, scope, receive, send, key)
    finally:
        if prepared:
            prepared.begin()


async def _sent(answering: Answering, scope: Scope, receive: Receive, send: Send) -> tuple[Head, bytes] | None:
    """Send the answer; one that has begun and cannot be finished breaks off, so that the client notices.

    Returns the answer if it lasts.
    """
    first = await _first(answering, receive)
    if first is None:  # the client is gone
        return None
    if first.kind == Kind.problem:
        status, detail, more = read_problem(first.body)
        raise Problem(status, detail, **more)
    head, piece = split_head(first.body)
    head.headers.setdefault("vary", "accept")
    if first.kind in (Kind.whole, Kind.lasting):
        await reply(send, head, piece)
        return (head, piece) if first.kind == Kind.lasting else None
    if scope.get("http_version") == "1.0":
        await reply(send, head, await _whole(answering, piece))
        return None
    await send(started(head.status, head.headers))
    await send({"type": "http.response.body", "body": piece, "more_body": True})
    gone = asyncio.get_running_loop().create_task(_gone(receive))
    try:
        while (frame := await _next(answering, gone)) and frame.kind == Kind.piece:
            await send({"type": "http.response.body", "body": frame.body, "more_body": True})
        if frame and frame.kind == Kind.end:
            await send({"type": "http.response.body", "body": b"", "more_body": False})
    except Stopped as stopped:
        note_end(scope, stopped)
    finally:
        gone.cancel()
    return None


async def _whole(answering: Answering, piece: bytes) -> bytes:
    """An answer in pieces for a client of HTTP/1.0, to whom one that breaks off would look whole; raises `Problem` if
    it is long, or breaks off."""
    found = bytearray(piece)
    while (frame := await answering.frame()).kind == Kind.piece:
        found += frame.body
        if len(found) > _MOST_AT_ONCE:
            raise Problem(505, f"an answer of more than {_MOST_AT_ONCE:,} bytes is sent by HTTP/1.1 alone")
    if frame.kind == Kind.problem:
        status, detail, more = read_problem(frame.body)
        raise Problem(status, detail, **more)
    return bytes(found)


async def _first(answering: Answering, receive: Receive) -> Frame | None:
    """The first frame; `None` if the client goes away before. Whether it is there is only looked at after a moment."""
    return await answering.soon() or await while_there(receive, answering.frame())


async def _next(answering: Answering, gone: "asyncio.Task[None]") -> Frame | None:
    """The next frame; `None` if the client is gone."""
    task = asyncio.get_running_loop().create_task(answering.frame())
    try:
        await asyncio.wait((task, gone), return_when=asyncio.FIRST_COMPLETED)
        return None if gone.done() else task.result()
    finally:
        task.cancel()


async def while_there(receive: Receive, asked: Coroutine[Any, Any, Found]) -> Found | None:
    """What is asked; `None`, and it is called off, if the client goes away before it is there."""
    loop = asyncio.get_running_loop()
    task, gone = loop.create_task(asked), loop.create_task(_gone(receive))
    try:
        await asyncio.wait((task, gone), return_when=asyncio.FIRST_COMPLETED)
        return task.result() if task.done() else None
    finally:
        task.cancel()
        gone.cancel()


async def _gone(receive: Receive) -> None:
    """Return when the client has closed the connection."""
    while (await receive())["type"] != "http.disconnect":
        pass
