"""The reconciliation service: what the W3C community group's specifications (0.2, 1.0-draft), its test bench and
OpenRefine's client ask of one, transcribed."""

import json
import random
import re
import shutil
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest

from kgraph import Workspace, build
from serving import Reply, Server, eventually, served

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
JSON = {"Content-Type": "application/json"}
HOSTILE = {
    "script": "</script><script>alert(1)</script>",
    "rtl": "\u202eesrever",
    "quote": 'a \\\\ b\' \\"c\\"',
    "emoji": "🏠",
}
"""Names of things, as Turtle writes them, by the last part of their IRIs."""


@pytest.fixture(scope="module")
def two(quake: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of two workspaces that lets no page read its answers; things of the second have hostile names."""
    folder = tmp_path_factory.mktemp("hostile") / "hostile"
    (folder / "data/triples").mkdir(parents=True)
    (folder / "kgraph.toml").write_text('base = "https://example.org/h/"\n')
    lines = [f'<place/{name}> a kg:City ; rdfs:label "{text}" .' for name, text in HOSTILE.items()]
    lines += [
        '<place/a%2Fb> a kg:City ; rdfs:label "encoded" .',
        '<http://other.example/x> a kg:City ; rdfs:label "o" .',
    ]
    head = (
        "@prefix kg: <https://w3id.org/kgraph/ontology#> .\n@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        "@base <https://example.org/h/> .\n<graph/reference> {\n"
    )
    text = head + "\n".join(lines) + "\n}\n"
    (folder / "data/triples/reference.trig").write_text(text, encoding="utf8")
    build(Workspace.find(folder))
    with served(quake, folder) as found:
        yield found


def form(server: Server, at: str = "/reconcile", **given: Any) -> Reply:
    """A request as OpenRefine's server sends it: a POST of a form with one field in JSON."""
    text = urlencode({name: json.dumps(value) for name, value in given.items()}).encode()
    return server.ask(at, "POST", text, FORM)


def candidates(server: Server, query: Any, at: str = "/reconcile") -> list[tuple[str, bool]]:
    found = form(server, at, queries={"q0": query}).json["q0"]["result"]
    return [(one["id"], one["match"]) for one in found]


# --- what the schemas say


def check_type(given: Any) -> None:
    assert isinstance(given["id"], str) and given["id"] and isinstance(given["name"], str) and given["name"]
    for one in given.get("broader", ()):
        check_type(one)


def check_candidate(given: Any, draft: bool) -> None:
    assert isinstance(given["id"], str) and given["id"] and isinstance(given["name"], str) and given["name"]
    assert isinstance(given["score"], int | float) and 0 <= given["score"] <= 100
    assert isinstance(given["match"], bool) and isinstance(given["description"], str)
    for one in given["type"]:
        check_type(one)
    assert len({one["id"] for one in given["features"]}) == len(given["features"])
    for one in given["features"]:
        assert isinstance(one["id"], str) and isinstance(one["value"], int | float)
        assert not draft or isinstance(one["name"], str)


def check_values(given: Any) -> None:
    for one in given:
        kinds: list[dict[str, type]] = [
            {"str": str},
            {"int": int},
            {"float": float},
            {"id": str, "name": str, "description": str},
        ]
        assert any(one.keys() == kind.keys() for kind in kinds), one
        assert all(isinstance(one[name], kind[name]) for kind in kinds if one.keys() == kind.keys() for name in one)


# --- the manifest


def test_the_manifest_of_0_2(server: Server) -> None:
    reply = server.ask("/reconcile")
    found, address = reply.json, f"http://127.0.0.1:{server.port}/reconcile"
    assert reply.status == 200 and reply.headers["content-type"] == "application/json"
    assert "0.2" in found["versions"] and found["name"]
    assert found["identifierSpace"] == "https://example.org/earthquake/"
    assert found["schemaSpace"] == "https://w3id.org/kgraph/ontology#"
    assert found["view"]["url"] == address + "/view?id={{id}}"
    assert "{{id}}" in found["preview"]["url"]
    assert all(isinstance(found["preview"][name], int) for name in ("width", "height"))
    assert {one["id"] for one in found["defaultTypes"]} == {"Person", "Organization", "Place", "Event"}
    for kind in ("entity", "type", "property"):
        service = found["suggest"][kind]
        assert service["service_url"] + service["service_path"] == f"{address}/suggest/{kind}"
        assert "${id}" in service["flyout_service_path"]
    setting = found["extend"]["property_settings"][0]
    assert setting["type"] == "number" and setting["name"] and setting["label"]
    assert isinstance(found["batchSize"], int)


def test_the_draft_has_a_manifest_of_its_own(server: Server) -> None:
    """The forms exclude each other: what `suggest` has are objects in 0.2, truth values in the draft."""
    found = server.ask("/reconcile/draft").json
    assert found["versions"] == ["1.0-draft"] and found["name"]
    assert found["view"]["url"] == f"http://127.0.0.1:{server.port}/reconcile/draft/view?id={{id}}"
    assert found["suggest"] == {"entity": True, "property": True, "type": True}
    assert found["preview"].keys() == {"width", "height"} and found["standardizedScore"] is True
    setting = found["extend"]["propertySettings"][0]
    assert found["extend"]["proposeProperties"] is True and setting["id"] and setting["name"] and setting["helpText"]
    assert not found.keys() & {"identifierSpace", "schemaSpace"}


# --- queries


def test_a_batch_is_answered_alike_by_get_and_by_post(server: Server) -> None:
    batch = {"q0": {"query": "Marrin, Edda"}, "é \ud83d": {"query": "Brenhold", "limit": 1, "type_strict": "any"}}
    posted = form(server, queries=batch)
    got = server.ask(f"/reconcile?{urlencode({'queries': json.dumps(batch)})}")
    assert posted.status == got.status == 200 and posted.json == got.json
    assert posted.json.keys() == batch.keys()
    assert [(one["id"], one["match"]) for one in posted.json["q0"]["result"]] == [("agent/marrin", True)]
    for one in posted.json.values():
        scores = [candidate["score"] for candidate in one["result"]]
        assert scores == sorted(scores, reverse=True)
        for candidate in one["result"]:
            check_candidate(candidate, draft=False)
    assert len(posted.json["é \ud83d"]["result"]) == 1


def test_the_requests_of_openrefine_are_answered(server: Server) -> None:
    """Its batches have ten queries; with a type, each has `type_strict: should`; columns are properties, a cell that is
    matched already is an object."""
    one = {
        "query": "Mirefold",
        "type": "City",
        "type_strict": "should",
        "properties": [{"pid": "locatedIn", "v": {"id": "place/velmar-valley", "name": "Velmar valley"}}],
        "limit": 3,
    }
    batch = {f"q{number}": {**one, "query": name} for number, name in enumerate(["Mirefold", "Brenhold", *"abcdefgh"])}
    found = form(server, queries=batch).json
    assert [found[f"q{n}"]["result"][0]["match"] for n in (0, 1)] == [True, True]
    assert not any(candidate["match"] for n in range(2, 10) for candidate in found[f"q{n}"]["result"])
    other = {**one, "properties": [{"pid": "locatedIn", "v": "Elsewhere"}]}
    assert candidates(server, other) == [("place/mirefold", False)]


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ("City", True),
        ("https://w3id.org/kgraph/ontology#City", True),
        ({"id": "https://w3id.org/kgraph/ontology#City", "name": "city"}, True),
        ([""], True),
        ("", True),
        ("https://w3id.org/kgraph/ontology#Person", False),
        ("Nonsense", False),
    ],
    ids=str,
)
def test_a_type_is_named_by_its_id_or_its_iri(server: Server, given: Any, found: bool) -> None:
    assert bool(candidates(server, {"query": "Mirefold", "type": given})) is found
    one = {"matchType": "name", "propertyValue": "Mirefold"}
    if not isinstance(given, list):
        body = json.dumps({"queries": [{"type": given, "conditions": [one]}]}).encode()
        drafted = server.ask("/reconcile/match", "POST", body, JSON).json["results"][0]["candidates"]
        assert bool(drafted) is found


