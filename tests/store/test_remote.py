"""How an endpoint that is dead, slow, wrong or no endpoint at all is reported: one line with its address."""

import io
import json
import socket
import threading
import urllib.error
import urllib.parse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from backends import free_port
from kgraph.errors import StoreBusy, StoreError, UsageError
from kgraph.model import BlankNode, Literal
from kgraph.namespaces import IRI
from kgraph.resources import VERSION
from kgraph.store import Store, online, open_store
from kgraph.store.remote import RemoteStore

ROWS = "application/sparql-results+json"
NO_ROWS = b'{"head": {"vars": ["x"]}, "results": {"bindings": []}}'
HTML = b"<!DOCTYPE html>\n<html><title>Welcome</title></html>"
G = IRI("https://example.org/g")


@dataclass
class Answer:
    """What the server below says to every request, and what it was asked."""

    body: bytes = b""
    media_type: str = ROWS
    status: int = 200
    location: str = ""
    hang: threading.Event | None = None
    length: int | None = None
    stalls: bool = False
    asked: list[tuple[str, dict[str, str], str]] = field(default_factory=list)


@contextmanager
def endpoint(answer: Answer) -> Iterator[str]:
    """A server on the loopback that gives this answer: yields its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            answer.asked.append((self.path, dict(self.headers), body))
            if answer.hang and not answer.stalls:
                answer.hang.wait(20)
            self.send_response(answer.status)
            self.send_header("Content-Type", answer.media_type)
            if answer.location and len(answer.asked) == 1:
                self.send_header("Location", answer.location)
            if answer.length is not None:
                self.send_header("Content-Length", str(answer.length))
            self.end_headers()
            self.wfile.write(answer.body)
            if answer.hang and answer.stalls:
                answer.hang.wait(20)

        def do_GET(self) -> None:
            self.do_POST()

        def log_message(self, format: str, *args: object) -> None:
            """Keep the tests' output clean."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}/query"
        finally:
            if answer.hang:
                answer.hang.set()
            server.shutdown()
            thread.join()


def calls(store: Store) -> list[Callable[[], object]]:
    return [
        lambda: store.select("SELECT * WHERE { ?s ?p ?o }"),
        lambda: store.ask("ASK { ?s ?p ?o }"),
        lambda: store.construct("CONSTRUCT WHERE { ?s ?p ?o }"),
        lambda: list(store.dump()),
        store.graphs,
    ]


def writes(store: Store) -> list[Callable[[], object]]:
    return [
        lambda: store.update("INSERT DATA { <a:a> <a:b> 1 }"),
        lambda: store.load([(G, G, G, G)]),
        store.clear,
    ]


def complaint(call: Callable[[], object]) -> str:
    with pytest.raises(StoreError) as caught:
        call()
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 400
    return str(caught.value)


def test_a_dead_endpoint_is_named() -> None:
    port = free_port()
    with open_store(f"sparql:http://127.0.0.1:{port}/query") as store:
        for call in calls(store):
            assert complaint(call).startswith(f"http://127.0.0.1:{port}/query: cannot be reached: Connection refused")
        for call in writes(store):
            assert complaint(call).startswith(f"http://127.0.0.1:{port}/update: cannot be reached")


def test_a_host_that_does_not_exist_is_named() -> None:
    with open_store("sparql:http://no-such-host.invalid/sparql") as store:
        assert complaint(store.graphs).startswith("http://no-such-host.invalid/sparql: cannot be reached")


def test_a_silent_endpoint_is_given_up_in_time() -> None:
    with endpoint(Answer(hang=threading.Event())) as url, open_store(f"sparql:{url}", timeout=0.2) as store:
        assert complaint(store.graphs) == f"{url}: no answer within 0.2 s; try again, or allow more time"
        assert "no answer within 0.2 s" in complaint(store.clear)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 405, 413, 414, 429, 500, 502, 503])
