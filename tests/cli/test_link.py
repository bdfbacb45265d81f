"""`kgraph link` as a person runs it: what it prints, what it writes, how it exits."""

import csv
import io
import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from kgraph import Workspace
from towns import GN, GN_OBLAST, GN_POKROVSK, NORIKA, OBLAST, POKROVSK, UKRAINE, WD, contents, make_town, verdicts

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def town(tmp_path: Path) -> Workspace:
    return make_town(tmp_path / "town")


@pytest.fixture
def link(linking: Run, town: Workspace) -> Run:
    """`kgraph link …` in the town."""

    def run(*words: str | Path, stdin: str = "", **environment: str) -> "subprocess.CompletedProcess[str]":
        return linking("-C", town.root, "link", *words, stdin=stdin, **environment)

    return run


def records(text: str, delimiter: str = ",") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text), delimiter=delimiter))


def one_line(done: "subprocess.CompletedProcess[str]", code: int, *words: str) -> None:
    assert done.returncode == code, done.stderr
    assert done.stderr.count("\n") == 1, done.stderr
    assert done.stderr.startswith("kgraph: ")
    for word in words:
        assert word in done.stderr


def test_places_are_matched_and_a_second_run_changes_nothing(link: Run, town: Workspace) -> None:
    done = link("--format", "csv")
    assert done.returncode == 0
    found = {row["entity"]: (row["decision"], row["entry"], row["by"]) for row in records(done.stdout)}
    assert found == {
        "Norika": ("nothing", "", ""),
        "Pokrovsk": ("match", GN_POKROVSK, "kgraph, by itself"),
        "Donetsk Oblast": ("match", GN_OBLAST, "kgraph, by itself"),
        "Ukraine": ("match", f"{GN}690791/", "kgraph, by itself"),
    }
    assert done.stderr.splitlines() == [
        "3 matched, 0 to be judged, 1 not found; 3 new or changed",
        "next: kgraph build",
    ]
    before = contents(town)
    assert verdicts(town) == {
        (POKROVSK, GN_POKROVSK): "match",
        (OBLAST, GN_OBLAST): "match",
        (UKRAINE, f"{GN}690791/"): "match",
    }
    again = link("--format", "csv")
    assert again.stdout == done.stdout
    assert again.stderr == "3 matched, 0 to be judged, 1 not found; nothing has changed\n"
    assert contents(town) == before


def test_a_dry_run_writes_nothing(link: Run, town: Workspace) -> None:
    before = sorted(town.root.rglob("*"))
    done = link("--dry-run", "--only", "Pokrovsk", "--offline", "-f", "json")
    (row,) = json.loads(done.stdout)["results"]["bindings"]
    assert row["entry"] == {"type": "uri", "value": GN_POKROVSK}
    assert done.stderr == "1 matched, 0 to be judged, 0 not found; nothing is written\n"
    assert sorted(town.root.rglob("*")) == before


def test_what_is_found_goes_into_a_file(link: Run, town: Workspace, tmp_path: Path) -> None:
    done = link("--only", "Pokrovsk", "--only", "place/norika", "-o", tmp_path / "found.tsv")
    assert (done.returncode, done.stdout) == (0, "")
    text = (tmp_path / "found.tsv").read_text()
    assert [line.split("\t")[0] for line in text.splitlines()[1:]] == ['"Norika"', '"Pokrovsk"']
    assert set(verdicts(town)) == {(POKROVSK, GN_POKROVSK)}


@pytest.mark.parametrize(
    ("verdict", "entry", "said"),
    [
        ("match", "gn:704422", (GN_POKROVSK, "match")),
        ("close", GN_POKROVSK, (GN_POKROVSK, "close")),
        ("no", "gn:704422/", (GN_POKROVSK, "no")),
        ("unsure", "gn:704422/", (GN_POKROVSK, "unsure")),
        ("no", "geonames", (None, "no")),
    ],
)
def test_a_pair_is_judged(link: Run, town: Workspace, verdict: str, entry: str, said: tuple[str | None, str]) -> None:
    done = link("judge", "Pokrovsk", entry, verdict, "--comment", "as\n said", "--author", "Ann")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr.splitlines() == [f"Pokrovsk: {verdict} {said[0] or 'nothing in ' + GN}", "next: kgraph build"]
    assert verdicts(town) == {(POKROVSK, said[0]): said[1]}
    (row,) = records(link("show", "-f", "csv").stdout)
    assert (row["entity"], row["verdict"], row["entry"]) == ("Pokrovsk", verdict, said[0] or GN)
    assert (row["by"], row["why"], row["label"]) == ("Ann", "as said", "Pokrovsk" if said[0] else "")


