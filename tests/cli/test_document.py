"""`kgraph document add` registers texts and pages, says what it did, and writes nothing where something is wrong."""

import csv
import hashlib
import io
import subprocess
from pathlib import Path

import pytest

from conftest import Run
from kgraph.model import Literal
from kgraph.namespaces import DCTERMS, IRI, KG, PAV, RDF, RDFS, SCHEMA, XSD
from kgraph.store import read_quads

BASE = "https://example.org/id/"
TEXT = (
    "The mayor said on Tuesday that the bridge was closed to traffic and that nobody was hurt. It had been said before "
    "that it was open, and people were told to go by the ferry from the old harbour until the end of the week.\r\n"
)
WIRE = ("--publisher", "Northline Wire", "--published", "2021-05-06")
Done = subprocess.CompletedProcess[str]
State = dict[str, bytes]


@pytest.fixture
def home(kgraph: Run, tmp_path: Path) -> Path:
    folder = tmp_path / "w"
    assert kgraph("init", folder).returncode == 0
    (tmp_path / "Bridge report.txt").write_bytes(TEXT.encode())
    return folder


@pytest.fixture
def add(kgraph: Run, home: Path) -> Run:
    def run(*words: str | Path, **more: str) -> Done:
        return kgraph("-C", home, "document", "add", *words, **more)

    return run


def state(folder: Path) -> State:
    """All files that a person has there."""
    files = (path for path in folder.rglob("*") if path.is_file() and ".kgraph" not in path.parts)
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def said(folder: Path, name: str) -> dict[IRI, object]:
    """What a data file says of its document."""
    quads = read_quads(folder / f"data/triples/{name}.trig", BASE)
    return {predicate: value for subject, predicate, value, graph in quads if subject == graph}


@pytest.mark.slow
def test_a_text_is_copied_and_described(add: Run, kgraph: Run, home: Path, tmp_path: Path) -> None:
    file = tmp_path / "Bridge report.txt"
    done = add(file, *WIRE, "--address", "https://wire.example/5", "--captured", "2021-05-07")
    assert done.returncode == 0, done.stderr
    assert (home / "sources/Bridge report.txt").read_bytes() == file.read_bytes() == TEXT.encode()
    assert said(home, "bridge-report") == {
        RDF.type: KG.Document,
        RDFS.label: Literal("Northline Wire, 6 May 2021", language="en"),
        KG.fileName: Literal("Bridge report.txt"),
        KG.textDigest: Literal("sha256:" + hashlib.sha256(TEXT.encode()).hexdigest()),
        KG.textLength: Literal(str(len(TEXT)), XSD.integer),
        SCHEMA.publisher: IRI(BASE + "agent/northline-wire"),
        SCHEMA.datePublished: Literal("2021-05-06", XSD.date),
        SCHEMA.inLanguage: Literal("en"),
        SCHEMA.url: IRI("https://wire.example/5"),
        PAV.retrievedOn: Literal("2021-05-07", XSD.date),
    }
    assert "language guessed: en" in done.stderr
    assert "copied to sources/Bridge report.txt" in done.stderr
    assert "kgraph anchor 'sources/Bridge report.txt'" in done.stderr
    checked = kgraph("-C", home, "validate")
    assert (checked.returncode, checked.stdout) == (0, "Nothing to mend.\n")
    assert kgraph("-C", home, "fmt", "--check").returncode == 0
    anchored = kgraph("-C", home, "anchor", home / "sources/Bridge report.txt", "the bridge was closed")
    assert "<doc/bridge-report>" in anchored.stdout


def test_a_text_in_the_folder_of_texts_stays_where_it_is(add: Run, home: Path) -> None:
    place = home / "sources/r.txt"
    place.write_bytes(TEXT.encode())
    done = add(place, *WIRE)
    assert (done.returncode, "the text is in sources/r.txt" in done.stderr) == (0, True)
    assert place.read_bytes() == TEXT.encode()


