"""A workspace's judgements: what stands in its two files, who may change them, and how changes are taken back."""

import re
from datetime import date
from pathlib import Path

import pytest

from kgraph import Workspace
from kgraph.errors import DataError, UnknownName, UsageError
from kgraph.linking.deciding import take
from kgraph.linking.gazetteer import open_gazetteer
from kgraph.namespaces import IRI, PREFIXES
from kgraph.workspace.check import check
from kgraph.workspace.enriching import enrich
from kgraph.workspace.linking import Links, entry_iri, find, hand_judgement, open_finders, run, wanted_of
from towns import (
    AMBER,
    BASE,
    GN,
    GN_OBLAST,
    GN_POKROVSK,
    NORIKA,
    OBLAST,
    POKROVSK,
    UKRAINE,
    WD,
    contents,
    links_of,
    make_town,
    matches,
    said,
    verdicts,
)

EXACT = PREFIXES["skos"] + "exactMatch"
CLOSE = PREFIXES["skos"] + "closeMatch"
PROLOGUE = f"@base <{BASE}> . @prefix skos: <{PREFIXES['skos']}> . @prefix wd: <{WD}> . "


@pytest.fixture
def town(tmp_path: Path) -> Workspace:
    return make_town(tmp_path / "town")


def link_places(town: Workspace, day: date = date(2026, 1, 2)) -> Links:
    """A run over the gazetteer, as `kgraph link` does it."""
    with open_finders(town) as finders:
        links = Links(town)
        list(run(links, wanted_of(town, finders.places.country_code), finders.chosen, today=day))
        links.save()
    return links


def add(town: Workspace, subject: IRI, verdict: str, target: str | None, **told: str) -> Links:
    links = Links(town)
    links.judgements.add(said(subject, verdict, target, **told))
    assert links.save()
    return links


def test_what_is_judged_stands_in_both_files(town: Workspace) -> None:
    add(town, POKROVSK, "match", GN_POKROVSK)
    add(town, NORIKA, "close", WD + "Q1")
    add(town, AMBER, "unsure", WD + "Q2")
    add(town, UKRAINE, "no", WD + "Q3")
    assert verdicts(town) == {
        (POKROVSK, GN_POKROVSK): "match",
        (NORIKA, WD + "Q1"): "close",
        (AMBER, WD + "Q2"): "unsure",
        (UKRAINE, WD + "Q3"): "no",
    }
    assert matches(town) == {(POKROVSK, EXACT, GN_POKROVSK), (NORIKA, CLOSE, WD + "Q1")}


def test_saving_what_has_not_changed_touches_nothing(town: Workspace) -> None:
    add(town, POKROVSK, "match", GN_POKROVSK, date="2026-01-02")
    before = contents(town), [path.stat().st_mtime_ns for path in links_of(town)]
    links = Links(town)
    assert not links.judgements.add(said(POKROVSK, "match", GN_POKROVSK, date="2026-09-09"))
    assert not links.save()
    assert not Links(town).save()
    assert (contents(town), [path.stat().st_mtime_ns for path in links_of(town)]) == before
    assert len(list((town.kept / "links").glob("*.json"))) == 1


@pytest.mark.usefixtures("gazetteer_cache")
def test_a_second_run_changes_nothing_nor_does_a_second_enrichment(town: Workspace) -> None:
    links = link_places(town)
    places = [POKROVSK, OBLAST, UKRAINE]
    assert enrich(town, links.judgements, places, "geonames", today=date(2026, 1, 2))
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in town.data.iterdir()}
    links = link_places(town, date(2026, 5, 5))
    assert not enrich(town, links.judgements, places, "geonames", today=date(2026, 5, 5))
    assert {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in town.data.iterdir()} == before


def test_matches_written_by_hand_are_taken_over(town: Workspace) -> None:
    by_hand = "<graph/links> { <place/norika> skos:exactMatch wd:Q1 . <unit/1st-amber> skos:closeMatch wd:Q2 }"
    (town.data / "links.trig").write_text(PROLOGUE + by_hand)
    links = Links(town, {NORIKA: "Norika"})
    assert links.save()
    assert matches(town) == {(NORIKA, EXACT, WD + "Q1"), (AMBER, CLOSE, WD + "Q2")}
    (norika,) = links.judgements.of(NORIKA)
    assert (norika.subject_label, norika.source, norika.by_tool, norika.comment) == (
        "Norika",
        WD,
        False,
        "found in links.trig",
    )
    path = town.data / "links.trig"
    text = path.read_text().replace(
        "<place/norika> skos:ex", "<place/pokrovsk> skos:exactMatch wd:Q3 .\n<place/norika> skos:ex"
    )
    path.write_text(text)
    assert Links(town).save()
    assert (POKROVSK, EXACT, WD + "Q3") in matches(town)
    assert verdicts(town)[POKROVSK, WD + "Q3"] == "match"


