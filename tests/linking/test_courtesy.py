"""Services are asked seldom, again when busy, never twice, and never into the network behind the firewall."""

import json
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from backends import free_port
from kgraph.errors import StoreBusy, UsageError
from kgraph.linking.courtesy import Courtesy, seconds_until, user_agent
from kgraph.linking.fetching import Request, fetch, is_public, public_opener
from kgraph.model import Literal, Rows
from kgraph.store.online import Answer
from services import HTML, ROWS, Asked, Reply, Time, complaint, courtesy, moved, says, service

QUERY = "SELECT ?x WHERE { ?x ?y ?z }"
ONE_ROW = says({"head": {"vars": ["x"]}, "results": {"bindings": [{"x": {"type": "literal", "value": "é"}}]}}, ROWS)
FOUND = Rows(("x",), ((Literal("é"),),))


def whole(said: Any) -> Any:
    return said


def get(polite: Courtesy, url: str) -> Any:
    return polite.json(Request(url), whole)


WAYS: list[tuple[Callable[[Courtesy, str], object], Reply, object]] = [
    (get, says({"a": "é"}), {"a": "é"}),
    (lambda polite, url: polite.select(url, QUERY), ONE_ROW, FOUND),
]
both_ways = pytest.mark.parametrize(("ask", "good", "expected"), WAYS, ids=["json", "select"])


def test_a_request_says_who_asks_and_for_what() -> None:
    with service(says({})) as fine, service(ONE_ROW) as endpoint:
        polite = courtesy(contact="mailto:desk@example.org\r\nX-Evil: 1")
        get(polite, fine.url)
        polite.select(endpoint.url, QUERY)
    for asked in (fine.asked[0], endpoint.asked[0]):
        agent = asked.headers.get("User-Agent") or asked.headers["User-agent"]
        assert agent == user_agent("mailto:desk@example.orgX-Evil: 1")
        assert "X-Evil" not in asked.headers
    assert fine.asked[0].headers["Accept"] == "application/json"
    assert endpoint.asked[0].form == {"query": QUERY}


@both_ways
@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_a_busy_service_is_asked_again_as_late_as_it_says(
    ask: Callable[[Courtesy, str], object], good: Reply, expected: object, status: int
) -> None:
    time = Time()
    with service(Reply(b"slow down", status, headers={"Retry-After": "7"}), Reply(b"", status), good) as busy:
        assert ask(courtesy(time), busy.url) == expected
    assert len(busy.asked) == 3
    assert time.slept == [7.0, 2.0]  # what it said, then its own back-off of the second try


def test_a_date_to_retry_after_is_honoured() -> None:
    time = Time(now=784_111_700.0)
    late = Reply(b"", 503, headers={"Retry-After": "Sun, 06 Nov 1994 08:49:37 GMT"})
    with service(late, says(1)) as busy:
        assert get(courtesy(time), busy.url) == 1
    assert time.slept == [77.0]


@pytest.mark.parametrize(("told", "expected"), [("", None), ("-5", None), ("1.5", None), ("0", 0.0), ("٣", None)])
def test_what_retry_after_may_say(told: str, expected: float | None) -> None:
    assert seconds_until(told, 0.0) == expected


@both_ways
def test_a_service_that_stays_busy_is_given_up(
    ask: Callable[[Courtesy, str], object], good: Reply, expected: object
) -> None:
    time = Time()
    with service(Reply(b"resting", 503)) as busy:
        said = complaint(lambda: ask(courtesy(time, tries=3), busy.url), StoreBusy)
    assert said == f"{busy.url}: answered HTTP 503: resting; given up after 3 tries; try again later"
    assert (len(busy.asked), time.slept) == (3, [1.0, 2.0])


def test_jitter_and_a_cap_shape_the_waiting() -> None:
    time = Time()
    polite = Courtesy(tries=4, longest_wait=5.0, clock=lambda: time.now, sleep=time.sleep, jitter=lambda: 0.5)
    with service(Reply(b"", 503)) as busy:
        complaint(lambda: get(polite, busy.url), StoreBusy)
    assert time.slept == [1.5, 3.0, 5.0]


