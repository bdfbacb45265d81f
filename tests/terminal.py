"""Running a command on a pseudo-terminal and typing as a user does: each answer after its question is shown."""

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

PROMPT = "[1-9 / c x u n s b q ?] "
_PATIENCE = 60.0  # after so many seconds without output the command counts as hung


@dataclass
class Terminal:
    """A running command and what its terminal shows."""

    process: Forked
    handle: int
    shown: str = ""
    _raw: bytes = field(default=b"", repr=False)

    def until(self, words: str) -> str:
        """Wait until these words are shown; returns the output before them since the last call."""
        while words not in self.shown:
            if not self._read():
                raise AssertionError(f"it ended before it showed {words!r}: {self.shown}")
        before, _, self.shown = self.shown.partition(words)
        return before

    def answer(self, typed: str) -> str:
        """Answer the next question; returns the output until then."""
        before = self.until(PROMPT)
        os.write(self.handle, f"{typed}\n".encode())
        return before

    def press(self, key: str) -> None:
        """Press a control character, such as Ctrl-C, when the next question is shown."""
        self.until(PROMPT)
        # Python handles a signal that arrives just before it begins to read only after reading: so press again
        stat, patience = Path(f"/proc/{self.process.pid}/stat"), time.monotonic() + _PATIENCE
        while stat.exists() and stat.read_text().rpartition(") ")[2][0] not in "SZ" and time.monotonic() < patience:
            time.sleep(0.001)
        os.write(self.handle, bytes([ord(key) & 0x1F]))

    def end(self) -> tuple[int, str]:
        """Wait for the end; returns the exit status and the output until then."""
        while self._read():
            pass
        return self.process.wait(_PATIENCE), self.shown

    def kill(self) -> None:
        """Kill the command."""
        self.until(PROMPT)
        self.process.send_signal(signal.SIGKILL)

    def _read(self) -> bool:
        ready, _, _ = select.select([self.handle], [], [], _PATIENCE)
        assert ready, f"it says nothing more: {self.shown}"
        try:
            found = os.read(self.handle, 65536)
        except OSError:  # on Linux this means that the other side is closed
            return False
        self._raw += found
        with contextlib.suppress(UnicodeDecodeError):  # a character may arrive in two parts
            self.shown += self._raw.decode().replace("\r\n", "\n")
            self._raw = b""
        return bool(found)


@contextlib.contextmanager
def terminal(*words: str | Path, environment: Mapping[str, str]) -> Iterator[Terminal]:
    """Run `kgraph …` on a terminal of its own, on which Ctrl-C works."""
    handle, other = pty.openpty()
    process = loaded().start([*map(str, words)], other, {**os.environ, **environment})
    os.close(other)
    try:
        yield Terminal(process, handle)
    finally:
        process.kill()
        os.close(handle)
