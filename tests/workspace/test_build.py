"""Building a workspace into each kind of store."""

import os
import re
import shutil
import socket
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from backends import sparql_server
from claims import own_quads
from command import run
from kgraph import KG, Graph, Rows, Store, Workspace, build, open_store
from kgraph.analysis.stats import world_sizes
from kgraph.building import derived_graph
from kgraph.errors import DataError, StoreBusy, UsageError
from kgraph.model import Literal
from kgraph.namespaces import IRI, RDF
from kgraph.store import Access
from kgraph.store.base import DefaultGraph, NamedGraphs, Triples
from kgraph.store.canonical import canonical_lines
from kgraph.store.guard import reaches_out
from kgraph.store.publishing import Sent
from kgraph.store.remote import RemoteStore
from kgraph.store.staging import HELD, Own
from kgraph.views import disputes
from kgraph.workspace.building import opened_store
from kgraph.workspace.elsewhere import check_apart
from kgraph.workspace.starting import init_workspace
from kgraph.workspace.versions import changes
from requirements import missing

BASE = "https://example.org/reports/"


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with sparql_server() as url:
        yield url


@pytest.fixture
def town(tmp_path: Path) -> Workspace:
    init_workspace(tmp_path / "town", BASE, 'A "town" \\ of one\'s own')
    return Workspace.find(tmp_path / "town")


def rows(graph: Graph, query: str, **options: object) -> list[tuple[str, ...]]:
    answer = graph.query(query, **options)  # type: ignore[arg-type] # each test passes what it needs
    assert isinstance(answer, Rows)
    return [tuple(map(str, row)) for row in answer.rows]


@pytest.mark.slow
def test_a_workspace_names_things_under_its_own_base(town: Workspace) -> None:
    assert (town.base, town.title) == (BASE, 'A "town" \\ of one\'s own')
    build(town)
    with Graph.open(town.root) as graph:
        assert graph.store.url == f"oxigraph:{town.store}"
        assert rows(graph, "who-holds", params={"place": "Norika"}) == [
            ("Norika", "1st Amber Brigade", "Otto Petrel", KG.Positive),
            ("Norika", "1st Amber Brigade", "Valley Monitor", KG.Negative),
        ]
        ((dispute,),) = rows(graph, "SELECT ?d { ?d a kg:Dispute }")
        assert dispute.startswith(f"{BASE}dispute/")
        assert all(g.startswith(BASE) for g in graph.store.graphs())


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["disk", "remote"])
def test_every_kind_of_store_gives_the_same_answers(
    town: Workspace, tmp_path: Path, kind: str, request: pytest.FixtureRequest
) -> None:
    url = request.getfixturevalue("server") if kind == "remote" else f"oxigraph:{tmp_path / 'elsewhere'}"
    report = build(town, url)
    assert (report.claims, report.disputes, report.store) == (3, 1, url)
    with Graph.open(town.root, "memory:") as here, Graph.open(town.root, url) as there:
        for name, query in here.catalogue.items():
            if name != "changes" and not reaches_out(query.text):  # a graph in memory has no build before it
                assert rows(there, name) == rows(here, name), name
        for options in ({"according_to": ["Petrel"]}, {"as_of": "2021-05-03"}, {"world": "asserted"}):
            text = "SELECT ?c { ?c kg:inWorld ?w } ORDER BY ?c"
            assert rows(there, text, **options) == rows(here, text, **options)
        assert rows(here, "claims", as_of="2021-05-03") == rows(there, "claims", as_of="2021-05-03") != []


@pytest.mark.slow
@pytest.mark.parametrize("builds", [1, 3])
def test_a_command_during_which_builds_end_reads_again(
    town: Workspace, server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, builds: int
) -> None:
    """Each build gives a claimant another name after the command has read all, and before it prints."""
    reference, report, ended = town.data / "reference.trig", disputes.report, list[int]()

    def late(*given: Any) -> str:
        said = report(*given)
        if len(ended) < builds:
            ended.append(1)
            reference.write_text(reference.read_text("utf8").replace("Otto Petrel", "Otto Petrel-Orme"), "utf8")
            build(town, server)
        return said

    build(town, server)
    monkeypatch.setattr(disputes, "report", late)
    done = run(["-C", str(town.root), "disputes", "--store", server], tmp_path, os.environ)
    assert len(ended) == builds
    if builds == 1:
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout.count("Otto Petrel-Orme") == done.stdout.count("Otto Petrel") > 0
    else:
        told = f"kgraph: {server}: a build ended there while this was read; try again\n"
        assert (done.returncode, done.stdout, done.stderr) == (4, "", told)