def test_a_judgement_made_before_is_said_to_be(link: Run, town: Workspace) -> None:
    link("judge", "Pokrovsk", "wd:Q1", "match", KGRAPH_AUTHOR="Ann")
    before = contents(town)
    done = link("judge", "pokrovsk", f"{WD}Q1", "match", KGRAPH_AUTHOR="Ann")
    assert done.stderr.splitlines()[1:] == ["the same judgement was there before"]
    assert contents(town) == before
    assert link("judge", "Pokrovsk", "wd:Q1", "match", KGRAPH_AUTHOR="Bob").stderr.splitlines()[1:] == [
        "next: kgraph build"
    ]


def test_conflicts_are_said(link: Run, town: Workspace) -> None:
    link("judge", "Pokrovsk", "wd:Q1", "match")
    done = link("judge", "Norika", "wd:Q1", "match")
    assert done.returncode == 0
    said = [line for line in done.stderr.splitlines() if line.startswith("conflict: ")]
    what = f"conflict: Norika and Pokrovsk are matched with {WD}Q1"
    assert said == [f"{what}; judge one of them 'no' or 'close' with 'kgraph link judge'"]
    assert len(verdicts(town)) == 2


def test_the_tool_s_match_gives_way_to_a_person_s(link: Run, town: Workspace) -> None:
    link()
    done = link("judge", "Pokrovsk", "gn:1", "match")
    assert "conflict" not in done.stderr
    assert {entry for (entity, entry) in verdicts(town) if entity == POKROVSK} == {f"{GN}1/"}


@pytest.mark.slow
def test_a_judgement_is_taken_back(link: Run, town: Workspace) -> None:
    states = [contents(town)]
    for entry in ("wd:Q1", "wd:Q2"):
        link("judge", "Norika", entry, "close")
        states.append(contents(town))
    done = link("forget", "Norika", "wd:Q1")
    assert done.stderr == f"forgot: Norika close {WD}Q1\n"
    assert set(verdicts(town)) == {(NORIKA, f"{WD}Q2")}
    states.append(contents(town))
    assert link("forget", "Norika").stderr == f"forgot: Norika close {WD}Q2\n"
    assert verdicts(town) == {}
    one_line(link("forget", "Norika"), 2, "there is no judgement about 'Norika'")
    while states:
        assert "took back 1 judgement (Norika)" in link("undo").stderr
        assert contents(town) == states.pop()
    one_line(link("undo"), 2, "there is no step to take back")


def test_candidates_are_shown_with_what_was_judged(link: Run) -> None:
    link("judge", "Pokrovsk", "gn:704422", "no", "--author", "Ann")
    found = records(link("show", "Pokrovsk", "-f", "csv").stdout)
    assert len(found) == 1
    assert [row["judged"] for row in found if row["entry"] == GN_POKROVSK] == ["no by Ann"]
    assert {row["dataset"] for row in found} == {"geonames"}
    assert "inhabitants" in found[0]["why"]
    assert records(link("show", "1st Amber Brigade", "-f", "csv").stdout) == []


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--dataset", "geoname"), 2, ("no data set is called 'geoname'; did you mean 'geonames'?",)),
        (("--dataset", "reconcile:"), 2, ("no data set is called 'reconcile:'",)),
        (("--only", "Pokrowsk"), 2, ("no entity to link is called 'Pokrowsk'; did you mean 'Pokrovsk'?",)),
        (("--format", "ttl"), 2, ("cannot be written as ttl",)),
        (("-o", "/proc/no/x.csv"), 2, ("/proc/no/x.csv: cannot be written",)),
        (("judge", "Pokrovsk", "gn:1", "yes"), 2, ("no verdict is called 'yes'", "match, close, no, unsure")),
        (("judge", "Pokrovsk", "gn:1", "Match"), 2, ("did you mean 'match'?",)),
        (("judge", "Pokrovsk", "geonames", "match"), 2, ("'geonames' is no entry",)),
        (("judge", "Pokrovsk", "Q1", "match"), 2, ("'Q1' is no entry", "wd:Q212")),
        (("judge", "Pokrovsk", "https://e.org/%zz", "match"), 2, ("is no entry",)),
        (("judge", "Nowhere at all", "gn:1", "match"), 2, ("no entity to link is called",)),
        (("forget", "Pokrovsk"), 2, ("there is no judgement about 'Pokrovsk'",)),
        (("forget", "Pokrovsk", "gn:1"), 2, ("there is no judgement about 'Pokrovsk' and gn:1",)),
        (("undo",), 2, ("there is no step to take back",)),
        (("show", "Pokrowsk"), 2, ("did you mean 'Pokrovsk'?",)),
        (("--dataset", "wikidata", "show"), 2, ("write the options of 'kgraph link show' after that word",)),
        (("--dry-run", "judge", "Pokrovsk", "gn:1", "match"), 2, ("after that word",)),
        (("review",), 2, ("needs a terminal", "kgraph link judge")),
    ],
)
def test_a_wrong_call(link: Run, town: Workspace, words: tuple[str, ...], code: int, said: tuple[str, ...]) -> None:
    one_line(link(*words), code, *said)
    assert contents(town) == (None, None)


