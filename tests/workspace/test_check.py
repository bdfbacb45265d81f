"""Checking one file finds what checking the whole workspace finds in it, by what other files say of what it names."""

import random
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from kgraph import Workspace, build
from kgraph.building import read_data_file
from kgraph.building.kept import NAME
from kgraph.errors import DataError
from kgraph.model import Quad
from kgraph.validation import Finding
from kgraph.workspace.building import read_workspace
from kgraph.workspace.check import check
from kgraph.workspace.renewing import outlines
from paced import rest_thorough

ROOT = Path(__file__).parents[2]
MADE = ROOT / "bench/made.py"
# edits of a data file of bench/made.py, as often as each fits
EDITS = (
    ("kg:Positive", "kg:Maybe"),
    ("kg:modality kg:Assertion ;", ""),
    ("<place/town-1>", "<agent/outlet-0>"),
    ("<place/town-0>", "<place/nowhere>"),
    ("kg:subject <event/battle-0>", "kg:subject <event/battle-0>, <role/commander>"),
    ("oa:start 100 ", "oa:start 101 "),
    ("oa:end 190 ", "oa:end 90 "),
    ("a kg:Assessment ;", "a kg:Asessment ;"),
    ("#s1> a kg:Measurement", "#m> a kg:Measurement"),
    ("kg:about ", "kg:about [ a kg:Thing ] , "),
    ("^^xsd:date", "^^xsd:integer"),
    ("-00000/c01#content>", "-00000/c02#content>"),
    ("#content> {", "#content> { <event/battle-1> kg:phase kg:Never . "),
    ("a kg:Document ;", 'a kg:Document ; kg:saidBy "2021-01-01"^^xsd:date ;'),
    ('rdfs:label "', 'skos:altLabel "Town 1"@en ; rdfs:label "'),
)


def _of_all(finding: Finding) -> bool:
    """Whether it counts over all claims that are looked at, or weighs what all agents have."""
    return finding.check == "side" or (finding.check == "figure" and finding.severity == "info")


def both(
    workspace: Workspace, file: Path, sources: Path | None = None, everything: Sequence[Finding] | None = None
) -> list[Finding]:
    """What is found in a file, by itself, and in the whole workspace, of which `everything` may be known already."""
    quads = read_data_file(file, workspace.base)
    named = {str(quad[0]) for quad in quads} | {str(quad[3]) for quad in quads}
    alone = check(workspace, [file], sources)
    everything = check(workspace, (), sources) if everything is None else everything
    whole = [f for f in everything if f.subject in named or f.graph in named]
    assert [f for f in alone if not _of_all(f)] == [f for f in whole if not _of_all(f)]
    return alone


@pytest.mark.slow
@pytest.mark.parametrize("folder", rest_thorough(["examples/earthquake", "examples/election", "."]))
def test_each_file_of_a_workspace(folder: str) -> None:
    workspace = Workspace.find(ROOT / folder)
    everything = check(workspace)
    for file in workspace.data_files():
        both(workspace, file, everything=everything)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made") / "workspace"
    subprocess.run([sys.executable, MADE, folder, "24"], check=True)
    return folder


def spoil(files: Sequence[Path], rng: random.Random) -> None:
    """Edit files at random."""
    for _ in range(40):
        file, (before, after) = rng.choice(files), rng.choice(EDITS)
        text = file.read_text("utf8")
        places = [at for at in range(len(text)) if text.startswith(before, at)]
        if places:
            at = rng.choice(places)
            file.write_text(text[:at] + after + text[at + len(before) :], "utf8")


@pytest.mark.slow
@pytest.mark.parametrize("seed", rest_thorough(range(3)))
def test_files_spoilt_at_random(made: Path, tmp_path: Path, seed: int) -> None:
    shutil.copytree(made, tmp_path / "spoilt")
    workspace = Workspace.find(tmp_path / "spoilt")
    files = workspace.data_files()
    spoil(files, random.Random(seed))  # noqa: S311 - the same for the same seed, and no secret
    everything = check(workspace)
    found = [finding for file in files for finding in both(workspace, file, everything=everything)]
    assert {finding.check for finding in found} - {"shape"}