def test_a_status_that_is_no_success_is_told_with_the_endpoints_words(status: int) -> None:
    answer = Answer(b"the store is\nresting", "text/plain", status)
    with endpoint(answer) as url, open_store(f"sparql:{url}|{url}") as store:
        told = f"{url}: wants to know who asks, by a way that it does not say: HTTP 401 (the store is resting); "
        told += "name a way in for it under [access] in kgraph.toml"
        told = told if status == 401 else f"{url}: answered HTTP {status}: the store is resting"
        for call in calls(store):
            assert complaint(call) == told
        more = "; it takes no updates: name where they go, as sparql:QUERY|UPDATE" if status in (404, 405) else ""
        for call in writes(store):
            assert complaint(call) == told + more
        answer.body, answer.media_type = HTML, "text/html"
        assert f"HTTP {status}" in complaint(store.graphs) and "<" not in complaint(store.graphs)
        assert ("a proxy before the endpoint" in complaint(store.graphs)) == (status == 502)


@pytest.mark.parametrize(
    "url",
    ["ann:secret@example.org/query", "ann:secret#1@h/", "ann:secret/2@h/", "ann:secret ?@h/", "ann:secret@h:99999/"],
)
def test_a_user_in_the_address_is_refused_and_not_repeated(url: str) -> None:
    with pytest.raises(UsageError, match=r"under .access. in kgraph.toml") as caught:
        open_store(f"sparql:http://{url}")
    assert "secret" not in str(caught.value)


def test_a_400_for_illegal_sparql_is_the_callers_to_mend() -> None:
    with endpoint(Answer(b"no", "text/plain", 400)) as url, open_store(f"sparql:{url}") as store:
        with pytest.raises(UsageError, match="not legal SPARQL: line 1, column "):
            store.select("SELECT * WHERE {")
        with pytest.raises(UsageError, match="not legal SPARQL: line 1, column "):
            store.update("INSERT DATA {")


@pytest.mark.parametrize("media_type", ["text/html", "text/html; charset=utf-8", ROWS, "text/plain", "nonsense"])
def test_a_web_page_is_no_answer(media_type: str) -> None:
    with endpoint(Answer(HTML, media_type)) as url, open_store(f"sparql:{url}|{url}") as store:
        for call in calls(store):
            assert complaint(call).startswith(f"{url}: the answer is not ")
        for call in writes(store):
            assert "answered a web page" in complaint(call)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"null",
        b"{}",
        b'{"head": {}, "results": {"bindings": []}}',
        b'{"head": {"vars": ["s"]}}',
        b'{"head": {"vars": ["s"]}, "boolean": "true"}',
        b"\xff\xfe",
    ],
)
def test_malformed_results_are_no_answer(body: bytes) -> None:
    with endpoint(Answer(body)) as url, open_store(f"sparql:{url}") as store:
        for call in calls(store)[:2]:
            assert complaint(call).startswith(f"{url}: the answer is not ")


def test_a_cell_that_is_no_term_is_remarked_and_never_written_elsewhere() -> None:
    body = b"""{"head": {"vars": ["s", "p", "o"]}, "results": {"bindings": [
        {"s": {"type": "uri", "value": "u:s"}, "p": {"type": "uri", "value": "u:p"},
         "o": {"type": "uri", "value": "a b"}}
    ]}}"""
    said: list[str] = []
    with endpoint(Answer(body)) as url, open_store(f"sparql:{url}", remark=said.append) as store:
        assert store.select("SELECT * { ?s ?p ?o }").rows == ((IRI("u:s"), IRI("u:p"), None),)
        (remark,) = said
        assert remark.startswith(f"{url}: 1 cell of ?o is no RDF term and is left out")
        assert complaint(lambda: list(store.dump())).startswith(f"{url}: the answer is not triples")
        assert store.graphs() == []
    warned = pytest.warns(UserWarning, match="1 cell of [?]o")
    with endpoint(Answer(body)) as url, open_store(f"sparql:{url}") as store, warned:
        store.select("SELECT * { ?s ?p ?o }")