def test_a_service_that_wants_a_long_rest_is_left_alone() -> None:
    time = Time()
    with service(Reply(b"", 429, headers={"Retry-After": "3600"})) as busy:
        said = complaint(lambda: get(courtesy(time), busy.url), StoreBusy)
    assert "asks to be left alone for 3600 s" in said
    assert (len(busy.asked), time.slept) == (1, [])


@both_ways
def test_a_silent_service_is_asked_again(ask: Callable[[Courtesy, str], object], good: Reply, expected: object) -> None:
    time = Time()
    with service(Reply(hang=True), good) as slow:
        assert ask(courtesy(time, timeout=0.5), slow.url) == expected
    with service(Reply(hang=True)) as slow:
        said = complaint(lambda: ask(courtesy(time, timeout=0.05, tries=2), slow.url), StoreBusy)
    assert said.startswith(f"{slow.url}: no answer within 0.05 s")
    assert len(slow.asked) == 2


@both_ways
@pytest.mark.parametrize("status", [400, 403, 404, 410, 500])
def test_other_statuses_are_told_at_once(
    ask: Callable[[Courtesy, str], object], good: Reply, expected: object, status: int
) -> None:
    with service(Reply(b"gone\nfor good", status, "text/plain")) as gone:
        assert complaint(lambda: ask(courtesy(), gone.url)) == f"{gone.url}: answered HTTP {status}: gone for good"
    assert len(gone.asked) == 1


@both_ways
def test_a_closed_port_is_told_at_once(ask: Callable[[Courtesy, str], object], good: Reply, expected: object) -> None:
    time, url = Time(), f"http://127.0.0.1:{free_port()}/api"
    assert complaint(lambda: ask(courtesy(time), url)).startswith(f"{url}: cannot be reached: Connection refused")
    assert time.slept == []


def test_a_success_that_is_no_answer_is_refused(tmp_path: Path) -> None:
    with service(Reply(b"{}", 202)) as strange:
        assert "answered HTTP 202" in complaint(lambda: get(courtesy(cache=tmp_path), strange.url))
    assert not list(tmp_path.rglob("*"))


@both_ways
@pytest.mark.parametrize("endless", [False, True])
def test_too_large_an_answer_is_not_read(
    ask: Callable[[Courtesy, str], object], good: Reply, expected: object, endless: bool
) -> None:
    large = Reply(b" " * 1001, media_type=ROWS, endless=endless)
    with service(large) as verbose:
        said = complaint(lambda: ask(courtesy(most=1000), verbose.url))
    assert said.startswith(f"{verbose.url}: the answer is larger than 1,000 bytes")


@pytest.mark.parametrize("media_type", ["text/html", "application/json", "text/plain"])
def test_a_web_page_is_no_json(media_type: str, tmp_path: Path) -> None:
    with service(Reply(HTML, media_type=media_type)) as page:
        polite = courtesy(cache=tmp_path)
        assert complaint(lambda: get(polite, page.url)).startswith(f"{page.url}: answered a web page")
        assert complaint(lambda: polite.select(page.url, QUERY)).startswith(f"{page.url}: the answer is ")
    assert not list(tmp_path.rglob("*"))


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b"nothing here"])
def test_malformed_json_is_told_and_not_kept(body: bytes, tmp_path: Path) -> None:
    with service(Reply(body), Reply(body, media_type=ROWS), says([1])) as wrong:
        polite = courtesy(cache=tmp_path)
        assert "the answer is not JSON" in complaint(lambda: get(polite, wrong.url))
        assert "is no SPARQL result" in complaint(lambda: polite.select(wrong.url, QUERY))
        assert get(polite, wrong.url) == [1]


def test_an_answer_of_another_shape_is_told_and_not_kept(tmp_path: Path) -> None:
    def read(said: Any) -> Any:
        if said == "new":
            return said
        raise ValueError("it is\nold")

    with service(says("old"), says("new")) as changing:
        polite = courtesy(cache=tmp_path)
        said = complaint(lambda: polite.json(Request(changing.url), read))
        assert said == f"{changing.url}: the answer is not as it should be: it is old"
        assert polite.json(Request(changing.url), read) == "new"


