"""Candidates from reconciliation services of both versions, from answers that are good, odd or wrong."""

import json
from pathlib import Path
from typing import Any

import pytest

from kgraph.linking.candidates import Candidate, Wanted
from kgraph.linking.reconciliation import Manifest, Reconciliation
from kgraph.namespaces import IRI
from services import HTML, MANIFEST, WD, Asked, Reply, Time, complaint, courtesy, moved, reconciling, says, service

CITY = Wanted(IRI("x:pokrovsk"), ("Pokrovsk", "Krasnoarmiisk"), "settlement", country="UA")
MAN = Wanted(IRI("x:putin"), ("Vladimir Putin",), "person", dates={"born": "1952-10-07"})
PLACE = Wanted(IRI("x:donbas"), ("Donbas",), "region")
HUMAN = {"id": "Q5", "name": "human"}
PUTIN = {
    "id": "Q7747",
    "name": "Vladimir Putin",
    "description": "President of Russia",
    "type": [HUMAN],
    "score": 100,
    "match": True,
}
TOWN = {
    "id": "Q193303",
    "name": "Pokrovsk",
    "type": [{"id": "x", "name": "city in Ukraine"}],
    "score": 80.5,
    "match": False,
}
SHIP = {"id": "Q1", "name": "Pokrovsk", "type": ["ship"], "score": 20, "match": False}
KNOWN = {"Pokrovsk": [TOWN, SHIP], "Vladimir Putin": [PUTIN]}
DRAFT = {"versions": ["1.0-draft"], "name": "x", "view": {"url": "https://example.org/{id}"}, "batchSize": 2}


def queries(asked: Asked) -> dict[str, Any]:
    found = json.loads(asked.form["queries"])
    assert isinstance(found, dict)
    return found


def test_candidates_of_wikidata() -> None:
    with service(reply=reconciling(KNOWN)) as wikidata:
        found = Reconciliation(courtesy(), wikidata.url).candidates([CITY, MAN, PLACE])
    assert found == {
        CITY.iri: [
            Candidate(
                IRI(WD + "Q193303"),
                "wikidata",
                ("Pokrovsk",),
                kind="settlement",
                types=("city in Ukraine",),
                service_score=0.805,
            ),
            Candidate(IRI(WD + "Q1"), "wikidata", ("Pokrovsk",), types=("ship",), service_score=0.2),
        ],
        MAN.iri: [
            Candidate(
                IRI(WD + "Q7747"),
                "wikidata",
                ("Vladimir Putin",),
                kind="person",
                types=("human",),
                description="President of Russia",
                service_score=1.0,
            )
        ],
        PLACE.iri: [],
    }
    manifest, batch = wikidata.asked
    assert (manifest.method, manifest.path, batch.method, batch.path) == ("GET", "/api", "POST", "/api")
    assert queries(batch) == {
        "q0": {
            "query": "Pokrovsk",
            "limit": 5,
            "type": "Q486972",
            "properties": [{"pid": "P17/P297", "v": "UA"}],
        },
        "q1": {"query": "Vladimir Putin", "limit": 5, "type": "Q5"},
        "q2": {"query": "Donbas", "limit": 5},
    }


def test_another_service_gets_the_types_and_properties_that_are_said() -> None:
    manifest = MANIFEST | {
        "identifierSpace": "https://example.org/space",
        "view": {"url": "https://example.org/v?{{id}}"},
    }
    answers = {"Vladimir Putin": [{"id": "p/1", "name": "P", "score": 1}], "Pokrovsk": [{"id": 7, "name": "K"}]}
    with service(reply=reconciling(answers, manifest)) as other:
        plain = Reconciliation(courtesy(), other.url).candidates([CITY, MAN])
        Reconciliation(
            courtesy(), other.url, limit=3, types={"person": "Person"}, properties={"born": "birth", "country": "at"}
        ).candidates([CITY, MAN])
    assert plain == {
        CITY.iri: [Candidate(IRI("https://example.org/v?7"), "127.0.0.1", ("K",))],
        MAN.iri: [Candidate(IRI("https://example.org/v?p/1"), "127.0.0.1", ("P",), service_score=1.0)],
    }
    assert list(queries(other.asked[1]).values()) == [
        {"query": "Pokrovsk", "limit": 5},
        {"query": "Vladimir Putin", "limit": 5},
    ]
    assert list(queries(other.asked[3]).values()) == [
        {"query": "Pokrovsk", "limit": 3, "properties": [{"pid": "at", "v": "UA"}]},
        {
            "query": "Vladimir Putin",
            "limit": 3,
            "type": "Person",
            "properties": [{"pid": "birth", "v": "1952-10-07"}],
        },
    ]