def test_two_things_of_one_name_must_be_told_apart(link: Run, town: Workspace) -> None:
    places = town.data / "places.trig"
    places.write_text(places.read_text().replace('"Donetsk Oblast"', '"Pokrovsk"'))
    one_line(
        link("judge", "Pokrovsk", "gn:1", "match"),
        2,
        "several things are called 'Pokrovsk'; say which one",
        OBLAST,
        POKROVSK,
    )
    assert link("judge", "place/pokrovsk", "gn:1", "match").returncode == 0


def test_broken_files_are_one_line(link: Run, town: Workspace) -> None:
    town.links.write_text("x\n")
    for words in ((), ("show",), ("undo",), ("judge", "Pokrovsk", "gn:1", "match")):
        one_line(link(*words), 3, "links.sssom.tsv:1: the column subject_id is missing")
    town.links.unlink()
    (town.data / "links.trig").write_text("<a>\n<b> {")
    one_line(link("show"), 3, "links.trig:")


def test_labels_steer_no_terminal(link: Run, town: Workspace) -> None:
    places = town.data / "places.trig"
    places.write_text(places.read_text().replace('"Pokrovsk"', '"Pok\\u001b[2J\\u202erovsk"'))
    shown = link("-f", "table")
    told = [
        link("judge", "place/pokrovsk", "wd:Q1", "match"),
        link("judge", "Norika", "wd:Q1", "match"),
        link("undo"),
        link("undo"),
    ]
    for done in (shown, *told):
        assert done.returncode == 0
        assert not any(char in done.stdout + done.stderr for char in "\x1b\u202e")