def test_a_property_is_named_by_its_id_or_its_iri(server: Server) -> None:
    for name in ("locatedIn", "https://w3id.org/kgraph/ontology#locatedIn"):
        properties = [{"pid": name, "v": "Elsewhere"}]
        assert candidates(server, {"query": "Mirefold", "properties": properties}) == [("place/mirefold", False)], name


def test_a_column_of_several_kinds_of_places_is_one_of_places(server: Server) -> None:
    """OpenRefine asks for the candidates of some names, and proposes the type that most of them have."""
    names = ("Mirefold", "Velmar valley")
    found = form(server, queries={name: {"query": name, "limit": 3} for name in names}).json
    types = [[one["id"] for one in found[name]["result"][0]["type"]] for name in names]
    assert types[0][0] == "City" != types[1][0] and all("Place" in one for one in types)
    assert types[0] == [
        one["id"] for one in server.ask("/reconcile/suggest/entity?prefix=Mirefold").json["result"][0]["notable"]
    ]


def test_a_name_decides_only_where_one_thing_has_it(server: Server) -> None:
    assert candidates(server, {"query": "Edda Marrin"}) == [("agent/marrin", True)]
    assert candidates(server, {"query": "agent/marrin"})[0] == ("agent/marrin", True)
    assert candidates(server, {"query": "Mirfold"}) == [("place/mirefold", False)]
    for absent in ("Atlantis", "John Nobody", "Обсерватория", "</script>", "\ud800"):
        assert not any(match for _, match in candidates(server, {"query": absent})), absent


