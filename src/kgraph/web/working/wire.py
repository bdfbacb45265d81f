"""What the server and its working processes send each other: frames of a kind and some bytes.

A job goes to a process as a pickle. A process sends nothing that is unpickled: a hostile query that takes it over
could otherwise take over the server.
"""

import json
import struct
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from typing import Any, NamedTuple

_HEAD = struct.Struct("!IB")
_SIZE = struct.Struct("!I")
_SHORT = 4_000  # bytes of a head that is kept


class Kind(IntEnum):
    """What a frame is.

    `ready`: the process can take a job. `whole`: an answer. `lasting`: one that may be given again. `start`: the head
    of an answer with its first piece. `piece`: another. `end`: the answer was whole. `problem`: no answer, or none to
    the end.
    """

    ready = 0
    whole = 1
    start = 2
    piece = 3
    end = 4
    problem = 5
    lasting = 6


class Frame(NamedTuple):
    """A frame as it was received."""

    kind: Kind
    body: bytes


@dataclass(frozen=True, slots=True)
class Head:
    """The status and the headers of an answer. `lasts`: the same question to the same version always gets it."""

    status: int
    headers: dict[str, str]
    lasts: bool = False


def packed(kind: Kind, body: bytes) -> bytes:
    """A frame's bytes."""
    return _HEAD.pack(len(body), kind) + body


def unpacked(buffer: bytearray) -> list[Frame]:
    """The frames at the beginning of a buffer, which are taken out of it."""
    frames, at = [], 0
    while len(buffer) - at >= _HEAD.size:
        size, kind = _HEAD.unpack_from(buffer, at)
        if len(buffer) - at - _HEAD.size < size:
            break
        at += _HEAD.size
        frames.append(Frame(Kind(kind), bytes(buffer[at : at + size])))
        at += size
    del buffer[:at]
    return frames


def with_head(head: Head, piece: bytes) -> bytes:
    """The body of a frame that begins an answer."""
    return _said(head.status, tuple(head.headers.items())) + piece


@lru_cache(maxsize=256)
def _said(status: int, headers: tuple[tuple[str, str], ...]) -> bytes:
    """A head as bytes; many answers have the same."""
    said = json.dumps([status, dict(headers)]).encode()
    return _SIZE.pack(len(said)) + said


def split_head(body: bytes) -> tuple[Head, bytes]:
    """The head and the first piece of such a frame."""
    (size,) = _SIZE.unpack_from(body)
    end = _SIZE.size + size
    status, headers = (_read if size <= _SHORT else _read.__wrapped__)(body[_SIZE.size : end])
    return Head(status, dict(headers)), body[end:]


@lru_cache(maxsize=256)
def _read(said: bytes) -> tuple[int, dict[str, str]]:
    """The status and the headers of a head."""
    status, headers = json.loads(said)
    return int(status), {str(name): str(value) for name, value in headers.items()}


def problem_body(status: int, detail: str, headers: dict[str, str]) -> bytes:
    """The body of a frame that tells a problem."""
    return json.dumps([status, detail, headers]).encode()


def read_problem(body: bytes) -> tuple[int, str, dict[str, str]]:
    """The status, the line and the headers of a problem."""
    found: list[Any] = json.loads(body)
    return int(found[0]), str(found[1]), dict(found[2])
