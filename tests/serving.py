"""A server of the product's own, in a process of its own on loopback, for tests and benches."""

import http.client
import itertools
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
"""A query that takes years."""
CHEAP = "ASK { ?claim a kg:Claim }"


_NUMBERS = itertools.count()


def cheap() -> str:
    """A quick query that nobody has asked before, so that no answer to it is kept."""
    return f"{CHEAP} # {next(_NUMBERS)}"


@dataclass(frozen=True)
class Reply:
    """What the server answered."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True)
class Server:
    """A server that listens at `port`."""

    port: int
    process: "subprocess.Popen[bytes]"
    log: Path = field(compare=False)
    folders: tuple[Path, ...] = ()

    def ask(
        self,
        path: str,
        method: str = "GET",
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        timeout: float = 60,
    ) -> Reply:
        """Send a request; raises `http.client.IncompleteRead` if the answer breaks off."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            connection.request(method, path, body, dict(headers or {}))
            with connection.getresponse() as found:
                told = {name.lower(): value for name, value in found.getheaders()}
                return Reply(found.status, told, found.read())
        finally:
            connection.close()

    def query(self, text: str, path: str = "/sparql", accept: str = "", **parameters: str | Sequence[str]) -> Reply:
        """Ask a query by GET; `_` in a parameter's name stands for `-`."""
        named = {name.replace("_", "-"): value for name, value in parameters.items()}
        asked = urlencode({"query": text, **named}, doseq=True, quote_via=quote)
        return self.ask(f"{path}?{asked}", headers={"Accept": accept} if accept else {})

    def workers(self) -> list[int]:
        """The process ids of the server's working processes."""
        return [child for middle in _children(self.process.pid) for child in _children(middle)]


def _children(pid: int) -> list[int]:
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            after_name = path.read_text().rpartition(")")[2].split()
            if int(after_name[1]) == pid and after_name[0] != "Z":
                found.append(int(path.parent.name))
    return found


@contextmanager
def served(
    *folders: Path, store: str | None = None, token: str | None = None, at: Path | None = None, **settings: Any
) -> Iterator[Server]:
    """A server of these workspaces, with these `Settings`; it begins in the folder `at`, and ends with the block."""
    with tempfile.TemporaryDirectory() as place:
        log = Path(place) / "log"
        asked = json.dumps({"folders": list(map(str, folders)), "store": store, "token": token, "settings": settings})
        with log.open("wb") as told:
            process = subprocess.Popen(
                [sys.executable, __file__, asked],
                stdin=subprocess.PIPE,  # the server ends when it is closed, even if the test's process is killed
                stdout=subprocess.PIPE,
                stderr=told,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
                cwd=at,
            )
        try:
            assert process.stdout
            line = process.stdout.readline()
            if not line:
                raise RuntimeError(log.read_text())
            yield Server(int(line), process, log, folders)
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                raise
            finally:
                assert process.stdout and process.stdin
                process.stdout.close()
                process.stdin.close()


def eventually(check: Any, seconds: float = 20) -> None:
    """Wait until a check is true."""
    end = time.monotonic() + seconds
    while not check():
        assert time.monotonic() < end, "it did not come to pass"
        time.sleep(0.02)


def _end_with_parent() -> None:
    """Wait until the process that began this one closes its end, or has ended; then end this one."""
    os.read(sys.stdin.fileno(), 1)  # no buffered reader, whose lock would break down the interpreter at its end
    os.kill(os.getpid(), signal.SIGTERM)


def _main(asked: str) -> None:
    threading.Thread(target=_end_with_parent, daemon=True).start()
    from kgraph.web import Settings, create_app
    from kgraph.web.running import address_of, listening, serve

    told = json.loads(asked)
    given: dict[str, Any] = {name: tuple(v) if isinstance(v, list) else v for name, v in told["settings"].items()}
    settings = Settings(**given)
    at = listening("127.0.0.1", 0)
    app = create_app(*told["folders"], store=told["store"], settings=settings, token=told["token"])
    serve(app, at, settings, lambda: print(address_of(at)[1], flush=True))  # noqa: T201 # the test reads it


if __name__ == "__main__":
    _main(sys.argv[1])
