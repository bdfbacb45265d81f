"""The access log: what a line has, what it keeps to itself, and that nobody forges one; and numbers of requests."""

import asyncio
import itertools
import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast
from urllib.parse import quote

import pytest

from kgraph.errors import Stopped, UsageError
from kgraph.web import Settings
from kgraph.web.access_log import AccessLog, Entry, as_combined, as_json, without_names
from kgraph.web.api.answering import LISTS
from kgraph.web.health import Metrics
from kgraph.web.overdue import Overdue, note_end
from kgraph.web.traffic import Traffic
from kgraph.web.working.pool import Pool
from kgraph.web.working.process import Process
from looping import run
from requirements import missing
from serving import RUNAWAY, Server, cheap, eventually, served
from web_writing import BEARER, TOKEN

COMBINED = re.compile(
    r'(?P<client>\S+) - - \[\d\d/[A-Z][a-z]{2}/\d{4}:\d\d:\d\d:\d\d \+0000\] "(?P<request>[^"]*)" '
    r'(?P<status>\d{3}) (?P<bytes>\d+) "(?P<referrer>[^"]*)" "(?P<agent>[^"]*)" (?P<seconds>\d+\.\d{3})'
)
MARKS = itertools.count(1000)
HOSTILE = 'a\r\nb"c\\d\x1b[31m\x7f\x85\u2028\u202e\udcff 😀'


@dataclass(frozen=True)
class Logged:
    """A server that writes an access log."""

    server: Server
    file: Path

    def after(self, ask: Callable[[], Any], lines: int = 1) -> list[str]:
        """The lines that come by asking something."""
        mark = f"/mark-{next(MARKS)}"
        self.server.ask(mark)  # a test before may have asked something whose line comes yet
        eventually(lambda: mark in self.file.read_text())
        before = len(self.file.read_text().splitlines())
        ask()
        eventually(lambda: len(self.file.read_text().splitlines()) >= before + lines)
        return self.file.read_text().splitlines()[before:]


def logged(quake: Path, folder: Path, **settings: Any) -> Iterator[Logged]:
    file = folder / "access.log"
    with served(quake, places=1, access_log=str(file), **settings) as server:
        yield Logged(server, file)


@pytest.fixture(scope="module")
def discreet(quake: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Logged]:
    yield from logged(quake, tmp_path_factory.mktemp("log"), deadline=1.5)


@pytest.fixture(scope="module")
def full(quake: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Logged]:
    yield from logged(quake, tmp_path_factory.mktemp("log"), access_full=True, access_format="json", token=TOKEN)


def entry(text: str = "x") -> Entry:
    return Entry(1764333850.25, text, text, f"/{text}", text, 200, 5, 0.0126, True, None, text, text, text)


# --- what a line has


def test_each_request_is_a_line_that_tools_read(discreet: Logged) -> None:
    [line] = discreet.after(lambda: discreet.server.ask("/healthz"))
    found = COMBINED.fullmatch(line)
    assert found and found["client"] == "127.0.0.1" and found["request"] == "GET /healthz HTTP/1.1"
    assert (found["status"], found["bytes"], found["referrer"], found["agent"]) == ("200", "3", "-", "-")
    assert 0 <= float(found["seconds"]) < 5


def test_a_line_does_not_tell_what_was_asked_nor_who_may_write(discreet: Logged) -> None:
    told = {
        "Authorization": f"Bearer {TOKEN}",
        "Referer": "http://x/?q=secret",
        "User-Agent": "secret",
        "Cookie": "secret",
    }
    asked = (
        "/sparql?query=ASK%20%7B%20%22secret%22%20%7D",
        "/api/claims?claimant=secret",
        "/id/person/secret",
        "/sparql/according-to/secret",
        "/api/entities/person/secret",
        "/queries/claims?claimant=secret",
        "/%69d/person/secret",
    )

    def ask() -> None:
        for path in asked:
            discreet.server.ask(path, headers=told)
        discreet.server.ask("/sparql", "POST", b"query=ASK+%7B+%22secret%22+%7D", told)

    lines = discreet.after(ask, len(asked) + 1)
    assert len(lines) == len(asked) + 1 and not [line for line in lines if "secret" in line or TOKEN in line]
    assert [line.split('"')[1].split()[1] for line in lines] == [
        *("/sparql", "/api/claims", "/id/*", "/sparql/*", "/api/entities/*", "/queries/claims", "/id/*", "/sparql")
    ]


