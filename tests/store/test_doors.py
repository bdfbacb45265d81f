"""How kgraph is let in at endpoints, and what is said if it is not."""

import base64
import hashlib
import re
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from kgraph.errors import StoreError, UsageError
from kgraph.linking.courtesy import Courtesy
from kgraph.namespaces import IRI
from kgraph.store import Access, open_store
from kgraph.store.doors import Door, Way

NO_ROWS = b'{"head": {"vars": ["x"]}, "results": {"bindings": []}}'
G = IRI("https://example.org/g")


class Guarded:
    """A server that lets in whoever proves to know the password, in one way."""

    def __init__(self, way: Way, password: str, algorithm: str = "MD5", uses: int = 1000) -> None:
        self.way, self.password, self.algorithm, self.uses = way, password, algorithm, uses
        self.says = ""  # what is said to others; {} stands for the header that they sent
        self.allowed = 200  # the status for whoever is let in
        self.nonces: dict[str, int] = {}
        self.asked: list[tuple[int, int]] = []  # each request's status and the length of its body

    def lets_in(self, path: str, header: str) -> bool:
        if self.way == "bearer":
            return header == f"Bearer {self.password}"
        if self.way == "basic":
            return header == "Basic " + base64.b64encode(f"ann:{self.password}".encode()).decode()
        if not header.startswith("Digest "):
            return False
        said = urllib.request.parse_keqv_list(urllib.request.parse_http_list(header.removeprefix("Digest ")))
        hashing = {"MD5": hashlib.md5, "SHA-256": hashlib.sha256}[self.algorithm]
        first, second = (hashing(t.encode()).hexdigest() for t in (f"ann:here:{self.password}", f"POST:{path}"))
        proof = f"{first}:{said['nonce']}:{said['nc']}:{said['cnonce']}:auth:{second}"
        fresh = int(said["nc"], 16) == self.nonces.get(said["nonce"], -1) + 1 <= self.uses
        if fresh:
            self.nonces[said["nonce"]] += 1
        return fresh and said["uri"] == path and said["response"] == hashing(proof.encode()).hexdigest()

    def challenge(self, header: str) -> str:
        if self.way != "digest":
            return f'{self.way.capitalize()} realm="here"'
        nonce = f"n{len(self.nonces)}"
        self.nonces[nonce] = 0
        stale = "true" if header else "false"
        return f'Digest realm="here", nonce="{nonce}", qop="auth", algorithm={self.algorithm}, stale={stale}'