def test_a_match_written_by_hand_does_not_overrule_a_judgement(town: Workspace) -> None:
    add(town, NORIKA, "no", WD + "Q1")
    (town.data / "links.trig").write_text(PROLOGUE + "<graph/links> { <place/norika> skos:exactMatch wd:Q1 }")
    assert Links(town).save()
    assert (verdicts(town), matches(town)) == ({(NORIKA, WD + "Q1"): "no"}, set())


@pytest.mark.parametrize("words", ["skos:broadMatch wd:Q1", "skos:exactMatch 'Q1'", "<https://example.org/x> wd:Q1"])
def test_what_no_judgement_can_say_is_not_lost(town: Workspace, words: str) -> None:
    text = PROLOGUE + f"<graph/links> {{ <place/norika> {words} }}"
    (town.data / "links.trig").write_text(text)
    with pytest.raises(DataError, match=r"links\.trig: .* of place/norika is no match.*another data file"):
        Links(town)
    assert (town.data / "links.trig").read_text() == text


def test_a_match_that_was_taken_back_is_not_taken_over_again(town: Workspace) -> None:
    add(town, NORIKA, "match", WD + "Q1")
    stale = (town.data / "links.trig").read_bytes()
    links = Links(town)
    links.judgements.forget(NORIKA)
    links.save()
    (town.data / "links.trig").write_bytes(stale)  # as if killed between the two files
    assert Links(town).save()
    assert (verdicts(town), matches(town)) == ({}, set())


def test_judgements_that_are_lost_are_not_made_up(town: Workspace) -> None:
    add(town, NORIKA, "match", WD + "Q1")
    town.links.unlink()
    with pytest.raises(DataError, match=r"links\.sssom\.tsv: it is missing, and links\.trig was made from it"):
        Links(town)  # else the tool's matches would come back as people's


def test_a_links_file_that_is_behind_is_renewed(town: Workspace) -> None:
    add(town, NORIKA, "match", WD + "Q1")
    whole = contents(town)
    for stale in ("", PROLOGUE, None):
        (town.data / "links.trig").unlink() if stale is None else (town.data / "links.trig").write_text(stale)
        assert Links(town).save()
        assert contents(town) == whole


@pytest.mark.parametrize("first", ["nothing", "by hand"])
def test_undo_goes_back_to_the_first_bytes(town: Workspace, first: str) -> None:
    if first == "by hand":
        add(town, NORIKA, "match", WD + "Q9")
        for path in links_of(town):
            path.write_text("## mine\n" + path.read_text())
        for kept in (town.kept / "links").iterdir():
            kept.unlink()
    states = [contents(town)]
    for number, verdict in enumerate(["match", "no", "close", "unsure"]):
        add(town, NORIKA if number % 2 else AMBER, verdict, WD + "Q1", label=f"L{number}")
        states.append(contents(town))
    links = Links(town)
    links.judgements.forget(NORIKA)
    links.save()
    while states:
        assert Links(town).undo().startswith("took back ")
        assert contents(town) == states.pop()
    with pytest.raises(UsageError, match="no step"):
        Links(town).undo()
    assert list((town.kept / "links").iterdir()) == []


def test_undo_says_what_it_took_back(town: Workspace) -> None:
    add(town, NORIKA, "match", WD + "Q1", label="Norika")
    assert Links(town).undo() == "took back 1 judgement (Norika)"
    links = Links(town)
    for number in range(7):
        links.judgements.add(said(IRI(f"{BASE}place/p{number}"), "match", f"{WD}Q{number}", f"P{number}"))
    links.save()
    assert links.undo() == "took back 7 judgements (P0, P1, P2, P3, P4 …)"
    add(town, NORIKA, "match", WD + "Q1")
    (town.data / "links.trig").unlink()
    Links(town).save()
    assert Links(town).undo() == "links.sssom.tsv and links.trig are as before; no judgement differs"
    assert not (town.data / "links.trig").exists()


@pytest.mark.parametrize("which", [0, 1])
def test_undo_overwrites_no_change_by_hand(town: Workspace, which: int) -> None:
    add(town, NORIKA, "match", WD + "Q1")
    path = links_of(town)[which]
    path.write_text(path.read_text() + "\n")
    before = contents(town)
    with pytest.raises(UsageError, match=f"{path.name}: changed by hand"):
        Links(town).undo()
    assert contents(town) == before


