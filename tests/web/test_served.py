"""A server that runs: queries in worlds and formats, pages, and what it refuses."""

import http.client
import json
import re
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode
from xml.etree import ElementTree

import pytest

from kgraph import Graph
from kgraph.views.home import Home, home_page
from serving import CHEAP, RUNAWAY, Server, cheap, eventually, served

DEADLINE = 4.0
EVERYTHING = "SELECT * { ?a ?b ?c . ?d ?e ?f }"


def names(reply: Any) -> list[dict[str, str]]:
    return [{key: cell["value"] for key, cell in row.items()} for row in reply.json["results"]["bindings"]]


# --- the protocol


def test_get_post_and_direct_post_answer_alike(server: Server) -> None:
    text = "SELECT ?claim { ?claim a kg:Claim } ORDER BY ?claim"
    form = urlencode({"query": text}).encode()
    found = [
        server.query(text),
        server.ask("/sparql", "POST", form, {"Content-Type": "application/x-www-form-urlencoded"}),
        server.ask("/sparql", "POST", text.encode(), {"Content-Type": "application/sparql-query"}),
    ]
    assert {one.status for one in found} == {200} and len({one.body for one in found}) == 1
    assert len(names(found[0])) == 28


@pytest.mark.parametrize(
    ("query", "form", "media_type"),
    [
        ("SELECT * { ?s a kg:Claim }", "json", "application/sparql-results+json"),
        ("SELECT * { ?s a kg:Claim }", "xml", "application/sparql-results+xml"),
        ("SELECT * { ?s a kg:Claim }", "csv", "text/csv; charset=utf-8"),
        ("SELECT * { ?s a kg:Claim }", "tsv", "text/tab-separated-values; charset=utf-8"),
        (CHEAP, "json", "application/sparql-results+json"),
        (CHEAP, "xml", "application/sparql-results+xml"),
        ("CONSTRUCT WHERE { ?s a kg:Claim }", "ttl", "text/turtle; charset=utf-8"),
        ("CONSTRUCT WHERE { ?s a kg:Claim }", "nt", "application/n-triples"),
        ("CONSTRUCT WHERE { ?s a kg:Claim }", "xml", "application/rdf+xml"),
        ("CONSTRUCT WHERE { ?s a kg:Claim }", "jsonld", "application/ld+json"),
        ("DESCRIBE ?c { ?c a kg:Claim }", "ttl", "text/turtle; charset=utf-8"),
    ],
)
def test_an_answer_comes_in_the_wanted_format(server: Server, query: str, form: str, media_type: str) -> None:
    by_parameter = server.query(query, format=form)
    by_accept = server.query(query, accept=media_type.partition(";")[0])
    for found in (by_parameter, by_accept):
        assert found.status == 200 and found.headers["content-type"] == media_type and found.body
    if form == "json":
        json.loads(by_accept.body)
    if form == "xml":
        ElementTree.fromstring(by_accept.body)  # noqa: S314 # our own output


def test_a_world_comes_by_parameter_or_by_address(server: Server, quake: Path) -> None:
    count = "SELECT (COUNT(?c) AS ?n) { ?c kg:inWorld ?w }"
    worlds: list[dict[str, str]] = [
        {},
        {"world": "asserted"},
        {"world": "record"},
        {"as_of": "2025-03-11"},
        {"world": "asserted", "as_of": "2025-03-10", "according_to": "Office for Civil Protection"},
    ]
    found = {}
    with Graph.open(quake) as graph:
        for world in worlds:
            options: dict[str, Any] = dict(world)
            [row] = graph.select(count, **options)
            named = server.query(count, **world)
            path = "".join(f"/{n.replace('_', '-')}/{quote(v)}" if n != "world" else f"/{v}" for n, v in world.items())
            by_path = server.query(count, path=f"/sparql{path}")
            assert names(named) == names(by_path) == [{"n": str(row["n"])}], world
            found[str(world)] = str(row["n"])
    assert len(set(found.values())) >= 4


