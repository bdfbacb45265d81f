"""Processes of `kgraph` that are forked from one that has loaded it, which takes a fifth of the time of a start.

`Loaded` runs this file as a program. It waits for requests on a socket and forks a copy for each. The copy takes over
the standard streams, arguments, folder and environment of the request and then runs like `python -m kgraph`.
"""

import fcntl
import functools
import json
import os
import selectors
import signal
import socket
import subprocess
import sys
import termios
from collections.abc import Mapping, Sequence
from pathlib import Path

PRELOADED = ("kgraph.cli.claims", "kgraph.cli.adding", "kgraph.cli.link", "kgraph.workspace.graph", "prompt_toolkit")


class Forked:
    """A running copy."""

    def __init__(self, pid: int, ended: int) -> None:
        self.pid, self._ended = pid, ended
        self._status: int | None = None

    def wait(self, seconds: float) -> int:
        """Wait for the exit status, negative for the signal that ended the process; `AssertionError` if it takes
        longer."""
        if self._status is None:
            with selectors.DefaultSelector() as ready:
                ready.register(self._ended, selectors.EVENT_READ)
                assert ready.select(seconds), f"process {self.pid} does not end"
            self._status = os.waitstatus_to_exitcode(int.from_bytes(os.read(self._ended, 4), "little"))
            os.close(self._ended)
        return self._status

    def send_signal(self, number: int) -> None:
        """Send a signal, like `subprocess.Popen`."""
        if self._status is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """Kill the process, if it has not ended, and wait for its end."""
        if self._status is None:
            self.send_signal(signal.SIGKILL)
            self.wait(60)


class Loaded:
    """The process from which copies are forked."""

    def __init__(self) -> None:
        self._socket, other = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        keep = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "FORCE_COLOR")}
        environment = keep | {"PYTHONPATH": str(Path(__file__).resolve().parents[1] / "src")}
        with other:
            command = [sys.executable, __file__, str(other.fileno())]
            self._process = subprocess.Popen(command, pass_fds=[other.fileno()], env=environment)

    def start(self, words: Sequence[str], terminal: int, environment: Mapping[str, str]) -> Forked:
        """A copy that leads a session with this terminal."""
        ours, theirs = os.pipe()
        asked = json.dumps({"words": list(words), "environment": dict(environment), "folder": str(Path.cwd())})
        socket.send_fds(self._socket, [asked.encode()], [terminal, theirs])
        os.close(theirs)
        return Forked(int.from_bytes(self._socket.recv(4), "little"), ours)


@functools.cache
def loaded() -> Loaded:
    """The loaded process of this test process; it ends with it."""
    return Loaded()


def _serve(requests: socket.socket) -> None:
    """Fork copies until the tests end, which ends this process; returns in each copy."""
    with selectors.DefaultSelector() as ready:
        ready.register(requests, selectors.EVENT_READ)
        while True:
            for key, _ in ready.select():
                if key.fileobj is not requests:
                    ready.unregister(key.fileobj)
                    _tell_of_end(*key.data)
                    continue
                asked, streams, _, _ = socket.recv_fds(requests, 1 << 20, 2)
                if not asked:
                    os._exit(0)
                pid = os.fork()
                if not pid:
                    break
                requests.send(pid.to_bytes(4, "little"))
                os.close(streams[0])
                ended = os.pidfd_open(pid)
                ready.register(ended, selectors.EVENT_READ, (pid, ended, streams[1]))
            else:
                continue
            break
    requests.close()
    os.close(streams[1])
    _become(json.loads(asked), streams[0])


def _tell_of_end(pid: int, ended: int, told: int) -> None:
    _, status = os.waitpid(pid, 0)
    os.close(ended)
    try:
        os.write(told, status.to_bytes(4, "little"))
    except BrokenPipeError:  # nobody asks
        pass
    finally:
        os.close(told)


def _become(asked: Mapping[str, object], terminal: int) -> None:
    """Take over the state with which a new process would have begun."""
    words, environment = asked["words"], asked["environment"]
    assert isinstance(words, list) and isinstance(environment, dict)
    os.setsid()
    fcntl.ioctl(terminal, termios.TIOCSCTTY, 0)
    for number in range(3):
        os.dup2(terminal, number)
    os.close(terminal)
    os.chdir(str(asked["folder"]))
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = ["kgraph", *words]
    sys.stdin = open(0, closefd=False)  # noqa: SIM115 - they stay till the process ends
    sys.stdout = open(1, "w", buffering=1, closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", buffering=1, closefd=False, errors="backslashreplace")  # noqa: SIM115


def _main() -> None:
    import importlib

    sys.path.pop(0)  # the tests' own folder, which a new process would not have
    for module in PRELOADED:
        importlib.import_module(module)
    _serve(socket.socket(fileno=int(sys.argv[1])))
    from kgraph.cli import main

    main()


if __name__ == "__main__":
    _main()
