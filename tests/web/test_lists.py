"""The lists of the API: what they find, what each thing has, pages, and what is refused."""

import csv
import io
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kgraph import Graph, Workspace, build
from kgraph.analysis.record import Cards
from kgraph.namespaces import IRI
from kgraph.store import Snapshot
from kgraph.views.export import CLAIM_COLUMNS
from kgraph.web.api import reading
from kgraph.web.api.answering import LISTS
from kgraph.web.api.cursors import Cursor, Digest, Place, build_of, read_cursor, version_of
from kgraph.web.api.parameters import Parameter, read
from kgraph.web.problems import Problem
from kgraph.web.sparql.protocol import NO_CHOICE
from kgraph.workspace.exports import exported
from kgraph.workspace.written import change
from serving import Server, eventually, served

BASE = "https://example.org/earthquake/"
CLAIM = "2025-03-10-brenhold-post/c3"
KEYS = {"claims": "claim", "entities": "entity", "disputes": "dispute", "documents": "iri"}


def found(server: Server, path: str) -> Any:
    reply = server.ask(path)
    assert reply.status == 200, reply.text
    return reply.json


def ids(server: Server, path: str) -> list[str]:
    name = path.removeprefix("/api/").partition("?")[0]
    return [one[KEYS[name]] for one in found(server, path)[name]]


# --- what is found


Row = dict[str, str]


@pytest.fixture(scope="session")
def exported_rows(quake: Path) -> list[Row]:
    """The claims as `kgraph export` writes them."""
    with Graph.open(quake) as graph:
        pieces, _ = exported(graph, "csv")
        return list(csv.DictReader(io.StringIO(b"".join(pieces).decode(), newline="")))


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        ("", lambda row: True),
        ("claimant=national%20seismic%20SURVEY", lambda row: row["claimant"] == "National Seismic Survey"),
        ("claimant=agent/sallow-water", lambda row: row["claimant"] == "Sallow Water"),
        ("about=Velmar%20earthquake", lambda row: "event/velmar-earthquake" in row["about"]),
        ("document=2025-03-10-brenhold-post", lambda row: "/2025-03-10-brenhold-post/" in row["claim"]),
        (f"document={BASE}doc/2025-03-10-brenhold-post", lambda row: "/2025-03-10-brenhold-post/" in row["claim"]),
        ("kind=event", lambda row: row["kind"] in ("event", "denied event")),
        ("kind=measurement", lambda row: row["kind"] in ("measurement", "denied measurement")),
        ("modality=Denial", lambda row: row["modality"] == "denial"),
        ("polarity=negative", lambda row: row["polarity"] == "negative"),
        ("disputed=true", lambda row: row["disputed"] == "true"),
        ("disputed=false", lambda row: row["disputed"] == "false"),
        ("from=2025-03-12", lambda row: row["said_by"] >= "2025-03-12"),
        ("to=2025-03-10", lambda row: row["said_by"] <= "2025-03-10"),
        ("from=2025-03-11&to=2025-03-11", lambda row: row["said_by"] == "2025-03-11"),
        ("text=DAM%20cracks", lambda row: "dam" in row["paraphrase"].lower() and "cracks" in row["paraphrase"].lower()),
        ("according-to=Sallow%20Water", lambda row: row["claimant"] == "Sallow Water"),
        ("as-of=2025-03-10", lambda row: row["said_by"] <= "2025-03-10"),
    ],
)
def test_claims_are_found(server: Server, exported_rows: list[Row], asked: str, wanted: Callable[[Row], bool]) -> None:
    expected = {row["claim"] for row in exported_rows if wanted(row)}
    assert set(ids(server, f"/api/claims?limit=100&{asked}")) == expected != set()


def test_claims_that_are_not_there_are_not_found(server: Server) -> None:
    assert ids(server, "/api/claims?text=nobody-wrote-this") == []
    assert ids(server, "/api/claims?as-of=2025-03-10&from=2025-03-11") == []


def test_claims_come_the_earliest_first(server: Server) -> None:
    days = [one["said_by"] for one in found(server, "/api/claims?limit=100")["claims"]]
    assert days == sorted(days)


