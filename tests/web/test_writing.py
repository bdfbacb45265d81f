"""Writing over HTTP: who may, what is refused, and that what is answered is there, for every later reader."""

import asyncio
import shutil
import socket
import time
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from pathlib import Path
from threading import Event
from typing import Any, cast
from urllib.parse import quote

import pytest

from kgraph import Workspace, build
from kgraph.errors import Stopped, UsageError
from kgraph.namespaces import IRI
from kgraph.web import Settings, create_app
from kgraph.web.problems import Problem
from kgraph.web.sparql.protocol import FORM, QUERY, UPDATE, read_update
from kgraph.web.writing.access import Access, read_token
from kgraph.web.writing.works import Removed, parts_of
from kgraph.web.writing.writer import Writer
from kgraph.workspace.asking import Dataset
from looping import run
from serving import RUNAWAY, Reply, Server, eventually, served
from web_writing import BEARER, TOKEN

TURTLE = "text/turtle"
BASE = "https://example.org/earthquake/"


def store(server: Server, method: str, name: str, body: str = "", kind: str = TURTLE, **more: str) -> Reply:
    """Ask for a graph by its name, with the token."""
    headers = {**BEARER, **({"Content-Type": kind} if body else {}), **more}
    return server.ask(f"/graph-store?graph={quote(name, safe='')}", method, body.encode() or None, headers)


def update(server: Server, text: str, path: str = "/sparql", **more: str) -> Reply:
    return server.ask(path, "POST", text.encode(), {**BEARER, "Content-Type": UPDATE, **more})


def count(server: Server, graph: str) -> int:
    found = server.query(f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}")
    return int(found.json["results"]["bindings"][0]["n"]["value"])


# --- who may write


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 401),
        ({"authorization": f"Basic {TOKEN}"}, 401),
        ({"authorization": "Bearer"}, 401),
        ({"authorization": f"Bearer {TOKEN[:-1]}"}, 401),
        ({"authorization": f"Bearer {TOKEN} {TOKEN}"}, 401),
        ({"authorization": "Bearer \u00ff\u20ac"}, 401),
        ({"authorization": f"Bearer {TOKEN}", "origin": "https://elsewhere.example"}, 403),
        ({"authorization": f"Bearer {TOKEN}", "origin": "null"}, 403),
        ({"authorization": f"Bearer {TOKEN}", "origin": "http://["}, 403),
        ({"authorization": f"Bearer {TOKEN}", "origin": "http://localhost:8001"}, 403),
    ],
)
def test_who_has_no_token_or_comes_from_another_site_is_refused(headers: dict[str, str], status: int) -> None:
    with pytest.raises(Problem) as found:
        Access(TOKEN).check({"host": "localhost:8000", **headers})
    assert found.value.status == status
    assert ("www-authenticate" in found.value.headers) == (status == 401)


def test_who_has_the_token_may_write() -> None:
    access = Access(TOKEN)
    access.check({"host": "localhost:8000", "authorization": f"Bearer {TOKEN}"})
    access.check({"host": "Localhost:8000", "authorization": f"bearer  {TOKEN}", "origin": "http://localhost:8000"})
    assert TOKEN not in repr(vars(access))


@pytest.mark.parametrize("token", ["", "short", "x" * 15, "with a space in it", "x" * 20 + "\n", "\u00e9" * 20])
def test_a_token_that_is_easily_guessed_or_sent_in_no_header_is_refused(token: str) -> None:
    with pytest.raises(UsageError, match="openssl rand"):
        Access(token)


def test_the_token_comes_from_a_file_or_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "token"
    file.write_text(f"{TOKEN}\n")
    monkeypatch.setenv("KGRAPH_TOKEN", "another-token-of-someone")
    assert read_token(file) == TOKEN
    with pytest.raises(UsageError, match="KGRAPH_TOKEN is not set"):
        read_token(None)  # it is taken out of the environment, which other processes get
    monkeypatch.setenv("KGRAPH_TOKEN", TOKEN)
    assert read_token(None) == TOKEN
    file.write_text("\n")
    with pytest.raises(UsageError, match="is empty"):
        read_token(file)