def test_a_dataset_of_its_own_is_the_only_one_that_a_query_sees(server: Server, quake: Path) -> None:
    with Graph.open(quake) as graph:
        base = graph.workspace.base
        documents = sorted(name for name in graph.store.graphs() if name.startswith(f"{base}doc/"))
    one, other = documents[:2]
    count = "SELECT (COUNT(?c) AS ?n) { ?c a kg:Claim }"
    alone = [int(names(server.query(count, default_graph_uri=graph))[0]["n"]) for graph in (one, other)]
    both = int(names(server.query(count, default_graph_uri=[one, other]))[0]["n"])
    assert 0 < alone[0] < both == sum(alone)
    graphs = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g"
    assert [row["g"] for row in names(server.query(graphs, named_graph_uri=[one, other]))] == [one, other]
    assert names(server.query(graphs, default_graph_uri=one)) == []
    assert names(server.query(count, named_graph_uri=one)) == [{"n": "0"}]
    inside = count.replace("{", f"FROM <{other}> {{", 1)
    assert int(names(server.query(inside))[0]["n"]) == alone[1]
    # the dataset of the request takes precedence (Protocol §2.1.4)
    assert int(names(server.query(inside, default_graph_uri=one))[0]["n"]) == alone[0]
    assert names(server.query("SELECT ?x { ?x kg:inWorld ?w } LIMIT 1", default_graph_uri=f"{base}world/asserted"))


def test_graph_with_a_variable_sees_no_world(server: Server) -> None:
    server.query(cheap(), world="asserted")  # the world is made
    found = names(server.query("SELECT DISTINCT ?g { GRAPH ?g { ?s a kg:Claim } }"))
    assert found and not [row for row in found if "/world/" in row["g"]]


def test_an_endpoint_describes_itself(server: Server) -> None:
    found = server.ask("/sparql/asserted", headers={"Accept": "text/turtle"})
    assert found.status == 200 and f"127.0.0.1:{server.port}/sparql/asserted>" in found.text
    assert "SPARQL11Query" in found.text and found.headers["content-type"].startswith("text/turtle")


def test_a_browser_at_the_endpoint_is_led_to_the_form_in_the_same_world(server: Server) -> None:
    browser = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
    for accept in (browser, {"Accept": "text/html"}):
        assert (found := server.ask("/sparql", headers=accept)).status == 303 and found.headers["location"] == "query"
    found = server.ask("/sparql/according-to/Edda%20Marrin", headers=browser)
    assert found.headers["location"] == "../../query?according-to=Edda%20Marrin"
    assert "Edda Marrin" in server.ask("/query?according-to=Edda%20Marrin").text
    for accept in ({}, {"Accept": "*/*"}, {"Accept": "text/turtle, text/html;q=0.9"}):
        assert server.ask("/sparql", headers=accept).headers["content-type"].startswith("text/turtle")
    assert server.ask("/sparql?format=nt", headers=browser).status == 200


@pytest.mark.slow
def test_a_large_answer_comes_in_pieces_and_whole(server: Server, quake: Path) -> None:
    text = "SELECT ?s ?p ?o ?g { GRAPH ?g { ?s ?p ?o } } ORDER BY ?s ?p ?o"
    found = server.query(text, format="tsv")
    assert found.headers.get("transfer-encoding") == "chunked" and len(found.body) > 300_000
    with Graph.open(quake) as graph:
        assert found.text.count("\n") == len(graph.select(text)) + 1


def test_an_answer_is_compressed_for_who_takes_that(server: Server) -> None:
    import gzip

    text = "SELECT ?s ?p { ?s ?p ?o }"
    plain = server.query(text)
    asked = f"/sparql?{urlencode({'query': text})}"
    packed = server.ask(asked, headers={"Accept-Encoding": "gzip"})
    assert packed.headers["content-encoding"] == "gzip" and gzip.decompress(packed.body) == plain.body
    assert len(packed.body) < len(plain.body) / 4


def test_what_should_be_known_of_an_answer_is_in_a_header(server: Server) -> None:
    found = server.query("ASK { ?s kg:claimnt ?o }")
    assert found.json["boolean"] is False and "did you mean 'claimant'" in found.headers["kgraph-remark"]


# --- what is refused