def drafting(asked: Asked) -> Reply:
    """A service that speaks the draft alone."""
    if asked.method == "GET":
        return says(DRAFT)
    assert (asked.path, asked.headers["Content-Type"]) == ("/api/match", "application/json")
    named = [query["conditions"][0]["propertyValue"] for query in json.loads(asked.body)["queries"]]
    return says({"results": [{"candidates": KNOWN.get(name, [])} for name in named]})


def test_candidates_of_a_service_of_the_draft() -> None:
    with service(reply=drafting) as draft:
        source = Reconciliation(courtesy(), draft.url, types={"person": "Person"}, properties={"country": "at"})
        found = source.candidates([CITY, MAN, PLACE])
    assert [hit.iri for hit in found[CITY.iri]] == ["https://example.org/Q193303", "https://example.org/Q1"]
    assert [(hit.source, hit.service_score) for hit in found[MAN.iri]] == [("127.0.0.1", 1.0)]
    assert [json.loads(asked.body) for asked in draft.asked[1:]] == [
        {
            "queries": [
                {
                    "conditions": [
                        {"matchType": "name", "propertyValue": "Pokrovsk"},
                        {"matchType": "property", "propertyId": "at", "propertyValue": "UA"},
                    ],
                    "limit": 5,
                },
                {
                    "conditions": [{"matchType": "name", "propertyValue": "Vladimir Putin"}],
                    "limit": 5,
                    "type": "Person",
                },
            ]
        },
        {"queries": [{"conditions": [{"matchType": "name", "propertyValue": "Donbas"}], "limit": 5}]},
    ]


@pytest.mark.parametrize(
    ("versions", "draft"),
    [(["0.1", "0.2", "1.0-draft"], False), (["0.2"], False), (None, False), (["0.3-alpha"], True), (["9"], False)],
)
def test_which_version_is_spoken(versions: list[str] | None, draft: bool) -> None:
    manifest = {key: value for key, value in (MANIFEST | {"versions": versions}).items() if value is not None}
    with service(says(manifest)) as any_service:
        assert Reconciliation(courtesy(), any_service.url).manifest().draft is draft


@pytest.mark.parametrize(
    ("space", "view", "name", "expected"),
    [
        (WD, "", "Q1", WD + "Q1"),
        ("", "https://www.wikidata.org/wiki/{id}", "Q1", WD + "Q1"),
        ("https://e.org/#", "https://e.org/v/{{id}}", "a", "https://e.org/#a"),
        ("https://e.org/space", "https://e.org/v/{{id}}", "a/b", "https://e.org/v/a/b"),
        ("", "https://e.org/v/{id}", "a/b ü", "https://e.org/v/a%2Fb%20%C3%BC"),
        ("", "https://e.org/{+id}", "a/b", "https://e.org/a/b"),
        ("https://e.org/space/", "", "https://d.org/1", "https://d.org/1"),
    ],
)
def test_identifiers_become_iris(space: str, view: str, name: str, expected: str) -> None:
    assert Manifest(False, space, view, 10, False).iri(name) == expected


@pytest.mark.parametrize("name", ["a b", "a<b", 'a"b', "a\nb"])
def test_an_identifier_that_makes_no_iri_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="makes no IRI"):
        Manifest(False, WD, "", 10, False).iri(name)


