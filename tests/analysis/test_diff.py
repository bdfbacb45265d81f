"""What changed between versions: each sort of change, told by what changed."""

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from claims import BASE, claim, document, own_quads, span, trig
from kgraph import Graph, UsageError, Workspace, build
from kgraph.analysis.diff import Difference, Version, diff
from kgraph.store import open_store, parse_quads
from kgraph.workspace.versions import changes

Run = Callable[..., "subprocess.CompletedProcess[str]"]
ROOT = Path(__file__).resolve().parents[2]
REFERENCE = """
<agent/paper> a kg:MediaOutlet ; rdfs:label "Paper"@en . <agent/ann> a kg:Person ; rdfs:label "Ann"@en .
<agent/bo> a kg:Person ; rdfs:label "Bo"@en . <force/reds> a kg:Force ; rdfs:label "reds"@en .
<place/town> a kg:City ; rdfs:label "Town"@en . <place/port> a kg:City ; rdfs:label "Port"@en .
<place/mill> a kg:City ; rdfs:label "Mill"@en .
"""


def share(value: str, place: str = "town") -> str:
    """A content: the share of a place that is taken."""
    of = f"kg:measure kg:ShareOfTerritoryCaptured ; kg:subject <force/reds> ; kg:place <place/{place}>"
    return f"<#m> a kg:Measurement ; {of} ; kg:unit kg:Fraction ; kg:value {value} ; kg:time {span('2031-03-09')} ."


OLD = (
    document("d", "paper"),
    claim("d/c1", "agent/ann", share("0.5")),
    claim("d/c2", "agent/bo", share("0.85")),
    claim("d/c3", "agent/bo", share("0.1"), modality="Forecast"),
    claim("d/c4", "agent/ann", share("0.2"), modality="Forecast", via=("paper",)),
    claim("d/c7", "agent/ann", share("0.3", "port")),
    claim("d/c8", "agent/bo", share("0.6", "port")),
    claim("d/c9", "agent/ann", share("0.3", "mill")),
    claim("d/c10", "agent/bo", share("0.3", "mill")),
)
NEW = (
    document("d", "paper"),
    claim("d/c1", "agent/ann", share("0.5")),
    claim("d/c2", "agent/bo", share("0.5")),
    claim("d/c4", "agent/ann", share("0.2"), modality="Forecast"),
    claim("d/c5", "agent/bo", share("0.7"), modality="Denial", polarity="Negative"),
    claim("d/c6", "agent/ann", share("0.7")),
    claim("d/c7", "agent/ann", share("0.3", "port")),
    claim("d/c8", "agent/bo", share("0.3", "port")),
    claim("d/c9", "agent/ann", share("0.3", "mill")),
    claim("d/c10", "agent/bo", share("0.6", "mill")),
)


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    """An old and a new folder of data, below a workspace whose base they have."""
    (tmp_path / "kgraph.toml").write_text('base = "https://example.org/id/"\n')
    for name, parts in (("old", OLD), ("new", NEW)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "data.trig").write_text(trig(REFERENCE, *parts), encoding="utf8")
    return tmp_path / "old", tmp_path / "new"


def told(found: list[Difference]) -> list[tuple[str, str, str, str]]:
    return [(d.change, d.id.rpartition("/")[2][:4], d.claimant, ", ".join(d.fields)) for d in found]


def test_each_change_is_told_once(folders: tuple[Path, Path]) -> None:
    workspace = Workspace.find(folders[0].parent)
    found = changes(str(folders[0]), str(folders[1]), workspace)
    claims = [line for line in told(found) if line[0] in ("added", "withdrawn", "changed")]
    assert claims == [
        ("added", "c5", "Bo", ""),
        ("added", "c6", "Ann", ""),
        ("withdrawn", "c3", "Bo", ""),
        ("changed", "c2", "Bo", "content"),
        ("changed", "c4", "Ann", "relay"),
        ("changed", "c8", "Bo", "content"),
        ("changed", "c10", "Bo", "content"),
    ]
    disputes = [(d.change, d.claimant, d.text) for d in found if d.change in ("opened", "closed")]
    assert disputes == [("opened", "Ann / Bo", "Who holds Mill?"), ("closed", "Ann / Bo", "Who holds Port?")]