def test_a_single_query_is_a_name_or_an_object(server: Server) -> None:
    for text in (
        "Edda Marrin",
        '{"query": "Edda Marrin", "type": "Person"}',
        '{"query": "Edda Marrin", "type": ["Person"]}',
    ):
        [found] = server.ask(f"/reconcile?{urlencode({'query': text})}").json["result"]
        assert found["id"] == "agent/marrin"


@pytest.mark.parametrize("path", ["/reconcile/match", "/reconcile/draft/match", "/reconcile"])
def test_queries_of_the_draft_are_answered_in_their_order(server: Server, path: str) -> None:
    """As its test bench sends them: required, matchQuantifier; conditions on names, ids and properties."""
    inside = {"matchType": "property", "propertyId": "locatedIn", "required": True, "matchQuantifier": "any"}
    batch = [
        {"conditions": [{"matchType": "name", "propertyValue": "Edda Marrin"}], "type": "Person", "limit": 5},
        {"conditions": [{"matchType": "id", "propertyValue": "place/brenhold"}]},
        {"conditions": [{"matchType": "name", "propertyValue": "Atlantis"}]},
        {"conditions": [{**inside, "propertyValue": ["Velmar valley", {"id": "x"}]}], "type": "City"},
        {
            "conditions": [
                {"matchType": "name", "propertyValue": ["Brenhold", "Mirefold"]},
                {"matchType": "name", "propertyValue": "Mirefold", "matchQuantifier": "none"},
            ]
        },
        {"conditions": [{"matchType": "name", "propertyValue": ["Brenhold", "Mirefold"], "matchQuantifier": "all"}]},
    ]
    reply = server.ask(path, "POST", json.dumps({"queries": batch}).encode(), JSON)
    results = [one["candidates"] for one in reply.json["results"]]
    assert [[(one["id"], one["match"]) for one in some] for some in results] == [
        [("agent/marrin", True)],
        [("place/brenhold", True)],
        [],
        [("place/brenhold", False), ("place/mirefold", False)],
        [("place/brenhold", True)],
        [],
    ]
    for some in results:
        for one in some:
            check_candidate(one, draft=True)