@pytest.mark.parametrize(("size", "expected"), [(None, [10, 5]), (4, [4, 4, 4, 3]), (0, [10, 5]), (50, [15])])
def test_batches_are_as_large_as_the_service_takes_them(size: int | None, expected: list[int]) -> None:
    told: list[tuple[int, int]] = []
    wanted = [Wanted(IRI(f"x:{number}"), (f"name {number}",)) for number in range(15)]
    with service(reply=reconciling({}, MANIFEST | {"batchSize": size})) as wikidata:
        found = Reconciliation(courtesy(), wikidata.url).candidates(
            wanted, progress=lambda done, of: told.append((done, of))
        )
    assert [len(queries(asked)) for asked in wikidata.asked[1:]] == expected
    assert told == [(sum(expected[: at + 1]), 15) for at in range(len(expected))]
    assert found == {thing.iri: [] for thing in wanted}


def test_several_names_of_a_thing_are_asked_about_and_what_they_find_is_one() -> None:
    alias = TOWN | {"name": "Krasnoarmiisk", "score": 95}
    with service(reply=reconciling({"Pokrovsk": [TOWN, SHIP], "Krasnoarmiisk": [alias]})) as wikidata:
        found = Reconciliation(courtesy(), wikidata.url, names=2).candidates([CITY])
    assert [(hit.iri, hit.names, hit.service_score) for hit in found[CITY.iri]] == [
        (WD + "Q193303", ("Pokrovsk", "Krasnoarmiisk"), 0.95),
        (WD + "Q1", ("Pokrovsk",), 0.2),
    ]


@pytest.mark.parametrize(
    ("scores", "standard", "expected"),
    [
        ([100, 50], False, [1.0, 0.5]),
        ([1.0, 0.25], False, [1.0, 0.25]),
        ([1, 0.5], True, [0.01, 0.005]),
        ([400, 100], False, [1.0, 0.25]),
        ([200, -5], True, [1.0, 0.0]),
        ([None, "7"], False, [None, None]),
        ([50, True], False, [0.5, None]),
    ],
)
def test_scores_are_from_0_to_1(scores: list[Any], standard: bool, expected: list[float | None]) -> None:
    hits = [{"id": f"Q{at}", "name": "x", "score": score} for at, score in enumerate(scores, 1)]
    with service(reply=reconciling({"Pokrovsk": hits}, MANIFEST | {"standardizedScore": standard})) as wikidata:
        found = Reconciliation(courtesy(), wikidata.url).candidates([CITY])
    assert [hit.service_score for hit in found[CITY.iri]] == expected


BAD_ANSWERS: list[tuple[object, str]] = [
    ([], "it has no results"),
    (None, "it has no results"),
    ({}, "it has no results"),
    ({"q0": 1, "q1": {"results": []}}, "it has no results"),
    ({"q0": {"result": 1}, "q1": {"result": None}}, "it has no results"),
    ({"status": "error", "message": "too\nmuch"}, "too much"),
]


@pytest.mark.parametrize(("document", "reason"), BAD_ANSWERS)
def test_a_malformed_answer_is_one_line_and_loses_nothing(document: object, reason: str, tmp_path: Path) -> None:
    batches = [says(document)]

    def reply(asked: Asked) -> Reply:
        second = asked.method == "POST" and "Donbas" in asked.form["queries"]
        return batches.pop() if second and batches else reconciling(KNOWN, MANIFEST | {"batchSize": 2})(asked)

    more = [CITY, MAN, PLACE, Wanted(IRI("x:other"), ("other",)), Wanted(IRI("x:last"), ("last",))]
    complaints: list[str] = []
    with service(reply=reply) as wikidata:
        source = Reconciliation(courtesy(cache=tmp_path), wikidata.url)
        found = source.candidates(more, complain=complaints.append)
        assert complaints == [f"{wikidata.url}: the answer is not as it should be: {reason}"]
        assert list(found) == [CITY.iri, MAN.iri, IRI("x:last")]
        assert len(found[CITY.iri]) == 2
        asked = len(wikidata.asked)
        assert len(source.candidates(more)) == 5  # asks for the bad one again, and for no other
        assert len(wikidata.asked) == asked + 1


