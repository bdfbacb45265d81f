"""Killing or interrupting processes at a chosen moment: before the nth change that they would make below a folder.

A test's process imports this file as `sitecustomize` (see `hooked`) and, before that change, sends itself the signal
that the environment names. So no test has to wait or depends on timing.
"""

import os
import shutil
import signal
import sys
from pathlib import Path

_CHANGES = ("os.rename", "os.remove", "os.mkdir", "os.truncate")


def hooked(folder: Path) -> str:
    """A folder for PYTHONPATH with which a process obeys KILLED_BELOW, a folder, and KILLED_AT, a number from 1.

    KILLED_BY names the signal, if it is not to be SIGKILL.
    """
    folder.mkdir(exist_ok=True)
    shutil.copy(__file__, folder / "sitecustomize.py")
    return str(folder)


def kill_at(moment: int, below: str, by: signal.Signals = signal.SIGKILL) -> None:
    """Send this process a signal before the change of this number."""
    count = 0

    def watch(event: str, args: tuple[object, ...]) -> None:
        nonlocal count
        if not args or not isinstance(args[0], str | bytes | os.PathLike):
            return
        writes = event in _CHANGES or (
            event == "open" and isinstance(args[2], int) and args[2] & (os.O_WRONLY | os.O_RDWR)
        )
        if writes and os.fsdecode(args[0]).startswith(below):
            count += 1
            if count == moment:
                os.kill(os.getpid(), by)

    sys.addaudithook(watch)


if "KILLED_AT" in os.environ:
    by = signal.Signals[os.environ.get("KILLED_BY", "SIGKILL")]
    kill_at(int(os.environ["KILLED_AT"]), os.environ["KILLED_BELOW"], by)