@pytest.mark.slow
def test_building_to_an_endpoint_leaves_what_is_not_the_workspace_s(town: Workspace, server: str) -> None:
    foreign = (IRI("urn:a"), IRI("urn:b"), IRI("urn:c"), IRI("urn:graph"))
    with open_store(server) as store:
        store.load([foreign])
        stale, neighbour = IRI(f"{BASE}doc/withdrawn"), IRI(f"{BASE}below/doc/x")
        store.load([(iri, RDF.type, KG.Document, iri) for iri in (stale, neighbour)])
        build(town, server)
        assert list(store.dump(IRI("urn:graph"))) == [foreign]
        assert stale not in store.graphs()
        assert neighbour in store.graphs()
        with Graph.open(town.root, server) as graph:
            assert world_sizes(*graph.materialised(graph.choose("asserted")))[0] == 3
            assert neighbour not in {quad[3] for quad in own_quads(graph)}
        # nor could two workspaces tell apart their graphs if the one's base lay among the names of the other's graphs
        within = town.root.with_name("within")
        init_workspace(within, f"{BASE}doc/", "within")
        before = store.graphs()
        with pytest.raises(
            UsageError, match=rf"the base <{BASE}> has built there, .* give this workspace another base"
        ):
            build(Workspace.find(within), server)
        assert store.graphs() == before


@pytest.mark.parametrize(
    ("base", "is_refused"),
    [
        (BASE, False),
        (f"{BASE}north/", False),
        ("https://example.org/", False),
        (f"{BASE}graph/x/", True),
        ("urn:", True),
    ],
)
def test_two_workspaces_at_an_endpoint_need_names_that_can_be_told_apart(base: str, is_refused: bool) -> None:
    class Neighbours(RemoteStore):
        def select_there(self, query: str, default_graph: DefaultGraph = None, named: NamedGraphs = None) -> Rows:
            places = f"urn:kgraph:staged:{BASE}", f"urn:kgraph:switching:{BASE}", "urn:kgraph:staged:urn:doc/x/"
            return Rows(("place", "token"), tuple((IRI(place), Literal("1")) for place in places))

    refused = pytest.raises(UsageError, match="another base") if is_refused else nullcontext()
    with Neighbours("http://127.0.0.1:9/", base=base) as store, refused:
        check_apart(store, base)


@pytest.mark.slow
def test_a_word_that_changed_is_all_that_an_endpoint_is_sent(town: Workspace, server: str) -> None:
    data = town.data / "2021-05-04-norika.trig"
    with open_store(server) as store:

        def content() -> list[tuple[IRI, list[bytes]]]:
            return list(canonical_lines(lambda: store.lines([BASE])))

        build(town, server, anew=True)
        assert build(town, server).sent == Sent(), "the same, with the ontology's blank nodes, is not sent again"
        data.write_text(data.read_text().replace("kg:certainty kg:Unstated", "kg:certainty kg:Probable", 1))
        sent, after = build(town, server).sent, content()
        assert sent is not None
        assert 0 < sent.triples < 25, "one triple of each world and the document, and what is told of the change"
        shutil.rmtree(town.kept / "sent")
        assert build(town, server).sent == Sent(), "digests are kept at the endpoint"
        told = IRI(f"{BASE}graph/build")
        build(town, server, anew=True)
        assert [one for one in content() if one[0] != told] == [one for one in after if one[0] != told]