def test_one_host_is_asked_seldom_and_others_meanwhile() -> None:
    time = Time()
    polite = courtesy(time, intervals={"127.0.0.1": 1.0})
    with service(says(1)) as one:
        other = one.url.replace("127.0.0.1", "localhost")
        get(polite, one.url)
        assert time.slept == []
        time.now += 0.25
        get(polite, other)
        get(polite, one.url)
        assert time.slept == [0.75]
        time.now += 1.5
        get(polite, one.url)
        assert time.slept == [0.75]
        time.now -= 10_000  # a clock that is set back holds nobody up
        get(polite, one.url)
        assert time.slept == [0.75, 1.0]


@pytest.mark.parametrize(
    ("url", "waits"),
    [
        ("https://query.example.org/sparql", [1.0]),
        ("https://9.9.9.9/", [1.0]),
        ("http://localhost:3030/x", []),
        ("http://[::1]/x", []),
        ("http://192.168.1.5/x", []),
    ],
)
def test_only_hosts_of_others_are_spared(url: str, waits: list[float], monkeypatch: pytest.MonkeyPatch) -> None:
    time = Time()
    monkeypatch.setattr("kgraph.linking.courtesy.fetch", lambda request, **_: Answer("application/json", b"1"))
    polite = courtesy(time)
    for number in (1, 2):
        polite.json(Request(f"{url}?{number}"), whole)
    assert time.slept == waits


@both_ways
def test_an_answer_is_kept_and_not_asked_for_again(
    ask: Callable[[Courtesy, str], object], good: Reply, expected: object, tmp_path: Path
) -> None:
    time = Time()
    with service(good) as fine:
        assert ask(courtesy(time, tmp_path / "new"), fine.url) == expected
        time.now += 1e9
        assert ask(courtesy(time, tmp_path / "new"), fine.url) == expected
        assert len(fine.asked) == 1
        assert ask(courtesy(time, tmp_path / "new"), fine.url + "?other") == expected
        assert len(fine.asked) == 2
    assert ask(courtesy(time, tmp_path / "new", offline=True), fine.url) == expected


def test_requests_that_differ_are_kept_apart(tmp_path: Path) -> None:
    with service(reply=lambda asked: says([asked.method, asked.body, asked.headers["Accept"]])) as fine:
        polite = courtesy(cache=tmp_path)
        requests = [
            Request(fine.url),
            Request(fine.url, accept="text/csv"),
            Request(fine.url, method="POST"),
            Request(fine.url, method="POST", body=b"a"),
            Request(fine.url, method="POST", body=b"b"),
        ]
        first = [polite.json(request, whole) for request in requests]
        assert [polite.json(request, whole) for request in requests] == first
    assert (len(fine.asked), len({json.dumps(said) for said in first})) == (5, 5)


def test_an_old_answer_is_asked_for_again_but_serves_offline(tmp_path: Path) -> None:
    time = Time()
    with service(says(1), says(2)) as fine:
        assert get(courtesy(time, tmp_path, days=2), fine.url) == 1
        time.now += 2 * 86_400 - 1
        assert get(courtesy(time, tmp_path, days=2), fine.url) == 1
        time.now += 2
        assert get(courtesy(time, tmp_path, days=2, offline=True), fine.url) == 1
        assert get(courtesy(time, tmp_path, days=2), fine.url) == 2
        assert get(courtesy(time, tmp_path, days=2), fine.url) == 2
    assert len(fine.asked) == 2


@pytest.mark.parametrize("damage", [b"", b"{}", b"[]\n1", b"\xff", None])
def test_a_damaged_answer_was_never_kept(damage: bytes | None, tmp_path: Path) -> None:
    with service(says([1]), says([2])) as fine:
        get(courtesy(cache=tmp_path), fine.url)
        (place,) = [path for path in tmp_path.rglob("*") if path.is_file()]
        place.write_bytes(place.read_bytes()[:-1] if damage is None else damage)
        assert "no answer to this was kept" in complaint(lambda: get(courtesy(cache=tmp_path, offline=True), fine.url))
        assert get(courtesy(cache=tmp_path), fine.url) == [2]
        assert get(courtesy(cache=tmp_path), fine.url) == [2]


def test_what_is_kept_tells_when_it_came_and_from_where(tmp_path: Path) -> None:
    time = Time()
    with service(says("x")) as fine:
        get(courtesy(time, tmp_path), fine.url)
    (place,) = [path for path in tmp_path.rglob("*") if path.is_file()]
    head = json.loads(place.read_bytes().partition(b"\n")[0])
    del head["digest"]
    assert head == {"time": time.now, "status": 200, "media_type": "application/json", "url": fine.url}