def test_malformed_rdf_is_no_answer() -> None:
    answer = Answer(b"<a:a> <a:b>", "application/n-triples")
    with endpoint(answer) as url, open_store(f"sparql:{url}") as store:
        call = calls(store)[2]
        assert "is not legal RDF" in complaint(call)
        answer.body, answer.media_type = b"", ROWS
        assert "is not RDF" in complaint(call)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("path", ["", "/elsewhere"])
def test_a_redirect_is_reported_and_its_target_not_contacted(status: int, path: str) -> None:
    elsewhere = Answer(NO_ROWS)
    with endpoint(elsewhere) as target, endpoint(Answer(b"", ROWS, status, path or target)) as url:
        store = open_store(f"sparql:{url}|{url}")
        said = complaint(lambda: store.select("SELECT ?x WHERE { ?x ?y ?z }"))
    whole = url.replace("/query", path) if path else target
    assert said == f"{url}: redirects to {whole}; if that is the endpoint, give its address"
    assert elsewhere.asked == []


def test_an_update_is_not_redirected() -> None:
    elsewhere = Answer()
    with endpoint(elsewhere) as target, endpoint(Answer(b"", ROWS, 302, target)) as url:
        store = open_store(f"sparql:{url}|{url}")
        assert f"redirects to {target}" in complaint(lambda: store.clear(G))
    assert elsewhere.asked == []


@pytest.mark.parametrize(("status", "busy"), [(429, True), (503, True), (500, False), (404, False)])
def test_a_busy_endpoint_is_told_from_a_broken_one(status: int, busy: bool) -> None:
    with endpoint(Answer(b"", "text/plain", status)) as url, pytest.raises(StoreError) as caught:
        open_store(f"sparql:{url}").graphs()
    assert isinstance(caught.value, StoreBusy) == busy
    assert getattr(caught.value, "status", status) == status


def test_who_asks_is_said_and_too_large_an_answer_not_taken() -> None:
    answer = Answer(NO_ROWS)
    with endpoint(answer) as url:
        with RemoteStore(url, user_agent="kgraph/0 (desk)", most=len(NO_ROWS)) as store:
            assert len(store.select("SELECT ?x WHERE { ?x ?y ?z }")) == 0
        with RemoteStore(url, most=len(NO_ROWS) - 1) as store:
            assert "larger than" in complaint(store.graphs)
    assert [asked[1]["User-Agent"] for asked in answer.asked] == ["kgraph/0 (desk)", f"kgraph/{VERSION}"]


@pytest.mark.parametrize("status", [500, 503])
def test_an_error_that_breaks_off_or_stalls_is_told_by_its_status(status: int) -> None:
    with endpoint(Answer(b"half", status=status, length=1000)) as url, open_store(f"sparql:{url}") as store:
        for call in calls(store):
            assert complaint(call).startswith(f"{url}: answered HTTP {status}")
    stalled = Answer(b"half", status=status, length=1000, hang=threading.Event(), stalls=True)
    with endpoint(stalled) as url, RemoteStore(url, timeout=0.2) as store:
        assert complaint(store.graphs).startswith(f"{url}: answered HTTP {status}")


def test_of_an_errors_words_only_the_beginning_is_read() -> None:
    said = io.BytesIO(b"x" * 1_000_000)
    with urllib.error.HTTPError("x:", 500, "", Message(), said) as error:
        assert str(online.refused("x:", error)).startswith("x:: answered HTTP 500: xxx")
        assert said.tell() == 10_000