def test_the_source_of_a_page_is_taken_with_a_remark(add: Run, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(f"<!DOCTYPE html><p>{TEXT}")
    done = add(tmp_path / "page.html", *WIRE)
    assert (done.returncode, "looks like HTML" in done.stderr) == (0, True)


def test_every_field_has_an_option(add: Run, home: Path, tmp_path: Path) -> None:
    more = ("--archive", "https://archive.example/a", "--archive-digest", "AB" * 32, "--title", "The bridge")
    rights = ("--licence", "https://creativecommons.org/licenses/by/4.0/", "--author", "Otto Petrel; Brandt, Ida")
    hour = ("--publisher", "northline wire", "--published", "2021-05-06 18:30 +02:00", "--language", "DE-at")
    done = add(tmp_path / "Bridge report.txt", *hour, *more, *rights, "--new-author")
    assert done.returncode == 0, done.stderr
    found = said(home, "bridge-report")
    assert found[RDFS.label] == Literal("The bridge", language="en")
    assert found[SCHEMA.datePublished] == Literal("2021-05-06T18:30:00+02:00", XSD.dateTime)
    assert (found[SCHEMA.inLanguage], found[KG.archiveDigest]) == (Literal("de-at"), Literal("sha256:" + "ab" * 32))
    assert found[SCHEMA.archivedAt] == "https://archive.example/a"
    assert found[DCTERMS.license] == "https://creativecommons.org/licenses/by/4.0/"
    quads = read_quads(home / "data/triples/bridge-report.trig", BASE)
    authors = {value for _, predicate, value, _ in quads if predicate == SCHEMA.author}
    assert authors == {BASE + "agent/petrel", BASE + "agent/brandt-ida"}
    reference = (home / "data/triples/reference.trig").read_text()
    assert "<agent/brandt-ida> a kg:Person" in reference
    assert "<agent/petrel>" in reference


def test_again_it_says_that_it_is_there_and_takes_over_what_is_given(add: Run, home: Path, tmp_path: Path) -> None:
    file = tmp_path / "Bridge report.txt"
    add(file, *WIRE, "--address", "https://wire.example/5")
    before = state(home)
    done = add(file)
    assert (done.returncode, state(home)) == (0, before)
    assert "doc/bridge-report is registered already, and nothing was to be changed" in done.stderr
    done = add(file, "--published", "2021-05-07", "--address", "")
    assert (done.returncode, "registered already; changed it" in done.stderr) == (0, True)
    found = said(home, "bridge-report")
    assert (found[SCHEMA.datePublished], SCHEMA.url in found) == (Literal("2021-05-07", XSD.date), False)
    assert {name for name in before if before[name] != state(home)[name]} == {"data/triples/bridge-report.trig"}


def test_claims_and_comments_in_the_file_stay(add: Run, kgraph: Run, home: Path) -> None:
    place = home / "data/triples/2021-05-04-norika.trig"
    before = place.read_text()
    done = add(home / "sources/2021-05-04-norika.txt", "--captured", "2021-05-05")
    assert done.returncode == 0, done.stderr
    added = '    pav:retrievedOn "2021-05-05"^^xsd:date ;\n'
    assert added in place.read_text()
    prefix = "@prefix pav: <http://purl.org/pav/> .\n"
    assert place.read_text().replace(added, "").replace(prefix, "") == before
    assert before.startswith("# A made-up report")


def test_a_new_publisher_is_made_only_when_asked(add: Run, home: Path, tmp_path: Path) -> None:
    before, words = (
        state(home),
        (tmp_path / "Bridge report.txt", "--published", "2021-05-06", "--publisher", "Nothline"),
    )
    done = add(*words)
    assert (done.returncode, state(home), done.stderr.count("\n")) == (2, before, 1)
    assert "did you mean 'Northline Wire'? Else --new-publisher puts it into reference.trig" in done.stderr
    done = add(*words, "--new-publisher")
    assert done.returncode == 0, done.stderr
    assert (
        "new in reference.trig: agent/nothline, a kg:MediaOutlet; names that come near: Northline Wire" in done.stderr
    )
    assert "<agent/nothline> a kg:MediaOutlet ;" in (home / "data/triples/reference.trig").read_text()


def test_a_page_is_noted_by_its_address_and_its_text_added_later(
    add: Run, kgraph: Run, home: Path, tmp_path: Path
) -> None:
    page = "https://www.wire.example/live/page.html"
    done = add(page, *WIRE, "--language", "en")
    assert (done.returncode, "nothing is fetched" in done.stderr) == (0, True)
    found = said(home, "wire-example-live-page")
    assert (found[SCHEMA.url], KG.textDigest in found, KG.fileName in found) == (page, False, False)
    checked = kgraph("-C", home, "validate")
    assert checked.returncode == 0
    assert "doc/wire-example-live-page: its text is not here" in checked.stdout
    assert "registered already" in add(page.replace("https", "HTTPS"), "--captured", "2021-05-08").stderr
    done = add(tmp_path / "Bridge report.txt", "--address", page)
    assert (done.returncode, "doc/wire-example-live-page is registered already; changed it" in done.stderr) == (0, True)
    found = said(home, "wire-example-live-page")
    assert (found[KG.fileName], found[PAV.retrievedOn]) == (
        Literal("Bridge report.txt"),
        Literal("2021-05-08", XSD.date),
    )
    assert kgraph("-C", home, "validate").stdout == "Nothing to mend.\n"


def _claim(home: Path, anchored: bool) -> None:
    """A claim of the page that is known by its address."""
    anchor = (
        "kg:anchor [ a oa:SpecificResource ; oa:hasSource <doc/wire-example-live> ; kg:quoteDigest "
        f'"sha256:{"0" * 64}" ; oa:hasSelector [ a oa:TextPositionSelector ; oa:start 1 ; oa:end 9 ] ] ;'
    )
    (home / "data/triples/claims.trig").write_text(f"""@base <{BASE}> .
@prefix kg: <https://w3id.org/kgraph/ontology#> . @prefix oa: <http://www.w3.org/ns/oa#> .
<doc/wire-example-live> {{ <claim/live/c1> a kg:Claim ; kg:claimant <agent/northline-wire> ;
  kg:statedIn <doc/wire-example-live> ; kg:content <claim/live/c1#content> ; kg:about <place/norika> ;
  kg:modality kg:Assertion ; kg:polarity kg:Positive ; kg:certainty kg:Unstated ; kg:voice kg:OutletVoice ;
  {anchor if anchored else ""} kg:paraphrase "Half of the place is held."@en ; kg:status kg:Accepted . }}
<claim/live/c1#content> {{ <claim/live/c1#k1> a kg:Control ; kg:extent kg:Partial ; kg:place <place/norika> ;
  kg:subject <unit/2nd-basalt> ; kg:time <claim/live/c1#t1> . <claim/live/c1#t1> a kg:TimeSpan ; kg:edtf "2021-05-06" ;
  kg:latestBegin "2021-05-06"^^<http://www.w3.org/2001/XMLSchema#date> ;
  kg:earliestEnd "2021-05-06"^^<http://www.w3.org/2001/XMLSchema#date> . }}
""")


@pytest.mark.slow
def test_claims_of_a_page_without_a_text_have_no_anchors(add: Run, kgraph: Run, home: Path) -> None:
    add("https://wire.example/live", *WIRE, "--language", "en")
    _claim(home, anchored=False)
    checked = kgraph("-C", home, "validate")
    assert (checked.returncode, checked.stdout.splitlines()[-1]) == (0, "0 errors, 1 note.")
    _claim(home, anchored=True)
    checked = kgraph("-C", home, "validate")
    assert checked.returncode == 1
    assert "it points into a document without a text" in checked.stdout
    assert kgraph("-C", home, "build").returncode == 0


def test_dry_run_writes_nothing_and_shows_all(add: Run, home: Path, tmp_path: Path) -> None:
    before = state(home)
    words = ("--publisher", "Quay Times", "--new-publisher", "--published", "2021-05-06", "--dry-run")
    done = add(tmp_path / "Bridge report.txt", *words)
    assert (done.returncode, state(home)) == (0, before)
    assert 'rdfs:label "Quay Times, 6 May 2021"@en' in done.stdout
    assert "<agent/quay-times> a kg:MediaOutlet" in done.stdout
    assert [line for line in done.stderr.splitlines() if line.startswith("would write")] == [
        f"would write {home / place}"
        for place in ("sources/Bridge report.txt", "data/triples/bridge-report.trig", "data/triples/reference.trig")
    ]


def test_two_documents_of_one_outlet_and_day_are_called_apart(
    add: Run, kgraph: Run, home: Path, tmp_path: Path
) -> None:
    (tmp_path / "second.txt").write_text(TEXT + "And more.")
    add(tmp_path / "Bridge report.txt", *WIRE)
    add(tmp_path / "second.txt", *WIRE)
    assert said(home, "second")[RDFS.label] == Literal("Northline Wire, 6 May 2021 (second)", language="en")
    assert kgraph("-C", home, "validate").stdout == "Nothing to mend.\n"


def test_a_text_called_as_a_data_file_of_kgraph_s_needs_another_name(
    add: Run, kgraph: Run, home: Path, tmp_path: Path
) -> None:
    file, before = tmp_path / "Reference.txt", state(home)
    file.write_text(TEXT)
    for done in (add(file, *WIRE), kgraph("-C", home, "anchor", file, "the mayor")):
        assert (done.returncode, done.stdout, state(home), done.stderr.count("\n")) == (2, "", before, 1)
        assert "'reference' is no short name: kgraph has a file of its own of that name" in done.stderr
        assert "--name" in done.stderr
    assert add(file, *WIRE, "--name", "bridge-report").returncode == 0
    assert said(home, "bridge-report")[KG.fileName] == Literal("Reference.txt")
    assert "<doc/bridge-report>" in kgraph("-C", home, "anchor", file, "the mayor").stdout
    again = add(file, "--name", "other")
    assert (again.returncode, "doc/bridge-report is registered already" in again.stderr) == (0, True)


@pytest.mark.parametrize("what", ["Bridge report.txt", "https://wire.example/5"])
def test_a_name_that_no_file_may_have_or_another_document_has_is_refused(
    add: Run, home: Path, tmp_path: Path, what: str
) -> None:
    told, before = {}, state(home)
    for name in ("links", "CON", "../x", "-rf", ".hidden", "a\u202eb", "n" * 300, "2021-05-04-norika"):
        done = add(what if "://" in what else tmp_path / what, *WIRE, "--language", "en", f"--name={name}")
        assert (done.returncode, state(home)) == (2, before), name
        told[name] = done.stderr
    assert all(text.startswith("kgraph: --name: ") and text.count("\n") == 1 for text in told.values()), told
    assert "another document is called doc/2021-05-04-norika" in told["2021-05-04-norika"]


BAD: dict[str, tuple[bytes | None, tuple[str, ...], str]] = {
    "pdf": (b"%PDF-1.7\n\xe2", WIRE, "this is a PDF, no text"),
    "docx": (b"PK\x03\x04\x14\x00", WIRE, "a packed file"),
    "rtf": (b"{\\rtf1 x}", WIRE, "a word processor's file"),
    "binary": (b"abc\x00def", WIRE, "control character U+0000"),
    "cp1251": ("Поліція".encode("cp1251"), WIRE, "is not UTF-8"),
    "utf-16": (TEXT.encode("utf-16"), WIRE, "saved as UTF-16"),
    "empty": (b"", WIRE, "there is no text in it"),
    "blank": (b"\xef\xbb\xbf \r\n\t", WIRE, "there is no text in it"),
    "missing": (None, WIRE, "there is no such file"),
    "no publisher": (TEXT.encode(), ("--published", "2021-05-06"), "say also --publisher NAME"),
    "no date": (TEXT.encode(), WIRE[:2], "say also --published DATE"),
    "short": (b"Too short to tell.", WIRE, "say also --language xx"),
    "bad day": (TEXT.encode(), (*WIRE[:3], "2021-02-30"), "--published: '2021-02-30' is no day"),
    "bad capture": (TEXT.encode(), (*WIRE, "--captured", "yesterday"), "--captured: 'yesterday' is no day"),
    "bad address": (TEXT.encode(), (*WIRE, "--address", "wire.example"), "--address: 'wire.example' is no address"),
    "bad archive": (TEXT.encode(), (*WIRE, "--archive", "file:///a"), "--archive: 'file:///a' is no address"),
    "bad digest": (TEXT.encode(), (*WIRE, "--archive-digest", "12"), "--archive-digest: '12' is no digest"),
    "bad licence": (TEXT.encode(), (*WIRE, "--licence", "CC BY"), "--licence: 'CC BY' is no address"),
    "bad language": (TEXT.encode(), (*WIRE, "--language", "English"), "--language: 'English' is no language tag"),
    "unknown author": (TEXT.encode(), (*WIRE, "--author", "Petril"), "did you mean 'Otto Petrel'? Else --new-author"),
    "a place publishes": (TEXT.encode(), ("--publisher", "Norika", *WIRE[2:]), "which cannot be under 'publisher'"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_one_line_and_nothing_is_written(add: Run, home: Path, tmp_path: Path, name: str) -> None:
    content, words, told = BAD[name]
    file = tmp_path / "x.txt"
    if content is not None:
        file.write_bytes(content)
    before = state(home)
    done = add(file, *words)
    assert (done.returncode in (2, 3), done.stdout, state(home)) == (True, "", before)
    assert done.stderr.splitlines()[-1].startswith("kgraph: ")
    assert told in done.stderr.splitlines()[-1]
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("what", "words", "told"),
    [
        ("ftp://wire.example/a", WIRE, "--address: 'ftp://wire.example/a' is no address on the web"),
        ("https://wire.example/a b", WIRE, "%20"),
        ("https://[", WIRE, "no address on the web"),
        ("https://wire.example/a", (*WIRE, "--address", "https://other.example/"), "leave out --address"),
        ("https://wire.example/a", WIRE, "say also --language xx"),
        ("sources", WIRE, "is a folder"),
    ],
)
def test_bad_addresses_and_folders(add: Run, home: Path, what: str, words: tuple[str, ...], told: str) -> None:
    before = state(home)
    done = add(home / what if what == "sources" else what, *words, *([] if "say" in told else ["--language", "en"]))
    assert (done.returncode, told in done.stderr, state(home)) == (2, True, before)


def test_a_text_under_another_name_and_another_text_under_this_name(add: Run, home: Path, tmp_path: Path) -> None:
    file, other = tmp_path / "Bridge report.txt", tmp_path / "copy.txt"
    add(file, *WIRE)
    before = state(home)
    other.write_bytes(TEXT.encode())
    done = add(other, *WIRE)
    assert (done.returncode, state(home)) == (2, before)
    assert "this text is registered already as doc/bridge-report, whose file is 'Bridge report.txt'" in done.stderr
    file.write_text(TEXT + "Corrected.")
    done = add(file, *WIRE)
    assert (done.returncode, state(home)) == (2, before)
    assert "doc/bridge-report has a text of this name, and it is another" in done.stderr


def test_another_file_of_that_name_in_the_folder_of_texts_is_never_replaced(
    add: Run, home: Path, tmp_path: Path
) -> None:
    (home / "sources/Bridge report.txt").write_text("Something else.")
    before = state(home)
    done = add(tmp_path / "Bridge report.txt", *WIRE)
    assert (done.returncode, "another text of this name is there" in done.stderr) == (2, True)
    assert state(home) == before


def test_what_cannot_be_written_leaves_all_as_it_was(add: Run, home: Path, tmp_path: Path) -> None:
    reference = home / "data/triples/reference.trig"
    broken = reference.read_text().replace("kg:Person", "kg:Person # a comment that would be lost\n ", 1)
    reference.write_text(broken)
    before = state(home)
    done = add(tmp_path / "Bridge report.txt", "--publisher", "Quay", "--new-publisher", "--published", "2021-05-06")
    assert (done.returncode, "this comment would be lost" in done.stderr, state(home)) == (3, True, before)


def test_kgraph_s_own_files_are_left_alone(kgraph: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    done = kgraph("document", "add", "a.txt", *WIRE)
    assert (done.returncode, "kgraph init" in done.stderr) == (2, True)


def test_documents_are_listed_with_what_is_at_hand(add: Run, kgraph: Run, home: Path, tmp_path: Path) -> None:
    add(tmp_path / "Bridge report.txt", *WIRE, "--address", "https://wire.example/5")
    add("https://wire.example/live", *WIRE, "--language", "en")
    (tmp_path / "gone.txt").write_text(TEXT + "Gone.")
    add(tmp_path / "gone.txt", *WIRE)
    (home / "sources/gone.txt").unlink()
    (home / "sources/Bridge report.txt").write_text("changed")
    done = kgraph("-C", home, "document", "list", "--format", "csv")
    rows = {row["iri"].rpartition("/")[2]: row for row in csv.DictReader(io.StringIO(done.stdout))}
    assert {name: row["text"] for name, row in rows.items()} == {
        "2021-05-04-norika": "at hand",
        "bridge-report": "changed",
        "gone": "missing",
        "wire-example-live": "none",
    }
    assert (rows["2021-05-04-norika"]["claims"], rows["bridge-report"]["claims"]) == ("3", "0")
    assert rows["bridge-report"]["address"] == "https://wire.example/5"
    assert rows["wire-example-live"]["published"] == "2021-05-06"


def test_the_next_step_is_a_sheet(kgraph: Run, tmp_path: Path) -> None:
    kgraph("init", "w", "--empty")
    (tmp_path / "note.txt").write_text("The dam held.\n", encoding="utf8")
    new = ("--publisher", "Tarn Courier", "--new-publisher", "--published", "2026-05-04", "--language", "en")
    done = kgraph("-C", tmp_path / "w", "document", "add", tmp_path / "note.txt", *new)
    assert "next: kgraph claims template" in done.stderr