@both_ways
def test_offline_nothing_is_asked(
    ask: Callable[[Courtesy, str], object], good: Reply, expected: object, tmp_path: Path
) -> None:
    with service(good) as fine:
        for cache in (None, tmp_path):
            said = complaint(lambda cache=cache: ask(courtesy(cache=cache, offline=True), fine.url))  # type: ignore[misc]
            assert said == f"{fine.url}: offline, and no answer to this was kept; ask it once online"
    assert fine.asked == []


def test_a_cache_that_cannot_be_written_is_the_callers_to_mend(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with service(says(1)) as fine, pytest.raises(UsageError, match="cannot be written"):
        get(courtesy(cache=tmp_path / "file"), fine.url)


@pytest.mark.parametrize(
    "url", ["", "x", "file:///etc/hostname", "ftp://example.org/", "http:///x", "http://a b/", "http://[x"]
)
def test_an_address_that_is_none_is_the_callers_to_mend(url: str) -> None:
    for ask in (lambda: get(courtesy(), url), lambda: courtesy().select(url, QUERY)):
        with pytest.raises(UsageError, match="write "):
            ask()


# Redirects


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_within_the_origin_is_followed(status: int) -> None:
    def reply(asked: Asked) -> Reply:
        return moved("/other#part", status) if asked.path == "/api" else says([asked.method, asked.path, asked.body])

    with service(reply=reply) as fine:
        found = courtesy().json(Request(fine.url, method="POST", body=b"a"), whole)
    assert found == (["GET", "/other", ""] if status == 303 else ["POST", "/other", "a"])


def test_redirects_without_end_are_given_up() -> None:
    with service(reply=lambda asked: moved(asked.path + "1")) as round_about:
        said = complaint(lambda: get(courtesy(), round_about.url))
    assert said.startswith(f"{round_about.url}: redirects more than 5 times")
    assert len(round_about.asked) == 6


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "LOCALHOST.",
        "127.1",
        "2130706433",
        "0x7f000001",
        "0.0.0.0",  # noqa: S104 - a form of this machine's own address
        "0",
        "[::1]",
        "[::]",
        "[::ffff:127.0.0.1]",
    ],
)
def test_a_redirect_to_this_machine_is_refused_and_not_contacted(host: str) -> None:
    with service(says("secret")) as private:
        target = f"http://{host}:{private.port}/api"
        with service(moved(target)) as evil:
            said = complaint(lambda: get(courtesy(), evil.url))
    assert "which is the private address" in said or f"{target}: cannot be reached: " in said
    assert private.asked == []


def test_a_sparql_endpoints_redirect_is_not_followed() -> None:
    with service(ONE_ROW) as private, service(moved(private.url)) as evil:
        said = complaint(lambda: courtesy().select(evil.url, QUERY))
    assert said == f"{evil.url}: redirects to {private.url}; if that is the endpoint, give its address"
    assert private.asked == []


@pytest.mark.parametrize(
    "target",
    ["file:///etc/hostname", "ftp://example.org/", "http://[x", "http://u:p@example.org/", "javascript:1"],
)
def test_a_redirect_to_what_is_no_web_address_is_refused(target: str) -> None:
    with service(moved(target)) as evil:
        said = complaint(lambda: get(courtesy(), evil.url))
    assert said.startswith(f"{evil.url}: redirects to ")


def test_an_errors_words_that_break_off_leave_the_status() -> None:
    with service(
        Reply(b"1\r\n", 500, headers={"Transfer-Encoding": "chunked"}, endless=True, version="HTTP/1.1")
    ) as odd:
        assert complaint(lambda: get(courtesy(), odd.url)) == f"{odd.url}: answered HTTP 500"
    with service(Reply(b"half", 500, headers={"Content-Length": "100"}, endless=True, stalls=True)) as odd:
        assert complaint(lambda: get(courtesy(timeout=0.2), odd.url)) == f"{odd.url}: answered HTTP 500"


def test_a_redirect_without_a_target_is_told() -> None:
    with service(Reply(b"", 302)) as strange:
        assert complaint(lambda: get(courtesy(), strange.url)) == f"{strange.url}: answered HTTP 302"


