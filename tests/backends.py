"""The three kinds of store on which contract tests run, and the server behind the remote one."""

import contextlib
import secrets
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

import pytest

from kgraph.model import BlankNode, Quad
from kgraph.namespaces import IRI
from kgraph.store import Access, Store, open_store
from requirements import missing

BACKENDS = ("memory", "disk", "remote")
VIRTUOSO = pytest.param("virtuoso", marks=pytest.mark.slow)


def free_port(*taken: int) -> int:
    """A port that nobody listens at, other than these: the system may give one twice that nobody has used yet."""
    while True:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = int(probe.getsockname()[1])
        if port not in taken:
            return port


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


_VIRTUOSO = """[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
FileExtend = 200
TempStorage = TempDatabase
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{port}
DisableUnixSocket = 1
DirsAllowed = .
NumberOfBuffers = {buffers}
[HTTPServer]
ServerPort = 127.0.0.1:{web}
ServerRoot = .
ServerThreads = 5
[SPARQL]
ResultSetMaxRows = {most}
"""


@contextlib.contextmanager
def virtuoso_server(folder: Path, most: int = 1_000_000, buffers: int = 10_000) -> Iterator[tuple[str, Access]]:
    """A Virtuoso on the loopback with its files in a folder: yields its `sparql:` URL, and the access to it.

    It cuts answers at `most` rows, and keeps so many `buffers` of 8 kB in memory.
    """
    binary = shutil.which("virtuoso-t")
    if binary is None:
        missing("Virtuoso (apt-get install virtuoso-opensource)")
    port, password = free_port(), f"k{secrets.token_hex(8)}"
    web = free_port(port)
    (folder / "virtuoso.ini").write_text(_VIRTUOSO.format(port=port, web=web, most=most, buffers=buffers))
    command = [binary, "+configfile", "virtuoso.ini", "+foreground"]
    null = subprocess.DEVNULL
    # the first run makes the database with this password, and ends
    first = [*command, "+pwdold", "dba", "+pwddba", password]
    subprocess.run(first, cwd=folder, stdout=null, stderr=null, check=False, timeout=180)
    with (
        pytest.MonkeyPatch.context() as environment,  # after its end the password is again that of the one before
        subprocess.Popen(command, cwd=folder, stdout=null, stderr=null) as process,
    ):
        environment.setenv("KGRAPH_TEST_VIRTUOSO", password)
        try:
            _wait_for(web, process)
            url = f"http://127.0.0.1:{web}/"
            yield f"sparql:{url}sparql-auth", Access(url, "digest", "dba", "KGRAPH_TEST_VIRTUOSO")
        finally:
            process.kill()


def load_into_virtuoso(store: Store, quads: Iterable[Quad]) -> None:
    """Load quads in portions of a size that Virtuoso takes; blank nodes are the same in all portions."""
    first, numbers = secrets.randbelow(1 << 57) + (1 << 45), dict[BlankNode, int]()

    def name(node: BlankNode) -> IRI:
        return IRI(f"nodeID://b{first + numbers.setdefault(node, len(numbers))}")

    left = (
        (name(s) if isinstance(s, BlankNode) else s, p, name(o) if isinstance(o, BlankNode) else o, g)
        for s, p, o, g in quads
    )
    while some := list(islice(left, 3_000)):
        store.load(some)


@contextlib.contextmanager
def fresh_store(kind: str, folder: Path, request: pytest.FixtureRequest) -> Iterator[Store]:
    """An empty store of a kind.

    The test module must have a fixture `server` with the URL of the remote one, and, if it takes a Virtuoso, `virtuoso`
    with the URL and the access.
    """
    urls = {"memory": "memory:", "disk": f"oxigraph:{folder / 'store'}"}
    access: list[Access] = []
    if kind == "virtuoso":
        urls[kind], *access = request.getfixturevalue("virtuoso")
    with open_store(urls.get(kind) or request.getfixturevalue("server"), access=access, timeout=60) as store:
        store.clear()
        yield store


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        assert process.poll() is None, "the server ended by itself"
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    pytest.fail("the server did not listen within 20 s")