def test_a_place_includes_the_places_inside_it_unless_it_alone_is_meant(server: Server) -> None:
    whole = ids(server, "/api/claims?limit=100&about=Velmar%20valley")
    alone = ids(server, "/api/claims?limit=100&about=Velmar%20valley&only=true")
    assert set(alone) < set(whole)


def test_each_claim_says_who_through_whom_how_surely_where_and_who_says_otherwise(server: Server) -> None:
    one = found(server, f"/api/claims/{CLAIM}")
    assert one["claimant"] == "people who live below the dam" and one["chain"] == ["Brenhold Post", one["claimant"]]
    assert (one["modality"], one["polarity"], one["certainty"]) == ("assertion", "positive", "unstated")
    (anchor,) = one["anchors"]
    assert anchor["document"] == one["document"] == f"{BASE}doc/2025-03-10-brenhold-post"
    assert (anchor["start"], anchor["end"]) == (668, 707) and anchor["digest"].startswith("sha256:")
    (asked,) = one["questions"]
    assert asked["answer"] == "it happened" and one["disputed"] is True
    assert [(p["claimed_as"], p["status"], p["in_world"]) for p in one["statements"]] == [("fact", "disputed", False)]
    (other,) = asked["others"]
    assert other["claimant"] == "Sallow Water" and other["modality"] == "denial"
    assert other["answer"] == "it did not happen" and other["chain"][0] == "Radio Velmar"


def test_fields_leave_out_neither_who_says_something_nor_how(server: Server) -> None:
    (one,) = found(server, "/api/claims?fields=paraphrase&document=2025-03-10-brenhold-post&disputed=true")["claims"]
    always = {"claim", "claimant", "chain", "modality", "polarity", "stance", "certainty", "disputed", "status"}
    assert set(one) == {*always, "paraphrase"}
    text = server.ask("/api/claims?format=csv&fields=figure&limit=1").text
    assert text.splitlines()[0] == (
        "claim,part,claimant,chain,claimed_as,status,modality,polarity,certainty,disputed,figure"
    )


def test_a_claim_that_its_claimant_changed_says_so_whatever_is_asked(server: Server) -> None:
    found = server.ask("/api/claims?text=200%20houses&fields=paraphrase").json["claims"]
    assert [one["status"] for one in found] == [["changed or taken back later by its claimant"]]


def test_a_claims_status_has_the_words_of_its_statements(server: Server) -> None:
    """In CSV each statement has its own."""
    for one in found(server, "/api/claims?limit=1000")["claims"]:
        assert one["status"] == sorted({part["status"] for part in one["statements"]}) and one["status"]
        assert one["disputed"] == any(word.startswith("disputed") for word in one["status"])


def test_rows_of_a_question_always_say_how_it_is_said_and_whether_it_was_changed(server: Server) -> None:
    whole = list(csv.DictReader(io.StringIO(server.ask("/api/disputes?format=csv&limit=1000").text, newline="")))
    listed = {one["claim"]: one for one in found(server, "/api/claims?limit=1000")["claims"]}
    assert {row["claim"]: row["certainty"] for row in whole} == {
        row["claim"]: listed[row["claim"]]["certainty"] for row in whole
    }
    told = {(listed[row["claim"]]["stance"], row["claimed_as"]) for row in whole}
    assert {("assertion", "fact"), ("denial", "denied")} <= told and ("denial", "fact") not in told
    few = server.ask("/api/disputes?format=csv&limit=1000&fields=paraphrase").text
    rows = list(csv.DictReader(io.StringIO(few, newline="")))
    always = {"kind", "question", "answer", "claimant", "through", "said", "claim"}
    assert set(rows[0]) == {*always, "changed", "claimed_as", "certainty", "paraphrase"}
    assert any(row["changed"] for row in rows)


def test_no_wording_of_a_source_is_sent(server: Server, quake: Path) -> None:
    texts = "".join(path.read_text() for path in (quake / "sources").iterdir())
    sentences = [one.strip() for one in re.split(r"[.\n]", texts) if len(one.strip()) > 40]
    for name in LISTS:
        sent = server.ask(f"/api/{name}?limit=1000").text
        assert sentences and not [one for one in sentences if one in sent]