@pytest.mark.parametrize(
    "address",
    [
        "10.1.2.3",
        "172.16.0.1",
        "192.168.0.1",
        "169.254.169.254",
        "100.64.0.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "0.0.0.0",  # noqa: S104 - as above
        "fe80::1",
        "fe80::1%1",
        "fc00::1",
        "fec0::1",
        "ff02::1",
        "::",
        "::ffff:10.0.0.1",
        "64:ff9b::a00:1",
        "2002:a00:1::",
        "2001:0:a00:1::",
        "192.0.0.8",
        "192.88.99.1",
        "::ffff:192.0.0.8",
    ],
)
def test_addresses_that_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["9.9.9.9", "2620:fe::fe", "::ffff:9.9.9.9"])
def test_addresses_that_are_public(address: str) -> None:
    assert is_public(address)


class Names:
    """A resolver that knows `public.example` by an address that changes, and leads connections to it to a service."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *answers: list[str]) -> None:
        self.answers, self.connected, self.port = list(answers), list[str](), 0
        self._connect, self._resolve = socket.create_connection, socket.getaddrinfo
        monkeypatch.setattr(socket, "create_connection", self.connect)
        monkeypatch.setattr(socket, "getaddrinfo", self.resolve)

    def resolve(self, host: str, port: int, *args: Any, **options: Any) -> Any:
        if host != "public.example":
            return self._resolve(host, port, *args, **options)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in self.answers.pop(0)]

    def connect(self, address: tuple[str, int], *args: Any, **options: Any) -> Any:
        if address[0] == "127.0.0.1":
            return self._connect(address, *args, **options)
        self.connected.append(address[0])
        return self._connect(("127.0.0.1", self.port), *args, **options)


def test_a_redirect_to_a_public_address_is_connected_to_as_resolved(monkeypatch: pytest.MonkeyPatch) -> None:
    names = Names(monkeypatch, ["9.9.9.9"], ["127.0.0.1"])  # a second look would find this machine
    with service(says("public")) as target, service(moved("http://public.example/x")) as fine:
        names.port = target.port
        assert get(courtesy(), fine.url) == "public"
    assert (names.connected, target.asked[0].path) == (["9.9.9.9"], "/x")
    assert target.asked[0].headers["Host"] == "public.example"


def test_a_name_with_one_private_address_among_public_ones_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    names = Names(monkeypatch, ["9.9.9.9", "10.0.0.1"])
    with service(moved("http://public.example/x")) as evil:
        said = complaint(lambda: get(courtesy(), evil.url))
    assert said == (
        f"{evil.url}: redirects to http://public.example/x, which is the private address 10.0.0.1; refused. "
        "Give that address if it is meant"
    )
    assert names.connected == []


def test_a_redirect_to_where_nobody_answers_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    names = Names(monkeypatch, ["9.9.9.9", "9.9.9.10"])
    names.port = free_port()
    with service(moved("http://public.example/x")) as lost:
        said = complaint(lambda: get(courtesy(), lost.url))
    assert "http://public.example/x: cannot be reached: Connection refused" in said
    assert names.connected == ["9.9.9.9", "9.9.9.10"]


def test_a_redirect_from_a_public_address_back_to_the_given_origin_is_followed(monkeypatch: pytest.MonkeyPatch) -> None:
    names = Names(monkeypatch, ["9.9.9.9"])
    with service(moved("http://public.example/x"), says("home")) as home, service(moved(home.url)) as public:
        names.port = public.port
        assert get(courtesy(), home.url) == "home"


def test_a_redirect_from_encrypted_to_plain_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The reply of an encrypted service is made up; what is tested is that nothing goes on from it."""

    class Opener:
        def open(self, request: Any, timeout: float) -> Any:
            import email.message
            import urllib.error

            headers = email.message.Message()
            headers["Location"] = "http://secure.example/y"
            raise urllib.error.HTTPError(request.full_url, 301, "moved", headers, None)

    monkeypatch.setattr("kgraph.linking.fetching.online.opener", Opener)
    said = complaint(lambda: fetch(Request("HTTPS://secure.example/x"), timeout=1.0, most=10))
    assert said == "HTTPS://secure.example/x: redirects to http://secure.example/y, which is not encrypted; refused"