@pytest.mark.parametrize(
    ("candidate", "reason"),
    [
        (1, "it has no id, or no name"),
        ({"id": "Q1"}, "it has no id, or no name"),
        ({"id": "", "name": "x"}, "it has no id, or no name"),
        ({"id": True, "name": "x"}, "it has no id, or no name"),
        ({"id": "Q 1", "name": "x"}, "'Q 1' makes no IRI"),
    ],
)
def test_a_malformed_candidate_is_left_out_and_told(candidate: object, reason: str, tmp_path: Path) -> None:
    complaints: list[str] = []
    with service(reply=reconciling({"Pokrovsk": [candidate, TOWN]})) as wikidata:
        source = Reconciliation(courtesy(cache=tmp_path), wikidata.url)
        found = source.candidates([CITY], complain=complaints.append)
        expected = f"{wikidata.url}: a candidate for 'Pokrovsk' is left out: {reason}"
        assert complaint(lambda: source.candidates([CITY])) == expected
        assert len(wikidata.asked) == 3  # the manifest once; the odd answer was not kept
    assert complaints == [expected]
    assert [hit.iri for hit in found[CITY.iri]] == [WD + "Q193303"]


def test_one_bad_result_of_a_batch_leaves_the_others() -> None:
    def reply(asked: Asked) -> Reply:
        good = reconciling(KNOWN)(asked)
        if asked.method == "GET":
            return good
        return says(json.loads(good.body) | {"q0": {"error": "no luck"}})

    complaints: list[str] = []
    with service(reply=reply) as wikidata:
        found = Reconciliation(courtesy(), wikidata.url).candidates([CITY, MAN], complain=complaints.append)
    assert complaints == [f"{wikidata.url}: no answer about 'Pokrovsk': no luck"]
    assert list(found) == [MAN.iri]


@pytest.mark.parametrize("manifest", [[], "x", {}, {"name": "x"}, {"view": {}}, {"identifierSpace": 1, "view": "x"}])
def test_what_is_no_manifest_is_told(manifest: object) -> None:
    with service(says(manifest)) as other:
        said = complaint(lambda: Reconciliation(courtesy(), other.url).candidates([CITY]))
    assert said.startswith(f"{other.url}: the answer is not as it should be: ")


def test_a_web_page_is_no_service() -> None:
    with service(Reply(HTML, media_type="text/html")) as page:
        said = complaint(lambda: Reconciliation(courtesy(), page.url).candidates([CITY]))
    assert said.startswith(f"{page.url}: answered a web page where JSON was expected")


def test_a_busy_service_is_waited_for() -> None:
    time, busy = Time(), [Reply(b"", 429, headers={"Retry-After": "3"}), Reply(b"", 503)]

    def reply(asked: Asked) -> Reply:
        return busy.pop(0) if busy and asked.method == "POST" else reconciling(KNOWN)(asked)

    with service(reply=reply) as wikidata:
        found = Reconciliation(courtesy(time), wikidata.url).candidates([CITY])
    assert len(found[CITY.iri]) == 2
    assert time.slept == [3.0, 2.0]


@pytest.mark.parametrize(("status", "failing"), [(503, 1), (500, 3)])
def test_a_service_that_fails_for_good_is_left_with_what_it_gave(status: int, failing: int) -> None:
    def reply(asked: Asked) -> Reply:
        good = reconciling(KNOWN, MANIFEST | {"batchSize": 1})(asked)
        return good if asked.method == "GET" or "Pokrovsk" in asked.form["queries"] else Reply(b"", status)

    complaints: list[str] = []
    wanted = [CITY, *(Wanted(IRI(f"x:{number}"), (f"name {number}",)) for number in range(9))]
    with service(reply=reply) as wikidata:
        source = Reconciliation(courtesy(tries=1), wikidata.url)
        assert list(source.candidates(wanted, complain=complaints.append)) == [CITY.iri]
        assert len(wikidata.asked) == 2 + failing
        assert complaints[-1] == f"{9 - failing} questions were not asked because of that; run it again later"
        assert len(complaints) == failing + 1
        assert f"answered HTTP {status}" in complaint(lambda: source.candidates(wanted))