def test_an_endpoint_is_given_the_time_and_the_access_of_kgraph_toml(
    town: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        host = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        own = Access(host, "basic", "ann", "SECRET_OF_TEST")
        monkeypatch.setenv("SECRET_OF_TEST", "word")
        url, patient = f"sparql:{host}query", replace(town, timeout=0.2)
        with pytest.raises(StoreBusy, match=r"no answer within 0.2 s"):
            build(patient, url)
        with pytest.raises(StoreBusy, match=r"no answer within 0.2 s"):
            changes(url, url, patient)
        monkeypatch.delenv("SECRET_OF_TEST")
        closed = replace(patient, access=(own,))
        for call in (lambda: build(closed, url), lambda: changes(url, url, closed)):
            with pytest.raises(UsageError, match="SECRET_OF_TEST"):
                call()
        with opened_store(closed, url, print) as store, pytest.raises(UsageError, match="SECRET_OF_TEST"):
            store.graphs()


def test_a_file_that_is_moved_or_renamed_is_another(town: Workspace) -> None:
    """Blank nodes are named by their file."""
    path, *_ = town.data_files()
    seen = {town.fingerprint()}
    for place in (path.with_stem("renamed"), path.parent / "below" / path.name, path.parent / "other" / path.name):
        place.parent.mkdir(exist_ok=True)
        path = path.rename(place)
        seen.add(town.fingerprint())
    assert len(seen) == 4
    assert town.fingerprint(town.digests()) == town.fingerprint()


@pytest.mark.slow
def test_building_twice_gives_the_same_graph(town: Workspace) -> None:
    build(town)
    with open_store(f"oxigraph:{town.store}", read_only=True) as store:
        first = sorted(map(str, store.dump(derived_graph(BASE)))), store.graphs()
    build(town)
    with open_store(f"oxigraph:{town.store}", read_only=True) as store:
        assert (sorted(map(str, store.dump(derived_graph(BASE)))), store.graphs()) == first


@pytest.mark.slow
def test_a_reader_keeps_what_it_opened_while_a_build_replaces_it(town: Workspace) -> None:
    build(town)
    with Graph.open(town.root) as reader:
        data = town.data / "reference.trig"
        data.write_text(data.read_text().replace('"Norika"', '"Norika Town"'))
        build(town)
        assert rows(reader, "SELECT ?l { <place/norika> rdfs:label ?l }") == [("Norika",)]
    with Graph.open(town.root) as reader:
        assert rows(reader, "SELECT ?l { <place/norika> rdfs:label ?l }") == [("Norika Town",)]


def test_equal_contents_have_equal_digests_and_others_do_not(town: Workspace) -> None:
    with Graph.open(town.root) as graph:
        found = {row[0]: row[1] for row in rows(graph, "SELECT ?c ?d { ?c kg:contentDigest ?d }")}
    one, two, three = (found[f"{BASE}claim/2021-05-04-norika/c{n}"] for n in (1, 2, 3))
    assert one == two != three


def test_a_rule_of_one_s_own_runs_at_build(town: Workspace) -> None:
    rule = town.queries / "rules" / "everything.rq"
    rule.parent.mkdir()
    rule.write_text(
        "#+ summary: Every two claims about one thing are marked as supporting each other.\n"
        "CONSTRUCT { ?a kg:supports ?b } WHERE { ?a kg:about ?x . ?b kg:about ?x FILTER(?a != ?b) }"
    )
    with Graph.open(town.root) as graph:
        assert len(rows(graph, "SELECT ?a ?b { ?a kg:supports ?b }")) == 6


def test_a_rejected_claim_disputes_nothing_and_is_in_no_world(town: Workspace) -> None:
    data = town.data / "2021-05-04-norika.trig"
    text = data.read_text()
    denial = text.index("<claim/2021-05-04-norika/c2> a kg:Claim")
    data.write_text(text[:denial] + text[denial:].replace("kg:Accepted", "kg:Rejected", 1))
    with Graph.open(town.root) as graph:
        assert rows(graph, "SELECT ?d { ?d a kg:Dispute }") == []
        assert {row[4] for row in rows(graph, "control")} == {"Otto Petrel"}
        assert len(rows(graph, "claims")) == 2
        assert len(rows(graph, "SELECT ?c { ?c kg:inWorld ?w }")) == 2


@pytest.mark.slow
def test_a_failed_build_says_where_and_changes_nothing(town: Workspace) -> None:
    build(town)
    before = {p: p.read_bytes() for p in town.store.iterdir() if p.name.endswith(".sst")}
    (town.data / "broken.trig").write_text("<a> <b> ")
    with pytest.raises(DataError, match=r"broken\.trig:1"):
        build(town)
    assert {p: p.read_bytes() for p in town.store.iterdir() if p.name.endswith(".sst")} == before
    assert len(list(town.store.parent.iterdir())) == 3  # the link, its one version, and the worlds beside that


def test_a_workspace_is_found_from_a_folder_inside_it(town: Workspace) -> None:
    assert Workspace.find(town.data) == town
    with pytest.raises(UsageError, match="kgraph init"):
        Workspace.find(Path("/"))


def test_advice_against_is_no_denial(town: Workspace) -> None:
    data = town.data / "2021-05-04-norika.trig"
    text = data.read_text().replace("kg:modality kg:Denial", "kg:modality kg:Recommendation")
    data.write_text(text.replace("kg:denies", "kg:qualifies"))
    with Graph.open(town.root) as graph:
        assert {row[3:5] for row in rows(graph, "control")} == {
            ("asserts", "Otto Petrel"),
            ("recommends against", "Valley Monitor"),
        }
        assert {row[3] for row in rows(graph, "claimants")} == {"0"}


@pytest.mark.slow
def test_a_store_held_by_a_reader_is_kept_until_it_is_free(town: Workspace) -> None:
    build(town)
    with Graph.open(town.root) as reader:
        held = town.store.resolve()
        build(town)
        build(town)
        assert held.is_dir()
        assert len(rows(reader, "claims")) == 3
    build(town)
    assert not held.exists()


@pytest.mark.slow
def test_a_world_that_cannot_be_kept_is_made_among_the_temporary_files(
    town: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(folder: Path) -> None:
        raise UsageError(f"{folder}: cannot be written")

    build(town)
    monkeypatch.setattr("kgraph.store.beside.locked_folder", refuse)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    before = set(tmp_path.iterdir())
    with Graph.open(town.root) as graph:
        assert len(rows(graph, "claims", as_of="2021-05-03")) == 1
        assert len(set(tmp_path.iterdir()) - before) == 1
        assert len(rows(graph, "claims", as_of="2021-05-03")) == 1
    assert set(tmp_path.iterdir()) == before


@pytest.mark.slow
def test_only_versions_are_cleared_away(town: Workspace) -> None:
    beside = town.store.parent
    for name in (".store-backup", ".store-old-0123456789ab", ".store-0123456789ab"):
        (beside / name).mkdir(parents=True)
    (beside / ".store-link").symlink_to("elsewhere")
    build(town)
    build(town)
    current = town.store.resolve().name
    names = {p.name for p in beside.iterdir()} - {current, f"{current}.worlds"}
    assert names == {"store", ".store-backup", ".store-old-0123456789ab", ".store-link"}


@pytest.mark.slow
def test_a_link_of_one_s_own_is_followed(town: Workspace, tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    town.store.parent.mkdir()
    town.store.symlink_to(tmp_path / "disk")
    build(town)
    assert town.store.readlink() == tmp_path / "disk"
    assert (tmp_path / "disk/CURRENT").is_file()
    with Graph.open(town.root) as graph:
        assert graph.store.url.startswith("oxigraph:")


@pytest.mark.slow
def test_handles_are_given_back(town: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(town)
    open_now = Path("/proc/self/fd")
    if not open_now.is_dir():
        missing("/proc, which tells a process's open files,")
    before = len(list(open_now.iterdir()))
    for _ in range(8):
        with Graph.open(town.root) as graph:
            graph.query("claims")
        with pytest.raises(UsageError):
            open_store(f"oxigraph:{tmp_path}", read_only=True)
    assert len(list(open_now.iterdir())) <= before + 1
    monkeypatch.chdir(town.root)
    with Graph.open(store="oxigraph:.kgraph/store") as graph:
        monkeypatch.chdir("/")
        assert len(rows(graph, "claims", as_of="2021-05-03")) == 1


@pytest.mark.slow
def test_a_writer_keeps_its_version(town: Workspace) -> None:
    build(town)
    with open_store(f"oxigraph:{town.store}") as writer:
        with Graph.open(town.root) as graph:
            graph.materialised(graph.choose("asserted", as_of="2021-05-03"))
        writer.update("INSERT DATA { <urn:a> <urn:b> <urn:c> }")
        assert writer.ask("ASK { <urn:a> ?p ?o }")


@pytest.mark.slow
def test_a_world_is_made_again_when_a_build_came_between(town: Workspace) -> None:
    build(town)
    with Graph.open(town.root) as graph:
        first = rows(graph, "claims", as_of="2021-05-03")
        assert rows(graph, "claims", as_of="2021-05-03") == first  # now it is known to be there
        build(town)
        assert len(rows(graph, "claims", as_of="2021-05-04")) == 3
        assert rows(graph, "claims", as_of="2021-05-03") == first != []


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["folder", "endpoint"])
def test_a_build_says_what_it_changes_until_the_data_change_again(
    town: Workspace, kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    url = request.getfixturevalue("server") if kind == "endpoint" else f"oxigraph:{tmp_path / 'elsewhere'}"
    data = town.data / "2021-05-04-norika.trig"

    def changes() -> list[tuple[str, str, str, str]]:
        build(town, url)
        with Graph.open(town.root, url) as graph:
            return [
                (str(change), str(claim).rpartition("/")[2], str(what or ""), said)
                for change, said, what, claim in rows(graph, "changes")
            ]

    changes()
    first = changes()
    data.write_text(data.read_text().replace("kg:certainty kg:Unstated", "kg:certainty kg:Probable", 1))
    second = changes()
    assert len(second) == 1
    assert second != first
    told = "certainty (certainty: Unstated → certainty: Probable)"
    assert (second[0][0], second[0][2]) == ("changed", told)
    assert second[0][3].startswith("Otto Petrel: ")
    assert changes() == second, "a build from equal files changes nothing, also not what is told"
    if kind == "endpoint":
        cut_off = ("first-that-was-cut-off", HELD, "Unstated"), ("that-was-cut-off", derived_graph(BASE), "Probable")
        for name, graph, certainty in cut_off:
            with open_store(url) as store:
                store.clear(graph)
                mark = Own(BASE).mark(f'"{name}"')
                store.update(f"INSERT DATA {{ {mark} }}")
            words = re.sub(
                "kg:certainty kg:(Unstated|Probable)", f"kg:certainty kg:{certainty}", data.read_text(), count=1
            )
            data.write_text(words)
            assert changes() == [], "a part of a first build, or a mixture, is no earlier version"


@pytest.mark.slow
def test_a_premise_of_one_s_own_serves_a_rule_and_is_kept_nowhere(town: Workspace) -> None:
    folder = town.queries / "rules/premises"
    folder.mkdir(parents=True)
    (folder / "2-loud.rq").write_text(
        "#+ summary: loud claims\n"
        "CONSTRUCT { ?c premise:loud ?who } WHERE { ?c premise:who ?who ; premise:saidFrom ?day }"
    )
    (folder.parent / "loud.rq").write_text(
        "#+ summary: finds loud claims\nCONSTRUCT { ?c rdfs:comment ?who } WHERE { ?c premise:loud ?who }"
    )
    build(town)
    with Graph.open(town.root) as graph:
        assert len(rows(graph, "SELECT ?c { ?c rdfs:comment ?who }")) == len(rows(graph, "SELECT ?c { ?c a kg:Claim }"))
        assert not rows(graph, "SELECT ?s { GRAPH ?g { ?s ?p ?o } FILTER(STRSTARTS(STR(?p), STR(premise:))) }")


@pytest.mark.slow
@pytest.mark.parametrize(
    "clause", ["FROM <world/asserted> { ?c a kg:Claim }", "FROM NAMED <world/asserted> { GRAPH ?g { ?c a kg:Claim } }"]
)
def test_a_query_s_own_dataset_may_be_a_world_of_a_built_store(town: Workspace, clause: str) -> None:
    build(town)
    with Graph.open(town.root) as graph:
        assert graph.store.url.startswith("oxigraph:")
        assert len(rows(graph, f"SELECT ?c {clause}")) == 3
        # and the world that is chosen counts, whatever a text behind it names
        seen, iri = graph.materialised(graph.choose("asserted"))
        document = "SELECT ?d FROM <x:none> { ?d a <https://w3id.org/kgraph/ontology#Claim> }"
        assert len(seen.select(document, default_graph=iri)) == 3


@pytest.mark.slow
def test_worlds_of_different_bases_beside_one_store_are_not_each_other_s(town: Workspace) -> None:
    build(town)
    with open_store(f"oxigraph:{town.store}", read_only=True) as store:

        def having(base: str) -> Store:
            graph = IRI(f"{base}world/x")
            return store.having({graph: lambda: Triples([f"<{base}a> <x:p> <x:o> .\n".encode()])}, graph)

        one, other = having("http://a/"), having("http://b/")
        query = "SELECT ?s { ?s <x:p> ?o }"
        assert one.select(query, default_graph=IRI("http://a/world/x")).column("s") == ["http://a/a"]
        assert other.select(query, default_graph=IRI("http://b/world/x")).column("s") == ["http://b/a"]


@pytest.mark.slow
def test_worlds_beside_a_store_go_when_somebody_writes_to_it(town: Workspace) -> None:
    build(town)
    assert list(town.store.parent.glob(".store-*.worlds/*"))
    with open_store(f"oxigraph:{town.store}") as writer:
        writer.update("DELETE WHERE { GRAPH ?g { ?c a <https://w3id.org/kgraph/ontology#Document> } }")
    assert not list(town.store.parent.glob(".store-*.worlds/*"))
