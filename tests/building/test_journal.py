"""The journal of questions: each build adds what became of them, whichever way it was built."""

from pathlib import Path

import pytest

from claims import claim, document, span, trig
from kgraph import Workspace, build
from kgraph.analysis.diff import Entry
from kgraph.building.journal import FILE, entries

HEAD = """
<agent/paper> a kg:MediaOutlet ; rdfs:label "Paper"@en . <agent/ann> a kg:Person ; rdfs:label "Ann"@en .
<agent/bo> a kg:Person ; rdfs:label "Bo"@en . <force/reds> a kg:Force ; rdfs:label "reds"@en .
<place/town> a kg:City ; rdfs:label "Town"@en .
"""


def share(value: str) -> str:
    """A content: the share of the town that is taken."""
    of = "kg:measure kg:ShareOfTerritoryCaptured ; kg:subject <force/reds> ; kg:place <place/town>"
    return f"<#m> a kg:Measurement ; {of} ; kg:unit kg:Fraction ; kg:value {value} ; kg:time {span('2031-03-09')} ."


DAY = "until 2031-03-09 at the latest"
POSITIONS = f"“reds: 0.5”: Ann [Paper], {DAY} · “reds: 0.85”: Bo [Paper], {DAY}"


def newspaper(folder: Path, *figures: tuple[str, str]) -> Workspace:
    """A workspace where claimants give figures for one town, a document each."""
    (folder / "data/triples").mkdir(parents=True, exist_ok=True)
    (folder / "kgraph.toml").write_text('base = "https://example.org/id/"\n')
    (folder / "data/triples/things.trig").write_text(trig(HEAD))
    for old in (folder / "data/triples").glob("d*.trig"):
        old.unlink()
    for number, (who, figure) in enumerate(figures):
        said = claim(f"d{number}/c1", f"agent/{who}", share(figure))
        (folder / f"data/triples/d{number}.trig").write_text(trig("", document(f"d{number}", "paper"), said))
    return Workspace.find(folder)


def told(workspace: Workspace) -> list[tuple[str, str]]:
    return [(one.how, one.what) for one in entries(workspace.store)]


@pytest.mark.slow
@pytest.mark.parametrize("anew", [False, True])
def test_each_build_adds_what_became_of_the_questions(tmp_path: Path, anew: bool) -> None:
    day = "until 2031-03-09 at the latest"
    build(newspaper(tmp_path, ("ann", "0.5")), anew=anew)
    workspace = newspaper(tmp_path, ("ann", "0.5"), ("bo", "0.85"))
    assert told(workspace) == []
    build(workspace, anew=anew)
    opened = ("opened", f"“reds: 0.5”: Ann [Paper], {day} · “reds: 0.85”: Bo [Paper], {day}")
    assert told(workspace) == [opened]
    build(newspaper(tmp_path, ("ann", "0.5"), ("bo", "0.9")), anew=anew)
    revised = f"positions (“reds: 0.85”: Bo [Paper], {day} → “reds: 0.9”: Bo [Paper], {day})"
    assert told(workspace) == [opened, ("revised", revised)]
    build(newspaper(tmp_path, ("ann", "0.5"), ("bo", "0.5")), anew=anew)
    assert [how for how, _ in told(workspace)] == ["opened", "revised", "closed"]
    last = entries(workspace.store)[-1]
    assert last.text == "Ann / Bo: Who holds Town?" and last.question.startswith("https://example.org/id/dispute/")
    assert last.what == f"“reds: 0.5”: Ann [Paper], {day} · “reds: 0.9”: Bo [Paper], {day}"


@pytest.mark.slow
@pytest.mark.parametrize("anew", [False, True])
def test_a_build_from_equal_files_adds_nothing(tmp_path: Path, anew: bool) -> None:
    workspace = newspaper(tmp_path, ("ann", "0.5"), ("bo", "0.85"))
    build(workspace)
    first = entries(workspace.store)
    assert [(one.how, one.text, one.what) for one in first] == [("opened", "Ann / Bo: Who holds Town?", POSITIONS)]
    build(workspace, anew=anew)
    build(newspaper(tmp_path, ("ann", "0.5")), anew=anew)
    after = entries(workspace.store)
    build(workspace, anew=anew)
    assert entries(workspace.store) == after and [one.how for one in after] == ["opened", "closed"]
    assert after[:1] == first


def test_lines_that_cannot_be_read_are_passed_over(tmp_path: Path) -> None:
    said = '{"time":"t","build":"b","how":"opened","question":"q","text":"x"}'
    (tmp_path / FILE).write_text('{"time": 1}\nno\n[]\n' + said)
    assert entries(tmp_path) == [Entry("t", "b", "opened", "q", "x")] and entries(tmp_path / "none") == []