def test_who_judges_must_have_a_name(link: Run, town: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody() -> str:
        raise KeyError("uid")

    monkeypatch.setattr("getpass.getuser", nobody)
    one_line(link("judge", "Pokrovsk", "gn:1", "match"), 2, "--author or KGRAPH_AUTHOR")
    assert link("judge", "Pokrovsk", "gn:1", "match", "--author", "Ann").returncode == 0
    assert contents(town)[0] is not None


@pytest.mark.slow
def test_all_is_well_after_linking(linking: Run, link: Run, town: Workspace) -> None:
    link()
    link("judge", "Norika", "geonames", "no")
    link("judge", "1st Amber Brigade", "wd:Q7", "unsure")
    done = linking("-C", town.root, "validate")
    assert (done.returncode, done.stdout) == (0, "Nothing to mend.\n")
    assert linking("-C", town.root, "fmt", "--check").returncode == 0
    assert linking("-C", town.root, "build").returncode == 0
    rows = records(
        linking("-C", town.root, "query", "SELECT ?o { <place/pokrovsk> skos:exactMatch ?o }", "-f", "csv").stdout
    )
    assert [row["o"] for row in rows] == [GN_POKROVSK]
    (town.data / "links.trig").unlink()
    done = linking("-C", town.root, "validate")
    assert done.returncode == 0
    assert "links.trig is not what links.sssom.tsv says; run 'kgraph link'" in done.stdout


def test_judging_and_forgetting_open_the_gazetteer_only_for_its_own(
    kgraph: Run, town: Workspace, tmp_path: Path
) -> None:
    def run(*words: str) -> "subprocess.CompletedProcess[str]":
        cache = str(tmp_path / "empty")
        return kgraph("-C", str(town.root), "link", *words, KGRAPH_AUTHOR="Ann", XDG_CACHE_HOME=cache)

    assert run("judge", "Pokrovsk", "wd:Q1", "match").returncode == 0
    assert run("forget", "Pokrovsk").returncode == 0
    assert not list((tmp_path / "empty").glob("kgraph/gazetteer-*"))


def test_a_number_that_geonames_does_not_have_is_told(link: Run) -> None:
    done = link("judge", "Pokrovsk", "gn:999999999/", "match")
    assert (done.returncode, "the gazetteer has no https://sws.geonames.org/999999999/" in done.stderr) == (0, True)


SET = """#curie_map:
#  gn: https://sws.geonames.org/
#  id: https://example.org/id/
#license: https://creativecommons.org/licenses/by/4.0/
#mapping_set_id: https://example.org/id/links
subject_id\tpredicate_id\tobject_id\tmapping_justification\tauthor_label\tconfidence\tmapping_date\tcomment
id:place/norika\tskos:exactMatch\tgn:1/\tsemapv:ManualMappingCuration\tfirst reviewer\t1\t2026-01-02\tread the map
id:place/norika\tskos:exactMatch\tgn:1/\tsemapv:LexicalMatching\tsecond reviewer\t0.7\t20260103\tsame name
id:place/norika\tskos:broadMatch\tgn:2/\tsemapv:ManualMappingCuration\tfirst reviewer\t1\t2026-01-02\t
"""


def test_what_others_judged_stays_and_what_is_illegal_is_told(link: Run, linking: Run, town: Workspace) -> None:
    town.links.write_text(SET)
    assert link("judge", "Pokrovsk", "wd:Q42", "no", "--author", "Ann").returncode == 0
    lines = town.links.read_text().splitlines()
    assert [line for line in SET.splitlines()[6:] if line not in [one.rstrip("\t") for one in lines]] == [
        SET.splitlines()[-1]
    ], "but for empty cells at the end, each row is as it was"
    assert {(row["by"], row["verdict"]) for row in records(link("show", "-f", "csv").stdout)} == {
        ("first reviewer", "match"),
        ("second reviewer", "match"),
        ("Ann", "no"),
    }
    done = linking("-C", town.root, "validate")
    assert done.returncode == 1
    assert "links.sssom.tsv:11: mapping_date '20260103' is no date; write it as 2026-01-31" in done.stdout
    assert (town.data / "links.trig").read_text().count("xsd:date") == 2


def test_forgetting_what_one_of_several_said(link: Run, town: Workspace) -> None:
    town.links.write_text(SET)
    one_line(link("forget", "Norika", "--by", "nobody"), 2, "there is no judgement about 'Norika' by nobody")
    assert link("forget", "Norika", "gn:1", "--by", "second reviewer").stderr == f"forgot: {NORIKA} match {GN}1/\n"
    assert town.links.read_text() == SET.replace(SET.splitlines()[7] + "\n", "").replace(
        "#mapping_set_id", "#mapping_set_description: '…'\n#mapping_set_id"
    ).replace("…", "Names, positions and inhabitants of entries: GeoNames, https://www.geonames.org").replace(
        "links\nsubject", "links\n#mapping_set_title: 'town'\nsubject"
    )


def test_undo_of_a_table_is_told_in_one_line(link: Run, tmp_path: Path) -> None:
    one_line(link("undo", "--row", "x"), 2, "are for a table")
    one_line(link("undo", "--table", tmp_path / "none.csv"), 3, "none.csv")
    table = tmp_path / "found.csv"
    table.write_text("name\nPokrovsk\n")
    one_line(link("undo", "--table", table), 2, "has no answers yet")
    one_line(link("undo", "--table", table, "--row", "x", "--sitting"), 2, "choose one of")
    assert link("table", table, "-o", table).returncode == 0
    before = table.read_bytes()
    one_line(link("undo", "--table", table), 2, "no judgement by hand to take back")
    assert table.read_bytes() == before