def test_undo_passes_over_a_step_that_was_never_taken(town: Workspace) -> None:
    add(town, NORIKA, "match", WD + "Q1", label="Norika")
    links = Links(town)
    links._steps.keep((b"never", b"written"))
    assert Links(town).undo() == "took back 1 judgement (Norika)"
    assert contents(town) == (None, None)


def test_old_steps_go(town: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kgraph.workspace.steps._MOST", 2)
    for number in range(4):
        add(town, NORIKA, "match", f"{WD}Q{number}")
    assert len(list((town.kept / "links").iterdir())) == 6
    Links(town).undo()
    Links(town).undo()
    with pytest.raises(UsageError, match="no step"):
        Links(town).undo()
    assert set(verdicts(town).values()) == {"match"}
    assert len(verdicts(town)) == 2


@pytest.mark.parametrize("which", [0, 1])
def test_somebody_else_s_change_is_not_overwritten(town: Workspace, which: int) -> None:
    add(town, NORIKA, "match", WD + "Q1")
    mine = Links(town)
    mine.judgements.add(said(AMBER, "match", WD + "Q2"))
    theirs = links_of(town)[which]
    theirs.write_text(theirs.read_text() + "\n")
    before = contents(town)
    with pytest.raises(UsageError, match="changed by another meanwhile"):
        mine.save()
    assert contents(town) == before


def test_conflicts_are_told_in_both_directions_and_left(town: Workspace) -> None:
    add(town, NORIKA, "match", WD + "Q1", label="Norika")
    add(town, NORIKA, "match", WD + "Q2", label="Norika")
    links = add(town, AMBER, "match", WD + "Q1", label="Amber")
    assert [conflict.what for conflict in links.conflicts] == [
        f"Norika is matched with {WD}Q1 and {WD}Q2",
        f"Norika and Amber are matched with {WD}Q1",
    ] or [conflict.what for conflict in links.conflicts] == [
        f"Norika is matched with {WD}Q1 and {WD}Q2",
        f"Amber and Norika are matched with {WD}Q1",
    ]
    assert len(verdicts(town)) == 3
    assert len(matches(town)) == 3
    add(town, NORIKA, "close", WD + "Q2")
    add(town, AMBER, "close", WD + "Q1")
    assert Links(town).conflicts == []


@pytest.mark.usefixtures("gazetteer_cache")
def test_a_person_s_match_takes_the_tool_s_other_one_along(town: Workspace) -> None:
    links = link_places(town)
    assert verdicts(town)[POKROVSK, GN_POKROVSK] == "match"
    take(links.judgements, said(POKROVSK, "match", f"{GN}1/"))
    assert [one.target for one in links.judgements.of(POKROVSK)] == [f"{GN}1/"]
    take(links.judgements, said(OBLAST, "no", f"{GN}1/"))
    assert {one.target for one in links.judgements.of(OBLAST)} == {GN_OBLAST, f"{GN}1/"}
    links.save()
    assert (POKROVSK, GN_POKROVSK) not in verdicts(town)
    link_places(town)
    assert {one.target for one in Links(town).judgements.of(POKROVSK)} == {f"{GN}1/"}
    assert Links(town).conflicts == []


def test_nobody_links_in_the_package_s_own_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "_data"
    make_town(folder)
    monkeypatch.setattr("kgraph.workspace.config.bundled", lambda: folder)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    town = Workspace.find(folder)
    links = Links(town)
    links.judgements.add(said(NORIKA, "match", WD + "Q1"))
    with pytest.raises(UsageError, match="kgraph init DIR"):
        links.save()
    with pytest.raises(UsageError, match="no step"):
        links.undo()
    assert contents(town) == (None, None)
    assert not (tmp_path / "cache").exists()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("subject_id\n", r":1: the column predicate_id is missing"),
        ("subject_id\tpredicate_id\tobject_id\n", r":1: the column mapping_justification is missing"),
        ("#curie_map: [\nsubject_id\n", r":1: the metadata is no YAML"),
        ("{head}id:a\t" + "x" * 200_000 + "\n", r":2: this is no table: field larger"),
    ],
)
def test_a_broken_file_of_judgements_is_said_with_its_line(town: Workspace, text: str, words: str) -> None:
    head = "subject_id\tpredicate_id\tobject_id\tmapping_justification\tmapping_date\tconfidence\n"
    good = "id:place/norika\tskos:exactMatch\twd:Q1\tsemapv:ManualMappingCuration\n"
    town.links.write_text(text.replace("{head}", head).replace("{good}", good))
    with pytest.raises(DataError, match=r"links\.sssom\.tsv" + words) as caught:
        Links(town)
    assert (caught.value.exit_code, str(caught.value).count("\n")) == (3, 0)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{head}id:place/norika\tskos:exactMatch\two:Q1\tsemapv:X\n", r":2: .*prefix of 'wo:Q1'"),
        ("{head}\n{good}id:place/norika\tsk:broadMatch\twd:Q1\tsemapv:X\n", r":4: .*prefix of 'sk:broadMatch'"),
        ("{head}id:place/no rika\tskos:exactMatch\twd:Q1\tsemapv:X\n", r":2: .*'id:place/no rika' is no IRI"),
        ("{head}id:a\tskos:exactMatch\twd:%zz\tsemapv:X\n", r":2: .*'wd:%zz' is no IRI"),
        ("{head}id:a\tskos:exactMatch\twd:Q1\tmanual\n", r":2: .*'manual' is no CURIE"),
        ("{head}id:a\tskos:exactMatch\twd:Q1\twd:Q1\n", r":2: .*no term of semapv"),
        ("{head}id:a\n", r":2: this is no mapping"),
    ],
)
def test_a_row_of_judgements_that_is_at_fault_is_told_with_its_line_and_kept(
    town: Workspace, text: str, words: str
) -> None:
    head = "subject_id\tpredicate_id\tobject_id\tmapping_justification\tmapping_date\tconfidence\n"
    good = "id:place/norika\tskos:exactMatch\twd:Q1\tsemapv:ManualMappingCuration\n"
    town.links.write_text(text.replace("{head}", head).replace("{good}", good))
    before = town.links.read_text()
    told = [finding.message for finding in check(town) if finding.check == "link"]
    assert any(re.search(words.lstrip(":"), message) for message in told), told
    assert town.links.read_text() == before