def test_a_connection_that_is_cut_is_tried_again() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(2)
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/api"
        good = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1\r\n\r\n1"

        def cut() -> None:
            for said in (b"", good):
                connection, _ = listener.accept()
                with connection:
                    connection.recv(65536)
                    connection.sendall(said)

        thread = threading.Thread(target=cut)
        thread.start()
        assert get(courtesy(), url) == 1
        thread.join()


HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/sparql-results+json\r\n"
BODY = json.dumps(
    {"head": {"vars": ["x"]}, "results": {"bindings": [{"x": {"type": "literal", "value": "v"}}]}}
).encode()
WHOLE = HEAD + b"Content-Length: %d\r\n\r\n" % len(BODY) + BODY
CUT = {
    "nothing": b"",
    "shorter than told": HEAD + b"Content-Length: %d\r\n\r\n" % len(BODY) + BODY[:20],
    "no body at all": HEAD + b"Content-Length: %d\r\n\r\n" % len(BODY),
    "within a part": HEAD + b"Transfer-Encoding: chunked\r\n\r\n%x\r\n" % len(BODY) + BODY[:20],
    "between parts": HEAD + b"Transfer-Encoding: chunked\r\n\r\n14\r\n" + BODY[:20] + b"\r\n",
    "no last part": HEAD + b"Transfer-Encoding: chunked\r\n\r\n%x\r\n" % len(BODY) + BODY + b"\r\n",
    "no length told": HEAD + b"\r\n" + BODY[:20],
}


@contextmanager
def cutting(*said: bytes, reset: bool = False) -> Iterator[tuple[str, list[int]]]:
    """A service that sends these bytes in turn, each on a connection that then ends; by a reset where told to."""
    asked: list[int] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(5)

        def serve() -> None:
            for sent in said:
                connection, _ = listener.accept()
                asked.append(len(sent))
                with connection:
                    connection.recv(65536)
                    connection.sendall(sent)
                    if reset and sent != said[-1]:
                        time.sleep(0.05)  # what was sent arrives before the reset
                        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

        thread = threading.Thread(target=serve)
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/sparql", asked
        thread.join()


@pytest.mark.parametrize("reset", [False, True])
@pytest.mark.parametrize("name", CUT)
def test_an_answer_that_is_cut_is_asked_for_again(name: str, reset: bool) -> None:
    patient = Time()
    with cutting(CUT[name], WHOLE, reset=reset) as (url, asked):
        assert courtesy(patient).select(url, QUERY).rows == ((Literal("v"),),)
    assert len(asked) == 2
    assert patient.slept == [1.0]


@pytest.mark.parametrize("name", ["shorter than told", "within a part", "no length told"])
def test_an_answer_that_is_always_cut_is_given_up(name: str) -> None:
    with cutting(*[CUT[name]] * 3) as (url, asked):
        said = complaint(lambda: courtesy(tries=3).select(url, QUERY), StoreBusy)
    assert said.startswith(f"{url}: the ")
    assert "given up after 3 tries" in said
    assert len(asked) == 3


def test_a_service_asked_for_json_is_asked_again_too() -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n"
    with cutting(head + b"[1, ", head + b"[1, 2, 3]") as (url, asked):
        assert get(courtesy(), url) == [1, 2, 3]
    assert len(asked) == 2


def test_what_is_left_out_of_an_answer_is_told() -> None:
    bad = {"head": {"vars": ["x"]}, "results": {"bindings": [{"x": {"type": "uri", "value": "a b"}}]}}
    said: list[str] = []
    with service(says(bad, ROWS)) as served:
        assert courtesy(remark=said.append).select(served.url, QUERY).rows == ((None,),)
        assert len(courtesy().select(served.url, QUERY).unread) == 1
    assert len(said) == 1
    assert said[0].startswith(f"{served.url}: 1 cell of ?x is no RDF term")


def test_a_proxy_is_not_asked_for_a_redirect_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy would resolve the name for itself, and might find another address."""
    names = Names(monkeypatch, ["9.9.9.9"])
    with service(says("proxied")) as proxy, service(says("public")) as target:
        monkeypatch.setenv("http_proxy", proxy.url)
        monkeypatch.setenv("no_proxy", "127.0.0.1")
        names.port = target.port
        public_opener.cache_clear()
        try:
            with service(moved("http://public.example/x")) as fine:
                assert get(courtesy(), fine.url) == "public"
        finally:
            public_opener.cache_clear()
    assert proxy.asked == []