def test_a_service_that_fails_now_and_then_is_asked_on() -> None:
    def reply(asked: Asked) -> Reply:
        failing = asked.method == "POST" and len(wikidata.asked) % 2
        return Reply(b"", 500) if failing else reconciling({}, MANIFEST | {"batchSize": 1})(asked)

    complaints: list[str] = []
    wanted = [Wanted(IRI(f"x:{number}"), (f"name {number}",)) for number in range(9)]
    with service(reply=reply) as wikidata:
        found = Reconciliation(courtesy(), wikidata.url).candidates(wanted, complain=complaints.append)
    assert (len(found), len(complaints)) == (5, 4)


@pytest.mark.parametrize(
    ("types", "kind"),
    [
        ([{"id": "Q6256", "name": "держава"}], "country"),
        ([{"id": "Q6256", "name": "держава"}, {"id": "Q5"}], "thing"),
        ([{"id": "Q515", "name": "city council"}], "thing"),
        ("Q176799", "unit"),
        (None, "thing"),
    ],
)
def test_kinds_of_wikidatas_classes(types: object, kind: str) -> None:
    with service(reply=reconciling({"Pokrovsk": [TOWN | {"type": types}]})) as wikidata:
        (hit,) = Reconciliation(courtesy(), wikidata.url).candidates([CITY])[CITY.iri]
    assert hit.kind == kind


def test_offline_serves_what_was_asked_before(tmp_path: Path) -> None:
    wanted = [Wanted(IRI(f"x:{number}"), (f"name {number}",)) for number in range(5)]
    complaints: list[str] = []
    with service(reply=reconciling({}, MANIFEST | {"batchSize": 1})) as wikidata:
        Reconciliation(courtesy(cache=tmp_path), wikidata.url).candidates([wanted[0], wanted[4]])
        asked = len(wikidata.asked)
        found = Reconciliation(courtesy(cache=tmp_path, offline=True), wikidata.url).candidates(
            wanted, complain=complaints.append
        )
    assert list(found) == [wanted[0].iri, wanted[4].iri]
    assert len(wikidata.asked) == asked
    assert [": offline, and no answer" in line for line in complaints] == [True] * 3


def test_a_redirect_to_a_private_service_is_refused() -> None:
    with service(reply=reconciling(KNOWN)) as private, service(moved(private.url)) as evil:
        assert "private address" in complaint(lambda: Reconciliation(courtesy(), evil.url).candidates([CITY]))
    assert private.asked == []


def test_a_thing_without_a_name_is_not_asked_about() -> None:
    with service(reply=reconciling(KNOWN)) as wikidata:
        assert Reconciliation(courtesy(), wikidata.url).candidates([Wanted(IRI("x:y"), (" ",))]) == {}
    assert len(wikidata.asked) == 1


def test_an_answer_may_begin_with_a_byte_order_mark() -> None:
    living = reconciling({"Pokrovsk": [{"id": "Q1", "name": "Pokrovsk", "score": 9}]})

    def reply(asked: Asked) -> Reply:
        return Reply(b"\xef\xbb\xbf" + living(asked).body)

    with service(reply=reply) as running:
        found = Reconciliation(courtesy(), running.url).candidates([CITY])
    assert [one.iri for one in found[CITY.iri]] == [WD + "Q1"]


@pytest.mark.parametrize(
    "score", ["1" + "0" * 400, "-1" + "0" * 400, "1e999", "NaN", "1e300", '"high"', "null", "true"]
)
def test_a_score_that_is_none_is_no_score(score: str) -> None:
    def reply(asked: Asked) -> Reply:
        if asked.method == "GET":
            return says(MANIFEST)
        return Reply(f'{{"q0": {{"result": [{{"id": "Q1", "name": "Pokrovsk", "score": {score}}}]}}}}'.encode())

    with service(reply=reply) as running:
        found = Reconciliation(courtesy(), running.url).candidates([CITY])
    assert [one.service_score for one in found[CITY.iri]] == [None]