def test_a_dispute_tells_its_positions_and_who_takes_them(folders: tuple[Path, Path]) -> None:
    found = changes(str(folders[0]), str(folders[1]), Workspace.find(folders[0].parent))
    day = "until 2031-03-09 at the latest"
    told = {d.change: (d.text, d.fields, d.before, d.after) for d in found if "dispute" in d.id}
    ann, bo = f"Ann [Paper], {day}", f"Bo [Paper], {day}"
    assert told == {
        "opened": ("Who holds Mill?", (), "", f"“reds: 0.6”: {bo} · “reds: 0.3”: {ann}"),
        "revised": (
            "Who holds Town?",
            ("positions",),
            f"“reds: 0.5”: {ann} · “reds: 0.85”: {bo}",
            f"“reds: 0.5 (reds: not 0.7)”: {ann}; {bo} · “reds: 0.7”: {ann}",
        ),
        "closed": ("Who holds Port?", (), f"“reds: 0.3”: {ann} · “reds: 0.6”: {bo}", ""),
    }


def test_nothing_has_changed_in_itself(folders: tuple[Path, Path]) -> None:
    workspace = Workspace.find(folders[0].parent)
    assert changes(str(folders[1]), str(folders[1]), workspace) == []


@pytest.mark.slow
def test_backwards_everything_is_the_other_way(folders: tuple[Path, Path]) -> None:
    workspace = Workspace.find(folders[0].parent)
    old, new = map(str, folders)
    there, back = changes(old, new, workspace), changes(new, old, workspace)
    other = {"added": "withdrawn", "withdrawn": "added", "opened": "closed", "closed": "opened"}
    assert {(other.get(d.change, d.change), d.id) for d in there} == {(d.change, d.id) for d in back}


@pytest.mark.slow
def test_every_kind_of_version_gives_the_same(folders: tuple[Path, Path], tmp_path: Path) -> None:
    workspace = Workspace.find(tmp_path)
    wanted = changes(str(folders[0]), str(folders[1]), workspace)
    for name, folder in zip(("old", "new"), folders, strict=True):
        own = tmp_path / f"ws-{name}"
        own.mkdir()
        (own / "kgraph.toml").write_text('base = "https://example.org/id/"\n')
        shutil.copytree(folder, own / "data/triples")
        build(Workspace.find(own), f"oxigraph:{tmp_path / f'store-{name}'}")
    versions = [
        (str(tmp_path / "ws-old"), str(tmp_path / "ws-new")),
        (f"oxigraph:{tmp_path / 'store-old'}", f"oxigraph:{tmp_path / 'store-new'}"),
        (str(tmp_path / "store-old"), str(tmp_path / "ws-new")),
        (str(folders[0] / "data.trig"), f"oxigraph:{tmp_path / 'store-new'}"),
    ]
    for old, new in versions:
        assert changes(old, new, workspace) == wanted, (old, new)


@pytest.mark.slow
def test_an_export_reads_as_the_data_it_came_from(graph: Graph, pokrovsk: Workspace) -> None:
    with open_store("memory:") as store:
        store.load(own_quads(graph))
        old, new = Version.of(store, pokrovsk.base), Version.of(graph.store, pokrovsk.base)
    assert len(old.claims) > 50 and old.disputes
    assert diff(old, new) == []


def test_the_order_and_the_blank_nodes_names_are_no_change(folders: tuple[Path, Path]) -> None:
    file = folders[1] / "data.trig"
    shuffled = folders[1].parent / "shuffled.trig"
    shuffled.write_text(trig(REFERENCE, *reversed(NEW)), encoding="utf8")
    assert changes(str(file), str(shuffled), Workspace.find(folders[0].parent)) == []


@pytest.mark.slow
def test_on_the_command_line(kgraph: Run, folders: tuple[Path, Path]) -> None:
    done = kgraph("-C", folders[0].parent, "diff", *folders, "--format", "json")
    rows = json.loads(done.stdout)["results"]["bindings"]
    assert {row["change"]["value"] for row in rows} == {"added", "withdrawn", "changed", "opened", "revised", "closed"}
    assert {row["kind"]["value"] for row in rows} == {"claim", "dispute"}
    same = kgraph("-C", folders[0].parent, "diff", folders[0], folders[0])
    assert (same.returncode, same.stderr) == (0, "no claim and no dispute has changed\n")