def test_a_large_batch_is_answered_and_a_larger_one_refused(server: Server) -> None:
    batch = {f"q{number}": {"query": f"nobody's name {number}"} for number in range(1_000)}
    found = form(server, queries=batch)
    assert found.status == 200 and len(found.json) == 1_000
    more = form(server, queries={**batch, "last": {"query": "x"}})
    assert more.status == 413 and "1,000" in more.json["detail"]
    drafted = [{"conditions": [{"matchType": "name", "propertyValue": "x"}]}] * 1_001
    assert server.ask("/reconcile/match", "POST", json.dumps({"queries": drafted}).encode(), JSON).status == 413


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "null",
        '"x"',
        "{",
        "[" * 50_000,
        '{"a":' * 50_000,
        '{"q": null}',
        '{"q": {}}',
        '{"q": {"query": {}}}',
        '{"q": {"query": "x", "other": 1}}',
        '{"q": {"query": "x", "limit": 0}}',
        '{"q": {"query": "x", "limit": -1}}',
        '{"q": {"query": "x", "limit": 1.5}}',
        '{"q": {"query": "x", "limit": true}}',
        '{"q": {"query": "x", "limit": "5"}}',
        '{"q": {"query": "x", "limit": 1e999}}',
        '{"q": {"query": "x", "limit": NaN}}',
        '{"q": {"query": "x", "limit": %s}}' % ("9" * 5_000),
        '{"q": {"query": "x", "type_strict": "maybe"}}',
        '{"q": {"query": "x", "type_strict": ["any"]}}',
        '{"q": {"query": "x", "type": 5}}',
        '{"q": {"query": "x", "type": [["City"]]}}',
        '{"q": {"query": "x", "properties": {}}}',
        '{"q": {"query": "x", "properties": [{"pid": 1, "v": 1}]}}',
        '{"q": {"query": "x", "properties": [{"pid": "type"}]}}',
        '{"q": {"query": "x", "properties": [{"pid": "type", "v": {"name": "x"}}]}}',
        '{"q": {"query": "x", "properties": [{"pid": "type", "v": [[1]]}]}}',
        '{"q": {"query": "x", "properties": [{"pid": "type", "v": 1e999}]}}',
        json.dumps({"q": {"query": "x", "type": ["City"] * 101}}),
        '{"q": {"query": "%s"}}' % ("x" * 10_001),
    ],
    ids=lambda text: text[:60],
)
def test_hostile_queries_are_refused(server: Server, text: str) -> None:
    found = server.ask("/reconcile", "POST", urlencode({"queries": text}).encode(), FORM)
    assert found.status == 400 and found.json["detail"], text[:100]


def test_an_empty_cell_finds_nothing_and_keeps_no_other_from_its_answer(server: Server) -> None:
    asked = {"q0": {"query": ""}, "q1": {"query": " \u2003", "type": "City"}, "q2": {"query": "Mirefold"}}
    found = form(server, queries=asked).json
    assert [len(one["result"]) for one in found.values()] == [0, 0, 1]
    assert server.ask("/reconcile?query=%20").json == {"result": []}
    named = [{"conditions": [{"matchType": "name", "propertyValue": name}]} for name in ("", "Mirefold")]
    drafted = server.ask("/reconcile/match", "POST", json.dumps({"queries": named}).encode(), JSON).json
    assert [len(one["candidates"]) for one in drafted["results"]] == [0, 1]


@pytest.mark.parametrize(
    "condition",
    [
        None,
        {},
        {"matchType": "name"},
        {"matchType": ["name"], "propertyValue": "x"},
        {"matchType": "property", "propertyValue": "x"},
        {"matchType": "property", "propertyId": "type", "propertyValue": "x", "required": "yes"},
        {"matchType": "property", "propertyId": "type", "propertyValue": "x", "matchQualifier": "ExactMatch"},
        {"matchType": "name", "propertyValue": "x", "matchQuantifier": []},
        {"matchType": "name", "propertyValue": "x", "matchQuantifier": "none"},
        {"matchType": "name", "propertyValue": {"id": "x"}},
    ],
    ids=str,
)
def test_hostile_conditions_are_refused(server: Server, condition: Any) -> None:
    text = json.dumps({"queries": [{"conditions": [condition]}]}).encode()
    found = server.ask("/reconcile/match", "POST", text, JSON)
    assert found.status == 400 and found.json["detail"]


def test_strange_values_agree_with_nothing_and_break_nothing(server: Server) -> None:
    values = [True, 0, -1, 10**400, 1.5, "1e999", "\ud800", "\u202e", "x" * 10_000, "0001-01-01", "", {"id": ""}]
    for value in values:
        query = {"query": "Mirefold", "properties": [{"pid": "locatedIn", "v": value}, {"pid": "\x00", "v": value}]}
        assert candidates(server, query) == [("place/mirefold", False)], value