def test_a_broken_links_file_is_said_with_its_line(town: Workspace) -> None:
    (town.data / "links.trig").write_text("<graph/links> {\n<a> <b>\n")
    with pytest.raises(DataError, match=r"links\.trig:[23]: "):
        Links(town)


@pytest.mark.parametrize(
    "title", ['It\'s "ours" \\ today: #1', "'", "{a: [", "a\nb", "null", "Ü \u2028 \x85", "\x1b[2J"]
)
def test_odd_words_come_back_from_the_file(tmp_path: Path, title: str) -> None:
    town = make_town(tmp_path / "town", title=title)
    add(town, NORIKA, "match", WD + "Q1", label=title, comment=title, author=title)
    whole = contents(town)
    (one,) = Links(town).judgements
    expected = "".join(char for char in " ".join(title.split()) if char.isprintable())
    assert one.subject_label.split() == expected.split()
    assert one.author.split() == one.comment.split() == expected.split()
    Links(town).save()
    Links(town).save()
    assert contents(town)[0] == whole[0]


@pytest.mark.parametrize("target", ["urn:isbn:0451450523", "https://example.com/x?y=1#z", "https://e.org/ü/a:b"])
def test_entries_of_every_kind_come_back_from_the_file(town: Workspace, target: str) -> None:
    add(town, NORIKA, "match", target)
    assert verdicts(town) == {(NORIKA, target): "match"}
    assert matches(town) == {(NORIKA, EXACT, target)}


def test_an_illegal_entry_is_written_nowhere(town: Workspace) -> None:
    links = Links(town)
    links.judgements.add(said(NORIKA, "match", "https://example.org/%zz"))
    with pytest.raises(DataError, match="not a legal RDF term"):
        links.save()
    assert contents(town) == (None, None)


@pytest.mark.parametrize(
    "entry", ["gn:", "wd:", "Q212", "geonames", "https://e.org/a b", "https://e.org/%zz", "ftp://x/"]
)
def test_what_is_no_entry(entry: str) -> None:
    with pytest.raises(UsageError, match="is no entry"):
        entry_iri(entry)


def test_how_an_entry_may_be_written(town: Workspace) -> None:
    assert {entry_iri(way) for way in ("gn:704422", "gn:704422/", f"{GN}704422", GN_POKROVSK)} == {GN_POKROVSK}
    assert entry_iri("wd:Q212") == entry_iri(f"{WD}Q212") == f"{WD}Q212"
    wanted = wanted_of(town)
    pokrovsk = find(wanted, "pokrovsk ", BASE)
    assert {find(wanted, name, BASE).iri for name in (POKROVSK, "place/pokrovsk", "Pokrovsk")} == {POKROVSK}
    with pytest.raises(UnknownName, match="did you mean 'Pokrovsk'"):
        find(wanted, "Pokrowsk", BASE)
    nothing = hand_judgement(pokrovsk, "geonames", "no", base=BASE, author="Ann", today=date(2026, 1, 2))
    assert (nothing.target, nothing.source) == (None, GN)
    with pytest.raises(UsageError, match="is no entry"):
        hand_judgement(pokrovsk, "geonames", "match", base=BASE, author="Ann", today=date(2026, 1, 2))
    with pytest.raises(UnknownName, match="no verdict is called 'yes'"):
        hand_judgement(pokrovsk, "gn:1", "yes", base=BASE, author="Ann", today=date(2026, 1, 2))


