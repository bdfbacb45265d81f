"""What is said of a server as the store: of good ones, and of one that cannot do a thing."""

import json
import subprocess
import threading
import urllib.parse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from backends import free_port, sparql_server, virtuoso_server
from kgraph.cli.options import Format
from kgraph.cli.store import summary
from kgraph.errors import StoreError
from kgraph.model import Rows
from kgraph.store import OxigraphStore, open_store
from kgraph.store.checking import Trial, check_server, steps
from kgraph.store.remote import RemoteStore
from kgraph.views.answers import rows_text

Run = Callable[..., "subprocess.CompletedProcess[str]"]
JSON = "application/sparql-results+json"


def answer(rows: Rows, most: int) -> bytes:
    return rows_text(Rows(rows.variables, rows.rows[:most]), Format.json, "").encode()


@contextmanager
def server(fault: str = "") -> Iterator[str]:
    """A server of kgraph's own in this process with one fault."""
    store = OxigraphStore()

    def do(query: str, update: str) -> bytes:
        if update:
            if fault == "no updates":
                raise PermissionError
            if fault != "loses updates":
                store.update(update.replace("_:", "u:") if fault == "no blank nodes" else update)
            return b""
        if query.startswith("ASK"):
            said = fault == "always yes" or store.ask(query)
            return json.dumps({"boolean": said}).encode() if fault != "no ask" else b"{}"
        rows = store.select(query.replace("UNDEF", "0") if fault == "undef" else query)
        return answer(rows, 5_000 if fault == "cuts" else 1_000_000)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            said = urllib.parse.parse_qs(body)
            update = body if "update" in self.headers.get("Content-Type", "") else "".join(said.get("update", []))
            try:
                sent, status = do("".join(said.get("query", [])), update), 200
            except PermissionError:
                sent, status = b"", 403
            self.send_response(status)
            self.send_header("Content-Type", JSON)
            self.end_headers()
            self.wfile.write(sent)

        def log_message(self, format: str, *args: object) -> None:
            """Keep the tests' output clean."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as made:
        thread = threading.Thread(target=made.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{made.server_address[1]}/sparql-both"
        finally:
            made.shutdown()
            thread.join()
            store.close()


def tried(url: str, write: bool = True) -> list[Trial]:
    with RemoteStore(url) as store:
        found = list(check_server(store, 30, write=write))
        if write:
            assert not [graph for graph in store.graphs() if "/kgraph/check/" in graph]
    return found


@pytest.mark.slow
@pytest.mark.parametrize(
    ("fault", "hindering", "verdict"),
    [
        ("", (), "kgraph can read and build here."),
        ("no ask", ("answers yes and no",), "cannot work here"),
        ("cuts", ("gives 22,500 rows",), "cannot work here"),
        ("undef", ("answers optional parameters", "keeps rows where UNDEF"), "cannot work here"),
        ("no updates", ("takes updates",), "can read here, and cannot build"),
        ("loses updates", ("takes updates",), "can read here, and cannot build"),
        ("no blank nodes", ("takes blank nodes",), "can read here, and cannot build"),
    ],
)
def test_what_a_server_cannot_do_is_found(fault: str, hindering: tuple[str, ...], verdict: str) -> None:
    with server(fault) as url:
        found = tried(url)
    amiss = [one for one in found if one.hinders]
    assert len(amiss) == len(hindering)
    assert all(one.what.startswith(start) and one.remedy for one, start in zip(amiss, hindering, strict=True))
    assert verdict in summary(found, write=True)
    assert not any("--write" in one.said for one in found), "it was given"


@pytest.mark.slow
def test_nothing_is_written_unless_it_is_wanted() -> None:
    with sparql_server() as url, open_store(url) as store:
        tried(url.removeprefix("sparql:"), write=False)
        assert store.graphs() == []
        found = tried(url.removeprefix("sparql:"))
        assert all(one.state == "yes" for one in found)
        assert len(found) == steps(write=True)
        assert store.graphs() == []


@pytest.mark.slow
def test_one_slow_answer_is_told_and_not_the_sum_of_quick_ones() -> None:
    with sparql_server() as url, RemoteStore(url.removeprefix("sparql:")) as store:
        found = list(check_server(store, 60, write=False))
        assert (len(found), found[-1].state) == (steps(write=False), "yes")
        store.wire.slowest = 31.0
        told = list(check_server(store, 60, write=False))[-1]
    assert (told.state, told.said) == ("part", "the slowest of these took 31.0 s; kgraph waits 60 s for each")
    assert told.remedy


@pytest.mark.slow
def test_virtuoso_is_told_with_its_bounds(tmp_path: Path) -> None:
    with virtuoso_server(tmp_path, most=10_000) as (url, access):
        with RemoteStore(url.removeprefix("sparql:"), access=[access], timeout=60) as store:
            found = list(check_server(store, 60, write=True))
            assert not [graph for graph in store.graphs() if "/kgraph/check/" in graph]
        bounded = [one.what for one in found if one.state != "yes"]
    assert not any(one.hinders for one in found)
    assert [what.split(" ")[0] for what in bounded] == ["works", "gives", "takes"]
    assert max(len(one.said) for one in found) < 125, "a server's words are cut"
    assert "it took 1,000, and refused 10,000 (answered HTTP 400" in found[-3].said
    assert summary(found, write=True) == "kgraph can read and build here."


@pytest.mark.slow
def test_the_command_says_so_by_its_code(kgraph: Run, tmp_path: Path) -> None:
    with server() as url:
        done = kgraph("store", "check", url)
        assert (done.returncode, done.stdout.splitlines()[-1]) == (
            0,
            "kgraph can read here; --write finds out whether it can build.",
        )
        assert done.stdout.startswith("yes   answers queries: ")
    with server("cuts") as url:
        done = kgraph("store", "check", f"sparql:{url}", "--format", "json", "-o", str(tmp_path / "found.json"))
        said = json.loads((tmp_path / "found.json").read_text(encoding="utf8"))
        assert done.returncode == 1
        assert "would be wrong" in said["verdict"]
        assert [one["what"] for one in said["tested"] if one["hinders"]] == ["gives 22,500 rows"]
    done = kgraph("store", "check", f"http://127.0.0.1:{free_port()}/query")
    assert (done.returncode, done.stdout) == (4, "")
    assert "cannot be reached" in done.stderr


def test_a_server_that_answers_no_query_is_an_error() -> None:
    with RemoteStore(f"http://127.0.0.1:{free_port()}/query") as store, pytest.raises(StoreError):
        list(check_server(store, 1, write=True))