# --- suggestions


@pytest.mark.parametrize("root", ["/reconcile", "/reconcile/draft"])
def test_entities_types_and_properties_are_suggested(server: Server, root: str) -> None:
    for kind, prefix, wanted in (
        ("entity", "bren", "place/brenhold"),
        ("entity", "place/brenhold", "place/brenhold"),
        ("entity", "https://example.org/earthquake/place/brenhold", "place/brenhold"),
        ("entity", "Marrin, Edda", "agent/marrin"),
        ("type", "cit", "City"),
        ("type", "City", "City"),
        ("property", "loc", "locatedIn"),
        ("property", "locatedIn", "locatedIn"),
    ):
        found = server.ask(f"{root}/suggest/{kind}?{urlencode({'prefix': prefix})}").json["result"]
        assert wanted in [one["id"] for one in found], (kind, prefix)
        for one in found:
            check_type(one)
    [city] = server.ask(f"{root}/suggest/type?prefix=City").json["result"]
    assert [one["id"] for one in city["broader"]] == ["Place"]
    entity = server.ask(f"{root}/suggest/entity?prefix=Edda").json["result"][0]
    assert entity["notable"] == [{"id": "Person", "name": "person"}] and "mayor" in entity["description"]


def test_suggestions_go_on_where_they_ended(server: Server) -> None:
    everything = server.ask("/reconcile/suggest/entity?prefix=&limit=100").json["result"]
    assert len(everything) == 25
    for name in ("cursor", "offset"):
        got: list[Any] = []
        skip: int | None = 0
        while skip is not None:
            found = server.ask(f"/reconcile/suggest/entity?prefix=&limit=10&{name}={skip}&lang=en").json
            got, skip = got + found["result"], found.get("cursor")
        assert got == everything
    assert len(server.ask("/reconcile/suggest/entity?prefix=").json["result"]) == 20
    assert server.ask("/reconcile/suggest/entity?prefix=&limit=9999").status == 200
    for wrong in ("limit=-1", "limit=x", "cursor=1e3", "offset=" + "9" * 50):
        assert server.ask(f"/reconcile/suggest/entity?prefix=a&{wrong}").status == 400
    assert server.ask("/reconcile/suggest/entity").status == 400


def test_a_flyout_tells_what_a_thing_a_type_or_a_property_is(server: Server) -> None:
    found = server.ask("/reconcile/flyout/entity?id=place%2Fbrenhold").json
    assert found["id"] == "place/brenhold" and "<strong>Brenhold</strong>" in found["html"]
    assert "City" in server.ask("/reconcile/flyout/type?id=City").json["id"]
    assert server.ask("/reconcile/flyout/property?id=locatedIn").json["html"]
    for kind, words in (("Place", "A real place"), ("City", "A settlement"), ("Event", "")):
        told = server.ask(f"/reconcile/flyout/type?id={kind}").json["html"]
        assert f"</p><p>{words}" in told and "</p><p></p>" not in told, kind
    assert server.ask("/reconcile/flyout/type?id=Nothing").status == 404


# --- previews


def test_a_preview_may_stand_in_a_frame_of_pages_that_may_read_answers(server: Server, two: Server) -> None:
    path = "/reconcile/preview?id=" + quote("place/brenhold", safe="")
    found = server.ask(path)
    assert found.status == 200 and found.headers["content-type"].startswith("text/html")
    assert found.headers["content-security-policy"] == "frame-ancestors https://desk.example"
    assert "x-frame-options" not in found.headers
    assert "default-src &#39;none&#39;" in found.text and "<script" not in found.text
    assert "Brenhold" in found.text and re.search(r"\d+ claims concern it", found.text)
    closed = two.ask(f"/quake{path}")
    assert closed.headers["content-security-policy"] == "frame-ancestors 'none'"
    assert closed.headers["x-frame-options"] == "DENY"
    for other in ("/", "/id/place/brenhold?format=html", "/reconcile"):
        elsewhere = server.ask(other)
        assert elsewhere.headers["x-frame-options"] == "DENY"
        assert "frame-ancestors 'none'" in elsewhere.headers["content-security-policy"]
    assert server.ask("/reconcile/preview?id=nothing").status == 404
    assert server.ask("/reconcile/preview").status == 400