@pytest.mark.slow
def test_a_label_and_a_content_that_another_file_has(made: Path, tmp_path: Path) -> None:
    shutil.copytree(made, tmp_path / "two")
    workspace = Workspace.find(tmp_path / "two")
    reference, first, *_ = sorted(workspace.data_files(), key=lambda path: path.name != "reference.trig")
    slug = first.stem
    more = workspace.data / "z-more.trig"
    head = first.read_text("utf8").partition("<doc/")[0]
    more.write_text(
        f"""{head}<graph/reference> {{ <place/new> a kg:City ; rdfs:label "Town 1"@en ; kg:country <place/country> ;
        kg:locatedIn <agent/basalt> . }}
        <doc/{slug}> {{ <claim/{slug}/c90> a kg:Claim ; kg:content <claim/{slug}/c00#content> ; kg:denies <doc/{slug}>,
        <claim/{slug}/c01>, <claim/{slug}/c99> . }}""",
        "utf8",
    )
    told = "\n".join(f.line(workspace.base) for f in both(workspace, more))
    for message in (
        "place/new: has the label 'Town 1' of <https://example.org/made/place/town-1>",
        "place/new: kg:locatedIn: Let kg:locatedIn point to a kg:Place",
        f"is already the content of <https://example.org/made/claim/{slug}/c00>",
        f"<https://example.org/made/claim/{slug}/c99> is named but described nowhere",
    ):
        assert message in told
    assert f"{slug}/c01> is named" not in told
    assert reference.name == "reference.trig"


def test_other_files_must_be_readable_and_in_graphs_of_their_own(made: Path, tmp_path: Path) -> None:
    shutil.copytree(made, tmp_path / "faulty")
    workspace = Workspace.find(tmp_path / "faulty")
    first, *_ = workspace.data_files()
    other = workspace.data / "other.trig"
    for text, said in (
        ("<a:b> <a:c> <a:d> .", "outside any named graph"),
        ("<https://else.where/g> { <a:b> <a:c> <a:d> }", "not under the workspace's base"),
        ("<graph/derived> { <a:b> <a:c> <a:d> }", "written by builds"),
        ("<graph/reference> { <a:b> }", "other.trig:1"),
    ):
        other.write_text(text, "utf8")
        with pytest.raises(DataError, match=said):
            check(workspace, [first])