def test_csv_is_what_an_export_has(server: Server, exported_rows: list[Row]) -> None:
    text = server.ask("/api/claims?format=csv&limit=1000").text
    sent = list(csv.DictReader(io.StringIO(text, newline="")))
    assert tuple(sent[0]) == tuple(CLAIM_COLUMNS)
    assert {(row["claim"], row["part"]): row for row in sent} == {(r["claim"], r["part"]): r for r in exported_rows}
    page = list(
        csv.DictReader(io.StringIO(server.ask("/api/claims?format=csv&limit=3&disputed=true").text, newline=""))
    )
    assert [row for row in sent if row["claim"] in {r["claim"] for r in page}] == page


def test_entities_are_found_by_names_in_any_spelling_and_by_kind(server: Server) -> None:
    assert ids(server, "/api/entities?name=earthquake,%20VELMAR") == [f"{BASE}event/velmar-earthquake"]
    assert ids(server, "/api/entities?name=nobody-has-this") == []
    events = found(server, "/api/entities?type=event&type=place&limit=1000")["entities"]
    assert {one["type"] for one in events} == {"event", "place"}
    one = found(server, "/api/entities/event/velmar-earthquake")
    assert (one["label"], one["kind"], one["claims_about"]) == ("Velmar earthquake", "earthquake", 26)


def test_disputes_have_all_answers_and_how_they_stand(server: Server) -> None:
    all_of_them = found(server, "/api/disputes")["disputes"]
    assert [one["now"] for one in all_of_them] == ["no contradiction found", "still in dispute", "still in dispute"]
    assert ids(server, "/api/disputes?now=still-in-dispute") == [one["dispute"] for one in all_of_them[1:]]
    dead = all_of_them[0]
    assert [(p["answer"], p["given_up"]) for p in dead["positions"]][:2] == [("not “57”", False), ("“31”", True)]
    assert dead["positions"][1]["claims"][0]["changed"] == "changed it to “44” on 2025-03-12"
    assert ids(server, "/api/disputes?about=Sallow%20Dam") == [f"{BASE}dispute/2925f6b306104f29"]
    assert ids(server, "/api/disputes?since=2025-03-12") == [dead["dispute"]]
    path = dead["dispute"].removeprefix(f"{BASE}dispute/")
    assert found(server, f"/api/disputes/{path}") == dead


def test_documents_are_found_by_outlet_and_day(server: Server) -> None:
    assert ids(server, "/api/documents?outlet=harbour%20times") == [f"{BASE}doc/2025-03-12-harbour-times"]
    assert len(ids(server, "/api/documents?to=2025-03-10")) == 2
    assert found(server, "/api/documents/2025-03-10-brenhold-post")["claims"] == 3


def test_a_name_taken_from_another_spelling_is_told_each_time(server: Server) -> None:
    for _ in range(3):
        reply = server.ask("/api/claims?claimant=Survey,%20National%20Seismic&limit=1")
        assert reply.status == 200 and "is taken as" in reply.headers["kgraph-remark"]


# --- pages


def pages(server: Server, address: str) -> Iterator[Any]:
    path = address.partition("?")[0]
    while address:
        reply = server.ask(address)
        assert reply.status == 200, reply.text
        yield reply
        link = re.fullmatch(r'<(\?[^>]*)>; rel="next"', reply.headers.get("link", ""))
        address = f"{path}{link[1]}" if link else ""


@pytest.mark.parametrize("address", ["/api/claims", "/api/entities", "/api/disputes", "/api/documents"])
def test_pages_have_everything_once_and_in_order(server: Server, address: str) -> None:
    name = address.removeprefix("/api/")
    every = [one for page in pages(server, f"{address}?limit=3&as-of=2025-03-12") for one in page.json[name]]
    assert every == found(server, f"{address}?limit=1000&as-of=2025-03-12")[name]
    assert len({one[KEYS[name]] for one in every}) == len(every) >= 3