@pytest.mark.parametrize(
    ("query", "status", "words"),
    [
        ("SELECT * WHERE", 400, "not legal SPARQL"),
        ("", 400, "empty"),
        ("measurements", 400, "no SPARQL"),
        ("INSERT DATA { <x:a> <x:b> <x:c> }", 400, "only reads"),
        ("ASK { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", 400, "kgraph.toml"),
        ("ASK { SERVICE <file:///etc/passwd> { ?s ?p ?o } }", 400, "kgraph.toml"),
        ("ASK { " + "{" * 3000 + "}" * 3000 + " }", 400, "nested"),
        ("SELECT (<x:f>(1) AS ?n) {}", 400, "not known"),
    ],
)
def test_a_query_that_cannot_be_answered_is_refused_in_one_line(
    server: Server, query: str, status: int, words: str
) -> None:
    found = server.query(query)
    assert found.status == status and found.headers["content-type"] == "application/problem+json"
    assert words in found.json["detail"] and "\n" not in found.json["detail"]
    assert found.json["status"] == status and found.json["title"]


def test_from_reaches_neither_file_nor_network(server: Server) -> None:
    for graph in ("file:///etc/passwd", "http://127.0.0.1:1/"):
        found = server.query("SELECT * FROM <GRAPH> { ?s ?p ?o }".replace("GRAPH", graph))
        assert found.status == 200 and names(found) == []


def test_a_world_that_cannot_be_chosen_is_refused(server: Server) -> None:
    assert "did you mean 'asserted'" in server.query(cheap(), world="asertd").json["detail"]
    assert server.query(cheap(), as_of="yesterday").status == 400
    assert server.query(cheap(), according_to="Nobody At All").status == 400
    assert server.query(cheap(), world="asserted", default_graph_uri="x:g").status == 400


def test_another_host_is_refused(server: Server) -> None:
    found = server.ask("/sparql", headers={"Host": "evil.example"})
    assert found.status == 421 and "evil.example" in found.json["detail"]
    assert server.ask("/healthz", headers={"Host": f"localhost:{server.port}"}).status == 200


def test_only_pages_of_named_origins_may_read_answers(server: Server) -> None:
    ours = server.ask("/healthz", headers={"Origin": "https://desk.example"})
    theirs = server.ask("/healthz", headers={"Origin": "https://evil.example"})
    assert ours.headers["access-control-allow-origin"] == "https://desk.example"
    assert "access-control-allow-origin" not in theirs.headers
    asked = {"Origin": "https://desk.example", "Access-Control-Request-Method": "POST"}
    before = server.ask("/sparql", "OPTIONS", headers=asked)
    assert before.status == 204 and "POST" in before.headers["access-control-allow-methods"]


def test_a_request_that_is_too_large_is_refused(server: Server) -> None:
    body = b"#" * (2**20 + 10)
    assert server.ask("/sparql", "POST", body, {"Content-Type": "application/sparql-query"}).status == 413
    assert server.ask("/sparql?query=" + "a" * 70_000).status == 431
    assert server.ask("/sparql", headers={"X-Long": "a" * 70_000}).status == 431
    assert server.ask("/sparql", headers={f"X-{n}": "a" for n in range(200)}).status == 431


def test_what_is_no_http_is_refused_and_harms_nobody(server: Server) -> None:
    for sent in (
        b"\x16\x03\x01\x02\x00\x01\x00",
        b"GET\r\n\r\n",
        b"A" * 100_000,
        b"GET / HTTP/9.9\r\n\r\n",
        b"\0" * 9_000,
    ):
        with socket.create_connection(("127.0.0.1", server.port), timeout=10) as link:
            link.sendall(sent)
            link.shutdown(socket.SHUT_WR)
            answered = link.recv(4096)
            assert answered.startswith((b"HTTP/1.1 400", b"HTTP/1.1 431")) or not answered
    assert server.query(cheap()).status == 200


def test_nothing_is_told_of_an_address_that_is_not_there(server: Server) -> None:
    for path in ("/nothing", "/../../etc/passwd", "/sparql/..%2f..%2fetc", "/%2e%2e/"):
        found = server.ask(path)
        assert found.status == 404 and found.headers["content-type"] == "application/problem+json"


# --- bounds