def test_of_other_files_little_is_looked_at(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace = Workspace.find(made)
    first, *_ = workspace.data_files()
    taken: list[Quad] = []

    def noted(quads: Sequence[Quad], **_: object) -> list[Finding]:
        taken.extend(quads)
        return []

    monkeypatch.setattr("kgraph.workspace.check.validate_quads", noted)
    check(workspace, [first])
    mine = {quad[3] for quad in read_data_file(first, workspace.base)}
    others = [quad for quad in read_workspace(workspace) if "#content" in str(quad[3]) and quad[3] not in mine]
    assert len([quad for quad in taken if "#content" in str(quad[3]) and quad[3] not in mine]) < len(others) / 4


ACROSS = {
    "nothing": "",
    "an entity that is described in the reference": "<doc/{b}> {{ <place/town-1> a kg:City ; rdfs:label 'Again'@en }}",
    "an entity of another document's content": (
        "<claim/{b}/n1#content> {{ <claim/{a}/c00#s1> a kg:Control ; kg:place <place/town-1> }}"
        " <doc/{b}> {{ <claim/{b}/n1> a kg:Claim ; kg:content <claim/{b}/n1#content> }}"
    ),
    "a claim of another document": (
        "<doc/{b}> {{ <claim/{b}/n2> a kg:Claim ; kg:contradicts <claim/{a}/c00> ; kg:denies <claim/{a}/c77> }}"
    ),
    "another document's content": "<doc/{b}> {{ <claim/{b}/n3> a kg:Claim ; kg:content <claim/{a}/c00#content> }}",
    "a document that was registered before": "<doc/{b}> {{ <doc/{a}> a kg:Document ; kg:textLength 7 }}",
    "another document's graph": "<doc/{a}> {{ <claim/{a}/c00> kg:status kg:Withdrawn }}",
    "names that others have": (
        "<graph/reference> {{ <place/two> a kg:City ; rdfs:label 'Town 1'@en ; skos:altLabel 'Town 2'@en }}"
    ),
    "a part of another": "<graph/reference> {{ <unit/all> org:hasUnit <unit/brigade-1>, <unit/nobody> }}",
    "a withdrawn claim": "<doc/{b}> {{ <claim/{b}/c00> kg:status kg:Withdrawn ; kg:replacedBy <claim/{a}/c00> }}",
    "a missing reference": "<doc/{b}> {{ <claim/{b}/n4> a kg:Claim ; kg:about <place/nowhere>, [ a kg:City ] }}",
}
QUICK = "names that others have"
"""The one that is tried each time; of the others half where slow tests run, half before a release, as each takes three
builds and eight checks."""
HEAD = "@prefix org: <http://www.w3.org/ns/org#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"


def fully(workspace: Workspace, file: Path, monkeypatch: pytest.MonkeyPatch) -> list[Finding]:
    """What is found in a file where all others are read."""
    with monkeypatch.context() as patch:
        patch.setattr("kgraph.workspace.check.outlines", lambda workspace: {})
        return check(workspace, [file])


@pytest.mark.parametrize(
    "added",
    [
        pytest.param(name, marks=() if name == QUICK else pytest.mark.thorough if i % 2 else pytest.mark.slow)
        for i, name in enumerate(ACROSS)
    ],
)
def test_after_a_build_the_same_is_found(
    added: str, made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(made, tmp_path / "built")
    workspace = Workspace.find(tmp_path / "built")
    one, two, *_ = (path for path in workspace.data_files() if path.name != "reference.trig")
    build(workspace)
    for here, other in ((one, two), (two, one)):
        text = here.read_text("utf8")
        here.write_text(f"{HEAD}{text}\n{ACROSS[added].format(a=other.stem, b=here.stem)}", "utf8")
        assert set(workspace.data_files()) - outlines(workspace).keys() == {here}
        assert check(workspace, [here]) == fully(workspace, here, monkeypatch)
        build(workspace)
    for file in (one, two):
        assert check(workspace, [file]) == fully(workspace, file, monkeypatch)


@pytest.mark.slow
@pytest.mark.parametrize("seed", rest_thorough(range(2)))
def test_after_a_build_of_files_spoilt_at_random(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    shutil.copytree(made, tmp_path / "spoilt")
    workspace = Workspace.find(tmp_path / "spoilt")
    files = workspace.data_files()
    build(workspace)
    spoil(files[:2], random.Random(seed))  # noqa: S311 - the same for the same seed, and no secret
    assert len(outlines(workspace)) == len(files) - 2
    assert check(workspace, files[:1]) == fully(workspace, files[0], monkeypatch)
    build(workspace)
    for file in files:
        assert check(workspace, [file]) == fully(workspace, file, monkeypatch)


@pytest.mark.slow
def test_only_outlines_that_are_whole_and_of_the_files_as_they_are(made: Path, tmp_path: Path) -> None:
    shutil.copytree(made, tmp_path / "kept")
    workspace = Workspace.find(tmp_path / "kept")
    assert outlines(workspace) == {}
    build(workspace)
    files = set(workspace.data_files())
    assert outlines(workspace).keys() == files
    first, *_ = sorted(files)
    first.write_text(first.read_text("utf8") + "\n", "utf8")
    assert outlines(workspace).keys() == files - {first}
    build(workspace)  # by document
    assert outlines(workspace).keys() == files
    (workspace.root / "ontology").mkdir()
    own = workspace.root / "ontology/own.ttl"
    own.write_text("<a:b> <a:c> <a:d> .", "utf8")
    assert outlines(workspace) == {}
    own.unlink()
    place = workspace.store / NAME
    whole = place.read_bytes()
    for spoilt in (whole[:-1], whole.replace(b"trig", b"trog", 1), b""):
        place.write_bytes(spoilt)
        assert outlines(workspace) == {}
    place.unlink()
    assert outlines(workspace) == {}
