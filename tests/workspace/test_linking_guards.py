"""What may not get into the judgements, and whose they stay when several people judge at once."""

import dataclasses
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from kgraph import Workspace
from kgraph.errors import UsageError
from kgraph.linking.candidates import Candidate, Wanted
from kgraph.linking.deciding import settle
from kgraph.linking.finders import ServiceFinder
from kgraph.linking.judgements import BY_TOOL, Judgement, Judgements, Verdict
from kgraph.linking.writing import to_sssom
from kgraph.namespaces import IRI
from kgraph.workspace.enriching import remove
from kgraph.workspace.linking import ChangedMeanwhile, Links, hand_judgement, open_finders, run, wanted_of
from services import MANIFEST, reconciling, service
from towns import AMBER, BASE, GN, GN_POKROVSK, NORIKA, POKROVSK, WD, make_town, said, verdicts

TODAY = date(2026, 1, 2)


@pytest.fixture
def town(tmp_path: Path) -> Workspace:
    return make_town(tmp_path / "town")


def by_hand(town: Workspace, subject: IRI, entry: str, verdict: str = "match") -> Judgement:
    (one,) = [one for one in wanted_of(town) if one.iri == subject]
    return hand_judgement(one, entry, verdict, base=BASE, author="Ann", today=TODAY)


def test_what_is_no_place_is_no_entry_of_geonames(town: Workspace) -> None:
    for verdict in ("match", "close"):
        with pytest.raises(UsageError, match="is no place, and an entry of GeoNames is: it would have coordinates"):
            by_hand(town, AMBER, "gn:704422/", verdict)
    assert by_hand(town, AMBER, "gn:704422/", "no").target == GN_POKROVSK
    assert by_hand(town, POKROVSK, "gn:704422/").target == GN_POKROVSK


def test_the_workspaces_own_are_no_entries(town: Workspace) -> None:
    with pytest.raises(UsageError, match="is the workspace's own"):
        by_hand(town, POKROVSK, NORIKA)


@pytest.mark.parametrize(
    ("page", "entry"),
    [
        ("https://www.wikidata.org/wiki/Q1234", f"{WD}Q1234"),
        ("http://m.wikidata.org/wiki/Q1234#P31", f"{WD}Q1234"),
        ("https://www.wikidata.org/entity/Q1234", f"{WD}Q1234"),
        ("https://www.geonames.org/709354/toretsk.html", f"{GN}709354/"),
        ("http://sws.geonames.org/709354", f"{GN}709354/"),
        ("https://www.wikidata.org/wiki/Property:P31", "https://www.wikidata.org/wiki/Property:P31"),
    ],
)
def test_pages_that_people_copy_mean_their_entries(town: Workspace, page: str, entry: str) -> None:
    assert by_hand(town, POKROVSK, page).target == entry


def test_two_people_judge_at_once_and_nothing_is_lost(town: Workspace) -> None:
    mine, theirs = Links(town), Links(town)
    assert theirs.judge(said(NORIKA, "match", WD + "Q1", author="Bo"))
    assert mine.judge(said(POKROVSK, "match", GN_POKROVSK))
    assert verdicts(town) == {(NORIKA, WD + "Q1"): "match", (POKROVSK, GN_POKROVSK): "match"}
    with pytest.raises(UsageError, match="Ann has just judged this pair 'match'; nothing was changed"):
        theirs.judge(said(POKROVSK, "no", GN_POKROVSK, author="Bo"))
    assert verdicts(town)[POKROVSK, GN_POKROVSK] == "match"


def test_undo_takes_back_nobody_elses_step(town: Workspace) -> None:
    mine = Links(town)
    mine.judge(said(POKROVSK, "match", GN_POKROVSK))
    Links(town).judge(said(NORIKA, "match", WD + "Q1", author="Bo"))
    with pytest.raises(ChangedMeanwhile, match="the last step is not yours"):
        mine.undo()
    assert len(verdicts(town)) == 2


@pytest.mark.usefixtures("gazetteer_cache")
def test_a_service_cannot_speak_for_other_data_sets(town: Workspace) -> None:
    links = Links(town)
    links.judgements.add(dataclasses.replace(said(POKROVSK, "match", GN_POKROVSK), justification=BY_TOOL))
    links.save()
    for space in ("https://", "https:", BASE, "https://example.org/"):
        manifest = MANIFEST | {"identifierSpace": space, "view": {"url": "https://example.com/{{id}}"}}
        with (
            service(reply=reconciling({}, manifest)) as running,
            open_finders(town, [f"reconcile:{running.url}"]) as finders,
        ):
            (finder,) = finders.chosen
            assert finder.space == running.url
    (one,) = [one for one in wanted_of(town) if one.iri == POKROVSK]
    settle(links.judgements, one, [], "https://", TODAY.isoformat())
    assert [judgement.target for judgement in links.judgements] == [GN_POKROVSK]


def test_what_another_tool_has_put_into_the_set_stays(town: Workspace) -> None:
    ours = to_sssom(Judgements([Judgement(POKROVSK, Verdict.match, GN_POKROVSK, source=GN)], base=BASE))
    theirs = ours.replace("#license", "#creator_id:\n#  - orcid:0000-0001-2345-6789\n#license").replace(
        "\tcomment\n", "\tcomment\tauthor_id\n"
    )
    town.links.write_text(theirs)
    links = Links(town)
    assert len(links.judgements) == 1
    assert links.judge(said(NORIKA, "match", WD + "Q1"))
    before, after = theirs.splitlines(), town.links.read_text().splitlines()
    new = [line for line in after if line not in before]
    assert [line for line in after if line in before] == before
    assert [line.split("\t")[0] for line in new] == ["#mapping_set_title: 'town'", "id:place/norika"]


def test_what_came_with_the_package_is_not_removed(town: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    place = town.data / "enrichment-geonames.trig"
    place.write_text("# of the package\n")
    monkeypatch.setattr(Workspace, "is_writable", property(lambda self: False))
    with pytest.raises(UsageError, match="these are kgraph's own files"):
        remove(town, "geonames")
    assert place.is_file()


def test_nobody_is_asked_about_what_a_person_has_settled(town: Workspace) -> None:
    links, sought = Links(town), list[IRI]()
    links.judge(said(POKROVSK, "match", WD + "Q1"))
    links.judge(said(NORIKA, "no", WD + "Q2"))  # one entry is not it; others may be

    def ask(wanted: Sequence[Wanted]) -> dict[IRI, list[Candidate]]:
        sought.extend(one.iri for one in wanted)
        return {one.iri: [] for one in wanted}

    finder = ServiceFinder("wikidata", WD, ask)
    outcomes = list(run(links, wanted_of(town), [finder], only=[POKROVSK, NORIKA], today=TODAY))
    assert sought == [NORIKA]
    assert {one.wanted.iri: one.judgement and one.judgement.target for one in outcomes} == {
        POKROVSK: WD + "Q1",
        NORIKA: None,
    }


def test_another_tools_name_stays(town: Workspace) -> None:
    ours = to_sssom(Judgements([Judgement(POKROVSK, Verdict.match, GN_POKROVSK, source=GN)], base=BASE))
    town.links.write_text(ours.replace("\tkgraph\t", "\toaklib\t"))
    assert Links(town).judge(said(NORIKA, "match", WD + "Q1"))
    tools = {one.subject: one.tool for one in Links(town).judgements}
    assert tools == {POKROVSK: "oaklib", NORIKA: "kgraph"}