@pytest.mark.usefixtures("gazetteer_cache")
def test_only_some_are_linked(town: Workspace) -> None:
    with open_finders(town) as finders:
        links = Links(town)
        outcomes = list(run(links, wanted_of(town, finders.places.country_code), finders.chosen, only=[POKROVSK]))
    assert [outcome.wanted.iri for outcome in outcomes] == [POKROVSK]
    assert [one.target for one in links.judgements] == [GN_POKROVSK]


@pytest.mark.usefixtures("gazetteer_cache")
def test_a_data_set_named_twice_is_searched_once(town: Workspace) -> None:
    with open_finders(town, ["geonames", "geonames"]) as finders, open_gazetteer():
        assert [finder.name for finder in finders.chosen] == ["geonames"]
    for name in ("geoname", "reconcile:", "sparql:", "csv:x"):
        with pytest.raises(UnknownName, match="no data set is called"), open_finders(town, [name]):
            pass


TWO = """#curie_map:
#  id: https://example.org/id/
#  gn: https://sws.geonames.org/
#license: https://creativecommons.org/licenses/by/4.0/
#mapping_set_id: https://example.org/id/links
subject_id\tpredicate_id\tpredicate_modifier\tobject_id\tmapping_justification\tauthor_label\tconfidence\tmapping_date
id:place/norika\tskos:exactMatch\t\tgn:1/\tsemapv:ManualMappingCuration\tfirst reviewer\t1\t2026-01-02
id:place/norika\tskos:exactMatch\tNot\tgn:1/\tsemapv:LexicalMatching\tsecond reviewer\t0.70\t2026-01-03
"""


@pytest.mark.usefixtures("gazetteer_cache")
@pytest.mark.parametrize("step", ["judge", "forget", "run", "undo"])
def test_what_several_say_of_one_pair_stays_whatever_is_done_elsewhere(town: Workspace, step: str) -> None:
    town.links.write_text(TWO)
    links = Links(town)
    if step == "run":
        links = link_places(town)
    else:
        links.judge(said(AMBER, "match", WD + "Q1"))
    if step == "forget":
        links.judgements.forget(AMBER)
        links.save()
    if step == "undo":
        links.undo()
    kept = town.links.read_text()
    for line in TWO.splitlines()[6:]:
        assert line in kept
    assert len(Links(town).conflicts) == 1
    assert (NORIKA, EXACT, f"{GN}1/") not in matches(town) if (town.data / "links.trig").exists() else step == "undo"
    before = contents(town)
    assert not Links(town).save() or step == "undo"
    assert contents(town) == before or step == "undo"


def test_a_contested_pair_is_settled_by_whoever_takes_theirs_back(town: Workspace) -> None:
    town.links.write_text(TWO)
    assert Links(town).save()
    assert matches(town) == set()
    links = Links(town)
    assert len(links.judgements.forget(NORIKA, IRI(f"{GN}1/"), author="second reviewer")) == 1
    assert links.save()
    assert matches(town) == {(NORIKA, EXACT, f"{GN}1/")}
    assert "first reviewer" in town.links.read_text()
    assert Links(town).undo() == f"took back 1 judgement ({NORIKA})"
    assert town.links.read_text() == TWO


def test_the_same_person_judges_otherwise_beside_the_others(town: Workspace) -> None:
    town.links.write_text(TWO)
    for verdict in ("close", "no"):
        assert Links(town).judge(said(NORIKA, verdict, f"{GN}1/", author="first reviewer", date="2026-05-05"))
    found = {(one.author, str(one.verdict), one.justification) for one in Links(town).judgements}
    assert found == {
        ("first reviewer", "match", "ManualMappingCuration"),  # a row that kgraph did not write stays
        ("first reviewer", "no", "ManualMappingCuration"),
        ("second reviewer", "no", "LexicalMatching"),
    }
    assert Links(town).conflicts == []
    assert not Links(town).judge(said(NORIKA, "no", f"{GN}1/", author="first reviewer", date="2026-06-06"))