ENDS = "answer_late_seconds_count"


@pytest.mark.slow
def test_a_query_is_ended_at_its_deadline_and_others_go_on(quake: Path) -> None:
    with served(quake, places=2, deadline=DEADLINE) as server, ThreadPoolExecutor(4) as pool:
        eventually(lambda: 'state="idle"} 2' in server.ask("/metrics").text)
        began = time.monotonic()
        long = [pool.submit(server.query, RUNAWAY) for _ in range(2)]
        took_cheap = []
        while not all(one.done() for one in long):
            start = time.monotonic()
            assert server.query(cheap()).status == 200
            took_cheap.append(time.monotonic() - start)
        took = time.monotonic() - began
        for end in (
            *(f'end_late_seconds_count{{workspace="quake",what="{what}"}}' for what in ("killed", "gone")),
            ENDS,
        ):
            eventually(lambda end=end: f"kgraph_{end} 2\n" in server.ask("/metrics").text)
    for one in long:
        found = one.result()
        assert found.status == 503 and "deadline" in found.json["detail"] and found.headers["retry-after"]
    assert took < DEADLINE + 2 and len(took_cheap) > 10
    assert sorted(took_cheap)[len(took_cheap) // 2] < DEADLINE / 4


def test_an_answer_over_a_bound_breaks_off_and_never_looks_whole(server: Server) -> None:
    with pytest.raises(http.client.IncompleteRead):
        server.query(EVERYTHING, format="tsv")
    over = "SELECT ?a ?d { ?a a kg:Claim . ?b a kg:Claim . ?c a kg:Claim . ?d a kg:Claim }"
    try:
        found = server.query(over, format="tsv")
        assert found.status == 503 and "more than" in found.json["detail"]
    except http.client.IncompleteRead:
        pass
    assert server.query(cheap()).status == 200


def test_a_query_that_takes_too_much_memory_ends_alone(server: Server) -> None:
    found = server.query("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?i ?a LIMIT 1")
    assert found.status == 503
    assert server.query(cheap()).status == 200


# --- the catalogue, the vocabulary, the description


@pytest.mark.slow
def test_each_query_of_the_catalogue_has_an_address(server: Server, quake: Path) -> None:
    listed = server.ask("/api/queries").json["queries"]
    with Graph.open(quake) as graph:
        assert {one["name"] for one in listed} == set(graph.catalogue)
        answered = 0
        for one in listed:
            needed = [p for p in graph.catalogue[one["name"]].params if "UNDEF" not in p.default]
            found = server.ask(f"/api/{one['address']}?format=csv")
            if "SERVICE" in graph.catalogue[one["name"]].text:  # this workspace lists no endpoint
                assert found.status == 400 and "SERVICE" in found.json["detail"]
                continue
            assert found.status == 200, (one["name"], found.body)
            if not needed:
                assert found.text.count("\r\n") >= len(graph.query(one["name"])) + 1, one["name"]  # type: ignore[arg-type] # rows
                answered += 1
        assert answered > 20


def test_a_query_s_parameters_are_read_as_people_write_them(server: Server, quake: Path) -> None:
    found = server.ask("/api/queries/claims?claimant=Edda%20Marrin&format=json")
    with Graph.open(quake) as graph:
        wanted = graph.select("claims", params={"claimant": "Edda Marrin"})
    assert len(names(found)) == len(wanted) > 0
    as_of = server.ask("/api/queries/claims?claimant=Edda%20Marrin&as-of=2025-03-11")
    assert len(names(as_of)) < len(wanted)


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/api/queries/clams", 404, "did you mean 'claims'"),
        ("/api/queries/claims?claimnt=x", 400, "did you mean 'claimant'"),
        ("/api/queries/claims?claimant=Nobody", 400, "Nobody"),
        ("/api/queries/claims?format=csv&format=json", 400, "2 times"),
        ("/api/queries/..%2f..%2fetc%2fpasswd.rq", 404, ""),
        ("/api/queries/kgraph.toml", 404, ""),
    ],
)
def test_a_wrong_request_of_the_catalogue_is_refused(server: Server, path: str, status: int, words: str) -> None:
    found = server.ask(path)
    assert found.status == status and words in found.json["detail"]


