"""The three kinds of store on which contract tests run, and the server behind the remote one."""

import contextlib
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kgraph.store import Store, open_store
from requirements import missing

BACKENDS = ("memory", "disk", "remote")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def sparql_server() -> Iterator[str]:
    """A real endpoint in a process of its own, in memory: yields its `sparql:` URL."""
    beside = Path(sys.executable).with_name("oxigraph")
    binary = str(beside) if beside.exists() else shutil.which("oxigraph")
    if binary is None:
        missing("the oxigraph server (pip install oxigraph)")
    port = free_port()
    command = [binary, "serve", "--bind", f"127.0.0.1:{port}"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            _wait_for(port, process)
            yield f"sparql:http://127.0.0.1:{port}/query"
        finally:
            process.terminate()


@contextlib.contextmanager
def fresh_store(kind: str, folder: Path, request: pytest.FixtureRequest) -> Iterator[Store]:
    """An empty store of a kind; for `remote` the test module must have a fixture `server` with the endpoint's URL."""
    urls = {"memory": "memory:", "disk": f"oxigraph:{folder / 'store'}"}
    with open_store(urls.get(kind) or request.getfixturevalue("server")) as store:
        store.clear()
        yield store


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        assert process.poll() is None, "the oxigraph server ended by itself"
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    pytest.fail("the oxigraph server did not listen within 20 s")
