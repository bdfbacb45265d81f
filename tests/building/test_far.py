"""Builds by document where a change reaches far: what they give is what a build of everything gives."""

import tomllib
from collections.abc import Collection
from pathlib import Path
from typing import Any

import pytest

import fresh
from edited_files import HEAD
from kgraph import Workspace, build
from kgraph.building.by_document import Changed, changed
from kgraph.building.carrying import carry_world
from kgraph.building.kept import NAME
from kgraph.building.resting import Resting
from kgraph.worlds import World
from newsrooms import DATA, put, workspace_of
from paced import rest_thorough

CASES: dict[str, dict[str, Any]] = {
    one["name"]: one for one in tomllib.loads((Path(__file__).parent / "far.toml").read_text("utf8"))["case"]
}
WORLDS = (World("asserted"), World("record"))
ANEW = {"termlabel", "content-in-ref", "textlength-in-ref", "two-graphs-rejected", "two-graphs-more", "two-contents"}
"""Cases in which the last step makes all anew, as nothing less would do."""
QUICK = {"cause-merged"}
"""The case that is tried each time; the slow tests try the others, too."""
AGAIN = {
    *("nearliteral-add", "links-again", "asknown-again", "chain-scenario2"),
    *("textlength-in-ref", "deniers-Assertion", "two-graphs-more", "hours-in-long-forms"),
}
"""Those that are like another, and are tried before a release."""


def files_of(case: dict[str, Any]) -> list[dict[str, bytes]]:
    """The files at each step."""
    now = {"ontology/own.ttl": (HEAD + case["ontology"]).encode()} if "ontology" in case else {}
    found = []
    for step in case["step"]:
        now |= {f"{DATA}/{name}.trig": (HEAD + text).encode() if text else b"" for name, text in step.items()}
        now = {name: text for name, text in now.items() if text}
        found.append(dict(now))
    return found


def _pace(name: str) -> pytest.MarkDecorator:
    return pytest.mark.thorough if name in AGAIN else pytest.mark.slow


@pytest.mark.parametrize("name", [name if name in QUICK else pytest.param(name, marks=_pace(name)) for name in CASES])
def test_a_change_that_reaches_far(name: str, tmp_path: Path) -> None:
    first, *then = files_of(CASES[name])
    build(workspace_of(tmp_path / "news", first))
    for number, files in enumerate(then, 1):
        workspace, worlds = workspace_of(tmp_path / "news", files), WORLDS if number == len(then) else ()
        report = build(workspace)
        found = fresh.of_build(workspace, *worlds)
        fresh.check(found, fresh.of_files(copied(tmp_path / f"copy{number}", files), *worlds), name, number)
        fresh.check_report(report, workspace, found, name, number)
    assert (report.read is None) == (name in ANEW), report


def copied(folder: Path, files: dict[str, bytes]) -> Path:
    workspace_of(folder, files)
    return folder


@pytest.mark.slow
def test_a_vocabulary_that_changes_during_a_build_is_taken_in_by_the_next(tmp_path: Path) -> None:
    files = files_of(CASES["asknown"])[0]
    workspace = workspace_of(tmp_path / "news", files)

    def edit(step: str) -> None:
        if step.startswith("writing"):
            own = tmp_path / "news/ontology/own.ttl"
            own.write_text(own.read_text("utf8").replace("'fighter'", "'raider'"), "utf8")

    build(workspace, progress=edit)
    workspace = Workspace.find(tmp_path / "news")
    report = build(workspace)
    assert report.why == "the vocabulary or kgraph itself has changed"
    files["ontology/own.ttl"] = (tmp_path / "news/ontology/own.ttl").read_bytes()
    fresh.check(fresh.of_build(workspace), fresh.of_files(copied(tmp_path / "copy", files)))


@pytest.mark.slow
@pytest.mark.parametrize("at", rest_thorough([0.6, 0.2, 0.4, 0.8, 0.95]))
def test_a_flipped_bit_of_what_was_kept_makes_all_anew(at: float, tmp_path: Path) -> None:
    first, last = files_of(CASES["cause-merged"])[:2]
    workspace = workspace_of(tmp_path / "news", first)
    build(workspace)
    kept = workspace.store.resolve() / NAME
    data = bytearray(kept.read_bytes())
    data[int(len(data) * at)] ^= 1
    kept.write_bytes(data)
    put(tmp_path / "news", last)
    assert build(workspace).why == "the existing store is damaged"
    fresh.check(fresh.of_build(workspace), fresh.of_files(copied(tmp_path / "copy", last)))