@pytest.mark.parametrize(("times", "ends_well"), [(3, True), (9, False)])
def test_what_kgraph_writes_is_sent_again_where_two_updates_waited_for_each_other(
    times: int, ends_well: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent, waited = list[str](), list[float]()
    said = "x: answered HTTP 500: Virtuoso 40001 Error SR172: Transaction deadlocked"

    def update(url: str, text: str, patience: float = 0) -> None:
        sent.append(text)
        if len(sent) <= times:
            raise StoreError(said, status=500)

    monkeypatch.setattr("kgraph.store.wire.sleep", waited.append)
    with RemoteStore("http://127.0.0.1:9/query") as store:
        monkeypatch.setattr(store.wire, "update", update)
        if ends_well:
            store.clear(G)
        else:
            assert "since it and another one waited for each other; try again" in complaint(lambda: store.clear(G))
        assert sent == [f"DROP SILENT GRAPH <{G}>"] * (4 if ends_well else 5)
        assert len(waited) == len(sent) - 1 and waited[-1] > waited[0] > 0
        sent.clear()
        assert complaint(lambda: store.update("INSERT DATA { <a:a> <a:b> 1 }")) == said, "it may not be safe to repeat"
        assert len(sent) == 1


def test_two_long_updates_that_end_each_other_do_not_come_back_at_once_nor_for_ever(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A Virtuoso tries them again and again itself before it says so: 160 s of two builds on a busy machine."""
    now, waited, sent = [0.0], list[float](), list[str]()

    def update(url: str, text: str, patience: float = 0) -> None:
        sent.append(text)
        now[0] += 160
        raise StoreError("x: answered HTTP 500: Virtuoso 40001 Error SR172: Transaction deadlocked", status=500)

    def sleep(seconds: float) -> None:
        waited.append(seconds)
        now[0] += seconds

    monkeypatch.setattr("kgraph.store.wire.sleep", sleep)
    monkeypatch.setattr("kgraph.store.wire.monotonic", lambda: now[0])
    with RemoteStore("http://127.0.0.1:9/query", timeout=200) as store:
        monkeypatch.setattr(store.wire, "update", update)
        for _ in range(10):
            sent.clear()
            assert "waited for each other" in complaint(lambda: store.send("DROP SILENT GRAPH <a:a>", patience=50))
            assert len(sent) == 2
    assert max(waited) - min(waited) > 10, "as long as they take they are apart"


def test_an_answer_that_breaks_off_is_reported() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]

        def half() -> None:
            connection, _ = listener.accept()
            with connection:
                connection.recv(65536)
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: " + ROWS.encode())
                connection.sendall(b"\r\nContent-Length: 1000\r\n\r\n{")

        thread = threading.Thread(target=half)
        thread.start()
        with open_store(f"sparql:http://127.0.0.1:{port}/query") as store:
            assert "the connection was cut before the answer's end" in complaint(store.graphs)
        thread.join()


def test_answers_of_other_engines_are_understood() -> None:
    body = b"""{"head": {"vars": ["a", "b", "c", "d"], "link": []}, "results": {"bindings": [{
      "a": {"type": "typed-literal", "value": "1", "datatype": "http://www.w3.org/2001/XMLSchema#integer"},
      "b": {"type": "literal", "value": "x", "xml:lang": "EN"}, "c": {"type": "bnode", "value": "b0"}}]}}"""
    with endpoint(Answer(body, "application/json;charset=utf-8")) as url, open_store(f"sparql:{url}") as store:
        integer = Literal("1", IRI("http://www.w3.org/2001/XMLSchema#integer"))
        found = store.select("SELECT * WHERE { ?a ?b ?c }")
        assert found.rows == ((integer, Literal("x", language="en"), BlankNode("b0"), None),)
    turtle = Answer(b"@prefix : <a:> . :s :p :o , 1 .", "text/turtle")
    with endpoint(turtle) as url, open_store(f"sparql:{url}") as store:
        assert len(store.construct("CONSTRUCT WHERE { ?s ?p ?o }")) == 2


def test_a_query_is_posted_with_its_default_graph_and_the_named_ones_it_uses() -> None:
    answer = Answer(NO_ROWS)
    with endpoint(answer) as url, open_store(f"sparql:{url}") as store:
        store.select(f"SELECT ?x WHERE {{ ?x ?z ?v GRAPH <{G}> {{ ?x ?y 'é&=' }} }}", default_graph=IRI("a:world"))
        (path, headers, body), *others = answer.asked
        sent = urllib.parse.parse_qs(body, strict_parsing=True)
        assert (path, others) == ("/query", [])
        assert headers["Content-Type"] == "application/x-www-form-urlencoded"
        assert headers["Accept"] == ROWS
        assert sent.pop("query")[0].endswith("?x ?y 'é&=' } }")
        assert sent == {"default-graph-uri": ["a:world"], "named-graph-uri": [str(G)]}


def test_what_the_guard_refuses_is_never_sent() -> None:
    answer = Answer(NO_ROWS)
    service = "SERVICE <https://query.example.org/sparql> { ?s ?p ?o }"
    with endpoint(answer) as url:
        with open_store(f"sparql:{url}") as store:
            with pytest.raises(UsageError, match="SERVICE"):
                store.select(f"SELECT * WHERE {{ {service} }}")
            with pytest.raises(UsageError, match="LOAD"):
                store.update("LOAD <https://example.org/>")
        assert answer.asked == []
        with open_store(f"sparql:{url}", allowed_services=["https://query.example.org/sparql"]) as store:
            store.select(f"SELECT * WHERE {{ {service} }}")
        assert len(answer.asked) == 1


def test_a_read_only_store_sends_no_update() -> None:
    answer = Answer(NO_ROWS)
    with endpoint(answer) as url, open_store(f"sparql:{url}", read_only=True) as store:
        for call in writes(store):
            assert "opened to read only" in complaint(call)
        assert answer.asked == []


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("{}/query", "/update?"),
        ("{}/ds/sparql", "/ds/update?"),
        ("{}/repositories/x", "/repositories/x?"),
        ("{}/query|{}/statements", "/statements?"),
        ("{}/query|{}/update?key=1", "/update?key=1"),
    ],
)
def test_updates_go_to_the_update_address(address: str, path: str) -> None:
    answer = Answer()
    with endpoint(answer) as url:
        host = url.removesuffix("/query")
        with open_store("sparql:" + address.format(host, host)) as store:
            store.update("INSERT DATA { <a:a> <a:b> 1 }")
    assert [asked[0] for asked in answer.asked] == [path]


@pytest.mark.parametrize(
    "url",
    [
        "",
        "memory",
        "oxigraph:",
        "sparql:",
        "sparql:file:///etc/hostname",
        "sparql:ftp://example.org/query",
        "sparql:http:///query",
        "sparql:http://[x/query",
        "sparql:http://example.org/a b",
        "sparql:http://example.org/query#x",
        "sparql:http://example.org/query|file:///x",
        "http://example.org/query",
    ],
)
def test_an_address_that_is_none_is_the_callers_to_mend(url: str) -> None:
    with pytest.raises(UsageError, match=r"write memory:|say sparql:"):
        open_store(url)


IRI_TERM, TEXT_TERM, BLANK_TERM = ({"type": kind, "value": "urn:x"} for kind in ("uri", "literal", "bnode"))


@pytest.mark.parametrize(
    "row",
    [
        {"s": TEXT_TERM, "p": IRI_TERM, "o": IRI_TERM},
        {"s": IRI_TERM, "p": BLANK_TERM, "o": IRI_TERM},
        {"s": IRI_TERM, "p": TEXT_TERM, "o": IRI_TERM},
        {"s": IRI_TERM, "o": IRI_TERM},
        {"p": IRI_TERM, "o": IRI_TERM},
        {"s": IRI_TERM, "p": IRI_TERM},
    ],
    ids=["a text speaks", "a nameless property", "a text as property", "no property", "no subject", "no object"],
)
def test_rows_that_are_no_triples_are_not_taken_for_data(row: dict[str, dict[str, str]]) -> None:
    whole = {"s": IRI_TERM, "p": IRI_TERM, "o": TEXT_TERM}
    body = json.dumps({"head": {"vars": ["s", "p", "o", "g"]}, "results": {"bindings": [whole, row]}}).encode()
    with endpoint(Answer(body)) as url, open_store(f"sparql:{url}") as store:
        assert "triples" in complaint(lambda: list(store.dump(G)))
