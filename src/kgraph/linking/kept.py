"""A cache of answers on disk, so that no service gets a request twice: one file for each answer, with a first line of
metadata."""

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

from kgraph import disk
from kgraph.errors import Unwritable

_DAY = 86_400.0  # seconds


@dataclass(frozen=True, slots=True)
class Kept:
    """A cached answer: `time` in seconds since 1970, UTC; the media type; the address of the request."""

    time: float
    status: int
    media_type: str
    url: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Cache:
    """A folder of answers. `days` is how long an answer is valid, `None`: for ever."""

    folder: Path
    days: float | None = None

    def find(self, key: str, now: float | None) -> Kept | None:
        """The cached answer for a key, unless it is too old at `now` (seconds since 1970; `None`: any age is valid).

        A file that cannot be read or was damaged counts as missing.
        """
        try:
            head, _, body = self._place(key).read_bytes().partition(b"\n")
            said = json.loads(head)
            if said.pop("digest") != _digest(body):
                return None
            kept = Kept(**said, body=body)
            old = now is not None and self.days is not None and now - kept.time > self.days * _DAY
        except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
            return None
        return None if old else kept

    def keep(self, key: str, answer: Kept) -> None:
        """Keep an answer; raises `Unwritable` if the folder cannot be written."""
        place = self._place(key)
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise Unwritable(f"{self.folder}: cannot be written: {error.strerror}") from error
        said = asdict(answer)
        body = said.pop("body")
        disk.replace_file(place, json.dumps(said | {"digest": _digest(body)}).encode() + b"\n" + body)

    def _place(self, key: str) -> Path:
        return self.folder / key[:2] / key


def key_of(method: str, url: str, body: bytes, accept: str) -> str:
    """The name under which the answer to a request is cached: equal only for equal requests.

    >>> key_of("GET", "https://e.org/", b"", "text/csv")[:16]
    '3fa213ff2dace2a2'
    """
    told = json.dumps([method, url, accept]).encode() + b"\n" + body
    return hashlib.sha256(told).hexdigest()


def _digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()