@pytest.mark.slow
def test_a_build_goes_on_from_worlds_that_are_gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, last = files_of(CASES["cause-merged"])[:2]
    workspace = workspace_of(tmp_path / "news", first)
    build(workspace)
    carried: list[bool] = []

    def carry(*of: Any) -> bool:
        carried.append(carry_world(*of))
        return carried[-1]

    monkeypatch.setattr("kgraph.workspace.renewing.carry_world", carry)
    for world in workspace.store.resolve().with_name(f"{workspace.store.resolve().name}.worlds").iterdir():
        world.rename(tmp_path / world.name)
    put(tmp_path / "news", last)
    assert build(workspace).read == 1
    put(tmp_path / "news", first)
    assert build(workspace).read == 0
    assert carried == [False, True]
    fresh.check(fresh.of_build(workspace), fresh.of_files(copied(tmp_path / "copy", first)))


def said_in(document: str, **contents: str) -> str:
    """A document's file: each claim by its name, with the triples of its content."""
    head = f"<doc/{document}> {{ <doc/{document}> a kg:Document ; schema:datePublished '2033-06-20'^^xsd:date . "
    speech, told = [], []
    for name, content in contents.items():
        claim = f"claim/{document}/{name}"
        speech.append(f"""<{claim}> a kg:Claim ; kg:claimant <thing/{document}> ; kg:content <{claim}#content> ;
            kg:modality kg:Assertion ; kg:polarity kg:Positive ; kg:paraphrase 'So it is.'@en ;
            kg:statedIn <doc/{document}> .""")
        told.append(f"<{claim}#content> {{ {content} }}")
    return f"{head}{' '.join(speech)} }} {' '.join(told)}"


@pytest.mark.slow
def test_who_says_who_is_above_a_ship_leaves_what_its_documents_say_of_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    under = "<#under> a kg:Subordination ; org:member <thing/tug> ; org:organization <thing/coastguard> ."
    there = "<#at> a kg:Presence ; kg:subject <thing/tug> ; kg:place <thing/quay> ."
    elsewhere = "<#other> a kg:Presence ; kg:subject <thing/ferry> ; kg:place <thing/isle> ."
    one, other = {"d1": said_in("d1", tug=there, ferry=elsewhere)}, {"d2": said_in("d2", ties=under)}
    first, last = files_of({"step": [one, other]})
    workspace = workspace_of(tmp_path / "news", first)
    build(workspace)
    near: list[str] = []

    def looked(*given: Any) -> Changed:
        found = changed(*given)
        near.extend(claim.id for _, claim in found.near)
        return found

    monkeypatch.setattr("kgraph.workspace.renewing.changed", looked)
    put(tmp_path / "news", last)
    assert build(workspace).read == 1
    assert near == [f"{workspace.base}claim/d1/tug"]
    fresh.check(fresh.of_build(workspace), fresh.of_files(copied(tmp_path / "copy", last)))


@pytest.mark.slow
def test_which_event_a_total_is_of_follows_events_that_become_one(tmp_path: Path) -> None:
    one = "<thing/night-fire> a kg:Wildfire ; kg:place <thing/ridge> ."
    other = "<thing/ridge-fire> a kg:Wildfire ; kg:place <thing/ridge> ."
    total = "<#dead> a kg:Measurement ; kg:measure kg:PeopleKilled ; kg:place <thing/ridge>"
    joined = "<graph/reference> { <thing/night-fire> dcterms:isReplacedBy <thing/ridge-fire> . }"
    more = "<#more> a kg:Measurement ; kg:measure kg:PeopleKilled ; kg:event <thing/ridge-fire> ; kg:value 9 ."
    steps = [
        {"d1": said_in("d1", night=one, ridge=other, dead=f"{total} ; kg:value 2 .")},
        {"joined": joined},
        {"d2": said_in("d2", more=more)},
    ]
    for number, files in enumerate(files_of({"step": steps})):
        workspace = workspace_of(tmp_path / "news", files)
        report = build(workspace)
        assert (report.read, report.disputes) == ((None, 0), (1, 0), (1, 1))[number]
        fresh.check(fresh.of_build(workspace), fresh.of_files(copied(tmp_path / f"copy{number}", files)), number)


@pytest.mark.slow
def test_of_a_finding_that_goes_all_claims_are_looked_around(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Until nothing more differs: what follows from those that stay may rest on claims that have not been looked at."""
    *before, last = files_of(CASES["numbers-in-long-forms"])
    workspace = workspace_of(tmp_path / "news", before[-1])
    assert build(workspace).disputes == 1
    asked: set[str] = set()
    look_around = Resting._look_around

    def told(self: Resting, claims: Collection[str], looked: set[int]) -> None:
        asked.update(claims)
        look_around(self, claims, looked)

    monkeypatch.setattr(Resting, "_look_around", told)
    put(workspace.root, last)
    assert build(workspace).disputes == 0
    assert f"{workspace.base}claim/d1/c" in asked


@pytest.mark.slow
def test_files_may_have_names_that_are_no_text(tmp_path: Path) -> None:
    files = files_of(CASES["links"])[0]
    workspace = workspace_of(tmp_path / "news", files)
    path = next(workspace.data.glob("d1.trig"))
    path.rename(path.with_name("d\udce9.trig"))
    assert build(workspace).read is None
    assert build(workspace).read == 0