def test_no_other_store_and_no_folder_that_cannot_be_written_is_let_be_written(
    quake: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(UsageError, match="leave out --store, or --write"):
        create_app(quake, store=f"oxigraph:{quake}/.kgraph/store", token=TOKEN)
    monkeypatch.setattr("os.access", lambda *given: False)
    with pytest.raises(UsageError, match="cannot be written"):
        create_app(quake, token=TOKEN)


def test_a_server_without_a_token_only_reads(server: Server) -> None:
    assert update(server, "INSERT DATA { GRAPH <urn:x:a> { <urn:x:s> <urn:x:p> 1 } }").status == 403
    refused = store(server, "PUT", "urn:x:a", "<urn:x:s> <urn:x:p> 1 .")
    assert refused.status == 403 and "started without --write" in refused.json["detail"]


# --- requests


def test_an_update_is_read_from_a_form_or_the_body() -> None:
    text = "CLEAR GRAPH <urn:x:a>"
    one = read_update("", b"", {"content-type": FORM}, f"update={quote(text)}".encode())
    two = read_update("asserted", b"", {"content-type": f"{UPDATE}; charset=utf-8"}, text.encode())
    three = read_update(
        "", b"using-graph-uri=urn:x:a&using-named-graph-uri=urn:x:b", {"content-type": UPDATE}, text.encode()
    )
    assert one.text == two.text == three.text == text and two.choice.world == "asserted"
    assert three.using == Dataset(("urn:x:a",), ("urn:x:b",))  # type: ignore[arg-type] # IRIs are texts


@pytest.mark.parametrize(
    ("parameters", "kind", "body", "why"),
    [
        ("", FORM, "update=a&update=b", "is given 2 times"),
        ("update=a", UPDATE, "b", "send one"),
        ("", FORM, "update=a&query=b", "no parameter of an update is called 'query'"),
        ("default-graph-uri=urn:x:a", UPDATE, "b", "no parameter of an update"),
        ("world=asserted&using-graph-uri=urn:x:a", UPDATE, "b", "not both"),
        ("using-graph-uri=%3E%20%7B", UPDATE, "b", "is no IRI"),
        ("", f"{UPDATE}; charset=utf-16", "b", "UTF-8"),
        ("", UPDATE, " \n", "is empty"),
        ("", FORM, "update=", "is empty"),
    ],
)
def test_a_wrong_update_is_refused(parameters: str, kind: str, body: str, why: str) -> None:
    with pytest.raises(Problem, match=why):
        read_update("", parameters.encode(), {"content-type": kind}, body.encode())


@pytest.mark.parametrize(
    ("method", "query", "status"),
    [
        ("PUT", "", 400),
        ("DELETE", "", 400),
        ("GET", "", 400),
        ("PUT", "graph=urn:x:a&default", 400),
        ("PUT", "graph=urn:x:a&graph=urn:x:b", 400),
        ("PUT", "graph=relative", 400),
        ("PUT", "graph=urn:x:a%20b", 400),
        ("PUT", "graph=urn:x:%3E%20%7B", 400),
        ("PUT", "graph=", 400),
        ("PUT", "grph=urn:x:a", 400),
        ("PUT", "graph=urn:x:a&world=asserted", 400),
        ("GET", "graph=urn:x:a&world=asserted", 400),
        ("GET", "default=1", 400),
        ("GET", "graph=urn:x:none", 404),
        ("HEAD", "graph=urn:x:none", 404),
        ("DELETE", "graph=urn:x:none", 404),
        ("DELETE", "default", 403),
        ("POST", "default", 403),
        ("PUT", f"graph={BASE}graph/reference", 403),
        ("POST", f"graph={BASE}anything", 403),
        ("DELETE", f"graph={BASE}doc/x", 403),
        ("PUT", f"graph={BASE}written/../claim/x", 403),
        ("PUT", "graph=https://example.org/a/../earthquake/claim/x", 403),
        ("PUT", f"graph={BASE[:-1]}", 403),
        ("PUT", f"graph={BASE}world/undisputed", 403),
        ("PATCH", "graph=urn:x:a", 405),
        ("PROPFIND", "graph=urn:x:a", 405),
    ],
)
def test_a_wrong_request_for_a_graph_changes_nothing(writing: Server, method: str, query: str, status: int) -> None:
    body = b"<urn:x:s> <urn:x:p> 1 ." if method in ("PUT", "POST") else None
    found = writing.ask(f"/graph-store?{query}", method, body, {**BEARER, "Content-Type": TURTLE})
    assert found.status == status
    if status == 403 and "graph=" in query:
        assert query.removeprefix("graph=") in found.json["detail"]
    if status == 405:
        assert found.headers["allow"].startswith("GET, HEAD, PUT")


@pytest.mark.parametrize(
    ("kind", "body", "status"),
    [
        ("text/html", "<p>", 415),
        ("application/trig", "<urn:x:a> { }", 415),
        (TURTLE, "<urn:x:s> <urn:x:p>", 400),
        ("application/n-triples", "<urn:x:s> <urn:x:p> <urn:x:o> <urn:x:g> .", 400),
        ("application/ld+json", '{"@context": "http://127.0.0.1:1/context"}', 400),
        ("application/ld+json", "[" * 100_000, 400),
        ("application/ld+json", '{"@id": "urn:x:g", "@graph": {"@id": "urn:x:s", "urn:x:p": 1}}', 400),
        (TURTLE, "<urn:x:s> <urn:x:p> <<( <urn:x:s> <urn:x:p> 1 )>> .", 400),
        (TURTLE, "<urn:x:s> <urn:x:p> 1 .\n" + "#" * 2**18, 413),
        ("multipart/form-data", "<urn:x:s> <urn:x:p> 1 .", 400),
    ],
)
def test_what_is_no_graph_is_refused(writing: Server, kind: str, body: str, status: int) -> None:
    found = store(writing, "PUT", "urn:x:refused", body, kind)
    said = found.json["detail"]
    assert found.status == status and "\n" not in said and "Callback" not in said
    assert ("not fetched; write the context into the file" in said) == ("/context" in body)


def test_a_form_has_several_parts() -> None:
    body = (
        b'--x\r\nContent-Disposition: form-data; name="a"\r\nContent-Type: text/turtle\r\n\r\n<a> <b> 1 .\r\n'
        b'--x\r\nContent-Disposition: form-data; name="b"\r\nContent-Type: application/n-triples\r\n\r\n'
        b"\xd0\xb0\r\n--x--\r\n"
    )
    found = list(parts_of("multipart/form-data; boundary=x", body))
    assert found == [(TURTLE, b"<a> <b> 1 ."), ("application/n-triples", b"\xd0\xb0")]


@pytest.mark.parametrize(
    ("text", "status", "said"),
    [
        ("CLEAR ALL", 403, "ALL"),
        ("INSERT DATA { <urn:x:s> <urn:x:p> 1 }", 403, "DEFAULT"),
        (f"DROP GRAPH <{BASE}graph/derived>", 403, f"<{BASE}graph/derived>"),
        ("DELETE { GRAPH ?g { ?s ?p ?o } } WHERE { GRAPH ?g { ?s ?p ?o } }", 403, "belongs to builds"),
        ("LOAD <http://127.0.0.1:1/> INTO GRAPH <urn:x:a>", 400, "LOAD is refused"),
        (
            "INSERT { GRAPH <urn:x:a> { ?s ?p ?o } } WHERE { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
            400,
            "SERVICE",
        ),
        ("CLEAR XYZ", 400, "line 1, column 10"),
        ("SELECT * { ?s ?p ?o }", 400, "this is a query"),
    ],
)
def test_an_update_that_may_not_be_is_refused(writing: Server, text: str, status: int, said: str) -> None:
    found = update(writing, text)
    assert found.status == status and said in found.json["detail"]


def test_an_update_without_the_token_is_not_even_read(writing: Server) -> None:
    found = writing.ask("/sparql", "POST", b"#" * 2**19, {"Content-Type": UPDATE})
    assert found.status == 401 and found.headers["www-authenticate"].startswith("Bearer")
    found = writing.ask("/sparql", "POST", b"update=CLEAR+GRAPH+<urn:x:a>", {"Content-Type": FORM})
    assert found.status == 401
    assert writing.ask("/graph-store?graph=urn:x:a", "PUT", b"", {"Content-Type": TURTLE}).status == 401
    assert update(writing, "CLEAR GRAPH <urn:x:a>", Origin="https://elsewhere.example").status == 403
    assert writing.ask("/graph-store?default").status == 200, "reading needs no token"
    assert writing.ask("/sparql", "POST", b"ASK {}", {"Content-Type": QUERY}).status == 200


# --- what is written is there


@pytest.mark.slow
def test_what_is_written_is_seen_by_the_next_reader(writing: Server) -> None:
    graph = f"{BASE}written/seen"
    assert store(writing, "PUT", graph, "<a> <b> [ <c> 'Покровськ </script> \u202e' ] .").status == 201
    for _ in range(4):  # whichever process answers
        assert count(writing, graph) == 2
    text = f"INSERT {{ GRAPH <{graph}> {{ ?c kg:inWorld 'seen' }} }} WHERE {{ ?c a kg:Claim }}"
    assert update(writing, text).status == 204
    assert count(writing, graph) == 30
    assert writing.query("ASK { ?c kg:inWorld 'seen' }").json["boolean"] is False, "worlds have none of it"
    assert store(writing, "DELETE", graph).status == 204 and count(writing, graph) == 0


@pytest.mark.slow  # it writes all the time
@pytest.mark.parametrize("parameters", ["", "as-of=2025-03-12&"])  # of processes that have read lists, and of others
def test_paging_goes_on_over_what_clients_write_whichever_process_answers(
    quake: Path, tmp_path: Path, parameters: str
) -> None:
    shutil.copytree(quake, tmp_path / "quake", symlinks=True)
    with served(tmp_path / "quake", token=TOKEN, places=2, deadline=50.0) as server:
        page_while_somebody_writes(server, parameters)


def page_while_somebody_writes(writing: Server, parameters: str) -> None:
    address = f"/api/claims?{parameters}limit="
    whole = writing.ask(f"{address}1000").json["claims"]
    first = writing.ask(f"{address}5").json
    done = Event()

    def write() -> list[int]:
        texts = (f"INSERT DATA {{ GRAPH <urn:x:paged> {{ <{BASE}claim/{n}> a kg:Claim }} }}" for n in range(2))
        try:
            return [update(writing, text).status for text in texts]
        finally:
            done.set()

    def follow(size: int) -> list[Any]:
        """The lists on pages of this size, over and over, the last time after all is written."""
        found, is_last = [], False
        while not is_last:
            is_last = done.is_set()
            page, claims = first, [*first["claims"]]
            while page["next"]:
                reply = writing.ask(f"{address}{size}&cursor={page['next']}")
                assert reply.status == 200, reply.text
                page = reply.json
                claims += page["claims"]
            found.append(claims)
        return found

    with ThreadPoolExecutor(4) as several:
        writer = several.submit(write)
        lists = [found for each in several.map(follow, (3, 7)) for found in each]
        assert writer.result() == [204] * 2
    assert len(lists) > 2 and all(found == whole for found in lists)


@pytest.mark.slow
def test_an_update_tells_how_much_it_changed(writing: Server) -> None:
    three = "INSERT DATA { GRAPH <urn:x:told> { <urn:x:s> <urn:x:p> 1, 2, 3 } }"
    done = update(writing, three)
    assert (done.status, done.headers["kgraph-added"], done.headers["kgraph-removed"]) == (204, "3", "0")
    assert "kgraph-remark" not in done.headers and done.body == b""
    replaced = "DELETE { GRAPH ?g { ?s ?p ?o } } INSERT { GRAPH ?g { ?s ?p 5 } } WHERE { GRAPH ?g { ?s ?p ?o } }"
    told = update(writing, replaced.replace("?g", "<urn:x:told>"), Accept="application/json")
    assert told.status == 200 and told.json == {"added": 1, "removed": 3}
    missed = replaced.replace("?g", "<urn:x:tolt>")
    assert "no pattern matches" in update(writing, missed).headers["kgraph-remark"]
    nothing = update(writing, missed, Accept="application/json").json
    assert (nothing["added"], nothing["removed"]) == (0, 0) and "no pattern matches" in nothing["remark"]
    assert store(writing, "DELETE", "urn:x:told").headers["kgraph-removed"] == "1"


def test_the_description_says_that_updates_are_taken(writing: Server, server: Server) -> None:
    told = writing.ask("/sparql?format=nt").text
    assert "#SPARQL11Update>" in told and "Authorization: Bearer" in told
    assert f"#seeAlso> <http://127.0.0.1:{writing.port}/graph-store>" in told
    assert "SPARQL11Update" not in server.ask("/sparql?format=nt").text


@pytest.mark.slow
def test_an_update_sees_the_world_that_its_address_names(writing: Server) -> None:
    held = "INSERT { GRAPH <urn:x:held> { ?c a kg:Claim } } WHERE { ?c kg:inWorld ?w }"
    for path in ("/sparql", "/sparql/asserted"):
        number = writing.query("SELECT (COUNT(*) AS ?n) { ?c kg:inWorld ?w }", path)
        assert update(writing, f"CLEAR GRAPH <urn:x:held> ; {held}", path).status == 204
        assert count(writing, "urn:x:held") == int(number.json["results"]["bindings"][0]["n"]["value"])
    assert update(writing, "DROP GRAPH <urn:x:held>").status == 204


@pytest.mark.slow  # it lasts to the deadline
def test_an_update_that_takes_too_long_or_too_much_changes_nothing(writing: Server) -> None:
    pattern = RUNAWAY[RUNAWAY.index("{") :]
    endless = update(writing, f"INSERT {{ GRAPH <urn:x:endless> {{ ?a ?b ?l }} }} WHERE {pattern}")
    assert endless.status == 503 and "retry-after" in endless.headers
    large = update(writing, "INSERT { GRAPH <urn:x:large> { ?s ?p ?o } } WHERE { GRAPH ?g { ?s ?p ?o } }")
    assert large.status == 507 and "524,288 are allowed" in large.json["detail"]
    assert count(writing, "urn:x:endless") == count(writing, "urn:x:large") == 0


def test_who_waits_for_another_writer_waits_until_the_deadline_alone() -> None:
    class Endless:
        """A pool whose processes come to no end before the deadline."""

        settings, times = Settings(deadline=0.9), 0

        @asynccontextmanager
        async def asked(self, work: Any, client: str, until: float | None = None) -> AsyncIterator[None]:
            now, self.times = asyncio.get_running_loop().time(), self.times + 1
            await asyncio.sleep(0.6 if self.times == 1 else (until or now + self.settings.deadline) - now)
            if self.times:
                raise Stopped("stopped")
            yield

    async def both() -> list[object]:
        writer = Writer(cast(Any, Endless()), Access(TOKEN))
        asked = [writer.change(Removed(IRI("urn:x:a")), {}, cast(Any, None)) for _ in range(2)]
        return await asyncio.gather(*asked, return_exceptions=True)

    began = time.monotonic()
    found = run(both())
    assert time.monotonic() - began < 1.3
    assert [one.status for one in found if isinstance(one, Problem)] == [503, 503]


@pytest.mark.slow  # writers wait for one another
def test_of_several_writers_at_once_none_is_lost(writing: Server) -> None:
    texts = [f"INSERT DATA {{ GRAPH <urn:x:many> {{ <urn:x:s> <urn:x:p> {n} }} }}" for n in range(8)]
    with ThreadPoolExecutor(8) as several:
        statuses = [found.status for found in several.map(lambda text: update(writing, text), texts)]
    done = statuses.count(204)
    # those who waited too long are told so, or answered before readers see it: how many depends on the machine
    assert set(statuses) <= {204, 503} and done > 0
    eventually(lambda: count(writing, "urn:x:many") == done)
    assert store(writing, "DELETE", "urn:x:many").status == 204


@pytest.mark.slow  # it builds
def test_a_build_keeps_what_was_written_and_is_kept_by_the_next_change(writing: Server) -> None:
    workspace = Workspace.find(writing.folders[0])
    assert store(writing, "PUT", "urn:x:built", "<a> <b> 1 .").status == 201
    path = workspace.data_files()[0]
    path.write_text(path.read_text() + "\n# a remark\n")
    build(workspace)
    eventually(lambda: count(writing, "urn:x:built") == 1)
    assert store(writing, "POST", "urn:x:built", "<a> <b> 2 .").status == 204
    build(workspace, anew=True)
    assert store(writing, "POST", "urn:x:built", "<a> <b> 3 .").status == 204
    assert count(writing, "urn:x:built") == 3
    assert store(writing, "DELETE", "urn:x:built").status == 204


def test_a_store_that_cannot_be_written_is_no_fault_of_the_client(writing: Server) -> None:
    folder = writing.folders[0] / ".kgraph"
    aside = folder.rename(folder.with_name("aside"))
    folder.write_text("no folder")  # unlike a folder's permissions, this stops root, too
    try:
        answers = [store(writing, "PUT", "urn:x:full", "<a> <b> 1 ."), update(writing, "CREATE GRAPH <urn:x:full>")]
    finally:
        folder.unlink()
        aside.rename(folder)
    assert [answer.status for answer in answers] == [500, 500]
    assert all("cannot be written" in answer.json["detail"] for answer in answers)
    assert store(writing, "PUT", "urn:x:full", "<a> <b> 1 .").status == 201
    assert store(writing, "DELETE", "urn:x:full").status == 204


@pytest.mark.slow
@pytest.mark.parametrize("size", [1, 2, 3, 50, 10_000])
@pytest.mark.parametrize("with_body", [True, False])
def test_a_request_arrives_although_its_client_would_rather_speak_http_2(
    server: Server, size: int, with_body: bool
) -> None:
    """Java's client says so in each first request of a connection."""
    body = b"ASK { ?s ?p '''\r\n\r\nUpgrade: h2c''' }" if with_body else b""
    line = "POST /sparql" if with_body else "GET /sparql?query=ASK%7B%7D"
    wish = "Connection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AAEAAEAA\r\nUPGRADE: h2c\r\nX-Upgrade: Upgrade:\r\n"
    kind = f"Content-Type: {QUERY}\r\nContent-Length: {len(body)}\r\n" if with_body else ""
    request = f"{line} HTTP/1.1\r\nHost: localhost\r\n{kind}{wish}\r\n".encode() + body
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as client:
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for _ in range(2):  # two requests on one connection
            for start in range(0, len(request), size):
                client.sendall(request[start : start + size])
                time.sleep(0.0005)
            answer = b""
            while not answer.endswith(b"}\n"):
                answer += client.recv(2**16)
            assert (
                answer.startswith(b"HTTP/1.1 200") and b'"boolean": ' + (b"false" if with_body else b"true") in answer
            )