def test_the_vocabulary_and_the_description_are_served(server: Server) -> None:
    import pyoxigraph as ox

    for path, word in (("/ontology", b"kgraph/ontology#Claim"), ("/.well-known/void", b"void#Dataset")):
        found = server.ask(path)
        assert found.headers["content-type"].startswith("text/turtle")
        quads = ox.serialize(ox.parse(found.body, ox.RdfFormat.TURTLE, base_iri="x:/"), format=ox.RdfFormat.N_TRIPLES)
        assert quads and word in quads


def test_the_vocabulary_comes_in_the_format_that_is_asked_for(server: Server) -> None:
    import pyoxigraph as ox

    asked = {"application/rdf+xml": ox.RdfFormat.RDF_XML, "application/n-triples": ox.RdfFormat.N_TRIPLES}
    whole = ox.Dataset(ox.parse(server.ask("/ontology").body, ox.RdfFormat.TURTLE))
    whole.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    for accept, form in asked.items():
        found = server.ask("/ontology", headers={"Accept": accept})
        assert found.headers["content-type"] == accept and "accept" in found.headers["vary"].lower()
        same = ox.Dataset(ox.parse(found.body, form))
        same.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
        assert same == whole
        assert server.ask(f"/ontology?format={'nt' if 'triples' in accept else 'xml'}").body == found.body
    browser = server.ask("/ontology", headers={"Accept": "text/html,application/xml;q=0.9,*/*;q=0.8"})
    assert browser.headers["content-type"].startswith("text/turtle")
    assert server.ask("/ontology", headers={"Accept": "image/png"}).status == 406
    assert server.ask("/ontology?format=csv").status == 400


# --- things


@pytest.mark.parametrize(
    ("accept", "form"),
    [("text/html", "html"), ("text/turtle", "ttl"), ("application/ld+json", "jsonld"), ("", "html"), ("*/*", "html")],
)
def test_a_thing_leads_to_the_document_that_is_wanted(server: Server, accept: str, form: str) -> None:
    found = server.ask("/id/place/sallow-dam", headers={"Accept": accept} if accept else {})
    assert (found.status, found.headers["location"]) == (303, f"?format={form}") and "accept" in found.headers["vary"]
    assert server.ask(f"/id/place/sallow-dam?format={form}").status == 200
    assert server.ask("/id/place/sallow-dam?format=turtle").headers["content-type"].startswith("text/turtle")


def test_a_thing_s_page_has_what_is_said_of_it_and_who_says_otherwise(server: Server) -> None:
    page = server.ask("/id/place/sallow-dam?format=html").text
    assert (
        "<h1><bdi>Sallow Dam</bdi></h1>" in page and "What is in question" in page and "Claims about Sallow Dam" in page
    )
    assert 'href="../../id/' in page and 'rel="alternate" type="text/turtle"' in page
    claimant = server.ask("/id/agent/sallow-water?format=html").text
    assert "<bdi>Claims by Sallow Water</bdi></h2>" in claimant and ">Sallow Water</bdi>" in claimant


def test_a_claim_s_page_has_its_question_and_a_document_s_page_its_claims(server: Server, quake: Path) -> None:
    with Graph.open(quake) as graph:
        base = graph.workspace.base
        [denial] = graph.select(
            "SELECT ?c ?d { ?c kg:claimant <agent/sallow-water> ; kg:denies ?x ; kg:statedIn ?d }"
        ).to_dicts()
    claim, document = (str(denial[name]).removeprefix(base) for name in ("c", "d"))
    page = server.ask(f"/id/{claim}?format=html").text
    assert "<bdi>What it says</bdi></h2>" in page and "Claims about" not in page
    assert "Reported cracking of Sallow Dam: did it happen?" in page and 'denies <a href="' in page
    assert "<bdi>Claims in it</bdi></h2>" in server.ask(f"/id/{document}?format=html").text


def test_every_link_of_a_page_leads_somewhere(server: Server) -> None:
    import re
    from urllib.parse import urljoin

    page = server.ask("/id/place/sallow-dam?format=html").text
    links = {urljoin("/id/place/sallow-dam", link) for link in re.findall(r'<a href="([^"#]+)"', page)}
    inside = sorted(link for link in links if link.startswith("/"))
    assert len(inside) > 5
    for link in inside:
        assert server.ask(link).status in (200, 303), link


