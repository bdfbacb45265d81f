"""What a document says of itself goes into cells and comes back the same; what cannot be read is told in one line."""

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from kgraph.building import read_data_file
from kgraph.model import Literal, Quad
from kgraph.namespaces import IRI, KG, RDF, RDFS, SCHEMA, XSD
from kgraph.sheets.documents import (
    FIELDS,
    HEADINGS,
    SHORT_NAME,
    CellFault,
    Naming,
    document_iri,
    from_row,
    read_row,
    short_name,
    to_row,
)
from kgraph.store import parse_quads
from kgraph.workspace.config import Workspace

ROOT = Path(__file__).parents[2]
BASE = "https://example.org/id/"
DOCUMENT = IRI(f"{BASE}doc/d")
NAMES = {IRI(f"{BASE}agent/wire"): "North Wire", IRI(f"{BASE}agent/veld"): "Ada Veld", IRI(f"{BASE}agent/x"): "a; b"}
MEANT = {name: iri for iri, name in NAMES.items()}


def entity(text: str, heading: str) -> IRI:
    if text not in MEANT:
        raise ValueError(f"nothing is called '{text}'")
    return MEANT[text]


NAMING = Naming(BASE, lambda iri: NAMES.get(iri, ""), entity)
WHOLE = """@base <https://example.org/id/> .
@prefix dcterms: <http://purl.org/dc/terms/> . @prefix kg: <https://w3id.org/kgraph/ontology#> .
@prefix pav: <http://purl.org/pav/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <https://schema.org/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<doc/d> { <doc/d> a kg:Document ; rdfs:label "The day"@en ; schema:publisher <agent/wire> ;
  schema:author <agent/veld>, <agent/x>, <agent/nobody> ;
  schema:datePublished "2031-03-09T18:30:00+01:00"^^xsd:dateTime ;
  schema:inLanguage "en" ; schema:url <https://wire.example/a> ; pav:retrievedOn "2031-03-10"^^xsd:date ;
  schema:archivedAt <https://archive.example/a> ; kg:archiveDigest "sha1:B2LTWWPUOYAH7UIPQ7ZUPQ4VMBSVC36A" ;
  dcterms:license <https://creativecommons.org/licenses/by/4.0/> ; kg:fileName "d.txt" ; kg:textLength 12 ;
  kg:textDigest "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef" . }
"""


def parsed(text: str) -> list[Quad]:
    return parse_quads(text.encode(), "trig", BASE)


def documents_of(folder: Path) -> list[tuple[IRI, list[Quad], str]]:
    """Each document of a workspace, with what is said of it, and the base."""
    workspace = Workspace.find(folder)
    quads = [quad for path in workspace.data_files() for quad in read_data_file(path, workspace.base)]
    found = [s for s, p, o, _ in quads if (p, o) == (RDF.type, KG.Document) and isinstance(s, IRI)]
    return [(one, [quad for quad in quads if quad[0] == one], workspace.base) for one in found]


def test_all_that_a_document_may_say_has_a_cell() -> None:
    quads = parsed(WHOLE)
    cells, rest = to_row(quads, DOCUMENT, NAMING)
    assert tuple(heading for heading in HEADINGS if heading in cells) == HEADINGS
    assert rest == []
    assert (cells[SHORT_NAME], cells["title"], cells["publisher"]) == ("d", "The day", "North Wire")
    assert cells["author"] == f"<{BASE}agent/nobody>; <{BASE}agent/x>; Ada Veld"
    assert (cells["captured"], cells["published"]) == (date(2031, 3, 10), "2031-03-09T18:30:00+01:00")
    assert cells["length"] == Decimal(12)
    assert set(from_row(cells, NAMING)) == set(quads)


@pytest.mark.parametrize(
    "folder", [ROOT, ROOT / "examples/earthquake", ROOT / "examples/election"], ids=lambda p: p.name
)
def test_documents_come_back_from_their_rows(folder: Path) -> None:
    found = documents_of(folder)
    assert found
    for document, quads, base in found:
        cells, rest = to_row(quads, document, Naming(base))
        assert {*from_row(cells, Naming(base)), *rest} == set(quads)
        assert rest == []