@pytest.mark.parametrize(
    ("old", "message"),
    [
        ("nowhere", "nowhere: nothing to compare here"),
        ("oxigraph:nowhere", "nowhere"),
        (".", "no data here"),
        ("README.md", "nothing to compare here"),
    ],
)
def test_what_is_no_version_is_one_line(kgraph: Run, folders: tuple[Path, Path], old: str, message: str) -> None:
    done = kgraph("-C", folders[0].parent, "diff", old, folders[1])
    assert done.returncode in (2, 4)
    assert message in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.slow
def test_two_bases_cannot_be_compared(folders: tuple[Path, Path]) -> None:
    with pytest.raises(UsageError, match="nothing can be compared"):
        changes(str(ROOT), str(folders[0]), Workspace.find(folders[0].parent))


def test_what_rules_had_made_of_a_file_is_made_anew(folders: tuple[Path, Path]) -> None:
    members = "kg:disputes <claim/d/c1>, <claim/d/c5> ; kg:dimension kg:Time ; kg:foundBy <rule/x>"
    stale = f"<graph/derived> {{ <dispute/1> a kg:Dispute ; {members} ; kg:explanation 'why'@en . }}"
    file = folders[1].parent / "export.trig"
    file.write_text(trig(REFERENCE, *NEW, stale), encoding="utf8")
    assert changes(str(folders[1]), str(file), Workspace.find(folders[0].parent)) == []


def test_faults_of_the_data_are_remarked_once(folders: tuple[Path, Path]) -> None:
    data = folders[0] / "data.trig"
    data.write_text(data.read_text(encoding="utf8").replace("2031-03-09", "2031-03-32", 1), encoding="utf8")
    said: list[str] = []
    changes(str(folders[0]), str(folders[1]), Workspace.find(folders[0].parent), remark=said.append)
    assert [text.startswith(f"{folders[0]}: the data have 1 fault") for text in said] == [True]


def test_a_store_of_another_base_is_refused(tmp_path: Path) -> None:
    with open_store(f"oxigraph:{tmp_path / 'other'}") as store:
        store.load(parse_quads(trig(REFERENCE, FULL).replace(BASE, "https://example.org/x/").encode(), "trig", BASE))
    (tmp_path / "kgraph.toml").write_text(f'base = "{BASE}"\n')
    with pytest.raises(UsageError, match="no document's graph under <https://example"):
        changes(f"oxigraph:{tmp_path / 'other'}", f"oxigraph:{tmp_path / 'other'}", Workspace.find(tmp_path))


def test_a_changed_claim_says_what_it_was_and_is(folders: tuple[Path, Path]) -> None:
    found = changes(str(folders[0]), str(folders[1]), Workspace.find(folders[0].parent))
    one = next(d for d in found if d.change == "changed" and d.id.endswith("c2"))
    assert (one.before, one.after) == ("content: value 0.85", "content: value 0.5")


def test_a_rejected_claim_says_so(folders: tuple[Path, Path]) -> None:
    file = folders[1] / "data.trig"
    text = file.read_text(encoding="utf8")
    at = text.index("<claim/d/c6> a kg:Claim")
    file.write_text(text[:at] + text[at:].replace("kg:Accepted", "kg:Rejected", 1), encoding="utf8")
    found = changes(str(folders[0]), str(folders[1]), Workspace.find(folders[0].parent))
    assert next(d for d in found if d.id.endswith("c6")).text.endswith("[rejected]")