def test_a_thing_as_data_has_speech_and_no_content_as_a_fact(server: Server, quake: Path) -> None:
    import pyoxigraph as ox

    text = server.ask("/id/place/sallow-dam?format=ttl").body
    triples = list(ox.parse(text, ox.RdfFormat.TURTLE))
    predicates = {one.predicate.value.rpartition("#")[2] for one in triples}
    assert {"claimant", "paraphrase", "content"} <= predicates
    with Graph.open(quake) as graph:
        told = graph.select("SELECT DISTINCT ?s { ?c kg:content ?g . GRAPH ?g { ?s ?p ?o } }")
        inside = {str(row["s"]) for row in told}
    assert not {one.subject.value for one in triples if isinstance(one.subject, ox.NamedNode)} & inside


def test_a_thing_that_is_not_there_is_not_found(server: Server) -> None:
    for path in (
        "/id/place/nowhere",
        "/id/",
        "/id/a b",
        "/id/%3Cscript%3E",
        "/id/%00",
        "/id/%0d%0aX: y",
        "/id/place/sallow-dam/",
    ):
        found = server.ask(quote(path, safe="/%") + "?format=html")
        assert found.status in (400, 404), (path, found.status)
    assert server.ask("/id/place/sallow-dam?format=pdf").status == 400
    assert server.ask("/id/place/sallow-dam", "POST", b"").status == 405


# --- pages, health


def test_the_first_page_says_what_is_in_it_and_what_is_in_question(server: Server) -> None:
    found = server.ask("/")
    assert found.status == 200 and found.headers["content-type"] == "text/html; charset=utf-8"
    assert (
        "People killed: Velmar earthquake?" in found.text and "28 claims by 14 claimants in 7 documents." in found.text
    )
    assert "<script" not in found.text and 'href="network"' in found.text


@pytest.mark.slow
def test_the_network_page_opens_in_the_chosen_world(server: Server) -> None:
    found = server.ask("/network?as-of=2025-03-10")
    assert found.status == 200 and "script-src &#39;sha256-" in found.text
    assert len(found.body) > 200_000 and "2025-03-11" not in found.text.partition("</head>")[0]
    assert server.ask("/network?world=asertd").status == 400


@pytest.mark.parametrize("page", ["/", "/network", "/id/place/sallow-dam", "/browse", "/sparql", "/api/claims"])
def test_a_page_in_another_world_than_the_address_says_is_not_shown(server: Server, page: str) -> None:
    for wrong in ("wrold=record", "world=nonsense", "world=asserted&world=record"):
        asked = f"{page}?{wrong}{'&query=ASK{}' if page == '/sparql' else ''}"
        found = server.ask(asked)
        told = "no parameter is called 'w", "no world is called 'nonsense'", "'world' is given 2 times"
        assert found.status == 400 and any(words in found.json["detail"] for words in told), (asked, found.text)
    if page in ("/", "/browse"):
        assert server.ask(f"{page}?utm_source=a&fbclid=b").status == 200


def test_health_and_metrics_are_told(server: Server) -> None:
    server.query(cheap())
    assert server.ask("/healthz").text == "ok\n"
    told = server.ask("/metrics").text
    assert 'kgraph_processes{workspace="quake",state="idle"}' in told
    assert int(told.partition('kgraph_asked_total{workspace="quake"} ')[2].split()[0]) > 0


def test_every_answer_is_marked_safe(server: Server) -> None:
    for path in ("/", "/healthz", "/nothing", "/sparql"):
        headers = server.ask(path).headers
        assert (
            headers["x-content-type-options"] == "nosniff"
            and "frame-ancestors 'none'" in headers["content-security-policy"]
        )
        assert "server" not in headers


# --- what strangers' texts do to an answer


def test_a_graph_that_is_no_iri_is_the_client_s_fault(server: Server) -> None:
    for graph in ("a b", "", "\0", "relative"):
        for name in ("default_graph_uri", "named_graph_uri"):
            found = server.query(cheap(), **{name: graph})
            assert found.status == 400 and "no IRI" in found.json["detail"], (name, graph)


