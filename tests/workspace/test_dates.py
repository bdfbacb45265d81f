"""Legal dates of any year, with zones and at 24:00, through a whole workspace; and data with faults, which say so."""

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from claims import claim, document, graph_of
from conftest import Run
from kgraph import Graph, Rows, Workspace, build
from kgraph.analysis.diff import Version, diff
from kgraph.analysis.stats import world_sizes
from kgraph.days import Day
from kgraph.store import open_store
from kgraph.views.rows import NetworkRows
from kgraph.workspace.building import read_workspace
from kgraph.workspace.check import check
from kgraph.workspace.exports import exported
from kgraph.workspace.starting import init_workspace
from kgraph.worlds import World

REPORT = "data/triples/2021-05-04-norika.trig"
# of the starter's report: when the first claim was said
SAID = """kg:earliestBegin "2021-05-03"^^xsd:date ;
      kg:edtf "2021-05-03" ;
      kg:latestEnd "2021-05-03"^^xsd:date"""
LEGAL = {
    "-0044-03-15": ("-0044-03-15", "date", "-0044-03-15"),
    "2021-05-03+14:00": ("2021-05-03", "date", "2021-05-03"),
    "2021-05-02T24:00:00Z": ("2021-05-03", "dateTime", "2021-05-03"),
    "-12021-05-04": ("Y-12021", "date", "-12021-05-04"),
    "2021-05-03T10:00:00.123456789+02:00": ("2021-05-03", "dateTimeStamp", "2021-05-03"),
}


def town(folder: Path, time: str, text: str, kind: str = "date") -> Workspace:
    """The starter's workspace, its first claim said at a time."""
    init_workspace(folder, "https://example.org/id/", "Norika")
    report = (folder / REPORT).read_text(encoding="utf8")
    assert SAID in report
    bounds = f'kg:earliestBegin "{time}"^^xsd:{kind} ; kg:edtf "{text}" ; kg:latestEnd "{time}"^^xsd:{kind}'
    (folder / REPORT).write_text(report.replace(SAID, bounds), encoding="utf8")
    return Workspace.find(folder)


@pytest.fixture(scope="module", params=LEGAL)
def said(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Graph, Day]]:
    text, kind, day = LEGAL[request.param]
    workspace = town(tmp_path_factory.mktemp("dates") / "town", request.param, text, kind)
    with Graph.open(workspace.root, "memory:") as graph:
        yield graph, Day.of(day)


def test_a_legal_date_is_valid_and_no_fault(said: tuple[Graph, Day]) -> None:
    found = check(said[0].workspace, today=date(2021, 5, 6))
    assert [finding.message for finding in found if finding.severity != "info"] == []


def test_worlds_end_with_any_day(said: tuple[Graph, Day]) -> None:
    graph, day = said
    counts = [
        world_sizes(*graph.materialised(graph.choose(as_of=str(end))))[0]
        for end in (day.plus(-1), day, Day(2021, 5, 4))
    ]
    assert counts == [0, 1, 3]
    assert graph.choose(as_of=day) == graph.choose(as_of=str(day)) == World(as_of=day)


def test_answers_show_the_day_in_its_order(said: tuple[Graph, Day]) -> None:
    graph, day = said
    rows = graph.query("claims")
    assert isinstance(rows, Rows)
    assert [str(row) for row in rows.column("said_by")] == [str(day), "2021-05-04", "2021-05-04"]
    control = graph.query("control", params={"on": str(day)})
    assert isinstance(control, Rows)
    assert [str(row) for row in control.column("from")] == [str(day)]
    since = graph.query("disputes", params={"since": str(day)})
    assert isinstance(since, Rows)
    assert len(since) == 1
    position = graph.compare("Norika", as_of=day)[0].positions[0]
    assert (position.claim.said, position.claim.said_by) == (str(day), str(day))


def test_every_query_answers_with_such_days(said: tuple[Graph, Day]) -> None:
    graph, day = said
    for query in graph.catalogue.values():
        if "SERVICE" not in query.text:
            given = {p.name: str(day) for p in query.params if p.type == "date"}
            graph.query(query, params=given, as_of=day)


def test_what_was_said_by_such_a_day_is_told_by_the_calendar(said: tuple[Graph, Day]) -> None:
    graph, day = said

    def days(**params: str) -> list[Day]:
        answer = graph.query("claimed-by", params=params)
        assert isinstance(answer, Rows)
        return [Day.of(str(one)) for one in answer.column("said_by")]

    for end in (str(day), "-12022-01-01", "-0044-01-02", "-0043-01-02", "2021-05-04", "12024-01-01"):
        assert days(day=end) == [one for one in days() if one <= Day.of(end)], end


@pytest.mark.slow
def test_pictures_and_exports_have_the_day(said: tuple[Graph, Day]) -> None:
    graph, day = said
    drawn = graph.network(world="asserted")
    now, _ = NetworkRows(drawn, drawn.opening, 100).tables([{}] * 0, [])
    assert now["days"] == sorted([str(day), "2021-05-04"], key=Day.of)
    for form in ("graphml", "gexf"):
        text = b"".join(exported(graph, form)[0]).decode()
        ET.fromstring(text)  # noqa: S314 - our own text
        assert str(day) in text
    assert f",{day}," in b"".join(exported(graph, "csv")[0]).decode().replace(f"'{day}", str(day))


