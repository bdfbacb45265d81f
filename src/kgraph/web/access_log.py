"""The access log: a line for each request, which tools read, and which does not tell what was asked about.

Lines are made and written by a thread, so that a slow disk, or a pipe that nobody reads, holds up no answer.
"""

import json
import logging
import os
import re
import stat
import threading
import time
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import quote

from kgraph.errors import Unwritable
from kgraph.web.api.answering import LISTS
from kgraph.web.settings import Settings

STDOUT = "-"
_LOG = logging.getLogger("uvicorn.error")
_MOST_WAITING = 10_000  # requests whose lines are not written yet
_OFTEN = 0.1  # seconds between two writings
_LAST_WORDS = 2.0  # seconds that the last lines may take
_LONGEST = 1_000  # characters of anything in a line that a client chose
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_NAMING = re.compile(rf"((?:/[^/]*)*?/(?:id|sparql|api/(?:{'|'.join(LISTS)}))/).+", re.DOTALL)
_UNSAFE = re.compile(r"[^ !#-\[\]-~]")  # what could end a quoted field or a line, or steer a terminal


@dataclass(frozen=True, slots=True)
class Entry:
    """What is known of a request when its answer has ended; `ended` in seconds since 1970.

    `is_whole`: whether the answer was sent to its end. `late`: how long after its deadline a request was over that was
    ended at it, else `None`.
    """

    ended: float
    client: str
    method: str
    path: str
    version: str
    status: int
    sent: int
    seconds: float
    is_whole: bool
    late: float | None = None
    query: str = ""
    referrer: str = ""
    agent: str = ""


class AccessLog:
    """Writes a line for each request to a file, or to the standard output (`-`).

    A file that was moved away, as logrotate does it, is begun anew. If the lines cannot be written as fast as they
    come, some are lost, and counted in `lost`. Raises `Unwritable` if the file cannot be opened.
    """

    def __init__(self, settings: Settings) -> None:
        self._where, self._is_full = settings.access_log, settings.access_full
        self._line = as_json if settings.access_format == "json" else as_combined
        self.lost = 0
        self._waiting: deque[Entry] = deque()
        self._come, self._closing = threading.Event(), threading.Event()
        self._is_failing = False
        try:
            self._file = self._opened()
        except (OSError, ValueError) as error:
            words = getattr(error, "strerror", None) or str(error)
            raise Unwritable(f"the access log {self._where} cannot be written: {words}") from error
        self._thread = threading.Thread(target=self._write_on, name="access log", daemon=True)

    def start(self) -> None:
        """Begin to write."""
        self._thread.start()

    def close(self) -> None:
        """Write what is left, for a moment at most."""
        self._closing.set()
        self._come.set()
        if self._thread.is_alive():
            self._thread.join(_LAST_WORDS)

    def add(self, known: Entry, query: bytes, headers: list[tuple[bytes, bytes]]) -> None:
        """Note a request; what a client chose is cut to a bounded length first."""
        if len(self._waiting) >= _MOST_WAITING:
            self.lost += 1
            return
        self._waiting.append(_full(known, query, dict(headers)) if self._is_full else known)
        if not self._come.is_set():
            self._come.set()

    def _opened(self) -> int:
        if self._where == STDOUT:
            return 1
        return os.open(self._where, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o640)

    def _write_on(self) -> None:
        is_last = False
        while not is_last:
            self._come.wait()
            is_last = self._closing.wait(_OFTEN)
            self._come.clear()
            found = [self._waiting.popleft() for _ in range(len(self._waiting))]
            try:
                self._write("".join(self._line(entry) for entry in found).encode("ascii", "replace"))
                self._is_failing = False
            except OSError as error:
                self.lost += len(found)
                if not self._is_failing:
                    _LOG.error("the access log %s cannot be written: %s", self._where, error.strerror)
                self._is_failing = True

    def _write(self, lines: bytes) -> None:
        if self._where != STDOUT and self._was_moved():
            os.close(self._file)
            self._file = self._opened()
        while lines:
            lines = lines[os.write(self._file, lines) :]

    def _was_moved(self) -> bool:
        ours = os.fstat(self._file)
        if not stat.S_ISREG(ours.st_mode):
            return False
        try:
            now = os.stat(self._where)  # noqa: PTH116 # beside fstat
        except FileNotFoundError:
            return True
        return (now.st_dev, now.st_ino) != (ours.st_dev, ours.st_ino)


def without_names(path: str) -> str:
    """A path without the name of what is asked about: `/id/*` for `/id/person/ada`."""
    found = _NAMING.fullmatch(path)
    return f"{found[1]}*" if found else path


def as_combined(entry: Entry) -> str:
    """The line in the Combined Log Format of NCSA and Apache, with the seconds at its end."""
    when = time.gmtime(entry.ended)
    day = f"{when.tm_mday:02}/{_MONTHS[when.tm_mon - 1]}/{when.tm_year}:{when.tm_hour:02}:{when.tm_min:02}"
    target = _escaped(f"{entry.method} {_quoted(entry.path)}{'?' if entry.query else ''}{entry.query}")
    read_by = f'"{_escaped(entry.referrer) or "-"}" "{_escaped(entry.agent) or "-"}"'
    return (
        f"{_escaped(entry.client).replace(' ', '') or '-'} - - [{day}:{when.tm_sec:02} +0000] "
        f'"{target} HTTP/{_escaped(entry.version)}" {entry.status} {entry.sent} {read_by} {entry.seconds:.3f}\n'
    )


def as_json(entry: Entry) -> str:
    """The line as a JSON object."""
    when = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(entry.ended))
    told = {
        "time": f"{when}.{int(entry.ended % 1 * 1000):03}Z",
        "client": entry.client,
        "method": entry.method,
        "path": _quoted(entry.path),
        "status": entry.status,
        "bytes": entry.sent,
        "seconds": round(entry.seconds, 4),
        "whole": entry.is_whole,
        **({} if entry.late is None else {"late": round(entry.late, 4)}),
    }
    more = {"query": entry.query, "referrer": entry.referrer, "agent": entry.agent}
    told |= {name: value for name, value in more.items() if value}
    return json.dumps(told, ensure_ascii=True).replace("\x7f", "\\u007f") + "\n"


def short(text: str) -> str:
    """A text of a client, so short that it may wait."""
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "..."


def _full(known: Entry, query: bytes, headers: Mapping[bytes, bytes]) -> Entry:
    told = (query, headers.get(b"referer", b""), headers.get(b"user-agent", b""))
    asked, referrer, agent = (short(text.decode("utf8", "replace")) for text in told)
    return replace(known, query=asked, referrer=referrer, agent=agent)


def _quoted(path: str) -> str:
    return quote(path, safe="/:@!$&'()*+,;=~", errors="replace")


def _escaped(text: str) -> str:
    return _UNSAFE.sub(_code, text)


def _code(found: re.Match[str]) -> str:
    number = ord(found[0])
    return f"\\x{number:02x}" if number < 256 else f"\\u{number:04x}"
