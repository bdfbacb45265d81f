"""Answers as text: what other tools read, and what a person reads on a terminal."""

import csv
import io
import json
from xml.etree import ElementTree

import pytest

from kgraph.errors import UsageError
from kgraph.model import BlankNode, Literal, Rows, Triple
from kgraph.namespaces import IRI, XSD
from kgraph.store import open_store, parse_quads
from kgraph.views.answers import rows_text, shown, triples_text, yes_or_no
from kgraph.views.terminal import print_table

BASE = "https://e.org/"
AWKWARD = 'tab\there, "quotes", <b>, line\nbreak | bar é Ж'
ROWS = Rows(
    ("thing", "label", "share"),
    (
        (IRI(f"{BASE}place/a"), Literal(AWKWARD, language="en"), Literal("0.5", XSD.decimal)),
        (BlankNode("b0"), None, Literal("-1", XSD.integer)),
        (IRI("https://w3id.org/kgraph/ontology#Claim"), Literal("=HYPERLINK(1)"), None),
    ),
)


def test_csv_reads_back_and_starts_no_formula() -> None:
    read = list(csv.reader(io.StringIO(rows_text(ROWS, "csv"))))
    assert read[1] == [f"{BASE}place/a", AWKWARD, "0.5"]
    assert read[2] == ["_:b0", "", "-1"]
    assert read[3][1] == "'=HYPERLINK(1)"


def test_tsv_is_the_w3c_s_with_whole_terms() -> None:
    lines = rows_text(ROWS, "tsv").splitlines()
    assert lines[0] == "?thing\t?label\t?share"
    assert len(lines) == 4
    assert lines[1].startswith(f"<{BASE}place/a>\t")
    assert lines[1].endswith('@en\t"0.5"^^<http://www.w3.org/2001/XMLSchema#decimal>')
    assert lines[1].count("\t") == 2


def test_json_is_the_w3c_s() -> None:
    read = json.loads(rows_text(ROWS, "json"))
    assert read["head"]["vars"] == ["thing", "label", "share"]
    first, second, _ = read["results"]["bindings"]
    assert first["label"] == {"type": "literal", "value": AWKWARD, "xml:lang": "en"}
    assert second["thing"] == {"type": "bnode", "value": "b0"}
    assert "label" not in second


def test_xml_is_the_w3c_s_and_reads_back() -> None:
    root = ElementTree.fromstring(rows_text(ROWS, "xml"))  # noqa: S314 - our own output
    space = "{http://www.w3.org/2005/sparql-results#}"
    literals = [e.text for e in root.iter(f"{space}literal")]
    assert literals == [AWKWARD, "0.5", "-1", "=HYPERLINK(1)"]
    assert root.findtext(f".//{space}uri") == f"{BASE}place/a"


def test_markdown_keeps_to_its_cells() -> None:
    lines = rows_text(ROWS, "md", BASE).splitlines()
    assert len(lines) == 5
    assert lines[2].startswith("| place/a | ")
    assert "\\| bar" in lines[2]


def test_a_table_where_it_fits_and_blocks_where_not(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = Rows(
        ("who", "claim"), ((Literal("DeepState"), IRI(f"{BASE}claim/a-very-long-name-that-no-narrow-screen-has")),)
    )
    for columns, seen in (("100", "DeepState   claim/"), ("40", "who    DeepState")):
        monkeypatch.setenv("COLUMNS", columns)
        out = io.StringIO()
        print_table(rows, BASE, out)
        assert seen in out.getvalue()


def test_people_read_that_a_day_is_the_last_possible_one_and_files_keep_the_column(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rows = Rows(
        ("said_by", "claim"), ((Literal("2031-05-04"), IRI(f"{BASE}claim/that-no-narrow-screen-has-room-for")),)
    )
    for columns, seen in (("100", "said on or before   claim"), ("40", "said on or before  2031-05-04\nclaim")):
        monkeypatch.setenv("COLUMNS", columns)
        print_table(rows, BASE, out := io.StringIO())
        assert seen in out.getvalue()
    assert rows_text(rows, "md").startswith("| said on or before | claim |")
    assert rows_text(rows, "csv").startswith("said_by,claim\r\n")


@pytest.mark.parametrize("form", ["ttl", "nt", "xml", "jsonld"])
def test_triples_read_back(form: str) -> None:
    triples: list[Triple] = [(IRI("urn:a"), IRI("urn:n#b"), Literal(AWKWARD, language="en"))]
    text = triples_text(triples, form)
    with open_store("memory:") as store:
        store.load(parse_quads(text.encode(), form, "urn:base:"))
        assert [q[:3] for q in store.dump()] == triples


def test_what_a_format_cannot_say_is_refused() -> None:
    assert yes_or_no(True, "table") == "true\n"
    assert json.loads(yes_or_no(False, "json"))["boolean"] is False
    with pytest.raises(UsageError, match="cannot be written as ttl"):
        yes_or_no(True, "ttl")
    with pytest.raises(UsageError, match="cannot be written as csv"):
        triples_text([], "csv")


def test_terms_as_a_reader_wants_them() -> None:
    assert shown(IRI(f"{BASE}place/a"), BASE) == "place/a"
    assert shown(IRI("https://w3id.org/kgraph/ontology#Claim")) == "kg:Claim"
    assert shown(None) == ""


@pytest.mark.parametrize("width", [200, 6])
@pytest.mark.parametrize("values", [("1", "1"), ("1", "1", "2", "1"), (None, None), (None, "1", None, "1")])
def test_a_table_has_every_row_equal_ones_too(width: int, values: tuple[str | None, ...]) -> None:
    rows = Rows(("a", "b"), tuple((None if v is None else Literal(f"longest {v}"), None) for v in values))
    out = io.StringIO()
    print_table(rows, BASE, out, width)
    assert "".join(out.getvalue().split()).count("longest") == sum(v is not None for v in values)
    if width < 20 and any(values):
        assert f"of {len(values)}" in out.getvalue()
    assert len(rows_text(rows, "md").splitlines()) == len(values) + 2
    assert len(rows.only("a").rows) == len(values)
    assert len(rows.distinct().rows) == len(set(values))