def test_a_change_of_such_a_date_is_told(said: tuple[Graph, Day], tmp_path: Path) -> None:
    graph, base = said[0], said[0].workspace.base
    with open_store("memory:") as store:
        store.load(read_workspace(town(tmp_path / "b", "-0050-01-01", "-0050")))
        found = diff(Version.of(graph.store, base), Version.of(store, base))
    changed = next(one for one in found if one.change == "changed")
    assert (changed.fields, changed.after) == (("assertedDuring",), "assertedDuring: on -0050-01-01")


def test_posts_and_rules_in_the_years_before_1(tmp_path: Path, pokrovsk: Workspace) -> None:
    reference = """<agent/paper> a kg:MediaOutlet ; rdfs:label "Paper"@en .
      <agent/ann> a kg:Person ; rdfs:label "Ann"@en . <agent/bo> a kg:Person ; rdfs:label "Bo"@en .
      <unit/legion> a kg:MilitaryUnit ; rdfs:label "Legion"@en .
      <role/legate> a kg:Role ; rdfs:label "legate"@en ; kg:commanding true ."""

    def post(who: str, begin: str, end: str) -> str:
        time = f'[ a kg:TimeSpan ; kg:latestBegin "{begin}"^^xsd:date ; kg:earliestEnd "{end}"^^xsd:date ]'
        held = f"org:member <agent/{who}> ; org:role <role/legate> ; org:organization <unit/legion>"
        return f"<#p> a kg:Posting ; {held} ; kg:time {time} ."

    parts = (
        claim("d/c1", "agent/paper", post("ann", "-0052-01-01", "-0049-01-10"), said="-0040-01-01"),
        claim("d/c2", "agent/paper", post("bo", "-0050-01-01", "-0044-03-15"), said="-0040-01-01"),
        claim("d/c3", "agent/paper", post("ann", "9000-01-01", "12021-01-01")),
        document("d", "paper"),
    )
    with graph_of(tmp_path / "legion", pokrovsk, reference, *parts) as graph:

        def holders(day: str) -> list[str]:
            return [tie.name for tie in graph.chain("Legion", day)[0].unit.posts if tie.standing == "holds"]

        assert holders("-0051-06-01") == ["Ann"]
        assert holders("-0050-06-01") == ["Ann", "Bo"]
        assert holders("-0045-01-01") == ["Bo"]
        assert holders("10000-01-01") == ["Ann"]
        disputes = graph.query("SELECT ?rule { ?d a kg:Dispute ; kg:foundBy ?rule }")
        assert isinstance(disputes, Rows)
        assert [str(rule).rpartition("/")[2] for rule in disputes.column("rule")] == ["two-commanders"]
        posts = graph.query("posts", params={"on": "-0050-06-01"}, world="asserted")
        assert isinstance(posts, Rows)
        assert len(posts) == 2
        commanders = graph.query("commanders", params={"on": "12000-06-01"}, world="asserted")
        assert isinstance(commanders, Rows)
        assert len(commanders) == 1


# -- data with faults


FAULTY = {
    "2022-07-32": ("2021-05-03", "claim/2021-05-04-norika/c1: kg:earliestBegin: '2022-07-32' is no xsd:date"),
    "2021-05-03": ("2099-13-45", "claim/2021-05-04-norika/c1: kg:edtf: '2099-13-45' is no EDTF"),
    "2021-05-01": (
        "2021-05-02",
        "claim/2021-05-04-norika/c1: kg:earliestBegin 2021-05-01 and kg:latestEnd 2021-05-01 do not",
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("time", FAULTY)
def test_a_build_and_answers_say_that_the_data_have_faults(tmp_path: Path, time: str) -> None:
    text, first = FAULTY[time]
    workspace = town(tmp_path / "town", time, text)
    remarks: list[str] = []
    with Graph.open(workspace.root, "memory:") as graph:
        graph.remark = remarks.append
        graph.query("claims")
        graph.query("disputes")
        assert len(remarks) == 1, "it is said once"
    report = build(workspace)
    assert report.faults > 0
    assert report.first.startswith(first)
    assert "the data have" in remarks[0]
    assert first in remarks[0]
    assert remarks[0].endswith("'kgraph validate' shows all")
    with Graph.open(workspace.root) as built:
        assert built.store.url.startswith("oxigraph:")
        built.remark = remarks.append
        built.compare("Norika")
    assert remarks[1] == remarks[0], "a store that was built says so as well"


@pytest.mark.slow
def test_sound_data_are_passed_over_in_silence(tmp_path: Path) -> None:
    workspace = town(tmp_path / "town", "2021-05-03", "2021-05-03")
    assert (build(workspace).faults, build(workspace).first) == (0, "")
    with Graph.open(workspace.root) as graph:
        graph.query("claims")  # a remark would be a warning, and an error here


@pytest.mark.slow
def test_commands_say_that_the_data_have_faults(kgraph: Run, tmp_path: Path) -> None:
    workspace = town(tmp_path / "town", "2022-07-32", "2021-05-03")
    there = ("-C", str(workspace.root))
    for words in (("build",), ("query", "disputes"), ("stats",)):
        done = kgraph(*there, *words)
        assert done.returncode == 0
        assert done.stderr.count("the data have") == 1
        assert "'2022-07-32' is no xsd:date" in done.stderr
    again = kgraph(*there, "diff", str(workspace.root), str(town(tmp_path / "b", "2021-05-03", "2021-05-03").root))
    assert again.stderr.count("the data have") == 1
    quiet = kgraph(*there, "--quiet", "query", "disputes")
    assert (quiet.returncode, quiet.stderr) == (0, "")
    assert quiet.stdout