def test_an_event_in_a_preview_is_what_claims_tell_of(server: Server) -> None:
    found = server.ask("/reconcile/preview?id=event%2Fcracking-of-sallow-dam")
    assert "as claims tell of it" in found.text


def test_a_view_leads_to_the_page_of_the_thing(server: Server) -> None:
    for given in ("place%2Fbrenhold", "place/brenhold"):
        found = server.ask(f"/reconcile/view?id={given}")
        assert found.status == 303
        assert found.headers["location"] == f"http://127.0.0.1:{server.port}/id/place/brenhold"
    strange = server.ask(f"/reconcile/view?id={quote(chr(13) + chr(10) + 'set-cookie: a=b')}")
    assert strange.status == 303 and "set-cookie" not in strange.headers
    assert server.ask("/reconcile/draft/view?id=a").headers["location"].endswith("/id/a")
    named = server.ask("/reconcile/view?id=https://example.org/earthquake/place/brenhold")
    assert named.headers["location"] == f"http://127.0.0.1:{server.port}/id/place/brenhold"


@pytest.mark.parametrize("path", ["/reconcile", "/reconcile/draft"])
@pytest.mark.parametrize(
    "given", ["https://evil.example/phish", "http://evil.example", "HTTPS://evil.example", "//e.g"]
)
def test_a_view_leads_to_no_page_that_the_graph_does_not_name(server: Server, path: str, given: str) -> None:
    found = server.ask(f"{path}/view?id={quote(given)}")
    own = f"http://127.0.0.1:{server.port}/id/"
    assert found.headers.get("location", own).startswith(own)
    assert found.status == (404 if given.startswith("http") else 303)


def test_hostile_names_are_found_and_shown_as_text(two: Server) -> None:
    found = two.ask("/hostile/reconcile/suggest/entity?prefix=").json["result"]
    assert len(found) == 6
    for one in found:
        assert candidates(two, {"query": one["name"]}, "/hostile/reconcile")[0] == (one["id"], True), one
        page = two.ask(f"/hostile/reconcile/preview?id={quote(one['id'], safe='')}")
        assert page.status == 200 and "<script" not in page.text
    flyout = two.ask("/hostile/reconcile/flyout/entity?id=place%2Fscript").json["html"]
    assert "<script" not in flyout and "&lt;script" in flyout
    view = two.ask("/hostile/reconcile/view?id=http://other.example/x")
    assert view.headers["location"] == "http://other.example/x"


# --- data extension


EXTENDED: dict[str, Any] = {
    "ids": ["place/brenhold", "nothing"],
    "properties": [
        {"id": "locatedIn"},
        {"id": "name"},
        {"id": "type"},
        {"id": "claims", "settings": {"limit": "2"}},
    ],
}


def test_values_are_fetched_as_openrefine_asks(server: Server) -> None:
    posted = form(server, extend=EXTENDED).json
    assert posted == server.ask(f"/reconcile?{urlencode({'extend': json.dumps(EXTENDED)})}").json
    assert [one["id"] for one in posted["meta"]] == [one["id"] for one in EXTENDED["properties"]]
    row = posted["rows"]["place/brenhold"]
    assert [(one["id"], one["name"]) for one in row["locatedIn"]] == [("place/velmar-valley", "Velmar valley")]
    assert row["type"] == [{"str": "city"}] and row["name"] == [{"str": "Brenhold"}]
    assert posted["rows"]["nothing"] == {"locatedIn": [], "name": [], "type": [], "claims": []}
    for values in row.values():
        check_values(values)


def test_a_property_that_nothing_has_is_an_empty_column(server: Server) -> None:
    asked = {"ids": ["place/brenhold"], "properties": [{"id": "populatoin"}, {"id": "name"}]}
    found = form(server, extend=asked).json
    assert found["meta"][0] == {"id": "populatoin", "name": "populatoin"}
    assert found["rows"]["place/brenhold"] == {"populatoin": [], "name": [{"str": "Brenhold"}]}