def test_pages_of_csv_follow_each_other_too(server: Server) -> None:
    rows = [row for page in pages(server, "/api/claims?format=csv&limit=11") for row in page.text.splitlines()[1:]]
    assert rows == server.ask("/api/claims?format=csv&limit=1000").text.splitlines()[1:]


def test_a_cursor_is_of_one_list_and_one_version() -> None:
    first = Place("", "claims", "v1")
    cursor = first.next(Digest(["a", "b"]), 2)
    Place(cursor, "claims", "v1").check(Digest(["a", "b"]))
    for of, version, before, status in (
        ("claims", "v2", ["a", "b"], 410),
        ("entities", "v1", ["a", "b"], 400),
        ("claims", "v1", ["a", "c"], 410),
    ):
        with pytest.raises(Problem) as refused:
            Place(cursor, of, version).check(Digest(before))
        assert refused.value.status == status


@pytest.mark.parametrize(
    "text",
    [
        "x",
        "%",
        "bnVsbA",
        "W10",
        "WyJhIiwiYiIsLTEsImMiXQ",
        "[" * 5_000,
        Cursor("a", "b", 10**12, "").text(),
        "é",
    ],
)
def test_what_is_no_cursor_is_refused(text: str) -> None:
    with pytest.raises(Problem) as refused:
        read_cursor(text)
    assert refused.value.status == 400


@pytest.mark.slow
def test_an_answer_is_kept_for_who_asks_the_same(quake: Path) -> None:
    with served(quake, quick=0.001, places=1, long=1) as server:
        assert server.ask("/api/claims?limit=3").body == server.ask("/api/claims?limit=3").body
        assert re.search(r'repeated_total\{workspace="\w+"\} 1\n', server.ask("/metrics").text)
        eventually(lambda: len(server.workers()) > 1)  # one more reads the lists
        before = server.workers()
        for number in range(4, 20):  # no process that has read the lists is given up, however long it took
            assert len(ids(server, f"/api/claims?limit={number}")) == number
        assert set(before) & set(server.workers())


def test_what_was_read_once_is_kept_within_bounds(quake: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "_CARDS", 4)
    with Graph.open(quake) as graph:
        read_now = reading.reading(graph, NO_CHOICE)
        wanted = [*read_now.told]
        plain = Cards(read_now.store, read_now.iri, read_now.labels).read(wanted)
        for _ in range(2):
            for start in range(0, len(wanted), 3):
                for iri, card in read_now.cards.read(wanted[start : start + 3]).items():
                    assert {*card.questioned} == {*plain[iri].questioned}  # in any order
                    assert replace(card, questioned=()) == replace(plain[iri], questioned=())
        assert len(read_now.cards.with_claims(wanted)) == len(wanted)
        assert len(read_now.cards._kept) <= 4
        assert read_now.cards.read([IRI(f"{BASE}claim/none")]) == {}


@pytest.mark.slow
def test_a_list_that_a_build_changed_is_refused_and_never_has_a_gap(quake: Path, tmp_path: Path) -> None:
    folder = tmp_path / "quake"
    shutil.copytree(quake, folder)
    with served(folder) as server:
        page = server.ask("/api/claims?limit=5")
        (following,) = re.findall(r"<(.*)>", page.headers["link"])
        assert server.ask(f"/api/claims{following}").status == 200
        next((folder / "data").rglob("2025-03-10-north-wire*")).unlink()
        build(Workspace.find(folder))
        eventually(lambda: server.ask(f"/api/claims{following}").status == 410)
        refused = server.ask(f"/api/claims{following}")
        assert refused.json["detail"] == "the graph has changed since this page was made; begin again, without 'cursor'"
        assert found(server, "/api/claims")["total"] < page.json["total"]


