"""What a server may take: deadlines, sizes, numbers of processes; and to whom it answers."""

import os
from dataclasses import dataclass

from kgraph.errors import UsageError

HOME = ("localhost", "127.0.0.1", "[::1]")
"""The names by which a server is called on its own machine."""

FORMATS = ("combined", "json")
"""The formats of an access log."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The limits of a server; times in seconds, sizes in bytes.

    `deadline`: from a request's arrival to the end of its answer. `rows`, `answer`: the most rows (or triples), and
    bytes, of an answer. `memory`: what a process may take beyond what it holds when it starts. `places`: processes for
    queries that have just begun. `quick`: a query that works longer (takes more processor time) leaves its place to
    others, and goes on in one of `long` places besides. `waiting`: requests that may wait for a place. `body`: the
    most bytes of a request's body, `head` of its line and its headers, `upload` of an update or a graph that is sent by
    who may write, `written` of all graphs that are written so. `patience`: how long a client may take to
    send its request, or to take a piece of an answer. `hosts`: the values of the Host header that are answered.
    `origins`: web pages that may read answers (CORS), or "*". `access_log`: the file of the access log, "-" for the
    standard output, "" for none; `access_format`: "combined" or "json"; `access_full`: whether it tells what is asked.
    """

    deadline: float = 30.0
    rows: int = 1_000_000
    answer: int = 2**30
    memory: int = 2**30
    quick: float = 0.2
    places: int = max(2, os.cpu_count() or 1)
    long: int = max(4, 2 * (os.cpu_count() or 1))
    waiting: int = 1_000
    body: int = 2**20
    head: int = 2**16
    upload: int = 2**26
    written: int = 2**28
    patience: float = 20.0
    hosts: tuple[str, ...] = HOME
    origins: tuple[str, ...] = ()
    access_log: str = ""
    access_format: str = "combined"
    access_full: bool = False

    def __post_init__(self) -> None:
        for name in ("deadline", "quick", "patience"):
            if not 0 < getattr(self, name) <= 3600:
                raise UsageError(f"{name} is {getattr(self, name):g} s; give more than 0, and 3600 s at most")
        for name in ("rows", "answer", "memory", "places", "long", "waiting", "body", "head", "upload", "written"):
            if getattr(self, name) < 1:
                raise UsageError(f"{name} is {getattr(self, name)}; give 1 or more")
        if self.access_format not in FORMATS:
            raise UsageError(f"'{self.access_format}' is no format of an access log; it is {' or '.join(FORMATS)}")
