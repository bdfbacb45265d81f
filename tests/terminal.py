"""A command on a pseudo-terminal, typed to as a person types: each answer after the question is there."""

import contextlib
import os
import pty
import select
import signal
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from forked import Forked, loaded

PROMPT = "[1-9 c x u n s b q ?] "
_PATIENCE = 60.0  # seconds without a word, after which it is taken for hung


@dataclass
class Terminal:
    """A running command and what its terminal shows."""

    process: Forked
    handle: int
    shown: str = ""
    _raw: bytes = field(default=b"", repr=False)

    def until(self, words: str) -> str:
        """Wait till these words are shown; what was shown before them since the last time."""
        while words not in self.shown:
            if not self._read():
                raise AssertionError(f"it ended before it showed {words!r}: {self.shown}")
        before, _, self.shown = self.shown.partition(words)
        return before

    def answer(self, typed: str) -> str:
        """Answer the next question; what was shown till then."""
        before = self.until(PROMPT)
        os.write(self.handle, f"{typed}\n".encode())
        return before

    def press(self, key: str) -> None:
        """A control character, such as Ctrl-C, when the next question is there."""
        self.until(PROMPT)
        # a signal just before Python begins to read is handled only when something was read: a person presses again
        stat, patience = Path(f"/proc/{self.process.pid}/stat"), time.monotonic() + _PATIENCE
        while stat.exists() and stat.read_text().rpartition(") ")[2][0] not in "SZ" and time.monotonic() < patience:
            time.sleep(0.001)
        os.write(self.handle, bytes([ord(key) & 0x1F]))

    def end(self) -> tuple[int, str]:
        """The exit status, and what was shown till then."""
        while self._read():
            pass
        return self.process.wait(_PATIENCE), self.shown

    def kill(self) -> None:
        """End it without a word."""
        self.until(PROMPT)
        self.process.send_signal(signal.SIGKILL)

    def _read(self) -> bool:
        ready, _, _ = select.select([self.handle], [], [], _PATIENCE)
        assert ready, f"it says nothing more: {self.shown}"
        try:
            found = os.read(self.handle, 65536)
        except OSError:  # as Linux says that the other side is closed
            return False
        self._raw += found
        with contextlib.suppress(UnicodeDecodeError):  # a character may come in two parts
            self.shown += self._raw.decode().replace("\r\n", "\n")
            self._raw = b""
        return bool(found)


@contextlib.contextmanager
def terminal(*words: str | Path, environment: Mapping[str, str]) -> Iterator[Terminal]:
    """`kgraph …` on a terminal of its own, which Ctrl-C reaches."""
    handle, other = pty.openpty()
    process = loaded().start([*map(str, words)], other, {**os.environ, **environment})
    os.close(other)
    try:
        yield Terminal(process, handle)
    finally:
        process.kill()
        os.close(handle)