def test_names_are_left_out_of_the_addresses_of_several_workspaces_too() -> None:
    for path in ("/id/", "/sparql/", *(f"/api/{name}/" for name in LISTS)):
        assert without_names(f"{path}a/b\nc") == f"{path}*" and without_names(f"/quake{path}a") == f"/quake{path}*"
        assert without_names(f"/desk/Old_files{path}a") == f"/desk/Old_files{path}*", "as a proxy may leave them"
        assert without_names(f"/{path}a") == f"/{path}*" and without_names(f"/desk/{path}a") == f"/desk/{path}*"
    for path in ("/", "/sparql", "/id/", "/api/queries/claims", "/data/graph.nq.gz", "/identity/x", "/a/identity/x"):
        assert without_names(path) == path


def test_the_full_log_tells_more_but_no_token(full: Logged) -> None:
    told = {**BEARER, "Referer": "http://x/?q=r", "User-Agent": "curl/8"}
    [line] = full.after(lambda: full.server.ask("/id/person/nobody?utm_source=b%20c", headers=told))
    found = json.loads(line)
    assert TOKEN not in line and "uthorization" not in line
    assert (found["path"], found["query"], found["status"]) == ("/id/person/nobody", "utm_source=b%20c", 303)
    assert (found["referrer"], found["agent"], found["method"]) == ("http://x/?q=r", "curl/8", "GET")
    assert found["whole"] is True and re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", found["time"])


def test_a_line_has_what_was_sent(discreet: Logged) -> None:
    sizes = []
    packed = {"Accept-Encoding": "gzip"}
    [line] = discreet.after(lambda: sizes.append(len(discreet.server.ask("/", headers=packed).body)))
    assert line.split()[9] == str(sizes[0])
    [line] = discreet.after(lambda: discreet.server.ask("/", "HEAD"))
    assert line.split()[9] == "0"