def test_claimed_values_say_who_claims_them(server: Server) -> None:
    some = form(server, extend=EXTENDED).json["rows"]["place/brenhold"]["claims"]
    assert len(some) == 2
    for one in some:
        assert re.fullmatch(r".+ \([a-z ]+(, .+)*\): .+ \[.+, characters \d+–\d+.*\]", one["str"]), one
    everything = {"ids": ["place/sallow-dam"], "properties": [{"id": "claims"}]}
    texts = [one["str"] for one in form(server, extend=everything).json["rows"]["place/sallow-dam"]["claims"]]
    assert any(", in question" in text for text in texts) and any("through" in text for text in texts)
    assert any("denial" in text for text in texts)
    changed = {"ids": ["place/mirefold"], "properties": [{"id": "claims"}]}
    told = [one["str"] for one in form(server, extend=changed).json["rows"]["place/mirefold"]["claims"]]
    [houses] = [text for text in told if "200 houses" in text]
    assert ", changed or taken back later by its claimant)" in houses
    few = {"ids": ["place/sallow-dam"], "properties": [{"id": "claims", "settings": {"limit": 1}}]}
    cut = form(server, extend=few).json["rows"]["place/sallow-dam"]["claims"]
    assert [one["str"] for one in cut] == [texts[0], f"and {len(texts) - 1} more claims"]


def test_the_draft_takes_and_gives_lists(server: Server) -> None:
    for path in ("/reconcile/extend", "/reconcile/draft/extend"):
        found = server.ask(path, "POST", json.dumps(EXTENDED).encode(), JSON).json
        assert [one["id"] for one in found["rows"]] == EXTENDED["ids"]
        listed = [[one["id"] for one in row["properties"]] for row in found["rows"]]
        assert listed == [["locatedIn", "name", "type", "claims"]] * 2
        assert found["rows"][0]["properties"][2]["values"] == [{"str": "city"}]


def test_properties_are_proposed_by_type(server: Server) -> None:
    found = server.ask("/reconcile/extend/propose?type=City").json
    assert found["type"] == "City" and "locatedIn" in [one["id"] for one in found["properties"]]
    assert "locatedIn" not in [
        one["id"] for one in server.ask("/reconcile/extend/propose?type=Person").json["properties"]
    ]
    few = server.ask("/reconcile/draft/extend/propose?type=City&limit=1").json
    assert len(few["properties"]) == few["limit"] == 1


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({}, 400),
        ({"ids": "x", "properties": []}, 400),
        ({"ids": [1], "properties": []}, 400),
        ({"ids": ["x"], "properties": [{"id": ""}, {"id": 5}]}, 400),
        ({"ids": ["x"], "properties": [{"id": "name", "settings": {"limit": -1}}]}, 400),
        ({"ids": ["x"], "properties": [{"id": "name", "settings": {"limit": [1]}}]}, 400),
        ({"ids": ["x"], "properties": [{}] * 101}, 400),
        ({"ids": ["x"] * 1_001, "properties": []}, 413),
    ],
    ids=lambda one: str(one)[:40],
)
def test_wrong_extensions_are_refused(server: Server, wrong: Any, status: int) -> None:
    assert form(server, extend=wrong).status == status


# --- HTTP


def test_jsonp_is_not_served(server: Server) -> None:
    for path in ("/reconcile?callback=f", "/reconcile/suggest/entity?prefix=a&callback=f"):
        found = server.ask(path)
        assert found.status == 400 and "JSONP" in found.json["detail"]


def test_pages_read_answers_only_if_they_may(server: Server) -> None:
    for path in ("/reconcile", "/reconcile/suggest/entity?prefix=a", "/reconcile/draft"):
        allowed = server.ask(path, headers={"Origin": "https://desk.example"})
        assert allowed.headers["access-control-allow-origin"] == "https://desk.example"
        assert (
            "access-control-allow-origin" not in server.ask(path, headers={"Origin": "https://other.example"}).headers
        )
    asked = server.ask(
        "/reconcile/match",
        "OPTIONS",
        headers={"Origin": "https://desk.example", "Access-Control-Request-Method": "POST"},
    )
    assert "POST" in asked.headers["access-control-allow-methods"]