@pytest.mark.parametrize(
    "odd",
    [
        'rdfs:label "Le jour"@fr, "Another"@en',
        'rdfs:label " edges "@en',
        'rdfs:label "two\\nlines"@en',
        "schema:publisher <agent/veld>",
        'schema:publisher "North Wire"',
        'schema:datePublished "9 March"',
        'schema:datePublished "2031-03-09T18:30:00"^^xsd:dateTime',
        'schema:datePublished "-0044-03-15"^^xsd:date, "2031-03-09Z"^^xsd:date',
        'schema:url "https://wire.example/a"',
        "schema:url <ftp://wire.example/a>",
        'kg:textLength 012, "12"^^xsd:nonNegativeInteger',
        'kg:fileName "a/b.txt"',
        'kg:archiveDigest "crc:12"',
        'schema:inLanguage "EN", "en"@en',
        'schema:author [ a kg:Person ; rdfs:label "x"@en ]',
        "kg:side <agent/veld>",
        "kg:fileName 7",
    ],
)
def test_what_no_cell_says_is_left_over(odd: str) -> None:
    quads = parsed(WHOLE.replace("a kg:Document ;", f"a kg:Document ; {odd} ;"))
    cells, rest = to_row(quads, DOCUMENT, NAMING)
    assert {*from_row(cells, NAMING), *rest} == set(quads)
    assert rest
    assert not set(from_row(cells, NAMING)) & set(rest)


def test_what_another_graph_says_is_left_over() -> None:
    quads = [*parsed(WHOLE), (DOCUMENT, RDFS.label, Literal("The day", language="en"), IRI(f"{BASE}graph/reference"))]
    cells, rest = to_row(quads, DOCUMENT, NAMING)
    assert rest == quads[-1:]
    assert {*from_row(cells, NAMING), *rest} == set(quads)


def test_a_document_elsewhere_keeps_its_iri() -> None:
    cells, _ = to_row([], IRI("https://other.example/d"), NAMING)
    assert cells[SHORT_NAME] == "<https://other.example/d>"
    assert from_row(cells, NAMING)[0][0] == "https://other.example/d"


@pytest.mark.parametrize(
    ("cell", "written", "kind"),
    [
        (date(2025, 11, 5), "2025-11-05", XSD.date),
        (datetime(2025, 11, 5), "2025-11-05", XSD.date),
        ("2025-11-05 14:30 +02:00", "2025-11-05T14:30:00+02:00", XSD.dateTime),
        ("2025-11-05 9:05:07 UTC", "2025-11-05T09:05:07Z", XSD.dateTime),
        ("2025-11-05T14:30:00Z", "2025-11-05T14:30:00Z", XSD.dateTime),
    ],
)
def test_days_are_read_as_people_write_them(cell: str | date, written: str, kind: IRI) -> None:
    quads = from_row({SHORT_NAME: "d", "captured": cell}, NAMING)
    assert quads[-1][2] == Literal(written, kind)


@pytest.mark.parametrize("name", ["radio-5-may", "Звіт_5", "報告-5", "a.b", "5", "é(2)", "รายงานปี", "d" * 100])
def test_a_short_name_is_a_word_of_any_script(name: str) -> None:
    document = document_iri(name, BASE)
    assert document == f"{BASE}doc/{name}" and short_name(document, BASE) == name


@pytest.mark.parametrize(
    "name",
    [
        *(
            ".",
            "..",
            ".hidden",
            "-rf",
            "d" * 101,
            "x\0y",
            "c\x1b[31m",
            "a\u202eb",
            "a\u200bb",
            "a\xadb",
            "a;b",
            "a,b",
            "a/b",
        ),
        *("a\ue000b", "a\U000e0041b", f"<{BASE}doc/..>", f"<{BASE}doc/../claim/d/c1>", f"<{BASE}doc/a\u202eb>"),
        *(f"<{BASE}doc/x\0y>", f"<{BASE}doc/{'d' * 600}>", "<>", "<x y>"),
    ],
)
def test_what_is_no_short_name_is_told_in_what_can_be_seen(name: str) -> None:
    with pytest.raises(CellFault) as told:
        document_iri(name, BASE)
    assert str(told.value).isprintable() and len(str(told.value)) < 200
    assert short_name(IRI(f"{BASE}doc/{name}"), BASE).startswith("<")