FULL = """
<doc/d> { <claim/d/c1> a kg:Claim ; kg:claimant <agent/ann> ; kg:statedIn <doc/d> ; kg:content <claim/d/c1#content> ;
  kg:modality kg:Assertion ; kg:paraphrase "Half."@en ; kg:about <place/town> ; kg:extractionConfidence 0.9 ;
  kg:assertedDuring [ a kg:TimeSpan ; kg:latestEnd "2031-03-09"^^xsd:date ; rdfs:comment "seen" ] ;
  prov:wasQuotedFrom [ a kg:Utterance ; prov:wasAttributedTo <agent/wire> ;
    prov:wasQuotedFrom [ a kg:Utterance ; prov:wasAttributedTo <agent/radio> ;
      kg:assertedDuring [ kg:edtf "2031" ] ] ] ;
  kg:anchor <claim/d/c1#a1>, [ a oa:SpecificResource ; kg:quoteDigest "sha256:1" ; oa:hasSelector
    [ a oa:TextPositionSelector ; oa:start 20 ; oa:end 29 ] ] .
  <claim/d/c1#a1> a oa:SpecificResource ; oa:hasSelector [ oa:start 0 ; oa:end 9 ] . }
<claim/d/c1#content> { <claim/d/c1#m> kg:subject <force/reds> ; kg:value 0.5 ; kg:time [ kg:edtf "2031" ] ;
  kg:cause <claim/d/c1#n> ; kg:condition _:one ; kg:exception _:one . }
"""
"""A claim that says something in each way that there is, two nodes with names among them."""


def version(text: str) -> Version:
    with open_store("memory:") as store:
        store.load(parse_quads(trig(REFERENCE, text).encode(), "trig", BASE))
        return Version.of(store, BASE)


@pytest.mark.parametrize(
    ("said", "instead", "field", "before", "after"),
    [
        ("kg:claimant <agent/ann>", "kg:claimant <agent/bo>", "claimant", "agent/ann", "agent/bo"),
        ("kg:claimant <agent/ann>", "kg:claimant <agent/ann>, <agent/bo>", "claimant", "", "agent/bo"),
        ("kg:statedIn <doc/d>", "kg:statedIn <doc/e>", "statedIn", "doc/d", "doc/e"),
        ("kg:modality kg:Assertion ; ", "", "modality", "Assertion", ""),
        ('"Half."@en', '"Half."@uk', "paraphrase", "", ""),
        ("kg:about <place/town>", "kg:about <place/town>, <agent/bo>", "about", "", "agent/bo"),
        ("kg:about <place/town>", "kg:about <place/town> ; kg:denies <claim/d/c2>", "denies", "", "claim/d/c2"),
        ("Confidence 0.9", "Confidence 0.8", "extractionConfidence", "0.9", "0.8"),
        (
            "2031-03-09",
            "2031-03-10",
            "assertedDuring",
            "until 2031-03-09 at the latest",
            "until 2031-03-10 at the latest",
        ),
        ('rdfs:comment "seen"', 'rdfs:comment "heard"', "assertedDuring", "", ""),
        ('rdfs:comment "seen"', 'rdfs:label "seen"', "assertedDuring", "", ""),
        ("To <agent/radio>", "To <agent/paper>", "relay", "agent/wire, agent/radio", "agent/wire, agent/paper"),
        ('rs/edtf "2031"', 'rs/edtf "2032"', "relay", "", ""),
        ("oa:start 20", "oa:start 21", "anchor", "20–29", "21–29"),
        ("oa:start 20", "oa:start 20.5", "anchor", "20–29", ""),
        ("sha256:1", "sha256:2", "anchor", "", ""),
        ("a kg:Claim", "a kg:Claim, kg:Event", "kind", "", "Event"),
        ("kg:value 0.5", "kg:value 0.6", "content", "value 0.5", "value 0.6"),
        ("kg:cause <claim/d/c1#n>", "kg:purpose <claim/d/c1#n>", "content", "", ""),
        ("kg:exception _:one", "kg:exception _:two", "content", "", ""),
        ('time [ kg:edtf "2031"', 'time [ kg:edtf "2032"', "content", "", ""),
    ],
)
def test_whatever_is_said_of_a_claim_counts(said: str, instead: str, field: str, before: str, after: str) -> None:
    text = FULL.replace('During [ kg:edtf "2031"', 'During [ rs/edtf "2031"')
    assert text.count(said) == 1
    (found,) = diff(version(FULL), version(text.replace(said, instead).replace("rs/edtf", "kg:edtf")))
    words = tuple(f"{field}: {word}" if word else "" for word in (before, after))
    assert (found.change, found.fields, found.before, found.after) == ("changed", (field,), *words)


