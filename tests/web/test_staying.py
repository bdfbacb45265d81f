"""A server that stays: processes killed from outside, clients that leave, new builds, and its own end."""

import os
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, suppress
from dataclasses import replace
from functools import partial
from http.client import HTTPConnection, RemoteDisconnected
from pathlib import Path
from urllib.parse import quote

import pytest
from starlette.routing import Mount

from backends import sparql_server
from kgraph import Graph, Workspace, build
from kgraph.errors import UsageError
from kgraph.web import create_app
from kgraph.web.running import listening
from kgraph.web.working.worker import Place, _opened
from kgraph.workspace.copying import copied
from kgraph.workspace.starting import init_workspace
from paced import rest_thorough
from serving import CHEAP, RUNAWAY, Server, cheap, eventually, served
from web_writing import BEARER, TOKEN


def under_load(server: Server, during: Callable[[threading.Event], None], clients: int = 4) -> Counter[int]:
    """The statuses of cheap queries that are asked all the time during something."""
    statuses: Counter[int] = Counter()
    done = threading.Event()

    def asking() -> None:
        while not done.is_set():
            statuses[server.query(cheap()).status] += 1

    with ThreadPoolExecutor(clients) as pool:
        asked = [pool.submit(asking) for _ in range(clients)]
        try:
            during(done)
        finally:
            done.set()
        for one in asked:
            one.result()
    return statuses


def files_of(pid: int) -> int:
    return len(list(Path(f"/proc/{pid}/fd").iterdir()))


def kill_some(server: Server, times: int, pause: float) -> None:
    rng = random.Random(7)  # noqa: S311 # a seeded test
    for _ in range(times):
        time.sleep(pause)
        if workers := server.workers():
            with suppress(ProcessLookupError):
                os.kill(rng.choice(workers), signal.SIGKILL)


@pytest.mark.slow
def test_processes_that_are_killed_are_replaced_and_only_what_they_held_fails(quake: Path) -> None:
    with served(quake, places=2) as server:
        found = under_load(server, lambda done: kill_some(server, 5, 0.15))
        assert set(found) <= {200, 503} and found[503] <= 5 and found[200] > 20
        eventually(partial(has_workers, server, 2))
        assert server.query(cheap()).status == 200


@pytest.mark.slow
@pytest.mark.parametrize("kills", rest_thorough([20, 40]))
def test_many_kills_harm_nothing_else(quake: Path, kills: int) -> None:
    """Each kill is one more draw; one file that stays open after each would be seen with twenty, too."""
    with served(quake, places=2) as server:
        server.query(cheap())
        eventually(partial(has_workers, server, 2))
        files = files_of(server.process.pid)
        found = under_load(server, lambda done: kill_some(server, kills, 0.15))
        assert set(found) <= {200, 503} and found[503] <= kills and found[200] > 2 * kills
        eventually(partial(has_workers, server, 2))
        assert files_of(server.process.pid) <= files + 8