@pytest.mark.slow
def test_an_answer_at_its_deadline_and_a_client_that_left_are_told(discreet: Logged) -> None:
    [line] = discreet.after(lambda: discreet.server.query(RUNAWAY))
    assert " 503 " in line and float(line.split()[-1]) >= 1.4

    def leave() -> None:
        with socket.create_connection(("127.0.0.1", discreet.server.port)) as link:
            link.sendall(f"GET /sparql?query={quote(RUNAWAY)} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
            time.sleep(0.5)

    [line] = discreet.after(leave)
    assert " 499 0 " in line


# --- what a client cannot do to it


@pytest.mark.parametrize("write", [as_combined, as_json])
def test_no_text_of_a_client_forges_a_line_or_a_field(write: Callable[[Entry], str]) -> None:
    line = write(entry(HOSTILE))
    assert line.endswith("\n") and line.isascii() and line[:-1].isprintable()
    if write is as_json:
        found = json.loads(line)
        assert found["agent"] == HOSTILE and found["status"] == 200
    else:
        found = COMBINED.fullmatch(line.rstrip("\n"))
        assert (
            found and found["status"] == "200" and found["agent"].startswith("a\\x0d\\x0ab\\x22c\\x5cd\\x1b[31m\\x7f")
        )


def test_requests_that_forge_lines_stay_one_line_each(discreet: Logged) -> None:
    forged = "/x%0d%0a127.0.0.1%20-%20-%20[28/Nov/2026:00:00:00%20+0000]%20%22GET%20/"
    [line] = discreet.after(
        lambda: discreet.server.ask(forged, headers={"X-Forwarded-For": '6.6.6.6" 200 \x85\x9b forged'})
    )
    assert COMBINED.fullmatch(line) and line.isascii() and " 404 " in line


def test_what_a_client_chose_is_of_bounded_length(full: Logged) -> None:
    told = {"User-Agent": "a" * 20_000, "Referer": "r" * 20_000}
    [line] = full.after(lambda: full.server.ask("/" + "%22" * 5_000 + "?q=" + "q" * 5_000, headers=told))
    assert json.loads(line)["status"] == 404 and len(line) < 9_000


# --- the file


def test_a_log_that_was_moved_away_is_begun_anew(discreet: Logged) -> None:
    moved = discreet.file.with_suffix(".1")
    discreet.after(lambda: discreet.server.ask("/"))
    discreet.file.rename(moved)
    discreet.server.ask("/healthz")
    eventually(discreet.file.exists)
    eventually(lambda: "GET /healthz" in discreet.file.read_text())
    assert oct(discreet.file.stat().st_mode & 0o007) == "0o0"


@pytest.mark.slow
def test_a_reader_that_does_not_read_holds_up_nothing(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    log = AccessLog(Settings(access_log=str(pipe)))
    log.start()
    begun = time.monotonic()
    for _ in range(40):
        for _ in range(2_000):
            log.add(entry("x" * 100), b"", [])
        time.sleep(0.01)
    assert log.lost > 0 and time.monotonic() - begun < 5
    log.close()
    os.close(reader)


def test_a_disk_that_is_full_is_told_once_and_counted(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    if not Path("/dev/full").exists():
        missing("/dev/full")
    log = AccessLog(Settings(access_log="/dev/full"))
    log.start()
    for number in range(1, 4):
        log.add(entry(), b"", [])
        eventually(lambda number=number: log.lost == number)
    log.close()
    assert sum("cannot be written" in line for line in caplog.messages) == 1


def test_a_log_that_cannot_be_written_and_an_unknown_format_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none" / "log", "a\0b"):
        with pytest.raises(UsageError, match="cannot be written"):
            AccessLog(Settings(access_log=str(path)))
    with pytest.raises(UsageError, match="combined or json"):
        Settings(access_format="xml")


def test_options_of_the_log_without_a_log_are_refused(
    kgraph: Callable[..., "subprocess.CompletedProcess[str]"],
) -> None:
    for words in (("--access-full",), ("--access-format", "json")):
        found = kgraph("serve", *words)
        assert found.returncode == 2 and "--access-log" in found.stderr


@pytest.mark.slow
def test_the_command_logs_to_the_standard_output_up_to_its_last_request(quake: Path) -> None:
    words = [sys.executable, "-m", "kgraph", "-C", str(quake), "serve", "--port", "0", "--access-log", "-"]
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env, text=True) as process:
        assert process.stderr and process.stdout
        port = int(process.stderr.readline().partition("127.0.0.1:")[2].partition("/")[0])
        assert Server(port, process, Path()).query(cheap()).status == 200  # type: ignore[arg-type] # text pipes
        process.terminate()
        [line] = process.stdout.read().splitlines()
    assert COMBINED.fullmatch(line) and "GET /sparql HTTP/1.1" in line


# --- the numbers


SAMPLE = re.compile(r'([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{((?:[a-zA-Z_]\w*="(?:[^"\\\n]|\\[\\"n])*",?)*)\})? (\S+)')


def numbers(text: str) -> dict[str, float]:
    """The samples of Prometheus' text format; what `promtool check metrics` complains of is an error here."""
    found: dict[str, float] = {}
    kinds: dict[str, str] = {}
    told: list[str] = []
    assert text.endswith("\n")
    for line in text.splitlines():
        if line.startswith("# "):
            _, what, name, rest = line.split(" ", 3)
            assert what in ("HELP", "TYPE") and rest and (what == "HELP" or name == told[-1]), line
            if what == "HELP":
                assert name not in told, f"{name} is told twice"
                told.append(name)
            else:
                assert rest in ("gauge", "counter", "histogram")
                kinds[name] = rest
            continue
        sample = SAMPLE.fullmatch(line)
        assert sample, line
        name = re.sub("_(bucket|sum|count)$", "", sample[1]) if kinds[told[-1]] == "histogram" else sample[1]
        assert name == told[-1], f"{line} stands away from its kind"
        assert (kinds[name] == "counter") == name.endswith("_total"), line
        key = line.rpartition(" ")[0]
        assert key not in found and float(sample[3]) >= 0
        found[key] = float(sample[3])
    assert told == list(kinds)
    return found


def test_metrics_are_in_the_text_format_and_count_every_request(discreet: Logged) -> None:
    before = numbers(discreet.server.ask("/metrics").text)
    for _ in range(3):
        assert discreet.server.ask("/nothing").status == 404
    sent = len(discreet.server.ask("/openapi.json").body)  # it takes no query, so no deadline ends it
    after = numbers(discreet.server.ask("/metrics").text)
    more = {name: after[name] - value for name, value in before.items()}
    assert more['kgraph_requests_total{status="4xx"}'] == 3 and more['kgraph_requests_total{status="2xx"}'] == 2
    assert more["kgraph_request_seconds_count"] == 5 == more['kgraph_request_seconds_bucket{le="+Inf"}']
    assert more["kgraph_sent_bytes_total"] > sent and more["kgraph_request_seconds_sum"] > 0
    buckets = [value for name, value in after.items() if name.startswith("kgraph_request_seconds_bucket")]
    assert buckets == sorted(buckets) and len(buckets) > 5


@pytest.mark.slow
def test_an_answer_that_breaks_off_is_counted(quake: Path) -> None:
    with served(quake, places=1, deadline=1.0) as server:
        with pytest.raises(Exception, match="IncompleteRead"):
            server.query("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", format="tsv")
        assert numbers(server.ask("/metrics").text)["kgraph_broken_total"] == 1


# --- how late the server ends what has come to its deadline, on a clock of the tests


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """A clock that stands still at `now`."""
    found = SimpleNamespace(now=100.0)
    found.monotonic = lambda: found.now
    monkeypatch.setattr("kgraph.web.overdue.time", found)
    return found


def metrics(pool: Pool, traffic: Traffic) -> dict[str, float]:
    sent = []

    async def send(message: Any) -> None:
        sent.append(message.get("body", b""))

    run(Metrics({"quake": pool}, traffic)({}, cast(Any, None), send))
    return numbers(b"".join(sent).decode())


def test_how_late_a_query_is_killed_and_its_process_gone_is_counted(
    clock: SimpleNamespace, caplog: pytest.LogCaptureFixture
) -> None:
    pool = Pool(SimpleNamespace(workspace=SimpleNamespace(title="Quake")), Settings(), lambda: "1")  # type: ignore[arg-type]
    killed = list[Stopped]()
    for until, now, gone in ((99.95, 100.0, 100.04), (180.0, 180.2, 180.3)):
        process = SimpleNamespace(until=until, is_usable=True, kill=killed.append)
        clock.now = now
        pool._end_late(cast(Process, process))
        clock.now = gone
        process.on_gone()
    assert [cast(Overdue, one).until for one in killed] == [99.95, 180.0] and pool.counts["killed"] == 2
    told = metrics(pool, Traffic(Settings()))
    for what, seconds, on_time in (("killed", 0.25, 1), ("gone", 0.39, 1)):
        labels = f'workspace="quake",what="{what}"'
        assert told[f"kgraph_end_late_seconds_sum{{{labels}}}"] == pytest.approx(seconds)
        assert told[f"kgraph_end_late_seconds_count{{{labels}}}"] == 2
        assert told[f'kgraph_end_late_seconds_bucket{{{labels},le="0.1"}}'] == on_time
        assert told[f'kgraph_end_late_seconds_bucket{{{labels},le="0.025"}}'] == 0
    said = [record.getMessage() for record in caplog.records]
    assert len(said) == 2 and "was killed 0.20 s after" in said[0] and "was gone 0.30 s after" in said[1]


@pytest.mark.parametrize(("why", "late"), [(Overdue("late", 99.8), 0.3), (Stopped("too much memory"), None)])
def test_how_late_who_asked_is_told_is_counted_and_logged(
    clock: SimpleNamespace, why: Stopped, late: float | None
) -> None:
    traffic, entries = Traffic(Settings()), list[Any]()
    traffic.log = cast(Any, SimpleNamespace(add=lambda entry, *_: entries.append(entry), lost=0))

    async def ended(scope: Any, receive: Any, send: Any) -> None:
        note_end(scope, why)
        clock.now += 0.1
        await send({"type": "http.response.start", "status": 503, "headers": []})

    async def nothing(message: Any) -> None:
        await asyncio.sleep(0)

    scope = {"type": "http", "method": "GET", "path": "/sparql", "query_string": b"", "headers": []}
    run(traffic.passed(ended, scope, cast(Any, None), nothing))
    assert entries[0].late == (None if late is None else pytest.approx(late))
    told = metrics(Pool(cast(Any, None), Settings(), lambda: "1"), traffic)
    assert told["kgraph_answer_late_seconds_count"] == (late is not None)
    assert told["kgraph_answer_late_seconds_sum"] == pytest.approx(late or 0)


def test_the_line_of_a_request_that_was_ended_at_its_deadline_says_how_late() -> None:
    assert "late" not in json.loads(as_json(entry()))
    assert json.loads(as_json(replace(entry(), late=0.01234)))["late"] == 0.0123