@contextmanager
def serving(guarded: Guarded) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            header, length = self.headers.get("Authorization", ""), int(self.headers.get("Content-Length") or 0)
            self.rfile.read(length)
            within = guarded.lets_in(self.path, header)
            guarded.asked.append((guarded.allowed if within else 401, length))
            self.send_response(guarded.allowed if within else 401)
            if not within:
                self.send_header("WWW-Authenticate", guarded.challenge(header))
            self.send_header("Content-Type", "application/sparql-results+json")
            self.end_headers()
            self.wfile.write(NO_ROWS if within else guarded.says.format(header).encode())

        def log_message(self, format: str, *args: object) -> None:
            """Keep the tests' output clean."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}/sparql?x=1"
        finally:
            server.shutdown()
            thread.join()


def access(url: str, way: Way, variable: str = "SECRET_OF_TEST") -> Access:
    return Access(re.sub(r"/sparql.*", "/", url), way, "ann", variable)


@pytest.mark.parametrize("way", ["basic", "digest", "bearer"])
def test_the_password_is_read_from_the_environment(way: Way, monkeypatch: pytest.MonkeyPatch) -> None:
    guarded = Guarded(way, "pä:ss")
    with serving(guarded) as url, open_store(f"sparql:{url}|{url}", access=[access(url, way)]) as store:
        with pytest.raises(UsageError, match=r"SECRET_OF_TEST, which kgraph.toml names, is not set"):
            store.graphs()
        monkeypatch.setenv("SECRET_OF_TEST", "pä:ss" if way != "bearer" else "pass")
        guarded.password = "pä:ss" if way != "bearer" else "pass"
        assert store.graphs() == []
        store.update("INSERT DATA { <a:a> <a:b> 1 }")
        assert guarded.asked[-1][0] == 200


@pytest.mark.parametrize("way", ["basic", "bearer"])
def test_a_server_that_sends_back_what_it_was_sent_is_not_repeated(way: Way, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_OF_TEST", "s3cret")
    guarded = Guarded(way, "right")
    guarded.says = "I do not know {}"
    with serving(guarded) as url, open_store(f"sparql:{url}", access=[access(url, way)]) as store:
        with pytest.raises(StoreError, match="what it says has the secret in it") as caught:
            store.graphs()
        guarded.says = "go away"
        with pytest.raises(StoreError, match="go away"):
            store.graphs()
    assert "s3cret" not in str(caught.value) and "YW5u" not in str(caught.value)


@pytest.mark.parametrize("algorithm", ["MD5", "SHA-256"])
def test_a_digest_is_asked_for_once_and_again_when_it_is_stale(algorithm: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_OF_TEST", "word")
    guarded = Guarded("digest", "word", algorithm, uses=3)
    with serving(guarded) as url, open_store(f"sparql:{url}", access=[access(url, "digest")]) as store:
        for _ in range(5):
            store.graphs()
    assert [status for status, _ in guarded.asked] == [401, 200, 200, 200, 401, 200, 200]


def test_a_long_text_is_sent_once_and_only_when_the_server_lets_kgraph_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_OF_TEST", "word")
    guarded = Guarded("digest", "word")
    with serving(guarded) as url, open_store(f"sparql:{url}|{url}", access=[access(url, "digest")]) as store:
        store.load((G, G, IRI(f"https://example.org/{number}"), G) for number in range(3_000))
    assert [(status, length > 50_000) for status, length in guarded.asked] == [(401, False), (200, True)]


@pytest.mark.parametrize("way", ["basic", "digest", "bearer"])
def test_a_wrong_password_is_one_line_without_the_password(way: Way, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_OF_TEST", "wrong")
    guarded = Guarded(way, "right")
    with serving(guarded) as url, open_store(f"sparql:{url}|{url}", access=[access(url, way)]) as store:
        for call in (store.graphs, store.clear):
            with pytest.raises(
                StoreError, match=r"does not take the .*the environment variable SECRET_OF_TEST"
            ) as caught:
                call()
            assert "wrong" not in str(caught.value)
            assert "\n" not in str(caught.value)
        assert len(guarded.asked) < 5


def test_the_way_that_a_server_wants_is_said() -> None:
    told = pytest.raises(StoreError, match=r"wants to know who asks, by digest: HTTP 401; name a way in .* kgraph.toml")
    with serving(Guarded("digest", "x")) as url, open_store(f"sparql:{url}") as store, told:
        store.graphs()


def test_a_service_that_wants_a_password_is_told_apart_from_a_store() -> None:
    told = pytest.raises(StoreError, match=r"HTTP 401; \[access\] of kgraph.toml is for stores alone, and no secret is")
    with serving(Guarded("basic", "x")) as url, told:
        Courtesy().select(url, "SELECT * { ?s ?p ?o }")


def test_another_way_than_the_servers_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_OF_TEST", "x")
    with (
        serving(Guarded("digest", "x")) as url,
        open_store(f"sparql:{url}", access=[access(url, "basic")]) as store,
        pytest.raises(StoreError, match=r"wants digest, and kgraph.toml says basic"),
    ):
        store.graphs()


def test_one_who_may_not_do_that_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_OF_TEST", "word")
    guarded = Guarded("basic", "word")
    guarded.allowed = 403
    with (
        serving(guarded) as url,
        open_store(f"sparql:{url}", access=[access(url, "basic")]) as store,
        pytest.raises(StoreError, match=r"does not allow this to the one whose secret is in .*SECRET_OF_TEST"),
    ):
        store.graphs()


def test_user_and_password_may_be_in_a_netrc_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = tmp_path / "netrc"
    monkeypatch.setenv("NETRC", str(kept))
    with serving(Guarded("digest", "word")) as url:
        own = Access(re.sub(r"/sparql.*", "/", url), "digest")
        with open_store(f"sparql:{url}", access=[own]) as store:
            with pytest.raises(UsageError, match=r"netrc, which kgraph.toml names, cannot be read"):
                store.graphs()
            kept.write_text("machine example.org login eve password x\n")
            with pytest.raises(UsageError, match=r"no entry for the machine 127.0.0.1"):
                store.graphs()
            kept.write_text("machine 127.0.0.1 login ann password word\n")
            assert store.graphs() == []


@pytest.mark.parametrize(
    ("address", "url", "covers"),
    [
        ("http://h:1/", "http://h:1/sparql", True),
        ("http://h:1", "http://h:1/sparql", True),
        ("http://h:1/sparql", "http://h:1/sparql-auth", False),
        ("http://h:1/", "http://h:2/sparql", False),
        ("https://h/", "http://h/sparql", False),
        ("http://h/", "http://h.example.org/", False),
    ],
)
def test_a_secret_goes_only_where_it_belongs(address: str, url: str, covers: bool) -> None:
    assert Access(address, "basic", "ann", "X").covers(url) == covers


def test_the_longest_address_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_OF_TEST", "word")
    with serving(Guarded("basic", "word")) as url:
        near = Access(url.partition("?")[0], "basic", "ann", "SECRET_OF_TEST")
        with open_store(f"sparql:{url}", access=[access(url, "bearer", "NEVER"), near]) as store:
            assert store.graphs() == []


@pytest.mark.parametrize(
    ("way", "user", "secret"),
    [
        ("bearer", "", "s3cret-word\n"),
        ("bearer", "", "s3cret\u2011word"),
        ("bearer", "", "s3cret\udce9word"),
        ("basic", "ann", "s3cret-word\r\n"),
        ("basic", "ann", "s3cret\udce9word"),
        ("digest", "ann", "s3cret-word\n"),
        ("digest", "ann\u2011b", "s3cret-word"),
    ],
)
def test_a_secret_that_no_header_can_carry_is_not_printed(
    way: Way, user: str, secret: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET_OF_TEST", secret)
    with serving(Guarded(way, "word")) as url:
        known = [Access(url.partition("?")[0], way, user, "SECRET_OF_TEST")]
        with open_store(f"sparql:{url}", access=known) as store, pytest.raises(UsageError) as caught:
            store.graphs()
    assert "the environment variable SECRET_OF_TEST" in str(caught.value)
    assert "s3cret" not in str(caught.value)
    assert "s3cret" not in repr((caught.value.__cause__, caught.value.__context__))


def test_a_challenge_with_an_empty_part_is_taken_without_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_OF_TEST", "word")
    door = Door("http://h/a", Access("http://h/a", "digest", "ann", "SECRET_OF_TEST"))
    said = Message()
    said["WWW-Authenticate"] = 'Digest realm="x", nonce="n", opaque='
    assert door.take(said)
    assert "opaque" not in door.header("/a")