@pytest.mark.parametrize(
    ("path", "method", "headers", "status"),
    [
        ("/reconcile/nothing", "GET", {}, 404),
        ("/reconcile/draft/nothing", "GET", {}, 404),
        ("/reconcile?other=1", "GET", {}, 400),
        ("/reconcile?query=a&queries=b", "GET", {}, 400),
        ("/reconcile?queries=%ff", "GET", {}, 400),
        ("/reconcile", "DELETE", {}, 405),
        ("/reconcile/match", "GET", {}, 405),
        ("/reconcile/preview?id=a", "POST", {}, 405),
        ("/reconcile/match", "POST", FORM, 415),
        ("/reconcile", "POST", {"Content-Type": "text/plain"}, 415),
        ("/reconcile", "POST", FORM, 400),
    ],
)
def test_wrong_requests_are_refused(
    server: Server, path: str, method: str, headers: dict[str, str], status: int
) -> None:
    found = server.ask(path, method, b"" if method == "POST" else None, headers)
    assert found.status == status and found.json["detail"]
    assert status != 405 or "allow" in found.headers


def test_slashes_at_the_end_change_nothing(server: Server) -> None:
    assert server.ask("/reconcile/").json == server.ask("/reconcile").json
    assert server.ask("/reconcile/draft/").json == server.ask("/reconcile/draft").json


def test_each_of_several_workspaces_has_a_service_of_its_own(two: Server) -> None:
    found = two.ask("/quake/reconcile").json
    assert found["suggest"]["entity"]["service_url"] == f"http://127.0.0.1:{two.port}/quake/reconcile"
    view = two.ask("/quake/reconcile/view?id=place/brenhold").headers["location"]
    assert two.ask(view.partition(str(two.port))[2]).status == 303
    assert candidates(two, {"query": "Brenhold"}, "/quake/reconcile") == [("place/brenhold", True)]
    assert candidates(two, {"query": "Brenhold"}, "/hostile/reconcile") == []


@pytest.mark.slow
def test_the_processes_of_the_service_are_kept_and_replaced_after_a_build(quake: Path, tmp_path: Path) -> None:
    """They have read all names, which takes long where there are many: one that took long must not be given up."""
    shutil.copytree(quake, tmp_path / "quake")
    with served(tmp_path / "quake", quick=0.001, places=1, long=1) as server:
        before = set(server.workers())
        assert candidates(server, {"query": "Brenhold"}) == [("place/brenhold", True)]
        own = set(server.workers()) - before
        for _ in range(20):
            assert candidates(server, {"query": "nobody of this name"}) == []
        assert own and own <= set(server.workers())
        [file] = (tmp_path / "quake/data/triples").glob("reference.trig")
        file.write_text(file.read_text(encoding="utf8").replace('"Brenhold"', '"Newhold"'), encoding="utf8")
        build(Workspace.find(tmp_path / "quake"))
        eventually(lambda: candidates(server, {"query": "Newhold"}) == [("place/brenhold", True)], seconds=60)
        eventually(lambda: not own & set(server.workers()))  # they end by themselves, which takes a moment


@pytest.mark.slow
def test_names_are_suggested_while_batches_take_long(server: Server) -> None:
    of = random.Random(2)  # noqa: S311 # no secret
    words = ["".join(of.choices("abcdefghijklmnop", k=7)) for _ in range(12_000)]
    batch = {f"q{number}": {"query": " ".join(words[number * 12 : number * 12 + 12])} for number in range(1_000)}
    assert server.ask("/reconcile/suggest/entity?prefix=Bren").status == 200
    with ThreadPoolExecutor(4) as several:
        asked = [several.submit(form, server, queries=batch) for _ in range(4)]
        time.sleep(0.5)
        began = time.monotonic()
        statuses = [server.ask(f"/reconcile/suggest/entity?prefix={prefix}").status for prefix in ("Bren", "Mire")]
        took, are_waiting = time.monotonic() - began, not all(one.done() for one in asked)
    assert statuses == [200, 200] and took < 2 and are_waiting
    assert {one.result().status for one in asked} <= {200, 503}