def test_an_endpoint_of_any_address_describes_itself(server: Server) -> None:
    found = server.ask("/sparql/according-to/a%20b%3E%22%20%C3%A9?format=nt")
    assert found.status == 200 and "/sparql/according-to/a%20b%3E%22%20%C3%A9>" in found.text


def test_an_address_is_decoded_once(server: Server) -> None:
    told = server.query(cheap(), path="/sparql/according-to/No%252fBody").json["detail"]
    assert "'No%2fBody'" in told
    assert "'No/Body'" in server.query(cheap(), path="/sparql/according-to/No%2FBody").json["detail"]
    assert server.query(cheap(), path="/sparql/according-to/Edda%20Marrin").status == 200


def test_a_reason_is_one_line_whatever_it_quotes(server: Server) -> None:
    for found in (server.query(cheap(), as_of="2025\n\u202e"), server.query(CHEAP, format="x\r\ny" + "z" * 500)):
        assert found.status == 400 and found.json["detail"].isprintable() and len(found.json["detail"]) < 200


def test_only_pages_have_a_policy_of_their_own(server: Server) -> None:
    for path in ("/id/place/sallow-dam?format=xml", "/ontology", "/api/queries"):
        assert server.ask(path).headers["content-security-policy"].startswith("default-src 'none'"), path


def test_remarks_may_be_read_by_named_origins(server: Server) -> None:
    told = server.ask("/healthz", headers={"Origin": "https://desk.example"}).headers
    assert "kgraph-remark" in told["access-control-expose-headers"]


def test_the_first_page_shows_the_latest_questions_and_counts_the_others(quake: Path) -> None:
    with Graph.open(quake) as graph:
        found = graph.disputed()
    many = replace(found, questions=found.questions * 101)
    page = home_page(Home("Quake", "", "held", {}, many, ()))
    assert page.count('<div class="question">') == 100
    assert f"and {len(many.questions) - 100} older questions" in page and "older questions" not in home_page(
        Home("Quake", "", "held", {}, found, ())
    )


def test_a_page_is_made_once_for_all_who_ask_for_it(server: Server) -> None:
    def repeated() -> int:
        [count] = re.findall(r"^kgraph_repeated_total\{[^}]*\} (\d+)", server.ask("/metrics").text, re.MULTILINE)
        return int(count)

    first, before = server.ask("/").text, repeated()
    assert server.ask("/").text == first and repeated() > before


def test_what_a_claimant_changed_later_stands_by_the_claim_and_on_the_first_page(server: Server) -> None:
    told = 'Radio Velmar lowers “200” to “120” on <span class="day">2025-03-12</span>'
    for path in ("/id/claim/2025-03-11-radio-velmar/c5", "/id/doc/2025-03-11-radio-velmar", "/id/place/mirefold"):
        assert told in server.ask(f"{path}?format=html").text, path
    page = server.ask("/id/doc/2025-03-11-radio-velmar?format=html").text
    assert page.count("raises “31” to “44”") == 1, "told once, although several documents have it"
    home = server.ask("/").text
    assert told in home and "One voice, two figures" in home and "Near misses" in home


def test_a_server_that_only_reads_says_how_one_writes(server: Server) -> None:
    refused = server.ask("/graph-store?graph=urn:x:y", "PUT", b"", {"Content-Type": "text/turtle"})
    assert refused.status == 403 and "--write" in refused.json["detail"]


def test_a_claim_and_a_question_are_called_by_their_words_and_lead_on(server: Server) -> None:
    claim = server.ask("/id/claim/2025-03-11-radio-velmar/c5?format=html").text
    assert "<h1><bdi>Radio Velmar: In Mirefold 200 houses are gone.</bdi></h1>" in claim
    [address] = re.findall(r'<h3><a href="(id/dispute/[0-9a-f]+)"><bdi>Magnitude', server.ask("/").text)
    question = server.ask(f"/{address}?format=html").text
    assert question.count('<div class="claim">') >= 3 and 'href="../../id/claim/' in question
