"""The W3C's cases of the SPARQL 1.1 Protocol and of the Graph Store Protocol; see w3c/README.md."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from serving import Reply, Server
from web_writing import BEARER

pytestmark = pytest.mark.slow  # nearly every case writes

_TABLES = json.loads((Path(__file__).parent / "w3c/cases.json").read_text("utf8"))
PROTOCOL, GRAPH_STORE = _TABLES.values()
DATA = "http://kasei.us/2009/09/sparql/data/data{}.rdf"
_WHOLE_STORE = re.compile(r"\b(CLEAR|DROP) ALL( ;)?")
_MEDIA_TYPES = {
    "tabular": ("application/sparql-results+json", "text/csv"),
    "boolean": ("application/sparql-results+json",),
    "RDF": ("text/turtle", "application/rdf+xml", "application/n-triples"),
}
Case = dict[str, Any]


@pytest.fixture(scope="module")
def store(writing: Server) -> Iterator[Server]:
    """A server with the three graphs that cases of queries have as data."""
    for number in (1, 2, 3):
        triple = f"<{DATA.format(number)}> a <http://xmlns.com/foaf/0.1/Document> ."
        headers = {**BEARER, "Content-Type": "text/turtle"}
        found = writing.ask(f"/graph-store?graph={DATA.format(number)}", "PUT", triple.encode(), headers)
        assert found.status in (201, 204)
    yield writing


def send(server: Server, endpoint: str, one: Case, body: str | None = None) -> Reply:
    text = "\n".join(one.get("body", ())) if body is None else body
    headers: dict[str, str] = {name: one[name] for name in ("content-type", "accept") if name in one}
    data = text.encode(one.get("encoding", "utf-8")) if text else None
    return server.ask(endpoint + one["path"], one["method"], data, {**BEARER, **headers})


def check(one: Case, found: Reply) -> None:
    """Judge an answer by what the case says of it."""
    assert str(found.status).startswith(tuple(one["status"])), found.text
    if "form" in one or "boolean" in one:
        assert found.headers["content-type"].startswith(_MEDIA_TYPES[one.get("form", "boolean")])
    if "boolean" in one:
        assert found.json["boolean"] is one["boolean"]
    if "graph" in one:
        assert found.headers["content-type"] == "text/turtle; charset=utf-8"
        assert canonical(found.text) == canonical("\n".join(one["graph"]))


def canonical(turtle: str) -> ox.Dataset:
    found = ox.Dataset(ox.parse(turtle, ox.RdfFormat.TURTLE, base_iri="http://www.example/"))
    found.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return found


@pytest.mark.parametrize("name", PROTOCOL)
def test_the_protocol(store: Server, name: str) -> None:
    for one in PROTOCOL[name]:
        text = "\n".join(one.get("body", ())).replace("+", " ")
        if _WHOLE_STORE.search(text) and "update" in name and not name.startswith("bad"):
            # the suite clears the whole store first, which has graphs that builds own
            assert send(store, "/sparql/", one).status == 403
            found = send(store, "/sparql/", one, _WHOLE_STORE.sub("CLEAR GRAPH <urn:x:none>\\2", text))
        else:
            found = send(store, "/sparql/", one)
        check(one, found)


@pytest.mark.parametrize("name", [name for name in GRAPH_STORE if name != "put_get_default"])
def test_the_graph_store_protocol(writing: Server, name: str) -> None:
    for graph in ("http://www.example/gsp/person/1.ttl", "http://www.example/gsp/person/%2531.ttl"):
        if "head_non" not in name:  # each case begins with a store that has no graph
            writing.ask(f"/graph-store?graph={graph}", "DELETE", headers=BEARER)
    location = ""
    for one in GRAPH_STORE[name]:
        found = send(writing, "/graph-store", {**one, "path": one["path"].replace("$LOCATION$", location)})
        check(one, found)
        location = found.headers.get("location", location)
        assert location or "location" not in one


def test_the_default_graph_is_a_world_which_is_read_and_not_replaced(writing: Server) -> None:
    put, get = GRAPH_STORE["put_get_default"]
    assert send(writing, "/graph-store", put).status == 403
    found = send(writing, "/graph-store", get)
    assert found.status == 200 and "Alice" not in found.text and "kg:Claim" in found.text