@pytest.mark.parametrize(
    ("heading", "cell", "told"),
    [
        (SHORT_NAME, "", "is no short name"),
        (SHORT_NAME, "two words", "is no short name"),
        (SHORT_NAME, "Reference", "kgraph has a file of its own"),
        (SHORT_NAME, "doc/links", "kgraph has a file of its own"),
        (SHORT_NAME, "derived", "kgraph has a file of its own"),
        (SHORT_NAME, "enrichment-wikidata", "kgraph has a file of its own"),
        (SHORT_NAME, f"<{BASE}doc/reference>", "kgraph has a file of its own"),
        (SHORT_NAME, f"<{BASE}graph/reference>", "a graph of kgraph's own"),
        (SHORT_NAME, "CON", "Windows takes no file"),
        (SHORT_NAME, "nul.txt", "Windows takes no file"),
        (SHORT_NAME, ".hidden", "is no short name"),
        (SHORT_NAME, "-rf", "is no short name"),
        (SHORT_NAME, "a\u202eb", "is no short name"),
        (SHORT_NAME, "a\u200bb", "is no short name"),
        (SHORT_NAME, "n" * 300, "is no short name"),
        ("published", "5/11/25", "write it as 2025-11-05"),
        ("published", "2025-02-30", "is no day"),
        ("captured", datetime(2025, 11, 5, 14, 30), "no time zone"),
        ("captured", "2025-11-05 25:00 Z", "no such hour"),
        ("language", "English", "write 'en'"),
        ("address", "wire.example/a", "write it as https://"),
        ("address", "https://[", "write it as https://"),
        ("address", "https://", "write it as https://"),
        ("address", "https://wire.example/a b", "%20"),
        ("archive copy", "javascript:alert(1)", "no address on the web"),
        ("archive digest", "sha256:12", "all its digits"),
        ("digest", "md5:0123456789abcdef0123456789abcdef", "kgraph works it out"),
        ("licence", "CC BY", "no address on the web"),
        ("publisher", "Nobody's Post", "nothing is called 'Nobody's Post'"),
        ("author", "Ada Veld; Bo", "nothing is called 'Bo'"),
        ("file", "texts/a.txt", "the file's name alone"),
        ("length", "many", "kgraph counts them"),
        ("length", True, "kgraph counts them"),
    ],
)
def test_a_cell_that_cannot_be_read_says_what_to_write(heading: str, cell: str | datetime | bool, told: str) -> None:
    row = read_row({SHORT_NAME: "d", heading: cell}, NAMING)
    assert [(fault.heading, told in fault.message) for fault in row.faults] == [(heading, True)]
    assert "\n" not in row.faults[0].message


def test_a_document_that_stands_keeps_its_name() -> None:
    reference = IRI(f"{BASE}doc/reference")
    cells, _ = to_row([(reference, RDF.type, KG.Document, reference)], reference, NAMING)
    assert read_row(cells, NAMING).faults
    assert read_row(cells, NAMING, {reference}).document == reference


def test_digits_alone_are_those_of_sha_256_and_letters_are_made_small() -> None:
    cells = {SHORT_NAME: "d", "archive digest": "AB" * 32}
    assert from_row(cells, NAMING)[-1][2] == Literal("sha256:" + "ab" * 32)


def test_empty_cells_and_other_headings_say_nothing() -> None:
    cells = {SHORT_NAME: "d", "title": "  ", "author": " ; ", "remarks": "mine"}
    assert from_row(cells, NAMING) == [(DOCUMENT, RDF.type, KG.Document, DOCUMENT)]


def test_no_two_fields_say_the_same_property() -> None:
    assert len({one.property for one in FIELDS}) == len(FIELDS) == len({one.heading for one in FIELDS})
    assert SCHEMA.url in {one.property for one in FIELDS}
