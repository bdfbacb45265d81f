"""The commands claims import and claims export on web annotations."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from conftest import Run

PAGE = "https://rail.example/news/kelmo"
TEXT = "\U0001f686 Delays at Kelmo. The union said that six trains were late. The mayor said so, too."
DATA = """@base <https://example.org/rail/> .
@prefix kg: <https://w3id.org/kgraph/ontology#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <https://schema.org/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<graph/reference> { <agent/union> a kg:Organization ; rdfs:label "Drivers' Union"@en .
  <agent/wire> a kg:MediaOutlet ; rdfs:label "Rail Wire"@en .
  <event/delays> a kg:Event ; rdfs:label "delays at Kelmo"@en . }
<doc/kelmo> { <doc/kelmo> a kg:Document ; rdfs:label "A morning at Kelmo"@en ; schema:publisher <agent/wire> ;
  schema:url <https://rail.example/news/kelmo> ; kg:fileName "kelmo.txt" ;
  schema:datePublished "2031-03-09"^^xsd:date ; schema:inLanguage "en" ; kg:textLength LENGTH ;
  kg:textDigest "sha256:DIGEST" . }
"""
NOTED: dict[str, Any] = {
    "id": "u1",
    "uri": PAGE,
    "text": "Six trains were late.",
    "tags": ["who says it: Drivers' Union", "kind: event", "what: delays at Kelmo", "phase: completed"],
    "target": [{"source": PAGE, "selector": [{"type": "TextQuoteSelector", "exact": "six trains were late"}]}],
}


@pytest.fixture
def rail(tmp_path: Path) -> Path:
    (tmp_path / "sources").mkdir()
    (tmp_path / "data" / "triples").mkdir(parents=True)
    data = DATA.replace("LENGTH", str(len(TEXT))).replace("DIGEST", hashlib.sha256(TEXT.encode()).hexdigest())
    (tmp_path / "sources" / "kelmo.txt").write_text(TEXT, encoding="utf8")
    (tmp_path / "data" / "triples" / "kelmo.trig").write_text(data, encoding="utf8")
    (tmp_path / "kgraph.toml").write_text('base = "https://example.org/rail/"\n', encoding="utf8")
    return tmp_path


def saved(folder: Path, *given: object, name: str = "notes.json") -> str:
    (folder / name).write_text(json.dumps({"rows": given}), encoding="utf8")
    return name


def test_annotations_become_claims_and_claims_annotations(kgraph: Run, rail: Path) -> None:
    result = kgraph("claims", "import", saved(rail, NOTED, name="notes.csv"))  # told by its content
    assert result.returncode == 0 and "1 claim new" in result.stderr
    before = (rail / "data/triples/kelmo.trig").read_bytes()
    assert b"kg:anchor" in before and kgraph("validate").returncode == 0
    assert "1 annotation" in kgraph("claims", "export", "-o", "out.jsonld").stderr
    assert "six trains" not in (rail / "out.jsonld").read_text(encoding="utf8").replace("Six trains were late", "")
    again = kgraph("claims", "import", "out.jsonld")
    assert "0 claims new, 0 changed, 1 unchanged" in again.stderr
    assert kgraph("claims", "export", "--words", "-o", "out.json").returncode == 0
    assert '"exact": "six trains were late"' in (rail / "out.json").read_text(encoding="utf8")


def test_a_fault_names_the_annotation_and_nothing_is_written(kgraph: Run, rail: Path) -> None:
    before = (rail / "data/triples/kelmo.trig").read_bytes()
    bad = {**NOTED, "id": "u2", "tags": ["kind: event", "what: delays at Kelmo", "phase: completed"]}
    result = kgraph("claims", "import", saved(rail, NOTED, bad))
    assert result.returncode == 3
    assert "notes.json: annotation 2 (u2), who says it: it is empty" in result.stderr
    assert "nothing was written: 1 annotation to mend; --partial takes the other annotations" in result.stderr
    assert "row" not in result.stderr
    assert (rail / "data/triples/kelmo.trig").read_bytes() == before
    assert kgraph("claims", "import", "notes.json", "--partial").returncode == 1
    assert (rail / "data/triples/kelmo.trig").read_bytes() != before


@pytest.mark.slow
def test_new_things_and_things_to_look_at_are_told_by_annotation(kgraph: Run, rail: Path) -> None:
    one = {**NOTED, "tags": ["who says it: Passenger Council (organization)", *NOTED["tags"][1:], "late"]}
    result = kgraph("claims", "import", saved(rail, one))
    assert "new: Passenger Council (organization), first in annotation 1 (u1)" in result.stderr
    assert "notes.json: tags that name no column are put into the note: 'late'" in result.stderr


def test_a_document_can_be_said_for_annotations_of_none(kgraph: Run, rail: Path) -> None:
    away = {**NOTED, "uri": "", "target": [{**NOTED["target"][0], "source": "https://elsewhere.example/1"}]}
    name = saved(rail, away)
    assert "no document is called 'https://elsewhere.example/1'" in kgraph("claims", "import", name).stderr
    assert kgraph("claims", "import", name, "--document", "kelmo").returncode == 0
    assert (
        "no document is called 'kelmi'; did you mean 'kelmo'?"
        in kgraph("claims", "import", name, "--document", "kelmi").stderr
    )


@pytest.mark.parametrize(
    ("words", "content", "said"),
    [
        (("--mark", "b.xlsx"), "[]", "--mark: is for spreadsheets"),
        ((), "[", "notes.json:1: this is no JSON"),
        ((), '{"a": 1}', "notes.json: this holds no annotations"),
        ((), "[" * 100_000, "nested too deeply"),
        ((), '[{"target": "x", "target": "y"}]', "an object has 'target' twice"),
    ],
)
def test_what_cannot_be_read_is_one_line(
    words: tuple[str, ...], content: str, said: str, kgraph: Run, rail: Path
) -> None:
    (rail / "notes.json").write_text(content, encoding="utf8")
    result = kgraph("claims", "import", "notes.json", *words)
    assert result.returncode in (2, 3) and said in result.stderr and result.stderr.count("\n") == 1


def test_a_sheet_takes_no_document(kgraph: Run, rail: Path) -> None:
    (rail / "claims.csv").write_text("document,what it says\n", encoding="utf8")
    result = kgraph("claims", "import", "claims.csv", "--document", "kelmo")
    assert result.returncode == 2 and "is for annotations" in result.stderr