@pytest.mark.slow
def test_the_query_of_a_client_that_leaves_is_ended(quake: Path) -> None:
    with served(quake, places=2) as server:
        with socket.create_connection(("127.0.0.1", server.port)) as link:
            link.sendall(f"GET /sparql?query={quote(RUNAWAY)} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
            eventually(lambda: 'state="long"} 1' in server.ask("/metrics").text)
        eventually(lambda: 'state="long"} 0' in server.ask("/metrics").text, 5)
        eventually(partial(has_workers, server, 2))


@pytest.mark.slow
def test_a_process_that_is_killed_is_replaced_before_anybody_asks(quake: Path) -> None:
    with served(quake, places=2) as server:
        eventually(partial(has_workers, server, 2))
        before = server.workers()
        for pid in before:
            os.kill(pid, signal.SIGKILL)
        eventually(lambda: len(set(server.workers()) - set(before)) == 2)
        eventually(lambda: 'state="idle"} 2' in server.ask("/metrics").text)
        assert 'asked_total{workspace="quake"} 0' in server.ask("/metrics").text


@pytest.mark.slow
def test_the_query_of_a_client_that_leaves_in_the_middle_of_its_answer_is_ended(quake: Path) -> None:
    with served(quake, places=2, deadline=60.0) as server:
        with socket.create_connection(("127.0.0.1", server.port)) as link:
            text = quote("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")
            link.sendall(f"GET /sparql?format=tsv&query={text} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
            assert link.recv(2**16).startswith(b"HTTP/1.1 200")
        eventually(lambda: 'killed_total{workspace="quake"} 1' in server.ask("/metrics").text, 10)


def remove(folder: Path) -> bool:
    """Remove a folder: whether nothing of it is left."""
    shutil.rmtree(folder, ignore_errors=True)
    return not folder.exists()


@pytest.mark.slow
def test_a_server_whose_folders_were_removed_goes_on(
    quake: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The one in which it began may be replaced by another; temporary ones may be cleaned up after some days."""
    (current := tmp_path / "current").mkdir()
    with tempfile.TemporaryDirectory(dir="/tmp") as short:  # a socket's path has 107 characters at most
        monkeypatch.setenv("TMPDIR", short)
        with served(quake, places=2, deadline=300.0, at=current) as server:
            page = server.ask("/network", timeout=300)
            current.rmdir()
            removed = list(Path(short).glob("kgraph-*"))
            assert len(removed) == 2, "of processes, and of the network page"
            for folder in removed:  # what is in it may go meanwhile: a process that ends takes its own along
                eventually(partial(remove, folder))
            for pid in server.workers():
                os.kill(pid, signal.SIGKILL)
            eventually(lambda: server.query(cheap()).status == 200)
            assert page.status == 200 and server.ask("/network", timeout=300).body == page.body
            assert len(list(Path(short).glob("kgraph-*"))) == 2
        assert not list(Path(short).glob("kgraph-*"))


def is_alive(pid: int) -> bool:
    with suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


def fork_server(server: Server) -> int:
    """The process id of the server from which working processes are forked."""
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            words, parent = (path.parent / "cmdline").read_text(), path.read_text().rpartition(")")[2].split()[1]
            if "forkserver" in words and int(parent) == server.process.pid:
                return int(path.parent.name)
    raise AssertionError("there is none")


@pytest.mark.slow
def test_without_the_server_of_forks_queries_still_end_at_their_deadline(quake: Path) -> None:
    with served(quake, places=2, deadline=3.0) as server, ThreadPoolExecutor(1) as pool:
        eventually(partial(has_workers, server, 2))
        workers = server.workers()
        long = pool.submit(server.query, RUNAWAY)
        eventually(lambda: 'state="long"} 1' in server.ask("/metrics").text)
        os.kill(fork_server(server), signal.SIGKILL)
        for _ in range(5):
            assert server.query(cheap()).status == 200
        assert long.result().status == 503
        # a runaway query that nobody could kill would work until its timer, two seconds later
        eventually(lambda: sum(map(is_alive, workers)) <= 1, 1.5)
        eventually(lambda: 'state="idle"} 2' in server.ask("/metrics").text)
        assert "Traceback" not in server.log.read_text()


@pytest.mark.slow
def test_a_server_that_cannot_begin_says_why_in_a_line(tmp_path: Path, own: Path) -> None:
    spoil(own)
    with pytest.raises(RuntimeError) as found, served(own, places=1):
        pass
    told = str(found.value)
    assert "no process can be started: " in told and "damaged" in told and str(own) in told
    assert told.count("\n") == 1


def spoil(folder: Path) -> None:
    """Damage a workspace's store."""
    for path in (folder / ".kgraph/store").resolve().glob("*.sst"):
        path.unlink()


@pytest.mark.slow
def test_a_store_that_is_damaged_while_it_is_served_is_told_to_who_waits(own: Path) -> None:
    with served(own, places=1, deadline=30.0) as server:
        assert server.query(cheap()).status == 200
        spoil(own)
        for pid in server.workers():
            os.kill(pid, signal.SIGKILL)
        eventually(lambda: server.ask("/healthz").status == 503)
        began = time.monotonic()
        found = server.query(cheap())
        assert found.status == 503 and "no process can be started" in found.json["detail"]
        assert str(own) not in found.text and str(own) in server.log.read_text()
        assert time.monotonic() - began < 20
        build(Workspace.find(own), anew=True)
        eventually(lambda: server.query(cheap()).status == 200, 40)


@pytest.mark.slow
def test_a_query_that_was_due_leaves_its_place_once_there_is_room(quake: Path) -> None:
    with served(quake, places=1, long=1, deadline=4.0) as server, ThreadPoolExecutor(2) as pool:
        first = pool.submit(server.query, RUNAWAY)
        eventually(lambda: 'state="long"} 1' in server.ask("/metrics").text)
        time.sleep(1)
        second = pool.submit(server.query, RUNAWAY)
        assert "deadline" in first.result().json["detail"]
        assert server.query(cheap()).status == 200
        assert "deadline" in second.result().json["detail"]


@pytest.mark.slow
def test_long_queries_beyond_number_give_way_to_who_waits(quake: Path) -> None:
    with served(quake, places=2, long=2, deadline=8.0) as server, ThreadPoolExecutor(6) as pool:
        long = [pool.submit(server.query, RUNAWAY) for _ in range(5)]
        time.sleep(1.5)
        for _ in range(20):
            began = time.monotonic()
            assert server.query(cheap()).status == 200
            assert time.monotonic() - began < 4
        told = [one.result() for one in long]
    assert {one.status for one in told} == {503}
    words = [one.json["detail"] for one in told]
    assert any("others wait" in one for one in words) and any("deadline" in one for one in words)


@pytest.mark.slow
def test_a_crowd_waits_and_too_large_a_crowd_is_told_to_come_again(quake: Path) -> None:
    with served(quake, places=1, long=1, waiting=3, quick=30.0, deadline=3.0) as server, ThreadPoolExecutor(12) as pool:
        found = list(pool.map(lambda _: server.query(RUNAWAY), range(10)))
    assert {one.status for one in found} == {503}
    assert sum("too many" in one.json["detail"] for one in found) >= 5


def touch_data(folder: Path, number: int) -> None:
    path = next((folder / "data/triples").glob("*.trig"))
    text = path.read_text().partition("# version")[0]
    path.write_text(f"{text}# version {number}\n")
    build(Workspace.find(folder))


@pytest.fixture
def own(tmp_path: Path, quake: Path) -> Path:
    """A workspace of the test's own, which it may change."""
    folder = tmp_path / "own"
    shutil.copytree(quake, folder, symlinks=True, ignore=shutil.ignore_patterns(".kgraph"))
    build(Workspace.find(folder))
    return folder


def test_a_new_build_is_served_without_a_failed_request(own: Path) -> None:
    from kgraph.analysis.stats import statistics
    from kgraph.workspace.graph import Graph

    count = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?x a kg:Person ; rdfs:label ?l } }"
    with served(own, places=2) as server:
        before = int(server.query(count).json["results"]["bindings"][0]["n"]["value"])

        def change(done: threading.Event) -> None:
            path = own / "data/triples/reference.trig"
            text = path.read_text()
            at = text.rindex("}")
            path.write_text(f'{text[:at]}  <agent/new-one> a kg:Person ; rdfs:label "New One"@en .\n{text[at:]}')
            build(Workspace.find(own))
            eventually(lambda: server.query(count).json["results"]["bindings"][0]["n"]["value"] == str(before + 1), 30)

        assert set(under_load(server, change)) == {200}
        assert len(list((own / ".kgraph").glob(".store-*"))) <= 4
    with Graph.open(own) as graph:
        store, record = graph.materialised(graph.choose("record"))
        assert statistics(store, graph.workspace.base, record).rows


@pytest.mark.slow  # it builds
def test_the_network_page_is_made_once_for_a_build_and_a_world_and_is_never_of_an_older_build(own: Path) -> None:
    headers = {**BEARER, "Content-Type": "text/turtle"}
    with served(own, places=2, token=TOKEN, deadline=300.0) as server, ThreadPoolExecutor(6) as clients:

        def asked(path: str) -> tuple[str, int]:
            """The one page that all get who ask at once, and how many processes were asked for it."""

            def count() -> int:
                return int(re.findall(r'kgraph_asked_total\{workspace="\w+"\} (\d+)', server.ask("/metrics").text)[0])

            before = count()
            replies = list(clients.map(lambda _: server.ask(path, timeout=300), range(6)))
            assert {reply.status for reply in replies} == {200}
            (page,) = {reply.text for reply in replies}
            return page, count() - before

        page, processes = asked("/network")
        assert processes == 1 and fingerprint(own) in page
        earlier, processes = asked("/network?as-of=2025-03-10")
        assert processes == 1 and earlier != page
        assert asked("/network") == (page, 0) and asked("/network?as-of=2025-03-10") == (earlier, 0)
        assert server.ask("/graph-store?graph=urn:x:a", "PUT", b"<urn:a> <urn:b> 1 .", headers).status == 201
        assert asked("/network") == (page, 0), "it has nothing of what clients write"
        next((own / "data").rglob("2025-03-10-north-wire*")).unlink()
        build(Workspace.find(own))
        eventually(lambda: fingerprint(own) in server.ask("/network").text)
        newer, processes = asked("/network")
        assert newer != page and processes == 0 and fingerprint(own) not in page


def fingerprint(folder: Path) -> str:
    """What a page tells of the files from which its build was made."""
    return Workspace.find(folder).fingerprint().removeprefix("sha256:")[:12]


@pytest.mark.slow
def test_many_versions_leave_no_process_file_or_version_behind(own: Path) -> None:
    with served(own, places=2) as server:
        server.query(cheap())
        eventually(partial(has_workers, server, 2))
        files = files_of(server.process.pid)

        def change(done: threading.Event) -> None:
            for number in range(8):  # bench/serve.py --swaps makes a thousand
                touch_data(own, number)
                time.sleep(0.3)

        assert set(under_load(server, change, 2)) == {200}
        time.sleep(3)
        touch_data(own, 1_000)
        eventually(partial(has_workers, server, 2))
        time.sleep(3)
        assert files_of(server.process.pid) <= files + 8
        assert len([one for one in (own / ".kgraph").glob(".store-*") if not one.name.endswith(".worlds")]) <= 3


@pytest.mark.slow
def test_several_workspaces_each_have_an_address(quake: Path, own: Path) -> None:
    with served(quake, own, places=1) as server:
        for name in ("quake", "own"):
            assert server.query(cheap(), path=f"/{name}/sparql").json["boolean"] is True
            assert server.ask(f"/{name}/").status == 200
            assert f'<a href="{name}/">' in server.ask("/").text
        assert server.ask("/healthz").text == "ok\n"


def _copied(home: Path, to: Path) -> Path:
    shutil.copytree(home, to)
    return to


@pytest.mark.slow
def test_folders_are_called_by_their_names_in_latin_letters(quake: Path, tmp_path: Path) -> None:
    folders = [_copied(quake, tmp_path / name) for name in ("Північ", "Zürich 2", "東京", "大阪")]
    app = create_app(*folders)
    served_at = [one.path for one in app.routes if isinstance(one, Mount)]
    assert served_at == ["/pivnich", "/zurich-2", "/workspace-3", "/workspace-4"]


@pytest.mark.slow
def test_an_endpoint_that_only_reads_is_served_from_a_copy(server: Server, quake: Path, tmp_path: Path) -> None:
    workspace, url = Workspace.find(quake), f"sparql:http://127.0.0.1:{server.port}/sparql"
    store = copied(workspace, url, tmp_path / "store")
    with served(quake, store=store, places=1) as own:
        for path in ("/api/claims", "/api/disputes", "/id/place/sallow-dam?format=html"):
            assert own.ask(path).text == server.ask(path).text.replace(str(server.port), str(own.port)), path
        assert own.query(CHEAP, "/sparql/as-of/2025-03-10").json["boolean"] is True
    with pytest.raises(UsageError, match="is it this workspace's"):
        copied(replace(workspace, base="https://other.example/"), url, tmp_path / "other")


@pytest.mark.slow
def test_a_build_that_ends_at_an_endpoint_is_served_and_nothing_of_the_one_before(tmp_path: Path) -> None:
    init_workspace(tmp_path / "town", "https://example.org/town/", "Town")
    town = Workspace.find(tmp_path / "town")
    reference, asked = town.data / "reference.trig", ("/api/entities", "/api/claims", "/api/queries/claims")

    def found() -> list[int]:
        """How often each answer has the name, and the new one."""
        texts = [server.ask(path).text for path in asked]
        return [text.count(name) for text in texts for name in ("Otto Petrel", "Otto Petrel-Orme")]

    with sparql_server() as url:
        build(town, url)
        with served(town.root, store=url, places=1) as server:
            before = found()
            assert all(before[::2]) and not any(before[1::2])
            reference.write_text(reference.read_text("utf8").replace("Otto Petrel", "Otto Petrel-Orme"), "utf8")
            build(town, url)
            assert found() == [count for count in before[::2] for _ in range(2)]


@pytest.mark.slow
def test_what_was_read_while_a_build_ended_is_not_kept(tmp_path: Path) -> None:
    init_workspace(tmp_path / "town", "https://example.org/town/", "Town")
    town, kept = Workspace.find(tmp_path / "town"), list[Graph]()

    def prepare(graph: Graph) -> None:
        kept.append(graph)
        if len(kept) == 1:
            reference = town.data / "reference.trig"
            reference.write_text(reference.read_text("utf8").replace("Otto Petrel", "Otto Petrel-Orme"), "utf8")
            build(town, url)

    with sparql_server() as url:
        build(town, url)
        with _opened(Place(town, url, prepare=prepare)) as graph:
            assert len(kept) == 2 and graph is kept[1] and graph is not kept[0]


@pytest.mark.slow
def test_what_cannot_be_served_is_said_in_a_line(tmp_path: Path, quake: Path) -> None:
    with pytest.raises(UsageError, match="no workspace"):
        create_app()
    with pytest.raises(UsageError, match="kgraph build"):
        create_app(quake, store=f"oxigraph:{tmp_path}")
    with pytest.raises(UsageError, match="in memory"):
        create_app(quake, store="memory:")
    with pytest.raises(UsageError, match="is given twice"):
        create_app(quake, quake)
    alike = [_copied(quake, tmp_path / name) for name in ("Кіт 7", "kit-7")]
    with pytest.raises(UsageError, match=f"{alike[0]} and {alike[1]} would both be at /kit-7/; rename one"):
        create_app(*alike)
    with listening("127.0.0.1", 0) as taken, pytest.raises(UsageError, match="cannot be listened at"):
        listening("127.0.0.1", taken.getsockname()[1])


def has_workers(server: Server, number: int) -> bool:
    return len(server.workers()) == number


def are_gone(pids: list[int]) -> bool:
    return not any(Path(f"/proc/{pid}").exists() for pid in pids)


@pytest.mark.slow
def test_the_end_of_a_server_is_the_end_of_its_processes(quake: Path) -> None:
    for how in (signal.SIGTERM, signal.SIGINT, signal.SIGKILL):
        with served(quake, places=2, deadline=2.0) as server:
            eventually(partial(has_workers, server, 2))
            with ThreadPoolExecutor(1) as pool:
                pool.submit(server.query, RUNAWAY)
                time.sleep(0.5)
                workers = server.workers()
                server.process.send_signal(how)
                server.process.wait(20)
            assert workers
            eventually(partial(are_gone, workers), 10)


def is_refused(server: Server) -> bool:
    with suppress(ConnectionRefusedError), socket.create_connection(("127.0.0.1", server.port), 5):
        return False
    return True


@pytest.mark.slow
def test_a_server_that_is_told_to_stop_ends_what_it_answers_and_leaves_nothing(
    quake: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    with served(quake, places=2, deadline=8.0) as server, ThreadPoolExecutor(8) as pool, ExitStack() as stack:
        eventually(partial(has_workers, server, 2))
        runaway = pool.submit(server.query, RUNAWAY)
        eventually(lambda: server.ask("/metrics").text.count('state="long"} 0') == 0)
        workers = server.workers()
        stream = stack.enter_context(closing(HTTPConnection("127.0.0.1", server.port, timeout=20)))
        stream.request("GET", f"/sparql?format=tsv&query={quote('SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 8000')}")
        answer = stack.enter_context(stream.getresponse())
        begun = answer.read(1)
        server.process.send_signal(signal.SIGTERM)
        eventually(partial(is_refused, server), 3)
        assert (begun + answer.read()).count(b"\n") == 8_001
        assert runaway.result().status == 503 and "the deadline" in runaway.result().json["detail"]
        assert server.process.wait(5) == 0
        eventually(partial(are_gone, workers), 5)
        assert not [*tmp_path.glob("kgraph-*"), *tmp_path.glob("pymp-*")] and "Traceback" not in server.log.read_text()


@pytest.mark.slow
def test_a_server_under_load_that_is_told_to_stop_tells_who_is_not_done_in_time(
    quake: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    answered: Counter[int] = Counter()

    def ask_on(server: Server) -> None:
        """Ask until the server takes no more connections; one that it has closed before it took a request is none."""
        while not is_refused(server):
            with suppress(ConnectionError, RemoteDisconnected):
                answered[server.query(cheap()).status] += 1

    with served(quake, places=2, deadline=60.0) as server, ThreadPoolExecutor(8) as pool:
        runaways = [pool.submit(server.query, RUNAWAY) for _ in range(2)]
        asking = [pool.submit(ask_on, server) for _ in range(4)]
        eventually(lambda: answered[200] > 50)
        workers, told = server.workers(), time.monotonic()
        server.process.send_signal(signal.SIGTERM)
        found = [one.result() for one in runaways]
        assert [one.status for one in found] == [503, 503] and all("is closing" in one.json["detail"] for one in found)
        server.process.wait(5)
        assert 8 < time.monotonic() - told < 11
        [one.result() for one in asking]
        eventually(partial(are_gone, workers), 5)
        assert set(answered) == {200} and not list(tmp_path.glob("kgraph-*"))
        assert "Traceback" not in server.log.read_text()


@pytest.mark.slow
def test_the_command_says_where_it_serves_and_ends_at_ctrl_c(quake: Path) -> None:
    words = [sys.executable, "-m", "kgraph", "-C", str(quake), "serve", "--port", "0", "--timeout", "5"]
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(words, stderr=subprocess.PIPE, env=env, text=True) as process:
        assert process.stderr
        line = process.stderr.readline()
        assert "at http://127.0.0.1:" in line and "Ctrl-C" in line
        port = int(line.partition("127.0.0.1:")[2].partition("/")[0])
        assert Server(port, process, Path()).query(cheap()).json["boolean"] is True  # type: ignore[arg-type] # text pipes
        process.send_signal(signal.SIGINT)
        rest = process.stderr.read()
        assert process.wait(20) in (0, 130) and "Traceback" not in rest


@pytest.mark.slow
def test_the_command_builds_what_was_not_built(tmp_path: Path, quake: Path) -> None:
    folder = tmp_path / "unbuilt"
    shutil.copytree(quake, folder, symlinks=True, ignore=shutil.ignore_patterns(".kgraph"))
    words = [sys.executable, "-m", "kgraph", "-C", str(folder), "serve", "--port", "0"]
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(words, stderr=subprocess.PIPE, env=env, text=True) as process:
        assert process.stderr
        said = [process.stderr.readline() for _ in range(3)]
        process.terminate()
        process.stderr.read()
    assert "no store yet" in said[0] and any("at http://127.0.0.1:" in line for line in said), said


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--host", "no.such.host.invalid"), "cannot be listened at"),
        (("--timeout", "0"), "deadline is 0 s"),
        (("--memory", "lots"), "no size of memory"),
        (("--cors", "example.org"), "is no origin"),
        (("nowhere",), "nowhere"),
        (("--copy",), "--copy is for --store"),
    ],
)
def test_a_wrong_command_is_refused(
    kgraph: Callable[..., "subprocess.CompletedProcess[str]"], words: tuple[str, ...], said: str
) -> None:
    found = kgraph("serve", *words)
    assert found.returncode == 2 and said in found.stderr


@pytest.mark.slow
def test_a_store_that_cannot_be_reached_is_told_and_nothing_of_the_library(own: Path) -> None:
    def serve(*words: str) -> "subprocess.CompletedProcess[str]":
        """In a process of its own: a worker that has a browser has a loop already."""
        to = [sys.executable, "-m", "kgraph", "serve", "--port", "0", "--store", "sparql:http://127.0.0.1:9/query"]
        return subprocess.run([*to, *words], cwd=own, capture_output=True, text=True, check=False)

    found = serve()
    assert found.returncode == 4 and "http://127.0.0.1:9/query: cannot be reached" in found.stderr
    assert found.stderr.count("\n") == 1
    copied = serve("--copy")
    assert copied.returncode == 4 and copied.stderr.splitlines()[-1].startswith("kgraph: http://127.0.0.1:9/query: ")


def clones(folder: Path) -> list[Path]:
    [place] = (folder / ".kgraph").glob(".store-*.worlds")
    return [one for one in place.iterdir() if one.is_dir()]


@pytest.mark.slow
def test_ever_new_worlds_take_up_no_more_than_their_room(own: Path) -> None:
    """A client may ask for as many worlds as there are days and claimants; each is a file on the disk."""
    with (own / "kgraph.toml").open("a") as told:
        told.write('\nworlds = "2M"\n')
    build(Workspace.find(own))
    with served(own, places=2) as server:
        found = Counter(server.query(cheap(), as_of=f"2025-03-{day:02}").status for day in range(1, 31))
        assert set(found) <= {200, 503} and found[200] >= 5, found
        size = sum(file.stat().st_size for one in clones(own) for file in one.iterdir() if file.stat().st_nlink == 1)
        assert size < 2 * 2**21 + 2**20 and len(clones(own)) < 20
        assert server.query(cheap()).status == 200


@pytest.mark.slow
def test_a_read_only_workspace_leaves_no_files_in_the_temporary_folder(
    own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with tempfile.TemporaryDirectory(dir="/tmp") as short:  # a socket's path has 107 characters at most
        monkeypatch.setenv("TMPDIR", short)
        _ask_many_worlds(own, Path(short))


def _ask_many_worlds(own: Path, scratch: Path) -> None:
    [place] = (own / ".kgraph").glob(".store-*.worlds")
    shutil.rmtree(place)
    place.write_text("no folder")  # nothing can be written beside the store, whoever tries
    with served(own, places=1, deadline=3.0) as server:
        for day in range(1, 4):
            assert server.query(cheap(), as_of=f"2025-03-1{day}").status == 200
            assert server.query(RUNAWAY, as_of=f"2025-03-1{day}").status == 503
        assert len(list(scratch.glob("kgraph-*/*"))) <= 3
    assert not list(scratch.glob("kgraph-*"))