@pytest.mark.slow  # it builds
@pytest.mark.parametrize("symlinks", [True, False])  # the store is a link to a version, or a folder that a build moves
def test_a_version_keeps_the_name_of_its_build_whatever_becomes_of_its_folder(
    quake: Path, tmp_path: Path, symlinks: bool
) -> None:
    folder = tmp_path / "quake"
    shutil.copytree(quake, folder, symlinks=symlinks)
    workspace = Workspace.find(folder)

    def opened() -> tuple[Snapshot, str]:
        store = held.enter_context(Snapshot(workspace.store))
        return store, build_of(store, workspace.base)

    with ExitStack() as held:
        first, of_first = opened()
        graphs = {IRI("urn:x:a"): b"<urn:x:s> <urn:x:p> <urn:x:o> .\n"}
        assert change(workspace, lambda store, before, aside: graphs, most=1_000, patience=1)
        second, of_second = opened()
        assert second.version != first.version and of_second == of_first
        assert version_of(first, workspace.base) != version_of(second, workspace.base)
        next((folder / "data").rglob("2025-03-10-north-wire*")).unlink()
        build(workspace)
        assert opened()[1] != of_first, "another build has another name"
        for old in (first, second):
            shutil.rmtree(old.version.resolve())
            assert build_of(old, workspace.base) == of_first, "as it did before it was removed"


# --- what is refused


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("fieds=claim", "no parameter is called 'fieds'; did you mean 'fields'? there are claimant, about, only"),
        ("fields=clam", "no fields is called 'clam'; did you mean 'claim'"),
        ("limit=0", "give a number from 1 to 1,000"),
        ("limit=1001", "give a number from 1 to 1,000"),
        ("limit=1e2", "give a number from 1 to 1,000"),
        ("limit=" + "9" * 900, "give a number"),
        ("limit=" + "9" * 5_000, "'limit' has 5,000 characters"),
        ("limit=1&limit=2", "'limit' is given 2 times; give it once"),
        ("disputed=yes", "'disputed' is 'true' or 'false', not 'yes'"),
        ("modality=assertoin", "did you mean 'assertion'?"),
        ("from=yesterday", "'yesterday' is no date"),
        ("from=2025-02-30", "is no date"),
        ("claimant=Harbor%20Times", "did you mean 'Harbour Times' (media outlet)?"),
        ("about=foo", "no entity is called 'foo'"),
        ("text=", "'text' has 0 characters"),
        ("text=" + "a" * 1_001, "'text' has 1,001 characters"),
        ("world=other", "no world is called 'other'"),
        ("format=xml", "there are json, csv"),
        ("text=%ff", "the parameters cannot be read"),
        ("as-of=2025-13-01", "is no date"),
    ],
)
def test_a_wrong_parameter_is_told_in_the_words_of_the_command_line(server: Server, asked: str, said: str) -> None:
    reply = server.ask(f"/api/claims?{asked}")
    assert reply.status == 400 and said in reply.json["detail"], reply.text


@pytest.mark.parametrize("name", ["claims", "entities", "disputes", "documents"])
@pytest.mark.parametrize(
    "path",
    [
        "nothing",
        "x%2Fy",
        "%00",
        "a%22%3E%3Cscript%3E",
        "https://example.org/",
        "%F0%9F%98%80",
        "../../etc/passwd",
        "a%C2%96",
        "100%25",
    ],
)
def test_an_address_of_nothing_is_not_found(server: Server, name: str, path: str) -> None:
    reply = server.ask(f"/api/{name}/{path}")
    assert reply.status == 404 and reply.json["status"] == 404


def test_only_reading_is_done_and_only_known_formats_are_sent(server: Server) -> None:
    refused = server.ask("/api/claims", "DELETE")
    assert refused.status == 405 and refused.headers["allow"] == "GET, HEAD, OPTIONS"
    assert server.ask("/api/claims", headers={"Accept": "image/png"}).status == 406
    assert (
        server.ask("/api/claims?limit=1", headers={"Accept": "text/csv"}).headers["content-type"].startswith("text/csv")
    )
    head = server.ask("/api/claims?limit=1", "HEAD")
    assert head.status == 200 and head.body == b""


def test_values_are_checked_before_a_process_is_asked() -> None:
    known = (Parameter("n", "integer", "", least=1, most=5), Parameter("f", "fields", "", words=("a", "b")))
    assert read(b"n=05&f=b,a,b&f=a", known).given == {"n": ("5",), "f": ("b,a",)}
    with pytest.raises(Problem):
        read("n=٣".encode(), known)