def test_names_of_nodes_in_a_content_and_of_its_graph_are_no_change() -> None:
    old = FULL.replace("kg:latestEnd", "kg:earliestEnd '2031-03-01'^^xsd:date ; kg:latestEnd")
    new = old.replace("#content", "#said").replace("c1#m", "c1#k").replace("_:one", "_:other")
    assert diff(version(old), version(new)) == []


def test_what_is_a_claim_in_a_content_alone_is_none_and_a_document_may_be_a_content() -> None:
    text = FULL.replace("kg:value 0.5", "kg:value 0.5 . <claim/e/c9> a kg:Claim . <claim/d/c1#m> kg:unit kg:Fraction")
    assert list(version(text).claims) == [f"{BASE}claim/d/c1"]
    own = FULL.replace("kg:content <claim/d/c1#content>", "kg:content <doc/d>")
    assert diff(version(own), version(own)) == []


def test_a_dispute_about_what_is_gone_is_told() -> None:
    members = "kg:disputes <claim/d/c1>, <claim/d/c9> ; kg:dimension kg:Time ; kg:foundBy <rule/x>"
    dispute = f"<graph/derived> {{ <dispute/1> a kg:Dispute ; {members} ; kg:explanation 'why'@en . }}"
    (found,) = diff(version(FULL), version(FULL + dispute))
    assert (found.change, found.claimant, found.text) == ("opened", "Ann", "why")


@pytest.mark.parametrize("part", ["kg:assertedDuring", "prov:wasQuotedFrom", "kg:anchor"])
def test_of_several_nodes_the_labels_do_not_count(part: str) -> None:
    nodes = [f'_:NODE{n} {said} "{n}" .' for n in range(8) for said in ("rdfs:comment", "kg:edtf")]
    several = FULL.replace("kg:about", f"{part} {', '.join(f'_:NODE{n}' for n in range(8))} ; kg:about", 1)
    text = several.replace("<doc/d> {", f"<doc/d> {{ {' '.join(nodes)}", 1)
    old = version(text)
    assert all(diff(old, version(text)) == [] for _ in range(5)), "each reading labels them anew, in another order"
    (found,) = diff(old, version(text.replace('_:NODE7 kg:edtf "7"', '_:NODE7 kg:edtf "9"')))
    assert found.change == "changed"


def test_a_node_that_has_a_name_is_compared_as_any_other() -> None:
    (found,) = diff(version(FULL), version(FULL.replace("oa:start 0", "oa:start 1")))
    assert (found.fields[0], found.before, found.after) == ("anchor", "anchor: 0–9", "anchor: 1–9")
    (found,) = diff(version(FULL), version(FULL.replace("#a1> a oa:SpecificResource", "#a1> kg:quoteDigest 'x'")))
    assert found.change == "changed"
    more = "<doc/d> { <claim/d/c1> kg:anchor <claim/d/c1#a2> . <claim/d/c1#%s> rdfs:comment 'seen' ."
    more += " <claim/d/c1#a2> a oa:SpecificResource }"
    (found,) = diff(version(FULL + more % "a1"), version(FULL + more % "a2"))
    assert found.fields == ("rdfs:comment",)


@pytest.mark.slow
def test_nodes_in_a_circle_or_in_a_long_row_are_compared() -> None:
    def row(length: int, last: str) -> Version:
        relay = "a kg:Utterance ; prov:wasAttributedTo <agent/"
        links = "".join(f"_:n{n} {relay}{n}> ; prov:wasQuotedFrom _:n{n + 1} . " for n in range(length))
        end = f"_:n{length} {relay}ann> ; rdfs:comment '{last}' ; prov:wasQuotedFrom _:n{length} ."
        text = FULL.replace("<doc/d> {", f"<doc/d> {{ {links} {end}", 1)
        return version(text.replace("kg:about", "prov:wasQuotedFrom _:n0 ; kg:about", 1))

    assert diff(row(40, "a"), row(40, "a")) == diff(row(600, "a"), row(600, "a")) == []
    (found,) = diff(row(40, "a"), row(40, "b"))
    assert found.fields == ("relay",)
